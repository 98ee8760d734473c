//! What changed in a collection, as far back as is remembered.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)

use std::collections::VecDeque;

use caldav_types::Href;

/// The changes of what is in one collection, at whatever depth. Each has a revision, a number above those of all
/// changes before it. What is there knows the revision of its own last change; what is gone stands here.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The revision of the last change.
    latest: u64,
    /// The revisions of the last changes, the oldest first.
    remembered: VecDeque<u64>,
    /// The removals among them, the oldest first: each with the address that there was, as it was spelled.
    removals: VecDeque<(u64, Href)>,
    /// The revision of the last change that is forgotten.
    forgotten: u64,
}

impl History {
    /// The revision of the last change, 0 before the first.
    pub(super) const fn latest(&self) -> u64 {
        self.latest
    }

    /// All changes after this revision are remembered.
    pub(super) const fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Something is new or another one. Of more than `bound` changes the oldest are forgotten.
    pub(super) fn changed(&mut self, revision: u64, bound: usize) {
        self.latest = revision;
        self.remembered.push_back(revision);
        while self.remembered.len() > bound
            && let Some(revision) = self.remembered.pop_front()
        {
            self.forgotten = revision;
        }
        while self.removals.front().is_some_and(|(revision, _)| *revision <= self.forgotten) {
            self.removals.pop_front();
        }
    }

    /// Something is gone, which is a change too.
    pub(super) fn removed(&mut self, revision: u64, href: Href, bound: usize) {
        self.removals.push_back((revision, href));
        self.changed(revision, bound);
    }

    /// What is gone, with the revision of its removal.
    pub(super) fn removals(&self) -> impl Iterator<Item = &(u64, Href)> {
        self.removals.iter()
    }
}

#[cfg(test)]
mod tests {
    use caldav_types::Href;

    use super::History;

    #[test]
    fn as_far_back_as_is_remembered() {
        let mut history = History::default();
        history.changed(1, 2);
        history.removed(3, Href::new("a"), 2);
        assert_eq!((history.latest(), history.forgotten()), (3, 0));
        history.changed(4, 2);
        assert_eq!(history.forgotten(), 1);
        assert_eq!(history.removals().count(), 1);
        history.removed(7, Href::new("b"), 2);
        assert_eq!((history.latest(), history.forgotten()), (7, 3));
        let names: Vec<_> = history.removals().map(|(revision, href)| format!("{revision} {href}")).collect();
        assert_eq!(names, ["7 b"]);
        history.removed(8, Href::new("c"), 0);
        assert_eq!((history.removals().count(), history.forgotten()), (0, 8));
    }
}
