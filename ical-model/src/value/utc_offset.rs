//! The UTC-OFFSET value type: how far local time is from UTC.
//!
//! [RFC 5545 §3.3.14](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.14)
//!
//! ```abnf
//! time-numzone = ("+" / "-") time-hour time-minute [time-second]
//! ```

use core::fmt;

use chrono::FixedOffset;

use super::{Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A UTC-OFFSET: less than 24 hours, positive to the east of Greenwich.
///
/// ```
/// use ical_model::value::UtcOffset;
/// let new_york: UtcOffset = "-0500".parse()?;
/// assert_eq!(new_york.seconds(), -5 * 3600);
/// assert_eq!(new_york.to_string(), "-0500");
/// assert!("0500".parse::<UtcOffset>().is_err()); // the sign is not optional
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UtcOffset(i32);

impl UtcOffset {
    /// No offset, `+0000`.
    pub const ZERO: Self = Self(0);

    /// An offset of this many seconds, or `None` when it is 24 hours or more.
    #[must_use]
    pub const fn new(seconds: i32) -> Option<Self> {
        if seconds.unsigned_abs() < 24 * 3600 { Some(Self(seconds)) } else { None }
    }

    /// The offset in seconds.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.0
    }
}

impl<'a> ValueRead<'a> for UtcOffset {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, leniencies| {
            time_numzone(text.as_bytes(), leniencies).map_err(|kind| ValueError::new(kind, 0))
        })
    }
}

from_str!(UtcOffset);

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let seconds = self.0.unsigned_abs();
        write!(f, "{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            seconds => write!(f, "{seconds:02}"),
        }
    }
}

impl fmt::Debug for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UtcOffset({self})")
    }
}

impl From<FixedOffset> for UtcOffset {
    fn from(offset: FixedOffset) -> Self {
        // chrono's offsets have the same range.
        Self(offset.local_minus_utc())
    }
}

fn time_numzone(text: &[u8], leniencies: &mut Leniencies) -> Result<UtcOffset, ValueErrorKind> {
    let (negative, digits) = match text {
        [] => return Err(ValueErrorKind::Empty),
        [b'+', digits @ ..] => (false, digits),
        [b'-', digits @ ..] => (true, digits),
        [b'0'..=b'9', ..] => return Err(ValueErrorKind::MissingSign),
        _ => return Err(ValueErrorKind::NotAUtcOffset),
    };
    let (hour, minute, second) = match *digits {
        [h1, h0, m1, m0] => (pair(h1, h0)?, pair(m1, m0)?, 0),
        [h1, h0, m1, m0, s1, s0] => (pair(h1, h0)?, pair(m1, m0)?, pair(s1, s0)?),
        _ => return Err(ValueErrorKind::NotAUtcOffset),
    };
    if hour > 23 || minute > 59 {
        return Err(ValueErrorKind::UtcOffsetOutOfRange);
    }
    if second > 59 {
        return Err(ValueErrorKind::UtcOffsetSecond);
    }
    let seconds = (hour * 60 + minute) * 60 + second;
    if negative && seconds == 0 {
        leniencies.insert(Leniency::UtcOffsetNegativeZero);
    }
    Ok(UtcOffset(if negative { -seconds } else { seconds }))
}

fn pair(ten: u8, one: u8) -> Result<i32, ValueErrorKind> {
    if ten.is_ascii_digit() && one.is_ascii_digit() {
        Ok(i32::from(ten - b'0') * 10 + i32::from(one - b'0'))
    } else {
        Err(ValueErrorKind::NotAUtcOffset)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn offsets() {
        for (section, text, expected) in [
            ("§3.3.14 example", "-0500", Ok(-18_000)),
            ("§3.3.14 example", "+0100", Ok(3600)),
            ("§3.3.14 zero", "+0000", Ok(0)),
            ("§3.3.14 time-second", "+003402", Ok(2042)),
            ("§3.3.14 time-second", "-000001", Ok(-1)),
            ("§3.3.14 largest", "+235959", Ok(86_399)),
            ("§3.3.14 smallest", "-235959", Ok(-86_399)),
            ("§3.3.14 no sign", "0100", Err(ValueErrorKind::MissingSign)),
            ("§3.3.14 hour", "+2400", Err(ValueErrorKind::UtcOffsetOutOfRange)),
            ("§3.3.14 minute", "+0060", Err(ValueErrorKind::UtcOffsetOutOfRange)),
            ("§3.3.14 second", "+000060", Err(ValueErrorKind::UtcOffsetSecond)),
            ("§3.3.14 colon", "+01:00", Err(ValueErrorKind::NotAUtcOffset)),
            ("§3.3.14 hours alone", "+01", Err(ValueErrorKind::NotAUtcOffset)),
            ("§3.3.14 no digit", "+01O0", Err(ValueErrorKind::NotAUtcOffset)),
            ("§3.3.14 no offset", "Z", Err(ValueErrorKind::NotAUtcOffset)),
            ("§3.3.14 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let read = UtcOffset::read_strict(text);
            let got = read.map(UtcOffset::seconds).map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(offset) = read {
                assert_eq!(offset.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn seconds_of_zero_are_not_written() {
        assert_eq!("+010000".parse::<UtcOffset>().unwrap().to_string(), "+0100");
    }

    #[test]
    fn negative_zero_is_a_leniency() {
        for text in ["-0000", "-000000"] {
            let mut leniencies = Leniencies::empty();
            let offset = UtcOffset::read(text, &mut leniencies).unwrap();
            assert_eq!(offset, UtcOffset::ZERO, "{text}");
            assert_eq!(offset.to_string(), "+0000", "{text}");
            let expected = [Leniency::UtcOffsetNegativeZero];
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_is_too_much() {
        assert!(UtcOffset::new(86_399).is_some());
        assert!(UtcOffset::new(86_400).is_none());
        assert!(UtcOffset::new(i32::MIN).is_none());
        let east = FixedOffset::east_opt(86_399).unwrap();
        assert_eq!(UtcOffset::from(east), UtcOffset::new(86_399).unwrap());
    }

    proptest! {
        #[test]
        fn written_offsets_read_strictly(offset in any::<UtcOffset>()) {
            prop_assert_eq!(UtcOffset::read_strict(&offset.to_string()), Ok(offset));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9]{0,8}|.{0,10}") {
            let _ = text.parse::<UtcOffset>();
        }
    }
}
