//! Ranges of time, in attributes.
//!
//! ```dtd
//! <!ELEMENT time-range EMPTY>
//! <!ATTLIST time-range start CDATA #IMPLIED
//!                      end   CDATA #IMPLIED>
//! <!ELEMENT expand EMPTY>
//! <!ATTLIST expand start CDATA #REQUIRED
//!                  end   CDATA #REQUIRED>
//! ```

use caldav_types::{TimeRange, TimeSpan, UtcDateTime};

use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for TimeRange {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (start, end) = (time(START, reader)?, time(END, reader)?);
        if start.is_none() && end.is_none() {
            reader.required_attribute(START)?;
        }
        let range = Self::new(start, end).map_err(|_| order_error(end, reader))?;
        reader.empty()?;
        Ok(range)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for (name, time) in [(START, self.start()), (END, self.end())] {
            if let Some(time) = time {
                writer.attribute(name, &time.to_string());
            }
        }
    }
}

/// An element with both attributes.
impl Content for TimeSpan {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        for name in [START, END] {
            reader.required_attribute(name)?;
        }
        let range = TimeRange::read(reader)?;
        match (range.start(), range.end()) {
            (Some(start), Some(end)) => Self::new(start, end).map_err(|_| order_error(Some(end), reader)),
            (_, end) => Err(order_error(end, reader)),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        TimeRange::from(*self).write(writer);
    }
}

fn time(attribute: &str, reader: &ElementReader<'_>) -> Result<Option<UtcDateTime>, XmlError> {
    let known = |text: &str| text.trim().parse().ok();
    reader.word_of(attribute, known, "a date with UTC time such as 20060104T000000Z")
}

#[cold]
fn order_error(end: Option<UtcDateTime>, reader: &ElementReader<'_>) -> XmlError {
    let end = end.map(|end| end.to_string()).unwrap_or_default();
    reader.value_error("an end after the start", &end)
}

const START: &str = "start";
const END: &str = "end";
