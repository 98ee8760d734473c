//! What does this calendar say?
//!
//! iCalendar ([RFC 5545](https://www.rfc-editor.org/rfc/rfc5545) and its extensions) that is never lost: a
//! stream is read into a flat vector of lines, every line stays as it came, and a typed view of a line is
//! made when it is asked for. What is not touched is written back byte for byte.
//!
//! ```
//! use ical_model::property::{DtStart, Summary};
//! use ical_model::{Calendar, ComponentName};
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
//!      BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20270101T000000Z\r\n\
//!      DTSTART:20270102T090000Z\r\nSUMMARY:Breakfast\\, late\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
//! )?;
//! for event in calendar.components().filter(|c| c.name() == ComponentName::VEvent) {
//!     let start = event.property::<DtStart>()?.expect("a checked calendar has it");
//!     let summary = event.property::<Summary>()?.map(|summary| summary.value).unwrap_or_default();
//!     assert_eq!(format!("{} {summary}", start.value), "20270102T090000Z Breakfast, late");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Three grades of trouble are kept apart. An *error* ([`ParseError`], [`PropertyError`]) means that there is
//! no structure or no value. A [`Diagnostic`] names a departure that was read all the same. Whether a calendar
//! that can be read follows the rules is the question of the crate `caldav-conformance`.

#![forbid(unsafe_code)]

#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
mod calendar;
mod component;
mod component_name;
mod content_line;
mod diagnostic;
mod edit;
mod error;
mod folding;
mod interning;
mod locator;
mod parser;
mod position;
mod stream;
mod tree;
mod vocabulary;
mod writer;

pub mod free_busy;
#[cfg(feature = "serde")]
pub mod jcal;
pub mod parameter;
pub mod property;
pub mod recurrence;
pub mod registry;
pub mod time_zone;
pub mod value;

pub use calendar::Calendar;
pub use component::{Child, Component, ComponentId, Components, Descendants, Properties};
pub use component_name::ComponentName;
pub use content_line::ParameterFault;
pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use edit::ComponentMut;
pub use error::{EditError, ParseError, ParseErrorKind, PropertyError, PropertyErrorKind};
pub use folding::fold_line;
pub use locator::Locator;
pub use parameter::{Parameter, ParameterName, ParameterValue};
pub use parser::{Limit, ParseLimits, ParseOptions};
pub use position::Position;
pub use property::{Parameters, Property, PropertyId, PropertyName, PropertyWriter, TypedProperty, Values};
pub use stream::CalendarStream;
