//! What takes one exchange, between the machines of the client and the reference server, over the octets of HTTP.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_conformance::reference::{Account, Fault, Server, Settings};
use caldav_types::calendar_data::Recurrences;
use caldav_types::client::{
    Answer, BusyTimeQuery, CalendarObject, Credentials, FailureKind, NewCalendar, NewCalendarOutcome,
    PropertyOutcome, PropertyUpdate, TimeRangeAnswer, TimeRangeQuery,
};
use caldav_types::message::{Reply, Request};
use caldav_types::property::{ComponentSet, DavProperty, DavPropertyName};
use caldav_types::shaping::{FreeBusyResource, ShapingBudget, free_busy_query};
use caldav_types::{ResourceType, TimeRange, TimeSpan};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource};
use ical_model::{Calendar, ComponentName};

const HOME: &str = "https://cal.example.com/calendars/bernard/";

struct Client {
    server: Server,
    /// Methods that something in front of the server does not know, and how it answers.
    unknown: Vec<(&'static str, u16)>,
    sent: Vec<String>,
}

impl Client {
    fn new(faults: &[Fault]) -> Self {
        let settings = Settings::default().with_account(Account::new("bernard", "secret"));
        let settings = faults.iter().fold(settings, |settings, fault| settings.with_fault(*fault));
        Self { server: Server::new(settings), unknown: Vec::new(), sent: Vec::new() }
    }

    fn with_unknown(mut self, method: &'static str, status: u16) -> Self {
        self.unknown.push((method, status));
        self
    }

    fn send(&mut self, mut request: Request) -> Reply {
        let credentials = Credentials::basic("bernard", "secret").unwrap();
        request.headers.set(&credentials.answer(&request.target, &[]).unwrap()).unwrap();
        let wire = encode_request(&request).unwrap();
        self.sent.push(wire.method().as_str().to_owned());
        if let Some((_, status)) = self.unknown.iter().find(|(method, _)| *method == wire.method().as_str()) {
            return Reply::new(http::StatusCode::from_u16(*status).unwrap());
        }
        let response = self.server.handle(&wire, "2027-01-01T00:00:00Z".parse().unwrap());
        decode_reply(&request, &response, &XmlOptions::lenient()).unwrap().message
    }

    fn make(&mut self, mut calendar: NewCalendar) -> Result<NewCalendarOutcome, FailureKind> {
        loop {
            let reply = self.send(calendar.request());
            match calendar.read(&reply)? {
                Answer::Done(outcome) => return Ok(outcome),
                Answer::Again(other) => calendar = other,
            }
        }
    }

    fn find(&mut self, mut query: TimeRangeQuery) -> Result<TimeRangeAnswer, FailureKind> {
        loop {
            let reply = self.send(query.request());
            match query.read(&reply)? {
                Answer::Done(found) => {
                    let mut budget = ShapingBudget::default();
                    return Ok(query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut budget));
                }
                Answer::Again(other) => query = other,
            }
        }
    }
}

fn url(name: &str) -> http::Uri {
    format!("{HOME}{name}").parse().unwrap()
}

fn new_calendar(name: &str) -> NewCalendar {
    NewCalendar::new(url(name))
        .with(DavProperty::DisplayName("Travel".into()))
        .with(DavProperty::CalendarColor("#FF2968".into()))
        .with(DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VEVENT".into()])))
}

fn is_made(outcome: &Result<NewCalendarOutcome, FailureKind>) -> bool {
    matches!(outcome, Ok(NewCalendarOutcome::Made { properties, .. }) if properties.is_done())
}

/// RFC 4791 5.3.1, RFC 5689 4.1.
#[test]
fn calendars_are_made() {
    let mut client = Client::new(&[]);
    assert!(is_made(&client.make(new_calendar("travel/"))));
    assert!(matches!(client.make(new_calendar("travel/")), Ok(NewCalendarOutcome::Exists { .. })));
    for status in [501, 400, 405] {
        let mut client = Client::new(&[]).with_unknown("MKCALENDAR", status);
        let outcome = client.make(new_calendar("travel/"));
        assert!(is_made(&outcome), "{status}: {outcome:?}");
        assert!(client.sent.contains(&"MKCOL".to_owned()));
        let Ok(NewCalendarOutcome::Exists { types }) = client.make(new_calendar("travel/")) else {
            panic!("{status}");
        };
        assert!(types.is_none_or(|types| types.has(&ResourceType::Calendar)), "{status}");
    }
    let outcome = Client::new(&[]).make(new_calendar("none/travel/"));
    assert!(matches!(outcome, Err(FailureKind::Refused(..))), "RFC 4791 5.3.1.1: {outcome:?}");
}

#[test]
fn properties_that_cannot_be_set() {
    let mut client = Client::new(&[]);
    let calendar = new_calendar("travel/").with(DavProperty::CalendarTimezone("no calendar".into()));
    let outcome = client.make(calendar.clone());
    let Ok(NewCalendarOutcome::Properties(outcomes)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(outcomes.refused().collect::<Vec<_>>(), [&DavPropertyName::CalendarTimezone]);
    assert!(is_made(&client.make(calendar.leaving_out(&outcomes).unwrap())));

    let update = PropertyUpdate::new(url("travel/"))
        .with(DavProperty::DisplayName("Trips".into()))
        .with(DavProperty::CalendarTimezone("no calendar".into()))
        .without(DavPropertyName::CalendarColor);
    let outcomes = update.read(&client.send(update.request())).unwrap();
    assert_eq!(outcomes.get(&DavPropertyName::DisplayName), Some(&PropertyOutcome::Dependent));
    assert!(matches!(
        outcomes.get(&DavPropertyName::CalendarTimezone),
        Some(PropertyOutcome::Refused { .. })
    ));
    let update = update.leaving_out(&outcomes).unwrap();
    assert!(update.read(&client.send(update.request())).unwrap().is_done());
}

fn filled(faults: &[Fault]) -> Client {
    let mut client = Client::new(faults);
    let event = |uid: &str, lines: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
             DTSTAMP:20270101T000000Z\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n{lines}END:VEVENT\r\n\
             END:VCALENDAR\r\n"
        )
    };
    let objects = [
        ("daily.ics", event("1", "RRULE:FREQ=DAILY\r\n")),
        ("over.ics", event("2", "RRULE:FREQ=DAILY;COUNT=3\r\n")),
        ("once.ics", event("3", "")),
    ];
    let refused = client.server.fill("bernard", "work", objects, "2027-01-01T00:00:00Z".parse().unwrap());
    assert!(refused.is_empty());
    client
}

fn span() -> TimeSpan {
    TimeSpan::new("20270201T000000Z".parse().unwrap(), "20270203T000000Z".parse().unwrap()).unwrap()
}

fn query() -> TimeRangeQuery {
    TimeRangeQuery::new(url("work/"), ComponentName::VEvent, TimeRange::from(span())).unwrap()
}

fn names(answer: &TimeRangeAnswer) -> Vec<&str> {
    assert!(answer.faults.is_empty() && answer.refused.is_empty(), "{answer:?}");
    answer.objects.iter().map(|object| object.href.path().rsplit('/').next().unwrap()).collect()
}

/// RFC 4791 7.8, 9.9, 9.6.5.
#[test]
fn a_range_of_time() {
    let answer = filled(&[]).find(query()).unwrap();
    assert_eq!(names(&answer), ["daily.ics"]);
    assert!(answer.objects[0].etag.is_some());
    let expanded = filled(&[]).find(query().with_recurrences(Recurrences::Expand(span()))).unwrap();
    assert_eq!(expanded.objects[0].calendar_data.matches("BEGIN:VEVENT").count(), 2);
    // Asked for less and filtered and expanded here, it is the same.
    let mut without = query().with_recurrences(Recurrences::Expand(span()));
    for _ in 0..3 {
        let Ok(Answer::Again(other)) = without.read(&Reply::new(http::StatusCode::BAD_REQUEST)) else {
            panic!()
        };
        without = other;
        let answer = filled(&[]).find(without.clone()).unwrap();
        assert_eq!(names(&answer), ["daily.ics"]);
        let data = |object: &CalendarObject| object.calendar_data.clone();
        assert_eq!(
            answer.objects.iter().map(data).collect::<Vec<_>>(),
            expanded.objects.iter().map(data).collect::<Vec<_>>()
        );
    }
}

/// RFC 4791 7.10.
#[test]
fn busy_time() {
    let query = BusyTimeQuery::new(url("work/"), TimeRange::from(span()));
    let mut client = filled(&[]);
    let Ok(Answer::Done(text)) = query.read(&client.send(query.request())) else { panic!() };
    let told: Vec<_> = query.busy_time(&text, &mut Budget::default()).unwrap().periods().collect();
    assert_eq!(told.len(), 2);
    let Ok(Answer::Again(events)) = query.read(&Reply::new(http::StatusCode::NOT_IMPLEMENTED)) else {
        panic!()
    };
    let answer = client.find(events).unwrap();
    let calendars: Vec<_> = answer
        .objects
        .iter()
        .map(|object| Calendar::parse(object.calendar_data.as_bytes()).unwrap())
        .collect();
    let resources = calendars.iter().map(FreeBusyResource::from);
    let gathered =
        free_busy_query(&query.report(), resources, &ZoneSource::new(), &Zone::utc(), &mut Budget::default())
            .unwrap();
    assert_eq!(gathered.busy.periods().collect::<Vec<_>>(), told);
}

/// What a server does wrong, and what comes out all the same.
#[test]
fn servers_with_faults() {
    let trusted = filled(&[Fault::TimeRangeIgnored]).find(query()).unwrap();
    assert_eq!(names(&trusted).len(), 3, "it is told as the server says");
    let expanded = |faults: &[Fault], query: TimeRangeQuery| {
        let query = query.with_recurrences(Recurrences::Expand(span()));
        let answer = filled(faults).find(query).unwrap();
        assert_eq!(names(&answer), ["daily.ics"], "{faults:?}");
        answer.objects[0].calendar_data.clone()
    };
    let right = expanded(&[], query());
    for fault in
        [Fault::ExpandIgnored, Fault::MultistatusAsOk, Fault::ContentTypeWrong, Fault::HrefOfAnotherHost]
    {
        assert_eq!(expanded(&[fault], query()), right, "{fault:?}");
    }
    assert_eq!(expanded(&[Fault::TimeRangeIgnored], query().filtering_anyway()), right);

    let again = |fault| {
        let mut client = Client::new(&[fault]);
        assert!(is_made(&client.make(new_calendar("travel/"))), "{fault:?}");
        client.make(new_calendar("travel/"))
    };
    for fault in [Fault::ErrorBodyLost, Fault::CreatedAsOk, Fault::AllowMissing, Fault::HrefOfAnotherHost] {
        let outcome = again(fault);
        assert!(matches!(outcome, Ok(NewCalendarOutcome::Exists { .. })), "{fault:?}: {outcome:?}");
    }
    // What was refused is told, though the server did the rest (RFC 4918 9.2).
    let update = PropertyUpdate::new(url("work/"))
        .with(DavProperty::DisplayName("Trips".into()))
        .with(DavProperty::CalendarTimezone("no calendar".into()));
    let mut client = filled(&[Fault::ProppatchPartial]);
    let outcomes = update.read(&client.send(update.request())).unwrap();
    assert_eq!(outcomes.refused().collect::<Vec<_>>(), [&DavPropertyName::CalendarTimezone]);
}
