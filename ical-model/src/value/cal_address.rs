//! The CAL-ADDRESS value type: a calendar user.
//!
//! [RFC 5545 §3.3.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.3)
//!
//! ```abnf
//! cal-address = uri
//! ```

use core::fmt;
use core::hash::{Hash, Hasher};
use std::borrow::Cow;

use super::uri::{hexadecimal, is_unreserved, percent_encode, without_white_space};
use super::{Leniencies, Leniency, Uri, ValueError, ValueErrorKind, ValueRead, from_str_owned};

/// A CAL-ADDRESS: the URI of a calendar user, mostly a `mailto:`.
///
/// Two are equal as [`Uri`] says; of `mailto:` the case of no letter counts, because programs change it on the way.
///
/// ```
/// use ical_model::value::CalAddress;
/// let address: CalAddress = "mailto:jane_doe@example.com".parse()?;
/// assert_eq!(address.email().as_deref(), Some("jane_doe@example.com"));
/// assert_eq!(address, "MAILTO:Jane_Doe@Example.com".parse()?);
/// assert_eq!(CalAddress::mailto("jane_doe@example.com")?, address);
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct CalAddress<'a>(Uri<'a>);

impl<'a> CalAddress<'a> {
    /// The address of an email mailbox. What has to be percent-encoded is.
    ///
    /// # Errors
    ///
    /// It is empty or has a control character.
    pub fn mailto(email: &str) -> Result<CalAddress<'static>, ValueError> {
        if email.is_empty() {
            return Err(ValueError::new(ValueErrorKind::Empty, 0));
        }
        let mut uri = String::from("mailto:");
        for (place, octet) in email.bytes().enumerate() {
            if octet.is_ascii_control() {
                return Err(ValueError::new(ValueErrorKind::ControlCharacter, place));
            }
            if is_unreserved(octet) || matches!(octet, b'@' | b'!' | b'$' | b'\'' | b'*' | b'+') {
                uri.push(char::from(octet));
            } else {
                percent_encode(octet, &mut uri);
            }
        }
        uri.parse().map(CalAddress)
    }

    /// The address as a URI.
    #[must_use]
    pub const fn uri(&self) -> &Uri<'a> {
        &self.0
    }

    /// The address as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The email mailbox, decoded, when it is a `mailto:`.
    #[must_use]
    pub fn email(&self) -> Option<Cow<'_, str>> {
        let mailbox = self.mailbox()?.split(['?', '#']).next()?;
        Some(percent_decode(mailbox))
    }

    /// The same address, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> CalAddress<'static> {
        CalAddress(self.0.into_owned())
    }

    fn mailbox(&self) -> Option<&str> {
        let (scheme, mailbox) = self.0.as_str().split_once(':')?;
        scheme.eq_ignore_ascii_case("mailto").then_some(mailbox)
    }

    fn normal_form(&self) -> impl Iterator<Item = u8> + '_ {
        let any_case = self.mailbox().is_some();
        self.0.normal_form().map(move |octet| if any_case { octet.to_ascii_lowercase() } else { octet })
    }
}

impl<'a> ValueRead<'a> for CalAddress<'a> {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        let (text, before) = without_white_space(text, leniencies);
        match Uri::read_exactly(text, leniencies, b"") {
            Ok(uri) => Ok(Self(uri)),
            Err(_) if is_email(text) => {
                leniencies.insert(Leniency::CalAddressMailto);
                Self::mailto(text)
            }
            Err(error) => Err(error.moved_by(before)),
        }
    }
}

from_str_owned!(CalAddress);

impl fmt::Display for CalAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for CalAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CalAddress({self})")
    }
}

impl AsRef<str> for CalAddress<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for CalAddress<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.normal_form().eq(other.normal_form())
    }
}

impl Eq for CalAddress<'_> {}

impl Hash for CalAddress<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.normal_form() {
            state.write_u8(octet);
        }
        // No octet of a URI, so that one value ends before the next begins.
        state.write_u8(0xFF);
    }
}

impl<'a> From<Uri<'a>> for CalAddress<'a> {
    fn from(uri: Uri<'a>) -> Self {
        Self(uri)
    }
}

impl<'a> From<CalAddress<'a>> for Uri<'a> {
    fn from(address: CalAddress<'a>) -> Self {
        address.0
    }
}

/// Can this only be an email address? One "@" with something on both sides, and nothing that URIs are made of.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(mailbox, host)| {
        let plain = |part: &str| {
            !part.is_empty()
                && !part.contains(['@', ':', '/', '?', '#', '%', '<', '>', '"', ',', ';', ' ', '\t'])
        };
        plain(mailbox) && plain(host)
    })
}

/// The text with its percent-encodings undone; as it is when that would not be UTF-8.
fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&octet, after)) = rest.split_first() {
        let [high, low] = [0, 1].map(|place| hexadecimal(after.get(place).copied()));
        match (octet, high, low, after.get(2..)) {
            (b'%', Some(high), Some(low), Some(after)) => {
                decoded.push(high << 4 | low);
                rest = after;
            }
            _ => {
                decoded.push(octet);
                rest = after;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cal_addresses() {
        for (section, text, expected) in [
            ("§3.3.3 example", "mailto:jane_doe@example.com", Ok(Some("jane_doe@example.com"))),
            ("§3.3.3 case of the scheme", "MAILTO:jane_doe@example.com", Ok(Some("jane_doe@example.com"))),
            ("§3.3.3 encoded", "mailto:j%C3%B6rg@example.com", Ok(Some("jörg@example.com"))),
            ("§3.3.3 not UTF-8", "mailto:%FF@example.com", Ok(Some("%FF@example.com"))),
            ("§3.3.3 headers", "mailto:a@example.com?subject=b", Ok(Some("a@example.com"))),
            ("§3.3.3 other URI", "urn:uuid:01234567", Ok(None)),
            ("§3.3.3 other URI", "http://example.com/principals/jane", Ok(None)),
            ("§3.3.3 a path", "/principals/jane", Err(ValueErrorKind::UriSchemeMissing)),
            ("§3.3.3 a name", "Jane Doe", Err(ValueErrorKind::UriSchemeMissing)),
            ("§3.3.3 two mailboxes", "a@b.example,c@d.example", Err(ValueErrorKind::UriSchemeMissing)),
            ("§3.3.3 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let read = CalAddress::read_strict(text);
            let got = read
                .as_ref()
                .map(|address| address.email().map(Cow::into_owned))
                .map_err(|error| error.kind());
            assert_eq!(got, expected.map(|email| email.map(str::to_owned)), "{section}: {text}");
            if let Ok(address) = read {
                assert_eq!(address.to_string(), text, "{section}: {text}");
            }
        }
    }

    #[test]
    fn an_email_address_alone_is_a_leniency() {
        for (text, expected) in [
            ("jane_doe@example.com", "mailto:jane_doe@example.com"),
            ("jörg@example.com", "mailto:j%C3%B6rg@example.com"),
        ] {
            let mut leniencies = Leniencies::empty();
            let address = CalAddress::read(text, &mut leniencies).unwrap();
            assert_eq!(address.as_str(), expected);
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), [Leniency::CalAddressMailto]);
            assert!(CalAddress::read_strict(text).is_err());
        }
    }

    #[test]
    fn equal_is_the_same_user() {
        for (one, other, equal) in [
            ("mailto:Jane@Example.com", "MAILTO:jane@example.com", true),
            ("mailto:j%61ne@example.com", "mailto:jane@example.com", true),
            ("mailto:jane@example.com", "mailto:jane@example.org", false),
            ("http://example.com/Jane", "http://example.com/jane", false),
            ("urn:uuid:1", "mailto:urn:uuid:1", false),
        ] {
            let [first, second]: [CalAddress<'_>; 2] = [one, other].map(|text| text.parse().unwrap());
            assert_eq!(first == second, equal, "{one} {other}");
        }
    }

    #[test]
    fn mailboxes_are_encoded() {
        let address = CalAddress::mailto("a/b%c?d@example.com").unwrap();
        assert_eq!(address.as_str(), "mailto:a%2Fb%25c%3Fd@example.com");
        assert_eq!(address.email().as_deref(), Some("a/b%c?d@example.com"));
        assert!(CalAddress::mailto("").is_err());
        assert!(CalAddress::mailto("a\r\n@example.com").is_err());
    }

    proptest! {
        #[test]
        fn written_addresses_read_strictly(address in any::<CalAddress<'static>>()) {
            let written = address.to_string();
            prop_assert_eq!(CalAddress::read_strict(&written), Ok(address));
        }

        #[test]
        fn mailboxes_come_back(email in "[^\\p{Cc}]{1,20}") {
            let address = CalAddress::mailto(&email).unwrap();
            prop_assert_eq!(address.email().unwrap(), email);
        }

        #[test]
        fn what_reads_is_written_strictly(text in "(mailto:)?.{0,20}@.{0,10}") {
            if let Ok(address) = text.parse::<CalAddress<'_>>() {
                let written = address.to_string();
                prop_assert_eq!(CalAddress::read_strict(&written), Ok(address));
            }
        }
    }
}
