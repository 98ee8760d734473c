//! The DATE-TIME value type: a day and a time of day.
//!
//! [RFC 5545 §3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5)
//!
//! ```abnf
//! date-time = date "T" time
//! ```

use core::fmt;

use chrono::{NaiveDate, NaiveDateTime, Utc};

use super::time::{clock, whole_seconds, write_clock};
use super::{Date, Leniencies, TzId, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A DATE-TIME: a day and a time of day, floating, in UTC or in a time zone.
///
/// There is no order among them: a floating time lies before or after one in UTC only once a zone is chosen.
/// Second 60 is counted as 59 and written back as 60 (§3.3.5).
///
/// ```
/// use ical_model::value::{DateTime, TimeForm, TzId};
/// let utc: DateTime = "19980119T070000Z".parse()?;
/// assert_eq!(utc.form(), &TimeForm::Utc);
/// assert_eq!(utc.to_string(), "19980119T070000Z");
///
/// // The time zone stands in the TZID parameter of the property.
/// let local: DateTime = "19980119T020000".parse()?;
/// assert_eq!(local.form(), &TimeForm::Floating);
/// let new_york = local.with_tzid(TzId::from("America/New_York"));
/// assert_eq!(new_york.tzid().map(TzId::as_str), Some("America/New_York"));
/// assert_eq!(new_york.to_string(), "19980119T020000");
///
/// assert!("19980119T230000-0800".parse::<DateTime>().is_err());
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct DateTime {
    local: NaiveDateTime,
    leap_second: bool,
    form: TimeForm,
}

impl DateTime {
    /// A date and time of this form.
    ///
    /// A leap second as chrono holds it (second 59 with a second of nanoseconds) is second 60.
    ///
    /// # Errors
    ///
    /// The year is not one of 0 to 9999, or the time has parts of a second.
    pub fn new(local: NaiveDateTime, form: TimeForm) -> Result<Self, ValueError> {
        let date = Date::try_from(local.date())?;
        let (time, leap_second) = whole_seconds(local.time())?;
        Ok(Self { local: date.naive().and_time(time), leap_second, form })
    }

    /// A floating date and time.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn floating(local: NaiveDateTime) -> Result<Self, ValueError> {
        Self::new(local, TimeForm::Floating)
    }

    /// A date and time in UTC.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn utc(utc: NaiveDateTime) -> Result<Self, ValueError> {
        Self::new(utc, TimeForm::Utc)
    }

    /// A local date and time of a time zone.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn zoned(local: NaiveDateTime, tzid: TzId) -> Result<Self, ValueError> {
        Self::new(local, TimeForm::Zoned(tzid))
    }

    /// The date and time as written, with 59 for second 60: on the clock of whoever looks, of UTC, or of the zone.
    #[must_use]
    pub const fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// The day as written.
    #[must_use]
    pub const fn date(&self) -> Date {
        // The constructors let no other year in.
        Date::from_checked(self.local.date())
    }

    /// Is it second 60?
    #[must_use]
    pub const fn is_leap_second(&self) -> bool {
        self.leap_second
    }

    /// Floating, in UTC or in a time zone.
    #[must_use]
    pub const fn form(&self) -> &TimeForm {
        &self.form
    }

    /// Is it in UTC?
    #[must_use]
    pub const fn is_utc(&self) -> bool {
        matches!(self.form, TimeForm::Utc)
    }

    /// The time zone, where there is one.
    #[must_use]
    pub const fn tzid(&self) -> Option<&TzId> {
        self.form.tzid()
    }

    /// The instant, when it is in UTC. The others need a time zone first.
    #[must_use]
    pub fn to_utc(&self) -> Option<chrono::DateTime<Utc>> {
        self.is_utc().then(|| self.local.and_utc())
    }

    /// The same date and time in the zone of a TZID parameter. A time in UTC stays as it is: TZID must not be
    /// applied to it (§3.2.19), and its "Z" decides.
    #[must_use]
    pub fn with_tzid(self, tzid: TzId) -> Self {
        Self { form: self.form.with_tzid(tzid), ..self }
    }
}

impl<'a> ValueRead<'a> for DateTime {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| read_date_time(text.as_bytes()))
    }
}

from_str!(DateTime, DateOrDateTime);

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T", self.date())?;
        write_clock(f, self.local.time(), self.leap_second, &self.form)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({self}")?;
        self.form.fmt_tzid(f)?;
        f.write_str(")")
    }
}

impl TryFrom<chrono::DateTime<Utc>> for DateTime {
    type Error = ValueError;

    /// As [`DateTime::utc`].
    fn try_from(instant: chrono::DateTime<Utc>) -> Result<Self, Self::Error> {
        Self::utc(instant.naive_utc())
    }
}

/// Which clock a time is read from: the three forms of §3.3.5.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum TimeForm {
    /// The clock of whoever looks at it.
    Floating,
    /// UTC, written with "Z".
    Utc,
    /// The clock of a time zone, named by a TZID parameter.
    Zoned(TzId),
}

impl TimeForm {
    /// The time zone, where there is one.
    #[must_use]
    pub const fn tzid(&self) -> Option<&TzId> {
        match self {
            Self::Zoned(tzid) => Some(tzid),
            Self::Floating | Self::Utc => None,
        }
    }

    pub(crate) fn with_tzid(self, tzid: TzId) -> Self {
        if self == Self::Utc { self } else { Self::Zoned(tzid) }
    }

    /// For `Debug` of the times: the zone after a space.
    pub(crate) fn fmt_tzid(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tzid() {
            Some(tzid) => write!(f, " {tzid}"),
            None => Ok(()),
        }
    }
}

/// A DATE or a DATE-TIME, for the properties and rule parts that take both. The "T" tells them apart.
///
/// ```
/// use ical_model::value::DateOrDateTime;
/// assert!(matches!("19970714".parse()?, DateOrDateTime::Date(_)));
/// assert!(matches!("19970714T133000".parse()?, DateOrDateTime::DateTime(_)));
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum DateOrDateTime {
    /// A day.
    Date(Date),
    /// A day and a time of day.
    DateTime(DateTime),
}

impl DateOrDateTime {
    /// The day as written.
    #[must_use]
    pub const fn date(&self) -> Date {
        match self {
            Self::Date(date) => *date,
            Self::DateTime(date_time) => date_time.date(),
        }
    }

    /// The date and time as written, the start of the day for a DATE.
    #[must_use]
    pub fn local(&self) -> NaiveDateTime {
        match self {
            Self::Date(date) => date.naive().and_time(chrono::NaiveTime::MIN),
            Self::DateTime(date_time) => date_time.local(),
        }
    }

    /// Is it a DATE?
    #[must_use]
    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date(_))
    }

    /// The time zone, where there is one.
    #[must_use]
    pub const fn tzid(&self) -> Option<&TzId> {
        match self {
            Self::Date(_) => None,
            Self::DateTime(date_time) => date_time.tzid(),
        }
    }

    /// The same in the zone of a TZID parameter, see [`DateTime::with_tzid`]. A DATE stays as it is: TZID must not
    /// be applied to it (§3.2.19).
    #[must_use]
    pub fn with_tzid(self, tzid: TzId) -> Self {
        match self {
            Self::Date(_) => self,
            Self::DateTime(date_time) => Self::DateTime(date_time.with_tzid(tzid)),
        }
    }
}

impl<'a> ValueRead<'a> for DateOrDateTime {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, leniencies| {
            // Shorter or longer texts without a "T" are rather a mistyped DATE.
            if text.len() > 8 && text.as_bytes().iter().any(|octet| octet.eq_ignore_ascii_case(&b'T')) {
                read_date_time(text.as_bytes()).map(Self::DateTime)
            } else {
                Date::read(text, leniencies).map(Self::Date)
            }
        })
    }
}

impl fmt::Display for DateOrDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::DateTime(date_time) => date_time.fmt(f),
        }
    }
}

impl From<Date> for DateOrDateTime {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for DateOrDateTime {
    fn from(date_time: DateTime) -> Self {
        Self::DateTime(date_time)
    }
}

impl From<DateOrDateTime> for NaiveDate {
    fn from(value: DateOrDateTime) -> Self {
        value.date().naive()
    }
}

#[inline]
fn read_date_time(text: &[u8]) -> Result<DateTime, ValueError> {
    let Some((&date, rest)) = text.split_first_chunk::<8>() else { return Err(not_a_date_time(text)) };
    let [b'T' | b't', time @ ..] = rest else { return Err(not_a_date_time(text)) };
    let date = Date::from_digits(date).map_err(|kind| ValueError::new(kind, 0))?;
    let (time, leap_second, utc) = clock(time).map_err(|error| error.moved_by(9))?;
    let form = if utc { TimeForm::Utc } else { TimeForm::Floating };
    Ok(DateTime { local: date.naive().and_time(time), leap_second, form })
}

#[cold]
fn not_a_date_time(text: &[u8]) -> ValueError {
    let kind = if text.is_empty() { ValueErrorKind::Empty } else { ValueErrorKind::NotADateTime };
    ValueError::new(kind, text.len().min(8))
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use proptest::prelude::*;

    use super::super::time::tests::TIMES;
    use super::*;

    #[test]
    fn date_times() {
        for (section, text, expected) in [
            ("§3.3.5 form 1", "19980118T230000", Ok(("1998-01-18 23:00:00", TimeForm::Floating))),
            ("§3.3.5 form 2", "19980119T070000Z", Ok(("1998-01-19 07:00:00", TimeForm::Utc))),
            ("§3.3.5 form 3", "19980119T020000", Ok(("1998-01-19 02:00:00", TimeForm::Floating))),
            ("§3.3.5 first of a fold", "20071104T013000", Ok(("2007-11-04 01:30:00", TimeForm::Floating))),
            ("§3.3.5 in a gap", "20070311T023000", Ok(("2007-03-11 02:30:00", TimeForm::Floating))),
            ("§3.3.5 example", "19970714T133000", Ok(("1997-07-14 13:30:00", TimeForm::Floating))),
            ("§3.3.5 example", "19970714T173000Z", Ok(("1997-07-14 17:30:00", TimeForm::Utc))),
            ("§3.3.5 no such date", "19980230T230000", Err((ValueErrorKind::NoSuchDate, 0))),
            ("§3.3.5 no T", "19980119 230000", Err((ValueErrorKind::NotADateTime, 8))),
            ("§3.3.5 no time", "19980119", Err((ValueErrorKind::NotADateTime, 8))),
            ("§3.3.5 no time after T", "19980119T", Err((ValueErrorKind::NotATime, 9))),
            ("§3.3.5 separators", "1998-01-19T23:00:00", Err((ValueErrorKind::NotADateTime, 8))),
            ("§3.3.5 nothing", "", Err((ValueErrorKind::Empty, 0))),
        ] {
            let read = DateTime::read_strict(text);
            let got = read
                .as_ref()
                .map(|value| (value.local().to_string(), value.form().clone()))
                .map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, expected.map(|(local, form)| (local.to_owned(), form)), "{section}: {text}");
            if let Ok(value) = read {
                assert_eq!(value.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn the_time_is_that_of_the_type_time() {
        for (section, time, expected) in TIMES.iter().filter(|(_, time, _)| !time.is_empty()) {
            let text = format!("19980119T{time}");
            let read = DateTime::read_strict(&text);
            let got = read
                .as_ref()
                .map(|value| {
                    (value.local().num_seconds_from_midnight(), value.is_leap_second(), value.form().clone())
                })
                .map_err(|error| (error.kind(), error.offset() - "19980119T".len()));
            assert_eq!(got, *expected, "{section}: {text}");
            if let Ok(value) = read {
                assert_eq!(value.to_string(), text, "{section}");
            }
        }
    }

    #[test]
    fn letters_are_read_in_any_case() {
        assert_eq!(DateTime::read_strict("19980119t070000z"), DateTime::read_strict("19980119T070000Z"));
    }

    #[test]
    fn a_zone_is_applied_to_local_times_alone() {
        let zone = TzId::from("America/New_York");
        let local: DateTime = "19980119T020000".parse().unwrap();
        assert_eq!(local.clone().with_tzid(zone.clone()).tzid(), Some(&zone));
        assert_ne!(local.clone().with_tzid(zone.clone()), local);
        let utc: DateTime = "19980119T020000Z".parse().unwrap();
        assert_eq!(utc.clone().with_tzid(zone.clone()), utc);
        let date: DateOrDateTime = "19980119".parse().unwrap();
        assert_eq!(date.clone().with_tzid(zone), date);
    }

    #[test]
    fn only_utc_is_an_instant() {
        let utc: DateTime = "19980119T070000Z".parse().unwrap();
        assert_eq!(utc.to_utc().map(|instant| instant.timestamp()), Some(885_193_200));
        assert_eq!("19980119T070000".parse::<DateTime>().unwrap().to_utc(), None);
    }

    #[test]
    fn constructors_check() {
        let day = NaiveDate::from_ymd_opt(1998, 1, 19).unwrap();
        assert!(DateTime::utc(day.and_hms_opt(7, 0, 0).unwrap()).is_ok());
        assert_eq!(
            DateTime::utc(day.and_hms_milli_opt(7, 0, 0, 1).unwrap()).unwrap_err().kind(),
            ValueErrorKind::SubSecond
        );
        assert_eq!(
            DateTime::floating(NaiveDateTime::MAX).unwrap_err().kind(),
            ValueErrorKind::YearOutOfRange
        );
    }

    #[test]
    fn dates_and_date_times_are_told_apart() {
        for (text, expected) in [
            ("19970714", Ok(true)),
            ("19970714T133000Z", Ok(false)),
            ("19970714T", Err(ValueErrorKind::NotATime)),
            ("1997071", Err(ValueErrorKind::NotADate)),
            ("199707140", Err(ValueErrorKind::NotADate)),
            ("T", Err(ValueErrorKind::NotADate)),
            ("", Err(ValueErrorKind::Empty)),
        ] {
            let read = DateOrDateTime::read_strict(text);
            let got = read.as_ref().map(DateOrDateTime::is_date).map_err(|error| error.kind());
            assert_eq!(got, expected, "{text}");
            if let Ok(value) = read {
                assert_eq!(value.to_string(), text);
            }
        }
    }

    #[test]
    fn reading_allocates_nothing() {
        let info = allocation_counter::measure(|| {
            assert!(DateTime::read_strict("19970714T133000Z").is_ok());
            assert!(DateOrDateTime::read_strict("19970714").is_ok());
        });
        assert_eq!(info.count_total, 0);
    }

    proptest! {
        #[test]
        fn written_date_times_read_strictly(value in any::<DateTime>()) {
            let read = DateTime::read_strict(&value.to_string()).unwrap();
            let read = match value.form() {
                TimeForm::Zoned(tzid) => read.with_tzid(tzid.clone()),
                _ => read,
            };
            prop_assert_eq!(read, value);
        }

        #[test]
        fn no_text_panics(text in "[0-9TZtz+: -]{0,20}|.{0,20}") {
            let _ = text.parse::<DateTime>();
            let _ = text.parse::<DateOrDateTime>();
        }
    }
}
