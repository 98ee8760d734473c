//! Departures of clients: a strict server refuses them, a tolerant one overlooks them and says so.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use caldav_conformance::reference::{Account, Server, Settings, TOLERATED_RULES, Tolerance, Tolerated};
use caldav_conformance::{CheckOptions, calendar_object};
use ical_model::Calendar;

const CALENDAR: &str = "/calendars/bernard/default/";

fn server(tolerance: Option<Tolerance>) -> Server {
    let settings = Settings::default().with_account(Account::new("bernard", "secret"));
    Server::new(tolerance.into_iter().fold(settings, Settings::with_tolerance))
}

/// The status, and what was overlooked.
fn send(server: &mut Server, method: &str, path: &str, depth: &str, body: &str) -> (u16, Vec<Tolerance>) {
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("Authorization", "Basic YmVybmFyZDpzZWNyZXQ=")
        .header("Depth", depth)
        .body(body)
        .unwrap();
    let response = server.handle(&request, "2027-01-01T00:00:00Z".parse().unwrap());
    (response.status().as_u16(), response.extensions().get::<Tolerated>().unwrap().0.clone())
}

fn calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n{lines}END:VCALENDAR\r\n"
    )
}

fn event(lines: &str) -> String {
    calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n{lines}END:VEVENT\r\n"))
}

const START: &str = "DTSTART:20270102T090000Z\r\n";

#[test]
fn calendars() {
    let zoned = |name: &str| event(&format!("DTSTART;TZID={name}:20270102T090000\r\n"));
    let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n";
    let without_stamp = |name: &str| calendar(&format!("BEGIN:{name}\r\nUID:1\r\n{START}END:{name}\r\n"));
    let cases = [
        ("vevent-dtstamp", without_stamp("VEVENT"), 201),
        ("vtodo-dtstamp", without_stamp("VTODO"), 201),
        ("vjournal-dtstamp", without_stamp("VJOURNAL"), 201),
        ("vtimezone-missing", zoned("Europe/Berlin"), 201),
        ("object-time-zone-missing", zoned("Europe/Berlin"), 201),
        ("vtimezone-missing", zoned("Nowhere"), 403),
        ("valarm-display-without-description", event(&format!("{START}{alarm}")), 201),
        (
            "scheduled-without-organizer",
            event(&format!("{START}ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:cyrus@example.com\r\n")),
            201,
        ),
        ("vevent-uid", event(START).replace("UID:1\r\n", ""), 403),
    ];
    for (rule, object, expected) in &cases {
        let parsed = Calendar::parse(object.as_str()).unwrap();
        let violations = calendar_object::check(&parsed, &CheckOptions::default());
        let broken: BTreeSet<_> = violations.must().map(|violation| violation.rule().id()).collect();
        assert!(broken.contains(rule), "{rule}: {broken:?}");
        let path = format!("{CALENDAR}1.ics");
        let strict = send(&mut server(None), "PUT", &path, "0", object);
        assert_eq!(strict, (403, vec![]), "{rule}, strict");
        let (status, tolerated) = send(&mut server(Some(Tolerance::CalendarData)), "PUT", &path, "0", object);
        assert_eq!(status, *expected, "{rule}, tolerant");
        assert_eq!(tolerated == [Tolerance::CalendarData], *expected == 201, "{rule}: told");
    }
    let tested: BTreeSet<_> = cases.iter().filter(|case| case.2 == 201).map(|case| case.0).collect();
    assert_eq!(tested, TOLERATED_RULES.iter().map(|(rule, _)| *rule).collect());
    let right = send(&mut server(Some(Tolerance::CalendarData)), "PUT", CALENDAR, "0", &event(START));
    assert_eq!(right.1, [], "nothing was to be overlooked");
}

#[test]
fn depth_of_a_synchronization() {
    let body = "<sync-collection xmlns=\"DAV:\"><sync-token/><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>";
    for (tolerance, depth, expected) in [
        (None, "0", (207, vec![])),
        (None, "1", (400, vec![])),
        (Some(Tolerance::SyncDepth), "0", (207, vec![])),
        (Some(Tolerance::SyncDepth), "1", (207, vec![Tolerance::SyncDepth])),
    ] {
        let got = send(&mut server(tolerance), "REPORT", CALENDAR, depth, body);
        assert_eq!(got, expected, "RFC 6578 3.2: {tolerance:?}, {depth}");
    }
}

/// B-13, q-08: white space before the XML declaration is not well-formed.
#[test]
fn requests_that_are_not_by_the_letter() {
    let body = "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><displayname/></prop></propfind>";
    let loose = format!("\n{body}");
    for (tolerance, body, expected) in [
        (None, body, (207, vec![])),
        (None, loose.as_str(), (400, vec![])),
        (Some(Tolerance::LooseRequests), body, (207, vec![])),
        (Some(Tolerance::LooseRequests), loose.as_str(), (207, vec![Tolerance::LooseRequests])),
        (Some(Tolerance::LooseRequests), "<propfind", (400, vec![])),
    ] {
        let got = send(&mut server(tolerance), "PROPFIND", CALENDAR, "0", body);
        assert_eq!(got, expected, "{tolerance:?}: {body}");
    }
}
