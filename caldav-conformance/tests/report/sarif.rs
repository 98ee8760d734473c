use std::path::Path;

use caldav_conformance::report::{FileReport, SarifWriter};
use caldav_conformance::{Violation, Violations};
use ical_model::Position;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::samples::{
    HOSTILE, MAY, NO_METHOD, NOTE, PRODID, diagnostic, hostile, invitation, with_source, written,
};

const SCHEMA: &str = include_str!("../fixtures/sarif/sarif-schema-2.1.0.json");

fn schema() -> Validator {
    // The standard writes the pattern of a language with a bracket that not every dialect of regular expressions takes
    // for itself; escaped, it means the same.
    let schema = SCHEMA.replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
    let schema = serde_json::from_str(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The run of a log that is valid by the schema.
fn run(reports: &[FileReport<'_>]) -> Value {
    let mut out = Vec::new();
    written(Box::new(SarifWriter::new(&mut out)), reports);
    let mut log: Value = serde_json::from_slice(&out).unwrap();
    let faults: Vec<_> = schema().iter_errors(&log).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?} in {log:#}");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].take()
}

#[test]
fn the_schema_finds_faults() {
    let driver = json!({ "driver": { "name": "x" } });
    let with =
        |result: Value| json!({ "version": "2.1.0", "runs": [{ "tool": driver, "results": [result] }] });
    let location = |uri: &str, line: u8| json!([{ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": { "startLine": line } } }]);
    let schema = schema();
    for (valid, result) in [
        (true, json!({ "message": { "text": "x" }, "level": "note", "locations": location("a%20b", 1) })),
        (false, json!({ "message": { "text": "x" }, "level": "fatal" })),
        (false, json!({ "message": "x" })),
        (false, json!({ "message": { "text": "x" }, "locations": location("a%20b", 0) })),
        (false, json!({ "message": { "text": "x" }, "locations": location("a b<>", 1) })),
    ] {
        assert_eq!(schema.is_valid(&with(result.clone())), valid, "{result}");
    }
}

#[test]
fn results_and_their_rules() {
    let run = run(&[invitation()]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let place = |line: u8, column: u8| {
        json!([{ "physicalLocation": {
            "artifactLocation": { "uri": "invitation.ics" },
            "region": { "startLine": line, "startColumn": column },
        }}])
    };
    assert_eq!(
        run["results"],
        json!([
            {
                "ruleId": "prodid-unique", "ruleIndex": 0, "level": "warning",
                "message": { "text": "PRODID is \"x\"" },
                "locations": place(2, 8),
            },
            {
                "ruleId": "object-method", "ruleIndex": 1, "level": "error",
                "message": { "text": "METHOD is REQUEST\nstore the object without METHOD:REQUEST" },
                "locations": place(3, 1),
            },
            {
                "ruleId": "diagnostic/bare-line-feed", "ruleIndex": 2, "level": "note",
                "message": { "text": "a line ends in LF alone" },
                "locations": place(1, 16),
                "occurrenceCount": 3,
            },
        ])
    );
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "caldav-conformance");
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        driver["rules"][1],
        json!({
            "id": "object-method",
            "defaultConfiguration": { "level": "error" },
            "shortDescription": { "text": "a calendar object resource has no METHOD" },
            "fullDescription": {
                "text": "object-method (RFC 4791 section 4.1, MUST): a calendar object resource has no METHOD",
            },
            "help": { "text": "remove the METHOD property" },
            "helpUri": "https://www.rfc-editor.org/rfc/rfc4791#section-4.1",
            "properties": {
                "level": "MUST",
                "spec": "RFC 4791",
                "section": "4.1",
                "requirements": ["4791-4.1-02"],
                "precondition": "CALDAV:valid-calendar-object-resource",
            },
        })
    );
    assert_eq!(driver["rules"][2]["properties"], json!({ "requirements": ["5545-3.1-01"] }));
}

#[test]
fn levels() {
    let mut report = with_source("a.ics", b"");
    for rule in [&NO_METHOD, &PRODID, &MAY, &NOTE] {
        report.violations.push(Violation::new(rule, Position { byte: 0, line: 1, column: 1 }, "x"));
    }
    let run = run(&[report]);
    let levels: Vec<_> = run["results"].as_array().unwrap().iter().map(|result| &result["level"]).collect();
    assert_eq!(levels, ["error", "warning", "note", "note"]);
    // A rule that says no more than its sentence, of a document that is no RFC.
    let note = &run["tool"]["driver"]["rules"][3];
    assert_eq!((&note["help"]["text"], note.get("helpUri")), (&json!("something is odd"), None));
}

#[test]
fn a_rule_is_described_once() {
    let run = run(&[invitation(), invitation(), hostile()]);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| &rule["id"]).collect();
    assert_eq!(
        ids,
        [
            "prodid-unique",
            "object-method",
            "diagnostic/bare-line-feed",
            "error/missing-begin",
            "diagnostic/k<\u{0}>"
        ]
    );
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn hostile_names_are_encoded() {
    let run = run(&[hostile()]);
    let location = &run["results"][0]["locations"][0]["physicalLocation"];
    let uri = location["artifactLocation"]["uri"].as_str().unwrap();
    assert_eq!(uri, "a%20b/%3C%3E%26%22%27%01%1B%5B31m%0A%25%C3%A4%E2%80%AE.ics");
    let mut decoded = Vec::new();
    let mut rest = uri.bytes();
    while let Some(octet) = rest.next() {
        decoded.push(if octet == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            octet
        });
    }
    assert_eq!(decoded, HOSTILE.as_bytes());
    assert_eq!(run["results"][0]["level"], "error");
}

#[test]
fn without_a_place_there_is_no_region() {
    let run = run(&[hostile()]);
    let location = &run["results"][1]["locations"][0]["physicalLocation"];
    assert_eq!(location.get("region"), None);
}

#[test]
fn no_files() {
    let run = run(&[]);
    assert_eq!((&run["results"], &run["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
}

#[test]
fn what_is_not_listed_is_told() {
    let mut report = FileReport::new(Path::new("a.ics"));
    report.violations = Violations::with_limit(2);
    for _ in 0..5 {
        report.violations.push(Violation::new(&MAY, Position::default(), "x"));
    }
    let run = run(&[report]);
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["message"]["text"], "3 more violations are not listed");
}

#[test]
fn a_count_of_nothing_is_left_out() {
    let mut report = FileReport::new(Path::new("a.ics"));
    report.diagnostics.push(diagnostic("k", Position { byte: 0, line: 1, column: 0 }, 0));
    let run = run(&[report]);
    assert_eq!(run["results"][0].get("occurrenceCount"), None);
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 1);
}
