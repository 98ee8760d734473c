//! What changed in a collection, as far back as is remembered.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)

use std::collections::{BTreeMap, VecDeque};

use caldav_types::Href;

use super::path::Path;

/// The changes of what is in one collection, at whatever depth. Each has a revision, a number above those of all
/// changes before it. What is there stands here with the revision of its last change, what is gone with that of its
/// removal, so that what changed since is found without a look at all the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The revision of the last change.
    latest: u64,
    /// What is there, by the revision of its last change.
    present: BTreeMap<u64, Path>,
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

    /// Something is new or another one; `before` is the revision of its last change until now. Of more than `bound`
    /// changes the oldest are forgotten.
    pub(super) fn changed(&mut self, path: &Path, before: u64, revision: u64, bound: usize) {
        self.present.remove(&before);
        self.present.insert(revision, path.clone());
        self.remember(revision, bound);
    }

    /// Something is gone, which is a change too; `before` is the revision of its last change until now.
    pub(super) fn removed(&mut self, href: Href, before: u64, revision: u64, bound: usize) {
        self.present.remove(&before);
        self.removals.push_back((revision, href));
        self.remember(revision, bound);
    }

    fn remember(&mut self, revision: u64, bound: usize) {
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

    /// What is there and changed after this revision, the oldest change first.
    pub(super) fn present_since(&self, revision: u64) -> impl Iterator<Item = &Path> {
        self.present.range(revision.saturating_add(1)..).map(|(_, path)| path)
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
    use crate::reference::path::Path;

    #[test]
    fn as_far_back_as_is_remembered() {
        let mut history = History::default();
        let (a, d) = (Path::of_segments(["a"]), Path::of_segments(["d"]));
        history.changed(&a, 0, 1, 2);
        history.removed(Href::new("a"), 1, 3, 2);
        assert_eq!((history.latest(), history.forgotten()), (3, 0));
        assert_eq!(history.present_since(0).count(), 0);
        history.changed(&d, 0, 4, 2);
        assert_eq!(history.forgotten(), 1);
        assert_eq!(history.removals().count(), 1);
        history.removed(Href::new("b"), 0, 7, 2);
        assert_eq!((history.latest(), history.forgotten()), (7, 3));
        let names: Vec<_> = history.removals().map(|(revision, href)| format!("{revision} {href}")).collect();
        assert_eq!(names, ["7 b"]);
        history.removed(Href::new("c"), 0, 8, 0);
        assert_eq!((history.removals().count(), history.forgotten()), (0, 8));
        assert_eq!(history.present_since(0).collect::<Vec<_>>(), [&d], "what is there is not forgotten");
        history.changed(&d, 4, 9, 0);
        assert_eq!(history.present_since(8).collect::<Vec<_>>(), [&d]);
        assert_eq!(history.present_since(0).count(), 1, "once");
        assert_eq!(history.present_since(9).count(), 0);
    }
}
