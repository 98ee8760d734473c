//! What a server can do at all.

use crate::header::{Allow, ComplianceClass, Dav};
use crate::{Method, ResourceType};

use super::ResourceState;

/// What a server can do at all; by default, all that stands in this library but adding of members by POST.
///
/// ```
/// use caldav_types::server::{Features, ResourceState};
/// use caldav_types::{ResourceType, ResourceTypes};
/// let calendar = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// let calendar = ResourceState::new("/cal/".into(), calendar);
/// let features = Features { locks: false, ..Features::default() };
/// assert_eq!(features.dav().to_string(), "1, 3, access-control, calendar-access, extended-mkcol");
/// assert_eq!(
///     features.allow(&calendar).to_string(),
///     "OPTIONS, GET, HEAD, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, REPORT, ACL"
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Features {
    /// LOCK and UNLOCK ([RFC 4918 §18.2](https://www.rfc-editor.org/rfc/rfc4918#section-18.2)).
    pub locks: bool,
    /// ACL and its reports ([RFC 3744 §7.2](https://www.rfc-editor.org/rfc/rfc3744#section-7.2)).
    pub access_control: bool,
    /// Calendars and their reports ([RFC 4791 §5.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.1)).
    pub calendars: bool,
    /// MKCALENDAR, which a server of calendars need not have
    /// ([RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1)).
    pub mkcalendar: bool,
    /// MKCOL with a body ([RFC 5689 §3.1](https://www.rfc-editor.org/rfc/rfc5689#section-3.1)).
    pub extended_mkcol: bool,
    /// PROPFIND of all that is below a collection ([RFC 4918 §9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1)).
    pub infinite_propfind: bool,
    /// GET and HEAD of collections, with whatever content
    /// ([RFC 4918 §9.4](https://www.rfc-editor.org/rfc/rfc4918#section-9.4)).
    pub content_of_collections: bool,
    /// POST to the collection itself adds a member
    /// ([RFC 5995 §3.1](https://www.rfc-editor.org/rfc/rfc5995#section-3.1)).
    pub add_member: bool,
    /// What else it complies with: scheduling, sharing and the like.
    pub further: Vec<ComplianceClass>,
}

impl Default for Features {
    fn default() -> Self {
        Self {
            locks: true,
            access_control: true,
            calendars: true,
            mkcalendar: true,
            extended_mkcol: true,
            infinite_propfind: true,
            content_of_collections: true,
            add_member: false,
            further: Vec::new(),
        }
    }
}

impl Features {
    /// The field `DAV` ([RFC 4918 §10.1](https://www.rfc-editor.org/rfc/rfc4918#section-10.1)).
    #[must_use]
    pub fn dav(&self) -> Dav {
        let classes = [
            (true, ComplianceClass::Class1),
            (self.locks, ComplianceClass::Class2),
            (true, ComplianceClass::Class3),
            (self.access_control, ComplianceClass::AccessControl),
            (self.calendars, ComplianceClass::CalendarAccess),
            (self.extended_mkcol, ComplianceClass::ExtendedMkcol),
        ];
        let classes = classes.into_iter().filter_map(|(has, class)| has.then_some(class));
        Dav(classes.chain(self.further.iter().cloned()).collect())
    }

    /// The field `Allow` ([RFC 9110 §10.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.1)): what the
    /// resource understands, whoever asks. Where there is nothing, what can be made there.
    #[must_use]
    pub fn allow(&self, resource: &ResourceState) -> Allow {
        let exists = resource.exists;
        let is_plain = exists && !resource.is_collection();
        let has_content = is_plain || exists && self.content_of_collections;
        let reports = exists && (self.access_control || self.calendars);
        let methods = [
            (true, Method::Options),
            (has_content, Method::Get),
            (has_content, Method::Head),
            (is_plain || !exists, Method::Put),
            (self.takes_post(resource), Method::Post),
            (exists, Method::Delete),
            (exists, Method::Copy),
            (exists, Method::Move),
            (!exists, Method::Mkcol),
            (!exists && self.calendars && self.mkcalendar, Method::Mkcalendar),
            (exists, Method::Propfind),
            (exists, Method::Proppatch),
            (self.locks, Method::Lock),
            (exists && self.locks, Method::Unlock),
            (reports, Method::Report),
            (exists && self.access_control, Method::Acl),
        ];
        Allow(methods.into_iter().filter_map(|(has, method)| has.then_some(method)).collect())
    }

    fn takes_post(&self, resource: &ResourceState) -> bool {
        let attachments = [
            ComplianceClass::CalendarManagedAttachments,
            ComplianceClass::CalendarManagedAttachmentsNoRecurrence,
        ];
        resource.exists
            && if resource.is_collection() {
                self.add_member || resource.types.has(&ResourceType::ScheduleOutbox)
            } else {
                attachments.iter().any(|class| self.further.contains(class))
            }
    }
}

#[cfg(test)]
mod tests {
    use super::Features;
    use crate::header::ComplianceClass;
    use crate::server::ResourceState;
    use crate::{Method, ResourceType, ResourceTypes};

    #[test]
    fn classes() {
        let all = Features { further: vec![ComplianceClass::CalendarAutoSchedule], ..Features::default() };
        let classes = "1, 2, 3, access-control, calendar-access, extended-mkcol, calendar-auto-schedule";
        assert_eq!(all.dav().to_string(), classes, "RFC 4918 18, RFC 4791 5.1, RFC 5689 3.1, RFC 6638 2");
        let few = Features { locks: false, access_control: false, calendars: false, ..Features::default() };
        assert_eq!(few.dav().to_string(), "1, 3, extended-mkcol");
    }

    #[test]
    fn methods() {
        let all = Features {
            add_member: true,
            further: vec![ComplianceClass::CalendarManagedAttachments],
            ..Features::default()
        };
        let few = Features {
            locks: false,
            access_control: false,
            calendars: false,
            content_of_collections: false,
            ..Features::default()
        };
        let collection = ResourceState::new("/a/".into(), ResourceTypes(vec![ResourceType::Collection]));
        let plain = ResourceState::new("/a/b".into(), ResourceTypes::default());
        let missing = ResourceState::missing("/a/c".into());
        let outbox = ResourceTypes(vec![ResourceType::Collection, ResourceType::ScheduleOutbox]);
        let outbox = ResourceState::new("/out/".into(), outbox);
        for (section, features, resource, method, expected) in [
            ("RFC 4918 9.7.2", &all, &collection, Method::Put, false),
            ("RFC 4918 9.7.1", &all, &plain, Method::Put, true),
            ("RFC 4918 9.7.1", &all, &missing, Method::Put, true),
            ("RFC 4918 9.3", &all, &plain, Method::Mkcol, false),
            ("RFC 4918 9.3", &few, &missing, Method::Mkcol, true),
            ("RFC 4791 5.3.1", &all, &missing, Method::Mkcalendar, true),
            ("RFC 4791 5.3.1", &few, &missing, Method::Mkcalendar, false),
            ("RFC 4791 5.3.1", &all, &collection, Method::Mkcalendar, false),
            ("RFC 4918 7.3", &all, &missing, Method::Lock, true),
            ("RFC 4918 18.2", &few, &plain, Method::Lock, false),
            ("RFC 4918 9.11", &all, &missing, Method::Unlock, false),
            ("RFC 3744 8.1", &all, &plain, Method::Acl, true),
            ("RFC 3744 8.1", &few, &plain, Method::Acl, false),
            ("RFC 3253 3.6", &few, &plain, Method::Report, false),
            ("RFC 4918 9.4", &all, &collection, Method::Get, true),
            ("RFC 4918 9.4", &few, &collection, Method::Get, false),
            ("RFC 4918 9.4", &few, &plain, Method::Head, true),
            ("RFC 5995 3.1", &all, &collection, Method::Post, true),
            ("RFC 5995 3.1", &few, &collection, Method::Post, false),
            ("RFC 6638 5", &few, &outbox, Method::Post, true),
            ("RFC 8607 3.3", &all, &plain, Method::Post, true),
            ("RFC 8607 3.3", &few, &plain, Method::Post, false),
            ("RFC 4918 9.1", &few, &missing, Method::Propfind, false),
        ] {
            let allow = features.allow(resource);
            assert_eq!(allow.0.contains(&method), expected, "{section}: {method} of {}", resource.href);
        }
    }
}
