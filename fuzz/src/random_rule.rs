//! Rules at random, each from a number, so that a found one can be made again.

use core::num::NonZeroU64;

use chrono::{DateTime, NaiveDateTime};
use ical_model::value::{DateOrDateTime, Frequency, Month, Recur, Weekday, WeekdayNumber};

/// A rule and a DTSTART, in UTC, of the same number always the same.
///
/// Most rules are such as people have: one or two parts with few values. None breaks a rule about its parts, but that
/// a hundredth has numbers in BYDAY or lists where they may not stand.
#[must_use]
pub fn random_rule(number: u64) -> (Recur, NaiveDateTime) {
    // Mixed once before, since seeds in a row would give numbers in a row.
    let mut random = Random(Random(number).next());
    let start = random.start();
    let frequency = *random.one_of(&[
        Frequency::Yearly,
        Frequency::Yearly,
        Frequency::Yearly,
        Frequency::Monthly,
        Frequency::Monthly,
        Frequency::Monthly,
        Frequency::Weekly,
        Frequency::Weekly,
        Frequency::Daily,
        Frequency::Daily,
        Frequency::Hourly,
        Frequency::Minutely,
        Frequency::Secondly,
    ]);
    let recur = random.days(Recur::new(frequency));
    let recur = random.times(recur);
    let recur = random.set_pos(recur);
    let recur = random.interval(recur);
    (random.end(recur, start), start)
}

/// SplitMix64, a generator of which every seed is good.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// True in so many of a hundred cases.
    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one_of<'a, T>(&mut self, values: &'a [T; 13]) -> &'a T {
        let [first, ..] = values;
        usize::try_from(self.below(13)).ok().and_then(|place| values.get(place)).unwrap_or(first)
    }

    /// From `low` to `high`, both included.
    fn between<T: TryFrom<i64> + Default>(&mut self, low: i64, high: i64) -> T {
        let range = u64::try_from(high - low + 1).unwrap_or(1);
        T::try_from(low + i64::try_from(self.below(range)).unwrap_or_default()).unwrap_or_default()
    }

    /// From 1 to `high`, or from the end in a third of the cases.
    fn ordinal<T: TryFrom<i64> + Default>(&mut self, high: i64) -> T {
        let sign = if self.percent(33) { -1 } else { 1 };
        let number: i64 = self.between(1, high);
        T::try_from(sign * number).unwrap_or_default()
    }

    /// One value mostly, up to four else.
    fn list<T>(&mut self, mut value: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = if self.percent(50) { 1 } else { self.between(2, 4) };
        (0..length).map(|_| value(self)).collect()
    }

    /// Days from 1900 to 2100, the ends of months and leap years rather often, and any second of a day.
    fn start(&mut self) -> NaiveDateTime {
        let day: i64 = self.between(-25_567, 47_846);
        let second: i64 = if self.percent(70) { self.between(0, 95) } else { self.between(0, 5_759) };
        let time =
            DateTime::from_timestamp(day * 86_400 + second * 900 % 86_400, 0).unwrap_or_default().naive_utc();
        let time =
            if self.percent(20) { time + chrono::TimeDelta::seconds(self.between(0, 899)) } else { time };
        if !self.percent(20) {
            return time;
        }
        let (month, day) = match self.below(4) {
            0 => (2, 29),
            1 => (1, 31),
            2 => (12, 31),
            _ => (1, 1),
        };
        let leap = chrono::Datelike::year(&time) / 4 * 4;
        chrono::NaiveDate::from_ymd_opt(leap, month, day).map_or(time, |date| date.and_time(time.time()))
    }

    fn days(&mut self, mut recur: Recur) -> Recur {
        let frequency = recur.frequency();
        let wrong = self.percent(1);
        if self.percent(25) {
            recur = recur.with_by_month(self.list(|random| Month::from(random.between::<u8>(1, 12))));
        }
        if wrong || frequency == Frequency::Yearly {
            if self.percent(12) {
                recur = recur.with_by_week_no(self.list(|random| random.ordinal(53)));
            }
            if self.percent(12) {
                recur = recur.with_by_year_day(self.list(|random| random.ordinal(366)));
            }
        } else if frequency < Frequency::Daily && self.percent(5) {
            recur = recur.with_by_year_day(self.list(|random| random.ordinal(366)));
        }
        if (wrong || frequency != Frequency::Weekly) && self.percent(30) {
            recur = recur.with_by_month_day(self.list(|random| random.ordinal(31)));
        }
        if self.percent(45) {
            let no_weeks = recur.by_week_no().is_empty();
            let highest = match frequency {
                Frequency::Monthly => 5,
                Frequency::Yearly if no_weeks && recur.by_month().is_empty() => 53,
                Frequency::Yearly if no_weeks => 5,
                _ => 0,
            };
            let ordinals = wrong || (highest > 0 && self.percent(50));
            let mixed = ordinals && self.percent(5);
            recur = recur.with_by_day(self.list(|random| {
                let weekday = random.weekday();
                let ordinal = random.ordinal(highest.max(1));
                let numbered = WeekdayNumber::nth(ordinal, weekday)
                    .filter(|_| ordinals && !(mixed && random.percent(50)));
                numbered.unwrap_or_else(|| weekday.into())
            }));
        }
        if self.percent(15) { recur.with_week_start(self.weekday()) } else { recur }
    }

    fn weekday(&mut self) -> Weekday {
        let place: usize = self.between(0, 6);
        Weekday::ALL.get(place).copied().unwrap_or(Weekday::Monday)
    }

    fn times(&mut self, mut recur: Recur) -> Recur {
        if self.percent(15) {
            recur = recur.with_by_hour(self.list(|random| random.between(0, 23)));
        }
        if self.percent(15) {
            recur = recur.with_by_minute(self.list(|random| random.between(0, 59)));
        }
        if self.percent(10) {
            recur = recur.with_by_second(self.list(|random| random.between(0, 59)));
        }
        recur
    }

    fn set_pos(&mut self, recur: Recur) -> Recur {
        let highest = match recur.frequency() {
            Frequency::Yearly => 20,
            Frequency::Monthly | Frequency::Weekly => 5,
            _ => 2,
        };
        let with = recur.clone().with_by_set_pos(self.list(|random| random.ordinal(highest)));
        if self.percent(15) && with.faults().next().is_none() { with } else { recur }
    }

    fn interval(&mut self, recur: Recur) -> Recur {
        if self.percent(55) {
            return recur;
        }
        let highest = match recur.frequency() {
            _ if self.percent(70) => 6,
            Frequency::Yearly => 20,
            Frequency::Monthly => 60,
            Frequency::Weekly | Frequency::Daily => 400,
            Frequency::Hourly => 1_000,
            Frequency::Minutely | Frequency::Secondly => 10_000,
        };
        let interval: u64 = self.between(1, highest);
        recur.with_interval(NonZeroU64::new(interval).unwrap_or(NonZeroU64::MIN))
    }

    fn end(&mut self, recur: Recur, start: NaiveDateTime) -> Recur {
        match self.below(10) {
            0..4 => recur.with_count(self.between(1, 40)),
            4..7 => {
                // Some thirty periods, and some days that the parts make of them.
                let seconds: i64 = match recur.frequency() {
                    Frequency::Secondly => self.between(0, 100),
                    Frequency::Minutely => self.between(0, 6_000),
                    Frequency::Hourly => self.between(0, 360_000),
                    Frequency::Daily => self.between(0, 5_000_000),
                    Frequency::Weekly => self.between(0, 30_000_000),
                    Frequency::Monthly => self.between(0, 150_000_000),
                    Frequency::Yearly => self.between(0, 1_500_000_000),
                };
                let until = start + chrono::TimeDelta::seconds(seconds);
                match ical_model::value::DateTime::utc(until) {
                    Ok(until) => recur.with_until(DateOrDateTime::from(until)),
                    Err(_) => recur,
                }
            }
            _ => recur,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_makes_always_the_same_rule() {
        assert_eq!(random_rule(7), random_rule(7));
        let different: std::collections::HashSet<_> =
            (0..1_000).map(|number| random_rule(number).0.to_string()).collect();
        assert!(different.len() > 900, "{}", different.len());
    }

    #[test]
    fn few_rules_break_a_rule() {
        let broken = (0..10_000).filter(|number| random_rule(*number).0.faults().next().is_some()).count();
        assert!((10..500).contains(&broken), "{broken}");
    }
}
