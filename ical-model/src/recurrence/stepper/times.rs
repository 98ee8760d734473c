//! Which times of a day.

/// The times that a rule has in each day, or in each hour or minute: every one of its hours with every one of its
/// minutes with every one of its seconds. They are never listed.
#[derive(Clone, Debug)]
pub(super) struct Times {
    /// Seconds, ascending; so are the minutes and the seconds.
    hours: Box<[u32]>,
    minutes: Box<[u32]>,
    seconds: Box<[u32]>,
    /// The places of those that BYSETPOS keeps, ascending.
    kept: Option<Box<[u32]>>,
    count: u32,
    first: u32,
}

impl Times {
    /// Every hour with every minute with every second, each by its number.
    pub(super) fn new(hours: &[u8], minutes: &[u8], seconds: &[u8]) -> Self {
        let sorted = |numbers: &[u8], unit: u32| {
            let mut numbers: Vec<u32> = numbers.iter().map(|number| u32::from(*number) * unit).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.into_boxed_slice()
        };
        let mut times = Self {
            hours: sorted(hours, 3_600),
            minutes: sorted(minutes, 60),
            seconds: sorted(seconds, 1),
            kept: None,
            count: 0,
            first: 0,
        };
        times.count = of(&times.hours) * of(&times.minutes) * of(&times.seconds);
        times.first = times.product(0);
        times
    }

    /// Only those of some places, ascending.
    pub(super) fn keep(self, places: impl Iterator<Item = u32>) -> Self {
        let kept: Box<[u32]> = places.collect();
        let mut times = Self { count: of(&kept), kept: Some(kept), ..self };
        times.first = times.later(0);
        times
    }

    /// How many there are.
    #[inline]
    pub(super) const fn len(&self) -> u32 {
        self.count
    }

    /// The second of the one of this place in order.
    #[inline]
    pub(super) fn nth(&self, place: u32) -> i64 {
        i64::from(if place == 0 { self.first } else { self.later(place) })
    }

    /// How many come before a second.
    pub(super) fn len_before(&self, second: i64) -> u32 {
        let Ok(second) = u32::try_from(second) else { return 0 };
        let (hour, minute) = (second / 3_600 * 3_600, second % 3_600 / 60 * 60);
        let hours = self.hours.partition_point(|one| *one < hour) as u32;
        let mut before = hours * of(&self.minutes);
        let mut seconds = 0;
        if self.hours.binary_search(&hour).is_ok() {
            before += self.minutes.partition_point(|one| *one < minute) as u32;
            if self.minutes.binary_search(&minute).is_ok() {
                seconds = self.seconds.partition_point(|one| *one < second % 60) as u32;
            }
        }
        let place = before * of(&self.seconds) + seconds;
        self.kept.as_ref().map_or(place, |kept| kept.partition_point(|one| *one < place) as u32)
    }

    #[inline(never)]
    fn later(&self, place: u32) -> u32 {
        match &self.kept {
            None => self.product(place),
            Some(kept) => kept.get(place as usize).map_or(0, |place| self.product(*place)),
        }
    }

    fn product(&self, place: u32) -> u32 {
        let (seconds, minutes) = (of(&self.seconds).max(1), of(&self.minutes).max(1));
        let one = |numbers: &[u32], place: u32| numbers.get(place as usize).copied().unwrap_or(0);
        one(&self.hours, place / seconds / minutes)
            + one(&self.minutes, place / seconds % minutes)
            + one(&self.seconds, place % seconds)
    }
}

/// Lists of at most 86,400.
const fn of(list: &[u32]) -> u32 {
    list.len() as u32
}

/// The hours, minutes and seconds that limit a rule of FREQ=HOURLY, MINUTELY or SECONDLY, each as bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct TimeLimits {
    pub(super) hours: u64,
    pub(super) minutes: u64,
    pub(super) seconds: u64,
}

impl TimeLimits {
    /// No limit.
    pub(super) const NONE: Self = Self { hours: ALL_HOURS, minutes: ALL_MINUTES, seconds: ALL_MINUTES };

    /// The numbers as bits, those below a limit.
    pub(super) fn bits(numbers: &[u8], limit: u8) -> u64 {
        numbers.iter().filter(|number| **number < limit).fold(0, |bits, number| bits | 1 << number)
    }

    /// Is there no time left?
    pub(super) const fn is_empty(&self) -> bool {
        self.hours == 0 || self.minutes == 0 || self.seconds == 0
    }

    /// The first second of the day from one on that passes.
    pub(super) fn next(&self, second: i64) -> Option<i64> {
        if *self == Self::NONE {
            return Some(second);
        }
        if self.is_empty() {
            return None;
        }
        let (hour, minute, rest) = (second / 3_600, second / 60 % 60, second % 60);
        let first = |bits: u64| i64::from(bits.trailing_zeros());
        let later = |bits: u64, number: i64| bits & (u64::MAX << number);
        if self.hours >> hour & 1 == 1 {
            if self.minutes >> minute & 1 == 1 {
                let seconds = later(self.seconds, rest);
                if seconds != 0 {
                    return Some(hour * 3_600 + minute * 60 + first(seconds));
                }
            }
            let minutes = later(self.minutes, minute + 1);
            if minutes != 0 {
                return Some(hour * 3_600 + first(minutes) * 60 + first(self.seconds));
            }
        }
        let hours = later(self.hours, hour + 1);
        (hours != 0).then(|| first(hours) * 3_600 + first(self.minutes) * 60 + first(self.seconds))
    }
}

const ALL_HOURS: u64 = (1 << 24) - 1;
const ALL_MINUTES: u64 = (1 << 60) - 1;

#[cfg(test)]
mod tests {
    use super::{TimeLimits, Times};

    #[test]
    fn times_ascend_and_are_counted() {
        let times = Times::new(&[18, 6], &[30, 0, 5], &[1, 0, 59, 1]);
        assert_eq!(times.len(), 18);
        for place in 0..18 {
            assert_eq!(times.len_before(times.nth(place)), place);
            assert_eq!(times.len_before(times.nth(place) + 1), place + 1);
        }
        assert_eq!((times.nth(0), times.nth(17)), (21_600, 66_659));
        let kept = times.keep([1, 17].into_iter());
        assert_eq!((kept.len(), kept.nth(0), kept.nth(1), kept.len_before(21_602)), (2, 21_601, 66_659, 1));
        assert_eq!((Times::new(&[], &[0], &[0]).len(), Times::new(&[], &[0], &[0]).len_before(50)), (0, 0));
    }

    #[test]
    fn limits_are_skipped_to() {
        let limits = TimeLimits { hours: 0b10_0000, minutes: 1 << 3 | 1 << 59, seconds: 1 << 1 };
        for (from, expected) in [
            (0, Some(5 * 3_600 + 3 * 60 + 1)),
            (5 * 3_600 + 3 * 60 + 1, Some(5 * 3_600 + 3 * 60 + 1)),
            (5 * 3_600 + 3 * 60 + 2, Some(5 * 3_600 + 59 * 60 + 1)),
            (5 * 3_600 + 59 * 60 + 2, None),
            (86_399, None),
        ] {
            assert_eq!(limits.next(from), expected, "{from}");
        }
        assert_eq!(TimeLimits::NONE.next(86_399), Some(86_399));
    }
}
