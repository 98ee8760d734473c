//! How far a collection can be synchronized: its tokens.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)

use caldav_types::server::report::SyncPosition;
use caldav_types::{CTag, SyncToken};

use super::store::{Resource, Store};

/// The token of a collection as it is now.
pub(super) fn token(store: &Store, collection: &Resource) -> SyncToken {
    token_of(store, collection, SyncPosition::at(collection.history.latest()))
}

/// The token that says how far a client knows a collection.
pub(super) fn token_of(store: &Store, collection: &Resource, position: SyncPosition) -> SyncToken {
    let mark = store.identifiers.mark(&(collection.id, position));
    SyncToken::new(&format!("data:,{position}/{mark:x}"))
}

/// How far a client knows a collection; `None` if that is no token of this collection.
pub(super) fn position_of(store: &Store, collection: &Resource, token: &SyncToken) -> Option<SyncPosition> {
    let text = token.as_str().strip_prefix("data:,")?;
    let position = text.split_once('/')?.0.parse().ok()?;
    (token_of(store, collection, position) == *token).then_some(position)
}

/// The tag of a collection as it is now: another one means that something in it changed.
pub(super) fn ctag(store: &Store, collection: &Resource) -> CTag {
    CTag::new(token(store, collection).as_str())
}

#[cfg(test)]
mod tests {
    use caldav_types::SyncToken;
    use caldav_types::server::report::SyncPosition;
    use chrono::DateTime;

    use super::{position_of, token};
    use crate::reference::path::Path;
    use crate::reference::store::{Kind, Store};

    #[test]
    fn tokens_are_bound_to_their_collection() {
        let mut store = Store::new(1, 10);
        let (one, other) = (Path::of_segments(["a"]), Path::of_segments(["b"]));
        for path in [&one, &other] {
            store.put(path, Kind::Collection(Vec::new()), None, DateTime::UNIX_EPOCH);
        }
        let (first, second) = (store.get(&one).unwrap(), store.get(&other).unwrap());
        let given = token(&store, first);
        assert_eq!(position_of(&store, first, &given), Some(SyncPosition::at(0)));
        assert_eq!(position_of(&store, second, &given), None, "of another collection");
        for text in ["", "data:,", "data:,1/0", "data:,0/0", "http://example.com/", "data:,-1/2"] {
            assert_eq!(position_of(&store, first, &SyncToken::new(text)), None, "{text}");
        }
        store.put(&one.child("1"), Kind::Collection(Vec::new()), None, DateTime::UNIX_EPOCH);
        let first = store.get(&one).unwrap();
        assert_eq!(position_of(&store, first, &given), Some(SyncPosition::at(0)), "of before");
        assert_ne!(token(&store, first), given);
    }
}
