//! What the tests of all rooms share: snippets, and the rules of the room that they break.

use std::collections::BTreeSet;

use ical_model::CalendarStream;

use crate::calendar_object::inspect_stream;
use crate::options::CheckOptions;
use crate::rule::Rule;

/// A requirement or section, a snippet, and the ids of the rules of the room that it breaks, in order.
pub(crate) type Row<'r> = (&'r str, &'r str, &'r [&'r str]);

/// The time zone of New York, for snippets.
pub(crate) const NEW_YORK: &str = "BEGIN:VTIMEZONE\nTZID:America/New_York\n\
    BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nTZOFFSETFROM:-0500\n\
    TZOFFSETTO:-0400\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n\
    TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n";

/// Checks every row, and that each rule of the room is broken by one.
#[track_caller]
pub(crate) fn check(rules: &[&Rule], options: &CheckOptions, rows: &[Row<'_>]) {
    let broken = check_some(rules, options, rows);
    let unbroken: Vec<_> = rules.iter().map(|rule| rule.id()).filter(|id| !broken.contains(id)).collect();
    assert!(unbroken.is_empty(), "no row breaks {unbroken:?}");
}

/// Checks every row; says which rules they break.
#[track_caller]
pub(crate) fn check_some(
    rules: &[&Rule],
    options: &CheckOptions,
    rows: &[Row<'_>],
) -> BTreeSet<&'static str> {
    let mut broken = BTreeSet::new();
    for (requirement, snippet, expected) in rows {
        let text = snippet.replace("[NY]\n", NEW_YORK).replace('\n', "\r\n");
        let text = match text.starts_with("BEGIN:VCALENDAR") {
            true => text,
            false => format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Test//EN\r\n{text}END:VCALENDAR\r\n"
            ),
        };
        let stream = CalendarStream::parse(&text).unwrap();
        let violations = inspect_stream(&stream, options).violations;
        let of_room = violations.iter().filter(|violation| rules.contains(&violation.rule()));
        let got: Vec<_> = of_room.map(|violation| violation.rule().id()).collect();
        assert_eq!(got, *expected, "{requirement}:\n{text}{violations:#?}");
        broken.extend(got);
    }
    broken
}
