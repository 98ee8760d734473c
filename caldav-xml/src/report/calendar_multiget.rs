//! Calendar object resources by address.
//!
//! ```dtd
//! <!ELEMENT calendar-multiget ((DAV:allprop | DAV:propname | DAV:prop)?, DAV:href+)>
//! ```

use caldav_types::Href;
use caldav_types::report::CalendarMultiget;

use super::requested_properties;
use crate::XmlError;
use crate::element::{Content, HREF};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CalendarMultiget {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut properties, mut hrefs) = (None, Vec::new());
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == HREF {
                hrefs.push(Href::read(reader)?);
            } else {
                requested_properties::read(child, &mut properties, reader)?;
            }
        }
        if hrefs.is_empty() {
            return Err(children.missing(HREF, reader));
        }
        Ok(Self { properties, hrefs })
    }

    fn write(&self, writer: &mut ElementWriter) {
        requested_properties::write(self.properties.as_ref(), writer);
        self.hrefs.iter().for_each(|href| href.write_as(HREF, writer));
    }
}
