//! [`Step::Calendars`]: which calendars are in the homes.

use super::{Server, answer, begin, listing, status, types, user};
use crate::client::{Discovery, Quirk, Step};
use crate::message::Operation;
use crate::property::DavPropertyName;
use crate::request::Propfind;
use crate::{Depth, ResourceType};

const ROOT: &str = "https://example.com/";
const HOME: &str = "https://example.com/cal/bernard/";

fn run(server: Server) -> (Server, Discovery) {
    let mut server = server.with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]));
    let mut discovery = begin(ROOT);
    server.run(&mut discovery);
    (server, discovery)
}

/// B-04: Depth 1 on the home; B-05: names and tags.
#[test]
fn b04_b05_listing() {
    let mut server =
        Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]));
    let mut discovery = begin(ROOT);
    let mut listed = false;
    while let Some(exchange) = discovery.poll_request() {
        if exchange.request.target == HOME
            && let Operation::Propfind { depth, body: Propfind::Prop(names) } = &exchange.request.operation
        {
            listed = true;
            assert_eq!(*depth, Depth::One);
            for name in
                [DavPropertyName::ResourceType, DavPropertyName::DisplayName, DavPropertyName::GetCTag]
            {
                assert!(names.contains(&name), "{name}");
            }
        }
        let reply = server.answer(&exchange.request);
        discovery.handle_reply(exchange.id, reply);
    }
    assert!(listed);
    let account = discovery.outcome().unwrap().unwrap();
    let work = &account.calendars[0];
    assert_eq!(work.display_name.as_ref().unwrap().text, "Work");
    assert_eq!(work.ctag.as_ref().unwrap().as_str(), "7");
    assert!(work.is_writable() && !work.supports_sync());
    assert_eq!(account.inbox.as_ref().unwrap().as_str(), "https://example.com/cal/bernard/inbox/");
}

#[test]
fn refused() {
    for (code, quirk) in [(403, false), (500, true)] {
        let (server, discovery) = run(Server::of_bernard().with("PROPFIND", HOME, status(code)));
        assert_eq!(discovery.outcome().unwrap().unwrap_err().at, Step::Calendars, "{code}");
        let asked =
            server.asked.iter().filter(|(method, target)| method == "PROPFIND" && target == HOME).count();
        assert_eq!(asked, if quirk { 2 } else { 1 }, "{code}: once more with fewer properties");
    }
}

#[test]
fn nested() {
    let home = answer(vec![
        ("/cal/bernard/", vec![types(&[ResourceType::Collection])]),
        ("/cal/bernard/all/", vec![types(&[ResourceType::Collection])]),
    ]);
    let server = Server::of_bernard().with("PROPFIND", HOME, home).with(
        "PROPFIND",
        "https://example.com/cal/bernard/all/",
        listing(),
    );
    let (_, discovery) = run(server);
    let account = discovery.outcome().unwrap().unwrap();
    assert!(account.quirks.has(Quirk::NestedCalendars) && account.calendars.len() == 1);
}

#[cfg(feature = "serde")]
#[test]
fn serialized_and_back() {
    let (_, discovery) = run(Server::of_bernard());
    let account = discovery.outcome().unwrap().unwrap();
    let json = serde_json::to_string(account).unwrap();
    assert_eq!(serde_json::from_str::<crate::client::Account>(&json).unwrap(), *account, "{json}");
}
