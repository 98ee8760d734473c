//! Changes to a stream: lines and components are set, added and removed; all others stay as they came.

use std::borrow::Cow;

use crate::component::{Component, ComponentId};
use crate::component_name::ComponentName;
use crate::content_line::Header;
use crate::error::EditError;
use crate::folding::fold_into;
use crate::parser::{self, is_name};
use crate::property::{Property, PropertyId, PropertyName, TypedProperty, line_of};
use crate::tree::{Flags, Index, Node, STREAM, Tree, without_line_end};
use crate::value::Text;

/// A component that is being changed.
///
/// An edit is carried out whole or, on an error, not at all. What it writes is strict: folded at 75 octets,
/// escaped and quoted as it has to be, and ended as the line before it is.
///
/// Lines without structure and components without END stay as they are, so what an edit puts beside them may be read
/// as part of them; [`diagnostics`](crate::CalendarStream::diagnostics) tells whether there are any.
///
/// ```
/// use ical_model::property::{Location, Summary};
/// use ical_model::{Calendar, PropertyName};
/// let mut calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X-OLD=1:Lunch\nLOCATION:Here\nEND:VEVENT\nEND:VCALENDAR\n",
/// )?;
/// let id = calendar.components().next().unwrap().id();
/// let mut event = calendar.component_mut(id).unwrap();
/// event.set(&Summary::from("Lunch, late"))?;
/// event.remove(&PropertyName::Location);
/// assert_eq!(
///     calendar.to_bytes(),
///     &b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X-OLD=1:Lunch\\, late\nEND:VEVENT\nEND:VCALENDAR\n"[..],
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ComponentMut<'t, 'a> {
    pub(crate) tree: &'t mut Tree<'a>,
    pub(crate) index: Index,
}

impl<'t, 'a> ComponentMut<'t, 'a> {
    /// The component as it is now.
    #[must_use]
    pub fn as_component(&self) -> Component<'_> {
        Component { tree: self.tree, index: self.index }
    }

    /// Names it for later edits.
    #[must_use]
    pub fn id(&self) -> ComponentId {
        ComponentId(self.index)
    }

    /// Replaces the one line of the property's name, or adds a line behind the last property. Parameters that
    /// the property does not know stay.
    ///
    /// # Errors
    ///
    /// There are several lines of that name, a value has a control character, or a limit is passed.
    pub fn set<P: TypedProperty>(&mut self, property: &P) -> Result<(), EditError> {
        let before = self.lines_named(&P::NAME);
        match before.as_slice() {
            [] => self.add(property),
            [before] => self.replace(*before, property),
            several => Err(EditError::SeveralLines { count: several.len() }),
        }
    }

    /// Replaces all lines of the property's name by these, in their order.
    ///
    /// # Errors
    ///
    /// A value has a control character, or a limit is passed.
    pub fn set_all<'p, P: TypedProperty + 'p>(
        &mut self,
        properties: impl IntoIterator<Item = &'p P>,
    ) -> Result<(), EditError> {
        let lines: Vec<_> = properties.into_iter().map(|property| line_of(property, None)).collect();
        let room = lines.iter().try_fold(0, |room, line| Ok(room + self.check_line(line)?))?;
        self.check_room(room)?;
        let before = self.lines_named(&P::NAME);
        let mut place = match before.first() {
            Some(first) => self.before(*first),
            None => self.last_property(),
        };
        for index in before {
            self.unlink(index);
        }
        for line in lines {
            place = Some(self.write_line(&line, place)?);
        }
        Ok(())
    }

    /// Adds a line behind the last property.
    ///
    /// # Errors
    ///
    /// A value has a control character, or a limit is passed.
    pub fn add<P: TypedProperty>(&mut self, property: &P) -> Result<(), EditError> {
        let place = self.last_property();
        self.write_line(&line_of(property, None), place).map(drop)
    }

    /// Adds a content line behind the last property: name, parameters and value as they have to stand,
    /// without folds and line end.
    ///
    /// # Errors
    ///
    /// It is not one content line, has a control character, or a limit is passed.
    ///
    /// ```
    /// let mut calendar = ical_model::Calendar::new("-//Example Corp.//Example//EN");
    /// calendar.root_mut().add_line("X-WR-CALNAME:Home")?;
    /// assert!(calendar.root_mut().add_line("no colon").is_err());
    /// # Ok::<(), ical_model::EditError>(())
    /// ```
    pub fn add_line(&mut self, line: &str) -> Result<(), EditError> {
        let place = self.last_property();
        self.write_line(line, place).map(drop)
    }

    /// Removes all properties of a name; answers how many there were.
    pub fn remove(&mut self, name: &PropertyName<'_>) -> usize {
        let lines = self.lines_named(name);
        for index in &lines {
            self.unlink(*index);
        }
        lines.len()
    }

    /// Removes one property; answers whether it was here.
    pub fn remove_property(&mut self, property: PropertyId) -> bool {
        self.tree.node(property.0).is(Flags::PROPERTY) && self.unlink(property.0)
    }

    /// Adds a component behind the others.
    ///
    /// # Errors
    ///
    /// The name is not one, or a limit is passed.
    pub fn add_component(&mut self, name: &ComponentName<'_>) -> Result<ComponentMut<'_, 'a>, EditError> {
        let index = self.write_component(name)?;
        Ok(ComponentMut { tree: self.tree, index })
    }

    pub(crate) fn into_added(mut self, name: &ComponentName<'_>) -> Result<Self, EditError> {
        let index = self.write_component(name)?;
        Ok(Self { tree: self.tree, index })
    }

    /// Adds a copy of a component, of this stream or another, behind the others, byte for byte.
    ///
    /// # Errors
    ///
    /// A limit is passed.
    pub fn add_copy(&mut self, component: Component<'_>) -> Result<ComponentMut<'_, 'a>, EditError> {
        let bytes = component.to_bytes();
        let mut octets = 0usize;
        for (_, node) in component.tree.below(component.index) {
            octets += node.length as usize;
        }
        self.check_room(octets + bytes.len() + 4)?;
        let options = crate::ParseOptions { strict: false, ..self.tree.options };
        // What was read or written within the limits is read again within them.
        let copy = parser::parse(bytes.into(), &options).map_err(|_| EditError::NotAContentLine)?;
        let index = self.graft(&copy)?;
        Ok(ComponentMut { tree: self.tree, index })
    }

    /// Removes a component that stands directly in this one; answers whether it did.
    pub fn remove_component(&mut self, component: ComponentId) -> bool {
        if !self.tree.node(component.0).is(Flags::BEGIN) || component.0 == STREAM {
            return false;
        }
        let mut nodes: Vec<Index> = self.tree.below(component.0).map(|(index, _)| index).collect();
        nodes.push(self.tree.node(component.0).end);
        if !self.unlink(component.0) {
            return false;
        }
        for index in nodes {
            if let Some(node) = self.tree.nodes.get_mut(index as usize) {
                node.flags = Flags::REMOVED;
            }
        }
        true
    }

    /// A component that stands anywhere in the same stream, to change it; None when it was removed.
    pub fn component_mut(&mut self, id: ComponentId) -> Option<ComponentMut<'_, 'a>> {
        self.tree.node(id.0).is(Flags::BEGIN).then_some(ComponentMut { tree: self.tree, index: id.0 })
    }

    fn lines_named(&self, name: &PropertyName<'_>) -> Vec<Index> {
        self.as_component().properties_named(name).map(|property| property.index).collect()
    }

    fn replace<P: TypedProperty>(&mut self, before: Index, property: &P) -> Result<(), EditError> {
        let line = {
            let tree = &*self.tree;
            line_of(property, Some(Property { tree, node: tree.node(before), index: before }))
        };
        let place = self.before(before);
        self.write_line(&line, place)?;
        self.unlink(before);
        Ok(())
    }

    /// Writes a line behind a child, or as the first one.
    fn write_line(&mut self, line: &str, place: Option<Index>) -> Result<Index, EditError> {
        self.check_line(line)?;
        let line_end = self.line_end_at(place.unwrap_or(self.index));
        let mut octets = Vec::with_capacity(line.len() + 8);
        fold_into(&mut octets, line.as_bytes(), line_end);
        let node = parser::parse_property(&octets).ok_or(EditError::NotAContentLine)?;
        let index = self.append(node, &octets)?;
        self.link(index, place);
        Ok(index)
    }

    /// How many octets at the most the line takes, when it is one content line.
    fn check_line(&self, line: &str) -> Result<usize, EditError> {
        if let Some(octet) = line.bytes().find(|octet| octet.is_ascii_control() && *octet != b'\t') {
            return Err(EditError::ControlCharacter { octet });
        }
        let end = line.find([':', ';']).ok_or(EditError::NotAContentLine)?;
        let name = line.get(..end).unwrap_or_default();
        match name {
            _ if !is_name(name.as_bytes()) => Err(EditError::InvalidName { name: name.to_owned() }),
            _ if name.eq_ignore_ascii_case("BEGIN") || name.eq_ignore_ascii_case("END") => {
                Err(EditError::NotAContentLine)
            }
            _ if !is_well_formed(line) => Err(EditError::NotAContentLine),
            // Each piece of a fold has at least 71 octets of the line.
            _ => Ok(line.len() + 3 * (line.len() / 71 + 1)),
        }
    }

    fn check_room(&self, octets: usize) -> Result<(), EditError> {
        let maximum = self.tree.options.limits.source_octets;
        self.tree.room_for(octets).map(drop).map_err(|limit| EditError::LimitExceeded { limit, maximum })
    }

    fn write_component(&mut self, name: &ComponentName<'_>) -> Result<Index, EditError> {
        if !is_name(name.as_str().as_bytes()) {
            return Err(EditError::InvalidName { name: name.as_str().to_owned() });
        }
        let place = self.last_child();
        let line_end = self.line_end_at(place.unwrap_or(self.index));
        let mut begin = Vec::new();
        let mut end = Vec::new();
        fold_into(&mut begin, format!("BEGIN:{name}").as_bytes(), line_end);
        fold_into(&mut end, format!("END:{name}").as_bytes(), line_end);
        self.check_room(begin.len() + end.len())?;
        let node = Node { name: name.code(), flags: Flags::BEGIN.with(folded(&begin)), ..Node::NOTHING };
        let first = self.append(node, &begin)?;
        let node =
            Node { end: first, name: name.code(), flags: Flags::END.with(folded(&end)), ..Node::NOTHING };
        let last = self.append(node, &end)?;
        if let Some(node) = self.tree.nodes.get_mut(first as usize) {
            node.value = last;
            node.end = last;
        }
        self.link(first, place);
        Ok(first)
    }

    /// A VCALENDAR with VERSION and PRODID, in an empty stream.
    pub(crate) fn add_calendar(&mut self, product_id: &str) -> Index {
        let product_id: String = product_id.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        let product_id = Text::new(product_id).unwrap_or_default();
        let added = self.write_component(&ComponentName::VCalendar).and_then(|index| {
            let mut calendar = ComponentMut { tree: self.tree, index };
            calendar.add_line("VERSION:2.0")?;
            calendar.add_line(&format!("PRODID:{product_id}"))?;
            Ok(index)
        });
        // An identifier of 4 GiB is the only thing that could be refused; the calendar has none then.
        added.unwrap_or(STREAM)
    }

    /// Takes over the first component of another stream.
    fn graft(&mut self, other: &Tree<'_>) -> Result<Index, EditError> {
        let place = self.last_child();
        let root = other.node(STREAM).value;
        let offset = self.tree.nodes.len() as Index;
        let begin = self.tree.room_for(other.source.len()).map_err(|limit| EditError::LimitExceeded {
            limit,
            maximum: self.tree.options.limits.source_octets,
        })?;
        for node in &other.nodes {
            let mut node = *node;
            node.start += begin;
            if node.next != Node::NOTHING.next {
                node.next += offset;
            }
            if node.is(Flags::BEGIN) {
                node.value += offset;
            }
            if node.is(Flags::BEGIN.with(Flags::END)) {
                node.end += offset;
            }
            self.tree.nodes.push(node);
        }
        self.tree.written.extend_from_slice(&other.source);
        self.tree.edited = true;
        let index = root + offset;
        self.link(index, place);
        Ok(index)
    }

    fn append(&mut self, node: Node, octets: &[u8]) -> Result<Index, EditError> {
        let maximum = self.tree.options.limits.source_octets;
        let start =
            self.tree.room_for(octets.len()).map_err(|limit| EditError::LimitExceeded { limit, maximum })?;
        let index = self.tree.nodes.len() as Index;
        self.tree.nodes.push(Node { start, length: octets.len() as u32, ..node });
        self.tree.written.extend_from_slice(octets);
        self.tree.edited = true;
        Ok(index)
    }

    /// Chains a node behind a child, or as the first one.
    fn link(&mut self, index: Index, place: Option<Index>) {
        let next = match place {
            Some(place) => self.tree.node(place).next,
            None => self.tree.node(self.index).value,
        };
        if let Some(node) = self.tree.nodes.get_mut(index as usize) {
            node.next = next;
        }
        match place {
            Some(place) => {
                if let Some(before) = self.tree.nodes.get_mut(place as usize) {
                    before.next = index;
                }
            }
            None => {
                if let Some(component) = self.tree.nodes.get_mut(self.index as usize) {
                    component.value = index;
                }
            }
        }
    }

    /// Takes a child out of the chain; answers whether it was one.
    fn unlink(&mut self, index: Index) -> bool {
        if !self.tree.children(self.index).any(|(child, _)| child == index) {
            return false;
        }
        let next = self.tree.node(index).next;
        match self.before(index) {
            Some(before) => {
                if let Some(before) = self.tree.nodes.get_mut(before as usize) {
                    before.next = next;
                }
            }
            None => {
                if let Some(component) = self.tree.nodes.get_mut(self.index as usize) {
                    component.value = next;
                }
            }
        }
        if let Some(node) = self.tree.nodes.get_mut(index as usize) {
            node.flags = Flags::REMOVED;
        }
        self.tree.edited = true;
        true
    }

    /// The child before another one.
    fn before(&self, index: Index) -> Option<Index> {
        let mut before = None;
        for (child, _) in self.tree.children(self.index) {
            if child == index {
                break;
            }
            before = Some(child);
        }
        before
    }

    fn last_child(&self) -> Option<Index> {
        self.before(self.tree.node(self.index).end)
    }

    fn last_property(&self) -> Option<Index> {
        self.tree
            .children(self.index)
            .filter(|(_, node)| node.is(Flags::PROPERTY))
            .last()
            .map(|(index, _)| index)
    }

    /// How the line ends behind which another one comes: CRLF where that cannot be seen.
    fn line_end_at(&self, index: Index) -> &'static [u8] {
        let mut node = self.tree.node(index);
        if node.is(Flags::BEGIN) && index != self.index {
            node = self.tree.node(node.end);
        }
        let octets = self.tree.octets(node);
        match octets.get(without_line_end(octets).len()..) {
            Some(b"\n") => b"\n",
            _ if self.tree.ends_lines_in_returns() => b"\r",
            _ => b"\r\n",
        }
    }
}

/// A property, with parameters that the grammar has.
fn is_well_formed(line: &str) -> bool {
    let Some(node) = parser::parse_property(line.as_bytes()) else { return false };
    let parameters = line.get(node.end as usize..node.value as usize - 1).unwrap_or_default();
    let mut parameters = Header::new(Cow::Borrowed(parameters), 0, false);
    !node.is(Flags::OPEN_QUOTE) && parameters.all(|parameter| parameter.fault().is_none())
}

fn folded(octets: &[u8]) -> Flags {
    if without_line_end(octets).contains(&b'\n') { Flags::FOLDED } else { Flags::NOTHING }
}
