//! Which collections a resource is in.
//!
//! ```dtd
//! <!ELEMENT parent-set (parent)*>
//! <!ELEMENT parent (href, segment)>
//! ```

use caldav_types::Href;
use caldav_types::property::Parent;

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Parent {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut segment) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == HREF {
                href = Some(Href::read(reader)?);
            } else if child == SEGMENT {
                segment = Some(reader.trimmed_text()?);
            }
        }
        Ok(Self {
            href: children.required(href, HREF, reader)?,
            segment: children.required(segment, SEGMENT, reader)?,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        writer.text_element(SEGMENT, &self.segment);
    }
}

const SEGMENT: Name<'_> = Name::dav("segment");
