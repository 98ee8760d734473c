//! The days of one year after the other that pass the rule parts.

use super::day_parts::EVERY_PLACE;
use super::day_set::DaySet;
use super::rule::{LAST_DAY, Rule};
use super::scale::KINDS_OF_YEAR;
use crate::recurrence::{Budget, BudgetExceeded};
use crate::time_zone::Wall;

/// The days of a year, each year worked out once for all that look the same.
#[derive(Debug)]
pub(super) struct YearDays<'r> {
    rule: &'r Rule,
    /// The year that was asked for last.
    number: i64,
    first: i64,
    days: DaySet,
    kinds: Vec<Option<DaySet>>,
}

impl<'r> YearDays<'r> {
    pub(super) const fn new(rule: &'r Rule) -> Self {
        Self { rule, number: i64::MIN, first: 0, days: DaySet::EMPTY, kinds: Vec::new() }
    }

    /// The first day of a year, and its days.
    pub(super) fn year(&mut self, number: i64) -> (i64, &DaySet) {
        if self.number != number {
            let asked_before = self.number != i64::MIN;
            self.number = number;
            self.first = self.rule.scale.first_day(number);
            self.days = self.of_kind(number, asked_before);
        }
        (self.first, &self.days)
    }

    /// The first day from one on; a step for each year after the first that is looked at.
    pub(super) fn next(&mut self, day: i64, budget: &mut Budget) -> Result<Option<i64>, BudgetExceeded> {
        let within = |day: i64| (day <= LAST_DAY).then_some(day);
        if self.rule.days.is_every_day() {
            return Ok(within(day));
        }
        // Most days lie in the year that was asked for last.
        if self.number != i64::MIN
            && day >= self.first
            && let Some(offset) = self.days.next(day - self.first)
        {
            return Ok(within(self.first + offset));
        }
        if day > LAST_DAY {
            return Ok(None);
        }
        let from = self.rule.scale.year_of(day);
        let mut number = from;
        loop {
            let (first, days) = self.year(number);
            if let Some(offset) = days.next((day - first).max(0)) {
                return Ok(within(first + offset));
            }
            number += 1;
            let over = self.rule.scale.cycle().is_some_and(|cycle| number - from > cycle);
            if over || self.rule.scale.first_day(number) > LAST_DAY {
                return Ok(None);
            }
            budget.step(|| Wall(first * 86_400).naive())?;
        }
    }

    /// The days of a year; once for each kind where more than one year is asked for.
    fn of_kind(&mut self, number: i64, asked_before: bool) -> DaySet {
        let rule = self.rule;
        let work_out = || rule.days.days(&rule.scale, number, EVERY_PLACE);
        let Some(kind) = rule.scale.kind_of_year(number).filter(|_| asked_before) else { return work_out() };
        if self.kinds.is_empty() {
            self.kinds.resize(KINDS_OF_YEAR, None);
        }
        match self.kinds.get_mut(kind) {
            Some(days) => *days.get_or_insert_with(work_out),
            None => work_out(),
        }
    }
}
