//! A calendar and what is known of it, brought in step.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3),
//! [RFC 4791 §8.2](https://www.rfc-editor.org/rfc/rfc4791#section-8.2)
//!
//! ```text
//!  Push ── each local change by itself: Write ──▶ all told
//!    ▼
//!  Ask ──── ctag or token is that of the state, nothing was pushed ───▶ Fetch
//!    ▼
//!  Sync ─── sync-collection, page by page ────────────────────────────▶ Fetch
//!    │ ▲ token refused: once more with the empty one
//!    │ └─ 507: without limit
//!    ▼ the report is not known, or refused with the empty token
//!  List ─── PROPFIND of all tags, compared with those of the state ───▶ Fetch
//!    ▼
//!  Fetch ── what is new or another: Multiget ─────────────────────────▶ Done
//!
//!  any: no reply, 401, 429, 503 or a listing that fails ──▶ Done, with a failure; the next run goes on
//! ```

pub(super) mod flight;
mod listing;
pub(super) mod target;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use flight::{Flight, failure};
pub use target::SyncTarget;

use super::change::is_same_content;
use super::{
    CalendarObject, Change, Exchange, ExchangeId, Failure, FailureKind, Fetched, LocalChange, LocalOutcome,
    LocalResult, Member, Multiget, SyncState, Write,
};
use crate::Href;
use crate::message::{Reply, Request};

/// A machine that brings what is known of a calendar in step with the server, in both directions.
///
/// First the [local changes](Self::push) are made on the server, each on the condition that the resource is what was
/// last seen; then what changed on the server is fetched. What changed on both sides is a
/// [conflict](LocalOutcome::Conflict), and nothing is overwritten.
///
/// [`state`](Self::state) takes up what was drained, once nothing is left to drain: make the drained changes durable
/// first and store the state after that, and a run may be cut anywhere. What was done and not stored is done again by
/// the next run, to the same end. A local change without a result was perhaps made and perhaps not: push it again.
///
/// ```
/// use caldav_types::client::{CalendarSync, SyncOptions, SyncState, SyncTarget};
/// use caldav_types::message::{Reply, ReplyBody};
/// use caldav_types::multistatus::Multistatus;
/// use http::StatusCode;
/// let calendar = SyncTarget::new("https://example.com/cal/work/".parse()?);
/// let mut sync = CalendarSync::new(calendar, SyncState::default(), SyncOptions::default());
/// while let Some(exchange) = sync.poll_request() {
///     // Here an empty calendar answers.
///     let empty = Multistatus { sync_token: Some("data:,1".into()), ..Multistatus::default() };
///     sync.handle_reply(exchange.id, Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(empty)));
/// }
/// assert!(sync.is_finished() && sync.failure().is_none());
/// assert!(sync.drain_changes().is_empty());
/// assert_eq!(sync.state().sync_token().unwrap().as_str(), "data:,1");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug)]
pub struct CalendarSync {
    target: SyncTarget,
    options: SyncOptions,
    phase: Phase,
    /// What is known now; `state` follows when it was told.
    ahead: SyncState,
    state: SyncState,
    touched: BTreeSet<String>,
    to_push: VecDeque<LocalChange>,
    /// Changes that the server did not want, which what comes from there must not overwrite.
    unstored: BTreeMap<String, LocalChange>,
    has_pushed: bool,
    has_restarted: bool,
    pages: usize,
    changes: Vec<Change>,
    results: Vec<LocalResult>,
    problems: Vec<(Href, FailureKind)>,
    flight: Flight,
    failure: Option<Failure>,
}

/// How a calendar is brought in step.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SyncOptions {
    /// The most resources that one request fetches; 100 by default.
    pub batch: usize,
    /// The most changes that one page of a sync-collection is to tell; by default the server decides.
    pub limit: Option<u64>,
    /// Which way changes go; both by default.
    pub direction: Direction,
}

/// Which way changes go.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Direction {
    /// Local changes are made on the server, and what changed there is fetched.
    #[default]
    Both,
    /// Local changes are made on the server, each on its condition, and nothing is fetched. What is told of the server
    /// in a conflict is not taken up by the state: the same change is a conflict the next time too, and a later run
    /// both ways fetches all that changed on the server.
    ToServer,
    /// What changed on the server is fetched, and no local change is made there. One that was pushed keeps its resource
    /// from being overwritten: it has a result, a conflict, only where the resource changed on the server too.
    FromServer,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self { batch: 100, limit: None, direction: Direction::Both }
    }
}

impl SyncOptions {
    /// With so many resources a request.
    #[must_use]
    pub fn with_batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// With so many changes a page.
    #[must_use]
    pub fn with_limit(self, limit: Option<u64>) -> Self {
        Self { limit, ..self }
    }

    /// With changes that go this way.
    #[must_use]
    pub fn with_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

#[derive(Clone, Debug)]
enum Phase {
    Push(Option<Box<Write>>),
    Sync { limit: Option<u64> },
    List,
    Fetch(Box<Multiget>),
    Done,
}

impl CalendarSync {
    /// A calendar, with what the last run left of it.
    #[must_use]
    pub fn new(target: SyncTarget, state: SyncState, options: SyncOptions) -> Self {
        Self {
            target,
            options,
            phase: Phase::Push(None),
            ahead: state.clone(),
            state,
            touched: BTreeSet::new(),
            to_push: VecDeque::new(),
            unstored: BTreeMap::new(),
            has_pushed: false,
            has_restarted: false,
            pages: 0,
            changes: Vec::new(),
            results: Vec::new(),
            problems: Vec::new(),
            flight: Flight::default(),
            failure: None,
        }
    }

    /// Adds a change that was made here. All are to be added before the first request is polled; what comes later is
    /// left for the next run, and has no result.
    pub fn push(&mut self, change: LocalChange) {
        if self.options.direction == Direction::FromServer {
            self.unstored.insert(self.target.key(change.href()), change);
        } else {
            self.to_push.push_back(change);
        }
    }

    /// What to send; `None` while a reply is waited for, and when it is finished.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        if self.is_finished() || self.flight.is_open() {
            return None;
        }
        let request = self.request();
        match request {
            Some(request) => Some(self.flight.send(request)),
            None => {
                self.phase = Phase::Done;
                self.settle();
                None
            }
        }
    }

    /// Takes the reply to an exchange.
    pub fn handle_reply(&mut self, id: ExchangeId, reply: Reply) {
        self.handle(id, Ok(reply));
    }

    /// Takes that an exchange came to nothing.
    pub fn handle_failure(&mut self, id: ExchangeId, kind: FailureKind) {
        self.handle(id, Err(kind));
    }

    /// The changes on the server that were fetched since it was asked last, in the order to be made here.
    pub fn drain_changes(&mut self) -> Vec<Change> {
        let changes = std::mem::take(&mut self.changes);
        self.settle();
        changes
    }

    /// What came of changes here since it was asked last. A change that was refused has a second result where its
    /// resource turns out to have changed on the server: a conflict, or that the change was made all the same.
    pub fn drain_results(&mut self) -> Vec<LocalResult> {
        let results = std::mem::take(&mut self.results);
        self.settle();
        results
    }

    /// What to give to the next run: what was drained and what came before.
    #[must_use]
    pub const fn state(&self) -> &SyncState {
        &self.state
    }

    /// The resources that the server told and does not give. The next run asks for them again.
    #[must_use]
    pub fn problems(&self) -> &[(Href, FailureKind)] {
        &self.problems
    }

    /// Why it ended before all was done.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.failure.is_some() || matches!(self.phase, Phase::Done)
    }

    fn request(&mut self) -> Option<Request> {
        if let Phase::Push(write) = &mut self.phase {
            if let Some(write) = write {
                return write.request();
            }
            if let Some(change) = self.to_push.pop_front() {
                let known = self.ahead.members.get(&self.target.key(change.href())).cloned();
                let write = Write::new(self.target.clone(), change, known);
                let request = write.request();
                self.has_pushed = true;
                self.phase = Phase::Push(Some(Box::new(write)));
                return request;
            }
            if self.options.direction == Direction::ToServer {
                return None;
            }
            self.ask();
        }
        match &mut self.phase {
            Phase::Sync { limit } => {
                let limit = *limit;
                Some(self.sync_request(limit))
            }
            Phase::List => Some(self.list_request()),
            Phase::Fetch(multiget) => multiget.request(),
            Phase::Push(_) | Phase::Done => None,
        }
    }

    fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        let Some(asked) = self.flight.land(id) else { return };
        let ended = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Push(Some(write)) => self.pushed(write, answer),
            Phase::Sync { limit } => self.synced(limit, answer),
            Phase::List => self.listed(answer),
            Phase::Fetch(multiget) => self.fetched(multiget, answer),
            Phase::Push(None) | Phase::Done => Ok(()),
        };
        if let Err(kind) = ended {
            self.failure = Some(failure(asked, kind));
        }
        self.settle();
    }

    fn pushed(
        &mut self,
        mut write: Box<Write>,
        answer: Result<Reply, FailureKind>,
    ) -> Result<(), FailureKind> {
        if let Err(kind) = write.answer(answer) {
            if kind.stops_all() {
                return Err(kind);
            }
            // What the server has cannot be known: this one is left, the others go on.
            self.told(&write, LocalOutcome::Refused(kind));
        } else if let Some(outcome) = write.outcome().cloned() {
            self.told(&write, outcome);
        } else {
            self.phase = Phase::Push(Some(write));
            return Ok(());
        }
        self.phase = Phase::Push(None);
        Ok(())
    }

    fn told(&mut self, write: &Write, outcome: LocalOutcome) {
        let change = write.change().clone();
        let key = self.target.key(change.href());
        match &outcome {
            LocalOutcome::Stored { href, etag } => {
                self.forget(&key);
                let to = self.target.key(href);
                if etag.is_none() {
                    self.ahead.pending.insert(to.clone(), href.clone());
                }
                if change.calendar_data().is_some() {
                    let schedule_tag = write.schedule_tag().cloned();
                    self.know(to, Member { href: href.clone(), etag: etag.clone(), schedule_tag });
                } else {
                    self.touched.insert(to);
                }
            }
            LocalOutcome::Conflict { .. } if self.options.direction == Direction::ToServer => {}
            LocalOutcome::Deleted | LocalOutcome::Conflict { server: None } => self.forget(&key),
            LocalOutcome::Conflict { server: Some(server) } => self.know_object(key, server),
            LocalOutcome::Refused(_) => {
                self.unstored.insert(key, change.clone());
            }
        }
        self.results.push(LocalResult { change, outcome });
    }

    /// To the phase of fetching what is pending.
    fn fetch(&mut self) {
        let hrefs: Vec<Href> = self.ahead.pending.values().cloned().collect();
        self.phase = Phase::Fetch(Box::new(Multiget::new(self.target.clone(), hrefs, self.options.batch)));
    }

    fn fetched(
        &mut self,
        mut multiget: Box<Multiget>,
        answer: Result<Reply, FailureKind>,
    ) -> Result<(), FailureKind> {
        let ended = multiget.answer(answer);
        for (href, fetched) in multiget.drain() {
            let key = self.target.key(&href);
            match fetched {
                Fetched::Object(object) => self.upsert(key, object),
                Fetched::Gone => self.remove(&key),
                Fetched::Refused(kind) => self.problems.push((href, kind)),
            }
        }
        self.phase = if multiget.is_finished() { Phase::Done } else { Phase::Fetch(multiget) };
        ended
    }

    fn upsert(&mut self, key: String, object: CalendarObject) {
        self.know_object(key.clone(), &object);
        let Some(change) = self.unstored.remove(&key) else {
            return self.changes.push(Change::Upserted(object));
        };
        // A server may store what it answers with an error.
        let is_ours = change.calendar_data().is_some_and(|ours| is_same_content(ours, &object.calendar_data));
        let outcome = if is_ours {
            LocalOutcome::Stored { href: object.href, etag: object.etag }
        } else {
            LocalOutcome::Conflict { server: Some(object) }
        };
        self.results.push(LocalResult { change, outcome });
    }

    fn remove(&mut self, key: &str) {
        let known = self.ahead.members.get(key).map(|member| member.href.clone());
        self.forget(key);
        match (self.unstored.remove(key), known) {
            (Some(change), Some(_)) => {
                let outcome = match change {
                    LocalChange::Delete { .. } => LocalOutcome::Deleted,
                    _ => LocalOutcome::Conflict { server: None },
                };
                self.results.push(LocalResult { change, outcome });
            }
            (None, Some(href)) => self.changes.push(Change::Removed { href }),
            (_, None) => {}
        }
    }

    fn know_object(&mut self, key: String, object: &CalendarObject) {
        let CalendarObject { href, etag, schedule_tag, .. } = object.clone();
        self.ahead.pending.remove(&key);
        self.know(key, Member { href, etag, schedule_tag });
    }

    fn know(&mut self, key: String, member: Member) {
        self.ahead.members.insert(key.clone(), member);
        self.touched.insert(key);
    }

    fn forget(&mut self, key: &str) {
        self.ahead.pending.remove(key);
        self.ahead.unconfirmed.remove(key);
        self.ahead.members.remove(key);
        self.touched.insert(key.into());
    }

    /// The state takes up what is known, if the caller knows it too.
    fn settle(&mut self) {
        if self.changes.is_empty() && self.results.is_empty() {
            for key in std::mem::take(&mut self.touched) {
                self.state.copy_key(key, &self.ahead);
            }
            self.state.sync_token.clone_from(&self.ahead.sync_token);
            self.state.ctag.clone_from(&self.ahead.ctag);
        }
    }
}
