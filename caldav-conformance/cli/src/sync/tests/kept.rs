//! What a user has is kept: what is taken out, what cannot be read, what nobody said may go.

use super::{Place, World, in_step, object};
use crate::outcome::Outcome;
use crate::sync::Job;

#[test]
fn files_that_went_all_at_once_stay_on_the_server_whatever_comes() {
    let world = World::new();
    let here = in_step(&world);
    ["1", "2", "3"].iter().for_each(|name| here.remove(&format!("default/{name}.ics")));
    here.write("default/4.ics", &object("4", "new here"));
    world.put("5.ics", &object("5", "new there"));
    for _ in 0..3 {
        let ran = here.sync(&world);
        assert_eq!((ran.outcome, world.contents().len()), (Outcome::Found, 5), "{ran:#?}");
    }
    // One that is here again is no longer in question.
    here.write("default/1.ics", &object("1", "1"));
    here.sync(&world);
    let allowed = here.sync_with(&world, |job| Job { delete_all: true, ..job });
    assert_eq!(allowed.outcome, Outcome::Fine);
    assert_eq!(world.contents().into_keys().collect::<Vec<_>>(), ["1.ics", "4.ics", "5.ics"]);
}

#[test]
fn a_dry_run_tells_what_would_not_be_done() {
    let world = World::new();
    let here = in_step(&world);
    ["1", "2", "3"].iter().for_each(|name| here.remove(&format!("default/{name}.ics")));
    let dry = here.sync_with(&world, |job| Job { dry: true, ..job });
    assert_eq!(dry.outcome, Outcome::Found);
    assert!(dry.done().iter().all(|done| done == "problem default"), "{dry:#?}");
}

/// With a line more than the others.
fn with_line(content: &str, line: &str) -> String {
    content.replace("SUMMARY", &format!("{line}\r\nSUMMARY"))
}

#[test]
fn a_line_that_is_taken_out_does_not_come_back_unseen() {
    let world = World::new();
    let place = with_line(&object("1", "one"), "LOCATION:there");
    world.put("1.ics", &place);
    let here = Place::new();
    here.sync(&world).is_fine();
    here.write("default/1.ics", &object("1", "one"));
    let more = with_line(&place, "CLASS:PUBLIC");
    world.put("1.ics", &more);
    let ran = here.sync(&world);
    assert_eq!((ran.outcome, ran.kept()), (Outcome::Found, vec!["1.ics.conflict-1".to_owned()]));
    assert_eq!(here.read("default/1.ics"), more);
    assert_eq!(here.read("default/1.ics.conflict-1"), object("1", "one"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_holds_up_no_other() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    let here = in_step(&world);
    let elsewhere = Place::new();
    elsewhere.write("1.ics", "keep");
    here.remove("default/1.ics");
    symlink(elsewhere.path("1.ics"), here.path("default/1.ics")).unwrap();
    here.remove("default/2.ics");
    symlink(elsewhere.path("1.ics"), here.path("default/2.ics")).unwrap();
    world.put("1.ics", &object("1", "changed"));
    world.delete("2.ics");
    world.put("3.ics", &object("3", "changed"));
    assert_eq!(here.sync(&world).outcome, Outcome::Found);
    assert_eq!(here.read("default/3.ics"), object("3", "changed"));
    assert_eq!(here.read("default/1-2.ics"), object("1", "changed"), "{:?}", here.list("default"));
    assert_eq!(elsewhere.read("1.ics"), "keep");
    world.put("3.ics", &object("3", "once more"));
    assert_eq!(here.sync(&world).outcome, Outcome::Found, "the links are told");
    assert_eq!(here.read("default/3.ics"), object("3", "once more"));
    assert_eq!(world.contents().len(), 2);
}

#[test]
fn the_name_of_a_file_leaves_room_for_what_is_kept() {
    let world = World::new();
    let here = in_step(&world);
    let name = format!("default/{}.ics", "x".repeat(250));
    here.write(&name, &object("long", "one"));
    here.sync(&world).is_fine();
    here.write(&name, &object("long", "here"));
    let there = world.contents().into_keys().find(|name| name.starts_with("xx")).unwrap();
    world.put(&there, &object("long", "there"));
    let ran = here.sync(&world);
    let kept = ran.kept();
    assert_eq!((ran.outcome, kept.len(), here.read(&name)), (Outcome::Found, 1, object("long", "there")));
    assert_eq!(here.read(&format!("default/{}", kept[0])), object("long", "here"));
}

#[test]
fn a_uid_of_any_length_is_known_by_a_mark() {
    let world = World::new();
    let uid = "u".repeat(100_000);
    world.put("1.ics", &object(&uid, "one"));
    let here = Place::new();
    here.sync(&world).is_fine();
    assert!(here.read(".caldav-conformance/default.calendar.json").len() < 10_000);
    std::fs::rename(here.path("default/1.ics"), here.path("default/2.ics")).unwrap();
    here.write("default/2.ics", &object(&uid, "changed"));
    here.sync(&world).did(Outcome::Fine, &["updated-there default/2.ics"]);
}

#[test]
fn what_a_color_or_a_name_was_is_kept() {
    let world = World::new();
    let here = in_step(&world);
    world.ask("PROPPATCH", "/calendars/demo/default/", COLOR);
    here.write("default/color", "light blue");
    let ran = here.sync(&world);
    assert_eq!((ran.outcome, ran.kept()), (Outcome::Found, vec!["color.conflict-1".to_owned()]), "{ran:#?}");
    assert_eq!(here.read("default/color.conflict-1"), "light blue");
    assert_eq!(here.read("default/color"), "#FF2968\n");
    here.sync(&world).is_fine();
}

const COLOR: &str = r##"<propertyupdate xmlns="DAV:"><set><prop>
    <calendar-color xmlns="http://apple.com/ns/ical/">#FF2968FF</calendar-color></prop></set></propertyupdate>"##;

#[test]
fn a_calendar_that_is_not_there_is_told() {
    let world = World::new();
    let here = in_step(&world);
    let names = ["default".to_owned(), "Wrok".to_owned()];
    let ran = here.sync_with(&world, |job| Job { calendars: &names, ..job });
    assert_eq!(ran.outcome, Outcome::CouldNotRun);
    here.sync_with(&world, |job| Job { calendars: &names[..1], ..job }).is_fine();
}

#[cfg(unix)]
#[test]
fn who_could_not_read_a_file_cannot_read_the_next() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let here = in_step(&world);
    for name in ["1", "2"] {
        set_permissions(here.path(&format!("default/{name}.ics")), Permissions::from_mode(0o600)).unwrap();
    }
    here.write("default/2.ics", &object("2", "here"));
    world.put("1.ics", &object("1", "there"));
    world.put("2.ics", &object("2", "there"));
    here.sync(&world);
    for name in ["1.ics", "2.ics", "2.ics.conflict-1"] {
        let mode = metadata(here.path(&format!("default/{name}"))).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
