//! Folders and a server under faults, cuts and the edits of others: they end in step, and nothing is lost.
//!
//! Every content is written once and differs from all others. At the end each is on the server, or somebody wrote
//! something else in its place or deleted it who had it before the eyes.

mod replica;
mod server;

use proptest::prelude::{Strategy, any, proptest};
use proptest::sample::select;

use super::text;
use crate::client::Direction;
use replica::{Course, Cut, Ledger, Replica};
use server::{FAULTS, Fault, Manner, Server};

const MANNER: Manner = Manner { has_sync: true, has_multiget: true, tells_tags: true, is_weak: false };

fn manners() -> [Manner; 5] {
    [
        MANNER,
        Manner { has_sync: false, ..MANNER },
        Manner { tells_tags: false, ..MANNER },
        Manner { has_multiget: false, ..MANNER },
        Manner { is_weak: true, has_sync: false, ..MANNER },
    ]
}

fn path(name: impl std::fmt::Display) -> String {
    format!("/cal/{name}.ics")
}

fn all_at_once() -> Course {
    Course { in_flight: 4, ..Course::default() }
}

/// A server and a replica in step, and then creates, changes, deletes and moves on both sides.
fn script(manner: Manner) -> (Server, Replica, Ledger) {
    let (mut server, mut replica, mut ledger) = (Server::new(manner), Replica::new("a"), Ledger::default());
    for number in 0..9 {
        let data = text(&number.to_string());
        server.put(&path(number), &data);
        ledger.write(&data, None);
    }
    replica.run(&mut server, &all_at_once());
    assert_eq!(replica.files, server.contents());
    for (name, content) in
        [("0", "there"), ("1", "both, there"), ("new", "new there"), ("5", "moved here, there")]
    {
        let (name, data) = (path(name), text(content));
        ledger.write(&data, server.get(&name).cloned());
        server.put(&name, &data);
    }
    ledger.give_up(server.get(&path(2)).cloned());
    server.delete(&path(2));
    // A server tells a move as something gone and something new.
    let moved = server.get(&path(6)).cloned().unwrap();
    server.delete(&path(6));
    server.put(&path("6-moved"), &moved);
    for (name, content) in [("1", "both, here"), ("3", "here"), ("new-here", "new here")] {
        let (name, data) = (path(name), text(content));
        let before = replica.write(&name, &data);
        ledger.write(&data, before);
    }
    let before = replica.remove(&path(4));
    ledger.give_up(before);
    replica.rename(&path(5), &path("5-moved"));
    replica.rename(&path(7), &path("7-moved"));
    replica.rename(&path(8), &path("8-moved"));
    let data = text("moved and changed");
    let before = replica.write(&path("8-moved"), &data);
    ledger.write(&data, before);
    (server, replica, ledger)
}

/// Runs without faults until nothing is left.
fn settle(server: &mut Server, replica: &mut Replica, ledger: &Ledger, why: &dyn std::fmt::Debug) {
    for _ in 0..3 {
        replica.run(server, &all_at_once());
    }
    assert_eq!(replica.files, server.contents(), "{why:?}");
    assert!(replica.changes().is_empty(), "{why:?}");
    assert_eq!(replica.state.pending().count(), 0, "{why:?}");
    ledger.assert_kept(server, why);
}

#[test]
fn a_script_without_faults() {
    for manner in manners() {
        for in_flight in [1, 4] {
            let (mut server, mut replica, ledger) = script(manner);
            replica.run(&mut server, &Course { in_flight, ..Course::default() });
            settle(&mut server, &mut replica, &ledger, &manner);
            // What both changed, and what was moved here and changed there. Without a tag what was changed and moved here
            // cannot be told from what somebody else made of it.
            assert_eq!(replica.conflicts, if manner.tells_tags { 2 } else { 3 }, "{manner:?}");
            for (name, is_there) in
                [("2", false), ("4", false), ("6", false), ("7", false), ("7-moved", true)]
            {
                assert_eq!(server.get(&path(name)).is_some(), is_there, "{name} {manner:?}");
            }
        }
    }
}

/// Each fault at each exchange, before and after the server did what it was asked, and then the run goes on, breaks off
/// at once, or breaks off with the changes made and the state not stored.
#[test]
fn every_fault_at_every_exchange() {
    for manner in manners() {
        for in_flight in [1, 4] {
            let start = script(manner);
            let count = start.1.clone().run(&mut start.0.clone(), &Course { in_flight, ..Course::default() });
            assert!(count >= 15, "{count}");
            for (at, kind) in (0..count + 2).flat_map(|at| (0..FAULTS.len()).map(move |kind| (at, kind))) {
                for is_done in [false, true] {
                    let cuts = [None, Some(false), Some(true)];
                    for cut in cuts.map(|cut| cut.map(|are_made| Cut { after: at + 1, are_made })) {
                        let (mut server, mut replica, ledger) = start.clone();
                        let fault = Some((at, Fault { kind, is_done }));
                        let course = Course { in_flight, fault, cut, ..Course::default() };
                        replica.run(&mut server, &course);
                        let why = (manner, FAULTS[kind], &course);
                        settle(&mut server, &mut replica, &ledger, &why);
                    }
                }
            }
        }
    }
}

/// A run that breaks off after each reply, whatever was stored by then.
#[test]
fn every_cut() {
    for manner in manners() {
        for (in_flight, stores_often) in [(1, false), (1, true), (4, false), (4, true)] {
            let start = script(manner);
            let whole = Course { in_flight, stores_often, ..Course::default() };
            let count = start.1.clone().run(&mut start.0.clone(), &whole);
            for (after, are_made) in (1..=count).flat_map(|after| [(after, false), (after, true)]) {
                let (mut server, mut replica, ledger) = start.clone();
                let course = Course { cut: Some(Cut { after, are_made }), ..whole.clone() };
                replica.run(&mut server, &course);
                settle(&mut server, &mut replica, &ledger, &(manner, &course));
            }
        }
    }
}

/// Somebody else writes while a run goes on, at each exchange.
#[test]
fn every_interruption() {
    for manner in manners() {
        for (name, at) in ["0", "1", "3", "4", "5", "7", "7-moved", "new-here"]
            .into_iter()
            .flat_map(|name| (0..30).map(move |at| (name, at)))
        {
            let (mut server, mut replica, mut ledger) = script(manner);
            let data = text("meanwhile");
            let course = Course { meanwhile: Some((at, path(name), data.clone())), ..all_at_once() };
            replica.run(&mut server, &course);
            if let Some(before) = replica.interrupted.take() {
                ledger.write(&data, before);
            }
            settle(&mut server, &mut replica, &ledger, &(manner, &course));
        }
    }
}

#[test]
fn a_poisoned_object_does_not_block_the_others() {
    let (mut server, mut replica, ledger) = script(MANNER);
    server.poisoned.insert(path("new"));
    replica.run(&mut server, &all_at_once());
    assert!(replica.files[&path(0)].contains("there") && !replica.files.contains_key(&path("new")));
    assert_eq!(replica.state.pending().count(), 1, "it is asked for again");
    server.poisoned.clear();
    settle(&mut server, &mut replica, &ledger, &"poisoned");
}

#[derive(Clone, Debug)]
enum Act {
    Write { who: usize, name: usize },
    Remove { who: usize, name: usize },
    Rename { who: usize, name: usize, to: usize },
    Run { who: usize, course: Course },
    Forget,
}

fn act() -> impl Strategy<Value = Act> {
    let fault = (0..12_usize, 0..FAULTS.len(), any::<bool>());
    let fault = fault.prop_map(|(at, kind, is_done)| (at, Fault { kind, is_done }));
    let cut = (1..16_usize, any::<bool>()).prop_map(|(after, are_made)| Cut { after, are_made });
    let direction =
        select(vec![Direction::Both, Direction::Both, Direction::ToServer, Direction::FromServer]);
    let course = (
        direction,
        1..6_usize,
        proptest::option::of(fault),
        proptest::option::weighted(0.3, cut),
        proptest::option::of(any::<u64>()),
        any::<bool>(),
        any::<bool>(),
    );
    let course = course.prop_map(|(direction, in_flight, fault, cut, order, stores_often, knows_ctag)| {
        Course { direction, in_flight, fault, cut, order, stores_often, knows_ctag, meanwhile: None }
    });
    let (who, name) = (0..3_usize, 0..6_usize);
    proptest::prop_oneof![
        6 => (who.clone(), name.clone()).prop_map(|(who, name)| Act::Write { who, name }),
        2 => (who.clone(), name.clone()).prop_map(|(who, name)| Act::Remove { who, name }),
        2 => (who, name.clone(), name).prop_map(|(who, name, to)| Act::Rename { who, name, to }),
        6 => (0..2_usize, course).prop_map(|(who, course)| Act::Run { who, course }),
        1 => proptest::strategy::Just(Act::Forget),
    ]
}

proptest! {
    /// Two folders and somebody who writes to the server itself.
    #[test]
    fn replicas_converge(
        manner in select(manners().to_vec()),
        acts in proptest::collection::vec(act(), 1..60),
    ) {
        let mut server = Server::new(manner);
        let mut replicas = ["a", "b"].map(Replica::new);
        let mut ledger = Ledger::default();
        for (count, act) in acts.into_iter().enumerate() {
            match act {
                Act::Write { who, name } => {
                    let data = text(&count.to_string());
                    let before = match replicas.get_mut(who) {
                        Some(replica) => replica.write(&path(name), &data),
                        None => {
                            let before = server.get(&path(name)).cloned();
                            server.put(&path(name), &data);
                            before
                        }
                    };
                    ledger.write(&data, before);
                }
                Act::Remove { who, name } => {
                    let before = match replicas.get_mut(who) {
                        Some(replica) => replica.remove(&path(name)),
                        None => {
                            let before = server.get(&path(name)).cloned();
                            if before.is_some() {
                                server.delete(&path(name));
                            }
                            before
                        }
                    };
                    ledger.give_up(before);
                }
                Act::Rename { who, name, to } => {
                    if let Some(replica) = replicas.get_mut(who) {
                        replica.rename(&path(name), &path(to));
                    }
                }
                Act::Run { who, course } => {
                    replicas[who].run(&mut server, &course);
                }
                Act::Forget => server.forget(),
            }
        }
        for _ in 0..4 {
            for replica in &mut replicas {
                replica.run(&mut server, &all_at_once());
            }
        }
        for replica in &replicas {
            assert_eq!(replica.files, server.contents());
            assert!(replica.changes().is_empty());
        }
        ledger.assert_kept(&server, &"at the end");
    }
}
