//! Hostile calendars are checked within a bounded multiple of their own length.

#![allow(clippy::expect_used, reason = "tests")]

use allocation_counter::measure;
use caldav_conformance::{CheckOptions, calendar_object};
use ical_model::CalendarStream;

/// Octets that may be allocated for one octet of input.
const MULTIPLE: u64 = 96;
/// Octets that may be allocated whatever the length: a thousand violations with their messages among them.
const BASE: u64 = 8 << 20;

fn check_bounded(case: &str, body: &[u8]) {
    let bytes = [
        &b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Hostile//EN\r\n"[..],
        body,
        b"END:VCALENDAR\r\n",
    ]
    .concat();
    let stream = CalendarStream::parse(&bytes).expect("a stream");
    let mut violations = 0;
    let info = measure(|| {
        violations = calendar_object::inspect_stream(&stream, &CheckOptions::default()).violations.len();
    });
    let bound = bytes.len() as u64 * MULTIPLE + BASE;
    assert!(info.bytes_total <= bound, "{case}: {} octets for {} of input", info.bytes_total, bytes.len());
    assert!(violations <= 1_000, "{case}");
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270101T000000Z\r\n{lines}END:VEVENT\r\n"
    )
}

#[test]
fn many_overrides_of_one_uid() {
    let overrides: String = (0..20_000)
        .map(|number| {
            event(&format!(
                "RECURRENCE-ID:2027{:02}{:02}T{:06}Z\r\n",
                number % 12 + 1,
                number % 28 + 1,
                number % 24 * 10_000
            ))
        })
        .collect();
    check_bounded("overrides", overrides.as_bytes());
}

#[test]
fn many_values_parameters_and_lines() {
    let dates = format!("EXDATE:20270101T000000Z{}\r\n", ",20270101T000000Z".repeat(1_000_000));
    check_bounded("a million values", event(&dates).as_bytes());
    let parameters = format!("X-A{}:1\r\n", ";X-B=1".repeat(200_000));
    check_bounded("200,000 parameters", event(&parameters).as_bytes());
    check_bounded("100,000 bad lines", event(&"STATUS:MAYBE\r\n".repeat(100_000)).as_bytes());
    check_bounded(
        "100,000 zones used",
        event(&(0..100_000).map(|n| format!("RDATE;TZID=Z{n}:20270101T000000\r\n")).collect::<String>())
            .as_bytes(),
    );
    check_bounded(
        "nested",
        &[b"BEGIN:VEVENT\r\n".repeat(100_000), b"END:VEVENT\r\n".repeat(100_000)].concat(),
    );
    check_bounded("unclosed", &b"BEGIN:VALARM\r\n".repeat(100_000));
}
