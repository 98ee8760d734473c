//! Single exchanges with the reference server: objects of a range of time, busy time, a new calendar, its properties.

use caldav_conformance::reference::{Fault, Settings};
use caldav_types::calendar_data::Recurrences;
use caldav_types::client::{
    Answer, BusyTimeQuery, FailureKind, NewCalendar, NewCalendarOutcome, PropertyOutcome, PropertyUpdate,
    TimeRangeQuery,
};
use caldav_types::message::{Reply, Request};
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::shaping::ShapingBudget;
use caldav_types::{ResourceType, TimeRange, TimeSpan};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use ical_model::ComponentName;
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource};

use crate::replica::{CALENDAR, Reference, path};
use crate::wire::{Transport, response};

fn url(path: &str) -> http::Uri {
    format!("https://cal.example.com{path}").parse().unwrap()
}

fn ask(request: &Request, transport: &mut impl Transport) -> Reply {
    let wire = encode_request(request).unwrap();
    let answer = transport.send(&wire).unwrap();
    decode_reply(request, &answer, &XmlOptions::lenient()).unwrap().message
}

fn january() -> TimeRange {
    TimeRange::new(Some("20270101T000000Z".parse().unwrap()), Some("20270201T000000Z".parse().unwrap()))
        .unwrap()
}

fn event(uid: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20270101T000000Z\r\n{lines}SUMMARY:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// What is in January 2027 and what is not, by RFC 4791 §9.9.
const EVENTS: &[(&str, &str, bool)] = &[
    ("within", "DTSTART:20270102T090000Z\r\nDTEND:20270102T100000Z\r\n", true),
    ("before", "DTSTART:20261231T220000Z\r\nDTEND:20270101T000000Z\r\n", false),
    ("over the start", "DTSTART:20261231T220000Z\r\nDTEND:20270101T000001Z\r\n", true),
    ("at the end", "DTSTART:20270201T000000Z\r\nDURATION:PT1H\r\n", false),
    ("over the end", "DTSTART:20270131T235959Z\r\nDURATION:PT1H\r\n", true),
    ("no time at the start", "DTSTART:20270101T000000Z\r\n", true),
    ("a day", "DTSTART;VALUE=DATE:20270131\r\n", true),
    ("a day after", "DTSTART;VALUE=DATE:20270201\r\n", false),
    ("weekly", "DTSTART:20261102T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n", true),
    ("weekly, ended", "DTSTART:20261102T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=8\r\n", false),
    ("yearly, not in it", "DTSTART:20200301T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY\r\n", false),
];

fn filled(settings: Settings) -> Reference {
    let mut there = Reference::new(settings);
    for (number, (uid, lines, _)) in EVENTS.iter().enumerate() {
        there.put(&path(&number.to_string()), &event(uid, lines));
    }
    there
}

/// The summaries of what is in the range, each as often as it is told; and how many questions it took.
fn in_range(query: TimeRangeQuery, transport: &mut impl Transport) -> (Vec<String>, usize) {
    let (mut query, mut questions) = (query, 0);
    let found = loop {
        questions += 1;
        assert!(questions < 6, "it comes to an end");
        match query.read(&ask(&query.request(), transport)).unwrap() {
            Answer::Done(found) => break found,
            Answer::Again(other) => query = other,
        }
    };
    let answer = query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut ShapingBudget::default());
    assert!(answer.refused.is_empty() && !answer.is_truncated);
    let mut all: Vec<String> = answer
        .objects
        .iter()
        .flat_map(|object| object.calendar_data.lines().filter_map(|line| line.strip_prefix("SUMMARY:")))
        .map(|summary| summary.trim_end().to_owned())
        .collect();
    all.sort();
    (all, questions)
}

fn expected() -> Vec<String> {
    let mut all: Vec<_> =
        EVENTS.iter().filter(|(.., is_in)| *is_in).map(|(uid, ..)| (*uid).to_owned()).collect();
    all.sort();
    all
}

fn events() -> TimeRangeQuery {
    TimeRangeQuery::new(url(CALENDAR), ComponentName::VEvent, january()).unwrap()
}

/// Refuses what it is told to.
struct Refusing {
    there: Reference,
    text: &'static str,
    answer: &'static str,
}

impl Transport for Refusing {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        if String::from_utf8_lossy(request.body()).contains(self.text) {
            return Ok(response(&format!("HTTP/1.1 {}", self.answer)));
        }
        self.there.send(request)
    }
}

const NO_FILTER: &str = "403 Forbidden\nContent-Type: text/xml\n\n<D:error xmlns:D=\"DAV:\" \
     xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><C:supported-filter/></D:error>";

/// §7.8, §9.9: the objects of a range, by one question to a server that filters.
#[test]
fn a_range_of_time() {
    assert_eq!(in_range(events(), &mut filled(Settings::default())), (expected(), 1));
}

/// A server that pays no heed to the range, and one that refuses it, give the same in the end.
#[test]
fn ranges_that_the_server_does_not_know() {
    let mut there = filled(Settings::default().with_fault(Fault::TimeRangeIgnored));
    assert_eq!(in_range(events().filtering_anyway(), &mut there), (expected(), 1));
    let (all, _) = in_range(events(), &mut there);
    assert_eq!(all.len(), EVENTS.len(), "who trusts the server gets what it tells");
    for (text, answer) in [
        ("time-range", NO_FILTER),
        ("time-range", "400 Bad Request\n\n"),
        ("time-range", "501 Not Implemented\n\n"),
        ("VEVENT", NO_FILTER),
    ] {
        let mut there = Refusing { there: filled(Settings::default()), text, answer };
        let (all, questions) = in_range(events(), &mut there);
        assert_eq!(all, expected(), "{text} {answer}");
        assert!(questions > 1, "{text} {answer}");
    }
}

/// §9.6.5: instances, by servers that expand, do not, or do it wrong.
#[test]
fn expansions() {
    let span =
        TimeSpan::new("20270101T000000Z".parse().unwrap(), "20270201T000000Z".parse().unwrap()).unwrap();
    let query = || events().with_recurrences(Recurrences::Expand(span));
    let mut whole = expected();
    whole.extend(["weekly", "weekly", "weekly"].map(str::to_owned));
    whole.sort();
    for settings in [
        Settings::default(),
        Settings::default().with_fault(Fault::ExpandIgnored),
        Settings::default().with_fault(Fault::ExpandLeftLocal),
        Settings::default().with_fault(Fault::TimeRangeIgnored),
    ] {
        let (all, _) = in_range(query().filtering_anyway(), &mut filled(settings.clone()));
        assert_eq!(all, whole, "{settings:?}");
    }
    let mut there = Refusing { there: filled(Settings::default()), text: "expand", answer: NO_FILTER };
    assert_eq!(in_range(query(), &mut there).0, whole);
}

/// What has nothing to do with the filter is told, and not asked again.
#[test]
fn other_refusals() {
    for (answer, kind) in [
        ("401 Unauthorized\nWWW-Authenticate: Basic realm=\"cal\"\n\n", "Unauthorized"),
        ("404 Not Found\n\n", "Refused(404"),
        ("429 Too Many Requests\nRetry-After: 5\n\n", "Later"),
        ("503 Service Unavailable\n\n", "Later"),
    ] {
        let mut there = Refusing { there: filled(Settings::default()), text: "calendar-query", answer };
        let query = events();
        let told = query.read(&ask(&query.request(), &mut there)).unwrap_err();
        assert!(format!("{told:?}").starts_with(kind), "{answer}: {told:?}");
    }
}

/// §7.10: busy time; where a server does not know the report (SOGo was recorded to answer 501) the events are asked for.
#[test]
fn busy_time() {
    let mut there = filled(Settings::default());
    let query = BusyTimeQuery::new(url(CALENDAR), january());
    let text = query.read(&ask(&query.request(), &mut there)).unwrap().done().unwrap();
    let busy = query.busy_time(&text, &mut Budget::default()).unwrap();
    let periods: Vec<_> = busy.periods().collect();
    // The one within, those over the edges, and the weekly ones on four Mondays; days are not busy by default.
    assert!(periods.len() >= 7, "{periods:?}");
    assert!(periods.iter().all(|period| period.start < period.end));
    let edge = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(periods[0].start, edge("2027-01-01T00:00:00Z"), "it is cut to the range");
    assert_eq!(periods.last().unwrap().end, edge("2027-02-01T00:00:00Z"));

    for answer in [
        "501 Request Failed\n\n",
        "405 Method Not Allowed\n\n",
        "403 Forbidden\nContent-Type: text/xml\n\n<D:error xmlns:D=\"DAV:\"><D:supported-report/></D:error>",
    ] {
        let mut there = Refusing { there: filled(Settings::default()), text: "free-busy-query", answer };
        match query.read(&ask(&query.request(), &mut there)).unwrap() {
            Answer::Again(events) => assert_eq!(in_range(events, &mut there), (expected(), 1), "{answer}"),
            Answer::Done(text) => panic!("{answer}: {text}"),
        }
    }
}

fn make(calendar: NewCalendar, transport: &mut impl Transport) -> Result<NewCalendarOutcome, FailureKind> {
    let mut calendar = calendar;
    for _ in 0..8 {
        match calendar.read(&ask(&calendar.request(), transport))? {
            Answer::Done(outcome) => return Ok(outcome),
            Answer::Again(other) => calendar = other,
        }
    }
    panic!("it comes to an end");
}

fn new_calendar(at: &str) -> NewCalendar {
    NewCalendar::new(url(at)).with(DavProperty::DisplayName("Private".into()))
}

/// §5.3.1: a calendar is made with its name, by MKCALENDAR or, where that is not known, by extended MKCOL (RFC 5689).
#[test]
fn a_new_calendar() {
    for (method, answer) in [
        ("none", "200 OK\n\n"),
        ("C:mkcalendar", "501 Not Implemented\n\n"),
        ("C:mkcalendar", "405 Method Not Allowed\n\n"),
    ] {
        let mut there = Refusing { there: Reference::new(Settings::default()), text: method, answer };
        let outcome = make(new_calendar("/calendars/bernard/private/"), &mut there).unwrap();
        let NewCalendarOutcome::Made { href, .. } = outcome else { panic!("{method} {answer}: {outcome:?}") };
        assert!(href.path().ends_with("/calendars/bernard/private/"), "{href}");
        let body =
            "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:resourcetype/><D:displayname/></D:prop></D:propfind>";
        let request = http::Request::builder()
            .method("PROPFIND")
            .uri("https://cal.example.com/calendars/bernard/private/")
            .header("Depth", "0")
            .body(body.as_bytes().to_vec())
            .unwrap();
        let text = String::from_utf8(there.there.send(&request).unwrap().into_body()).unwrap();
        assert!(text.contains("<C:calendar/>") && text.contains(">Private<"), "{method} {answer}: {text}");
    }
}

/// Where something is it stays as it is, and is told.
#[test]
fn a_calendar_that_is_there() {
    let mut there = filled(Settings::default());
    let before = there.words();
    let outcome = make(new_calendar(CALENDAR), &mut there).unwrap();
    let NewCalendarOutcome::Exists { types } = outcome else { panic!("{outcome:?}") };
    assert!(types.is_none_or(|types| types.has(&ResourceType::Calendar)));
    assert_eq!(there.words(), before);
    // Some servers answer 412 in the place of 405.
    let mut there = Refusing {
        there: filled(Settings::default()),
        text: "mkcalendar",
        answer: "412 Precondition Failed\n\n",
    };
    let outcome = make(new_calendar(CALENDAR), &mut there).unwrap();
    assert!(matches!(outcome, NewCalendarOutcome::Exists { .. }), "{outcome:?}");
}

/// RFC 4918 §9.2: all properties or none; each is told by itself, and the rest can be set without it.
#[test]
fn properties() {
    let mut there = Reference::new(Settings::default());
    let update = PropertyUpdate::new(url(CALENDAR))
        .with(DavProperty::DisplayName("Work".into()))
        .with(DavProperty::CalendarOrder(3));
    let outcomes = update.read(&ask(&update.request(), &mut there)).unwrap();
    assert!(outcomes.is_done(), "{outcomes:?}");

    let update = update.with(DavProperty::GetCTag("7".into()));
    let outcomes = update.read(&ask(&update.request(), &mut there)).unwrap();
    assert!(!outcomes.is_done());
    assert_eq!(outcomes.get(&DavPropertyName::DisplayName), Some(&PropertyOutcome::Dependent));
    let refused: Vec<_> = outcomes.refused().collect();
    assert_eq!(refused, [&DavPropertyName::GetCTag]);
    let again = update.leaving_out(&outcomes).unwrap();
    assert!(again.read(&ask(&again.request(), &mut there)).unwrap().is_done());
}
