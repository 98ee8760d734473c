//! When alarms go off: the vectors that were written from the text of RFC 5545 and RFC 9074.

#![cfg(feature = "tzdb")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::Calendar;
use ical_model::property::{RecurrenceId, Uid};
use ical_model::recurrence::{AlarmTrigger, Alarms, Budget, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("vectors/alarms.jsonl");

#[test]
fn alarms_go_off_as_the_text_says() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for line in VECTORS.lines() {
        let case: Value = serde_json::from_str(line).expect("a case a line");
        let found = triggers(&case, &mut Budget::default());
        if Value::from(found.clone()) != case["expect"] {
            wrong.push(format!(
                "{} ({}): {}\nexpected {}\nfound    {}",
                case["id"],
                case["section"],
                case["note"],
                case["expect"],
                Value::from(found)
            ));
        }
        cases += 1;
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 69, "{cases} cases");
}

/// The triggers in the window of a case, as the vectors tell them.
fn triggers(case: &Value, budget: &mut Budget) -> Vec<Value> {
    let calendar = Calendar::parse(case["ics"].as_str().expect("a calendar")).expect("a calendar");
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let floating = case["floating"].as_str().map_or_else(Zone::utc, |name| Zone::iana(name).expect("a zone"));
    let window = Window::utc(instant(&case["from"])..instant(&case["to"]), &floating);
    let mut found = Vec::new();
    for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
        let set = set.expect("a recurrence set");
        let alarms = Alarms::of(&set);
        assert!(alarms.faults().is_empty(), "{}: {:?}", case["id"], alarms.faults());
        let extent = alarms.extent(&floating, budget).expect("within the budget");
        for trigger in alarms.within(&window).triggers(budget) {
            let trigger = trigger.expect("within the budget");
            let extent = extent.expect("alarms that go off have an extent");
            assert!(extent.start <= trigger.at, "{}: {extent:?}", case["id"]);
            assert!(extent.end.is_none_or(|end| trigger.at <= end), "{}: {extent:?}", case["id"]);
            found.push(told(&trigger));
        }
    }
    found
}

fn told(trigger: &AlarmTrigger<'_, '_>) -> Value {
    // An alarm with a time of its own is of the instance that an override is, and of none where the master has it.
    let recurrence_id = match &trigger.instance {
        Some(instance) => instance.recurrence_id(),
        None => trigger.component.property::<RecurrenceId>().expect("a RECURRENCE-ID").map(|id| id.value),
    };
    json!({
        "uid": trigger.component.property::<Uid>().expect("a UID").expect("a UID").value,
        "recurrence_id": recurrence_id.map(|id| id.to_string()),
        "alarm": trigger.alarm.index,
        "repetition": trigger.repetition,
        "at": trigger.at.format("%Y%m%dT%H%M%SZ").to_string(),
        "acknowledged": trigger.is_acknowledged(),
    })
}

fn instant(text: &Value) -> DateTime<Utc> {
    let text = text.as_str().expect("an instant");
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").expect("an instant").and_utc()
}
