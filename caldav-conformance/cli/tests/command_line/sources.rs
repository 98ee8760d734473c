//! Which files are read, and in which order they are reported.

use std::fs;

use crate::run::{EVENT, Folder};

#[test]
fn folders_are_searched_in_order() {
    let folder = Folder::new("folders_are_searched_in_order");
    for name in [
        "b/2.ics",
        "b/10.ICS",
        "b/deep/er/x.ical",
        "a/z.ifb",
        "a/y.icalendar",
        "a/notes.txt",
        "a/x.ics~",
        "c.json",
    ] {
        folder.write(name, EVENT);
    }
    let files =
        |paths: &[&str]| folder.run([&["check", "--format", "json"], paths].concat()).is_fine().files();
    let join = |parts: &[&str]| parts.iter().collect::<std::path::PathBuf>().to_str().unwrap().to_owned();
    let of_a = [join(&["a", "y.icalendar"]), join(&["a", "z.ifb"])];
    let of_b = [join(&["b", "10.ICS"]), join(&["b", "2.ics"]), join(&["b", "deep", "er", "x.ical"])];
    assert_eq!(files(&["a", "b"]), [&of_a[..], &of_b].concat());
    assert_eq!(files(&["b", "a"]), [&of_b[..], &of_a].concat());
    // What is named itself is read whatever its name is.
    assert_eq!(files(&["c.json", "a"]), [&["c.json".to_owned()][..], &of_a].concat());
}

/// The order does not depend on which of many files is checked first.
#[test]
fn order_of_many_files() {
    let folder = Folder::new("order_of_many_files");
    let mut names: Vec<_> =
        (0..1_500).map(|number| format!("{}-{number}.ics", number * 7_919 % 1_500)).collect();
    for (number, name) in names.iter().enumerate() {
        folder.write(name, EVENT.replace("Breakfast", &"long ".repeat(number % 13)));
    }
    names.sort();
    let run = folder.run(["check", ".", "--format", "json"]);
    let found: Vec<_> = run.files().iter().map(|file| file.trim_start_matches("./").to_owned()).collect();
    assert_eq!(found, names);
}

#[test]
fn standard_input() {
    let folder = Folder::new("standard_input");
    folder.write("event.ics", EVENT);
    let run =
        folder.run_with_input(["check", "--format", "json", "event.ics", "-", "event.ics"], EVENT.as_bytes());
    assert_eq!(run.is_fine().files(), ["event.ics", "-", "event.ics"]);
    let run = folder.run_with_input(["check", "-"], b"BEGIN:VCALENDAR\r\n");
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.text().starts_with("-:"), "{run:?}");
}

#[test]
fn missing_files() {
    let folder = Folder::new("missing_files");
    folder.write("event.ics", EVENT);
    let run = folder.run(["check", "--format", "json", "no.ics", "event.ics"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.errors.starts_with("caldav-conformance: no.ics: cannot be read: "), "{run:?}");
    assert_eq!(run.files(), ["no.ics", "event.ics"]);
    let [missing, found] = run.objects().try_into().unwrap();
    assert_eq!((&missing["ok"], &missing["error"]["kind"]), (&false.into(), &"unreadable".into()));
    assert_eq!(found["ok"], true);

    for format in ["text", "json", "junit", "sarif"] {
        let run = folder.run(["check", "--format", format, "no.ics"]);
        assert_eq!((run.status, run.errors.lines().count()), (2, 1), "{format}: {run:?}");
    }
}

#[test]
fn nothing_to_check() {
    let folder = Folder::new("nothing_to_check");
    fs::create_dir(folder.path("empty")).unwrap();
    let run = folder.run(["check", "empty"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.text().starts_with("0 files\n"), "{run:?}");
    assert!(run.errors.contains("no calendar file"), "{run:?}");
}

#[test]
fn names_that_look_like_options() {
    let folder = Folder::new("names_that_look_like_options");
    folder.write("--strict", EVENT);
    assert_eq!(folder.run(["check", "--format", "json", "--", "--strict"]).is_fine().files(), ["--strict"]);
    // A file of that name is not the standard input.
    folder.write("-", EVENT);
    assert_eq!(folder.run(["check", "--format", "json", "./-"]).is_fine().files(), ["./-"]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::path::Path;

    use crate::run::{EVENT, Folder};

    #[test]
    fn hostile_names() {
        let folder = Folder::new("hostile_names");
        let name = "a\n\x1b[31m<&\"'>\u{202e}.ics";
        folder.write(name, EVENT.replace("\r\n", "\n"));
        let text = folder.run(["check", name]);
        assert!(!text.is_fine().text().contains(['\x1b', '\u{202e}']), "{text:?}");
        assert_eq!(text.text().lines().next().unwrap().split(": ").count(), 3, "{text:?}");
        assert_eq!(folder.run(["check", "--format", "json", name]).is_fine().files(), [name]);
        let junit = folder.run(["check", "--format", "junit", name]);
        assert!(roxmltree::Document::parse(junit.is_fine().text()).is_ok(), "{junit:?}");

        let missing = folder.run(["check", "no\n\x1b[31m.ics"]);
        assert_eq!((missing.status, missing.errors.lines().count()), (2, 1), "{missing:?}");
        assert!(!missing.errors.contains('\x1b'), "{missing:?}");
    }

    #[test]
    fn names_that_are_not_unicode() {
        let folder = Folder::new("names_that_are_not_unicode");
        let name = OsStr::from_bytes(b"\xff.ics");
        folder.write(name, EVENT);
        for arguments in [[OsStr::new("check"), OsStr::new(".")], [OsStr::new("check"), name]] {
            assert!(folder.run(arguments).is_fine().text().starts_with("1 file, all ok\n"));
        }
    }

    /// A folder that contains itself is searched once, and what has no end is not read.
    #[test]
    fn links_and_sockets() {
        let folder = Folder::new("links_and_sockets");
        folder.write("a/event.ics", EVENT);
        symlink(folder.path("."), folder.path("a/again")).unwrap();
        symlink("event.ics", folder.path("a/link.ics")).unwrap();
        let socket = UnixListener::bind(folder.path("s.ics"));
        let run = folder.run(["check", "--format", "json", "."]);
        assert_eq!(run.is_fine().files(), ["./a/event.ics", "./a/link.ics"]);
        drop(socket);

        symlink("nowhere", folder.path("b.ics")).unwrap();
        let run = folder.run(["check", "--format", "json", "."]);
        assert_eq!((run.status, run.files().len()), (2, 3), "{run:?}");
    }

    #[test]
    fn devices_named_by_mistake() {
        if Path::new("/dev/null").exists() {
            let run = Folder::new("devices_named_by_mistake").run(["check", "--format", "json", "/dev/null"]);
            assert_eq!(
                (run.status, &run.objects()[0]["error"]["kind"]),
                (1, &"missing-begin".into()),
                "{run:?}"
            );
        }
    }
}
