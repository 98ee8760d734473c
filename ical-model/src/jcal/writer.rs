//! Components as jCal, one after the other: what nests deeply takes no more than its length.
//!
//! [RFC 7265 §3.2, §3.3](https://www.rfc-editor.org/rfc/rfc7265#section-3.2)

use std::io;

use super::error::{JcalDiagnostic, JcalDiagnosticKind, JcalError, JcalErrorKind};
use super::json::write_string;
use super::property_writer::{Written, write_property};
use super::{JcalOptions, Malformed};
use crate::component::{Component, Components};
use crate::component_name::ComponentName;
use crate::folding::folded_offset;
use crate::locator::Locator;
use crate::parser::is_name;
use crate::position::Position;
use crate::property::Property;
use crate::tree::{Flags, Index, Node, STREAM, Tree, without_line_end};

/// Writes components of one stream.
pub(super) struct Writer<'d, 'w> {
    tree: &'d Tree<'d>,
    options: &'w JcalOptions,
    out: &'w mut dyn io::Write,
    /// One property at a time, so that one that cannot be written leaves nothing behind.
    line: Vec<u8>,
    locator: Locator<'d>,
    diagnostics: Vec<JcalDiagnostic>,
}

/// A component whose end is not written yet.
struct Open<'d> {
    components: Components<'d>,
    is_first: bool,
}

impl<'d, 'w> Writer<'d, 'w> {
    pub(super) fn new(tree: &'d Tree<'d>, options: &'w JcalOptions, out: &'w mut dyn io::Write) -> Self {
        let (line, diagnostics) = (Vec::new(), Vec::new());
        Self { tree, options, out, line, locator: Locator::new(tree), diagnostics }
    }

    /// Writes every calendar of the stream: one by itself, several in an array.
    pub(super) fn stream(mut self) -> Result<Vec<JcalDiagnostic>, JcalError> {
        let mut calendars = Vec::new();
        for (index, node) in self.tree.children(STREAM) {
            let component = Component { tree: self.tree, index };
            if node.is(Flags::PROPERTY) {
                self.leave_out(JcalErrorKind::OutsideComponent, index, 0)?;
            } else if node.is(Flags::JUNK) {
                self.junk(index, node)?;
            } else if node.is(Flags::BEGIN) && component.is(&ComponentName::VCalendar) {
                calendars.push(component);
            } else if node.is(Flags::BEGIN) {
                self.leave_out(JcalErrorKind::NotACalendar, index, 0)?;
            }
        }
        match calendars.as_slice() {
            [] => return Err(JcalError::new(JcalErrorKind::NoComponent, Position::default())),
            [calendar] => self.components_of(*calendar)?,
            calendars => {
                let mut separator: &[u8] = b"[";
                for calendar in calendars {
                    self.put(std::mem::replace(&mut separator, b","))?;
                    self.components_of(*calendar)?;
                }
                self.put(b"]")?;
            }
        }
        Ok(self.diagnostics)
    }

    /// Writes one component and all that is in it.
    pub(super) fn component(mut self, component: Component<'d>) -> Result<Vec<JcalDiagnostic>, JcalError> {
        if !has_name(component) {
            let position = self.position(component.index, 0);
            return Err(JcalError::new(JcalErrorKind::InvalidName, position));
        }
        self.components_of(component)?;
        Ok(self.diagnostics)
    }

    fn components_of(&mut self, component: Component<'d>) -> Result<(), JcalError> {
        let mut open = vec![self.begin(component)?];
        while let Some(innermost) = open.last_mut() {
            let Some(component) = innermost.components.next() else {
                self.put(b"]]")?;
                open.pop();
                continue;
            };
            if !has_name(component) {
                self.leave_out(JcalErrorKind::InvalidName, component.index, 0)?;
                continue;
            }
            if !std::mem::take(&mut innermost.is_first) {
                self.put(b",")?;
            }
            open.push(self.begin(component)?);
        }
        Ok(())
    }

    /// Writes name and properties, and the start of the array of components.
    fn begin(&mut self, component: Component<'d>) -> Result<Open<'d>, JcalError> {
        self.line.clear();
        self.line.push(b'[');
        write_string(&mut self.line, &component.name().as_str().to_ascii_lowercase());
        self.line.extend_from_slice(b",[");
        self.put_line()?;
        let mut is_first = true;
        for (index, node) in self.tree.children(component.index) {
            if node.is(Flags::PROPERTY) {
                self.property(Property { tree: self.tree, node, index }, &mut is_first)?;
            } else if node.is(Flags::JUNK) {
                self.junk(index, node)?;
            }
        }
        self.put(b"],[")?;
        Ok(Open { components: component.components(), is_first: true })
    }

    fn property(&mut self, property: Property<'_>, is_first: &mut bool) -> Result<(), JcalError> {
        self.line.clear();
        if !*is_first {
            self.line.push(b',');
        }
        match write_property(&mut self.line, property) {
            Ok(Written { leniencies, other_type, value_start }) => {
                let at = folded_offset(property.line(), value_start);
                if let Some(value_type) = other_type {
                    self.tell(JcalDiagnosticKind::TypeNotGiven { value_type }, property.index, at);
                }
                for leniency in leniencies.iter() {
                    self.tell(JcalDiagnosticKind::Lenient(leniency), property.index, at);
                }
                *is_first = false;
                self.put_line()
            }
            Err((kind, at)) => {
                let at = folded_offset(property.line(), at);
                self.leave_out(kind, property.index, at)
            }
        }
    }

    /// Lines without structure. Nothing is lost with blank ones, a byte order mark, or an END of nothing.
    fn junk(&mut self, index: Index, node: &Node) -> Result<(), JcalError> {
        if node.is(Flags::BYTE_ORDER_MARK.with(Flags::UNEXPECTED_END)) {
            return Ok(());
        }
        let mut start = 0;
        for line in self.tree.octets(node).split_inclusive(|octet| *octet == b'\n') {
            let is_blank = without_line_end(line).iter().all(u8::is_ascii_whitespace);
            // A line that begins with white space is the rest of the one before.
            let is_fold = start > 0 && matches!(line.first(), Some(b' ' | b'\t'));
            if !is_blank && !is_fold {
                self.leave_out(JcalErrorKind::MalformedLine, index, start)?;
            }
            start += line.len();
        }
        Ok(())
    }

    /// Refuses what cannot be written, or tells that it is left out. `at` counts from the start of the node.
    fn leave_out(&mut self, kind: JcalErrorKind, index: Index, at: usize) -> Result<(), JcalError> {
        match self.options.malformed {
            Malformed::Refuse => Err(JcalError::new(kind, self.position(index, at))),
            Malformed::LeaveOut => {
                self.tell(JcalDiagnosticKind::LeftOut(kind), index, at);
                Ok(())
            }
        }
    }

    fn tell(&mut self, kind: JcalDiagnosticKind, index: Index, at: usize) {
        let maximum = self.tree.options.limits.diagnostics as usize;
        let kind = match self.diagnostics.len() {
            told if told < maximum => kind,
            told if told == maximum => JcalDiagnosticKind::Further,
            _ => return,
        };
        let position = self.position(index, at);
        self.diagnostics.push(JcalDiagnostic::new(kind, position));
    }

    fn position(&mut self, index: Index, at: usize) -> Position {
        match self.tree.edited {
            true => self.tree.position(index, at),
            false => self.locator.source(self.tree.node(index).start as usize + at),
        }
    }

    fn put_line(&mut self) -> Result<(), JcalError> {
        write(self.out, &self.line)
    }

    fn put(&mut self, octets: &[u8]) -> Result<(), JcalError> {
        write(self.out, octets)
    }
}

fn write(out: &mut dyn io::Write, octets: &[u8]) -> Result<(), JcalError> {
    let written = out.write_all(octets);
    written.map_err(|error| JcalError::new(JcalErrorKind::Write(error.kind()), Position::default()))
}

fn has_name(component: Component<'_>) -> bool {
    is_name(component.name().as_str().as_bytes())
}
