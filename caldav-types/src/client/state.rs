//! What is known of a calendar between two runs.

use std::collections::{BTreeMap, BTreeSet};

use http::Uri;

use super::SyncTarget;
use super::collection::Collection;
use crate::{CTag, EntityTag, Href, ScheduleTag, SyncToken};

/// What is known of a calendar: its members with their versions, and up to where they were brought in step.
///
/// It is plain data, to be stored beside the calendar objects (feature `serde`) and given to the next
/// [`CalendarSync`](super::CalendarSync). The default knows nothing: everything is fetched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct SyncState {
    pub(super) sync_token: Option<SyncToken>,
    pub(super) ctag: Option<CTag>,
    /// By what their address means: `HrefKey::path`.
    pub(super) members: BTreeMap<String, Member>,
    /// Told as changed, not yet fetched.
    pub(super) pending: BTreeMap<String, Href>,
    /// Members that a listing which is still going on has not told.
    pub(super) unconfirmed: BTreeSet<String>,
}

/// A calendar object resource that is known.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Member {
    /// Its address, in the server's spelling.
    pub href: Href,
    /// Its version; `None` where the server told none.
    pub etag: Option<EntityTag>,
    /// Its version as far as a person changed it
    /// ([RFC 6638 §3.2.10](https://www.rfc-editor.org/rfc/rfc6638#section-3.2.10)).
    pub schedule_tag: Option<ScheduleTag>,
}

impl SyncState {
    /// Up to where DAV:sync-collection has brought it; `None` at first, and where the server does not know the report.
    #[must_use]
    pub const fn sync_token(&self) -> Option<&SyncToken> {
        self.sync_token.as_ref()
    }

    /// The version of the collection that it was compared with.
    #[must_use]
    pub const fn ctag(&self) -> Option<&CTag> {
        self.ctag.as_ref()
    }

    /// The calendar object resources that are known.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// The addresses that are still to be fetched: those that a run which was cut did not come to, and those that the
    /// server does not give.
    pub fn pending(&self) -> impl Iterator<Item = &Href> {
        self.pending.values()
    }

    /// What is known of the members of one collection, under the addresses that they have in another: for a calendar
    /// that [moved](super::CalendarSync::moved_to). The next run compares all tags, for the token and the ctag are of
    /// the old place.
    ///
    /// ```
    /// use caldav_types::client::SyncState;
    /// let (from, to) = ("https://example.com/cal/".parse()?, "https://example.com/new/cal/".parse()?);
    /// let state = SyncState::default().move_to(&from, &to);
    /// assert_eq!(state.sync_token(), None);
    /// # Ok::<(), http::uri::InvalidUri>(())
    /// ```
    #[must_use]
    pub fn move_to(&self, from: &Uri, to: &Uri) -> Self {
        let [from, to] = [from, to].map(|url| Collection::new(SyncTarget::new(url.clone())));
        let moved = |href: &Href| match from.member_key(href) {
            Some(_) => to.member_href(href),
            None => href.clone(),
        };
        let members =
            self.members.values().map(|member| Member { href: moved(&member.href), ..member.clone() });
        Self {
            members: members.map(|member| (to.key(&member.href), member)).collect(),
            pending: self.pending.values().map(moved).map(|href| (to.key(&href), href)).collect(),
            ..Self::default()
        }
    }

    /// Every member has to be told again, or is gone.
    pub(super) fn start_over(&mut self) {
        self.sync_token = None;
        self.unconfirmed = self.members.keys().cloned().collect();
    }

    /// Takes over what another state has at a key.
    pub(super) fn copy_key(&mut self, key: String, other: &Self) {
        match other.pending.get(&key) {
            Some(href) => self.pending.insert(key.clone(), href.clone()),
            None => self.pending.remove(&key),
        };
        match other.members.get(&key) {
            Some(member) => self.members.insert(key.clone(), member.clone()),
            None => self.members.remove(&key),
        };
        if other.unconfirmed.contains(&key) {
            self.unconfirmed.insert(key);
        } else {
            self.unconfirmed.remove(&key);
        }
    }
}
