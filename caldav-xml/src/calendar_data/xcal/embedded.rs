//! The property XML: an element of another namespace as its text.
//!
//! [RFC 6321 §4.2](https://www.rfc-editor.org/rfc/rfc6321#section-4.2)

use caldav_types::AnyElement;
use ical_model::value::Text;

use crate::name::Namespace;
use crate::writer::ElementWriter;
use crate::{XmlErrorKind, XmlOptions, any_element, document};

/// The element that the property holds; `None` where it holds none of another namespace.
pub(super) fn parse(text: &str) -> Option<AnyElement> {
    let read = document::read(text.as_bytes(), &XmlOptions::strict(), |reader, root| {
        if matches!(root.namespace, Namespace::Absent | Namespace::ICalendar) {
            let found = reader.expanded(root)?;
            return Err(reader.error(XmlErrorKind::UnexpectedRoot { found }));
        }
        any_element::capture(reader, root)
    });
    read.ok().map(|(element, _)| element)
}

/// A TEXT without its escapes ([RFC 5545 §3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11)).
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('n' | 'N') | None => '\n',
                Some(escaped) => escaped,
            },
            plain => plain,
        });
    }
    plain
}

/// The value of the property that holds the element: a TEXT with its escapes.
pub(super) fn text(element: &AnyElement) -> String {
    let mut out = ElementWriter::new();
    any_element::write(element, &mut out);
    let document = out.finish();
    // The value is an element, no document.
    let element = document.split_once("?>").map_or(&*document, |(_, element)| element.trim_start());
    // A document has no character that a TEXT cannot have.
    Text::new(element).map_or_else(|_| element.to_owned(), |text| text.to_string())
}
