//! The starts of a rule on the wall clock.

use super::by_day::ByDay;
use super::by_position::ByPosition;
use super::rule::{LAST_DAY, Rule};
use super::sub_daily::SubDaily;
use crate::recurrence::{Budget, BudgetExceeded};
use crate::time_zone::Wall;

/// The starts of a rule from some time on, strictly ascending, without COUNT and UNTIL.
#[derive(Debug)]
pub(super) enum Sequence<'r> {
    ByDay(ByDay<'r>),
    ByPosition(Box<ByPosition<'r>>),
    SubDaily(SubDaily<'r>),
}

impl<'r> Sequence<'r> {
    /// Those at a time or later; none is before DTSTART.
    pub(super) fn new(rule: &'r Rule, from: Wall) -> Self {
        let from = from.max(rule.start);
        match &rule.positions {
            Some(positions) => Self::ByPosition(Box::new(ByPosition::new(rule, positions, from))),
            None if rule.is_sub_daily() => Self::SubDaily(SubDaily::new(rule, from)),
            None => Self::ByDay(ByDay::new(rule, from)),
        }
    }

    /// The next.
    #[inline]
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Wall>, BudgetExceeded> {
        match self {
            Self::ByDay(walk) => walk.next(budget),
            Self::ByPosition(walk) => walk.next(budget),
            Self::SubDaily(walk) => walk.next(budget),
        }
    }

    /// How many there are before a time.
    pub(super) fn len_before(self, until: Wall, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let until = until.min(Wall((LAST_DAY + 1) * 86_400));
        match self {
            Self::ByDay(walk) => walk.len_before(until, budget),
            Self::ByPosition(walk) => walk.len_before(until, budget),
            Self::SubDaily(walk) => walk.len_before(until, budget),
        }
    }
}
