//! MKCALENDAR.
//!
//! ```dtd
//! <!ELEMENT mkcalendar (DAV:set)>
//! <!ELEMENT mkcalendar-response ANY>
//! ```

use caldav_types::request::{Mkcalendar, MkcalendarResponse};

use super::mkcol::{read_propstats, write_propstats};
use super::set::{self, SET};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Mkcalendar {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut properties = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == SET {
                reader.once(&properties, child)?;
                properties = Some(set::read_any(reader)?);
            }
        }
        Ok(Self { properties: children.required(properties, SET, reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        set::write(&self.properties, writer);
    }
}

impl Content for MkcalendarResponse {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        Ok(Self { propstats: read_propstats(reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_propstats(&self.propstats, writer);
    }
}
