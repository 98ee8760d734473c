//! The UID value type: the UID of a calendar component.
//!
//! [RFC 9253 §7](https://www.rfc-editor.org/rfc/rfc9253#section-7)
//!
//! ```abnf
//! uid = text      ; in the grammar of LINK, RFC 9253 §8.2
//! ```

use core::fmt;
use std::borrow::Cow;

use super::{Leniencies, Text, ValueError, ValueErrorKind, ValueRead, from_str_owned};

/// A UID: text, not empty, that names a calendar component and is compared octet by octet.
///
/// ```
/// use ical_model::value::Uid;
/// let uid: Uid = "19970901T130000Z-123401@example.com".parse()?;
/// assert_eq!(uid.as_str(), "19970901T130000Z-123401@example.com");
/// assert!("".parse::<Uid>().is_err());
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Uid<'a>(Text<'a>);

impl<'a> Uid<'a> {
    /// A UID as it is meant, with nothing escaped.
    ///
    /// # Errors
    ///
    /// It is empty or has a control character.
    pub fn new(uid: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        Self::try_from(Text::new(uid)?)
    }

    /// The UID as it is meant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same UID, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Uid<'static> {
        Uid(self.0.into_owned())
    }
}

impl<'a> ValueRead<'a> for Uid<'a> {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        Self::try_from(Text::read(text, leniencies)?)
    }
}

from_str_owned!(Uid);

impl fmt::Display for Uid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for Uid<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<'a> TryFrom<Text<'a>> for Uid<'a> {
    type Error = ValueError;

    /// Takes any text but the empty one.
    fn try_from(text: Text<'a>) -> Result<Self, Self::Error> {
        if text.as_str().is_empty() { Err(ValueError::new(ValueErrorKind::Empty, 0)) } else { Ok(Self(text)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn uids() {
        for (section, text, expected) in [
            ("RFC 9253 §8.2 example", "01-2345-6789", Ok("01-2345-6789")),
            ("RFC 5545 §3.3.11 escapes", r"a\,b", Ok("a,b")),
            ("RFC 9253 §7 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let read = Uid::read_strict(text);
            let got = read.as_ref().map(Uid::as_str).map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(uid) = read {
                assert_eq!(uid.to_string(), text, "{section}: {text}");
            }
        }
    }

    proptest! {
        #[test]
        fn written_uids_read_strictly(uid in any::<Uid<'static>>()) {
            let written = uid.to_string();
            prop_assert_eq!(Uid::read_strict(&written), Ok(uid));
        }
    }
}
