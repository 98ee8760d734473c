//! POST of many changes at once.
//!
//! Bulk changes of calendarserver, calendarserver-bulk-change §4 and §7.

use crate::property::{DavProperty, DavPropertyName};
use crate::{EntityTag, Href};

/// The body of a POST that changes many resources of a collection: MM:multiput. Each is changed by itself.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Multiput {
    /// The changes. A body without any is refused by servers.
    pub changes: Vec<BulkChange>,
}

/// A change of a resource: MM:resource (7.2).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum BulkChange {
    /// A resource is made (4.1). The server chooses the address.
    Create {
        /// Its properties, its data as CALDAV:calendar-data among them.
        set: Vec<DavProperty>,
    },
    /// A resource is changed (4.2): all that is said, or nothing.
    Update {
        /// Which.
        href: Href,
        /// Only if it has this entity tag (7.3).
        if_match: Option<EntityTag>,
        /// What is set, its data as CALDAV:calendar-data among them.
        set: Vec<DavProperty>,
        /// What is removed.
        remove: Vec<DavPropertyName>,
    },
    /// A resource is removed (4.3).
    Delete {
        /// Which.
        href: Href,
        /// Only if it has this entity tag (7.3).
        if_match: Option<EntityTag>,
    },
}
