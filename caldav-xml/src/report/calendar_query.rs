//! A search for calendar object resources.
//!
//! ```dtd
//! <!ELEMENT calendar-query ((DAV:allprop | DAV:propname | DAV:prop)?, filter, (timezone | timezone-id)?)>
//! ```

use caldav_types::filter::Filter;
use caldav_types::report::{CalendarQuery, QueryTimeZone};

use super::requested_properties;
use crate::XmlError;
use crate::element::Content;
use crate::filter::FILTER;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CalendarQuery {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut properties, mut filter, mut time_zone) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                FILTER => {
                    reader.once(&filter, child)?;
                    filter = Some(Filter::read(reader)?);
                }
                TIMEZONE | TIMEZONE_ID => {
                    if time_zone.is_some() {
                        return Err(reader.unexpected(child));
                    }
                    let text = reader.text()?;
                    time_zone = Some(if child == TIMEZONE {
                        QueryTimeZone::Definition(text.into())
                    } else {
                        QueryTimeZone::Id(text.trim().into())
                    });
                }
                _ => {
                    requested_properties::read(child, &mut properties, reader)?;
                }
            }
        }
        Ok(Self { properties, filter: children.required(filter, FILTER, reader)?, time_zone })
    }

    fn write(&self, writer: &mut ElementWriter) {
        requested_properties::write(self.properties.as_ref(), writer);
        self.filter.write_as(FILTER, writer);
        match &self.time_zone {
            Some(QueryTimeZone::Definition(text)) => writer.text_element(TIMEZONE, text),
            Some(QueryTimeZone::Id(name)) => writer.text_element(TIMEZONE_ID, name),
            None => {}
        }
    }
}

const TIMEZONE: Name<'_> = Name::caldav("timezone");
const TIMEZONE_ID: Name<'_> = Name::caldav("timezone-id");
