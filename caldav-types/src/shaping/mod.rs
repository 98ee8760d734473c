//! What of a calendar object is told: a calendar in, a calendar out.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6),
//! [§7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)
//!
//! [`CalendarDataRequest::shape`](crate::calendar_data::CalendarDataRequest::shape) gives what a report asks for of one
//! calendar object resource. Recurrences come first, then FREEBUSY values, then the choice of components and properties,
//! so that a client which wants instances without RECURRENCE-ID has them so. [`free_busy_query`] gathers when somebody is
//! busy.
//!
//! ```
//! use caldav_types::TimeSpan;
//! use caldav_types::calendar_data::{CalendarDataRequest, Recurrences};
//! use caldav_types::shaping::ShapingBudget;
//! use ical_model::Calendar;
//! use ical_model::time_zone::{Zone, ZoneSource, Zones};
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n\
//!      DTSTAMP:20270101T000000Z\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n\
//!      END:VCALENDAR\r\n",
//! )?;
//! let week = TimeSpan::new("20270301T000000Z".parse()?, "20270308T000000Z".parse()?)?;
//! let request = CalendarDataRequest { recurrences: Some(Recurrences::Expand(week)), ..CalendarDataRequest::default() };
//!
//! let source = ZoneSource::new();
//! let zones = Zones::new(&calendar, &source);
//! // For all objects of an answer together.
//! let mut budget = ShapingBudget::default();
//! let shaped = request.shape(&calendar, &zones, &Zone::utc(), &mut budget)?;
//! assert_eq!(shaped.text().matches("BEGIN:VEVENT").count(), 7);
//! assert!(shaped.text().contains("RECURRENCE-ID:20270301T090000Z\r\n"));
//! assert!(!shaped.text().contains("RRULE"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod budget;
mod error;
mod expand;
mod free_busy_query;
mod instance;
mod limit_freebusy_set;
mod limit_recurrence_set;
mod new_line;
mod revision;
mod select;
mod shape;
mod utc;
mod writer;

pub use budget::ShapingBudget;
pub use error::ShapingError;
pub(crate) use free_busy_query::Gathering;
pub use free_busy_query::{FreeBusyAnswer, FreeBusyFault, FreeBusyResource, free_busy_query};
pub use shape::Shaped;
