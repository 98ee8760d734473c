//! Why no recurrence could be made of what a calendar says.

use core::fmt;
use std::error::Error;

use crate::time_zone::ZoneError;
use crate::value::RecurFault;
use crate::{Position, PropertyError};

/// Why no recurrence could be made of what a calendar says.
///
/// ```
/// use ical_model::Calendar;
/// use ical_model::recurrence::{RecurrenceErrorKind, RecurrenceSet};
/// use ical_model::time_zone::{ZoneSource, Zones};
///
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")?;
/// let source = ZoneSource::default();
/// let error = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source)).unwrap_err();
/// assert_eq!(error.kind(), &RecurrenceErrorKind::MissingStart);
/// assert_eq!(error.to_string(), "expected a DTSTART to recur from, found none at line 2, column 1");
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecurrenceError(Box<Fault>);

/// Boxed, for errors are rare and results are many.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Fault {
    kind: RecurrenceErrorKind,
    position: Option<Position>,
}

impl RecurrenceError {
    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &RecurrenceErrorKind {
        &self.0.kind
    }

    /// Where it was wrong; `None` for values that stand in no stream.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The same with the place of the line it came from, if it has none yet.
    pub(crate) fn at(mut self, position: Position) -> Self {
        self.0.position.get_or_insert(position);
        self
    }
}

impl fmt::Display for RecurrenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.position {
            Some(position) => write!(f, "{} at {position}", self.0.kind),
            None => self.0.kind.fmt(f),
        }
    }
}

impl Error for RecurrenceError {}

impl From<RecurrenceErrorKind> for RecurrenceError {
    fn from(kind: RecurrenceErrorKind) -> Self {
        Self(Box::new(Fault { kind, position: None }))
    }
}

impl From<PropertyError> for RecurrenceError {
    fn from(error: PropertyError) -> Self {
        let position = Some(error.position());
        Self(Box::new(Fault { kind: RecurrenceErrorKind::Property(error), position }))
    }
}

impl From<ZoneError> for RecurrenceError {
    fn from(error: ZoneError) -> Self {
        RecurrenceErrorKind::Zone(error).into()
    }
}

/// What was wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RecurrenceErrorKind {
    /// A property could not be read.
    Property(PropertyError),
    /// A rule breaks what RFC 5545 §3.3.10 forbids in a way that leaves no meaning.
    Rule(RecurFault),
    /// RSCALE names a calendar that this build does not know (RFC 7529 §4.1).
    Rscale(Box<str>),
    /// Something recurs and has neither DTSTART nor, for a to-do, DUE to recur from (RFC 5545 §3.8.2.4).
    MissingStart,
    /// A TZID names a zone that nobody defines, or whose definition cannot be read.
    Zone(ZoneError),
}

impl RecurrenceErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Property(_) => "property",
            Self::Rule(_) => "rule",
            Self::Rscale(_) => "rscale",
            Self::MissingStart => "missing-start",
            Self::Zone(_) => "zone",
        }
    }
}

impl fmt::Display for RecurrenceErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(error) => error.kind().fmt(f),
            Self::Rule(fault) => fault.fmt(f),
            Self::Rscale(name) => write!(f, "expected a calendar that is known here, found RSCALE={name}"),
            Self::MissingStart => f.write_str("expected a DTSTART to recur from, found none"),
            Self::Zone(error) => error.fmt(f),
        }
    }
}
