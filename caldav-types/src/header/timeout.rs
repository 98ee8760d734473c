//! How long a lock shall hold.
//!
//! [RFC 4918 §10.7](https://www.rfc-editor.org/rfc/rfc4918#section-10.7),
//! [§14.29](https://www.rfc-editor.org/rfc/rfc4918#section-14.29)
//!
//! ```abnf
//! TimeOut       = "Timeout" ":" 1#TimeType
//! TimeType      = ("Second-" DAVTimeOutVal | "Infinite")
//! DAVTimeOutVal = 1*DIGIT
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, is_token_character, write_list};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `Timeout`: how long a lock shall hold, the most wanted first.
///
/// ```
/// use caldav_types::header::{TimeType, Timeout};
/// let timeout: Timeout = "Infinite, Second-4100000000".parse()?;
/// assert_eq!(timeout.0, [TimeType::Infinite, TimeType::Seconds(4_100_000_000)]);
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Timeout(
    /// The times, one at least.
    pub Vec<TimeType>,
);

impl Header for Timeout {
    const NAME: &'static str = "Timeout";
    const IS_LIST: bool = true;
}

impl FromStr for Timeout {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Cursor::new(Self::NAME, text).list_of_some(EXPECTED, TimeType::take_from).map(Self)
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

/// How long a lock holds; also the content of DAV:timeout.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TimeType {
    /// Until it is given up.
    Infinite,
    /// So many seconds.
    Seconds(u32),
    /// A token that is none of the above.
    Other(String),
}

impl TimeType {
    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let before = cursor.clone();
        if cursor.take_literal("Second-") {
            let digits = cursor.take_while(|character| character.is_ascii_digit());
            let ends = !cursor.rest().starts_with(is_token_character);
            return match digits.parse() {
                Ok(seconds) if ends => Ok(Self::Seconds(seconds)),
                _ => Err(before.error(EXPECTED)),
            };
        }
        let token = cursor.token(EXPECTED)?;
        Ok(if token.eq_ignore_ascii_case("Infinite") { Self::Infinite } else { Self::Other(token.into()) })
    }
}

impl FromStr for TimeType {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Timeout::NAME, text);
        let time = Self::take_from(&mut cursor)?;
        cursor.end().map(|()| time)
    }
}

impl fmt::Display for TimeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Infinite => f.write_str("Infinite"),
            Self::Seconds(seconds) => write!(f, "Second-{seconds}"),
            Self::Other(token) => f.write_str(token),
        }
    }
}

serialize_as_text!(TimeType, Timeout);

const EXPECTED: &str = "\"Infinite\" or \"Second-\" and a number up to 4294967295";

#[cfg(test)]
mod tests {
    use super::Timeout;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Timeout>(&[
            ("RFC 4918 9.10.7", "Infinite, Second-4100000000", Some("Infinite, Second-4100000000")),
            ("RFC 4918 10.7", "Second-604800", Some("Second-604800")),
            ("RFC 4918 10.7: the greatest", "Second-4294967295", Some("Second-4294967295")),
            ("a literal has no case", "infinite", Some("Infinite")),
            ("RFC 2518 9.8", "Extend", Some("Extend")),
            ("RFC 4918 10.7: more than 2^32-1", "Second-4294967296", None),
            ("no number", "Second-", None),
            ("no number", "Second-1a", None),
            ("1#", "", None),
            ("two without comma", "Infinite Second-1", None),
        ]);
    }
}
