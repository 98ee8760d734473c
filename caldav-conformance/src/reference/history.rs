//! What went away from a collection, as far back as is remembered.
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
    /// The last removals, the oldest first: each with the address that there was, as it was spelled.
    removals: VecDeque<(u64, Href)>,
    /// The revision of the last removal that is forgotten.
    forgotten: u64,
}

impl History {
    /// The revision of the last change, 0 before the first.
    pub(super) const fn latest(&self) -> u64 {
        self.latest
    }

    /// All removals after this revision are remembered.
    pub(super) const fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Something is new or another one.
    pub(super) const fn changed(&mut self, revision: u64) {
        self.latest = revision;
    }

    /// Something is gone. Of more than `bound` removals the oldest are forgotten.
    pub(super) fn removed(&mut self, revision: u64, href: Href, bound: usize) {
        self.latest = revision;
        self.removals.push_back((revision, href));
        while self.removals.len() > bound
            && let Some((revision, _)) = self.removals.pop_front()
        {
            self.forgotten = revision;
        }
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
        history.changed(1);
        for (revision, name) in [(3, "a"), (4, "b"), (7, "c")] {
            history.removed(revision, Href::new(name), 2);
        }
        assert_eq!((history.latest(), history.forgotten()), (7, 3));
        let names: Vec<_> = history.removals().map(|(revision, href)| format!("{revision} {href}")).collect();
        assert_eq!(names, ["4 b", "7 c"]);
        history.removed(8, Href::new("d"), 0);
        assert_eq!((history.removals().count(), history.forgotten()), (0, 8));
    }
}
