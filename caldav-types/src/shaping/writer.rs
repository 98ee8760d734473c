//! Writes what of a calendar was chosen, within a number of octets.

use ical_model::{Child, Component, ComponentName, Property, fold_line};

use super::ShapingError;
use super::budget::Octets;
use super::new_line::NewLine;
use super::revision::{Revised, Revision};
use super::select::{Part, Selection};

/// Writes components: lines as they are stored but for their line ends, which are CRLF.
#[derive(Debug)]
pub(super) struct Writer<'o> {
    out: Vec<u8>,
    octets: &'o mut Octets,
    /// Carriage returns alone end lines.
    returns: bool,
}

impl<'o> Writer<'o> {
    /// Writes of a calendar with these octets.
    pub(super) fn new(stored: &[u8], octets: &'o mut Octets) -> Self {
        Self { out: Vec::new(), octets, returns: !stored.contains(&b'\n') }
    }

    pub(super) fn into_octets(self) -> Vec<u8> {
        self.out
    }

    pub(super) fn begin(&mut self, name: &ComponentName<'_>) -> Result<(), ShapingError> {
        self.line(format!("BEGIN:{name}").as_bytes())
    }

    pub(super) fn end(&mut self, name: &ComponentName<'_>) -> Result<(), ShapingError> {
        self.line(format!("END:{name}").as_bytes())
    }

    /// Writes a component as it stands in its stream, with what is in it.
    pub(super) fn component(
        &mut self,
        component: Component<'_>,
        selection: Selection<'_>,
        revision: &Revision<'_, '_>,
    ) -> Result<(), ShapingError> {
        self.begin(&component.name())?;
        // Components stand as deep in each other as input says.
        let mut open = vec![(component, children(component), selection)];
        while let Some((component, children, selection)) = open.last_mut() {
            match children.next() {
                Some(Child::Property(property)) => {
                    self.property(*component, property, selection, revision)?;
                }
                Some(Child::Component(inner)) => {
                    if let Some(selection) = selection.component(inner) {
                        self.begin(&inner.name())?;
                        open.push((inner, self::children(inner), selection));
                    }
                }
                None => {
                    self.end(&component.name())?;
                    open.pop();
                }
            }
        }
        Ok(())
    }

    /// Writes what was asked for of a property.
    pub(super) fn property(
        &mut self,
        component: Component<'_>,
        property: Property<'_>,
        selection: &Selection<'_>,
        revision: &Revision<'_, '_>,
    ) -> Result<(), ShapingError> {
        let Some(part) = selection.property(&property.name()) else { return Ok(()) };
        match revision.of(component, property) {
            Revised::Stored => self.stored(property, part),
            Revised::New(line) => self.part_of_new(&line, part),
            Revised::Gone => Ok(()),
        }
    }

    /// Writes what was asked for of a new line.
    pub(super) fn new_line(&mut self, line: &NewLine, selection: &Selection<'_>) -> Result<(), ShapingError> {
        match selection.property(line.name()) {
            Some(part) => self.part_of_new(line, part),
            None => Ok(()),
        }
    }

    fn part_of_new(&mut self, line: &NewLine, part: Part) -> Result<(), ShapingError> {
        let value = if part == Part::Line { line.value() } else { "" };
        self.line(format!("{}{value}", line.header()).as_bytes())
    }

    fn stored(&mut self, property: Property<'_>, part: Part) -> Result<(), ShapingError> {
        if part == Part::Header {
            let line = property.unfolded_line();
            let header = line.len().saturating_sub(property.value_octets().len());
            return self.line(line.get(..header).unwrap_or_default());
        }
        if self.returns {
            return self.line(&property.unfolded_line());
        }
        let line = property.line();
        let before = self.out.len();
        for piece in line.split(|octet| *octet == b'\n') {
            let end = piece.iter().rposition(|octet| *octet != b'\r').map_or(0, |last| last + 1);
            self.out.extend_from_slice(piece.get(..end).unwrap_or_default());
            self.out.extend_from_slice(b"\r\n");
        }
        self.octets.spend(self.out.len() - before)
    }

    /// Writes a line that is not folded yet.
    fn line(&mut self, line: &[u8]) -> Result<(), ShapingError> {
        let before = self.out.len();
        fold_line(line, &mut self.out);
        self.octets.spend(self.out.len() - before)
    }
}

fn children<'d>(component: Component<'d>) -> Box<dyn Iterator<Item = Child<'d>> + 'd> {
    Box::new(component.children())
}
