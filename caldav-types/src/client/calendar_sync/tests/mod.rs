//! What a machine asks and makes of the answers, one file a state.

mod ask;
mod converge;
mod cost;
mod direction;
mod fetch;
mod in_flight;
mod list;
mod push;
mod quirks;
mod redirect;
mod sync;

use http::StatusCode;

use crate::client::collection::Collection;
use crate::client::{
    CalendarSync, Change, LocalChange, LocalResult, Member, SyncOptions, SyncState, SyncTarget,
};
use crate::message::{Content, Reply, ReplyBody, Request};
use crate::multistatus::{Multistatus, Propstat, Response};
use crate::property::DavProperty;
use crate::{EntityTag, Href, SyncToken};

const URL: &str = "https://example.com/cal/";

fn target() -> SyncTarget {
    SyncTarget::new(URL.parse().unwrap())
}

/// What is known of these members, each with its tag.
fn known(members: &[(&str, &str)]) -> SyncState {
    let mut state = SyncState { sync_token: Some(SyncToken::new("1")), ..SyncState::default() };
    for (path, etag) in members {
        let href = Href::new(path);
        let member = Member { href: href.clone(), etag: Some(etag.parse().unwrap()), schedule_tag: None };
        state.members.insert(Collection::new(target()).key(&href), member);
    }
    state
}

fn update(path: &str) -> LocalChange {
    LocalChange::Update { href: Href::new(path), calendar_data: text("here") }
}

fn text(content: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nX-A:{content}\r\nEND:VCALENDAR\r\n")
}

fn etag(text: &str) -> DavProperty {
    DavProperty::GetEtag(text.parse::<EntityTag>().unwrap())
}

fn response(path: &str, properties: Vec<DavProperty>) -> Response {
    Response::of_propstats(Href::new(path), vec![Propstat::new(StatusCode::OK, properties)])
}

/// What a multiget tells of a resource.
fn object(path: &str, tag: &str, content: &str) -> Response {
    response(path, vec![etag(tag), DavProperty::CalendarData(text(content).as_str().into())])
}

fn multistatus(responses: Vec<Response>, sync_token: Option<&str>) -> Reply {
    let body =
        Multistatus { responses, sync_token: sync_token.map(SyncToken::new), ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(body))
}

fn status(code: u16) -> Reply {
    Reply::new(StatusCode::from_u16(code).unwrap())
}

/// What a GET tells.
fn got(tag: &str, content: &str) -> Reply {
    let body = ReplyBody::Calendar(Content::calendar(text(content).as_str()));
    Reply::with_body(StatusCode::OK, body).with(&tag.parse::<EntityTag>().unwrap()).unwrap()
}

/// A run, its requests and what came of it.
struct Run {
    sync: CalendarSync,
    requests: Vec<Request>,
    changes: Vec<Change>,
    results: Vec<LocalResult>,
}

/// A run to its end, with these answers in this order.
fn run(target: SyncTarget, state: SyncState, local: Vec<LocalChange>, replies: Vec<Reply>) -> Run {
    run_with(SyncOptions::default(), target, state, local, replies)
}

fn run_with(
    options: SyncOptions,
    target: SyncTarget,
    state: SyncState,
    local: Vec<LocalChange>,
    replies: Vec<Reply>,
) -> Run {
    let mut sync = CalendarSync::new(target, state, options.with_batch(4));
    local.into_iter().for_each(|change| sync.push(change));
    let mut requests = Vec::new();
    for reply in replies {
        let exchange = sync.poll_request().expect("one request an answer");
        requests.push(exchange.request);
        sync.handle_reply(exchange.id, reply);
    }
    assert_eq!(sync.poll_request(), None, "no request without an answer: {requests:?}");
    assert!(sync.is_finished());
    let (changes, results) = (sync.drain_changes(), sync.drain_results());
    Run { sync, requests, changes, results }
}

fn methods(requests: &[Request]) -> Vec<String> {
    requests.iter().map(|request| request.method().as_str().to_owned()).collect()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.as_map().get(name).map(|value| value.to_str().unwrap())
}
