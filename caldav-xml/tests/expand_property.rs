//! The answer to a DAV:expand-property as it is written: RFC 3253, section 3.8.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_types::message::{Operation, Request};
use caldav_types::multistatus::Multistatus;
use caldav_types::property::{DavProperty, ReportName};
use caldav_types::report::{ExpandProperty, ExpandedProperty, Report};
use caldav_types::server::report::{ExpandLimits, ReportTarget, expand_property};
use caldav_types::server::{Features, ResourceProperties, ResourceState, Target};
use caldav_types::{Href, Privilege, PrivilegeSet, ResourceTypes};
use caldav_xml::{Body, XmlOptions, property_element};

#[test]
fn responses_stand_in_the_value() {
    let body = r#"<D:expand-property xmlns:D="DAV:"><D:property name="group-membership">
        <D:property name="displayname"/></D:property></D:expand-property>"#;
    let body = ExpandProperty::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    let report = Operation::Report { depth: None, body: Report::ExpandProperty(body.clone()) };
    let request = Request::new("/principals/bernard/".parse().unwrap(), report);
    let mut resource = ResourceState::new(Href::new("/principals/bernard/"), ResourceTypes::default());
    resource.privileges = PrivilegeSet(vec![Privilege::Read]);
    let features = Features::default();
    let target = ReportTarget {
        target: Target::new(&features, &resource, None),
        reports: &[ReportName::ExpandProperty],
    };
    let plan = expand_property::decide(&request, None, &body, target, ExpandLimits::default()).unwrap();

    let staff = Href::new("/groups/staff/");
    let mut bernard = ResourceProperties::new(resource.href.clone());
    bernard.properties.push(DavProperty::GroupMembership(vec![staff]));
    let mut describe = |href: &Href, _: &[ExpandedProperty]| {
        let mut group = ResourceProperties::new(href.clone());
        group.properties.push(DavProperty::DisplayName("Staff & friends".into()));
        Some(group)
    };
    let reply = plan.answer([bernard], &mut describe, &property_element);
    let written = reply.multistatus().unwrap().to_xml();
    let expected = "<D:group-membership><D:response><D:href>/groups/staff/</D:href><D:propstat><D:prop>\
        <D:displayname>Staff &amp; friends</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status>\
        </D:propstat></D:response></D:group-membership>";
    assert!(written.contains(expected), "{written}");
    assert!(Multistatus::from_xml(written.as_bytes(), &XmlOptions::lenient()).is_ok());
}
