//! LINKREL: what a link leads to.
//!
//! [RFC 9253 §6.1](https://www.rfc-editor.org/rfc/rfc9253#section-6.1)
//!
//! ```abnf
//! linkrelparam = "LINKREL" "=" (DQUOTE uri DQUOTE / iana-token)
//! ```

use std::fmt;

use crate::parameter::ParameterRead;
use crate::value::{Leniencies, Uri, ValueRead};

/// LINKREL, what a LINK leads to: a registered relation such as `latest-version`, or the URI of one of one's own.
/// [RFC 9253 §6.1](https://www.rfc-editor.org/rfc/rfc9253#section-6.1)
///
/// ```
/// use ical_model::parameter::LinkRel;
/// assert_eq!(LinkRel::new("SOURCE"), LinkRel::new("source"));
/// assert!(matches!(LinkRel::new("https://example.com/linkrel/derivedFrom"), Some(LinkRel::Uri(_))));
/// assert_eq!(LinkRel::new("two words"), None);
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum LinkRel {
    /// A relation of the registry of RFC 8288, whose names are compared without regard to case (§2.1.1 there).
    Registered(RelationName),
    /// A relation that its URI names.
    Uri(Uri<'static>),
}

impl LinkRel {
    /// The relation of this name or URI; None when it is neither.
    #[must_use]
    pub fn new(relation: &str) -> Option<Self> {
        <Self as ParameterRead>::read(relation, &mut Leniencies::empty())
    }

    /// The name or the URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Registered(name) => name.as_str(),
            Self::Uri(uri) => uri.as_str(),
        }
    }
}

impl ParameterRead for LinkRel {
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        match RelationName::new(text) {
            Some(name) => Some(Self::Registered(name)),
            None => {
                <Uri<'_> as ValueRead>::read(text, leniencies).ok().map(|uri| Self::Uri(uri.into_owned()))
            }
        }
    }
}

impl fmt::Display for LinkRel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a registered relation: letters, digits and hyphens.
#[derive(Clone, Debug)]
pub struct RelationName(Box<str>);

impl RelationName {
    /// The name; None when it has other characters or none.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let is_name =
            !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        is_name.then(|| Self(name.into()))
    }

    /// The name as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for RelationName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for RelationName {}

impl std::hash::Hash for RelationName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}
