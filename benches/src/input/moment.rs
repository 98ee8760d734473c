//! A date with or without time, in one of the forms of RFC 5545 sections 3.3.4 and 3.3.5.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::numbers::Numbers;
use super::time_zone::TimeZone;

/// How the dates of one component are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// DATE.
    Date,
    /// DATE-TIME, form 1.
    Floating,
    /// DATE-TIME, form 2.
    Utc,
    /// DATE-TIME, form 3.
    Zoned(&'static TimeZone),
}

impl Form {
    /// A property of this form, as a whole line.
    pub(super) fn property(self, name: &str, at: NaiveDateTime) -> String {
        self.list(name, &[at])
    }

    /// A property with several values of this form.
    pub(super) fn list(self, name: &str, values: &[NaiveDateTime]) -> String {
        let parameters = match self {
            Self::Date => ";VALUE=DATE".to_owned(),
            Self::Floating | Self::Utc => String::new(),
            Self::Zoned(zone) => format!(";TZID={}", zone.tzid),
        };
        let values: Vec<String> = values.iter().map(|at| self.value(*at)).collect();
        format!("{name}{parameters}:{}", values.join(","))
    }

    /// A value of this form.
    pub(super) fn value(self, at: NaiveDateTime) -> String {
        match self {
            Self::Date => at.format("%Y%m%d").to_string(),
            Self::Floating | Self::Zoned(_) => at.format("%Y%m%dT%H%M%S").to_string(),
            Self::Utc => utc(at),
        }
    }
}

/// A DATE-TIME in UTC.
pub(super) fn utc(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// From 2020 to 2026, from 7 to 18 o'clock, where no zone of ours changes its offset.
pub(super) fn start(numbers: &mut Numbers) -> NaiveDateTime {
    let minutes = 7 * 60 + 15 * numbers.below(45);
    let days = numbers.below(7 * 365);
    FIRST_DAY.and_hms_opt(0, 0, 0).unwrap_or_default()
        + TimeDelta::days(days as i64)
        + TimeDelta::minutes(minutes as i64)
}

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day of the calendar");
