//! What principals can be searched by.
//!
//! [RFC 3744 §9.5](https://www.rfc-editor.org/rfc/rfc3744#section-9.5)

use crate::LocalizedText;
use crate::property::DavPropertyName;

/// A DAV:principal-search-property-set as the answer has it; the request has an empty one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PrincipalSearchPropertySet {
    /// The properties, the usual ones first.
    pub properties: Vec<PrincipalSearchProperty>,
}

/// A property that principals can be searched by.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PrincipalSearchProperty {
    /// Which.
    pub name: DavPropertyName,
    /// What it says, for people.
    pub description: LocalizedText,
}
