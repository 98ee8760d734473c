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
use crate::position::PositionCounter;
use crate::property::PropertyName;
use crate::tree::{Flags, Index, Node, STREAM, Tree, without_line_end};

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
    open_names: OpenNames<'s>,
    components: usize,
}

/// A component whose END has not come yet.
struct Open {
    begin: Index,
    /// Its last child so far, or its BEGIN.
    last: Index,
    /// Of its name among the [`OpenNames`].
    place: u32,
}

/// How many components of each name are open, to tell at once that an END has no BEGIN.
#[derive(Default)]
struct OpenNames<'s> {
    /// By code.
    known: [u32; KNOWN_NAMES],
    others: Vec<(Cow<'s, [u8]>, u32)>,
    /// Where the other names stand, in upper case; their places come behind those of the known ones.
    places: HashMap<Cow<'s, [u8]>, u32>,
    /// The other name that was found last; the next is often the same.
    recent: usize,
}

const KNOWN_NAMES: usize = ComponentName::KNOWN.len() + 1;

impl<'s> OpenNames<'s> {
    /// The place of a name that was open before.
    #[inline]
    fn find(&mut self, code: u16, name: &[u8]) -> Option<u32> {
        if code != 0 {
            return Some(u32::from(code));
        }
        let recent = self.others.get(self.recent);
        if recent.is_none_or(|(recent, _)| !recent.eq_ignore_ascii_case(name)) {
            self.recent = *self.places.get(&*upper_case(Cow::Borrowed(name)))? as usize;
        }
        Some((KNOWN_NAMES + self.recent) as u32)
    }

    fn open(&mut self, code: u16, name: Cow<'s, [u8]>) -> u32 {
        let place = self.find(code, &name).unwrap_or_else(|| {
            self.recent = self.others.len();
            self.places.insert(upper_case(name.clone()), self.recent as u32);
            self.others.push((name, 0));
            (KNOWN_NAMES + self.recent) as u32
        });
        if let Some(count) = self.count(place) {
            *count += 1;
        }
        place
    }

    #[inline]
    fn count(&mut self, place: u32) -> Option<&mut u32> {
        match (place as usize).checked_sub(KNOWN_NAMES) {
            Some(other) => self.others.get_mut(other).map(|(_, count)| count),
            None => self.known.get_mut(place as usize),
        }
    }
}

fn upper_case(name: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if name.iter().any(u8::is_ascii_lowercase) { Cow::Owned(name.to_ascii_uppercase()) } else { name }
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
        open.push(Open { begin: STREAM, last: STREAM, place: 0 });
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
        let node = Node { start: start as u32, length: length as u32, flags: line.flags, ..Node::NOTHING };
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
            if code != 0 || is_name(rest.get(..name_length).unwrap_or_default()) {
                self.property(node, code, name_length, colon);
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

    /// A line whose name is long, folded, malformed, or none.
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
        self.property(node, PropertyName::intern(&unfolded), name_length, colon);
        Ok(())
    }

    /// A line of which the name is known.
    #[inline]
    fn property(&mut self, mut node: Node, code: u16, name_length: usize, colon: bool) {
        node.name = code;
        node.end = name_length as u32;
        if colon {
            node.value = node.end + 1;
            node.flags = node.flags.with(Flags::PROPERTY);
        } else {
            self.parameters(&mut node, name_length);
        }
        if node.is(Flags::PROPERTY) {
            self.push(node);
        } else {
            self.push_junk(node);
        }
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
        let (name, code) = self.component_name(&node, value);
        node.name = code;
        if code == 0 && !is_name(&name) {
            node.flags = node.flags.with(Flags::INVALID_NAME);
        }
        node.flags = node.flags.with(Flags::BEGIN);
        let place = self.open_names.open(code, name);
        let begin = self.push(node);
        self.open.push(Open { begin, last: begin, place });
        self.components += 1;
        Ok(())
    }

    fn end(&mut self, mut node: Node, value: usize) {
        let (name, code) = self.component_name(&node, value);
        let place = self.open_names.find(code, &name).unwrap_or_default();
        if self.open_names.count(place).is_none_or(|count| *count == 0) {
            node.flags = node.flags.with(Flags::JUNK).with(Flags::UNEXPECTED_END);
            self.push(node);
            return;
        }
        // Components inside that have no END of their own end here too. Each is closed once, so a hostile
        // stream of BEGINs and ENDs costs no more than its length.
        while self.open.last().is_some_and(|open| open.place != place) {
            self.close(Node { start: node.start, flags: Flags::END, ..Node::NOTHING });
        }
        node.name = code;
        node.flags = node.flags.with(Flags::END);
        self.close(node);
    }

    /// The name behind "BEGIN:" or "END:", white space around it left off, and its code, 0 for an unknown one.
    fn component_name(&self, node: &Node, value: usize) -> (Cow<'s, [u8]>, u16) {
        let line = without_line_end(self.octets(node));
        let name = line.get(value..).unwrap_or_default();
        if node.is(Flags::FOLDED) {
            let name = unfold(name).trim_ascii().to_vec();
            let code = ComponentName::intern(&name);
            return (Cow::Owned(name), code);
        }
        let name = name.trim_ascii_start();
        let rest = self.source.get(node.start as usize + line.len() - name.len()..).unwrap_or_default();
        let name = name.trim_ascii_end();
        let code = match name.len() {
            0..=16 => ComponentName::interner().code(Key::from_chunk(chunk(rest), name.len() as u32)),
            _ => ComponentName::intern(name),
        };
        (Cow::Borrowed(name), code)
    }

    /// Ends the innermost open component with this END.
    fn close(&mut self, node: Node) {
        let end = self.push(node);
        let Some(Open { begin, place, .. }) = self.open.pop() else { return };
        if let Some(count) = self.open_names.count(place) {
            *count = count.saturating_sub(1);
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
