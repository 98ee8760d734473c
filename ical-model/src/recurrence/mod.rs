//! Recurrence: when it happens.
//!
//! [RFC 5545 §3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5),
//! [§3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10)
//!
//! A calendar, its time zones, the recurrence sets of it, their instances in a window:
//!
//! ```
//! # #[cfg(feature = "tzdb")] {
//! use chrono::{TimeZone, Utc};
//! use ical_model::Calendar;
//! use ical_model::property::Summary;
//! use ical_model::recurrence::{Budget, RecurrenceOptions, RecurrenceSet, Window};
//! use ical_model::time_zone::{Zone, ZoneSource, Zones};
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
//!      BEGIN:VEVENT\r\nUID:1@example.com\r\nSUMMARY:Stand-up\r\n\
//!      DTSTART;TZID=Europe/Berlin:20270104T093000\r\nDURATION:PT15M\r\n\
//!      RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\nEXDATE;TZID=Europe/Berlin:20270331T093000\r\nEND:VEVENT\r\n\
//!      BEGIN:VEVENT\r\nUID:1@example.com\r\nSUMMARY:Stand-up\\, longer\r\n\
//!      RECURRENCE-ID;TZID=Europe/Berlin:20270324T093000\r\n\
//!      DTSTART;TZID=Europe/Berlin:20270324T100000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n\
//!      END:VCALENDAR\r\n",
//! )?;
//! // The source holds the IANA data and what VTIMEZONEs were read; one is enough for all calendars.
//! let source = ZoneSource::new();
//! let zones = Zones::new(&calendar, &source);
//!
//! let day = |day| Utc.with_ymd_and_hms(2027, 3, day, 0, 0, 0).unwrap();
//! // Days and floating times are read in the second zone.
//! let window = Window::utc(day(22)..day(31), &Zone::utc());
//! // What a query may cost, however its rules are made.
//! let mut budget = Budget::default();
//! let mut lines = Vec::new();
//! for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
//!     for instance in set?.instances(&window, &mut budget) {
//!         let instance = instance?;
//!         let summary = instance.component().property::<Summary>()?.map(|summary| summary.value);
//!         lines.push(format!("{} {}", instance.start_utc().format("%d %H:%M"), summary.unwrap_or_default()));
//!     }
//! }
//! // Clocks are put forward on the 28th.
//! assert_eq!(lines, ["22 08:30 Stand-up", "24 09:00 Stand-up, longer", "29 07:30 Stand-up"]);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alarm;
mod alarm_times;
mod alarm_trigger;
mod alarms;
mod alarms_within;
mod budget;
mod builder;
mod clock;
mod error;
mod exclusion;
mod extent;
mod instance;
mod instances;
mod lapse;
mod merge;
mod options;
mod overlap;
mod override_;
#[expect(clippy::module_inception, reason = "it is what the module is about")]
mod recurrence;
#[cfg(feature = "rrule")]
pub mod rrule_crate;
mod segment;
mod set;
mod spans;
mod stepper;
mod time_lines;
mod time_value;
mod timing;
mod undated;
mod window;

pub use alarm::Alarm;
pub use alarm_trigger::{AlarmTrigger, AlarmTriggers};
pub use alarms::Alarms;
pub use alarms_within::AlarmsWithin;
pub use budget::{Budget, BudgetExceeded, BudgetKind};
pub use builder::RecurrenceBuilder;
pub use error::{RecurrenceError, RecurrenceErrorKind};
pub use extent::Extent;
pub use instance::Instance;
pub use instances::Instances;
pub use options::{DtStartPolicy, GapPolicy, ImpliedMonth, RecurrenceOptions, UnknownZone};
pub use recurrence::{Occurrence, Occurrences, Recurrence};
pub use set::RecurrenceSet;
pub(crate) use stepper::Stepper;
pub use window::Window;

pub(crate) use lapse::later;
pub(crate) use set::groups;
