//! A calendar and what is known of it, brought in step.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3),
//! [RFC 4791 §8.2](https://www.rfc-editor.org/rfc/rfc4791#section-8.2)
//!
//! ```text
//!  Push ── local changes, several at once: Write ──▶ all told
//!    │ ▲ the server fails where they meet: that one once more, and all one by one
//!    │ └─
//!    ▼                                   (to the server only ──▶ Confirm: what got no tag is looked at ──▶ Done)
//!  Ask ──── ctag or token is that of the state, nothing was pushed ───▶ Fetch
//!    ▼
//!  Sync ─── sync-collection, page by page ────────────────────────────▶ Fetch
//!    │ ▲ token refused: once more with the empty one
//!    │ └─ 507: without limit
//!    ▼ the report is not known, or refused with the empty token
//!  List ─── PROPFIND of all tags, compared with those of the state ───▶ Fetch
//!    ▼
//!  Fetch ── what is new or another, several at once: Multiget ────────▶ Done
//!
//!  any: no reply, 401, 429, 503 or a listing that fails ──▶ nothing more is sent; what is on its way is used when it
//!       comes ──▶ Done, with a failure; the next run goes on
//!  any: a redirect of the calendar ──▶ the same state, at the other address
//! ```

mod listing;
mod options;
mod pushes;
mod target;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use http::Uri;

pub use options::{Direction, SyncOptions};
use pushes::{Push, Pushes};
pub use target::SyncTarget;

use super::change::is_same_content;
use super::flight::{Flight, Machine};
use super::multiget::{Batch, Batches};
use super::write::Attempt;
use super::{
    CalendarObject, Change, Exchange, ExchangeId, Failure, FailureKind, Fetched, LocalChange, LocalOutcome,
    LocalResult, Member, SyncState,
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
    options: SyncOptions,
    phase: Phase,
    /// What is known now; `state` follows when it was told.
    ahead: SyncState,
    state: SyncState,
    touched: BTreeSet<String>,
    pushes: Pushes,
    /// Changes that the server did not want or was not asked for, which what comes from there must not overwrite.
    unstored: BTreeMap<String, LocalChange>,
    /// Changes that were made and got no version: what the server has of them is seen when it is fetched.
    untagged: BTreeMap<String, LocalChange>,
    has_pushed: bool,
    has_restarted: bool,
    pages: usize,
    changes: Vec<Change>,
    results: Vec<LocalResult>,
    problems: Vec<(Href, FailureKind)>,
    flight: Flight<Purpose>,
}

#[derive(Clone, Debug)]
enum Phase {
    Push,
    Confirm(Batches),
    Sync { limit: Option<u64> },
    List,
    Fetch(Batches),
    Done,
}

/// What a request is for.
#[derive(Clone, Debug)]
pub(in crate::client) enum Purpose {
    Push(Box<Push>),
    Sync { limit: Option<u64> },
    List,
    Fetch(Batch),
}

impl CalendarSync {
    /// A calendar, with what the last run left of it.
    #[must_use]
    pub fn new(target: SyncTarget, state: SyncState, options: SyncOptions) -> Self {
        let flight = Flight::new(target, options.in_flight, options.redirects);
        Self {
            options,
            phase: Phase::Push,
            ahead: state.clone(),
            state,
            touched: BTreeSet::new(),
            pushes: Pushes::default(),
            unstored: BTreeMap::new(),
            untagged: BTreeMap::new(),
            has_pushed: false,
            has_restarted: false,
            pages: 0,
            changes: Vec::new(),
            results: Vec::new(),
            problems: Vec::new(),
            flight,
        }
    }

    /// Adds a change that was made here. All are to be added before the first request is polled; what comes later is
    /// left for the next run, and has no result.
    ///
    /// Changes of different resources are made at once, in any order. Those that are about the same address are made
    /// one after the other, as they were added: a resource that is changed and moved is to be changed first. Where one
    /// of them is not made, or the server does not tell the version that the next would need, those behind it are left
    /// for the next run, and have no result.
    pub fn push(&mut self, change: LocalChange) {
        let keys = self.keys_of(&change);
        if self.options.direction == Direction::FromServer {
            self.guard(&keys, &change);
        } else {
            self.pushes.add(keys, change);
        }
    }

    /// What to send; `None` while replies have to be waited for, and when it is finished. Up to
    /// [`in_flight`](SyncOptions::in_flight) requests are on their way at once.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        let exchange = self.poll();
        self.settle();
        exchange
    }

    /// Takes what came of an exchange. Replies may come in any order.
    pub fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        self.land(id, answer);
        self.advance();
        self.settle();
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
    /// resource turns out to have changed on the server: a conflict, or that the change was made all the same. So has one
    /// that was stored without a version, where the server turns out to have nothing of it.
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
        self.flight.failure()
    }

    /// Where the calendar is from now on, if the server redirected there for good. The run goes on there, under the
    /// addresses that are known; a change here is not carried there. To use the new address from the next run on, the
    /// state has to [follow](SyncState::move_to).
    #[must_use]
    pub fn moved_to(&self) -> Option<&Uri> {
        self.flight.collection.moved_to()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.flight.is_idle() && (self.failure().is_some() || matches!(self.phase, Phase::Done))
    }

    fn key(&self, href: &Href) -> String {
        self.flight.collection.key(href)
    }

    /// The addresses that a change is about.
    fn keys_of(&self, change: &LocalChange) -> Vec<String> {
        let from = self.key(change.href());
        let to = Some(self.key(change.destination())).filter(|to| *to != from);
        std::iter::once(from).chain(to).collect()
    }

    /// To the next phase, where nothing is left to do in this one.
    fn advance(&mut self) {
        if !self.flight.is_idle() || self.failure().is_some() {
            return;
        }
        match &mut self.phase {
            Phase::Push if !self.pushes.is_empty() => {}
            Phase::Push if self.options.direction == Direction::ToServer => {
                let of_content = self.untagged.values().filter(|change| change.calendar_data().is_some());
                let hrefs = of_content.map(|change| change.href().clone()).collect();
                let target = &self.flight.collection.target;
                self.phase = Phase::Confirm(Batches::new(target, hrefs, self.options.batch));
                self.advance();
            }
            Phase::Push => {
                self.ask();
                self.advance();
            }
            Phase::Confirm(batches) | Phase::Fetch(batches) => {
                if batches.is_empty() {
                    self.phase = Phase::Done;
                }
            }
            Phase::Sync { .. } | Phase::List | Phase::Done => {}
        }
    }

    fn next_push(&mut self) -> Option<Box<Push>> {
        if self.pushes.are_one_by_one() && !self.flight.is_idle() {
            return None;
        }
        let mut push = self.pushes.next_begun().or_else(|| self.begin_push())?;
        push.send(self.flight.count(), self.flight.is_idle());
        Some(push)
    }

    fn begin_push(&mut self) -> Option<Box<Push>> {
        while let Some(waiting) = self.pushes.next_waiting() {
            if self.pushes.is_blocked(&waiting) {
                self.pushes.skip(&waiting);
                self.guard(&waiting.keys, &waiting.change);
                continue;
            }
            let known = self.ahead.members.get(&self.key(waiting.change.href())).cloned();
            let push = waiting.begin(|change| Attempt::new(change, known, &self.flight.collection.target));
            if let Some(outcome) = push.attempt.outcome().cloned() {
                self.end_push(&push, outcome);
                continue;
            }
            self.has_pushed = true;
            return Some(push);
        }
        None
    }

    fn pushed(&mut self, mut push: Box<Push>, answer: Result<Reply, FailureKind>) {
        if let Err(kind) = &answer
            && push.may_have_met_others(self.flight.count(), kind)
        {
            return self.pushes.repeat(push);
        }
        let outcome = match push.attempt.answer(answer) {
            // What the server has cannot be known: this one is left, the others go on.
            Err(kind) => LocalOutcome::Refused(kind),
            Ok(()) => match push.attempt.outcome().cloned() {
                Some(outcome) => outcome,
                None => return self.pushes.go_on(push),
            },
        };
        self.end_push(&push, outcome);
    }

    fn end_push(&mut self, push: &Push, outcome: LocalOutcome) {
        match &outcome {
            LocalOutcome::Stored { etag: Some(_), .. } | LocalOutcome::Deleted => {}
            LocalOutcome::Stored { href, etag: None } => self.pushes.block(self.key(href)),
            _ => push.keys.iter().for_each(|key| self.pushes.block(key.clone())),
        }
        self.pushes.end(push);
        self.told(push, outcome);
    }

    fn told(&mut self, push: &Push, outcome: LocalOutcome) {
        let change = push.attempt.change().clone();
        let key = self.key(change.href());
        match &outcome {
            LocalOutcome::Stored { href, etag } => {
                self.forget(&key);
                let to = self.key(href);
                if etag.is_none() {
                    self.ahead.pending.insert(to.clone(), href.clone());
                }
                if etag.is_none() {
                    self.untagged.insert(to.clone(), change.clone());
                }
                let schedule_tag = push.attempt.schedule_tag().cloned();
                self.know(to, Member { href: href.clone(), etag: etag.clone(), schedule_tag });
            }
            LocalOutcome::Conflict { .. } if self.options.direction == Direction::ToServer => {}
            LocalOutcome::Deleted | LocalOutcome::Conflict { server: None } => self.forget(&key),
            // It may be what a resource was to be moved onto.
            LocalOutcome::Conflict { server: Some(server) } => {
                self.know_object(self.key(&server.href), server);
            }
            LocalOutcome::Refused(_) => self.guard(&push.keys, &change),
        }
        if let LocalOutcome::Conflict { server } = &outcome {
            // What is to be moved is here under its new address already.
            let told =
                server.as_ref().map_or_else(|| self.key(change.href()), |server| self.key(&server.href));
            let other: Vec<_> = push.keys.iter().filter(|key| **key != told).cloned().collect();
            self.guard(&other, &change);
        }
        self.results.push(LocalResult { change, outcome });
    }

    /// What comes from the server must not overwrite this change.
    fn guard(&mut self, keys: &[String], change: &LocalChange) {
        for key in keys {
            self.unstored.entry(key.clone()).or_insert_with(|| change.clone());
        }
    }

    /// To the phase of fetching what is pending.
    fn fetch(&mut self) {
        let hrefs: Vec<Href> = self.ahead.pending.values().cloned().collect();
        let target = &self.flight.collection.target;
        self.phase = Phase::Fetch(Batches::new(target, hrefs, self.options.batch));
    }

    fn fetched(&mut self, batch: Batch, answer: Result<Reply, FailureKind>) {
        let collection = &self.flight.collection;
        match &mut self.phase {
            Phase::Fetch(batches) => {
                for (href, fetched) in batches.answer(batch, answer, collection) {
                    let key = self.key(&href);
                    match fetched {
                        Fetched::Object(object) => self.upsert(key, object),
                        Fetched::Gone => self.remove(&key),
                        Fetched::Refused(kind) => self.problems.push((href, kind)),
                    }
                }
            }
            Phase::Confirm(batches) => {
                for (href, fetched) in batches.answer(batch, answer, collection) {
                    let Fetched::Object(object) = fetched else { continue };
                    let key = self.key(&href);
                    let ours = self.untagged.get(&key).and_then(LocalChange::calendar_data);
                    if ours.is_some_and(|ours| is_same_content(ours, &object.calendar_data)) {
                        self.know_object(key, &object);
                    }
                }
            }
            Phase::Push | Phase::Sync { .. } | Phase::List | Phase::Done => {}
        }
    }

    fn upsert(&mut self, key: String, object: CalendarObject) {
        self.know_object(key.clone(), &object);
        let Some(change) = self.unstored.remove(&key) else {
            return self.changes.push(Change::Upserted(object));
        };
        // A server may store what it answers with an error.
        let is_ours = change.calendar_data().is_some_and(|ours| is_same_content(ours, &object.calendar_data));
        let outcome = if is_ours || change.is_in(&object.calendar_data) {
            let (href, etag) = (object.href.clone(), object.etag.clone());
            if !is_ours {
                self.changes.push(Change::Upserted(object));
            }
            LocalOutcome::Stored { href, etag }
        } else {
            LocalOutcome::Conflict { server: Some(object) }
        };
        self.results.push(LocalResult { change, outcome });
    }

    fn remove(&mut self, key: &str) {
        let known = self.ahead.members.get(key).map(|member| member.href.clone());
        self.forget(key);
        let Some(href) = known else { return };
        // What was made here and got no version was perhaps not made, or lost: nobody is known to have deleted it.
        match self.unstored.remove(key).or_else(|| self.untagged.remove(key)) {
            Some(change) => {
                let outcome = match change {
                    LocalChange::Delete { .. } => LocalOutcome::Deleted,
                    _ => LocalOutcome::Conflict { server: None },
                };
                self.results.push(LocalResult { change, outcome });
            }
            None => self.changes.push(Change::Removed { href }),
        }
    }

    fn know_object(&mut self, key: String, object: &CalendarObject) {
        self.ahead.pending.remove(&key);
        let (href, etag, schedule_tag) =
            (object.href.clone(), object.etag.clone(), object.schedule_tag.clone());
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

impl Machine for CalendarSync {
    type Purpose = Purpose;

    fn flight(&mut self) -> &mut Flight<Purpose> {
        &mut self.flight
    }

    fn next(&mut self) -> Option<Purpose> {
        if matches!(self.phase, Phase::Push)
            && let Some(push) = self.next_push()
        {
            return Some(Purpose::Push(push));
        }
        self.advance();
        match &mut self.phase {
            Phase::Sync { limit } => self.flight.is_idle().then_some(Purpose::Sync { limit: *limit }),
            Phase::List => self.flight.is_idle().then_some(Purpose::List),
            Phase::Fetch(batches) | Phase::Confirm(batches) => batches.next().map(Purpose::Fetch),
            Phase::Push | Phase::Done => None,
        }
    }

    fn request(&mut self, purpose: &Purpose) -> Option<Request> {
        match purpose {
            Purpose::Push(push) => push.attempt.request(&self.flight.collection),
            Purpose::Sync { limit } => Some(self.sync_request(*limit)),
            Purpose::List => Some(self.list_request()),
            Purpose::Fetch(batch) => Some(batch.request(&self.flight.collection)),
        }
    }

    fn answer(&mut self, purpose: Purpose, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        match purpose {
            Purpose::Push(push) => self.pushed(push, answer),
            Purpose::Fetch(batch) => self.fetched(batch, answer),
            Purpose::Sync { limit } => return self.synced(limit, answer),
            Purpose::List => return self.listed(answer),
        }
        Ok(())
    }
}
