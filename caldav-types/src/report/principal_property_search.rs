//! A search for principals.
//!
//! [RFC 3744 §9.4](https://www.rfc-editor.org/rfc/rfc3744#section-9.4)

use crate::filter::{MatchType, Test};
use crate::property::DavPropertyName;

/// A DAV:principal-property-search.
///
/// ```
/// use caldav_types::property::DavPropertyName;
/// use caldav_types::report::{PrincipalPropertySearch, PropertySearch};
/// let search = PrincipalPropertySearch {
///     searches: vec![PropertySearch::new(DavPropertyName::DisplayName, "doE")],
///     prop: vec![DavPropertyName::DisplayName],
///     ..PrincipalPropertySearch::default()
/// };
/// assert!(!search.apply_to_principal_collection_set);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PrincipalPropertySearch {
    /// All that follows, or one of it? RFC 3744 has the first alone.
    pub test: Test,
    /// What is searched for. A body without any is refused by servers.
    pub searches: Vec<PropertySearch>,
    /// Properties of each that was found; its address alone, when there are none.
    pub prop: Vec<DavPropertyName>,
    /// In the collections that DAV:principal-collection-set names, in place of this one?
    pub apply_to_principal_collection_set: bool,
}

/// A DAV:property-search: a text that properties hold.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PropertySearch {
    /// The properties: each of them has to hold it.
    pub prop: Vec<DavPropertyName>,
    /// The text.
    pub text: String,
    /// Where it stands. RFC 3744 leaves it to the server.
    pub match_type: Option<MatchType>,
}

impl PropertySearch {
    /// A text that a property holds.
    #[must_use]
    pub fn new(name: DavPropertyName, text: &str) -> Self {
        Self { prop: vec![name], text: text.into(), match_type: None }
    }
}
