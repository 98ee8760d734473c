//! What changed in a collection, as far back as is remembered.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)

use std::collections::VecDeque;

/// The changes of the members of one collection.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// How many changes there were ever.
    revision: u64,
    /// The last of them, the oldest first.
    changes: VecDeque<Change>,
}

/// A change of a member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Change {
    /// The place of the change among all of the collection, from one on.
    pub(super) revision: u64,
    /// The name of the member, as its address has it.
    pub(super) name: String,
    /// What happened to it.
    pub(super) kind: ChangeKind,
}

/// What happened to a member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ChangeKind {
    /// It is new.
    Added,
    /// It was there and is another one now.
    Changed,
    /// It is gone.
    Removed,
}

impl History {
    /// The place of the last change.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Notes a change; of more than `bound` the oldest are forgotten.
    pub(super) fn note(&mut self, name: &str, kind: ChangeKind, bound: usize) {
        self.revision = self.revision.saturating_add(1);
        self.changes.push_back(Change { revision: self.revision, name: name.into(), kind });
        while self.changes.len() > bound {
            self.changes.pop_front();
        }
    }

    /// The changes after a revision, the oldest first; `None` where some of them are forgotten, or the revision is yet
    /// to come.
    pub(super) fn since(&self, revision: u64) -> Option<impl Iterator<Item = &Change>> {
        let forgotten = self.revision.saturating_sub(self.changes.len() as u64);
        if revision < forgotten || revision > self.revision {
            return None;
        }
        let skipped = usize::try_from(revision - forgotten).unwrap_or(usize::MAX);
        Some(self.changes.iter().skip(skipped))
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, History};

    #[test]
    fn as_far_back_as_is_remembered() {
        let mut history = History::default();
        assert_eq!(history.since(0).unwrap().count(), 0);
        for name in ["a", "b", "c"] {
            history.note(name, ChangeKind::Added, 2);
        }
        assert_eq!(history.revision(), 3);
        assert!(history.since(0).is_none(), "forgotten");
        assert!(history.since(4).is_none(), "yet to come");
        for (revision, expected) in [(1, vec!["b", "c"]), (2, vec!["c"]), (3, vec![])] {
            let names: Vec<_> = history.since(revision).unwrap().map(|change| change.name.as_str()).collect();
            assert_eq!(names, expected, "{revision}");
        }
    }
}
