//! Names of states that a resource can be in, such as being locked.
//!
//! [RFC 4918 §6.5](https://www.rfc-editor.org/rfc/rfc4918#section-6.5),
//! [§10.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4)
//!
//! ```abnf
//! State-token = Coded-URL
//! Coded-URL   = "<" absolute-URI ">"
//! ```

use std::fmt;
use std::str::FromStr;

use crate::header::HeaderError;
use crate::header::cursor::Cursor;
use crate::text_form::serialize_as_text;

/// A state token: the URI of a lock, or of another state. It is compared by its octets.
///
/// ```
/// use caldav_types::StateToken;
/// let token: StateToken = "urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2".parse()?;
/// assert_eq!(token.as_str(), "urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StateToken(String);

impl StateToken {
    /// The URI, without brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One in brackets: `Coded-URL`.
    pub(crate) fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        cursor.angle_brackets(EXPECTED).map(|uri| Self(uri.into()))
    }

    /// As it stands in fields, in brackets.
    pub(crate) fn coded(&self) -> impl fmt::Display {
        format!("<{}>", self.0)
    }
}

impl FromStr for StateToken {
    type Err = HeaderError;

    /// The URI, without brackets.
    fn from_str(uri: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new("Lock-Token", uri.trim_matches([' ', '\t', '\r', '\n']));
        let token = cursor.take_while(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'));
        if token.is_empty() || !cursor.is_at_end() {
            return Err(cursor.error("a URI"));
        }
        Ok(Self(token.into()))
    }
}

impl fmt::Display for StateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

serialize_as_text!(StateToken);

const EXPECTED: &str = "a URI in \"<\" and \">\"";

#[cfg(test)]
mod tests {
    use super::StateToken;

    #[test]
    fn forms() {
        for (section, text, expected) in [
            ("RFC 4918 6.5", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true),
            ("RFC 4918 10.4.8", "DAV:no-lock", true),
            ("calendarserver-bulk-change 6", "http://me.com/_namespace/ctag/84C9ACB2", true),
            ("empty", "", false),
            ("white space within", "urn:a b", false),
            ("brackets", "<urn:a>", false),
        ] {
            let token = text.parse::<StateToken>();
            assert_eq!(token.is_ok(), expected, "{section}: {text}");
            if let Ok(token) = token {
                assert_eq!(token.to_string(), text);
            }
        }
    }
}
