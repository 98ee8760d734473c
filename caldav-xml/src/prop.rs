//! Names of properties, alone and in a DAV:prop.
//!
//! ```dtd
//! <!ELEMENT prop ANY>
//! ```

use caldav_types::property::DavPropertyName;

use crate::XmlError;
use crate::element::PROP;
use crate::name::Name;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// The name of the property whose element is open; what stands in it is not looked at.
pub(crate) fn read_name(
    child: Name<'_>,
    reader: &mut ElementReader<'_>,
) -> Result<DavPropertyName, XmlError> {
    let name = DavPropertyName::from(reader.expanded(child)?);
    reader.skip()?;
    Ok(name)
}

/// The names in the DAV:prop that is open: lenient reading does without any.
pub(crate) fn read_some_names(reader: &mut ElementReader<'_>) -> Result<Vec<DavPropertyName>, XmlError> {
    let children = reader.children();
    let names = property::read_names(reader)?;
    if names.is_empty() {
        children.tolerate_no_property(reader)?;
    }
    Ok(names)
}

/// Writes a DAV:prop.
pub(crate) fn write_names(names: &[DavPropertyName], writer: &mut ElementWriter) {
    writer.element(PROP, |writer| names.iter().for_each(|name| property::write_name(name, writer)));
}
