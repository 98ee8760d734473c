//! The rule that continues a table of transitions without end: onsets that come once in every year.

use super::civil_day::{day_of, days_of_month, is_leap, weekday_of, year_and_day_of};
use super::transitions::Interval;

/// What comes after a table of transitions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Continuation {
    /// The table is whole up to this moment; behind it stand the onsets of the rule and nothing else.
    pub(super) after: i64,
    /// In the order that decides between onsets of one moment: the later holds.
    pub(super) onsets: Vec<YearlyOnset>,
}

impl Continuation {
    /// Moves onsets up to a moment to the table.
    pub(super) fn tell_out(&mut self, until: i64, first: u16, table: &mut Vec<(i64, u16)>) {
        // A rule that holds for all time, or nearly, would be long.
        if !(EARLIEST..until).contains(&self.after) {
            return;
        }
        let (first_year, _) = year_and_day_of(self.after.div_euclid(86_400));
        let (last_year, _) = year_and_day_of(until.div_euclid(86_400));
        let years = first_year - 1..=last_year + 1;
        let onsets =
            years.flat_map(|year| self.onsets.iter().map(move |onset| (onset.instant(year), onset.kind)));
        let mut onsets: Vec<_> = onsets.filter(|(at, _)| (self.after + 1..=until).contains(at)).collect();
        // Stable, so that of onsets of one moment the last holds.
        onsets.sort_by_key(|(at, _)| *at);
        onsets.reverse();
        onsets.dedup_by_key(|(at, _)| *at);
        for (at, kind) in onsets.into_iter().rev() {
            if table.last().map_or(first, |(_, kind)| *kind) != kind {
                table.push((at, kind));
            }
        }
        self.after = until;
    }

    /// The interval around a moment that lies behind the last transition of the table; `last` began with that.
    pub(super) fn interval(&self, at: i64, last: Interval) -> Interval {
        let known = at.max(self.after);
        let (year, day) = year_and_day_of(known.div_euclid(86_400));
        // An onset lies at most nine days outside of its year: a week of hours (RFC 8536 §3.3.1) and an offset.
        let years = if (10..355).contains(&day) { year - 1..=year + 1 } else { year - 2..=year + 2 };
        let mut interval = Interval { until: i64::MAX, ..last };
        for year in years {
            for onset in &self.onsets {
                let instant = onset.instant(year);
                if instant <= self.after {
                    continue;
                }
                if instant > at {
                    interval.until = interval.until.min(instant);
                } else if instant >= interval.from {
                    interval = Interval { from: instant, kind: onset.kind, offset: onset.offset, ..interval };
                }
            }
        }
        interval
    }
}

/// 1800-01-01: no clock was set by a rule before.
const EARLIEST: i64 = -5_364_662_400;

/// An onset that comes once in every year.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct YearlyOnset {
    pub(super) day: OnsetDay,
    /// When on the clock of the offset before: seconds from the start of the day, may lie outside of it.
    pub(super) seconds: i32,
    pub(super) offset_before: i32,
    /// The offset from then on.
    pub(super) offset: i32,
    /// The local time type from then on.
    pub(super) kind: u16,
}

impl YearlyOnset {
    /// Its moment in a year.
    pub(super) fn instant(&self, year: i64) -> i64 {
        self.day
            .of(year)
            .saturating_mul(86_400)
            .saturating_add(i64::from(self.seconds) - i64::from(self.offset_before))
    }
}

/// A day that comes once in every year.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OnsetDay {
    /// The nth day from 1, February 29 not counted (POSIX `Jn`).
    Julian(u16),
    /// The nth day from 0 (POSIX `n`).
    Ordinal(u16),
    /// A day of a month, from its end when negative; or the first such day of the week on it or after it, 0 for
    /// Sunday.
    Month {
        /// 1 to 12.
        month: u8,
        /// Not 0.
        day: i8,
        /// 0 to 6.
        weekday: Option<u8>,
    },
}

impl OnsetDay {
    /// The day in a year.
    pub(super) fn of(self, year: i64) -> i64 {
        match self {
            Self::Julian(day) => {
                let leap_day = i64::from(is_leap(year) && day >= 60);
                day_of(year, 1, 1) + i64::from(day) - 1 + leap_day
            }
            Self::Ordinal(day) => day_of(year, 1, 1) + i64::from(day),
            Self::Month { month, day, weekday } => {
                let day = match i64::from(day) {
                    day if day < 0 => days_of_month(year, month) + 1 + day,
                    day => day,
                };
                let day = day_of(year, month, day);
                match weekday {
                    Some(weekday) => day + (i64::from(weekday) - weekday_of(day)).rem_euclid(7),
                    None => day,
                }
            }
        }
    }
}
