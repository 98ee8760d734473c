//! Properties of those whom an ACL names.
//!
//! ```dtd
//! <!ELEMENT acl-principal-prop-set ANY> <!-- at most one prop -->
//! ```

use caldav_types::report::AclPrincipalPropSet;

use crate::XmlError;
use crate::element::{Content, PROP};
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for AclPrincipalPropSet {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut prop = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == PROP {
                reader.once(&prop, child)?;
                prop = Some(property::read_names(reader)?);
            }
        }
        Ok(Self { prop: prop.unwrap_or_default() })
    }

    fn write(&self, writer: &mut ElementWriter) {
        // The element has to have something in it.
        prop::write_names(&self.prop, writer);
    }
}
