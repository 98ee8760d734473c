//! When somebody is busy.
//!
//! ```dtd
//! <!ELEMENT free-busy-query (time-range)>
//! ```

use caldav_types::TimeRange;
use caldav_types::report::FreeBusyQuery;

use crate::XmlError;
use crate::element::Content;
use crate::filter::TIME_RANGE;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for FreeBusyQuery {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut range = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == TIME_RANGE {
                reader.once(&range, child)?;
                range = Some(TimeRange::read(reader)?);
            }
        }
        Ok(Self { time_range: children.required(range, TIME_RANGE, reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.time_range.write_as(TIME_RANGE, writer);
    }
}
