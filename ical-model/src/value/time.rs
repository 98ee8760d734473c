//! The TIME value type: a time of day.
//!
//! [RFC 5545 §3.3.12](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.12)
//!
//! ```abnf
//! time        = time-hour time-minute time-second [time-utc]
//! time-hour   = 2DIGIT        ;00-23
//! time-minute = 2DIGIT        ;00-59
//! time-second = 2DIGIT        ;00-60
//! time-utc    = "Z"
//! ```

use core::fmt;

use chrono::{NaiveTime, Timelike};

use super::{Leniencies, TimeForm, TzId, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A TIME: a time of day, floating, in UTC or in a time zone.
///
/// Second 60 is counted as 59 and written back as 60. The time zone is not in the text but in the TZID parameter,
/// see [`with_tzid`](Self::with_tzid).
///
/// ```
/// use ical_model::value::{Time, TimeForm};
/// let time: Time = "133000Z".parse()?;
/// assert_eq!(time.form(), &TimeForm::Utc);
/// assert_eq!(time.to_string(), "133000Z");
/// assert!("230000-0800".parse::<Time>().is_err()); // an offset is forbidden, §3.3.12
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Time {
    local: NaiveTime,
    leap_second: bool,
    form: TimeForm,
}

impl Time {
    /// A time of this form.
    ///
    /// A leap second as chrono holds it (second 59 with a second of nanoseconds) is second 60.
    ///
    /// # Errors
    ///
    /// The time has parts of a second.
    pub fn new(local: NaiveTime, form: TimeForm) -> Result<Self, ValueError> {
        let (local, leap_second) = whole_seconds(local)?;
        Ok(Self { local, leap_second, form })
    }

    /// The time of day, with 59 for second 60.
    #[must_use]
    pub const fn local(&self) -> NaiveTime {
        self.local
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

    /// The same time of day in the zone of a TZID parameter. A time in UTC stays as it is: TZID must not be
    /// applied to it, and its "Z" decides.
    #[must_use]
    pub fn with_tzid(self, tzid: TzId) -> Self {
        Self { form: self.form.with_tzid(tzid), ..self }
    }
}

impl<'a> ValueRead<'a> for Time {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| {
            if text.is_empty() {
                return Err(ValueError::new(ValueErrorKind::Empty, 0));
            }
            let (local, leap_second, utc) = clock(text.as_bytes())?;
            Ok(Self { local, leap_second, form: if utc { TimeForm::Utc } else { TimeForm::Floating } })
        })
    }
}

from_str!(Time);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_clock(f, self.local, self.leap_second, &self.form)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Time({self}")?;
        self.form.fmt_tzid(f)?;
        f.write_str(")")
    }
}

/// Reads `time`: the time of day with 59 for second 60, whether it was 60, and whether "Z" follows.
#[inline]
pub(crate) fn clock(text: &[u8]) -> Result<(NaiveTime, bool, bool), ValueError> {
    let (digits, utc) = match text {
        [digits @ .., b'Z' | b'z'] => (digits, true),
        digits => (digits, false),
    };
    let &[h1, h0, m1, m0, s1, s0] = digits else { return Err(not_a_time(text)) };
    let [h1, h0, m1, m0, s1, s0] = [h1, h0, m1, m0, s1, s0].map(|digit| digit.wrapping_sub(b'0'));
    if h1.max(h0).max(m1).max(m0).max(s1).max(s0) > 9 {
        return Err(not_a_time(text));
    }
    let [hour, minute, second] = [(h1, h0), (m1, m0), (s1, s0)].map(|(ten, one)| u32::from(ten * 10 + one));
    let leap_second = second == 60;
    match NaiveTime::from_hms_opt(hour, minute, second - u32::from(leap_second)) {
        Some(time) => Ok((time, leap_second, utc)),
        None => Err(ValueError::new(ValueErrorKind::NoSuchTime, 0)),
    }
}

/// Writes what [`clock`] reads.
pub(crate) fn write_clock(
    f: &mut fmt::Formatter<'_>,
    time: NaiveTime,
    leap_second: bool,
    form: &TimeForm,
) -> fmt::Result {
    let second = time.second() + u32::from(leap_second);
    let z = if matches!(form, TimeForm::Utc) { "Z" } else { "" };
    write!(f, "{:02}{:02}{second:02}{z}", time.hour(), time.minute())
}

/// The time without its nanoseconds, and whether they made it second 60.
pub(crate) fn whole_seconds(time: NaiveTime) -> Result<(NaiveTime, bool), ValueError> {
    let leap_second = match time.nanosecond() {
        0 => false,
        1_000_000_000 if time.second() == 59 => true,
        _ => return Err(ValueError::new(ValueErrorKind::SubSecond, 0)),
    };
    Ok((time.with_nanosecond(0).unwrap_or(time), leap_second))
}

#[cold]
fn not_a_time(text: &[u8]) -> ValueError {
    let offset_follows = text.get(6).is_some_and(|sign| matches!(sign, b'+' | b'-'))
        && text.iter().take(6).all(u8::is_ascii_digit);
    if offset_follows {
        ValueError::new(ValueErrorKind::NumericOffset, 6)
    } else {
        ValueError::new(ValueErrorKind::NotATime, 0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A section, a text, and what is read: seconds from midnight, whether it is second 60, and the form.
    type Row = (&'static str, &'static str, Result<(u32, bool, TimeForm), (ValueErrorKind, usize)>);

    /// Every form of a time, for DATE-TIME too.
    pub(in crate::value) const TIMES: &[Row] = &[
        ("§3.3.12 form 1", "230000", Ok((82_800, false, TimeForm::Floating))),
        ("§3.3.12 form 2", "070000Z", Ok((25_200, false, TimeForm::Utc))),
        ("§3.3.12 example", "083000", Ok((30_600, false, TimeForm::Floating))),
        ("§3.3.12 example", "133000Z", Ok((48_600, false, TimeForm::Utc))),
        ("§3.3.12 leap second", "235960Z", Ok((86_399, true, TimeForm::Utc))),
        ("§3.3.12 not 59", "235959Z", Ok((86_399, false, TimeForm::Utc))),
        ("§3.3.12 offset", "230000-0800", Err((ValueErrorKind::NumericOffset, 6))),
        ("§3.3.12 hour", "240000", Err((ValueErrorKind::NoSuchTime, 0))),
        ("§3.3.12 minute", "236000", Err((ValueErrorKind::NoSuchTime, 0))),
        ("§3.3.12 second", "235961", Err((ValueErrorKind::NoSuchTime, 0))),
        ("§3.3.12 no seconds", "2359", Err((ValueErrorKind::NotATime, 0))),
        ("§3.3.12 fraction", "235959.5", Err((ValueErrorKind::NotATime, 0))),
        ("§3.3.12 no digit", "23595x", Err((ValueErrorKind::NotATime, 0))),
        ("§3.3.12 two Z", "235959ZZ", Err((ValueErrorKind::NotATime, 0))),
        ("§3.3.12 nothing", "", Err((ValueErrorKind::Empty, 0))),
    ];

    #[test]
    fn times() {
        for (section, text, expected) in TIMES {
            let read = Time::read_strict(text);
            let got = read
                .as_ref()
                .map(|time| {
                    (time.local().num_seconds_from_midnight(), time.is_leap_second(), time.form().clone())
                })
                .map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, *expected, "{section}: {text}");
            if let Ok(time) = read {
                assert_eq!(time.to_string(), *text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn the_letter_is_read_in_any_case() {
        assert_eq!(Time::read_strict("070000z"), Time::read_strict("070000Z"));
    }

    #[test]
    fn the_zone_is_not_in_the_text() {
        let time: Time = "083000".parse().unwrap();
        let zoned = time.clone().with_tzid(TzId::from("America/New_York"));
        assert_ne!(time, zoned);
        assert_eq!(zoned.to_string(), "083000");
        assert_eq!(format!("{zoned:?}"), "Time(083000 America/New_York)");
    }

    #[test]
    fn parts_of_a_second_are_refused() {
        let time = NaiveTime::from_hms_milli_opt(1, 2, 3, 4).unwrap();
        assert_eq!(Time::new(time, TimeForm::Utc).unwrap_err().kind(), ValueErrorKind::SubSecond);
        let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1000).unwrap();
        assert_eq!(Time::new(leap, TimeForm::Utc).unwrap().to_string(), "235960Z");
    }

    proptest! {
        #[test]
        fn written_times_read_strictly(time in any::<Time>()) {
            let read = Time::read_strict(&time.to_string()).unwrap();
            let read = match time.form() {
                TimeForm::Zoned(tzid) => read.with_tzid(tzid.clone()),
                _ => read,
            };
            prop_assert_eq!(read, time);
        }

        #[test]
        fn no_text_panics(text in ".{0,12}") {
            let _ = text.parse::<Time>();
        }
    }
}
