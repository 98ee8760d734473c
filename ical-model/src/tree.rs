//! The one representation of a stream: its octets, and a flat vector of what stands where in them.
//!
//! Every octet belongs to exactly one node. A component is a node for its BEGIN line and one for its END
//! line; what stands between is chained from the first to the second by `next`. A component without END has
//! an END node of no octets. Nothing here recurses: a walk goes from BEGIN to the first child, and from END
//! back to the sibling of BEGIN.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::position::{Position, PositionCounter};
use crate::{Limit, ParseOptions};

/// Index of a node. The stream itself is node 0: a component around all others, of no octets.
pub(crate) type Index = u32;

pub(crate) const STREAM: Index = 0;
const NONE: Index = u32::MAX;

/// What stands somewhere: a BEGIN or END line, a property, or lines without structure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// First octet: in the source, or behind its end in what edits wrote.
    pub(crate) start: u32,
    /// Octets, folds and the last line end included.
    pub(crate) length: u32,
    /// Of a property, the offset of its value in the line; of a BEGIN, the first child.
    pub(crate) value: u32,
    /// The next sibling.
    pub(crate) next: Index,
    /// Of a property, the octets of its name; of a BEGIN, its END, and of an END, its BEGIN.
    pub(crate) end: u32,
    /// The code of the name of the property or component, 0 for an unknown one.
    pub(crate) name: u16,
    pub(crate) flags: Flags,
}

impl Node {
    pub(crate) const NOTHING: Self =
        Self { start: 0, length: 0, value: 0, next: NONE, end: 0, name: 0, flags: Flags::REMOVED };

    pub(crate) fn is(&self, flags: Flags) -> bool {
        self.flags.contains(flags)
    }
}

/// What kind of node it is, and what was seen while it was read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Flags(u16);

impl Flags {
    pub(crate) const NOTHING: Self = Self(0);
    pub(crate) const BEGIN: Self = Self(1);
    pub(crate) const END: Self = Self(1 << 1);
    /// A content line that is not BEGIN or END.
    pub(crate) const PROPERTY: Self = Self(1 << 2);
    /// One or more lines that are not content lines; blank ones too.
    pub(crate) const JUNK: Self = Self(1 << 3);
    /// A fold stands in it.
    pub(crate) const FOLDED: Self = Self(1 << 4);
    /// A line end in it is not CRLF, or missing.
    pub(crate) const LINE_END: Self = Self(1 << 5);
    /// The name has octets that names do not have.
    pub(crate) const INVALID_NAME: Self = Self(1 << 6);
    /// No ":" stands outside of quotes, so the first one was taken.
    pub(crate) const OPEN_QUOTE: Self = Self(1 << 7);
    /// An END of another component than the innermost open one, or of none.
    pub(crate) const UNEXPECTED_END: Self = Self(1 << 8);
    /// The byte order mark.
    pub(crate) const BYTE_ORDER_MARK: Self = Self(1 << 9);
    /// An edit took it out.
    pub(crate) const REMOVED: Self = Self(1 << 10);

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A stream: its octets and its nodes.
#[derive(Clone)]
pub(crate) struct Tree<'a> {
    pub(crate) source: Cow<'a, [u8]>,
    /// Lines that edits wrote; they begin behind the end of the source.
    pub(crate) written: Vec<u8>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) options: ParseOptions,
    pub(crate) edited: bool,
    /// Places in the source, mostly ends of lines, counted when a position is first asked for.
    counted: OnceLock<Vec<PositionCounter>>,
}

impl<'a> Tree<'a> {
    /// A stream that was read and not touched since.
    pub(crate) fn read(source: Cow<'a, [u8]>, nodes: Vec<Node>, options: ParseOptions) -> Self {
        Self { source, written: Vec::new(), nodes, options, edited: false, counted: OnceLock::new() }
    }

    /// A stream without any line.
    pub(crate) fn empty(options: ParseOptions) -> Self {
        let begin = Node { value: 1, end: 1, flags: Flags::BEGIN, ..Node::NOTHING };
        let end = Node { flags: Flags::END, end: STREAM, ..Node::NOTHING };
        Self {
            source: Cow::Borrowed(&[]),
            written: Vec::new(),
            nodes: vec![begin, end],
            options,
            edited: true,
            counted: OnceLock::new(),
        }
    }

    pub(crate) fn into_owned(self) -> Tree<'static> {
        Tree {
            source: Cow::Owned(self.source.into_owned()),
            written: self.written,
            nodes: self.nodes,
            options: self.options,
            edited: self.edited,
            counted: self.counted,
        }
    }

    /// The node at an index; a removed one for an index of another stream.
    #[inline]
    pub(crate) fn node(&self, index: Index) -> &Node {
        static NOTHING: Node = Node::NOTHING;
        self.nodes.get(index as usize).unwrap_or(&NOTHING)
    }

    /// The octets of a node, its line end included.
    #[inline]
    pub(crate) fn octets(&self, node: &Node) -> &[u8] {
        let start = node.start as usize;
        let (octets, start) = match start.checked_sub(self.source.len()) {
            Some(start) => (&*self.written, start),
            None => (&*self.source, start),
        };
        octets.get(start..start + node.length as usize).unwrap_or_default()
    }

    /// The octets of a node without its last line end.
    #[inline]
    pub(crate) fn line(&self, node: &Node) -> &[u8] {
        without_line_end(self.octets(node))
    }

    /// The children of a component, and its END last.
    pub(crate) fn children(&self, component: Index) -> Children<'_> {
        Children { nodes: &self.nodes, next: self.node(component).value }
    }

    /// All nodes below a component in document order: BEGIN and END lines too, but not its own.
    pub(crate) fn below(&self, component: Index) -> Below<'_> {
        Below { nodes: &self.nodes, next: self.node(component).value, last: self.node(component).end }
    }

    /// Where an octet of a node stands in the stream as it would be written now.
    pub(crate) fn position(&self, index: Index, offset: usize) -> Position {
        let node = self.node(index);
        if self.edited {
            let mut counter = PositionCounter::default();
            for (at, before) in self.below(STREAM) {
                if at == index {
                    break;
                }
                counter.pass(self.octets(before));
            }
            counter.pass(self.octets(node).get(..offset).unwrap_or_default());
            return counter.position();
        }
        self.source_position(node.start as usize + offset)
    }

    /// Where an octet of the source stands.
    pub(crate) fn source_position(&self, at: usize) -> Position {
        let counted = self.counted.get_or_init(|| self.count());
        let before = counted.partition_point(|counter| counter.position.byte <= at).checked_sub(1);
        let mut counter = before.and_then(|place| counted.get(place)).copied().unwrap_or_default();
        counter.pass(self.source.get(counter.position.byte..at).unwrap_or_default());
        counter.position()
    }

    /// Counts to ends of lines that stand at least [`WAY`] octets from each other, and into long lines.
    fn count(&self) -> Vec<PositionCounter> {
        let mut counted = Vec::new();
        let mut counter = PositionCounter::default();
        let mut rest = &*self.source;
        while let Some(octets) = rest.get(WAY..) {
            let way = match memchr::memchr2(b'\n', b'\r', octets.get(..LONG_WAY).unwrap_or(octets)) {
                Some(at) => at + 1,
                // Not inside of a character, which has up to three octets after its first.
                None => {
                    let after = octets.get(LONG_WAY..).unwrap_or_default().iter().take(3);
                    LONG_WAY + after.take_while(|octet| matches!(octet, 0x80..0xC0)).count()
                }
            };
            let Some((passed, after)) = rest.split_at_checked(WAY + way) else { break };
            counter.pass(passed);
            counted.push(counter);
            rest = after;
        }
        counted
    }

    /// The source has carriage returns for line ends, and no line feed.
    pub(crate) fn ends_lines_in_returns(&self) -> bool {
        self.source.contains(&b'\r') && !self.source.contains(&b'\n')
    }

    /// Room for `octets` more octets, or the limit that forbids it.
    pub(crate) fn room_for(&self, octets: usize) -> Result<u32, Limit> {
        let start = self.source.len() + self.written.len();
        let maximum = self.options.limits.source_octets as usize;
        match start.checked_add(octets) {
            Some(end) if end <= maximum => u32::try_from(start).map_err(|_| Limit::SourceOctets),
            _ => Err(Limit::SourceOctets),
        }
    }
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut list = f.debug_list();
        for (_, node) in self.below(STREAM) {
            list.entry(&format_args!("\"{}\"", self.line(node).escape_ascii()));
        }
        list.finish()
    }
}

/// What lies before the line end with which `octets` end.
#[inline]
pub(crate) fn without_line_end(octets: &[u8]) -> &[u8] {
    let mut line = octets.strip_suffix(b"\n").unwrap_or(octets);
    while let Some(shorter) = line.strip_suffix(b"\r") {
        line = shorter;
    }
    line
}

/// How many octets are counted again for a position by itself.
const WAY: usize = 512;
/// The same in a line that does not end.
const LONG_WAY: usize = 64 << 10;

/// The children of one component, its END last.
#[derive(Clone, Debug)]
pub(crate) struct Children<'t> {
    nodes: &'t [Node],
    next: Index,
}

impl<'t> Iterator for Children<'t> {
    type Item = (Index, &'t Node);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        let node = self.nodes.get(index as usize)?;
        self.next = node.next;
        Some((index, node))
    }
}

/// What stands between the BEGIN and END of a component, in document order.
#[derive(Clone, Debug)]
pub(crate) struct Below<'t> {
    nodes: &'t [Node],
    next: Index,
    last: Index,
}

impl<'t> Iterator for Below<'t> {
    type Item = (Index, &'t Node);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        if index == self.last {
            return None;
        }
        let node = self.nodes.get(index as usize)?;
        self.next = if node.is(Flags::BEGIN) {
            node.value
        } else if node.is(Flags::END) {
            self.nodes.get(node.end as usize)?.next
        } else {
            node.next
        };
        Some((index, node))
    }
}
