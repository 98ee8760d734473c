//! Characters of XML, references to them, and the ends of lines.
//!
//! [XML 1.0 §2.2](https://www.w3.org/TR/xml/#charsets), [§2.11](https://www.w3.org/TR/xml/#sec-line-ends),
//! [§4.1](https://www.w3.org/TR/xml/#sec-references)

use std::borrow::Cow;

use memchr::memchr;

use crate::XmlErrorKind;
use crate::scanner::Fault;

/// Is text what is written: no reference, end of a line to be made another, or end of a section in it?
#[inline]
pub(crate) fn is_plain_text(raw: &str) -> bool {
    memchr::memchr3(b'&', b'\r', b']', raw.as_bytes()).is_none()
}

/// Text with its references resolved and its line ends as XML makes them.
#[inline]
pub(crate) fn unescaped(raw: &str, at: usize) -> Result<Cow<'_, str>, Fault> {
    let mut marks = memchr::memchr2_iter(b'&', b'\r', raw.as_bytes());
    let Some(first) = marks.next() else { return Ok(Cow::Borrowed(raw)) };
    let mut text = String::with_capacity(raw.len());
    let mut taken = 0;
    // No mark stands within a reference.
    for place in std::iter::once(first).chain(marks) {
        text.push_str(raw.get(taken..place).unwrap_or(""));
        let marked = raw.get(place..).unwrap_or("");
        taken = match marked.strip_prefix('&') {
            Some(after) => raw.len() - reference(after, &mut text, at + place)?.len(),
            None => place + line_end(marked, &mut text),
        };
    }
    text.push_str(raw.get(taken..).unwrap_or(""));
    Ok(Cow::Owned(text))
}

/// The text of a CDATA section, with the line ends that XML makes of CRLF and CR.
#[inline]
pub(crate) fn with_new_lines(raw: &str) -> Cow<'_, str> {
    let mut returns = memchr::memchr_iter(b'\r', raw.as_bytes());
    let Some(first) = returns.next() else { return Cow::Borrowed(raw) };
    let mut text = String::with_capacity(raw.len());
    let mut taken = 0;
    for place in std::iter::once(first).chain(returns) {
        text.push_str(raw.get(taken..place).unwrap_or(""));
        taken = place + line_end(raw.get(place..).unwrap_or(""), &mut text);
    }
    text.push_str(raw.get(taken..).unwrap_or(""));
    Cow::Owned(text)
}

/// Octets of a line end that are done with: the LF of a CRLF is left to the text that follows.
#[inline]
fn line_end(text: &str, normal: &mut String) -> usize {
    if text.as_bytes().get(1) != Some(&b'\n') {
        normal.push('\n');
    }
    1
}

/// Is the value of an attribute what is written, and without a tag in it?
#[inline]
pub(crate) fn is_plain_value(raw: &str) -> bool {
    let marked = |octet| matches!(octet, b'<' | b'&' | b'\t' | b'\n' | b'\r');
    // Without leaving early it is done many octets at once.
    !raw.bytes().fold(false, |found, octet| found | marked(octet))
}

/// The value of an attribute with its references resolved and white space as blanks
/// ([§3.3.3](https://www.w3.org/TR/xml/#AVNormalize)).
pub(crate) fn attribute_value(raw: &str, at: usize) -> Result<String, Fault> {
    let marked = |octet: &u8| matches!(octet, b'&' | b'\t' | b'\n' | b'\r');
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(place) = rest.as_bytes().iter().position(marked) {
        let (plain, marked) = rest.split_at(place);
        value.push_str(plain);
        if let Some(after) = marked.strip_prefix('&') {
            rest = reference(after, &mut value, at + (raw.len() - marked.len()))?;
        } else {
            value.push(' ');
            rest = after_line_end(marked);
        }
    }
    value.push_str(rest);
    Ok(value)
}

/// What follows the CRLF, CR or other octet that stands here.
#[inline]
fn after_line_end(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.get(1..)).unwrap_or("")
}

/// Resolves the reference whose name begins here and gives back what follows it.
#[inline]
fn reference<'t>(after: &'t str, text: &mut String, at: usize) -> Result<&'t str, Fault> {
    for (written, character) in FREQUENT {
        if let Some(rest) = after.strip_prefix(written) {
            text.push(character);
            return Ok(rest);
        }
    }
    let window = after.as_bytes().get(..REFERENCE.min(after.len())).unwrap_or_default();
    let Some(end) = memchr(b';', window) else {
        let kind = XmlErrorKind::Syntax("expected \";\" at the end of a reference, found none");
        return Err(Fault::new(kind, at));
    };
    let (name, rest) = after.split_at(end);
    text.push(referenced(name).map_err(|kind| Fault::new(kind, at))?);
    Ok(rest.get(1..).unwrap_or(""))
}

fn referenced(name: &str) -> Result<char, XmlErrorKind> {
    let Some(number) = name.strip_prefix('#') else {
        return Err(XmlErrorKind::UnknownEntity(readable(name)));
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(XmlErrorKind::UnknownEntity(readable(name)));
    }
    // A number too long to hold is beyond the last character all the same.
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    char::from_u32(code).filter(|character| is_character(*character)).ok_or(XmlErrorKind::Character(code))
}

/// Where the first character stands that XML does not allow.
pub(crate) fn forbidden_character(text: &str) -> Option<(usize, char)> {
    if !may_have_forbidden(text.as_bytes()) {
        return None;
    }
    text.char_indices().find(|(_, character)| !is_character(*character))
}

/// Are there octets that may belong to a character that XML does not allow?
pub(crate) fn may_have_forbidden(octets: &[u8]) -> bool {
    // A whole block at a time, without leaving early, is what can be done many octets at once.
    octets.chunks(BLOCK).any(|block| {
        block.iter().fold(false, |found, octet| {
            found | (*octet < 0x20) & !matches!(octet, b'\t' | b'\n' | b'\r') | (*octet == 0xEF)
        })
    })
}

/// `Char`
pub(crate) const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// `S`
#[inline]
pub(crate) const fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// What an error says of a value: its first characters.
pub(crate) fn readable(text: &str) -> String {
    text.chars().take(READABLE).collect()
}

/// The entities that XML defines, and the reference that calendars are full of.
const FREQUENT: [(&str, char); 6] =
    [("#13;", '\r'), ("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\'')];
/// Octets looked at before a reference without end is called so: names of entities are short.
const REFERENCE: usize = 64;
/// Octets looked at at once.
const BLOCK: usize = 4096;
const READABLE: usize = 64;
