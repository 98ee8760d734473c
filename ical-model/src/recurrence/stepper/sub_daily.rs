//! Rules of FREQ=HOURLY, MINUTELY and SECONDLY.

use super::rule::{LAST_DAY, Rule};
use super::year_days::YearDays;
use crate::recurrence::{Budget, BudgetExceeded};
use crate::time_zone::Wall;

/// Goes from one hour, minute or second to another, over whole days, hours and minutes where nothing passes.
#[derive(Debug)]
pub(super) struct SubDaily<'r> {
    rule: &'r Rule,
    years: YearDays<'r>,
    /// The hour, minute or second, counted from 1970-01-01T00:00:00.
    unit: i64,
    /// The place of the next time in it; past the end where the unit is still to be looked at.
    time: u32,
    from: Wall,
    done: bool,
}

impl<'r> SubDaily<'r> {
    /// From a time on that is not before DTSTART.
    pub(super) fn new(rule: &'r Rule, from: Wall) -> Self {
        let unit = rule.aligned_unit(from.0.div_euclid(rule.unit()));
        let done = rule.times.len() == 0 || !rule.meets_limits();
        Self { rule, years: YearDays::new(rule), unit: unit - rule.interval, time: u32::MAX, from, done }
    }

    /// The next.
    #[inline]
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Wall>, BudgetExceeded> {
        let size = self.rule.unit();
        while self.time >= self.rule.times.len() {
            self.unit += self.rule.interval;
            if self.done || !self.settle(budget)? {
                self.done = true;
                return Ok(None);
            }
            // Before what was asked for, only in the unit in which that lies.
            let second = self.from.0 - self.unit * size;
            self.time = if second > 0 { self.rule.times.len_before(second) } else { 0 };
        }
        let second = self.rule.times.nth(self.time);
        self.time += 1;
        Ok(Some(Wall(self.unit * size + second)))
    }

    /// Goes on to the first unit from this one on that passes.
    #[inline]
    fn settle(&mut self, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        let size = self.rule.unit();
        loop {
            let start = self.unit * size;
            let (day, second) = (start.div_euclid(86_400), start.rem_euclid(86_400));
            if day > LAST_DAY {
                return Ok(false);
            }
            let Some(passing) = self.years.next(day, budget)? else { return Ok(false) };
            let target = if passing > day {
                passing * 86_400
            } else {
                match self.rule.limits.next(second) {
                    Some(passing) if passing == second => return Ok(true),
                    Some(passing) => day * 86_400 + passing,
                    None => (day + 1) * 86_400,
                }
            };
            self.unit = self.rule.aligned_unit(target.div_euclid(size));
            budget.step(|| Wall(target).naive())?;
        }
    }

    /// How many there are before a time.
    pub(super) fn len_before(mut self, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let (rule, size) = (self.rule, self.rule.unit());
        let every = u64::from(rule.times.len());
        if self.done || until <= self.from {
            return Ok(0);
        }
        if !rule.days.is_every_day() || rule.limits != super::times::TimeLimits::NONE {
            return self.len_of_days_before(until, budget);
        }
        // The units from the start on, then the times in the first and the last of them.
        let first = rule.start.0.div_euclid(size);
        let whole = |wall: Wall| {
            let unit = wall.0.div_euclid(size);
            let begun = (unit - first).div_euclid(rule.interval);
            let in_period = (unit - first).rem_euclid(rule.interval) == 0;
            let times = if in_period { rule.times.len_before(wall.0.rem_euclid(size)).into() } else { every };
            (begun as u64).saturating_mul(every).saturating_add(times)
        };
        Ok(whole(until).saturating_sub(whole(self.from)))
    }

    /// The same day by day.
    fn len_of_days_before(&mut self, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let rule = self.rule;
        let in_day = 86_400 / rule.unit();
        let phases =
            if rule.interval <= MOST_PHASES { usize::try_from(rule.interval).unwrap_or(0) } else { 0 };
        let mut known: Vec<Option<u64>> = vec![None; phases];
        let mut len = 0;
        let mut at = self.from;
        let last = until.day();
        while at < until {
            let Some(day) = self.years.next(at.day(), budget)? else { break };
            if day > last {
                break;
            }
            let start = at.max(Wall(day * 86_400));
            let end = Wall((day + 1) * 86_400);
            let phase = rule.aligned_unit(day * in_day) - day * in_day;
            budget.step(|| start.naive())?;
            let is_whole = start.0 == day * 86_400 && end <= until;
            let slot =
                usize::try_from(phase).ok().filter(|_| is_whole).and_then(|phase| known.get_mut(phase));
            len += match slot {
                Some(Some(count)) => *count,
                Some(slot) => *slot.insert(rule.len_of_day(start, end, budget)?),
                None => rule.len_of_day(start, end.min(until), budget)?,
            };
            at = end;
        }
        Ok(len)
    }
}

impl Rule {
    /// The first unit from one on that lies whole intervals after that of DTSTART.
    #[inline]
    fn aligned_unit(&self, least: i64) -> i64 {
        if self.interval == 1 {
            return least;
        }
        Self::aligned(self.start.0.div_euclid(self.unit()), self.interval, least)
    }

    /// Does any unit meet the limits of hours, minutes and seconds?
    ///
    /// Those that an interval comes to in the course of the days are the ones that leave the same remainder by what
    /// the interval and a day have in common.
    fn meets_limits(&self) -> bool {
        if self.limits == super::times::TimeLimits::NONE {
            return true;
        }
        let step = greatest_common_divisor(self.interval * self.unit(), 86_400);
        let mut second = self.start.0.div_euclid(self.unit()) * self.unit() % step;
        second = second.rem_euclid(step);
        while second < 86_400 {
            match self.limits.next(second) {
                Some(passing) if passing == second => return true,
                Some(passing) => second = Self::aligned(second, step, passing),
                None => return false,
            }
        }
        false
    }

    /// How many times of one day are within two.
    fn len_of_day(&self, from: Wall, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let size = self.unit();
        let day = from.0.div_euclid(86_400) * 86_400;
        let mut len = 0;
        let mut unit = self.aligned_unit(from.0.div_euclid(size));
        loop {
            let start = unit * size;
            if start >= until.0 || start >= day + 86_400 {
                return Ok(len);
            }
            budget.step(|| from.naive())?;
            match self.limits.next(start - day) {
                Some(passing) if day + passing == start => {
                    let before =
                        |wall: Wall| u64::from(self.times.len_before((wall.0 - start).clamp(0, size)));
                    let end = if until.0 >= start + size { self.times.len().into() } else { before(until) };
                    len += end.saturating_sub(if from.0 > start { before(from) } else { 0 });
                    unit += self.interval;
                }
                Some(passing) => unit = self.aligned_unit((day + passing).div_euclid(size)),
                None => return Ok(len),
            }
        }
    }
}

const fn greatest_common_divisor(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// For how many places of the first unit in a day the count of the day is kept.
const MOST_PHASES: i64 = 4_096;
