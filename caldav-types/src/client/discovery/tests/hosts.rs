//! Which hosts are asked, and so get the credentials: RFC 6764 8, q-11.

use super::{CALENDAR, COLLECTION, Server, answer, begin, homes, redirect, types, uri, user};
use crate::Href;
use crate::client::{
    Discovery, DiscoveryOptions, FailureKind, OtherHosts, Quirk, RedirectFault, RedirectPolicy, Start, Step,
};
use crate::message::Reply;

const ROOT: &str = "https://example.com/";
const FAULT: FailureKind = FailureKind::Redirect(RedirectFault::OtherHost);

fn hosts(server: &Server) -> Vec<String> {
    let mut hosts: Vec<_> =
        server.targets().iter().map(|target| uri(target).host().unwrap().to_owned()).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

fn run(mut server: Server, start: &str, options: DiscoveryOptions) -> (Server, Discovery) {
    let mut discovery = Discovery::new(Start::parse(start).unwrap(), options);
    server.run(&mut discovery);
    (server, discovery)
}

/// Without a list of public suffixes nobody can tell `a.co.uk` and `b.co.uk` from hosts of one owner.
#[test]
fn never_from_a_co_uk_to_b_co_uk() {
    let start = "https://a.co.uk/";
    let stranger = "https://b.co.uk/";
    let at = |name: &'static str, reply: Reply| Server::default().with("PROPFIND", name, reply);
    let principal = |home: &[&str]| answer(vec![("/p/", vec![homes(home)])]);
    let known = || at(start, answer(vec![("/", vec![user("/p/")])]));
    for (case, server, expected) in [
        ("a redirect", at(start, redirect("https://b.co.uk/dav/")), Step::Context),
        ("a principal", at(start, answer(vec![("/", vec![user("https://b.co.uk/p/")])])), Step::Context),
        (
            "a home",
            known().with("PROPFIND", "https://a.co.uk/p/", principal(&["https://b.co.uk/h/"])),
            Step::Principal,
        ),
        (
            "around",
            known().with("PROPFIND", "https://a.co.uk/p/", principal(&["https://co.uk/h/"])),
            Step::Principal,
        ),
    ] {
        let (server, discovery) = run(server, start, DiscoveryOptions::default());
        assert_eq!(hosts(&server), ["a.co.uk"], "{case}");
        let stopped = discovery.outcome().unwrap().unwrap_err();
        assert_eq!((stopped.at, &stopped.failure.kind), (expected, &FAULT), "{case}");
        assert_eq!(discovery.other_hosts().len(), 1, "{case}");
    }
    // The user says so.
    let server = || {
        at(start, redirect("https://b.co.uk/dav/")).with(
            "PROPFIND",
            "https://b.co.uk/dav/",
            answer(vec![("/dav/", vec![user("/p/")])]),
        )
    };
    for options in [
        DiscoveryOptions::default().with_host("b.co.uk"),
        DiscoveryOptions::default()
            .with_redirects(RedirectPolicy::default().with_other_hosts(OtherHosts::Any)),
    ] {
        let (server, _) = run(server(), start, options);
        assert!(server.targets().iter().any(|target| target.starts_with(stranger)));
    }
}

/// What the user named is a domain, and hosts in it are of the same owner, wherever they are named.
#[test]
fn hosts_of_the_domain() {
    let server = Server::default()
        .with("PROPFIND", "https://example.com/.well-known/caldav", redirect("https://dav.example.com/"))
        .with("PROPFIND", "https://dav.example.com/", answer(vec![("/", vec![user("/p/")])]))
        .with(
            "PROPFIND",
            "https://dav.example.com/p/",
            answer(vec![("/p/", vec![homes(&["https://p1.example.com/h/", "https://p2.example.com/h/"])])]),
        )
        .with(
            "PROPFIND",
            "https://p1.example.com/h/",
            answer(vec![("/h/", vec![types(COLLECTION)]), ("/h/1/", vec![types(CALENDAR)])]),
        )
        .with(
            "PROPFIND",
            "https://p2.example.com/h/",
            answer(vec![("/h/", vec![types(COLLECTION)]), ("/h/2/", vec![types(CALENDAR)])]),
        );
    let (_, discovery) = run(server, "https://example.com/none", DiscoveryOptions::default());
    let account = discovery.outcome().unwrap().unwrap();
    let calendars: Vec<_> = account.calendars.iter().map(|calendar| calendar.href.as_str()).collect();
    assert_eq!(calendars, ["https://p1.example.com/h/1/", "https://p2.example.com/h/2/"]);
    assert!(account.quirks.has(Quirk::HomeAtOtherHost));
}

/// RFC 4791 6.2.1: there can be several homes; they are asked at once, and one that fails does not hide the others.
#[test]
fn homes_at_once() {
    let mut server = Server::default()
        .with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/")])]))
        .with(
            "PROPFIND",
            "https://example.com/p/",
            answer(vec![("/p/", vec![homes(&["/a/", "/b/", "/a", "/c/", "https://example.net/d/"])])]),
        )
        .with(
            "PROPFIND",
            "https://example.com/a/",
            answer(vec![("/a/", vec![types(COLLECTION)]), ("/a/1/", vec![types(CALENDAR)])]),
        )
        .with(
            "PROPFIND",
            "https://example.com/b/",
            answer(vec![
                ("/b/", vec![types(COLLECTION)]),
                ("/b/1/", vec![types(CALENDAR)]),
                ("/a/1/", vec![types(CALENDAR)]),
            ]),
        );
    let mut discovery = begin(ROOT);
    for _ in 0..2 {
        let exchange = discovery.poll_request().unwrap();
        assert!(discovery.poll_request().is_none());
        let reply = server.answer(&exchange.request);
        discovery.handle_reply(exchange.id, reply);
    }
    let mut open: Vec<_> = std::iter::from_fn(|| discovery.poll_request()).collect();
    assert_eq!(open.len(), 4, "three homes, and what the server complies with");
    open.reverse();
    for exchange in open {
        assert!(!discovery.is_finished());
        let reply = server.answer(&exchange.request);
        discovery.handle(exchange.id, Ok(reply));
    }
    let account = discovery.outcome().unwrap().unwrap();
    assert_eq!((account.homes.len(), account.calendars.len()), (3, 2), "each once");
    assert_eq!(discovery.left_out().len(), 2, "{:?}", discovery.left_out());
    assert_eq!(discovery.other_hosts(), ["example.net"]);
}

/// q-11: calendars of a home at hosts of others are told, and not asked.
#[test]
fn calendars_at_other_hosts() {
    let listed = answer(vec![
        ("/cal/bernard/", vec![types(COLLECTION)]),
        ("https://example.com/cal/bernard/a/", vec![types(CALENDAR)]),
        ("https://p7.example.com/cal/bernard/b/", vec![types(CALENDAR)]),
        ("https://example.net/cal/bernard/c/", vec![types(CALENDAR)]),
    ]);
    let server = || {
        Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])])).with(
            "PROPFIND",
            "https://example.com/cal/bernard/",
            listed.clone(),
        )
    };
    for (options, expected) in [
        (DiscoveryOptions::default(), 2),
        (DiscoveryOptions::default().with_host("example.net"), 3),
        (
            DiscoveryOptions::default()
                .with_redirects(RedirectPolicy::default().with_other_hosts(OtherHosts::Never)),
            1,
        ),
    ] {
        let (_, discovery) = run(server(), ROOT, options);
        let account = discovery.outcome().unwrap().unwrap();
        assert_eq!(account.calendars.len(), expected);
        assert_eq!(discovery.other_hosts().len(), 3 - expected);
        assert_eq!(discovery.left_out().len(), 3 - expected, "each is told");
    }
}

/// q-11: behind others, a server knows itself by another name, or thinks that there is no TLS.
#[test]
fn quirk_another_name() {
    for (case, name, another) in [
        ("its own name", "http://dav.internal:8008", true),
        ("no TLS", "http://example.com", true),
        ("the port written out", "https://example.com:443", false),
        ("paths", "", false),
    ] {
        let at = |path: &str| format!("{name}{path}");
        let server = Server::default()
            .with("PROPFIND", ROOT, answer(vec![(&at("/"), vec![user(&at("/p/"))])]))
            .with(
                "PROPFIND",
                "https://example.com/p/",
                answer(vec![(&at("/p/"), vec![homes(&[&at("/h/")])])]),
            )
            .with(
                "PROPFIND",
                "https://example.com/h/",
                answer(vec![(&at("/h/"), vec![types(COLLECTION)]), (&at("/h/1/"), vec![types(CALENDAR)])]),
            );
        let server = if case == "the port written out" {
            server
                .with(
                    "PROPFIND",
                    "https://example.com:443/p/",
                    answer(vec![(&at("/p/"), vec![homes(&[&at("/h/")])])]),
                )
                .with(
                    "PROPFIND",
                    "https://example.com:443/h/",
                    answer(vec![
                        (&at("/h/"), vec![types(COLLECTION)]),
                        (&at("/h/1/"), vec![types(CALENDAR)]),
                    ]),
                )
        } else {
            server
        };
        let (server, discovery) = run(server, ROOT, DiscoveryOptions::default());
        let account = discovery.outcome().unwrap().unwrap();
        assert_eq!(hosts(&server), ["example.com"], "{case}");
        assert!(server.targets().iter().all(|target| target.starts_with("https://")), "{case}");
        let expected = Href::new("https://example.com/h/1/");
        assert!(account.calendars[0].href.is_same(&expected, &uri(ROOT)), "{case}: {account:?}");
        assert_eq!(account.quirks.has(Quirk::AnotherName), another, "{case}");
    }
}

/// A redirect from https to http is not followed; where it is to the same host, its path is asked for with TLS.
#[test]
fn tls_is_kept() {
    let well_known = "https://example.com/.well-known/caldav";
    let server = Server::of_bernard()
        .with("PROPFIND", well_known, redirect("http://example.com/remote.php/dav/"))
        .with(
            "PROPFIND",
            "https://example.com/remote.php/dav/",
            answer(vec![("/remote.php/dav/", vec![user("/p/bernard/")])]),
        );
    let (server, discovery) = run(server, "https://example.com/none", DiscoveryOptions::default());
    let account = discovery.outcome().unwrap().unwrap();
    assert!(account.quirks.has(Quirk::AnotherName) && account.calendars.len() == 1);
    assert!(server.targets().iter().all(|target| target.starts_with("https://")));
    assert_eq!(discovery.left_out()[1].failure.kind, FailureKind::Redirect(RedirectFault::Downgrade), "told");
    // A server that leads back and forth, or to another host, is left.
    for to in ["http://example.com/.well-known/caldav", "http://dav.example.com/", "http://example.com/x/"] {
        let server = Server::default().with("PROPFIND", well_known, redirect(to)).with(
            "PROPFIND",
            "https://example.com/x/",
            redirect("http://example.com/x/"),
        );
        let (server, discovery) = run(server, well_known, DiscoveryOptions::default());
        assert_eq!(
            discovery.outcome().unwrap().unwrap_err().failure.kind,
            FailureKind::Redirect(RedirectFault::Downgrade),
            "{to}"
        );
        assert!(
            server.asked.len() <= 4
                && server.targets().iter().all(|target| target.starts_with("https://example.com/")),
            "{to}"
        );
    }
}

/// RFC 8144 3: a listing need not tell the home itself.
#[test]
fn another_name_without_the_home() {
    let listed = |name: &str| {
        let calendar = format!("{name}/cal/bernard/work/");
        let server =
            Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]));
        server.with(
            "PROPFIND",
            "https://example.com/cal/bernard/",
            answer(vec![(&calendar, vec![types(CALENDAR)])]),
        )
    };
    for (name, another) in
        [("http://backend.invalid:8080", true), ("https://example.com", false), ("", false)]
    {
        let (_, discovery) = run(listed(name), ROOT, DiscoveryOptions::default());
        let account = discovery.outcome().unwrap().unwrap();
        assert_eq!(account.calendars[0].href.as_str(), "https://example.com/cal/bernard/work/", "{name}");
        assert_eq!(account.quirks.has(Quirk::AnotherName), another, "{name}");
    }
}
