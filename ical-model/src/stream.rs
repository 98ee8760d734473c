//! The root of whatever came in.
//!
//! [RFC 5545 §3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.4)

use std::borrow::Cow;

use crate::component::{Component, ComponentId, Components, Descendants};
use crate::diagnostic::{self, Diagnostic};
use crate::edit::ComponentMut;
use crate::error::ParseError;
use crate::locator::Locator;
use crate::parser::{self, ParseOptions};
use crate::property::{Property, PropertyId};
use crate::tree::{Flags, STREAM, Tree};

/// Any number of components of any kind, with every octet that came in.
///
/// What is not a VCALENDAR, what has no END, what is no content line is kept too, and told by
/// [`diagnostics`](Self::diagnostics). An untouched stream is written back byte for byte.
///
/// ```
/// use ical_model::{CalendarStream, ComponentName};
/// let bytes = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:no END\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n";
/// let stream = CalendarStream::parse(bytes)?;
/// assert_eq!(stream.components().filter(|c| c.name() == ComponentName::VCalendar).count(), 2);
/// assert_eq!(&*stream.to_bytes(), bytes);
/// for diagnostic in stream.diagnostics() {
///     eprintln!("{}: {diagnostic}", diagnostic.position());
/// }
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CalendarStream<'a> {
    pub(crate) tree: Tree<'a>,
}

impl<'a> CalendarStream<'a> {
    /// A stream without any component.
    #[must_use]
    pub fn new() -> Self {
        Self { tree: Tree::empty(ParseOptions::default()) }
    }

    /// Reads a stream leniently.
    ///
    /// # Errors
    ///
    /// No line begins a component, the octets are UTF-16, or a default limit is passed.
    pub fn parse<B: AsRef<[u8]> + ?Sized>(bytes: &'a B) -> Result<Self, ParseError> {
        Self::parse_with(bytes, &ParseOptions::default())
    }

    /// Reads a stream as the options say.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse), and for strict options whatever would be a diagnostic.
    pub fn parse_with<B: AsRef<[u8]> + ?Sized>(
        bytes: &'a B,
        options: &ParseOptions,
    ) -> Result<Self, ParseError> {
        Self::parse_cow(Cow::Borrowed(bytes.as_ref()), options)
    }

    pub(crate) fn parse_cow(bytes: Cow<'a, [u8]>, options: &ParseOptions) -> Result<Self, ParseError> {
        let stream = Self { tree: parser::parse(bytes, options)? };
        match options.strict {
            true => diagnostic::refuse(&stream.tree).map(|()| stream),
            false => Ok(stream),
        }
    }

    /// The components that stand in no other, in order.
    #[must_use]
    pub fn components(&self) -> Components<'_> {
        Component { tree: &self.tree, index: STREAM }.components()
    }

    /// All components, at any depth, in document order.
    #[must_use]
    pub fn descendants(&self) -> Descendants<'_> {
        Component { tree: &self.tree, index: STREAM }.descendants()
    }

    /// What departs from the specifications and was read all the same, in order.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        diagnostic::of_stream(&self.tree)
    }

    /// Tells where things of this stream stand.
    #[must_use]
    pub fn locator(&self) -> Locator<'_> {
        Locator::new(&self.tree)
    }

    /// The octets: those that came in, but for what was edited since.
    #[must_use]
    pub fn to_bytes(&self) -> Cow<'_, [u8]> {
        if !self.tree.edited {
            return Cow::Borrowed(&self.tree.source);
        }
        let mut bytes = Vec::with_capacity(self.tree.source.len() + self.tree.written.len());
        crate::writer::write_stream(&self.tree, &mut bytes);
        Cow::Owned(bytes)
    }

    /// The same stream, owning its octets.
    #[must_use]
    pub fn into_owned(self) -> CalendarStream<'static> {
        CalendarStream { tree: self.tree.into_owned() }
    }

    /// A component by its id; None when it was removed.
    #[must_use]
    pub fn component(&self, id: ComponentId) -> Option<Component<'_>> {
        self.tree.node(id.0).is(Flags::BEGIN).then_some(Component { tree: &self.tree, index: id.0 })
    }

    /// A property by its id; None when it was removed.
    #[must_use]
    pub fn property_by_id(&self, id: PropertyId) -> Option<Property<'_>> {
        let node = self.tree.node(id.0);
        node.is(Flags::PROPERTY).then_some(Property { tree: &self.tree, node, index: id.0 })
    }

    /// A component by its id, to change it; None when it was removed.
    pub fn component_mut(&mut self, id: ComponentId) -> Option<ComponentMut<'_, 'a>> {
        self.tree.node(id.0).is(Flags::BEGIN).then_some(ComponentMut { tree: &mut self.tree, index: id.0 })
    }

    /// The stream itself as what holds its components: they are added to it and removed from it.
    pub fn root_mut(&mut self) -> ComponentMut<'_, 'a> {
        ComponentMut { tree: &mut self.tree, index: STREAM }
    }
}

impl CalendarStream<'static> {
    /// Reads a stream leniently and keeps the octets without copying them.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    pub fn from_vec(bytes: Vec<u8>) -> Result<Self, ParseError> {
        Self::parse_cow(Cow::Owned(bytes), &ParseOptions::default())
    }
}

impl Default for CalendarStream<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for CalendarStream<'_> {
    /// Streams are compared by their octets.
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl Eq for CalendarStream<'_> {}
