//! Which collections a resource is in.
//!
//! [RFC 5842 §3.2](https://www.rfc-editor.org/rfc/rfc5842#section-3.2)

use crate::Href;

/// A collection that a resource is in, and under which name: DAV:parent.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Parent {
    /// The collection.
    pub href: Href,
    /// The last segment of the address, percent-encoded as it is in one.
    pub segment: String,
}
