//! BIND, UNBIND and REBIND: a resource gets another address, loses one, or gets one instead of another.
//!
//! [RFC 5842 §4](https://www.rfc-editor.org/rfc/rfc5842#section-4),
//! [§5](https://www.rfc-editor.org/rfc/rfc5842#section-5), [§6](https://www.rfc-editor.org/rfc/rfc5842#section-6)

use crate::{AnyElement, Href};

/// A collection that the request is sent to gets a member: DAV:bind.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::request::Bind;
/// let bind = Bind { segment: "bar.html".into(), href: Href::new("http://www.example.com/CollX/foo.html") };
/// assert_eq!(bind.segment, "bar.html");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Bind {
    /// The name of the member in the collection.
    pub segment: String,
    /// The resource that becomes it.
    pub href: Href,
}

/// A collection that the request is sent to loses a member: DAV:unbind.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Unbind {
    /// The name of the member in the collection.
    pub segment: String,
}

/// A member of another collection moves to the one that the request is sent to: DAV:rebind.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Rebind {
    /// The name of the member in the collection.
    pub segment: String,
    /// The address that it has until then.
    pub href: Href,
}

/// The answer to a BIND: DAV:bind-response, whose content nothing defines.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct BindResponse(
    /// What the server says.
    pub Vec<AnyElement>,
);

/// The answer to an UNBIND: DAV:unbind-response, whose content nothing defines.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct UnbindResponse(
    /// What the server says.
    pub Vec<AnyElement>,
);

/// The answer to a REBIND: DAV:rebind-response, whose content nothing defines.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct RebindResponse(
    /// What the server says.
    pub Vec<AnyElement>,
);
