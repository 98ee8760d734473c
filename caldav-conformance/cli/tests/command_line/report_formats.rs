//! The forms of the report of `check`.

use serde_json::{Value, json};

use crate::run::{EVENT, Folder, Run, keys};

/// A report of a file without a fault, one with a diagnostic, one that cannot be read as a calendar, one that breaks a
/// MUST.
fn report(folder: &Folder, format: &str) -> Run {
    folder.write("a.ics", EVENT);
    folder.write("b.ics", EVENT.trim_end());
    folder.write("c.ics", "no calendar\r\n");
    folder.write("d.ics", EVENT.replace("SUMMARY:", "SUMMARY "));
    let run = folder.run(["check", "--format", format, "a.ics", "b.ics", "c.ics", "d.ics"]);
    assert_eq!((run.status, run.errors.as_str()), (1, ""), "{run:?}");
    run
}

#[test]
fn text() {
    let run = report(&Folder::new("text"), "text");
    let text = run.text();
    assert!(!text.contains('\x1b'), "no colours but on a terminal: {text}");
    assert!(!text.contains("a.ics"), "{text}");
    for expected in [
        "b.ics:10:14: diagnostic missing-line-end: ",
        "c.ics:1:1: error missing-begin: ",
        "d.ics:8:",
        "\n8 | SUMMARY Breakfast\n",
        "\n4 files, 2 not ok: 1 error, 1 MUST, 1 diagnostic\n",
        "\n3 VCALENDAR, 3 VEVENT; 17 properties\n",
    ] {
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
}

#[test]
fn json() {
    let run = report(&Folder::new("json"), "json");
    let [clean, diagnosed, unread, violating] = run.objects().try_into().unwrap();
    assert_eq!(
        clean,
        json!({"file": "a.ics", "ok": true, "error": null, "violations": [], "diagnostics": []})
    );
    for object in [&clean, &diagnosed, &unread, &violating] {
        assert_eq!(keys(object), ["file", "ok", "error", "violations", "diagnostics"]);
    }
    assert_eq!((&diagnosed["ok"], &diagnosed["violations"]), (&true.into(), &json!([])));
    let diagnostic = &diagnosed["diagnostics"][0];
    assert_eq!(keys(diagnostic), ["kind", "requirement", "line", "column", "message"]);
    assert_eq!((&diagnostic["kind"], &diagnostic["line"]), (&"missing-line-end".into(), &10.into()));

    assert_eq!(unread["ok"], false);
    assert_eq!(keys(&unread["error"]), ["kind", "line", "column", "message"]);

    assert_eq!((&violating["ok"], &violating["error"]), (&false.into(), &Value::Null));
    let violation = &violating["violations"][0];
    assert_eq!(
        keys(violation),
        [
            "rule",
            "requirements",
            "level",
            "spec",
            "section",
            "precondition",
            "line",
            "column",
            "message",
            "help"
        ]
    );
    assert_eq!((&violation["level"], &violation["spec"]), (&"MUST".into(), &"RFC 5545".into()));
    assert_eq!(violation["precondition"], "CALDAV:valid-calendar-data");
    assert_eq!(violation["line"], 8);
}

#[test]
fn junit() {
    let run = report(&Folder::new("junit"), "junit");
    let document = roxmltree::Document::parse(run.text()).unwrap();
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(suite.attribute("tests"), Some("4"));
    let cases: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
    let names: Vec<_> = cases.iter().map(|case| case.attribute("name").unwrap()).collect();
    assert_eq!(names, ["a.ics", "b.ics", "c.ics", "d.ics"]);
    let has = |case: usize, name| cases[case].children().any(|node| node.has_tag_name(name));
    assert!(!cases[0].has_children());
    assert!(!has(1, "failure") && !has(1, "error"));
    assert!(has(2, "error"));
    assert!(has(3, "failure"));
}

#[test]
fn sarif() {
    let run = report(&Folder::new("sarif"), "sarif");
    let log: Value = serde_json::from_str(run.text()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        (
            place["artifactLocation"]["uri"].clone(),
            place["region"]["startLine"].clone(),
            result["level"].clone(),
        )
    };
    let places: Vec<_> = results.iter().map(place).collect();
    assert_eq!(
        places,
        [
            ("b.ics".into(), 10.into(), "note".into()),
            ("c.ics".into(), 1.into(), "error".into()),
            ("d.ics".into(), 8.into(), "error".into())
        ]
    );
}
