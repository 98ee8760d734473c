//! How much work an expansion may do.

use core::fmt;
use std::error::Error;

use chrono::NaiveDateTime;

/// What an expansion may spend, shared by reference over a whole query.
///
/// A step is one candidate period or one candidate time that a rule looks at. What is spent stays spent: the
/// next expansion goes on with what is left.
///
/// ```
/// use ical_model::recurrence::Budget;
/// let budget = Budget::new(1_000, 10);
/// assert_eq!((budget.steps_left(), budget.instances_left()), (1_000, 10));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Budget {
    steps: u64,
    instances: u64,
    step_limit: u64,
    instance_limit: u64,
}

impl Budget {
    /// The steps of [`default`](Self::default).
    pub const STEPS: u64 = 10_000_000;
    /// The instances of [`default`](Self::default).
    pub const INSTANCES: u64 = 1_000_000;

    /// So many candidates looked at, so many instances given.
    #[must_use]
    pub const fn new(steps: u64, instances: u64) -> Self {
        Self { steps, instances, step_limit: steps, instance_limit: instances }
    }

    /// How many steps are left.
    #[must_use]
    pub const fn steps_left(&self) -> u64 {
        self.steps
    }

    /// How many instances are left.
    #[must_use]
    pub const fn instances_left(&self) -> u64 {
        self.instances
    }

    /// Spends a step at a wall-clock time.
    #[inline]
    pub(crate) fn step(&mut self, at: impl FnOnce() -> Option<NaiveDateTime>) -> Result<(), BudgetExceeded> {
        self.steps_of(1, at)
    }

    /// Spends several steps.
    #[inline]
    pub(crate) fn steps_of(
        &mut self,
        steps: u64,
        at: impl FnOnce() -> Option<NaiveDateTime>,
    ) -> Result<(), BudgetExceeded> {
        match self.steps.checked_sub(steps) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => Err(self.exceeded(BudgetKind::Steps, at())),
        }
    }

    /// Spends an instance.
    #[inline]
    pub(crate) fn instance(
        &mut self,
        at: impl FnOnce() -> Option<NaiveDateTime>,
    ) -> Result<(), BudgetExceeded> {
        match self.instances.checked_sub(1) {
            Some(left) => {
                self.instances = left;
                Ok(())
            }
            None => Err(self.exceeded(BudgetKind::Instances, at())),
        }
    }

    #[cold]
    fn exceeded(&self, kind: BudgetKind, at: Option<NaiveDateTime>) -> BudgetExceeded {
        let limit = match kind {
            BudgetKind::Steps => self.step_limit,
            BudgetKind::Instances => self.instance_limit,
        };
        BudgetExceeded { kind, limit, at }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Self::STEPS, Self::INSTANCES)
    }
}

/// An expansion would have cost more than its [`Budget`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BudgetExceeded {
    kind: BudgetKind,
    limit: u64,
    at: Option<NaiveDateTime>,
}

impl BudgetExceeded {
    /// What was used up.
    #[must_use]
    pub const fn kind(&self) -> BudgetKind {
        self.kind
    }

    /// How much there was of it.
    #[must_use]
    pub const fn limit(&self) -> u64 {
        self.limit
    }

    /// The local time at which the expansion stood.
    #[must_use]
    pub const fn at(&self) -> Option<NaiveDateTime> {
        self.at
    }
}

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the expansion needs more than {} {}", self.limit, self.kind)?;
        match self.at {
            Some(at) => write!(f, ", it stood at {}", at.format("%Y%m%dT%H%M%S")),
            None => Ok(()),
        }
    }
}

impl Error for BudgetExceeded {}

/// What a [`Budget`] counts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum BudgetKind {
    /// Candidate periods and candidate times.
    Steps,
    /// Instances given.
    Instances,
}

impl fmt::Display for BudgetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Steps => "steps",
            Self::Instances => "instances",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, BudgetKind};

    #[test]
    fn what_is_spent_is_gone() {
        let mut budget = Budget::new(2, 1);
        assert_eq!(budget.steps_of(2, || None), Ok(()));
        let at = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).and_then(|day| day.and_hms_opt(9, 0, 0));
        let error = budget.step(|| at).unwrap_err();
        assert_eq!((error.kind(), error.limit(), error.at()), (BudgetKind::Steps, 2, at));
        assert_eq!(error.to_string(), "the expansion needs more than 2 steps, it stood at 20270101T090000");
        assert_eq!(budget.instance(|| None), Ok(()));
        assert_eq!(budget.instance(|| None).unwrap_err().kind(), BudgetKind::Instances);
    }
}
