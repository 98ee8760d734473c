//! The content of a calendar object: whether it changed, how it is written, whose it is.

use ical_model::property::Uid;
use ical_model::{Calendar, ComponentName};
use sha2::{Digest, Sha256};

/// What two contents have in common that are the same: line breaks do not count, as XML does not keep them
/// ([XML 1.0 §2.11](https://www.w3.org/TR/xml/#sec-line-ends)).
pub(super) fn fingerprint(octets: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut lines = octets.trim_ascii_end().split(|octet| *octet == b'\n').peekable();
    while let Some(line) = lines.next() {
        let end = line.iter().rposition(|octet| *octet != b'\r').map_or(0, |last| last + 1);
        hash.update(line.get(..end).unwrap_or_default());
        if lines.peek().is_some() {
            hash.update(b"\n");
        }
    }
    hex(&hash.finalize())
}

/// A short text that stands for another one.
pub(super) fn mark(text: &str) -> String {
    let mut mark = hex(&Sha256::digest(text.as_bytes()));
    mark.truncate(32);
    mark
}

/// The content with lines that end as RFC 5545 section 3.1 has it.
pub(super) fn with_crlf(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + text.len() / 32);
    let mut before = '\0';
    for c in text.chars() {
        if c == '\n' && before != '\r' {
            written.push('\r');
        }
        written.push(c);
        before = c;
    }
    if !written.is_empty() && before != '\n' {
        written.push_str("\r\n");
    }
    written
}

/// The UID of the calendar object, if it has one.
pub(super) fn uid(octets: &[u8]) -> Option<String> {
    let calendar = Calendar::parse(octets).ok()?;
    let uid = calendar
        .components()
        .filter(|component| !component.is(&ComponentName::VTimeZone))
        .find_map(|component| component.property::<Uid>().ok().flatten())?;
    let uid = uid.value.as_str();
    // It is only compared, and stored for each file.
    Some(if uid.len() > LONGEST_UID { mark(uid) } else { uid.to_owned() })
}

/// RFC 7986 section 5.3 has it no longer, in octets.
const LONGEST_UID: usize = 255;

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, uid, with_crlf};

    #[test]
    fn line_breaks_do_not_count() {
        for (one, other, same) in [
            ("A\r\nB\r\n", "A\nB\n", true),
            ("A\nB", "A\r\nB\r\n\r\n", true),
            ("A\nB", "A\n B", false),
            ("A\nB", "AB", false),
            ("A\r\rB", "AB", false),
            ("", "\r\n", true),
        ] {
            assert_eq!(
                fingerprint(one.as_bytes()) == fingerprint(other.as_bytes()),
                same,
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn lines_end_as_they_should() {
        for (text, expected) in [
            ("A\nB\n", "A\r\nB\r\n"),
            ("A\r\nB\r\n", "A\r\nB\r\n"),
            ("A\nB", "A\r\nB\r\n"),
            ("A\rB\n", "A\rB\r\n"),
            ("", ""),
        ] {
            assert_eq!(with_crlf(text), expected, "{text:?}");
        }
    }

    #[test]
    fn uids() {
        let event = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\n b\nEND:VEVENT\nEND:VCALENDAR\n";
        assert_eq!(uid(event.as_bytes()).as_deref(), Some("ab"));
        assert_eq!(uid(b"nothing"), None);
    }
}
