//! MKCOL.
//!
//! ```dtd
//! <!ELEMENT mkcol (set+)>
//! <!ELEMENT mkcol-response (propstat+)>
//! ```

use caldav_types::multistatus::Propstat;
use caldav_types::request::{Mkcol, MkcolResponse};

use super::set::{self, SET};
use crate::XmlError;
use crate::element::Content;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Mkcol {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut properties, mut some) = (Vec::new(), false);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == SET {
                some = true;
                properties.append(&mut set::read_any(reader)?);
            }
        }
        if !some {
            return Err(children.missing(SET, reader));
        }
        Ok(Self { properties })
    }

    fn write(&self, writer: &mut ElementWriter) {
        set::write(&self.properties, writer);
    }
}

impl Content for MkcolResponse {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let children = reader.children();
        let propstats = read_propstats(reader)?;
        if propstats.is_empty() {
            children.tolerate_missing(PROPSTAT, reader)?;
        }
        Ok(Self { propstats })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_propstats(&self.propstats, writer);
    }
}

pub(super) fn read_propstats(reader: &mut ElementReader<'_>) -> Result<Vec<Propstat>, XmlError> {
    let mut propstats = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROPSTAT {
            match Propstat::read(reader) {
                Ok(propstat) => propstats.push(propstat),
                Err(error) => reader.recover(error)?,
            }
        }
    }
    Ok(propstats)
}

pub(super) fn write_propstats(propstats: &[Propstat], writer: &mut ElementWriter) {
    propstats.iter().for_each(|propstat| propstat.write_as(PROPSTAT, writer));
}

const PROPSTAT: Name<'_> = Name::dav("propstat");
