//! The gate: one root element, balanced, of characters that XML allows, within limits.
//!
//! [RFC 4918 §8.2](https://www.rfc-editor.org/rfc/rfc4918#section-8.2),
//! [§20.6](https://www.rfc-editor.org/rfc/rfc4918#section-20.6)

use std::borrow::Cow;
use std::cell::Cell;

use crate::characters::{is_white_space, readable};
use crate::name::Name;
use crate::reader::ElementReader;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlLimit, XmlOptions, XmlPosition};

/// Reads a document: `read` gets its root, open, and the name of it.
pub(crate) fn read<T>(
    octets: &[u8],
    options: &XmlOptions,
    read: impl for<'x> FnOnce(&mut ElementReader<'x>, Name<'x>) -> Result<T, XmlError>,
) -> Result<(T, Vec<XmlDiagnostic>), XmlError> {
    let mut text = Text::new(octets, options)?;
    let mut diagnostics = std::mem::take(&mut text.diagnostics);
    let mut reader = ElementReader::new(&text, *options);
    let root = reader.root()?;
    let value = read(&mut reader, root)?;
    reader.finish()?;
    diagnostics.append(&mut reader.take_diagnostics());
    Ok((value, diagnostics))
}

/// How much stands before an octet of the characters.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    at: usize,
    octets: usize,
    lines: usize,
}

/// The characters of a document.
#[derive(Debug)]
pub(crate) struct Text<'o> {
    characters: Cow<'o, str>,
    /// Where the first tag can stand: behind the declaration.
    start: usize,
    /// Octets of the input before the characters: a byte order mark.
    before: usize,
    /// The octets are UTF-16, two for most characters.
    utf_16: bool,
    /// The last place that was asked for: the next is counted from there, for there may be one in each element.
    last: Cell<Place>,
    pub(crate) diagnostics: Vec<XmlDiagnostic>,
}

impl<'o> Text<'o> {
    /// Decodes the octets and reads the declaration.
    pub(crate) fn new(octets: &'o [u8], options: &XmlOptions) -> Result<Self, XmlError> {
        let limit = XmlLimit::Octets;
        let maximum = options.limits.maximum(limit);
        if octets.len() as u64 > maximum {
            return Err(at_start(XmlErrorKind::LimitExceeded { limit, maximum }));
        }
        let unit = match octets {
            [0xFE, 0xFF, ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
            [0xFF, 0xFE, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
            _ => None,
        };
        let plain = match unit {
            Some(_) => octets.get(2..).unwrap_or_default(),
            None => octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets),
        };
        let mut text = Self {
            characters: Cow::Borrowed(""),
            start: 0,
            before: octets.len() - plain.len(),
            utf_16: unit.is_some(),
            last: Cell::default(),
            diagnostics: Vec::new(),
        };
        let (characters, sound) = match unit {
            Some(unit) => decode_utf_16(plain, unit),
            None => match std::str::from_utf8(plain) {
                Ok(characters) => (Cow::Borrowed(characters), true),
                Err(error) => {
                    let valid = plain.get(..error.valid_up_to()).unwrap_or_default();
                    (Cow::Borrowed(std::str::from_utf8(valid).unwrap_or("")), false)
                }
            },
        };
        text.characters = characters;
        if !sound {
            return Err(text.error(XmlErrorKind::Encoding, text.characters.len()));
        }
        text.declaration(options)?;
        Ok(text)
    }

    /// All characters, the declaration among them.
    pub(crate) fn characters(&self) -> &str {
        &self.characters
    }

    /// Where the first tag can stand.
    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    /// The place of an octet of the characters in what came in.
    #[cold]
    pub(crate) fn position(&self, at: usize) -> XmlPosition {
        let mut end = at.min(self.characters.len());
        while !self.characters.is_char_boundary(end) {
            end -= 1;
        }
        let from = Some(self.last.get()).filter(|last| last.at <= end).unwrap_or_default();
        let between = self.characters.get(from.at..end).unwrap_or("");
        let octets = if self.utf_16 { 2 * between.encode_utf16().count() } else { between.len() };
        // CRLF, CR and LF each end a line (XML 1.0 section 2.11): the CR of a CRLF is not counted.
        let feeds = between.bytes().filter(|octet| *octet == b'\n').count();
        let following = self.characters.as_bytes().get(from.at + 1..).unwrap_or_default().iter();
        let returns = between
            .bytes()
            .zip(following.map(Some).chain([None]))
            .filter(|(octet, next)| *octet == b'\r' && *next != Some(&b'\n'))
            .count();
        let place = Place { at: end, octets: from.octets + octets, lines: from.lines + feeds + returns };
        self.last.set(place);
        XmlPosition { byte: (self.before + place.octets) as u64, line: 1 + place.lines as u64 }
    }

    #[cold]
    fn error(&self, kind: XmlErrorKind, at: usize) -> XmlError {
        XmlError::new(kind, Vec::new(), self.position(at))
    }

    /// ```ebnf
    /// XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>'
    /// ```
    fn declaration(&mut self, options: &XmlOptions) -> Result<(), XmlError> {
        let trimmed = self.characters.trim_start_matches(is_white_space);
        let begin = self.characters.len() - trimmed.len();
        let rest = trimmed.strip_prefix("<?xml").filter(|rest| rest.starts_with(is_white_space));
        let Some(rest) = rest else { return Ok(()) };
        let declaration = rest.split_once("?>").and_then(|(declaration, after)| {
            Some((Declaration::read(declaration)?, self.characters.len() - after.len()))
        });
        let Some((declaration, end)) = declaration else {
            let kind = XmlErrorKind::Syntax("expected the form of an XML declaration, found another");
            return Err(self.error(kind, begin));
        };
        if !declaration.version.strip_prefix("1.").is_some_and(is_number) {
            let kind = XmlErrorKind::Syntax("expected version 1.0 of XML, found another");
            return Err(self.error(kind, begin));
        }
        let known = if self.utf_16 { &["UTF-16"][..] } else { &["UTF-8", "US-ASCII", "ASCII"][..] };
        let other = declaration
            .encoding
            .filter(|encoding| !known.iter().any(|known| known.eq_ignore_ascii_case(encoding)));
        if let Some(encoding) = other {
            return Err(self.error(XmlErrorKind::UnsupportedEncoding(readable(encoding)), begin));
        }
        if begin > 0 {
            let kind = XmlErrorKind::WhiteSpaceBeforeDeclaration;
            if options.strict {
                return Err(self.error(kind, 0));
            }
            let position = self.position(0);
            self.diagnostics.push(XmlDiagnostic { kind, position });
        }
        self.start = end;
        Ok(())
    }
}

/// What an XML declaration says.
#[derive(Debug)]
struct Declaration<'t> {
    version: &'t str,
    encoding: Option<&'t str>,
}

impl<'t> Declaration<'t> {
    /// What stands between `<?xml` and `?>`.
    fn read(text: &'t str) -> Option<Self> {
        let (version, rest) = pseudo_attribute(text, "version")?;
        let version = version?;
        let (encoding, rest) = pseudo_attribute(rest, "encoding")?;
        let (standalone, rest) = pseudo_attribute(rest, "standalone")?;
        let right = standalone.is_none_or(|standalone| matches!(standalone, "yes" | "no"));
        (right && rest.chars().all(is_white_space)).then_some(Self { version, encoding })
    }
}

/// A value of a declaration, where it has this one, and what follows; `None` where it is not formed as it should be.
fn pseudo_attribute<'t>(text: &'t str, name: &str) -> Option<(Option<&'t str>, &'t str)> {
    let trimmed = text.trim_start_matches(is_white_space);
    let Some(rest) = trimmed.strip_prefix(name).filter(|_| trimmed.len() < text.len()) else {
        return Some((None, text));
    };
    let rest = rest.trim_start_matches(is_white_space).strip_prefix('=')?;
    let rest = rest.trim_start_matches(is_white_space);
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, rest) = rest.get(1..)?.split_once(quote)?;
    Some((Some(value), rest))
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The characters, and whether they are all there are.
fn decode_utf_16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'static, str>, bool) {
    let (pairs, rest) = octets.as_chunks::<2>();
    let mut characters = String::with_capacity(pairs.len());
    for character in char::decode_utf16(pairs.iter().copied().map(unit)) {
        match character {
            Ok(character) => characters.push(character),
            Err(_) => return (characters.into(), false),
        }
    }
    (characters.into(), rest.is_empty())
}

#[cold]
fn at_start(kind: XmlErrorKind) -> XmlError {
    XmlError::new(kind, Vec::new(), XmlPosition { byte: 0, line: 1 })
}

#[cfg(test)]
mod tests;
