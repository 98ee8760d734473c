use super::{decide, is_protected};
use crate::message::{Operation, Reply};
use crate::property::{DavProperty, DavPropertyName};
use crate::request::{Proppatch, ProppatchInstruction};
use crate::server::fixture::{collection, granted, locked, locked_by_other, missing, plain, request, told};
use crate::server::{Features, PropertyRefusal, ResourceState, Target};
use crate::{AnyAttribute, AnyElement, Precondition, Privilege};

fn set(property: DavProperty) -> ProppatchInstruction {
    ProppatchInstruction::Set(property)
}

fn remove(name: DavPropertyName) -> ProppatchInstruction {
    ProppatchInstruction::Remove(name)
}

fn name(name: &str) -> ProppatchInstruction {
    set(DavProperty::DisplayName(name.into()))
}

fn decided(
    resource: &ResourceState,
    instructions: Vec<ProppatchInstruction>,
    refusals: &[(DavPropertyName, PropertyRefusal)],
    fields: &[(&'static str, &str)],
) -> Result<(Reply, Vec<ProppatchInstruction>), Reply> {
    let body = Proppatch { instructions };
    let request = request("/a", Operation::Proppatch(body.clone()), fields);
    let features = Features::default();
    let plan = decide(&request, &body, Target::new(&features, resource, None), refusals)?;
    Ok((plan.reply(), plan.changes))
}

#[test]
fn refusals_of_the_whole() {
    let reader = granted(plain("/a"), &[Privilege::Read, Privilege::WriteContent]);
    for (section, resource, fields, expected) in [
        ("RFC 4918 9.2", plain("/a"), vec![], "207; /a, 200 displayname"),
        ("RFC 4918 9.2", collection("/a/"), vec![], "207; /a/, 200 displayname"),
        ("nothing there", missing("/a"), vec![], "404"),
        ("RFC 3744 B", reader, vec![], "403 DAV:need-privileges /a"),
        ("RFC 4918 7", locked(plain("/a"), "x"), vec![], "423 DAV:lock-token-submitted /a"),
        ("RFC 4918 7", locked(plain("/a"), "x"), vec![("if", "(<urn:x>)")], "207; /a, 200 displayname"),
        (
            "RFC 4918 6.4",
            locked_by_other(plain("/a"), "x"),
            vec![("if", "(<urn:x>)")],
            "423 DAV:lock-token-submitted /a",
        ),
        ("RFC 9110 13.1.1", plain("/a"), vec![("if-match", "\"2\"")], "412"),
        ("RFC 8144 2.2", plain("/a"), vec![("prefer", "return=minimal")], "200"),
    ] {
        let got = match decided(&resource, vec![name("A")], &[], &fields) {
            Ok((reply, _)) | Err(reply) => told(&reply),
        };
        assert_eq!(got, expected, "{section}: {fields:?}");
    }
}

#[test]
fn all_or_none() {
    let zone = PropertyRefusal::of_value(Some(Precondition::ValidCalendarData));
    let zone = [(DavPropertyName::CalendarTimezone, zone)];
    let no_room = [(DavPropertyName::DisplayName, PropertyRefusal::no_room())];
    let faulty = DavProperty::Other(AnyElement::new("CALDAV:calendar-timezone".parse().unwrap()));
    let odd_date = DavProperty::Other(AnyElement::new("DAV:creationdate".parse().unwrap()));
    let set_zone = || set(DavProperty::CalendarTimezone("Europe/Berlin".into()));
    let protected = "DAV:cannot-modify-protected-property";
    for (section, instructions, refusals, expected) in [
        (
            "RFC 4918 9.2.1",
            vec![name("A"), set(DavProperty::GetContentLength(1)), remove(DavPropertyName::CalendarColor)],
            [].as_slice(),
            format!(", 424 displayname calendar-color, 403 getcontentlength {protected}"),
        ),
        (
            "RFC 4918 16: removed",
            vec![remove(DavPropertyName::LockDiscovery)],
            &[],
            format!(", 403 lockdiscovery {protected}"),
        ),
        (
            "RFC 4918 9.2.1: those of one reason together",
            vec![set(DavProperty::GetContentLength(1)), remove(DavPropertyName::ResourceType)],
            &[],
            format!(", 403 getcontentlength resourcetype {protected}"),
        ),
        (
            "RFC 4791 5.2.2",
            vec![set_zone(), name("A")],
            &zone,
            ", 409 calendar-timezone CALDAV:valid-calendar-data, 424 displayname".to_owned(),
        ),
        (
            "RFC 4791 5.2.2",
            vec![set(faulty)],
            &[],
            ", 409 calendar-timezone CALDAV:valid-calendar-data".to_owned(),
        ),
        ("RFC 4918 9.2.1: the value", vec![set(odd_date)], &[], ", 409 creationdate".to_owned()),
        ("RFC 4918 9.2.1", vec![name("A")], &no_room, ", 507 displayname".to_owned()),
        (
            "what is not asked for",
            vec![remove(DavPropertyName::CalendarColor)],
            &zone,
            ", 200 calendar-color".into(),
        ),
    ] {
        let got = match decided(&plain("/a"), instructions, refusals, &[]) {
            Ok((reply, _)) | Err(reply) => told(&reply),
        };
        assert_eq!(got, format!("207; /a{expected}"), "{section}");
    }
}

#[test]
fn in_document_order() {
    let color = || DavPropertyName::CalendarColor;
    let instructions = vec![name("A"), remove(color()), remove(DavPropertyName::DisplayName), name("B")];
    let (reply, changes) = decided(&plain("/a"), instructions, &[], &[]).unwrap();
    assert_eq!(changes, [remove(color()), name("B")], "RFC 4918 9.2: the last one decides");
    assert_eq!(told(&reply), "207; /a, 200 displayname calendar-color");
    let (_, changes) =
        decided(&plain("/a"), vec![name("A"), remove(DavPropertyName::DisplayName)], &[], &[]).unwrap();
    assert_eq!(changes, [remove(DavPropertyName::DisplayName)]);
}

#[test]
fn dead_properties_are_kept_whole() {
    let mut rating = AnyElement::new("{http://example.com/ns}rating".parse().unwrap());
    let lang = "{http://www.w3.org/XML/1998/namespace}lang".parse().unwrap();
    rating.attributes.push(AnyAttribute { name: lang, value: "de".into() });
    let instruction = set(DavProperty::Other(rating));
    let (_, changes) = decided(&plain("/a"), vec![instruction.clone()], &[], &[]).unwrap();
    assert_eq!(changes, [instruction], "RFC 4918 4.3");
}

#[test]
fn what_the_store_could_not_do() {
    let body = Proppatch { instructions: vec![name("A"), remove(DavPropertyName::CalendarColor)] };
    let request = request("/a", Operation::Proppatch(body.clone()), &[]);
    let (features, resource) = (Features::default(), plain("/a"));
    let plan = decide(&request, &body, Target::new(&features, &resource, None), &[]).unwrap();
    let refused = plan.refuse(&[(DavPropertyName::CalendarColor, PropertyRefusal::no_room())]);
    assert_eq!(told(&refused), "207; /a, 424 displayname, 507 calendar-color", "RFC 4331 6");
    assert_eq!(refused.headers.as_map()["cache-control"], "no-cache", "RFC 4918 9.2");
}

#[test]
fn protected_properties() {
    for (section, name, expected) in [
        ("RFC 4918 15.2", "DAV:displayname", false),
        ("RFC 4918 15.3", "DAV:getcontentlanguage", false),
        ("RFC 4918 15.4", "DAV:getcontentlength", true),
        ("RFC 4918 15.6", "DAV:getetag", true),
        ("RFC 4918 15.7", "DAV:getlastmodified", true),
        ("RFC 4918 15.8", "DAV:lockdiscovery", true),
        ("RFC 4918 15.9", "DAV:resourcetype", true),
        ("RFC 4918 15.10", "DAV:supportedlock", true),
        ("RFC 3744 4.3", "DAV:group-member-set", false),
        ("RFC 3744 5.4", "DAV:current-user-privilege-set", true),
        ("RFC 3744 5.5", "DAV:acl", true),
        ("RFC 4331 3", "DAV:quota-available-bytes", true),
        ("RFC 4331 4", "DAV:quota-used-bytes", true),
        ("RFC 4791 5.2.1", "CALDAV:calendar-description", false),
        ("RFC 4791 5.2.2", "CALDAV:calendar-timezone", false),
        ("RFC 4791 5.2.3", "CALDAV:supported-calendar-component-set", true),
        ("RFC 4791 5.2.4", "CALDAV:supported-calendar-data", true),
        ("RFC 4791 5.2.5", "CALDAV:max-resource-size", true),
        ("RFC 4791 5.2.6", "CALDAV:min-date-time", true),
        ("RFC 4791 5.2.7", "CALDAV:max-date-time", true),
        ("RFC 4791 5.2.8", "CALDAV:max-instances", true),
        ("RFC 4791 5.2.9", "CALDAV:max-attendees-per-instance", true),
        ("RFC 4791 7.5.1", "CALDAV:supported-collation-set", true),
        ("RFC 5397 3", "DAV:current-user-principal", true),
        ("RFC 5995 3.2.1", "DAV:add-member", true),
        ("RFC 6578 4", "DAV:sync-token", true),
        ("RFC 6638 9.1", "CALDAV:schedule-calendar-transp", false),
        ("RFC 6638 9.3", "CALDAV:schedule-tag", true),
        ("RFC 8607 6.2", "CALDAV:max-attachment-size", true),
        ("a dead property", "{http://example.com/ns}rating", false),
    ] {
        assert_eq!(is_protected(&name.parse().unwrap()), expected, "{section}: {name}");
    }
}
