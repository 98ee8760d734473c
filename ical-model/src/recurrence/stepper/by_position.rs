//! Rules with a BYSETPOS that chooses from a week, a month or a year.

use super::day_parts::EVERY_PLACE;
use super::day_set::DaySet;
use super::positions::Positions;
use super::rule::{LAST_DAY, LAST_YEAR, Rule};
use super::year_days::YearDays;
use crate::recurrence::{Budget, BudgetExceeded};
use crate::time_zone::Wall;
use crate::value::Frequency;

/// Goes from period to period. The candidates of a period are its days times the times of a day; they are counted,
/// not listed.
#[derive(Debug)]
pub(super) struct ByPosition<'r> {
    rule: &'r Rule,
    positions: &'r Positions,
    years: YearDays<'r>,
    /// The year, the count of months before it, or the first day of the week.
    period: i64,
    first: i64,
    days: DaySet,
    /// How many candidates the period has, and the place of the first that was not looked at.
    count: u32,
    place: u32,
    /// All that are to come are later.
    last: Wall,
    /// So many periods in a row had nothing.
    fruitless: i64,
    done: bool,
}

impl<'r> ByPosition<'r> {
    /// From a time on that is not before DTSTART.
    pub(super) fn new(rule: &'r Rule, positions: &'r Positions, from: Wall) -> Self {
        let mut walk = Self {
            rule,
            positions,
            years: YearDays::new(rule),
            period: rule.period_of(from.day()),
            first: 0,
            days: DaySet::EMPTY,
            count: 0,
            place: 0,
            last: Wall(from.0 - 1),
            fruitless: 0,
            done: false,
        };
        // SKIP may have moved a day of the period before into this one.
        if rule.days.moves() {
            walk.period -= rule.step();
        }
        walk.enter();
        if !walk.done && !rule.days.moves() {
            walk.place = walk.place_of(from);
        }
        walk
    }

    /// The next.
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Wall>, BudgetExceeded> {
        while !self.done {
            let Some(place) = self.positions.next(self.place, self.count) else {
                budget.step(|| Wall(self.first * 86_400).naive())?;
                self.next_period();
                continue;
            };
            self.place = place + 1;
            self.fruitless = 0;
            let times = self.rule.times.len();
            let day = self.first + self.days.nth(place / times).unwrap_or(0);
            let wall = Wall(day * 86_400 + self.rule.times.nth(place % times));
            if day > LAST_DAY {
                self.done = true;
            } else if wall > self.last {
                self.last = wall;
                return Ok(Some(wall));
            }
        }
        Ok(None)
    }

    /// How many there are before a time, counted period by period.
    pub(super) fn len_before(mut self, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let mut len = 0;
        if self.rule.days.moves() {
            while self.next(budget)?.is_some_and(|wall| wall < until) {
                len += 1;
            }
            return Ok(len);
        }
        let last = self.rule.period_of(until.day());
        let mut known = (0, 0);
        while !self.done && self.period <= last {
            let kept = if self.period == last {
                self.positions.len_before(self.place_of(until), self.count)
            } else {
                if known.0 != self.count {
                    known = (self.count, self.positions.len_before(self.count, self.count));
                }
                known.1
            };
            len += u64::from(kept.saturating_sub(self.positions.len_before(self.place, self.count)));
            budget.step(|| until.naive())?;
            self.next_period();
        }
        Ok(len)
    }

    /// How many candidates of the period are before a time.
    fn place_of(&self, wall: Wall) -> u32 {
        let offset = wall.day() - self.first;
        let times = &self.rule.times;
        let before = self.days.len_before(offset) * times.len();
        if self.days.contains(offset) { before + times.len_before(wall.0.rem_euclid(86_400)) } else { before }
    }

    fn next_period(&mut self) {
        self.fruitless += 1;
        self.period += self.rule.step();
        let cycle = self.rule.scale.cycle().map(|years| match self.rule.frequency {
            Frequency::Yearly => years,
            Frequency::Monthly => years * 12,
            // The longest period there is.
            _ => years * 53,
        });
        if cycle.is_some_and(|cycle| self.fruitless > cycle) {
            self.done = true;
        } else {
            self.enter();
        }
    }

    fn enter(&mut self) {
        let rule = self.rule;
        match rule.frequency {
            Frequency::Yearly | Frequency::Monthly => {
                let monthly = rule.frequency == Frequency::Monthly;
                let number = if monthly { rule.scale.year_of_month(self.period) } else { self.period };
                if number > LAST_YEAR {
                    self.done = true;
                    return;
                }
                let place = self.period - rule.scale.months_before(number);
                if monthly && rule.days.moves() {
                    let places = u32::try_from(place).ok().and_then(|place| 1_u16.checked_shl(place));
                    self.first = rule.scale.first_day(number);
                    self.days = rule.days.days(&rule.scale, number, places.unwrap_or(EVERY_PLACE));
                } else {
                    let (first, days) = self.years.year(number);
                    (self.first, self.days) = (first, *days);
                    if monthly {
                        let month = rule.scale.month(number, place);
                        self.first += month.start;
                        self.days = self.days.cut(month.start, month.length);
                    }
                }
            }
            _ => {
                self.first = self.period;
                self.days = DaySet::EMPTY;
                for day in self.period..self.period.saturating_add(7).min(LAST_DAY + 1) {
                    let (first, days) = self.years.year(rule.scale.year_of(day));
                    if days.contains(day - first) {
                        self.days.insert(day - self.period);
                    }
                }
            }
        }
        self.done |= self.first > LAST_DAY;
        self.count = self.days.len() * rule.times.len();
        self.place = 0;
    }
}

impl Rule {
    /// The last period that begins before the end of a day.
    fn period_of(&self, day: i64) -> i64 {
        let unaligned = |day: i64| match self.frequency {
            Frequency::Yearly => self.scale.year_of(day),
            Frequency::Monthly => self.scale.month_of(day),
            _ => self.week_of(day),
        };
        let (start, period) = (unaligned(self.start.day()), unaligned(day));
        period - (period - start).rem_euclid(self.step())
    }

    /// How far a period is from the one after it.
    const fn step(&self) -> i64 {
        if matches!(self.frequency, Frequency::Weekly) { 7 * self.interval } else { self.interval }
    }
}
