//! Redirects: followed where that does no harm, told where it is for good.

use super::{
    etag, got, header, known, methods, multistatus, object, response, run, run_with, status, target, update,
};
use crate::Href;
use crate::client::{
    Change, FailureKind, LocalOutcome, OtherHosts, RedirectFault, RedirectPolicy, SyncOptions,
};
use crate::header::Location;
use crate::message::{Operation, Reply};
use crate::report::Report;

fn redirect(code: u16, to: &str) -> Reply {
    status(code).with(&Location(Href::new(to))).unwrap()
}

fn listing(path: &str) -> Reply {
    multistatus(
        vec![
            response(&format!("{path}1.ics"), vec![etag("\"1\"")]),
            response(&format!("{path}2.ics"), vec![etag("\"2\"")]),
        ],
        Some("2"),
    )
}

/// The rest of the run goes to the new address, and what is known keeps its own.
#[test]
fn a_calendar_elsewhere_is_read_there() {
    for (code, is_for_good) in [(301, true), (302, false), (307, false), (308, true)] {
        let data = multistatus(vec![object("/new/2.ics", "\"2\"", "b")], None);
        let replies = vec![redirect(code, "/new/"), listing("/new/"), data];
        let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), Vec::new(), replies);
        assert_eq!(methods(&run.requests), ["REPORT"; 3], "{code}");
        let paths: Vec<_> = run.requests.iter().map(|request| request.target.path()).collect();
        assert_eq!(paths, ["/cal/", "/new/", "/new/"], "{code}");
        let Operation::Report { body: Report::CalendarMultiget(get), .. } = &run.requests[2].operation else {
            panic!("{:?}", run.requests[2])
        };
        assert_eq!(get.hrefs, [Href::new("/new/2.ics")], "{code}");
        assert!(
            matches!(&run.changes[..], [Change::Upserted(two)] if two.href.as_str() == "/cal/2.ics"),
            "{code}"
        );
        let moved_to = run.sync.moved_to().map(http::Uri::path);
        assert_eq!(moved_to, is_for_good.then_some("/new/"), "{code}");
        let (from, to) = (target().url, "https://example.com/new/".parse().unwrap());
        let next = run.sync.state().move_to(&from, &to);
        assert!(next.members().all(|member| member.href.path().starts_with("/new/")), "{code}");
        let listing = listing("/new/");
        let again = super::run(crate::client::SyncTarget::new(to), next, Vec::new(), vec![listing]);
        assert!(again.changes.is_empty() && again.sync.moved_to().is_none(), "{code}");
    }
}

/// Batches on their way when the calendar is found elsewhere are asked for there.
#[test]
fn a_listing_a_batch_and_an_object_are_redirected() {
    let no_sync = || target().with_sync_collection(false);
    let replies = vec![
        redirect(301, "https://dav.example.com/cal/"),
        multistatus(vec![response("/cal/1.ics", vec![etag("\"1\"")])], None),
        redirect(301, "/far/"),
        multistatus(Vec::new(), None),
        redirect(302, "/else/1.ics"),
        got("\"1\"", "a"),
    ];
    let run = run(no_sync(), known(&[]), Vec::new(), replies);
    let targets: Vec<_> = run.requests.iter().map(|request| request.target.to_string()).collect();
    let dav = "https://dav.example.com";
    assert_eq!(methods(&run.requests), ["PROPFIND", "PROPFIND", "REPORT", "REPORT", "GET", "GET"]);
    assert_eq!(targets[1..4], [format!("{dav}/cal/"), format!("{dav}/cal/"), format!("{dav}/far/")]);
    assert_eq!(targets[4..], [format!("{dav}/far/1.ics"), format!("{dav}/else/1.ics")]);
    assert!(matches!(&run.changes[..], [Change::Upserted(one)] if one.href.as_str() == "/cal/1.ics"));
}

#[test]
fn where_no_redirect_is_followed_to() {
    let many = (0..6).map(|number| redirect(302, &format!("/{number}/")));
    for (why, replies, expected) in [
        ("another host", vec![redirect(301, "https://example.net/cal/")], RedirectFault::OtherHost),
        ("in the clear", vec![redirect(301, "http://example.com/cal/")], RedirectFault::Downgrade),
        ("a circle", vec![redirect(302, "/a/"), redirect(302, "/cal/")], RedirectFault::Loop),
        ("nowhere", vec![status(301)], RedirectFault::NoLocation),
        ("without end", many.collect(), RedirectFault::TooMany),
    ] {
        let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), Vec::new(), replies);
        let failure = run.sync.failure().unwrap();
        assert_eq!(failure.kind, FailureKind::Redirect(expected), "{why}");
        assert_eq!(run.sync.state().members().count(), 1, "{why}");
    }
    let policy = RedirectPolicy::default().with_other_hosts(OtherHosts::Any);
    let replies = vec![redirect(301, "https://example.net/cal/"), multistatus(Vec::new(), Some("2"))];
    let any =
        run_with(SyncOptions::default().with_redirects(policy), target(), known(&[]), Vec::new(), replies);
    assert!(any.sync.failure().is_none(), "allowed");
    let see = run(target(), known(&[]), Vec::new(), vec![redirect(303, "/a/")]);
    assert!(see.sync.failure().is_some(), "303 is no answer to a report");
}

/// An object that is told to be where nobody may look is a problem of its own.
#[test]
fn an_object_elsewhere() {
    let no_multiget = target().with_multiget(false);
    let replies = vec![listing("/cal/"), redirect(302, "https://example.net/1.ics"), got("\"2\"", "b")];
    let run =
        run_with(SyncOptions::default().with_in_flight(1), no_multiget, known(&[]), Vec::new(), replies);
    assert!(run.sync.failure().is_none());
    assert_eq!(run.changes.len(), 1);
    let fault = FailureKind::Redirect(RedirectFault::OtherHost);
    assert_eq!(run.sync.problems(), [(Href::new("/cal/1.ics"), fault)]);
}

/// What is written is carried on only where method and host stay the same.
#[test]
fn writes() {
    let quiet = || multistatus(Vec::new(), Some("2"));
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    for code in [307, 308] {
        let stored = status(204).with(&"\"9\"".parse::<crate::EntityTag>().unwrap()).unwrap();
        let replies = vec![redirect(code, "/new/1.ics"), stored, quiet()];
        let run = run(target(), state.clone(), vec![update("/cal/1.ics")], replies);
        assert_eq!(methods(&run.requests), ["PUT", "PUT", "REPORT"], "{code}");
        assert_eq!(run.requests[1].target, "https://example.com/new/1.ics", "{code}");
        assert_eq!(header(&run.requests[1], "if-match"), Some("\"1\""), "{code}");
        assert!(matches!(run.results[0].outcome, LocalOutcome::Stored { .. }), "{code}");
    }
    for (code, to) in [
        (301, "https://example.com/new/1.ics"),
        (302, "https://example.com/new/1.ics"),
        (307, "https://dav.example.com/cal/1.ics"),
        (308, "https://example.com:8443/cal/1.ics"),
        (308, "https://example.net/cal/1.ics"),
        (307, "http://example.com/cal/1.ics"),
    ] {
        let replies = vec![redirect(code, to), quiet()];
        let run = run(target(), state.clone(), vec![update("/cal/1.ics")], replies);
        let expected = LocalOutcome::Refused(FailureKind::Moved(to.parse().unwrap()));
        assert_eq!(run.results[0].outcome, expected, "{code} {to}");
    }
}
