//! Recurrence sets: which instances are in a window (RFC 4791 9.9), which override counts, what is refused.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use ical_model::Calendar;
use ical_model::property::Summary;
use ical_model::recurrence::{
    Budget, RecurrenceError, RecurrenceErrorKind, RecurrenceOptions, RecurrenceSet, UnknownZone, Window,
};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::DateOrDateTime;

fn calendar(lines: &str) -> Calendar<'static> {
    let text =
        format!("BEGIN:VCALENDAR\r\n{}\r\nEND:VCALENDAR\r\n", lines.replace(' ', "\r\n").replace('_', " "));
    Calendar::parse(&text).unwrap().into_owned()
}

fn with_set<T>(
    calendar: &Calendar<'_>,
    options: RecurrenceOptions,
    look: impl FnOnce(&RecurrenceSet<'_>) -> T,
) -> Result<T, RecurrenceError> {
    let source = ZoneSource::new();
    let zones = Zones::new(calendar, &source);
    RecurrenceSet::with_options(calendar.components(), &zones, options).map(|set| look(&set))
}

fn window(from: &str, to: &str) -> Window {
    let utc = |text: &str| text.parse::<DateOrDateTime>().unwrap().local().and_utc();
    match (from, to) {
        ("", to) => Window::utc(..utc(to), &Zone::utc()),
        (from, "") => Window::utc(utc(from).., &Zone::utc()),
        (from, to) => Window::utc(utc(from)..utc(to), &Zone::utc()),
    }
}

/// The condition of each row of the tables of RFC 4791 9.9, at its edges: a window that is just in, and one just out.
#[test]
fn the_tables_of_time_range() {
    let at = |text: &str| format!("20270110T{text}00Z");
    for (name, component, from, to, expected) in [
        // VEVENT: start < DTEND AND end > DTSTART
        (
            "DTEND",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VEVENT",
            "0959",
            "1200",
            true,
        ),
        (
            "DTEND",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VEVENT",
            "1000",
            "1200",
            false,
        ),
        (
            "DTEND",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VEVENT",
            "0800",
            "0901",
            true,
        ),
        (
            "DTEND",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VEVENT",
            "0800",
            "0900",
            false,
        ),
        ("DURATION", "BEGIN:VEVENT DTSTART:20270110T090000Z DURATION:PT1H END:VEVENT", "0959", "", true),
        ("DURATION", "BEGIN:VEVENT DTSTART:20270110T090000Z DURATION:PT1H END:VEVENT", "1000", "", false),
        // start <= DTSTART AND end > DTSTART
        (
            "DURATION 0",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DURATION:PT0S END:VEVENT",
            "0900",
            "0901",
            true,
        ),
        (
            "DURATION 0",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DURATION:PT0S END:VEVENT",
            "0901",
            "0902",
            false,
        ),
        ("neither", "BEGIN:VEVENT DTSTART:20270110T090000Z END:VEVENT", "0900", "0901", true),
        ("neither", "BEGIN:VEVENT DTSTART:20270110T090000Z END:VEVENT", "0800", "0900", false),
        (
            "op-04",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T090000Z END:VEVENT",
            "0900",
            "0901",
            true,
        ),
        (
            "op-04",
            "BEGIN:VEVENT DTSTART:20270110T090000Z DTEND:20270110T090000Z END:VEVENT",
            "0901",
            "0902",
            false,
        ),
        // start < DTSTART+P1D AND end > DTSTART
        ("DATE", "BEGIN:VEVENT DTSTART;VALUE=DATE:20270109 END:VEVENT", "0000", "0100", false),
        ("DATE", "BEGIN:VEVENT DTSTART;VALUE=DATE:20270110 END:VEVENT", "2359", "", true),
        // VTODO: start <= DTSTART+DURATION AND (end > DTSTART OR end >= DTSTART+DURATION)
        ("VTODO 1", "BEGIN:VTODO DTSTART:20270110T090000Z DURATION:PT1H END:VTODO", "1000", "1100", true),
        ("VTODO 1", "BEGIN:VTODO DTSTART:20270110T090000Z DURATION:PT1H END:VTODO", "1001", "1100", false),
        ("VTODO 1", "BEGIN:VTODO DTSTART:20270110T090000Z DURATION:PT0S END:VTODO", "0800", "0900", true),
        ("VTODO 1", "BEGIN:VTODO DTSTART:20270110T090000Z DURATION:PT1H END:VTODO", "0800", "0900", false),
        // (start < DUE OR start <= DTSTART) AND (end > DTSTART OR end >= DUE)
        (
            "VTODO 2",
            "BEGIN:VTODO DTSTART:20270110T090000Z DUE:20270110T100000Z END:VTODO",
            "0959",
            "1100",
            true,
        ),
        (
            "VTODO 2",
            "BEGIN:VTODO DTSTART:20270110T090000Z DUE:20270110T100000Z END:VTODO",
            "1000",
            "1100",
            false,
        ),
        (
            "VTODO 2",
            "BEGIN:VTODO DTSTART:20270110T090000Z DUE:20270110T090000Z END:VTODO",
            "0900",
            "1100",
            true,
        ),
        (
            "VTODO 2",
            "BEGIN:VTODO DTSTART:20270110T090000Z DUE:20270110T090000Z END:VTODO",
            "0800",
            "0900",
            true,
        ),
        (
            "VTODO 2",
            "BEGIN:VTODO DTSTART:20270110T090000Z DUE:20270110T100000Z END:VTODO",
            "0800",
            "0900",
            false,
        ),
        // start <= DTSTART AND end > DTSTART
        ("VTODO 3", "BEGIN:VTODO DTSTART:20270110T090000Z END:VTODO", "0900", "0901", true),
        ("VTODO 3", "BEGIN:VTODO DTSTART:20270110T090000Z END:VTODO", "0800", "0900", false),
        ("VTODO 3", "BEGIN:VTODO DTSTART;VALUE=DATE:20270110 END:VTODO", "0001", "0100", false),
        // start < DUE AND end >= DUE
        ("VTODO 4", "BEGIN:VTODO DUE:20270110T090000Z END:VTODO", "0800", "0900", true),
        ("VTODO 4", "BEGIN:VTODO DUE:20270110T090000Z END:VTODO", "0900", "1000", false),
        ("VTODO 4", "BEGIN:VTODO DUE:20270110T090000Z END:VTODO", "0800", "0859", false),
        // (start <= CREATED OR start <= COMPLETED) AND (end >= CREATED OR end >= COMPLETED)
        (
            "VTODO 5",
            "BEGIN:VTODO CREATED:20270110T090000Z COMPLETED:20270110T100000Z END:VTODO",
            "1000",
            "1100",
            true,
        ),
        (
            "VTODO 5",
            "BEGIN:VTODO CREATED:20270110T090000Z COMPLETED:20270110T100000Z END:VTODO",
            "1001",
            "1100",
            false,
        ),
        (
            "VTODO 5",
            "BEGIN:VTODO CREATED:20270110T090000Z COMPLETED:20270110T100000Z END:VTODO",
            "0800",
            "0900",
            true,
        ),
        (
            "VTODO 5",
            "BEGIN:VTODO CREATED:20270110T090000Z COMPLETED:20270110T100000Z END:VTODO",
            "0800",
            "0859",
            false,
        ),
        // start <= COMPLETED AND end >= COMPLETED
        ("VTODO 6", "BEGIN:VTODO COMPLETED:20270110T100000Z END:VTODO", "1000", "1100", true),
        ("VTODO 6", "BEGIN:VTODO COMPLETED:20270110T100000Z END:VTODO", "0900", "0959", false),
        // end > CREATED
        ("VTODO 7", "BEGIN:VTODO CREATED:20270110T100000Z END:VTODO", "1100", "1200", true),
        ("VTODO 7", "BEGIN:VTODO CREATED:20270110T100000Z END:VTODO", "0900", "1000", false),
        // TRUE
        ("VTODO 8", "BEGIN:VTODO SUMMARY:x END:VTODO", "0900", "1000", true),
        // VJOURNAL
        ("VJOURNAL", "BEGIN:VJOURNAL DTSTART:20270110T090000Z END:VJOURNAL", "0900", "0901", true),
        ("VJOURNAL", "BEGIN:VJOURNAL DTSTART:20270110T090000Z END:VJOURNAL", "0901", "0902", false),
        ("VJOURNAL DATE", "BEGIN:VJOURNAL DTSTART;VALUE=DATE:20270110 END:VJOURNAL", "2359", "", true),
        ("VJOURNAL DATE", "BEGIN:VJOURNAL DTSTART;VALUE=DATE:20270109 END:VJOURNAL", "0000", "", false),
        ("VJOURNAL without", "BEGIN:VJOURNAL SUMMARY:x END:VJOURNAL", "0900", "", false),
        // VFREEBUSY: start <= DTEND AND end > DTSTART
        (
            "VFREEBUSY",
            "BEGIN:VFREEBUSY DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VFREEBUSY",
            "1000",
            "1100",
            true,
        ),
        (
            "VFREEBUSY",
            "BEGIN:VFREEBUSY DTSTART:20270110T090000Z DTEND:20270110T100000Z END:VFREEBUSY",
            "1001",
            "1100",
            false,
        ),
        // start < freebusy-period-end AND end > freebusy-period-start
        (
            "FREEBUSY",
            "BEGIN:VFREEBUSY FREEBUSY:20270110T090000Z/PT1H,20270110T110000Z/20270110T120000Z END:VFREEBUSY",
            "1159",
            "1300",
            true,
        ),
        (
            "FREEBUSY",
            "BEGIN:VFREEBUSY FREEBUSY:20270110T090000Z/PT1H,20270110T110000Z/20270110T120000Z END:VFREEBUSY",
            "1000",
            "1100",
            false,
        ),
        (
            "FREEBUSY, not both",
            "BEGIN:VFREEBUSY DTSTART:20270110T090000Z FREEBUSY:20270110T110000Z/PT1H END:VFREEBUSY",
            "0900",
            "1100",
            false,
        ),
        (
            "FREEBUSY, not both",
            "BEGIN:VFREEBUSY DTSTART:20270110T090000Z DURATION:PT1H FREEBUSY:20270110T110000Z/PT1H END:VFREEBUSY",
            "1159",
            "1300",
            true,
        ),
        (
            "FREEBUSY, not both",
            "BEGIN:VFREEBUSY DTEND:20270110T100000Z FREEBUSY:20270110T110000Z/PT1H END:VFREEBUSY",
            "0900",
            "1101",
            true,
        ),
        ("VFREEBUSY, not both", "BEGIN:VFREEBUSY DTSTART:20270110T090000Z END:VFREEBUSY", "0900", "", false),
        ("VFREEBUSY without", "BEGIN:VFREEBUSY SUMMARY:x END:VFREEBUSY", "0900", "", false),
    ] {
        let to = if to.is_empty() { String::new() } else { at(to) };
        let window = window(&at(from), &to);
        let calendar = calendar(component);
        let found = with_set(&calendar, RecurrenceOptions::default(), |set| {
            set.overlaps(&window, &mut Budget::default()).unwrap()
        });
        assert_eq!(found.unwrap(), expected, "{name}: {component} from {from} to {to}");
    }
}

/// The starts and summaries of all instances.
fn told(lines: &str) -> Vec<String> {
    let calendar = calendar(lines);
    let always = Window::utc(.., &Zone::utc());
    with_set(&calendar, RecurrenceOptions::default(), |set| {
        let mut budget = Budget::default();
        let all = set.instances(&always, &mut budget).map(Result::unwrap);
        all.map(|instance| {
            let summary = instance.component().property::<Summary>().unwrap().map(|it| it.value);
            format!("{} {}", instance.start(), summary.unwrap_or_default())
        })
        .collect()
    })
    .unwrap()
}

#[test]
fn the_newest_of_several_overrides_counts() {
    let master = "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=1 SUMMARY:master END:VEVENT";
    let id = "RECURRENCE-ID:20270110T090000Z DTSTART:20270110T100000Z";
    for (section, one, other, expected) in [
        ("SEQUENCE, §3.8.7.4", "SEQUENCE:2 SUMMARY:one", "SEQUENCE:1 SUMMARY:other", "one"),
        ("none is 0", "SUMMARY:one", "SEQUENCE:1 SUMMARY:other", "other"),
        (
            "DTSTAMP, §3.8.7.2",
            "DTSTAMP:20270102T000000Z SUMMARY:one",
            "DTSTAMP:20270101T000000Z SUMMARY:other",
            "one",
        ),
        ("the last", "SUMMARY:one", "SUMMARY:other", "other"),
    ] {
        let lines =
            format!("{master} BEGIN:VEVENT {id} {one} END:VEVENT BEGIN:VEVENT {id} {other} END:VEVENT");
        assert_eq!(told(&lines), [format!("20270110T100000Z {expected}")], "{section}");
    }
}

#[test]
fn days_and_times_beside_each_other() {
    for (section, lines, expected) in [
        (
            "§3.8.5.2: what a day leaves open is that of DTSTART",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RDATE;VALUE=DATE:20270112 END:VEVENT",
            vec!["20270110T090000Z ", "20270112T090000Z "],
        ),
        (
            "a time on a clock of days is its day",
            "BEGIN:VEVENT DTSTART;VALUE=DATE:20270110 RDATE:20270112T090000Z END:VEVENT",
            vec!["20270110 ", "20270112 "],
        ),
        (
            "q-22: an EXDATE that is a day takes all of the day",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=5 EXDATE;VALUE=DATE:20270110 END:VEVENT",
            vec!["20270111T030000Z ", "20270111T090000Z "],
        ),
        (
            "§3.2.20: a day without VALUE=DATE",
            "BEGIN:VEVENT DTSTART:20270110 RRULE:FREQ=DAILY;COUNT=3 EXDATE:20270111 END:VEVENT",
            vec!["20270110 ", "20270112 "],
        ),
        (
            "q-23: a RECURRENCE-ID that is a day",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=2 END:VEVENT \
             BEGIN:VEVENT RECURRENCE-ID;VALUE=DATE:20270111 DTSTART:20270111T120000Z SUMMARY:o END:VEVENT",
            vec!["20270110T090000Z ", "20270111T120000Z o"],
        ),
        (
            "§3.8.4.4: a range that is at times shifts days",
            "BEGIN:VEVENT DTSTART;VALUE=DATE:20270110 RRULE:FREQ=DAILY;COUNT=3 END:VEVENT \
             BEGIN:VEVENT RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270111 DTSTART:20270111T120000Z SUMMARY:o END:VEVENT",
            vec!["20270110 ", "20270111T120000Z o", "20270112T120000Z o"],
        ),
        (
            "§3.8.5.1: an EXDATE takes an instance that is overridden",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=2 EXDATE:20270111T090000Z END:VEVENT \
             BEGIN:VEVENT RECURRENCE-ID:20270111T090000Z DTSTART:20270111T120000Z SUMMARY:o END:VEVENT",
            vec!["20270110T090000Z "],
        ),
        (
            "q-23: what matches no instance is one",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=1 END:VEVENT \
             BEGIN:VEVENT RECURRENCE-ID:20270111T090000Z DTSTART:20270111T120000Z SUMMARY:o END:VEVENT",
            vec!["20270110T090000Z ", "20270111T120000Z o"],
        ),
        (
            "§3.8.2.4: an override without DTSTART starts when the instance would have",
            "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=2 END:VEVENT \
             BEGIN:VEVENT RECURRENCE-ID:20270111T090000Z SUMMARY:o END:VEVENT",
            vec!["20270110T090000Z ", "20270111T090000Z o"],
        ),
    ] {
        assert_eq!(told(lines), expected, "{section}");
    }
}

#[test]
fn overrides_of_no_instance_are_named() {
    let lines = "BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=DAILY;COUNT=3 EXDATE:20270112T090000Z END:VEVENT \
        BEGIN:VEVENT RECURRENCE-ID:20270111T090000Z DTSTART:20270111T120000Z SUMMARY:matched END:VEVENT \
        BEGIN:VEVENT RECURRENCE-ID:20270112T090000Z DTSTART:20270112T120000Z SUMMARY:excluded END:VEVENT \
        BEGIN:VEVENT RECURRENCE-ID;VALUE=DATE:20270110 DTSTART:20270110T120000Z SUMMARY:day END:VEVENT \
        BEGIN:VEVENT RECURRENCE-ID:20270111T093000Z DTSTART:20270111T130000Z SUMMARY:unmatched END:VEVENT";
    let calendar = calendar(lines);
    let unmatched = with_set(&calendar, RecurrenceOptions::default(), |set| {
        let unmatched = set.unmatched_overrides(&mut Budget::default()).unwrap();
        let summaries = unmatched.iter().map(|it| it.property::<Summary>().unwrap().unwrap().value);
        summaries.collect::<Vec<_>>()
    });
    assert_eq!(unmatched.unwrap(), ["unmatched", "excluded"]);
}

#[test]
fn what_cannot_be_expanded_is_refused_at_its_place() {
    for (lines, expected) in [
        ("BEGIN:VEVENT RRULE:FREQ=DAILY END:VEVENT", ("missing-start", 2)),
        ("BEGIN:VEVENT DTSTART:20270110T090000Z RRULE:FREQ=NEVER END:VEVENT", ("property", 4)),
        ("BEGIN:VEVENT DTSTART:soon END:VEVENT", ("property", 3)),
        ("BEGIN:VEVENT DTSTART;TZID=Nowhere:20270110T090000 END:VEVENT", ("zone", 3)),
        ("BEGIN:VEVENT DTSTART:20270110T090000Z DTEND;TZID=Nowhere:20270110T090000 END:VEVENT", ("zone", 4)),
        ("BEGIN:VEVENT DTSTART:20270110T090000Z EXDATE;TZID=Nowhere:20270110T090000 END:VEVENT", ("zone", 4)),
    ] {
        let calendar = calendar(lines);
        let error = with_set(&calendar, RecurrenceOptions::default(), |_| ()).unwrap_err();
        let found = (error.kind().name(), error.position().expect("a place").line);
        assert_eq!(found, expected, "{lines}: {error}");
    }
}

#[test]
fn unknown_zones_may_float() {
    let calendar =
        calendar("BEGIN:VEVENT DTSTART;TZID=Nowhere:20270110T090000 RRULE:FREQ=DAILY;COUNT=2 END:VEVENT");
    let options = RecurrenceOptions::default().with_unknown_zone(UnknownZone::Float);
    let starts = with_set(&calendar, options, |set| {
        let always = Window::utc(.., &Zone::utc());
        let mut budget = Budget::default();
        let all = set.instances(&always, &mut budget).map(Result::unwrap);
        all.map(|instance| (instance.start().tzid().is_some(), instance.start().to_string()))
            .collect::<Vec<_>>()
    });
    let expected = [(false, "20270110T090000".to_owned()), (false, "20270111T090000".to_owned())];
    assert_eq!(starts.unwrap(), expected);
}

#[test]
fn one_bad_series_leaves_the_others() {
    let calendar = calendar(
        "BEGIN:VEVENT UID:1 DTSTART:20270110T090000Z END:VEVENT BEGIN:VTODO UID:1 DUE:20270110T090000Z END:VTODO \
         BEGIN:VEVENT UID:2 RRULE:FREQ=DAILY END:VEVENT \
         BEGIN:VEVENT UID:1 RECURRENCE-ID:20270110T090000Z DTSTART:20270111T090000Z END:VEVENT \
         BEGIN:VEVENT DTSTART:20270112T090000Z END:VEVENT BEGIN:VEVENT DTSTART:20270113T090000Z END:VEVENT",
    );
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let always = Window::utc(.., &Zone::utc());
    let sets = RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default());
    let found: Vec<_> = sets
        .map(|(first, set)| {
            let line = first.position().line;
            let instances = set.map(|set| set.instances(&always, &mut Budget::default()).count());
            (line, instances.map_err(|error| error.kind().clone()))
        })
        .collect();
    let missing = Err(RecurrenceErrorKind::MissingStart);
    assert_eq!(found, [(2, Ok(1)), (6, Ok(1)), (10, missing), (19, Ok(1)), (22, Ok(1))]);
}
