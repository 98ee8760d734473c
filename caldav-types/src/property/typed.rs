//! The value of a property, by its name as a type.

use super::{DavProperty, DavPropertyName};
use crate::multistatus::Response;

/// The name of a property as a type, so that its value has one. [`named`](super::named) has a type of each property
/// that is known here.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::multistatus::{Propstat, Response};
/// use caldav_types::property::named::{CalendarHomeSet, DisplayName};
/// use caldav_types::property::{DavProperty, TypedDavProperty};
///
/// let homes = CalendarHomeSet::property(vec![Href::new("/calendars/bernard/")]);
/// let found = Propstat::new(http::StatusCode::OK, vec![homes]);
/// let response = Response::of_propstats(Href::new("/principals/bernard/"), vec![found]);
/// assert_eq!(response.get::<CalendarHomeSet>().unwrap()[0].as_str(), "/calendars/bernard/");
/// assert_eq!(response.get::<DisplayName>(), None);
/// ```
pub trait TypedDavProperty {
    /// The type of the value.
    type Value;

    /// The name.
    const NAME: DavPropertyName;

    /// The value, if the property is this one and has its value.
    fn value(property: &DavProperty) -> Option<&Self::Value>;

    /// The property with a value.
    fn property(value: Self::Value) -> DavProperty;
}

impl Response {
    /// The value of a property that was found; `None` also where the server gave none.
    #[must_use]
    pub fn get<P: TypedDavProperty>(&self) -> Option<&P::Value> {
        self.found().find_map(P::value)
    }
}
