//! Names that a hostile server gives.

use std::fs;

use super::{Place, World, object};
use crate::outcome::Outcome;

#[test]
fn nothing_is_written_elsewhere() {
    let world = World::new();
    let names = [
        "..%2F..%2Fescaped.ics",
        "%2E%2E%2Fup.ics",
        ".hidden.ics",
        "CON.ics",
        "con.ics",
        "a%00b.ics",
        "a%0Ab.ics",
        "A.ics",
        "a.ics",
        "a",
        "displayname",
        "color",
        "x%5Cy.ics",
        ".caldav-conformance.tmp",
        "..%5Caccount.json",
        "%C3%A9.ics",
        "e%CC%81.ics",
        "1.ics.conflict-1",
        "%FF.ics",
    ];
    let mut count = 0;
    for (number, name) in names.iter().enumerate() {
        let put =
            world.ask("PUT", &format!("/calendars/demo/default/{name}"), &object(&number.to_string(), name));
        count += usize::from(put.status().is_success());
    }
    assert!(count > 14, "{count}");
    let outer = Place::new();
    fs::create_dir(outer.path("inner")).unwrap();
    let inner = Place::new();
    inner.sync(&world).is_fine();
    let objects = inner.list("default");
    assert_eq!(objects.len(), count, "{objects:?}");
    let mut folded: Vec<_> = objects.iter().map(|name| crate::sync::name::folded(name)).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), count, "{objects:?}");
    for name in &objects {
        assert!(crate::sync::name::is_object(name), "{name}");
    }
    assert_eq!(inner.read("default/displayname"), "default\n");
    assert_eq!(inner.list(""), ["default"]);
    inner.sync(&world).did(Outcome::Fine, &[]);
    // A change finds its file again.
    world.put("CON.ics", &object("3", "changed"));
    let ran = inner.sync(&world);
    assert_eq!(ran.done().len(), 1, "{ran:#?}");
}

#[test]
fn calendars_with_bad_names() {
    let world = World::new();
    for name in ["..%2Fup", ".caldav-conformance", "x.tmp", "Default", "a%2Fb"] {
        world.ask("MKCALENDAR", &format!("/calendars/demo/{name}/"), "");
        world.ask("PUT", &format!("/calendars/demo/{name}/1.ics"), &object("1", "1"));
    }
    let here = Place::new();
    here.sync(&world).is_fine();
    for folder in here.list("") {
        assert!(crate::sync::name::is_folder(&folder), "{folder}");
    }
    assert!(here.path(".caldav-conformance/account.json").exists());
    here.sync(&world).did(Outcome::Fine, &[]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    world.put("1.ics", &object("1", "1"));
    let (here, elsewhere) = (Place::new(), Place::new());
    symlink(elsewhere.root(), here.path("default")).unwrap();
    here.sync(&world).is_fine();
    assert!(elsewhere.list("").is_empty(), "a folder that leads elsewhere is none");
    assert_eq!(here.list("default-2"), ["1.ics"]);
    fs::rename(here.path("default-2"), elsewhere.path("moved")).unwrap();
    symlink(elsewhere.path("moved"), here.path("default-2")).unwrap();
    world.put("1.ics", &object("1", "changed"));
    here.sync(&world).did(Outcome::Found, &["problem default-2"]);
    assert_eq!(elsewhere.read("moved/1.ics"), object("1", "1"));

    let here = super::in_step(&world);
    elsewhere.write("target.ics", "keep");
    here.remove("default/1.ics");
    symlink(elsewhere.path("target.ics"), here.path("default/1.ics")).unwrap();
    symlink(elsewhere.path("target.ics"), here.path("default/.caldav-conformance.tmp")).unwrap();
    world.put("2.ics", &object("2", "changed"));
    let ran = here.sync(&world);
    assert_eq!(ran.outcome, Outcome::Found);
    assert_eq!(elsewhere.read("target.ics"), "keep");
    assert_eq!(here.read("default/2.ics"), object("2", "changed"));
    assert!(world.contents().contains_key("1.ics"), "what cannot be read is not deleted");
}
