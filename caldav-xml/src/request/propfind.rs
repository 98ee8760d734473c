//! PROPFIND.
//!
//! ```dtd
//! <!ELEMENT propfind ( propname | (allprop, include?) | prop ) >
//! ```

use caldav_types::request::Propfind;

use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Propfind {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut asked = None;
        let mut include = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            let one = match child.parts() {
                (Namespace::Dav, "prop") => Self::Prop(prop::read_some_names(reader)?),
                (Namespace::Dav, "propname") => Self::PropName,
                (Namespace::Dav, "allprop") => Self::AllProp { include: Vec::new() },
                (Namespace::Dav, "include") => {
                    include.append(&mut property::read_names(reader)?);
                    continue;
                }
                _ => continue,
            };
            if asked.replace(one).is_some() {
                return Err(children.unexpected(child, reader));
            }
        }
        match asked {
            Some(Self::AllProp { .. }) => Ok(Self::AllProp { include }),
            Some(asked) => Ok(asked),
            None => Err(children.missing(PROP, reader)),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::Prop(names) => prop::write_names(names, writer),
            Self::PropName => writer.empty(Name::dav("propname")),
            Self::AllProp { include } => {
                writer.empty(Name::dav("allprop"));
                if !include.is_empty() {
                    writer.element(Name::dav("include"), |writer| {
                        include.iter().for_each(|name| property::write_name(name, writer));
                    });
                }
            }
        }
    }
}
