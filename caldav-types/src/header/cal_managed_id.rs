//! The name of a managed attachment.
//!
//! [RFC 8607 §5.1](https://www.rfc-editor.org/rfc/rfc8607#section-5.1)
//!
//! ```abnf
//! Cal-Managed-ID = "Cal-Managed-ID" ":" paramtext
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `Cal-Managed-ID`: the MANAGED-ID of the attachment that was added or changed. It is that of a parameter of
/// iCalendar: in quotes where it holds a colon, semicolon or comma.
///
/// ```
/// use caldav_types::header::CalManagedId;
/// let id: CalManagedId = "aUNhbGVuZGFy".parse()?;
/// assert_eq!(id.as_str(), "aUNhbGVuZGFy");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CalManagedId(String);

impl CalManagedId {
    /// An identifier.
    ///
    /// # Errors
    ///
    /// It is empty, or a quote or a control character is in it.
    pub fn new(id: &str) -> Result<Self, HeaderError> {
        let mut cursor = Cursor::new(Self::NAME, id);
        let taken = cursor.take_while(|character| character != '"' && !character.is_control());
        if taken.is_empty() || !cursor.is_at_end() {
            return Err(cursor.error("an identifier without quotes and control characters"));
        }
        Ok(Self(id.into()))
    }

    /// The identifier, without quotes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Header for CalManagedId {
    const NAME: &'static str = "Cal-Managed-ID";
}

impl FromStr for CalManagedId {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim_matches([' ', '\t']);
        Self::new(text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text))
    }
}

impl fmt::Display for CalManagedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank = |character: char| matches!(character, ' ' | '\t');
        let quoted = self.0.contains([':', ';', ',']) || self.0.starts_with(blank) || self.0.ends_with(blank);
        if quoted { write!(f, "\"{}\"", self.0) } else { f.write_str(&self.0) }
    }
}

serialize_as_text!(CalManagedId);

#[cfg(test)]
mod tests {
    use super::CalManagedId;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<CalManagedId>(&[
            ("RFC 8607 5.1", "aUNhbGVuZGFy", Some("aUNhbGVuZGFy")),
            ("quoted without need", "\"97S\"", Some("97S")),
            ("RFC 5545 3.1: quoted-string", "\"a:b;c\"", Some("\"a:b;c\"")),
            ("a blank at an end", "\" 97S\"", Some("\" 97S\"")),
            ("unquoted all the same", "urn:x", Some("\"urn:x\"")),
            ("a quote within", "a\"b", None),
            ("empty", "", None),
            ("empty", "\"\"", None),
        ]);
    }
}
