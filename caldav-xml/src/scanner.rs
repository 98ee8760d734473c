//! Tags, character data, comments and instructions: the form of XML, without namespaces.
//!
//! [XML 1.0](https://www.w3.org/TR/xml/), without the internal subset: a declaration of a document type is refused.
//!
//! ```ebnf
//! STag    ::= '<' Name (S Attribute)* S? '>'
//! ETag    ::= '</' Name S? '>'
//! Comment ::= '<!--' ((Char - '-') | ('-' (Char - '-')))* '-->'
//! PI      ::= '<?' PITarget (S (Char* - (Char* '?>' Char*)))? '?>'
//! CDSect  ::= '<![CDATA[' (Char* - (Char* ']]>' Char*)) ']]>'
//! ```

use std::borrow::Cow;

use caldav_types::ExpandedName;
use memchr::memchr;

use crate::XmlErrorKind;
use crate::characters::{
    attribute_value, forbidden_character, is_plain_value, is_white_space, may_have_forbidden, readable,
};

/// Reads the marks of a document one after the other. What a fault concerns is behind it, if anything can be.
#[derive(Debug)]
pub(crate) struct Scanner<'x> {
    source: &'x str,
    at: usize,
    /// Where the last mark begins.
    begin: usize,
    /// Octets in the document may belong to characters that XML does not allow, so that each text is looked at.
    dirty: bool,
}

/// What follows in a document, comments and instructions left out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// A start tag; see [`Scanner::start_tag`].
    Start,
    /// An end tag; see [`Scanner::end_tag`].
    End,
    /// Text, a reference or a CDATA section; see [`Scanner::characters`].
    Characters,
    /// There is nothing more.
    Eof,
}

/// A name as it is written.
///
/// ```ebnf
/// QName ::= (Prefix ':')? LocalPart
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawName<'x> {
    pub(crate) written: &'x str,
    pub(crate) local: &'x str,
    /// The local part is a name. A prefix is where it is declared.
    pub(crate) is_sound: bool,
}

impl<'x> RawName<'x> {
    /// What stands before the colon; empty where there is none.
    #[inline]
    pub(crate) fn prefix(&self) -> &'x str {
        let colon = (self.written.len() - self.local.len()).saturating_sub(1);
        self.written.get(..colon).unwrap_or("")
    }
}

/// An attribute as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawAttribute<'x> {
    pub(crate) name: RawName<'x>,
    pub(crate) value: &'x str,
    pub(crate) at: usize,
    /// Where the value begins.
    pub(crate) value_at: usize,
    /// The value is what is written: there are no references and no white space but blanks in it.
    is_plain: bool,
}

impl<'x> RawAttribute<'x> {
    /// The value, its references resolved.
    #[inline]
    pub(crate) fn value(&self) -> Result<Cow<'x, str>, Fault> {
        if self.is_plain {
            return Ok(Cow::Borrowed(self.value));
        }
        attribute_value(self.value, self.value_at).map(Cow::Owned)
    }
}

/// A piece of character data as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawCharacters<'x> {
    pub(crate) text: &'x str,
    pub(crate) at: usize,
    /// It stood in a CDATA section: there are no references in it.
    pub(crate) section: bool,
}

/// What is not as XML says, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    /// In a box, so that what is right is given back in few words.
    pub(crate) kind: Box<XmlErrorKind>,
    pub(crate) at: usize,
}

impl Fault {
    #[cold]
    pub(crate) fn new(kind: XmlErrorKind, at: usize) -> Self {
        Self { kind: Box::new(kind), at }
    }
}

impl<'x> Scanner<'x> {
    /// Begins at an octet of the source, behind the declaration.
    pub(crate) fn new(source: &'x str, at: usize) -> Self {
        Self { source, at, begin: at, dirty: may_have_forbidden(source.as_bytes()) }
    }

    /// How far the document is read, in octets of the source.
    #[inline]
    pub(crate) const fn offset(&self) -> usize {
        self.at
    }

    /// Where the last mark begins.
    #[inline]
    pub(crate) const fn begin(&self) -> usize {
        self.begin
    }

    /// What follows.
    #[inline]
    pub(crate) fn rest(&self) -> &'x str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Goes over white space.
    #[inline]
    pub(crate) fn white_space(&mut self) {
        self.at = self.after_white_space(self.at);
    }

    /// What follows, not taken yet.
    #[inline]
    pub(crate) fn mark(&mut self) -> Result<Mark, Fault> {
        loop {
            self.begin = self.at;
            match self.octet(self.at) {
                None => return Ok(Mark::Eof),
                Some(b'<') => {}
                Some(_) => return Ok(Mark::Characters),
            }
            match self.octet(self.at + 1) {
                Some(b'/') => return Ok(Mark::End),
                Some(b'!') => {
                    if self.rest().starts_with(SECTION) {
                        return Ok(Mark::Characters);
                    }
                    self.comment()?;
                }
                Some(b'?') => self.instruction()?,
                _ => return Ok(Mark::Start),
            }
        }
    }

    /// Takes the start tag that follows: its name, and whether it is written as `<a/>`, so that no end tag will follow.
    /// Its attributes, no more than `most`, are added to those given.
    #[inline]
    pub(crate) fn start_tag(
        &mut self,
        attributes: &mut Vec<RawAttribute<'x>>,
        most: usize,
    ) -> Result<(RawName<'x>, bool), Fault> {
        let begin = self.at + 1;
        let name = self.name(begin);
        if name.written.is_empty() {
            return Err(self.fault(XmlErrorKind::Syntax("expected a name after \"<\", found none")));
        }
        let end = begin + name.written.len();
        let (after, hollow) = match self.octet(end) {
            Some(b'>') => (end + 1, false),
            _ => self.attributes(end, attributes, most)?,
        };
        self.at = after;
        Ok((name, hollow))
    }

    /// The attributes that begin here, to the end of the tag: what follows it, and whether it ends in `/>`.
    fn attributes(
        &self,
        mut at: usize,
        attributes: &mut Vec<RawAttribute<'x>>,
        most: usize,
    ) -> Result<(usize, bool), Fault> {
        let first = attributes.len();
        loop {
            let begin = self.after_white_space(at);
            match self.octet(begin) {
                None => return Err(self.fault(UNCLOSED_TAG)),
                Some(b'>') => return Ok((begin + 1, false)),
                Some(b'/') if self.octet(begin + 1) == Some(b'>') => return Ok((begin + 2, true)),
                // White space stands before each attribute.
                Some(_) if begin == at => return Err(Fault::new(XmlErrorKind::Attribute, at)),
                Some(_) if attributes.len() - first >= most => {
                    let limit = crate::XmlLimit::Attributes;
                    let kind = XmlErrorKind::LimitExceeded { limit, maximum: most as u64 };
                    return Err(self.fault(kind));
                }
                Some(_) => {}
            }
            let name = self.name(begin);
            let form = || Fault::new(XmlErrorKind::Attribute, begin);
            let equals = self.after_white_space(begin + name.written.len());
            if name.written.is_empty() || !matches!(self.octet(equals), Some(b'=') | None) {
                return Err(form());
            }
            let open = self.after_white_space(equals + 1);
            let quote = match self.octet(open) {
                Some(quote @ (b'"' | b'\'')) => quote,
                None => return Err(self.fault(UNCLOSED_TAG)),
                Some(_) => return Err(form()),
            };
            let rest = self.source.as_bytes().get(open + 1..).unwrap_or_default();
            let Some(length) = memchr(quote, rest) else { return Err(self.fault(UNCLOSED_TAG)) };
            let value = self.between(open + 1, open + 1 + length);
            let is_plain = is_plain_value(value);
            if !is_plain && memchr(b'<', value.as_bytes()).is_some() {
                return Err(form());
            }
            attributes.push(RawAttribute { name, value, at: begin, value_at: open + 1, is_plain });
            at = open + length + 2;
        }
    }

    /// Takes the end tag that follows, which has to repeat the name of the open element as it is written.
    #[inline]
    pub(crate) fn end_tag(&mut self, open: &str) -> Result<(), Fault> {
        let begin = self.at + 2;
        let end = begin + open.len();
        if !open.is_empty() && self.octet(end) == Some(b'>') && self.between(begin, end) == open {
            self.at = end + 1;
            return Ok(());
        }
        self.unusual_end_tag(begin, open)
    }

    /// An end tag with white space in it, or one that is faulty.
    #[cold]
    fn unusual_end_tag(&mut self, begin: usize, open: &str) -> Result<(), Fault> {
        let name = self.name(begin).written;
        let close = self.after_white_space(begin + name.len());
        if self.octet(close) != Some(b'>') {
            let kind = if memchr(b'>', self.rest().as_bytes()).is_none() {
                UNCLOSED_TAG
            } else {
                XmlErrorKind::Syntax("expected a name alone in an end tag, found more")
            };
            return Err(self.fault(kind));
        }
        self.at = close + 1;
        // No name is empty.
        if name.is_empty() || name != open {
            return Err(self.fault(XmlErrorKind::MismatchedEnd { found: readable(name) }));
        }
        Ok(())
    }

    #[cold]
    fn comment(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let Some(content) = rest.strip_prefix("<!--") else {
            let kind = if rest.starts_with("<!DOCTYPE") {
                XmlErrorKind::DocType
            } else {
                XmlErrorKind::Syntax("expected a comment or a CDATA section after \"<!\", found another")
            };
            return Err(self.fault(kind));
        };
        let Some(length) = memchr::memmem::find(content.as_bytes(), b"--") else {
            return Err(self.fault(XmlErrorKind::Syntax("expected \"-->\" after a comment, found none")));
        };
        let (content, after) = content.split_at(length);
        if !after.starts_with("-->") {
            return Err(self.fault(XmlErrorKind::Syntax("expected no \"--\" in a comment, found one")));
        }
        let at = self.at + "<!--".len();
        self.at = at + length + "-->".len();
        self.sound(content, at)
    }

    #[cold]
    fn instruction(&mut self) -> Result<(), Fault> {
        let begin = self.at + "<?".len();
        let target = self.name(begin).written;
        let end = begin + target.len();
        if target.eq_ignore_ascii_case("xml") {
            return Err(self.fault(XmlErrorKind::Syntax("expected one XML declaration, at the start")));
        }
        if ExpandedName::new("", target).is_err() {
            return Err(self.fault(XmlErrorKind::Name(readable(target))));
        }
        let content = self.source.get(end..).unwrap_or("");
        let Some(length) = memchr::memmem::find(content.as_bytes(), b"?>") else {
            return Err(self.fault(XmlErrorKind::Syntax("expected \"?>\" after an instruction, found none")));
        };
        let content = content.get(..length).unwrap_or("");
        if !content.is_empty() && !content.starts_with(is_white_space) {
            return Err(self.fault(XmlErrorKind::Name(readable(target))));
        }
        self.at = end + length + "?>".len();
        self.sound(content, end)
    }

    /// Takes the text up to the next tag or section, or a whole CDATA section; `None` where neither begins.
    #[inline]
    pub(crate) fn characters(&mut self) -> Result<Option<RawCharacters<'x>>, Fault> {
        let at = self.at;
        let rest = self.rest();
        if !rest.starts_with('<') {
            let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            self.at = at + end;
            let text = rest.get(..end).unwrap_or("");
            return Ok(Some(RawCharacters { text, at, section: false }).filter(|_| end > 0));
        }
        let Some(section) = rest.strip_prefix(SECTION) else { return Ok(None) };
        let Some(end) = section_end(section.as_bytes()) else {
            self.begin = at;
            return Err(
                self.fault(XmlErrorKind::Syntax("expected \"]]>\" after a CDATA section, found none"))
            );
        };
        self.at = at + SECTION.len() + end + SECTION_END.len();
        let text = section.get(..end).unwrap_or("");
        Ok(Some(RawCharacters { text, at: at + SECTION.len(), section: true }))
    }

    /// Text without characters that XML does not allow.
    #[inline]
    pub(crate) fn sound(&self, text: &str, at: usize) -> Result<(), Fault> {
        if !self.dirty {
            return Ok(());
        }
        match forbidden_character(text) {
            Some((place, character)) => {
                Err(Fault::new(XmlErrorKind::Character(character.into()), at + place))
            }
            None => Ok(()),
        }
    }

    /// A fault of the mark that begins here.
    #[cold]
    fn fault(&self, kind: XmlErrorKind) -> Fault {
        Fault::new(kind, self.begin)
    }

    #[inline]
    fn octet(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    #[inline]
    fn between(&self, begin: usize, end: usize) -> &'x str {
        self.source.get(begin..end).unwrap_or("")
    }

    /// The name that begins here; empty where none does.
    #[inline]
    fn name(&self, begin: usize) -> RawName<'x> {
        let rest = self.source.as_bytes().get(begin..).unwrap_or_default();
        let (mut end, mut colon, mut kinds) = (begin, None, 0);
        for octet in rest {
            match kind(*octet) {
                0 => break,
                COLON if colon.is_none() => colon = Some(end),
                kind => kinds |= kind,
            }
            end += 1;
        }
        let start = colon.map_or(begin, |colon| colon + 1);
        let local = self.between(start, end);
        let first = self.octet(start).map_or(0, kind);
        let is_plain = first == LETTER && kinds & !(LETTER | DIGIT) == 0;
        let is_sound = colon != Some(begin) && (is_plain || ExpandedName::new("", local).is_ok());
        RawName { written: self.between(begin, end), local, is_sound }
    }

    #[inline]
    fn after_white_space(&self, at: usize) -> usize {
        let mut rest = self.source.as_bytes().get(at..).unwrap_or_default();
        loop {
            rest = match rest {
                // Documents are indented.
                [b' ', b' ', b' ', b' ', rest @ ..] => rest,
                [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] => rest,
                _ => return self.source.len() - rest.len(),
            };
        }
    }
}

/// Where the end of a CDATA section begins.
#[inline]
fn section_end(section: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b']', section)
        .find(|place| section.get(*place..).is_some_and(|rest| rest.starts_with(SECTION_END.as_bytes())))
}

/// Does the end of a CDATA section stand in the text?
#[inline]
pub(crate) fn has_section_end(text: &str) -> bool {
    section_end(text.as_bytes()).is_some()
}

const SECTION: &str = "<![CDATA[";
const SECTION_END: &str = "]]>";
const UNCLOSED_TAG: XmlErrorKind = XmlErrorKind::Syntax("expected \">\" after a tag, found none");

/// What an octet is in a name; 0 where it ends one.
#[inline]
fn kind(octet: u8) -> u8 {
    NAME.get(usize::from(octet)).copied().unwrap_or(0)
}

#[expect(clippy::indexing_slicing, reason = "it is computed when compiled")]
const NAME: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        kinds[octet] = match octet as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => LETTER,
            b'0'..=b'9' | b'-' | b'.' => DIGIT,
            b':' => COLON,
            0x80.. => OTHER,
            _ => 0,
        };
        octet += 1;
    }
    kinds
};
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const COLON: u8 = 4;
/// Of a character outside of ASCII: whether it may stand in a name is looked at by whoever makes one of it.
const OTHER: u8 = 8;
