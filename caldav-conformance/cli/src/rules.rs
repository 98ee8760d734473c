//! `rules`: every rule.

use std::io::{self, Write};

use caldav_conformance::{Level, Rule, rules};
use serde_json::json;

use crate::arguments::{Format, Rules};
use crate::outcome::Outcome;
use crate::output;

/// Lists every rule, ordered by specification and section.
pub(crate) fn run(arguments: &Rules) -> io::Result<Outcome> {
    if arguments.coverage {
        return coverage(arguments.format);
    }
    let mut rules: Vec<&Rule> = rules::all().collect();
    rules.sort_by_cached_key(|rule| (numbers(rule.spec()), numbers(rule.section())));
    let mut out = output::standard_output();
    match arguments.format {
        Format::Text => text(&mut out, &rules)?,
        Format::Json => rules.iter().try_for_each(|rule| json_line(&mut out, rule))?,
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// How the requirements are met, in numbers.
fn coverage(format: Format) -> io::Result<Outcome> {
    let coverage = caldav_conformance::coverage::coverage();
    let mut out = output::standard_output();
    match format {
        Format::Text => writeln!(out, "{coverage}")?,
        Format::Json => {
            let object = json!({
                "requirements": coverage.requirements,
                "by_rule": coverage.by_rule,
                "by_test": coverage.by_test,
                "accepted": coverage.accepted,
                "by_reason": coverage.by_reason,
            });
            writeln!(out, "{object}")?;
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn text(out: &mut dyn Write, rules: &[&Rule]) -> io::Result<()> {
    for of_spec in rules.chunk_by(|one, other| one.spec() == other.spec()) {
        for of_section in of_spec.chunk_by(|one, other| one.section() == other.section()) {
            let Some(first) = of_section.first() else { continue };
            writeln!(out, "{} section {}", first.spec(), first.section())?;
            of_section.iter().try_for_each(|rule| text_lines(out, rule))?;
            writeln!(out)?;
        }
    }
    let count = |level| rules.iter().filter(|rule| rule.level() == level).count();
    let (must, should) = (count(Level::Must), count(Level::Should));
    let others = rules.len() - must - should;
    writeln!(out, "{} rules: {must} MUST, {should} SHOULD, {others} others", rules.len())
}

fn text_lines(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "  {:6} {}: {}", rule.level(), rule.id(), rule.sentence())?;
    if !rule.requirements().is_empty() {
        writeln!(out, "         requirements {}", rule.requirements().join(", "))?;
    }
    if let Some(precondition) = rule.precondition() {
        writeln!(out, "         a server answers {precondition}")?;
    }
    if !rule.help().is_empty() {
        writeln!(out, "         to mend it: {}", rule.help())?;
    }
    Ok(())
}

fn json_line(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    let object = json!({
        "rule": rule.id(),
        "requirements": rule.requirements(),
        "level": rule.level(),
        "spec": rule.spec(),
        "section": rule.section(),
        "precondition": rule.precondition().map(ToString::to_string),
        "sentence": rule.sentence(),
        "help": rule.help(),
    });
    writeln!(out, "{object}")
}

/// What a text is ordered by so that section 3.10 comes after section 3.9.
fn numbers(text: &str) -> Vec<(u64, &str)> {
    text.split(['.', ' ']).map(|part| (part.parse().unwrap_or(0), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn sections_by_number() {
        let mut sections = ["3.8.10", "B", "3.8.2.1", "10", "3.8", "3.8.2", "4.1"];
        sections.sort_by_key(|section| numbers(section));
        assert_eq!(sections, ["B", "3.8", "3.8.2", "3.8.2.1", "3.8.10", "4.1", "10"]);
    }
}
