//! Every requirement on the data of one object has its row in `spec/coverage.csv`, and each row holds.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caldav_conformance::coverage::{self, Means};
use caldav_conformance::rules;

const SPECIFICATIONS: [&str; 8] =
    ["RFC 4791", "RFC 5545", "RFC 6868", "RFC 7529", "RFC 7986", "RFC 9073", "RFC 9074", "RFC 9253"];

/// The requirements that can be decided from one object: id to subject and level.
fn requirements() -> BTreeMap<String, (String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/requirements.csv");
    let mut table = csv::Reader::from_path(path).expect("the table can be read");
    let headers = table.headers().expect("a head line").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("a column");
    let (id, spec, level, subject, how) =
        (column("id"), column("spec"), column("level"), column("subject"), column("checkable_how"));
    let rows = table.records().map(|row| row.expect("a row"));
    rows.filter(|row| SPECIFICATIONS.contains(&&row[spec]) && &row[how] == "static-data")
        .map(|row| (row[id].to_owned(), (row[subject].to_owned(), row[level].to_owned())))
        .collect()
}

/// The verdicts for which there are cases, by requirement.
fn cases() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the cases") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a file of cases");
        for header in text.lines().filter_map(|line| line.strip_prefix("== ")) {
            let mut words = header.split_whitespace();
            if let (Some(id), Some(verdict)) = (words.next(), words.next()) {
                cases.entry(id.to_owned()).or_default().insert(verdict.to_owned());
            }
        }
    }
    cases
}

#[test]
fn every_requirement_has_one_row() {
    let listed: Vec<_> = coverage::rows().map(|row| row.requirement.to_owned()).collect();
    let unique: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), unique.len(), "a requirement has two rows");
    let wanted: BTreeSet<_> = requirements().into_keys().collect();
    assert_eq!(unique, wanted);
}

#[test]
fn every_row_names_what_is_there() {
    let requirements = requirements();
    let cases = cases();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let behaviour = ["behaviour.rs", "recurrence_behaviour.rs"]
        .map(|file| fs::read_to_string(manifest.join("../ical-model/tests").join(file)).expect("the tests"))
        .concat();
    for row in coverage::rows() {
        let (subject, level) = &requirements[row.requirement];
        let has = |verdict: &str| cases.get(row.requirement).is_some_and(|cases| cases.contains(verdict));
        match row.means {
            Means::Rule => {
                for id in row.detail.split_whitespace() {
                    let rule = rules::all().find(|rule| rule.id() == id);
                    let rule = rule.unwrap_or_else(|| panic!("{}: no rule {id}", row.requirement));
                    assert!(
                        rule.requirements().contains(&row.requirement),
                        "{id} does not name {}",
                        row.requirement
                    );
                }
                assert!(
                    !row.detail.is_empty() && has("keeps") && has("breaks"),
                    "{}: cases",
                    row.requirement
                );
            }
            Means::Test => {
                let function = format!("fn {}()", row.detail);
                assert!(behaviour.contains(&function), "{}: no test {}", row.requirement, row.detail);
            }
            Means::Accepted => {
                assert!(level == "MAY" && has("accepted"), "{}: no accepted case", row.requirement);
            }
            Means::Reason => {
                assert!(row.detail.len() > 10, "{}: no reason", row.requirement);
                assert!(
                    !(subject == "data" && level != "MAY") || row.detail.starts_with("undecidable: "),
                    "{}: data rows are met by a rule, or cannot be decided",
                    row.requirement
                );
            }
        }
    }
}

#[test]
fn the_numbers_are_those_of_the_rows() {
    let coverage = coverage::coverage();
    assert_eq!(coverage.requirements, requirements().len());
    let sum = coverage.by_rule + coverage.by_test + coverage.accepted + coverage.by_reason;
    assert_eq!(sum, coverage.requirements);
}
