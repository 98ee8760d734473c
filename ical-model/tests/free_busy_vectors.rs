//! Which time is taken up: the vectors that were written from the text of RFC 4791, RFC 5545 and RFC 7953.

#![cfg(feature = "tzdb")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::free_busy::BusyTime;
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ParseOptions};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("vectors/freebusy.jsonl");

#[test]
fn time_is_taken_up_as_the_text_says() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for line in VECTORS.lines() {
        let case: Value = serde_json::from_str(line).expect("a case a line");
        let calendars: Vec<&Value> = case["ics"].as_array().expect("calendars").iter().collect();
        let forwards = busy_time(&case, calendars.iter().copied());
        let backwards = busy_time(&case, calendars.iter().copied().rev());
        assert_eq!(
            told(&forwards),
            told(&backwards),
            "{}: the order of the calendars says nothing",
            case["id"]
        );
        if told(&forwards) != case["expect"] {
            wrong.push(format!(
                "{} ({}): {}\nexpected {}\nfound    {}",
                case["id"],
                case["section"],
                case["note"],
                case["expect"],
                told(&forwards)
            ));
        }
        assert_eq!(told(&written_and_read(&forwards)), told(&forwards), "{}: written and read", case["id"]);
        cases += 1;
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 84, "{cases} cases");
}

fn busy_time<'c>(case: &Value, calendars: impl Iterator<Item = &'c Value>) -> BusyTime {
    let floating = Zone::iana(case["floating"].as_str().expect("a zone")).expect("a zone");
    let mut busy = BusyTime::new(instant(&case["from"])..instant(&case["to"]), &floating);
    let source = ZoneSource::new();
    let mut budget = Budget::default();
    for text in calendars {
        let calendar = Calendar::parse(text.as_str().expect("a calendar")).expect("a calendar");
        busy.add_calendar(&calendar, &Zones::new(&calendar, &source), &mut budget).expect("busy time");
    }
    busy
}

/// The same by way of a VFREEBUSY.
fn written_and_read(busy: &BusyTime) -> BusyTime {
    let stamp = DtStamp::utc("20270101T000000Z".parse().unwrap()).unwrap();
    let written =
        busy.to_calendar("-//Example Corp.//Example//EN", &Uid::from("1@example.com"), &stamp).unwrap();
    let bytes = written.to_bytes();
    let calendar = Calendar::parse_with(&bytes, &ParseOptions::strict()).expect("what is written is strict");
    let mut read = BusyTime::new(busy.range(), &Zone::utc());
    let source = ZoneSource::empty();
    read.add_calendar(&calendar, &Zones::new(&calendar, &source), &mut Budget::default()).unwrap();
    read
}

fn told(busy: &BusyTime) -> Value {
    let told = |time: DateTime<Utc>| time.format("%Y%m%dT%H%M%SZ").to_string();
    let periods = busy.periods().map(
        |period| json!({"start": told(period.start), "end": told(period.end), "type": period.kind.as_str()}),
    );
    periods.collect()
}

fn instant(text: &Value) -> DateTime<Utc> {
    let text = text.as_str().expect("an instant");
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").expect("an instant").and_utc()
}
