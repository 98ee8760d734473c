//! Sync: DAV:sync-collection, page by page.

use http::StatusCode;

use super::{etag, known, methods, multistatus, object, response, run, status, target};
use crate::client::{Change, SyncState};
use crate::multistatus::Response;
use crate::{Href, SyncToken};

fn full() -> Response {
    Response::of_status(Href::new("/cal/"), StatusCode::INSUFFICIENT_STORAGE)
}

#[test]
fn q_16_a_refused_token_is_given_up_once() {
    for code in [403, 409, 410, 412] {
        let listing = multistatus(vec![response("/cal/1.ics", vec![etag("\"1\"")])], Some("no URI"));
        let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), Vec::new(), vec![status(code), listing]);
        assert!(run.changes.is_empty(), "{code}: the tag is the same");
        assert_eq!(run.sync.state().sync_token(), Some(&SyncToken::new("no URI")), "{code}");
    }
}

#[test]
fn q_16_an_initial_request_that_is_refused_is_not_repeated() {
    let listing = multistatus(vec![response("/cal/", Vec::new())], None);
    let run = run(target(), SyncState::default(), Vec::new(), vec![status(403), listing]);
    assert_eq!(methods(&run.requests), ["REPORT", "PROPFIND"]);
}

#[test]
fn q_16_an_empty_token_is_none() {
    let run = run(target(), SyncState::default(), Vec::new(), vec![multistatus(Vec::new(), Some(""))]);
    assert_eq!(run.sync.state().sync_token(), None);
}

#[test]
fn q_16_a_507_of_the_collection_is_a_page() {
    let first = multistatus(vec![response("/cal/1.ics", vec![etag("\"1\"")]), full()], Some("2"));
    let second = multistatus(vec![response("/cal/2.ics", vec![etag("\"2\"")])], Some("3"));
    let data =
        multistatus(vec![object("/cal/1.ics", "\"1\"", "a"), object("/cal/2.ics", "\"2\"", "b")], None);
    let run = run(target(), known(&[]), Vec::new(), vec![first, second, data]);
    assert_eq!(run.changes.len(), 2);
    assert_eq!(run.sync.state().sync_token(), Some(&SyncToken::new("3")));
}

/// With no limit to leave out, all tags are compared instead.
#[test]
fn q_16_a_507_as_status_returned_nothing() {
    let listing =
        multistatus(vec![response("/cal/", Vec::new()), response("/cal/1.ics", vec![etag("\"1\"")])], None);
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), Vec::new(), vec![status(507), listing]);
    assert_eq!(methods(&run.requests), ["REPORT", "PROPFIND"]);
    assert!(run.changes.is_empty());
}

/// It may have been told by a run whose state was not stored.
#[test]
fn what_was_pending_and_is_gone_is_told() {
    let mut state = known(&[]);
    state.pending.insert("/cal/1.ics".into(), Href::new("/cal/1.ics"));
    let gone = || Response::of_status(Href::new("/cal/1.ics"), StatusCode::NOT_FOUND);
    let listed = multistatus(vec![gone()], Some("2"));
    let quiet = multistatus(Vec::new(), Some("2"));
    let fetched = multistatus(vec![gone()], None);
    for (why, replies) in [("in the listing", vec![listed]), ("when it is fetched", vec![quiet, fetched])] {
        let run = run(target(), state.clone(), Vec::new(), replies);
        assert!(matches!(&run.changes[..], [Change::Removed { .. }]), "{why}: {:?}", run.changes);
        assert_eq!(run.sync.state().pending().count(), 0, "{why}");
    }
}

/// A server behind another may tell its members by another path: nothing is known of ours then.
#[test]
fn what_is_told_of_another_place_removes_nothing() {
    for state in [
        known(&[("/cal/1.ics", "\"1\"")]),
        SyncState { sync_token: None, ..known(&[("/cal/1.ics", "\"1\"")]) },
    ] {
        let elsewhere = multistatus(vec![response("/backend/cal/1.ics", vec![etag("\"1\"")])], Some("2"));
        let run = run(target(), state.clone(), Vec::new(), vec![elsewhere]);
        assert!(run.changes.is_empty() && run.sync.failure().is_some(), "{:?}", run.changes);
        assert_eq!(run.sync.state().sync_token(), state.sync_token());
    }
}
