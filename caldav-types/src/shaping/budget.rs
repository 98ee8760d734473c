//! How much an answer may cost.

use ical_model::recurrence::Budget;

use super::ShapingError;

/// What shaping may spend, shared by reference over a whole answer: work, instances, and octets written.
///
/// What is spent stays spent. Stored octets that are told as they are cost nothing.
///
/// ```
/// use caldav_types::shaping::ShapingBudget;
/// use ical_model::recurrence::Budget;
/// let budget = ShapingBudget::new(Budget::new(100_000, 1_000), 1 << 20);
/// assert_eq!((budget.expansion.instances_left(), budget.octets_left()), (1_000, 1 << 20));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ShapingBudget {
    /// Steps and instances of expansions; the one that filters spend too.
    pub expansion: Budget,
    pub(super) octets: Octets,
}

impl ShapingBudget {
    /// The octets of [`default`](Self::default).
    pub const OCTETS: u64 = 64 << 20;

    /// So much for expansions, so many octets written.
    #[must_use]
    pub const fn new(expansion: Budget, octets: u64) -> Self {
        Self { expansion, octets: Octets { left: octets, limit: octets } }
    }

    /// How many octets are left.
    #[must_use]
    pub const fn octets_left(&self) -> u64 {
        self.octets.left
    }
}

impl Default for ShapingBudget {
    fn default() -> Self {
        Self::new(Budget::default(), Self::OCTETS)
    }
}

/// How many octets may be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Octets {
    left: u64,
    limit: u64,
}

impl Octets {
    /// Spends octets.
    pub(super) fn spend(&mut self, octets: usize) -> Result<(), ShapingError> {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(octets).ok_or(ShapingError::Octets { limit: self.limit })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ShapingBudget, ShapingError};

    #[test]
    fn what_is_spent_is_gone() {
        let mut budget = ShapingBudget::new(ical_model::recurrence::Budget::default(), 10);
        assert_eq!(budget.octets.spend(10), Ok(()));
        assert_eq!(budget.octets_left(), 0);
        assert_eq!(budget.octets.spend(1), Err(ShapingError::Octets { limit: 10 }));
    }
}
