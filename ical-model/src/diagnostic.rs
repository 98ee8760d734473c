//! What departs from the specifications and was read all the same.

use std::borrow::Cow;
use std::fmt;

use crate::Position;
use crate::component::Component;
use crate::component_name::ComponentName;
use crate::content_line::ParameterFault;
use crate::error::{ParseError, ParseErrorKind};
use crate::folding::unfold;
use crate::locator::Locator;
use crate::parser;
use crate::property::{Property, offset_in_line, parameter_faults};
use crate::tree::{Flags, Index, Node, STREAM, Tree, without_line_end};
use crate::value::Leniency;

/// A leniency that was needed to read a stream, and where.
///
/// ```
/// use ical_model::{Calendar, DiagnosticKind};
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nSUMMARY no colon\r\nEND:VCALENDAR\r\n")?;
/// let diagnostics = calendar.diagnostics();
/// assert_eq!(diagnostics[0].kind(), &DiagnosticKind::MalformedLine);
/// assert_eq!(diagnostics[0].position().line, 2);
/// assert_eq!(diagnostics[0].requirement(), "5545-3.1-06");
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    kind: DiagnosticKind,
    position: Position,
    occurrences: usize,
}

impl Diagnostic {
    /// A diagnostic of one place.
    #[must_use]
    pub fn new(kind: DiagnosticKind, position: Position) -> Self {
        Self { kind, position, occurrences: 1 }
    }

    /// What was met.
    #[must_use]
    pub fn kind(&self) -> &DiagnosticKind {
        &self.kind
    }

    /// Where, for the first time.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// How often: kinds that come with every line are told once, at their first place, and counted.
    #[must_use]
    pub fn occurrences(&self) -> usize {
        self.occurrences
    }

    /// The id of the requirement that is offended: specification, section, number.
    #[must_use]
    pub fn requirement(&self) -> &'static str {
        self.kind.requirement()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.occurrences {
            1 => Ok(()),
            count => write!(f, " ({count} times)"),
        }
    }
}

/// What was met.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// A line ends in a line feed alone; seen from most programs that keep calendars in text files.
    BareLineFeed,
    /// A line ends in a carriage return alone, or in more than one; seen after conversions of line ends.
    CarriageReturn,
    /// The last line has no line end.
    MissingLineEnd,
    /// The stream begins with U+FEFF; seen from programs of Windows.
    ByteOrderMark,
    /// A line is empty or has white space only.
    BlankLine,
    /// A line has no name, or no ":" before a value. It is kept, and no property.
    MalformedLine,
    /// A name has characters that names do not have, for example a "." or "_".
    InvalidName,
    /// A parameter breaks the grammar.
    Parameter(ParameterFault),
    /// A component ends where another one, or the stream, ends.
    MissingEnd {
        /// The component.
        component: ComponentName<'static>,
    },
    /// An END has no BEGIN.
    UnexpectedEnd,
    /// A property stands outside of any component.
    OutsideComponent,
    /// A component that is not a VCALENDAR stands in no other.
    NotACalendar {
        /// The component.
        component: ComponentName<'static>,
    },
    /// A control character other than a tab.
    ControlCharacter {
        /// The octet.
        octet: u8,
    },
    /// Octets that are not UTF-8.
    NotUtf8,
    /// A fold cuts the UTF-8 sequence of a character.
    FoldInCharacter,
    /// A value departs from the grammar of its type. Told when the value is read, not with the stream.
    Value(Leniency),
    /// The limit [`Diagnostics`](crate::Limit::Diagnostics) was reached; there are more.
    FurtherDiagnostics,
}

impl DiagnosticKind {
    /// A short name, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::BareLineFeed => "bare-line-feed",
            Self::CarriageReturn => "carriage-return",
            Self::MissingLineEnd => "missing-line-end",
            Self::ByteOrderMark => "byte-order-mark",
            Self::BlankLine => "blank-line",
            Self::MalformedLine => "malformed-line",
            Self::InvalidName => "invalid-name",
            Self::Parameter(fault) => fault.name(),
            Self::MissingEnd { .. } => "missing-end",
            Self::UnexpectedEnd => "unexpected-end",
            Self::OutsideComponent => "outside-component",
            Self::NotACalendar { .. } => "not-a-calendar",
            Self::ControlCharacter { .. } => "control-character",
            Self::NotUtf8 => "not-utf-8",
            Self::FoldInCharacter => "fold-in-character",
            Self::Value(leniency) => leniency.name(),
            Self::FurtherDiagnostics => "further-diagnostics",
        }
    }

    /// The id of the requirement that is offended: specification, section, number.
    #[must_use]
    pub fn requirement(&self) -> &'static str {
        match self {
            Self::BareLineFeed | Self::CarriageReturn | Self::MissingLineEnd => "5545-3.1-01",
            Self::FoldInCharacter => "5545-3.1-05",
            Self::NotUtf8 => "5545-3.1.4-01",
            Self::Parameter(fault) => fault.requirement(),
            Self::Value(leniency) => leniency.requirement(),
            Self::BlankLine | Self::MalformedLine | Self::InvalidName | Self::ControlCharacter { .. } => {
                "5545-3.1-06"
            }
            Self::ByteOrderMark
            | Self::MissingEnd { .. }
            | Self::UnexpectedEnd
            | Self::OutsideComponent
            | Self::NotACalendar { .. }
            | Self::FurtherDiagnostics => "5545-3.4-01",
        }
    }

    /// Such a thing comes with every line if it comes at all, so it is told once and counted.
    fn is_counted(&self) -> bool {
        matches!(self, Self::BareLineFeed | Self::CarriageReturn | Self::BlankLine | Self::FoldInCharacter)
    }
}

impl fmt::Display for DiagnosticKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BareLineFeed => f.write_str("expected a line to end in CR LF, found LF alone"),
            Self::CarriageReturn => {
                f.write_str("expected a line to end in CR LF, found another number of CRs or no LF")
            }
            Self::MissingLineEnd => {
                f.write_str("expected the last line to end in CR LF, found the end of the stream")
            }
            Self::ByteOrderMark => {
                f.write_str("expected BEGIN at the start of the stream, found a byte order mark")
            }
            Self::BlankLine => f.write_str("expected a content line, found a blank line"),
            Self::MalformedLine => {
                f.write_str("expected a name, \":\" and a value, found a line without them")
            }
            Self::InvalidName => {
                f.write_str("expected a name of letters, digits and \"-\", found other characters")
            }
            Self::Parameter(fault) => fault.fmt(f),
            Self::MissingEnd { component } => write!(f, "expected END:{component}, found none"),
            Self::UnexpectedEnd => f.write_str("expected the END of an open component, found another"),
            Self::OutsideComponent => {
                f.write_str("expected BEGIN, found a property outside of any component")
            }
            Self::NotACalendar { component } => {
                write!(f, "expected BEGIN:VCALENDAR, found BEGIN:{component}")
            }
            Self::ControlCharacter { octet } => {
                write!(f, "expected no control character, found octet {octet:#04x}")
            }
            Self::NotUtf8 => f.write_str("expected UTF-8, found other octets"),
            Self::FoldInCharacter => {
                f.write_str("expected a fold between characters, found one inside of a character")
            }
            Self::Value(leniency) => leniency.fmt(f),
            Self::FurtherDiagnostics => {
                f.write_str("there is more of this kind than the limit of diagnostics")
            }
        }
    }
}

/// All diagnostics of a stream, in order, up to the limit.
pub(crate) fn of_stream(tree: &Tree<'_>) -> Vec<Diagnostic> {
    if !tree.edited {
        return Collector::new(tree).collect();
    }
    let mut bytes = Vec::new();
    crate::writer::write_stream(tree, &mut bytes);
    let options = parser::ParseOptions { strict: false, ..tree.options };
    // What was written to keep within the limits reads within them; an empty stream has no diagnostics.
    parser::parse(Cow::Owned(bytes), &options).map(|tree| Collector::new(&tree).collect()).unwrap_or_default()
}

/// The first diagnostic of a stream as an error.
pub(crate) fn refuse(tree: &Tree<'_>) -> Result<(), ParseError> {
    match of_stream(tree).into_iter().next() {
        Some(Diagnostic { kind, position, .. }) => {
            Err(ParseError::new(ParseErrorKind::Lenient(kind), position))
        }
        None => Ok(()),
    }
}

struct Collector<'t> {
    tree: &'t Tree<'t>,
    found: Vec<Diagnostic>,
    locator: Locator<'t>,
    utf8: bool,
    controls: bool,
    full: bool,
}

impl<'t> Collector<'t> {
    fn new(tree: &'t Tree<'t>) -> Self {
        let utf8 = std::str::from_utf8(&tree.source).is_ok();
        let controls = has_controls(&tree.source);
        Self { tree, found: Vec::new(), locator: Locator::new(tree), utf8, controls, full: false }
    }

    fn collect(mut self) -> Vec<Diagnostic> {
        const ODD: Flags = Flags::LINE_END.with(Flags::JUNK).with(Flags::INVALID_NAME);
        let mut depth = 0usize;
        for (index, node) in self.tree.below(STREAM) {
            if self.full {
                break;
            }
            let has_parameters = node.is(Flags::PROPERTY) && node.value != node.end + 1;
            if node.is(ODD) || has_parameters || node.length == 0 || depth == 0 || !self.utf8 || self.controls
            {
                self.look_at(index, node, depth);
            }
            if node.is(Flags::BEGIN) {
                depth += 1;
            } else if node.is(Flags::END) {
                depth = depth.saturating_sub(1);
            }
        }
        self.found
    }

    fn look_at(&mut self, index: Index, node: &Node, depth: usize) {
        let start = node.start as usize;
        if node.is(Flags::BYTE_ORDER_MARK) {
            self.tell(DiagnosticKind::ByteOrderMark, start);
        } else if node.is(Flags::UNEXPECTED_END) {
            self.tell(DiagnosticKind::UnexpectedEnd, start);
        } else if node.is(Flags::JUNK) {
            self.junk(node);
        } else if node.is(Flags::INVALID_NAME) {
            self.tell(DiagnosticKind::InvalidName, start);
        }
        if node.is(Flags::BEGIN) && depth == 0 {
            let component = Component { tree: self.tree, index };
            if !component.is(&ComponentName::VCalendar) {
                self.tell(DiagnosticKind::NotACalendar { component: component.name().into_owned() }, start);
            }
        }
        if node.is(Flags::END) && node.length == 0 {
            let component = Component { tree: self.tree, index: node.end }.name().into_owned();
            self.tell(DiagnosticKind::MissingEnd { component }, start);
        }
        if node.is(Flags::PROPERTY) {
            if depth == 0 {
                self.tell(DiagnosticKind::OutsideComponent, start);
            }
            let property = Property { tree: self.tree, node, index };
            for (offset, fault) in parameter_faults(property) {
                self.tell(DiagnosticKind::Parameter(fault), start + offset_in_line(property, offset));
            }
        }
        if !self.utf8 {
            self.encoding(node);
        }
        if self.controls {
            self.controls(node);
        }
        if node.is(Flags::LINE_END) {
            self.line_ends(node);
        }
    }

    fn junk(&mut self, node: &Node) {
        let mut start = node.start as usize;
        for (number, line) in self.tree.octets(node).split_inclusive(|octet| *octet == b'\n').enumerate() {
            // A line that begins with white space is the rest of the one before.
            if number > 0 && (line.starts_with(b" ") || line.starts_with(b"\t")) {
                start += line.len();
                continue;
            }
            let blank = without_line_end(line).iter().all(u8::is_ascii_whitespace);
            self.tell(if blank { DiagnosticKind::BlankLine } else { DiagnosticKind::MalformedLine }, start);
            start += line.len();
        }
    }

    fn encoding(&mut self, node: &Node) {
        let octets = self.tree.octets(node);
        let Err(error) = std::str::from_utf8(octets) else { return };
        let kind =
            match node.is(Flags::FOLDED) && std::str::from_utf8(&unfold(without_line_end(octets))).is_ok() {
                true => DiagnosticKind::FoldInCharacter,
                false => DiagnosticKind::NotUtf8,
            };
        self.tell(kind, node.start as usize + error.valid_up_to());
    }

    /// One a line: the first.
    fn controls(&mut self, node: &Node) {
        let octets = self.tree.octets(node);
        let only_returns = !octets.ends_with(b"\n");
        let line = without_line_end(octets);
        let place = line.iter().enumerate().position(|(at, &octet)| match octet {
            // A carriage return is part of a line end when only others stand between it and the line feed.
            b'\r' => {
                !only_returns
                    && line.get(at..).unwrap_or_default().iter().find(|o| **o != b'\r') != Some(&b'\n')
            }
            octet => is_control(octet),
        });
        if let Some(place) = place {
            let octet = line.get(place).copied().unwrap_or_default();
            self.tell(DiagnosticKind::ControlCharacter { octet }, node.start as usize + place);
        }
    }

    fn line_ends(&mut self, node: &Node) {
        let octets = self.tree.octets(node);
        let mut start = node.start as usize;
        if !octets.contains(&b'\n') && octets.contains(&b'\r') {
            return self.tell(DiagnosticKind::CarriageReturn, start + without_line_end(octets).len());
        }
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            let text = without_line_end(line);
            let at = start + text.len();
            match line.get(text.len()..) {
                Some(b"\r\n") => {}
                Some(b"\n") => self.tell(DiagnosticKind::BareLineFeed, at),
                Some(line_end) if line_end.ends_with(b"\n") => self.tell(DiagnosticKind::CarriageReturn, at),
                _ => self.tell(DiagnosticKind::MissingLineEnd, at),
            }
            start += line.len();
        }
    }

    fn tell(&mut self, kind: DiagnosticKind, at: usize) {
        if kind.is_counted()
            && let Some(before) = self.found.iter_mut().find(|before| before.kind == kind)
        {
            before.occurrences += 1;
            return;
        }
        let maximum = self.tree.options.limits.diagnostics as usize;
        if self.full || self.found.len() > maximum {
            return;
        }
        self.full = self.found.len() == maximum;
        let kind = if self.full { DiagnosticKind::FurtherDiagnostics } else { kind };
        let position = self.locator.source(at);
        self.found.push(Diagnostic::new(kind, position));
    }
}

fn is_control(octet: u8) -> bool {
    matches!(octet, 0..=8 | 11..=12 | 14..=31 | 127)
}

/// Whether there is a control character, or a carriage return that no line feed follows.
fn has_controls(octets: &[u8]) -> bool {
    // Without a way out inside of a block the compiler looks at many octets at once.
    let in_block = |block: &[u8]| block.iter().fold(false, |found, octet| found | is_control(*octet));
    let lone = |(block, next): (&[u8], &[u8])| {
        block
            .iter()
            .zip(next)
            .fold(false, |found, (octet, next)| found | (*octet == b'\r') & (*next != b'\n'))
    };
    let next = octets.get(1..).unwrap_or_default();
    octets.chunks(4096).any(in_block) || octets.chunks(4096).zip(next.chunks(4096)).any(lone)
}
