//! A server made of maps, and what it gets wrong on demand.

use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;

use super::super::{multistatus as reply_of, response};
use crate::client::FailureKind;
use crate::header::{If, IfMatch, IfNoneMatch, IfState, RetryAfter, WwwAuthenticate};
use crate::message::{Content, Operation, Reply, ReplyBody, Request};
use crate::multistatus::Response;
use crate::property::DavProperty;
use crate::report::Report;
use crate::{CTag, EntityTag, Href, Precondition, SyncToken};

/// How a server differs from others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) has_sync: bool,
    pub(super) has_multiget: bool,
    /// Does it tell the tag after a PUT? Where it does not it makes something of the content.
    pub(super) tells_tags: bool,
    /// Are its tags weak, and `If` what it compares them by?
    pub(super) is_weak: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) manner: Manner,
    objects: BTreeMap<String, (usize, String)>,
    /// The path that each version changed.
    log: Vec<String>,
    /// Tokens of before this are refused.
    pub(super) forgotten: usize,
    pub(super) poisoned: BTreeSet<String>,
}

impl Server {
    pub(super) fn new(manner: Manner) -> Self {
        let (objects, log) = (BTreeMap::new(), Vec::new());
        Self { manner, objects, log, forgotten: 0, poisoned: BTreeSet::new() }
    }

    pub(super) fn put(&mut self, path: &str, data: &str) {
        self.log.push(path.into());
        self.objects.insert(path.into(), (self.log.len(), data.into()));
    }

    pub(super) fn delete(&mut self, path: &str) {
        self.log.push(path.into());
        self.objects.remove(path);
    }

    pub(super) fn get(&self, path: &str) -> Option<&String> {
        self.objects.get(path).map(|(_, data)| data)
    }

    pub(super) fn contents(&self) -> BTreeMap<String, String> {
        self.objects.iter().map(|(path, (_, data))| (path.clone(), data.clone())).collect()
    }

    pub(super) fn forget(&mut self) {
        self.forgotten = self.log.len();
    }

    pub(super) fn ctag(&self) -> CTag {
        CTag::new(&self.log.len().to_string())
    }

    fn tag(&self, version: usize) -> EntityTag {
        let tag = if self.manner.is_weak { EntityTag::weak } else { EntityTag::strong };
        tag(&version.to_string()).unwrap()
    }

    fn current(&self, path: &str) -> Option<EntityTag> {
        self.objects.get(path).map(|(version, _)| self.tag(*version))
    }

    pub(super) fn answer(&mut self, request: &Request) -> Reply {
        let path = request.target.path().to_owned();
        if !self.holds(request, self.current(&path).as_ref()) {
            return Reply::new(StatusCode::PRECONDITION_FAILED);
        }
        let exists = self.objects.contains_key(&path);
        match &request.operation {
            Operation::Propfind { .. } => {
                let mut all: Vec<_> = self.objects.keys().map(|path| self.member(path)).collect();
                all.push(response("/cal/", vec![DavProperty::GetCTag(self.ctag())]));
                reply_of(all, None)
            }
            Operation::Report { body: Report::SyncCollection(sync), .. } => self.sync(&sync.sync_token),
            Operation::Report { body: Report::CalendarMultiget(get), .. } => {
                if !self.manner.has_multiget {
                    return Reply::refusal(Precondition::SupportedReport);
                }
                if get.hrefs.iter().any(|href| self.poisoned.contains(href.path())) {
                    return Reply::new(StatusCode::FORBIDDEN);
                }
                reply_of(get.hrefs.iter().map(|href| self.object(href.path())).collect(), None)
            }
            Operation::Put(content) => {
                let data = String::from_utf8(content.octets.clone()).unwrap();
                let data = if self.manner.tells_tags { data } else { made_of(&data) };
                self.put(&path, &data);
                let reply = Reply::new(if exists { StatusCode::NO_CONTENT } else { StatusCode::CREATED });
                let tag = self.current(&path).filter(|_| self.manner.tells_tags);
                match tag {
                    Some(tag) => reply.with(&tag).unwrap(),
                    None => reply,
                }
            }
            _ if !exists => Reply::new(StatusCode::NOT_FOUND),
            Operation::Get if self.poisoned.contains(&path) => Reply::new(StatusCode::FORBIDDEN),
            Operation::Get => {
                let body = ReplyBody::Calendar(Content::calendar(self.objects[&path].1.as_str()));
                Reply::with_body(StatusCode::OK, body).with(&self.current(&path).unwrap()).unwrap()
            }
            Operation::Delete => {
                self.delete(&path);
                Reply::new(StatusCode::NO_CONTENT)
            }
            Operation::Move { destination, overwrite } => {
                assert!(!overwrite, "a move overwrites nothing");
                let to = destination.path().to_owned();
                assert_eq!(destination.as_str(), format!("https://example.com{to}"), "a whole address");
                if self.objects.contains_key(&to) {
                    return Reply::new(StatusCode::PRECONDITION_FAILED);
                }
                let (_, data) = self.objects[&path].clone();
                self.delete(&path);
                self.put(&to, &data);
                Reply::new(StatusCode::CREATED)
            }
            other => panic!("not expected: {other:?}"),
        }
    }

    /// Does the condition of the request hold? A change has one, always.
    fn holds(&self, request: &Request, current: Option<&EntityTag>) -> bool {
        let (matches, none_match) = (request.headers.get::<IfMatch>(), request.headers.get::<IfNoneMatch>());
        let condition = request.headers.get::<If>();
        assert!(
            request.method().is_safe() || matches.is_some() || none_match.is_some() || condition.is_some(),
            "a change without a condition: {request:?}"
        );
        let is_in = |state: &IfState| match state {
            IfState::EntityTag(tag) => current.is_some_and(|current| tag.matches_weakly(current)),
            IfState::Token(_) => false,
        };
        matches.is_none_or(|condition| condition.holds(current.is_some(), current))
            && none_match.is_none_or(|condition| condition.holds(current.is_some(), current))
            && (!self.manner.is_weak
                || condition.is_none_or(|condition| condition.holds(|_, state| is_in(state))))
    }

    fn sync(&self, token: &SyncToken) -> Reply {
        if !self.manner.has_sync {
            return Reply::refusal(Precondition::SupportedReport);
        }
        let since = if token.is_initial() { 0 } else { token.as_str().parse().unwrap() };
        if !token.is_initial() && since < self.forgotten {
            return Reply::refusal(Precondition::ValidSyncToken);
        }
        let upto = self.log.len().min(since + PAGE);
        let paths: BTreeSet<_> = self.log[since..upto].iter().collect();
        let mut responses: Vec<_> = paths.into_iter().map(|path| self.member(path)).collect();
        if upto < self.log.len() {
            responses.push(Response::of_status(Href::new("/cal/"), StatusCode::INSUFFICIENT_STORAGE));
        }
        reply_of(responses, Some(&upto.to_string()))
    }

    fn member(&self, path: &str) -> Response {
        match self.current(path) {
            Some(tag) => response(path, vec![DavProperty::GetEtag(tag)]),
            None => Response::of_status(Href::new(path), StatusCode::NOT_FOUND),
        }
    }

    fn object(&self, path: &str) -> Response {
        match self.objects.get(path) {
            Some((version, data)) => {
                let data = DavProperty::CalendarData(data.as_str().into());
                response(path, vec![DavProperty::GetEtag(self.tag(*version)), data])
            }
            None => Response::of_status(Href::new(path), StatusCode::NOT_FOUND),
        }
    }
}

/// What a server makes of content, once.
fn made_of(data: &str) -> String {
    if data.contains(MADE) { data.into() } else { data.replace("END:", &format!("{MADE}END:")) }
}

/// The content as it was written.
pub(super) fn as_written(data: &str) -> String {
    data.replace(MADE, "")
}

const MADE: &str = "X-MADE:1\r\n";

/// How many changes one page tells.
const PAGE: usize = 4;

/// What an exchange meets: one of these, after the server did what it was asked or instead of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) kind: usize,
    pub(super) is_done: bool,
}

pub(super) const FAULTS: [&str; 13] = [
    "no connection",
    "a body that was cut",
    "too slow, and later",
    "401",
    "403",
    "404",
    "409",
    "412",
    "429",
    "500",
    "503",
    "507",
    "another type",
];

impl Fault {
    pub(super) fn answer(self, server: &mut Server, request: &Request) -> Result<Reply, FailureKind> {
        let reply = self.is_done.then(|| server.answer(request));
        let status = |code| Ok(Reply::new(StatusCode::from_u16(code).unwrap()));
        match FAULTS[self.kind] {
            "no connection" => Err(FailureKind::Unreachable),
            "a body that was cut" => cut(reply.unwrap_or_else(|| server.clone().answer(request))),
            "too slow, and later" => Err(FailureKind::Later(None)),
            "401" => Reply::new(StatusCode::UNAUTHORIZED)
                .with(&WwwAuthenticate(Vec::new()))
                .map_err(|_| FailureKind::Unauthorized(Vec::new())),
            "429" => Ok(Reply::new(StatusCode::TOO_MANY_REQUESTS).with(&RetryAfter::Seconds(9)).unwrap()),
            "another type" => {
                let page = Content::new(Some("text/html".parse().unwrap()), "<html>Who are you?</html>");
                Ok(Reply::with_body(StatusCode::OK, ReplyBody::Other(page)))
            }
            code => status(code.parse().unwrap()),
        }
    }
}

/// XML that was cut cannot be read; a calendar that was cut can.
fn cut(reply: Reply) -> Result<Reply, FailureKind> {
    match reply.body {
        ReplyBody::Calendar(content) => {
            let half = content.octets[..content.octets.len() / 2].to_vec();
            Ok(Reply { body: ReplyBody::Calendar(Content::calendar(half)), ..reply })
        }
        _ => Err(FailureKind::Unreadable),
    }
}
