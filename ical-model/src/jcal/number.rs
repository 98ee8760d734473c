//! Numbers of JSON and of iCalendar, by their digits, so that none is lost on the way.
//!
//! [RFC 7265 §3.1, §3.6.7, §3.6.8](https://www.rfc-editor.org/rfc/rfc7265#section-3.1),
//! [RFC 8259 §6](https://www.rfc-editor.org/rfc/rfc8259#section-6)
//!
//! ```abnf
//! number = [ minus ] int [ frac ] [ exp ]
//! int    = zero / ( digit1-9 *DIGIT )
//! frac   = decimal-point 1*DIGIT
//! exp    = e [ minus / plus ] 1*DIGIT
//! ```

use crate::value::{Float, ValueErrorKind};

/// A number as JSON writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'t> {
    text: &'t str,
    whole: &'t str,
    fraction: &'t str,
    exponent: Option<&'t str>,
}

impl<'t> Number<'t> {
    /// Takes the whole text by the grammar of JSON.
    pub(super) fn new(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let valid = is_digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && fraction.is_none_or(is_digits)
            && exponent
                .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
        valid.then_some(Self { text, whole, fraction: fraction.unwrap_or_default(), exponent })
    }

    /// The FLOAT of this number: with the same digits, and without an exponent.
    pub(super) fn to_float(self) -> Result<String, ValueErrorKind> {
        let float = self.text.parse().ok().and_then(|number| Float::new(number).ok());
        let float = float.ok_or(ValueErrorKind::FloatOutOfRange)?;
        Ok(if self.exponent.is_some() { float.to_string() } else { self.text.to_owned() })
    }

    /// The integer that the number resolves to, as its digits with a sign where it is negative.
    pub(super) fn to_integer(self) -> Result<String, ValueErrorKind> {
        let digits = [self.whole, self.fraction].concat();
        let significant = digits.trim_end_matches('0');
        let digits_before_point = self.exponent().saturating_add(self.whole.len() as i64);
        let missing = digits_before_point.saturating_sub(significant.len() as i64);
        let significant = significant.trim_start_matches('0');
        if significant.is_empty() {
            return Ok("0".to_owned());
        }
        if missing < 0 {
            return Err(ValueErrorKind::NotAnInteger);
        }
        let zeros = usize::try_from(missing).unwrap_or(usize::MAX);
        if significant.len().saturating_add(zeros) > LONGEST_INTEGER {
            return Err(ValueErrorKind::IntegerOutOfRange);
        }
        let sign = if self.text.starts_with('-') { "-" } else { "" };
        Ok([sign, significant, &"0".repeat(zeros)].concat())
    }

    /// The exponent; one that no number of use has is cut off at the ends.
    fn exponent(self) -> i64 {
        let Some(exponent) = self.exponent else { return 0 };
        let digits = exponent.trim_start_matches(['+', '-', '0']);
        let exponent_is_negative = exponent.starts_with('-');
        let size = if digits.len() > 15 { i64::MAX / 4 } else { digits.parse().unwrap_or(0) };
        if exponent_is_negative { -size } else { size }
    }
}

/// The JSON number of a FLOAT, with the same digits: JSON has no plus sign and no leading zeros.
pub(super) fn from_float(float: &str) -> String {
    let (sign, unsigned) = match float.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", float.strip_prefix('+').unwrap_or(float)),
    };
    let significant = unsigned.trim_start_matches('0');
    let zero = if significant.is_empty() || significant.starts_with('.') { "0" } else { "" };
    [sign, zero, significant].concat()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// Digits of the largest integer that anything has, a COUNT of 64 bits.
const LONGEST_INTEGER: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_json() {
        for text in ["0", "-0", "12", "-1.5", "1e3", "1E+3", "10.050e-10", "0.0"] {
            assert!(Number::new(text).is_some(), "RFC 8259 §6: {text}");
        }
        for text in ["", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e3", "0x1", "1e1.5", "--1"] {
            assert!(Number::new(text).is_none(), "RFC 8259 §6: {text}");
        }
    }

    #[test]
    fn integers_by_their_digits() {
        for (text, expected) in [
            ("42", Ok("42")),
            ("42.0", Ok("42")),
            ("4.2e1", Ok("42")),
            ("420e-1", Ok("42")),
            ("-4.2E+01", Ok("-42")),
            ("0.00e99", Ok("0")),
            ("-0", Ok("0")),
            ("0.5e1", Ok("5")),
            ("100", Ok("100")),
            ("18446744073709551615", Ok("18446744073709551615")),
            ("1.5", Err(ValueErrorKind::NotAnInteger)),
            ("42.00000000000000000001", Err(ValueErrorKind::NotAnInteger)),
            ("1e-1", Err(ValueErrorKind::NotAnInteger)),
            ("1e99999999999999999999999", Err(ValueErrorKind::IntegerOutOfRange)),
            ("1e-99999999999999999999999", Err(ValueErrorKind::NotAnInteger)),
            ("1e30", Err(ValueErrorKind::IntegerOutOfRange)),
        ] {
            let got = Number::new(text).unwrap().to_integer();
            assert_eq!(got, expected.map(str::to_owned), "RFC 7265 §3.6.8: {text}");
        }
    }

    #[test]
    fn floats_keep_their_digits() {
        for (text, expected) in [
            ("37.386013", Ok("37.386013")),
            ("1000000.00000010000000000000000001", Ok("1000000.00000010000000000000000001")),
            ("1.5e3", Ok("1500")),
            ("25e-1", Ok("2.5")),
            ("1e400", Err(ValueErrorKind::FloatOutOfRange)),
            ("1e999999999999", Err(ValueErrorKind::FloatOutOfRange)),
        ] {
            let got = Number::new(text).unwrap().to_float();
            assert_eq!(got, expected.map(str::to_owned), "RFC 7265 §3.6.7: {text}");
        }
        for (float, expected) in [
            ("+1.30", "1.30"),
            ("007", "7"),
            ("-00.5", "-0.5"),
            ("000", "0"),
            ("0.0", "0.0"),
            ("10.10", "10.10"),
        ] {
            let number = from_float(float);
            assert_eq!(number, expected, "RFC 7265 §3.1: {float}");
            assert!(Number::new(&number).is_some(), "{float}");
        }
    }
}
