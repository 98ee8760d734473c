//! Fields that hold a date.
//!
//! [RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)
//!
//! ```abnf
//! HTTP-date    = IMF-fixdate / obs-date
//! IMF-fixdate  = day-name "," SP date1 SP time-of-day SP GMT
//! rfc850-date  = day-name-l "," SP date2 SP time-of-day SP GMT
//! asctime-date = day-name SP date3 SP time-of-day SP year
//! ```

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

use super::cursor::Cursor;
use super::{Header, HeaderError};
use crate::EntityTag;
use crate::text_form::serialize_as_text;

/// An instant to the second, as HTTP writes it.
///
/// Years of two digits, which only an obsolete form has, are those from 1970 to 2069: this library has no clock to
/// count the fifty years of the specification from.
///
/// ```
/// use caldav_types::header::HttpDate;
/// let date: HttpDate = "Sunday, 06-Nov-94 08:49:37 GMT".parse()?;
/// assert_eq!(date.to_string(), "Sun, 06 Nov 1994 08:49:37 GMT");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HttpDate(
    /// The instant; what is below a second is not written.
    pub DateTime<Utc>,
);

impl HttpDate {
    fn read(field: &'static str, text: &str) -> Result<Self, HeaderError> {
        let mut cursor = Cursor::new(field, text);
        let before = cursor.clone();
        // The name of the day says nothing that the date does not.
        let name = cursor.take_while(|character| character.is_ascii_alphabetic());
        let comma = cursor.take(',');
        let rest = cursor.take_rest().trim_start_matches(' ');
        let formats: &[&str] = match (name.is_empty(), comma) {
            (true, _) => &[],
            (false, true) => &["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%d-%b-%Y %H:%M:%S GMT"],
            (false, false) => &["%b %e %H:%M:%S %Y"],
        };
        formats
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(rest, format).ok())
            .filter(|date| (0..=9999).contains(&date.year()))
            .map(|date| Self(date.and_utc()))
            .ok_or_else(|| before.error("a date such as \"Sun, 06 Nov 1994 08:49:37 GMT\""))
    }
}

impl FromStr for HttpDate {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read("HTTP-date", text)
    }
}

impl fmt::Display for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%a, %d %b %Y %H:%M:%S GMT").fmt(f)
    }
}

/// Makes a type of each field.
macro_rules! dates {
    ($($(#[$documentation:meta])+ $name:ident = $field:literal;)+) => {
        $(
            $(#[$documentation])+
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct $name(
                /// The instant.
                pub HttpDate,
            );

            impl Header for $name {
                const NAME: &'static str = $field;
            }

            impl FromStr for $name {
                type Err = HeaderError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    HttpDate::read(Self::NAME, text).map(Self)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            serialize_as_text!($name);
        )+
    };
}

dates! {
    /// The field `Date`: when the message was made
    /// ([RFC 9110 §6.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1)).
    Date = "Date";
    /// The field `Expires`: when a push subscription ends (WebDAV-Push).
    Expires = "Expires";
    /// The field `If-Modified-Since`
    /// ([RFC 9110 §13.1.3](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3)).
    IfModifiedSince = "If-Modified-Since";
    /// The field `If-Unmodified-Since`
    /// ([RFC 9110 §13.1.4](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.4)).
    IfUnmodifiedSince = "If-Unmodified-Since";
    /// The field `Last-Modified`: when the resource was changed
    /// ([RFC 9110 §8.8.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2)).
    LastModified = "Last-Modified";
}

/// The field `If-Range`: send the range only if the resource is still this one
/// ([RFC 9110 §13.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum IfRange {
    /// Of this version.
    EntityTag(EntityTag),
    /// Not changed since.
    Date(HttpDate),
}

impl Header for IfRange {
    const NAME: &'static str = "If-Range";
}

impl FromStr for IfRange {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // "A valid entity-tag can be distinguished from a valid HTTP-date by examining the first three characters
        // for a DQUOTE"; tags without quotes are read too.
        match HttpDate::read(Self::NAME, text) {
            Ok(date) => Ok(Self::Date(date)),
            Err(_) => {
                text.parse().map(Self::EntityTag).map_err(|error: HeaderError| error.of_field(Self::NAME))
            }
        }
    }
}

impl fmt::Display for IfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntityTag(tag) => tag.fmt(f),
            Self::Date(date) => date.fmt(f),
        }
    }
}

/// The field `Retry-After`: when to ask again
/// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
///
/// ```
/// use caldav_types::header::RetryAfter;
/// assert_eq!("120".parse(), Ok(RetryAfter::Seconds(120)));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RetryAfter {
    /// After so many seconds.
    Seconds(u64),
    /// After this instant.
    Date(HttpDate),
}

impl Header for RetryAfter {
    const NAME: &'static str = "Retry-After";
}

impl FromStr for RetryAfter {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim_matches([' ', '\t']);
        if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) {
            // A number that does not fit is longer than anyone waits.
            return Ok(Self::Seconds(digits.parse().unwrap_or(u64::MAX)));
        }
        HttpDate::read(Self::NAME, text).map(Self::Date)
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => seconds.fmt(f),
            Self::Date(date) => date.fmt(f),
        }
    }
}

serialize_as_text!(HttpDate, IfRange, RetryAfter);

#[cfg(test)]
mod tests {
    use super::{IfRange, LastModified, RetryAfter};
    use crate::header::tests::assert_forms;

    const WRITTEN: Option<&str> = Some("Sun, 06 Nov 1994 08:49:37 GMT");

    #[test]
    fn forms() {
        assert_forms::<LastModified>(&[
            ("RFC 9110 5.6.7: IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", WRITTEN),
            ("RFC 9110 5.6.7: rfc850-date", "Sunday, 06-Nov-94 08:49:37 GMT", WRITTEN),
            ("RFC 9110 5.6.7: asctime-date", "Sun Nov  6 08:49:37 1994", WRITTEN),
            ("four digits of the year", "Sun, 06-Nov-1994 08:49:37 GMT", WRITTEN),
            ("another name of the day", "Mon, 06 Nov 1994 08:49:37 GMT", WRITTEN),
            ("a leap second", "Sat, 31 Dec 2016 23:59:60 GMT", Some("Sat, 31 Dec 2016 23:59:60 GMT")),
            (
                "two digits of the year",
                "Friday, 20-Nov-26 08:49:37 GMT",
                Some("Fri, 20 Nov 2026 08:49:37 GMT"),
            ),
            ("no such day", "Sun, 31 Feb 2026 08:49:37 GMT", None),
            ("no zone", "Sun, 06 Nov 1994 08:49:37", None),
            ("another zone", "Sun, 06 Nov 1994 08:49:37 CET", None),
            ("ISO 8601", "1994-11-06T08:49:37Z", None),
            ("a year of five digits", "Sun, 06 Nov +19940 08:49:37 GMT", None),
            ("empty", "", None),
        ]);
        assert_forms::<IfRange>(&[
            ("RFC 9110 13.1.5", "\"xyzzy\"", Some("\"xyzzy\"")),
            ("RFC 9110 13.1.5", "Sun, 06 Nov 1994 08:49:37 GMT", WRITTEN),
            ("empty", "", None),
        ]);
        assert_forms::<RetryAfter>(&[
            ("RFC 9110 10.2.3", "120", Some("120")),
            ("RFC 9110 10.2.3", "Fri, 31 Dec 1999 23:59:59 GMT", Some("Fri, 31 Dec 1999 23:59:59 GMT")),
            ("very long", "99999999999999999999", Some("18446744073709551615")),
            ("less than nothing", "-1", None),
            ("empty", "", None),
        ]);
    }
}
