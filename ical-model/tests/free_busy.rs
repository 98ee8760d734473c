//! Which time is taken up: what the vectors do not ask.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::Calendar;
use ical_model::free_busy::{BusyTime, FreeBusyError};
use ical_model::recurrence::{Budget, BudgetKind, RecurrenceOptions, UnknownZone};
use ical_model::time_zone::{Zone, ZoneSource, Zones};

/// A calendar with these lines, "\n" for the ends of lines.
fn calendar(lines: &str) -> Calendar<'static> {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n").replace('\n', "\r\n");
    Calendar::from_vec(text.into_bytes()).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").unwrap().and_utc()
}

fn day(floating: &Zone) -> BusyTime {
    BusyTime::new(utc("20270104T000000Z")..utc("20270105T000000Z"), floating)
}

fn add(busy: &mut BusyTime, lines: &str, budget: &mut Budget) -> Result<(), FreeBusyError> {
    let calendar = calendar(lines);
    let source = ZoneSource::empty();
    busy.add_calendar(&calendar, &Zones::new(&calendar, &source), budget)
}

fn told(busy: &BusyTime) -> Vec<String> {
    let told = |time: DateTime<Utc>| time.format("%dT%H%M").to_string();
    let periods = busy.periods();
    periods.map(|period| format!("{} {} {}", told(period.start), told(period.end), period.kind)).collect()
}

#[test]
fn what_takes_up_time() {
    for (section, lines, expected) in [
        ("4791 §7.10 TRANSP that nobody knows is not OPAQUE", "TRANSP:X-PERHAPS", vec![]),
        ("4791 §7.10 STATUS of another component", "STATUS:COMPLETED", vec!["04T0900 04T1000 BUSY"]),
        ("4791 §7.10 spelled in any case", "STATUS:Tentative", vec!["04T0900 04T1000 BUSY-TENTATIVE"]),
    ] {
        let event =
            format!("BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nDURATION:PT1H\n{lines}\nEND:VEVENT");
        let mut busy = day(&Zone::utc());
        add(&mut busy, &event, &mut Budget::default()).unwrap();
        assert_eq!(told(&busy), expected, "{section}");
    }
}

#[test]
fn availability_in_other_forms() {
    let zone = Zone::fixed("-0500".parse().unwrap());
    for (section, lines, expected) in [
        (
            "7953 §3.1 wants no floating time; it is one of the zone of the asker",
            "DTSTART:20270104T000000\nDTEND:20270104T060000",
            vec!["04T0500 04T1100 BUSY-UNAVAILABLE"],
        ),
        (
            "7953 §3.1 wants no day; it is midnight there",
            "DTSTART;VALUE=DATE:20270104",
            vec!["04T0500 05T0000 BUSY-UNAVAILABLE"],
        ),
        ("7953 §3.2 BUSYTYPE that nobody knows", "BUSYTYPE:X-AWAY", vec!["04T0000 05T0000 BUSY"]),
        (
            "7953 §3.1 DURATION wants DTSTART; alone it says nothing",
            "DURATION:PT1H",
            vec!["04T0000 05T0000 BUSY-UNAVAILABLE"],
        ),
        ("7953 §3.1 ends before it starts", "DTSTART:20270104T060000Z\nDTEND:20270104T050000Z", vec![]),
    ] {
        let mut busy = day(&zone);
        let lines = format!("BEGIN:VAVAILABILITY\nUID:1\n{lines}\nEND:VAVAILABILITY");
        add(&mut busy, &lines, &mut Budget::default()).unwrap();
        assert_eq!(told(&busy), expected, "{section}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_place() {
    for (what, lines, line) in [
        ("an event", "BEGIN:VEVENT\nUID:1\nDTSTART:today\nEND:VEVENT", Some(4)),
        ("its zone", "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20270104T090000\nEND:VEVENT", Some(4)),
        ("busy time", "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20270104T090000/PT1H\nEND:VFREEBUSY", Some(4)),
        ("a priority", "BEGIN:VAVAILABILITY\nPRIORITY:10\nEND:VAVAILABILITY", Some(3)),
        (
            "a zone of availability",
            "BEGIN:VAVAILABILITY\nDTSTART;TZID=Nowhere:20270104T090000\nEND:VAVAILABILITY",
            Some(3),
        ),
        (
            "a time that is available",
            "BEGIN:VAVAILABILITY\nBEGIN:AVAILABLE\nDTSTART:never\nEND:AVAILABLE\nEND:VAVAILABILITY",
            Some(4),
        ),
        ("what takes up no time", "BEGIN:VTODO\nUID:1\nDTSTART:today\nEND:VTODO", None),
    ] {
        let mut busy = day(&Zone::utc());
        let found = match add(&mut busy, lines, &mut Budget::default()) {
            Ok(()) => None,
            Err(FreeBusyError::Recurrence(error)) => error.position().map(|position| position.line),
            Err(error) => panic!("{what}: {error}"),
        };
        assert_eq!(found, line, "{what}");
        assert!(told(&busy).is_empty(), "{what}");
    }
}

#[test]
fn zones_that_nobody_knows_may_float() {
    let options = RecurrenceOptions::default().with_unknown_zone(UnknownZone::Float);
    let mut busy = day(&Zone::fixed("-0500".parse().unwrap())).with_options(options);
    let lines = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20270104T090000\nDURATION:PT1H\nEND:VEVENT\n\
        BEGIN:VAVAILABILITY\nDTSTART;TZID=Nowhere:20270104T060000\nDURATION:PT1H\nEND:VAVAILABILITY";
    add(&mut busy, lines, &mut Budget::default()).unwrap();
    assert_eq!(told(&busy), ["04T1100 04T1200 BUSY-UNAVAILABLE", "04T1400 04T1500 BUSY"]);
}

#[test]
fn nothing_is_done_beyond_the_budget() {
    let event = "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY\nEND:VEVENT";
    let available = "BEGIN:VAVAILABILITY\nBEGIN:AVAILABLE\nUID:1\nDTSTART:20270104T000000Z\nDURATION:PT1M\n\
        RRULE:FREQ=HOURLY\nEND:AVAILABLE\nEND:VAVAILABILITY";
    for (what, lines, budget, kind) in [
        ("instances", event, Budget::new(1_000, 10), BudgetKind::Instances),
        ("steps", event, Budget::new(10, 1_000), BudgetKind::Steps),
        ("available instances", available, Budget::new(1_000, 10), BudgetKind::Instances),
    ] {
        let mut busy = day(&Zone::utc());
        let error = add(&mut busy, lines, &mut budget.clone()).unwrap_err();
        assert!(matches!(error, FreeBusyError::Budget(error) if error.kind() == kind), "{what}: {error}");
        assert!(busy.periods().all(|period| period.kind.as_str() == "BUSY"), "{what}: not by halves");
    }
    let mut budget = Budget::new(1_000, 24);
    add(&mut day(&Zone::utc()), event, &mut budget).unwrap();
    assert_eq!(budget.instances_left(), 0, "what is spent is gone");
}

#[test]
fn it_takes_the_memory_of_what_comes_out() {
    let event =
        "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T000000Z\nDURATION:PT2S\nRRULE:FREQ=SECONDLY\nEND:VEVENT";
    let mut busy = day(&Zone::utc());
    let info = allocation_counter::measure(|| {
        add(&mut busy, event, &mut Budget::default()).unwrap();
    });
    assert_eq!(told(&busy), ["04T0000 05T0000 BUSY"]);
    assert!(info.bytes_max < 64 * 1024, "{} octets for 86,400 instances", info.bytes_max);
}

#[test]
fn a_range_without_ends_is_bounded_by_what_takes_up_time() {
    let always = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
    let mut busy = BusyTime::new(always, &Zone::utc());
    let lines = "BEGIN:VEVENT\nUID:1\nDTSTART:20270104T090000Z\nDURATION:P306783378W\nEND:VEVENT\n\
        BEGIN:VAVAILABILITY\nDTEND:20260101T000000Z\nEND:VAVAILABILITY";
    add(&mut busy, lines, &mut Budget::default()).unwrap();
    let periods: Vec<_> = busy.periods().collect();
    assert_eq!(periods.len(), 2);
    assert_eq!((periods[0].start, periods[1].end), (busy.range().start, busy.range().end));
}
