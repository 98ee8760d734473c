use super::decide;
use crate::header::PreferenceApplied;
use crate::message::Operation;
use crate::property::{ComponentSet, DavProperty, DavPropertyName};
use crate::request::Mkcol;
use crate::server::fixture::{calendar, collection, granted, locked, made, missing, plain, request, told};
use crate::server::{Features, NewCollection, PropertyRefusal, ResourceState, Target};
use crate::{Condition, Precondition, Privilege, ResourceType, ResourceTypes};

fn types(types: &[ResourceType]) -> DavProperty {
    DavProperty::ResourceType(ResourceTypes(types.to_vec()))
}

fn of_calendar() -> DavProperty {
    types(&[ResourceType::Calendar, ResourceType::Collection])
}

fn displayname() -> DavProperty {
    DavProperty::DisplayName("Work".into())
}

fn answer(
    resource: &ResourceState,
    parent: Option<&ResourceState>,
    properties: Vec<DavProperty>,
    facts: &NewCollection<'_>,
    fields: &[(&'static str, &str)],
) -> String {
    let body = Mkcol { properties };
    let operation = Operation::Mkcol(body.clone());
    let decide = |request: &_, target: Target<'_>| decide(request, &body, target, facts);
    told(&made(operation, fields, resource, parent, decide))
}

#[test]
fn where_it_can_be_made() {
    let (nothing, parent) = (missing("/c/new/"), collection("/c/"));
    let no_bind = granted(collection("/c/"), &[Privilege::Unbind]);
    let locked_parent = locked(collection("/c/"), "c");
    for (section, resource, parent, fields, expected) in [
        ("RFC 4918 9.3.1", &nothing, Some(&parent), vec![], "201"),
        ("RFC 4918 9.3.1", &nothing, None, vec![], "409"),
        ("RFC 4918 9.3.1", &nothing, Some(&plain("/c")), vec![], "409"),
        ("RFC 4918 9.3.1", &collection("/c/new/"), Some(&parent), vec![], "405"),
        ("RFC 4918 7.3", &plain("/c/new"), Some(&parent), vec![], "405"),
        ("RFC 3744 B", &nothing, Some(&no_bind), vec![], "403 DAV:need-privileges /c/"),
        ("RFC 4918 7.4", &nothing, Some(&locked_parent), vec![], "423 DAV:lock-token-submitted /c/"),
        ("RFC 4918 7.4", &nothing, Some(&locked_parent), vec![("if", "(<urn:c>) (Not <urn:d>)")], "201"),
        ("RFC 9110 13.1.1", &nothing, Some(&parent), vec![("if-match", "*")], "412"),
    ] {
        let got = answer(resource, parent, Vec::new(), &NewCollection::default(), &fields);
        assert_eq!(got, expected, "{section}: {fields:?}");
    }
}

#[test]
fn of_what_kind() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let default = NewCollection::default();
    let no_calendars = NewCollection { calendars: false, ..NewCollection::default() };
    let below = NewCollection { is_below_calendar: true, ..NewCollection::default() };
    let book = types(&[ResourceType::Collection, ResourceType::AddressBook]);
    let books = [ResourceTypes(vec![ResourceType::AddressBook, ResourceType::Collection])];
    let with_books = NewCollection { further_types: &books, ..NewCollection::default() };
    let in_calendar = calendar("/c/");
    let location = "403, 403 resourcetype CALDAV:calendar-collection-location-ok, 424 displayname";
    let kind = "403, 403 resourcetype DAV:valid-resourcetype, 424 displayname";
    for (section, parent, facts, of_type, expected) in [
        ("RFC 5689 4.1", &home, &default, of_calendar(), "201, 200 resourcetype displayname"),
        (
            "RFC 5689 3",
            &home,
            &default,
            types(&[ResourceType::Collection]),
            "201, 200 resourcetype displayname",
        ),
        ("RFC 5689 3.5", &home, &default, book.clone(), kind),
        ("RFC 5689 3.3", &home, &with_books, book, "201, 200 resourcetype displayname"),
        ("RFC 5689 3: a collection", &home, &default, types(&[ResourceType::Calendar]), kind),
        ("RFC 5689 3: a collection", &home, &default, types(&[]), kind),
        ("RFC 4791 5.3.1", &home, &no_calendars, of_calendar(), location),
        ("RFC 4791 4.2", &home, &below, of_calendar(), location),
        ("RFC 4791 4.2", &in_calendar, &default, of_calendar(), location),
        (
            "RFC 4791 4.2: another collection",
            &in_calendar,
            &default,
            types(&[ResourceType::Collection]),
            "201, 200 resourcetype displayname",
        ),
    ] {
        let got = answer(&nothing, Some(parent), vec![of_type, displayname()], facts, &[]);
        assert_eq!(got, expected, "{section}");
    }
}

#[test]
fn with_what_properties() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let refusals = [(DavPropertyName::CalendarColor, PropertyRefusal::of_value(None))];
    let picky = NewCollection { refusals: &refusals, ..NewCollection::default() };
    let color = || DavProperty::Empty(DavPropertyName::CalendarColor);
    let components = || DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VTODO".into()]));
    let protected = "DAV:cannot-modify-protected-property";
    for (section, properties, facts, expected) in [
        ("RFC 5689 3", vec![displayname()], NewCollection::default(), "201, 200 displayname".to_owned()),
        (
            "RFC 5689 3: all or none",
            vec![displayname(), color()],
            picky.clone(),
            "409, 424 displayname, 409 calendar-color".to_owned(),
        ),
        (
            "RFC 4918 16",
            vec![DavProperty::GetContentLength(1), displayname()],
            NewCollection::default(),
            format!("403, 403 getcontentlength {protected}, 424 displayname"),
        ),
        (
            "RFC 4791 5.2.3: of a calendar",
            vec![of_calendar(), components()],
            NewCollection::default(),
            "201, 200 resourcetype supported-calendar-component-set".to_owned(),
        ),
        (
            "RFC 4791 5.2.3: of no calendar",
            vec![components()],
            NewCollection::default(),
            format!("403, 403 supported-calendar-component-set {protected}"),
        ),
    ] {
        assert_eq!(answer(&nothing, Some(&home), properties, &facts, &[]), expected, "{section}");
    }
    let full = Err(Condition::new(Precondition::QuotaNotExceeded));
    let full = NewCollection { verdict: full, ..NewCollection::default() };
    assert_eq!(answer(&nothing, Some(&home), Vec::new(), &full, &[]), "507 DAV:quota-not-exceeded");
}

#[test]
fn what_is_stored_and_told() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let body = Mkcol { properties: vec![displayname(), of_calendar(), DavProperty::DisplayName("B".into())] };
    for (fields, expected) in
        [([].as_slice(), "201, 200 displayname resourcetype"), (&[("prefer", "return=minimal")], "201")]
    {
        let request = request("/c/new/", Operation::Mkcol(body.clone()), fields);
        let features = Features::default();
        let target = Target::new(&features, &nothing, Some(&home));
        let plan = decide(&request, &body, target, &NewCollection::default()).unwrap();
        assert_eq!(plan.properties, [DavProperty::DisplayName("B".into())], "RFC 5689 3: in document order");
        assert!(plan.types.is_calendar());
        let reply = plan.reply();
        assert_eq!(told(&reply), expected, "RFC 8144 2.3");
        assert_eq!(reply.headers.get::<PreferenceApplied>().is_some(), !fields.is_empty());
        assert_eq!(reply.headers.as_map()["cache-control"], "no-cache", "RFC 4918 9.3");
    }
}

#[test]
fn without_the_extension() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let features = Features { extended_mkcol: false, ..Features::default() };
    let target = Target::new(&features, &nothing, Some(&home));
    for (properties, expected) in [(vec![displayname()], "415"), (Vec::new(), "201")] {
        let body = Mkcol { properties };
        let request = request("/c/new/", Operation::Mkcol(body.clone()), &[]);
        let decided = decide(&request, &body, target, &NewCollection::default());
        let got = told(&decided.map_or_else(|reply| reply, |plan| plan.reply()));
        assert_eq!(got, expected, "RFC 4918 9.3.1");
    }
}
