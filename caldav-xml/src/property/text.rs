//! Values that are text of some form.

use caldav_types::header::{HttpDate, MediaType};
use caldav_types::property::{CalendarColor, CalendarUserType, PlainText};
use caldav_types::{CTag, EntityTag, InternetDateTime, ScheduleTag, UtcDateTime};

use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// Values whose text is what they display.
macro_rules! texts {
    ($($type:ty, $expected:literal;)+) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    reader.parsed_text($expected)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    writer.text(&self.to_string());
                }
            }
        )+
    };
}

texts! {
    CalendarUserType, "a type of calendar user";
    EntityTag, "an entity tag";
    MediaType, "a media type";
    ScheduleTag, "a schedule tag";
    CTag, "a tag";
}

impl Content for PlainText {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.text().map(|text| Self::new(&text))
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(self.as_str());
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for u64 {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let text = reader.trimmed_text()?;
        // Rust would take a sign.
        let digits = if text.starts_with('+') { "" } else { &text };
        digits.parse().map_err(|_| reader.value_error("a whole number", &text))
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(&self.to_string());
    }
}

impl Content for i64 {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.parsed_text("a whole number")
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(&self.to_string());
    }
}

impl Content for bool {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        match reader.trimmed_text()?.as_str() {
            "1" => Ok(true),
            "0" => Ok(false),
            text => match text.parse() {
                Ok(word) => reader.other_form(ZERO_OR_ONE, text).map(|()| word),
                Err(_) => Err(reader.value_error(ZERO_OR_ONE, text)),
            },
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(if *self { "1" } else { "0" });
    }
}

/// Instants, each in its own form. That of another is read with a diagnostic.
macro_rules! instants {
    ($($type:ident, $expected:literal;)+) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    let text = reader.trimmed_text()?;
                    if let Ok(instant) = text.parse() {
                        return Ok(instant);
                    }
                    match InternetDateTime::of_any_form(&text) {
                        Some(InternetDateTime(instant)) => {
                            reader.other_form($expected, &text).map(|()| Self(instant))
                        }
                        None => Err(reader.value_error($expected, &text)),
                    }
                }

                fn write(&self, writer: &mut ElementWriter) {
                    writer.text(&self.to_string());
                }
            }
        )+
    };
}

instants! {
    HttpDate, "a date such as \"Sun, 06 Nov 1994 08:49:37 GMT\"";
    InternetDateTime, "a date and time such as \"1997-12-01T17:42:21-08:00\"";
    UtcDateTime, "a date and time in UTC such as \"19000101T000000Z\"";
}

impl Content for CalendarColor {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let symbolic = reader.attribute("symbolic-color")?.map(Into::into);
        Ok(Self { color: reader.trimmed_text()?, symbolic })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(symbolic) = &self.symbolic {
            writer.attribute("symbolic-color", symbolic);
        }
        writer.text(&self.color);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

const ZERO_OR_ONE: &str = "\"0\" or \"1\"";
