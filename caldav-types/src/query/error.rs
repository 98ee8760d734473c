//! Why it cannot be told whether a calendar matches.

use std::fmt;

use ical_model::PropertyError;
use ical_model::recurrence::{BudgetExceeded, RecurrenceError};
use ical_model::time_zone::ZoneError;

/// Why it cannot be told whether a calendar matches: a fault of that calendar, or a budget that is spent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QueryError(Box<QueryErrorKind>);

impl QueryError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &QueryErrorKind {
        &self.0
    }

    /// Is the budget spent, rather than the calendar at fault? Then other calendars will not be answered either.
    #[must_use]
    pub fn is_budget(&self) -> bool {
        matches!(self.kind(), QueryErrorKind::Budget(_))
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            QueryErrorKind::Recurrence(error) => error.fmt(f),
            QueryErrorKind::Property(error) => error.fmt(f),
            QueryErrorKind::Zone(error) => error.fmt(f),
            QueryErrorKind::Budget(error) => error.fmt(f),
            QueryErrorKind::Overrides => {
                let most = super::FilterPlan::OVERRIDES;
                write!(f, "expected at most {most} overrides that several ranges are asked of, found more")
            }
        }
    }
}

impl std::error::Error for QueryError {}

impl From<QueryErrorKind> for QueryError {
    fn from(kind: QueryErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<RecurrenceError> for QueryError {
    fn from(error: RecurrenceError) -> Self {
        QueryErrorKind::Recurrence(error).into()
    }
}

impl From<PropertyError> for QueryError {
    fn from(error: PropertyError) -> Self {
        QueryErrorKind::Property(error).into()
    }
}

impl From<ZoneError> for QueryError {
    fn from(error: ZoneError) -> Self {
        QueryErrorKind::Zone(error).into()
    }
}

impl From<BudgetExceeded> for QueryError {
    fn from(error: BudgetExceeded) -> Self {
        QueryErrorKind::Budget(error).into()
    }
}

/// The kinds of [`QueryError`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// When something takes place cannot be read.
    Recurrence(RecurrenceError),
    /// A date that a range is asked of cannot be read.
    Property(PropertyError),
    /// The zone of such a date is not known.
    Zone(ZoneError),
    /// More work than the budget allows.
    Budget(BudgetExceeded),
    /// More overrides in one series than [`FilterPlan::OVERRIDES`](super::FilterPlan::OVERRIDES), and several ranges
    /// to be met by one of them.
    Overrides,
}
