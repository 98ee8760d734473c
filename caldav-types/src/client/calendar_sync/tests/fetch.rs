//! Fetch: what is new or another.

use http::StatusCode;

use super::{etag, got, known, methods, multistatus, object, response, run, status, target};
use crate::client::Change;
use crate::client::Multiget;
#[cfg(feature = "serde")]
use crate::client::{CalendarSync, SyncOptions};
use crate::message::{Content, Reply, ReplyBody};
use crate::multistatus::{Propstat, Response};
use crate::property::DavProperty;
use crate::{Href, Method};

fn told(count: usize) -> Reply {
    let members = (0..count).map(|number| response(&format!("/cal/{number}.ics"), vec![etag("\"1\"")]));
    multistatus(members.collect(), Some("2"))
}

fn objects(range: std::ops::Range<usize>) -> Reply {
    multistatus(range.map(|number| object(&format!("/cal/{number}.ics"), "\"1\"", "a")).collect(), None)
}

#[test]
fn n_objects_are_n_by_batch_and_one_requests() {
    let run =
        run(target(), known(&[]), Vec::new(), vec![told(10), objects(0..4), objects(4..8), objects(8..10)]);
    assert_eq!((run.changes.len(), run.requests.len()), (10, 4));
}

#[test]
fn a_server_without_multiget_is_asked_for_each() {
    let replies = vec![told(2), got("\"1\"", "a"), got("\"1\"", "b")];
    let run = run(target().with_multiget(false), known(&[]), Vec::new(), replies);
    assert_eq!(methods(&run.requests), ["REPORT", "GET", "GET"]);
    assert_eq!(run.changes.len(), 2);
}

#[test]
fn a_refused_batch_is_asked_for_in_halves() {
    for code in [403, 413, 507] {
        // The answers name objects in the order of their addresses.
        let replies = vec![told(4), status(code), objects(0..2), objects(2..4)];
        let run = run(target(), known(&[]), Vec::new(), replies);
        assert_eq!(run.changes.len(), 4, "{code}");
    }
}

/// q-10: an address in another spelling is the same resource, and is resent as it came.
#[test]
fn q_10_spellings() {
    let state = known(&[("/cal/a%40b.ics", "\"1\"")]);
    for spelling in ["/cal/a@b.ics", "/cal/a%40b.ics", "https://example.com/cal/a@b.ics"] {
        let listing = multistatus(vec![response(spelling, vec![etag("\"2\"")])], Some("2"));
        let data = multistatus(vec![object("/cal/a%40b.ics", "\"2\"", "a")], None);
        let run = run(target(), state.clone(), Vec::new(), vec![listing, data]);
        assert_eq!(run.changes.len(), 1, "{spelling}");
        assert_eq!(run.sync.state().members().count(), 1, "{spelling}");
    }
}

/// q-13: only the status of a whole response means that the resource is gone.
#[test]
fn q_13_only_a_response_that_is_gone_is() {
    let state = known(&[("/cal/0.ics", "\"0\"")]);
    let no_data = |properties| {
        Response::of_propstats(
            Href::new("/cal/0.ics"),
            vec![Propstat::new(StatusCode::NOT_FOUND, properties)],
        )
    };
    for (why, answer) in [
        ("empty data not found", no_data(vec![DavProperty::CalendarData("".into())])),
        ("nothing not found", no_data(Vec::new())),
    ] {
        let replies = vec![told(1), multistatus(vec![answer], None), got("\"1\"", "a")];
        let run = run(target(), state.clone(), Vec::new(), replies);
        assert!(matches!(&run.changes[..], [Change::Upserted(_)]), "{why}: {:?}", run.changes);
    }
    let gone = Response::of_status(Href::new("/cal/0.ics"), StatusCode::NOT_FOUND);
    let run = run(target(), state, Vec::new(), vec![told(1), multistatus(vec![gone], None)]);
    assert!(matches!(&run.changes[..], [Change::Removed { .. }]), "{:?}", run.changes);
}

/// What is still to be fetched goes through the text of the state.
#[cfg(feature = "serde")]
#[test]
fn a_state_in_the_middle_of_a_run_is_kept_as_text() {
    let mut sync = CalendarSync::new(target(), known(&[]), SyncOptions::default().with_batch(4));
    for reply in [told(6), objects(0..4)] {
        let exchange = sync.poll_request().unwrap();
        sync.handle_reply(exchange.id, reply);
    }
    assert_eq!(sync.drain_changes().len(), 4);
    let text = serde_json::to_string(sync.state()).unwrap();
    let state: crate::client::SyncState = serde_json::from_str(&text).unwrap();
    assert_eq!((&state, state.pending().count()), (sync.state(), 2));
    let run = run(target().with_sync_token(Some("2".into())), state, Vec::new(), vec![objects(4..6)]);
    assert_eq!(run.changes.len(), 2);
}

/// One 404 alone may be a fault on the way: what is taken for gone is never asked for again.
#[test]
fn a_single_404_is_asked_again() {
    let state = known(&[("/cal/0.ics", "\"0\"")]);
    let target = || target().with_multiget(false);
    let back = run(target(), state.clone(), Vec::new(), vec![told(1), status(404), got("\"1\"", "a")]);
    assert!(matches!(&back.changes[..], [Change::Upserted(_)]), "{:?}", back.changes);
    let gone = run(target(), state, Vec::new(), vec![told(1), status(404), status(404)]);
    assert!(matches!(&gone.changes[..], [Change::Removed { .. }]), "{:?}", gone.changes);
}

/// What was cut in the middle is no object: it stays to be fetched.
#[test]
fn a_body_that_was_cut() {
    let cut = || {
        let data = DavProperty::CalendarData("BEGIN:VCALENDAR\nX-A:b".into());
        multistatus(vec![response("/cal/0.ics", vec![etag("\"1\""), data])], None)
    };
    let again = run(target(), known(&[]), Vec::new(), vec![told(1), cut(), got("\"1\"", "a")]);
    assert_eq!((again.changes.len(), again.sync.problems().len()), (1, 0));
    let body = Content::calendar("BEGIN:VCALENDAR\nX-A:b");
    let body = Reply::with_body(StatusCode::OK, ReplyBody::Calendar(body));
    let never = run(target(), known(&[]), Vec::new(), vec![told(1), cut(), body]);
    assert_eq!((never.changes.len(), never.sync.problems().len()), (0, 1));
    assert_eq!(never.sync.state().pending().count(), 1);
}

/// A server that was refused everything sixteen times is not asked in halves of halves any more.
#[test]
fn a_server_that_refuses_all_batches_is_asked_for_each() {
    let mut multiget = Multiget::new(target(), (0..1_000).map(|n| Href::new(&format!("/cal/{n}.ics"))), 100)
        .with_in_flight(1);
    let mut requests = 0;
    while let Some(exchange) = multiget.poll_request() {
        requests += 1;
        let reply = if exchange.request.method() == Method::Get { got("\"1\"", "a") } else { status(500) };
        multiget.handle_reply(exchange.id, reply);
    }
    assert_eq!((multiget.drain().len(), requests), (1_000, 1_016));
}
