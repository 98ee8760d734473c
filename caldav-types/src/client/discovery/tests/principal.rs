//! [`Step::Principal`]: where the homes are.

use super::{Server, answer, begin, user};
use crate::client::{Quirk, Step};
use crate::message::Operation;
use crate::property::{DavPropertyName, TypedDavProperty, named};
use crate::request::Propfind;
use crate::{Depth, Href};

const ROOT: &str = "https://example.com/";

/// B-01: a user, a principal, its homes, their calendars; B-03: the home set belongs to the principal.
#[test]
fn b01_b03_homes_of_the_principal() {
    let mut server =
        Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]));
    let mut discovery = begin(ROOT);
    server.run(&mut discovery);
    let account = discovery.outcome().unwrap().unwrap();
    assert_eq!(account.principal, Some(Href::new("https://example.com/p/bernard/")));
    assert_eq!(account.homes, [Href::new("https://example.com/cal/bernard/")]);
    assert_eq!(account.calendars[0].href.as_str(), "https://example.com/cal/bernard/work/");
    assert_eq!(server.asked.len(), 4, "{:?}", server.asked);
    assert!(!account.quirks.has(Quirk::HomeSetAtContext));
}

/// B-03: a PROPFIND with Depth 0 for CALDAV:calendar-home-set, on the principal.
#[test]
fn b03_home_set_request() {
    let mut discovery = begin(ROOT);
    let exchange = discovery.poll_request().unwrap();
    discovery.handle_reply(exchange.id, answer(vec![("/", vec![user("/p/bernard/")])]));
    let request = discovery.poll_request().unwrap().request;
    assert_eq!(request.target, "https://example.com/p/bernard/");
    let Operation::Propfind { depth: Depth::Zero, body: Propfind::Prop(names) } = request.operation else {
        panic!("{request:?}");
    };
    assert!(names.contains(&DavPropertyName::CalendarHomeSet));
}

/// B-03: as the text has it, the home set is at the root.
#[test]
fn b03_home_set_at_the_root() {
    let homes = named::CalendarHomeSet::property(vec![Href::new("/cal/bernard/")]);
    let mut server = Server::of_bernard()
        .with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/"), homes])]))
        .with("PROPFIND", "https://example.com/p/bernard/", answer(vec![("/p/bernard/", vec![])]));
    let mut discovery = begin(ROOT);
    server.run(&mut discovery);
    let account = discovery.outcome().unwrap().unwrap();
    assert!(account.quirks.has(Quirk::HomeSetAtContext) && account.calendars.len() == 1);
}

#[test]
fn no_homes() {
    let mut server = Server::default().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/")])])).with(
        "PROPFIND",
        "https://example.com/p/",
        answer(vec![("/p/", vec![])]),
    );
    let mut discovery = begin(ROOT);
    server.run(&mut discovery);
    assert_eq!(discovery.outcome().unwrap().unwrap_err().at, Step::Principal);
}
