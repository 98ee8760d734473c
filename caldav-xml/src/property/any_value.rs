//! The content of an element, whatever it is.

use caldav_types::AnyElement;
use caldav_types::property::AnyValue;

use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element};

impl Content for AnyValue {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = reader.name();
        any_element::capture_value(reader, name).map(Self::from)
    }

    fn write(&self, writer: &mut ElementWriter) {
        any_element::write_content(&self.attributes, &self.prefixes, &self.children, writer);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// Elements of any name.
impl Content for Vec<AnyElement> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut elements = Self::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            elements.push(any_element::capture(reader, child)?);
        }
        Ok(elements)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.iter().for_each(|element| any_element::write(element, writer));
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}
