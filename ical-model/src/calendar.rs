//! One iCalendar object: exactly one VCALENDAR.
//!
//! [RFC 5545 §3.4, §3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.4)

use std::borrow::Cow;

use crate::Position;
use crate::component::{Component, ComponentId, Components, Properties};
use crate::component_name::ComponentName;
use crate::diagnostic::Diagnostic;
use crate::edit::ComponentMut;
use crate::error::{ParseError, ParseErrorKind, PropertyError};
use crate::parser::ParseOptions;
use crate::property::{Property, PropertyId, TypedProperty};
use crate::stream::CalendarStream;
use crate::tree::{Index, STREAM};

/// An iCalendar object, as a calendar object resource of CalDAV holds it.
///
/// ```
/// use ical_model::property::{DtStart, Summary};
/// use ical_model::{Calendar, ComponentName};
///
/// let bytes = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\n\
///     UID:1@example.com\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:20270102\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
/// let mut calendar = Calendar::parse(bytes)?;
/// let event = calendar.components().next().unwrap();
/// assert_eq!(event.property::<DtStart>()?.unwrap().value.to_string(), "20270102");
///
/// let id = event.id();
/// calendar.component_mut(id).unwrap().set(&Summary::from("A day off"))?;
/// assert!(calendar.to_bytes().ends_with(b"DTSTART;VALUE=DATE:20270102\r\nSUMMARY:A day off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Calendar<'a> {
    stream: CalendarStream<'a>,
    root: Index,
}

impl<'a> Calendar<'a> {
    /// A new calendar with VERSION and this PRODID, to add components to.
    ///
    /// ```
    /// use ical_model::property::{DtStamp, DtStart, Uid};
    /// use ical_model::{Calendar, ComponentName};
    /// let mut calendar = Calendar::new("-//Example Corp.//Example//EN");
    /// let mut event = calendar.add_component(&ComponentName::VEvent)?;
    /// event.set(&Uid::from("0c1e5bd4-6a37-4a0e-9d5b-1b3a54a9f0a1"))?;
    /// event.set(&DtStamp::utc("20270101T000000Z".parse()?)?)?;
    /// event.set(&DtStart::from("20270102T090000Z".parse::<ical_model::value::DateOrDateTime>()?))?;
    /// assert!(Calendar::parse_with(&calendar.to_bytes(), &ical_model::ParseOptions::strict()).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(product_id: &str) -> Self {
        let mut stream = CalendarStream::new();
        let root = stream.root_mut().add_calendar(product_id);
        Self { stream, root }
    }

    /// Reads a calendar leniently. Components beside the VCALENDAR are kept and told by a diagnostic.
    ///
    /// # Errors
    ///
    /// As for [`CalendarStream::parse`]; there is no VCALENDAR or more than one.
    pub fn parse<B: AsRef<[u8]> + ?Sized>(bytes: &'a B) -> Result<Self, ParseError> {
        Self::parse_with(bytes, &ParseOptions::default())
    }

    /// Reads a calendar as the options say.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse), and for strict options whatever would be a diagnostic.
    pub fn parse_with<B: AsRef<[u8]> + ?Sized>(
        bytes: &'a B,
        options: &ParseOptions,
    ) -> Result<Self, ParseError> {
        CalendarStream::parse_with(bytes, options)?.try_into()
    }

    /// The VCALENDAR.
    #[must_use]
    pub fn root(&self) -> Component<'_> {
        Component { tree: &self.stream.tree, index: self.root }
    }

    /// The components directly in the VCALENDAR, in order.
    #[must_use]
    pub fn components(&self) -> Components<'_> {
        self.root().components()
    }

    /// The properties of the VCALENDAR itself, in order.
    #[must_use]
    pub fn properties(&self) -> Properties<'_> {
        self.root().properties()
    }

    /// The first property of its type of the VCALENDAR itself.
    ///
    /// # Errors
    ///
    /// The line is there and cannot be read as such.
    pub fn property<P: TypedProperty>(&self) -> Result<Option<P>, PropertyError> {
        self.root().property()
    }

    /// What departs from the specifications and was read all the same, in order.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.stream.diagnostics()
    }

    /// The octets: those that came in, but for what was edited since.
    #[must_use]
    pub fn to_bytes(&self) -> Cow<'_, [u8]> {
        self.stream.to_bytes()
    }

    /// The stream that holds the calendar and whatever stands beside it.
    #[must_use]
    pub fn stream(&self) -> &CalendarStream<'a> {
        &self.stream
    }

    /// The same calendar, owning its octets.
    #[must_use]
    pub fn into_owned(self) -> Calendar<'static> {
        Calendar { stream: self.stream.into_owned(), root: self.root }
    }

    /// A component by its id; None when it was removed.
    #[must_use]
    pub fn component(&self, id: ComponentId) -> Option<Component<'_>> {
        self.stream.component(id)
    }

    /// A property by its id; None when it was removed.
    #[must_use]
    pub fn property_by_id(&self, id: PropertyId) -> Option<Property<'_>> {
        self.stream.property_by_id(id)
    }

    /// A component by its id, to change it; None when it was removed.
    pub fn component_mut(&mut self, id: ComponentId) -> Option<ComponentMut<'_, 'a>> {
        self.stream.component_mut(id)
    }

    /// The VCALENDAR, to change it.
    pub fn root_mut(&mut self) -> ComponentMut<'_, 'a> {
        ComponentMut { tree: &mut self.stream.tree, index: self.root }
    }

    /// Adds a component behind the others.
    ///
    /// # Errors
    ///
    /// The name is not one, or a limit is passed.
    pub fn add_component(
        &mut self,
        name: &ComponentName<'_>,
    ) -> Result<ComponentMut<'_, 'a>, crate::EditError> {
        self.root_mut().into_added(name)
    }
}

impl<'a> TryFrom<CalendarStream<'a>> for Calendar<'a> {
    type Error = ParseError;

    fn try_from(stream: CalendarStream<'a>) -> Result<Self, ParseError> {
        let mut calendars = stream.components().filter(|component| component.is(&ComponentName::VCalendar));
        let root = match (calendars.next(), calendars.next()) {
            (Some(root), None) => root.index,
            (Some(_), Some(second)) => {
                return Err(ParseError::new(ParseErrorKind::SeveralCalendars, second.position()));
            }
            (None, _) => {
                let first = stream.components().next().map_or_else(Position::default, Component::position);
                return Err(ParseError::new(ParseErrorKind::MissingCalendar, first));
            }
        };
        debug_assert_ne!(root, STREAM);
        Ok(Self { stream, root })
    }
}

impl Calendar<'static> {
    /// Reads a calendar leniently and keeps the octets without copying them.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    pub fn from_vec(bytes: Vec<u8>) -> Result<Self, ParseError> {
        CalendarStream::from_vec(bytes)?.try_into()
    }
}
