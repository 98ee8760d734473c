//! The most responses that are wanted.
//!
//! ```dtd
//! <!ELEMENT limit (nresults)>
//! <!ELEMENT nresults (#PCDATA)> <!-- only digits -->
//! ```

use crate::XmlError;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// Reads the DAV:limit that is open, or one of the same form in another namespace.
pub(super) fn read(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<u64, XmlError> {
    let nresults = Name::new(namespace, "nresults");
    let mut limit = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == nresults {
            reader.once(&limit, child)?;
            limit = Some(reader.number()?);
        }
    }
    children.required(limit, nresults, reader)
}

pub(super) fn write(limit: Option<u64>, namespace: Namespace, writer: &mut ElementWriter) {
    let Some(limit) = limit else { return };
    writer.element(Name::new(namespace, "limit"), |writer| {
        writer.text_element(Name::new(namespace, "nresults"), &limit.to_string());
    });
}
