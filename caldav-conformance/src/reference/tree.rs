//! What there is before anybody asks for anything.

use caldav_types::ResourceType;
use caldav_types::property::DavProperty;
use chrono::{DateTime, Utc};

use super::Settings;
use super::path::Path;
use super::principals::{CALENDARS, FILES, PRINCIPALS, Principals};
use super::store::{Kind, Store};

/// The resources that a server begins with: see the table of the [room](super).
pub(super) fn grow(settings: &Settings, principals: &Principals) -> Store {
    let mut store = Store::new(settings.seed, settings.history);
    for segment in [PRINCIPALS, CALENDARS, FILES] {
        collection(&mut store, &Path::of_segments([segment]), Vec::new(), None);
    }
    for principal in principals.all() {
        let owner = Some(principal.path.clone());
        collection(&mut store, &principal.path, vec![ResourceType::Principal], owner.clone());
        named(&mut store, &principal.path, &principal.display_name);
        if principal.is_group() {
            continue;
        }
        let home = principal.home();
        collection(&mut store, &home, Vec::new(), owner.clone());
        let default = home.child(DEFAULT);
        collection(&mut store, &default, vec![ResourceType::Calendar], owner.clone());
        named(&mut store, &default, DEFAULT);
        collection(&mut store, &Path::of_segments([FILES, &principal.name]), Vec::new(), owner);
    }
    store
}

/// The calendar that a home begins with.
const DEFAULT: &str = "default";

/// The beginning of time.
const BEGINNING: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn collection(store: &mut Store, path: &Path, types: Vec<ResourceType>, owner: Option<Path>) {
    store.put(path, Kind::Collection(types), owner, BEGINNING);
}

fn named(store: &mut Store, path: &Path, name: &str) {
    if let Some(resource) = store.get_mut(path) {
        resource.set_property(DavProperty::DisplayName(name.into()));
    }
}
