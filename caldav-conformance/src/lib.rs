//! Is it allowed?
//!
//! The rules of [RFC 4791](https://www.rfc-editor.org/rfc/rfc4791), of
//! [RFC 5545](https://www.rfc-editor.org/rfc/rfc5545) and its extensions for calendar data, each with an id, a
//! section and the precondition that a CalDAV server answers with; and what calendars break of them, where.
//!
//! ```
//! use caldav_conformance::{CheckOptions, calendar_object};
//! use ical_model::Calendar;
//!
//! let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
//!     BEGIN:VEVENT\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")?;
//! for violation in &calendar_object::check(&calendar, &CheckOptions::default()) {
//!     eprintln!("{}: {} ({})", violation.position(), violation.message(), violation.rule().id());
//! }
//! # Ok::<(), ical_model::ParseError>(())
//! ```

#![forbid(unsafe_code)]

pub mod calendar_collection;
pub mod calendar_object;
pub mod coverage;
mod icalendar;
mod inspection;
mod options;
pub mod reference;
pub mod report;
#[cfg(test)]
mod room;
pub mod rule;
pub mod rules;
mod text;
pub mod violation;

pub use inspection::Findings;
pub use options::{CheckOptions, Profile, UnknownProfile};
pub use rule::{Level, Rule};
pub use violation::{Violation, Violations};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
