//! Stretches of time, found by what they overlap.

use std::sync::Arc;

use super::instance::Face;
use super::overlap::Overlap;
use super::stepper::Occurrence as Moment;
use crate::Component;

/// An instance whose start and end are stated.
#[derive(Clone, Debug)]
pub(super) struct Span<'d> {
    pub(super) component: Component<'d>,
    pub(super) order: usize,
    pub(super) overlap: Overlap,
    pub(super) face: Arc<Face>,
    pub(super) id: Moment,
    pub(super) start: Moment,
    pub(super) end: Moment,
    pub(super) source: SpanSource,
}

/// What states an instance.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SpanSource {
    /// The recurrence itself.
    Recurrence,
    /// An RDATE with an end of its own, which an EXRULE may take away.
    Period,
    /// An override.
    Override {
        /// Its RECURRENCE-ID is a day and the master has times.
        whole_day: bool,
    },
}

/// Stretches of time, found by what they overlap without a look at all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans<'d> {
    /// Ascending by start.
    spans: Vec<Span<'d>>,
    /// A tree of the latest ends: each is that of its two children, and the last level is that of the spans.
    latest: Vec<i64>,
}

impl<'d> Spans<'d> {
    pub(super) fn new(mut spans: Vec<Span<'d>>) -> Self {
        spans.sort_by_key(|span| (span.start.instant, span.order));
        let leaves = if spans.is_empty() { 0 } else { spans.len().next_power_of_two() };
        let ends = spans.iter().map(|span| span.end.instant.0.max(span.start.instant.0));
        let mut levels: Vec<i64> = ends.chain(core::iter::repeat(i64::MIN)).take(leaves).collect();
        // From the leaves up; turned round, the root comes first.
        levels.reverse();
        let mut below = 0;
        while levels.len() < leaves.saturating_mul(2).saturating_sub(1) {
            let pair = |at: usize| levels.get(at).copied().unwrap_or(i64::MIN);
            let latest = pair(below).max(pair(below + 1));
            levels.push(latest);
            below += 2;
        }
        levels.reverse();
        Self { spans, latest: levels }
    }

    /// Leaves out the others.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Span<'d>) -> bool) {
        let mut spans = core::mem::take(&mut self.spans);
        let all = spans.len();
        spans.retain(keep);
        if spans.len() == all {
            self.spans = spans;
        } else {
            *self = Self::new(spans);
        }
    }

    /// All, ascending by start.
    pub(super) fn iter(&self) -> core::slice::Iter<'_, Span<'d>> {
        self.spans.iter()
    }

    /// Those that end at `from` or later and start at `to` or earlier, ascending by start. Spans without a zone are
    /// counted as if in UTC.
    pub(super) fn between(&self, from: i64, to: i64) -> Between<'_, 'd> {
        let open = if self.latest.is_empty() { Vec::new() } else { vec![0] };
        Between { spans: self, open, from, to }
    }
}

/// The spans between two moments.
#[derive(Debug)]
pub(super) struct Between<'s, 'd> {
    spans: &'s Spans<'d>,
    /// Nodes of the tree that were not looked into, the next last.
    open: Vec<usize>,
    from: i64,
    to: i64,
}

impl<'s, 'd> Iterator for Between<'s, 'd> {
    type Item = &'s Span<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        let leaves = self.spans.latest.len().div_ceil(2);
        while let Some(node) = self.open.pop() {
            if self.spans.latest.get(node).is_none_or(|latest| *latest < self.from) {
                continue;
            }
            match (node + 1).checked_sub(leaves) {
                Some(leaf) => {
                    let span = self.spans.spans.get(leaf).filter(|span| span.start.instant.0 <= self.to);
                    if span.is_none() {
                        self.open.clear();
                    }
                    return span;
                }
                None => self.open.extend([2 * node + 2, 2 * node + 1]),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::recurrence::clock::Clock;
    use crate::recurrence::instance::RecurrenceIdForm;
    use crate::time_zone::{Instant, Wall};
    use crate::{Calendar, ComponentName};

    fn moment(seconds: i64) -> Moment {
        Moment { wall: Wall(seconds), instant: Instant(seconds) }
    }

    proptest! {
        #[test]
        fn a_look_at_all_finds_the_same(
            stretches in vec((0_i64..50, 0_i64..20), 0..40),
            from in -5_i64..60,
            length in 0_i64..30,
        ) {
            let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").unwrap();
            assert!(calendar.root().is(&ComponentName::VCalendar));
            let clock = Clock::of(&"20270101T000000Z".parse().unwrap(), &|_| Ok(None)).unwrap();
            let face = Arc::new(Face {
                end_clock: clock.clone(),
                id_clock: clock.clone(),
                clock,
                recurrence_id: RecurrenceIdForm::None,
                is_override: false,
            });
            let span = |(order, (start, length)): (usize, &(i64, i64))| Span {
                component: calendar.root(),
                order,
                overlap: Overlap::Event,
                face: Arc::clone(&face),
                id: moment(*start),
                start: moment(*start),
                end: moment(start + length),
                source: SpanSource::Recurrence,
            };
            let spans = Spans::new(stretches.iter().enumerate().map(span).collect());
            let to = from + length;
            let found: Vec<_> = spans.between(from, to).map(|span| span.order).collect();
            let all = spans.iter().filter(|span| span.end.instant.0 >= from && span.start.instant.0 <= to);
            prop_assert_eq!(found, all.map(|span| span.order).collect::<Vec<_>>());
            prop_assert!(spans.iter().is_sorted_by_key(|span| span.start.instant));
        }
    }
}
