//! Which calendar objects a filter is about: compiled once, asked of many.
//!
//! [RFC 4791 §9.7](https://www.rfc-editor.org/rfc/rfc4791#section-9.7),
//! [§9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)
//!
//! ```
//! use caldav_types::TimeRange;
//! use caldav_types::filter::{CompFilter, Filter, PropFilter, TextMatch};
//! use caldav_types::query::QueryOptions;
//! use ical_model::recurrence::Budget;
//! use ical_model::time_zone::{Zone, ZoneSource, Zones};
//! use ical_model::{Calendar, ComponentName, PropertyName};
//!
//! let february = TimeRange::new(Some("20270201T000000Z".parse()?), Some("20270301T000000Z".parse()?))?;
//! let events = CompFilter::new(ComponentName::VEvent)
//!     .with_time_range(february)
//!     .with_prop_filter(PropFilter::new(PropertyName::Summary).with_text_match(TextMatch::new("stand-up")));
//! let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
//! // Once for a request; what it asks wrongly is refused here.
//! let plan = filter.compile(&QueryOptions::default())?;
//!
//! let calendar = Calendar::parse(
//!     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nDURATION:PT15M\r\n\
//!      RRULE:FREQ=WEEKLY\r\nSUMMARY:Stand-Up\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
//! )?;
//! let source = ZoneSource::new();
//! let zones = Zones::new(&calendar, &source);
//! // Days and floating times: the zone of the request, else of the collection, else of the server's choice (§7.3).
//! let floating = Zone::utc();
//! assert!(plan.matches(&calendar, &zones, &floating, &mut Budget::default())?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How the text is read
//!
//! - A condition on a component holds where **one** component of the name fulfils all of it (§9.7.1). With a range of
//!   time that component has to give an instance that overlaps the range: a text that stands in an override alone and
//!   a range that only other instances overlap do not meet. What an override with RANGE=THISANDFUTURE says, it says
//!   for the instances that follow it. Of several versions of one instance the newest counts.
//! - "Time range tests MUST consider every recurrence instance" (§9.9) holds for each range by itself, as it is the
//!   component and not the instance that all conditions have to meet in. So the instance that overlaps the range of a
//!   VEVENT need not be the one whose alarm goes off in the range of its VALARM, and a range of DTSTART, DTEND or DUE
//!   holds where it does for one of the instances that the component gives. DTEND and DUE follow from DURATION where
//!   they are not written.
//! - An alarm goes off for the instances of the component it stands in, wherever they lie; one with a time of its own
//!   once (RFC 5545 §3.8.6.3).
//! - A negated text asks for a property, or parameter, that is there and does not hold the text; one of several is
//!   enough (op-51). A condition on a parameter holds where one of its values does, and conditions on parameters alone
//!   have to meet in one line (op-50).
//! - A text is looked for in the value of a line as a whole, without the escapes of TEXT; where the filter asks for
//!   more than "contains", an item of a list may be what fulfils it.
//! - What cannot be read fulfils nothing. Where an answer rests on that it is an error, so that a server can tell it
//!   apart; where the calendar matches all the same it matches. Of what lies elsewhere, as its lines say at a glance,
//!   no more is read.
//!
//! # An index
//!
//! [`IndexRecord`] says of a calendar object what a data base can be asked for; [`FilterPlan::prefilter`] says what to
//! ask. What matches is never left out, so only the objects that come back need be read and asked. The example
//! `sqlite_index` shows it.

mod casemap;
mod comp_plan;
mod compile;
mod compile_error;
mod error;
mod glance;
mod index_record;
mod instances;
mod matcher;
mod options;
mod prefilter;
mod prop_plan;
mod text_pattern;
mod times;

pub use compile::FilterPlan;
pub use compile_error::{CompileError, CompileErrorKind, Unsupported};
pub use error::{QueryError, QueryErrorKind};
pub use index_record::{IndexRecord, IndexSpan};
pub use options::{QueryOptions, Supported};
pub use prefilter::{Prefilter, UidCondition};
pub(crate) use text_pattern::TextPattern;
