use http::StatusCode;
use ical_model::ComponentName;
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource};

use super::{Found, TimeRangeFault, TimeRangeQuery};
use crate::calendar_data::Recurrences;
use crate::client::{Answer, FailureKind, Quirk, Quirks};
use crate::message::{Operation, Reply, ReplyBody};
use crate::multistatus::{Multistatus, Propstat, Response};
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty, named};
use crate::report::{CalendarQuery, QueryTimeZone, Report, RequestedProperties};
use crate::shaping::ShapingBudget;
use crate::{Depth, ErrorBody, Href, Precondition, TimeRange, TimeSpan};

fn span() -> TimeSpan {
    TimeSpan::new("20270201T000000Z".parse().unwrap(), "20270208T000000Z".parse().unwrap()).unwrap()
}

fn query() -> TimeRangeQuery {
    let url = "https://example.com/cal/".parse().unwrap();
    TimeRangeQuery::new(url, ComponentName::VEvent, TimeRange::from(span())).unwrap()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

fn inside() -> String {
    event("DTSTART:20270104T090000Z\r\nRRULE:FREQ=DAILY\r\n")
}

fn outside() -> String {
    event("DTSTART:20270104T090000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")
}

fn object(href: &str, data: &str) -> Response {
    let etag = named::GetEtag::property("\"1\"".parse().unwrap());
    let found = Propstat::new(StatusCode::OK, vec![etag, DavProperty::CalendarData(data.into())]);
    Response::of_propstats(Href::new(href), vec![found])
}

fn told(responses: Vec<Response>) -> Reply {
    let multistatus = Multistatus { responses, ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(multistatus))
}

fn status(code: u16) -> Reply {
    Reply::new(StatusCode::from_u16(code).unwrap())
}

fn body(query: &TimeRangeQuery) -> CalendarQuery {
    match query.request().operation {
        Operation::Report { depth: Some(Depth::One), body: Report::CalendarQuery(body) } => body,
        other => panic!("{other:?}"),
    }
}

/// What a request asks for: its component, with a range and with recurrences?
fn asked(query: &TimeRangeQuery) -> (Option<String>, bool, bool) {
    let body = body(query);
    let inner = body.filter.calendar.matches().unwrap().comp_filters.first().cloned();
    let Some(RequestedProperties::Prop(prop)) = body.properties else { panic!() };
    assert!(prop.names.contains(&DavPropertyName::GetEtag));
    let range = inner.as_ref().and_then(|inner| inner.matches()?.time_range);
    (
        inner.map(|one| one.name.to_string()),
        range.is_some(),
        prop.calendar_data.unwrap().recurrences.is_some(),
    )
}

fn hrefs(query: &TimeRangeQuery, found: Found) -> Vec<String> {
    let mut budget = ShapingBudget::default();
    let answer = query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut budget);
    assert!(answer.faults.is_empty(), "{answer:?}");
    answer.objects.into_iter().map(|object| object.href.as_str().to_owned()).collect()
}

fn done(query: &TimeRangeQuery, reply: &Reply) -> Found {
    match query.read(reply) {
        Ok(Answer::Done(found)) => found,
        other => panic!("{other:?}"),
    }
}

fn again(query: &TimeRangeQuery, reply: &Reply) -> TimeRangeQuery {
    match query.read(reply) {
        Ok(Answer::Again(other)) => other,
        other => panic!("{other:?}"),
    }
}

#[test]
fn less_is_asked_where_the_filter_is_refused() {
    let event = || Some("VEVENT".to_owned());
    let mut query = query().with_recurrences(Recurrences::Expand(span()));
    assert_eq!(asked(&query), (event(), true, true));
    for expected in [(event(), true, false), (event(), false, false), (None, false, false)] {
        query = again(&query, &status(400));
        assert_eq!(asked(&query), expected);
    }
    let refused = FailureKind::Refused(StatusCode::BAD_REQUEST, None);
    assert_eq!(query.read(&status(400)).unwrap_err(), refused);
}

#[test]
fn refusals_of_a_filter_and_others() {
    let refusal = |condition: Precondition| Reply::refusal(condition);
    let of_collection =
        |code| told(vec![Response::of_status(Href::new("/cal/"), StatusCode::from_u16(code).unwrap())]);
    for (case, reply, expected) in [
        ("7.8: supported-filter", refusal(Precondition::SupportedFilter), true),
        ("7.8: valid-filter", refusal(Precondition::ValidFilter), true),
        ("7.8: min-date-time", refusal(Precondition::MinDateTime), true),
        ("7.8: max-date-time", refusal(Precondition::MaxDateTime), true),
        ("7.8: a broader one would not help", refusal(Precondition::NumberOfMatchesWithinLimits), false),
        ("RFC 3253 3.6: no queries at all", refusal(Precondition::SupportedReport), false),
        ("RFC 3744 7.1.1", refusal(Precondition::NeedPrivileges), false),
        ("400", status(400), true),
        ("403", status(403), true),
        ("500", status(500), true),
        ("501", status(501), true),
        ("207 with a 400 for the collection", of_collection(400), true),
        ("no REPORT", status(405), false),
        ("no calendar", status(404), false),
        ("a proxy", status(502), false),
        ("not now", status(503), false),
        ("who?", status(401), false),
        ("no multistatus", status(200), false),
    ] {
        let got = query().read(&reply);
        assert_eq!(matches!(got, Ok(Answer::Again(_))), expected, "{case}: {got:?}");
        assert!(expected || got.is_err(), "{case}: {got:?}");
    }
}

#[test]
fn filtered_here_where_the_server_did_not() {
    let all = told(vec![object("/cal/in.ics", &inside()), object("/cal/out.ics", &outside())]);
    let both = ["/cal/in.ics", "/cal/out.ics"];
    assert_eq!(hrefs(&query(), done(&query(), &all)), both, "as the server says");
    let fallback = again(&query(), &status(501));
    assert_eq!(hrefs(&fallback, done(&fallback, &all)), both[..1]);
    let anyway = query().filtering_anyway();
    assert_eq!(hrefs(&anyway, done(&anyway, &all)), both[..1], "it pays no heed to the filter");
    // Of any component, once the last filter was refused.
    let fallback = again(&fallback, &status(501));
    let todo = inside().replace("VEVENT", "VTODO");
    let all = told(vec![object("/cal/in.ics", &inside()), object("/cal/todo.ics", &todo)]);
    assert_eq!(hrefs(&fallback, done(&fallback, &all)), both[..1]);
}

#[test]
fn quirk_loose_time_range() {
    let all = told(vec![object("/cal/out.ics", &outside())]);
    let mut quirks = Quirks::default();
    let trusting = query().with_quirks(&quirks);
    assert_eq!(hrefs(&trusting, done(&trusting, &all)).len(), 1);
    quirks.insert(Quirk::LooseTimeRange);
    let other = query().with_quirks(&quirks);
    assert!(hrefs(&other, done(&other, &all)).is_empty());
}

#[test]
fn quirk_narrow_todo_range() {
    let url = "https://example.com/cal/".parse().unwrap();
    let todos = TimeRangeQuery::new(url, ComponentName::VTodo, TimeRange::from(span())).unwrap();
    let todo = |lines: &str| event(lines).replace("VEVENT", "VTODO");
    let recurs = todo("DTSTART:20270104T090000Z\r\nDUE:20270104T100000Z\r\nRRULE:FREQ=DAILY\r\n");
    let over = todo("DTSTART:20270104T090000Z\r\nDUE:20270104T100000Z\r\n");
    let all = told(vec![object("/cal/in.ics", &recurs), object("/cal/out.ics", &over)]);
    let mut quirks = Quirks::default();
    assert!(asked(&todos.clone().with_quirks(&quirks)).1, "the range is asked for");
    quirks.insert(Quirk::NarrowTodoRange);
    let all_of_them = todos.with_recurrences(Recurrences::LimitRecurrenceSet(span())).with_quirks(&quirks);
    assert_eq!(asked(&all_of_them), (Some("VTODO".into()), false, false));
    assert_eq!(hrefs(&all_of_them, done(&all_of_them, &all)), ["/cal/in.ics"]);
    assert!(asked(&query().with_quirks(&quirks)).1, "events are found by the range");
}

/// RFC 4791 9.6.5: some servers tell what is stored; what is told in instances stays so.
#[test]
fn expanded_here_where_the_server_did_not() {
    let query = query().with_recurrences(Recurrences::Expand(span()));
    let mut budget = ShapingBudget::default();
    let mut expand = |text: &str| {
        let found = done(&query, &told(vec![object("/cal/1.ics", text)]));
        let mut answer = query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut budget);
        answer.objects.pop().unwrap().calendar_data
    };
    let once = expand(&inside());
    assert_eq!(once.matches("BEGIN:VEVENT").count(), 7);
    assert!(!once.contains("RRULE"));
    assert_eq!(expand(&once), once);
    let limited =
        TimeRangeQuery { recurrences: Some(Recurrences::LimitRecurrenceSet(span())), ..query.clone() };
    let found = done(&limited, &told(vec![object("/cal/1.ics", &inside())]));
    let answer = limited.matches(found, &ZoneSource::new(), &Zone::utc(), &mut ShapingBudget::default());
    assert_eq!(answer.objects[0].calendar_data, inside());
}

#[test]
fn the_zone_of_the_query() {
    let zone = QueryTimeZone::Id("Europe/Berlin".into());
    let query = query().with_time_zone(zone.clone());
    assert_eq!(body(&query).time_zone, Some(zone));
    let next = again(&query, &Reply::refusal(Precondition::ValidTimezone));
    // A range in another zone may leave some out.
    assert_eq!((body(&next).time_zone, asked(&next).1), (None, false));
}

#[test]
fn floating_times_and_days() {
    let day = event("DTSTART;VALUE=DATE:20270208\r\n");
    let query = query().filtering_anyway();
    let found = || done(&query, &told(vec![object("/cal/1.ics", &day)]));
    let east = Zone::fixed("+0100".parse().unwrap());
    for (zone, expected) in [(Zone::utc(), 0), (east, 1)] {
        let answer = query.matches(found(), &ZoneSource::new(), &zone, &mut ShapingBudget::default());
        assert_eq!(answer.objects.len(), expected);
    }
}

/// One that cannot be read does not keep the others from being told.
#[test]
fn faults_stay_with_their_object() {
    let query = query().filtering_anyway();
    let faulty = event("DTSTART:tomorrow\r\n");
    let found = done(
        &query,
        &told(vec![
            object("/cal/a.ics", "nothing"),
            object("/cal/b.ics", &faulty),
            object("/cal/c.ics", &inside()),
        ]),
    );
    let answer =
        query.matches(found.clone(), &ZoneSource::new(), &Zone::utc(), &mut ShapingBudget::default());
    assert_eq!(answer.objects.len(), 1);
    assert!(
        matches!(answer.faults[0], (ref object, TimeRangeFault::Unreadable(_)) if object.href.as_str() == "/cal/a.ics")
    );
    assert!(matches!(answer.faults[1].1, TimeRangeFault::Query(_)), "{answer:?}");
    let mut spent = ShapingBudget::new(Budget::new(0, 0), 0);
    let answer = query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut spent);
    assert!(answer.objects.is_empty() && answer.faults.len() == 3);
}

#[test]
fn what_is_told_besides_objects() {
    let missing = |href: &str, code: StatusCode| {
        let etag = named::GetEtag::property("\"1\"".parse().unwrap());
        let data = DavProperty::Empty(DavPropertyName::CalendarData);
        let propstats = vec![Propstat::new(StatusCode::OK, vec![etag]), Propstat::new(code, vec![data])];
        Response::of_propstats(Href::new(href), propstats)
    };
    let found = done(
        &query(),
        &told(vec![
            object("/cal/", &inside()),
            object("/cal/1.ics", &inside()),
            object("/cal/empty.ics", " \r\n"),
            missing("/cal/2.ics", StatusCode::NOT_FOUND),
            missing("/cal/3.ics", StatusCode::FORBIDDEN),
            Response::of_status(Href::new("/cal/4.ics"), StatusCode::INTERNAL_SERVER_ERROR),
            Response::of_status(Href::new("/cal/5.ics"), StatusCode::NOT_FOUND),
            Response::of_status(Href::new("/cal"), StatusCode::INSUFFICIENT_STORAGE),
        ]),
    );
    assert_eq!(found.objects.len(), 1, "q-12: the collection itself is none");
    assert_eq!(found.objects[0].etag, Some("\"1\"".parse().unwrap()));
    assert_eq!(found.without_data, [Href::new("/cal/empty.ics"), Href::new("/cal/2.ics")], "q-13");
    let refused: Vec<_> = found.refused.iter().map(|(href, _)| href.as_str()).collect();
    assert_eq!(refused, ["/cal/3.ics", "/cal/4.ics"]);
    assert!(found.is_truncated, "RFC 4791 7.8, RFC 6578 3.6");
    assert_eq!(done(&query(), &told(Vec::new())), Found::default(), "RFC 4791 7.8: nothing matches");
}

#[test]
fn conditions_are_told() {
    let condition = Precondition::NeedPrivileges;
    let kind = query().read(&Reply::refusal(condition.clone())).unwrap_err();
    assert_eq!(kind, FailureKind::Refused(StatusCode::FORBIDDEN, Some(Box::new(ErrorBody::from(condition)))));
}

/// RFC 4791 9.9: a VTIMEZONE has no time to be asked for.
#[test]
fn components_without_time() {
    let url = "https://example.com/".parse().unwrap();
    assert!(TimeRangeQuery::new(url, ComponentName::VTimeZone, TimeRange::from(span())).is_err());
}
