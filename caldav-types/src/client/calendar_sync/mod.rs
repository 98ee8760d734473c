//! A calendar and what is known of it, brought in step.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3),
//! [RFC 4791 §8.2](https://www.rfc-editor.org/rfc/rfc4791#section-8.2)
//!
//! ```text
//!  Push ── local changes, several at once: Write ──▶ all told
//!    │ ▲ the server fails where they meet: that one once more, and all one by one
//!    │ └─
//!    ▼                                   (to the server only ──▶ Confirm: content that got no tag ──▶ Done)
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

mod fetch;
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

use super::flight::{Flight, Machine};
use super::multiget::{Batch, Batches};
use super::{
    CalendarObject, Change, Exchange, ExchangeId, Failure, FailureKind, LocalChange, LocalResult, Member,
    SyncState,
};
use crate::Href;
use crate::message::{Reply, Request};

/// A machine that brings what is known of a calendar in step with the server, in both directions.
///
/// First the [local changes](Self::push) are made on the server, each on the condition that the resource is what was
/// last seen; then what changed on the server is fetched. What changed on both sides is a
/// [conflict](super::LocalOutcome::Conflict), and nothing is overwritten.
///
/// # Cut anywhere
///
/// A run may be cut at any point: by a failure, a process that dies, a battery that is empty. For that the caller makes
/// its files durable first, as what was drained says, and after that stores [`state`](Self::state), together with what it
/// keeps of the files to tell later what changed here. The state takes up only what was drained, once nothing is left to
/// drain. So what was stored never knows more than the files do, and what was done and not stored is done again by the
/// next run, to the same end:
///
/// * A local change without a result was perhaps made and perhaps not: it is pushed again. That the server has it already
///   is recognized by its content.
/// * A change of the server that was made here and not stored is told again; so is that a resource is gone, even one that
///   is not here.
/// * What was told as changed and not fetched is [pending](SyncState::pending), and a listing that was begun goes on.
///
/// # Several at once
///
/// Up to [`in_flight`](SyncOptions::in_flight) requests are on their way at once, and their replies may come in any
/// order. After a failure nothing more is sent; what is on its way may still come and is used.
///
/// ```
/// use caldav_types::client::{CalendarSync, Exchange, FailureKind, SyncOptions, SyncState, SyncTarget};
/// use caldav_types::message::{Reply, ReplyBody};
/// use caldav_types::multistatus::Multistatus;
/// use http::StatusCode;
/// use std::sync::mpsc;
/// # fn transport(_: &Exchange) -> Result<Reply, FailureKind> {
/// #     let empty = Multistatus { sync_token: Some("data:,1".into()), ..Multistatus::default() };
/// #     Ok(Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(empty)))
/// # }
/// let calendar = SyncTarget::new("https://example.com/cal/work/".parse()?);
/// let options = SyncOptions::default().with_in_flight(8);
/// let mut sync = CalendarSync::new(calendar, SyncState::default(), options);
/// let (done, replies) = mpsc::channel();
/// std::thread::scope(|threads| {
///     while !sync.is_finished() {
///         while let Some(exchange) = sync.poll_request() {
///             let done = done.clone();
///             // Whatever sends it: here a thread for each.
///             threads.spawn(move || done.send((exchange.id, transport(&exchange))));
///         }
///         if sync.is_finished() {
///             break;
///         }
///         let (id, answer) = replies.recv().expect("something is on its way");
///         sync.handle(id, answer);
///         // Here what is drained is made durable, and the state is stored after it.
///         for _change in sync.drain_changes() {}
///         for _result in sync.drain_results() {}
///         let _stored = sync.state();
///     }
/// });
/// assert_eq!(sync.failure(), None);
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

    /// Adds a change that was made here. All are to be added before the first request is polled. What comes when all
    /// others were made is not sent: it keeps its resource from being overwritten, and has a result only where that
    /// changed on the server.
    ///
    /// Changes of different resources are made at once, in any order. Those that are about the same address are made
    /// one after the other, as they were added: a resource that is changed and moved is to be changed first. Where one
    /// of them is not made, or the server does not tell the version that the next would need, those behind it are left
    /// for the next run, and have no result.
    pub fn push(&mut self, change: LocalChange) {
        let keys = self.keys_of(&change);
        // What comes too late to be sent must not be overwritten all the same.
        if self.options.direction == Direction::FromServer || !matches!(self.phase, Phase::Push) {
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
