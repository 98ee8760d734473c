//! The resource that a report is asked of.
//!
//! [RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)

use http::StatusCode;

use crate::message::{Reply, Request};
use crate::property::ReportName;
use crate::server::Target;
use crate::{Depth, Href, Method, Precondition, ResourceTypes};

/// The resource at the address of the request.
#[derive(Clone, Copy, Debug)]
pub struct ReportTarget<'a> {
    /// What is known of it, and what surrounds it.
    pub target: Target<'a>,
    /// Its DAV:supported-report-set.
    pub reports: &'a [ReportName],
}

impl<'a> ReportTarget<'a> {
    pub(super) const fn href(&self) -> &'a Href {
        &self.target.resource.href
    }

    /// Can the user ask it for the report?
    pub(super) fn check(&self, request: &Request, report: &ReportName) -> Result<(), Reply> {
        self.target.exists()?;
        self.target.understands(&Method::Report)?;
        self.target.is_granted(&Method::Report, None)?;
        self.has(request, report)
    }

    /// The same where the privileges were looked at before.
    pub(super) fn has(&self, request: &Request, report: &ReportName) -> Result<(), Reply> {
        self.target.is_as_asked(request)?;
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
    use crate::header::If;
    use crate::message::{Operation, Request};
    use crate::property::ReportName;
    use crate::report::Report;
    use crate::server::{Features, ResourceState, Target};
    use crate::{Depth, Href, Precondition, Privilege, PrivilegeSet, ResourceType, ResourceTypes};

    #[test]
    fn order_of_checks() {
        let mut there = ResourceState::new(Href::new("/cal/"), ResourceTypes::default());
        there.privileges = PrivilegeSet(vec![Privilege::Read]);
        let unreadable = ResourceState { privileges: PrivilegeSet::default(), ..there.clone() };
        let missing = ResourceState::missing(Href::new("/cal/"));
        let reports = [ReportName::PrincipalSearchPropertySet];
        let features = Features::default();
        let without = Features { access_control: false, calendars: false, ..Features::default() };
        let report = Operation::Report { depth: None, body: Report::PrincipalSearchPropertySet };
        let request = Request::new("/cal/".parse().unwrap(), report);
        let stale: If = "(<urn:example:other>)".parse().unwrap();
        let stale = request.clone().with(&stale).unwrap();
        for (section, request, features, resource, reports, expected) in [
            ("kept", &request, &features, &there, reports.as_slice(), None),
            ("no resource", &stale, &without, &missing, &[], Some((404, None))),
            ("no reports", &stale, &without, &unreadable, &[], Some((405, None))),
            (
                "RFC 3744 B: REPORT",
                &stale,
                &features,
                &unreadable,
                &[],
                Some((403, Some(Precondition::NeedPrivileges))),
            ),
            ("RFC 4918 10.4", &stale, &features, &there, &[], Some((412, None))),
            (
                "RFC 3253 3.6",
                &request,
                &features,
                &there,
                &[],
                Some((403, Some(Precondition::SupportedReport))),
            ),
        ] {
            let target = ReportTarget { target: Target::new(features, resource, None), reports };
            let refused = target.check(request, &ReportName::PrincipalSearchPropertySet).err().map(|reply| {
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
