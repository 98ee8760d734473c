//! How far a collection was synchronized.
//!
//! [RFC 6578 §3.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.2),
//! [§6.2](https://www.rfc-editor.org/rfc/rfc6578#section-6.2)

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::text_form::serialize_as_text;

/// The content of a DAV:sync-token, which says something to its server alone. It should be a URI and is not always one.
///
/// ```
/// use caldav_types::SyncToken;
/// assert!(SyncToken::initial().is_initial());
/// assert_eq!(SyncToken::new(" http://example.com/sync/10\n").as_str(), "http://example.com/sync/10");
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct SyncToken(String);

impl SyncToken {
    /// A token, without the white space around it.
    #[must_use]
    pub fn new(token: &str) -> Self {
        Self(token.trim_matches([' ', '\t', '\r', '\n']).into())
    }

    /// The empty one, by which a client asks for everything (§3.4).
    #[must_use]
    pub const fn initial() -> Self {
        Self(String::new())
    }

    /// Is it the empty one?
    #[must_use]
    pub fn is_initial(&self) -> bool {
        self.0.is_empty()
    }

    /// The token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SyncToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for SyncToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl FromStr for SyncToken {
    type Err = Infallible;

    fn from_str(token: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(token))
    }
}

serialize_as_text!(SyncToken);

#[cfg(test)]
mod tests {
    use super::SyncToken;

    #[test]
    fn tokens_are_opaque() {
        for (quirk, text, expected) in [
            ("RFC 6578 3.2", "http://example.com/ns/sync/1234", "http://example.com/ns/sync/1234"),
            ("q-16: no URI", "63a1 b;7", "63a1 b;7"),
            ("q-16: white space around", "\n\t12 \r\n", "12"),
            ("q-16: empty", " \n", ""),
        ] {
            let token = SyncToken::new(text);
            assert_eq!(token.as_str(), expected, "{quirk}");
            assert_eq!(token.is_initial(), expected.is_empty(), "{quirk}");
            assert_eq!(token.to_string().parse(), Ok(token), "{quirk}");
        }
    }
}
