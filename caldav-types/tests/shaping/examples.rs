//! The examples of RFC 4791 that shape calendar data, over the collection of its Appendix B.

use std::path::Path;

use caldav_types::TimeSpan;
use caldav_types::calendar_data::{CalendarDataRequest, Comp, Prop, Recurrences};
use caldav_types::report::FreeBusyQuery;
use caldav_types::shaping::{FreeBusyResource, ShapingBudget, free_busy_query};
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, PropertyName};

fn stored(name: &str) -> Calendar<'static> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/appendix_b").join(name);
    Calendar::parse(&std::fs::read(path).expect("a fixture")).expect("a calendar").into_owned()
}

fn span(start: &str, end: &str) -> TimeSpan {
    TimeSpan::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
}

fn shaped(request: &CalendarDataRequest, name: &str) -> String {
    let calendar = stored(name);
    let source = ZoneSource::empty();
    let zones = Zones::new(&calendar, &source);
    let shaped = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap();
    shaped.text().into_owned()
}

/// The lines of the example, which stand here without the carriage returns that XML leaves out.
fn told(lines: &str) -> String {
    lines.trim_start().replace('\n', "\r\n")
}

const ZONE: &str = "BEGIN:VTIMEZONE
LAST-MODIFIED:20040110T032845Z
TZID:US/Eastern
BEGIN:DAYLIGHT
DTSTART:20000404T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20001026T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
";

/// The answer shows a third component of abcd2.ics, which Appendix B does not have, and PRODID of abcd3.ics alone, which
/// was not asked for: "the only property returned in the VCALENDAR object is VERSION".
#[test]
fn rfc4791_7_8_1_partial_retrieval_of_events() {
    let event = [
        PropertyName::Summary,
        PropertyName::Uid,
        PropertyName::DtStart,
        PropertyName::DtEnd,
        PropertyName::Duration,
        PropertyName::RRule,
        PropertyName::RDate,
        PropertyName::ExRule,
        PropertyName::ExDate,
        PropertyName::RecurrenceId,
    ]
    .into_iter()
    .fold(Comp::new(ComponentName::VEvent), |event, name| event.with_prop(Prop::new(name)));
    let comp = Comp::new(ComponentName::VCalendar)
        .with_prop(Prop::new(PropertyName::Version))
        .with_comp(event)
        .with_comp(Comp::new(ComponentName::VTimeZone));
    let request = CalendarDataRequest { comp: Some(comp), ..CalendarDataRequest::default() };
    let abcd2 = format!(
        "BEGIN:VCALENDAR
VERSION:2.0
{ZONE}BEGIN:VEVENT
DTSTART;TZID=US/Eastern:20060102T120000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=5
SUMMARY:Event #2
UID:00959BC664CA650E933C892C@example.com
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=US/Eastern:20060104T140000
DURATION:PT1H
RECURRENCE-ID;TZID=US/Eastern:20060104T120000
SUMMARY:Event #2 bis
UID:00959BC664CA650E933C892C@example.com
END:VEVENT
END:VCALENDAR
"
    );
    assert_eq!(shaped(&request, "abcd2.ics"), told(&abcd2));
    let abcd3 = format!(
        "BEGIN:VCALENDAR
VERSION:2.0
{ZONE}BEGIN:VEVENT
DTSTART;TZID=US/Eastern:20060104T100000
DURATION:PT1H
SUMMARY:Event #3
UID:DC6C50A017428C5216A2F1CD@example.com
END:VEVENT
END:VCALENDAR
"
    );
    assert_eq!(shaped(&request, "abcd3.ics"), told(&abcd3));
}

/// "The first overridden component in the matching resource is returned, but the second one is not": the second one is
/// not in Appendix B, and is added here as the answer of section 7.8.1 has it.
#[test]
fn rfc4791_7_8_2_limited_recurrence_set() {
    let recurrences = Recurrences::LimitRecurrenceSet(span("20060103T000000Z", "20060105T000000Z"));
    let request = CalendarDataRequest { recurrences: Some(recurrences), ..CalendarDataRequest::default() };
    let as_stored = String::from_utf8(stored("abcd2.ics").to_bytes().into_owned()).unwrap();
    assert_eq!(shaped(&request, "abcd2.ics"), as_stored);
    let second = told(
        "BEGIN:VEVENT
DTSTAMP:20060206T001121Z
DTSTART;TZID=US/Eastern:20060106T140000
DURATION:PT1H
RECURRENCE-ID;TZID=US/Eastern:20060106T120000
SUMMARY:Event #2 bis bis
UID:00959BC664CA650E933C892C@example.com
END:VEVENT
",
    );
    let both = as_stored.replace("END:VCALENDAR", &format!("{second}END:VCALENDAR"));
    let calendar = Calendar::parse(&both).unwrap();
    let source = ZoneSource::empty();
    let zones = Zones::new(&calendar, &source);
    let answer = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap();
    assert!(!answer.is_stored());
    assert_eq!(answer.text(), as_stored);
}

/// The example tells times without "Z", against "MUST be converted into date with UTC time" of section 9.6.5 (op-49).
#[test]
fn rfc4791_7_8_3_expanded_retrieval() {
    let recurrences = Recurrences::Expand(span("20060103T000000Z", "20060105T000000Z"));
    let request = CalendarDataRequest { recurrences: Some(recurrences), ..CalendarDataRequest::default() };
    let abcd2 = "
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//CalDAV Client//EN
BEGIN:VEVENT
DTSTAMP:20060206T001121Z
DTSTART:20060103T170000Z
DURATION:PT1H
SUMMARY:Event #2
UID:00959BC664CA650E933C892C@example.com
RECURRENCE-ID:20060103T170000Z
END:VEVENT
BEGIN:VEVENT
DTSTAMP:20060206T001121Z
DTSTART:20060104T190000Z
DURATION:PT1H
RECURRENCE-ID:20060104T170000Z
SUMMARY:Event #2 bis
UID:00959BC664CA650E933C892C@example.com
END:VEVENT
END:VCALENDAR
";
    assert_eq!(shaped(&request, "abcd2.ics"), told(abcd2));
    let abcd3 = "
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//CalDAV Client//EN
BEGIN:VEVENT
ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:cyrus@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:lisa@example.com
DTSTAMP:20060206T001220Z
DTSTART:20060104T150000Z
DURATION:PT1H
LAST-MODIFIED:20060206T001330Z
ORGANIZER:mailto:cyrus@example.com
SEQUENCE:1
STATUS:TENTATIVE
SUMMARY:Event #3
UID:DC6C50A017428C5216A2F1CD@example.com
END:VEVENT
END:VCALENDAR
";
    assert_eq!(shaped(&request, "abcd3.ics"), told(abcd3));
}

/// The answer shows another DTSTART and DTEND than Appendix B.
#[test]
fn rfc4791_7_8_4_limited_freebusy_set() {
    let request = CalendarDataRequest {
        limit_freebusy_set: Some(span("20060102T000000Z", "20060103T000000Z")),
        ..CalendarDataRequest::default()
    };
    let abcd8 = "
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//CalDAV Client//EN
BEGIN:VFREEBUSY
ORGANIZER;CN=\"Bernard Desruisseaux\":mailto:bernard@example.com
UID:76ef34-54a3d2@example.com
DTSTAMP:20050530T123421Z
DTSTART:20060101T000000Z
DTEND:20060108T000000Z
FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060102T100000Z/20060102T120000Z
END:VFREEBUSY
END:VCALENDAR
";
    assert_eq!(shaped(&request, "abcd8.ics"), told(abcd8));
}

/// Sections 7.8.5 to 7.9.1: what is asked for whole is the stored octets.
#[test]
fn rfc4791_7_9_1_whole_resources() {
    for number in 1..=8 {
        let name = format!("abcd{number}.ics");
        let calendar = stored(&name);
        let source = ZoneSource::empty();
        let zones = Zones::new(&calendar, &source);
        let request = CalendarDataRequest::default();
        // It costs nothing.
        let mut budget = ShapingBudget::new(Budget::new(0, 0), 0);
        let answer = request.shape(&calendar, &zones, &Zone::utc(), &mut budget).unwrap();
        assert!(answer.is_stored(), "{name}");
        assert_eq!(answer.as_bytes(), &*calendar.to_bytes(), "{name}");
        assert!(matches!(answer.into_bytes(), std::borrow::Cow::Borrowed(_)), "{name}");
    }
}

/// The example is about 4 January, 14:00 to 22:00 UTC, "two busy time intervals of one hour"; the XML of its request
/// ends a day later, when there are more. It writes the ends of periods as durations.
#[test]
fn rfc4791_7_10_1_free_busy_query() {
    let answer = |end: &str| {
        let query = FreeBusyQuery { time_range: span("20060104T140000Z", end).into() };
        let resources = (1..=8).map(|number| FreeBusyResource::from(stored(&format!("abcd{number}.ics"))));
        let source = ZoneSource::empty();
        let answer =
            free_busy_query(&query, resources, &source, &Zone::utc(), &mut Budget::default()).unwrap();
        assert_eq!(answer.faults, []);
        let stamp = DtStamp::utc("20050125T090000Z".parse().unwrap()).unwrap();
        let product_id = "-//Example Corp.//CalDAV Server//EN";
        let calendar = answer.to_calendar(product_id, &Uid::from("1@example.com"), &stamp).unwrap();
        String::from_utf8(calendar.to_bytes().into_owned()).unwrap()
    };
    let expected = "
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Corp.//CalDAV Server//EN
BEGIN:VFREEBUSY
UID:1@example.com
DTSTAMP:20050125T090000Z
DTSTART:20060104T140000Z
DTEND:20060104T220000Z
FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060104T150000Z/20060104T160000Z
FREEBUSY:20060104T190000Z/20060104T200000Z
END:VFREEBUSY
END:VCALENDAR
";
    assert_eq!(answer("20060104T220000Z"), told(expected));
    let expected = expected
        .replace("DTEND:20060104", "DTEND:20060105")
        .replace("20060104T200000Z\n", "20060104T200000Z,20060105T170000Z/20060105T180000\n Z\n")
        .replace(
            "END:VFREEBUSY",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20060105T100000Z/20060105T120000Z\nEND:VFREEBUSY",
        );
    assert_eq!(answer("20060105T220000Z"), told(&expected));
}
