//! What can be said in CalDAV ([RFC 4791](https://www.rfc-editor.org/rfc/rfc4791)) and the specifications it rests on,
//! as data: no sockets and no XML.
//!
//! A whole client in about forty lines, on `ureq`, stands first in the documentation of `caldav-xml`.

pub mod acl;
mod any_element;
#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
pub mod calendar_data;
#[cfg(feature = "serde")]
mod calendar_names;
pub mod client;
mod collation;
mod ctag;
mod date_time;
mod depth;
mod element_name;
mod entity_tag;
mod error_body;
mod expanded_name;
pub mod filter;
pub mod header;
mod href;
mod limits;
mod localized_text;
pub mod lock;
pub mod message;
mod method;
pub mod multistatus;
pub mod namespace;
pub mod notification;
mod post_action;
mod precondition;
mod privilege;
pub mod property;
pub mod push;
pub mod query;
pub mod report;
pub mod request;
mod resource_type;
pub mod schedule_response;
mod schedule_tag;
pub mod server;
pub mod server_info;
pub mod service;
pub mod shaping;
pub mod sharing;
mod state_token;
mod status_line;
mod sync_token;
mod text_form;
mod time_range;

pub use any_element::{AnyAttribute, AnyElement, AnyNode};
pub use collation::Collation;
pub use ctag::CTag;
pub use date_time::{DateTimeError, InternetDateTime, UtcDateTime};
pub use depth::Depth;
pub use entity_tag::EntityTag;
pub use error_body::{Condition, ConditionDetail, ErrorBody, NeededPrivilege, SabreError};
pub use expanded_name::{ExpandedName, ExpandedNameError, ExpandedNameErrorKind};
pub use href::{Href, HrefError, HrefErrorKind, HrefKey};
pub use limits::CollectionLimits;
pub use localized_text::LocalizedText;
pub use method::Method;
pub use post_action::{InstanceId, PostAction};
pub use precondition::Precondition;
pub use privilege::{Privilege, PrivilegeSet};
pub use resource_type::{ResourceType, ResourceTypes};
pub use schedule_tag::ScheduleTag;
pub use state_token::StateToken;
pub use status_line::StatusLine;
pub use sync_token::SyncToken;
pub use time_range::{TimeRange, TimeRangeError, TimeRangeErrorKind, TimeSpan};
