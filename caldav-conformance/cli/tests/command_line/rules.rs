//! `rules`: every rule, for people and for programs.

use std::collections::BTreeSet;

use crate::run::{Folder, keys};

#[test]
fn json() {
    let rules = Folder::new("rules_json").run(["rules", "--format", "json"]).is_fine().objects();
    let mut ids = BTreeSet::new();
    for rule in &rules {
        let expected =
            ["rule", "requirements", "level", "spec", "section", "precondition", "sentence", "help"];
        assert_eq!(keys(rule), expected, "{rule}");
        for key in ["rule", "spec", "section", "sentence", "help"] {
            assert!(rule[key].is_string(), "{key} of {rule}");
        }
        assert!(ids.insert(rule["rule"].as_str().unwrap()), "{rule} twice");
        assert!(["MUST", "SHOULD", "MAY", "NOTE"].contains(&rule["level"].as_str().unwrap()), "{rule}");
        assert!(rule["requirements"].as_array().unwrap().iter().all(|id| id.is_string()), "{rule}");
        let precondition = &rule["precondition"];
        assert!(precondition.is_null() || precondition.as_str().unwrap().contains(':'), "{rule}");
    }
    assert!(
        rules.iter().any(|rule| rule["requirements"].as_array().unwrap().contains(&"5545-3.1-01".into()))
    );
}

#[test]
fn text() {
    let folder = Folder::new("rules_text");
    let run = folder.run(["rules"]);
    let text = run.is_fine().text();
    let rules = folder.run(["rules", "--format", "json"]).objects();
    for rule in &rules {
        let id = rule["rule"].as_str().unwrap();
        assert_eq!(text.matches(&format!(" {id}: ")).count(), 1, "{id}");
    }
    assert!(text.lines().last().unwrap().starts_with(&format!("{} rules: ", rules.len())), "{text}");
    // A section is told once, above its rules.
    let mut sections: Vec<_> = text.lines().filter(|line| line.starts_with("RFC ")).collect();
    let number = sections.len();
    sections.dedup();
    sections.sort_unstable();
    sections.dedup();
    assert_eq!(sections.len(), number);
}
