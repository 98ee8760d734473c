//! The cases of `cases/*.txt`, written from the specifications, against the rules.
//!
//! `keeps` and `accepted`: nothing of level MUST or SHOULD is found, but for what the header names behind `also`.
//! An `accepted` case whose title ends in "a note" is told with the level NOTE.
//! `breaks`: a violation of the level in `spec/requirements.csv`, a diagnostic or a parse error names the requirement.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use caldav_conformance::{CheckOptions, Findings, Level, calendar_object, rules};
use caldav_types::CollectionLimits;
use ical_model::CalendarStream;

#[test]
fn kept_requirements_are_not_reported() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case.verdict != Verdict::Breaks) {
        let findings = match case.check() {
            Ok(findings) => findings,
            Err(error) => {
                wrong.push(format!("{case}: {error}"));
                continue;
            }
        };
        for violation in &findings.violations {
            let rule = violation.rule();
            let tolerated = rule.requirements().iter().any(|id| case.also.contains(*id));
            if rule.level() <= Level::Should && !tolerated {
                wrong.push(format!("{case}: {violation}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} reports too many:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn notes_are_told() {
    let mut missing = Vec::new();
    for case in cases().iter().filter(|case| case.is_note()) {
        let findings = case.check().unwrap();
        if !findings.violations.iter().any(|found| found.rule().level() == Level::Note) {
            missing.push(case.to_string());
        }
    }
    assert!(missing.is_empty(), "{} notes missed:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn broken_requirements_are_reported() {
    let levels = levels();
    let named: BTreeSet<&str> = rules::all().flat_map(|rule| rule.requirements()).copied().collect();
    let mut unnamed = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case.verdict == Verdict::Breaks) {
        if !named.contains(case.id.as_str()) {
            unnamed.insert(case.id.clone());
            continue;
        }
        let Ok(findings) = case.check() else { continue };
        let level = levels.get(&case.id).unwrap_or_else(|| panic!("{} is no requirement", case.id));
        let is_named =
            |found: &&caldav_conformance::Violation| found.rule().requirements().contains(&case.id.as_str());
        let read_leniently = findings.diagnostics.iter().any(|found| found.requirement() == case.id);
        let found: Vec<_> = findings.violations.iter().filter(is_named).collect();
        let milder = MILDER.iter().any(|(id, title, _)| *id == case.id && case.title.starts_with(title));
        if !read_leniently && !found.iter().any(|found| found.rule().level() == *level || milder) {
            let all: Vec<String> = findings.violations.iter().map(ToString::to_string).collect();
            wrong.push(format!("{case}: {all:?} {:?}", findings.diagnostics));
        }
    }
    assert!(unnamed.is_empty(), "requirements that no rule names: {unnamed:?}");
    assert!(wrong.is_empty(), "{} missed:\n{}", wrong.len(), wrong.join("\n"));
}

/// Requirements whose breach readers take, so that it is told with a milder level: the id, how the titles of the
/// cases begin, and why.
const MILDER: &[(&str, &str, &str)] = &[
    ("4791-9.9-08", "DTEND equal", "op-04: common, and read as no length"),
    ("4791-9.9-08", "an all-day event that ends on the day it starts", "op-04: common, and read as one day"),
    ("5545-3.2.19-04", "", "op-15: TZID beside a DATE means nothing"),
    ("5545-3.3.6-03", "nothing after T behind days", "the length is certain"),
    ("5545-3.3.10-06", "", "op-11: a DATE as UNTIL is common, and read as the whole day"),
    ("5545-3.3.10-08", "", "op-11: a local UNTIL is common, and read in the zone of DTSTART"),
    ("5545-3.3.10-15", "", "3.3.10: readers ignore these parts with a DATE"),
    ("5545-3.8.4.4-03", "", "3.8.4.4 has no key word; readers take the override as one more instance"),
    ("5545-3.8.2.2-02", "equal", "op-04: common, and read as no length"),
    ("7986-5.7-02", "no VALUE", "op-38: a missing VALUE says nothing that is not known"),
    ("7986-5.8-01", "no VALUE", "op-38: a missing VALUE says nothing that is not known"),
    ("7986-5.10-02", "no VALUE", "op-38: a missing VALUE says nothing that is not known"),
    ("7986-5.11-01", "no VALUE", "op-38: a missing VALUE says nothing that is not known"),
];

/// One case of a file.
struct Case {
    file: String,
    id: String,
    verdict: Verdict,
    profile: String,
    title: String,
    also: BTreeSet<String>,
    limits: CollectionLimits,
    octets: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verdict {
    Keeps,
    Breaks,
    Accepted,
}

impl Case {
    fn is_note(&self) -> bool {
        let title = self.title.split(" [").next().unwrap_or_default();
        self.verdict == Verdict::Accepted && title.ends_with(": a note")
    }

    fn check(&self) -> Result<Findings, ical_model::ParseError> {
        let stream = CalendarStream::parse(&self.octets)?;
        let options = CheckOptions::default()
            .with_profile(self.profile.parse().unwrap())
            .with_limits(self.limits.clone());
        Ok(calendar_object::inspect_stream(&stream, &options))
    }
}

/// The limits that a title states.
fn limits_of(title: &str) -> CollectionLimits {
    let stated = title.split_once("[limits ").and_then(|(_, rest)| rest.split_once(']'));
    let mut limits = CollectionLimits::default();
    for limit in stated.into_iter().flat_map(|(limits, _)| limits.split(", ")) {
        let (name, value) = limit.split_once('=').unwrap();
        let moment = || {
            chrono::NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%SZ")
                .map(|moment| moment.and_utc())
                .unwrap()
        };
        limits = match name {
            "max-instances" => limits.with_max_instances(value.parse().unwrap()),
            "min-date-time" => limits.with_min_date_time(moment()),
            "max-date-time" => limits.with_max_date_time(moment()),
            _ => panic!("{title}: {name} is no limit"),
        };
    }
    limits
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, id, verdict, title, .. } = self;
        write!(f, "{file} {id} {verdict:?} ({title})")
    }
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("rfc") || name == "recurrence_expansion.txt"
        })
        .collect();
    paths.sort();
    let cases: Vec<Case> = paths.iter().flat_map(|path| cases_of(path)).collect();
    assert_eq!(cases.len(), 1455, "the count of the README");
    cases
}

fn cases_of(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap();
    let file = path.file_name().unwrap().to_str().unwrap();
    let mut cases = Vec::new();
    for part in format!("\n{text}").split("\n== ").skip(1) {
        let (header, body) = part.split_once('\n').unwrap_or((part, ""));
        let (words, title) = header.split_once(" : ").unwrap();
        let words: Vec<&str> = words.split(' ').collect();
        let raw = words.get(3) == Some(&"raw");
        let verdict = match words[1] {
            "keeps" => Verdict::Keeps,
            "breaks" => Verdict::Breaks,
            "accepted" => Verdict::Accepted,
            other => panic!("{file}: {header}: {other} is no verdict"),
        };
        let also = title.rsplit_once("[also ").map_or("", |(_, ids)| ids.trim_end_matches(']'));
        let lines = body.lines().filter(|line| !line.is_empty());
        let octets = if raw {
            lines.flat_map(unescape).collect()
        } else {
            lines.flat_map(|line| [line.as_bytes(), b"\r\n"].concat()).collect()
        };
        cases.push(Case {
            file: file.to_owned(),
            id: words[0].to_owned(),
            verdict,
            profile: words[2].to_owned(),
            title: title.to_owned(),
            limits: limits_of(title),
            also: also.split(", ").map(str::to_owned).collect(),
            octets,
        });
    }
    cases
}

/// The octets of a line of a raw body.
fn unescape(line: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = line.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            octets.push(*first);
            continue;
        }
        match rest {
            [b'r', after @ ..] => {
                octets.push(b'\r');
                rest = after;
            }
            [b'n', after @ ..] => {
                octets.push(b'\n');
                rest = after;
            }
            [b'\\', after @ ..] => {
                octets.push(b'\\');
                rest = after;
            }
            [b'x', high, low, after @ ..] => {
                let digits = [*high, *low];
                octets.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = after;
            }
            _ => panic!("{line}: an escape that is none"),
        }
    }
    octets
}

/// The level of each requirement.
fn levels() -> BTreeMap<String, Level> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/requirements.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (id, level) = (column("id"), column("level"));
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let level = match &record[level] {
                "MUST" | "MUST NOT" => Level::Must,
                "SHOULD" | "SHOULD NOT" => Level::Should,
                _ => Level::May,
            };
            (record[id].to_owned(), level)
        })
        .collect()
}
