//! Several exchanges on their way at once, with replies in any order.

use http::StatusCode;

use super::{etag, got, known, methods, multistatus, object, response, status, target, update};
use crate::Href;
use crate::client::{
    CalendarSync, Exchange, FailureKind, LocalChange, LocalOutcome, Multiget, SyncOptions, SyncState,
};
use crate::message::{Operation, Reply, Request};
use crate::report::Report;

fn sync(state: SyncState, local: Vec<LocalChange>, in_flight: usize) -> CalendarSync {
    let options = SyncOptions::default().with_batch(2).with_in_flight(in_flight);
    let mut sync = CalendarSync::new(target(), state, options);
    local.into_iter().for_each(|change| sync.push(change));
    sync
}

fn poll_all(sync: &mut CalendarSync) -> Vec<Exchange> {
    std::iter::from_fn(|| sync.poll_request()).collect()
}

fn requests(exchanges: &[Exchange]) -> Vec<Request> {
    exchanges.iter().map(|exchange| exchange.request.clone()).collect()
}

fn told(count: usize) -> Reply {
    let members = (0..count).map(|number| response(&format!("/cal/{number}.ics"), vec![etag("\"1\"")]));
    multistatus(members.collect(), Some("2"))
}

/// What a batch asks for.
fn all_of(request: &Request) -> Reply {
    let Operation::Report { body: Report::CalendarMultiget(get), .. } = &request.operation else {
        panic!("{request:?}")
    };
    multistatus(get.hrefs.iter().map(|href| object(href.path(), "\"1\"", "a")).collect(), None)
}

#[test]
fn batches_go_at_once_and_come_in_any_order() {
    for reverse in [false, true] {
        let mut sync = sync(known(&[]), Vec::new(), 3);
        let listing = poll_all(&mut sync);
        assert_eq!(listing.len(), 1, "what to fetch is not known before");
        sync.handle_reply(listing[0].id, told(9));
        let mut batches = poll_all(&mut sync);
        assert_eq!(methods(&requests(&batches)), ["REPORT"; 3]);
        if reverse {
            batches.reverse();
        }
        for exchange in batches {
            sync.handle_reply(exchange.id, all_of(&exchange.request));
        }
        assert!(!sync.is_finished());
        for exchange in poll_all(&mut sync).into_iter().rev() {
            assert!(!sync.is_finished());
            sync.handle_reply(exchange.id, all_of(&exchange.request));
        }
        assert!(sync.is_finished() && sync.poll_request().is_none());
        assert_eq!(sync.drain_changes().len(), 9);
        assert_eq!(sync.state().pending().count(), 0);
    }
}

/// A change and what depends on it keep their order; others do not wait for them.
#[test]
fn changes_of_one_address_keep_their_order() {
    let href = |name: &str| Href::new(&format!("/cal/{name}.ics"));
    let create = |name| LocalChange::Create { href: href(name), calendar_data: super::text("here") };
    let local = vec![
        update("/cal/1.ics"),
        LocalChange::Move { from: href("1"), to: href("2") },
        create("1"),
        LocalChange::Delete { href: href("3") },
        LocalChange::Move { from: href("4"), to: href("3") },
        create("5"),
    ];
    let state = known(&[("/cal/1.ics", "\"1\""), ("/cal/3.ics", "\"3\""), ("/cal/4.ics", "\"4\"")]);
    let mut sync = sync(state, local, 4);
    let mut seen = Vec::new();
    let first = poll_all(&mut sync);
    for exchange in &first {
        seen.push(format!("{} {}", exchange.request.method().as_str(), exchange.request.target.path()));
    }
    assert_eq!(seen, ["PUT /cal/1.ics", "DELETE /cal/3.ics", "PUT /cal/5.ics"]);
    let stored = status(204).with(&"\"9\"".parse::<crate::EntityTag>().unwrap()).unwrap();
    sync.handle_reply(first[1].id, status(204));
    let second = poll_all(&mut sync);
    assert_eq!(methods(&requests(&second)), ["MOVE"], "4 to 3, and 1 still waits");
    sync.handle_reply(first[0].id, stored.clone());
    let third = poll_all(&mut sync);
    assert_eq!(methods(&requests(&third)), ["MOVE"]);
    assert_eq!(super::header(&third[0].request, "if-match"), Some("\"9\""), "on the version just stored");
    sync.handle_reply(third[0].id, status(201));
    let fourth = poll_all(&mut sync);
    assert_eq!(methods(&requests(&fourth)), ["PUT"]);
    assert_eq!(super::header(&fourth[0].request, "if-none-match"), Some("*"));
    for id in [first[2].id, second[0].id, fourth[0].id] {
        assert!(poll_all(&mut sync).is_empty(), "nothing is fetched before all is told");
        sync.handle_reply(id, stored.clone());
    }
    assert_eq!(methods(&requests(&poll_all(&mut sync))), ["REPORT"]);
    let results = sync.drain_results();
    assert_eq!(results.len(), 6);
}

/// What depends on a change that was not made is left, without a result; what comes from the server does not overwrite
/// it.
#[test]
fn a_change_behind_one_that_is_not_made_is_left() {
    let moved = LocalChange::Move { from: Href::new("/cal/1.ics"), to: Href::new("/cal/2.ics") };
    let local = vec![update("/cal/1.ics"), moved, LocalChange::Delete { href: Href::new("/cal/2.ics") }];
    let mut sync = sync(known(&[("/cal/1.ics", "\"1\""), ("/cal/2.ics", "\"2\"")]), local, 4);
    let listing = multistatus(vec![response("/cal/2.ics", vec![etag("\"22\"")])], Some("2"));
    let replies = [
        status(412),
        got("\"11\"", "b"),
        listing,
        multistatus(vec![object("/cal/2.ics", "\"22\"", "c")], None),
    ];
    let mut asked = Vec::new();
    for reply in replies {
        let exchange = sync.poll_request().unwrap();
        asked.push(exchange.request.clone());
        sync.handle_reply(exchange.id, reply);
    }
    assert_eq!(methods(&asked), ["PUT", "GET", "REPORT", "REPORT"]);
    assert!(sync.is_finished());
    let results = sync.drain_results();
    assert!(matches!(results[0].outcome, LocalOutcome::Conflict { server: Some(_) }));
    assert!(matches!(results[1].change, LocalChange::Move { .. }), "{results:?}");
    assert!(matches!(results[1].outcome, LocalOutcome::Conflict { server: Some(_) }), "{results:?}");
    assert!(sync.drain_changes().is_empty());
}

/// After a failure nothing is sent, and what is on its way is used.
#[test]
fn what_is_on_its_way_lands() {
    let mut sync = sync(known(&[]), Vec::new(), 3);
    let listing = sync.poll_request().unwrap();
    sync.handle_reply(listing.id, told(9));
    let batches = poll_all(&mut sync);
    sync.handle_failure(batches[1].id, FailureKind::Unreachable);
    assert!(!sync.is_finished() && sync.failure().is_some());
    assert!(poll_all(&mut sync).is_empty());
    sync.handle_reply(batches[2].id, all_of(&batches[2].request));
    sync.handle_reply(batches[0].id, Reply::new(StatusCode::SERVICE_UNAVAILABLE));
    assert!(sync.is_finished());
    assert_eq!(sync.failure().unwrap().kind, FailureKind::Unreachable, "the first");
    assert_eq!(sync.drain_changes().len(), 2);
    assert_eq!((sync.state().members().count(), sync.state().pending().count()), (2, 7));
}

/// An answer to nothing, and one that comes twice, are ignored.
#[test]
fn answers_to_nothing() {
    let mut some = Multiget::new(target(), ["/cal/1.ics", "/cal/2.ics"].map(Href::new), 1).with_in_flight(2);
    let (first, second) = (some.poll_request().unwrap(), some.poll_request().unwrap());
    assert_eq!(some.poll_request(), None);
    some.handle_reply(second.id, all_of(&second.request));
    some.handle_reply(second.id, all_of(&first.request));
    assert!(!some.is_finished());
    some.handle(first.id, Ok(all_of(&first.request)));
    assert!(some.is_finished());
    let fetched: Vec<_> = some.drain().into_iter().map(|(href, _)| href).collect();
    assert_eq!(fetched, ["/cal/2.ics", "/cal/1.ics"].map(Href::new));
}

/// Two batches that are redirected alike are one redirect.
#[test]
fn a_redirect_that_comes_twice() {
    let redirect = || status(301).with(&crate::header::Location(Href::new("/new/"))).unwrap();
    let mut sync = sync(known(&[]), Vec::new(), 3);
    let listing = sync.poll_request().unwrap();
    sync.handle_reply(listing.id, told(4));
    for exchange in poll_all(&mut sync) {
        sync.handle_reply(exchange.id, redirect());
    }
    let again = poll_all(&mut sync);
    assert_eq!(again.len(), 2);
    for exchange in again {
        assert_eq!(exchange.request.target.path(), "/new/");
        sync.handle_reply(exchange.id, all_of(&exchange.request));
    }
    assert!(sync.is_finished() && sync.failure().is_none());
    assert_eq!(sync.drain_changes().len(), 4);
}

/// A server that keeps its calendar in one file or repository may fail where two write at once.
#[test]
fn writes_that_meet_are_sent_again_one_by_one() {
    let local: Vec<_> = (1..=4).map(|number| update(&format!("/cal/{number}.ics"))).collect();
    let members = ["/cal/1.ics", "/cal/2.ics", "/cal/3.ics", "/cal/4.ics"].map(|path| (path, "\"1\""));
    let mut sync = sync(known(&members), local, 3);
    let stored = || status(204).with(&"\"9\"".parse::<crate::EntityTag>().unwrap()).unwrap();
    let first = poll_all(&mut sync);
    assert_eq!(first.len(), 3);
    sync.handle_reply(first[0].id, status(500));
    assert!(poll_all(&mut sync).is_empty(), "the others are on their way");
    sync.handle_reply(first[1].id, stored());
    sync.handle_reply(first[2].id, stored());
    let again = poll_all(&mut sync);
    assert_eq!(requests(&again), requests(&first[..1]), "alone");
    sync.handle_reply(again[0].id, status(500));
    let last = poll_all(&mut sync);
    assert_eq!(last.len(), 1);
    sync.handle_reply(last[0].id, stored());
    assert_eq!(methods(&requests(&poll_all(&mut sync))), ["REPORT"]);
    let refused = |result: &&crate::client::LocalResult| matches!(result.outcome, LocalOutcome::Refused(_));
    let results = sync.drain_results();
    let refused: Vec<_> =
        results.iter().filter(refused).map(|result| result.change.href().as_str()).collect();
    assert_eq!((results.len(), refused), (4, vec!["/cal/1.ics"]));
}
