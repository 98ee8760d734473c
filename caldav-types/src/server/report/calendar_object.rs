//! A calendar object resource that a report looks at.

use std::borrow::Cow;
use std::fmt;

use http::StatusCode;
use ical_model::free_busy::FreeBusyError;
use ical_model::time_zone::Zone;
use ical_model::{Calendar, ParseError};

use crate::multistatus::Response;
use crate::property::DataFormat;
use crate::query::QueryError;
use crate::shaping::ShapingError;
use crate::{Href, LocalizedText, Precondition};

/// A calendar object resource that a report looks at.
#[derive(Clone, Debug)]
pub struct CalendarObject<'a> {
    /// Its address, as the server spells it.
    pub href: Cow<'a, Href>,
    /// What is stored.
    pub content: CalendarContent<'a>,
    /// The zone of its collection (CALDAV:calendar-timezone), where that is another one than
    /// [`CalendarFacts::time_zone`](super::CalendarFacts::time_zone).
    pub time_zone: Option<&'a Zone>,
}

impl<'a> CalendarObject<'a> {
    /// Octets that are borrowed or owned.
    #[must_use]
    pub fn new(href: &'a Href, octets: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { href: Cow::Borrowed(href), content: CalendarContent::Octets(octets.into()), time_zone: None }
    }

    pub(super) fn read<T>(
        &self,
        use_it: impl FnOnce(&Calendar<'_>) -> Result<T, ObjectFault>,
    ) -> Result<T, ObjectFault> {
        match &self.content {
            CalendarContent::Calendar(calendar) => use_it(calendar),
            CalendarContent::Octets(octets) => use_it(&Calendar::parse(octets.as_ref())?),
        }
    }
}

/// What is stored of a calendar object resource.
#[derive(Clone, Debug)]
pub enum CalendarContent<'a> {
    /// As it is stored.
    Octets(Cow<'a, [u8]>),
    /// As it was read before.
    Calendar(&'a Calendar<'a>),
}

/// Why nothing can be said about a calendar object resource. It concerns no other one, but for a budget that is spent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ObjectFault {
    /// What is stored is no calendar.
    Calendar(ParseError),
    /// It cannot be told whether it matches.
    Query(QueryError),
    /// It cannot be told in the shape that was asked for.
    Shape(ShapingError),
    /// It cannot be told when it makes somebody busy.
    FreeBusy(FreeBusyError),
    /// It cannot be written in the format that was asked for.
    Format(DataFormat),
}

impl ObjectFault {
    /// Is the budget of the answer spent, so that nothing can be said about others either?
    #[must_use]
    pub fn is_budget(&self) -> bool {
        match self {
            Self::Query(error) => error.is_budget(),
            Self::Shape(error) => error.precondition().is_some(),
            Self::FreeBusy(error) => matches!(error, FreeBusyError::Budget(_)),
            Self::Calendar(_) | Self::Format(_) => false,
        }
    }

    /// What can be told to a client: 500, or 507 with DAV:number-of-matches-within-limits where the budget is spent.
    #[must_use]
    pub fn response(&self, href: &Href) -> Response {
        if self.is_budget() {
            return super::limit::truncation(href);
        }
        let mut response = Response::of_status(href.clone(), StatusCode::INTERNAL_SERVER_ERROR);
        response.description = Some(LocalizedText { text: self.to_string(), language: Some("en".into()) });
        response
    }

    /// The condition that a report breaks for which this is the answer, if it is one.
    #[must_use]
    pub fn precondition(&self) -> Option<Precondition> {
        self.is_budget().then_some(Precondition::NumberOfMatchesWithinLimits)
    }
}

impl fmt::Display for ObjectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(error) => error.fmt(f),
            Self::Query(error) => error.fmt(f),
            Self::Shape(error) => error.fmt(f),
            Self::FreeBusy(error) => error.fmt(f),
            Self::Format(format) => {
                write!(f, "expected a calendar that can be written as {}, found another", format.content_type)
            }
        }
    }
}

impl std::error::Error for ObjectFault {}

impl From<ParseError> for ObjectFault {
    fn from(error: ParseError) -> Self {
        Self::Calendar(error)
    }
}

impl From<QueryError> for ObjectFault {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl From<ShapingError> for ObjectFault {
    fn from(error: ShapingError) -> Self {
        Self::Shape(error)
    }
}

impl From<FreeBusyError> for ObjectFault {
    fn from(error: FreeBusyError) -> Self {
        Self::FreeBusy(error)
    }
}
