//! Tests of one rule on the wall clock.

use super::{Occurrence, Stepper};
use crate::recurrence::{Budget, DtStartPolicy, RecurrenceOptions};
use crate::time_zone::{Instant, Wall, Zone};
use crate::value::{DateOrDateTime, Recur, TzId};

mod brute;
#[cfg(feature = "rscale")]
mod rscale;
mod table;

/// The zone of a name, UTC where there is none.
fn zone(tzid: Option<&str>) -> Zone {
    match tzid {
        None | Some("UTC") => Zone::utc(),
        Some(name) => Zone::iana(name).unwrap_or_else(|| panic!("a zone {name}")),
    }
}

/// DTSTART in a zone.
fn start(text: &str, tzid: Option<&str>) -> DateOrDateTime {
    let start: DateOrDateTime = text.parse().expect("a DATE or DATE-TIME");
    match tzid {
        Some("UTC") if !text.ends_with('Z') && !start.is_date() => format!("{text}Z").parse().expect("UTC"),
        Some(name) => start.with_tzid(TzId::from(name)),
        None => start,
    }
}

fn stepper(dtstart: &str, tzid: Option<&str>, rule: &str, options: &RecurrenceOptions) -> Stepper {
    let recur: Recur = rule.parse().unwrap_or_else(|error| panic!("{rule}: {error}"));
    Stepper::new(&recur, &start(dtstart, tzid), &zone(tzid), options)
        .unwrap_or_else(|error| panic!("{rule}: {error}"))
}

/// Up to so many occurrences, and whether these are all.
fn take(stepper: &Stepper, limit: usize) -> (Vec<Occurrence>, bool) {
    let mut budget = Budget::new(20_000_000, u64::MAX);
    let mut walk = stepper.walk();
    let mut found = Vec::new();
    while found.len() < limit {
        match walk.next(&mut budget).expect("within the budget") {
            Some(next) => found.push(next),
            None => return (found, true),
        }
    }
    (found, false)
}

fn basic(wall: Wall, date: bool) -> String {
    let form = if date { "%Y%m%d" } else { "%Y%m%dT%H%M%S" };
    wall.naive().expect("a date").format(form).to_string()
}

fn matching() -> RecurrenceOptions {
    RecurrenceOptions::default().with_dtstart_policy(DtStartPolicy::Match)
}

fn utc(instant: Instant) -> String {
    instant.utc().expect("a moment").format("%Y%m%dT%H%M%SZ").to_string()
}
