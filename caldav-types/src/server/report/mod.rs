//! What a server answers to REPORT, one file a report.
//!
//! [RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)
//!
//! Each report is answered in two steps: a `decide` function looks at the request and gives a plan or the reply that
//! refuses it; the plan tells the embedder what to look up, and makes the answer of that, one
//! [`Response`](crate::multistatus::Response) at a time (`responses`) or as a whole (`answer`). What is said about a
//! resource is asked of the embedder only where the resource is in the answer.
//!
//! Every `decide` checks in this order: there is a resource (404), the user may read it (403 with
//! DAV:need-privileges), it has the report (403 with DAV:supported-report), the report is defined with the field Depth of
//! the request (400), and then what the body asks for.

pub mod acl_principal_prop_set;
mod calendar_data;
pub mod calendar_multiget;
mod calendar_object;
pub mod calendar_query;
pub mod calendarserver_principal_search;
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
