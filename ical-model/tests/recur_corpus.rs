//! The rules of the corpus: what other projects expect of them, line by line.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it each test says how many cases were not run. What the lines mean
//! that are disputed or forbidden, `spec/recur-reviewed.csv` says.

#![cfg(feature = "tzdb")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ical_model::recurrence::{Budget, DtStartPolicy, Recurrence, RecurrenceOptions};
use ical_model::time_zone::Zone;
use ical_model::value::{DateOrDateTime, Recur, TzId, Value, ValueType};
use serde_json::Value as Json;

/// Lines that are not disputed, or whose expectation the corpus calls right, and whose rules nothing forbids.
const STRICT: usize = 532;
/// Lines of the other kind.
const REVIEWED: usize = 83;
/// The same of `rscale.jsonl`.
const RSCALE: usize = 30;
const INVALID: usize = 41;

fn folder(cases: usize) -> Option<PathBuf> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {cases} cases were not run");
        return None;
    };
    Some(Path::new(&corpus).join("recur"))
}

fn lines(path: &Path) -> Vec<Json> {
    let text = std::fs::read_to_string(path).expect("a file of the corpus");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The lines about expansions, without those about RSCALE.
fn expansions(root: &Path) -> Vec<Json> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let is_expansion = |path: &&PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.ends_with(".jsonl") && name != "invalid-rules.jsonl" && name != "rscale.jsonl"
    };
    files.iter().filter(is_expansion).flat_map(|path| lines(path)).collect()
}

fn is_strict(line: &Json) -> bool {
    (line["disputed"] == false || line["verdict"] == "expect-right")
        && !texts(&line["flags"]).contains(&"rule-forbidden-by-rfc5545")
}

fn texts(list: &Json) -> Vec<&str> {
    list.as_array().map(|list| list.iter().filter_map(Json::as_str).collect()).unwrap_or_default()
}

/// A date of the corpus: local where nothing is said, in the zone of the line.
fn date(text: &str, tzid: Option<&str>) -> DateOrDateTime {
    let date = |text: &str| text.parse::<DateOrDateTime>().unwrap_or_else(|error| panic!("{text}: {error}"));
    match tzid {
        Some("UTC") if text.contains('T') && !text.ends_with('Z') => date(&format!("{text}Z")),
        Some("UTC") | None => date(text),
        Some(name) => date(text).with_tzid(TzId::from(name)),
    }
}

fn recurrence(line: &Json) -> Recurrence {
    let tzid = line["tzid"].as_str();
    // The origins leave a DTSTART out that does not match.
    let options = RecurrenceOptions::default().with_dtstart_policy(DtStartPolicy::Match);
    let start = date(line["dtstart"].as_str().expect("a DTSTART"), tzid);
    let mut builder = Recurrence::builder(start).options(options);
    if let Some(name) = tzid.filter(|name| *name != "UTC") {
        builder = builder.zone(TzId::from(name), Zone::iana(name).expect("a zone"));
    }
    let rule = |text: &str| text.parse::<Recur>().unwrap_or_else(|error| panic!("{text}: {error}"));
    for text in texts(&line["rrule"]) {
        builder = builder.rule(rule(text));
    }
    for text in texts(&line["exrule"]) {
        builder = builder.exclude_rule(rule(text));
    }
    for text in texts(&line["rdate"]) {
        builder = builder.date(date(text, tzid));
    }
    for text in texts(&line["exdate"]) {
        builder = builder.exclude(date(text, tzid));
    }
    builder.build().unwrap_or_else(|error| panic!("{}: {error}", line["id"]))
}

/// What we give where the line expects something, and one more where that is all.
fn ours(line: &Json) -> Vec<String> {
    let recurrence = recurrence(line);
    let is_date = recurrence.start().is_date();
    let expected = texts(&line["expect"]).len();
    let window = &line["window"];
    let inclusive = window["inclusive"] == true;
    let bound = |name: &str| window[name].as_str().map(|text| date(text, None).local());
    let (from, to) = (bound("from"), bound("to"));
    let mut budget = Budget::default();
    recurrence
        .occurrences(&mut budget)
        .map(|next| next.expect("within the budget").local())
        .skip_while(|next| from.is_some_and(|from| *next < from || !inclusive && *next == from))
        .take_while(|next| to.is_none_or(|to| *next < to || inclusive && *next == to))
        .take(expected + usize::from(line["complete"] == true))
        .map(|next| next.format(if is_date { "%Y%m%d" } else { "%Y%m%dT%H%M%S" }).to_string())
        .collect()
}

fn describe(line: &Json, ours: &[String]) -> String {
    format!(
        "{}: {} {} {}\n     ours {ours:?}\n expected {}",
        line["id"], line["dtstart"], line["tzid"], line["rrule"], line["expect"]
    )
}

#[test]
fn every_line_to_be_trusted_holds() {
    let Some(root) = folder(STRICT) else { return };
    let lines: Vec<Json> = expansions(&root).into_iter().filter(is_strict).collect();
    assert_eq!(lines.len(), STRICT);
    let wrong: Vec<String> = lines
        .iter()
        .map(|line| (line, ours(line)))
        .filter(|(line, ours)| texts(&line["expect"]) != *ours)
        .map(|(line, ours)| describe(line, &ours))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// The instants that the origins state.
#[test]
fn moments_are_those_of_the_origins() {
    let Some(root) = folder(STRICT) else { return };
    for line in expansions(&root).into_iter().filter(is_strict) {
        let expected = texts(&line["expect_utc"]);
        if !expected.is_empty() && line["window"].is_null() {
            let mut budget = Budget::default();
            let ours: Vec<String> = recurrence(&line)
                .occurrences(&mut budget)
                .take(expected.len())
                .map(|next| next.expect("within the budget").utc().format("%Y%m%dT%H%M%SZ").to_string())
                .collect();
            assert_eq!(ours, expected, "{}", line["id"]);
        }
    }
}

/// A table of `spec/`: what it says of each id.
fn reviewed(table: &str) -> BTreeMap<String, (bool, String)> {
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|record| {
            let record = record.expect("a row");
            assert!(record[2].len() > 10, "{}: a reason is given", &record[0]);
            (record[0].to_owned(), (&record[1] == "yes", record[2].to_owned()))
        })
        .collect()
}

#[test]
fn every_other_line_was_reviewed() {
    let Some(root) = folder(REVIEWED) else { return };
    let mut table = reviewed(include_str!("../spec/recur-reviewed.csv"));
    let rscale = lines(&root.join("rscale.jsonl")).into_iter().filter(known_scale);
    let lines: Vec<Json> =
        expansions(&root).into_iter().chain(rscale).filter(|line| !is_strict(line)).collect();
    assert_eq!(lines.len(), REVIEWED);
    let mut wrong = Vec::new();
    for line in lines {
        let ours = ours(&line);
        let agrees = texts(&line["expect"]) == ours;
        match table.remove(line["id"].as_str().expect("an id")) {
            Some((expected, _)) if expected == agrees => {}
            Some((_, reason)) => wrong.push(format!("{reason}\n{}", describe(&line, &ours))),
            None => wrong.push(format!("not reviewed, agrees {agrees}: {}", describe(&line, &ours))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(table.is_empty(), "not in the corpus: {table:?}");
}

/// Is the calendar of a line of `rscale.jsonl` known to this build?
fn known_scale(line: &Json) -> bool {
    cfg!(feature = "rscale") || texts(&line["rrule"]).iter().all(|rule| rule.contains("RSCALE=GREGORIAN"))
}

#[test]
fn other_calendars_hold() {
    let Some(root) = folder(RSCALE) else { return };
    let all: Vec<Json> = lines(&root.join("rscale.jsonl")).into_iter().filter(is_strict).collect();
    assert_eq!(all.len(), RSCALE);
    let (known, other): (Vec<_>, Vec<_>) = all.into_iter().partition(known_scale);
    for line in known {
        let ours = ours(&line);
        assert_eq!(texts(&line["expect"]), ours, "{}", describe(&line, &ours));
    }
    if !other.is_empty() {
        eprintln!("without the feature rscale {} cases were not run", other.len());
    }
}

/// A strict reading refuses what others refuse.
#[test]
fn invalid_rules_are_refused() {
    let Some(root) = folder(INVALID) else { return };
    let lines = lines(&root.join("invalid-rules.jsonl"));
    assert_eq!(lines.len(), INVALID);
    for line in &lines {
        let (id, rule) = (line["id"].as_str().expect("an id"), line["rrule"].as_str().expect("a rule"));
        let refused = Value::read_strict(rule, &ValueType::Recur).is_err()
            || rule.parse::<Recur>().is_ok_and(|rule| rule.faults().next().is_some());
        assert!(refused, "{id}: {rule}");
    }
}
