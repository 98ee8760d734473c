//! The compiled form of a time zone: transitions in order, and the rule that continues them.

use chrono::{DateTime, Utc};

use super::continuation::Continuation;
use super::{Instant, Wall};

/// Where the clocks of a zone stand: a table of transitions and what comes after it.
#[derive(Debug)]
pub(super) struct Transitions {
    name: Box<str>,
    /// Never empty.
    kinds: Box<[LocalTimeType]>,
    /// What holds before the first transition.
    first: u16,
    /// When each transition is, strictly ascending.
    starts: Box<[i64]>,
    /// What holds from each transition on.
    after: Box<[u16]>,
    continuation: Option<Continuation>,
    least_offset: i32,
    greatest_offset: i32,
    known_until: Option<DateTime<Utc>>,
}

/// What clocks show during some time (RFC 8536 §3.2, local time type).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct LocalTimeType {
    /// Seconds that clocks are ahead of UTC, less than a day.
    pub(super) offset: i32,
    /// Whether it is called daylight saving time.
    pub(super) daylight: bool,
    /// What it is called; empty where nothing says it.
    pub(super) abbreviation: Box<str>,
}

/// A time without a transition.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Interval {
    /// Its first moment.
    pub(super) from: i64,
    /// The first moment after it.
    pub(super) until: i64,
    pub(super) offset: i32,
    pub(super) kind: u16,
}

/// At which moments clocks show a local time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Resolved {
    Single(Instant),
    /// None: read by the offset before; clocks were put forward by so many seconds.
    Gap(Instant, i32),
    Fold(Instant, Instant),
}

/// Why the parts do not make a compiled zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TransitionsFault {
    /// No local time type, or one that does not exist is named.
    Kinds,
    /// Transitions are not in order.
    Order,
    /// More transitions within the span of the offsets than any clock makes.
    Density,
}

impl Transitions {
    /// How many transitions may lie so close that one local time could fall on each side of them. Clocks that
    /// people live by are set once in months.
    const CLOSE: usize = 32;

    /// Up to here rules are told out, for most times that are asked for are before it: 2100-01-01.
    const TOLD_OUT: i64 = 4_102_444_800;

    pub(super) fn new(
        name: &str,
        kinds: Vec<LocalTimeType>,
        first: u16,
        mut table: Vec<(i64, u16)>,
        mut continuation: Option<Continuation>,
    ) -> Result<Self, TransitionsFault> {
        let named = table.iter().map(|(_, kind)| *kind);
        let continued = continuation.iter().flat_map(|rule| rule.onsets.iter().map(|onset| onset.kind));
        if named.chain(continued).chain([first]).any(|kind| usize::from(kind) >= kinds.len()) {
            return Err(TransitionsFault::Kinds);
        }
        if !table.is_sorted_by(|(one, _), (two, _)| one < two) {
            return Err(TransitionsFault::Order);
        }
        if let Some(rule) = &mut continuation {
            rule.tell_out(Self::TOLD_OUT, first, &mut table);
        }
        let offsets = || kinds.iter().map(|kind| kind.offset);
        let least_offset = offsets().min().unwrap_or_default();
        let greatest_offset = offsets().max().unwrap_or_default();
        let spread = i64::from(greatest_offset) - i64::from(least_offset);
        let far = table.iter().skip(Self::CLOSE);
        if table.iter().zip(far).any(|(one, two)| two.0.saturating_sub(one.0) <= spread) {
            return Err(TransitionsFault::Density);
        }
        Ok(Self {
            name: name.into(),
            kinds: kinds.into(),
            first,
            starts: table.iter().map(|(start, _)| *start).collect(),
            after: table.iter().map(|(_, kind)| *kind).collect(),
            continuation,
            least_offset,
            greatest_offset,
            known_until: None,
        })
    }

    /// How many octets it takes, but for names.
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.after) + size_of_val(&*self.kinds) + size_of::<Self>()
    }

    /// Clocks that are never set.
    pub(super) fn fixed(name: &str, abbreviation: &str, offset: i32) -> Self {
        Self {
            name: name.into(),
            kinds: [LocalTimeType { offset, daylight: false, abbreviation: abbreviation.into() }].into(),
            first: 0,
            starts: [].into(),
            after: [].into(),
            continuation: None,
            least_offset: offset,
            greatest_offset: offset,
            known_until: None,
        }
    }

    /// Cut at a moment: what it says of later ones may not be so.
    pub(super) fn with_known_until(self, known_until: Option<DateTime<Utc>>) -> Self {
        Self { known_until, ..self }
    }

    pub(super) const fn known_until(&self) -> Option<DateTime<Utc>> {
        self.known_until
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The rule behind the table.
    pub(super) const fn continuation(&self) -> Option<&Continuation> {
        self.continuation.as_ref()
    }

    /// What holds during an interval; nothing for one of another zone.
    pub(super) fn kind(&self, interval: &Interval) -> Option<&LocalTimeType> {
        self.kinds.get(usize::from(interval.kind))
    }

    /// How far the offsets lie from each other at the most.
    pub(super) fn spread(&self) -> i64 {
        i64::from(self.greatest_offset) - i64::from(self.least_offset)
    }

    /// The interval around a moment.
    pub(super) fn interval(&self, at: Instant) -> Interval {
        let next = self.starts.partition_point(|start| *start <= at.0);
        let last = next.checked_sub(1);
        let kind = last.and_then(|last| self.after.get(last)).copied().unwrap_or(self.first);
        let interval = Interval {
            from: last.and_then(|last| self.starts.get(last)).copied().unwrap_or(i64::MIN),
            until: self.starts.get(next).copied().unwrap_or(i64::MAX),
            offset: self.kinds.get(usize::from(kind)).map_or(0, |kind| kind.offset),
            kind,
        };
        match &self.continuation {
            Some(continuation) if next == self.starts.len() => continuation.interval(at.0, interval),
            _ => interval,
        }
    }

    /// The moments at which clocks show a local time.
    pub(super) fn resolve(&self, wall: Wall) -> Resolved {
        let latest = wall.minus_offset(self.least_offset).0;
        let mut interval = self.interval(wall.minus_offset(self.greatest_offset));
        let mut first = None;
        let mut gap = None;
        loop {
            let instant = wall.minus_offset(interval.offset);
            if (interval.from..interval.until).contains(&instant.0) {
                match first {
                    None => first = Some(instant),
                    Some(first) => return Resolved::Fold(first, instant),
                }
            }
            if interval.until > latest || interval.until == i64::MAX {
                break;
            }
            let next = self.interval(Instant(interval.until));
            let skipped = Instant(interval.until).plus_offset(interval.offset)
                ..Instant(interval.until).plus_offset(next.offset);
            if gap.is_none() && skipped.contains(&wall) {
                gap = Some(Resolved::Gap(instant, next.offset - interval.offset));
            }
            interval = next;
        }
        match (first, gap) {
            (Some(first), _) => Resolved::Single(first),
            (None, Some(gap)) => gap,
            // At the ends of what can be counted.
            (None, None) => Resolved::Single(wall.minus_offset(interval.offset)),
        }
    }
}
