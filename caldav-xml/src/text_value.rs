//! Words whose element holds their text and nothing else.

use caldav_types::header::TimeType;
use caldav_types::{Depth, StateToken, SyncToken};

use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// Says what is expected in the element of each.
macro_rules! text_values {
    ($($type:ty = $expected:literal;)*) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    let text = reader.text()?;
                    text.trim().parse().map_err(|_| reader.value_error($expected, &text))
                }

                fn write(&self, writer: &mut ElementWriter) {
                    writer.text(&self.to_string());
                }
            }
        )*
    };
}

text_values! {
    Depth = "\"0\", \"1\" or \"infinity\"";
    StateToken = "a URI";
    TimeType = "\"Infinite\" or \"Second-\" and a number";
}

/// The text may be none.
impl Content for SyncToken {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.text().map(|text| Self::new(&text))
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(self.as_str());
    }

    fn of_empty() -> Option<Self> {
        Some(Self::initial())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use caldav_types::header::{HttpDate, MediaType, TimeType};
    use caldav_types::{CTag, Depth, EntityTag, ScheduleTag, StateToken, SyncToken};

    use crate::element::Content;
    use crate::name::Name;
    use crate::writer::ElementWriter;
    use crate::{XmlErrorKind, XmlOptions, document};

    fn assert_forms<T: Content + Debug + PartialEq>(texts: &[&str], broken: &[&str]) {
        let read = |body: &str| {
            document::read(body.as_bytes(), &XmlOptions::strict(), |reader, _| T::read(reader))
                .map(|(value, _)| value)
        };
        for text in texts {
            let value = read(&format!("<x xmlns=\"DAV:\">\n {text} \n</x>")).unwrap();
            let mut writer = ElementWriter::new();
            value.write_as(Name::dav("x"), &mut writer);
            let body = writer.finish();
            assert!(body.contains(text), "{text}: {body}");
            assert_eq!(read(&body).as_ref(), Ok(&value), "{body}");
        }
        for text in broken {
            let error = read(&format!("<x xmlns=\"DAV:\">{text}</x>")).unwrap_err();
            assert!(matches!(error.kind(), XmlErrorKind::Value { .. }), "{text}: {error}");
        }
    }

    #[test]
    fn texts() {
        assert_forms::<CTag>(&["2145-965824204563", "\"a b\""], &[]);
        assert_forms::<Depth>(&["0", "infinity"], &["2", ""]);
        assert_forms::<EntityTag>(&["\"a&amp;b\"", "W/\"1\"", "unquoted"], &["", " "]);
        assert_forms::<HttpDate>(&["Mon, 12 Jan 1998 09:25:56 GMT"], &["1998-01-12", ""]);
        assert_forms::<MediaType>(&["text/calendar; component=vevent"], &["text", ""]);
        assert_forms::<ScheduleTag>(&["\"488177c8-2ea7-4176-a6cb-fab8cfccdea2\""], &[""]);
        assert_forms::<StateToken>(&["urn:uuid:e71d4fae-5dec-22d6-fea5-00a0c91e6be4"], &["a b", ""]);
        assert_forms::<TimeType>(&["Second-604800", "Infinite"], &["Second-x", ""]);
        assert_forms::<SyncToken>(&["http://example.com/ns/sync/1234", ""], &[]);
    }
}
