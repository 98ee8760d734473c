//! Who a principal is as a user of calendars.
//!
//! ```dtd
//! <!ELEMENT calendar-user-address-set (DAV:href*)>
//! ```

use caldav_types::Href;
use caldav_types::property::CalendarUserAddress;

use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// A DAV:href with an attribute of calendarserver.org.
impl Content for CalendarUserAddress {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let is_preferred =
            reader.attribute("preferred")?.is_some_and(|preferred| !matches!(preferred.trim(), "" | "0"));
        Ok(Self { href: Href::read(reader)?, is_preferred })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if self.is_preferred {
            writer.attribute("preferred", "1");
        }
        self.href.write(writer);
    }
}
