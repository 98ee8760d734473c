//! Unfolding long lines, and folding them on character edges.
//!
//! [RFC 5545 §3.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.1)
//!
//! A fold is a line end followed by one space or tab. It may stand anywhere, inside of a name or of a UTF-8
//! sequence too, so octets are unfolded first and decoded afterwards.

use std::borrow::Cow;

use memchr::memchr;

/// The most octets a physical line should have, its line end not counted.
pub(crate) const LINE_OCTETS: usize = 75;

/// Removes the folds from octets that end before their last line end.
pub(crate) fn unfold(folded: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\n', folded).is_none() && memchr(b'\r', folded).is_none() {
        return Cow::Borrowed(folded);
    }
    let mut unfolded = Vec::with_capacity(folded.len());
    let mut rest = folded;
    while let Some((piece, after)) = split_at_fold(rest) {
        unfolded.extend_from_slice(piece);
        rest = after;
    }
    unfolded.extend_from_slice(rest);
    Cow::Owned(unfolded)
}

/// The octets before the first fold and those after it.
fn split_at_fold(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr2(b'\r', b'\n', octets.get(from..)?)?;
        let end = line_end(octets.get(at..)?);
        match octets.get(at + end) {
            Some(b' ' | b'\t') if end > 0 => return Some((octets.get(..at)?, octets.get(at + end + 1..)?)),
            _ => from = at + end.max(1),
        }
    }
}

/// How many octets the line end has with which `octets` begin: any carriage returns and one line feed, or
/// carriage returns alone where no line feed follows.
fn line_end(octets: &[u8]) -> usize {
    let returns = octets.iter().take_while(|&&octet| octet == b'\r').count();
    match octets.get(returns) {
        Some(b'\n') => returns + 1,
        // Only a stream without any line feed has such line ends, and there each ends a line.
        _ => returns.min(1),
    }
}

/// Where the octet at `offset` of the unfolded form stands in the folded one.
pub(crate) fn folded_offset(folded: &[u8], offset: usize) -> usize {
    let (mut passed, mut rest, mut left) = (0, folded, offset);
    while let Some((piece, after)) = split_at_fold(rest) {
        if left < piece.len() {
            break;
        }
        left -= piece.len();
        passed += rest.len() - after.len();
        rest = after;
    }
    passed + left.min(rest.len())
}

/// Writes a content line with CRLF behind it, folded so that no physical line has more than 75 octets and no character is
/// cut. The line is taken as it is: unfolded, with what has to be escaped escaped.
///
/// ```
/// let mut out = Vec::new();
/// ical_model::fold_line(b"SUMMARY:Lunch", &mut out);
/// assert_eq!(out, b"SUMMARY:Lunch\r\n");
/// ical_model::fold_line("\u{e9}".repeat(40).as_bytes(), &mut out);
/// assert!(out.split(|octet| *octet == b'\n').all(|line| line.len() <= 76 && std::str::from_utf8(line).is_ok()));
/// ```
pub fn fold_line(line: &[u8], out: &mut Vec<u8>) {
    fold_into(out, line, b"\r\n");
}

/// Writes `line` with `line_end` behind it, folded so that no physical line has more than 75 octets and no
/// character is cut.
pub(crate) fn fold_into(out: &mut Vec<u8>, line: &[u8], line_end: &[u8]) {
    let mut rest = line;
    let mut room = LINE_OCTETS;
    while rest.len() > room {
        let mut cut = room;
        while cut > 1 && rest.get(cut).is_some_and(|octet| octet & 0xC0 == 0x80) {
            cut -= 1;
        }
        let (piece, after) = rest.split_at(cut);
        out.extend_from_slice(piece);
        out.extend_from_slice(line_end);
        out.push(b' ');
        rest = after;
        room = LINE_OCTETS - 1;
    }
    out.extend_from_slice(rest);
    out.extend_from_slice(line_end);
}

#[cfg(test)]
mod tests {
    use super::{fold_into, folded_offset, unfold};

    #[test]
    fn unfolding_removes_a_line_end_and_one_white_space() {
        for (section, folded, unfolded) in [
            (
                "§3.1 example",
                "DESCRIPTION:This is a lo\r\n ng description\r\n  that exists",
                "DESCRIPTION:This is a long description that exists",
            ),
            ("§3.1 tab", "A:b\r\n\tc", "A:bc"),
            ("bare line feed", "A:b\n c", "A:bc"),
            ("doubled carriage return", "A:b\r\r\n c", "A:bc"),
            ("no fold", "A:b c", "A:b c"),
            ("a carriage return in the text is no fold", "A:b\rc\r\n d", "A:b\rcd"),
            ("an empty piece", "A:\r\n \r\n b", "A:b"),
        ] {
            assert_eq!(unfold(folded.as_bytes()), unfolded.as_bytes(), "{section}");
        }
        assert_eq!(&*unfold(b"A:\xC3\r\n \xA4"), "A:ä".as_bytes(), "a fold inside of a character");
    }

    #[test]
    fn an_offset_is_found_again_among_folds() {
        let folded = b"SUMM\r\n ARY:a\r\n\tb";
        for (offset, octet) in b"SUMMARY:ab".iter().enumerate() {
            assert_eq!(folded.get(folded_offset(folded, offset)), Some(octet));
        }
        assert_eq!(folded_offset(folded, 10), folded.len());
    }

    #[test]
    fn a_folded_line_has_at_most_75_octets_and_whole_characters() {
        for text in [
            "a".repeat(75),
            "a".repeat(76),
            "ä".repeat(100),
            "€".repeat(100),
            format!("a{}", "😀".repeat(60)),
        ] {
            let mut out = Vec::new();
            fold_into(&mut out, text.as_bytes(), b"\r\n");
            let written = std::str::from_utf8(&out).expect("no character is cut");
            assert!(written.split("\r\n").all(|line| line.len() <= 75), "{written}");
            assert_eq!(&*unfold(written.strip_suffix("\r\n").unwrap().as_bytes()), text.as_bytes());
        }
    }
}
