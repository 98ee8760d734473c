//! Dates and times as they are told.

use chrono::{DateTime, Utc};
use ical_model::value::DateOrDateTime;

/// The time zone of a value, "UTC" for UTC; `None` for dates and floating times.
pub(crate) fn tzid(value: &DateOrDateTime) -> Option<&str> {
    match value {
        DateOrDateTime::DateTime(time) if time.is_utc() => Some("UTC"),
        DateOrDateTime::DateTime(time) => time.tzid().map(|tzid| tzid.as_str()),
        DateOrDateTime::Date(_) => None,
    }
}

/// What is said of a "--tz" that names no zone.
pub(crate) fn unknown_zone(name: &str) -> String {
    format!("--tz {name}: expected a time zone of the IANA data or of Windows, found another name")
}

/// An instant as iCalendar writes it.
pub(crate) fn basic_utc(utc: DateTime<Utc>) -> String {
    utc.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Whether a value is in UTC.
pub(crate) fn is_utc(value: &DateOrDateTime) -> bool {
    tzid(value) == Some("UTC") && value.tzid().is_none()
}
