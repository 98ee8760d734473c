//! What kind of resource it is.
//!
//! ```dtd
//! <!ELEMENT resourcetype ANY >
//! ```

use caldav_types::{ResourceType, ResourceTypes};

use crate::element::Content;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element};

impl Content for ResourceTypes {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut types = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            let known = child.namespace.uri().and_then(|uri| ResourceType::known(uri, child.local));
            types.push(match known {
                Some(known) => known,
                None => ResourceType::Other(any_element::capture(reader, child)?),
            });
        }
        Ok(Self(types))
    }

    fn write(&self, writer: &mut ElementWriter) {
        for one in &self.0 {
            match one {
                ResourceType::Other(element) => any_element::write(element, writer),
                known => {
                    let namespace = writer.namespace(known.namespace());
                    writer.empty(Name::new(namespace, known.local_name()));
                }
            }
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}
