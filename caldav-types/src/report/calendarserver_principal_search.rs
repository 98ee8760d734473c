//! A search for principals as calendarserver has it.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::property::DavPropertyName;
use crate::text_form::serialize_as_text;

/// A CS:calendarserver-principal-search: principals that have each of some words in their names or addresses.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarServerPrincipalSearch {
    /// Whom it is about; everybody, when there is none.
    pub context: Option<PrincipalSearchContext>,
    /// The words. A body without any is refused by servers.
    pub tokens: Vec<String>,
    /// The most responses that are wanted.
    pub limit: Option<u64>,
    /// Properties of each that was found.
    pub prop: Vec<DavPropertyName>,
}

/// Whom a search is about.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PrincipalSearchContext {
    /// `user`: people.
    User,
    /// `group`: groups of them.
    Group,
    /// `location`: rooms.
    Location,
    /// `resource`: things.
    Resource,
    /// `attendee`: who or what can be invited.
    Attendee,
    /// Another one, by its name.
    Other(String),
}

impl PrincipalSearchContext {
    /// Every context that is known here.
    pub const KNOWN: &'static [Self] =
        &[Self::User, Self::Group, Self::Location, Self::Resource, Self::Attendee];

    /// The context of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let known = Self::KNOWN.iter().find(|known| known.as_str() == name);
        known.cloned().unwrap_or_else(|| Self::Other(name.into()))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Location => "location",
            Self::Resource => "resource",
            Self::Attendee => "attendee",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for PrincipalSearchContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PrincipalSearchContext {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(name))
    }
}

serialize_as_text!(PrincipalSearchContext);

#[cfg(test)]
mod tests {
    use super::PrincipalSearchContext;

    #[test]
    fn names() {
        for context in PrincipalSearchContext::KNOWN {
            assert_eq!(&PrincipalSearchContext::new(context.as_str()), context);
        }
        assert_eq!(PrincipalSearchContext::new("x"), PrincipalSearchContext::Other("x".into()));
    }
}
