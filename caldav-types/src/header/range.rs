//! Parts of a body.
//!
//! [RFC 9110 §14.2](https://www.rfc-editor.org/rfc/rfc9110#section-14.2)
//!
//! ```abnf
//! Range        = ranges-specifier
//! ranges-specifier = range-unit "=" range-set
//! int-range    = first-pos "-" [ last-pos ]
//! suffix-range = "-" suffix-length
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `Range`: which parts of the body to send.
///
/// ```
/// use caldav_types::header::{ByteRange, Range};
/// let range: Range = "bytes=0-499, -500".parse()?;
/// assert_eq!(range, Range::Bytes(vec![ByteRange::FromTo(0, 499), ByteRange::Last(500)]));
/// assert_eq!(ByteRange::Last(500).of(2000), Some(1500..2000));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Range {
    /// Octets.
    Bytes(Vec<ByteRange>),
    /// In another unit, which a server ignores: the unit and what follows the `=`.
    Other(String, String),
}

/// Octets next to each other.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ByteRange {
    /// From the first of these to the last, both with it.
    FromTo(u64, u64),
    /// From this one on.
    From(u64),
    /// So many at the end.
    Last(u64),
}

impl ByteRange {
    /// The octets of a body of this length; `None` where there are none.
    #[must_use]
    pub fn of(self, length: u64) -> Option<std::ops::Range<u64>> {
        let range = match self {
            Self::FromTo(first, last) => first..last.saturating_add(1).min(length),
            Self::From(first) => first..length,
            Self::Last(count) => length.saturating_sub(count)..length,
        };
        if range.is_empty() { None } else { Some(range) }
    }

    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        const EXPECTED: &str = "a range such as \"0-499\" or \"-500\"";
        let before = cursor.clone();
        let first = cursor.take_while(|character| character.is_ascii_digit());
        cursor.expect('-', EXPECTED)?;
        let last = cursor.take_while(|character| character.is_ascii_digit());
        let range = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Self::FromTo(first, last),
            (Some(first), None) => Self::From(first),
            (None, Some(count)) => Self::Last(count),
            _ => return Err(before.error(EXPECTED)),
        };
        Ok(range)
    }
}

/// A number that does not fit is beyond every body.
fn number(digits: &str) -> Option<u64> {
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
}

impl Header for Range {
    const NAME: &'static str = "Range";
}

impl FromStr for Range {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let unit = cursor.token("a unit such as \"bytes\"")?;
        cursor.expect('=', "\"=\"")?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return Ok(Self::Other(unit.into(), cursor.take_rest().into()));
        }
        cursor.list_of_some("a range such as \"0-499\"", ByteRange::take_from).map(Self::Bytes)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(ranges) => {
                f.write_str("bytes=")?;
                write_list(ranges, f)
            }
            Self::Other(unit, ranges) => write!(f, "{unit}={ranges}"),
        }
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromTo(first, last) => write!(f, "{first}-{last}"),
            Self::From(first) => write!(f, "{first}-"),
            Self::Last(count) => write!(f, "-{count}"),
        }
    }
}

serialize_as_text!(Range);

#[cfg(test)]
mod tests {
    use super::{ByteRange, Range};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Range>(&[
            ("RFC 9110 14.1.2", "bytes=0-499", Some("bytes=0-499")),
            ("RFC 9110 14.1.2", "bytes= 0-999, 4500-5499, -1000", Some("bytes=0-999, 4500-5499, -1000")),
            ("RFC 9110 14.1.2", "Bytes=9500-", Some("bytes=9500-")),
            ("RFC 9110 14.2: another unit", "exampleunit=1.2-4.3", Some("exampleunit=1.2-4.3")),
            ("too great for a number", "bytes=99999999999999999999-", Some("bytes=18446744073709551615-")),
            ("RFC 9110 14.1.1: last before first", "bytes=5-2", None),
            ("neither", "bytes=-", None),
            ("no number", "bytes=a-b", None),
            ("none", "bytes=", None),
            ("no unit", "0-499", None),
        ]);
    }

    #[test]
    fn of_a_body() {
        for (range, length, expected) in [
            (ByteRange::FromTo(0, 499), 10_000, Some(0..500)),
            (ByteRange::FromTo(0, u64::MAX), 10, Some(0..10)),
            (ByteRange::FromTo(10, 20), 10, None),
            (ByteRange::From(9_500), 10_000, Some(9_500..10_000)),
            (ByteRange::From(10), 10, None),
            (ByteRange::Last(500), 10_000, Some(9_500..10_000)),
            (ByteRange::Last(500), 10, Some(0..10)),
            (ByteRange::Last(0), 10, None),
        ] {
            assert_eq!(range.of(length), expected, "{range} of {length}");
        }
    }
}
