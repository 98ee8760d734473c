//! Where the calendars of a user are (RFC 4791 §6.2.1).

use caldav_types::client::{Discovery, DiscoveryOptions};
use caldav_types::client::{FailureKind, OtherHosts, Quirk, RedirectFault, RedirectPolicy, Start, Step};

use crate::wire::{Recording, Table, discover, discovered, found, response};

const START: &str = "https://cal.example.com/dav/";
const PRINCIPAL: &str = "PROPFIND https://cal.example.com/p/bernard/";

/// A server whose user has these homes, by the elements in the set.
fn server(homes: &str) -> Table {
    let answer = |href: &str, properties: &str| {
        format!(
            "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<D:multistatus xmlns:D=\"DAV:\" \
             xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:response><D:href>{href}</D:href><D:propstat><D:prop>\
             {properties}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
        )
    };
    let user = "<D:current-user-principal><D:href>/p/bernard/</D:href></D:current-user-principal>";
    Table::default()
        .answers("PROPFIND https://cal.example.com/dav/", &answer("/dav/", user))
        .answers(PRINCIPAL, &answer("/p/bernard/", homes))
}

fn set(hrefs: &[&str]) -> String {
    let hrefs: String = hrefs.iter().map(|href| format!("<D:href>{href}</D:href>")).collect();
    format!("<C:calendar-home-set>{hrefs}</C:calendar-home-set>")
}

fn listing(home: &str, name: &str) -> http::Response<Vec<u8>> {
    response(&format!(
        "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<D:multistatus xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:response><D:href>{home}</D:href><D:propstat><D:prop>\
         <D:resourcetype><D:collection/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>\
         </D:response><D:response><D:href>{home}{name}/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>\
         <C:calendar/></D:resourcetype><D:displayname>{name}</D:displayname></D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
    ))
}

fn names(discovery: &Discovery) -> Vec<String> {
    let account = found(discovery).unwrap();
    account.calendars.iter().map(|one| one.display_name.as_ref().unwrap().text.clone()).collect()
}

/// B-01, B-03: the answers that servers were recorded with, asked of the principal; the home is listed with Depth 1.
#[test]
fn b_03_recorded_homes() {
    for (name, principal, home) in [
        ("radicale", "/bernard/", "/bernard/"),
        ("xandikos", "/bernard/", "/bernard/calendars/"),
        ("cyrus", "/dav/principals/user/bernard/", "/dav/calendars/user/bernard/"),
        ("davical", "/caldav.php/bernard/", "/caldav.php/bernard/"),
        ("sogo", "/SOGo/dav/bernard/", "/SOGo/dav/bernard/Calendar/"),
        ("sabredav", "/principals/bernard/", "/calendars/bernard/"),
        ("rustical", "/caldav/principal/bernard/", "/caldav/principal/bernard/"),
    ] {
        let recording = Recording::of(name);
        let mut table = Table::default()
            .with("PROPFIND https://cal.example.com/dav/", recording.answer("context"))
            .with(&format!("PROPFIND https://cal.example.com{principal}"), recording.answer("principal"));
        let _ = discovered(START, &[], &mut table);
        assert!(
            table.was_asked(&format!("PROPFIND https://cal.example.com{home} 1")),
            "{name}: {:#?}",
            table.asked
        );
    }
}

/// §6.2.1: there may be several; each is listed, and none twice.
#[test]
fn several_homes() {
    let mut table = server(&set(&["/a/", "/b/", "/a", "https://cal.example.com/b/"]))
        .with("PROPFIND https://cal.example.com/a/", listing("/a/", "one"))
        .with("PROPFIND https://cal.example.com/b/", listing("/b/", "two"));
    let discovery = discovered(START, &[], &mut table);
    assert_eq!(names(&discovery), ["one", "two"]);
    let listed: Vec<_> = table.asked.iter().filter(|asked| asked.ends_with(" 1")).collect();
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(found(&discovery).unwrap().homes.len(), 2);
}

/// A home that cannot be listed does not hide the others; it is told.
#[test]
fn one_home_fails() {
    for failure in ["403 Forbidden", "404 Not Found", "503 Service Unavailable"] {
        let mut table = server(&set(&["/a/", "/b/"]))
            .answers("PROPFIND https://cal.example.com/a/", &format!("HTTP/1.1 {failure}\n\n"))
            .with("PROPFIND https://cal.example.com/b/", listing("/b/", "two"));
        let discovery = discovered(START, &[], &mut table);
        assert_eq!(names(&discovery), ["two"], "{failure}");
        assert!(discovery.left_out().iter().any(|out| out.failure.target.path() == "/a/"), "{failure}");
    }
}

/// The discovery stops where no home can be found or listed, and tells why.
#[test]
fn no_home() {
    for (case, mut table, at) in [
        ("no set", server("<D:displayname>Bernard</D:displayname>"), Step::Principal),
        ("an empty set", server(&set(&[])), Step::Principal),
        ("a home that is not there", server(&set(&["/a/"])), Step::Calendars),
        (
            "a principal that is not there",
            server("").answers(PRINCIPAL, "HTTP/1.1 404 Not Found\n\n"),
            Step::Principal,
        ),
    ] {
        let discovery = discovered(START, &[], &mut table);
        assert_eq!(found(&discovery).unwrap_err().at, at, "{case}: {:#?}", table.asked);
    }
}

/// q-11: homes in the domain of the host that the user named are asked there; those of strangers are not, unless the
/// user says so.
#[test]
fn q_11_other_hosts() {
    let mut table = server(&set(&["https://p42.cal.example.com/a/", "/b/"]))
        .with("PROPFIND https://p42.cal.example.com/a/", listing("/a/", "one"))
        .with("PROPFIND https://cal.example.com/b/", listing("/b/", "two"));
    let discovery = discovered(START, &[], &mut table);
    assert_eq!(names(&discovery), ["one", "two"]);
    assert!(found(&discovery).unwrap().quirks.has(Quirk::HomeAtOtherHost));
    let account = found(&discovery).unwrap();
    assert_eq!(account.calendars[0].href.as_str(), "https://p42.cal.example.com/a/one/");

    let home = "https://cal.example.net/a/";
    let mut table =
        server(&set(&[home, "/b/"])).with("PROPFIND https://cal.example.com/b/", listing("/b/", "two"));
    let discovery = discovered(START, &[], &mut table);
    assert_eq!(names(&discovery), ["two"]);
    assert!(table.asked.iter().all(|asked| asked.contains("https://cal.example.com/")), "{:#?}", table.asked);
    let kinds: Vec<_> = discovery.left_out().iter().map(|out| out.failure.kind.clone()).collect();
    assert!(kinds.contains(&FailureKind::Redirect(RedirectFault::OtherHost)), "{kinds:?}");
    assert_eq!(discovery.other_hosts(), ["cal.example.net"], "the user can be asked");

    let any = RedirectPolicy::default().with_other_hosts(OtherHosts::Any);
    for options in [
        DiscoveryOptions::default().with_redirects(any),
        DiscoveryOptions::default().with_host("cal.example.net"),
    ] {
        let mut discovery = Discovery::new(Start::parse(START).unwrap(), options);
        let mut table =
            server(&set(&[home])).with("PROPFIND https://cal.example.net/a/", listing("/a/", "one"));
        discover(&mut discovery, &[], &mut table);
        assert_eq!(names(&discovery), ["one"]);
    }
}

/// q-11: a server behind what ends TLS names itself without; nothing is sent in the clear for that.
#[test]
fn q_11_not_in_the_clear() {
    let mut table = server(&set(&["http://cal.example.com/a/"]))
        .with("PROPFIND https://cal.example.com/a/", listing("/a/", "one"));
    let discovery = discovered(START, &[], &mut table);
    assert_eq!(names(&discovery), ["one"]);
    assert!(table.asked.iter().all(|asked| asked.contains("https://cal.example.com/")), "{:#?}", table.asked);
}

/// A principal that redirects, or tells its home without the slash at its end.
#[test]
fn redirects() {
    let mut table = server(&set(&["/a"]))
        .answers("PROPFIND https://cal.example.com/a", "HTTP/1.1 301 Moved Permanently\nLocation: /a/\n\n")
        .with("PROPFIND https://cal.example.com/a/", listing("/a/", "one"));
    let discovery = discovered(START, &[], &mut table);
    assert_eq!(names(&discovery), ["one"]);
}
