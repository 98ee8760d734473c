//! How many requests a synchronization takes, with the reference server.

use caldav_conformance::reference::Settings;
use caldav_types::client::{SyncOptions, SyncState};

use crate::bent::{Bent, Lacks};
use crate::replica::{Reference, Replica, event, path};
use crate::wire::{Order, Run, Transport, run};

fn sync(state: SyncState, batch: Option<usize>, way: &mut impl Transport) -> Run {
    let options = batch.map_or_else(SyncOptions::default, |batch| SyncOptions::default().with_batch(batch));
    let target = Replica::target(way).unwrap();
    run(target, state, (options, Order::Sent), Vec::new(), way)
}

fn filled(objects: usize, lacks: Lacks) -> Bent {
    let mut there = Reference::new(Settings::default().with_history(100_000));
    for number in 0..objects {
        there.put(&path(&number.to_string()), &event(&number.to_string(), "first"));
    }
    Bent { there, lacks }
}

/// Nothing new: with the listing of the home, at most one request a calendar and one.
#[test]
fn nothing_new() {
    for lacks in [
        Lacks::default(),
        Lacks { sync: true, ..Lacks::default() },
        Lacks { sync: true, ctag: true, ..Lacks::default() },
    ] {
        let mut way = filled(20, lacks);
        let first = sync(SyncState::default(), None, &mut way);
        assert_eq!(first.changes.len(), 20);
        let again = sync(first.state(), None, &mut way);
        assert!(again.requests <= 1, "{lacks:?}: {}", again.requests);
        assert!(again.changes.is_empty());
        if !lacks.ctag {
            assert_eq!(again.requests, 0, "{lacks:?}: the listing told it");
        }
    }
}

/// Ten thousand objects, new and then changed: as many requests as there are batches, and three.
#[test]
fn ten_thousand() {
    const OBJECTS: usize = 10_000;
    for (batch, batches) in [(None, 100), (Some(OBJECTS), 1), (Some(999), 11)] {
        let mut way = filled(OBJECTS, Lacks::default());
        let first = sync(SyncState::default(), batch, &mut way);
        assert_eq!((first.changes.len(), first.sync.failure()), (OBJECTS, None));
        assert!(first.requests <= batches + 3, "{batch:?}: {}", first.requests);
        if batch == Some(999) {
            continue;
        }
        for number in 0..OBJECTS {
            way.there.put(&path(&number.to_string()), &event(&number.to_string(), "second"));
        }
        let second = sync(first.state(), batch, &mut way);
        assert_eq!((second.changes.len(), second.sync.failure()), (OBJECTS, None));
        assert!(second.requests <= batches + 3, "{batch:?}: {}", second.requests);
        let third = sync(second.state(), batch, &mut way);
        assert_eq!((third.requests, third.changes.len()), (0, 0));
    }
}

/// The same by comparison of tags, and where the token was forgotten: what did not change is not fetched.
#[test]
fn comparison() {
    let few = |way: &mut Bent| {
        for number in ["3", "5", "900"] {
            way.there.put(&path(number), &event(number, "second"));
        }
        way.there.delete(&path("7"));
    };
    let mut way = filled(1_000, Lacks { sync: true, ..Lacks::default() });
    let first = sync(SyncState::default(), None, &mut way);
    assert!(first.requests <= 10 + 3, "{}", first.requests);
    few(&mut way);
    let second = sync(first.state(), None, &mut way);
    assert_eq!((second.requests, second.changes.len()), (2, 4));

    let mut way =
        Bent { there: Reference::new(Settings::default().with_history(2)), lacks: Lacks::default() };
    for number in 0..1_000 {
        way.there.put(&path(&number.to_string()), &event(&number.to_string(), "first"));
    }
    let first = sync(SyncState::default(), None, &mut way);
    few(&mut way);
    let second = sync(first.state(), None, &mut way);
    assert_eq!(second.changes.len(), 4);
    assert!(
        second.requests <= 3,
        "the token that is refused, all tags, what is another: {}",
        second.requests
    );
}
