//! Lines, and BEGIN and END, to nodes: one pass over the octets that converts nothing.
//!
//! [RFC 5545 §3.1, §3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.1)
//!
//! ```abnf
//! contentline = name *(";" param ) ":" value CRLF
//! icalobject  = "BEGIN" ":" "VCALENDAR" CRLF icalbody "END" ":" "VCALENDAR" CRLF
//! ```

mod options;

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::{memchr, memchr2};

use crate::component_name::ComponentName;
use crate::error::{ParseError, ParseErrorKind};
use crate::folding::unfold;
use crate::interning::{Key, chunk, first_colon_or_semicolon};
use crate::property::PropertyName;
use crate::tree::{Flags, Index, Node, PositionCounter, STREAM, Tree, without_line_end};

pub use options::{Limit, ParseLimits, ParseOptions};

/// Reads a stream: any number of components.
pub(crate) fn parse<'a>(source: Cow<'a, [u8]>, options: &ParseOptions) -> Result<Tree<'a>, ParseError> {
    let maximum = options.limits.source_octets.min(u32::MAX - 1);
    if source.len() > maximum as usize {
        let kind = ParseErrorKind::LimitExceeded { limit: Limit::SourceOctets, maximum };
        return Err(ParseError::new(kind, position(&source, maximum as usize)));
    }
    if source.starts_with(b"\xFE\xFF") || source.starts_with(b"\xFF\xFE") {
        return Err(ParseError::new(ParseErrorKind::Utf16, position(&source, 0)));
    }
    let mut parser = Parser::new(&source, options);
    match parser.run() {
        Ok(()) if parser.components > 0 => {
            let nodes = parser.nodes;
            Ok(Tree::read(source, nodes, *options))
        }
        Ok(()) => Err(ParseError::new(ParseErrorKind::MissingBegin, position(&source, parser.first_line()))),
        Err((kind, offset)) => Err(ParseError::new(kind, position(&source, offset))),
    }
}

fn position(source: &[u8], offset: usize) -> crate::Position {
    let mut counter = PositionCounter::default();
    counter.pass(source.get(..offset).unwrap_or(source));
    counter.position()
}

struct Parser<'s> {
    source: &'s [u8],
    options: &'s ParseOptions,
    /// What ends a physical line: a line feed, or a carriage return where the stream has no line feed.
    terminator: u8,
    nodes: Vec<Node>,
    open: Vec<Open>,
    open_names: OpenNames,
    components: usize,
}

/// A component whose END has not come yet.
struct Open {
    begin: Index,
    /// Its last child so far, or its BEGIN.
    last: Index,
}

/// How many components of each name are open, to tell at once that an END has no BEGIN.
#[derive(Default)]
struct OpenNames {
    known: [u32; ComponentName::KNOWN.len() + 1],
    other: HashMap<Vec<u8>, u32>,
}

impl OpenNames {
    fn open(&mut self, code: u16, name: &[u8]) {
        match self.known.get_mut(usize::from(code)) {
            Some(count) if code != 0 => *count += 1,
            _ => *self.other.entry(name.to_ascii_uppercase()).or_default() += 1,
        }
    }

    fn close(&mut self, code: u16, name: &[u8]) {
        let count = match self.known.get_mut(usize::from(code)) {
            Some(count) if code != 0 => Some(count),
            _ => self.other.get_mut(&name.to_ascii_uppercase()),
        };
        if let Some(count) = count {
            *count = count.saturating_sub(1);
        }
    }

    fn is_open(&self, code: u16, name: &[u8]) -> bool {
        let count = match self.known.get(usize::from(code)) {
            Some(count) if code != 0 => Some(count),
            _ => self.other.get(&name.to_ascii_uppercase()),
        };
        count.is_some_and(|count| *count > 0)
    }
}

/// A logical line: where it ends, and what was seen in it.
struct Line {
    /// Behind its line end.
    end: usize,
    flags: Flags,
}

type Stop = (ParseErrorKind, usize);

impl<'s> Parser<'s> {
    fn new(source: &'s [u8], options: &'s ParseOptions) -> Self {
        let only_returns = memchr(b'\n', source).is_none() && memchr(b'\r', source).is_some();
        // Lines of real calendars have 20 octets and more; memory that is not touched costs nothing.
        let mut nodes = Vec::with_capacity(source.len() / 20 + 8);
        nodes.push(Node { value: 1, flags: Flags::BEGIN, ..Node::NOTHING });
        let mut open = Vec::with_capacity(8);
        open.push(Open { begin: STREAM, last: STREAM });
        let terminator = if only_returns { b'\r' } else { b'\n' };
        Self { source, options, terminator, nodes, open, open_names: OpenNames::default(), components: 0 }
    }

    fn run(&mut self) -> Result<(), Stop> {
        let mut at = 0;
        if self.source.starts_with(b"\xEF\xBB\xBF") {
            at = 3;
            self.push(Node { length: 3, flags: Flags::JUNK.with(Flags::BYTE_ORDER_MARK), ..Node::NOTHING });
        }
        while at < self.source.len() {
            at = self.content_line(at)?;
        }
        while self.open.len() > 1 {
            self.close(Node { start: at as u32, flags: Flags::END, ..Node::NOTHING });
        }
        self.close(Node { start: at as u32, flags: Flags::END, ..Node::NOTHING });
        Ok(())
    }

    /// Reads the logical line at `start`; answers where the next one begins.
    #[inline]
    fn content_line(&mut self, start: usize) -> Result<usize, Stop> {
        let rest = self.source.get(start..).unwrap_or_default();
        let head = chunk(rest);
        let delimiter = first_colon_or_semicolon(head);
        let line = self.line_from(start);
        let length = line.end - start;
        if length > self.options.limits.line_octets as usize {
            let maximum = self.options.limits.line_octets;
            return Err((ParseErrorKind::LimitExceeded { limit: Limit::LineOctets, maximum }, start));
        }
        let mut node =
            Node { start: start as u32, length: length as u32, flags: line.flags, ..Node::NOTHING };
        let name_length = delimiter as usize;
        if name_length < 16 && name_length < length {
            let key = Key::from_chunk(head, delimiter);
            let colon = rest.get(name_length) == Some(&b':');
            if colon && key == BEGIN {
                self.begin(node, name_length + 1)?;
                return Ok(line.end);
            }
            if colon && key == END {
                self.end(node, name_length + 1);
                return Ok(line.end);
            }
            let code = PropertyName::interner().code(key);
            if code != 0 {
                node.name = code;
                node.end = delimiter;
                if colon {
                    node.value = delimiter + 1;
                    node.flags = node.flags.with(Flags::PROPERTY);
                } else {
                    self.parameters(&mut node, name_length);
                    if !node.is(Flags::PROPERTY) {
                        self.push_junk(node);
                        return Ok(line.end);
                    }
                }
                self.push(node);
                return Ok(line.end);
            }
        }
        self.rare_line(node)?;
        Ok(line.end)
    }

    /// Finds the end of the logical line that begins at `start`.
    #[inline]
    fn line_from(&self, start: usize) -> Line {
        let mut flags = Flags::NOTHING;
        let mut from = start;
        loop {
            let rest = self.source.get(from..).unwrap_or_default();
            let Some(at) = memchr(self.terminator, rest) else {
                return Line { end: self.source.len(), flags: flags.with(Flags::LINE_END) };
            };
            let before = rest.get(at.saturating_sub(2)..at).unwrap_or_default();
            if before.last() != Some(&b'\r') || before == b"\r\r" {
                flags = flags.with(Flags::LINE_END);
            }
            from += at + 1;
            match self.source.get(from) {
                Some(b' ' | b'\t') => flags = flags.with(Flags::FOLDED),
                _ => return Line { end: from, flags },
            }
        }
    }

    /// A line whose name is long, folded, not known, or none.
    fn rare_line(&mut self, mut node: Node) -> Result<(), Stop> {
        let line = without_line_end(self.octets(&node));
        let name_length = match memchr2(b':', b';', line) {
            Some(length) if length > 0 => length,
            _ => {
                self.push_junk(node);
                return Ok(());
            }
        };
        let (name, rest) = line.split_at(name_length);
        let unfolded = unfold(name);
        let colon = rest.first() == Some(&b':');
        if colon && unfolded.eq_ignore_ascii_case(b"BEGIN") {
            return self.begin(node, name_length + 1);
        }
        if colon && unfolded.eq_ignore_ascii_case(b"END") {
            self.end(node, name_length + 1);
            return Ok(());
        }
        if !unfolded.iter().all(u8::is_ascii_graphic) || unfolded.is_empty() {
            self.push_junk(node);
            return Ok(());
        }
        if !is_name(&unfolded) {
            node.flags = node.flags.with(Flags::INVALID_NAME);
        }
        node.name = PropertyName::intern(&unfolded);
        node.end = name_length as u32;
        if colon {
            node.value = name_length as u32 + 1;
            node.flags = node.flags.with(Flags::PROPERTY);
        } else {
            self.parameters(&mut node, name_length);
        }
        if node.is(Flags::PROPERTY) {
            self.push(node);
        } else {
            self.push_junk(node);
        }
        Ok(())
    }

    /// Finds the value of a line whose name ends at a ";".
    #[inline]
    fn parameters(&self, node: &mut Node, name_length: usize) {
        let line = self.octets(node);
        let mut from = name_length;
        let mut open_quote = None;
        while let Some(at) = line.get(from..).and_then(|rest| memchr2(b':', b'"', rest)) {
            let found = from + at;
            if line.get(found) == Some(&b':') {
                node.value = found as u32 + 1;
                node.flags = node.flags.with(Flags::PROPERTY);
                return;
            }
            let Some(length) = line.get(found + 1..).and_then(|rest| memchr(b'"', rest)) else {
                open_quote = Some(found);
                break;
            };
            from = found + length + 2;
        }
        // A quote that never ends may have swallowed the ":".
        if let Some(quote) = open_quote
            && let Some(at) = line.get(quote..).and_then(|rest| memchr(b':', rest))
        {
            node.value = (quote + at) as u32 + 1;
            node.flags = node.flags.with(Flags::PROPERTY).with(Flags::OPEN_QUOTE);
        }
    }

    fn begin(&mut self, mut node: Node, value: usize) -> Result<(), Stop> {
        let maximum = self.options.limits.nesting;
        // The stream itself is open too.
        if self.open.len() > maximum as usize {
            let kind = ParseErrorKind::LimitExceeded { limit: Limit::Nesting, maximum };
            return Err((kind, node.start as usize));
        }
        let name = self.component_name(&node, value);
        node.name = self.component_code(&node, value, &name);
        if node.name == 0 && !is_name(&name) {
            node.flags = node.flags.with(Flags::INVALID_NAME);
        }
        self.open_names.open(node.name, &name);
        node.flags = node.flags.with(Flags::BEGIN);
        let begin = self.push(node);
        self.open.push(Open { begin, last: begin });
        self.components += 1;
        Ok(())
    }

    fn end(&mut self, mut node: Node, value: usize) {
        let name = self.component_name(&node, value);
        let code = self.component_code(&node, value, &name);
        if !self.innermost_is(code, &name) && !self.open_names.is_open(code, &name) {
            node.flags = node.flags.with(Flags::JUNK).with(Flags::UNEXPECTED_END);
            self.push(node);
            return;
        }
        // Components inside that have no END of their own end here too. Each is closed once, so a hostile
        // stream of BEGINs and ENDs costs no more than its length.
        while !self.innermost_is(code, &name) && self.open.len() > 1 {
            self.close(Node { start: node.start, flags: Flags::END, ..Node::NOTHING });
        }
        node.name = code;
        node.flags = node.flags.with(Flags::END);
        self.close(node);
    }

    fn innermost_is(&self, code: u16, name: &[u8]) -> bool {
        if self.open.len() <= 1 {
            // The stream itself has no name.
            return false;
        }
        let begin = self.open.last().and_then(|open| self.nodes.get(open.begin as usize));
        begin.is_some_and(|begin| {
            begin.name == code && (code != 0 || self.begin_name(begin).eq_ignore_ascii_case(name))
        })
    }

    /// The name behind "BEGIN:" or "END:", white space around it left off.
    fn component_name(&self, node: &Node, value: usize) -> Cow<'s, [u8]> {
        let line = without_line_end(self.octets(node));
        let name = line.get(value..).unwrap_or_default();
        match node.is(Flags::FOLDED) {
            false => Cow::Borrowed(name.trim_ascii()),
            true => Cow::Owned(unfold(name).trim_ascii().to_vec()),
        }
    }

    /// The code of a name that [`component_name`](Self::component_name) found; 0 for an unknown one.
    #[inline]
    fn component_code(&self, node: &Node, value: usize, name: &[u8]) -> u16 {
        let rest = self.source.get(node.start as usize + value..).unwrap_or_default();
        if name.len() <= 16 && rest.starts_with(name) {
            return ComponentName::interner().code(Key::from_chunk(chunk(rest), name.len() as u32));
        }
        ComponentName::intern(name)
    }

    fn begin_name(&self, begin: &Node) -> Cow<'s, [u8]> {
        let colon = memchr(b':', self.octets(begin)).unwrap_or(0);
        self.component_name(begin, colon + 1)
    }

    /// Ends the innermost open component with this END.
    fn close(&mut self, node: Node) {
        let end = self.push(node);
        let Some(Open { begin, .. }) = self.open.pop() else { return };
        if let Some(node) = self.nodes.get(begin as usize).copied() {
            let name = if node.name == 0 { self.begin_name(&node) } else { Cow::default() };
            self.open_names.close(node.name, &name);
        }
        if let Some(node) = self.nodes.get_mut(begin as usize) {
            node.end = end;
        }
        if let Some(node) = self.nodes.get_mut(end as usize) {
            node.end = begin;
        }
    }

    /// Adds a node as the last child of the innermost open component.
    #[inline]
    fn push(&mut self, node: Node) -> Index {
        let index = self.nodes.len() as Index;
        if let Some(open) = self.open.last_mut() {
            if let Some(before) = self.nodes.get_mut(open.last as usize) {
                // The first child is linked where a property keeps its value.
                let link = if open.last == open.begin { &mut before.value } else { &mut before.next };
                *link = index;
            }
            open.last = index;
        }
        self.nodes.push(node);
        index
    }

    /// Adds lines without structure; neighbours become one node, so that memory stays in proportion.
    fn push_junk(&mut self, mut node: Node) {
        node.flags = node.flags.with(Flags::JUNK);
        let last = self.open.last().map_or(STREAM, |open| open.last);
        if let Some(before) = self.nodes.get_mut(last as usize)
            && before.is(Flags::JUNK)
            && !before.is(Flags::UNEXPECTED_END.with(Flags::BYTE_ORDER_MARK))
        {
            before.length += node.length;
            before.flags = before.flags.with(node.flags);
            return;
        }
        node.value = 0;
        self.push(node);
    }

    fn octets(&self, node: &Node) -> &'s [u8] {
        let start = node.start as usize;
        self.source.get(start..start + node.length as usize).unwrap_or_default()
    }

    /// The first line that is not blank.
    fn first_line(&self) -> usize {
        let blank = self.source.iter().take_while(|octet| octet.is_ascii_whitespace()).count();
        if blank == self.source.len() { 0 } else { blank }
    }
}

/// ```abnf
/// name       = iana-token / x-name
/// iana-token = 1*(ALPHA / DIGIT / "-")
/// ```
pub(crate) fn is_name(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-')
}

const BEGIN: Key = Key::from_chunk(u128::from_le_bytes(*b"BEGIN\0\0\0\0\0\0\0\0\0\0\0"), 5);
const END: Key = Key::from_chunk(u128::from_le_bytes(*b"END\0\0\0\0\0\0\0\0\0\0\0\0\0"), 3);

/// Reads one line that an edit wrote, when it is a property.
pub(crate) fn parse_property(octets: &[u8]) -> Option<Node> {
    let options = ParseOptions::default();
    let mut parser = Parser::new(octets, &options);
    let end = parser.content_line(0).ok()?;
    let node = *parser.nodes.get(1)?;
    (end == octets.len() && node.is(Flags::PROPERTY)).then_some(node)
}
