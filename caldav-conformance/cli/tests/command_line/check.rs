//! What `check` finds, and the exit status.

use std::io::Read;
use std::process::Stdio;

use crate::run::{EVENT, Folder};

#[test]
fn nothing_wrong() {
    let folder = Folder::new("nothing_wrong");
    folder.write("event.ics", EVENT);
    let run = folder.run(["check", "event.ics"]);
    run.is_fine();
    assert_eq!(
        run.text(),
        "1 file, all ok\n1 VCALENDAR, 1 VEVENT; 6 properties\n\
         checked as calendar object resources: RFC 4791 section 4.1, RFC 5545 and its extensions\n"
    );
    let strict = folder.run(["check", "--strict", "event.ics"]);
    assert!(strict.is_fine().text().ends_with("extensions; strictly\n"), "{strict:?}");
}

/// Malformed and read all the same: told, and wrong in a strict check only.
#[test]
fn diagnostics() {
    let folder = Folder::new("diagnostics");
    folder.write("event.ics", EVENT.replace("\r\n", "\n"));
    let run = folder.run(["check", "event.ics"]);
    assert!(run.is_fine().text().starts_with("event.ics:1:16: diagnostic bare-line-feed: "), "{run:?}");
    assert!(run.text().contains("\n1 file, all ok: 10 diagnostics\n"), "{run:?}");
    assert!(run.text().contains("\n1 | BEGIN:VCALENDAR\n"), "{run:?}");

    let strict = folder.run(["check", "--strict", "--format", "json", "event.ics"]);
    assert_eq!(strict.status, 1, "{strict:?}");
    let object = &strict.objects()[0];
    assert_eq!(object["diagnostics"].as_array().unwrap().len(), 0);
    assert_eq!(object["violations"][0]["requirements"][0], "5545-3.1-01");
}

#[test]
fn no_calendar() {
    let folder = Folder::new("no_calendar");
    let utf_16: Vec<u8> = EVENT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, octets, kind, line) in [
        ("empty.ics", Vec::new(), "missing-begin", 1),
        ("text.ics", b"Dear all,\r\nsee below\r\n".to_vec(), "missing-begin", 1),
        ("zeros.ics", vec![0; 10_000], "missing-begin", 1),
        ("utf-16.ics", [vec![0xff, 0xfe], utf_16].concat(), "utf-16", 1),
        ("event.ics", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n".to_vec(), "missing-calendar", 1),
        ("two.ics", [EVENT, EVENT].concat().into_bytes(), "several-calendars", 11),
    ] {
        folder.write(name, octets);
        let run = folder.run(["check", "--format", "json", name]);
        assert_eq!((run.status, run.errors.as_str()), (1, ""), "{name}: {run:?}");
        let object = &run.objects()[0];
        assert_eq!(object["ok"], false, "{name}");
        assert_eq!(object["error"]["kind"], kind, "{name}: {object}");
        assert_eq!(object["error"]["line"], line, "{name}: {object}");
        assert_eq!(object["violations"].as_array().unwrap().len(), 0, "{name}");
    }
    let all = folder.run(["check", "."]);
    assert_eq!(all.status, 1, "{all:?}");
    assert!(all.text().contains("\n6 files, 6 not ok: 6 errors\n"), "{all:?}");
}

/// RFC 5545 section 3.4 has streams of several calendars; RFC 4791 section 4.1 has one in a resource.
#[test]
fn profiles() {
    let folder = Folder::new("profiles");
    folder.write("two.ics", [EVENT, &EVENT.replace("UID:1", "UID:2")].concat());
    for (profile, status) in [("object", 1), ("stream", 0), ("icalendar", 0)] {
        let run = folder.run(["check", "two.ics", "--profile", profile]);
        assert_eq!((run.status, run.errors.as_str()), (status, ""), "{profile}: {run:?}");
    }
    let run = folder.run(["check", "two.ics", "--profile", "stream"]);
    assert!(
        run.text().contains("\n2 VCALENDAR, 2 VEVENT; 12 properties\nchecked as streams of calendars"),
        "{run:?}"
    );
}

#[test]
fn arguments_at_fault() {
    let folder = Folder::new("arguments_at_fault");
    folder.write("event.ics", EVENT);
    for arguments in [
        &[][..],
        &["check"],
        &["chek", "event.ics"],
        &["check", "event.ics", "--profile", "server"],
        &["check", "event.ics", "--format", "html"],
        &["check", "event.ics", "--max-instances", "-1"],
        &["check", "event.ics", "--max-resource-size", "many"],
        &["check", "event.ics", "--min-date-time", "20270101"],
        &["check", "event.ics", "--max-date-time", "20270101T000000"],
        &["check", "event.ics", "--component", "V EVENT"],
        &["check", "-", "-"],
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments:?}: {run:?}");
        assert!(!run.errors.is_empty(), "{arguments:?}");
    }
    for arguments in [["--help"], ["--version"]] {
        assert!(!folder.run(arguments).is_fine().octets.is_empty());
    }
}

/// A reader that has seen enough ends the program without a word.
#[test]
fn closed_output() {
    let folder = Folder::new("closed_output");
    let name = |number| format!("{number:0200}.ics");
    for number in 0..2_000 {
        folder.write(name(number), EVENT);
    }
    for format in ["json", "junit"] {
        let mut command = folder.command(["check", ".", "--format", format]);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{format}");
    }
}

/// Hostile nesting, and a line that never ends.
#[test]
fn hostile_files() {
    let folder = Folder::new("hostile_files");
    folder.write("deep.ics", "BEGIN:VEVENT\r\n".repeat(200_000));
    folder.write("long.ics", ["BEGIN:VCALENDAR\r\nX-LONG:", &"long\r\n ".repeat(1_000_000)].concat());
    folder.write("semicolons.ics", ["BEGIN:VCALENDAR\r\nX-MANY", &";".repeat(5_000_000)].concat());
    let run = folder.run(["check", ".", "--profile", "stream", "--format", "json"]);
    assert_eq!((run.status, run.errors.as_str(), run.objects().len()), (1, "", 3));
}
