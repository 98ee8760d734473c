//! Properties alone: a DAV:prop.
//!
//! [RFC 4918 §14.18](https://www.rfc-editor.org/rfc/rfc4918#section-14.18)

use super::{DavProperty, TypedDavProperty};

/// Properties with values, as the body that answers a LOCK
/// ([RFC 4918 §9.10.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.1)).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Prop(
    /// The properties.
    pub Vec<DavProperty>,
);

impl Prop {
    /// The value of a property.
    #[must_use]
    pub fn get<P: TypedDavProperty>(&self) -> Option<&P::Value> {
        self.0.iter().find_map(P::value)
    }
}
