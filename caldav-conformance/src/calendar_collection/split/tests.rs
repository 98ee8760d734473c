use ical_model::{Calendar, CalendarStream, ComponentName};

use super::{SplitFaultKind, split};
use crate::{CheckOptions, calendar_object};

const UPLOAD: &[u8] = include_bytes!("../../../tests/fixtures/rfc4791-4.1-upload.ics");
const RESOURCES: [&[u8]; 2] = [
    include_bytes!("../../../tests/fixtures/rfc4791-4.1-resource-1.ics"),
    include_bytes!("../../../tests/fixtures/rfc4791-4.1-resource-2.ics"),
];

#[test]
fn the_example_of_4_1() {
    let stream = CalendarStream::parse(UPLOAD).unwrap();
    let split = split(&stream);
    let bytes: Vec<_> = split.objects().iter().map(|object| object.to_bytes()).collect();
    assert_eq!(bytes, RESOURCES);
    assert!(split.faults().is_empty());
    let names: Vec<_> = split.named_objects().map(|(name, _)| name).collect();
    assert_eq!(names, ["1@example.com.ics", "2@example.com.ics"]);
}

#[test]
fn the_example_of_4_1_as_a_whole_is_refused() {
    let whole = Calendar::parse(UPLOAD).unwrap();
    let violations = calendar_object::check(&whole, &CheckOptions::default());
    let preconditions: Vec<_> = violations.preconditions().iter().map(ToString::to_string).collect();
    assert_eq!(preconditions, ["CALDAV:valid-calendar-object-resource"]);
    for resource in RESOURCES {
        let calendar = Calendar::parse(resource).unwrap();
        let violations = calendar_object::check(&calendar, &CheckOptions::default());
        assert_eq!(violations.must().count(), 0, "{violations:?}");
    }
}

fn parts(text: &str) -> (Vec<String>, Vec<(SplitFaultKind, usize)>) {
    let stream = CalendarStream::parse(text).unwrap();
    let split = split(&stream);
    let objects = split.objects().iter().map(|object| String::from_utf8(object.to_bytes()).unwrap());
    let faults = split.faults().iter().map(|fault| (fault.kind().clone(), fault.position().line));
    (objects.collect(), faults.collect())
}

const ZONE: &str = "BEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\n";
const OTHER_ZONE: &str = "BEGIN:VTIMEZONE\nTZID:A\nTZURL:http://example.com/\nEND:VTIMEZONE\n";

#[test]
fn time_zones_go_where_they_are_used() {
    let (objects, faults) = parts(&format!(
        "BEGIN:VCALENDAR\n{ZONE}BEGIN:VTIMEZONE\nTZID:B\nEND:VTIMEZONE\nBEGIN:VTIMEZONE\nTZID:C\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nUID:1\nDTSTART;TZID=A:20270101T090000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:2\nBEGIN:VALARM\nX-AT;TZID=\"B\":20270101T090000\nEND:VALARM\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:3\nDTSTART:20270101T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    ));
    assert_eq!(
        objects.iter().map(|object| object.contains("TZID:A")).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(
        objects.iter().map(|object| object.contains("TZID:B")).collect::<Vec<_>>(),
        [false, true, false]
    );
    assert_eq!(faults, [(SplitFaultKind::UnusedTimeZone { tzid: "C".to_owned() }, 8)]);
}

#[test]
fn what_goes_along_of_the_calendar() {
    let (objects, _) = parts(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:a\n b\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\nNAME:x\nCOLOR:red\nX-A;B=\"c\":d\n\
         BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    let expected = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:a\n b\nCALSCALE:GREGORIAN\nX-A;B=\"c\":d\n\
         BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(objects, [expected]);
}

#[test]
fn one_uid_over_several_calendars() {
    let event =
        |more: &str| format!("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=A:20270101T090000\n{more}END:VEVENT\n");
    let (first, second) = (event(""), event("RECURRENCE-ID;TZID=A:20270101T090000\n"));
    for (other, expected) in
        [(ZONE, vec![]), (OTHER_ZONE, vec![(SplitFaultKind::TimeZonesDiffer { tzid: "A".to_owned() }, 15)])]
    {
        let text = format!(
            "BEGIN:VCALENDAR\n{ZONE}{first}END:VCALENDAR\nBEGIN:VCALENDAR\n{other}{second}END:VCALENDAR\n"
        );
        let (objects, faults) = parts(&text);
        assert_eq!(objects, [format!("BEGIN:VCALENDAR\n{ZONE}{first}{second}END:VCALENDAR\n")]);
        assert_eq!(faults, expected);
    }
}

#[test]
fn nothing_is_lost_in_silence() {
    let (objects, faults) = parts(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nUID:\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nUID:2\nEND:VEVENT\n\
         BEGIN:X-A\nUID:1\nEND:X-A\nBEGIN:VTODO\nUID:3\nEND:VTODO\nBEGIN:VEVENT\nUID:3\nEND:VEVENT\nEND:VCALENDAR\n\
         BEGIN:VEVENT\nUID:4\nEND:VEVENT\n",
    );
    assert_eq!(objects.len(), 2);
    assert_eq!(
        faults,
        [
            (SplitFaultKind::MissingUid, 2),
            (SplitFaultKind::MissingUid, 4),
            (SplitFaultKind::SeveralUids, 7),
            (SplitFaultKind::UnknownComponent { name: "X-A".to_owned() }, 11),
            (SplitFaultKind::UidOfTwoTypes { uid: "3".to_owned() }, 17),
            (SplitFaultKind::NotACalendar, 21),
        ]
    );
}

#[test]
fn a_component_without_its_end_gets_one() {
    let (objects, _) = parts("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nACTION:AUDIO");
    let expected = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(objects, [expected]);
    let again = Calendar::parse(&objects[0]).unwrap();
    assert_eq!(again.components().next().unwrap().components_named(&ComponentName::VAlarm).count(), 1);
}

#[test]
fn lines_end_as_those_of_the_stream() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    for line_end in ["\r\n", "\n", "\r"] {
        let text = text.replace("\r\n", line_end);
        assert_eq!(parts(&text).0, [text]);
    }
}

#[test]
fn many_overrides_are_near_linear() {
    let mut text = "BEGIN:VCALENDAR\r\n".to_owned();
    for day in 0..20_000 {
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:{day}\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO\r\n"
        ));
    }
    text.push_str("END:VCALENDAR\r\n");
    let stream = CalendarStream::parse(&text).unwrap();
    let split = split(&stream);
    assert_eq!((split.objects().len(), split.faults().len()), (1, 20_000));
    assert_eq!(split.objects()[0].components().len(), 20_000);
}
