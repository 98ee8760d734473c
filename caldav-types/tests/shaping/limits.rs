//! CALDAV:limit-recurrence-set and CALDAV:limit-freebusy-set (RFC 4791 §9.6.6, §9.6.7).

use caldav_types::calendar_data::{CalendarDataRequest, Recurrences};
use caldav_types::shaping::ShapingBudget;

use crate::expand::{shape, span};

/// The names of the components that are left for June 2027.
fn left(components: &str) -> Vec<String> {
    let recurrences = Some(Recurrences::LimitRecurrenceSet(span("20270601", "20270701")));
    let request = CalendarDataRequest { recurrences, ..CalendarDataRequest::default() };
    let shaped = shape(&request, components, &mut ShapingBudget::default()).unwrap();
    let names = shaped.lines().filter_map(|line| line.strip_prefix("SUMMARY:"));
    names.map(str::to_owned).collect()
}

fn event(summary: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:1\nSUMMARY:{summary}\n{lines}\nEND:VEVENT\n")
}

/// A master on each Monday at 9 in Berlin for an hour, from 4 January 2027 on.
fn monday() -> String {
    event("master", "DTSTART;TZID=Europe/Berlin:20270104T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY")
}

#[test]
fn overrides_that_matter() {
    for (case, lines, expected) in [
        ("now", "RECURRENCE-ID;TZID=Europe/Berlin:20270607T090000\nDTSTART:20270608T090000Z", true),
        ("moved into it", "RECURRENCE-ID;TZID=Europe/Berlin:20270705T090000\nDTSTART:20270608T090000Z", true),
        (
            "moved out of it",
            "RECURRENCE-ID;TZID=Europe/Berlin:20270607T090000\nDTSTART:20270808T090000Z",
            true,
        ),
        ("out of it", "RECURRENCE-ID;TZID=Europe/Berlin:20270705T090000\nDTSTART:20270808T090000Z", false),
        ("in UTC", "RECURRENCE-ID:20270607T070000Z\nDTSTART:20270808T090000Z", true),
        ("floating", "RECURRENCE-ID:20270607T090000\nDTSTART:20270808T090000Z", true),
        ("a day", "RECURRENCE-ID;VALUE=DATE:20270607\nDTSTART:20270808T090000Z", true),
        ("a day outside", "RECURRENCE-ID;VALUE=DATE:20270705\nDTSTART:20270808T090000Z", false),
        (
            "it ends when the range starts",
            "RECURRENCE-ID:20270531T070000Z\nDTSTART:20270531T230000Z\nDURATION:PT1H",
            false,
        ),
        (
            "it reaches into the range",
            "RECURRENCE-ID:20270531T070000Z\nDTSTART:20270531T230000Z\nDURATION:PT2H",
            true,
        ),
        ("it says no time", "RECURRENCE-ID:20270607T070000Z", true),
        (
            "all that follow",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20270201T080000Z\nDTSTART:20270201T090000Z",
            true,
        ),
        (
            "all that follow, from later on",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20270705T070000Z\nDTSTART:20270706T070000Z",
            false,
        ),
        (
            "all that follow, into it",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20270705T070000Z\nDTSTART:20270607T070000Z",
            true,
        ),
        (
            "all that follow, out of it",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20270628T070000Z\nDTSTART:20270728T070000Z",
            true,
        ),
    ] {
        let found = left(&format!("{}{}", monday(), event("override", lines)));
        let expected: &[&str] = if expected { &["master", "override"] } else { &["master"] };
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn a_range_ends_where_the_next_begins() {
    let range = |summary: &str, id: &str, start: &str| {
        event(summary, &format!("RECURRENCE-ID;RANGE=THISANDFUTURE:{id}\nDTSTART:{start}\nDURATION:PT1H"))
    };
    let winter = range("winter", "20270201T080000Z", "20270201T090000Z");
    let may = range("may", "20270503T070000Z", "20270503T080000Z");
    let july = range("july", "20270705T070000Z", "20270705T080000Z");
    assert_eq!(left(&[monday(), winter.clone(), may.clone(), july.clone()].concat()), ["master", "may"]);
    // What July changes would be in June, by what May makes of it.
    let ahead = range("may", "20270503T070000Z", "20270422T080000Z");
    assert_eq!(left(&[monday(), winter, ahead, july].concat()), ["master", "may", "july"]);
    // An instance is where an earlier range has put it, if it is not overridden by itself.
    let single = event("single", "RECURRENCE-ID:20270705T070000Z\nDTSTART:20271201T070000Z");
    let ahead = range("may", "20270503T070000Z", "20270422T080000Z");
    assert_eq!(left(&[monday(), ahead, single.clone()].concat()), ["master", "may", "single"]);
    assert_eq!(left(&[monday(), may, single].concat()), ["master", "may"]);
}

#[test]
fn what_has_no_master_and_what_is_no_override() {
    for (case, lines, expected) in [
        ("now", "RECURRENCE-ID:20270807T070000Z\nDTSTART:20270608T090000Z", true),
        ("then", "RECURRENCE-ID:20270607T070000Z\nDTSTART:20270808T090000Z", true),
        ("as long as it", "RECURRENCE-ID:20270531T230000Z\nDTSTART:20270808T090000Z\nDURATION:PT2H", true),
        ("neither", "RECURRENCE-ID:20270531T230000Z\nDTSTART:20270808T090000Z\nDURATION:PT1H", false),
    ] {
        assert_eq!(left(&event("override", lines)).len(), usize::from(expected), "{case}");
    }
    let beside = event("beside", "DTSTART:20200101T000000Z").replace("UID:1", "UID:2");
    let out = event("override", "RECURRENCE-ID:20270705T070000Z\nDTSTART:20270808T090000Z");
    assert_eq!(left(&[monday(), out.clone(), beside.clone()].concat()), ["master", "beside"]);
    // The override of something else.
    let other = out.replace("UID:1", "UID:2").replace("20270705", "20200101");
    assert_eq!(left(&[monday(), beside, other].concat()), ["master", "beside"]);
    // Of two versions the newer one counts, wherever it stands.
    let versions = [("old", "20270608T090000Z\nSEQUENCE:1"), ("new", "20270808T090000Z\nSEQUENCE:2")]
        .map(|(summary, start)| event(summary, &format!("RECURRENCE-ID:20270607T070000Z\nDTSTART:{start}")));
    assert_eq!(left(&format!("{}{}", monday(), versions.concat())), ["master", "new"]);
    let versions = versions.into_iter().rev().collect::<String>();
    assert_eq!(left(&format!("{}{versions}", monday())), ["master", "new"]);
    // Another kind with the same UID.
    let to_do = out.replace("VEVENT", "VTODO").replace("20270808", "20270608");
    assert_eq!(left(&[monday(), out, to_do].concat()), ["master", "override"]);
}

#[test]
fn to_dos_by_their_own_table() {
    let master = "BEGIN:VTODO\nUID:1\nSUMMARY:master\nDUE:20270101T000000Z\nRRULE:FREQ=MONTHLY\nEND:VTODO\n";
    // §9.9: a DUE at the end of the range is in it, one at its start is not.
    for (id, expected) in
        [("20270601T000000Z", false), ("20270701T000000Z", true), ("20270801T000000Z", false)]
    {
        let one = format!(
            "BEGIN:VTODO\nUID:1\nSUMMARY:override\nRECURRENCE-ID:{id}\nDUE:20270901T000000Z\nEND:VTODO\n"
        );
        assert_eq!(left(&format!("{master}{one}")).len(), 1 + usize::from(expected), "{id}");
    }
}

#[test]
fn many_ranges_are_told_in_bounded_work() {
    let ranges: String = (0..3_000)
        .map(|day| {
            let at = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(day);
            let at = at.format("%Y%m%dT090000Z");
            event("range", &format!("RECURRENCE-ID;RANGE=THISANDFUTURE:{at}\nDTSTART:{at}"))
        })
        .collect();
    let master = event("master", "DTSTART:20200101T090000Z\nRRULE:FREQ=DAILY");
    let found = left(&format!("{master}{ranges}"));
    assert!(found.len() >= 31, "{}", found.len());
}

#[test]
fn free_busy_values() {
    let limited = |lines: &str| {
        let request = CalendarDataRequest {
            limit_freebusy_set: Some(span("20270601", "20270602")),
            ..CalendarDataRequest::default()
        };
        let calendar = format!("BEGIN:VFREEBUSY\nUID:1\n{lines}END:VFREEBUSY\n");
        let shaped = shape(&request, &calendar, &mut ShapingBudget::default()).unwrap();
        let shaped = shaped.split_once("UID:1\n").unwrap().1.to_owned();
        shaped.strip_suffix("END:VFREEBUSY\nEND:VCALENDAR\n").unwrap().to_owned()
    };
    for (case, lines, expected) in [
        ("one", "FREEBUSY:20270601T100000Z/PT1H\n", "FREEBUSY:20270601T100000Z/PT1H\n"),
        ("none", "FREEBUSY:20270602T100000Z/PT1H,20270503T100000Z/PT1H\n", ""),
        (
            "some",
            "FREEBUSY;X-A=1;FBTYPE=FREE:20270531T230000Z/PT1H,20270531T230000Z/PT2H,20270601T230000Z/20270602T010000Z\n",
            "FREEBUSY;X-A=1;FBTYPE=FREE:20270531T230000Z/PT2H,20270601T230000Z/20270602T\n 010000Z\n",
        ),
        ("days", "FREEBUSY:20270525T000000Z/P1W\n", ""),
        ("days", "FREEBUSY:20270525T000001Z/P1W\n", "FREEBUSY:20270525T000001Z/P1W\n"),
        ("it starts when the range ends", "FREEBUSY:20270602T000000Z/PT1H\n", ""),
        ("all else stays", "DTSTART:20200101T000000Z\nX-A;B=1:c\n", "DTSTART:20200101T000000Z\nX-A;B=1:c\n"),
    ] {
        assert_eq!(limited(lines), expected, "{case}: {lines}");
    }
    // Lines of that name elsewhere are others.
    let event = "BEGIN:VEVENT\nUID:1\nFREEBUSY:20270801T100000Z/PT1H\nEND:VEVENT\n";
    let request = CalendarDataRequest {
        limit_freebusy_set: Some(span("20270601", "20270602")),
        ..CalendarDataRequest::default()
    };
    assert!(shape(&request, event, &mut ShapingBudget::default()).unwrap().contains("FREEBUSY"));
    // With an expansion too.
    let busy =
        "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20270601T100000Z/PT1H,20270701T100000Z/PT1H\nEND:VFREEBUSY\n";
    let recurrences = Some(Recurrences::Expand(span("20270501", "20270801")));
    let shaped =
        shape(&CalendarDataRequest { recurrences, ..request }, busy, &mut ShapingBudget::default()).unwrap();
    assert!(shaped.contains("FREEBUSY:20270601T100000Z/PT1H\n"), "{shaped}");
}
