//! Rules at random, ours beside the crate `rrule` and beside what they mean word by word.
//!
//! `RRULE_RULES` says how many; the full checks take a million.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeMap;

use caldav_fuzz::{Exclusion, Outcome, compare, compare_in_zone, random_rule};
use chrono::TimeDelta;
use ical_model::time_zone::Zone;

/// How many rules where nothing else is said.
const RULES: u64 = 20_000;
/// In so many of a hundred cases the crate may be no measure.
const EXCLUDED: u64 = 15;

#[test]
fn random_rules_give_the_same() {
    let rules =
        std::env::var("RRULE_RULES").map_or(RULES, |number| number.parse().expect("a number of rules"));
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let parts: Vec<Part> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || Part::of((first..rules).step_by(threads as usize))))
            .collect();
        parts.into_iter().map(|part| part.join().expect("a part that was compared")).collect()
    });
    let mut excluded = BTreeMap::new();
    let mut different = Vec::new();
    let mut occurrences = 0;
    for part in parts {
        occurrences += part.occurrences;
        part.excluded
            .into_iter()
            .for_each(|(exclusion, number)| *excluded.entry(exclusion).or_insert(0) += number);
        different.extend(part.different);
    }
    for exclusion in Exclusion::ALL {
        let number = excluded.get(&exclusion).copied().unwrap_or(0);
        eprintln!("{exclusion:?}: {number} of {rules}, {:.2} %", number as f64 * 100.0 / rules as f64);
        // Some are so rare that a short run does not meet them.
        assert!(
            number > 0 || exclusion == Exclusion::NotHeld || rules < RULES,
            "{exclusion:?} was never met"
        );
    }
    let number: u64 = excluded.values().sum();
    eprintln!("excluded: {number} of {rules}, {:.2} %", number as f64 * 100.0 / rules as f64);
    eprintln!("different: {} of {rules}", different.len());
    for difference in different.iter().take(40) {
        eprintln!("{difference}");
    }
    assert!(different.is_empty());
    assert!(occurrences as u64 > rules * 10, "only {occurrences} occurrences were compared");
    assert!(number * 100 <= rules * EXCLUDED);
}

#[test]
fn random_rules_in_time_zones_give_what_they_mean() {
    let rules =
        std::env::var("RRULE_RULES").map_or(RULES, |number| number.parse().expect("a number of rules")) / 4;
    let mut occurrences = 0;
    for number in 0..rules {
        let (recur, start) = random_rule(number);
        let name = ZONES[number as usize % ZONES.len()];
        occurrences += compare_in_zone(&recur, start, name).unwrap_or(0);
        // The same soon before clocks are set, in the hours in which they are.
        let zone = Zone::iana(name).expect("a zone");
        let Some(transition) = zone.next_transition(start.and_utc()) else { continue };
        let day = zone.to_local(transition.at).date() - TimeDelta::days(1 + number as i64 % 9);
        let start = day.and_hms_opt(number as u32 / 7 % 4, number as u32 % 2 * 30, 0).expect("a time");
        occurrences += compare_in_zone(&recur, start, name).unwrap_or(0);
    }
    assert!(occurrences as u64 > rules * 10, "only {occurrences} occurrences were compared");
}

/// Clocks that are put forward at two, at midnight, by half an hour, by a day; winter time that is the shifted one.
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Africa/Casablanca",
];

#[derive(Default)]
struct Part {
    /// That the engines gave both.
    occurrences: usize,
    excluded: BTreeMap<Exclusion, u64>,
    different: Vec<String>,
}

impl Part {
    fn of(numbers: impl Iterator<Item = u64>) -> Self {
        let mut part = Self::default();
        for number in numbers {
            let (recur, start) = random_rule(number);
            match compare(&recur, start) {
                Outcome::Same(occurrences) => part.occurrences += occurrences,
                Outcome::Excluded(exclusion) => *part.excluded.entry(exclusion).or_insert(0) += 1,
                Outcome::Different(difference) => part.different.push(format!("{number}: {difference}")),
            }
        }
        part
    }
}
