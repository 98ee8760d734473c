//! CALDAV:comp, CALDAV:prop, CALDAV:allcomp, CALDAV:allprop (RFC 4791 §9.6.1 to §9.6.4).

use caldav_types::calendar_data::{CalendarDataRequest, Comp, Comps, Prop, Props};
use caldav_types::shaping::{Shaped, ShapingBudget};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, ParseOptions, PropertyName};

const STORED: &str = "\
BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nX-WR-CALNAME;X-A=1:Home\r\n\
BEGIN:X-THING\r\nX-WHAT:it\r\nBEGIN:X-PART\r\nX-WHAT:of it\r\nEND:X-PART\r\nEND:X-THING\r\n\
begin:vevent\r\nuid:1\r\nSUMMARY;LANGUAGE=en;X-LONG=\"a: b; c\":A description that is long enough to \r\n be folded by those who write it\r\n\
BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nATTENDEE;CN=A:mailto:a@example.com\r\nATTENDEE;CN=B:mailto:b@example.com\r\nend:vevent\r\n\
END:VCALENDAR\r\n";

fn calendar() -> Comp {
    Comp::new(ComponentName::VCalendar)
}

fn prop(name: &'static str) -> Prop {
    Prop::new(PropertyName::from(name))
}

fn select<'c>(comp: Comp, calendar: &'c Calendar<'_>) -> Shaped<'c> {
    let request = CalendarDataRequest { comp: Some(comp), ..CalendarDataRequest::default() };
    let source = ZoneSource::empty();
    let zones = Zones::new(calendar, &source);
    request.shape(calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap()
}

#[test]
fn parts_of_a_calendar() {
    let stored = Calendar::parse(STORED).unwrap();
    let event = |comp: Comp| calendar().with_comp(comp);
    for (section, comp, expected) in [
        ("§9.6.1: BEGIN and END alone", calendar().with_prop(prop("URL")), ""),
        ("§9.6.4: names have no case", calendar().with_prop(prop("version")), "VERSION:2.0\r\n"),
        ("§7.7: X- names", calendar().with_prop(prop("x-wr-calname")), "X-WR-CALNAME;X-A=1:Home\r\n"),
        (
            "§9.6.3: properties alone",
            Comp { props: Props::All, ..calendar() },
            "VERSION:2.0\r\nPRODID:-//Example//EN\r\nX-WR-CALNAME;X-A=1:Home\r\n",
        ),
        (
            "§9.6.1: an inner one without children is whole",
            event(Comp::new(ComponentName::from("x-thing"))),
            "BEGIN:X-THING\r\nX-WHAT:it\r\nBEGIN:X-PART\r\nX-WHAT:of it\r\nEND:X-PART\r\nEND:X-THING\r\n",
        ),
        (
            "§9.6.1: nested",
            event(
                Comp::new(ComponentName::from("X-THING")).with_comp(Comp::new(ComponentName::from("X-PART"))),
            ),
            "BEGIN:X-THING\r\nBEGIN:X-PART\r\nX-WHAT:of it\r\nEND:X-PART\r\nEND:X-THING\r\n",
        ),
        (
            "§9.6.1: several lines of a name, and no alarm",
            event(Comp::new(ComponentName::VEvent).with_prop(prop("UID")).with_prop(prop("ATTENDEE"))),
            "BEGIN:VEVENT\r\nuid:1\r\nATTENDEE;CN=A:mailto:a@example.com\r\nATTENDEE;CN=B:mailto:b@example.com\r\n\
             END:VEVENT\r\n",
        ),
        (
            "§9.6.2: all components",
            event(Comp { comps: Comps::All, ..Comp::new(ComponentName::VEvent) }),
            "BEGIN:VEVENT\r\nBEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n",
        ),
        (
            "§9.6.4: folds stay",
            event(Comp::new(ComponentName::VEvent).with_prop(prop("SUMMARY"))),
            "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en;X-LONG=\"a: b; c\":A description that is long enough to \r\n \
             be folded by those who write it\r\nEND:VEVENT\r\n",
        ),
        (
            "§9.6.4: novalue leaves name, parameters and colon",
            event(Comp::new(ComponentName::VEvent).with_prop(prop("SUMMARY").without_value())),
            "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en;X-LONG=\"a: b; c\":\r\nEND:VEVENT\r\n",
        ),
        ("§9.6.1: a component that is not there", event(Comp::new(ComponentName::VTodo)), ""),
        (
            "a component at the top",
            Comp::new(ComponentName::VEvent).with_prop(prop("UID")),
            "BEGIN:VEVENT\r\nuid:1\r\nEND:VEVENT\r\n",
        ),
    ] {
        let shaped = select(comp, &stored);
        assert_eq!(shaped.text(), format!("BEGIN:VCALENDAR\r\n{expected}END:VCALENDAR\r\n"), "{section}");
        assert!(!shaped.is_stored(), "{section}");
    }
    let whole = select(calendar(), &stored);
    let told = whole.text().replace("BEGIN:VEVENT", "begin:vevent").replace("END:VEVENT", "end:vevent");
    assert_eq!(told, STORED, "§9.6.1: without children it is whole");
}

#[test]
fn line_ends_are_those_of_icalendar() {
    for end in ["\n", "\r\n", "\r\r\n", "\r"] {
        let text = STORED.replace("\r\n", end);
        let stored = Calendar::parse(&text).unwrap();
        let whole = select(Comp::whole(ComponentName::VCalendar), &stored);
        let told = whole.text().into_owned();
        let lines: Vec<_> = told.replace("\r\n ", "").split("\r\n").map(str::to_uppercase).collect();
        let expected: Vec<_> = STORED.replace("\r\n ", "").split("\r\n").map(str::to_uppercase).collect();
        assert_eq!(lines, expected, "{end:?}");
        assert!(Calendar::parse_with(&told, &ParseOptions::strict()).is_ok(), "{end:?}");
    }
}

#[test]
fn long_parameters_without_value_are_folded() {
    let long = format!("BEGIN:VCALENDAR\r\nX-A;X-B={}:value\r\nEND:VCALENDAR\r\n", "b".repeat(200));
    let stored = Calendar::parse(&long).unwrap();
    let shaped = select(calendar().with_prop(prop("X-A").without_value()), &stored);
    assert!(shaped.text().lines().all(|line| line.len() <= 75), "{}", shaped.text());
    assert_eq!(shaped.text().replace("\r\n ", ""), long.replace("value", ""));
}

#[test]
fn components_as_deep_as_can_be() {
    let depth = 200_000;
    let deep = format!(
        "BEGIN:VCALENDAR\r\n{}{}END:VCALENDAR\r\n",
        "BEGIN:X-A\r\n".repeat(depth),
        "END:X-A\r\n".repeat(depth)
    );
    let stored = Calendar::parse(&deep).unwrap();
    let shaped = select(Comp::whole(ComponentName::VCalendar), &stored);
    assert_eq!(shaped.text(), deep);
}
