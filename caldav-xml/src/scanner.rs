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

use memchr::memchr;

use crate::XmlErrorKind;
use crate::characters::{forbidden_character, is_white_space, may_have_forbidden, readable};

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
pub(crate) enum Mark<'x> {
    /// A start tag was taken; its attributes were added to those given.
    Start {
        /// The name as it is written.
        name: &'x str,
        /// Written as `<a/>`: no end tag will follow.
        hollow: bool,
    },
    /// An end tag was taken.
    End {
        /// The name as it is written.
        name: &'x str,
    },
    /// Text, a reference or a CDATA section follows; see [`Scanner::characters`].
    Characters,
    /// There is nothing more.
    Eof,
}

/// An attribute as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawAttribute<'x> {
    pub(crate) name: &'x str,
    pub(crate) value: &'x str,
    pub(crate) at: usize,
    /// Where the value begins.
    pub(crate) value_at: usize,
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
    pub(crate) kind: XmlErrorKind,
    pub(crate) at: usize,
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

    /// The next mark. No more than `most` attributes are read.
    #[inline]
    pub(crate) fn mark(
        &mut self,
        attributes: &mut Vec<RawAttribute<'x>>,
        most: usize,
    ) -> Result<Mark<'x>, Fault> {
        loop {
            self.begin = self.at;
            match self.octet(self.at) {
                None => return Ok(Mark::Eof),
                Some(b'<') => {}
                Some(_) => return Ok(Mark::Characters),
            }
            match self.octet(self.at + 1) {
                Some(b'/') => return self.end_tag(),
                Some(b'!') => {
                    if self.rest().starts_with(SECTION) {
                        return Ok(Mark::Characters);
                    }
                    self.comment()?;
                }
                Some(b'?') => self.instruction()?,
                _ => return self.start_tag(attributes, most),
            }
        }
    }

    #[inline]
    fn start_tag(&mut self, attributes: &mut Vec<RawAttribute<'x>>, most: usize) -> Result<Mark<'x>, Fault> {
        let begin = self.at + 1;
        let end = self.name_end(begin);
        let name = self.between(begin, end);
        if name.is_empty() {
            return Err(self.fault(XmlErrorKind::Syntax("expected a name after \"<\", found none")));
        }
        let (after, hollow) = match self.octet(end) {
            Some(b'>') => (end + 1, false),
            _ => self.attributes(end, attributes, most)?,
        };
        self.at = after;
        Ok(Mark::Start { name, hollow })
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
                Some(_) if begin == at => return Err(Fault { kind: XmlErrorKind::Attribute, at }),
                Some(_) if attributes.len() - first >= most => {
                    let limit = crate::XmlLimit::Attributes;
                    let kind = XmlErrorKind::LimitExceeded { limit, maximum: most as u64 };
                    return Err(self.fault(kind));
                }
                Some(_) => {}
            }
            let end = self.name_end(begin);
            let form = Fault { kind: XmlErrorKind::Attribute, at: begin };
            let equals = self.after_white_space(end);
            if end == begin || !matches!(self.octet(equals), Some(b'=') | None) {
                return Err(form);
            }
            let open = self.after_white_space(equals + 1);
            let quote = match self.octet(open) {
                Some(quote @ (b'"' | b'\'')) => quote,
                None => return Err(self.fault(UNCLOSED_TAG)),
                Some(_) => return Err(form),
            };
            let rest = self.source.as_bytes().get(open + 1..).unwrap_or_default();
            let Some(length) = memchr(quote, rest) else { return Err(self.fault(UNCLOSED_TAG)) };
            let value = self.between(open + 1, open + 1 + length);
            if memchr(b'<', value.as_bytes()).is_some() {
                return Err(form);
            }
            attributes.push(RawAttribute {
                name: self.between(begin, end),
                value,
                at: begin,
                value_at: open + 1,
            });
            at = open + length + 2;
        }
    }

    #[inline]
    fn end_tag(&mut self) -> Result<Mark<'x>, Fault> {
        let begin = self.at + 2;
        let end = self.name_end(begin);
        let close = self.after_white_space(end);
        if self.octet(close) != Some(b'>') {
            let kind = if memchr(b'>', self.rest().as_bytes()).is_none() {
                UNCLOSED_TAG
            } else {
                XmlErrorKind::Syntax("expected a name alone in an end tag, found more")
            };
            return Err(self.fault(kind));
        }
        self.at = close + 1;
        Ok(Mark::End { name: self.between(begin, end) })
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
        let end = self.name_end(begin);
        let target = self.between(begin, end);
        if target.eq_ignore_ascii_case("xml") {
            return Err(self.fault(XmlErrorKind::Syntax("expected one XML declaration, at the start")));
        }
        if caldav_types::ExpandedName::new("", target).is_err() {
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
                Err(Fault { kind: XmlErrorKind::Character(character.into()), at: at + place })
            }
            None => Ok(()),
        }
    }

    /// A fault of the mark that begins here.
    #[cold]
    fn fault(&self, kind: XmlErrorKind) -> Fault {
        Fault { kind, at: self.begin }
    }

    #[inline]
    fn octet(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    #[inline]
    fn between(&self, begin: usize, end: usize) -> &'x str {
        self.source.get(begin..end).unwrap_or("")
    }

    /// Where a name that begins here ends.
    #[inline]
    fn name_end(&self, begin: usize) -> usize {
        let rest = self.source.as_bytes().get(begin..).unwrap_or_default();
        begin
            + rest.iter().position(|octet| NAME.get(usize::from(*octet)) != Some(&true)).unwrap_or(rest.len())
    }

    #[inline]
    fn after_white_space(&self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or_default();
        at + rest
            .iter()
            .position(|octet| !matches!(octet, b' ' | b'\t' | b'\n' | b'\r'))
            .unwrap_or(rest.len())
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

/// The octets of names: what else XML allows of them is looked at by whoever reads them.
#[expect(clippy::indexing_slicing, reason = "it is computed when compiled")]
const NAME: [bool; 256] = {
    let mut of_name = [false; 256];
    let mut octet = 0;
    while octet < 256 {
        of_name[octet] = octet >= 0x80
            || (octet as u8).is_ascii_alphanumeric()
            || matches!(octet as u8, b'-' | b'_' | b'.' | b':');
        octet += 1;
    }
    of_name
};
