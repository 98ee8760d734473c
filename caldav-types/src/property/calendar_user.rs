//! Who a principal is as a user of calendars.
//!
//! [RFC 6638 §2.4](https://www.rfc-editor.org/rfc/rfc6638#section-2.4)

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::Href;
use crate::text_form::serialize_as_text;

/// An address by which others invite a principal: a DAV:href in CALDAV:calendar-user-address-set (§2.4.1).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarUserAddress {
    /// The address, often with the scheme `mailto`.
    pub href: Href,
    /// Does the server want it used where there are several? An attribute of calendarserver.org.
    pub is_preferred: bool,
}

impl From<&str> for CalendarUserAddress {
    fn from(href: &str) -> Self {
        Self { href: href.into(), is_preferred: false }
    }
}

/// What a principal is: the value of CALDAV:calendar-user-type (§2.4.2), as the parameter CUTYPE has it
/// ([RFC 5545 §3.2.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.3)).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CalendarUserType {
    /// A person.
    Individual,
    /// Several.
    Group,
    /// A thing.
    Resource,
    /// A place.
    Room,
    /// Nobody knows.
    Unknown,
    /// Something else.
    Other(String),
}

impl CalendarUserType {
    /// The word, in capitals where it is one of the RFC's.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Individual => "INDIVIDUAL",
            Self::Group => "GROUP",
            Self::Resource => "RESOURCE",
            Self::Room => "ROOM",
            Self::Unknown => "UNKNOWN",
            Self::Other(word) => word,
        }
    }
}

impl FromStr for CalendarUserType {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let word = word.trim_matches([' ', '\t', '\r', '\n']);
        let known = [Self::Individual, Self::Group, Self::Resource, Self::Room, Self::Unknown];
        Ok(known
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(word))
            .unwrap_or_else(|| Self::Other(word.into())))
    }
}

impl fmt::Display for CalendarUserType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serialize_as_text!(CalendarUserType);

#[cfg(test)]
mod tests {
    use super::CalendarUserType;

    #[test]
    fn types() {
        for (section, text, expected) in [
            ("RFC 6638 2.4.2", "INDIVIDUAL", CalendarUserType::Individual),
            ("RFC 5545 3.2: no case", " room\n", CalendarUserType::Room),
            ("RFC 5545 3.2.3: others", "X-Robot", CalendarUserType::Other("X-Robot".into())),
        ] {
            assert_eq!(text.parse(), Ok(expected.clone()), "{section}");
            assert_eq!(expected.to_string().parse(), Ok(expected), "{section}");
        }
    }
}
