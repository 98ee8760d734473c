use http::{StatusCode, Uri};

use super::{Multistatus, Propstat, Response, ResponseContent};
use crate::property::{DavProperty, DavPropertyName};
use crate::{Href, LocalizedText};

fn request() -> Uri {
    "https://example.com/cal/".parse().unwrap()
}

fn of_properties() -> Response {
    Response::of_propstats(
        Href::new("/cal/a.ics"),
        vec![
            Propstat::new(StatusCode::OK, vec![DavProperty::DisplayName(LocalizedText::from("A"))]),
            Propstat::new(StatusCode::NOT_FOUND, vec![DavProperty::Empty(DavPropertyName::PrincipalUrl)]),
            Propstat::new(StatusCode::FORBIDDEN, vec![DavProperty::Empty(DavPropertyName::CalendarHomeSet)]),
        ],
    )
}

#[test]
fn what_a_response_tells() {
    let response = of_properties();
    assert_eq!(response.found().count(), 1);
    assert!(matches!(response.property(&DavPropertyName::DisplayName), Some(DavProperty::DisplayName(_))));
    assert_eq!(response.property(&DavPropertyName::PrincipalUrl), None);
    assert_eq!(response.missing().collect::<Vec<_>>(), [DavPropertyName::PrincipalUrl]);
    assert_eq!(response.property_status(&DavPropertyName::CalendarHomeSet), Some(StatusCode::FORBIDDEN));
    assert_eq!(response.status(), None);
}

#[test]
fn q_13_only_a_404_for_the_resource_means_gone() {
    let status = |code| Response::of_status(Href::new("/cal/a.ics"), code);
    let empty = Propstat::new(StatusCode::NOT_FOUND, Vec::new());
    for (why, response, gone) in [
        ("RFC 6578 3.5.2", status(StatusCode::NOT_FOUND), true),
        ("gone", status(StatusCode::GONE), true),
        ("RFC 4918 14.24", status(StatusCode::OK), false),
        ("not allowed", status(StatusCode::FORBIDDEN), false),
        ("a 404 propstat", of_properties(), false),
        ("a 404 propstat with an empty prop", Response::of_propstats(Href::new("/a"), vec![empty]), false),
    ] {
        assert_eq!(response.is_gone(), gone, "{why}");
    }
}

#[test]
fn q_14_an_unknown_status_is_neither() {
    let content = ResponseContent::Status { further: Vec::new(), status: None };
    let response = Response { content, ..of_properties() };
    assert!(!response.is_gone());
    assert_eq!(response.status(), None);
    let propstat = Propstat {
        properties: vec![DavProperty::Empty(DavPropertyName::DisplayName)],
        ..Propstat::default()
    };
    let response = Response::of_propstats(Href::new("/a"), vec![propstat]);
    assert_eq!((response.found().count(), response.missing().count()), (0, 0));
}

#[test]
fn q_12_responses_are_found_by_href() {
    let further = vec![Href::new("/cal/c.ics")];
    let content = ResponseContent::Status { further, status: Some(StatusCode::LOCKED) };
    let locked = Response { content, ..Response::of_status(Href::new("/cal/b%2D.ics"), StatusCode::OK) };
    let multistatus = Multistatus { responses: vec![of_properties(), locked], ..Multistatus::default() };
    for (href, expected) in [
        ("https://example.com/cal/a.ics", Some(0)),
        ("/cal/b-.ics", Some(1)),
        ("c.ics", Some(1)),
        ("http://localhost:5232/cal/a.ics", Some(0)),
        ("http://localhost:5232/cal/d.ics", None),
        ("/cal/d.ics", None),
    ] {
        let found = multistatus.response(&Href::new(href), &request());
        assert_eq!(found, expected.and_then(|place: usize| multistatus.responses.get(place)), "{href}");
    }
}

#[test]
fn q_16_a_507_for_the_request_uri_means_truncated() {
    for (section, href, status, truncated) in [
        ("RFC 6578 3.6", "/cal/", 507, true),
        ("RFC 6578 3.6, q-11", "https://EXAMPLE.com/cal", 507, true),
        ("q-11: another host", "http://localhost:5232/cal/", 507, true),
        ("RFC 6578 3.6: a member", "/cal/a.ics", 507, false),
        ("another status", "/cal/", 404, false),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let responses = vec![of_properties(), Response::of_status(Href::new(href), status)];
        let multistatus = Multistatus { responses, ..Multistatus::default() };
        assert_eq!(multistatus.is_truncated(&request()), truncated, "{section}: {href} {status}");
    }
}
