//! Local changes, each sent when no other before it is about the same address.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use http::StatusCode;

use crate::client::write::Attempt;
use crate::client::{FailureKind, LocalChange};

/// Changes that wait, by the addresses that they are about: those of different addresses go at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Pushes {
    count: u64,
    waiting: BTreeMap<u64, Waiting>,
    /// The changes about an address, in their order.
    lanes: BTreeMap<String, VecDeque<u64>>,
    /// Those that are the first in all their lanes.
    ready: BTreeSet<u64>,
    /// Those that have a further request to send.
    begun: VecDeque<Box<Push>>,
    /// Addresses of which the version is not what the changes that wait are about.
    blocked: BTreeSet<String>,
    /// Does the server fail where writes meet?
    one_by_one: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Waiting {
    number: u64,
    pub(super) keys: Vec<String>,
    pub(super) change: LocalChange,
}

/// A change on its way.
#[derive(Clone, Debug)]
pub(in crate::client) struct Push {
    number: u64,
    pub(super) keys: Vec<String>,
    pub(super) attempt: Attempt,
    /// How many requests were sent before it, where it was sent while others were on their way.
    sent: u64,
    was_alone: bool,
    is_repeated: bool,
}

impl Waiting {
    pub(super) fn begin(self, attempt: impl FnOnce(LocalChange) -> Attempt) -> Box<Push> {
        let attempt = attempt(self.change);
        let (number, keys) = (self.number, self.keys);
        Box::new(Push { number, keys, attempt, sent: 0, was_alone: true, is_repeated: false })
    }
}

impl Push {
    /// It is sent as the next after so many requests.
    pub(super) const fn send(&mut self, sent: u64, is_alone: bool) {
        self.sent = sent;
        self.was_alone = is_alone;
    }

    /// May it have failed for the others that were on their way, so many requests having been sent by now?
    pub(super) fn may_have_met_others(&self, sent: u64, kind: &FailureKind) -> bool {
        let is_of_meeting = |status: &StatusCode| {
            status.is_server_error() || matches!(*status, StatusCode::CONFLICT | StatusCode::LOCKED)
        };
        !self.is_repeated
            && self.attempt.is_sending()
            && (!self.was_alone || sent > self.sent.saturating_add(1))
            && matches!(kind, FailureKind::Refused(status, _) if is_of_meeting(status))
    }
}

impl Pushes {
    /// Adds a change that is about these addresses.
    pub(super) fn add(&mut self, keys: Vec<String>, change: LocalChange) {
        let number = self.count;
        self.count = self.count.saturating_add(1);
        for key in &keys {
            self.lanes.entry(key.clone()).or_default().push_back(number);
        }
        self.waiting.insert(number, Waiting { number, keys, change });
        self.make_ready(number);
    }

    /// Does nothing wait? What is on its way may have more to send.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.begun.is_empty()
    }

    pub(super) fn next_begun(&mut self) -> Option<Box<Push>> {
        self.begun.pop_front()
    }

    pub(super) fn next_waiting(&mut self) -> Option<Waiting> {
        self.ready.pop_first().and_then(|number| self.waiting.remove(&number))
    }

    pub(super) fn go_on(&mut self, push: Box<Push>) {
        self.begun.push_back(push);
    }

    /// Sends a change once more, and from now on all one by one.
    pub(super) fn repeat(&mut self, mut push: Box<Push>) {
        push.is_repeated = true;
        self.one_by_one = true;
        self.begun.push_back(push);
    }

    pub(super) const fn are_one_by_one(&self) -> bool {
        self.one_by_one
    }

    /// What is about this address and waits is left.
    pub(super) fn block(&mut self, key: String) {
        self.blocked.insert(key);
    }

    pub(super) fn is_blocked(&self, waiting: &Waiting) -> bool {
        waiting.keys.iter().any(|key| self.blocked.contains(key))
    }

    /// A change is over, whatever came of it: those behind it may be sent.
    pub(super) fn end(&mut self, push: &Push) {
        self.leave(push.number, &push.keys);
    }

    /// A change is not sent, and none that is about its addresses after it.
    pub(super) fn skip(&mut self, waiting: &Waiting) {
        self.blocked.extend(waiting.keys.iter().cloned());
        self.leave(waiting.number, &waiting.keys);
    }

    fn leave(&mut self, number: u64, keys: &[String]) {
        for key in keys {
            let Some(lane) = self.lanes.get_mut(key) else { continue };
            if lane.front() == Some(&number) {
                lane.pop_front();
            }
            match lane.front().copied() {
                Some(next) => self.make_ready(next),
                None => {
                    self.lanes.remove(key);
                }
            }
        }
    }

    fn make_ready(&mut self, number: u64) {
        let Some(waiting) = self.waiting.get(&number) else { return };
        let is_first = |key: &String| self.lanes.get(key).is_some_and(|lane| lane.front() == Some(&number));
        if waiting.keys.iter().all(is_first) {
            self.ready.insert(number);
        }
    }
}
