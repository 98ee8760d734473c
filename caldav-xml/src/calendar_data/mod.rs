//! Calendar data: which parts are asked for, what comes back, and calendars in its media types.

mod answer;
mod media_type;
mod parts;
#[cfg(feature = "xcal")]
pub mod xcal;

#[cfg(test)]
mod tests;

use caldav_types::property::DataFormat;

pub use media_type::{CalendarDataError, formats, parse, render};

use crate::XmlError;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// ```dtd
/// <!ATTLIST calendar-data content-type CDATA "text/calendar"
///                         version CDATA "2.0">
/// ```
fn read_format(reader: &ElementReader<'_>) -> Result<DataFormat, XmlError> {
    let mut format = DataFormat::icalendar();
    for (name, value) in [(CONTENT_TYPE, &mut format.content_type), (VERSION, &mut format.version)] {
        if let Some(said) = reader.attribute(name)? {
            *value = said.trim().to_owned().into();
        }
    }
    Ok(format)
}

/// Writes what does not hold by itself.
fn write_format(format: &DataFormat, writer: &mut ElementWriter) {
    let usual = DataFormat::icalendar();
    for (name, value, usual) in [
        (CONTENT_TYPE, &format.content_type, &usual.content_type),
        (VERSION, &format.version, &usual.version),
    ] {
        if value != usual {
            writer.attribute(name, value);
        }
    }
}

pub(crate) const CALENDAR_DATA: Name<'_> = Name::caldav("calendar-data");
const CONTENT_TYPE: &str = "content-type";
const VERSION: &str = "version";
