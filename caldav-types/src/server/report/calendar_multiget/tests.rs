use http::StatusCode;
use ical_model::recurrence::RecurrenceOptions;
use ical_model::time_zone::{Zone, ZoneSource};

use super::{Found, decide};
use crate::calendar_data::{CalendarDataRequest, Recurrences};
use crate::message::Reply;
use crate::multistatus::Response;
use crate::property::{DataFormat, DavProperty, DavPropertyName, named};
use crate::report::{CalendarMultiget, Report, RequestedProp};
use crate::server::report::fixture::{calendar, file, request, target};
use crate::server::report::{CalendarFacts, CalendarObject};
use crate::server::{ResourceProperties, ResourceState};
use crate::shaping::ShapingBudget;
use crate::{CollectionLimits, Depth, Href, Precondition, TimeSpan};

const EVENT: &str = include_str!("../../../../tests/appendix_b/abcd1.ics");
const SERIES: &str = include_str!("../../../../tests/appendix_b/abcd2.ics");

/// The answer where these are stored; what ends in "/" is no calendar object, "secret.ics" may not be read.
fn answer(resource: &ResourceState, prop: RequestedProp, hrefs: &[&str], limits: &CollectionLimits) -> Reply {
    let body = CalendarMultiget::new(prop, hrefs.iter().map(|href| Href::new(href)));
    let depth = Some(Depth::Infinity);
    let request =
        request("http://cal.example.com/bernard/work/", depth, Report::CalendarMultiget(body.clone()));
    let zones = ZoneSource::new();
    let facts = CalendarFacts {
        target: target(resource),
        formats: &[],
        render: None,
        limits,
        zones: &zones,
        time_zone: &Zone::utc(),
        recurrence: RecurrenceOptions::default(),
    };
    let plan = match decide(&request, &body, facts) {
        Ok(plan) => plan,
        Err(refusal) => return refusal,
    };
    let (one, two, bad) = (
        Href::new("/bernard/work/abcd1.ics"),
        Href::new("/bernard/work/a%20b/abcd2.ics"),
        Href::new("/bernard/work/x.ics"),
    );
    let look_up = |href: &Href| match href.last_segment().as_deref() {
        Some("abcd1.ics") => Found::Object(CalendarObject::new(&one, EVENT.as_bytes())),
        Some("abcd2.ics") => Found::Object(CalendarObject::new(&two, SERIES.as_bytes())),
        Some("x.ics") => Found::Object(CalendarObject::new(&bad, b"no calendar".as_slice())),
        Some("secret.ics") => Found::Unreadable,
        Some("a b") => Found::Other,
        _ => Found::Missing,
    };
    let describe = |href: &Href| {
        let mut properties = ResourceProperties::new(href.clone());
        properties.properties.push(DavProperty::GetEtag("\"1\"".parse().unwrap()));
        properties
    };
    plan.answer(look_up, describe, &mut ShapingBudget::default())
}

fn data() -> RequestedProp {
    RequestedProp::new([DavPropertyName::GetEtag]).with_calendar_data()
}

fn told(reply: &Reply) -> Vec<(&str, Option<u16>)> {
    let multistatus = reply.multistatus().unwrap_or_else(|| panic!("{reply:?}"));
    let status = |response: &Response| response.status().map(|status| status.as_u16());
    multistatus.responses.iter().map(|response| (response.href.as_str(), status(response))).collect()
}

#[test]
fn each_address_has_a_response() {
    let collection = calendar("/bernard/work/");
    let none = CollectionLimits::default();
    for (section, href, expected, status) in [
        ("7.9.1", "/bernard/work/abcd1.ics", "/bernard/work/abcd1.ics", None),
        ("7.9: as the server spells it", "/bernard/work/%61bcd1.ics", "/bernard/work/abcd1.ics", None),
        ("a URI", "http://cal.example.com/bernard/work/abcd1.ics", "/bernard/work/abcd1.ics", None),
        (
            "by another name of the server",
            "https://cal:8443/bernard/work/abcd1.ics",
            "/bernard/work/abcd1.ics",
            None,
        ),
        ("a relative address", "abcd1.ics", "/bernard/work/abcd1.ics", None),
        ("7.9: at any depth", "/bernard/work/a%20b/abcd2.ics", "/bernard/work/a%20b/abcd2.ics", None),
        ("7.9.1: missing", "/bernard/work/mtg1.ics", "/bernard/work/mtg1.ics", Some(404)),
        ("7.9: may not be read", "/bernard/work/secret.ics", "/bernard/work/secret.ics", Some(403)),
        ("7.9: no calendar object", "/bernard/work/a%20b/", "/bernard/work/a%20b/", Some(403)),
        ("7.9: somewhere else", "/cyrus/work/abcd1.ics", "/cyrus/work/abcd1.ics", Some(403)),
        ("7.9: out by dots", "/bernard/work/../home/abcd1.ics", "/bernard/work/../home/abcd1.ics", Some(403)),
        ("7.9: beside it", "/bernard/workshop/abcd1.ics", "/bernard/workshop/abcd1.ics", Some(403)),
        ("7.9: the collection itself", "/bernard/work", "/bernard/work", Some(403)),
        ("7.9: at fault", "/bernard/work/x.ics", "/bernard/work/x.ics", Some(500)),
    ] {
        let reply = answer(&collection, data(), &[href], &none);
        assert_eq!(told(&reply), [(expected, status)], "{section}");
        let response = &reply.multistatus().unwrap().responses[0];
        assert_eq!(response.get::<named::CalendarData>().is_some(), status.is_none(), "{section}");
    }
    let reply = answer(&collection, data(), &["/bernard/work/secret.ics", "/bernard/work/a%20b"], &none);
    let errors =
        reply.multistatus().unwrap().responses.iter().map(|response| response.error.clone().unwrap());
    let errors: Vec<_> = errors.map(|error| error.conditions[0].precondition.clone()).collect();
    assert_eq!(errors, [Precondition::NeedPrivileges, Precondition::SupportedReport], "RFC 3744 7.1.1");
}

#[test]
fn each_resource_once_in_the_order_of_the_request() {
    let hrefs = [
        "/bernard/work/mtg1.ics",
        "/bernard/work/abcd1.ics",
        "http://cal.example.com/bernard/work/abcd1.ics",
        "/bernard/work//mtg1.ics",
    ];
    let reply = answer(&calendar("/bernard/work/"), data(), &hrefs, &CollectionLimits::default());
    assert_eq!(told(&reply), [("/bernard/work/mtg1.ics", Some(404)), ("/bernard/work/abcd1.ics", None)]);
}

#[test]
fn a_calendar_object_is_asked_for_itself() {
    let mut object = file("/bernard/work/");
    object.href = Href::new("/bernard/work/abcd1.ics");
    let none = CollectionLimits::default();
    let reply = answer(&object, data(), &["/bernard/work/abcd1.ics"], &none);
    assert_eq!(told(&reply), [("/bernard/work/abcd1.ics", None)], "7.9");
    let reply = answer(&object, data(), &["/bernard/work/a%20b/abcd2.ics"], &none);
    assert_eq!(told(&reply), [("/bernard/work/a%20b/abcd2.ics", Some(403))], "7.9");
}

/// One request that keeps each condition, and one that does not.
#[test]
fn conditions() {
    let asked = |content_type: &str, recurrences| {
        let format = DataFormat { content_type: content_type.to_owned().into(), ..DataFormat::icalendar() };
        let request = CalendarDataRequest { format, recurrences, ..CalendarDataRequest::default() };
        RequestedProp { names: Vec::new(), calendar_data: Some(request) }
    };
    let span =
        TimeSpan::new("20060104T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap()).unwrap();
    let limits = |from: &str, until: &str| {
        let limits = CollectionLimits::default().with_min_date_time(from.parse().unwrap());
        limits.with_max_date_time(until.parse().unwrap())
    };
    let wide = limits("2006-01-04T00:00:00Z", "2006-01-05T00:00:00Z");
    let early = limits("2006-01-04T00:00:01Z", "2006-01-05T00:00:00Z");
    let late = limits("2006-01-04T00:00:00Z", "2006-01-04T23:59:59Z");
    let expand = || asked("text/calendar", Some(Recurrences::Expand(span)));
    let limited = || asked("text/calendar", Some(Recurrences::LimitRecurrenceSet(span)));
    for (prop, limits, expected) in [
        (asked("text/calendar", None), &wide, None),
        (asked("text/vcard", None), &wide, Some(Precondition::SupportedCalendarData)),
        (expand(), &wide, None),
        (expand(), &early, Some(Precondition::MinDateTime)),
        (expand(), &late, Some(Precondition::MaxDateTime)),
        (limited(), &wide, None),
        (limited(), &early, Some(Precondition::MinDateTime)),
    ] {
        let reply = answer(&calendar("/bernard/work/"), prop, &["/bernard/work/abcd1.ics"], limits);
        match expected {
            None => assert_eq!(reply.status, StatusCode::MULTI_STATUS, "7.9: {reply:?}"),
            Some(expected) => {
                assert!(reply.names(&expected), "7.9 {expected}: {reply:?}");
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "7.9 {expected}");
            }
        }
    }
    let reply = answer(&calendar("/bernard/work/"), data(), &[], &wide);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "9.10: href+");
}
