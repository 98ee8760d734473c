//! Rules that have the same times on each of their days: all of FREQ=DAILY and longer, unless BYSETPOS chooses from
//! more than a day.

use super::day_set::DaySet;
use super::rule::{LAST_DAY, LAST_YEAR, Rule};
use super::year_days::YearDays;
use crate::recurrence::{Budget, BudgetExceeded};
use crate::time_zone::Wall;
use crate::value::Frequency;

/// Goes from day to day through the years, and from time to time through a day.
#[derive(Debug)]
pub(super) struct ByDay<'r> {
    rule: &'r Rule,
    years: YearDays<'r>,
    /// Where it began.
    from: Wall,
    /// The year, its first day and its days.
    number: i64,
    first: i64,
    days: DaySet,
    /// Which of the days are still to come.
    word: usize,
    bits: u64,
    /// The day it is at; the times of it from this place on are still to come.
    day: i64,
    time: u32,
    /// How many years in a row had no day.
    empty: i64,
    done: bool,
}

impl<'r> ByDay<'r> {
    /// From a time on that is not before DTSTART.
    pub(super) fn new(rule: &'r Rule, from: Wall) -> Self {
        let day = from.day();
        let mut walk = Self {
            rule,
            years: YearDays::new(rule),
            from,
            number: 0,
            first: 0,
            days: DaySet::EMPTY,
            word: 0,
            bits: 0,
            day: day - 1,
            time: u32::MAX,
            empty: 0,
            done: false,
        };
        // SKIP may have moved a day of the year before into this one.
        let year = rule.scale.year_of(day) - i64::from(rule.days.moves());
        walk.enter(year);
        walk.done |= rule.times.len() == 0;
        walk
    }

    /// The next.
    #[inline]
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Wall>, BudgetExceeded> {
        while self.time >= self.rule.times.len() {
            if !self.next_day(budget)? {
                return Ok(None);
            }
        }
        let second = self.rule.times.nth(self.time);
        self.time += 1;
        Ok(Some(Wall(self.day * 86_400 + second)))
    }

    /// How many there are before a time, counted year by year.
    pub(super) fn len_before(mut self, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let times = &self.rule.times;
        let (begin, end) = (self.from.day(), until.day());
        let times_before = |wall: Wall| u64::from(times.len_before(wall.0.rem_euclid(86_400)));
        if self.from >= until {
            return Ok(0);
        }
        if let Some((before_begin, before_end)) = self.rule.days_before(begin).zip(self.rule.days_before(end))
        {
            let of = |wall: Wall, before| {
                let is_one = self.rule.days_before(wall.day() + 1).is_some_and(|after| after > before);
                before * i64::from(times.len()) + if is_one { times_before(wall) as i64 } else { 0 }
            };
            return Ok((of(until, before_end) - of(self.from, before_begin)).unsigned_abs());
        }
        let (mut days, mut of_begin, mut of_end) = (0, 0, 0);
        while !self.done && self.first + DaySet::LEAST <= end {
            let before = |day: i64| u64::from(self.days.len_before(day - self.first));
            days += before(end).saturating_sub(before(self.day + 1));
            if self.days.contains(begin - self.first) {
                of_begin = times_before(self.from);
            }
            if self.days.contains(end - self.first) {
                of_end = times_before(until);
            }
            if let Some(last) = self.days.last() {
                self.day = self.day.max(self.first + last);
            }
            budget.step(|| until.naive())?;
            self.next_year();
        }
        Ok((days * u64::from(times.len()) + of_end).saturating_sub(of_begin))
    }

    /// Goes on to the next day.
    fn next_day(&mut self, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        while self.bits == 0 {
            if self.done {
                return Ok(false);
            }
            self.word += 1;
            if DaySet::is_end(self.word) {
                budget.step(|| Wall(self.first * 86_400).naive())?;
                self.next_year();
            } else {
                self.bits = self.days.word(self.word);
            }
        }
        self.day = self.first + DaySet::offset(self.word, self.bits);
        self.bits &= self.bits - 1;
        let begins = self.day == self.from.day();
        self.time = if begins { self.rule.times.len_before(self.from.0.rem_euclid(86_400)) } else { 0 };
        Ok(true)
    }

    /// Goes on to the next year that can have a day.
    fn next_year(&mut self) {
        self.empty = if self.days.is_empty() { self.empty + 1 } else { 0 };
        let cycle = self.rule.scale.cycle().filter(|_| self.rule.interval == 1);
        if cycle.is_some_and(|cycle| self.empty >= cycle) {
            self.end();
        } else {
            self.enter(self.number + 1);
        }
    }

    /// Begins with this year, or with the first after it that can have a day.
    fn enter(&mut self, number: i64) {
        let rule = self.rule;
        let Some(number) = rule.year_with_period(number) else { return self.end() };
        self.number = number;
        let every = rule.interval == 1 || rule.frequency == Frequency::Yearly;
        if !every && rule.frequency == Frequency::Monthly && rule.days.moves() {
            // The month that counts is that of the day before it was moved.
            self.first = rule.scale.first_day(number);
            self.days = rule.days.days(&rule.scale, number, rule.months_of_periods(number));
        } else {
            let (first, days) = self.years.year(number);
            (self.first, self.days) = (first, *days);
            if !every {
                self.days &= rule.days_of_periods(number);
            }
        }
        if self.first + DaySet::LAST > LAST_DAY {
            self.days &= DaySet::range(DaySet::LEAST, LAST_DAY + 1 - self.first);
        }
        if self.first > LAST_DAY {
            return self.end();
        }
        // What lies behind may have come in the year before (SKIP).
        (self.word, self.bits) = self.days.words_from(self.day + 1 - self.first);
    }

    fn end(&mut self) {
        self.done = true;
        self.bits = 0;
    }
}

/// The periods of a rule: every so many days, weeks, months or years from DTSTART on.
impl Rule {
    /// The first year from one on in which a period lies.
    fn year_with_period(&self, number: i64) -> Option<i64> {
        let scale = &self.scale;
        let day = self.start.day();
        let year = if self.interval == 1 {
            number
        } else {
            match self.frequency {
                Frequency::Yearly => Self::aligned(scale.year_of(day), self.interval, number),
                Frequency::Monthly => {
                    let least = scale.months_before(number);
                    scale.year_of_month(Self::aligned(scale.month_of(day), self.interval, least))
                }
                Frequency::Weekly => {
                    let first = scale.first_day(number);
                    let week = Self::aligned(self.week_of(day), 7 * self.interval, first - 6);
                    if week > LAST_DAY {
                        return None;
                    }
                    scale.year_of(week.max(first))
                }
                _ => {
                    let day = Self::aligned(day, self.interval, scale.first_day(number));
                    if day > LAST_DAY {
                        return None;
                    }
                    scale.year_of(day)
                }
            }
        };
        (year <= LAST_YEAR).then_some(year)
    }

    /// How many days from the period of DTSTART on and before one the rule has, where they are the same in each
    /// period: every day, or days of the week.
    fn days_before(&self, day: i64) -> Option<i64> {
        match (self.frequency, self.days.every_weekday()) {
            (Frequency::Daily, Some(0x7F)) => {
                Some((day - self.start.day() + self.interval - 1).div_euclid(self.interval))
            }
            (Frequency::Weekly, Some(every)) => {
                let since = day - self.week_of(self.start.day());
                let (weeks, rest) =
                    (since.div_euclid(7 * self.interval), since.rem_euclid(7 * self.interval));
                let in_last =
                    (0..rest.min(7)).filter(|day| every >> ((day + self.days.week_start) % 7) & 1 == 1);
                Some(weeks * i64::from(every.count_ones()) + in_last.count() as i64)
            }
            _ => None,
        }
    }

    /// The days of a year that lie in periods.
    fn days_of_periods(&self, number: i64) -> DaySet {
        let first = self.scale.first_day(number);
        let length = self.scale.first_day(number + 1) - first;
        let mut days = DaySet::EMPTY;
        match self.frequency {
            Frequency::Daily => {
                let mut day = Self::aligned(self.start.day(), self.interval, first) - first;
                while day < length {
                    days.insert(day);
                    day += self.interval;
                }
            }
            Frequency::Weekly => {
                let week = self.week_of(self.start.day());
                let mut start = Self::aligned(week, 7 * self.interval, first - 6) - first;
                while start < length {
                    days |= DaySet::range(start.max(0), (start + 7).min(length));
                    start += 7 * self.interval;
                }
            }
            Frequency::Monthly => {
                let year = self.scale.year(number);
                let places = self.months_of_periods(number);
                for (_, month) in (0..).zip(year.months()).filter(|(place, _)| places >> place & 1 == 1) {
                    days |= DaySet::range(month.start, month.end());
                }
            }
            _ => return DaySet::range(0, length),
        }
        days
    }

    /// The places of the months of a year that are periods of a rule of FREQ=MONTHLY.
    fn months_of_periods(&self, number: i64) -> u16 {
        let before = self.scale.months_before(number);
        let count = self.scale.year(number).months().len();
        let mut place = Self::aligned(self.scale.month_of(self.start.day()), self.interval, before) - before;
        let mut places = 0;
        while usize::try_from(place).is_ok_and(|place| place < count) {
            places |= 1 << place;
            place += self.interval;
        }
        places
    }
}
