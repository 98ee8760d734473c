//! What kind of resource it is.
//!
//! [RFC 4918 §15.9](https://www.rfc-editor.org/rfc/rfc4918#section-15.9)

use crate::AnyElement;
use crate::element_name::element_names;

/// The value of DAV:resourcetype: the types a resource has, none for a plain one.
///
/// ```
/// use caldav_types::{ResourceType, ResourceTypes};
/// let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// assert!(types.is_collection() && types.is_calendar());
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ResourceTypes(
    /// The types.
    pub Vec<ResourceType>,
);

impl ResourceTypes {
    /// Is the type among them?
    #[must_use]
    pub fn has(&self, resource_type: &ResourceType) -> bool {
        self.0.contains(resource_type)
    }

    /// Is it a collection?
    #[must_use]
    pub fn is_collection(&self) -> bool {
        self.has(&ResourceType::Collection)
    }

    /// Is it a calendar collection ([RFC 4791 §4.2](https://www.rfc-editor.org/rfc/rfc4791#section-4.2))?
    #[must_use]
    pub fn is_calendar(&self) -> bool {
        self.is_collection() && self.has(&ResourceType::Calendar)
    }

    /// Is it a principal ([RFC 3744 §4](https://www.rfc-editor.org/rfc/rfc3744#section-4))?
    #[must_use]
    pub fn is_principal(&self) -> bool {
        self.has(&ResourceType::Principal)
    }
}

element_names! {
    /// A type of resource, the name of an element in DAV:resourcetype. What stands in the element of a known type is
    /// not kept.
    #[derive(Clone, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
    ResourceType, Other(AnyElement, name) {
        /// A collection (RFC 4918, 14.3).
        Collection = DAV "collection";
        /// A principal (RFC 3744, 4).
        Principal = DAV "principal";
        /// A calendar (RFC 4791, 9.1).
        Calendar = CALDAV "calendar";
        /// Where scheduling messages are sent from (RFC 6638, 2.1).
        ScheduleOutbox = CALDAV "schedule-outbox";
        /// Where scheduling messages come in (RFC 6638, 2.2).
        ScheduleInbox = CALDAV "schedule-inbox";
        /// A calendar that takes part in scheduling, before RFC 6638.
        ScheduleCalendar = CALDAV "schedule-calendar";
        /// An address book (RFC 6352, 10.1).
        AddressBook = CARDDAV "addressbook";
        /// The group of those who may read for a principal (caldav-proxy, 5.2).
        CalendarProxyRead = CALENDAR_SERVER "calendar-proxy-read";
        /// The group of those who may write for a principal (caldav-proxy, 5.2).
        CalendarProxyWrite = CALENDAR_SERVER "calendar-proxy-write";
        /// A collection of notifications (caldav-notifications, 4.3.1).
        Notifications = CALENDAR_SERVER "notifications";
        /// Shared by the user to others (caldav-sharing, 6.1).
        SharedOwner = CALENDAR_SERVER "shared-owner";
        /// Shared by others to the user (caldav-sharing, 6.2).
        Shared = CALENDAR_SERVER "shared";
        /// A calendar that the server fetches elsewhere.
        Subscribed = CALENDAR_SERVER "subscribed";
        /// Where attachments of a user are.
        DropboxHome = CALENDAR_SERVER "dropbox-home";
        /// Where attachments of an event are.
        Dropbox = CALENDAR_SERVER "dropbox";
        /// Where the busy time of a user is.
        FreeBusyUrl = CALENDAR_SERVER "free-busy-url";
        /// Where messages of other servers come in.
        IScheduleInbox = CALENDAR_SERVER "ischedule-inbox";
        /// Where time zones are.
        Timezones = CALENDAR_SERVER "timezones";
    }
}

#[cfg(test)]
mod tests {
    use super::{ResourceType, ResourceTypes};
    use crate::AnyElement;

    #[test]
    fn what_a_resource_is() {
        for (section, types, collection, calendar) in [
            ("RFC 4918 15.9: none", vec![], false, false),
            ("RFC 4918 15.9", vec![ResourceType::Collection], true, false),
            ("RFC 4791 4.2", vec![ResourceType::Calendar, ResourceType::Collection], true, true),
            ("RFC 4791 4.2: both", vec![ResourceType::Calendar], false, false),
        ] {
            let types = ResourceTypes(types);
            assert_eq!((types.is_collection(), types.is_calendar()), (collection, calendar), "{section}");
            assert!(!types.is_principal());
        }
    }

    #[test]
    fn elements_of_known_types_are_those_types() {
        for known in ResourceType::KNOWN {
            let name = crate::ExpandedName::new(known.namespace(), known.local_name()).unwrap();
            assert_eq!(ResourceType::from(AnyElement::new(name)), *known);
        }
        let other = AnyElement::new("{http://www.example.com/ns}search-results".parse().unwrap());
        assert_eq!(ResourceType::from(other.clone()), ResourceType::Other(other));
    }
}
