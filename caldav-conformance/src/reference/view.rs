//! What a user sees of the resources: the facts that answers rest on.

use caldav_types::acl::{Ace, AcePrincipal, SupportedPrivilege};
use caldav_types::header::HttpDate;
use caldav_types::property::DavPropertyName;
use caldav_types::server::ResourceState;
use caldav_types::server::acl::{Subject, User, privileges_of};
use caldav_types::{Depth, Privilege, PrivilegeSet, StateToken};
use chrono::{DateTime, Utc};

use super::path::Path;
use super::principals::Principals;
use super::store::{Lock, Resource, Store};
use super::{Fault, Settings, live, sync};

/// What a user sees at some time.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'s> {
    pub(super) settings: &'s Settings,
    pub(super) principals: &'s Principals,
    pub(super) supported: &'s [SupportedPrivilege],
    pub(super) store: &'s Store,
    pub(super) user: &'s User,
    pub(super) now: DateTime<Utc>,
}

impl<'s> View<'s> {
    /// The facts of a resource, or those of a place where none is.
    pub(super) fn state(&self, path: &Path) -> ResourceState {
        let locks = self.locks(path).map(|lock| lock.at(self.now)).collect();
        let Some(resource) = self.store.get(path) else {
            let tokens_of_others = self.tokens_of_others(path);
            return ResourceState { locks, tokens_of_others, ..ResourceState::missing(path.href(false)) };
        };
        ResourceState {
            href: path.href(resource.is_collection()),
            exists: true,
            types: resource.types(),
            entity_tag: resource.entity_tag(),
            schedule_tag: None,
            last_modified: resource.content().map(|_| HttpDate(resource.modified)),
            privileges: self.privileges(path),
            locks,
            tokens_of_others: self.tokens_of_others(path),
            states: self.states(path, resource),
        }
    }

    /// The locks that cover a place: its own, and those of infinite depth on collections above it.
    fn locks(&self, path: &Path) -> impl Iterator<Item = &'s Lock> {
        let store = self.store;
        let own = store.get(path).into_iter().flat_map(|resource| &resource.locks);
        let above = path.ancestors().filter_map(move |above| store.get(&above));
        let of_above = above.flat_map(|resource| &resource.locks);
        own.chain(of_above.filter(|lock| lock.active.depth == Depth::Infinity))
    }

    /// The tokens of locks that somebody else took.
    fn tokens_of_others(&self, path: &Path) -> Vec<StateToken> {
        let of_others = self.locks(path).filter(|lock| lock.creator.as_ref() != self.user.principal());
        of_others.filter_map(|lock| lock.active.token.clone()).collect()
    }

    /// RFC 6578 §5: a collection is in the state that its token names.
    fn states(&self, path: &Path, resource: &Resource) -> Vec<StateToken> {
        let is_synchronized = live::is_synchronized(path, resource);
        let token = is_synchronized.then(|| sync::token(self.store, resource));
        token.and_then(|token| token.as_str().parse().ok()).into_iter().collect()
    }

    /// What the user may do with a resource.
    pub(super) fn privileges(&self, path: &Path) -> PrivilegeSet {
        if self.settings.has(Fault::AclIgnored) && self.user.is_authenticated() {
            return PrivilegeSet(vec![Privilege::All]);
        }
        privileges_of(&self.entries(path), self.user, &self.subject(path), self.supported)
    }

    /// May the user do this with it?
    pub(super) fn may(&self, privilege: &Privilege, path: &Path) -> bool {
        self.privileges(path).grants(privilege)
    }

    /// What entries of a resource's ACL rest on.
    pub(super) fn subject(&self, path: &Path) -> Subject {
        let owner = self.store.get(path).and_then(|resource| resource.owner.as_ref());
        Subject {
            principal_url: self.principals.at(path).map(|principal| principal.href()),
            ..owner.map(|owner| Subject::of_owner(owner.href(true))).unwrap_or_default()
        }
    }

    /// The ACL of a resource: what nobody can change, its own entries, those of the collections above it.
    pub(super) fn entries(&self, path: &Path) -> Vec<Ace> {
        let Some(resource) = self.store.get(path) else { return Vec::new() };
        let mut entries = self.protected(path, resource);
        entries.extend(resource.entries.iter().cloned());
        for above in path.ancestors() {
            let inherited = self.store.get(&above).into_iter().flat_map(|resource| &resource.entries);
            let from = above.href(true);
            entries.extend(inherited.map(|entry| Ace { inherited: Some(from.clone()), ..entry.clone() }));
        }
        entries
    }

    /// Owners may do everything; what belongs to nobody, and the principals, everyone who is authenticated may read.
    fn protected(&self, path: &Path, resource: &Resource) -> Vec<Ace> {
        let owner = AcePrincipal::Property(DavPropertyName::Owner);
        let of_owner = resource.owner.as_ref().map(|_| Ace::grant(owner, vec![Privilege::All]));
        let is_public = resource.owner.is_none() || self.principals.at(path).is_some();
        let reader = if self.settings.anonymous && *path == Path::root() {
            AcePrincipal::All
        } else {
            AcePrincipal::Authenticated
        };
        let reading = vec![Privilege::Read, Privilege::ReadAcl, Privilege::ReadCurrentUserPrivilegeSet];
        let of_readers = is_public.then(|| Ace::grant(reader, reading));
        of_owner.into_iter().chain(of_readers).map(|entry| Ace { is_protected: true, ..entry }).collect()
    }
}
