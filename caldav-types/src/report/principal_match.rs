//! What is or belongs to the current user.
//!
//! [RFC 3744 §9.3](https://www.rfc-editor.org/rfc/rfc3744#section-9.3)

use crate::property::DavPropertyName;

/// A DAV:principal-match. By default, who the current user is in the collection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PrincipalMatch {
    /// What matches.
    pub matched: MatchedPrincipal,
    /// Properties of each that matches; its address alone, when there are none.
    pub prop: Vec<DavPropertyName>,
}

/// What a DAV:principal-match looks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum MatchedPrincipal {
    /// DAV:self: principals that are the current user.
    #[default]
    CurrentUser,
    /// DAV:principal-property: resources whose property names the current user.
    Property(DavPropertyName),
}
