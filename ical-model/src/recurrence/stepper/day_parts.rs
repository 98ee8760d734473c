//! The rule parts that say which days: BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY, in this order.
//!
//! Whether a part limits or expands does not matter here: once the implied parts are there, a day is a candidate when
//! each part has it (RFC 8984 §4.3.3.1).

use super::day_set::DaySet;
use super::scale::{Scale, Year, weekday};
use crate::value::{Month, Skip};

/// The parts of one rule. An absent part is `None`; one of which no value makes sense has no day.
#[derive(Clone, Debug, Default)]
pub(super) struct DayParts {
    pub(super) months: Option<Box<[Month]>>,
    pub(super) weeks: Option<Box<[i8]>>,
    pub(super) year_days: Option<Box<[i16]>>,
    pub(super) month_days: Option<Box<[i8]>>,
    pub(super) weekdays: Option<Weekdays>,
    /// The first day of weeks, 0 is Monday.
    pub(super) week_start: i64,
    /// What becomes of days that do not exist.
    pub(super) skip: Skip,
    /// Whether SKIP moves months that do not exist too: only a year has such.
    pub(super) skips_months: bool,
}

/// BYDAY.
#[derive(Clone, Debug, Default)]
pub(super) struct Weekdays {
    /// Days of the week without a number, Monday lowest.
    pub(super) every: u8,
    /// Those with a number, 0 is Monday.
    pub(super) numbered: Box<[(i64, i64)]>,
    /// Whether numbers count within the month; else within the year.
    pub(super) in_month: bool,
}

impl DayParts {
    /// Does every day pass?
    pub(super) const fn is_every_day(&self) -> bool {
        self.months.is_none()
            && self.weeks.is_none()
            && self.year_days.is_none()
            && self.month_days.is_none()
            && self.weekdays.is_none()
    }

    /// The days of the week that pass, Monday lowest, where nothing else counts.
    pub(super) fn every_weekday(&self) -> Option<u8> {
        let others = self.months.is_some()
            || self.weeks.is_some()
            || self.year_days.is_some()
            || self.month_days.is_some();
        match &self.weekdays {
            _ if others => None,
            None => Some(0x7F),
            Some(weekdays) => weekdays.numbered.is_empty().then_some(weekdays.every),
        }
    }

    /// Does SKIP move days?
    pub(super) const fn moves(&self) -> bool {
        !matches!(self.skip, Skip::Omit)
    }

    /// The days of a year that pass; of the months whose places are set in `places`.
    pub(super) fn days(&self, scale: &Scale, number: i64, places: u16) -> DaySet {
        if self.is_every_day() {
            return DaySet::range(0, scale.first_day(number + 1) - scale.first_day(number));
        }
        let year = scale.year(number);
        let months = self.months(scale, number, &year, places);
        let mut days = if months == EVERY_PLACE {
            DaySet::range(0, year.length)
        } else {
            let mut days = DaySet::EMPTY;
            for (month, _) in year.months().zip(0_u16..).filter(|(_, place)| has(months, *place)) {
                days |= DaySet::range(month.start, month.end());
            }
            days
        };
        if let Some(weeks) = &self.weeks {
            days &= self.week_days(weeks, &year);
        }
        let mut moved = DaySet::EMPTY;
        if let Some(year_days) = &self.year_days {
            days &= Self::listed_year_days(year_days, &year);
            if self.moves() && self.weeks.is_none() && self.month_days.is_none() {
                moved |= self.moved_year_days(year_days, scale, &year, months);
            }
        }
        if let Some(month_days) = &self.month_days {
            let listed = year.months().zip(0_u16..).filter(|(_, place)| has(months, *place));
            let moves = self.moves() && self.weeks.is_none() && self.year_days.is_none();
            let mut set = DaySet::EMPTY;
            for (month, _) in listed {
                for day in month_days {
                    match of_ends(i64::from(*day), month.length) {
                        Some(offset) => set.insert(month.start + offset),
                        None if moves && is_some_day(i64::from(*day), scale.longest_month()) => {
                            moved.insert(self.moved(i64::from(*day), month.start, month.length));
                        }
                        None => {}
                    }
                }
            }
            days &= set;
        }
        days |= moved;
        if let Some(weekdays) = &self.weekdays {
            let mut set = weekdays.days(&year);
            // A day that was moved out of the year has its number in the year it came into.
            if moved.contains(-1) {
                let before = scale.year(number - 1);
                if weekdays.days(&before).contains(before.length - 1) {
                    set.insert(-1);
                }
            }
            if moved.contains(year.length) && weekdays.days(&scale.year(number + 1)).contains(0) {
                set.insert(year.length);
            }
            days &= set;
        }
        days
    }

    /// The places of the months that pass.
    fn months(&self, scale: &Scale, number: i64, year: &Year, places: u16) -> u16 {
        let Some(listed) = &self.months else { return places };
        let mut months = 0;
        for (month, place) in year.months().zip(0_u16..) {
            if listed.contains(&month.month) {
                months |= 1 << place;
            }
        }
        if self.moves() && self.skips_months {
            for month in listed.iter().filter(|month| month.leap) {
                let place = |number: u8| {
                    year.months().position(|one| one.month == Month { number, leap: false }).unwrap_or(16)
                };
                if year.months().any(|one| one.month == *month) {
                    continue;
                }
                let place = match self.skip {
                    Skip::Forward => place(month.number.saturating_add(1)),
                    Skip::Omit | Skip::Backward => place(month.number),
                };
                months |= 1_u16.checked_shl(u32::try_from(place).unwrap_or(16)).unwrap_or(0);
            }
            // A leap month that would have come last is moved into this year.
            if self.skip == Skip::Forward {
                let before = scale.year(number - 1);
                let last = before.months().rfind(|month| !month.month.leap).map(|month| month.month.number);
                let missing = |month: &&Month| {
                    month.leap
                        && Some(month.number) == last
                        && !before.months().any(|one| one.month == **month)
                };
                if listed.iter().any(|month| missing(&month)) {
                    months |= 1;
                }
            }
        }
        months & places
    }

    /// The days of the weeks of BYWEEKNO (§3.3.10): week 1 is the first that has four days of the year.
    ///
    /// A day has the number of its week in the year to which that counts; it stays a day of its own calendar year.
    fn week_days(&self, weeks: &[i8], year: &Year) -> DaySet {
        let start = |first: i64| {
            let into_week = (weekday(first) - self.week_start).rem_euclid(7);
            first - into_week + if into_week <= 3 { 0 } else { 7 }
        };
        let next = year.first + year.length;
        let starts =
            [start(year.first - year.before), start(year.first), start(next), start(next + year.after)];
        let mut days = DaySet::EMPTY;
        for span in starts.windows(2) {
            let &[from, until] = span else { continue };
            let count = (until - from) / 7;
            for week in weeks.iter().filter_map(|week| of_ends(i64::from(*week), count)) {
                let offset = from + week * 7 - year.first;
                days |= DaySet::range(offset.max(0), (offset + 7).min(year.length));
            }
        }
        days
    }

    /// The days of BYYEARDAY that exist.
    fn listed_year_days(year_days: &[i16], year: &Year) -> DaySet {
        let mut days = DaySet::EMPTY;
        year_days
            .iter()
            .filter_map(|day| of_ends(i64::from(*day), year.length))
            .for_each(|day| days.insert(day));
        days
    }

    /// Where SKIP moves the days of BYYEARDAY that do not exist: past the end of the last month, or before the first.
    fn moved_year_days(&self, year_days: &[i16], scale: &Scale, year: &Year, months: u16) -> DaySet {
        let last = u16::try_from(year.months().len().saturating_sub(1)).unwrap_or(16);
        let mut days = DaySet::EMPTY;
        for day in year_days.iter().map(|day| i64::from(*day)) {
            let invalid = of_ends(day, year.length).is_none() && is_some_day(day, scale.longest_year());
            if invalid && has(months, if day > 0 { last } else { 0 }) {
                days.insert(self.moved(day, 0, year.length));
            }
        }
        days
    }

    /// Where SKIP moves a day that a span does not have.
    fn moved(&self, day: i64, start: i64, length: i64) -> i64 {
        match (day > 0, self.skip) {
            (true, Skip::Forward) => start + length,
            (true, Skip::Backward | Skip::Omit) => start + length - 1,
            (false, Skip::Forward) => start,
            (false, Skip::Backward | Skip::Omit) => start - 1,
        }
    }
}

impl Weekdays {
    /// The days of a year that pass.
    fn days(&self, year: &Year) -> DaySet {
        let mut days = DaySet::of_weekdays(self.every, year.weekday(0), year.length);
        if !self.numbered.is_empty() {
            if self.in_month {
                year.months().for_each(|month| self.number(year, month.start, month.end(), &mut days));
            } else {
                self.number(year, 0, year.length, &mut days);
            }
        }
        days
    }

    /// The days with a number in a span of a year.
    fn number(&self, year: &Year, start: i64, end: i64, days: &mut DaySet) {
        for (number, weekday) in &self.numbered {
            let first = start + (weekday - year.weekday(start)).rem_euclid(7);
            let count = (end - first + 6).div_euclid(7);
            if let Some(place) = of_ends(*number, count) {
                days.insert(first + place * 7);
            }
        }
    }
}

/// The offset of a number that counts from 1, or from the end when negative; `None` where there are not so many.
fn of_ends(number: i64, count: i64) -> Option<i64> {
    let offset = if number > 0 { number - 1 } else { count + number };
    (number != 0 && (0..count).contains(&offset)).then_some(offset)
}

/// May a number be the day of some span, of which the longest has so many?
fn is_some_day(number: i64, longest: i64) -> bool {
    number != 0 && number.abs() <= longest
}

/// Every place of a month.
pub(super) const EVERY_PLACE: u16 = u16::MAX;

const fn has(places: u16, place: u16) -> bool {
    place < 16 && places >> place & 1 == 1
}
