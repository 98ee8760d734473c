//! Elements one after the other, by expanded name.

use std::borrow::Cow;
use std::cell::Cell;

use crate::characters::{is_plain_text, is_white_space, readable, unescaped, with_new_lines};
use crate::document::Text;
use crate::name::{Name, Namespace};
use crate::scanner::{Mark, RawAttribute, RawCharacters, RawName, Scanner, has_section_end};
use crate::scopes::Scopes;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlLimit, XmlOptions};

mod attributes;
mod error;
mod namespaces;

use namespaces::declared_prefix;

/// Reads the elements of a document, the innermost open one at a time.
///
/// What is read of an element consumes it to its end: [`text`](Self::text), [`skip`](Self::skip), or its children
/// until there are none. What a reader of a child left over is skipped.
#[derive(Debug)]
pub(crate) struct ElementReader<'x> {
    text: &'x Text<'x>,
    scanner: Scanner<'x>,
    scopes: Scopes<'x>,
    open: Vec<Open<'x>>,
    /// The attributes of all open elements, those of the innermost last.
    attributes: Vec<RawAttribute<'x>>,
    /// The element that ended last, if none began since.
    ended: Option<Open<'x>>,
    /// The innermost element is written as `<a/>`: no end tag will follow.
    hollow: bool,
    elements: u64,
    /// Octets of the names that were written out.
    named: Cell<u64>,
    /// Declared namespaces that are slips for known ones, as long as no element in them was seen.
    slips: Vec<Slip>,
    options: XmlOptions,
    diagnostics: Vec<XmlDiagnostic>,
}

#[derive(Clone, Copy, Debug)]
struct Slip {
    namespace: Namespace,
    meant: &'static str,
}

#[derive(Clone, Copy, Debug)]
struct Open<'x> {
    name: Name<'x>,
    /// The name as it is written.
    tag: &'x str,
    /// How many attributes belong to the elements around it.
    attributes: usize,
    /// How many declarations of namespaces do.
    bindings: usize,
    at: usize,
}

/// Where the children of an element are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Children {
    depth: usize,
}

impl Children {
    /// The next child, open now; `None` when the element has ended.
    #[inline]
    pub(crate) fn next<'x>(self, reader: &mut ElementReader<'x>) -> Result<Option<Name<'x>>, XmlError> {
        reader.next_child(self.depth)
    }

    /// An error in the element whose children these are, which may have ended by now.
    #[cold]
    pub(crate) fn error(self, reader: &ElementReader<'_>, kind: XmlErrorKind) -> XmlError {
        let around = reader.open.get(..self.depth).unwrap_or(&reader.open);
        let ended = reader.ended.iter().filter(|_| reader.open.len() < self.depth);
        let at = ended.clone().chain(around.last()).next().map_or(0, |parent| parent.at);
        XmlError::new(kind, reader.path(around.iter().chain(ended)), reader.position(at))
    }
}

/// Text and elements, for what keeps everything.
#[derive(Debug)]
pub(crate) enum Piece<'x> {
    Element(Name<'x>),
    Text(Cow<'x, str>),
}

/// What follows in the innermost open element.
#[derive(Clone, Copy, Debug)]
enum Token {
    /// An element, open now.
    Start,
    /// An element with a prefix that is not declared, open now.
    Unbound,
    End,
    /// Character data, not taken yet.
    Characters,
    Eof,
}

impl<'x> ElementReader<'x> {
    pub(crate) fn new(text: &'x Text<'x>, options: XmlOptions) -> Self {
        Self {
            text,
            scanner: Scanner::new(text.characters(), text.start()),
            scopes: Scopes::new(),
            open: Vec::new(),
            attributes: Vec::new(),
            ended: None,
            hollow: false,
            elements: 0,
            named: Cell::new(0),
            slips: Vec::new(),
            options,
            diagnostics: Vec::new(),
        }
    }

    /// The root, open now.
    pub(crate) fn root(&mut self) -> Result<Name<'x>, XmlError> {
        loop {
            self.scanner.white_space();
            match self.token()? {
                Token::Start => return Ok(self.name()),
                // There is no root to be read.
                Token::Unbound => self.skip()?,
                // White space may stand after a comment.
                Token::Characters if self.scanner.rest().starts_with(is_white_space) => {}
                Token::Characters | Token::End => return Err(self.outside_root()),
                Token::Eof => return Err(self.error_at(XmlErrorKind::NoElement, self.offset())),
            }
        }
    }

    /// Makes sure that nothing stands after the root.
    pub(crate) fn finish(&mut self) -> Result<(), XmlError> {
        while !self.open.is_empty() {
            self.skip()?;
        }
        loop {
            self.scanner.white_space();
            match self.token()? {
                Token::Eof => return Ok(()),
                Token::Characters if self.scanner.rest().starts_with(is_white_space) => {}
                _ => return Err(self.outside_root()),
            }
        }
    }

    #[cold]
    fn outside_root(&mut self) -> XmlError {
        let at = self.scanner.begin();
        self.open.clear();
        self.error_at(XmlErrorKind::OutsideRoot, at)
    }

    /// The children of the innermost open element.
    #[inline]
    pub(crate) fn children(&self) -> Children {
        Children { depth: self.open.len() }
    }

    #[inline]
    fn next_child(&mut self, depth: usize) -> Result<Option<Name<'x>>, XmlError> {
        while self.open.len() > depth {
            self.skip()?;
        }
        if self.open.len() < depth {
            return Ok(None);
        }
        loop {
            if !self.hollow {
                self.scanner.white_space();
            }
            match self.token()? {
                Token::Start => return Ok(Some(self.name())),
                Token::End => return Ok(None),
                Token::Unbound => self.skip()?,
                Token::Characters => self.stray_text()?,
                Token::Eof => return Err(self.unexpected_end()),
            }
        }
    }

    /// Text where elements alone are allowed.
    #[cold]
    fn stray_text(&mut self) -> Result<(), XmlError> {
        let at = self.offset();
        let mut text = Cow::Borrowed("");
        self.characters(&mut text)?;
        if text.chars().all(is_white_space) {
            return Ok(());
        }
        self.tolerate_at(XmlErrorKind::UnexpectedText, at)
    }

    /// The next element or text in the innermost open element; `None` at its end.
    pub(crate) fn next_piece(&mut self, children: Children) -> Result<Option<Piece<'x>>, XmlError> {
        let Children { depth, .. } = children;
        while self.open.len() > depth {
            self.skip()?;
        }
        if self.open.len() < depth {
            return Ok(None);
        }
        loop {
            match self.token()? {
                Token::Start => return Ok(Some(Piece::Element(self.name()))),
                Token::End => return Ok(None),
                Token::Unbound => self.skip()?,
                Token::Characters => {
                    let mut text = Cow::Borrowed("");
                    self.characters(&mut text)?;
                    return Ok(Some(Piece::Text(text)));
                }
                Token::Eof => return Err(self.unexpected_end()),
            }
        }
    }

    /// The text of the innermost open element, joined, to its end. Elements in it are left out with a diagnostic.
    pub(crate) fn text(&mut self) -> Result<Cow<'x, str>, XmlError> {
        let mut joined = Cow::Borrowed("");
        loop {
            match self.token()? {
                Token::Characters => self.characters(&mut joined)?,
                Token::Start => {
                    let at = self.scanner.begin();
                    let kind = XmlErrorKind::UnexpectedElement(self.expanded(self.name())?);
                    self.tolerate_at(kind, at)?;
                    self.skip()?;
                }
                Token::Unbound => self.skip()?,
                Token::End => return Ok(joined),
                Token::Eof => return Err(self.unexpected_end()),
            }
        }
    }

    /// Takes the character data that follows, up to the next tag, comment or instruction: text, references and CDATA
    /// sections.
    #[inline]
    fn characters(&mut self, joined: &mut Cow<'x, str>) -> Result<(), XmlError> {
        loop {
            let raw = self.scanner.characters();
            let Some(RawCharacters { text, at, section }) = raw.map_err(|fault| self.fault(fault))? else {
                return Ok(());
            };
            if (joined.len() + text.len()) as u64 > self.options.limits.text {
                return Err(self.limit_error(XmlLimit::Text, at));
            }
            self.scanner.sound(text, at).map_err(|fault| self.fault(fault))?;
            let text = if section {
                with_new_lines(text)
            } else if is_plain_text(text) {
                Cow::Borrowed(text)
            } else {
                if has_section_end(text) {
                    let kind = XmlErrorKind::Syntax("expected \"]]&gt;\" in text, found \"]]>\"");
                    self.tolerate_at(kind, at)?;
                }
                unescaped(text, at).map_err(|fault| self.fault(fault))?
            };
            if joined.is_empty() {
                *joined = text;
            } else {
                joined.to_mut().push_str(&text);
            }
        }
    }

    /// Goes to the end of the innermost open element.
    pub(crate) fn skip(&mut self) -> Result<(), XmlError> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            let passed = match self.token() {
                Ok(Token::Eof) => return Err(self.unexpected_end()),
                Ok(Token::Characters) => self.characters(&mut Cow::Borrowed("")),
                Ok(_) => Ok(()),
                Err(error) => Err(error),
            };
            match passed {
                // What is skipped may hold what nobody reads.
                Err(error) if self.options.strict || !error.kind().is_local() => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// An element of which nothing but its presence counts.
    pub(crate) fn empty(&mut self) -> Result<(), XmlError> {
        self.skip()
    }

    /// Is the innermost open element, of which nothing has been read yet, without content and without attributes? It
    /// may declare namespaces, which say nothing by themselves.
    pub(crate) fn is_hollow(&self) -> bool {
        (self.hollow || self.scanner.rest().starts_with("</"))
            && self.open.last().is_some_and(|open| {
                self.raw_attributes(open).iter().all(|attribute| declared_prefix(attribute).is_some())
            })
    }

    /// Can the value of the innermost open element, of which nothing has been read yet, be that of one without content?
    pub(crate) fn may_be_empty(&self) -> bool {
        let content = self.scanner.rest().trim_start_matches(is_white_space);
        self.hollow
            || content.strip_prefix("<").is_some_and(|content| {
                content.strip_prefix("![CDATA[").is_none_or(|section| section.starts_with("]]>"))
            })
    }

    /// Does nothing but white space and comments stand in the innermost open element, of which nothing has been read
    /// yet?
    pub(crate) fn is_blank(&self) -> bool {
        if self.hollow {
            return true;
        }
        let mut rest = self.scanner.rest();
        loop {
            rest = rest.trim_start_matches(is_white_space);
            let comment = rest.strip_prefix("<!--").map(|comment| comment.split_once("-->"));
            let Some(skipped) =
                comment.or_else(|| rest.strip_prefix("<?").map(|instruction| instruction.split_once("?>")))
            else {
                return rest.starts_with("</");
            };
            let Some((_, after)) = skipped else { return false };
            rest = after;
        }
    }

    /// The name of the innermost open element; an empty one where none is.
    #[inline]
    pub(crate) fn name(&self) -> Name<'x> {
        self.open.last().map_or(Name::new(Namespace::Absent, ""), |open| open.name)
    }

    /// How far the document is read, in octets of its characters.
    #[inline]
    const fn offset(&self) -> usize {
        self.scanner.offset()
    }

    /// The next token, with elements opened and closed.
    #[inline]
    fn token(&mut self) -> Result<Token, XmlError> {
        if self.hollow {
            self.hollow = false;
            self.close();
            return Ok(Token::End);
        }
        match self.scanner.mark() {
            Ok(Mark::Start) => self.start(),
            Ok(Mark::End) => {
                let open = self.open.last().map_or("", |open| open.tag);
                self.scanner.end_tag(open).map_err(|fault| self.fault(fault))?;
                self.close();
                Ok(Token::End)
            }
            Ok(Mark::Characters) => Ok(Token::Characters),
            Ok(Mark::Eof) if self.open.is_empty() => Ok(Token::Eof),
            Ok(Mark::Eof) => Err(self.unexpected_end()),
            Err(fault) => Err(self.fault(fault)),
        }
    }

    #[inline]
    fn start(&mut self) -> Result<Token, XmlError> {
        let attributes = self.attributes.len();
        let most = self.options.limits.attributes as usize;
        let (name, hollow) = match self.scanner.start_tag(&mut self.attributes, most) {
            Ok(tag) => tag,
            Err(fault) => {
                self.attributes.truncate(attributes);
                return Err(self.fault(fault));
            }
        };
        let at = self.scanner.begin();
        self.elements += 1;
        if self.elements > self.options.limits.elements {
            return Err(self.limit_error(XmlLimit::Elements, at));
        }
        if self.open.len() as u64 >= self.options.limits.maximum(XmlLimit::Depth) {
            return Err(self.limit_error(XmlLimit::Depth, at));
        }
        let bindings = self.scopes.len();
        let plain = attributes == self.attributes.len();
        let declared = if plain { Ok(()) } else { self.declare(attributes, at) };
        let (RawName { written: tag, local, is_sound }, prefix) = (name, name.prefix());
        if !is_sound {
            return Err(self.error_at(XmlErrorKind::Name(readable(tag)), at));
        }
        let resolved = self.scopes.resolve(prefix);
        let name = Name { namespace: resolved.unwrap_or(Namespace::Absent), local };
        self.hollow = hollow;
        self.ended = None;
        self.open.push(Open { name, tag, attributes, bindings, at });
        // What concerns this element alone is said when it is open, so that it can be skipped.
        declared.map_err(|fault| self.fault(fault))?;
        if !plain {
            self.check_attributes(attributes)?;
        }
        if !self.slips.is_empty() {
            self.tell_slip(name.namespace, at);
        }
        if resolved.is_none() {
            self.tolerate_at(XmlErrorKind::UnboundPrefix(readable(prefix)), at)?;
            return Ok(Token::Unbound);
        }
        Ok(Token::Start)
    }

    #[inline]
    fn close(&mut self) {
        self.ended = self.open.pop();
        if let Some(open) = self.ended {
            self.scopes.truncate(open.bindings);
            self.attributes.truncate(open.attributes);
        }
    }
}

/// More diagnostics of one document are not kept.
const DIAGNOSTICS: usize = 1_000;
