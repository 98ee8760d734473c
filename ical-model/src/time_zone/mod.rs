//! Time zones: which instant a local date and time is, and the other way round.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5),
//! [§3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5)
//!
//! A [`Zone`] is one compiled form of whatever told it: a table of transitions, and the rule that continues it for
//! ever. [`Zones`] are those of one calendar: its own VTIMEZONEs, compiled when they are asked for, and behind them a
//! [`ZoneSource`], which many calendars share. The feature `tzdb` (on by default) gives the source the IANA data.
//!
//! ```
//! # #[cfg(feature = "tzdb")] {
//! use ical_model::property::DtStart;
//! use ical_model::time_zone::{ZoneSource, Zones};
//! let source = ZoneSource::new();
//! let calendar = ical_model::Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Vienna:20270701T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
//! )?;
//! let zones = Zones::new(&calendar, &source);
//! let start = calendar.components().next().unwrap().property::<DtStart>()?.unwrap().value;
//! let zone = zones.zone(start.tzid().unwrap())?;
//! assert_eq!(zone.to_utc(start.local()).to_string(), "2027-07-01 07:00:00 UTC");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod aliases;
pub(crate) mod civil_day;
mod continuation;
mod cursor;
mod error;
mod observance;
mod seconds;
mod source;
mod transitions;
mod tz_string;
mod tzif;
mod v_time_zone;
mod v_time_zone_writer;
mod windows_names;
mod zone;
mod zones;

pub(crate) use cursor::ZoneCursor;
pub use error::{ZoneError, ZoneErrorKind};
pub(crate) use seconds::{Instant, Wall};
pub use source::ZoneSource;
pub use tzif::TzifError;
pub use zone::{LocalTime, Transition, Zone};
pub use zones::{FoundZone, ZoneOrigin, Zones};
