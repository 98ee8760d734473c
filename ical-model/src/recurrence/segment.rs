//! A stretch of a recurrence whose instances are alike: those of the master, or those that follow an override with a
//! range.
//!
//! [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4)

use std::sync::Arc;

use super::clock::{Clock, Hand};
use super::instance::Face;
use super::spans::{Span, SpanSource};
use super::stepper::Occurrence as Moment;
use super::timing::Timing;
use crate::Component;
use crate::time_zone::{Instant, Wall};

/// A stretch of the recurrence whose instances are alike.
#[derive(Clone, Debug)]
pub(super) struct Segment<'d> {
    pub(super) component: Component<'d>,
    pub(super) order: usize,
    /// From this recurrence id on.
    pub(super) from: Instant,
    /// Before this one.
    pub(super) until: Instant,
    /// How far starts are moved; `None` where they are those of the recurrence.
    pub(super) shift: Option<i64>,
    pub(super) timing: Timing,
    pub(super) face: Arc<Face>,
}

impl<'d> Segment<'d> {
    /// Does what starts later end later, by moments that no clock decides?
    pub(super) fn is_even(&self) -> bool {
        self.shift.is_none() && !self.timing.clock.is_local() && self.timing.length.is_exact()
    }

    /// A way to ask for its instances.
    pub(super) fn hands<'s>(&'s self, clock: &'s Clock) -> Hands<'s> {
        let timing = &self.timing;
        Hands { recurrence: clock.hand(), start: timing.clock.hand(), end: timing.end_clock().hand() }
    }

    /// The instance that the recurrence gives at a moment of its clock.
    pub(super) fn span(&self, id: Moment, hands: &mut Hands<'_>) -> Span<'d> {
        let start = match self.shift {
            None => id,
            Some(shift) => {
                let wall = Wall(id.wall.0.saturating_add(shift));
                let moved = match shift {
                    0 => id,
                    // A day may be moved to a time.
                    _ if hands.recurrence.clock().is_date() => Moment { wall, instant: Instant(wall.0) },
                    _ => hands.recurrence.moment(wall),
                };
                hands.start.retell(moved, hands.recurrence.clock())
            }
        };
        Span {
            component: self.component,
            order: self.order,
            overlap: self.timing.overlap,
            face: Arc::clone(&self.face),
            id,
            start,
            end: self.timing.length.end(&mut hands.start, &mut hands.end, start),
            source: SpanSource::Recurrence,
        }
    }
}

/// The clocks of a segment: of recurrence ids, of starts and of ends.
#[derive(Debug)]
pub(super) struct Hands<'s> {
    pub(super) recurrence: Hand<'s>,
    start: Hand<'s>,
    end: Hand<'s>,
}
