//! A folder that is brought in step, as somebody who works in it would have it: nothing is lost that nobody threw away.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::server::{Fault, Server};
use crate::Href;
use crate::client::{
    CalendarSync, Change, Direction, Exchange, ExchangeId, FailureKind, LocalChange, LocalOutcome,
    LocalResult, SyncOptions, SyncState, SyncTarget,
};
use crate::message::Reply;

/// What happens during a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub(super) direction: Direction,
    pub(super) in_flight: usize,
    /// At which exchange, and what.
    pub(super) fault: Option<(usize, Fault)>,
    pub(super) cut: Option<Cut>,
    /// Decides in which order what is on its way is done and answered; `None` is the order in which it was sent.
    pub(super) order: Option<u64>,
    /// Is it asked for results after every reply, or at the end?
    pub(super) stores_often: bool,
    /// Somebody else's content, put at the n-th exchange.
    pub(super) meanwhile: Option<(usize, String, String)>,
    /// Is the ctag told before?
    pub(super) knows_ctag: bool,
}

/// The run breaks off after so many replies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) after: usize,
    /// Were the changes that had come by then made here? The state was not stored.
    pub(super) are_made: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Replica {
    pub(super) name: String,
    pub(super) files: BTreeMap<String, String>,
    /// What was here when it was last in step.
    base: BTreeMap<String, String>,
    /// New names of what was renamed here, with the old ones.
    renamed: BTreeMap<String, String>,
    pub(super) state: SyncState,
    stored: Option<(SyncState, BTreeMap<String, String>)>,
    pub(super) conflicts: usize,
    copies: usize,
    /// Did somebody else write during the last run, and in place of what?
    pub(super) interrupted: Option<Option<String>>,
}

impl Replica {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Somebody changes a file here, or makes one; what was in it before is given up.
    pub(super) fn write(&mut self, path: &str, data: &str) -> Option<String> {
        self.files.insert(path.into(), data.into())
    }

    pub(super) fn remove(&mut self, path: &str) -> Option<String> {
        self.renamed.remove(path);
        self.files.remove(path)
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if self.files.contains_key(to) || self.base.contains_key(to) || from == to {
            return;
        }
        let Some(data) = self.files.remove(from) else { return };
        let known =
            self.renamed.remove(from).or_else(|| self.base.contains_key(from).then(|| from.to_owned()));
        let is_taken = known.as_ref().is_some_and(|known| self.renamed.values().any(|other| other == known));
        if let Some(known) = known.filter(|_| !is_taken) {
            self.renamed.insert(to.into(), known);
        }
        self.files.insert(to.into(), data);
    }

    fn is_dirty(&self, path: &str) -> bool {
        self.files.get(path) != self.base.get(path)
    }

    pub(super) fn changes(&self) -> Vec<LocalChange> {
        let renamed_from: BTreeMap<_, _> = self.renamed.iter().map(|(to, from)| (from, to)).collect();
        let mut changes = Vec::new();
        for path in self.base.keys().filter(|path| !self.files.contains_key(*path)) {
            if !renamed_from.contains_key(path) {
                changes.push(LocalChange::Delete { href: Href::new(path) });
            }
        }
        for (to, from) in &self.renamed {
            if self.files[to] != self.base[from] {
                let (href, calendar_data) = (Href::new(from), self.files[to].clone());
                changes.push(LocalChange::Update { href, calendar_data });
            }
            changes.push(LocalChange::Move { from: Href::new(from), to: Href::new(to) });
        }
        for (path, data) in &self.files {
            let (href, calendar_data) = (Href::new(path), data.clone());
            if !self.base.contains_key(path) && !self.renamed.contains_key(path)
                || renamed_from.contains_key(path)
            {
                changes.push(LocalChange::Create { href, calendar_data });
            } else if self.base.get(path).is_some_and(|base| base != data) {
                changes.push(LocalChange::Update { href, calendar_data });
            }
        }
        changes
    }

    /// One run. It tells how many replies there were.
    pub(super) fn run(&mut self, server: &mut Server, course: &Course) -> usize {
        let ctag = course.knows_ctag.then(|| server.ctag());
        let target = SyncTarget::new(super::super::URL.parse().unwrap()).with_ctag(ctag);
        let options = SyncOptions::default()
            .with_batch(2)
            .with_direction(course.direction)
            .with_in_flight(course.in_flight);
        let mut sync = CalendarSync::new(target, self.state.clone(), options);
        self.stored = Some((self.state.clone(), self.base.clone()));
        self.changes().into_iter().for_each(|change| sync.push(change));
        let mut way = Way::new(course);
        let mut replies = 0;
        loop {
            way.sent.extend(std::iter::from_fn(|| sync.poll_request()));
            let Some((id, answer)) = way.next(server) else { break };
            self.interrupted.clone_from(&way.interrupted);
            sync.handle(id, answer);
            replies += 1;
            assert!(replies < 2_000, "it comes to an end");
            if let Some(cut) = course.cut.filter(|cut| cut.after == replies) {
                if cut.are_made {
                    self.take(&mut sync, course.direction);
                }
                self.lose();
                return replies;
            }
            if course.stores_often {
                self.take(&mut sync, course.direction);
                self.state = sync.state().clone();
                self.stored = Some((self.state.clone(), self.base.clone()));
            }
        }
        assert!(sync.is_finished(), "it waits for nothing");
        self.take(&mut sync, course.direction);
        self.state = sync.state().clone();
        assert!(course.fault.is_some() || sync.failure().is_none(), "{:?}", sync.failure());
        replies
    }

    /// What was not stored is not known any more.
    fn lose(&mut self) {
        if let Some((state, base)) = self.stored.take() {
            (self.state, self.base) = (state, base);
        }
        let (files, base) = (&self.files, &self.base);
        self.renamed
            .retain(|to, from| files.contains_key(to) && base.contains_key(from) && !base.contains_key(to));
    }

    fn take(&mut self, sync: &mut CalendarSync, direction: Direction) {
        for result in sync.drain_results() {
            let is_conflict = matches!(result.outcome, LocalOutcome::Conflict { .. });
            if direction == Direction::ToServer && is_conflict {
                // What is here stays, to be told again.
                self.conflicts += 1;
            } else {
                self.take_result(result);
            }
        }
        for change in sync.drain_changes() {
            let path = match &change {
                Change::Upserted(object) => object.href.path(),
                Change::Removed { href } => href.path(),
            };
            assert!(!self.is_dirty(path), "what is not stored is not overwritten: {change:?} {self:?}");
            match change {
                Change::Upserted(object) => self.take_theirs(object.href.path(), object.calendar_data),
                Change::Removed { href } => {
                    self.files.remove(href.path());
                    self.base.remove(href.path());
                }
            }
        }
    }

    fn take_theirs(&mut self, path: &str, theirs: String) {
        self.base.insert(path.into(), theirs.clone());
        self.files.insert(path.into(), theirs);
    }

    fn take_result(&mut self, result: LocalResult) {
        let path = result.change.href().path().to_owned();
        let renamed_to = self.renamed.iter().find(|(_, from)| **from == path).map(|(to, _)| to.clone());
        match (result.change, result.outcome) {
            (_, LocalOutcome::Refused(_)) => {}
            (LocalChange::Move { to, .. }, LocalOutcome::Stored { .. }) => {
                self.renamed.remove(to.path());
                if let Some(base) = self.base.remove(&path) {
                    self.base.insert(to.path().into(), base);
                }
            }
            (
                LocalChange::Create { calendar_data, .. } | LocalChange::Update { calendar_data, .. },
                LocalOutcome::Stored { .. },
            ) => {
                self.base.insert(path, calendar_data);
            }
            (_, LocalOutcome::Stored { .. } | LocalOutcome::Deleted) => {
                self.base.remove(&path);
            }
            (LocalChange::Move { to, .. }, LocalOutcome::Conflict { server }) => {
                self.conflicts += 1;
                let was_renamed = self.renamed.remove(to.path()).is_some();
                match server {
                    Some(theirs) if theirs.href.path() == to.path() => {
                        let copy = self.keep(to.path());
                        if let Some(copy) = copy.filter(|_| was_renamed) {
                            self.renamed.insert(copy, path);
                        }
                        self.take_theirs(to.path(), theirs.calendar_data);
                    }
                    Some(theirs) => {
                        self.keep(&path);
                        self.take_theirs(&path, theirs.calendar_data);
                    }
                    None => {
                        // It was perhaps told as stored before.
                        self.base.remove(if was_renamed { path.as_str() } else { to.path() });
                    }
                }
            }
            (change, LocalOutcome::Conflict { server }) => {
                self.conflicts += 1;
                let is_update = matches!(change, LocalChange::Update { .. });
                if let Some(to) = renamed_to.filter(|_| is_update) {
                    self.renamed.remove(&to);
                }
                self.keep(&path);
                self.base.remove(&path);
                if let Some(theirs) = server {
                    self.take_theirs(&path, theirs.calendar_data);
                }
            }
        }
    }

    /// Keeps what is here by another name.
    fn keep(&mut self, path: &str) -> Option<String> {
        let ours = self.files.remove(path)?;
        self.copies += 1;
        let copy = format!("/cal/{}{}.ics", self.name, self.copies);
        self.files.insert(copy.clone(), ours);
        Some(copy)
    }
}

/// What is on its way: done in some order, answered in some order.
struct Way<'c> {
    course: &'c Course,
    sent: VecDeque<Exchange>,
    answered: VecDeque<(ExchangeId, Result<Reply, FailureKind>)>,
    done: usize,
    random: u64,
    interrupted: Option<Option<String>>,
}

impl<'c> Way<'c> {
    fn new(course: &'c Course) -> Self {
        let random = course.order.unwrap_or_default();
        Self { course, sent: VecDeque::new(), answered: VecDeque::new(), done: 0, random, interrupted: None }
    }

    fn pick(&mut self, count: usize) -> usize {
        if self.course.order.is_none() || count == 0 {
            return 0;
        }
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.random >> 33).unwrap() % count
    }

    fn next(&mut self, server: &mut Server) -> Option<(ExchangeId, Result<Reply, FailureKind>)> {
        while !self.sent.is_empty() && (self.answered.is_empty() || self.pick(2) == 1) {
            let place = self.pick(self.sent.len());
            let exchange = self.sent.remove(place).unwrap();
            if let Some((_, path, data)) = self.course.meanwhile.as_ref().filter(|(at, ..)| *at == self.done)
            {
                self.interrupted = Some(server.get(path).cloned());
                server.put(path, data);
            }
            let answer = match self.course.fault.filter(|(at, _)| *at == self.done) {
                Some((_, fault)) => fault.answer(server, &exchange.request),
                None => Ok(server.answer(&exchange.request)),
            };
            self.done += 1;
            self.answered.push_back((exchange.id, answer));
        }
        let place = self.pick(self.answered.len());
        self.answered.remove(place)
    }
}

/// The contents that somebody wrote, and those that somebody gave up who had seen them.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    written: BTreeSet<String>,
    given_up: BTreeSet<String>,
}

impl Ledger {
    pub(super) fn write(&mut self, data: &str, instead_of: Option<String>) {
        self.written.insert(super::server::as_written(data));
        self.give_up(instead_of);
    }

    pub(super) fn give_up(&mut self, data: Option<String>) {
        self.given_up.extend(data.map(|data| super::server::as_written(&data)));
    }

    /// Is all that was written still there, unless it was given up?
    pub(super) fn assert_kept(&self, server: &Server, why: &dyn std::fmt::Debug) {
        let there: BTreeSet<_> =
            server.contents().values().map(|data| super::server::as_written(data)).collect();
        let lost: Vec<_> =
            self.written.difference(&self.given_up).filter(|data| !there.contains(*data)).collect();
        assert!(lost.is_empty(), "lost {lost:?}: {why:?}");
    }
}
