//! What is new or another on the server, and what it means here.

use super::{CalendarSync, Phase};
use crate::Href;
use crate::client::change::is_same_content;
use crate::client::multiget::{Batch, Batches};
use crate::client::{CalendarObject, Change, FailureKind, Fetched, LocalChange, LocalOutcome, LocalResult};
use crate::message::Reply;

impl CalendarSync {
    /// To the phase of fetching what is pending.
    pub(super) fn fetch(&mut self) {
        let hrefs: Vec<Href> = self.ahead.pending.values().cloned().collect();
        let target = &self.flight.collection.target;
        self.phase = Phase::Fetch(Batches::new(target, hrefs, self.options.batch));
    }

    pub(super) fn fetched(&mut self, batch: Batch, answer: Result<Reply, FailureKind>) {
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

    pub(super) fn remove(&mut self, key: &str) {
        let member = self.ahead.members.get(key).map(|member| member.href.clone());
        let pending = self.ahead.pending.get(key).cloned();
        self.forget(key);
        let Some(href) = member else {
            // It may have been told by a run whose state was not stored.
            let is_here = self.unstored.contains_key(key);
            let removed = pending.filter(|_| !is_here).map(|href| Change::Removed { href });
            return self.changes.extend(removed);
        };
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
}
