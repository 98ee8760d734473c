//! Every requirement on what a server answers is proved by a step, or there is a reason why not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::SPECIFICATIONS;

/// Those of which every requirement on a server is looked after.
const WHOLE: [&str; 7] = ["4791", "4918", "3744", "5689", "5397", "6578", "5995"];

fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec").join(name);
    let mut table = csv::Reader::from_path(path).expect("the table can be read");
    let headers = table.headers().expect("a head line").clone();
    let names = || headers.iter().map(str::to_owned);
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| names().zip(row.iter().map(str::to_owned)).collect()).collect()
}

/// The requirements that exchanges with a server decide.
fn requirements() -> BTreeSet<String> {
    let wanted = |row: &BTreeMap<String, String>| {
        WHOLE.iter().any(|number| row["spec"] == format!("RFC {number}"))
            && ["exchange", "response-xml", "request-xml", "store-state"]
                .contains(&row["checkable_how"].as_str())
            && ["server", "both"].contains(&row["subject"].as_str())
            && ["MUST", "MUST NOT"].contains(&row["level"].as_str())
    };
    table("requirements.csv").into_iter().filter(wanted).map(|row| row["id"].clone()).collect()
}

#[test]
fn every_requirement_has_a_step_or_a_reason() {
    let known: BTreeSet<_> = table("requirements.csv").into_iter().map(|row| row["id"].clone()).collect();
    let wanted = requirements();
    let mut proved = BTreeSet::new();
    let mut faults = Vec::new();
    for specification in SPECIFICATIONS {
        for scenario in crate::scenarios(&format!("rfc{specification}")) {
            for step in &scenario.steps {
                for id in &step.proves {
                    if known.contains(id) {
                        proved.insert(id.clone());
                    } else {
                        faults.push(format!("{}: {}: {id} is no requirement", scenario.name, step.title));
                    }
                }
            }
        }
    }
    let mut reasons = BTreeSet::new();
    for row in table("exchange-coverage.csv") {
        let id = &row["id"];
        if !reasons.insert(id.clone()) {
            faults.push(format!("{id}: two reasons"));
        }
        if !wanted.contains(id) {
            faults.push(format!("{id}: a reason without a requirement"));
        }
        if proved.contains(id) {
            faults.push(format!("{id}: a reason although a step proves it"));
        }
        if row["reason"].len() < 20 {
            faults.push(format!("{id}: no reason"));
        }
    }
    let left = wanted.iter().filter(|id| !proved.contains(*id) && !reasons.contains(*id));
    faults.extend(left.map(|id| format!("{id}: neither a step nor a reason")));
    let by_steps = wanted.intersection(&proved).count();
    println!("{} rows: {by_steps} by scenarios, {} by reasons", wanted.len(), reasons.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
