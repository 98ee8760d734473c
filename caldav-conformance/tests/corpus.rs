//! The rules over calendars of the corpus: what other suites accept and reject, what origins call valid.
//!
//! The corpus is named by `CALDAV_CORPUS`. Where our answer differs, `spec/reviewed.csv` has a row with the reason; a
//! row that is not needed fails the test.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use caldav_conformance::{CheckOptions, Findings, Profile, calendar_object};
use ical_model::{Calendar, CalendarStream};

/// Cases of `validate/*.jsonl` with scope `object`.
const VALIDATE: usize = 601;
/// Files that `ics/manifest.csv` calls `valid` or `invalid`.
const MANIFEST: usize = 588;

fn corpus(cases: usize) -> Option<PathBuf> {
    let corpus = std::env::var_os("CALDAV_CORPUS");
    if corpus.is_none() {
        eprintln!("CALDAV_CORPUS is not set: {cases} cases were not run");
    }
    corpus.map(PathBuf::from)
}

/// The reviewed differences of one part of the corpus: file to reason.
fn reviewed(part: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/reviewed.csv");
    let mut table = csv::Reader::from_path(path).expect("the table can be read");
    let rows = table.records().map(|row| row.expect("a row"));
    rows.filter(|row| &row[0] == part)
        .map(|row| {
            assert!(row[2].len() > 10, "{} has no reason", &row[1]);
            (row[1].to_owned(), row[2].to_owned())
        })
        .collect()
}

/// Fails with every difference that is not reviewed, and every review that is not needed.
fn compare(part: &str, differences: &BTreeMap<String, String>) {
    let reviewed = reviewed(part);
    let missing: Vec<_> = differences.iter().filter(|(file, _)| !reviewed.contains_key(*file)).collect();
    let spare: BTreeSet<_> = reviewed.keys().filter(|file| !differences.contains_key(*file)).collect();
    assert!(missing.is_empty(), "{part}: {} differences\n{missing:#?}", missing.len());
    assert!(spare.is_empty(), "{part}: reviewed, but no difference: {spare:#?}");
}

/// What a file breaks under a profile; an error as text.
fn inspect(bytes: &[u8], profile: Profile) -> Result<Findings, String> {
    let options = CheckOptions::default().with_profile(profile);
    match profile {
        Profile::Object => {
            Calendar::parse(bytes).map(|calendar| calendar_object::inspect(&calendar, &options))
        }
        _ => CalendarStream::parse(bytes).map(|stream| calendar_object::inspect_stream(&stream, &options)),
    }
    .map_err(|error| error.to_string())
}

fn must(findings: &Findings) -> Vec<String> {
    findings.violations.must().take(2).map(ToString::to_string).collect()
}

#[test]
fn what_other_suites_accept_and_reject() {
    let Some(corpus) = corpus(VALIDATE) else { return };
    let folder = corpus.join("validate");
    let mut cases = 0;
    let mut differences = BTreeMap::new();
    let mut lists: Vec<_> =
        fs::read_dir(&folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    lists.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    for list in lists {
        for line in fs::read_to_string(list).expect("a list").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("a case");
            let text = |key: &str| case[key].as_str().unwrap_or_default();
            if text("scope") != "object" {
                continue;
            }
            cases += 1;
            let bytes = fs::read(folder.join(text("file"))).expect("the file of a case");
            let profile = if text("profile") == "icalendar" { Profile::ICalendar } else { Profile::Object };
            let difference = match (text("expect"), inspect(&bytes, profile)) {
                ("accept", Ok(findings)) => {
                    let must = must(&findings);
                    (!must.is_empty()).then(|| must.join("; "))
                }
                ("accept", Err(error)) => Some(error),
                (_, Err(_)) => None,
                (_, Ok(findings)) => {
                    let named: Vec<_> =
                        findings.violations.must().filter_map(|v| v.rule().precondition()).collect();
                    let stated = named.iter().any(|found| {
                        text("precondition").split_whitespace().any(|word| word == found.local_name())
                    });
                    (!stated).then(|| format!("expected {}, found {named:?}", text("precondition")))
                }
            };
            if let Some(difference) = difference {
                differences.insert(text("id").to_owned(), difference);
            }
        }
    }
    assert_eq!(cases, VALIDATE);
    compare("validate", &differences);
}

#[test]
fn what_origins_call_valid_and_invalid() {
    let Some(corpus) = corpus(MANIFEST) else { return };
    let folder = corpus.join("ics");
    let mut manifest = csv::Reader::from_path(folder.join("manifest.csv")).expect("the manifest can be read");
    let mut cases = 0;
    let mut differences = BTreeMap::new();
    for row in manifest.records() {
        let row = row.expect("a row");
        let (path, expected) = (&row[0], &row[3]);
        if expected != "valid" && expected != "invalid" {
            continue;
        }
        cases += 1;
        let bytes = fs::read(folder.join(path)).expect("a file of the manifest");
        let (stream, icalendar) = (inspect(&bytes, Profile::Stream), inspect(&bytes, Profile::ICalendar));
        let difference = match (expected, stream, icalendar) {
            ("valid", Err(error), _) => Some(error),
            ("valid", Ok(stream), Ok(icalendar)) => {
                let (stream, icalendar) = (must(&stream), must(&icalendar));
                (!stream.is_empty() || !icalendar.is_empty()).then(|| [stream, icalendar].concat().join("; "))
            }
            ("invalid", Ok(stream), Ok(icalendar)) => {
                let found =
                    [stream, icalendar].iter().any(|f| !f.violations.is_empty() || !f.diagnostics.is_empty());
                (!found).then(|| "nothing found".to_owned())
            }
            _ => None,
        };
        if let Some(difference) = difference {
            differences.insert(path.to_owned(), difference);
        }
    }
    assert_eq!(cases, MANIFEST);
    compare("ics", &differences);
}
