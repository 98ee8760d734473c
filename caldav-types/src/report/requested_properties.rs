//! What a report says about each resource.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8),
//! [§9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6)

use crate::calendar_data::CalendarDataRequest;
use crate::property::DavPropertyName;

/// What a report says about each resource: as PROPFIND does, and calendar data.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum RequestedProperties {
    /// The properties of RFC 4918 and the dead ones.
    AllProp,
    /// The names of all.
    PropName,
    /// These.
    Prop(RequestedProp),
}

/// A DAV:prop of a report: names of properties and, as if it were one, calendar data.
///
/// ```
/// use caldav_types::property::DavPropertyName;
/// use caldav_types::report::RequestedProp;
/// let prop = RequestedProp::new([DavPropertyName::DisplayName]).with_calendar_data();
/// assert!(prop.calendar_data.is_some_and(|data| data.is_whole()));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct RequestedProp {
    /// The properties.
    pub names: Vec<DavPropertyName>,
    /// Which parts of calendar object resources; none of them when there is nothing.
    pub calendar_data: Option<CalendarDataRequest>,
}

impl RequestedProp {
    /// These properties.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = DavPropertyName>) -> Self {
        Self { names: names.into_iter().collect(), calendar_data: None }
    }

    /// With calendar object resources as they are stored.
    #[must_use]
    pub fn with_calendar_data(self) -> Self {
        Self { calendar_data: Some(CalendarDataRequest::default()), ..self }
    }

    /// Is nothing asked for?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty() && self.calendar_data.is_none()
    }
}
