//! A server made of maps, which fails on demand, and replicas that are brought in step with it.

use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;
use proptest::prelude::{Strategy, any, proptest};

use crate::client::{CalendarSync, SyncOptions};
use crate::client::{Change, FailureKind, LocalChange, LocalOutcome, SyncState, SyncTarget};
use crate::header::{IfMatch, IfNoneMatch, RetryAfter};
use crate::message::{Content, Operation, Reply, ReplyBody, Request};
use crate::multistatus::{Multistatus, Propstat, Response};
use crate::property::DavProperty;
use crate::report::Report;
use crate::{CTag, EntityTag, Href, Precondition, SyncToken};

const URL: &str = "https://example.com/cal/";

/// The faults that an exchange may meet; a reply may be lost after the request was done.
const FAULTS: usize = 14;

#[derive(Clone, Debug, Default)]
struct Server {
    objects: BTreeMap<String, (u64, String)>,
    /// The path that each version changed.
    log: Vec<String>,
    has_sync: bool,
    tells_tags: bool,
    page: usize,
    /// Tokens of before this are refused.
    forgotten: usize,
    poisoned: BTreeSet<String>,
}

impl Server {
    fn new(has_sync: bool) -> Self {
        Self { has_sync, tells_tags: true, page: 2, ..Self::default() }
    }

    fn put(&mut self, path: &str, data: &str) -> EntityTag {
        self.log.push(path.into());
        self.objects.insert(path.into(), (self.log.len() as u64, data.into()));
        tag(self.log.len() as u64)
    }

    fn delete(&mut self, path: &str) {
        self.log.push(path.into());
        self.objects.remove(path);
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let path = request.target.path().to_owned();
        let current = self.objects.get(&path).map(|(version, _)| tag(*version));
        let matches = match request.headers.get::<IfMatch>() {
            Some(condition) => condition.holds(current.is_some(), current.as_ref()),
            None => request.headers.get::<IfNoneMatch>() != Some(IfNoneMatch::Any) || current.is_none(),
        };
        match &request.operation {
            Operation::Get => match self.objects.get(&path).filter(|_| !self.poisoned.contains(&path)) {
                Some((version, data)) => {
                    let body = ReplyBody::Calendar(Content::calendar(data.as_str()));
                    Reply::with_body(StatusCode::OK, body).with(&tag(*version)).unwrap()
                }
                None if current.is_some() => Reply::new(StatusCode::FORBIDDEN),
                None => Reply::new(StatusCode::NOT_FOUND),
            },
            _ if current.is_none()
                && matches!(request.operation, Operation::Delete | Operation::Move { .. }) =>
            {
                Reply::new(StatusCode::NOT_FOUND)
            }
            _ if !matches => Reply::new(StatusCode::PRECONDITION_FAILED),
            Operation::Put(content) => {
                let data = String::from_utf8(content.octets.clone()).unwrap();
                let tag = self.put(&path, &data);
                let reply = Reply::new(StatusCode::CREATED);
                if self.tells_tags { reply.with(&tag).unwrap() } else { reply }
            }
            Operation::Delete => {
                self.delete(&path);
                Reply::new(StatusCode::NO_CONTENT)
            }
            Operation::Move { destination, .. } => {
                let to = destination.path().to_owned();
                if self.objects.contains_key(&to) {
                    return Reply::new(StatusCode::PRECONDITION_FAILED);
                }
                let (_, data) = self.objects.get(&path).cloned().unwrap();
                self.delete(&path);
                self.put(&to, &data);
                Reply::new(StatusCode::CREATED)
            }
            Operation::Propfind { .. } => {
                let mut all: Vec<_> = self.objects.keys().map(|path| self.member(path)).collect();
                let ctag = DavProperty::GetCTag(CTag::new(&self.log.len().to_string()));
                all.push(response("/cal/", vec![ctag]));
                multistatus(all, None)
            }
            Operation::Report { body: Report::SyncCollection(sync), .. } => self.sync(&sync.sync_token),
            Operation::Report { body: Report::CalendarMultiget(get), .. } => {
                if get.hrefs.iter().any(|href| self.poisoned.contains(href.path())) {
                    return Reply::new(StatusCode::FORBIDDEN);
                }
                multistatus(get.hrefs.iter().map(|href| self.object(href.path())).collect(), None)
            }
            other => panic!("not expected: {other:?}"),
        }
    }

    fn sync(&self, token: &SyncToken) -> Reply {
        if !self.has_sync {
            return Reply::refusal(Precondition::SupportedReport);
        }
        let since = if token.is_initial() { 0 } else { token.as_str().parse().unwrap() };
        if !token.is_initial() && since < self.forgotten {
            return Reply::refusal(Precondition::ValidSyncToken);
        }
        let upto = self.log.len().min(since + self.page);
        let paths: BTreeSet<_> = self.log[since..upto].iter().collect();
        let mut responses: Vec<_> = paths.into_iter().map(|path| self.member(path)).collect();
        if upto < self.log.len() {
            responses.push(Response::of_status(Href::new("/cal/"), StatusCode::INSUFFICIENT_STORAGE));
        }
        multistatus(responses, Some(SyncToken::new(&upto.to_string())))
    }

    fn member(&self, path: &str) -> Response {
        match self.objects.get(path) {
            Some((version, _)) => response(path, vec![DavProperty::GetEtag(tag(*version))]),
            None => Response::of_status(Href::new(path), StatusCode::NOT_FOUND),
        }
    }

    fn object(&self, path: &str) -> Response {
        match self.objects.get(path) {
            Some((version, data)) => {
                let data = DavProperty::CalendarData(data.as_str().into());
                response(path, vec![DavProperty::GetEtag(tag(*version)), data])
            }
            None => Response::of_status(Href::new(path), StatusCode::NOT_FOUND),
        }
    }

    fn contents(&self) -> BTreeMap<String, String> {
        self.objects.iter().map(|(path, (_, data))| (path.clone(), data.clone())).collect()
    }
}

fn tag(version: u64) -> EntityTag {
    EntityTag::strong(&version.to_string()).unwrap()
}

fn response(path: &str, properties: Vec<DavProperty>) -> Response {
    Response::of_propstats(Href::new(path), vec![Propstat::new(StatusCode::OK, properties)])
}

fn multistatus(responses: Vec<Response>, sync_token: Option<SyncToken>) -> Reply {
    let body = Multistatus { responses, sync_token, ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(body))
}

/// What goes wrong: the first six after the server did what was asked.
fn fault(number: usize) -> Result<Reply, FailureKind> {
    let status = match number % FAULTS {
        0 => return Err(FailureKind::Unreachable),
        1 => return Err(FailureKind::Unreadable),
        2 => 500,
        3 => 503,
        4 => return Ok(Reply::new(StatusCode::OK)),
        5 => return Err(FailureKind::Later(None)),
        6 => return Err(FailureKind::Unreachable),
        7 => 401,
        8 => 403,
        9 => 404,
        10 => 412,
        11 => {
            return Ok(Reply::new(StatusCode::TOO_MANY_REQUESTS).with(&RetryAfter::Seconds(9)).unwrap());
        }
        12 => 507,
        _ => 409,
    };
    Ok(Reply::new(StatusCode::from_u16(status).unwrap()))
}

#[derive(Clone, Debug, Default)]
struct Replica {
    state: SyncState,
    files: BTreeMap<String, String>,
    /// What was here when it was last in step.
    synced: BTreeMap<String, String>,
    conflicts: usize,
    copies: usize,
    name: char,
}

impl Replica {
    fn dirty(&self) -> Vec<LocalChange> {
        let mut changes = Vec::new();
        for (path, data) in &self.files {
            let (href, calendar_data) = (Href::new(path), data.clone());
            match self.synced.get(path) {
                None => changes.push(LocalChange::Create { href, calendar_data }),
                Some(synced) if synced != data => changes.push(LocalChange::Update { href, calendar_data }),
                Some(_) => {}
            }
        }
        for path in self.synced.keys().filter(|path| !self.files.contains_key(*path)) {
            changes.push(LocalChange::Delete { href: Href::new(path) });
        }
        changes
    }

    /// One run, with a fault at one exchange; `cut` leaves it before anything is stored.
    fn run(&mut self, server: &mut Server, broken: Option<(usize, usize)>, cut: bool) -> bool {
        let target = SyncTarget::new(URL.parse().unwrap());
        let mut sync = CalendarSync::new(target, self.state.clone(), SyncOptions::default().with_batch(2));
        let changes = self.dirty();
        let dirty: BTreeSet<_> = changes.iter().map(|change| change.href().path().to_owned()).collect();
        changes.into_iter().for_each(|change| sync.push(change));
        let mut count = 0;
        while let Some(exchange) = sync.poll_request() {
            let answer = match broken.filter(|(at, _)| *at == count) {
                Some((_, number)) => {
                    let done = (number % FAULTS < 6).then(|| server.answer(&exchange.request));
                    // A reply without what was asked is a fault; one that tells a refusal as a success would be a lie.
                    match done.filter(|reply| number % FAULTS == 4 && !reply.is_success()) {
                        Some(reply) => Ok(reply),
                        None => fault(number),
                    }
                }
                None => Ok(server.answer(&exchange.request)),
            };
            match answer {
                Ok(reply) => sync.handle_reply(exchange.id, reply),
                Err(kind) => sync.handle_failure(exchange.id, kind),
            }
            count += 1;
            assert!(count < 500, "it comes to an end");
        }
        assert!(sync.is_finished());
        if cut {
            return false;
        }
        let mut open = dirty;
        for result in sync.drain_results() {
            let path = result.change.href().path().to_owned();
            match result.outcome {
                LocalOutcome::Stored { .. } => {
                    self.synced.insert(path.clone(), self.files[&path].clone());
                    open.remove(&path);
                }
                LocalOutcome::Deleted => {
                    self.synced.remove(&path);
                    open.remove(&path);
                }
                LocalOutcome::Conflict { server } => {
                    self.conflicts += 1;
                    if let Some(ours) = self.files.remove(&path) {
                        self.copies += 1;
                        self.files.insert(format!("/cal/{}{}.ics", self.name, self.copies), ours);
                    }
                    self.synced.remove(&path);
                    if let Some(theirs) = server {
                        self.synced.insert(path.clone(), theirs.calendar_data.clone());
                        self.files.insert(path.clone(), theirs.calendar_data);
                    }
                    open.remove(&path);
                }
                LocalOutcome::Refused(_) => {}
            }
        }
        for change in sync.drain_changes() {
            let (path, data) = match change {
                Change::Upserted(object) => (object.href.path().to_owned(), Some(object.calendar_data)),
                Change::Removed { href } => (href.path().to_owned(), None),
            };
            assert!(!open.contains(&path), "what is not stored is not overwritten: {path}");
            for map in [&mut self.files, &mut self.synced] {
                match &data {
                    Some(data) => map.insert(path.clone(), data.clone()),
                    None => map.remove(&path),
                };
            }
        }
        self.state = sync.state().clone();
        sync.failure().is_none()
    }

    fn edit(&mut self, number: usize, kind: usize, data: String) {
        let path = format!("/cal/{number}.ics");
        if kind == 0 {
            self.files.remove(&path);
        } else {
            self.files.insert(path, data);
        }
    }
}

/// A server and a replica in step, and then changes on both sides.
fn script(has_sync: bool) -> (Server, Replica) {
    let mut server = Server::new(has_sync);
    let mut replica = Replica { name: 'a', ..Replica::default() };
    for number in 0..7 {
        server.put(&format!("/cal/{number}.ics"), &text(&number.to_string()));
    }
    assert!(replica.run(&mut server, None, false));
    assert_eq!(replica.files, server.contents());
    server.put("/cal/0.ics", &text("server"));
    server.put("/cal/1.ics", &text("both, server"));
    server.delete("/cal/2.ics");
    server.put("/cal/new.ics", &text("new"));
    replica.edit(1, 1, text("both, here"));
    replica.edit(3, 1, text("here"));
    replica.edit(4, 0, String::new());
    replica.edit(9, 1, text("new here"));
    (server, replica)
}

fn text(content: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nX-A:{content}\r\nEND:VCALENDAR\r\n")
}

/// Runs without faults until nothing is left.
fn settle(server: &mut Server, replica: &mut Replica) {
    for _ in 0..3 {
        replica.run(server, None, false);
    }
    assert_eq!(replica.files, server.contents());
    assert!(replica.dirty().is_empty());
    assert_eq!(replica.state.pending().count(), 0);
}

#[test]
fn every_fault_at_every_exchange() {
    for has_sync in [true, false] {
        let (start_server, start_replica) = script(has_sync);
        for number in 0..FAULTS {
            for at in 0..20 {
                for cut in [false, true] {
                    let (mut server, mut replica) = (start_server.clone(), start_replica.clone());
                    replica.run(&mut server, Some((at, number)), cut);
                    settle(&mut server, &mut replica);
                    let contents: BTreeSet<_> = replica.files.values().cloned().collect();
                    for kept in ["server", "both, server", "both, here", "here", "new", "new here"] {
                        assert!(contents.contains(&text(kept)), "{kept}: fault {number} at {at}, cut {cut}");
                    }
                    assert!(!replica.files.contains_key("/cal/2.ics") && replica.conflicts > 0);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn replicas_converge(
        has_sync in any::<bool>(),
        tells_tags in any::<bool>(),
        steps in proptest::collection::vec(
            (0..3_usize, 0..5_usize, 0..4_usize, proptest::option::of((0..8_usize, 0..FAULTS)), any::<bool>())
                .prop_map(|step| step),
            1..40,
        ),
    ) {
        let mut server = Server { tells_tags, ..Server::new(has_sync) };
        let mut replicas = ['a', 'b'].map(|name| Replica { name, ..Replica::default() });
        for (count, (who, number, kind, broken, cut)) in steps.into_iter().enumerate() {
            let data = text(&count.to_string());
            let path = format!("/cal/{number}.ics");
            match (replicas.get_mut(who), kind) {
                (Some(replica), 0 | 1) => replica.edit(number, kind, data),
                (Some(replica), _) => { replica.run(&mut server, broken, cut && broken.is_some()); }
                (None, 0) if server.objects.contains_key(&path) => server.delete(&path),
                (None, 3) => server.forgotten = server.log.len(),
                (None, _) => { server.put(&path, &data); }
            }
        }
        for _ in 0..3 {
            for replica in &mut replicas {
                replica.run(&mut server, None, false);
            }
        }
        for replica in &replicas {
            assert_eq!(replica.files, server.contents());
        }
    }
}

#[test]
fn a_poisoned_object_does_not_block_the_others() {
    let (mut server, mut replica) = script(true);
    server.poisoned.insert("/cal/new.ics".into());
    assert!(replica.run(&mut server, None, false));
    assert!(replica.files["/cal/0.ics"].contains("server") && !replica.files.contains_key("/cal/new.ics"));
    assert_eq!(replica.state.pending().count(), 1, "it is asked for again");
    server.poisoned.clear();
    settle(&mut server, &mut replica);
}
