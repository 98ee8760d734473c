//! The encoding of parameter values: `^n`, `^^` and `^'`.
//!
//! [RFC 6868 §3](https://www.rfc-editor.org/rfc/rfc6868#section-3)

use std::borrow::Cow;

/// Undoes the encoding. A caret before any other character stays, with that character.
pub(crate) fn decode(encoded: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'^', encoded.as_bytes()) else { return Cow::Borrowed(encoded) };
    let (before, mut rest) = encoded.split_at_checked(first).unwrap_or((encoded, ""));
    let mut decoded = String::with_capacity(encoded.len());
    decoded.push_str(before);
    while let Some(character) = rest.chars().next() {
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        let plain = match (character, rest.as_bytes().first()) {
            ('^', Some(b'n')) => Some('\n'),
            ('^', Some(b'^')) => Some('^'),
            ('^', Some(b'\'')) => Some('"'),
            _ => None,
        };
        match plain {
            Some(plain) => {
                decoded.push(plain);
                rest = rest.get(1..).unwrap_or_default();
            }
            None => decoded.push(character),
        }
    }
    Cow::Owned(decoded)
}

/// Writes a value so that it decodes to the same: line breaks, carets and double quotes are encoded, and the
/// value is quoted where it has a character that an unquoted one does not have, or where `quoted` asks for it.
pub(crate) fn encode_into(out: &mut String, value: &str, quoted: bool) {
    let quoted = quoted || value.contains([':', ';', ',']);
    if quoted {
        out.push('"');
    }
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\n' => out.push_str("^n"),
            '^' => out.push_str("^^"),
            '"' => out.push_str("^'"),
            character => out.push(character),
        }
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_into};

    #[test]
    fn values_of_parameters_both_ways() {
        for (section, encoded, decoded) in [
            ("RFC 6868 §3.1 example", "George Herman ^'Babe^' Ruth", "George Herman \"Babe\" Ruth"),
            ("§3 line break", "a^nb", "a\nb"),
            ("§3 caret", "a^^nb", "a^nb"),
            ("a comma is quoted (RFC 5545 §3.2)", "\"a,b\"", "a,b"),
            ("nothing to encode", "ä b", "ä b"),
        ] {
            assert_eq!(decode(encoded.trim_matches('"')), decoded, "{section}");
            let mut out = String::new();
            encode_into(&mut out, decoded, false);
            assert_eq!(out, encoded, "{section}");
        }
    }

    #[test]
    fn a_caret_before_another_character_stays() {
        for text in ["a^b", "^", "a^", "^N", "^ä"] {
            assert_eq!(decode(text), text, "RFC 6868 §3");
        }
    }

    #[test]
    fn every_kind_of_line_break_is_one() {
        let mut out = String::new();
        encode_into(&mut out, "a\r\nb\nc\rd", true);
        assert_eq!(out, "\"a^nb^nc^nd\"");
    }
}
