//! Two folders and a server, changed at random on all sides, with faults on the way and runs that are cut off: they come
//! to the same, and nothing is lost that was not given up.

use std::collections::BTreeSet;
use std::fs;

use caldav_conformance::reference::{Fault, Settings};
use proptest::prelude::*;

use super::{Place, Ran, Trouble, What, World, object};
use crate::outcome::Outcome;
use crate::sync::Job;
use crate::sync::disk::Disk;

#[derive(Clone, Debug)]
enum Step {
    /// A file gets another content; one that is not there is made.
    Write {
        place: usize,
        name: usize,
        other_event: bool,
    },
    Delete {
        place: usize,
        file: usize,
    },
    Rename {
        place: usize,
        file: usize,
        name: usize,
    },
    PutThere {
        name: usize,
    },
    DeleteThere {
        object: usize,
    },
    RenameThere {
        object: usize,
        name: usize,
    },
    Sync {
        place: usize,
        trouble: Option<Trouble>,
        cut: Option<u64>,
    },
}

/// What happens, and what is known of the contents that were written.
struct Play {
    world: World,
    places: [Place; 2],
    count: u64,
    /// The contents that nobody gave up.
    wanted: BTreeSet<u64>,
    kept: BTreeSet<String>,
}

impl Play {
    fn new(settings: Settings) -> Self {
        let (places, wanted, kept) = ([Place::new(), Place::new()], BTreeSet::new(), BTreeSet::new());
        let play = Self { world: World::with(settings), places, count: 0, wanted, kept };
        // Each folder knows its calendar, so that files can be put into it.
        play.places.iter().for_each(|place| _ = place.sync(&play.world).is_fine());
        play
    }

    fn content(&mut self, uid: Option<&str>) -> String {
        self.count += 1;
        self.wanted.insert(self.count);
        let own = format!("u{}", self.count);
        object(uid.unwrap_or(&own), &self.count.to_string())
    }

    /// Somebody who saw this content replaced or deleted it.
    fn give_up(&mut self, content: &str) {
        self.wanted.remove(&number_of(content));
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Write { place, name, other_event } => {
                let file = format!("default/f{name}.ics");
                let before = fs::read_to_string(self.places[place].path(&file)).ok();
                let uid = before.as_deref().filter(|_| !other_event).map(uid_of);
                if let Some(before) = &before {
                    self.give_up(before);
                }
                let content = self.content(uid);
                self.places[place].write(&file, &content);
            }
            Step::Delete { place, file } => {
                if let Some((name, content)) = self.file(place, file) {
                    self.give_up(&content);
                    self.places[place].remove(&name);
                }
            }
            Step::Rename { place, file, name } => {
                let to = format!("default/r{name}.ics");
                if let Some((from, _)) = self.file(place, file)
                    && !self.places[place].path(&to).exists()
                {
                    fs::rename(self.places[place].path(&from), self.places[place].path(&to)).unwrap();
                }
            }
            Step::PutThere { name } => {
                let name = format!("f{name}.ics");
                let before = self.world.contents().get(&name).cloned();
                if let Some(before) = &before {
                    self.give_up(before);
                }
                let content = self.content(before.as_deref().map(uid_of));
                self.world.put(&name, &content);
            }
            Step::DeleteThere { object } => {
                if let Some((name, content)) = self.object(object) {
                    self.give_up(&content);
                    self.world.delete(&name);
                }
            }
            Step::RenameThere { object, name } => {
                let to = format!("s{name}.ics");
                if let Some((from, content)) = self.object(object)
                    && !self.world.contents().contains_key(&to)
                {
                    self.world.delete(&from);
                    self.world.put(&to, &content);
                }
            }
            Step::Sync { place, trouble, cut } => {
                self.world.trouble(trouble);
                let disk = cut.map_or_else(Disk::default, Disk::cut_after);
                self.sync(place, &disk);
                self.world.trouble(None);
            }
        }
    }

    fn sync(&mut self, place: usize, disk: &Disk) -> Ran {
        // Now and then several requests are under way at once.
        let jobs = if self.count.is_multiple_of(3) { 3 } else { 1 };
        let ran = self.places[place].run(&self.world, disk, |job| Job { delete_all: true, jobs, ..job });
        self.kept.extend(ran.kept());
        ran
    }

    fn file(&self, place: usize, number: usize) -> Option<(String, String)> {
        let files = self.places[place].contents("default", is_object);
        let (name, content) = files.into_iter().nth(number)?;
        Some((format!("default/{name}"), content))
    }

    fn object(&self, number: usize) -> Option<(String, String)> {
        self.world.contents().into_iter().nth(number)
    }

    fn end(mut self) {
        for _ in 0..3 {
            (0..2).for_each(|place| _ = self.sync(place, &Disk::default()));
        }
        for place in 0..2 {
            let ran = self.sync(place, &Disk::default());
            assert_eq!(
                (ran.outcome, ran.done()),
                (Outcome::Fine, Vec::new()),
                "nothing is left to do: {ran:#?}"
            );
        }
        let there = self.world.contents();
        let sorted = |contents: Vec<&String>| contents.into_iter().cloned().collect::<BTreeSet<_>>();
        let mut found: BTreeSet<u64> = there.values().map(|content| number_of(content)).collect();
        for place in &self.places {
            let here = place.contents("default", is_object);
            assert_eq!(sorted(here.values().collect()), sorted(there.values().collect()));
            assert_eq!(here.len(), there.len());
            for (name, content) in place.contents("default", |name| !is_object(name)) {
                // A run that is cut off after it kept something tells it the next time, if it is still there to be lost.
                let number = number_of(&content);
                assert!(self.kept.contains(&name) || !self.wanted.contains(&number), "{name} was not told");
                found.insert(number);
            }
        }
        let lost: Vec<_> = self.wanted.difference(&found).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
    }
}

fn is_object(name: &str) -> bool {
    crate::sync::name::is_object(name)
}

fn number_of(content: &str) -> u64 {
    line(content, "SUMMARY:").parse().unwrap()
}

fn uid_of(content: &str) -> &str {
    line(content, "UID:")
}

fn line<'c>(content: &'c str, name: &str) -> &'c str {
    content.lines().find_map(|line| line.strip_prefix(name)).unwrap()
}

fn troubles() -> impl Strategy<Value = Option<Trouble>> {
    let what = prop_oneof![
        Just(What::Lost),
        Just(What::Unanswered),
        Just(What::Cut),
        Just(What::Page),
        Just(What::Status(429, Some(60))),
        Just(What::Status(429, Some(1))),
        proptest::sample::select(vec![401, 403, 412, 500, 503, 507])
            .prop_map(|status| What::Status(status, None)),
    ];
    proptest::option::of((0..8_u64, what).prop_map(|(at, what)| Trouble { at, what }))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..2_usize, 0..4_usize, any::<bool>()).prop_map(|(place, name, other_event)| Step::Write { place, name, other_event }),
        2 => (0..2_usize, 0..4_usize).prop_map(|(place, file)| Step::Delete { place, file }),
        2 => (0..2_usize, 0..4_usize, 0..3_usize).prop_map(|(place, file, name)| Step::Rename { place, file, name }),
        2 => (0..4_usize).prop_map(|name| Step::PutThere { name }),
        1 => (0..4_usize).prop_map(|object| Step::DeleteThere { object }),
        1 => (0..4_usize, 0..3_usize).prop_map(|(object, name)| Step::RenameThere { object, name }),
        5 => (0..2_usize, troubles(), proptest::option::of(0..40_u64)).prop_map(|(place, trouble, cut)| Step::Sync { place, trouble, cut }),
    ];
    proptest::collection::vec(step, 1..30)
}

fn settings() -> impl Strategy<Value = Settings> {
    prop_oneof![
        Just(Settings::default()),
        Just(Settings::default().with_history(2)),
        Just(Settings::default().with_fault(Fault::SupportedReportSetLies)),
        Just(Settings::default().with_fault(Fault::HrefOfAnotherHost)),
        Just(Settings::default().with_fault(Fault::EtagPropertyDiffers)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_come_to_the_same(settings in settings(), steps in steps()) {
        let mut play = Play::new(settings);
        steps.iter().for_each(|step| play.step(step));
        play.end();
    }
}

const fn lost(place: usize, at: u64) -> Step {
    Step::Sync { place, trouble: Some(Trouble { at, what: What::Lost }), cut: None }
}

const fn sync(place: usize) -> Step {
    Step::Sync { place, trouble: None, cut: None }
}

const fn cut(place: usize, steps: u64) -> Step {
    Step::Sync { place, trouble: None, cut: Some(steps) }
}

const fn write(place: usize, name: usize) -> Step {
    Step::Write { place, name, other_event: false }
}

const fn replace(place: usize, name: usize) -> Step {
    Step::Write { place, name, other_event: true }
}

/// What the test above once found.
#[test]
fn found_before() {
    let plays: &[&[Step]] = &[
        // A download that was cut off, and a file that was renamed before the next run.
        &[
            write(0, 0),
            Step::PutThere { name: 1 },
            sync(0),
            write(1, 2),
            cut(1, 10),
            Step::Rename { place: 1, file: 0, name: 0 },
        ],
        // A file that was replaced by another event, a conflict, and a cut.
        &[
            write(0, 0),
            sync(0),
            write(1, 3),
            write(0, 1),
            sync(1),
            write(0, 2),
            lost(0, 0),
            Step::Delete { place: 0, file: 1 },
            lost(0, 2),
            Step::PutThere { name: 2 },
            cut(0, 2),
            replace(0, 2),
            cut(0, 17),
            write(0, 3),
        ],
        // A conflict with another event by the same name, and a cut.
        &[
            write(0, 0),
            sync(0),
            Step::PutThere { name: 1 },
            Step::RenameThere { object: 0, name: 0 },
            write(0, 0),
            Step::PutThere { name: 0 },
            cut(0, 10),
        ],
        // An upload that nobody remembers, a file that was renamed since, and another event by its name.
        &[write(0, 0), write(0, 2), cut(0, 0), Step::Rename { place: 0, file: 1, name: 0 }, write(0, 2)],
        // A file that is renamed to what another one has on the server.
        &[
            Step::PutThere { name: 0 },
            sync(0),
            sync(1),
            write(0, 1),
            Step::Rename { place: 0, file: 1, name: 1 },
            Step::Rename { place: 1, file: 0, name: 1 },
        ],
        // Downloads that were cut off, a file that was renamed since, and another one by its name.
        &[
            Step::PutThere { name: 2 },
            Step::PutThere { name: 0 },
            write(1, 0),
            Step::PutThere { name: 1 },
            cut(1, 17),
            Step::Rename { place: 1, file: 3, name: 0 },
            write(1, 2),
            write(0, 0),
        ],
        &[
            write(0, 3),
            sync(0),
            cut(1, 6),
            write(1, 0),
            Step::Rename { place: 1, file: 1, name: 0 },
            write(1, 3),
        ],
        &[
            write(1, 2),
            sync(1),
            write(1, 0),
            Step::PutThere { name: 2 },
            cut(1, 6),
            Step::Rename { place: 1, file: 1, name: 0 },
        ],
        // Downloads that were cut off, one of which has another address since, and another event at its old one.
        &[
            write(0, 0),
            write(0, 1),
            sync(0),
            sync(1),
            Step::PutThere { name: 0 },
            Step::PutThere { name: 3 },
            Step::RenameThere { object: 1, name: 0 },
            replace(0, 0),
            Step::PutThere { name: 2 },
            cut(1, 25),
            Step::RenameThere { object: 2, name: 2 },
            Step::PutThere { name: 3 },
        ],
    ];
    for steps in plays {
        let mut play = Play::new(Settings::default());
        steps.iter().for_each(|step| play.step(step));
        play.end();
    }
}
