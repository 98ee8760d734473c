use std::collections::HashMap;

use http::StatusCode;

use super::{ExpandLimits, decide};
use crate::message::Reply;
use crate::property::{DavProperty, DavPropertyName, ReportName};
use crate::report::{ExpandProperty, ExpandedProperty, Report};
use crate::server::ResourceProperties;
use crate::server::report::ReportTarget;
use crate::server::report::fixture::{file, request, target};
use crate::{AnyElement, AnyNode, Depth, ExpandedName, Href, Precondition};

fn property(name: DavPropertyName, properties: Vec<ExpandedProperty>) -> ExpandedProperty {
    ExpandedProperty { name, properties }
}

fn plain(name: DavPropertyName) -> ExpandedProperty {
    ExpandedProperty::from(name)
}

/// A person in two groups, one of which is in the other, and each of which says that it is in itself.
fn principals() -> HashMap<String, ResourceProperties> {
    let of = |href: &str, name: &str, groups: &[&str]| {
        let mut properties = ResourceProperties::new(Href::new(href));
        properties.properties.extend([
            DavProperty::DisplayName(name.into()),
            DavProperty::GroupMembership(groups.iter().map(|group| Href::new(group)).collect()),
        ]);
        (href.to_owned(), properties)
    };
    HashMap::from([
        of("/p/a", "A", &["/p/g", "/p/gone"]),
        of("/p/g", "G", &["/p/g", "/p/h"]),
        of("/p/h", "H", &["/p/h"]),
    ])
}

/// As an embedder does it with the codec.
fn to_element(property: &DavProperty) -> AnyElement {
    let name = property.name();
    let mut element = AnyElement::new(ExpandedName::new(name.namespace(), name.local_name()).unwrap());
    match property {
        DavProperty::DisplayName(text) => element.children.push(AnyNode::Text(text.text.clone())),
        DavProperty::GroupMembership(groups) => {
            for group in groups {
                let mut href = AnyElement::new("DAV:href".parse().unwrap());
                href.children.push(AnyNode::Text(group.to_string()));
                element.children.push(href.into());
            }
        }
        DavProperty::Other(other) => return other.clone(),
        _ => {}
    }
    element
}

fn ask(properties: Vec<ExpandedProperty>, limits: ExpandLimits, looked_up: &mut Vec<String>) -> Reply {
    let resource = file("/p/a");
    let body = ExpandProperty { properties };
    let request = request("/p/a", None, Report::ExpandProperty(body.clone()));
    let principals = principals();
    let plan = match decide(&request, None, &body, target(&resource), limits) {
        Ok(plan) => plan,
        Err(refusal) => return refusal,
    };
    let mut describe = |href: &Href, _: &[ExpandedProperty]| {
        looked_up.push(href.to_string());
        principals.get(href.as_str()).cloned()
    };
    plan.answer([principals["/p/a"].clone()], &mut describe, &to_element)
}

/// The element in short: names, text, and what is in it.
fn short(element: &AnyElement) -> String {
    let inner: String = element
        .children
        .iter()
        .map(|child| match child {
            AnyNode::Text(text) => text.clone(),
            AnyNode::Element(element) => short(element),
        })
        .collect();
    format!("<{}:{inner}>", element.name.local_name())
}

fn expanded(reply: &Reply) -> String {
    let response = &reply.multistatus().unwrap_or_else(|| panic!("{reply:?}")).responses[0];
    match response.property(&DavPropertyName::GroupMembership) {
        Some(DavProperty::Other(element)) => short(element),
        other => panic!("{other:?}"),
    }
}

#[test]
fn addresses_become_responses() {
    use DavPropertyName::{DisplayName, GroupMembership, Owner};
    let mut looked_up = Vec::new();
    let names = vec![plain(DisplayName), plain(Owner)];
    let reply = ask(
        vec![plain(DisplayName), property(GroupMembership, names), plain(Owner)],
        ExpandLimits::default(),
        &mut looked_up,
    );
    assert_eq!(reply.status, StatusCode::MULTI_STATUS, "3.8");
    assert_eq!(looked_up, ["/p/g", "/p/gone"]);
    assert_eq!(
        expanded(&reply),
        "<group-membership:\
         <response:<href:/p/g><propstat:<prop:<displayname:G>><status:HTTP/1.1 200 OK>>\
         <propstat:<prop:<owner:>><status:HTTP/1.1 404 Not Found>>>\
         <response:<href:/p/gone><status:HTTP/1.1 404 Not Found>>>",
        "3.8"
    );
    let response = &reply.multistatus().unwrap().responses[0];
    assert_eq!(response.property(&DisplayName), Some(&DavProperty::DisplayName("A".into())), "3.8: as it is");
    assert_eq!(response.property_status(&Owner), Some(StatusCode::NOT_FOUND));
}

#[test]
fn without_properties_in_it_an_address_stays() {
    let reply = ask(vec![plain(DavPropertyName::GroupMembership)], ExpandLimits::default(), &mut Vec::new());
    let response = &reply.multistatus().unwrap().responses[0];
    let groups = vec![Href::new("/p/g"), Href::new("/p/gone")];
    assert_eq!(
        response.property(&DavPropertyName::GroupMembership),
        Some(&DavProperty::GroupMembership(groups)),
        "3.8"
    );
}

/// A group that is in itself is followed as deep as the request says.
#[test]
fn loops_end_with_the_request() {
    use DavPropertyName::GroupMembership;
    let two =
        property(GroupMembership, vec![property(GroupMembership, vec![plain(DavPropertyName::DisplayName)])]);
    let reply = ask(vec![two.clone()], ExpandLimits::default(), &mut Vec::new());
    let inner = |name| format!("<response:<href:/p/{name}>");
    let told = expanded(&reply);
    assert!(told.contains(&format!("<group-membership:{}", inner("g"))), "3.8: {told}");
    assert_eq!(told.matches(&inner("g")).count(), 2, "3.8: {told}");
    assert_eq!(told.matches(&inner("h")).count(), 1, "3.8: {told}");

    let levels = |levels| ExpandLimits { levels, ..ExpandLimits::default() };
    assert_eq!(ask(vec![two.clone()], levels(2), &mut Vec::new()).status, StatusCode::MULTI_STATUS);
    let refused = ask(vec![two], levels(1), &mut Vec::new());
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "{refused:?}");
    let few = |properties| ExpandLimits { properties, ..ExpandLimits::default() };
    let named = || vec![property(GroupMembership, vec![plain(DavPropertyName::DisplayName)])];
    assert_eq!(ask(named(), few(2), &mut Vec::new()).status, StatusCode::MULTI_STATUS);
    let refused = ask(named(), few(1), &mut Vec::new());
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "{refused:?}");
}

#[test]
fn so_many_resources_are_looked_up() {
    use DavPropertyName::{DisplayName, GroupMembership};
    let mut looked_up = Vec::new();
    let limits = ExpandLimits { resources: 1, ..ExpandLimits::default() };
    let reply = ask(vec![property(GroupMembership, vec![plain(DisplayName)])], limits, &mut looked_up);
    assert_eq!(looked_up, ["/p/g"]);
    assert!(expanded(&reply).ends_with("<href:/p/gone>>"), "{}", expanded(&reply));
}

#[test]
fn depth_and_refusals() {
    let resource = file("/p/a");
    let body = ExpandProperty::default();
    let none = ReportTarget { reports: &[ReportName::PrincipalMatch], ..target(&resource) };
    for (section, depth, target, expected) in [
        ("3.6: no Depth is 0", None, target(&resource), Ok(Depth::Zero)),
        ("3.6: members too", Some(Depth::One), target(&resource), Ok(Depth::One)),
        ("3.6: not supported", None, none, Err(403)),
    ] {
        let request = request("/p/a", depth, Report::ExpandProperty(body.clone()));
        let plan = decide(&request, depth, &body, target, ExpandLimits::default());
        assert_eq!(
            plan.map(|plan| plan.depth()).map_err(|reply| reply.status.as_u16()),
            expected,
            "{section}"
        );
    }
    let body = ExpandProperty { properties: vec![plain(DavPropertyName::DisplayName)] };
    let request = request("/p/", Some(Depth::One), Report::ExpandProperty(body.clone()));
    let plan = decide(&request, Some(Depth::One), &body, target(&resource), ExpandLimits::default()).unwrap();
    let reply = plan.answer(principals().into_values(), &mut |_, _| None, &to_element);
    assert_eq!(reply.multistatus().unwrap().responses.len(), 3, "3.6: each by itself");
}
