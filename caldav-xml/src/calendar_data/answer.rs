//! Calendar data that comes back.
//!
//! ```dtd
//! <!ELEMENT calendar-data (#PCDATA)>
//! ```

use caldav_types::calendar_data::CalendarData;

use super::{read_format, write_format};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CalendarData {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let format = read_format(reader)?;
        Ok(Self { format, text: reader.text()?.into() })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_format(&self.format, writer);
        writer.text(&self.text);
    }
}
