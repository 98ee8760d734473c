//! The PERIOD value type: a span of time between two moments.
//!
//! [RFC 5545 §3.3.9](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.9)
//!
//! ```abnf
//! period          = period-explicit / period-start
//! period-explicit = date-time "/" date-time
//! period-start    = date-time "/" dur-value
//! ```

use core::fmt;

use nom::Parser;
use nom::bytes::complete::{tag, take_until};

use super::grammar::Failure;
use super::{
    DateTime, Duration, Leniencies, TzId, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed,
};

/// A PERIOD: a start, and an end or a duration.
///
/// Whether it ends after it starts is not asked on reading but by [`fault`](Self::fault): what such a period says is
/// clear, it only must not be said.
///
/// ```
/// use ical_model::value::{Period, PeriodEnd, PeriodFault};
/// let period: Period = "19970101T180000Z/PT5H30M".parse()?;
/// assert!(matches!(period.end(), PeriodEnd::Duration(duration) if duration.exact().num_minutes() == 330));
/// assert_eq!(period.to_string(), "19970101T180000Z/PT5H30M");
/// assert_eq!(period.fault(), None);
///
/// let period: Period = "19970102T070000Z/19970101T180000Z".parse()?;
/// assert_eq!(period.fault(), Some(PeriodFault::EndNotAfterStart));
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Period {
    start: DateTime,
    end: PeriodEnd,
}

impl Period {
    /// A period from `start` to `end`, which is a [`DateTime`] or a [`Duration`].
    ///
    /// # Errors
    ///
    /// Start and end are in two time zones; one TZID parameter has to hold for both.
    pub fn new(start: DateTime, end: impl Into<PeriodEnd>) -> Result<Self, ValueError> {
        let end = end.into();
        match &end {
            PeriodEnd::DateTime(end) if !start.is_utc() && !end.is_utc() && start.tzid() != end.tzid() => {
                Err(ValueError::new(ValueErrorKind::PeriodTwoZones, 0))
            }
            _ => Ok(Self { start, end }),
        }
    }

    /// When it starts.
    #[must_use]
    pub const fn start(&self) -> &DateTime {
        &self.start
    }

    /// When it ends, or how long it lasts.
    #[must_use]
    pub const fn end(&self) -> &PeriodEnd {
        &self.end
    }

    /// The time zone of its local times, where there is one.
    #[must_use]
    pub const fn tzid(&self) -> Option<&TzId> {
        match (self.start.tzid(), &self.end) {
            (Some(tzid), _) => Some(tzid),
            (None, PeriodEnd::DateTime(end)) => end.tzid(),
            (None, PeriodEnd::Duration(_)) => None,
        }
    }

    /// The same period with its local times in the zone of a TZID parameter, see [`DateTime::with_tzid`].
    #[must_use]
    pub fn with_tzid(self, tzid: TzId) -> Self {
        Self {
            start: self.start.with_tzid(tzid.clone()),
            end: match self.end {
                PeriodEnd::DateTime(end) => PeriodEnd::DateTime(end.with_tzid(tzid)),
                duration @ PeriodEnd::Duration(_) => duration,
            },
        }
    }

    /// The rule of §3.3.9 that it breaks, if any.
    ///
    /// Start and end in two forms (one in UTC, one local) cannot be compared without a time zone; nothing is said
    /// about them.
    #[must_use]
    pub fn fault(&self) -> Option<PeriodFault> {
        match &self.end {
            PeriodEnd::Duration(duration) => {
                (!duration.is_positive()).then_some(PeriodFault::DurationNotPositive)
            }
            PeriodEnd::DateTime(end) => {
                let moment = |time: &DateTime| (time.local(), time.is_leap_second());
                let comparable = self.start.form() == end.form();
                (comparable && moment(&self.start) >= moment(end)).then_some(PeriodFault::EndNotAfterStart)
            }
        }
    }
}

impl<'a> ValueRead<'a> for Period {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, leniencies| {
            if text.is_empty() {
                return Err(ValueError::new(ValueErrorKind::Empty, 0));
            }
            let (start, end) = solidus(text)?;
            let after = text.len() - end.len();
            Ok(Self {
                start: DateTime::read(start, leniencies)?,
                end: PeriodEnd::read(end, leniencies).map_err(|error| error.moved_by(after))?,
            })
        })
    }

    fn verify(&self, text: &str) -> Result<(), ValueError> {
        match self.fault() {
            None => Ok(()),
            Some(fault) => {
                let end = text.find('/').map_or(0, |solidus| solidus + 1);
                Err(ValueError::new(ValueErrorKind::Period(fault), end))
            }
        }
    }
}

from_str!(Period);

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({self}")?;
        if let Some(tzid) = self.tzid() {
            write!(f, " {tzid}")?;
        }
        f.write_str(")")
    }
}

/// How a [`Period`] says where it ends.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum PeriodEnd {
    /// The end itself.
    DateTime(DateTime),
    /// The time from the start to the end.
    Duration(Duration),
}

impl PeriodEnd {
    fn read(text: &str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            DateTime::read(text, leniencies).map(Self::DateTime)
        } else {
            Duration::read(text, leniencies).map(Self::Duration)
        }
    }
}

impl fmt::Display for PeriodEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateTime(end) => end.fmt(f),
            Self::Duration(duration) => duration.fmt(f),
        }
    }
}

impl From<DateTime> for PeriodEnd {
    fn from(end: DateTime) -> Self {
        Self::DateTime(end)
    }
}

impl From<Duration> for PeriodEnd {
    fn from(duration: Duration) -> Self {
        Self::Duration(duration)
    }
}

/// A rule that a [`Period`] breaks although it can be read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PeriodFault {
    /// The end is not after the start (§3.3.9).
    EndNotAfterStart,
    /// The duration is not positive (§3.3.9).
    DurationNotPositive,
}

impl PeriodFault {
    /// The row of `requirements.csv` that the period offends.
    #[must_use]
    pub const fn requirement(self) -> &'static str {
        match self {
            Self::EndNotAfterStart => "5545-3.3.9-01",
            Self::DurationNotPositive => "5545-3.3.9-02",
        }
    }
}

impl fmt::Display for PeriodFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EndNotAfterStart => "expected an end after the start, found one at it or before it",
            Self::DurationNotPositive => "expected a duration above zero, found none or a negative one",
        })
    }
}

/// `date-time "/" (date-time / dur-value)`, cut at the solidus.
fn solidus(text: &str) -> Result<(&str, &str), ValueError> {
    let mut production = (take_until::<_, _, Failure<'_>>("/"), tag("/"));
    match production.parse_complete(text) {
        Ok((end, (start, _))) => Ok((start, end)),
        Err(_) => Err(ValueError::new(ValueErrorKind::PeriodSolidusMissing, text.len())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Leniency;

    #[test]
    fn periods() {
        for (section, text, expected) in [
            ("§3.3.9 example", "19970101T180000Z/19970102T070000Z", Ok(false)),
            ("§3.3.9 example", "19970101T180000Z/PT5H30M", Ok(true)),
            ("§3.3.9 local", "19970101T180000/19970102T070000", Ok(false)),
            ("§3.3.9 weeks", "19970101T180000/P1W", Ok(true)),
            ("§3.3.5 leap second", "19970630T235959Z/19970630T235960Z", Ok(false)),
            ("§3.3.9 two forms", "19970101T180000Z/19970101T170000", Ok(false)),
            ("§3.3.9 no end", "19970101T180000Z", Err((ValueErrorKind::PeriodSolidusMissing, 16))),
            ("§3.3.9 empty end", "19970101T180000Z/", Err((ValueErrorKind::Empty, 17))),
            ("§3.3.9 empty start", "/PT1H", Err((ValueErrorKind::Empty, 0))),
            ("§3.3.9 dates", "19970101/19970102", Err((ValueErrorKind::NotADateTime, 8))),
            (
                "§3.3.9 no such end",
                "19970101T180000Z/19970230T070000Z",
                Err((ValueErrorKind::NoSuchDate, 17)),
            ),
            ("§3.3.9 no duration", "19970101T180000Z/X", Err((ValueErrorKind::NotADuration, 17))),
            (
                "§3.3.9 start before end",
                "19970102T070000Z/19970101T180000Z",
                Err((ValueErrorKind::Period(PeriodFault::EndNotAfterStart), 17)),
            ),
            (
                "§3.3.9 start before end",
                "19970101T180000Z/19970101T180000Z",
                Err((ValueErrorKind::Period(PeriodFault::EndNotAfterStart), 17)),
            ),
            (
                "§3.3.9 positive duration",
                "19970101T180000Z/-PT5H",
                Err((ValueErrorKind::Period(PeriodFault::DurationNotPositive), 17)),
            ),
            (
                "§3.3.9 positive duration",
                "19970101T180000Z/PT0S",
                Err((ValueErrorKind::Period(PeriodFault::DurationNotPositive), 17)),
            ),
        ] {
            let read = Period::read_strict(text);
            let got = read
                .as_ref()
                .map(|period| matches!(period.end(), PeriodEnd::Duration(_)))
                .map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(period) = read {
                assert_eq!(period.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn faults_are_read_all_the_same() {
        for text in ["19970102T070000Z/19970101T180000Z", "19970101T180000Z/PT0S"] {
            let mut leniencies = Leniencies::empty();
            let period = Period::read(text, &mut leniencies).unwrap();
            assert!(leniencies.is_empty());
            assert_eq!(period.to_string(), text);
            assert!(period.fault().is_some());
        }
    }

    #[test]
    fn leniencies_of_the_parts_are_reported() {
        let mut leniencies = Leniencies::empty();
        Period::read("19970101T180000Z/PT1H30S", &mut leniencies).unwrap();
        assert_eq!(leniencies.iter().collect::<Vec<_>>(), [Leniency::DurationGap]);
    }

    #[test]
    fn one_zone_holds_for_both() {
        let period: Period = "19970101T180000/19970102T070000".parse().unwrap();
        let zoned = period.clone().with_tzid(TzId::from("Europe/Vienna"));
        assert_eq!(zoned.tzid(), Some(&TzId::from("Europe/Vienna")));
        assert_ne!(zoned, period);
        let PeriodEnd::DateTime(end) = zoned.end() else { panic!("no end") };
        let elsewhere = "19970101T180000".parse::<DateTime>().unwrap().with_tzid(TzId::from("Asia/Tokyo"));
        let error = Period::new(elsewhere, end.clone()).unwrap_err();
        assert_eq!(error.kind(), ValueErrorKind::PeriodTwoZones);
        assert_eq!(Period::new(zoned.start().clone(), end.clone()), Ok(zoned));
    }

    proptest! {
        #[test]
        fn written_periods_read(period in any::<Period>()) {
            let read: Period = period.to_string().parse().unwrap();
            let read = match period.tzid() {
                Some(tzid) => read.with_tzid(tzid.clone()),
                None => read,
            };
            prop_assert_eq!(&read, &period);
            if read.fault().is_none() {
                prop_assert!(Period::read_strict(&period.to_string()).is_ok());
            }
        }

        #[test]
        fn no_text_panics(text in "[0-9TZPHD/ -]{0,40}|.{0,20}") {
            let _ = Period::read_strict(&text);
        }
    }
}
