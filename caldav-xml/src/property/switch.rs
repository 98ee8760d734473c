//! Values that are there or not, true or not.

use caldav_types::property::{Present, TrueOrFalse};

use crate::XmlError;
use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// `EMPTY`
impl Content for Present {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.skip().map(|()| Self)
    }

    fn write(&self, _writer: &mut ElementWriter) {}

    fn of_empty() -> Option<Self> {
        Some(Self)
    }
}

/// `(true|false)`
impl Content for TrueOrFalse {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut value = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                TRUE => value = Some(Self(true)),
                FALSE => value = Some(Self(false)),
                _ => {}
            }
        }
        children.required(value, TRUE, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.empty(if self.0 { TRUE } else { FALSE });
    }
}

const TRUE: Name<'_> = Name::new(Namespace::CalendarServer, "true");
const FALSE: Name<'_> = Name::new(Namespace::CalendarServer, "false");
