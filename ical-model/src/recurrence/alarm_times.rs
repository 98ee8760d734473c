//! The times at which one alarm goes off: the first, and each time it repeats.
//!
//! [RFC 5545 §3.6.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.6),
//! [§3.8.6.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6.2)

use super::lapse::later;
use crate::time_zone::{Instant, Wall, Zone};
use crate::value::Duration;

/// The times at which one alarm goes off, ascending; each is reckoned from the first, so that any of them is had at
/// once.
#[derive(Clone, Debug)]
pub(super) struct AlarmTimes {
    first: Instant,
    repetition: Option<(u32, Duration)>,
    /// The zone whose days a repetition of days counts.
    zone: Zone,
}

impl AlarmTimes {
    pub(super) fn new(first: Instant, repetition: Option<(u32, Duration)>, zone: &Zone) -> Self {
        Self { first, repetition, zone: zone.clone() }
    }

    /// The time at which it goes off for the first time (0) or again.
    pub(super) fn at(&self, repetition: u32) -> Option<Instant> {
        match self.repetition {
            _ if repetition == 0 => Some(self.first),
            Some((count, interval)) if repetition <= count => {
                Some(later(self.first, &interval, repetition, &self.zone))
            }
            _ => None,
        }
    }

    /// The first time.
    pub(super) fn first(&self) -> Instant {
        self.first
    }

    /// The last time.
    pub(super) fn last(&self) -> Instant {
        self.repetition.and_then(|(count, _)| self.at(count)).unwrap_or(self.first)
    }

    /// What the clocks of the zone show then.
    pub(super) fn wall(&self, at: Instant) -> Wall {
        self.zone.cursor().wall(at)
    }

    /// The first repetition that is at `from` or later.
    pub(super) fn first_from(&self, from: Instant) -> Option<u32> {
        let last = self.repetition.map_or(0, |(count, _)| count);
        let (mut least, mut most) = (0, last);
        while least < most {
            let middle = least + (most - least) / 2;
            if self.at(middle)? < from {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        (self.at(least)? >= from).then_some(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        Instant::from(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap())
    }

    #[test]
    fn repetitions_are_found_by_arithmetic() {
        let first = instant("1997-03-17T13:30:00Z");
        let quarters = |count| Some((count, "PT15M".parse().unwrap()));
        for (what, repetition, from, expected) in [
            ("§3.6.6 the first", quarters(4), "1997-03-17T13:30:00Z", Some(0)),
            ("§3.6.6 before it", quarters(4), "1990-01-01T00:00:00Z", Some(0)),
            ("§3.6.6 just behind it", quarters(4), "1997-03-17T13:30:01Z", Some(1)),
            ("§3.6.6 the last", quarters(4), "1997-03-17T14:30:00Z", Some(4)),
            ("§3.6.6 behind the last", quarters(4), "1997-03-17T14:30:01Z", None),
            ("§3.6.6 no repetition", None, "1997-03-17T13:30:01Z", None),
            ("far away", quarters(u32::MAX), "2097-03-17T13:30:00Z", Some(3_506_400)),
            (
                "beyond all years",
                Some((u32::MAX, "P365000D".parse().unwrap())),
                "2097-03-17T13:30:00Z",
                Some(1),
            ),
        ] {
            let times = AlarmTimes::new(first, repetition, &Zone::utc());
            assert_eq!(times.first_from(instant(from)), expected, "{what}");
        }
    }

    #[test]
    fn times_ascend_without_overflow() {
        let largest = Duration::new(i32::MAX, chrono::TimeDelta::seconds(i64::MAX / 1_000)).unwrap();
        let times = AlarmTimes::new(Instant(0), Some((u32::MAX, largest)), &Zone::utc());
        let found: Vec<_> = [0, 1, 2, 1_000, u32::MAX].map(|at| times.at(at).unwrap()).to_vec();
        assert!(found.is_sorted());
        assert_eq!(AlarmTimes::new(Instant(0), Some((1, largest)), &Zone::utc()).at(2), None);
    }
}
