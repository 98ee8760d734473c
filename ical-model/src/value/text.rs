//! The TEXT value type: text for people, with some characters escaped.
//!
//! [RFC 5545 §3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11)
//!
//! ```abnf
//! text         = *(TSAFE-CHAR / ":" / DQUOTE / ESCAPED-CHAR)
//! ESCAPED-CHAR = ("\\" / "\;" / "\," / "\N" / "\n")
//! TSAFE-CHAR   = WSP / %x21 / %x23-2B / %x2D-39 / %x3C-5B / %x5D-7E / NON-US-ASCII
//! ```

use core::fmt::{self, Write};
use std::borrow::Cow;

use super::{Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead, from_str_owned};

/// A TEXT, without its escapes. Line breaks are "\n".
///
/// It borrows from what it was read from as long as nothing was escaped there.
///
/// ```
/// use ical_model::value::Text;
/// let text: Text = r"Conference Room - 3B\nCome Prepared\, please.".parse()?;
/// assert_eq!(text.as_str(), "Conference Room - 3B\nCome Prepared, please.");
/// assert_eq!(text.to_string(), r"Conference Room - 3B\nCome Prepared\, please.");
/// assert_eq!(Text::new("a;b")?.to_string(), r"a\;b");
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    /// Text as it is meant, with nothing escaped. Line breaks of CR LF or CR alone become LF.
    ///
    /// # Errors
    ///
    /// A control character other than tab and line break, which iCalendar cannot say.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        let control = |octet: u8| octet.is_ascii_control() && !matches!(octet, b'\t' | b'\n' | b'\r');
        if let Some(offset) = text.bytes().position(control) {
            return Err(ValueError::new(ValueErrorKind::ControlCharacter, offset));
        }
        if memchr::memchr(b'\r', text.as_bytes()).is_none() {
            return Ok(Self(text));
        }
        Ok(Self(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))))
    }

    /// The text as it is meant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Text<'static> {
        Text(Cow::Owned(self.0.into_owned()))
    }

    /// The text as it is meant, to keep; borrowed while nothing was escaped.
    #[must_use]
    pub fn into_inner(self) -> Cow<'a, str> {
        self.0
    }
}

impl<'a> ValueRead<'a> for Text<'a> {
    #[inline]
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        if is_plain(text.as_bytes()) {
            return Ok(Self(Cow::Borrowed(text)));
        }
        Ok(Self(unescape(text, leniencies)))
    }
}

from_str_owned!(Text);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = &*self.0;
        while let Some(place) = rest.find(['\\', ';', ',', '\n']) {
            let (plain, special) = rest.split_at(place);
            f.write_str(plain)?;
            let mut characters = special.chars();
            match characters.next() {
                Some('\n') => f.write_str("\\n")?,
                Some(character) => {
                    f.write_str("\\")?;
                    f.write_char(character)?;
                }
                None => {}
            }
            rest = characters.as_str();
        }
        f.write_str(rest)
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Is there nothing to unescape and nothing to report?
///
/// It looks at every octet without stopping early, which the compiler turns into wide instructions.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    !text.iter().fold(false, |found, octet| found | is_special(*octet))
}

#[inline]
const fn is_special(octet: u8) -> bool {
    ((octet < 0x20) & (octet != b'\t'))
        | (octet == 0x7F)
        | (octet == b'\\')
        | (octet == b';')
        | (octet == b',')
}

/// Undoes the escapes. Text whose only oddities are separators without a backslash stays borrowed.
fn unescape<'a>(text: &'a str, leniencies: &mut Leniencies) -> Cow<'a, str> {
    // Unescaping makes text shorter, never longer.
    let mut meant = String::with_capacity(if text.contains('\\') { text.len() } else { 0 });
    let mut copied = 0;
    let mut octets = text.bytes().enumerate();
    while let Some((place, octet)) = octets.next() {
        match octet {
            b'\\' => {
                meant.push_str(text.get(copied..place).unwrap_or_default());
                // What follows an escape is copied with the plain text after it, except for a line break.
                copied = place + 1;
                match text.as_bytes().get(place + 1) {
                    Some(b'n' | b'N') => {
                        meant.push('\n');
                        copied = place + 2;
                    }
                    Some(b'\\' | b';' | b',') => {}
                    Some(b':') => leniencies.insert(Leniency::TextEscapedColon),
                    Some(next) => {
                        leniencies.insert(Leniency::TextEscape);
                        if is_special(*next) {
                            // A control character, which the next turn of the loop leaves out.
                            continue;
                        }
                    }
                    None => {
                        leniencies.insert(Leniency::TextEscape);
                        copied = place;
                    }
                }
                octets.next();
            }
            b';' => leniencies.insert(Leniency::TextSemicolon),
            b',' => leniencies.insert(Leniency::TextComma),
            control if is_special(control) => {
                leniencies.insert(Leniency::TextControl);
                meant.push_str(text.get(copied..place).unwrap_or_default());
                copied = place + 1;
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    meant.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(meant)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts() {
        for (section, text, expected) in [
            (
                "§3.3.11 example",
                r"Project XYZ Final Review\nConference Room - 3B\nCome Prepared.",
                "Project XYZ Final Review\nConference Room - 3B\nCome Prepared.",
            ),
            ("§3.3.11 backslash", r"C:\\temp", r"C:\temp"),
            ("§3.3.11 backslash before n", r"C:\\new", r"C:\new"),
            ("§3.3.11 semicolon, comma", r"a\;b\,c", "a;b,c"),
            ("§3.3.11 colon, quote", "a:\"b\"", "a:\"b\""),
            ("§3.3.11 tab", "a\tb", "a\tb"),
            ("§3.3.11 other letters", "Füße – 日本", "Füße – 日本"),
            ("§3.3.11 escape after others", r"日\n本", "日\n本"),
            ("§3.3.11 nothing", "", ""),
        ] {
            let read = Text::read_strict(text).unwrap();
            assert_eq!(read.as_str(), expected, "{section}: {text}");
            assert_eq!(read.to_string(), text, "{section}: {text}");
        }
        assert_eq!(Text::read_strict(r"a\Nb").unwrap().as_str(), "a\nb");
    }

    #[test]
    fn departures_are_leniencies() {
        for (text, expected, leniency) in [
            ("\\\"a\\\"", "\"a\"", Leniency::TextEscape),
            (r"C:\temp", "C:temp", Leniency::TextEscape),
            (r"\é", "é", Leniency::TextEscape),
            (r"a\", r"a\", Leniency::TextEscape),
            (r"12\:30", "12:30", Leniency::TextEscapedColon),
            ("a, b", "a, b", Leniency::TextComma),
            ("a; b", "a; b", Leniency::TextSemicolon),
            ("a\u{0}b\u{7F}", "ab", Leniency::TextControl),
            ("a\rb", "ab", Leniency::TextControl),
        ] {
            let mut leniencies = Leniencies::empty();
            let read = Text::read(text, &mut leniencies).unwrap();
            assert_eq!(read.as_str(), expected, "{text:?}");
            assert_eq!(leniencies.iter().collect::<Vec<_>>(), [leniency], "{text:?}");
            let kind = ValueErrorKind::Lenient(leniency);
            assert_eq!(Text::read_strict(text).unwrap_err().kind(), kind, "{text:?}");
        }
        assert_eq!("a\\\u{1}b".parse::<Text<'_>>().unwrap().as_str(), "ab");
    }

    #[test]
    fn what_is_not_escaped_is_borrowed() {
        for text in ["plain text", "a, b", ""] {
            let read = Text::read(text, &mut Leniencies::empty()).unwrap();
            assert!(matches!(read.into_inner(), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn line_breaks_become_one_kind_and_control_characters_are_refused() {
        assert_eq!(Text::new("a\r\nb\rc\nd").unwrap().to_string(), r"a\nb\nc\nd");
        let error = Text::new("ab\u{7}").unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ValueErrorKind::ControlCharacter, 2));
    }

    proptest! {
        #[test]
        fn written_texts_read_strictly(text in any::<Text<'static>>()) {
            let written = text.to_string();
            prop_assert_eq!(Text::read_strict(&written), Ok(text));
        }

        #[test]
        fn any_text_reads_and_is_written_strictly(text in "[\\\\nN;,:\"\u{0}-\u{20}é]{0,20}|.{0,40}") {
            let read: Text<'_> = text.parse().unwrap();
            let written = read.to_string();
            prop_assert_eq!(Text::read_strict(&written), Ok(read));
        }
    }
}
