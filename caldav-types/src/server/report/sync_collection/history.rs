//! What of a history a client is told.
//!
//! [RFC 6578 §3.5](https://www.rfc-editor.org/rfc/rfc6578#section-3.5)

use std::collections::{HashMap, HashSet};

use http::Uri;

use super::{SyncBarrier, SyncPosition};
use crate::report::SyncLevel;
use crate::{Href, HrefKey};

/// A change of the history of a collection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// The member.
    pub href: Href,
    /// Its number.
    pub revision: u64,
    /// Is the member there since, or gone?
    pub state: MemberState,
}

/// What a change made of a member.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum MemberState {
    /// It is there, new or with another content.
    Present,
    /// It is gone.
    Removed,
}

/// What a client asks of the history of a collection.
pub(super) struct History<'a> {
    pub(super) collection: &'a Href,
    pub(super) level: SyncLevel,
    pub(super) since: SyncPosition,
}

/// The last change of a member.
pub(super) struct Change {
    /// Where it stands among the changes: the revision, or an earlier one where other changes are told by it.
    pub(super) place: u64,
    pub(super) key: HrefKey,
    pub(super) member: Member,
}

impl History<'_> {
    /// The last change of each member, as far as the client shall be told of it, the earliest first.
    pub(super) fn told(
        &self,
        changes: impl IntoIterator<Item = Member>,
        barriers: &[(Href, SyncBarrier)],
    ) -> Vec<Change> {
        let mut last = self.last(changes);
        if self.level == SyncLevel::Infinite {
            let closed: HashSet<String> =
                barriers.iter().map(|(href, _)| key(href).path().to_owned()).collect();
            last.retain(|key, _| !ancestors_of(key).any(|above| closed.contains(above)));
        }
        let gone: HashSet<String> = last
            .iter()
            .filter(|(_, member)| member.state == MemberState::Removed)
            .map(|(key, _)| key.path().to_owned())
            .collect();
        // What was in a collection that is gone is gone with it (§3.5.2): the outermost one is told. It is told with the
        // first of what it stands for, for it may be there again, with nothing in it, before the client asks next.
        let mut places: HashMap<String, u64> = HashMap::new();
        last.retain(|key, member| {
            let outermost = ancestors_of(key).filter(|above| gone.contains(*above)).last();
            if let Some(outermost) = outermost {
                let place = places.entry(outermost.to_owned()).or_insert(member.revision);
                *place = member.revision.min(*place);
            }
            outermost.is_none()
        });
        let mut told: Vec<Change> = last
            .into_iter()
            .map(|(key, member)| {
                let first = places.get(key.path()).copied().unwrap_or(member.revision);
                Change { place: first.min(member.revision), key, member }
            })
            .collect();
        told.sort_by(|one, other| (one.place, &one.key).cmp(&(other.place, &other.key)));
        told
    }

    /// The last change of each member in reach, where the client does not know it.
    fn last(&self, changes: impl IntoIterator<Item = Member>) -> HashMap<HrefKey, Member> {
        let collection = key(self.collection);
        let mut last: HashMap<HrefKey, Member> = HashMap::new();
        for member in changes {
            let key = key(&member.href);
            let is_here = match self.level {
                SyncLevel::One => ancestors_of(&key).next() == Some(collection.path()),
                SyncLevel::Infinite => ancestors_of(&key).any(|above| above == collection.path()),
            };
            if is_here && last.get(&key).is_none_or(|before| before.revision <= member.revision) {
                last.insert(key, member);
            }
        }
        let SyncPosition { changes, removals } = self.since;
        last.retain(|_, member| match member.state {
            MemberState::Present => member.revision > changes,
            MemberState::Removed => member.revision > removals,
        });
        last
    }
}

/// What an address means on this server.
pub(super) fn key(href: &Href) -> HrefKey {
    href.key(&Uri::from_static("/"))
}

/// The paths of the collections that a member is in, the nearest first.
pub(super) fn ancestors_of(key: &HrefKey) -> impl Iterator<Item = &str> {
    let mut path = key.path();
    std::iter::from_fn(move || {
        if path == "/" {
            return None;
        }
        path = match path.rsplit_once('/')? {
            ("", _) => "/",
            (above, _) => above,
        };
        Some(path)
    })
}
