//! Properties alone: a DAV:prop.
//!
//! ```dtd
//! <!ELEMENT prop ANY >
//! ```

use caldav_types::property::Prop;

use super::{read_found, write};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Prop {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_found(reader).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.0.iter().for_each(|property| write(property, writer));
    }
}
