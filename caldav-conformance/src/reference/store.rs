//! The resources of a server, by their paths.

use std::collections::{BTreeMap, BTreeSet};

use caldav_types::acl::Ace;
use caldav_types::header::{MediaType, TimeType};
use caldav_types::lock::ActiveLock;
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::{EntityTag, Href, ResourceType, ResourceTypes};
use chrono::{DateTime, Utc};

use super::history::History;
use super::identifiers::Identifiers;
use super::path::Path;

/// All resources.
#[derive(Clone, Debug)]
pub(super) struct Store {
    resources: BTreeMap<Path, Resource>,
    /// The objects of each collection that have a UID.
    uids: BTreeMap<(Path, String), BTreeSet<Path>>,
    /// The resources with locks of their own.
    locked: BTreeSet<Path>,
    pub(super) identifiers: Identifiers,
    /// The revision of the last change.
    revision: u64,
    /// How many changes of a collection are remembered.
    remembered: usize,
}

/// One resource.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    /// A number that no other resource has, before or after it.
    pub(super) id: u64,
    /// What it is.
    pub(super) kind: Kind,
    /// When it was made.
    pub(super) created: DateTime<Utc>,
    /// When its content changed.
    pub(super) modified: DateTime<Utc>,
    /// How often its content changed.
    pub(super) version: u64,
    /// The revision of its last change, of properties too.
    pub(super) changed: u64,
    /// The principal that it belongs to.
    pub(super) owner: Option<Path>,
    /// The properties that clients set, dead ones and live ones.
    pub(super) properties: Vec<DavProperty>,
    /// The entries of its ACL that are its own and can be changed.
    pub(super) entries: Vec<Ace>,
    /// The locks that were taken on it.
    pub(super) locks: Vec<Lock>,
    /// Of a collection: how what is in it changed.
    pub(super) history: History,
}

/// What a resource is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A collection, of these types besides.
    Collection(Vec<ResourceType>),
    /// Octets: an object of a calendar, or any other file.
    Content(Content),
}

/// Octets that are stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// What they are.
    pub(super) media_type: Option<MediaType>,
    /// The octets.
    pub(super) octets: Vec<u8>,
    /// Of an object of a calendar: its UID.
    pub(super) uid: Option<String>,
}

/// A lock.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    /// What it is; how long it will still hold is worked out when somebody asks.
    pub(super) active: ActiveLock,
    /// Until when it holds; `None` if until it is given up.
    pub(super) until: Option<DateTime<Utc>>,
    /// The principal that took it; `None` where nobody said who they are.
    pub(super) creator: Option<Href>,
}

impl Lock {
    /// The lock as it is to be told at `now`: with the time that it will still hold.
    pub(super) fn at(&self, now: DateTime<Utc>) -> ActiveLock {
        let seconds = |until: DateTime<Utc>| (until - now).num_seconds().clamp(0, i64::from(u32::MAX));
        let timeout = match self.until {
            Some(until) => TimeType::Seconds(u32::try_from(seconds(until)).unwrap_or(u32::MAX)),
            None => TimeType::Infinite,
        };
        ActiveLock { timeout: Some(timeout), ..self.active.clone() }
    }
}

impl Resource {
    /// Is it a collection?
    pub(super) const fn is_collection(&self) -> bool {
        matches!(self.kind, Kind::Collection(_))
    }

    /// Is it a collection of this type?
    pub(super) fn is(&self, wanted: &ResourceType) -> bool {
        matches!(&self.kind, Kind::Collection(types) if types.contains(wanted))
    }

    /// Is it a calendar?
    pub(super) fn is_calendar(&self) -> bool {
        self.is(&ResourceType::Calendar)
    }

    /// Its octets.
    pub(super) const fn content(&self) -> Option<&Content> {
        match &self.kind {
            Kind::Content(content) => Some(content),
            Kind::Collection(_) => None,
        }
    }

    /// The value of DAV:resourcetype.
    pub(super) fn types(&self) -> ResourceTypes {
        ResourceTypes(match &self.kind {
            Kind::Collection(types) => {
                [ResourceType::Collection].into_iter().chain(types.iter().cloned()).collect()
            }
            Kind::Content(_) => Vec::new(),
        })
    }

    /// The tag of its content; collections have none.
    pub(super) fn entity_tag(&self) -> Option<EntityTag> {
        self.content().and_then(|_| EntityTag::strong(&format!("{:x}-{:x}", self.id, self.version)).ok())
    }

    /// A property that a client has set.
    pub(super) fn property(&self, name: &DavPropertyName) -> Option<&DavProperty> {
        self.properties.iter().find(|property| property.name() == *name)
    }

    /// Sets a property, instead of one of its name.
    pub(super) fn set_property(&mut self, property: DavProperty) {
        let name = property.name();
        match self.properties.iter_mut().find(|other| other.name() == name) {
            Some(other) => *other = property,
            None => self.properties.push(property),
        }
    }

    /// Removes a property.
    pub(super) fn remove_property(&mut self, name: &DavPropertyName) {
        self.properties.retain(|property| property.name() != *name);
    }
}

impl Store {
    /// Nothing but the root.
    pub(super) fn new(seed: u128, remembered: usize) -> Self {
        let identifiers = Identifiers::new(seed);
        let mut store = Self {
            resources: BTreeMap::new(),
            uids: BTreeMap::new(),
            locked: BTreeSet::new(),
            identifiers,
            revision: 0,
            remembered,
        };
        store.put(&Path::root(), Kind::Collection(Vec::new()), None, DateTime::UNIX_EPOCH);
        store
    }

    /// The resource at a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Resource> {
        self.resources.get(path)
    }

    /// The resource at a path, to be changed in what no history tells of.
    pub(super) fn get_mut(&mut self, path: &Path) -> Option<&mut Resource> {
        self.resources.get_mut(path)
    }

    /// What is below a collection, at whatever depth, in the order of the paths.
    pub(super) fn below(&self, path: &Path) -> impl Iterator<Item = (&Path, &Resource)> {
        let (first, after) = path.bounds_below();
        // The root itself stands at the bound.
        self.resources.range(first..after).filter(move |(other, _)| *other != path)
    }

    /// The members of a collection.
    pub(super) fn members(&self, path: &Path) -> impl Iterator<Item = (&Path, &Resource)> {
        self.below(path).filter(move |(other, _)| other.is_member_of(path))
    }

    /// Makes a resource, or changes the content of the one that is there. It is new with everything of it.
    pub(super) fn put(&mut self, path: &Path, kind: Kind, owner: Option<Path>, now: DateTime<Utc>) {
        let resource = match self.take(path) {
            Some(before) => {
                Resource { kind, modified: now, version: before.version.saturating_add(1), ..before }
            }
            None => Resource {
                id: self.identifiers.number(),
                kind,
                created: now,
                modified: now,
                version: 1,
                changed: 0,
                owner,
                properties: Vec::new(),
                entries: Vec::new(),
                locks: Vec::new(),
                history: History::default(),
            },
        };
        self.insert(path, resource);
        self.note_change(path);
    }

    /// Removes a resource with all that is below it.
    pub(super) fn remove(&mut self, path: &Path) {
        let below: Vec<_> = self.below(path).map(|(path, _)| path.clone()).collect();
        for path in below.iter().rev().chain([path]) {
            if let Some(resource) = self.take(path) {
                self.note_removal(path, &resource);
            }
        }
    }

    /// Moves a resource with all that is below it to a place where nothing is. Locks do not go with it (RFC 4918 §7.5).
    pub(super) fn rename(&mut self, from: &Path, to: &Path) {
        let mut moved = Vec::new();
        let below: Vec<_> = self.below(from).map(|(path, _)| path.clone()).collect();
        for old in below.iter().rev().chain([from]) {
            if let (Some(new), Some(resource)) = (old.moved(from, to), self.take(old)) {
                self.note_removal(old, &resource);
                moved.push((new, resource));
            }
        }
        for (path, mut resource) in moved.into_iter().rev() {
            resource.locks.clear();
            if resource.is_collection() {
                // What it gave out tokens for were other addresses.
                resource.id = self.identifiers.number();
                resource.history = History::default();
            }
            self.insert(&path, resource);
            self.note_change(&path);
        }
    }

    /// Gives a resource with all that is below it to an owner.
    pub(super) fn give(&mut self, path: &Path, owner: Option<&Path>) {
        let (first, after) = path.bounds_below();
        let below = self.resources.range_mut(first..after).map(|(_, resource)| resource);
        below.for_each(|resource| resource.owner = owner.cloned());
        if let Some(resource) = self.resources.get_mut(path) {
            resource.owner = owner.cloned();
        }
    }

    /// A resource is new, or it or its properties are others.
    pub(super) fn note_change(&mut self, path: &Path) {
        self.revision = self.revision.saturating_add(1);
        let Some(resource) = self.resources.get_mut(path) else { return };
        let before = std::mem::replace(&mut resource.changed, self.revision);
        for above in path.ancestors() {
            if let Some(collection) = self.resources.get_mut(&above) {
                collection.history.changed(path, before, self.revision, self.remembered);
            }
        }
    }

    fn note_removal(&mut self, path: &Path, resource: &Resource) {
        let href = path.href(resource.is_collection());
        self.revision = self.revision.saturating_add(1);
        for above in path.ancestors() {
            if let Some(collection) = self.resources.get_mut(&above) {
                collection.history.removed(href.clone(), resource.changed, self.revision, self.remembered);
            }
        }
    }

    /// What is below a collection, at whatever depth, and changed after a revision.
    pub(super) fn changed_below(
        &self,
        path: &Path,
        revision: u64,
    ) -> impl Iterator<Item = (&Path, &Resource)> {
        let history = self.get(path).map(|collection| &collection.history);
        let paths = history.into_iter().flat_map(move |history| history.present_since(revision));
        paths.filter_map(|path| self.resources.get_key_value(path))
    }

    /// The resources of a collection that have a UID.
    pub(super) fn with_uid(&self, collection: &Path, uid: &str) -> impl Iterator<Item = &Path> {
        self.uids.get(&(collection.clone(), uid.to_owned())).into_iter().flatten()
    }

    /// Adds a lock to a resource.
    pub(super) fn lock(&mut self, path: &Path, lock: Lock) {
        if let Some(resource) = self.resources.get_mut(path) {
            resource.locks.push(lock);
            self.locked.insert(path.clone());
        }
    }

    /// Ends the locks that hold no longer.
    pub(super) fn expire_locks(&mut self, now: DateTime<Utc>) {
        self.locked.retain(|path| {
            let Some(resource) = self.resources.get_mut(path) else { return false };
            resource.locks.retain(|lock| lock.until.is_none_or(|until| until > now));
            !resource.locks.is_empty()
        });
    }

    /// Puts a resource into its place, and what was there out of it.
    fn insert(&mut self, path: &Path, resource: Resource) {
        self.take(path);
        if let Some(key) = key_of_uid(path, &resource) {
            self.uids.entry(key).or_default().insert(path.clone());
        }
        self.resources.insert(path.clone(), resource);
    }

    /// Takes a resource out of its place.
    fn take(&mut self, path: &Path) -> Option<Resource> {
        let resource = self.resources.remove(path)?;
        if let Some(key) = key_of_uid(path, &resource)
            && let Some(paths) = self.uids.get_mut(&key)
        {
            paths.remove(path);
            if paths.is_empty() {
                self.uids.remove(&key);
            }
        }
        Some(resource)
    }
}

/// The collection and the UID of an object.
fn key_of_uid(path: &Path, resource: &Resource) -> Option<(Path, String)> {
    Some((path.parent()?, resource.content()?.uid.clone()?))
}

#[cfg(test)]
mod tests {
    use caldav_types::ResourceType;
    use chrono::DateTime;

    use super::{Content, Kind, Store};
    use crate::reference::path::Path;

    fn store() -> Store {
        let mut store = Store::new(1, 100);
        for (path, kind) in [
            (vec!["a"], Kind::Collection(vec![ResourceType::Calendar])),
            (vec!["a", "1"], Kind::Content(Content::default())),
            (vec!["a b"], Kind::Collection(Vec::new())),
        ] {
            store.put(&Path::of_segments(path), kind, None, DateTime::UNIX_EPOCH);
        }
        store
    }

    #[test]
    fn members_and_what_is_below() {
        let store = store();
        let paths =
            |below: &mut dyn Iterator<Item = &Path>| below.map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(paths(&mut store.members(&Path::root()).map(|it| it.0)), ["/a", "/a%20b"]);
        assert_eq!(paths(&mut store.below(&Path::root()).map(|it| it.0)), ["/a", "/a%20b", "/a/1"]);
        assert_eq!(paths(&mut store.below(&Path::of_segments(["a"])).map(|it| it.0)), ["/a/1"]);
        let calendar = store.get(&Path::of_segments(["a"])).unwrap();
        assert!(calendar.is_calendar() && calendar.types().is_calendar());
        assert!(calendar.entity_tag().is_none(), "a collection has no content");
    }

    #[test]
    fn tags_change_with_the_content() {
        let mut store = store();
        let path = Path::of_segments(["a", "1"]);
        let first = store.get(&path).unwrap().entity_tag().unwrap();
        store.put(&path, Kind::Content(Content::default()), None, DateTime::UNIX_EPOCH);
        let second = store.get(&path).unwrap().entity_tag().unwrap();
        assert_ne!(first, second);
        store.remove(&path);
        store.put(&path, Kind::Content(Content::default()), None, DateTime::UNIX_EPOCH);
        let third = store.get(&path).unwrap().entity_tag().unwrap();
        assert!(third != first && third != second, "another resource at the same place");
    }

    #[test]
    fn collections_know_what_changed() {
        let mut store = store();
        let (from, to) = (Path::of_segments(["a"]), Path::of_segments(["c"]));
        let (id, revision) = {
            let calendar = store.get(&from).unwrap();
            (calendar.id, calendar.history.latest())
        };
        assert!(revision > 0, "it has a member");
        store.rename(&from, &to);
        assert!(store.get(&from).is_none() && store.get(&to.child("1")).is_some());
        assert_ne!(store.get(&to).unwrap().id, id, "its tokens are others");
        assert!(store.get(&to).unwrap().changed > revision);
        store.remove(&to);
        assert!(store.get(&to.child("1")).is_none());
        let root = store.get(&Path::root()).unwrap();
        let removals: Vec<_> = root.history.removals().map(|(_, path)| path.to_string()).collect();
        assert_eq!(removals, ["/a/1", "/a/", "/c/1", "/c/"]);
        assert!(root.history.latest() > revision);
    }
}
