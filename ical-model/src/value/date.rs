//! The DATE value type: a day of the calendar.
//!
//! [RFC 5545 §3.3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.4)
//!
//! ```abnf
//! date-value    = date-fullyear date-month date-mday
//! date-fullyear = 4DIGIT
//! date-month    = 2DIGIT        ;01-12
//! date-mday     = 2DIGIT        ;01-28, 01-29, 01-30, 01-31 based on month/year
//! ```

use core::fmt;

use chrono::{Datelike, NaiveDate};

use super::{Leniencies, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A DATE: a day of the Gregorian calendar in the years 0000 to 9999.
///
/// ```
/// use ical_model::value::Date;
/// let date: Date = "19970714".parse()?;
/// assert_eq!(Some(date), Date::new(1997, 7, 14));
/// assert_eq!(date.to_string(), "19970714");
/// assert!("19970229".parse::<Date>().is_err());
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(NaiveDate);

impl Date {
    /// The day, or `None` when there is no such day or its year is not one of 0 to 9999.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::try_from(NaiveDate::from_ymd_opt(year, month, day)?).ok()
    }

    /// The day as chrono counts it.
    #[must_use]
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// A day whose year is known to be one of 0 to 9999.
    pub(crate) const fn from_checked(date: NaiveDate) -> Self {
        Self(date)
    }

    /// Reads exactly eight digits.
    #[inline]
    pub(crate) fn from_digits(digits: [u8; 8]) -> Result<Self, ValueErrorKind> {
        let number = eight_digits(digits).ok_or(ValueErrorKind::NotADate)?;
        // The year has four digits, so it fits both types.
        NaiveDate::from_ymd_opt((number / 10_000) as i32, number / 100 % 100, number % 100)
            .map(Self)
            .ok_or(ValueErrorKind::NoSuchDate)
    }
}

impl<'a> ValueRead<'a> for Date {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| match text.as_bytes().try_into() {
            Ok(digits) => Self::from_digits(digits).map_err(|kind| ValueError::new(kind, 0)),
            Err(_) if text.is_empty() => Err(ValueError::new(ValueErrorKind::Empty, 0)),
            Err(_) => Err(ValueError::new(ValueErrorKind::NotADate, 0)),
        })
    }
}

from_str!(Date);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = ValueError;

    /// Takes the years 0 to 9999.
    fn try_from(date: NaiveDate) -> Result<Self, Self::Error> {
        if (0..=9999).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(ValueError::new(ValueErrorKind::YearOutOfRange, 0))
        }
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

/// The number that eight ASCII digits are, looked at all at once.
#[inline]
const fn eight_digits(digits: [u8; 8]) -> Option<u32> {
    let word = u64::from_le_bytes(digits);
    let high = word & 0xF0F0_F0F0_F0F0_F0F0;
    // Adding 6 carries a low half above 9 into the high half, so both tests together hold for digits alone.
    let carried = word.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0;
    if high != 0x3030_3030_3030_3030 || carried != 0x3030_3030_3030_3030 {
        return None;
    }
    let ones = word & 0x0F0F_0F0F_0F0F_0F0F;
    let pairs = (ones.wrapping_mul(10).wrapping_add(ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let number = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    Some(number as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Leniency;

    #[test]
    fn dates() {
        for (section, text, expected) in [
            ("§3.3.4 example", "19970714", Ok((1997, 7, 14))),
            ("§3.3.4 first year of four digits", "00000101", Ok((0, 1, 1))),
            ("§3.3.4 last day of four digits", "99991231", Ok((9999, 12, 31))),
            ("§3.3.4 leap day", "20000229", Ok((2000, 2, 29))),
            ("§3.3.4 no leap year", "19000229", Err(ValueErrorKind::NoSuchDate)),
            ("§3.3.4 date-month", "19971314", Err(ValueErrorKind::NoSuchDate)),
            ("§3.3.4 date-month", "19970014", Err(ValueErrorKind::NoSuchDate)),
            ("§3.3.4 date-mday", "19970700", Err(ValueErrorKind::NoSuchDate)),
            ("§3.3.4 separators", "1997-07-14", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 no digit", "1997071:", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 no digit", "/9970714", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 digits of another script", "١٩٩٧", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 too short", "1997071", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 too long", "199707140", Err(ValueErrorKind::NotADate)),
            ("§3.3.4 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let read = Date::read_strict(text);
            let got = read
                .map(|date| (date.naive().year(), date.naive().month(), date.naive().day()))
                .map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(date) = read {
                assert_eq!(date.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn white_space_around_is_a_leniency() {
        let mut leniencies = Leniencies::empty();
        let date = Date::read(" 19970714\t", &mut leniencies).unwrap();
        assert_eq!(date.to_string(), "19970714");
        assert_eq!(leniencies.iter().collect::<Vec<_>>(), [Leniency::WhiteSpace]);
        assert_eq!(
            Date::read_strict(" 19970714").unwrap_err().kind(),
            ValueErrorKind::Lenient(Leniency::WhiteSpace)
        );
        assert_eq!(Date::read(" x", &mut leniencies).unwrap_err().offset(), 1);
    }

    #[test]
    fn years_of_more_digits_are_refused() {
        assert!(Date::new(10_000, 1, 1).is_none());
        assert!(Date::new(-1, 1, 1).is_none());
        assert!(Date::try_from(NaiveDate::MAX).is_err());
    }

    proptest! {
        #[test]
        fn eight_digits_are_what_the_library_says(digits in any::<[u8; 8]>()) {
            let expected = core::str::from_utf8(&digits)
                .ok()
                .filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()))
                .and_then(|text| text.parse().ok());
            prop_assert_eq!(eight_digits(digits), expected);
        }

        #[test]
        fn eight_digits_of_numbers(number in 0_u32..100_000_000) {
            let text = format!("{number:08}");
            prop_assert_eq!(eight_digits(text.as_bytes().try_into().unwrap()), Some(number));
        }

        #[test]
        fn written_dates_read_strictly(date in any::<Date>()) {
            prop_assert_eq!(Date::read_strict(&date.to_string()), Ok(date));
        }

        #[test]
        fn no_text_panics(text in ".{0,12}") {
            let _ = text.parse::<Date>();
        }
    }
}
