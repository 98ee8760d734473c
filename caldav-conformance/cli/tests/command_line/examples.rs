//! The calendars of `examples/` are ones to copy from.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::run::Folder;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

#[test]
fn nothing_wrong_with_them() {
    let folder = Folder::new("nothing_wrong_with_them");
    for profile in ["object", "stream", "icalendar"] {
        let path = examples();
        let arguments =
            ["check", "--strict", "--format", "json", "--profile", profile, path.to_str().unwrap()];
        let run = folder.run(arguments);
        for object in run.is_fine().objects() {
            assert_eq!((&object["violations"], &object["diagnostics"]), (&json!([]), &json!([])), "{object}");
        }
    }
}

#[test]
fn each_kind_of_component_is_shown() {
    let folder = Folder::new("each_kind_of_component_is_shown");
    let run = folder.run([Path::new("check"), &examples()]);
    for name in
        ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "PARTICIPANT", "VLOCATION", "VTIMEZONE"]
    {
        assert!(run.is_fine().text().contains(&format!(" {name},")), "{name} in {run:?}");
    }
}

/// RFC 5545 section 3.1: lines end in CRLF and have at most 75 octets.
#[test]
fn lines_as_they_are_to_be_written() {
    for entry in fs::read_dir(examples()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let octets = fs::read(&path).unwrap();
        assert!(octets.ends_with(b"\r\n"), "{path:?}");
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            assert!(line.ends_with(b"\r\n") && line.len() <= 77, "{path:?}: {}", line.escape_ascii());
        }
    }
}

#[test]
fn reports_are_answered() {
    let folder = Folder::new("reports_are_answered");
    let mut answered = 0;
    for entry in fs::read_dir(examples().join("reports")).unwrap() {
        let path = entry.unwrap().path();
        let strict = folder.run([Path::new("xml"), Path::new("--strict"), &path]);
        assert!(!strict.is_fine().octets.is_empty(), "{path:?}");
        let run = folder.run([Path::new("query"), &path, &examples()]);
        assert!(run.is_fine().text().contains("BEGIN:VCALENDAR"), "{path:?}");
        answered += 1;
    }
    assert!(answered >= 4, "{answered}");
}
