//! The resource that a report is asked of.
//!
//! [RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)

use http::StatusCode;

use crate::message::Reply;
use crate::property::ReportName;
use crate::server::ResourceState;
use crate::server::acl::require;
use crate::{Depth, Precondition, Privilege, ResourceTypes};

/// The resource at the address of the request.
#[derive(Clone, Copy, Debug)]
pub struct ReportTarget<'a> {
    /// What is known of it.
    pub resource: &'a ResourceState,
    /// Its DAV:supported-report-set.
    pub reports: &'a [ReportName],
}

impl ReportTarget<'_> {
    /// Can the user ask it for the report?
    pub(super) fn check(&self, report: &ReportName) -> Result<(), Reply> {
        self.exists()?;
        require([(&self.resource.href, &self.resource.privileges, Privilege::Read)])?;
        self.supports(report)
    }

    pub(super) fn exists(&self) -> Result<(), Reply> {
        if self.resource.exists { Ok(()) } else { Err(Reply::new(StatusCode::NOT_FOUND)) }
    }

    pub(super) fn supports(&self, report: &ReportName) -> Result<(), Reply> {
        if self.reports.contains(report) {
            Ok(())
        } else {
            Err(Reply::refusal(Precondition::SupportedReport))
        }
    }
}

/// A report that is defined with a Depth of 0 alone; no field means 0.
pub(super) fn only_depth_zero(depth: Option<Depth>) -> Result<(), Reply> {
    match depth {
        None | Some(Depth::Zero) => Ok(()),
        Some(_) => Err(Reply::new(StatusCode::BAD_REQUEST)),
    }
}

/// The reports that can be answered here, by what a resource is: a value for DAV:supported-report-set.
///
/// `is_calendar_object` says of a resource that is no collection that it is a calendar object resource: it has the
/// calendaring reports, and refuses CALDAV:free-busy-query all the same
/// ([RFC 4791 §7](https://www.rfc-editor.org/rfc/rfc4791#section-7),
/// [§7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)).
///
/// ```
/// use caldav_types::property::ReportName;
/// use caldav_types::server::report::supported_reports;
/// use caldav_types::{ResourceType, ResourceTypes};
/// let calendar = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// assert!(supported_reports(&calendar, false).contains(&ReportName::CalendarQuery));
/// assert!(!supported_reports(&ResourceTypes::default(), false).contains(&ReportName::SyncCollection));
/// ```
#[must_use]
pub fn supported_reports(types: &ResourceTypes, is_calendar_object: bool) -> Vec<ReportName> {
    let mut reports = vec![
        ReportName::ExpandProperty,
        ReportName::AclPrincipalPropSet,
        ReportName::PrincipalMatch,
        ReportName::PrincipalPropertySearch,
        ReportName::PrincipalSearchPropertySet,
    ];
    if types.is_collection() || is_calendar_object {
        reports.extend([ReportName::CalendarQuery, ReportName::CalendarMultiget, ReportName::FreeBusyQuery]);
    }
    if types.is_collection() {
        reports.extend([ReportName::SyncCollection, ReportName::CalendarServerPrincipalSearch]);
    }
    reports
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{ReportTarget, only_depth_zero, supported_reports};
    use crate::property::ReportName;
    use crate::server::ResourceState;
    use crate::{Depth, Href, Precondition, Privilege, PrivilegeSet, ResourceType, ResourceTypes};

    #[test]
    fn order_of_checks() {
        let there = ResourceState {
            exists: true,
            privileges: PrivilegeSet(vec![Privilege::Read]),
            ..ResourceState::missing(Href::new("/cal/"))
        };
        let unreadable = ResourceState { privileges: PrivilegeSet::default(), ..there.clone() };
        let missing = ResourceState::missing(Href::new("/cal/"));
        let reports = [ReportName::CalendarQuery];
        for (section, resource, reports, expected) in [
            ("kept", &there, reports.as_slice(), None),
            ("no resource", &missing, &[], Some((404, None))),
            ("RFC 3744 B: REPORT", &unreadable, &[], Some((403, Some(Precondition::NeedPrivileges)))),
            ("RFC 3253 3.6", &there, &[], Some((403, Some(Precondition::SupportedReport)))),
        ] {
            let refused = ReportTarget { resource, reports }.check(&ReportName::CalendarQuery).err();
            let refused = refused.map(|reply| {
                (reply.status.as_u16(), reply.error().map(|error| error.conditions[0].precondition.clone()))
            });
            assert_eq!(refused, expected, "{section}");
        }
    }

    #[test]
    fn depth_of_zero() {
        for (depth, expected) in [
            (None, None),
            (Some(Depth::Zero), None),
            (Some(Depth::One), Some(StatusCode::BAD_REQUEST)),
            (Some(Depth::Infinity), Some(StatusCode::BAD_REQUEST)),
        ] {
            assert_eq!(only_depth_zero(depth).err().map(|reply| reply.status), expected, "{depth:?}");
        }
    }

    #[test]
    fn reports_of_resources() {
        let calendaring =
            [ReportName::CalendarQuery, ReportName::CalendarMultiget, ReportName::FreeBusyQuery];
        let calendar = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
        let plain = ResourceTypes::default();
        for (section, types, is_object, has_calendaring, has_sync) in [
            ("RFC 4791 7: a calendar", &calendar, false, true, true),
            ("RFC 4791 7: a calendar object", &plain, true, true, false),
            ("a file", &plain, false, false, false),
        ] {
            let reports = supported_reports(types, is_object);
            for report in &calendaring {
                assert_eq!(reports.contains(report), has_calendaring, "{section}: {report}");
            }
            assert_eq!(reports.contains(&ReportName::SyncCollection), has_sync, "{section}");
            assert!(reports.contains(&ReportName::ExpandProperty), "RFC 3744 9.1: {section}");
        }
    }
}
