//! SIZE: how many octets an attachment has.
//!
//! [RFC 8607 §4.1](https://www.rfc-editor.org/rfc/rfc8607#section-4.1)

use std::fmt;
use std::num::NonZeroU64;

use crate::parameter::ParameterRead;
use crate::value::Leniencies;

/// SIZE, how many octets what an ATTACH refers to has. It may be more than an INTEGER can say.
/// [RFC 8607 §4.1](https://www.rfc-editor.org/rfc/rfc8607#section-4.1)
///
/// ```
/// use ical_model::parameter::Size;
/// assert_eq!(Size::new(10_000_000_000).map(Size::octets), Some(10_000_000_000));
/// assert_eq!(Size::new(0), None);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Size(NonZeroU64);

impl Size {
    /// The size; None for no octets at all, since the number is positive.
    #[must_use]
    pub const fn new(octets: u64) -> Option<Self> {
        match NonZeroU64::new(octets) {
            Some(octets) => Some(Self(octets)),
            None => None,
        }
    }

    /// How many octets.
    #[must_use]
    pub const fn octets(self) -> u64 {
        self.0.get()
    }
}

impl ParameterRead for Size {
    fn read(text: &str, _: &mut Leniencies) -> Option<Self> {
        // `parse` would take a sign.
        let digits = text.bytes().all(|octet| octet.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().map(Self)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Size;
    use crate::parameter::ParameterRead;
    use crate::value::Leniencies;

    #[test]
    fn sizes() {
        for (section, text, expected) in [
            ("§4.1 example", "1234", Some(1234)),
            ("§4.1 beyond an INTEGER", "2147483648", Some(2_147_483_648)),
            ("§4.1 positive", "0", None),
            ("§4.1 no sign", "+1", None),
            ("§4.1 too large to count", "18446744073709551616", None),
            ("§4.1 nothing", "", None),
        ] {
            let read = Size::read(text, &mut Leniencies::empty());
            assert_eq!(read.map(Size::octets), expected, "{section}: {text}");
        }
    }
}
