//! Calendar object resources by address.
//!
//! [RFC 4791 §7.9](https://www.rfc-editor.org/rfc/rfc4791#section-7.9),
//! [§9.10](https://www.rfc-editor.org/rfc/rfc4791#section-9.10)

use super::{RequestedProp, RequestedProperties};
use crate::Href;

/// A CALDAV:calendar-multiget.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::report::{CalendarMultiget, RequestedProp};
/// let some = CalendarMultiget::new(RequestedProp::default().with_calendar_data(), [Href::new("/cal/1.ics")]);
/// assert_eq!(some.hrefs.len(), 1);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarMultiget {
    /// What is said about each.
    pub properties: Option<RequestedProperties>,
    /// Which. A body without any is refused by servers.
    pub hrefs: Vec<Href>,
}

impl CalendarMultiget {
    /// These properties of these resources.
    #[must_use]
    pub fn new(prop: RequestedProp, hrefs: impl IntoIterator<Item = Href>) -> Self {
        Self { properties: Some(RequestedProperties::Prop(prop)), hrefs: hrefs.into_iter().collect() }
    }
}
