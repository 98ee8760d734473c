//! What a server answers to REPORT, one file a report.
//!
//! [RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)
//!
//! Each report is answered in two steps: a `decide` function looks at the request and gives a plan or the reply that
//! refuses it; the plan tells the embedder what to look up, and makes the answer of that, one
//! [`Response`](crate::multistatus::Response) at a time (`responses`) or as a whole (`answer`). What is said about a
//! resource is asked of the embedder only where the resource is in the answer.
//!
//! ```
//! use caldav_types::filter::{CompFilter, Filter};
//! use caldav_types::message::{Operation, Request};
//! use caldav_types::property::ReportName;
//! use caldav_types::query::QueryOptions;
//! use caldav_types::report::{CalendarQuery, Report, RequestedProp};
//! use caldav_types::server::report::{CalendarFacts, CalendarObject, MatchLimit, ReportTarget, calendar_query};
//! use caldav_types::server::{Features, ResourceProperties, ResourceState, Target};
//! use caldav_types::shaping::ShapingBudget;
//! use caldav_types::{CollectionLimits, Depth, Href, Privilege, PrivilegeSet, ResourceType, ResourceTypes};
//! use ical_model::ComponentName;
//! use ical_model::recurrence::RecurrenceOptions;
//! use ical_model::time_zone::{Zone, ZoneSource};
//!
//! let events = CompFilter::new(ComponentName::VCalendar).with_comp_filter(CompFilter::new(ComponentName::VEvent));
//! let body = CalendarQuery::new(RequestedProp::default().with_calendar_data(), Filter::new(events));
//! let (depth, report) = (Some(Depth::One), Report::CalendarQuery(body.clone()));
//! let request = Request::new("/cal/".parse()?, Operation::Report { depth, body: report });
//!
//! let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
//! let mut calendar = ResourceState::new(Href::new("/cal/"), types);
//! calendar.privileges = PrivilegeSet(vec![Privilege::Read]);
//! let features = Features::default();
//! let reports = [ReportName::CalendarQuery];
//! let facts = CalendarFacts {
//!     target: ReportTarget { target: Target::new(&features, &calendar, None), reports: &reports },
//!     formats: &[],
//!     render: None,
//!     limits: &CollectionLimits::default(),
//!     zones: &ZoneSource::new(),
//!     time_zone: &Zone::utc(),
//!     recurrence: RecurrenceOptions::default(),
//! };
//! let (options, limit) = (QueryOptions::default(), MatchLimit::default());
//! let plan = calendar_query::decide(&request, depth, &body, facts, &options, limit).unwrap();
//!
//! let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
//! let to_do = "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
//! let stored = [(Href::new("/cal/1.ics"), event), (Href::new("/cal/2.ics"), to_do)];
//! let objects = stored.iter().map(|(href, text)| CalendarObject::new(href, text.as_bytes()));
//! let reply = plan.answer(
//!     objects,
//!     |href| ResourceProperties::new(href.clone()), // what else it has, of what plan.wanted() asks for
//!     |_, _| None,                                  // what cannot be read is left out
//!     &mut ShapingBudget::default(),
//! );
//! assert_eq!(reply.multistatus().unwrap().responses.len(), 1);
//! # Ok::<(), http::uri::InvalidUri>(())
//! ```
//!
//! The order of checks is that of [`server`](super#the-order-of-checks). What the body holds comes last: the resource
//! has the report (403 with DAV:supported-report), the report is defined with the field Depth of the request (400), and
//! then what the body asks for. CALDAV:free-busy-query alone has another answer where privileges lack: 404
//! ([RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)).

pub mod acl_principal_prop_set;
mod calendar_data;
pub mod calendar_multiget;
mod calendar_object;
pub mod calendar_query;
pub mod calendarserver_principal_search;
#[cfg(test)]
mod conditions_answered;
mod described;
pub mod expand_property;
#[cfg(test)]
mod fixture;
pub mod free_busy_query;
mod limit;
pub mod principal_match;
pub mod principal_property_search;
pub mod principal_search_property_set;
#[cfg(test)]
mod principal_tests;
mod property_text;
mod request_zone;
pub mod sync_collection;
mod target;

pub use acl_principal_prop_set::AclPrincipalPropSetPlan;
pub use calendar_data::{CalendarFacts, Render};
pub use calendar_multiget::{CalendarMultigetPlan, Found};
pub use calendar_object::{CalendarContent, CalendarObject, ObjectFault};
pub use calendar_query::CalendarQueryPlan;
pub use calendarserver_principal_search::CalendarServerPrincipalSearchPlan;
pub use expand_property::{ExpandLimits, ExpandPropertyPlan};
pub use free_busy_query::{FreeBusyHead, FreeBusyObject, FreeBusyPlan};
pub use limit::{MatchLimit, WhenExceeded};
pub use principal_match::PrincipalMatchPlan;
pub use principal_property_search::PrincipalPropertySearchPlan;
pub use sync_collection::{Member, MemberState, SyncBarrier, SyncFacts, SyncPage, SyncPlan, SyncPosition};
pub use target::{ReportTarget, supported_reports};
