//! What principals can be searched by.
//!
//! ```dtd
//! <!ELEMENT principal-search-property-set (principal-search-property*)>
//! <!ELEMENT principal-search-property (prop, description)>
//! <!ELEMENT description #PCDATA>
//! ```

use caldav_types::LocalizedText;
use caldav_types::report::{PrincipalSearchProperty, PrincipalSearchPropertySet};

use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::Name;
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PrincipalSearchPropertySet {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut properties = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == PRINCIPAL_SEARCH_PROPERTY {
                match PrincipalSearchProperty::read(reader) {
                    Ok(property) => properties.push(property),
                    // One that cannot be read is not searched by.
                    Err(error) => reader.recover(error)?,
                }
            }
        }
        Ok(Self { properties })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.properties.iter().for_each(|property| property.write_as(PRINCIPAL_SEARCH_PROPERTY, writer));
    }
}

impl Content for PrincipalSearchProperty {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut name, mut description) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                PROP => {
                    let inside = reader.children();
                    while let Some(child) = inside.next(reader)? {
                        reader.once(&name, child)?;
                        name = Some(prop::read_name(child, reader)?);
                    }
                }
                DESCRIPTION => {
                    reader.once(&description, child)?;
                    description = Some(LocalizedText::read(reader)?);
                }
                _ => {}
            }
        }
        let name = name.ok_or_else(|| children.expected("the name of a property", reader))?;
        if description.is_none() {
            children.tolerate_missing(DESCRIPTION, reader)?;
        }
        Ok(Self { name, description: description.unwrap_or_default() })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.element(PROP, |writer| property::write_name(&self.name, writer));
        self.description.write_as(DESCRIPTION, writer);
    }
}

const PRINCIPAL_SEARCH_PROPERTY: Name<'_> = Name::dav("principal-search-property");
const DESCRIPTION: Name<'_> = Name::dav("description");
