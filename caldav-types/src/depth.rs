//! How far below a collection a request reaches.
//!
//! [RFC 4918 §10.2](https://www.rfc-editor.org/rfc/rfc4918#section-10.2)
//!
//! ```abnf
//! Depth = "Depth" ":" ("0" | "1" | "infinity")
//! ```

use std::fmt;
use std::str::FromStr;

use crate::header::cursor::Cursor;
use crate::header::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// How far below a collection a request reaches; the field `Depth`.
///
/// ```
/// use caldav_types::Depth;
/// assert_eq!("infinity".parse(), Ok(Depth::Infinity));
/// assert_eq!(Depth::One.to_string(), "1");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Depth {
    /// The resource alone.
    Zero,
    /// The resource and its members.
    One,
    /// The resource and all that is below it.
    Infinity,
}

impl Depth {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zero => "0",
            Self::One => "1",
            Self::Infinity => "infinity",
        }
    }
}

impl Header for Depth {
    const NAME: &'static str = "Depth";
}

impl FromStr for Depth {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cursor = Cursor::new(Self::NAME, text);
        let found = cursor.clone().take_rest();
        [Self::Zero, Self::One, Self::Infinity]
            .into_iter()
            .find(|depth| depth.as_str().eq_ignore_ascii_case(found))
            .ok_or_else(|| cursor.error("\"0\", \"1\" or \"infinity\""))
    }
}

impl fmt::Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serialize_as_text!(Depth);

#[cfg(test)]
mod tests {
    use super::Depth;

    #[test]
    fn forms() {
        for (section, text, expected) in [
            ("RFC 4918 10.2", "0", Some(Depth::Zero)),
            ("RFC 4918 10.2", "1", Some(Depth::One)),
            ("RFC 4918 10.2", "infinity", Some(Depth::Infinity)),
            ("RFC 4918 10.2: a literal of ABNF has no case", "Infinity", Some(Depth::Infinity)),
            ("no such depth", "2", None),
            ("RFC 2518 had it", "1,noroot", None),
            ("empty", "", None),
        ] {
            assert_eq!(text.parse::<Depth>().ok(), expected, "{section}: {text}");
            if let Some(depth) = expected {
                assert_eq!(depth.to_string().parse(), Ok(depth));
            }
        }
    }
}
