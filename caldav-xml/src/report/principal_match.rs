//! What is or belongs to the current user.
//!
//! ```dtd
//! <!ELEMENT principal-match ((principal-property | self), prop?)>
//! <!ELEMENT principal-property ANY> <!-- an element that names a property -->
//! ```

use caldav_types::report::{MatchedPrincipal, PrincipalMatch};

use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::Name;
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PrincipalMatch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut matched, mut prop) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SELF | PRINCIPAL_PROPERTY if matched.is_some() => return Err(reader.unexpected(child)),
                SELF => matched = Some(MatchedPrincipal::CurrentUser),
                PRINCIPAL_PROPERTY => {
                    let property = reader.children();
                    let Some(name) = property.next(reader)? else {
                        return Err(property.expected("the name of a property", reader));
                    };
                    matched = Some(MatchedPrincipal::Property(prop::read_name(name, reader)?));
                }
                PROP => {
                    reader.once(&prop, child)?;
                    prop = Some(property::read_names(reader)?);
                }
                _ => {}
            }
        }
        Ok(Self { matched: children.required(matched, SELF, reader)?, prop: prop.unwrap_or_default() })
    }

    fn write(&self, writer: &mut ElementWriter) {
        match &self.matched {
            MatchedPrincipal::CurrentUser => writer.empty(SELF),
            MatchedPrincipal::Property(name) => {
                writer.element(PRINCIPAL_PROPERTY, |writer| property::write_name(name, writer));
            }
        }
        if !self.prop.is_empty() {
            prop::write_names(&self.prop, writer);
        }
    }
}

const SELF: Name<'_> = Name::dav("self");
const PRINCIPAL_PROPERTY: Name<'_> = Name::dav("principal-property");
