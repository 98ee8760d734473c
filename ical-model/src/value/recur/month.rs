//! BYMONTH: months, leap months among them.

use core::fmt;

/// A value of BYMONTH: the number of a month, and whether the leap month after it is meant
/// ([RFC 7529 §4.2](https://www.rfc-editor.org/rfc/rfc7529#section-4.2)).
///
/// ```
/// use ical_model::value::Month;
/// assert_eq!(Month::from(5).to_string(), "5");
/// assert_eq!(Month { number: 5, leap: true }.to_string(), "5L");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Month {
    /// The number, from 1.
    pub number: u8,
    /// The leap month after the month of this number.
    pub leap: bool,
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, if self.leap { "L" } else { "" })
    }
}

impl From<u8> for Month {
    fn from(number: u8) -> Self {
        Self { number, leap: false }
    }
}
