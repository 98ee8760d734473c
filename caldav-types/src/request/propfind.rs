//! PROPFIND: which properties are asked for.
//!
//! [RFC 4918 §9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1),
//! [§14.20](https://www.rfc-editor.org/rfc/rfc4918#section-14.20)

use crate::property::DavPropertyName;

/// The body of a PROPFIND.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Propfind {
    /// These properties.
    Prop(Vec<DavPropertyName>),
    /// The names of all.
    PropName,
    /// The properties of RFC 4918 and the dead ones, with further ones; what no body means.
    AllProp {
        /// The further ones (§14.8).
        include: Vec<DavPropertyName>,
    },
}
