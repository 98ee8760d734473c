//! Bodies that are the content of a resource.

use std::fmt;

use crate::header::MediaType;

/// Octets with the kind of data that they are: a calendar object, an attachment, a page for people.
///
/// ```
/// use caldav_types::message::Content;
/// let content = Content::new(None, "BEGIN:VCALENDAR\r\n...");
/// assert!(content.is_calendar());
/// ```
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Content {
    /// What they are said to be; `None` where nothing is said.
    pub media_type: Option<MediaType>,
    /// The octets.
    pub octets: Vec<u8>,
}

impl Content {
    /// Octets of some kind.
    pub fn new(media_type: Option<MediaType>, octets: impl Into<Vec<u8>>) -> Self {
        Self { media_type, octets: octets.into() }
    }

    /// A calendar: `text/calendar; charset=utf-8`.
    pub fn calendar(octets: impl Into<Vec<u8>>) -> Self {
        Self::new(Some(MediaType::calendar()), octets)
    }

    /// Is it iCalendar? Its type says so, or it begins like a calendar whatever its type says.
    #[must_use]
    pub fn is_calendar(&self) -> bool {
        self.media_type.as_ref().is_some_and(MediaType::is_calendar)
            || self.start().get(..BEGIN.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEGIN))
    }

    /// Does it look like XML: does it begin with `<`?
    #[must_use]
    pub fn looks_like_xml(&self) -> bool {
        matches!(self.octets.as_slice(), [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..])
            || self.start().starts_with(b"<")
    }

    /// From the first octet on that is neither of a byte order mark nor white space.
    fn start(&self) -> &[u8] {
        self.octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.octets).trim_ascii_start()
    }
}

/// The type and the beginning of the text.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.octets.get(..SHOWN).unwrap_or(&self.octets);
        let mut debug = f.debug_struct("Content");
        debug.field("media_type", &self.media_type.as_ref().map(ToString::to_string));
        debug.field("length", &self.octets.len());
        debug.field("start", &String::from_utf8_lossy(start)).finish()
    }
}

const BEGIN: &[u8] = b"BEGIN:VCALENDAR";

/// How many octets are shown.
const SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn kinds() {
        for (case, media_type, octets, calendar, xml) in [
            ("by its type", Some("text/calendar"), "x", true, false),
            ("q-17: by its beginning", Some("text/plain"), "BEGIN:VCALENDAR\r\n", true, false),
            ("names have no case", None, "\u{FEFF}\r\nbegin:vcalendar", true, false),
            ("a card", None, "BEGIN:VCARD", false, false),
            ("XML", Some("text/plain"), "\n<?xml version=\"1.0\"?><a/>", false, true),
            ("nothing", None, "", false, false),
        ] {
            let content = Content::new(media_type.map(|text| text.parse().unwrap()), octets);
            assert_eq!((content.is_calendar(), content.looks_like_xml()), (calendar, xml), "{case}");
        }
        assert!(Content::new(None, *b"\xFF\xFE<\0a\0").looks_like_xml(), "UTF-16");
    }

    #[test]
    fn shown_as_text() {
        let shown = format!("{:?}", Content::calendar("é".repeat(300)));
        assert!(shown.contains("text/calendar; charset=utf-8") && shown.contains("length: 600"), "{shown}");
        assert!(shown.len() < 400, "{shown}");
    }
}
