//! A fault at every exchange, and a cut at every step: the next run ends right.

use std::collections::BTreeSet;
use std::fs;

use caldav_conformance::reference::{Fault, Settings};

use super::{Place, Trouble, What, World, in_step, object};
use crate::outcome::Outcome;
use crate::sync::Job;
use crate::sync::disk::Disk;

/// Creates, changes, deletes and moves on both sides, two conflicts, and a new calendar.
fn scene(world: &World) -> Place {
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        world.put(&format!("{name}.ics"), &object(name, name));
    }
    let place = in_step(world);
    place.write("default/new-here.ics", &object("new-here", "1"));
    place.write("default/1.ics", &object("1", "changed here"));
    place.remove("default/2.ics");
    fs::rename(place.path("default/3.ics"), place.path("default/moved.ics")).unwrap();
    place.write("default/e.ics", &object("e", "changed here"));
    place.remove("default/f.ics");
    place.write("default/g.ics", &object("g", "changed here"));
    place.write("other/1.ics", &object("1", "1"));
    place.write("other/displayname", "Other");
    world.put("new-there.ics", &object("new-there", "1"));
    world.put("a.ics", &object("a", "changed there"));
    world.delete("b.ics");
    world.delete("c.ics");
    world.put("c-moved.ics", &object("c", "c"));
    world.put("e.ics", &object("e", "changed there"));
    world.put("f.ics", &object("f", "changed there"));
    world.delete("g.ics");
    place
}

/// After what went wrong: two more runs, and all is in step and nothing lost.
#[track_caller]
fn ends_right(world: &World, place: &Place, case: &str) {
    world.trouble(None);
    place.sync(world);
    let last = place.sync(world);
    assert_eq!((last.outcome, last.done()), (Outcome::Fine, Vec::new()), "{case}: {last:#?}");
    let is_object = crate::sync::name::is_object;
    let summaries = |contents: Vec<String>| -> BTreeSet<(String, String)> {
        let line = |content: &str, name: &str| {
            content.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned()
        };
        contents.iter().map(|content| (line(content, "UID:"), line(content, "SUMMARY:"))).collect()
    };
    let here = summaries(place.contents("default", is_object).into_values().collect());
    let there = summaries(world.contents().into_values().collect());
    assert_eq!(here, there, "{case}");
    let expected = [
        ("new-here", "1"),
        ("new-there", "1"),
        ("1", "changed here"),
        ("3", "3"),
        ("a", "changed there"),
        ("c", "c"),
        ("d", "d"),
        ("e", "changed there"),
        ("f", "changed there"),
    ];
    let expected = expected.map(|(uid, summary)| (uid.to_owned(), summary.to_owned())).into();
    assert_eq!(here, expected, "{case}");
    let kept = summaries(place.contents("default", |name| !is_object(name)).into_values().collect());
    assert!(kept.contains(&("e".into(), "changed here".into())), "{case}: {kept:?}");
    assert!(kept.contains(&("g".into(), "changed here".into())), "{case}: {kept:?}");
    assert_eq!(place.list("other"), ["1.ics"], "{case}");
    let other = world.ask("GET", "/calendars/demo/other/", "");
    assert_eq!(String::from_utf8_lossy(other.body()).lines().count(), 1, "{case}");
}

#[test]
fn a_fault_at_every_exchange() {
    let world = World::new();
    let place = scene(&world);
    world.trouble(None);
    let ran = place.sync(&world);
    assert_eq!(ran.outcome, Outcome::Found);
    let requests = world.requests();
    assert!(requests > 12, "{requests}");
    let whats = [
        What::Lost,
        What::Unanswered,
        What::Cut,
        What::Page,
        What::Status(400, None),
        What::Status(401, None),
        What::Status(403, None),
        What::Status(404, None),
        What::Status(412, None),
        What::Status(429, Some(5)),
        What::Status(429, Some(3600)),
        What::Status(500, None),
        What::Status(503, None),
        What::Status(507, None),
    ];
    for what in whats {
        for at in 0..requests {
            let case = format!("{what:?} at {at}");
            let world = World::new();
            let place = scene(&world);
            world.trouble(Some(Trouble { at, what }));
            let ran = place.sync(&world);
            if matches!(what, What::Status(429, Some(5))) {
                assert_eq!(ran.waited, [5], "{case}");
            }
            ends_right(&world, &place, &case);
        }
    }
}

#[test]
fn a_cut_at_every_step() {
    let world = World::new();
    let place = scene(&world);
    let disk = Disk::default();
    place.run(&world, &disk, |job| job);
    let steps = disk.steps();
    assert!(steps > 60, "{steps}");
    for cut in 0..steps {
        let world = World::new();
        let place = scene(&world);
        let disk = Disk::cut_after(cut);
        place.run(&world, &disk, |job| job);
        assert!(disk.is_cut());
        ends_right(&world, &place, &format!("cut after {cut} steps"));
    }
}

/// Several requests at once come to the same.
#[test]
fn several_at_once() {
    let world = World::new();
    let place = scene(&world);
    place.sync_with(&world, |job| Job { jobs: 4, ..job });
    ends_right(&world, &place, "4 at once");
}

/// What the server asks for is done once, and then another calendar has its turn.
#[test]
fn patience() {
    let world = World::new();
    let place = in_step(&world);
    place.write("default/4.ics", &object("4", "4"));
    for (after, waited, outcome) in [(5, vec![5], Outcome::Fine), (31, vec![], Outcome::Found)] {
        place.write("default/4.ics", &object("4", &after.to_string()));
        world.trouble(Some(Trouble { at: 1, what: What::Status(503, Some(after)) }));
        let ran = place.sync(&world);
        assert_eq!((ran.outcome, ran.waited), (outcome, waited));
    }
}

#[test]
fn who_is_not_let_in_is_told() {
    let world = World::new();
    let place = in_step(&world);
    world.trouble(Some(Trouble { at: 0, what: What::Status(401, None) }));
    assert_eq!(place.sync(&world).outcome, Outcome::CouldNotRun);
    world.trouble(Some(Trouble { at: 0, what: What::Lost }));
    assert_eq!(place.sync(&world).outcome, Outcome::CouldNotRun);
    // A home that is not where it was is looked for.
    world.trouble(Some(Trouble { at: 0, what: What::Status(404, None) }));
    place.sync(&world).did(Outcome::Fine, &[]);
}

/// A server that stores something else than it was sent: a run that is cut off while it uploads leaves no conflicts but
/// that of the one that was under way.
#[test]
fn an_upload_that_is_cut_off_is_no_conflict() {
    for cut in 0..40 {
        let world = World::with(Settings::default().with_fault(Fault::PutDataAltered));
        let place = in_step(&world);
        for number in 4..9 {
            place.write(&format!("default/{number}.ics"), &object(&number.to_string(), "new"));
        }
        place.run(&world, &Disk::cut_after(cut), |job| job);
        let ran = place.sync(&world);
        assert!(ran.kept().len() <= 1, "cut after {cut} steps: {ran:#?}");
        place.sync(&world).is_fine();
        assert_eq!(world.contents().len(), 8, "cut after {cut} steps");
    }
}
