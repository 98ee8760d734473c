use super::{Wanted, allprop, decide};
use crate::header::{Prefer, Preference, PreferenceApplied};
use crate::message::{Headers, Operation};
use crate::property::{DavProperty, DavPropertyName};
use crate::report::{RequestedProp, RequestedProperties};
use crate::request::Propfind;
use crate::server::fixture::{collection, granted, missing, plain, propstat_told, request, told};
use crate::server::{Features, ResourceProperties, Target};
use crate::{AnyElement, Depth, Href, Privilege};

fn names(names: &[&str]) -> Vec<DavPropertyName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn dead(name: &str) -> DavProperty {
    DavProperty::Other(AnyElement::new(name.parse().unwrap()))
}

/// With properties of RFC 4918 and of others, a dead one, and one that cannot be read.
fn facts() -> ResourceProperties {
    ResourceProperties {
        properties: vec![
            DavProperty::DisplayName("Work".into()),
            DavProperty::GetContentLength(7),
            DavProperty::QuotaUsedBytes(7),
            DavProperty::MaxResourceSize(9),
            DavProperty::GetCTag("1".parse().unwrap()),
            dead("{http://example.com/ns}rating"),
        ],
        forbidden: names(&["DAV:acl"]),
        ..ResourceProperties::new(Href::new("/a/"))
    }
}

fn sorted(propfind: &Propfind, headers: &Headers) -> String {
    let propstats = Wanted::of_propfind(propfind, headers).propstats(&facts());
    propstats.iter().map(propstat_told).collect()
}

#[test]
fn properties_by_status() {
    let all = "displayname getcontentlength getctag rating";
    for (section, propfind, full, minimal) in [
        (
            "RFC 4918 9.1",
            Propfind::Prop(names(&[
                "DAV:displayname",
                "DAV:getetag",
                "DAV:acl",
                "{http://example.com/ns}rating",
            ])),
            ", 200 displayname rating, 403 acl, 404 getetag".to_owned(),
            ", 200 displayname rating, 403 acl".to_owned(),
        ),
        (
            "RFC 4918 9.1: each once",
            Propfind::Prop(names(&["DAV:getetag", "DAV:displayname", "DAV:getetag", "DAV:displayname"])),
            ", 200 displayname, 404 getetag".to_owned(),
            ", 200 displayname".to_owned(),
        ),
        ("RFC 8144 2.1", Propfind::Prop(names(&["DAV:getetag"])), ", 404 getetag".into(), ", 200 ".into()),
        ("RFC 4918 14.24: one at least", Propfind::Prop(Vec::new()), ", 200 ".into(), ", 200 ".into()),
        (
            "RFC 4918 9.1: names, RFC 4331 2",
            Propfind::PropName,
            ", 200 displayname getcontentlength quota-used-bytes max-resource-size getctag rating".into(),
            ", 200 displayname getcontentlength quota-used-bytes max-resource-size getctag rating".into(),
        ),
        (
            "RFC 4918 14.2",
            Propfind::AllProp { include: Vec::new() },
            format!(", 200 {all}"),
            format!(", 200 {all}"),
        ),
        (
            "RFC 4918 14.8",
            Propfind::AllProp { include: names(&["DAV:quota-used-bytes", "DAV:acl", "DAV:owner"]) },
            format!(", 200 {all} quota-used-bytes, 403 acl, 404 owner"),
            format!(", 200 {all} quota-used-bytes, 403 acl"),
        ),
        (
            "RFC 4918 14.8: each once",
            Propfind::AllProp { include: names(&["DAV:displayname", "DAV:displayname"]) },
            ", 200 getcontentlength getctag rating displayname".into(),
            ", 200 getcontentlength getctag rating displayname".into(),
        ),
    ] {
        assert_eq!(sorted(&propfind, &Headers::new()), full, "{section}");
        let mut headers = Headers::new();
        headers.set(&Prefer::default().with(Preference::minimal())).unwrap();
        assert_eq!(sorted(&propfind, &headers), minimal, "{section}, minimal");
    }
}

#[test]
fn names_have_no_values() {
    let propstats = Wanted::of_propfind(&Propfind::PropName, &Headers::new()).propstats(&facts());
    let is_bare = |property: &DavProperty| matches!(property, DavProperty::Empty(_));
    assert!(propstats[0].properties.iter().all(is_bare));
    let propstats = Wanted::new(names(&["DAV:displayname"])).propstats(&facts());
    assert_eq!(propstats[0].properties, [DavProperty::DisplayName("Work".into())]);
}

#[test]
fn values_to_work_out() {
    let (displayname, quota) = (DavPropertyName::DisplayName, DavPropertyName::QuotaUsedBytes);
    for (case, propfind, needs_name, needs_quota, is_of_names) in [
        ("these", Propfind::Prop(vec![quota.clone()]), false, true, false),
        ("names", Propfind::PropName, false, false, true),
        ("all", Propfind::AllProp { include: vec![] }, true, false, false),
        ("all and more", Propfind::AllProp { include: vec![quota.clone()] }, true, true, false),
    ] {
        let wanted = Wanted::of_propfind(&propfind, &Headers::new());
        let got = (wanted.needs(&displayname), wanted.needs(&quota), wanted.is_of_names());
        assert_eq!(got, (needs_name, needs_quota, is_of_names), "{case}");
    }
}

#[test]
fn reports_ask_the_same_way() {
    let prop = RequestedProp::new(names(&["DAV:displayname"])).with_calendar_data();
    let data = DavPropertyName::CalendarData;
    for (requested, needs_data, expected) in [
        (RequestedProperties::Prop(prop), true, ", 200 displayname, 404 calendar-data"),
        (RequestedProperties::AllProp, false, ", 200 displayname getcontentlength getctag rating"),
        (
            RequestedProperties::PropName,
            false,
            ", 200 displayname getcontentlength quota-used-bytes max-resource-size getctag rating",
        ),
    ] {
        let wanted = Wanted::of_report(&requested, &Headers::new());
        let got: String = wanted.propstats(&facts()).iter().map(propstat_told).collect();
        assert_eq!((wanted.needs(&data), got.as_str()), (needs_data, expected));
    }
}

#[test]
fn a_known_name_with_an_odd_value_is_found() {
    let odd = dead("DAV:displayname");
    let mut facts = ResourceProperties::new(Href::new("/a"));
    facts.properties.push(odd.clone());
    assert_eq!(Wanted::new(names(&["DAV:displayname"])).propstats(&facts)[0].properties, [odd]);
}

/// Of the specifications that say what DAV:allprop returns, and of RFC 4918 that returns its own.
#[test]
fn what_allprop_leaves_out() {
    for name in DavPropertyName::KNOWN {
        let text = name.to_string();
        let is_of_rfc_4918 = [
            "creationdate",
            "displayname",
            "getcontentlanguage",
            "getcontentlength",
            "getcontenttype",
            "getetag",
            "getlastmodified",
            "lockdiscovery",
            "resourcetype",
            "supportedlock",
        ]
        .iter()
        .any(|local| text == format!("DAV:{local}"));
        if name.namespace() == "DAV:" || name.namespace().starts_with("urn:ietf:params:xml:ns:c") {
            let is_of_draft = ["share-mode", "calendar-free-busy-set", "supported-calendar-component-sets"]
                .iter()
                .any(|local| name.local_name() == *local)
                || name.local_name().contains("alarm")
                || matches!(
                    name.local_name(),
                    "directory-gateway" | "max-image-size" | "default-addressbook-URL"
                );
            if !is_of_draft {
                assert_eq!(allprop::leaves_out(name), !is_of_rfc_4918, "{text}");
            }
        }
    }
    for (section, name, expected) in [
        ("caldav-ctag 4.1: SHOULD be returned", DavPropertyName::GetCTag, false),
        ("a dead property", DavPropertyName::CalendarColor, false),
        ("a dead property", DavPropertyName::Other("{http://example.com/ns}rating".parse().unwrap()), false),
        ("caldav-sharing 5.2", DavPropertyName::CalendarServerInvite, true),
    ] {
        assert_eq!(allprop::leaves_out(&name), expected, "{section}: {name}");
    }
}

#[test]
fn which_resources() {
    let all = Features::default();
    let finite = Features { infinite_propfind: false, ..Features::default() };
    let unreadable = granted(collection("/a/"), &[Privilege::Write]);
    let (tree, file) = (collection("/a/"), plain("/a"));
    let noroot = [("prefer", "depth-noroot")];
    let infinity = Depth::Infinity;
    for (section, features, resource, depth, fields, expected) in [
        ("RFC 4918 9.1", &all, &tree, Depth::One, [].as_slice(), "1 with root"),
        ("RFC 4918 9.1", &all, &tree, infinity, &[], "infinity with root"),
        ("RFC 4918 9.1.1", &finite, &tree, infinity, &[], "403 DAV:propfind-finite-depth"),
        ("RFC 4918 9.1.1", &finite, &tree, Depth::One, &[], "1 with root"),
        ("RFC 4918 10.2", &finite, &file, infinity, &[], "0 with root"),
        ("RFC 8144 4", &all, &tree, Depth::One, &noroot, "1 without root"),
        ("RFC 8144 4", &all, &tree, infinity, &noroot, "infinity without root"),
        ("RFC 8144 4: not with 0", &all, &tree, Depth::Zero, &noroot, "0 with root"),
        ("RFC 8144 4: and nothing below", &all, &file, Depth::One, &noroot, "0 without root"),
        ("nothing there", &all, &missing("/a"), Depth::Zero, &[], "404"),
        ("RFC 3744 B", &finite, &unreadable, infinity, &[], "403 DAV:need-privileges /a/"),
        ("RFC 4918 10.4", &all, &file, Depth::Zero, &[("if", "([\"2\"])")], "412"),
        (
            "RFC 4918 7",
            &all,
            &crate::server::fixture::locked(plain("/a"), "x"),
            Depth::Zero,
            &[],
            "0 with root",
        ),
    ] {
        let request = request("/a", Operation::Options, fields);
        let operation = Operation::Propfind { depth, body: Propfind::PropName };
        let request = crate::message::Request { operation, ..request };
        let got = match decide(&request, depth, &Propfind::PropName, Target::new(features, resource, None)) {
            Ok(plan) => {
                format!("{} {} root", plan.depth, if plan.includes_root { "with" } else { "without" })
            }
            Err(reply) => told(&reply),
        };
        assert_eq!(got, expected, "{section}");
    }
}

#[test]
fn preferences_that_were_heeded() {
    for (prefer, depth, expected) in [
        ("return=minimal, depth-noroot", Depth::One, Some("return=minimal, depth-noroot")),
        ("return=minimal, depth-noroot", Depth::Zero, Some("return=minimal")),
        ("respond-async", Depth::One, None),
    ] {
        let body = Propfind::PropName;
        let operation = Operation::Propfind { depth, body: body.clone() };
        let request = request("/a/", operation, &[("prefer", prefer)]);
        let (features, resource) = (Features::default(), collection("/a/"));
        let plan = decide(&request, depth, &body, Target::new(&features, &resource, None)).unwrap();
        let applied = plan.answer([facts()]).headers.get::<PreferenceApplied>();
        assert_eq!(applied.map(|field| field.to_string()).as_deref(), expected, "RFC 8144 B.1: {prefer}");
    }
}
