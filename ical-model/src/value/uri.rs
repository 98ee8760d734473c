//! The URI value type: a reference to something by its URI.
//!
//! [RFC 5545 §3.3.13](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.13),
//! [RFC 3986 §3](https://www.rfc-editor.org/rfc/rfc3986#section-3)
//!
//! ```abnf
//! URI       = scheme ":" hier-part [ "?" query ] [ "#" fragment ]
//! scheme    = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
//! authority = [ userinfo "@" ] host [ ":" port ]
//! ```

use core::fmt::{self, Write};
use core::hash::{Hash, Hasher};
use core::net::Ipv6Addr;
use std::borrow::Cow;

use super::{Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead, from_str_owned};

/// A URI, in the spelling it came in.
///
/// Two are equal when they say the same by the syntax alone
/// ([RFC 3986 §6.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2)): scheme, host and the digits of
/// percent-encodings in any case, and characters that need no encoding with or without it.
///
/// ```
/// use ical_model::value::Uri;
/// let uri: Uri = "http://example.com/my-report.txt".parse()?;
/// assert_eq!(uri.scheme(), "http");
/// assert_eq!(uri, "HTTP://Example.COM/my%2Dreport.txt".parse()?);
/// assert_ne!(uri, "http://example.com/My-report.txt".parse()?);
/// assert!("my-report.txt".parse::<Uri>().is_err()); // a reference needs a base
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Uri<'a>(Cow<'a, str>);

impl<'a> Uri<'a> {
    /// The URI as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The scheme as it is spelled, without its colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.split_once(':').map_or("", |(scheme, _)| scheme)
    }

    /// What follows the "#", where there is one.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, fragment)| fragment)
    }

    /// The same URI, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Uri<'static> {
        Uri(Cow::Owned(self.0.into_owned()))
    }

    /// The URI as it is spelled, to keep.
    #[must_use]
    pub fn into_inner(self) -> Cow<'a, str> {
        self.0
    }

    /// Reads without a second try, with these characters allowed in the fragment beyond those of RFC 3986.
    pub(crate) fn read_exactly(
        text: &'a str,
        leniencies: &mut Leniencies,
        also_in_fragment: &[u8],
    ) -> Result<Self, ValueError> {
        let scheme = scheme_length(text)?;
        let authority = authority_end(text, scheme)?;
        if text.bytes().all(|octet| is_plain(octet) || (octet == b'@' && authority == scheme)) {
            return Ok(Self(Cow::Borrowed(text)));
        }
        match first_illegal(text, scheme, authority, also_in_fragment)? {
            None => Ok(Self(Cow::Borrowed(text))),
            Some(_) => {
                leniencies.insert(Leniency::UriCharacter);
                Ok(Self(Cow::Owned(encode_illegal(text, scheme, authority, also_in_fragment))))
            }
        }
    }

    /// The octets that two equal URIs have in common.
    pub(crate) fn normal_form(&self) -> impl Iterator<Item = u8> + '_ {
        let text = &*self.0;
        let scheme_end = text.find(':').unwrap_or(text.len());
        let host = host_range(text, scheme_end);
        let mut octets = text.bytes().enumerate();
        core::iter::from_fn(move || {
            let (place, octet) = octets.next()?;
            let lower = |octet: u8| {
                if place < scheme_end || host.contains(&place) { octet.to_ascii_lowercase() } else { octet }
            };
            if octet != b'%' {
                return Some(lower(octet));
            }
            let [high, low] = [1, 2].map(|ahead| text.as_bytes().get(place + ahead).copied());
            match hexadecimal(high).zip(hexadecimal(low)) {
                Some((high, low)) if is_unreserved(high << 4 | low) => {
                    octets.next();
                    octets.next();
                    Some(lower(high << 4 | low))
                }
                _ => Some(octet),
            }
        })
        // The digits of a percent-encoding are the only letters after a "%".
        .scan(0_u8, |digits, octet| {
            let octet = if *digits > 0 { octet.to_ascii_uppercase() } else { octet };
            *digits = if octet == b'%' { 2 } else { digits.saturating_sub(1) };
            Some(octet)
        })
    }
}

impl<'a> ValueRead<'a> for Uri<'a> {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        let (text, before) = without_white_space(text, leniencies);
        Self::read_exactly(text, leniencies, b"").map_err(|error| error.moved_by(before))
    }
}

from_str_owned!(Uri);

impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({self})")
    }
}

impl AsRef<str> for Uri<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Uri<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.normal_form().eq(other.normal_form())
    }
}

impl Eq for Uri<'_> {}

impl Hash for Uri<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.normal_form() {
            state.write_u8(octet);
        }
        // No octet of a URI, so that one value ends before the next begins.
        state.write_u8(0xFF);
    }
}

/// The text without spaces and tabs around it, which must not become part of the URI, and how many were before it.
#[inline]
pub(crate) fn without_white_space<'a>(text: &'a str, leniencies: &mut Leniencies) -> (&'a str, usize) {
    let end = text.trim_end_matches([' ', '\t']);
    let trimmed = end.trim_start_matches([' ', '\t']);
    if trimmed.len() != text.len() {
        leniencies.insert(Leniency::WhiteSpace);
    }
    (trimmed, end.len() - trimmed.len())
}

/// `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )` and its colon: how many octets.
fn scheme_length(text: &str) -> Result<usize, ValueError> {
    if text.is_empty() {
        return Err(ValueError::new(ValueErrorKind::Empty, 0));
    }
    let length = text
        .bytes()
        .position(|octet| !(octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.')));
    match length {
        Some(length)
            if text.as_bytes().get(length) == Some(&b':')
                && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) =>
        {
            Ok(length + 1)
        }
        _ => Err(ValueError::new(ValueErrorKind::UriSchemeMissing, 0)),
    }
}

/// `[ "//" authority ]` after the scheme: where it ends, or where the scheme ends when there is none.
fn authority_end(text: &str, scheme: usize) -> Result<usize, ValueError> {
    let Some(rest) = text.get(scheme..).and_then(|rest| rest.strip_prefix("//")) else { return Ok(scheme) };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let start = scheme + 2;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = match host.strip_prefix('[') {
        Some(literal) => literal
            .split_once(']')
            .filter(|(literal, _)| is_ip_literal(literal))
            .and_then(|(_, port)| if port.is_empty() { Some("") } else { port.strip_prefix(':') }),
        None if host.contains(['[', ']']) => None,
        None => match host.split_once(':') {
            Some((_, port)) => Some(port),
            None => Some(""),
        },
    };
    match port {
        Some(port) if port.bytes().all(|octet| octet.is_ascii_digit()) => Ok(start + authority.len()),
        _ => Err(ValueError::new(ValueErrorKind::UriAuthority, start + authority.len() - host.len())),
    }
}

/// `IPv6address / IPvFuture`
fn is_ip_literal(literal: &str) -> bool {
    let future = || {
        let (version, address) = literal.strip_prefix(['v', 'V'])?.split_once('.')?;
        let version = !version.is_empty() && version.bytes().all(|octet| octet.is_ascii_hexdigit());
        let address = !address.is_empty()
            && address.bytes().all(|octet| is_unreserved(octet) || is_sub_delimiter(octet) || octet == b':');
        Some(version && address)
    };
    literal.parse::<Ipv6Addr>().is_ok() || future() == Some(true)
}

/// The first octet that has to be percent-encoded where it stands.
fn first_illegal(
    text: &str,
    scheme: usize,
    authority: usize,
    also_in_fragment: &[u8],
) -> Result<Option<usize>, ValueError> {
    let mut found = None;
    let mut legality = Legality::new(text, scheme, authority, also_in_fragment);
    for (place, octet) in text.bytes().enumerate().skip(scheme) {
        if octet.is_ascii_control() {
            return Err(ValueError::new(ValueErrorKind::ControlCharacter, place));
        }
        if found.is_none() && !legality.allows(place, octet) {
            found = Some(place);
        }
    }
    Ok(found)
}

fn encode_illegal(text: &str, scheme: usize, authority: usize, also_in_fragment: &[u8]) -> String {
    let mut legality = Legality::new(text, scheme, authority, also_in_fragment);
    let mut encoded = String::with_capacity(text.len() + 16);
    for (place, octet) in text.bytes().enumerate() {
        if place < scheme || legality.allows(place, octet) {
            encoded.push(char::from(octet));
        } else {
            percent_encode(octet, &mut encoded);
        }
    }
    encoded
}

/// Appends the percent-encoding of an octet.
pub(crate) fn percent_encode(octet: u8, to: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(to, "%{octet:02X}");
}

/// Tells octet by octet, in order, what may stand where.
struct Legality<'t> {
    text: &'t [u8],
    /// Where the last "@" of the authority is, so that one before it is seen as the wrong one.
    at: Option<usize>,
    authority: core::ops::Range<usize>,
    fragment: bool,
    also_in_fragment: &'t [u8],
}

impl<'t> Legality<'t> {
    fn new(text: &'t str, scheme: usize, authority: usize, also_in_fragment: &'t [u8]) -> Self {
        let at = text.get(scheme..authority).and_then(|text| text.rfind('@')).map(|place| scheme + place);
        Self { text: text.as_bytes(), at, authority: scheme..authority, fragment: false, also_in_fragment }
    }

    fn allows(&mut self, place: usize, octet: u8) -> bool {
        match octet {
            b'%' => {
                let [high, low] = [1, 2].map(|ahead| self.text.get(place + ahead).copied());
                hexadecimal(high).is_some() && hexadecimal(low).is_some()
            }
            b'#' => !core::mem::replace(&mut self.fragment, true),
            // An IP literal, whose form is checked with the authority, or letters of a user name.
            b'[' | b']' if self.authority.contains(&place) => self.at.is_none_or(|at| at < place),
            b'@' if self.authority.contains(&place) => self.at == Some(place),
            b':' | b'@' | b'/' | b'?' => true,
            octet => {
                is_unreserved(octet)
                    || is_sub_delimiter(octet)
                    || (self.fragment && self.also_in_fragment.contains(&octet))
            }
        }
    }
}

/// Where host and port stand.
fn host_range(text: &str, scheme_end: usize) -> core::ops::Range<usize> {
    let Some(rest) = text.get(scheme_end..).and_then(|rest| rest.strip_prefix("://")) else { return 0..0 };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let end = scheme_end + 3 + authority.len();
    end - host.len()..end
}

/// Is the octet legal wherever it stands after the scheme? The others depend on the place.
const fn is_plain(octet: u8) -> bool {
    octet < 128 && PLAIN >> octet & 1 == 1
}

/// A bit for each octet that [`is_plain`]: `unreserved`, `sub-delims`, ":", "/" and "?".
const PLAIN: u128 = {
    let mut octets = 0;
    let mut octet = 0;
    while octet < 128 {
        if is_unreserved(octet) || is_sub_delimiter(octet) || matches!(octet, b':' | b'/' | b'?') {
            octets |= 1 << octet;
        }
        octet += 1;
    }
    octets
};

/// `unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"`
pub(crate) const fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~')
}

/// `sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="`
const fn is_sub_delimiter(octet: u8) -> bool {
    matches!(octet, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

/// The number of a hexadecimal digit.
pub(crate) fn hexadecimal(octet: Option<u8>) -> Option<u8> {
    char::from(octet?).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn uris() {
        for (section, text, expected) in [
            ("RFC 5545 §3.3.13 example", "http://example.com/my-report.txt", Ok("http")),
            ("RFC 3986 §1.1.2", "ftp://ftp.is.co.za/rfc/rfc1808.txt", Ok("ftp")),
            ("RFC 3986 §1.1.2", "http://www.ietf.org/rfc/rfc2396.txt", Ok("http")),
            ("RFC 3986 §1.1.2", "ldap://[2001:db8::7]/c=GB?objectClass?one", Ok("ldap")),
            ("RFC 3986 §1.1.2", "mailto:John.Doe@example.com", Ok("mailto")),
            ("RFC 3986 §1.1.2", "news:comp.infosystems.www.servers.unix", Ok("news")),
            ("RFC 3986 §1.1.2", "tel:+1-816-555-1212", Ok("tel")),
            ("RFC 3986 §1.1.2", "telnet://192.0.2.16:80/", Ok("telnet")),
            ("RFC 3986 §1.1.2", "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", Ok("urn")),
            ("RFC 3986 §3.3 path-empty", "cid:", Ok("cid")),
            ("RFC 3986 §3.2 everything", "x://a:b@c:1/d;e=f?g=h/i?j#k?l/m", Ok("x")),
            ("RFC 3986 §3.2.2 IPvFuture", "x://[v1.a:b]:80", Ok("x")),
            ("RFC 3986 §3.2.3 empty port", "x://a:/", Ok("x")),
            ("RFC 3986 §2.1 triplets", "x:%41%7e", Ok("x")),
            ("RFC 3986 §3.1 no scheme", "//example.com/", Err((ValueErrorKind::UriSchemeMissing, 0))),
            ("RFC 3986 §3.1 no scheme", "my-report.txt", Err((ValueErrorKind::UriSchemeMissing, 0))),
            ("RFC 3986 §3.1 first letter", "1a:b", Err((ValueErrorKind::UriSchemeMissing, 0))),
            ("RFC 3986 §3.1 no letter", ":b", Err((ValueErrorKind::UriSchemeMissing, 0))),
            ("RFC 3986 §3.1 other letters", "a_b:c", Err((ValueErrorKind::UriSchemeMissing, 0))),
            ("RFC 3986 §3.2.3 port", "http://a@b:8o/", Err((ValueErrorKind::UriAuthority, 9))),
            ("RFC 3986 §3.2.2 literal", "http://[::1/", Err((ValueErrorKind::UriAuthority, 7))),
            ("RFC 3986 §3.2.2 literal", "http://[:1]/", Err((ValueErrorKind::UriAuthority, 7))),
            ("RFC 3986 §3.2.2 bracket", "http://a]/", Err((ValueErrorKind::UriAuthority, 7))),
            ("RFC 3986 §2 control", "a:b\u{7}", Err((ValueErrorKind::ControlCharacter, 3))),
            ("RFC 5545 §3.3.13 nothing", "", Err((ValueErrorKind::Empty, 0))),
        ] {
            let read = Uri::read_strict(text);
            let got = read.as_ref().map(Uri::scheme).map_err(|error| (error.kind(), error.offset()));
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(uri) = read {
                assert_eq!(uri.to_string(), text, "{section}: {text}");
                assert!(matches!(uri.0, Cow::Borrowed(_)), "{section}: {text}");
            }
        }
    }

    #[test]
    fn characters_that_need_it_are_read_encoded() {
        for (text, expected) in [
            ("http://example.com/a b", "http://example.com/a%20b"),
            ("http://example.com/ü", "http://example.com/%C3%BC"),
            ("http://exämple.com/", "http://ex%C3%A4mple.com/"),
            ("http://example.com/?a[]=1", "http://example.com/?a%5B%5D=1"),
            ("http://example.com/100%", "http://example.com/100%25"),
            ("http://example.com/%zz", "http://example.com/%25zz"),
            ("http://example.com/#a#b", "http://example.com/#a%23b"),
            ("http://a@b@c/", "http://a%40b@c/"),
            ("http://[a]@c/", "http://%5Ba%5D@c/"),
            ("x:<a>\"{b}\"\\^`|", "x:%3Ca%3E%22%7Bb%7D%22%5C%5E%60%7C"),
        ] {
            let mut leniencies = Leniencies::empty();
            let uri = Uri::read(text, &mut leniencies).unwrap();
            assert_eq!(uri.as_str(), expected);
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), [Leniency::UriCharacter], "{text}");
            assert!(Uri::read_strict(text).is_err(), "{text}");
            assert_eq!(Uri::read_strict(expected).as_ref(), Ok(&uri), "{text}");
        }
    }

    #[test]
    fn white_space_around_is_no_part_of_it() {
        let mut leniencies = Leniencies::empty();
        let uri = Uri::read(" mailto:a@example.com ", &mut leniencies).unwrap();
        assert_eq!(uri.as_str(), "mailto:a@example.com");
        assert_eq!(leniencies.iter().collect::<Vec<_>>(), [Leniency::WhiteSpace]);
        assert_eq!(" a:b\u{7}".parse::<Uri<'_>>().unwrap_err().offset(), 4);
    }

    #[test]
    fn equal_is_what_says_the_same() {
        let hash = |uri: &Uri<'_>| {
            let mut hasher = std::hash::DefaultHasher::new();
            uri.hash(&mut hasher);
            hasher.finish()
        };
        for (one, other, equal) in [
            ("eXAMPLE://a/b/%63/%7bfoo%7d", "example://a/b/c/%7Bfoo%7D", true), // RFC 3986 §6.2.2
            ("http://EXAMPLE.com", "http://example.com", true),
            ("http://me@EXAMPLE.com:80", "http://me@example.com:80", true),
            ("http://ME@example.com", "http://me@example.com", false),
            ("http://example.com/A", "http://example.com/a", false),
            ("http://%45xample.com/", "http://example.com/", true),
            ("http://example.com/%2F", "http://example.com//", false),
            ("http://example.com/%2f", "http://example.com/%2F", true),
            ("http://example.com/?A", "http://example.com/?a", false),
            ("x:%4%34", "x:%44", false),
        ] {
            let [one, other]: [Uri<'_>; 2] = [one, other].map(|text| text.parse().unwrap());
            assert_eq!(one == other, equal, "{one} {other}");
            if equal {
                assert_eq!(hash(&one), hash(&other), "{one} {other}");
            }
        }
    }

    proptest! {
        #[test]
        fn written_uris_read_strictly(uri in any::<Uri<'static>>()) {
            let written = uri.to_string();
            prop_assert_eq!(Uri::read_strict(&written), Ok(uri));
        }

        #[test]
        fn what_reads_is_written_strictly(text in "[a-c:/?#@%0-9é\\[\\] ]{0,12}|x:.{0,20}|x://.{0,20}") {
            if let Ok(uri) = text.parse::<Uri<'_>>() {
                let written = uri.to_string();
                prop_assert_eq!(Uri::read_strict(&written), Ok(uri));
            }
        }
    }
}
