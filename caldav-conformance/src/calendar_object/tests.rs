use std::fmt::Write;

use ical_model::Calendar;

use super::check;
use crate::options::CheckOptions;

/// A calendar of so many components, each made from its number.
fn calendar(count: usize, component: impl Fn(usize) -> String) -> String {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Test//EN\r\n".to_owned();
    for number in 0..count {
        text.push_str(&component(number));
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n{lines}END:VEVENT\r\n")
}

#[test]
fn large_objects_are_near_linear() {
    let zone = |number: usize| {
        format!(
            "BEGIN:VTIMEZONE\r\nTZID:zone {number}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\n\
             TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )
    };
    let overrides = calendar(20_000, |number| {
        let (hour, minute, day) = (number / 60 % 24, number % 60, number / 1440 + 1);
        event(&format!(
            "DTSTART:20270101T090000Z\r\nRECURRENCE-ID:202701{day:02}T{hour:02}{minute:02}00Z\r\n"
        ))
    });
    let masters = calendar(20_000, |_| event("DTSTART:20270101T090000Z\r\n"));
    let zones = calendar(5_000, |number| {
        let tzid = format!("TZID=zone {number}");
        let start =
            format!("DTSTART;{tzid}:20270101T090000\r\nRRULE:FREQ=DAILY\r\nDTEND:20270102T090000Z\r\n");
        let (hour, minute, day) = (number / 60 % 24, number % 60, number / 1440 + 1);
        zone(number)
            + &event(&format!("{start}RECURRENCE-ID;{tzid}:202701{day:02}T{hour:02}{minute:02}00\r\n"))
    });
    let mut dates = "DTSTART:20270101T090000Z\r\nEXDATE:20270101T090000Z".to_owned();
    for _ in 0..200_000 {
        dates.push_str(",20270101T090000Z");
    }
    let dates = calendar(1, |_| event(&format!("{dates}\r\n")));
    let mut attendees = "ORGANIZER:mailto:a@example.com\r\nDTSTART:20270101T090000Z\r\n".to_owned();
    for number in 0..70_000 {
        write!(attendees, "ATTENDEE:mailto:{number}@example.com\r\n").unwrap();
    }
    let attendees = calendar(1, |_| event(&attendees));
    for (what, text, broken) in [
        ("overrides", overrides, 0),
        ("masters", masters, 19_999),
        ("zones", zones, 0),
        ("dates", dates, 0),
        ("attendees", attendees, 0),
    ] {
        let calendar = Calendar::parse(&text).unwrap();
        let violations = check(&calendar, &CheckOptions::default());
        assert_eq!(violations.must().count() + violations.omitted(), broken, "{what}: {violations:.300?}");
    }
}
