//! The DURATION value type: a signed span of weeks, or of days and time.
//!
//! [RFC 5545 §3.3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6)
//!
//! ```abnf
//! dur-value  = (["+"] / "-") "P" (dur-date / dur-time / dur-week)
//! dur-date   = dur-day [dur-time]
//! dur-time   = "T" (dur-hour / dur-minute / dur-second)
//! dur-week   = 1*DIGIT "W"
//! dur-hour   = 1*DIGIT "H" [dur-minute]
//! dur-minute = 1*DIGIT "M" [dur-second]
//! dur-second = 1*DIGIT "S"
//! dur-day    = 1*DIGIT "D"
//! ```

use core::{fmt, ops};

use chrono::TimeDelta;
use nom::Parser;
use nom::character::complete::{one_of, satisfy};
use nom::combinator::opt;
use nom::sequence::preceded;

use super::grammar::{Failure, Parsed, digits, fail, whole};
use super::{Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A DURATION. Days and weeks are *nominal* (they follow the wall clock over a change of the offset from UTC), hours
/// and below are *exact*; so the two are kept apart, and there is no order between a day and 24 hours.
///
/// ```
/// use ical_model::value::Duration;
/// let d: Duration = "-P1DT2H".parse()?;
/// assert_eq!((d.nominal_days(), d.exact().num_hours()), (-1, -2));
/// assert_eq!(d.to_string(), "-P1DT2H");
/// assert_eq!("P7D".parse::<Duration>()?, "P1W".parse()?);
/// assert!("P1H".parse::<Duration>().is_err()); // time needs "T", §3.3.6
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Duration {
    /// Never `i32::MIN`, so that it has an opposite.
    days: i32,
    /// Whole seconds, not on the other side of zero than `days`.
    exact: TimeDelta,
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self { days: 0, exact: TimeDelta::zero() };

    /// A duration of nominal days and an exact rest.
    ///
    /// # Errors
    ///
    /// The two have different signs, the rest has parts of a second, or `days` is `i32::MIN`.
    pub fn new(days: i32, exact: TimeDelta) -> Result<Self, ValueError> {
        let kind = if exact.subsec_nanos() != 0 {
            ValueErrorKind::SubSecond
        } else if days == i32::MIN || exact < -TimeDelta::MAX {
            ValueErrorKind::DurationOutOfRange
        } else if i64::from(days.signum()) * exact.num_seconds().signum() < 0 {
            ValueErrorKind::DurationMixedSigns
        } else {
            return Ok(Self { days, exact });
        };
        Err(ValueError::new(kind, 0))
    }

    /// Nominal weeks.
    ///
    /// # Errors
    ///
    /// More weeks than their days can be counted.
    pub fn weeks(weeks: i32) -> Result<Self, ValueError> {
        let days = weeks.checked_mul(7).ok_or(ValueError::new(ValueErrorKind::DurationOutOfRange, 0))?;
        Self::days(days)
    }

    /// Nominal days.
    ///
    /// # Errors
    ///
    /// `days` is `i32::MIN`.
    pub fn days(days: i32) -> Result<Self, ValueError> {
        Self::new(days, TimeDelta::zero())
    }

    /// Days and weeks, as days. Negative in a negative duration.
    #[must_use]
    pub const fn nominal_days(&self) -> i32 {
        self.days
    }

    /// Hours, minutes and seconds, in whole seconds. Negative in a negative duration.
    #[must_use]
    pub const fn exact(&self) -> TimeDelta {
        self.exact
    }

    /// Is it less than no time?
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.days < 0 || self.exact < TimeDelta::zero()
    }

    /// Is it more than no time?
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.days > 0 || self.exact > TimeDelta::zero()
    }

    /// Is it no time at all?
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

impl<'a> ValueRead<'a> for Duration {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, leniencies| {
            if text.is_empty() {
                return Err(ValueError::new(ValueErrorKind::Empty, 0));
            }
            whole(text, ValueErrorKind::NotADuration, |text| dur_value(text, leniencies))
        })
    }
}

from_str!(Duration);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days.unsigned_abs();
        let seconds = self.exact.num_seconds().unsigned_abs();
        if self.is_negative() {
            f.write_str("-")?;
        }
        f.write_str("P")?;
        match (days, seconds) {
            (0, _) => {}
            (days, 0) if days % 7 == 0 => return write!(f, "{}W", days / 7),
            (days, _) => write!(f, "{days}D")?,
        }
        if seconds == 0 && days != 0 {
            return Ok(());
        }
        f.write_str("T")?;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours != 0 {
            write!(f, "{hours}H")?;
        }
        // The grammar has no hours with seconds but without minutes.
        if minutes != 0 || (hours != 0 && seconds != 0) {
            write!(f, "{minutes}M")?;
        }
        if seconds != 0 || (hours == 0 && minutes == 0) {
            write!(f, "{seconds}S")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Duration({self})")
    }
}

impl TryFrom<TimeDelta> for Duration {
    type Error = ValueError;

    /// An exact duration, of whole seconds.
    fn try_from(exact: TimeDelta) -> Result<Self, Self::Error> {
        Self::new(0, exact)
    }
}

impl ops::Neg for Duration {
    type Output = Self;

    fn neg(self) -> Self {
        Self { days: -self.days, exact: -self.exact }
    }
}

/// `dur-value = (["+"] / "-") "P" (dur-date / dur-time / dur-week)`, with weeks before days and time as well.
pub(crate) fn dur_value<'a>(text: &'a str, leniencies: &mut Leniencies) -> Parsed<'a, Duration> {
    let (text, sign) = opt(one_of("+-")).parse(text)?;
    let (text, _) = letter('P').parse(text)?;
    let (text, [weeks, days]) = amounts(['W', 'D'])(text)?;
    let (rest, time) = opt(preceded(letter('T'), dur_time)).parse(text)?;
    if weeks.is_none() && days.is_none() && time.is_none_or(|time| time.is_none()) {
        let kind = match (rest.is_empty(), time) {
            (true, None) => ValueErrorKind::Empty,
            (true, Some(_)) => ValueErrorKind::DurationTimeEmpty,
            (false, _) => ValueErrorKind::NotADuration,
        };
        return fail(rest, kind);
    }
    if time == Some(None) {
        leniencies.insert(Leniency::DurationEmptyTime);
    }
    if weeks.is_some() && (days.is_some() || time.is_some()) {
        leniencies.insert(Leniency::DurationWeeksMixed);
    }
    let (seconds, gap) = time.flatten().unwrap_or_default();
    if gap {
        leniencies.insert(Leniency::DurationGap);
    }
    match signed(sign == Some('-'), weeks.unwrap_or_default(), days.unwrap_or_default(), seconds) {
        Some(duration) => Ok((rest, duration)),
        None => fail(text, ValueErrorKind::DurationOutOfRange),
    }
}

/// `dur-time = "T" (dur-hour / dur-minute / dur-second)` after its "T": the seconds, and whether minutes are missing
/// between hours and seconds; nothing where none of them is there.
fn dur_time(text: &str) -> Parsed<'_, Option<(u64, bool)>> {
    let (rest, [hours, minutes, seconds]) = amounts(['H', 'M', 'S'])(text)?;
    if hours.is_none() && minutes.is_none() && seconds.is_none() {
        return Ok((rest, None));
    }
    let gap = hours.is_some() && minutes.is_none() && seconds.is_some();
    let total = hours
        .unwrap_or_default()
        .checked_mul(60)
        .and_then(|total| total.checked_add(minutes.unwrap_or_default())?.checked_mul(60))
        .and_then(|total| total.checked_add(seconds.unwrap_or_default()));
    match total {
        Some(total) => Ok((rest, Some((total, gap)))),
        None => fail(text, ValueErrorKind::DurationOutOfRange),
    }
}

/// `1*DIGIT` and a unit, for each of the units that is there. They come in this order or not at all.
fn amounts<const N: usize>(units: [char; N]) -> impl Fn(&str) -> Parsed<'_, [Option<u64>; N]> {
    move |mut text| {
        let mut amounts = [None; N];
        let mut slots = units.iter().zip(&mut amounts);
        while text.starts_with(|first: char| first.is_ascii_digit()) {
            let (rest, number) = digits(ValueErrorKind::DurationOutOfRange)(text)?;
            let Some((_, slot)) = slots.find(|(unit, _)| letter(**unit).parse(rest).is_ok()) else {
                return fail(text, ValueErrorKind::NotADuration);
            };
            *slot = Some(number);
            // A unit is one octet.
            text = rest.get(1..).unwrap_or_default();
        }
        Ok((text, amounts))
    }
}

/// A letter of the grammar, in any case.
fn letter<'a>(letter: char) -> impl Parser<&'a str, Output = char, Error = Failure<'a>> {
    satisfy(move |found| found.eq_ignore_ascii_case(&letter))
}

fn signed(negative: bool, weeks: u64, days: u64, seconds: u64) -> Option<Duration> {
    let days = weeks.checked_mul(7)?.checked_add(days)?;
    let days = i32::try_from(days).ok()?;
    let exact = TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?;
    let duration = Duration { days, exact };
    Some(if negative { -duration } else { duration })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations() {
        for (section, text, expected, written) in [
            ("§3.3.6 example", "P15DT5H0M20S", Ok((15, 18_020)), "P15DT5H0M20S"),
            ("§3.3.6 example", "P7W", Ok((49, 0)), "P7W"),
            ("§3.3.6 sign", "+P7W", Ok((49, 0)), "P7W"),
            ("§3.3.6 sign", "-P7W", Ok((-49, 0)), "-P7W"),
            ("§3.3.6 sign", "-PT15M", Ok((0, -900)), "-PT15M"),
            ("§3.3.6 dur-day", "P3D", Ok((3, 0)), "P3D"),
            ("§3.3.6 dur-day of a week", "P14D", Ok((14, 0)), "P2W"),
            ("§3.3.6 dur-date", "P7DT1S", Ok((7, 1)), "P7DT1S"),
            ("§3.3.6 dur-hour", "PT1H", Ok((0, 3600)), "PT1H"),
            ("§3.3.6 dur-minute", "PT1H30M", Ok((0, 5400)), "PT1H30M"),
            ("§3.3.6 dur-minute", "PT90M", Ok((0, 5400)), "PT1H30M"),
            ("§3.3.6 dur-minute", "PT1M1S", Ok((0, 61)), "PT1M1S"),
            ("§3.3.6 dur-second", "PT3600S", Ok((0, 3600)), "PT1H"),
            ("§3.3.6 zero", "PT0S", Ok((0, 0)), "PT0S"),
            ("§3.3.6 zero", "-P0D", Ok((0, 0)), "PT0S"),
            ("§3.3.6 zero in part", "P1DT0S", Ok((1, 0)), "P1D"),
            ("RFC 5234 §2.3 case", "p1dt2h", Ok((1, 7200)), "P1DT2H"),
            ("§3.3.6 nothing after P", "P", Err((ValueErrorKind::Empty, 1)), ""),
            ("§3.3.6 nothing", "", Err((ValueErrorKind::Empty, 0)), ""),
            ("§3.3.6 sign alone", "-", Err((ValueErrorKind::NotADuration, 1)), ""),
            (
                "§3.3.6 dur-time empty",
                "P1DT",
                Err((ValueErrorKind::Lenient(Leniency::DurationEmptyTime), 0)),
                "",
            ),
            ("§3.3.6 dur-time empty", "PT", Err((ValueErrorKind::DurationTimeEmpty, 2)), ""),
            ("§3.3.6 time without T", "P1H", Err((ValueErrorKind::NotADuration, 1)), ""),
            ("§3.3.6 weeks after T", "PT1W", Err((ValueErrorKind::NotADuration, 2)), ""),
            ("§3.3.6 no years", "P1Y", Err((ValueErrorKind::NotADuration, 1)), ""),
            ("§3.3.6 order", "PT1M1H", Err((ValueErrorKind::NotADuration, 4)), ""),
            ("§3.3.6 no unit", "P1", Err((ValueErrorKind::NotADuration, 1)), ""),
            ("§3.3.6 fraction", "PT1.5H", Err((ValueErrorKind::NotADuration, 2)), ""),
            ("§3.3.6 sign inside", "PT-5M", Err((ValueErrorKind::NotADuration, 2)), ""),
            ("§3.3.6 no P", "15M", Err((ValueErrorKind::NotADuration, 0)), ""),
            ("hostile", "P99999999999999999999D", Err((ValueErrorKind::DurationOutOfRange, 1)), ""),
            ("hostile", "P2147483648D", Err((ValueErrorKind::DurationOutOfRange, 12)), ""),
            ("hostile", "PT9223372036854775807S", Err((ValueErrorKind::DurationOutOfRange, 1)), ""),
        ] {
            let read = Duration::read_strict(text);
            let got = read
                .map(|d| (d.nominal_days(), d.exact().num_seconds()))
                .map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(duration) = read {
                assert_eq!(duration.to_string(), written, "{section}: {text}");
            }
        }
    }

    #[test]
    fn gaps_and_mixed_weeks_are_leniencies() {
        for (text, expected, leniency, written) in [
            ("PT1H30S", (0, 3630), Leniency::DurationGap, "PT1H0M30S"),
            ("P1W2D", (9, 0), Leniency::DurationWeeksMixed, "P9D"),
            ("P1DT", (1, 0), Leniency::DurationEmptyTime, "P1D"),
            ("P1WT1H", (7, 3600), Leniency::DurationWeeksMixed, "P7DT1H"),
            ("-P1W6DT15H", (-13, -54_000), Leniency::DurationWeeksMixed, "-P13DT15H"),
        ] {
            let mut leniencies = Leniencies::empty();
            let duration = Duration::read(text, &mut leniencies).unwrap();
            assert_eq!((duration.nominal_days(), duration.exact().num_seconds()), expected, "{text}");
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), [leniency], "{text}");
            assert_eq!(duration.to_string(), written, "{text}");
            let error = Duration::read_strict(text).unwrap_err();
            assert_eq!(error.kind(), ValueErrorKind::Lenient(leniency), "{text}");
        }
    }

    #[test]
    fn constructors_check() {
        assert_eq!(Duration::weeks(7).unwrap(), Duration::days(49).unwrap());
        for (days, exact, kind) in [
            (1, TimeDelta::seconds(-1), ValueErrorKind::DurationMixedSigns),
            (-1, TimeDelta::seconds(1), ValueErrorKind::DurationMixedSigns),
            (0, TimeDelta::milliseconds(1), ValueErrorKind::SubSecond),
            (i32::MIN, TimeDelta::zero(), ValueErrorKind::DurationOutOfRange),
        ] {
            assert_eq!(Duration::new(days, exact).unwrap_err().kind(), kind, "{days} {exact}");
        }
        assert!(Duration::weeks(i32::MAX).is_err());
    }

    #[test]
    fn signs() {
        let hour = Duration::try_from(TimeDelta::hours(1)).unwrap();
        assert!(hour.is_positive() && !hour.is_negative() && !hour.is_zero());
        assert!((-hour).is_negative() && !(-hour).is_positive());
        assert!(Duration::ZERO.is_zero() && !Duration::ZERO.is_negative() && !Duration::ZERO.is_positive());
        assert!((-Duration::days(1).unwrap()).is_negative());
    }

    #[test]
    fn reading_allocates_nothing() {
        let info = allocation_counter::measure(|| {
            assert!(Duration::read_strict("P15DT5H0M20S").is_ok());
        });
        assert_eq!(info.count_total, 0);
    }

    proptest! {
        #[test]
        fn written_durations_read_strictly(duration in any::<Duration>()) {
            prop_assert_eq!(Duration::read_strict(&duration.to_string()), Ok(duration));
        }

        #[test]
        fn no_text_panics(text in "[-+PpTWDHMS0-9 ]{0,30}|.{0,20}") {
            if let Ok(duration) = text.parse::<Duration>() {
                prop_assert_eq!(Duration::read_strict(&duration.to_string()), Ok(duration));
            }
        }
    }
}
