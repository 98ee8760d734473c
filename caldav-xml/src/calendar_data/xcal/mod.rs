//! xCal: iCalendar as XML, both ways.
//!
//! [RFC 6321](https://www.rfc-editor.org/rfc/rfc6321);
//! [RFC 7529 §8](https://www.rfc-editor.org/rfc/rfc7529#section-8) for RSCALE, SKIP and leap months
//!
//! ```
//! use caldav_xml::XmlOptions;
//! use caldav_xml::xcal::{self, JcalOptions};
//! use ical_model::Calendar;
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Vienna:20270102T090000\r\n\
//!      CATEGORIES:Meetings,Work\r\nX-LEVEL:a;b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
//! )?;
//! let xcal = xcal::to_xml(&calendar, &JcalOptions::default())?;
//! assert!(xcal.xml.contains("<IC:categories><IC:text>Meetings</IC:text><IC:text>Work</IC:text></IC:categories>"));
//! assert!(xcal.xml.contains("<IC:x-level><IC:unknown>a;b</IC:unknown></IC:x-level>"));
//!
//! let stream = xcal::from_xml(xcal.xml.as_bytes(), &XmlOptions::strict())?.value;
//! assert_eq!(stream.to_bytes(), calendar.to_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! xCal and jCal ([RFC 7265](https://www.rfc-editor.org/rfc/rfc7265)) say the same in two notations: what
//! [`jcal`] decides about types, lists, structured values and malformed lines holds here too, and the options and kinds
//! of faults are its own. What differs: parameters have types, a period and a rule have elements of their own, and a
//! property XML ([RFC 6321 §4.2](https://www.rfc-editor.org/rfc/rfc6321#section-4.2)) is the element that it holds.

mod embedded;
mod error;
mod parameter;
mod reader;
mod writer;

use std::borrow::Cow;

use ical_model::CalendarStream;
use ical_model::jcal::{self, JcalSource};

use crate::{Read, XmlErrorKind, XmlOptions, document};

pub use error::{XcalDiagnostic, XcalDiagnosticKind, XcalError, XcalErrorKind};
pub use ical_model::jcal::{JcalOptions, Malformed};

/// Converts a calendar, all calendars of a stream, or one component that is a VCALENDAR.
///
/// # Errors
///
/// Something cannot go over and is not to be left out; a stream has no calendar.
pub fn to_xml<'d>(source: impl Into<JcalSource<'d>>, options: &JcalOptions) -> Result<Xcal, XcalError> {
    let jcal = jcal::to_json(source, options)?;
    let mut writer = writer::Writer::new(options.malformed);
    writer.calendars(&jcal.json)?;
    let (xml, left_out) = writer.finish();
    let diagnostics = jcal.diagnostics.into_iter().map(XcalDiagnostic::from).chain(left_out).collect();
    Ok(Xcal { xml, diagnostics })
}

/// Reads the calendars of a document, within the limits of the options. What comes out parses strictly.
///
/// # Errors
///
/// The octets are no XML, what they say is not xCal, or a limit is passed.
///
/// ```
/// use caldav_xml::{XmlOptions, xcal};
/// let xml = r#"<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0">
///   <vcalendar><properties><x-n><integer>one</integer></x-n></properties></vcalendar>
/// </icalendar>"#;
/// let error = xcal::from_xml(xml.as_bytes(), &XmlOptions::strict()).unwrap_err();
/// assert_eq!(error.position().line, 2);
/// ```
pub fn from_xml(octets: &[u8], options: &XmlOptions) -> Result<Read<CalendarStream<'static>>, XcalError> {
    let (stream, diagnostics) = document::read(octets, options, |reader, root| {
        if root != ICALENDAR {
            let found = reader.expanded(root)?;
            return Err(reader.error(XmlErrorKind::UnexpectedRoot { found }));
        }
        reader::read(reader)
    })?;
    Ok(Read { value: stream?, diagnostics })
}

/// A document, and what there is to say about it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Xcal {
    /// The document.
    pub xml: String,
    /// What was left out, and what departs from iCalendar and went over all the same.
    pub diagnostics: Vec<XcalDiagnostic>,
}

const fn name(local: &str) -> crate::name::Name<'_> {
    crate::name::Name::new(crate::name::Namespace::ICalendar, local)
}

/// A name of iCalendar as the name of an element, if it can be one.
fn element_name(lower_case: &str) -> Option<crate::name::Name<'_>> {
    // Names of iCalendar are letters, digits and hyphens, of which XML has only letters at the start.
    lower_case.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| name(lower_case))
}

/// The order of rule parts (Appendix A, # 3.3.10; RFC 7529 Appendix A).
const RULE_PARTS: [&str; 16] = [
    "rscale",
    "freq",
    "until",
    "count",
    "interval",
    "bysecond",
    "byminute",
    "byhour",
    "byday",
    "bymonthday",
    "byyearday",
    "byweekno",
    "bymonth",
    "bysetpos",
    "wkst",
    "skip",
];

/// Text without white space around it, as values other than text have it.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// A BINARY may be wrapped at any place (§3.6.1).
fn without_white_space(text: &str) -> Cow<'_, str> {
    match text.contains([' ', '\t', '\r', '\n']) {
        true => Cow::Owned(text.split_ascii_whitespace().collect()),
        false => Cow::Borrowed(text),
    }
}

const ICALENDAR: crate::name::Name<'_> = name("icalendar");
const PROPERTIES: crate::name::Name<'_> = name("properties");
const COMPONENTS: crate::name::Name<'_> = name("components");
const PARAMETERS: crate::name::Name<'_> = name("parameters");
const LATITUDE: crate::name::Name<'_> = name("latitude");
const LONGITUDE: crate::name::Name<'_> = name("longitude");
const CODE: crate::name::Name<'_> = name("code");
const DESCRIPTION: crate::name::Name<'_> = name("description");
const DATA: crate::name::Name<'_> = name("data");
const START: crate::name::Name<'_> = name("start");
const END: crate::name::Name<'_> = name("end");
const DURATION: crate::name::Name<'_> = name("duration");
