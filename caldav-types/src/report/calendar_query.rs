//! A search for calendar object resources.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8),
//! [§9.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.5),
//! [RFC 7809 §6.1](https://www.rfc-editor.org/rfc/rfc7809#section-6.1)

use super::{RequestedProp, RequestedProperties};
use crate::filter::Filter;

/// A CALDAV:calendar-query. On a collection it needs a Depth of 1 to find what is in it.
///
/// ```
/// use caldav_types::filter::{CompFilter, Filter};
/// use caldav_types::report::{CalendarQuery, RequestedProp};
/// use ical_model::ComponentName;
/// let all = Filter::new(CompFilter::new(ComponentName::VCalendar));
/// let query = CalendarQuery::new(RequestedProp::default().with_calendar_data(), all);
/// assert!(query.time_zone.is_none());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarQuery {
    /// What is said about each that matches; nothing but that it does, when there is nothing.
    pub properties: Option<RequestedProperties>,
    /// What matches.
    pub filter: Filter,
    /// The zone of dates and floating times; that of the collection, when there is none.
    pub time_zone: Option<QueryTimeZone>,
}

impl CalendarQuery {
    /// These properties of what matches.
    #[must_use]
    pub const fn new(prop: RequestedProp, filter: Filter) -> Self {
        Self { properties: Some(RequestedProperties::Prop(prop)), filter, time_zone: None }
    }
}

/// The zone of dates and floating times in a query.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum QueryTimeZone {
    /// CALDAV:timezone: an iCalendar object with one VTIMEZONE (RFC 4791 §9.8).
    Definition(String),
    /// CALDAV:timezone-id: the name of a zone that the server has (RFC 7809 §6.2).
    Id(String),
}
