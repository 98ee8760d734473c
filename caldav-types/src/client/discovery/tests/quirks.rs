//! What a server does otherwise, whatever its looks: seen and answered, and not told where it is not so.

use super::{CALENDAR, COLLECTION, Server, answer, begin, homes, listing, redirect, status, types, user};
use crate::ResourceType;
use crate::client::{Discovery, Quirk};
use crate::message::{Operation, Request};
use crate::request::Propfind;

const ROOT: &str = "https://example.com/";
const HOME: &str = "https://example.com/cal/bernard/";
const WORK: &str = "https://example.com/cal/bernard/work/";

fn bernard() -> Server {
    Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]))
}

fn run(mut server: Server, start: &str) -> Discovery {
    let mut discovery = begin(start);
    server.run(&mut discovery);
    discovery
}

fn quirks(discovery: &Discovery) -> Vec<Quirk> {
    let account = discovery.outcome().unwrap().unwrap();
    assert!(!account.calendars.is_empty());
    account.quirks.iter().collect()
}

/// A server by the letter has none of them.
#[test]
fn none() {
    assert_eq!(quirks(&run(bernard(), ROOT)), []);
    let well_known = bernard()
        .with("PROPFIND", "https://example.com/.well-known/caldav", redirect("/dav/"))
        .with("PROPFIND", "https://example.com/dav/", answer(vec![("/dav/", vec![user("/p/bernard/")])]))
        .with("PROPFIND", ROOT, status(404));
    assert_eq!(quirks(&run(well_known, ROOT)), []);
}

#[test]
fn well_known_by_get() {
    for code in [400, 405, 501] {
        let server = bernard()
            .with("PROPFIND", ROOT, status(404))
            .with("PROPFIND", "https://example.com/.well-known/caldav", status(code))
            .with("GET", "https://example.com/.well-known/caldav", redirect("/dav/"))
            .with("PROPFIND", "https://example.com/dav/", answer(vec![("/dav/", vec![user("/p/bernard/")])]));
        assert_eq!(quirks(&run(server, ROOT)), [Quirk::WellKnownByGet], "{code}");
    }
}

/// The calendar that the user named is what there is.
#[test]
fn no_home_set() {
    let calendar = answer(vec![("/cal/bernard/work/", vec![user("/p/"), types(CALENDAR)])]);
    let server = |principal| {
        Server::default().with("PROPFIND", WORK, calendar.clone()).with(
            "PROPFIND",
            "https://example.com/p/",
            principal,
        )
    };
    for (case, principal) in
        [("none is told", answer(vec![("/p/", vec![])])), ("not for this user", status(403))]
    {
        let discovery = run(server(principal), WORK);
        assert_eq!(quirks(&discovery), [Quirk::NoHomeSet], "{case}");
        assert_eq!(discovery.outcome().unwrap().unwrap().homes.len(), 1, "{case}");
    }
    let home = answer(vec![("/p/", vec![homes(&["/cal/bernard/"])])]);
    let discovery = run(server(home).with("PROPFIND", HOME, listing()), WORK);
    assert_eq!(quirks(&discovery), []);
}

#[test]
fn no_principal() {
    let server = Server::default().with("PROPFIND", HOME, listing());
    assert_eq!(quirks(&run(server, HOME)), [Quirk::NoPrincipal]);
}

/// A server that answers a long list of properties with an error tells fewer.
#[test]
fn short_listing() {
    let is_long = |request: &Request| matches!(&request.operation, Operation::Propfind { body: Propfind::Prop(names), .. } if names.len() > 10);
    for code in [400, 422, 500, 507] {
        let (mut server, mut discovery) = (bernard(), begin(ROOT));
        while let Some(exchange) = discovery.poll_request() {
            let reply = server.answer(&exchange.request);
            discovery
                .handle_reply(exchange.id, if is_long(&exchange.request) { status(code) } else { reply });
        }
        assert_eq!(quirks(&discovery), [Quirk::ShortListing], "{code}");
    }
}

#[test]
fn nested_calendars() {
    let home = answer(vec![
        ("/cal/bernard/", vec![types(COLLECTION)]),
        ("/cal/bernard/sub/", vec![types(COLLECTION)]),
        ("/cal/bernard/cards/", vec![types(&[ResourceType::Collection, ResourceType::AddressBook])]),
    ]);
    let sub = answer(vec![
        ("/cal/bernard/sub/", vec![types(COLLECTION)]),
        ("/cal/bernard/sub/work/", vec![types(CALENDAR)]),
    ]);
    let server =
        bernard().with("PROPFIND", HOME, home).with("PROPFIND", "https://example.com/cal/bernard/sub/", sub);
    assert_eq!(quirks(&run(server, ROOT)), [Quirk::NestedCalendars]);
}

/// RFC 4791 4.2 wants both types.
#[test]
fn calendar_without_collection() {
    let home = answer(vec![
        ("/cal/bernard/", vec![types(COLLECTION)]),
        ("/cal/bernard/work/", vec![types(&[ResourceType::Calendar])]),
    ]);
    assert_eq!(
        quirks(&run(bernard().with("PROPFIND", HOME, home), ROOT)),
        [Quirk::CalendarWithoutCollection]
    );
}

#[test]
fn home_set_at_context() {
    let context = answer(vec![("/", vec![user("/p/bernard/"), homes(&["/cal/bernard/"])])]);
    let server = bernard().with("PROPFIND", ROOT, context);
    let without = answer(vec![("/p/bernard/", vec![])]);
    let other = bernard()
        .with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/"), homes(&["/cal/bernard/"])])]))
        .with("PROPFIND", "https://example.com/p/bernard/", without);
    assert_eq!(quirks(&run(server, ROOT)), [], "both tell");
    assert_eq!(quirks(&run(other, ROOT)), [Quirk::HomeSetAtContext]);
}
