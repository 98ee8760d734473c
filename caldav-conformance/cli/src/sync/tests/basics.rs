//! What a run does where nothing goes wrong.

use std::collections::BTreeSet;
use std::fs;

use caldav_conformance::reference::{Fault, Settings};

use super::{CALENDAR, Place, World, in_step, object};
use crate::arguments::DirectionArgument;
use crate::outcome::Outcome;
use crate::sync::Job;
use crate::sync::disk::Disk;
use crate::sync::state::States;

#[test]
fn down_and_up_and_nothing_new() {
    let world = World::new();
    world.put("1.ics", &object("1", "one"));
    let here = Place::new();
    let created = [
        "calendar-created-here default",
        "calendar-updated-here default/displayname",
        "created-here default/1.ics",
    ];
    here.sync(&world).did(Outcome::Fine, &created);
    assert_eq!(here.read("default/1.ics"), object("1", "one"));
    assert_eq!(here.read("default/displayname"), "default\n");

    here.write("default/2.ics", &object("2", "two").replace("\r\n", "\n"));
    here.write("default/.3.ics", "no object");
    here.write("default/4.ics.tmp", "no object");
    here.sync(&world).did(Outcome::Fine, &["created-there default/2.ics"]);
    assert_eq!(world.contents()["2.ics"], object("2", "two"), "lines end as they should");

    let there = Place::new();
    there.sync(&world).is_fine();
    assert_eq!(there.list("default"), ["1.ics", "2.ics"]);
    for place in [&here, &there] {
        let ran = place.sync(&world);
        ran.did(Outcome::Fine, &[]);
        assert_eq!(ran.requests, 1, "one for the home, none for a calendar");
        assert_eq!(ran.event("account")["remembered"], true);
    }
    // Changes of both sides at once.
    here.write("default/1.ics", &object("1", "changed"));
    here.remove("default/2.ics");
    world.put("5.ics", &object("5", "five"));
    here.sync(&world).did(
        Outcome::Fine,
        &["deleted-there default/2.ics", "updated-there default/1.ics", "created-here default/5.ics"],
    );
    there.sync(&world).did(
        Outcome::Fine,
        &["deleted-here default/2.ics", "updated-here default/1.ics", "created-here default/5.ics"],
    );
    assert_eq!(there.contents("default", |_| true), world.contents());
}

#[test]
fn servers_that_tell_less() {
    for fault in [
        Fault::NoEtag,
        Fault::WeakEtag,
        Fault::SupportedReportSetLies,
        Fault::HrefOfAnotherHost,
        Fault::CollectionHrefWithoutSlash,
    ] {
        let world = World::with(Settings::default().with_fault(fault));
        let (here, there) = (in_step(&world), Place::new());
        there.sync(&world).is_fine();
        here.write("default/4.ics", &object("4", "new"));
        here.sync(&world).is_fine();
        there.sync(&world).is_fine();
        assert_eq!(there.list("default"), ["1.ics", "2.ics", "3.ics", "4.ics"], "{fault:?}");
        assert_eq!(here.contents("default", |_| true), there.contents("default", |_| true), "{fault:?}");
    }
}

#[test]
fn renames_are_moves() {
    let world = World::new();
    let (here, there) = (in_step(&world), Place::new());
    there.sync(&world).is_fine();
    fs::rename(here.path("default/1.ics"), here.path("default/a b.ics")).unwrap();
    fs::rename(here.path("default/2.ics"), here.path("default/renamed.ics")).unwrap();
    here.write("default/renamed.ics", &object("2", "changed and renamed"));
    here.sync(&world)
        .did(Outcome::Fine, &["moved-there default/a b.ics", "updated-there default/renamed.ics"]);
    assert_eq!(world.contents().keys().collect::<Vec<_>>(), ["2.ics", "3.ics", "a%20b.ics"]);
    here.sync(&world).did(Outcome::Fine, &[]);
    there.sync(&world).is_fine();
    assert_eq!(there.list("default"), ["2.ics", "3.ics", "a b.ics"]);
    // Another event by the name that one had: that one moves or goes, and no resource changes its UID.
    fs::rename(here.path("default/3.ics"), here.path("default/4.ics")).unwrap();
    here.write("default/3.ics", &object("5", "new"));
    here.write("default/a b.ics", &object("6", "new"));
    here.sync(&world).did(
        Outcome::Fine,
        &[
            "moved-there default/4.ics",
            "deleted-there default/a b.ics.replaced",
            "created-there default/3.ics",
            "created-there default/a b.ics",
        ],
    );
    here.sync(&world).did(Outcome::Fine, &[]);
    there.sync(&world).is_fine();
    assert_eq!(
        here.contents("default", |_| true).values().collect::<BTreeSet<_>>(),
        there.contents("default", |_| true).values().collect()
    );
}

#[test]
fn folders_and_calendars() {
    let world = World::new();
    let here = in_step(&world);
    here.write("new/1.ics", &object("1", "one"));
    here.write("new/displayname", "New one\n");
    here.write("new/color", "#ff0000");
    here.write("empty/notes.txt", "no calendar");
    here.sync(&world).did(Outcome::Fine, &["calendar-created-there new", "created-there new/1.ics"]);
    let there = Place::new();
    there.sync(&world).is_fine();
    assert_eq!(
        (there.read("new/displayname"), there.read("new/color")),
        ("New one\n".into(), "#FF0000\n".into())
    );

    // Names and colors are changed on either side, and on both.
    here.write("new/displayname", "Newer");
    here.sync(&world).did(Outcome::Fine, &["calendar-updated-there new/displayname"]);
    there.sync(&world).did(Outcome::Fine, &["calendar-updated-here new/displayname"]);
    here.write("new/color", "#00FF00");
    there.write("new/color", "#0000FF");
    here.sync(&world).is_fine();
    let conflict = there.sync(&world);
    conflict.did(Outcome::Found, &["conflict new/color"]);
    assert!(conflict.event("conflict")["message"].as_str().unwrap().contains("#0000FF"));
    assert_eq!(there.read("new/color"), "#00FF00\n");

    // A folder that is gone comes back; the calendar is not deleted.
    fs::remove_dir_all(here.path("new")).unwrap();
    here.sync(&world).is_fine();
    assert_eq!(here.list("new"), ["1.ics"]);

    // A calendar that is gone leaves its folder.
    world.ask("DELETE", "/calendars/demo/new/", "");
    here.sync(&world).did(Outcome::Fine, &["calendar-gone new"]);
    assert_eq!(here.list("new"), ["1.ics"]);
    fs::rename(here.path("new"), here.path("again")).unwrap();
    here.sync(&world).did(Outcome::Fine, &["calendar-created-there again", "created-there again/1.ics"]);
}

#[test]
fn all_files_gone_are_not_deleted() {
    let world = World::new();
    let here = in_step(&world);
    ["1", "2", "3"].iter().for_each(|name| here.remove(&format!("default/{name}.ics")));
    here.sync(&world).did(Outcome::Found, &["problem default"]);
    assert_eq!(world.contents().len(), 3);
    let allowed = here.sync_with(&world, |job| Job { delete_all: true, ..job });
    assert_eq!((allowed.outcome, allowed.done().len()), (Outcome::Fine, 3));
    assert!(world.contents().is_empty());
    // One file is deleted without being asked.
    here.write("default/4.ics", &object("4", "four"));
    here.sync(&world).is_fine();
    here.remove("default/4.ics");
    here.sync(&world).did(Outcome::Fine, &["deleted-there default/4.ics"]);
}

#[test]
fn one_way() {
    let world = World::new();
    let here = in_step(&world);
    here.write("default/1.ics", &object("1", "changed here"));
    here.remove("default/2.ics");
    here.write("default/new.ics", &object("new", "new here"));
    world.put("3.ics", &object("3", "changed there"));
    world.put("4.ics", &object("4", "new there"));
    let before = world.contents();
    here.sync_with(&world, down).did(
        Outcome::Fine,
        &[
            "updated-here default/3.ics",
            "created-here default/4.ics",
            "left-here default/2.ics",
            "left-here default/1.ics",
            "left-here default/new.ics",
        ],
    );
    assert_eq!(world.contents(), before);
    assert_eq!(here.read("default/1.ics"), object("1", "changed here"));
    // What changed there is never lost, and what was changed here is kept.
    world.put("1.ics", &object("1", "changed there"));
    let ran = here.sync_with(&world, down);
    assert_eq!((ran.outcome, ran.kept()), (Outcome::Found, vec!["1.ics.conflict-1".to_owned()]));
    assert_eq!(here.read("default/1.ics.conflict-1"), object("1", "changed here"));

    world.put("4.ics", &object("4", "changed there"));
    here.sync_with(&world, up)
        .did(Outcome::Fine, &["deleted-there default/2.ics", "created-there default/new.ics"]);
    assert_eq!(here.read("default/4.ics"), object("4", "new there"), "nothing is fetched");
    here.write("default/4.ics", &object("4", "changed here"));
    for _ in 0..2 {
        here.sync_with(&world, up).did(Outcome::Found, &["conflict default/4.ics"]);
    }
    let both = here.sync(&world);
    assert_eq!((both.outcome, both.kept()), (Outcome::Found, vec!["4.ics.conflict-1".to_owned()]));
    here.sync(&world).did(Outcome::Fine, &[]);
}

fn down(job: Job<'_>) -> Job<'_> {
    Job { direction: DirectionArgument::Down, ..job }
}

fn up(job: Job<'_>) -> Job<'_> {
    Job { direction: DirectionArgument::Up, ..job }
}

#[test]
fn a_dry_run_writes_nothing() {
    let world = World::new();
    let nowhere = Place::new();
    fs::remove_dir(nowhere.root()).unwrap();
    world.put("1.ics", &object("1", "1"));
    let dry = |place: &Place| place.run(&world, &Disk::new(true), |job| Job { dry: true, ..job });
    let told = dry(&nowhere).done();
    assert_eq!(told.last().unwrap(), "created-here default/1.ics");
    assert!(!nowhere.root().exists());

    let here = in_step(&world);
    here.write("default/1.ics", &object("1", "changed here"));
    here.write("default/2.ics", &object("2", "changed here"));
    here.remove("default/3.ics");
    here.write("other/1.ics", &object("1", "1"));
    world.put("2.ics", &object("2", "changed there"));
    world.put("4.ics", &object("4", "new there"));
    let (before, files) = (world.contents(), here.contents("default", |_| true));
    let state = fs::read(here.path(".caldav-conformance/default.calendar.json")).unwrap();
    let ran = dry(&here);
    ran.did(
        Outcome::Found,
        &[
            "conflict default/2.ics",
            "created-here default/4.ics",
            "deleted-there default/3.ics",
            "updated-there default/1.ics",
            "calendar-created-there other",
        ],
    );
    assert_eq!((world.contents(), here.contents("default", |_| true)), (before, files));
    assert_eq!(fs::read(here.path(".caldav-conformance/default.calendar.json")).unwrap(), state);
    assert_eq!(ran.events.last().unwrap()["dry_run"], true);
}

/// Two folders that were filled by something else: what is the same is found to be so, and the rest is merged.
#[test]
fn folders_that_were_there_before() {
    let world = World::new();
    for name in ["same", "changed", "there"] {
        world.put(&format!("{name}.ics"), &object(name, name));
    }
    let here = Place::new();
    here.write("default/other-name.ics", &object("same", "same"));
    here.write("default/changed.ics", &object("changed", "another"));
    here.write("default/here.ics", &object("here", "here"));
    let ran = here.sync(&world);
    assert_eq!(ran.kept(), ["changed.ics.conflict-1"]);
    assert_eq!(
        here.list("default"),
        ["changed.ics", "changed.ics.conflict-1", "here.ics", "other-name.ics", "there.ics"]
    );
    assert_eq!(world.contents().len(), 4);
    let puts = world.log().iter().filter(|line| line.starts_with("PUT")).count();
    assert_eq!(puts, 1);
    here.sync(&world).did(Outcome::Fine, &[]);
}

#[test]
fn some_calendars_only() {
    let world = World::new();
    world.ask("MKCALENDAR", "/calendars/demo/work/", "");
    world.ask("PUT", "/calendars/demo/work/1.ics", &object("1", "1"));
    let here = Place::new();
    let names = ["work".to_owned()];
    here.sync(&world).is_fine();
    assert!(here.path("default").exists());
    let other = Place::new();
    let ran = other.sync_with(&world, |job| Job { calendars: &names, ..job });
    assert_eq!(
        (ran.outcome, other.path("default").exists(), other.list("work")),
        (Outcome::Fine, false, vec!["1.ics".to_owned()])
    );
    let one = Place::new();
    let url = format!("https://cal.example.com{CALENDAR}");
    let start = caldav_types::client::Start::parse(&url).unwrap();
    for requests in [None, Some(1)] {
        let ran =
            one.run(&world, &Disk::default(), |job| Job { start: start.clone(), start_text: "one", ..job });
        assert_eq!(
            (ran.outcome, one.path("work").exists(), one.path("default").exists()),
            (Outcome::Fine, false, true)
        );
        assert!(requests.is_none_or(|requests| ran.requests == requests));
    }
}

#[test]
fn states_that_are_not_ours() {
    let world = World::new();
    let here = in_step(&world);
    let state = here.path(".caldav-conformance/default.calendar.json");
    let saved = fs::read_to_string(&state).unwrap();
    for foreign in
        ["{}", "nonsense", "", &saved.replace("\"version\":1", "\"version\":2"), &saved[..saved.len() / 2]]
    {
        fs::write(&state, foreign).unwrap();
        let ran = here.sync(&world);
        assert_eq!((ran.outcome, ran.requests), (Outcome::CouldNotRun, 0), "{foreign}");
        assert_eq!(fs::read_to_string(&state).unwrap(), foreign, "it is left");
    }
    // Without it all is compared anew.
    fs::remove_file(&state).unwrap();
    here.sync(&world).did(Outcome::Fine, &[]);
    // The account is another one.
    let account = here.path(".caldav-conformance/account.json");
    let saved = fs::read_to_string(&account).unwrap();
    fs::write(
        &account,
        saved
            .replace("/calendars/demo/", "/calendars/other/")
            .replace("https://cal.example.com/\",\"user", "x\",\"user"),
    )
    .unwrap();
    let ran = here.sync(&world);
    assert_eq!((ran.outcome, ran.done().len()), (Outcome::CouldNotRun, 0));
}

#[test]
fn one_at_a_time() {
    let world = World::new();
    let here = in_step(&world);
    let lock = States::new(here.root()).lock(&Disk::default()).unwrap();
    assert_eq!(here.sync(&world).outcome, Outcome::CouldNotRun);
    drop(lock);
    here.sync(&world).is_fine();
}
