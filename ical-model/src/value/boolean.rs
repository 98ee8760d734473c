//! The BOOLEAN value type.
//!
//! [RFC 5545 §3.3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.2)
//!
//! ```abnf
//! boolean = "TRUE" / "FALSE"
//! ```

use core::fmt;

use super::{Leniencies, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A BOOLEAN.
///
/// ```
/// use ical_model::value::Boolean;
/// assert_eq!("true".parse(), Ok(Boolean::from(true))); // in any case, §3.3.2
/// assert_eq!(Boolean::from(true).to_string(), "TRUE");
/// assert!("yes".parse::<Boolean>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Boolean(bool);

impl Boolean {
    /// Is it TRUE?
    #[must_use]
    pub const fn get(self) -> bool {
        self.0
    }
}

impl<'a> ValueRead<'a> for Boolean {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| {
            if text.eq_ignore_ascii_case("TRUE") {
                Ok(Self(true))
            } else if text.eq_ignore_ascii_case("FALSE") {
                Ok(Self(false))
            } else {
                let kind = if text.is_empty() { ValueErrorKind::Empty } else { ValueErrorKind::NotABoolean };
                Err(ValueError::new(kind, 0))
            }
        })
    }
}

from_str!(Boolean);

impl fmt::Display for Boolean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "TRUE" } else { "FALSE" })
    }
}

impl From<bool> for Boolean {
    fn from(boolean: bool) -> Self {
        Self(boolean)
    }
}

impl From<Boolean> for bool {
    fn from(boolean: Boolean) -> Self {
        boolean.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans() {
        for (section, text, expected) in [
            ("§3.3.2 example", "TRUE", Ok(true)),
            ("§3.3.2", "FALSE", Ok(false)),
            ("§3.3.2 case", "True", Ok(true)),
            ("§3.3.2 case", "fALSE", Ok(false)),
            ("§3.3.2 other words", "YES", Err(ValueErrorKind::NotABoolean)),
            ("§3.3.2 numbers", "1", Err(ValueErrorKind::NotABoolean)),
            ("§3.3.2 more", "TRUE.", Err(ValueErrorKind::NotABoolean)),
            ("§3.3.2 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let got = Boolean::read_strict(text).map(Boolean::get).map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(boolean) = expected {
                assert_eq!(
                    Boolean::from(boolean).to_string(),
                    text.to_ascii_uppercase(),
                    "{section}: {text}"
                );
            }
        }
    }
}
