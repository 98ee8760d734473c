//! Which lock is taken or given up.
//!
//! [RFC 4918 §10.5](https://www.rfc-editor.org/rfc/rfc4918#section-10.5)
//!
//! ```abnf
//! Lock-Token = "Lock-Token" ":" Coded-URL
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::{Header, HeaderError};
use crate::StateToken;
use crate::text_form::serialize_as_text;

/// The field `Lock-Token`: the lock that was made, or that is to be removed.
///
/// ```
/// use caldav_types::header::LockToken;
/// let lock: LockToken = "<urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7>".parse()?;
/// assert_eq!(lock.0.as_str(), "urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LockToken(
    /// The name of the lock.
    pub StateToken,
);

impl Header for LockToken {
    const NAME: &'static str = "Lock-Token";
}

impl FromStr for LockToken {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let token = StateToken::take_from(&mut cursor)?;
        cursor.end().map(|()| Self(token))
    }
}

impl fmt::Display for LockToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.coded().fmt(f)
    }
}

serialize_as_text!(LockToken);

#[cfg(test)]
mod tests {
    use super::LockToken;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        let lock = "<urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7>";
        assert_forms::<LockToken>(&[
            ("RFC 4918 9.11.1", lock, Some(lock)),
            ("RFC 2518", "<opaquelocktoken:351f125a>", Some("<opaquelocktoken:351f125a>")),
            ("no brackets", "urn:uuid:a515cfa4", None),
            ("10.1: no white space", "<urn:uuid: a515cfa4>", None),
            ("nothing in the brackets", "<>", None),
            ("more behind", "<x:y> z", None),
        ]);
    }
}
