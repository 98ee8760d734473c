//! Two folders and one server, changed on all sides, over a way on which things go wrong: in the end all have the same,
//! and nothing that was written is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use caldav_conformance::reference::Settings;
use caldav_types::client::SyncOptions;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

use crate::bent::{Bent, Lacks, WAYS};
use crate::broken::{Broken, HARMS, Harm};
use crate::replica::{End, Reference, Replica, event, path, word};
use crate::wire::Order;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    /// A file is written, or deleted.
    Write {
        who: usize,
        name: usize,
    },
    Delete {
        who: usize,
        name: usize,
    },
    /// A file gets a name that no other has, or perhaps one that the server has.
    Move {
        who: usize,
        name: usize,
        to: Option<usize>,
    },
    /// The server is another from now on: one of the ways.
    Turn {
        way: usize,
    },
    /// A folder is brought in step; with a harm at an exchange, and perhaps what came of it is forgotten.
    Sync {
        who: usize,
        harm: Option<(usize, usize)>,
        end: End,
        options: Options,
    },
}

/// The most objects one request asks for, and in which order replies come back.
type Options = (usize, Order);

/// The folders, the server, and what was written on purpose.
#[derive(Clone)]
struct World {
    folders: [Replica; 2],
    way: Bent,
    count: usize,
    /// The words that somebody wrote, and nobody wrote over or deleted who saw them.
    words: BTreeSet<String>,
}

impl World {
    fn new(lacks: Lacks, history: usize) -> Self {
        let there = Reference::new(Settings::default().with_history(history));
        let folders = [Replica::named("a"), Replica::named("b")];
        Self { folders, way: Bent { there, lacks }, count: 0, words: BTreeSet::new() }
    }

    /// A new word, and what it is written over is known to be.
    fn word(&mut self, over: Option<&String>) -> String {
        self.given_up(over);
        self.count += 1;
        let word = format!("word {}", self.count);
        self.words.insert(word.clone());
        word
    }

    fn given_up(&mut self, text: Option<&String>) {
        if let Some(text) = text {
            self.words.remove(&word(text));
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Write { who, name } => self.write(who, &path(&name.to_string())),
            Step::Delete { who: 2, name } => {
                let path = path(&name.to_string());
                if let Some(text) = self.way.there.contents().get(&path) {
                    self.given_up(Some(text));
                    self.way.there.delete(&path);
                }
            }
            Step::Delete { who, name } => {
                let path = path(&name.to_string());
                let text = self.folders[who].files.remove(&path);
                self.given_up(text.as_ref());
            }
            Step::Move { who, name, to } => {
                let Some(folder) = self.folders.get_mut(who) else { return };
                let from = path(&name.to_string());
                let (file, known) = (folder.files.get(&from), folder.synced.get(&from));
                // One that was changed too would be a new resource with the UID of the old one.
                if file.is_some() && (known.is_none() || file == known) {
                    let to = to.map_or_else(|| folder.new_name(), |to| to.to_string());
                    let at = path(&to);
                    if !folder.files.contains_key(&at) && !folder.synced.contains_key(&at) {
                        folder.rename(&name.to_string(), &to);
                    }
                }
            }
            Step::Turn { way } => self.way.lacks = WAYS[way].1,
            Step::Sync { who, harm, end, options } => {
                let harm = harm.map(|(at, harm)| (at, HARMS[harm % HARMS.len()]));
                self.sync(who, harm, end, options);
            }
        }
    }

    fn write(&mut self, who: usize, at: &str) {
        let Some(folder) = self.folders.get(who) else {
            let present = self.way.there.contents().get(at).cloned();
            let word = self.word(present.as_ref());
            let uid = uid(present.as_ref()).unwrap_or_else(|| word.clone());
            return self.way.there.put(at, &event(&uid, &word));
        };
        // A resource keeps its UID (RFC 4791 §5.3.2.1).
        let (present, synced) = (folder.files.get(at).cloned(), folder.synced.get(at).cloned());
        if folder.moved.values().any(|from| from == at) {
            return; // Two resources would have one UID.
        }
        let is_moved = folder.moved.contains_key(at);
        let word = self.word(present.as_ref());
        let of = synced.as_ref().or_else(|| present.as_ref().filter(|_| !is_moved));
        let uid = uid(of).unwrap_or_else(|| word.clone());
        self.folders[who].moved.remove(at);
        self.folders[who].files.insert(at.into(), event(&uid, &word));
    }

    fn sync(&mut self, who: usize, harm: Option<(usize, Harm)>, end: End, (batch, order): Options) {
        let Some(folder) = self.folders.get_mut(who) else { return };
        let mut way = Broken::new(&mut self.way, harm);
        if let Ok(target) = Replica::target(&mut way) {
            folder.sync_with(target, (SyncOptions::default().with_batch(batch), order), &mut way, end);
        }
        assert_eq!(folder.overwritten, Vec::<String>::new(), "nothing here is overwritten");
    }

    /// Without harm, until everybody knows everything.
    fn settle(&mut self, rounds: usize) {
        for round in 0..rounds {
            for who in 0..2 {
                self.folders[who].failures.clear();
                self.folders[who].refused.clear();
                self.sync(who, None, End::Whole, (100, Order::Sent));
                assert!(
                    self.folders[who].failures.is_empty(),
                    "round {round}: {:?}",
                    self.folders[who].failures
                );
            }
        }
        let there = plain(&self.way.there.contents());
        for folder in &self.folders {
            let differ: Vec<_> = plain(&folder.files)
                .into_iter()
                .filter(|(path, text)| there.get(path) != Some(text))
                .chain(there.clone().into_iter().filter(|(path, _)| !folder.files.contains_key(path)))
                .collect();
            assert!(differ.is_empty(), "folder {}: {differ:#?} {:?}", folder.name, folder.refused);
            assert_eq!(folder.dirty(), [], "folder {}", folder.name);
            assert_eq!(folder.state.pending().count(), 0, "folder {}", folder.name);
            assert_eq!(folder.state.members().count(), there.len(), "folder {}", folder.name);
        }
        let known: BTreeSet<_> = there.values().map(|text| word(text)).collect();
        let lost: Vec<_> = self.words.difference(&known).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
    }
}

fn uid(text: Option<&String>) -> Option<String> {
    let line = text?.lines().find_map(|line| line.strip_prefix("UID:"))?;
    Some(line.trim_end().to_owned())
}

fn plain(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.clone(), text.replace('\r', ""))).collect()
}

fn any_step() -> impl Strategy<Value = Step> {
    let name = 0..6_usize;
    prop_oneof![
        1 => (0..WAYS.len()).prop_map(|way| Step::Turn { way }),
        4 => (0..3_usize, name.clone()).prop_map(|(who, name)| Step::Write { who, name }),
        2 => (0..3_usize, name.clone()).prop_map(|(who, name)| Step::Delete { who, name }),
        1 => (0..2_usize, name, proptest::option::of(0..8_usize))
            .prop_map(|(who, name, to)| Step::Move { who, name, to }),
        4 => (
            0..2_usize,
            prop_oneof![Just(None), (0..16_usize, 0..HARMS.len()).prop_map(Some)],
            prop_oneof![
                4 => Just(End::Whole),
                1 => Just(End::Forgotten),
                2 => (1..14_usize, any::<bool>()).prop_map(|(after, is_stored)| End::Killed { after, is_stored }),
            ],
            (
                prop_oneof![Just(1_usize), Just(2), Just(100)],
                prop_oneof![Just(Order::OneByOne), Just(Order::Sent), Just(Order::Backwards)],
            ),
        )
            .prop_map(|(who, harm, end, options)| {
                Step::Sync { who, harm, end, options }
            }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Some hundred steps each.
    #[test]
    fn they_converge(
        way in 0..WAYS.len(),
        history in prop_oneof![Just(3_usize), Just(10_000)],
        steps in vec(any_step(), 1..400),
    ) {
        let mut world = World::new(WAYS[way].1, history);
        for step in &steps {
            world.step(step);
        }
        world.settle(4);
    }
}

const IN_TWOS: Options = (2, Order::OneByOne);

/// A folder and a server in step, and then changes on both sides.
fn changed(lacks: Lacks) -> World {
    let mut world = World::new(lacks, 10_000);
    for name in 0..7 {
        world.write(2, &path(&name.to_string()));
    }
    world.sync(0, None, End::Whole, IN_TWOS);
    world.sync(1, None, End::Whole, IN_TWOS);
    // There: a change, one that is changed here too, a removal, a new one.
    for name in ["0", "1", "8"] {
        world.write(2, &path(name));
    }
    world.step(&Step::Delete { who: 2, name: 2 });
    // Here: that one, another, a removal, a move, a new one.
    for name in ["1", "3", "9"] {
        world.write(0, &path(name));
    }
    world.step(&Step::Delete { who: 0, name: 4 });
    world.step(&Step::Move { who: 0, name: 5, to: None });
    // And a move to where there is something now.
    world.write(2, &path("11"));
    world.step(&Step::Move { who: 0, name: 6, to: Some(11) });
    world
}

/// Every harm at every exchange of a run with all kinds of changes: the next run ends right. What came of a run that had
/// no answer is forgotten too, as if it had been killed.
#[test]
fn every_harm_at_every_exchange() {
    for (name, lacks) in
        WAYS.iter().filter(|(name, _)| !["no sync-collection, no ctag", "pages of two"].contains(name))
    {
        let start = changed(*lacks);
        let mut whole = start.clone();
        whole.way.there.asked.clear();
        whole.sync(0, None, End::Whole, IN_TWOS);
        let exchanges = whole.way.there.asked.len();
        assert!(exchanges > 12, "{name}: {exchanges}");
        for harm in HARMS {
            for at in 0..exchanges + 2 {
                let is_silent = matches!(harm, Harm::NotSent | Harm::Lost);
                let ends: &[End] = if is_silent { &[End::Whole, End::Forgotten] } else { &[End::Whole] };
                for end in ends {
                    let mut world = start.clone();
                    world.sync(0, Some((at, *harm)), *end, IN_TWOS);
                    let settled = AssertUnwindSafe(|| world.settle(2));
                    assert!(catch_unwind(settled).is_ok(), "{name}: {harm:?} at {at}, {end:?}");
                }
            }
        }
    }
}

/// A run that ends after any number of its exchanges, before or after the state was stored: the next run ends right.
#[test]
fn killed_after_every_exchange() {
    for (name, lacks) in WAYS {
        let start = changed(*lacks);
        for after in 1..24 {
            for is_stored in [false, true] {
                let mut world = start.clone();
                world.sync(0, None, End::Killed { after, is_stored }, IN_TWOS);
                let settled = AssertUnwindSafe(|| world.settle(2));
                assert!(catch_unwind(settled).is_ok(), "{name}: after {after}, stored {is_stored}");
            }
        }
    }
}

/// What was taken before a run was killed, and removed there before the next one, is removed here too.
#[test]
fn taken_and_not_stored() {
    for (name, lacks) in WAYS {
        let mut world = World::new(*lacks, 10_000);
        world.write(2, &path("4"));
        world.sync(0, None, End::Killed { after: 2, is_stored: false }, IN_TWOS);
        world.step(&Step::Delete { who: 2, name: 4 });
        let settled = AssertUnwindSafe(|| world.settle(1));
        assert!(catch_unwind(settled).is_ok(), "{name}");
    }
}
