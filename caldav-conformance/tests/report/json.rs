use std::path::Path;

use caldav_conformance::Violation;
use caldav_conformance::report::{FileReport, JsonWriter};
use ical_model::Position;
use serde_json::{Value, json};

use crate::samples::{HOSTILE, NOTE, error, hostile, invitation, position, written};

fn lines(reports: &[FileReport<'_>]) -> Vec<Value> {
    let mut out = Vec::new();
    written(Box::new(JsonWriter::new(&mut out)), reports);
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.matches('\n').count(), reports.len(), "one object a line");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_key_in_its_place() {
    let expected = json!({
        "file": "invitation.ics",
        "ok": false,
        "error": null,
        "violations": [
            {
                "rule": "prodid-unique",
                "requirements": ["5545-3.7.3-01", "5545-3.7.3-02"],
                "level": "SHOULD",
                "spec": "RFC 5545",
                "section": "3.7.3",
                "precondition": null,
                "line": 2,
                "column": 8,
                "message": "PRODID is \"x\"",
                "help": "write a PRODID of the product's own",
            },
            {
                "rule": "object-method",
                "requirements": ["4791-4.1-02"],
                "level": "MUST",
                "spec": "RFC 4791",
                "section": "4.1",
                "precondition": "CALDAV:valid-calendar-object-resource",
                "line": 3,
                "column": 1,
                "message": "METHOD is REQUEST",
                "help": "store the object without METHOD:REQUEST",
            },
        ],
        "diagnostics": [
            {
                "kind": "bare-line-feed",
                "requirement": "5545-3.1-01",
                "line": 1,
                "column": 16,
                "message": "a line ends in LF alone (3 times)",
            },
        ],
    });
    let lines = lines(&[invitation()]);
    // As text, so that the order of the keys counts too.
    assert_eq!(lines[0].to_string(), expected.to_string());
}

#[test]
fn errors_and_levels_decide_ok() {
    let clean = FileReport::new(Path::new("clean.ics"));
    let mut noted = FileReport::new(Path::new("noted.ics"));
    noted.violations.push(Violation::new(&NOTE, Position::default(), "x"));
    let mut unreadable = FileReport::new(Path::new("-"));
    unreadable.error = Some(error(position(b"", 0)));

    let lines = lines(&[clean, noted, unreadable]);
    assert_eq!(
        lines[0],
        json!({"file": "clean.ics", "ok": true, "error": null, "violations": [], "diagnostics": []})
    );
    assert_eq!(lines[1]["ok"], true);
    assert_eq!(
        (&lines[1]["violations"][0]["level"], &lines[1]["violations"][0]["help"]),
        (&json!("NOTE"), &json!(""))
    );
    assert_eq!(lines[2]["ok"], false);
    assert_eq!(
        lines[2]["error"].to_string(),
        r#"{"kind":"missing-begin","line":1,"column":1,"message":"expected BEGIN, found \"<html>\""}"#
    );
}

#[test]
fn hostile_names_come_back() {
    let lines = lines(&[hostile()]);
    assert_eq!(lines[0]["file"], HOSTILE);
    assert_eq!(lines[0]["diagnostics"][0]["kind"], "k<\u{0}>");
    assert_eq!(lines[0]["diagnostics"][0]["requirement"], Value::Null);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_unicode() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let lines = lines(&[FileReport::new(Path::new(OsStr::from_bytes(b"a\xff.ics")))]);
    assert_eq!(lines[0]["file"], "a\u{fffd}.ics");
}
