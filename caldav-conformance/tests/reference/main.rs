//! Scenarios against the reference server: requests and what the specifications say of the answers.
//!
//! Each file below `scenarios/` is one scenario; the format is told in `README.md`. `SCENARIO=text` in the environment
//! runs only those whose path contains the text.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

mod answer;
mod calendar;
mod coverage;
mod element;
mod hostile;
mod pattern;
mod run;
mod scenario;

use std::path::{Path, PathBuf};
use std::{env, fs};

use caldav_conformance::reference::Fault;
use scenario::Scenario;

/// The specifications that scenarios are made of.
const SPECIFICATIONS: [&str; 12] =
    ["4918", "3744", "5689", "5397", "6578", "5995", "6764", "3253", "4331", "8144", "9110", "4791"];

/// The folder of this test.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// The scenarios of one folder, read.
fn scenarios(specification: &str) -> Vec<Scenario> {
    let folder = folder().join("scenarios").join(specification);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = fs::read_to_string(path).expect("a scenario");
            Scenario::parse(&format!("{specification}/{name}"), &text)
        })
        .collect()
}

fn run(specification: &str) {
    let wanted = env::var("SCENARIO").unwrap_or_default();
    let mut failures = Vec::new();
    let (mut files, mut steps) = (0, 0);
    for scenario in scenarios(specification).iter().filter(|scenario| scenario.name.contains(&wanted)) {
        files += 1;
        steps += scenario.steps.len();
        failures.extend(run::run(scenario, None));
    }
    assert!(
        failures.is_empty(),
        "{specification}: {} of {steps} steps of {files} scenarios failed\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// A server that breaks a rule is noticed.
#[test]
fn every_fault_is_noticed() {
    let all: Vec<_> = SPECIFICATIONS.iter().flat_map(|number| scenarios(&format!("rfc{number}"))).collect();
    let honest: Vec<_> = all.iter().map(|scenario| run::run(scenario, None)).collect();
    let noticed = |fault: Fault| {
        all.iter().zip(&honest).any(|(scenario, honest)| run::run(scenario, Some(fault)) != *honest)
    };
    let unnoticed: Vec<_> =
        Fault::ALL.iter().filter(|fault| !noticed(**fault)).map(|fault| fault.name()).collect();
    assert!(unnoticed.is_empty(), "{} of {} faults: {unnoticed:?}", unnoticed.len(), Fault::ALL.len());
}

#[test]
fn rfc_4791() {
    run("rfc4791");
}

#[test]
fn rfc_6578() {
    run("rfc6578");
}

#[test]
fn rfc_4918() {
    run("rfc4918");
}

#[test]
fn rfc_3744() {
    run("rfc3744");
}

#[test]
fn rfc_5689() {
    run("rfc5689");
}

#[test]
fn rfc_5397() {
    run("rfc5397");
}

#[test]
fn rfc_5995() {
    run("rfc5995");
}

#[test]
fn rfc_6764() {
    run("rfc6764");
}

#[test]
fn rfc_3253() {
    run("rfc3253");
}

#[test]
fn rfc_4331() {
    run("rfc4331");
}

#[test]
fn rfc_8144() {
    run("rfc8144");
}

#[test]
fn rfc_9110() {
    run("rfc9110");
}
