//! The alarms of the corpus go off where an unrelated program has them go off.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![cfg(feature = "tzdb")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::Path;

use chrono::NaiveDateTime;
use ical_model::Calendar;
use ical_model::property::Uid;
use ical_model::recurrence::{
    AlarmTrigger, Alarms, Budget, Instance, RecurrenceOptions, RecurrenceSet, Window,
};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use serde_json::{Value, json};

/// Lines of `expand/alarms.jsonl`.
const CASES: usize = 16;

#[test]
fn alarms_go_off_where_another_program_has_them() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {CASES} cases were not run");
        return;
    };
    let root = Path::new(&corpus);
    let cases = std::fs::read_to_string(root.join("expand/alarms.jsonl")).expect("the cases can be read");
    let mut run = 0;
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).expect("a case a line");
        let bytes = std::fs::read(root.join(case["file"].as_str().expect("a file"))).expect("a calendar");
        let window = Window::local(local(&case["from"])..local(&case["to"]));
        let expected: Vec<Value> = case["expect"].as_array().expect("rows").iter().map(row).collect();
        assert_eq!(sorted(rows(&bytes, &window)), sorted(expected), "{}", case["id"]);
        run += 1;
    }
    assert_eq!(run, CASES);
}

/// A row for each trigger in the window: which instance it is of.
fn rows(bytes: &[u8], window: &Window) -> Vec<Value> {
    let calendar = Calendar::parse(bytes).expect("a calendar");
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
        let set = set.expect("a recurrence set");
        for trigger in Alarms::of(&set).within(window).triggers(&mut budget) {
            let trigger = trigger.expect("within the budget");
            let instance = instance(&set, &trigger);
            rows.push(json!({
                "uid": trigger.component.property::<Uid>().expect("a UID").expect("a UID").value,
                "component": trigger.component.name().as_str(),
                "start": instance.start().to_string(),
                "start_utc": instance.start_utc().format("%Y%m%dT%H%M%SZ").to_string(),
                "end": instance.end().to_string(),
                "end_utc": instance.end_utc().format("%Y%m%dT%H%M%SZ").to_string(),
                // The other program has one for what does not recur too.
                "recurrence_id": instance.recurrence_id().unwrap_or_else(|| instance.start()).to_string(),
            }));
        }
    }
    rows
}

/// The instance of a trigger; for one with a time of its own the first of its component.
fn instance<'d>(set: &RecurrenceSet<'d>, trigger: &AlarmTrigger<'_, 'd>) -> Instance<'d> {
    trigger.instance.clone().unwrap_or_else(|| {
        let always = Window::utc(.., &Zone::utc());
        let mut budget = Budget::default();
        let mut instances =
            set.instances(&always, &mut budget).map(|instance| instance.expect("an instance"));
        instances.find(|instance| instance.component().id() == trigger.component.id()).expect("an instance")
    })
}

fn row(expected: &Value) -> Value {
    let columns = ["uid", "component", "start", "start_utc", "end", "end_utc", "recurrence_id"];
    columns.into_iter().map(|column| (column.to_owned(), expected[column].clone())).collect()
}

fn sorted(mut rows: Vec<Value>) -> Vec<String> {
    rows.sort_by_key(|row| row.to_string());
    rows.iter().map(Value::to_string).collect()
}

fn local(text: &Value) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.as_str().expect("a time"), "%Y%m%dT%H%M%S").expect("a local time")
}
