//! jCal: iCalendar as JSON, both ways.
//!
//! [RFC 7265](https://www.rfc-editor.org/rfc/rfc7265);
//! [RFC 7529 §9](https://www.rfc-editor.org/rfc/rfc7529#section-9) for RSCALE, SKIP and leap months;
//! [RFC 6868 §3](https://www.rfc-editor.org/rfc/rfc6868#section-3) for parameters
//!
//! ```
//! use ical_model::jcal::{self, JcalOptions};
//! use ical_model::Calendar;
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Vienna:20270102T090000\r\n\
//!      CATEGORIES:Meetings,Work\r\nX-LEVEL:a;b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
//! )?;
//! let jcal = jcal::to_json(&calendar, &JcalOptions::default())?;
//! assert_eq!(
//!     jcal.json,
//!     concat!(
//!         r#"["vcalendar",[["version",{},"text","2.0"]],[["vevent",["#,
//!         r#"["dtstart",{"tzid":"Europe/Vienna"},"date-time","2027-01-02T09:00:00"],"#,
//!         r#"["categories",{},"text","Meetings","Work"],["x-level",{},"unknown","a;b"]],[]]]]"#,
//!     ),
//! );
//!
//! let stream = jcal::from_json(jcal.json.as_bytes())?;
//! assert_eq!(stream.to_bytes(), calendar.to_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **From iCalendar** every property, parameter and component goes over, in its order, properties before
//! components. What cannot go over is refused, or left out and told: see [`Malformed`]. **From jCal** comes a
//! stream that parses strictly; what is not jCal is an error with its place. What [`to_json`] writes,
//! [`from_json`] reads, and writing that again gives the same text.
//!
//! Where the specification leaves a choice:
//!
//! - Several calendars are an array of them (§3.2); both forms are read.
//! - A type is "unknown" where VALUE is missing and the property has no default (§3.5.1), and only there: a value
//!   that is not of its type is a fault, because §5.1 keeps "unknown" for what has no known type. A value with
//!   VALUE of a type nobody knows goes over as it stands, under the name of the type. From jCal, "unknown" text of
//!   a property with a default has to be of that type, because VALUE must not name another (§5.2).
//! - A value without VALUE that is not of the default type, but of another that the property may have, goes over as
//!   that and is told, as Appendix B.1 does with a DATE in DTSTART.
//! - The values of a list are told apart by commas where the property permits a list. What an unknown property
//!   with a VALUE permits cannot be known; there a comma separates wherever the type has none.
//! - A period is an array of two strings (§3.6.9). One string, as in Appendix B.2, is read too.
//! - ENCODING stays with a BINARY, and is added on either way where it is missing (RFC 5545 §3.3.1). A value of another
//!   type is decoded (§3.1); one of an unknown type is not touched (§5.1).
//! - A parameter that is there several times becomes one with all the values: an object has no member twice.
//! - Numbers keep their digits, as far as JSON has them.

mod error;
mod extended_format;
mod form;
mod json;
mod name;
mod number;
mod property_reader;
mod property_writer;
mod reader;
mod recur;
mod value_reader;
mod value_writer;
mod writer;

use std::io;

use self::writer::Writer;
use crate::calendar::Calendar;
use crate::component::Component;
use crate::parser::ParseLimits;
use crate::stream::CalendarStream;
use crate::value::{Leniencies, ValueError, ValueErrorKind};

pub use self::error::{JcalDiagnostic, JcalDiagnosticKind, JcalError, JcalErrorKind};

/// Converts a calendar, all calendars of a stream, or one component.
///
/// # Errors
///
/// Something cannot go over and is not to be left out; a stream has no calendar; a component itself has no name.
///
/// ```
/// use ical_model::jcal::{self, JcalOptions, Malformed};
/// use ical_model::Calendar;
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nDTSTAMP:yesterday\r\nEND:VCALENDAR\r\n")?;
/// let error = jcal::to_json(&calendar, &JcalOptions::default()).unwrap_err();
/// assert_eq!((error.kind().name(), error.position().line), ("value", 3));
///
/// let options = JcalOptions::default().with_malformed(Malformed::LeaveOut);
/// let jcal = jcal::to_json(&calendar, &options)?;
/// assert_eq!(jcal.json, r#"["vcalendar",[["version",{},"text","2.0"]],[]]"#);
/// assert_eq!(jcal.diagnostics[0].position().line, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn to_json<'d>(source: impl Into<JcalSource<'d>>, options: &JcalOptions) -> Result<Jcal, JcalError> {
    let mut json = Vec::new();
    let diagnostics = write(source, options, &mut json)?;
    // Only strings of UTF-8 were written, so nothing is replaced here.
    let json = String::from_utf8(json).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    Ok(Jcal { json, diagnostics })
}

/// Converts as [`to_json`] does and writes the JSON text piece by piece; answers the diagnostics.
///
/// # Errors
///
/// As for [`to_json`], and when `out` fails. A part of the text may have been written by then.
pub fn write<'d>(
    source: impl Into<JcalSource<'d>>,
    options: &JcalOptions,
    mut out: impl io::Write,
) -> Result<Vec<JcalDiagnostic>, JcalError> {
    match source.into().0 {
        Source::Stream(stream) => Writer::new(&stream.tree, options, &mut out).stream(),
        Source::Component(component) => Writer::new(component.tree, options, &mut out).component(component),
    }
}

/// Reads one calendar, or an array of calendars, within the default limits.
///
/// # Errors
///
/// The octets are no JSON text, what it says is not jCal, or a limit is passed.
///
/// ```
/// use ical_model::jcal;
/// let stream = jcal::from_json(br#"["vcalendar", [["x-n", { "x-p": ["a", "b"] }, "integer", 1]], []]"#)?;
/// assert_eq!(stream.to_bytes(), &b"BEGIN:VCALENDAR\r\nX-N;X-P=a,b;VALUE=INTEGER:1\r\nEND:VCALENDAR\r\n"[..]);
/// # Ok::<(), jcal::JcalError>(())
/// ```
pub fn from_json(json: &[u8]) -> Result<CalendarStream<'static>, JcalError> {
    from_json_with(json, &ParseLimits::default())
}

/// Reads one calendar, or an array of calendars. The limits are those of the stream that comes out;
/// [`Limit::Nesting`](crate::Limit::Nesting) bounds how deep components nest, and nothing else in jCal nests deeply.
///
/// # Errors
///
/// As for [`from_json`].
pub fn from_json_with(json: &[u8], limits: &ParseLimits) -> Result<CalendarStream<'static>, JcalError> {
    reader::read(json, limits)
}

/// A JSON text, and what there is to say about it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Jcal {
    /// The text, without any white space between its parts.
    pub json: String,
    /// What was left out, and what departs from iCalendar and went over all the same.
    pub diagnostics: Vec<JcalDiagnostic>,
}

/// How iCalendar becomes jCal.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct JcalOptions {
    /// What becomes of that which jCal cannot say.
    pub malformed: Malformed,
}

impl JcalOptions {
    /// The same with another treatment of what jCal cannot say.
    #[must_use]
    pub fn with_malformed(self, malformed: Malformed) -> Self {
        Self { malformed }
    }
}

/// What becomes of a line that has no structure, of one whose octets are not UTF-8 or whose value is not of its
/// type, and of names that are none.
///
/// A line goes over as a whole or not at all, and so does a component.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Malformed {
    /// The first one is an error.
    #[default]
    Refuse,
    /// It is left out, and a diagnostic names it.
    LeaveOut,
}

/// What becomes jCal: a [`Calendar`], a [`CalendarStream`] with all its calendars, or a [`Component`] by itself.
#[derive(Clone, Debug)]
pub struct JcalSource<'d>(Source<'d>);

#[derive(Clone, Debug)]
enum Source<'d> {
    Stream(&'d CalendarStream<'d>),
    Component(Component<'d>),
}

impl<'d> From<&'d Calendar<'_>> for JcalSource<'d> {
    /// The calendar alone; what stands beside it in its stream is left aside.
    fn from(calendar: &'d Calendar<'_>) -> Self {
        Self(Source::Component(calendar.root()))
    }
}

impl<'d> From<&'d CalendarStream<'_>> for JcalSource<'d> {
    fn from(stream: &'d CalendarStream<'_>) -> Self {
        Self(Source::Stream(stream))
    }
}

impl<'d> From<Component<'d>> for JcalSource<'d> {
    fn from(component: Component<'d>) -> Self {
        Self(Source::Component(component))
    }
}

/// The first leniency as an error.
fn refuse(leniencies: Leniencies) -> Result<(), JcalErrorKind> {
    match leniencies.iter().next() {
        Some(leniency) => Err(ValueError::new(ValueErrorKind::Lenient(leniency), 0).into()),
        None => Ok(()),
    }
}

/// A content line has no control character but the tab (RFC 5545 §3.1).
fn refuse_control(text: &str) -> Result<(), JcalErrorKind> {
    match text.bytes().find(|octet| octet.is_ascii_control() && *octet != b'\t') {
        Some(octet) => Err(JcalErrorKind::ControlCharacter { octet }),
        None => Ok(()),
    }
}
