//! A component: its properties and the components in it.
//!
//! [RFC 5545 §3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6)

use std::borrow::Cow;

use crate::Position;
use crate::component_name::ComponentName;
use crate::error::PropertyError;
use crate::folding::unfold;
use crate::property::{Property, PropertyName, TypedProperty};
use crate::tree::{Below, Children, Flags, Index, Tree};

/// A component of a stream, from its BEGIN to its END.
///
/// ```
/// use ical_model::{Calendar, ComponentName, property::Summary};
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Buy bread\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
/// )?;
/// let todo = calendar.components().next().unwrap();
/// assert_eq!(todo.name(), ComponentName::VTodo);
/// assert_eq!(todo.property::<Summary>()?.unwrap().value, "Buy bread");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Component<'d> {
    pub(crate) tree: &'d Tree<'d>,
    pub(crate) index: Index,
}

/// What stands directly in a component.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Child<'d> {
    /// A property.
    Property(Property<'d>),
    /// A component.
    Component(Component<'d>),
}

/// Which component of its stream a component is; the same as long as it is not removed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ComponentId(pub(crate) Index);

impl<'d> Component<'d> {
    /// Names it for edits.
    #[must_use]
    pub fn id(self) -> ComponentId {
        ComponentId(self.index)
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> ComponentName<'d> {
        let node = self.tree.node(self.index);
        match ComponentName::from_code(node.name) {
            Some(name) => name,
            None => {
                let line = self.tree.line(node);
                let colon = memchr::memchr(b':', line).map_or(line.len(), |colon| colon + 1);
                ComponentName::Other(match unfold(line.get(colon..).unwrap_or_default()) {
                    Cow::Borrowed(name) => String::from_utf8_lossy(name.trim_ascii()),
                    Cow::Owned(name) => Cow::Owned(String::from_utf8_lossy(name.trim_ascii()).into_owned()),
                })
            }
        }
    }

    /// Which component it is, of whichever stream.
    pub(crate) fn identity(self) -> (usize, Index) {
        (std::ptr::from_ref(self.tree).addr(), self.index)
    }

    /// Whether it has this name.
    #[must_use]
    #[inline]
    pub fn is(self, name: &ComponentName<'_>) -> bool {
        match name.code() {
            0 => self.name() == *name,
            code => self.tree.node(self.index).name == code,
        }
    }

    /// Its properties, in order; those of components in it are not among them.
    #[must_use]
    #[inline]
    pub fn properties(self) -> Properties<'d> {
        Properties { tree: self.tree, children: self.tree.children(self.index) }
    }

    /// The components that stand directly in it, in order.
    #[must_use]
    #[inline]
    pub fn components(self) -> Components<'d> {
        Components { tree: self.tree, children: self.tree.children(self.index) }
    }

    /// All components in it, at any depth, in document order; itself not.
    #[must_use]
    pub fn descendants(self) -> Descendants<'d> {
        Descendants { tree: self.tree, below: self.tree.below(self.index) }
    }

    /// What stands directly in it, properties and components as they come.
    ///
    /// ```
    /// use ical_model::{Calendar, Child};
    /// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nX-A:1\r\nEND:VCALENDAR\r\n")?;
    /// let late = calendar.root().children().skip_while(|child| matches!(child, Child::Property(_)));
    /// assert_eq!(late.filter(|child| matches!(child, Child::Property(_))).count(), 1);
    /// # Ok::<(), ical_model::ParseError>(())
    /// ```
    pub fn children(self) -> impl Iterator<Item = Child<'d>> {
        let tree = self.tree;
        tree.children(self.index).filter_map(move |(index, node)| {
            if node.is(Flags::PROPERTY) {
                Some(Child::Property(Property { tree, node, index }))
            } else {
                node.is(Flags::BEGIN).then_some(Child::Component(Component { tree, index }))
            }
        })
    }

    /// Its properties of one name, in order.
    pub fn properties_named(self, name: &PropertyName<'_>) -> impl Iterator<Item = Property<'d>> {
        self.properties().filter(move |property| property.is(name))
    }

    /// Its components of one name, in order.
    pub fn components_named(self, name: &ComponentName<'_>) -> impl Iterator<Item = Self> {
        self.components().filter(move |component| component.is(name))
    }

    /// The first property of its type.
    ///
    /// # Errors
    ///
    /// The line is there and cannot be read as such.
    pub fn property<P: TypedProperty>(self) -> Result<Option<P>, PropertyError> {
        self.properties_named(&P::NAME).next().map(P::read).transpose()
    }

    /// All properties of one type, in order.
    pub fn properties_of<P: TypedProperty>(self) -> impl Iterator<Item = Result<P, PropertyError>> {
        self.properties().filter(|property| property.is(&P::NAME)).map(P::read)
    }

    /// Where its BEGIN stands.
    #[must_use]
    pub fn position(self) -> Position {
        self.tree.position(self.index, 0)
    }

    /// Its octets as they stand, from BEGIN to END with their line ends.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        crate::writer::write_component(self.tree, self.index, &mut bytes);
        bytes
    }
}

impl std::fmt::Debug for Component<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut list = f.debug_list();
        list.entry(&format_args!("BEGIN:{}", self.name()));
        for (_, node) in self.tree.below(self.index) {
            list.entry(&format_args!("\"{}\"", self.tree.line(node).escape_ascii()));
        }
        list.finish()
    }
}

impl PartialEq for Component<'_> {
    /// Components are compared by their octets.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl Eq for Component<'_> {}

/// The properties of a component.
#[derive(Clone, Debug)]
pub struct Properties<'d> {
    tree: &'d Tree<'d>,
    children: Children<'d>,
}

impl<'d> Iterator for Properties<'d> {
    type Item = Property<'d>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let tree = self.tree;
        self.children.find(|(_, node)| node.is(Flags::PROPERTY)).map(|(index, node)| Property {
            tree,
            node,
            index,
        })
    }
}

/// The components in a component.
#[derive(Clone, Debug)]
pub struct Components<'d> {
    tree: &'d Tree<'d>,
    children: Children<'d>,
}

impl<'d> Iterator for Components<'d> {
    type Item = Component<'d>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let tree = self.tree;
        self.children.find(|(_, node)| node.is(Flags::BEGIN)).map(|(index, _)| Component { tree, index })
    }
}

/// The components in a component, at any depth.
#[derive(Clone, Debug)]
pub struct Descendants<'d> {
    tree: &'d Tree<'d>,
    below: Below<'d>,
}

impl<'d> Iterator for Descendants<'d> {
    type Item = Component<'d>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let tree = self.tree;
        self.below.find(|(_, node)| node.is(Flags::BEGIN)).map(|(index, _)| Component { tree, index })
    }
}
