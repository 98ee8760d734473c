//! MKCALENDAR: the properties of a calendar collection that is made.
//!
//! [RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1),
//! [§9.2](https://www.rfc-editor.org/rfc/rfc4791#section-9.2)

use crate::multistatus::Propstat;
use crate::property::DavProperty;

/// The body of a MKCALENDAR. A request without a body asks for no properties.
///
/// ```
/// use caldav_types::property::DavProperty;
/// use caldav_types::request::Mkcalendar;
/// let calendar = Mkcalendar { properties: vec![DavProperty::DisplayName("Lisa's Events".into())] };
/// assert_eq!(calendar.properties.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Mkcalendar {
    /// What is set, in document order. All of it is, or no calendar is made.
    pub properties: Vec<DavProperty>,
}

/// The body of the answer to a MKCALENDAR, a CALDAV:mkcalendar-response
/// ([§9.3](https://www.rfc-editor.org/rfc/rfc4791#section-9.3),
/// [RFC 5689 §4](https://www.rfc-editor.org/rfc/rfc5689#section-4)).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MkcalendarResponse {
    /// What became of the properties; it may be nothing that is told.
    pub propstats: Vec<Propstat>,
}
