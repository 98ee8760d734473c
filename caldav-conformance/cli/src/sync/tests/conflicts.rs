//! Both sides changed, or the server does not want something.

use super::{Place, World, in_step, object};
use crate::outcome::Outcome;

#[test]
fn changed_on_both_sides() {
    let world = World::new();
    let here = in_step(&world);
    here.write("default/1.ics", &object("1", "here"));
    world.put("1.ics", &object("1", "there"));
    here.write("default/2.ics", &object("2", "the same"));
    world.put("2.ics", &object("2", "the same"));
    let ran = here.sync(&world);
    assert_eq!((ran.outcome, ran.kept()), (Outcome::Found, vec!["1.ics.conflict-1".to_owned()]), "{ran:#?}");
    assert_eq!(here.read("default/1.ics"), object("1", "there"));
    assert_eq!(here.read("default/1.ics.conflict-1"), object("1", "here"));
    here.sync(&world).did(Outcome::Fine, &[]);
    // Once more: nothing that is kept is overwritten.
    here.write("default/1.ics", &object("1", "here again"));
    world.put("1.ics", &object("1", "there again"));
    assert_eq!(here.sync(&world).kept(), ["1.ics.conflict-2"]);
    assert_eq!(here.read("default/1.ics.conflict-1"), object("1", "here"));
}

#[test]
fn deleted_on_one_side() {
    let world = World::new();
    let here = in_step(&world);
    here.remove("default/1.ics");
    world.put("1.ics", &object("1", "there"));
    here.write("default/2.ics", &object("2", "here"));
    world.delete("2.ics");
    here.remove("default/3.ics");
    world.delete("3.ics");
    let ran = here.sync(&world);
    assert_eq!(ran.outcome, Outcome::Found);
    assert_eq!(here.read("default/1.ics"), object("1", "there"), "it is here again");
    assert_eq!(
        (ran.kept(), here.read("default/2.ics.conflict-1")),
        (vec!["2.ics.conflict-1".to_owned()], object("2", "here"))
    );
    let told: Vec<_> = ran.done().into_iter().filter(|done| done.starts_with("conflict")).collect();
    assert_eq!(told, ["conflict default/1.ics", "conflict default/2.ics"]);
    assert_eq!(here.list("default"), ["1.ics", "2.ics.conflict-1"]);
    here.sync(&world).did(Outcome::Fine, &[]);
    assert_eq!(world.contents().len(), 1);
}

#[test]
fn new_on_both_sides() {
    let world = World::new();
    let here = in_step(&world);
    // One name, two events.
    here.write("default/new.ics", &object("a", "here"));
    world.put("new.ics", &object("b", "there"));
    // Two names, one event.
    here.write("default/x.ics", &object("c", "here"));
    world.put("y.ics", &object("c", "there"));
    let ran = here.sync(&world);
    assert_eq!(ran.outcome, Outcome::Found);
    assert_eq!(ran.kept(), ["x.ics.conflict-1"]);
    assert_eq!(here.read("default/new-2.ics"), object("b", "there"));
    here.sync(&world).did(Outcome::Fine, &[]);
    let there = Place::new();
    there.sync(&world).is_fine();
    assert_eq!(there.contents("default", |_| true), world.contents());
}

#[test]
fn refused_and_told_each_time() {
    let world = World::new();
    let here = in_step(&world);
    here.write("default/bad.ics", &object("4", "4").replace("UID:4\r\n", ""));
    here.write("default/none.ics", "nothing");
    here.write("default/good.ics", &object("5", "5"));
    std::fs::write(here.path("default/octets.ics"), b"\xff\xfe").unwrap();
    for round in 0..3 {
        let ran = here.sync(&world);
        let done = ran.done();
        assert_eq!(ran.outcome, Outcome::Found, "{round}");
        assert_eq!(done.contains(&"created-there default/good.ics".to_owned()), round == 0);
        for told in ["refused default/bad.ics", "refused default/none.ics", "problem default/octets.ics"] {
            assert!(done.contains(&told.to_owned()), "{round}: {done:?}");
        }
        let refused = ran.event("refused");
        assert_eq!(refused["status"], 403);
        assert!(refused["conditions"][0].as_str().unwrap().starts_with("CALDAV:"), "{refused}");
        assert!(refused["rule"].is_string() && refused["line"].as_u64().unwrap() > 0, "{refused}");
    }
    for name in ["bad", "none", "octets"] {
        here.remove(&format!("default/{name}.ics"));
    }
    here.sync(&world).did(Outcome::Fine, &[]);
}

/// What was refused here and then changed there is kept.
#[test]
fn what_was_refused_and_then_changed_there() {
    let world = World::new();
    let here = in_step(&world);
    here.write("default/1.ics", "nothing");
    assert_eq!(here.sync(&world).outcome, Outcome::Found);
    world.put("1.ics", &object("1", "there"));
    let ran = here.sync(&world);
    assert_eq!(ran.kept(), ["1.ics.conflict-1"], "{ran:#?}");
    assert_eq!(
        (here.read("default/1.ics"), here.read("default/1.ics.conflict-1")),
        (object("1", "there"), "nothing".into())
    );
    here.sync(&world).did(Outcome::Fine, &[]);
}

/// Some servers name what is moved as it was named before, and then delete what was there before.
#[test]
fn what_is_lost_when_it_is_moved_is_sent_again() {
    let world = World { loses_moves: true, ..World::new() };
    let here = in_step(&world);
    std::fs::rename(here.path("default/1.ics"), here.path("default/renamed.ics")).unwrap();
    here.sync(&world).did(
        Outcome::Found,
        &[
            "moved-there default/renamed.ics",
            "problem default/renamed.ics",
            "created-there default/renamed.ics",
        ],
    );
    assert_eq!(world.contents()["renamed.ics"], object("1", "1"));
    assert_eq!(here.list("default"), ["2.ics", "3.ics", "renamed.ics"]);
    here.sync(&world).did(Outcome::Fine, &[]);
}

/// A server that is known to lose them is not asked to move anything.
#[test]
fn what_would_be_lost_is_not_moved() {
    let world = World { loses_moves: true, ..World::new() };
    let here = in_step(&world);
    let account = here.path(".caldav-conformance/account.json");
    let saved = std::fs::read_to_string(&account).unwrap();
    std::fs::write(&account, saved.replace("\"profile\":null", "\"profile\":\"sogo\"")).unwrap();
    std::fs::rename(here.path("default/1.ics"), here.path("default/renamed.ics")).unwrap();
    here.sync(&world).did(Outcome::Fine, &["renamed-here default/renamed.ics"]);
    assert!(world.contents().contains_key("1.ics"));
    here.write("default/renamed.ics", &object("1", "changed"));
    here.sync(&world).did(Outcome::Fine, &["updated-there default/renamed.ics"]);
    assert_eq!(world.contents()["1.ics"], object("1", "changed"));
}

/// What a server writes anew is no other content, unless something is missing in it.
#[test]
fn written_anew_on_the_server() {
    let there = |uid: &str| object(uid, "1").replace("SUMMARY:1", "CLASS:PUBLIC\r\nSUMMARY:1");
    let world = World::new();
    world.put("same.ics", &there("same"));
    world.put("more.ics", &there("more"));
    let here = Place::new();
    here.write("default/same.ics", &object("same", "1"));
    here.write("default/more.ics", &object("more", "1").replace("SUMMARY", "LOCATION:here\r\nSUMMARY"));
    let ran = here.sync(&world);
    assert_eq!(
        (ran.outcome, ran.kept()),
        (Outcome::Found, vec!["more.ics.conflict-1".to_owned()]),
        "{ran:#?}"
    );
    assert_eq!(here.contents("default", |name| name.ends_with(".ics")), world.contents());
    here.sync(&world).did(Outcome::Fine, &[]);
}

/// A calendar has one object of a UID: a copy is kept, but not as one.
#[test]
fn a_copy_is_set_aside() {
    let world = World::new();
    let here = in_step(&world);
    here.write("default/copy.ics", &object("1", "1"));
    here.sync(&world).did(Outcome::Found, &["refused default/copy.ics", "conflict default/copy.ics"]);
    assert_eq!(here.read("default/copy.ics.conflict-1"), object("1", "1"));
    assert_eq!(here.list("default"), ["1.ics", "2.ics", "3.ics", "copy.ics.conflict-1"]);
    here.sync(&world).did(Outcome::Fine, &[]);
    // One that says something else stays, and is told each time.
    here.write("default/copy.ics", &object("1", "another"));
    for _ in 0..2 {
        here.sync(&world).did(Outcome::Found, &["refused default/copy.ics"]);
    }
}
