//! Why a calendar could not be shaped.

use std::error::Error;
use std::fmt;

use ical_model::recurrence::{BudgetExceeded, RecurrenceError};

use crate::Precondition;

/// Why a calendar could not be shaped.
///
/// ```
/// use caldav_types::shaping::ShapingError;
/// let error = ShapingError::Octets { limit: 1_000 };
/// assert_eq!(error.to_string(), "the answer needs more than 1000 octets");
/// assert_eq!(error.precondition().unwrap().name(), "DAV:number-of-matches-within-limits");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ShapingError {
    /// The calendar does not say when its instances are. It is the calendar that has to be mended.
    Recurrence(RecurrenceError),
    /// The expansion takes more steps or has more instances than the budget allows.
    Budget(BudgetExceeded),
    /// What comes out is longer than the budget allows.
    Octets {
        /// How many octets it allows.
        limit: u64,
    },
}

impl ShapingError {
    /// What a server answers, if it is its own limits that were passed: none of its properties tells a client how much
    /// a report may ask for, CALDAV:max-instances being about what is stored (RFC 4791 §5.2.8); what is left is the
    /// postcondition on the size of the result (§7.8, §7.10).
    #[must_use]
    pub const fn precondition(&self) -> Option<Precondition> {
        match self {
            Self::Recurrence(_) => None,
            Self::Budget(_) | Self::Octets { .. } => Some(Precondition::NumberOfMatchesWithinLimits),
        }
    }
}

impl fmt::Display for ShapingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recurrence(error) => error.fmt(f),
            Self::Budget(error) => error.fmt(f),
            Self::Octets { limit } => write!(f, "the answer needs more than {limit} octets"),
        }
    }
}

impl Error for ShapingError {}

impl From<RecurrenceError> for ShapingError {
    fn from(error: RecurrenceError) -> Self {
        Self::Recurrence(error)
    }
}

impl From<BudgetExceeded> for ShapingError {
    fn from(error: BudgetExceeded) -> Self {
        Self::Budget(error)
    }
}
