//! Ranges of time in requests.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9),
//! [§9.6.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.5)

use std::fmt;

use chrono::{Datelike, Timelike};

use crate::UtcDateTime;

/// A CALDAV:time-range: what a component or property has to overlap. One end may be open, not both.
///
/// ```
/// use caldav_types::TimeRange;
/// let range = TimeRange::new(Some("20060104T000000Z".parse()?), None)?;
/// assert_eq!(range.start().map(|start| start.to_string()).as_deref(), Some("20060104T000000Z"));
/// assert!(range.end().is_none());
/// assert!(TimeRange::new(None, None).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Ends", into = "Ends"))]
pub struct TimeRange(Ends);

impl TimeRange {
    /// From `start`, itself included, to `end`, itself not; an absent one is infinitely far.
    ///
    /// # Errors
    ///
    /// Both are absent, the end is not after the start, or a year does not have four digits. Fractions of a second are
    /// dropped.
    pub fn new(start: Option<UtcDateTime>, end: Option<UtcDateTime>) -> Result<Self, TimeRangeError> {
        match (start, end) {
            (None, None) => Err(TimeRangeError { kind: TimeRangeErrorKind::Unbounded }),
            (Some(start), Some(end)) => TimeSpan::new(start, end).map(Self::from),
            (start, end) => Ok(Self(Ends {
                start: start.map(whole_second).transpose()?,
                end: end.map(whole_second).transpose()?,
            })),
        }
    }

    /// Its first second.
    #[must_use]
    pub const fn start(&self) -> Option<UtcDateTime> {
        self.0.start
    }

    /// The second after its last.
    #[must_use]
    pub const fn end(&self) -> Option<UtcDateTime> {
        self.0.end
    }
}

impl From<TimeSpan> for TimeRange {
    fn from(span: TimeSpan) -> Self {
        Self(span.into())
    }
}

/// A range of time with both ends, as those that shape calendar data are.
///
/// ```
/// use caldav_types::TimeSpan;
/// let span = TimeSpan::new("20060104T000000Z".parse()?, "20060105T000000Z".parse()?)?;
/// assert_eq!((span.end().0 - span.start().0).num_hours(), 24);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Ends", into = "Ends"))]
pub struct TimeSpan {
    start: UtcDateTime,
    end: UtcDateTime,
}

impl TimeSpan {
    /// From `start`, itself included, to `end`, itself not.
    ///
    /// # Errors
    ///
    /// The end is not after the start, or a year does not have four digits. Fractions of a second are dropped.
    pub fn new(start: UtcDateTime, end: UtcDateTime) -> Result<Self, TimeRangeError> {
        let (start, end) = (whole_second(start)?, whole_second(end)?);
        if end > start {
            Ok(Self { start, end })
        } else {
            Err(TimeRangeError { kind: TimeRangeErrorKind::EndNotAfterStart })
        }
    }

    /// Its first second.
    #[must_use]
    pub const fn start(&self) -> UtcDateTime {
        self.start
    }

    /// The second after its last.
    #[must_use]
    pub const fn end(&self) -> UtcDateTime {
        self.end
    }
}

/// What an attribute can hold: the second that an instant is in. A leap second is the second before it, for arithmetic
/// ([RFC 5545 §3.3.12](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.12)).
fn whole_second(UtcDateTime(instant): UtcDateTime) -> Result<UtcDateTime, TimeRangeError> {
    instant
        .with_nanosecond(0)
        .filter(|instant| (0..=9999).contains(&instant.year()))
        .map(UtcDateTime)
        .ok_or(TimeRangeError { kind: TimeRangeErrorKind::Year })
}

/// Why two ends make no range.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimeRangeError {
    kind: TimeRangeErrorKind,
}

impl TimeRangeError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> TimeRangeErrorKind {
        self.kind
    }
}

impl fmt::Display for TimeRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TimeRangeErrorKind::Unbounded => "expected a start or an end, found neither",
            TimeRangeErrorKind::EndNotAfterStart => "expected an end after the start, found another",
            TimeRangeErrorKind::Year => "expected a year of four digits, found another",
        })
    }
}

impl std::error::Error for TimeRangeError {}

/// The kinds of [`TimeRangeError`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TimeRangeErrorKind {
    /// An end that is needed is absent.
    Unbounded,
    /// The end is the start or before it.
    EndNotAfterStart,
    /// The year of an end does not have four digits.
    Year,
}

/// Two ends, as they are serialized.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
struct Ends {
    start: Option<UtcDateTime>,
    end: Option<UtcDateTime>,
}

impl From<TimeSpan> for Ends {
    fn from(TimeSpan { start, end }: TimeSpan) -> Self {
        Self { start: Some(start), end: Some(end) }
    }
}

#[cfg(feature = "serde")]
impl From<TimeRange> for Ends {
    fn from(TimeRange(ends): TimeRange) -> Self {
        ends
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Ends> for TimeRange {
    type Error = TimeRangeError;

    fn try_from(Ends { start, end }: Ends) -> Result<Self, Self::Error> {
        Self::new(start, end)
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Ends> for TimeSpan {
    type Error = TimeRangeError;

    fn try_from(ends: Ends) -> Result<Self, Self::Error> {
        let Ends { start: Some(start), end: Some(end) } = ends else {
            return Err(TimeRangeError { kind: TimeRangeErrorKind::Unbounded });
        };
        Self::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{TimeRange, TimeRangeErrorKind, TimeSpan};
    use crate::UtcDateTime;

    const EARLY: &str = "20060104T000000Z";
    const LATE: &str = "20060104T000001Z";

    #[test]
    fn ends() {
        for (start, end, expected) in [
            (Some(EARLY), Some(LATE), Ok(())),
            (Some(EARLY), None, Ok(())),
            (None, Some(LATE), Ok(())),
            (None, None, Err(TimeRangeErrorKind::Unbounded)),
            (Some(EARLY), Some(EARLY), Err(TimeRangeErrorKind::EndNotAfterStart)),
            (Some(LATE), Some(EARLY), Err(TimeRangeErrorKind::EndNotAfterStart)),
        ] {
            let (from, to) = (start.map(|t| t.parse().unwrap()), end.map(|t| t.parse().unwrap()));
            let range = TimeRange::new(from, to);
            assert_eq!(range.as_ref().map(|_| ()).map_err(|e| e.kind()), expected, "{start:?} {end:?}");
            if let Ok(range) = range {
                assert_eq!((range.start(), range.end()), (from, to));
            }
            if let (Some(from), Some(to)) = (from, to) {
                let span = TimeSpan::new(from, to);
                assert_eq!(span.as_ref().map(|_| ()).map_err(|e| e.kind()), expected);
                assert_eq!(span.map(TimeRange::from), TimeRange::new(Some(from), Some(to)));
            }
        }
    }

    #[test]
    fn ends_are_whole_seconds_of_years_that_can_be_written() {
        let at = |seconds, nanos| UtcDateTime(DateTime::<Utc>::from_timestamp(seconds, nanos).unwrap());
        for (start, end, expected) in [
            (at(0, 999_999_999), at(1, 1), Ok(("19700101T000000Z", "19700101T000001Z"))),
            (at(0, 0), at(0, 999_999_999), Err(TimeRangeErrorKind::EndNotAfterStart)),
            // Second 60 of the last day of 2008.
            (at(0, 0), at(1_230_767_999, 1_000_000_000), Ok(("19700101T000000Z", "20081231T235959Z"))),
            (at(0, 0), at(253_402_300_799, 0), Ok(("19700101T000000Z", "99991231T235959Z"))),
            (at(0, 0), at(253_402_300_800, 0), Err(TimeRangeErrorKind::Year)),
            (at(-62_167_219_201, 0), at(0, 0), Err(TimeRangeErrorKind::Year)),
        ] {
            let span = TimeSpan::new(start, end);
            let texts = span.as_ref().map(|span| (span.start().to_string(), span.end().to_string()));
            let expected = expected.map(|(start, end)| (start.to_owned(), end.to_owned()));
            assert_eq!(texts.map_err(|error| error.kind()), expected, "{start} {end}");
            assert_eq!(TimeRange::new(Some(start), Some(end)), span.map(TimeRange::from));
        }
        let far = TimeRange::new(None, Some(at(253_402_300_800, 0)));
        assert_eq!(far.unwrap_err().kind(), TimeRangeErrorKind::Year);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serialized_and_back() {
        let span = TimeSpan::new(EARLY.parse().unwrap(), LATE.parse().unwrap()).unwrap();
        let json = serde_json::to_string(&span).unwrap();
        assert_eq!(json, format!("{{\"start\":\"{EARLY}\",\"end\":\"{LATE}\"}}"));
        assert_eq!(serde_json::from_str::<TimeSpan>(&json).unwrap(), span);
        assert_eq!(serde_json::from_str::<TimeRange>(&json).unwrap(), TimeRange::from(span));
        for json in [
            "{}".to_owned(),
            format!("{{\"start\":\"{LATE}\",\"end\":\"{EARLY}\"}}"),
            "{\"start\":\"x\"}".into(),
        ] {
            assert!(serde_json::from_str::<TimeRange>(&json).is_err(), "{json}");
            assert!(serde_json::from_str::<TimeSpan>(&json).is_err(), "{json}");
        }
    }
}
