//! Fields of notifications: WebDAV-Push.
//!
//! Draft of WebDAV-Push, "Suppressing Notifications" and "Push Message";
//! [RFC 8030 §5.3](https://www.rfc-editor.org/rfc/rfc8030#section-5.3),
//! [§5.4](https://www.rfc-editor.org/rfc/rfc8030#section-5.4)

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list, write_quoted};
use super::{Header, HeaderError};
use crate::Href;
use crate::text_form::serialize_as_text;

/// The field `Push-Dont-Notify`: who is not to be told of the change, since it made it.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::header::PushDontNotify;
/// let field = PushDontNotify::Registrations(vec![Href::new("https://example.com/subscriptions/1")]);
/// assert_eq!(field.to_string(), "\"https://example.com/subscriptions/1\"");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PushDontNotify {
    /// `*`: nobody is to be told.
    All,
    /// These registrations, each written in quotes.
    Registrations(Vec<Href>),
}

impl Header for PushDontNotify {
    const NAME: &'static str = "Push-Dont-Notify";
    const IS_LIST: bool = true;
}

impl FromStr for PushDontNotify {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cursor = Cursor::new(Self::NAME, text);
        if cursor.clone().take_rest() == "*" {
            return Ok(Self::All);
        }
        let registration = |cursor: &mut Cursor<'_>| {
            // Some clients leave the quotes out.
            if cursor.rest().starts_with('"') {
                cursor.quoted_string("an address in quotes").map(|address| Href::new(&address))
            } else {
                Ok(Href::new(cursor.take_while(|character| character != ',')))
            }
        };
        cursor.list_of_some("\"*\" or an address in quotes", registration).map(Self::Registrations)
    }
}

impl fmt::Display for PushDontNotify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Registrations(hrefs) => write_list(hrefs.iter().map(Quoted), f),
        }
    }
}

struct Quoted<'h>(&'h Href);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_quoted(&self.0.in_field().to_string(), f)
    }
}

/// The field `Topic` of a push message: a newer message replaces an older one of the same topic (RFC 8030 §5.4).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Topic(String);

impl Topic {
    /// The topic.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Header for Topic {
    const NAME: &'static str = "Topic";
}

impl FromStr for Topic {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cursor = Cursor::new(Self::NAME, text);
        let topic = cursor.clone().take_rest();
        let fits = (1..=32).contains(&topic.len())
            && topic.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'));
        if fits {
            Ok(Self(topic.into()))
        } else {
            Err(cursor.error("1 to 32 letters, digits, \"-\" and \"_\""))
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The field `Urgency` of a push message: how much it matters that it arrives at once (RFC 8030 §5.3).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Urgency {
    /// On power and on Wi-Fi.
    VeryLow,
    /// On power or on Wi-Fi.
    Low,
    /// On neither power nor Wi-Fi.
    #[default]
    Normal,
    /// With a low battery.
    High,
}

impl Urgency {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

impl Header for Urgency {
    const NAME: &'static str = "Urgency";
}

impl FromStr for Urgency {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cursor = Cursor::new(Self::NAME, text);
        let found = cursor.clone().take_rest();
        [Self::VeryLow, Self::Low, Self::Normal, Self::High]
            .into_iter()
            .find(|urgency| urgency.as_str().eq_ignore_ascii_case(found))
            .ok_or_else(|| cursor.error("\"very-low\", \"low\", \"normal\" or \"high\""))
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serialize_as_text!(PushDontNotify, Topic, Urgency);

#[cfg(test)]
mod tests {
    use super::{PushDontNotify, Topic, Urgency};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<PushDontNotify>(&[
            ("WebDAV-Push", "*", Some("*")),
            (
                "WebDAV-Push",
                "\"https://example.com/1\", \"https://example.com/2\"",
                Some("\"https://example.com/1\", \"https://example.com/2\""),
            ),
            ("older clients: no quotes", "https://example.com/1", Some("\"https://example.com/1\"")),
            ("a comma in the address", "\"https://example.com/1,2\"", Some("\"https://example.com/1,2\"")),
            ("an open quote", "\"https://example.com/1", None),
            ("empty", "", None),
        ]);
        assert_forms::<Topic>(&[
            ("RFC 8030 5.4", "upd", Some("upd")),
            (
                "RFC 8030 5.4: 32 characters",
                "0123456789abcdef0123456789ABC-_x",
                Some("0123456789abcdef0123456789ABC-_x"),
            ),
            ("33 characters", "0123456789abcdef0123456789ABC-_xy", None),
            ("no base64url", "a/b", None),
            ("empty", "", None),
        ]);
        assert_forms::<Urgency>(&[
            ("RFC 8030 5.3", "very-low", Some("very-low")),
            ("RFC 8030 5.3", "normal", Some("normal")),
            ("another one", "urgent", None),
        ]);
        assert!(Urgency::Low < Urgency::High);
    }
}
