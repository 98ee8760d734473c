//! The INTEGER value type: a signed number of 32 bits.
//!
//! [RFC 5545 §3.3.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.8)
//!
//! ```abnf
//! integer = (["+"] / "-") 1*DIGIT
//! ```

use core::fmt;

use super::{Leniencies, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// An INTEGER, from -2147483648 to 2147483647.
///
/// ```
/// use ical_model::value::Integer;
/// let integer: Integer = "+1234567890".parse()?;
/// assert_eq!(integer, Integer::from(1_234_567_890));
/// assert_eq!(integer.to_string(), "1234567890");
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Integer(i32);

impl Integer {
    /// The number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl<'a> ValueRead<'a> for Integer {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| match integer(text.as_bytes()) {
            Ok(number) => Ok(Self(number)),
            Err(kind) => Err(ValueError::new(kind, 0)),
        })
    }
}

from_str!(Integer);

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i32> for Integer {
    fn from(number: i32) -> Self {
        Self(number)
    }
}

impl From<Integer> for i32 {
    fn from(integer: Integer) -> Self {
        integer.0
    }
}

#[inline]
fn integer(text: &[u8]) -> Result<i32, ValueErrorKind> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return Err(if text.is_empty() { ValueErrorKind::Empty } else { ValueErrorKind::NotAnInteger });
    }
    // Saturates far above 32 bits, so that leading zeros do no harm and long numbers stay too large.
    let mut number = 0_i64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return Err(ValueErrorKind::NotAnInteger);
        }
        number = number.saturating_mul(10).saturating_add(i64::from(digit));
    }
    let number = if negative { -number } else { number };
    i32::try_from(number).map_err(|_| ValueErrorKind::IntegerOutOfRange)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn integers() {
        for (section, text, expected) in [
            ("§3.3.8 example", "1234567890", Ok(1_234_567_890)),
            ("§3.3.8 example", "-1234567890", Ok(-1_234_567_890)),
            ("§3.3.8 example", "+1234567890", Ok(1_234_567_890)),
            ("§3.3.8 example", "432109876", Ok(432_109_876)),
            ("§3.3.8 lowest", "-2147483648", Ok(i32::MIN)),
            ("§3.3.8 highest", "2147483647", Ok(i32::MAX)),
            ("§3.3.8 leading zeros", "000000000000000000000000000007", Ok(7)),
            ("§3.3.8 zero", "-0", Ok(0)),
            ("§3.3.8 too low", "-2147483649", Err(ValueErrorKind::IntegerOutOfRange)),
            ("§3.3.8 too high", "2147483648", Err(ValueErrorKind::IntegerOutOfRange)),
            ("hostile", "99999999999999999999999999999999", Err(ValueErrorKind::IntegerOutOfRange)),
            ("§3.3.8 sign alone", "+", Err(ValueErrorKind::NotAnInteger)),
            ("§3.3.8 two signs", "--1", Err(ValueErrorKind::NotAnInteger)),
            ("§3.3.8 fraction", "1.0", Err(ValueErrorKind::NotAnInteger)),
            ("§3.3.8 words", "one", Err(ValueErrorKind::NotAnInteger)),
            ("§3.3.8 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let got = Integer::read_strict(text).map(Integer::get).map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
        }
    }

    proptest! {
        #[test]
        fn written_integers_read_strictly(integer in any::<Integer>()) {
            prop_assert_eq!(Integer::read_strict(&integer.to_string()), Ok(integer));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9]{0,25}|.{0,20}") {
            let _ = text.parse::<Integer>();
        }
    }
}
