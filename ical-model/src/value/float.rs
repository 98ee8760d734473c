//! The FLOAT value type: a number with a fraction.
//!
//! [RFC 5545 §3.3.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.7)
//!
//! ```abnf
//! float = (["+"] / "-") 1*DIGIT ["." 1*DIGIT]
//! ```

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::{Leniencies, ValueError, ValueErrorKind, ValueRead, from_str, read_trimmed};

/// A FLOAT: a finite number. There is no exponent in the text, on reading or on writing.
///
/// ```
/// use ical_model::value::Float;
/// let float: Float = "-3.14".parse()?;
/// assert_eq!(float, Float::new(-3.14)?);
/// assert_eq!(float.to_string(), "-3.14");
/// assert!("1e3".parse::<Float>().is_err());
/// assert!(Float::new(f64::NAN).is_err());
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Float(f64);

impl Float {
    /// A number that is finite. Negative zero becomes zero.
    ///
    /// # Errors
    ///
    /// The number is infinite or not a number.
    pub fn new(number: f64) -> Result<Self, ValueError> {
        if number.is_finite() {
            // Adding zero changes negative zero alone.
            Ok(Self(number + 0.0))
        } else {
            Err(ValueError::new(ValueErrorKind::FloatOutOfRange, 0))
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl<'a> ValueRead<'a> for Float {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        read_trimmed(text, leniencies, |text, _| {
            if text.is_empty() {
                return Err(ValueError::new(ValueErrorKind::Empty, 0));
            }
            if !is_float(text) {
                return Err(ValueError::new(ValueErrorKind::NotAFloat, 0));
            }
            // What the grammar allows the library reads too; a number too large becomes infinite.
            text.parse().map_or(Err(ValueError::new(ValueErrorKind::NotAFloat, 0)), Self::new)
        })
    }
}

from_str!(Float);

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The library writes all digits and never an exponent here.
        write!(f, "{}", self.0)
    }
}

// Neither "not a number" nor negative zero is held, so equality is total and bits differ where numbers do.
impl Eq for Float {}

impl Hash for Float {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Ord for Float {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Float {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<f64> for Float {
    type Error = ValueError;

    /// As [`Float::new`].
    fn try_from(number: f64) -> Result<Self, Self::Error> {
        Self::new(number)
    }
}

impl From<Float> for f64 {
    fn from(float: Float) -> Self {
        float.0
    }
}

fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    [whole, fraction]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    #[expect(clippy::approx_constant, reason = "an example of the specification, not the constant")]
    fn floats() {
        for (section, text, expected, written) in [
            ("§3.3.7 example", "1000000.0000001", Ok(1_000_000.000_000_1), "1000000.0000001"),
            ("§3.3.7 example", "1.333", Ok(1.333), "1.333"),
            ("§3.3.7 example", "-3.14", Ok(-3.14), "-3.14"),
            ("§3.3.7 sign", "+37.386013", Ok(37.386_013), "37.386013"),
            ("§3.3.7 no fraction", "42", Ok(42.0), "42"),
            ("§3.3.7 zero", "-0.0", Ok(0.0), "0"),
            ("§3.3.7 no exponent", "1e3", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 no digit before", ".5", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 no digit after", "5.", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 two points", "1.2.3", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 sign alone", "-", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 words", "NaN", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 words", "inf", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 comma", "1,5", Err(ValueErrorKind::NotAFloat), ""),
            ("§3.3.7 nothing", "", Err(ValueErrorKind::Empty), ""),
        ] {
            let read = Float::read_strict(text);
            assert_eq!(read.map(Float::get).map_err(|error| error.kind()), expected, "{section}: {text}");
            if let Ok(float) = read {
                assert_eq!(float.to_string(), written, "{section}: {text}");
            }
        }
    }

    #[test]
    fn numbers_too_large_are_refused() {
        let error = "9".repeat(400).parse::<Float>().unwrap_err();
        assert_eq!(error.kind(), ValueErrorKind::FloatOutOfRange);
        assert!(Float::new(f64::INFINITY).is_err());
    }

    #[test]
    fn zero_has_one_form() {
        assert_eq!(Float::new(-0.0).unwrap().get().to_bits(), 0.0_f64.to_bits());
    }

    proptest! {
        #[test]
        fn written_floats_read_strictly(float in any::<Float>()) {
            prop_assert_eq!(Float::read_strict(&float.to_string()), Ok(float));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9.eE]{0,25}|.{0,20}") {
            let _ = text.parse::<Float>();
        }
    }
}
