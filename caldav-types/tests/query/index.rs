//! What an index keeps of one calendar object.

use caldav_types::query::{IndexRecord, IndexSpan};
use ical_model::ComponentName;
use ical_model::recurrence::Budget;
use ical_model::time_zone::{ZoneSource, Zones};

use crate::ask::calendar;

fn record_with(lines: &str, budget: &mut Budget) -> IndexRecord {
    let calendar = calendar(lines);
    let source = ZoneSource::new();
    IndexRecord::of(&calendar, &Zones::new(&calendar, &source), budget)
}

fn record(lines: &str) -> IndexRecord {
    record_with(lines, &mut Budget::default())
}

/// `2027-01-10T12:00:00Z/`: an absent end is infinitely far, nothing at all is never.
fn told(span: Option<IndexSpan>) -> String {
    let Some(span) = span else { return String::new() };
    let time = |time: Option<chrono::DateTime<chrono::Utc>>| {
        time.map(|time| time.format("%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default()
    };
    format!("{}/{}", time(span.start), time(span.end))
}

#[test]
fn spans() {
    let event = |lines: &str| format!("BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT");
    let alarm = "BEGIN:VALARM\nTRIGGER:-PT30M\nREPEAT:1\nDURATION:PT5M\nEND:VALARM";
    for (what, lines, span, alarms) in [
        (
            "an event",
            event("DTSTART:20270110T120000Z\nDURATION:PT1H"),
            "20270110T120000Z/20270110T130000Z",
            "",
        ),
        (
            "a series without end",
            event("DTSTART:20270110T120000Z\nRRULE:FREQ=DAILY"),
            "20270110T120000Z/",
            "",
        ),
        (
            "an alarm",
            event(&format!("DTSTART:20270110T120000Z\n{alarm}")),
            "20270110T120000Z/20270110T120000Z",
            "20270110T113000Z/20270110T113500Z",
        ),
        (
            "a day, wherever on earth, and three hours more",
            event("DTSTART;VALUE=DATE:20270110"),
            "20270108T210001Z/20270112T025959Z",
            "",
        ),
        (
            "an override before the series",
            format!(
                "{}\n{}",
                event("DTSTART:20270110T120000Z\nRRULE:FREQ=DAILY;COUNT=2"),
                event("RECURRENCE-ID:20270111T120000Z\nDTSTART:20260101T120000Z")
            ),
            "20260101T120000Z/20270111T120000Z",
            "",
        ),
        ("without DTSTART", event("SUMMARY:x"), "", ""),
        ("what cannot be read may be at any time", event("DTSTART:soon"), "/", "/"),
        ("an unknown zone may be any", event("DTSTART;TZID=Nowhere:20270110T120000"), "/", "/"),
        ("a to-do without time", "BEGIN:VTODO\nUID:1\nEND:VTODO".to_owned(), "/", ""),
        (
            "a to-do that is due",
            "BEGIN:VTODO\nUID:1\nDUE:20270110T120000Z\nEND:VTODO".to_owned(),
            "20270110T120000Z/20270110T120000Z",
            "",
        ),
        (
            "busy time",
            "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20270110T120000Z/PT1H,20270109T120000Z/PT1H\nEND:VFREEBUSY"
                .to_owned(),
            "20270109T120000Z/20270110T130000Z",
            "",
        ),
        (
            "availability from then on",
            "BEGIN:VAVAILABILITY\nUID:1\nDTSTART:20270110T120000Z\nEND:VAVAILABILITY".to_owned(),
            "20270110T120000Z/",
            "",
        ),
        ("a time zone", "BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE".to_owned(), "", ""),
    ] {
        let record = record(&lines);
        assert_eq!((told(record.span), told(record.alarms)), (span.to_owned(), alarms.to_owned()), "{what}");
    }
}

#[test]
fn names() {
    let event = |uid: &str| format!("BEGIN:VEVENT\nUID:{uid}\nEND:VEVENT\n");
    let to_do = "BEGIN:VTODO\nUID:1\nEND:VTODO\n";
    let zone = "BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n";
    for (what, lines, uid, component) in [
        ("one", event("1"), Some("1"), Some(ComponentName::VEvent)),
        (
            "with a zone and an override",
            format!("{zone}{}{}", event("1"), event("1")),
            Some("1"),
            Some(ComponentName::VEvent),
        ),
        ("escaped", event("a\\,b"), Some("a,b"), Some(ComponentName::VEvent)),
        ("several UIDs are any", format!("{}{}", event("1"), event("2")), None, Some(ComponentName::VEvent)),
        ("several names are any", format!("{}{to_do}", event("1")), Some("1"), None),
        ("a zone alone", zone.to_owned(), None, None),
    ] {
        let record = record(&lines);
        assert_eq!((record.uid.as_deref(), record.component), (uid, component), "{what}");
    }
}

#[test]
fn too_much_work_is_any_time() {
    let lines =
        "BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nRRULE:FREQ=DAILY;BYMONTH=2;COUNT=5000\nEND:VEVENT";
    assert_eq!(told(record_with(lines, &mut Budget::new(3, 3)).span), "/");
    assert_ne!(told(record(lines).span), "/");
}

#[cfg(feature = "serde")]
#[test]
fn serialized_and_back() {
    for lines in ["BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nRRULE:FREQ=DAILY\nEND:VEVENT", ""] {
        let record = record(lines);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<IndexRecord>(&json).unwrap(), record, "{json}");
    }
    let json = serde_json::to_value(record("BEGIN:VTODO\nUID:1\nDUE:20270110T120000Z\nEND:VTODO")).unwrap();
    assert_eq!(json["component"], "VTODO");
    assert_eq!(json["span"]["start"], "2027-01-10T12:00:00Z");
}
