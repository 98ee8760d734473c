//! What a client asks next: machines that any transport can drive.
//!
//! Nothing here connects, waits, looks at a clock or writes a file. A machine is asked for requests, the caller sends
//! each in whatever way it has, and tells what came of it; several may be on their way at once. What a machine knows
//! between two runs is plain data.
//!
//! ```text
//!            poll_request                     handle_reply, handle_failure
//!  machine ───────────────▶ Exchange ─ theirs ─▶ machine ─▶ … ─▶ drain_changes, outcome
//! ```
//!
//! [`Discovery`] goes from the name of a host to the calendars of a user, [`CalendarSync`] brings what is known of one
//! calendar in step with the server, both ways. [`Multiget`] fetches objects by address, [`Write`] makes one change.
//! What takes one exchange, or another one where the server does not know the first, is a value that makes the request
//! and reads the reply: [`TimeRangeQuery`], [`BusyTimeQuery`], [`NewCalendar`], [`PropertyUpdate`].
//!
//! `caldav-xml` shows a whole client that drives these machines, on `ureq` and on `reqwest` (`caldav-xml/examples`).

mod answer;
mod attempt;
mod authentication;
mod calendar_sync;
mod change;
mod collection;
mod content;
mod discovery;
mod exchange;
mod failure;
mod flight;
mod free_busy_query;
mod mkcalendar;
mod multiget;
mod object;
mod property_outcome;
mod proppatch;
mod quirks;
mod redirect;
mod state;
mod time_range_query;
mod write;

pub use answer::Answer;
pub use authentication::{Credentials, Unauthorized};
pub use calendar_sync::{CalendarSync, Direction, SyncOptions, SyncTarget};
pub use change::{CalendarObject, Change, LocalChange, LocalOutcome, LocalResult};
pub use content::{has_all_of_calendar, is_same_calendar};
pub use discovery::{
    Account, CalendarInfo, Discovery, DiscoveryOptions, Lookup, LookupAnswer, LookupKind, Service, Start,
    StartError, StartErrorKind, Step, Stopped,
};
pub use exchange::{Exchange, ExchangeId};
pub use failure::{Failure, FailureKind, RedirectFault};
pub use free_busy_query::{BusyTimeFault, BusyTimeQuery};
pub use mkcalendar::{NewCalendar, NewCalendarOutcome};
pub use multiget::{Fetched, Multiget};
pub use property_outcome::{PropertyOutcome, PropertyOutcomes};
pub use proppatch::PropertyUpdate;
pub use quirks::{Profile, Quirk, Quirks};
pub use redirect::{OtherHosts, RedirectPolicy};
pub use state::{Member, SyncState};
pub use time_range_query::{Found, TimeRangeAnswer, TimeRangeFault, TimeRangeQuery};
pub use write::Write;
