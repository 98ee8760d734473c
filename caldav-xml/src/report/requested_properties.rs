//! What a report says about each resource.
//!
//! ```dtd
//! (DAV:allprop | DAV:propname | DAV:prop)?
//! ```

use caldav_types::calendar_data::CalendarDataRequest;
use caldav_types::report::{RequestedProp, RequestedProperties};

use crate::XmlError;
use crate::calendar_data::CALENDAR_DATA;
use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// Reads the child that is open, if it is one of the three; they exclude each other.
pub(crate) fn read(
    child: Name<'_>,
    before: &mut Option<RequestedProperties>,
    reader: &mut ElementReader<'_>,
) -> Result<bool, XmlError> {
    let is_one = matches!(child.parts(), (Namespace::Dav, "allprop" | "propname" | "prop"));
    if !is_one {
        return Ok(false);
    }
    if before.is_some() {
        return Err(reader.unexpected(child));
    }
    *before = Some(match child.local {
        "allprop" => RequestedProperties::AllProp,
        "propname" => RequestedProperties::PropName,
        _ => {
            let children = reader.children();
            let prop = RequestedProp::read(reader)?;
            if prop.is_empty() {
                children.tolerate_no_property(reader)?;
            }
            RequestedProperties::Prop(prop)
        }
    });
    Ok(true)
}

pub(crate) fn write(properties: Option<&RequestedProperties>, writer: &mut ElementWriter) {
    match properties {
        Some(RequestedProperties::AllProp) => writer.empty(Name::dav("allprop")),
        Some(RequestedProperties::PropName) => writer.empty(Name::dav("propname")),
        Some(RequestedProperties::Prop(prop)) => prop.write_as(PROP, writer),
        None => {}
    }
}

impl Content for RequestedProp {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut prop = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == CALENDAR_DATA {
                reader.once(&prop.calendar_data, child)?;
                prop.calendar_data = Some(CalendarDataRequest::read(reader)?);
            } else {
                prop.names.push(prop::read_name(child, reader)?);
            }
        }
        Ok(prop)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.names.iter().for_each(|name| property::write_name(name, writer));
        if let Some(data) = &self.calendar_data {
            data.write_as(CALENDAR_DATA, writer);
        }
    }
}
