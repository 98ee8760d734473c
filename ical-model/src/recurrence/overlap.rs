//! Whether a component overlaps a time range.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use super::time_lines::TimeLines;
use crate::ComponentName;

/// The row of the tables of RFC 4791 §9.9 that a component falls in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Overlap {
    /// A VEVENT, or a component that has no table.
    Event,
    /// A VTODO with DTSTART and DURATION.
    ToDoDuration,
    /// A VTODO with DTSTART and DUE.
    ToDoDue,
    /// A VTODO with DTSTART alone, or a VJOURNAL with a DATE-TIME.
    Start,
    /// A VTODO with DUE alone.
    Due,
    /// A VJOURNAL with a DATE. It takes up no time (RFC 5545 §3.6.3), so that it ends when it starts, but it overlaps
    /// what its day overlaps.
    Day,
    /// A VFREEBUSY with DTSTART and DTEND.
    FreeBusy,
}

impl Overlap {
    /// The row of a component that has a start.
    pub(super) fn of(lines: &TimeLines<'_>, starts_on_date: bool) -> Self {
        match lines.component.name() {
            ComponentName::VTodo => match (lines.dt_start, lines.due, lines.duration) {
                (None, ..) => Self::Due,
                (Some(_), Some(_), _) => Self::ToDoDue,
                (Some(_), None, Some(_)) => Self::ToDoDuration,
                (Some(_), None, None) => Self::Start,
            },
            ComponentName::VJournal if starts_on_date => Self::Day,
            ComponentName::VJournal => Self::Start,
            ComponentName::VFreeBusy => Self::FreeBusy,
            _ => Self::Event,
        }
    }

    /// Does an instance from `start` to `end` overlap the range? All are counted on one clock. `day_end` is where
    /// the day of the start ends.
    ///
    /// A range that ends where it starts, which §9.9 forbids, asks what goes on at that moment.
    pub(super) fn holds(self, start: i64, end: i64, range: Range) -> bool {
        let Range { from, to } = range;
        if from == to {
            return start <= from && from < end;
        }
        match self {
            Self::Event if start < end => from < end && to > start,
            Self::Event | Self::Start => from <= start && to > start,
            Self::ToDoDuration => from <= end && (to > start || to >= end),
            Self::ToDoDue => (from < end || from <= start) && (to > start || to >= end),
            Self::Due => from < end && to >= end,
            Self::Day => from < end && to > start,
            Self::FreeBusy => from <= end && to > start,
        }
    }
}

/// A half-open range of seconds; the ends of `i64` are infinity.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Range {
    pub(super) from: i64,
    pub(super) to: i64,
}
