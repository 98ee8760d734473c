//! Properties of resources that properties name.
//!
//! ```dtd
//! <!ELEMENT expand-property (property*)>
//! <!ELEMENT property (property*)>
//! <!ATTLIST property name      NMTOKEN #REQUIRED
//!                    namespace NMTOKEN "DAV:">
//! ```

use caldav_types::ExpandedName;
use caldav_types::namespace;
use caldav_types::property::DavPropertyName;
use caldav_types::report::{ExpandProperty, ExpandedProperty};

use crate::XmlError;
use crate::element::Content;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ExpandProperty {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        Ok(Self { properties: read_properties(reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.properties.iter().for_each(|property| property.write_as(PROPERTY, writer));
    }
}

impl Content for ExpandedProperty {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let local = reader.required_attribute("name")?;
        let uri = reader.attribute("namespace")?.unwrap_or_else(|| namespace::DAV.into());
        let name = ExpandedName::new(uri, local.trim())
            .map_err(|_| reader.value_error("the name of a property", &local))?;
        Ok(Self { name: DavPropertyName::from(name), properties: read_properties(reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.local_name());
        if self.name.namespace() != namespace::DAV {
            writer.attribute("namespace", self.name.namespace());
        }
        self.properties.iter().for_each(|property| property.write_as(PROPERTY, writer));
    }
}

fn read_properties(reader: &mut ElementReader<'_>) -> Result<Vec<ExpandedProperty>, XmlError> {
    let mut properties = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROPERTY {
            // The depth of elements is bounded by the limits of the reader.
            properties.push(ExpandedProperty::read(reader)?);
        }
    }
    Ok(properties)
}

const PROPERTY: Name<'_> = Name::dav("property");
