use super::{decide, refuse};
use crate::message::{Operation, Reply};
use crate::property::{ComponentSet, DavProperty, DavPropertyName};
use crate::request::Mkcalendar;
use crate::server::fixture::{calendar, collection, granted, locked, made, missing, plain, request, told};
use crate::server::{Features, NewCollection, PropertyRefusal, ResourceState, Target};
use crate::{Condition, Precondition, Privilege, ResourceType, ResourceTypes};

fn outcome(reply: &Reply) -> String {
    assert_eq!(reply.headers.as_map()["cache-control"], "no-cache", "RFC 4791 5.3.1: {}", reply.status);
    told(reply)
}

fn answer(
    resource: &ResourceState,
    parent: Option<&ResourceState>,
    properties: Vec<DavProperty>,
    facts: &NewCollection<'_>,
    fields: &[(&'static str, &str)],
) -> String {
    let body = Mkcalendar { properties };
    let operation = Operation::Mkcalendar(body.clone());
    let decide = |request: &_, target: Target<'_>| decide(request, &body, target, facts);
    outcome(&made(operation, fields, resource, parent, decide))
}

#[test]
fn preconditions() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let no_bind = granted(collection("/c/"), &[Privilege::Unbind]);
    let locked_home = locked(collection("/c/"), "c");
    let in_calendar = calendar("/c/");
    let default = NewCollection::default();
    let no_calendars = NewCollection { calendars: false, ..NewCollection::default() };
    let below = NewCollection { is_below_calendar: true, ..NewCollection::default() };
    let full = Err(Condition::new(Precondition::QuotaNotExceeded));
    let full = NewCollection { verdict: full, ..NewCollection::default() };
    let location = "403 CALDAV:calendar-collection-location-ok";
    for (section, resource, parent, facts, fields, expected) in [
        ("RFC 4791 5.3.1", &nothing, Some(&home), &default, vec![], "201"),
        ("RFC 4791 5.3.1.1", &nothing, None, &default, vec![], "409"),
        ("RFC 4791 5.3.1.1", &nothing, Some(&plain("/c")), &default, vec![], "409"),
        (
            "RFC 4791 5.3.1",
            &collection("/c/new/"),
            Some(&home),
            &default,
            vec![],
            "403 DAV:resource-must-be-null",
        ),
        ("RFC 4791 5.3.1", &plain("/c/new"), Some(&home), &default, vec![], "403 DAV:resource-must-be-null"),
        ("RFC 4791 5.3.1", &nothing, Some(&no_bind), &default, vec![], "403 DAV:need-privileges /c/"),
        ("RFC 4918 8.1", &plain("/c/new"), Some(&no_bind), &default, vec![], "403 DAV:need-privileges /c/"),
        ("RFC 4918 7.4", &nothing, Some(&locked_home), &default, vec![], "423 DAV:lock-token-submitted /c/"),
        ("RFC 9110 13.1.1", &nothing, Some(&home), &default, vec![("if-match", "*")], "412"),
        ("RFC 4791 5.3.1", &nothing, Some(&home), &no_calendars, vec![], location),
        ("RFC 4791 4.2", &nothing, Some(&home), &below, vec![], location),
        ("RFC 4791 4.2", &nothing, Some(&in_calendar), &default, vec![], location),
        ("RFC 4331 6", &nothing, Some(&home), &full, vec![], "507 DAV:quota-not-exceeded"),
    ] {
        assert_eq!(answer(resource, parent, Vec::new(), facts, &fields), expected, "{section}");
    }
}

#[test]
fn properties() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let displayname = || DavProperty::DisplayName("Work".into());
    let zone = || DavProperty::CalendarTimezone("Europe/Berlin".into());
    let components = || DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VTODO".into()]));
    let no_zone = PropertyRefusal::of_value(Some(Precondition::ValidCalendarData));
    let no_zone = [(DavPropertyName::CalendarTimezone, no_zone)];
    let picky = NewCollection { refusals: &no_zone, ..NewCollection::default() };
    let default = NewCollection::default();
    let itself =
        DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]));
    let plain = DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection]));
    for (section, properties, facts, fields, expected) in [
        (
            "RFC 4791 5.3.1",
            vec![displayname(), zone()],
            &default,
            vec![],
            "201, 200 displayname calendar-timezone",
        ),
        ("RFC 8144 2.3", vec![displayname()], &default, vec![("prefer", "return=minimal")], "201"),
        (
            "RFC 4791 5.3.1: all or none",
            vec![displayname(), zone()],
            &picky,
            vec![],
            "207; /c/new/, 424 displayname, 409 calendar-timezone CALDAV:valid-calendar-data",
        ),
        (
            "RFC 8144 2.3: a failure is told",
            vec![zone()],
            &picky,
            vec![("prefer", "return=minimal")],
            "207; /c/new/, 409 calendar-timezone CALDAV:valid-calendar-data",
        ),
        ("RFC 4791 5.2.3", vec![components()], &default, vec![], "201, 200 supported-calendar-component-set"),
        (
            "RFC 4791 5.2.5",
            vec![DavProperty::MaxResourceSize(1)],
            &default,
            vec![],
            "207; /c/new/, 403 max-resource-size DAV:cannot-modify-protected-property",
        ),
        ("what it is anyway", vec![itself], &default, vec![], "201, 200 resourcetype"),
        (
            "RFC 4918 15.9",
            vec![plain],
            &default,
            vec![],
            "207; /c/new/, 403 resourcetype DAV:cannot-modify-protected-property",
        ),
    ] {
        assert_eq!(answer(&nothing, Some(&home), properties, facts, &fields), expected, "{section}");
    }
}

#[test]
fn what_is_stored() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let body = Mkcalendar {
        properties: vec![DavProperty::DisplayName("A".into()), DavProperty::DisplayName("B".into())],
    };
    let request = request("/c/new/", Operation::Mkcalendar(body.clone()), &[]);
    let features = Features::default();
    let target = Target::new(&features, &nothing, Some(&home));
    let plan = decide(&request, &body, target, &NewCollection::default()).unwrap();
    assert_eq!(plan.properties, [DavProperty::DisplayName("B".into())], "RFC 4791 5.3.1: top to bottom");
    assert!(plan.types.is_calendar(), "RFC 4791 5.3.1");
    assert_eq!(outcome(&refuse()), "403 CALDAV:initialize-calendar-collection");
}

#[test]
fn without_the_method() {
    let (nothing, home) = (missing("/c/new/"), collection("/c/"));
    let features = Features { mkcalendar: false, ..Features::default() };
    let request = request("/c/new/", Operation::Mkcalendar(Mkcalendar::default()), &[]);
    let target = Target::new(&features, &nothing, Some(&home));
    let refused = decide(&request, &Mkcalendar::default(), target, &NewCollection::default()).unwrap_err();
    assert_eq!(outcome(&refused), "405");
    assert_eq!(refused.headers.as_map()["allow"], "OPTIONS, PUT, MKCOL, LOCK", "RFC 9110 15.5.6");
}
