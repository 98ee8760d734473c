//! Replies to a client.

use caldav_types::client::{
    CalendarSync, Discovery, DiscoveryOptions, Exchange, FailureKind, LocalChange, LookupAnswer,
    RedirectPolicy, Start, SyncOptions, SyncState, SyncTarget,
};
use caldav_types::message::{Operation, Reply, Request};
use caldav_types::{Href, Method};
use caldav_xml::message::{decode_reply, encode_request};
use http::Uri;

use crate::message::{options, pieces, response_of};

/// Whatever a server answers: a discovery and two runs of a synchronization come to an end, talk to no host that they
/// may not talk to, send what can be written, change nothing without a condition, and lose no change. The octets are
/// responses as HTTP/1.1 has them, with lines of four `=` between them; what is none of them is an exchange that breaks.
pub fn client(octets: &[u8]) {
    let mut replies = pieces(octets).into_iter();
    discover(&mut replies);
    let mut replies = pieces(octets).into_iter();
    let state = synchronize(SyncState::default(), &mut replies);
    synchronize(state, &mut replies);
}

fn discover<'r>(replies: &mut impl Iterator<Item = &'r [u8]>) {
    let start = Start::parse("bernard@example.com").expect("an address");
    let bounds = DiscoveryOptions::default().with_requests(REQUESTS);
    let mut discovery = Discovery::new(start, bounds);
    while let Some(lookup) = discovery.poll_lookup() {
        discovery.handle_lookup(&lookup, LookupAnswer::Nothing);
    }
    let home = Uri::from_static("https://example.com/");
    let mut sent = 0;
    while !discovery.is_finished() {
        if let Some(exchange) = discovery.poll_request() {
            sent += 1;
            let target = &exchange.request.target;
            assert!(RedirectPolicy::default().allows(&home, target).is_ok(), "{target} is another's");
            discovery.handle(exchange.id, answer(&exchange, replies));
        } else if let Some(unauthorized) = discovery.poll_challenge() {
            discovery.retry(unauthorized.id);
        } else {
            unreachable!("it waits for nothing");
        }
    }
    assert!(sent <= REQUESTS);
    assert!(discovery.outcome().is_some() && discovery.poll_request().is_none());
}

fn synchronize<'r>(state: SyncState, replies: &mut impl Iterator<Item = &'r [u8]>) -> SyncState {
    let url = Uri::from_static("https://example.com/cal/");
    let mut sync = CalendarSync::new(SyncTarget::new(url.clone()), state, SyncOptions::default());
    let local = changes();
    for change in &local {
        sync.push(change.clone());
    }
    let mut results = Vec::new();
    while let Some(exchange) = sync.poll_request() {
        assert!(is_conditional(&exchange.request), "{:?}", exchange.request);
        let target = &exchange.request.target;
        assert!(RedirectPolicy::default().allows(&url, target).is_ok(), "{target} is another's");
        sync.handle(exchange.id, answer(&exchange, replies));
        results.extend(sync.drain_results());
        sync.drain_changes();
    }
    assert!(sync.is_finished());
    if sync.failure().is_none() {
        for change in &local {
            assert!(results.iter().any(|result| result.change == *change), "{change:?} has a result");
        }
    }
    sync.state().clone()
}

fn changes() -> [LocalChange; 4] {
    let calendar_data = || "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned();
    [
        LocalChange::Create { href: Href::new("/cal/new.ics"), calendar_data: calendar_data() },
        LocalChange::Update { href: Href::new("/cal/1.ics"), calendar_data: calendar_data() },
        LocalChange::Delete { href: Href::new("/cal/2.ics") },
        LocalChange::Move { from: Href::new("/cal/3.ics"), to: Href::new("/cal/4.ics") },
    ]
}

/// Is it kept from overwriting what somebody else did?
fn is_conditional(request: &Request) -> bool {
    let fields = request.headers.as_map();
    let has = |names: &[&str]| names.iter().any(|name| fields.contains_key(*name));
    match request.method() {
        Method::Put => has(&["if-match", "if-none-match", "if-schedule-tag-match", "if"]),
        Method::Delete => has(&["if-match", "if"]),
        Method::Move => {
            has(&["if-match", "if"]) && matches!(request.operation, Operation::Move { overwrite: false, .. })
        }
        _ => true,
    }
}

fn answer<'r>(
    exchange: &Exchange,
    replies: &mut impl Iterator<Item = &'r [u8]>,
) -> Result<Reply, FailureKind> {
    encode_request(&exchange.request).expect("what is to be sent can be written");
    let wire = replies.next().and_then(response_of).ok_or(FailureKind::Unreachable)?;
    decode_reply(&exchange.request, &wire, &options())
        .map(|read| read.message)
        .map_err(|_| FailureKind::Unreadable)
}

/// What a discovery may send here.
const REQUESTS: usize = 64;
