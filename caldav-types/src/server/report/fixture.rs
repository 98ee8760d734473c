//! What the tests of the reports have in common: a request, and the resource that it is sent to.

use std::sync::LazyLock;

use super::ReportTarget;
use crate::message::{Operation, Request};
use crate::property::ReportName;
use crate::report::Report;
use crate::server::{Features, ResourceState, Target};
use crate::{Depth, Href, Privilege, PrivilegeSet, ResourceType, ResourceTypes};

pub(super) static FEATURES: LazyLock<Features> = LazyLock::new(Features::default);

/// A request with this body.
pub(super) fn request(target: &str, depth: Option<Depth>, body: Report) -> Request {
    Request::new(target.parse().unwrap(), Operation::Report { depth, body })
}

/// A calendar that the user may read.
pub(super) fn calendar(href: &str) -> ResourceState {
    resource(href, vec![ResourceType::Collection, ResourceType::Calendar])
}

/// A collection that the user may read.
pub(super) fn collection(href: &str) -> ResourceState {
    resource(href, vec![ResourceType::Collection])
}

/// A plain resource that the user may read.
pub(super) fn file(href: &str) -> ResourceState {
    resource(href, Vec::new())
}

fn resource(href: &str, types: Vec<ResourceType>) -> ResourceState {
    let mut resource = ResourceState::new(Href::new(href), ResourceTypes(types));
    resource.privileges = PrivilegeSet(vec![Privilege::Read]);
    resource
}

/// The resource, with every report.
pub(super) fn target(resource: &ResourceState) -> ReportTarget<'_> {
    ReportTarget { target: Target::new(&FEATURES, resource, None), reports: ReportName::KNOWN }
}
