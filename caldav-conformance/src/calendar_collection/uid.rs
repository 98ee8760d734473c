//! The UID of a calendar object resource.
//!
//! [RFC 4791 §4.1](https://www.rfc-editor.org/rfc/rfc4791#section-4.1),
//! [RFC 5545 §3.8.4.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7)

use std::borrow::Cow;
use std::fmt;

use ical_model::{Calendar, Position, Property, PropertyName};

use crate::calendar_object::is_calendar_component;
use crate::text::text_of;

/// The one UID that all components of a calendar have; VTIMEZONE and components that nobody knows have no part in it.
///
/// ```
/// use caldav_conformance::calendar_collection::uid_of;
/// use ical_model::Calendar;
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1@example.com\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")?;
/// assert_eq!(uid_of(&calendar)?, "1@example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// There is no such component, one has no UID, or they have several.
pub fn uid_of(calendar: &Calendar<'_>) -> Result<String, UidError> {
    uid_line(calendar).map(|(uid, _)| uid.into_owned())
}

/// The UID, and the first line that has it.
pub(crate) fn uid_line<'c>(calendar: &'c Calendar<'_>) -> Result<(Cow<'c, str>, Property<'c>), UidError> {
    let mut found: Option<(Cow<'c, str>, Property<'c>)> = None;
    for component in calendar.components().filter(|component| is_calendar_component(*component)) {
        let mut missing = true;
        for line in component.properties_named(&PropertyName::Uid) {
            let error = |kind| UidError { kind, position: line.position() };
            let uid = text_of(line).ok_or_else(|| error(UidErrorKind::NotUtf8))?;
            missing &= uid.is_empty();
            match &found {
                Some((first, _)) if *first != uid => return Err(error(UidErrorKind::Several)),
                Some(_) => {}
                None => found = Some((uid, line)),
            }
        }
        if missing {
            return Err(UidError { kind: UidErrorKind::Missing, position: component.position() });
        }
    }
    found.ok_or_else(|| UidError { kind: UidErrorKind::NoComponent, position: calendar.root().position() })
}

/// Why a calendar has no UID of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UidError {
    kind: UidErrorKind,
    position: Position,
}

impl UidError {
    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> UidErrorKind {
        self.kind
    }

    /// Where it was wrong.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl fmt::Display for UidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self.kind {
            UidErrorKind::NoComponent => "expected a component with a UID, found none",
            UidErrorKind::Missing => "expected a UID in every component, found none in one of them",
            UidErrorKind::Several => "expected one UID for all components, found a second one",
            UidErrorKind::NotUtf8 => "expected a UID in UTF-8, found other octets",
        };
        write!(f, "{sentence} at {}", self.position)
    }
}

impl std::error::Error for UidError {}

/// What is wrong with the UID of a calendar.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum UidErrorKind {
    /// There is no component that has a UID.
    NoComponent,
    /// A component has none, or an empty one.
    Missing,
    /// There are two that differ.
    Several,
    /// The octets are not UTF-8.
    NotUtf8,
}
