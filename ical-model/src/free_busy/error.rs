//! Why busy time could not be worked out.

use core::fmt;
use std::error::Error;

use crate::PropertyError;
use crate::recurrence::{BudgetExceeded, RecurrenceError};

/// Why busy time could not be worked out.
///
/// ```
/// use ical_model::Calendar;
/// use ical_model::free_busy::{BusyTime, FreeBusyError};
/// use ical_model::recurrence::Budget;
/// use ical_model::time_zone::Zone;
///
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY:today\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n")?;
/// let range = "2027-01-02T08:00:00Z".parse()?.."2027-01-02T18:00:00Z".parse()?;
/// let mut busy = BusyTime::new(range, &Zone::utc());
/// let error = busy.add_free_busy(calendar.components().next().unwrap(), &mut Budget::default()).unwrap_err();
/// assert!(matches!(error, FreeBusyError::Recurrence(_)));
/// assert_eq!(error.to_string(), "expected \"/\" between the start and the end, found none at line 3, column 15");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FreeBusyError {
    /// What a calendar says of times could not be read.
    Recurrence(RecurrenceError),
    /// It would have been more work than the budget allows.
    Budget(BudgetExceeded),
}

impl fmt::Display for FreeBusyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recurrence(error) => error.fmt(f),
            Self::Budget(error) => error.fmt(f),
        }
    }
}

impl Error for FreeBusyError {}

impl From<RecurrenceError> for FreeBusyError {
    fn from(error: RecurrenceError) -> Self {
        Self::Recurrence(error)
    }
}

impl From<PropertyError> for FreeBusyError {
    fn from(error: PropertyError) -> Self {
        Self::Recurrence(error.into())
    }
}

impl From<BudgetExceeded> for FreeBusyError {
    fn from(error: BudgetExceeded) -> Self {
        Self::Budget(error)
    }
}
