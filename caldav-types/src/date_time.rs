//! Instants as documents write them.
//!
//! [RFC 3339 §5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6),
//! [RFC 5545 §3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5) form 2; the form of HTTP is
//! [`HttpDate`](crate::header::HttpDate).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};

use crate::header::HttpDate;
use crate::text_form::serialize_as_text;

/// An instant in the form of RFC 3339, as DAV:creationdate has it.
///
/// ```
/// use caldav_types::InternetDateTime;
/// let made: InternetDateTime = "1997-12-01T17:42:21-08:00".parse()?;
/// assert_eq!(made.to_string(), "1997-12-02T01:42:21Z");
/// # Ok::<(), caldav_types::DateTimeError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct InternetDateTime(
    /// The instant.
    pub DateTime<Utc>,
);

impl InternetDateTime {
    /// An instant in any form that servers mix up: those of RFC 3339, iCalendar, HTTP and mail.
    ///
    /// ```
    /// use caldav_types::InternetDateTime;
    /// let instant = InternetDateTime::of_any_form("Fri, 20 Nov 2026 19:40:30 +0000").unwrap();
    /// assert_eq!(instant.to_string(), "2026-11-20T19:40:30Z");
    /// assert_eq!(InternetDateTime::of_any_form("yesterday"), None);
    /// ```
    #[must_use]
    pub fn of_any_form(text: &str) -> Option<Self> {
        let icalendar = || text.parse().ok().map(|UtcDateTime(instant)| instant);
        let http = || text.parse().ok().map(|HttpDate(instant)| instant);
        let mail = || DateTime::parse_from_rfc2822(text).ok().map(|instant| instant.to_utc());
        text.parse().ok().or_else(|| icalendar().or_else(http).or_else(mail).map(Self))
    }
}

impl FromStr for InternetDateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = DateTimeError { expected: "a date and time such as \"1997-12-01T17:42:21-08:00\"" };
        DateTime::parse_from_rfc3339(text).map(|instant| Self(instant.to_utc())).map_err(|_| error)
    }
}

impl fmt::Display for InternetDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An instant in the form of iCalendar with UTC time, as CALDAV:min-date-time has it.
///
/// ```
/// use caldav_types::UtcDateTime;
/// let earliest: UtcDateTime = "19000101T000000Z".parse()?;
/// assert_eq!(earliest.to_string(), "19000101T000000Z");
/// assert!("19000101T000000".parse::<UtcDateTime>().is_err());
/// # Ok::<(), caldav_types::DateTimeError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UtcDateTime(
    /// The instant; what is below a second is not written.
    pub DateTime<Utc>,
);

impl FromStr for UtcDateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = DateTimeError { expected: "a date and time in UTC such as \"19000101T000000Z\"" };
        // Each part has a fixed number of digits, which chrono does not demand.
        let form = text.len() == 16
            && text.bytes().enumerate().all(|(place, octet)| match place {
                8 => octet == b'T',
                15 => octet == b'Z',
                _ => octet.is_ascii_digit(),
            });
        let instant = if form { NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok() } else { None };
        instant.map(|instant| Self(instant.and_utc())).ok_or(error)
    }
}

impl fmt::Display for UtcDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y%m%dT%H%M%SZ").fmt(f)
    }
}

serialize_as_text!(InternetDateTime, UtcDateTime);

/// Why a text is no [`InternetDateTime`] or no [`UtcDateTime`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DateTimeError {
    expected: &'static str,
}

impl DateTimeError {
    /// What the text should have been.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found another text", self.expected)
    }
}

impl std::error::Error for DateTimeError {}

#[cfg(test)]
mod tests {
    use super::{InternetDateTime, UtcDateTime};

    #[test]
    fn rfc_3339_forms() {
        for (section, text, written) in [
            ("RFC 4918 9.1.5", "1997-12-01T17:42:21-08:00", Some("1997-12-02T01:42:21Z")),
            ("RFC 3339 5.8", "1985-04-12T23:20:50.52Z", Some("1985-04-12T23:20:50.520Z")),
            ("RFC 3339 5.8: a leap second", "1990-12-31T23:59:60Z", Some("1990-12-31T23:59:60Z")),
            ("RFC 3339 5.6: letters have no case", "1985-04-12t23:20:50z", Some("1985-04-12T23:20:50Z")),
            ("no zone", "1985-04-12T23:20:50", None),
            ("no such day", "1985-02-30T23:20:50Z", None),
            ("iCalendar's form", "19850412T232050Z", None),
            ("empty", "", None),
        ] {
            let instant = text.parse::<InternetDateTime>().ok();
            assert_eq!(instant.map(|instant| instant.to_string()).as_deref(), written, "{section}: {text}");
        }
    }

    #[test]
    fn icalendar_forms() {
        for (section, text, expected) in [
            ("RFC 4791 5.2.6", "19000101T000000Z", true),
            ("RFC 4791 5.2.7", "20491231T235959Z", true),
            ("RFC 5545 3.3.12: a leap second", "20161231T235960Z", true),
            ("local time", "20491231T235959", false),
            ("no such day", "20490231T235959Z", false),
            ("a sign", "+0491231T235959Z", false),
            ("digits too few", "2049123T2359591Z", false),
            ("RFC 3339's form", "2049-12-31T23:59:59Z", false),
            ("other characters", "20491231T23595éZ", false),
            ("empty", "", false),
        ] {
            let instant = text.parse::<UtcDateTime>();
            assert_eq!(instant.is_ok(), expected, "{section}: {text}");
            if let Ok(instant) = instant {
                assert_eq!(instant.to_string(), text, "{section}");
            }
        }
        let error = "x".parse::<UtcDateTime>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a date and time in UTC such as \"19000101T000000Z\", found another text"
        );
    }
}
