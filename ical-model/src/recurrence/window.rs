//! A window of time in which instances are looked for.

use core::ops::{Bound, RangeBounds};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::clock::Clock;
use super::overlap::Range;
use super::stepper::Occurrence as Moment;
use crate::time_zone::{Instant, Wall, Zone, ZoneCursor};

/// A window of time in which instances are looked for: its start is in it, its end is not.
///
/// An instance is in it where it overlaps it by the tables of
/// [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9): what has a length when it starts before the
/// end and ends after the start of the window, what has none when it starts in it, to-dos and the others as their
/// tables say. A window that ends where it starts asks what goes on at that moment.
///
/// ```
/// use ical_model::recurrence::Window;
/// use ical_model::time_zone::Zone;
/// # use chrono::{NaiveDate, TimeZone, Utc};
/// let (from, to) = (Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap(), Utc.with_ymd_and_hms(2027, 2, 1, 0, 0, 0).unwrap());
/// let january = Window::utc(from..to, &Zone::utc());
/// let january_on_each_clock = Window::local(from.naive_utc()..to.naive_utc());
/// let from_january_on = Window::utc(from.., &Zone::utc());
/// ```
#[derive(Clone, Debug)]
pub struct Window {
    range: Range,
    local: bool,
    floating: Zone,
}

impl Window {
    /// A window between two moments. Days and floating times are read in the zone `floating`.
    #[must_use]
    pub fn utc(range: impl RangeBounds<DateTime<Utc>>, floating: &Zone) -> Self {
        let number = |time: &DateTime<Utc>| Instant::from(*time).0;
        Self { range: half_open(&range, number), local: false, floating: floating.clone() }
    }

    /// A window on the clock of whatever it is compared with: each instance counts as its own clock tells it.
    #[must_use]
    pub fn local(range: impl RangeBounds<NaiveDateTime>) -> Self {
        let number = |time: &NaiveDateTime| Wall::from(*time).0;
        Self { range: half_open(&range, number), local: true, floating: Zone::utc() }
    }

    /// The same window with days and floating times read in a zone, for their moments and for the order: that of UTC
    /// unless said.
    #[must_use]
    pub fn with_floating(self, floating: &Zone) -> Self {
        Self { floating: floating.clone(), ..self }
    }

    /// The zone in which days and floating times are read.
    #[must_use]
    pub const fn floating(&self) -> &Zone {
        &self.floating
    }

    /// Is it one on the clock of whatever it is compared with?
    pub(super) const fn is_local(&self) -> bool {
        self.local
    }

    pub(super) const fn range(&self) -> Range {
        self.range
    }

    /// A way to compare with it.
    pub(super) fn view(&self) -> View<'_> {
        View { window: self, floating: self.floating.cursor() }
    }
}

/// Compares moments on any clock with a window.
#[derive(Debug)]
pub(super) struct View<'w> {
    window: &'w Window,
    floating: ZoneCursor<'w>,
}

impl View<'_> {
    /// The moment in seconds of UTC, by which instances are sorted.
    #[inline]
    pub(super) fn utc(&mut self, clock: &Clock, moment: Moment) -> i64 {
        if clock.is_local() { self.floating.instant(moment.wall).0.0 } else { moment.instant.0 }
    }

    /// The least that [`utc`](Self::utc) gives for this number on a clock and those after it: the number is an
    /// instant, or a wall clock time where the clock has no zone.
    #[inline]
    pub(super) fn utc_floor(&mut self, clock: &Clock, number: i64) -> i64 {
        if !clock.is_local() {
            return number;
        }
        let (instant, shift) = self.floating.instant_and_shift(Wall(number));
        instant.0.saturating_sub(i64::from(shift))
    }

    /// The moment as the bounds of the window are counted.
    #[inline]
    pub(super) fn number(&mut self, clock: &Clock, moment: Moment) -> i64 {
        if self.window.local { moment.wall.0 } else { self.utc(clock, moment) }
    }

    /// The number on a clock, as of [`utc_floor`](Self::utc_floor), at which the window begins, or an earlier one.
    pub(super) fn first_number(&mut self, clock: &Clock) -> i64 {
        let from = self.window.range.from;
        match (self.window.local, clock.is_local()) {
            _ if from == i64::MIN => from,
            (true, _) => clock.earliest(from),
            (false, false) => from,
            (false, true) => {
                // A time in a gap is later by UTC than clocks before it tell.
                let before = from.saturating_sub(LONGEST_SHIFT);
                let wall_before = self.floating.wall(Instant(before)).0.saturating_add(LONGEST_SHIFT);
                self.floating.wall(Instant(from)).0.min(wall_before)
            }
        }
    }

    /// The moment of UTC at which, or before which, the last instance starts that can be in the window.
    pub(super) fn last_utc(&self, clock: &Clock) -> i64 {
        let to = self.window.range.to;
        match (self.window.local, clock.is_local()) {
            (false, _) => to,
            _ if to == i64::MAX => to,
            (true, false) => clock.latest(to),
            (true, true) => to.saturating_add(LONGEST_SHIFT),
        }
    }
}

/// Clocks of two zones differ by less than this, and so do those of one before and after it is set.
pub(super) const LONGEST_SHIFT: i64 = 2 * super::clock::DAY;

fn half_open<T>(range: &impl RangeBounds<T>, number: impl Fn(&T) -> i64) -> Range {
    let from = match range.start_bound() {
        Bound::Included(time) => number(time),
        Bound::Excluded(time) => number(time).saturating_add(1),
        Bound::Unbounded => i64::MIN,
    };
    let to = match range.end_bound() {
        Bound::Included(time) => number(time).saturating_add(1),
        Bound::Excluded(time) => number(time),
        Bound::Unbounded => i64::MAX,
    };
    Range { from, to }
}
