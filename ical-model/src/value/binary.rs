//! The BINARY value type: octets, written in base64.
//!
//! [RFC 5545 §3.3.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.1)
//!
//! ```abnf
//! binary = *(4b-char) [b-end]
//! b-end  = (2b-char "==") / (3b-char "=")
//! b-char = ALPHA / DIGIT / "+" / "/"
//! ```

use core::fmt;

use base64::display::Base64Display;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, Engine};
use base64::{DecodeError, alphabet};

use super::{Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead, from_str};

/// A BINARY: octets. The property that holds them carries `ENCODING=BASE64`.
///
/// ```
/// use ical_model::value::Binary;
/// let binary: Binary = "AAABAA==".parse()?;
/// assert_eq!(binary.as_bytes(), [0, 0, 1, 0]);
/// assert_eq!(binary.to_string(), "AAABAA==");
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Binary(Vec<u8>);

impl Binary {
    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The octets, to keep.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl<'a> ValueRead<'a> for Binary {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        match STANDARD.decode(text) {
            Ok(octets) => Ok(Self(octets)),
            Err(_) => loosely(text, leniencies),
        }
    }
}

from_str!(Binary);

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &STANDARD).fmt(f)
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} octets)", self.0.len())
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl From<Vec<u8>> for Binary {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

/// Base64 text that is not in the strict form: with white space, without padding, with bits left over.
#[cold]
fn loosely(text: &str, leniencies: &mut Leniencies) -> Result<Binary, ValueError> {
    let inner: Vec<u8> = text.bytes().filter(|octet| !is_white_space(*octet)).collect();
    if inner.len() != text.len() {
        leniencies.insert(Leniency::Base64WhiteSpace);
    }
    if !inner.len().is_multiple_of(4) {
        leniencies.insert(Leniency::Base64Padding);
    }
    let octets = UNPADDED.decode(&inner).or_else(|error| match error {
        DecodeError::InvalidLastSymbol { .. } => {
            leniencies.insert(Leniency::Base64TrailingBits);
            TRAILING_BITS.decode(&inner)
        }
        error => Err(error),
    });
    octets.map(Binary).map_err(|error| {
        let place = match error {
            DecodeError::InvalidByte(place, _) => place,
            _ => inner.len(),
        };
        ValueError::new(ValueErrorKind::NotBase64, place_in(text, place))
    })
}

/// Where in `text` the octet stands that is at `place` without the white space.
fn place_in(text: &str, place: usize) -> usize {
    let mut octets = text.bytes().enumerate().filter(|(_, octet)| !is_white_space(*octet));
    octets.nth(place).map_or(text.len(), |(place, _)| place)
}

const fn is_white_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

const UNPADDED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const TRAILING_BITS: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The icon of the example in §3.3.1, unfolded.
    const ICON: &str = concat!(
        "AAABAAEAEBAQAAEABAAoAQAAFgAAACgAAAAQAAAAIAAAAAEABAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAgIAAAICAgADAwMAA////AAAA",
    );

    #[test]
    fn binaries() {
        for (section, text, expected) in [
            ("§3.3.1 b-end of two", "AAABAA==", Ok(vec![0, 0, 1, 0])),
            ("§3.3.1 b-end of one", "AAABAAE=", Ok(vec![0, 0, 1, 0, 1])),
            ("§3.3.1 whole", "////", Ok(vec![255, 255, 255])),
            ("§3.3.1 nothing", "", Ok(vec![])),
            ("§3.3.1 other alphabet", "____", Err((ValueErrorKind::NotBase64, 0))),
            ("§3.3.1 no base64", "AA<=", Err((ValueErrorKind::NotBase64, 2))),
            ("§3.3.1 after the end", "AA==AA==", Err((ValueErrorKind::NotBase64, 2))),
            ("§3.3.1 too short", "AAAAA", Err((ValueErrorKind::NotBase64, 5))),
        ] {
            let read = Binary::read_strict(text);
            let got = read.clone().map(Binary::into_bytes).map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(binary) = read {
                assert_eq!(binary.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn the_icon_of_the_example() {
        let icon = Binary::read_strict(ICON).unwrap();
        assert_eq!(icon.as_bytes()[..6], [0, 0, 1, 0, 1, 0]);
        assert_eq!(icon.to_string(), ICON);
    }

    #[test]
    fn looser_forms_are_leniencies() {
        for (text, expected) in [
            ("AAAB AA==", &[Leniency::Base64WhiteSpace][..]),
            ("AAABAA", &[Leniency::Base64Padding][..]),
            ("AAABAA=", &[Leniency::Base64Padding][..]),
            ("AAABAB==", &[Leniency::Base64TrailingBits][..]),
            (" AAABAB", &[Leniency::Base64WhiteSpace, Leniency::Base64Padding, Leniency::Base64TrailingBits]),
        ] {
            let mut leniencies = Leniencies::empty();
            let binary = Binary::read(text, &mut leniencies).unwrap();
            assert_eq!(binary.as_bytes(), [0, 0, 1, 0], "{text}");
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), expected, "{text}");
            assert!(Binary::read_strict(text).is_err(), "{text}");
            assert_eq!(binary.to_string(), "AAABAA==", "{text}");
        }
    }

    #[test]
    fn positions_count_the_white_space() {
        assert_eq!("AA AA\tA<AA".parse::<Binary>().unwrap_err().offset(), 7);
    }

    proptest! {
        #[test]
        fn written_binaries_read_strictly(binary in any::<Binary>()) {
            prop_assert_eq!(Binary::read_strict(&binary.to_string()), Ok(binary));
        }

        #[test]
        fn no_text_panics(text in "[A-Za-z0-9+/= ]{0,30}|.{0,20}") {
            if let Ok(binary) = text.parse::<Binary>() {
                prop_assert_eq!(Binary::read_strict(&binary.to_string()), Ok(binary));
            }
        }
    }
}
