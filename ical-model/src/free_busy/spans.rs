//! A set of seconds, kept as spans that neither overlap nor touch.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::time_zone::Instant;

/// Spans of time, each without its end: sorted, and merged where they overlap or touch.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Spans {
    /// Where each starts and ends.
    ends: BTreeMap<Instant, Instant>,
}

impl Spans {
    /// Adds a span; one that ends where it starts or before has nothing to add.
    pub(super) fn add(&mut self, span: Range<Instant>) {
        let Range { mut start, mut end } = span;
        if start >= end {
            return;
        }
        // Whatever starts at the end or before it and ends at the start or after it becomes part of this one. The
        // spans do not touch, so the last of them is looked at first, until one ends too early.
        while let Some((&found, &found_end)) = self.ends.range(..=end).next_back() {
            if found_end < start {
                break;
            }
            start = start.min(found);
            end = end.max(found_end);
            self.ends.remove(&found);
        }
        self.ends.insert(start, end);
    }

    /// Adds all spans of another set.
    pub(super) fn add_all(&mut self, other: &Self) {
        for span in other.iter() {
            self.add(span);
        }
    }

    /// What is here and not in another set.
    pub(super) fn without(&self, other: &Self) -> Self {
        let mut left = Self::default();
        for Range { mut start, end } in self.iter() {
            for hole in other.overlapping(start..end) {
                left.add(start..hole.start);
                start = hole.end;
            }
            left.add(start..end);
        }
        left
    }

    /// Whether a span lies wholly in the set.
    pub(super) fn covers(&self, span: &Range<Instant>) -> bool {
        span.start >= span.end
            || self.ends.range(..=span.start).next_back().is_some_and(|(_, end)| *end >= span.end)
    }

    /// The spans, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = Range<Instant>> {
        self.ends.iter().map(|(start, end)| *start..*end)
    }

    /// The spans that have something in common with another, ascending.
    fn overlapping(&self, span: Range<Instant>) -> impl Iterator<Item = Range<Instant>> {
        let across = self.ends.range(..span.start).next_back().filter(|(_, end)| **end > span.start);
        across.into_iter().chain(self.ends.range(span)).map(|(start, end)| *start..*end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spans(spans: &[(i64, i64)]) -> Spans {
        let mut set = Spans::default();
        for (start, end) in spans {
            set.add(Instant(*start)..Instant(*end));
        }
        set
    }

    fn listed(spans: &Spans) -> Vec<(i64, i64)> {
        spans.iter().map(|span| (span.start.0, span.end.0)).collect()
    }

    fn seconds(spans: &Spans) -> Vec<i64> {
        listed(spans).into_iter().flat_map(|(start, end)| start..end).collect()
    }

    #[test]
    fn spans_that_overlap_or_touch_become_one() {
        for (what, given, expected) in [
            ("apart", vec![(5, 7), (1, 3)], vec![(1, 3), (5, 7)]),
            ("touching before", vec![(3, 5), (1, 3)], vec![(1, 5)]),
            ("touching behind", vec![(1, 3), (3, 5)], vec![(1, 5)]),
            ("overlapping several", vec![(1, 3), (5, 7), (9, 11), (2, 10)], vec![(1, 11)]),
            ("within", vec![(1, 10), (3, 4)], vec![(1, 10)]),
            ("around", vec![(3, 4), (1, 10)], vec![(1, 10)]),
            ("twice", vec![(1, 3), (1, 3)], vec![(1, 3)]),
            ("one second apart", vec![(1, 3), (4, 5)], vec![(1, 3), (4, 5)]),
            ("empty", vec![(1, 1)], vec![]),
            ("backwards", vec![(3, 1)], vec![]),
        ] {
            assert_eq!(listed(&spans(&given)), expected, "{what}");
        }
    }

    #[test]
    fn what_is_taken_out_is_gone() {
        for (what, from, taken, expected) in [
            ("a hole", vec![(0, 10)], vec![(3, 5)], vec![(0, 3), (5, 10)]),
            ("two holes", vec![(0, 10)], vec![(1, 2), (4, 6)], vec![(0, 1), (2, 4), (6, 10)]),
            ("over two", vec![(0, 4), (6, 10)], vec![(3, 7)], vec![(0, 3), (7, 10)]),
            ("all", vec![(2, 4), (6, 8)], vec![(0, 10)], vec![]),
            ("the start", vec![(2, 6)], vec![(0, 3)], vec![(3, 6)]),
            ("the end", vec![(2, 6)], vec![(5, 9)], vec![(2, 5)]),
            ("nothing", vec![(2, 6)], vec![(0, 2), (6, 8)], vec![(2, 6)]),
        ] {
            assert_eq!(listed(&spans(&from).without(&spans(&taken))), expected, "{what}");
        }
    }

    proptest! {
        #[test]
        fn they_are_the_same_seconds(
            one in proptest::collection::vec((0_i64..60, 0_i64..20), 0..12),
            other in proptest::collection::vec((0_i64..60, 0_i64..20), 0..12),
        ) {
            let ranges =
                |given: &[(i64, i64)]| given.iter().map(|(start, length)| (*start, start + length)).collect::<Vec<_>>();
            let (one, other) = (ranges(&one), ranges(&other));
            let is_in = |ranges: &[(i64, i64)], second: i64| {
                ranges.iter().any(|(start, end)| (*start..*end).contains(&second))
            };
            let (first, second) = (spans(&one), spans(&other));
            prop_assert_eq!(seconds(&first), (0..80).filter(|at| is_in(&one, *at)).collect::<Vec<_>>());
            prop_assert!(listed(&first).windows(2).all(|pair| pair[0].1 < pair[1].0));
            let left = first.without(&second);
            let expected = (0..80).filter(|at| is_in(&one, *at) && !is_in(&other, *at));
            prop_assert_eq!(seconds(&left), expected.collect::<Vec<_>>());
            prop_assert!(listed(&left).windows(2).all(|pair| pair[0].1 < pair[1].0));
            for (start, end) in listed(&second) {
                let covered = (start..end).all(|at| is_in(&one, at));
                prop_assert_eq!(first.covers(&(Instant(start)..Instant(end))), covered);
            }
        }
    }
}
