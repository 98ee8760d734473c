//! What EXDATE and EXRULE take away.
//!
//! [RFC 5545 §3.8.5.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1),
//! [RFC 2445 §4.8.5.2](https://www.rfc-editor.org/rfc/rfc2445#section-4.8.5.2)

use super::stepper::{Occurrence as Moment, Stepper, Walk};
use super::{Budget, BudgetExceeded};
use crate::time_zone::Instant;

/// Starts that are no instances.
#[derive(Clone, Debug, Default)]
pub(super) struct Exclusions {
    /// Ascending.
    pub(super) instants: Vec<Instant>,
    /// Local days, ascending.
    pub(super) days: Vec<i64>,
    pub(super) rules: Vec<Stepper>,
}

impl Exclusions {
    /// A way to ask about ascending moments; `None` if nothing is excluded.
    pub(super) fn excluder(&self) -> Option<Excluder<'_>> {
        if self.instants.is_empty() && self.days.is_empty() && self.rules.is_empty() {
            return None;
        }
        let rules = self.rules.iter().map(|rule| Follower { rule, walk: None, head: None }).collect();
        Some(Excluder { exclusions: self, rules })
    }

    /// Does an EXDATE take this moment away?
    pub(super) fn has_date(&self, moment: Moment) -> bool {
        self.instants.binary_search(&moment.instant).is_ok()
            || self.days.binary_search(&moment.wall.day()).is_ok()
    }
}

/// Tells of ascending moments whether they are excluded.
#[derive(Debug)]
pub(super) struct Excluder<'r> {
    exclusions: &'r Exclusions,
    rules: Vec<Follower<'r>>,
}

impl Excluder<'_> {
    pub(super) fn excludes(&mut self, moment: Moment, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        if self.exclusions.has_date(moment) {
            return Ok(true);
        }
        for rule in &mut self.rules {
            if rule.reaches(moment.instant, budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Follows ascending moments along a rule: by steps to a near one, by a seek to one far away.
#[derive(Debug)]
struct Follower<'r> {
    rule: &'r Stepper,
    walk: Option<Walk<'r>>,
    head: Option<Instant>,
}

impl Follower<'_> {
    /// Does the rule give this moment?
    fn reaches(&mut self, instant: Instant, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        if let Some(walk) = &mut self.walk {
            let mut steps = 0;
            while self.head.is_some_and(|head| head < instant) && steps < STEPS_BEFORE_SEEK {
                self.head = walk.next(budget)?.map(|next| next.instant);
                steps += 1;
            }
            if self.head.is_none_or(|head| head >= instant) {
                return Ok(self.head == Some(instant));
            }
        }
        let mut walk = self.rule.walk_from(instant, budget)?;
        self.head = walk.next(budget)?.map(|next| next.instant);
        self.walk = Some(walk);
        Ok(self.head == Some(instant))
    }
}

const STEPS_BEFORE_SEEK: u32 = 8;
