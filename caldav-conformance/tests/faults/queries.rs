//! The reports about calendar object resources.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, calendar, event, xml};

pub(crate) const CASES: &[Case] = &[
    Case { fault: Fault::ExpandIgnored, seen: expanded, honest: "2 of 2 in UTC", faulty: "0 of 0 in UTC" },
    Case { fault: Fault::ExpandLeftLocal, seen: expanded, honest: "2 of 2 in UTC", faulty: "2 of 0 in UTC" },
    Case {
        fault: Fault::ExpandWithoutRecurrenceId,
        seen: expanded,
        honest: "2 of 2 in UTC",
        faulty: "0 of 2 in UTC",
    },
    Case {
        fault: Fault::FloatingAsUtc,
        seen: floating_in_calendar_zone,
        honest: "found",
        faulty: "not found",
    },
    Case {
        fault: Fault::FreeBusyShowsTransparent,
        seen: busy_when_transparent,
        honest: "free",
        faulty: "busy",
    },
    Case { fault: Fault::MultigetSkipsMissing, seen: multiget, honest: "found, 404", faulty: "found" },
    Case { fault: Fault::TimeRangeIgnored, seen: another_day, honest: "not found", faulty: "found" },
    Case { fault: Fault::IsNotDefinedIgnored, seen: without_summary, honest: "not found", faulty: "found" },
    Case { fault: Fault::NegateIgnored, seen: not_that_summary, honest: "not found", faulty: "found" },
    Case {
        fault: Fault::CollationCaseSensitive,
        seen: summary_in_capitals,
        honest: "found",
        faulty: "not found",
    },
];

fn query(client: &mut Client, of_event: &str) -> String {
    let filter = format!("<C:comp-filter name=\"VEVENT\">{of_event}</C:comp-filter>");
    let filter = format!("<C:filter><C:comp-filter name=\"VCALENDAR\">{filter}</C:comp-filter></C:filter>");
    let answer =
        client.report(CALENDAR, "1", "C:calendar-query", &format!("<D:prop><D:getetag/></D:prop>{filter}"));
    assert_eq!(answer.status, 207, "{answer:?}");
    if answer.elements("D:getetag").is_empty() { "not found".into() } else { "found".into() }
}

fn expanded(client: &mut Client) -> String {
    let weekly = event("2", "RRULE:FREQ=WEEKLY;COUNT=2\r\n");
    assert_eq!(client.put(&format!("{CALENDAR}2.ics"), weekly).status, 201);
    let expand = "<C:expand start=\"20270101T000000Z\" end=\"20270201T000000Z\"/>";
    let content = format!(
        "<D:prop><C:calendar-data>{expand}</C:calendar-data></D:prop><D:href>{CALENDAR}2.ics</D:href>"
    );
    let answer = client.report(CALENDAR, "0", "C:calendar-multiget", &content);
    let is_utc = |line: &&str| line.starts_with("DTSTART:") && line.trim_end_matches("&#13;").ends_with('Z');
    let instances = answer.body.matches("RECURRENCE-ID").count();
    let rules = answer.body.matches("RRULE").count();
    let starts = answer.body.lines().filter(is_utc).count();
    format!("{instances} of {} in UTC", if rules == 0 { starts } else { 0 })
}

/// A floating time of the evening that is on the next day in UTC.
fn floating_in_calendar_zone(client: &mut Client) -> String {
    let zone = calendar(
        "BEGIN:VTIMEZONE\r\nTZID:West\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0800\r\n\
         TZOFFSETTO:-0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
    );
    let set = format!("<D:set><D:prop><C:calendar-timezone>{zone}</C:calendar-timezone></D:prop></D:set>");
    let patched = client.send("PROPPATCH", CALENDAR, "", xml("D:propertyupdate", &set));
    assert!(patched.body.contains("200 OK"), "{patched:?}");
    let floating = event("2", "").replace("T090000Z", "T200000").replace("T100000Z", "T210000");
    assert_eq!(client.put(&format!("{CALENDAR}2.ics"), floating).status, 201);
    query(client, "<C:time-range start=\"20270103T030000Z\" end=\"20270103T060000Z\"/>")
}

fn busy_when_transparent(client: &mut Client) -> String {
    let path = format!("{CALENDAR}1.ics");
    assert_eq!(client.put(&path, event("1", "TRANSP:TRANSPARENT\r\n")).status, 204);
    let range = "<C:time-range start=\"20270101T000000Z\" end=\"20270201T000000Z\"/>";
    let answer = client.report(CALENDAR, "1", "C:free-busy-query", range);
    assert_eq!((answer.status, answer.has("BEGIN:VFREEBUSY")), (200, "told"));
    if answer.body.contains("\nFREEBUSY") { "busy".into() } else { "free".into() }
}

fn multiget(client: &mut Client) -> String {
    let hrefs = format!("<D:href>{CALENDAR}1.ics</D:href><D:href>{CALENDAR}none.ics</D:href>");
    let content = format!("<D:prop><D:getetag/></D:prop>{hrefs}");
    let answer = client.report(CALENDAR, "0", "C:calendar-multiget", &content);
    assert_eq!(answer.elements("D:getetag").len(), 1);
    if answer.body.contains("404 Not Found") { "found, 404".into() } else { "found".into() }
}

fn another_day(client: &mut Client) -> String {
    query(client, "<C:time-range start=\"20270110T000000Z\" end=\"20270111T000000Z\"/>")
}

fn without_summary(client: &mut Client) -> String {
    query(client, "<C:prop-filter name=\"SUMMARY\"><C:is-not-defined/></C:prop-filter>")
}

fn not_that_summary(client: &mut Client) -> String {
    let text = "<C:text-match negate-condition=\"yes\">Meeting</C:text-match>";
    query(client, &format!("<C:prop-filter name=\"SUMMARY\">{text}</C:prop-filter>"))
}

fn summary_in_capitals(client: &mut Client) -> String {
    query(client, "<C:prop-filter name=\"SUMMARY\"><C:text-match>MEETING</C:text-match></C:prop-filter>")
}
