//! What a run costs: requests, and memory in proportion to what is to be done.

use std::collections::BTreeMap;

use http::StatusCode;

use super::{etag, multistatus, object, response, status, target, text};
use crate::client::{CalendarSync, LocalChange, SyncOptions, SyncState};
use crate::message::{Operation, Reply};
use crate::report::Report;
use crate::{EntityTag, Href};

fn path(number: usize) -> String {
    format!("/cal/{number}.ics")
}

/// A run against a server with so many objects; the number of requests by method.
fn run(
    state: SyncState,
    local: Vec<LocalChange>,
    count: usize,
    tag: &str,
    has_sync: bool,
) -> (CalendarSync, BTreeMap<String, usize>) {
    let mut sync = CalendarSync::new(target().with_sync_collection(has_sync), state, SyncOptions::default());
    local.into_iter().for_each(|change| sync.push(change));
    let mut requests = BTreeMap::new();
    loop {
        let exchanges: Vec<_> = std::iter::from_fn(|| sync.poll_request()).collect();
        if exchanges.is_empty() {
            break;
        }
        for exchange in exchanges.into_iter().rev() {
            *requests.entry(exchange.request.method().as_str().to_owned()).or_default() += 1;
            let all = || (0..count).map(|number| response(&path(number), vec![etag(tag)]));
            let reply = match &exchange.request.operation {
                Operation::Put(_) => status(201).with(&EntityTag::strong("1").unwrap()).unwrap(),
                Operation::Delete | Operation::Move { .. } => Reply::new(StatusCode::NO_CONTENT),
                Operation::Propfind { .. } => multistatus(all().collect(), None),
                Operation::Report { body: Report::SyncCollection(_), .. } => {
                    multistatus(all().collect(), Some(tag))
                }
                Operation::Report { body: Report::CalendarMultiget(get), .. } => {
                    multistatus(get.hrefs.iter().map(|href| object(href.path(), tag, "a")).collect(), None)
                }
                other => panic!("not expected: {other:?}"),
            };
            sync.handle_reply(exchange.id, reply);
        }
    }
    assert!(sync.is_finished() && sync.failure().is_none());
    (sync, requests)
}

/// RFC 4791 8.2.1.3 and RFC 6578: a listing, and then batches.
#[test]
fn ten_thousand_changed_objects_are_their_batches_and_three() {
    for has_sync in [true, false] {
        let (mut first, requests) = run(SyncState::default(), Vec::new(), 10_000, "\"1\"", has_sync);
        assert!(requests.values().sum::<usize>() <= 10_000 / 100 + 3, "{requests:?}");
        assert_eq!(first.drain_changes().len(), 10_000);
        let (mut again, requests) = run(first.state().clone(), Vec::new(), 10_000, "\"2\"", has_sync);
        assert!(requests.values().sum::<usize>() <= 10_000 / 100 + 3, "{requests:?}");
        assert_eq!(again.drain_changes().len(), 10_000);
        let (mut quiet, requests) = run(again.state().clone(), Vec::new(), 10_000, "\"2\"", has_sync);
        assert_eq!((requests.values().sum::<usize>(), quiet.drain_changes().len()), (1, 0), "{requests:?}");
    }
}

/// Eight times as much takes about eight times the memory, all that is given back in between included; what is copied
/// for each of the others would take sixty-four times.
#[test]
fn memory_is_linear() {
    let fetch = |count| {
        let (mut sync, _) = run(SyncState::default(), Vec::new(), count, "\"1\"", true);
        assert_eq!(sync.drain_changes().len(), count);
    };
    let push = |count: usize| {
        let create =
            |number| LocalChange::Create { href: Href::new(&path(number)), calendar_data: text("a") };
        let (mut sync, _) = run(SyncState::default(), (0..count).map(create).collect(), 0, "\"1\"", true);
        assert_eq!(sync.drain_results().len(), count);
    };
    // All about one address, and each waits for the one before.
    let chain = |count: usize| {
        let link =
            |number| LocalChange::Move { from: Href::new(&path(number)), to: Href::new(&path(number + 1)) };
        let state = super::known(&[("/cal/0.ics", "\"1\"")]);
        let (sync, _) = run(state, (0..count).map(link).collect(), 0, "\"1\"", true);
        assert!(sync.failure().is_none());
    };
    for (name, run) in [("fetch", &fetch as &dyn Fn(usize)), ("push", &push), ("chain", &chain)] {
        let octets = |count| allocation_counter::measure(|| run(count)).bytes_total;
        let (few, many) = (octets(1_000), octets(8_000));
        assert!(many < few * 12, "{name}: {few} for 1,000, {many} for 8,000");
    }
}
