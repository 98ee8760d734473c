//! Properties that are set.
//!
//! ```dtd
//! <!ELEMENT set (prop)>
//! <!ELEMENT remove (prop)>
//! ```

use caldav_types::property::{DavProperty, DavPropertyName};

use crate::XmlError;
use crate::element::PROP;
use crate::name::Name;
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// The properties in the DAV:set that is open.
pub(super) fn read(reader: &mut ElementReader<'_>) -> Result<Vec<DavProperty>, XmlError> {
    let mut properties = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROP {
            reader.once(&properties, child)?;
            properties = Some(read_prop(reader)?);
        }
    }
    children.required(properties, PROP, reader)
}

/// The same where some clients leave out the DAV:prop: those of bulk changes.
pub(super) fn read_bulk(reader: &mut ElementReader<'_>) -> Result<Vec<DavProperty>, XmlError> {
    let (mut properties, mut bare) = (None, Vec::new());
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROP {
            reader.once(&properties, child)?;
            properties = Some(read_prop(reader)?);
        } else {
            bare.push(property::read_one(child, reader)?);
        }
    }
    if properties.is_none() && !bare.is_empty() {
        children.tolerate_missing(PROP, reader)?;
        properties = Some(bare);
    }
    children.required(properties, PROP, reader)
}

fn read_prop(reader: &mut ElementReader<'_>) -> Result<Vec<DavProperty>, XmlError> {
    let children = reader.children();
    // Without content is what the property is set to.
    let properties = property::read_set(reader)?;
    if properties.is_empty() {
        children.tolerate_no_property(reader)?;
    }
    Ok(properties)
}

/// The names in the DAV:remove that is open.
pub(super) fn read_removed(reader: &mut ElementReader<'_>) -> Result<Vec<DavPropertyName>, XmlError> {
    let mut names = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROP {
            reader.once(&names, child)?;
            names = Some(prop::read_some_names(reader)?);
        }
    }
    children.required(names, PROP, reader)
}

/// Writes a DAV:set.
pub(super) fn write<'p>(properties: impl IntoIterator<Item = &'p DavProperty>, writer: &mut ElementWriter) {
    writer.element(SET, |writer| {
        writer.element(PROP, |writer| {
            properties.into_iter().for_each(|property| property::write(property, writer));
        });
    });
}

pub(super) const SET: Name<'_> = Name::dav("set");
pub(super) const REMOVE: Name<'_> = Name::dav("remove");
