//! To and from the types of the crate `rrule` (feature `rrule`).
//!
//! Its rules hold what [RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10) has, less
//! exactly than [`Recur`]: an INTERVAL of 16 bits, a COUNT of 32, an UNTIL that is always an instant, none of RFC 7529.
//! What would be lost is an error here, never left out.
//!
//! ```
//! use ical_model::recurrence::rrule_crate::{ConversionError, rule_set};
//! use ical_model::value::{DateOrDateTime, DateTime, Recur};
//!
//! let recur: Recur = "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270331T000000".parse()?;
//! let start: DateTime = "20270129T090000".parse()?;
//! let start = DateOrDateTime::from(start.with_tzid("Europe/Berlin".into()));
//!
//! // A local UNTIL is an instant only beside the DTSTART in whose zone it is.
//! assert_eq!(rrule::RRule::try_from(&recur), Err(ConversionError::UntilLocal));
//! let set = rule_set(&recur, &start, rrule::Tz::UTC)?;
//! let dates: Vec<_> = set.into_iter().map(|date| date.to_rfc3339()).collect();
//! assert_eq!(dates, ["2027-01-29T09:00:00+01:00", "2027-02-26T09:00:00+01:00", "2027-03-26T09:00:00+01:00"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::num::{NonZeroU64, TryFromIntError};
use std::error::Error;

use chrono::{MappedLocalTime, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use rrule::{NWeekday, RRule, RRuleError, RRuleSet, Tz, Unvalidated, Validated};

use crate::value::{
    DateOrDateTime, DateTime, Frequency, Month, Recur, RecurPart, TimeForm, TzId, Weekday, WeekdayNumber,
};

/// A rule with its DTSTART as a set of the crate `rrule`, which leaves a DTSTART out that does not match the rule.
///
/// A DATE is the midnight it starts with. It and floating times are read in the zone `floating`; with
/// [`Tz::UTC`] the local times of the set are those of the rule. A local UNTIL is in the zone of the DTSTART, one
/// that is a DATE covers its day.
///
/// # Errors
///
/// The crate cannot hold the rule, does not know the zone, or refuses the rule.
pub fn rule_set(recur: &Recur, start: &DateOrDateTime, floating: Tz) -> Result<RRuleSet, ConversionError> {
    let (start, mapping) = date_time(start, floating)?;
    if mapping == Mapping::Gap {
        return Err(ConversionError::StartInGap);
    }
    let mut rule = parts(recur)?;
    if let Some(until) = recur.until() {
        let until = match until {
            DateOrDateTime::Date(date) => DateTime::floating(date.naive().and_time(LAST_SECOND))
                .map_err(|_| ConversionError::NoSuchTime)?
                .into(),
            until @ DateOrDateTime::DateTime(_) => until.clone(),
        };
        let (until, _) = date_time(&until, start.timezone())?;
        rule = rule.until(until.with_timezone(&Tz::UTC));
    }
    rule.build(start).map_err(ConversionError::Refused)
}

impl TryFrom<&Recur> for RRule<Unvalidated> {
    type Error = ConversionError;

    /// The same rule. [`rule_set`] takes an UNTIL of any form.
    fn try_from(recur: &Recur) -> Result<Self, Self::Error> {
        let rule = parts(recur)?;
        Ok(match recur.until() {
            None => rule,
            Some(DateOrDateTime::DateTime(until)) if until.is_utc() => {
                rule.until(until.local().and_utc().with_timezone(&Tz::UTC))
            }
            Some(_) => return Err(ConversionError::UntilLocal),
        })
    }
}

impl TryFrom<&RRule<Unvalidated>> for Recur {
    type Error = ConversionError;

    fn try_from(rule: &RRule<Unvalidated>) -> Result<Self, Self::Error> {
        let recur = recur(rule)?;
        if shown(rule)? == *rule { Ok(recur) } else { Err(ConversionError::Hidden) }
    }
}

impl TryFrom<&RRule<Validated>> for Recur {
    type Error = ConversionError;

    /// The rule with the parts that the crate took from the DTSTART when it validated. Negative values of
    /// BYMONTHDAY are not shown by a validated rule, so a rule with them is refused.
    fn try_from(rule: &RRule<Validated>) -> Result<Self, Self::Error> {
        let recur = recur(rule)?;
        // Validated once more a rule stays what it is, where nothing of it is hidden.
        let start =
            rule.get_until().copied().unwrap_or_else(|| chrono::DateTime::UNIX_EPOCH.with_timezone(&Tz::UTC));
        let again = shown(rule)?.validate(start).map_err(ConversionError::Refused)?;
        if again == *rule { Ok(recur) } else { Err(ConversionError::Hidden) }
    }
}

impl From<Frequency> for rrule::Frequency {
    fn from(frequency: Frequency) -> Self {
        match frequency {
            Frequency::Secondly => Self::Secondly,
            Frequency::Minutely => Self::Minutely,
            Frequency::Hourly => Self::Hourly,
            Frequency::Daily => Self::Daily,
            Frequency::Weekly => Self::Weekly,
            Frequency::Monthly => Self::Monthly,
            Frequency::Yearly => Self::Yearly,
        }
    }
}

impl From<rrule::Frequency> for Frequency {
    fn from(frequency: rrule::Frequency) -> Self {
        match frequency {
            rrule::Frequency::Secondly => Self::Secondly,
            rrule::Frequency::Minutely => Self::Minutely,
            rrule::Frequency::Hourly => Self::Hourly,
            rrule::Frequency::Daily => Self::Daily,
            rrule::Frequency::Weekly => Self::Weekly,
            rrule::Frequency::Monthly => Self::Monthly,
            rrule::Frequency::Yearly => Self::Yearly,
        }
    }
}

impl From<WeekdayNumber> for NWeekday {
    fn from(day: WeekdayNumber) -> Self {
        Self::new(day.ordinal.map(|ordinal| ordinal.get().into()), day.weekday.into())
    }
}

impl TryFrom<NWeekday> for WeekdayNumber {
    type Error = ConversionError;

    fn try_from(day: NWeekday) -> Result<Self, Self::Error> {
        match day {
            NWeekday::Every(weekday) => Ok(Weekday::from(weekday).into()),
            NWeekday::Nth(ordinal, weekday) => i8::try_from(ordinal)
                .ok()
                .and_then(|ordinal| Self::nth(ordinal, weekday.into()))
                .ok_or(ConversionError::OutOfRange(RecurPart::ByDay)),
        }
    }
}

/// What one of the two sides cannot say.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ConversionError {
    /// A number that does not fit in the part: INTERVAL beyond 16 bits and COUNT beyond 32 one way; INTERVAL=0, a
    /// month, a day or a position outside of its range the other way.
    OutOfRange(RecurPart),
    /// An UNTIL that is a DATE, floating or in a time zone: an instant only beside a DTSTART.
    UntilLocal,
    /// A rule part that the crate does not know: RSCALE or SKIP (RFC 7529).
    Part(RecurPart),
    /// A month that is a leap month (RFC 7529 §4.2).
    LeapMonth,
    /// A rule part that no specification knows; its name.
    OtherPart(Box<str>),
    /// A zone that the crate has no data of.
    UnknownTimeZone(TzId),
    /// A DTSTART that clocks skip: the crate has times of day only of moments that exist.
    StartInGap,
    /// A moment outside of the years 0000 to 9999, or in a gap of more than a day.
    NoSuchTime,
    /// A rule of the crate with a part that it shows to nobody: the negative values of BYMONTHDAY in a rule that
    /// was validated, or BYEASTER.
    Hidden,
    /// The crate refuses the rule.
    Refused(RRuleError),
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange(part) => {
                write!(f, "expected a number that both sides can hold in {part}, found another")
            }
            Self::UntilLocal => f.write_str("expected an UNTIL in UTC, found a DATE or a local time"),
            Self::Part(part) => write!(f, "expected the rule parts of RFC 5545, found {part}"),
            Self::LeapMonth => f.write_str("expected months of the Gregorian calendar, found a leap month"),
            Self::OtherPart(name) => write!(f, "expected the rule parts of RFC 5545, found {name}"),
            Self::UnknownTimeZone(name) => write!(f, "expected a time zone of the IANA data, found {name}"),
            Self::StartInGap => f.write_str("expected a DTSTART that clocks show, found one that they skip"),
            Self::NoSuchTime => {
                f.write_str("expected a time of the years 0000 to 9999, found one outside of them")
            }
            Self::Hidden => {
                f.write_str("expected a rule that shows all its parts, found one that hides some")
            }
            Self::Refused(error) => write!(f, "expected a rule that the crate rrule accepts: {error}"),
        }
    }
}

impl Error for ConversionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(error) => Some(error),
            _ => None,
        }
    }
}

/// Everything of a rule but its UNTIL.
fn parts(recur: &Recur) -> Result<RRule<Unvalidated>, ConversionError> {
    for part in [RecurPart::Rscale, RecurPart::Skip] {
        if recur.has(part) {
            return Err(ConversionError::Part(part));
        }
    }
    if let Some((name, _)) = recur.other_parts().next() {
        return Err(ConversionError::OtherPart(name.into()));
    }
    let mut months = Vec::with_capacity(recur.by_month().len());
    for month in recur.by_month() {
        if month.leap {
            return Err(ConversionError::LeapMonth);
        }
        months.push(month.number);
    }
    let mut rule = RRule::new(recur.frequency().into())
        .interval(fits(recur.interval().get(), RecurPart::Interval)?)
        .week_start(recur.week_start().into())
        .by_second(recur.by_second().to_vec())
        .by_minute(recur.by_minute().to_vec())
        .by_hour(recur.by_hour().to_vec())
        .by_weekday(recur.by_day().iter().map(|day| (*day).into()).collect())
        .by_month_day(recur.by_month_day().to_vec())
        .by_year_day(recur.by_year_day().to_vec())
        .by_week_no(recur.by_week_no().to_vec())
        .by_month(&by_month(&months)?)
        .by_set_pos(recur.by_set_pos().iter().map(|position| (*position).into()).collect());
    if let Some(count) = recur.count() {
        rule = rule.count(fits(count, RecurPart::Count)?);
    }
    Ok(rule)
}

/// What a rule of the crate shows of itself, as a rule of ours.
fn recur<S>(rule: &RRule<S>) -> Result<Recur, ConversionError> {
    let interval = NonZeroU64::new(rule.get_interval().into());
    let days = rule.get_by_weekday().iter().map(|day| WeekdayNumber::try_from(*day));
    let positions = rule.get_by_set_pos().iter().map(|position| fits(*position, RecurPart::BySetPos));
    let mut recur = Recur::new(rule.get_freq().into())
        .with_by_second(rule.get_by_second().iter().copied())
        .with_by_minute(rule.get_by_minute().iter().copied())
        .with_by_hour(rule.get_by_hour().iter().copied())
        .with_by_day(days.collect::<Result<Vec<_>, _>>()?)
        .with_by_month_day(rule.get_by_month_day().iter().copied())
        .with_by_year_day(rule.get_by_year_day().iter().copied())
        .with_by_week_no(rule.get_by_week_no().iter().copied())
        .with_by_month(rule.get_by_month().iter().copied().map(Month::from))
        .with_by_set_pos(positions.collect::<Result<Vec<_>, _>>()?);
    let interval = interval.ok_or(ConversionError::OutOfRange(RecurPart::Interval))?;
    if interval != NonZeroU64::MIN {
        recur = recur.with_interval(interval);
    }
    if rule.get_week_start() != chrono::Weekday::Mon {
        recur = recur.with_week_start(rule.get_week_start().into());
    }
    if let Some(count) = rule.get_count() {
        recur = recur.with_count(count.into());
    }
    if let Some(until) = rule.get_until() {
        // Seconds are all that an UNTIL can say; what lies after a whole one excludes nothing more.
        let (time, form) = match until.timezone() {
            Tz::Local(_) => (until.naive_local(), TimeForm::Floating),
            Tz::Tz(_) => (until.naive_utc(), TimeForm::Utc),
        };
        let whole = time.with_nanosecond(0).unwrap_or(time);
        recur = recur.with_until(DateTime::new(whole, form).map_err(|_| ConversionError::NoSuchTime)?);
    }
    Ok(recur)
}

/// A rule of the crate made anew of all that another shows.
fn shown<S>(rule: &RRule<S>) -> Result<RRule<Unvalidated>, ConversionError> {
    let mut shown = RRule::new(rule.get_freq())
        .interval(rule.get_interval())
        .week_start(rule.get_week_start())
        .by_second(rule.get_by_second().to_vec())
        .by_minute(rule.get_by_minute().to_vec())
        .by_hour(rule.get_by_hour().to_vec())
        .by_weekday(rule.get_by_weekday().to_vec())
        .by_month_day(rule.get_by_month_day().to_vec())
        .by_year_day(rule.get_by_year_day().to_vec())
        .by_week_no(rule.get_by_week_no().to_vec())
        .by_month(&by_month(rule.get_by_month())?)
        .by_set_pos(rule.get_by_set_pos().to_vec());
    if let Some(count) = rule.get_count() {
        shown = shown.count(count);
    }
    if let Some(until) = rule.get_until() {
        shown = shown.until(*until);
    }
    Ok(shown)
}

fn by_month(numbers: &[u8]) -> Result<Vec<chrono::Month>, ConversionError> {
    let months = numbers.iter().map(|number| chrono::Month::try_from(*number));
    months.collect::<Result<_, _>>().map_err(|_| ConversionError::OutOfRange(RecurPart::ByMonth))
}

fn fits<T: TryFrom<U, Error = TryFromIntError>, U>(number: U, part: RecurPart) -> Result<T, ConversionError> {
    T::try_from(number).map_err(|_| ConversionError::OutOfRange(part))
}

/// The moment of a local time, and how it was found.
fn date_time(
    value: &DateOrDateTime,
    floating: Tz,
) -> Result<(chrono::DateTime<Tz>, Mapping), ConversionError> {
    let zone = match value {
        DateOrDateTime::Date(_) => floating,
        DateOrDateTime::DateTime(time) => match time.form() {
            TimeForm::Floating => floating,
            TimeForm::Utc => Tz::UTC,
            TimeForm::Zoned(name) => name
                .as_str()
                .parse::<chrono_tz::Tz>()
                .map(Tz::from)
                .map_err(|_| ConversionError::UnknownTimeZone(name.clone()))?,
        },
    };
    let local = value.local();
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(time) | MappedLocalTime::Ambiguous(time, _) => Ok((time, Mapping::Shown)),
        MappedLocalTime::None => {
            let instant = before_gap(local, zone).ok_or(ConversionError::NoSuchTime)?;
            Ok((instant.with_timezone(&zone), Mapping::Gap))
        }
    }
}

/// What a time in a gap is read as: by the offset before it (§3.3.5).
fn before_gap(local: NaiveDateTime, zone: Tz) -> Option<chrono::DateTime<Utc>> {
    let day_before = local.checked_sub_signed(chrono::TimeDelta::days(1))?;
    let before = zone.from_local_datetime(&day_before).earliest()?;
    before.with_timezone(&Utc).checked_add_signed(chrono::TimeDelta::days(1))
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mapping {
    /// Clocks show the time.
    Shown,
    /// Clocks skip it.
    Gap,
}

const LAST_SECOND: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn recur(text: &str) -> Recur {
        text.parse().expect("a rule")
    }

    #[test]
    fn rules_go_over_and_come_back() {
        for text in [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;INTERVAL=65535",
            "FREQ=HOURLY;COUNT=4294967295",
            "FREQ=DAILY;UNTIL=20271231T235959Z",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=SU",
            "FREQ=MONTHLY;BYDAY=1MO,-1FR;BYSETPOS=-2,1",
            "FREQ=MONTHLY;BYMONTHDAY=1,-1",
            "FREQ=YEARLY;BYHOUR=0,23;BYMINUTE=0,59;BYSECOND=0,60;BYMONTH=1,12",
            "FREQ=YEARLY;BYWEEKNO=1,-53;BYDAY=TU,TH,SA,SU",
            "FREQ=YEARLY;BYYEARDAY=1,-366;BYDAY=53MO",
        ] {
            let rule = RRule::try_from(&recur(text)).expect(text);
            assert_eq!(Recur::try_from(&rule), Ok(recur(text)), "{text}");
        }
    }

    #[test]
    fn what_the_crate_cannot_hold() {
        use ConversionError::{LeapMonth, OtherPart, OutOfRange, Part, UntilLocal};
        for (text, expected) in [
            ("FREQ=DAILY;INTERVAL=65536", OutOfRange(RecurPart::Interval)),
            ("FREQ=DAILY;COUNT=4294967296", OutOfRange(RecurPart::Count)),
            ("FREQ=DAILY;UNTIL=20271231", UntilLocal),
            ("FREQ=DAILY;UNTIL=20271231T000000", UntilLocal),
            ("RSCALE=GREGORIAN;FREQ=YEARLY", Part(RecurPart::Rscale)),
            ("RSCALE=HEBREW;FREQ=YEARLY;SKIP=FORWARD", Part(RecurPart::Rscale)),
            ("FREQ=YEARLY;SKIP=FORWARD", Part(RecurPart::Skip)),
            ("FREQ=YEARLY;BYMONTH=5L", LeapMonth),
            ("FREQ=YEARLY;BYMONTH=13", OutOfRange(RecurPart::ByMonth)),
            ("FREQ=YEARLY;X-BYEASTER=0", OtherPart("X-BYEASTER".into())),
        ] {
            let error = RRule::try_from(&recur(text)).expect_err(text);
            assert_eq!(error, expected, "{text}");
            assert!(error.to_string().starts_with("expected "), "{text}");
        }
    }

    #[test]
    fn what_ours_cannot_hold() {
        let yearly = || RRule::new(rrule::Frequency::Yearly);
        let friday = |ordinal| NWeekday::Nth(ordinal, chrono::Weekday::Fri);
        let far = Tz::UTC.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).single().expect("a time");
        for (rule, expected) in [
            (yearly().interval(0), ConversionError::OutOfRange(RecurPart::Interval)),
            (yearly().by_weekday(vec![friday(0)]), ConversionError::OutOfRange(RecurPart::ByDay)),
            (yearly().by_weekday(vec![friday(128)]), ConversionError::OutOfRange(RecurPart::ByDay)),
            (yearly().by_set_pos(vec![32_768]), ConversionError::OutOfRange(RecurPart::BySetPos)),
            (yearly().until(far), ConversionError::NoSuchTime),
        ] {
            assert_eq!(Recur::try_from(&rule), Err(expected), "{rule:?}");
        }
    }

    #[test]
    fn validated_rules_have_the_parts_of_their_start() {
        let start = Tz::UTC.with_ymd_and_hms(2027, 1, 29, 9, 30, 15).single().expect("a time");
        for (text, expected) in [
            ("FREQ=WEEKLY", Ok("FREQ=WEEKLY;BYHOUR=9;BYMINUTE=30;BYSECOND=15;BYDAY=FR")),
            (
                "FREQ=MONTHLY;BYMONTHDAY=3;UNTIL=20280101T000000Z",
                Ok("FREQ=MONTHLY;BYMONTHDAY=3;UNTIL=20280101T000000Z;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
            ),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", Err(ConversionError::Hidden)),
            ("FREQ=MONTHLY;BYMONTHDAY=1,-1", Err(ConversionError::Hidden)),
        ] {
            let validated = RRule::try_from(&recur(text)).expect(text).validate(start).expect(text);
            assert_eq!(Recur::try_from(&validated), expected.map(recur), "{text}");
        }
    }

    #[test]
    fn sets_have_a_start_and_its_zone() {
        for (text, start, zone, expected) in [
            ("FREQ=DAILY;COUNT=2", "20270328T000000Z", None, Ok("2027-03-29T00:00:00+00:00")),
            ("FREQ=DAILY;COUNT=2", "20270327T093000", Some("Europe/Berlin"), Ok("2027-03-28T09:30:00+02:00")),
            ("FREQ=DAILY;COUNT=2", "20270327T093000", None, Ok("2027-03-28T09:30:00+00:00")),
            ("FREQ=DAILY;COUNT=2", "20270327", None, Ok("2027-03-28T00:00:00+00:00")),
            // A DATE covers its day, in the zone of the DTSTART.
            (
                "FREQ=HOURLY;UNTIL=20270327",
                "20270327T200000",
                Some("America/New_York"),
                Ok("2027-03-27T23:00:00-04:00"),
            ),
            ("FREQ=HOURLY;UNTIL=20270327T213000", "20270327T200000", None, Ok("2027-03-27T21:00:00+00:00")),
            ("FREQ=DAILY", "20270328T023000", Some("Europe/Berlin"), Err(ConversionError::StartInGap)),
            (
                "FREQ=DAILY",
                "20270328T023000",
                Some("Europe/Bielefeld"),
                Err(ConversionError::UnknownTimeZone("Europe/Bielefeld".into())),
            ),
            (
                "FREQ=DAILY;INTERVAL=70000",
                "20270328",
                None,
                Err(ConversionError::OutOfRange(RecurPart::Interval)),
            ),
        ] {
            let mut start: DateOrDateTime = start.parse().expect("a start");
            if let Some(zone) = zone {
                start = start.with_tzid(zone.into());
            }
            let last = rule_set(&recur(text), &start, Tz::UTC)
                .map(|set| set.into_iter().take(10).last().map(|date| date.to_rfc3339()).unwrap_or_default());
            assert_eq!(last.as_deref(), expected.as_ref().copied(), "{text} {start:?}");
        }
        let refused = rule_set(&recur("FREQ=YEARLY;BYSECOND=60"), &recur_start(), Tz::UTC);
        assert!(matches!(refused, Err(ConversionError::Refused(_))));
    }

    fn recur_start() -> DateOrDateTime {
        "20270101T000000Z".parse().expect("a start")
    }

    #[test]
    fn an_until_in_a_gap_is_read_by_the_offset_before_it() {
        let start: DateOrDateTime = "20270327T000000".parse().expect("a start");
        let set = rule_set(
            &recur("FREQ=DAILY;UNTIL=20270328T023000"),
            &start.with_tzid("Europe/Berlin".into()),
            Tz::UTC,
        );
        let until = set.expect("a set").get_rrule().first().and_then(|rule| rule.get_until().copied());
        assert_eq!(until.map(|until| until.to_rfc3339()).as_deref(), Some("2027-03-28T01:30:00+00:00"));
    }
}
