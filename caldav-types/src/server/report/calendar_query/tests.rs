use http::StatusCode;
use ical_model::recurrence::{Budget, DtStartPolicy, RecurrenceOptions};
use ical_model::time_zone::{Zone, ZoneSource};
use ical_model::{Calendar, ComponentName, PropertyName};

use super::{CalendarQueryPlan, decide};
use crate::calendar_data::{CalendarData, CalendarDataRequest, Recurrences};
use crate::filter::{CompFilter, Filter, PropFilter, TextMatch};
use crate::header::{Prefer, Preference, PreferenceApplied};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::{DataFormat, DavProperty, DavPropertyName, named};
use crate::query::{QueryOptions, Supported};
use crate::report::{CalendarQuery, QueryTimeZone, Report, RequestedProp, RequestedProperties};
use crate::server::report::fixture::{calendar, file, request, target};
use crate::server::report::{
    CalendarContent, CalendarFacts, CalendarObject, MatchLimit, ObjectFault, Render, WhenExceeded,
};
use crate::server::{ResourceProperties, ResourceState};
use crate::shaping::ShapingBudget;
use crate::{Collation, CollectionLimits, Depth, Href, Precondition, TimeRange, TimeSpan};

/// The events and to-dos of RFC 4791, appendix B.
const OBJECTS: [(&str, &str); 4] = [
    ("/bernard/work/abcd1.ics", include_str!("../../../../tests/appendix_b/abcd1.ics")),
    ("/bernard/work/abcd2.ics", include_str!("../../../../tests/appendix_b/abcd2.ics")),
    ("/bernard/work/abcd3.ics", include_str!("../../../../tests/appendix_b/abcd3.ics")),
    ("/bernard/work/abcd4.ics", include_str!("../../../../tests/appendix_b/abcd4.ics")),
];

/// How a client asks, and what the server has.
struct Case<'a> {
    depth: Option<Depth>,
    body: CalendarQuery,
    formats: &'a [DataFormat],
    render: Option<&'a Render<'a>>,
    limits: CollectionLimits,
    options: QueryOptions,
    recurrence: RecurrenceOptions,
    limit: MatchLimit,
    resource: ResourceState,
    prefer: Prefer,
}

impl Case<'_> {
    fn new(filter: CompFilter) -> Self {
        let prop = RequestedProp::new([DavPropertyName::GetEtag, DavPropertyName::DisplayName]);
        Self {
            depth: Some(Depth::One),
            body: CalendarQuery::new(prop.with_calendar_data(), whole(filter)),
            formats: &[],
            render: None,
            limits: CollectionLimits::default(),
            options: QueryOptions::default(),
            recurrence: RecurrenceOptions::default(),
            limit: MatchLimit::default(),
            resource: calendar("/bernard/work/"),
            prefer: Prefer::default(),
        }
    }

    fn plan<T>(&self, use_it: impl FnOnce(&CalendarQueryPlan<'_>) -> T) -> Result<T, Reply> {
        let request = request("/bernard/work/", self.depth, Report::CalendarQuery(self.body.clone()));
        let request: Request = request.with(&self.prefer).unwrap();
        let zones = ZoneSource::new();
        let facts = CalendarFacts {
            target: target(&self.resource),
            formats: self.formats,
            render: self.render,
            limits: &self.limits,
            zones: &zones,
            time_zone: &Zone::utc(),
            recurrence: self.recurrence,
        };
        decide(&request, self.depth, &self.body, facts, &self.options, self.limit).map(|plan| use_it(&plan))
    }

    fn answer(&self, objects: &[(&str, &str)]) -> Reply {
        self.answer_within(objects, &mut ShapingBudget::default())
    }

    fn answer_within(&self, objects: &[(&str, &str)], budget: &mut ShapingBudget) -> Reply {
        let hrefs: Vec<Href> = objects.iter().map(|(href, _)| Href::new(href)).collect();
        let stored =
            hrefs.iter().zip(objects).map(|(href, (_, text))| CalendarObject::new(href, text.as_bytes()));
        let answer = |plan: &CalendarQueryPlan<'_>| {
            plan.answer(stored, describe, |href, fault| Some(fault.response(href)), budget)
        };
        self.plan(answer).unwrap_or_else(|refusal| refusal)
    }
}

fn describe(href: &Href) -> ResourceProperties {
    let mut properties = ResourceProperties::new(href.clone());
    properties.properties.push(DavProperty::GetEtag("\"fffff\"".parse().unwrap()));
    properties
}

fn whole(filter: CompFilter) -> Filter {
    Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(filter))
}

fn span() -> TimeSpan {
    TimeSpan::new("20060104T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap()).unwrap()
}

fn events() -> CompFilter {
    CompFilter::new(ComponentName::VEvent)
}

fn by_text(name: PropertyName<'static>, text: TextMatch) -> CompFilter {
    events().with_prop_filter(PropFilter::new(name).with_text_match(text))
}

fn hrefs(reply: &Reply) -> Vec<&str> {
    let multistatus = reply.multistatus().unwrap_or_else(|| panic!("{reply:?}"));
    multistatus.responses.iter().map(|response| response.href.as_str()).collect()
}

#[test]
fn what_matches() {
    let in_range = events().with_time_range(TimeRange::from(span()));
    for (section, filter, depth, expected) in [
        ("7.8.1: Depth 1", in_range.clone(), Some(Depth::One), vec!["2", "3"]),
        ("7.8: Depth infinity", in_range.clone(), Some(Depth::Infinity), vec!["2", "3"]),
        ("7.8: no Depth is 0", in_range.clone(), None, vec![]),
        ("7.8: Depth 0", in_range, Some(Depth::Zero), vec![]),
        ("7.8.8", events(), Some(Depth::One), vec!["1", "2", "3"]),
        ("7.8.9", CompFilter::new(ComponentName::VTodo), Some(Depth::One), vec!["4"]),
        ("7.8: nothing", CompFilter::new(ComponentName::VJournal), Some(Depth::One), vec![]),
    ] {
        let reply = Case { depth, ..Case::new(filter) }.answer(&OBJECTS);
        assert_eq!(reply.status, StatusCode::MULTI_STATUS, "{section}");
        let expected: Vec<_> = expected.iter().map(|name| format!("/bernard/work/abcd{name}.ics")).collect();
        assert_eq!(hrefs(&reply), expected, "{section}");
    }
}

#[test]
fn a_calendar_object_is_asked_by_itself() {
    let case = Case { depth: None, resource: file("/bernard/work/abcd1.ics"), ..Case::new(events()) };
    assert_eq!(hrefs(&case.answer(&OBJECTS[..1])), ["/bernard/work/abcd1.ics"], "7.8");
}

#[test]
fn what_is_told() {
    let mut case = Case::new(by_text(PropertyName::Uid, TextMatch::new("DC6C50A017428C5216A2F1CD")));
    let reply = case.answer(&OBJECTS);
    let [response] = reply.multistatus().unwrap().responses.as_slice() else { panic!("{reply:?}") };
    let [found, missing] = response.propstats() else { panic!("{response:?}") };
    assert_eq!(found.status, Some(StatusCode::OK));
    assert_eq!(
        response.get::<named::CalendarData>().map(|data| data.text.as_str()),
        Some(OBJECTS[2].1),
        "7.8.6"
    );
    assert_eq!(missing.properties, [DavProperty::Empty(DavPropertyName::DisplayName)], "7.8: 404");

    case.prefer = Prefer::default().with(Preference::minimal());
    let reply = case.answer(&OBJECTS);
    let [response] = reply.multistatus().unwrap().responses.as_slice() else { panic!("{reply:?}") };
    assert_eq!(response.propstats().len(), 1, "RFC 8144 2.1");
    assert!(
        reply.headers.get::<PreferenceApplied>().is_some_and(|applied| applied.is_minimal()),
        "RFC 7240 3"
    );

    case.prefer = Prefer::default();
    for (section, properties, statuses) in [
        ("9.5: nothing asked", None, vec![]),
        (
            "9.6: data alone",
            Some(RequestedProperties::Prop(RequestedProp::default().with_calendar_data())),
            vec![200],
        ),
        (
            "9.6: data, and what is not there",
            Some(RequestedProperties::Prop(
                RequestedProp::new([DavPropertyName::Owner]).with_calendar_data(),
            )),
            vec![200, 404],
        ),
        ("9.5: DAV:allprop", Some(RequestedProperties::AllProp), vec![200]),
        ("9.5: DAV:propname", Some(RequestedProperties::PropName), vec![200]),
    ] {
        let has_data = matches!(&properties, Some(RequestedProperties::Prop(_)));
        case.body.properties = properties;
        let reply = case.answer(&OBJECTS);
        let [response] = reply.multistatus().unwrap().responses.as_slice() else { panic!("{reply:?}") };
        let told: Vec<_> =
            response.propstats().iter().map(|propstat| propstat.status.unwrap().as_u16()).collect();
        assert_eq!(told, statuses, "{section}");
        assert_eq!(response.get::<named::CalendarData>().is_some(), has_data, "{section}");
        assert_eq!(response.status(), statuses.is_empty().then_some(StatusCode::OK), "{section}");
    }
}

/// One request that keeps each condition, and one that does not.
#[test]
fn conditions() {
    let jcal = DataFormat { content_type: "application/calendar+json".into(), version: "2.0".into() };
    let data = |format: &DataFormat, recurrences| {
        let request =
            CalendarDataRequest { format: format.clone(), recurrences, ..CalendarDataRequest::default() };
        let prop = RequestedProp { names: Vec::new(), calendar_data: Some(request) };
        CalendarQuery::new(prop, whole(events()))
    };
    let zone = |asked| {
        let query = CalendarQuery::new(RequestedProp::default(), whole(events()));
        CalendarQuery { time_zone: Some(asked), ..query }
    };
    let query = |filter| CalendarQuery::new(RequestedProp::default(), whole(filter));
    let office = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
        TZOFFSETFROM:+0130\r\nTZOFFSETTO:+0130\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n";
    let expand = || Some(Recurrences::Expand(span()));
    let guid = || by_text("X-ABC-GUID".into(), TextMatch::new("ABC"));
    let summary = |collation| {
        by_text(PropertyName::Summary, TextMatch::new("x").with_collation(Collation::new(collation)))
    };
    let in_range = || events().with_time_range(TimeRange::from(span()));
    let none = CollectionLimits::default();
    let from = |text: &str| CollectionLimits::default().with_min_date_time(text.parse().unwrap());
    let until = |text: &str| CollectionLimits::default().with_max_date_time(text.parse().unwrap());
    let nested = events().with_comp_filter(CompFilter::new(ComponentName::VTodo));
    let (early, late) = ("2006-01-04T00:00:00Z", "2006-01-05T00:00:00Z");
    let (later, earlier) = ("2006-01-04T00:00:01Z", "2006-01-04T23:59:59Z");
    for (kept, kept_limits, broken, limits, expected) in [
        (
            data(&DataFormat::icalendar(), None),
            &none,
            data(&jcal, None),
            &none,
            Precondition::SupportedCalendarData,
        ),
        (
            data(&DataFormat { content_type: "TEXT/Calendar".into(), ..DataFormat::icalendar() }, None),
            &none,
            data(&DataFormat { version: "1.0".into(), ..DataFormat::icalendar() }, None),
            &none,
            Precondition::SupportedCalendarData,
        ),
        (query(events()), &none, query(nested), &none, Precondition::ValidFilter),
        (query(summary("i;octet")), &none, query(guid()), &none, Precondition::SupportedFilter),
        (query(summary("default")), &none, query(summary("i;x")), &none, Precondition::SupportedCollation),
        (
            zone(QueryTimeZone::Definition(office.into())),
            &none,
            zone(QueryTimeZone::Definition(office.replace("VTIMEZONE", "VEVENT"))),
            &none,
            Precondition::ValidCalendarData,
        ),
        (
            zone(QueryTimeZone::Id("UTC".into())),
            &none,
            zone(QueryTimeZone::Id("Nowhere/Land".into())),
            &none,
            Precondition::ValidTimezone,
        ),
        (query(in_range()), &from(early), query(in_range()), &from(later), Precondition::MinDateTime),
        (query(in_range()), &until(late), query(in_range()), &until(earlier), Precondition::MaxDateTime),
        (
            data(&DataFormat::icalendar(), expand()),
            &from(early),
            data(&DataFormat::icalendar(), expand()),
            &from(later),
            Precondition::MinDateTime,
        ),
        (
            data(&DataFormat::icalendar(), expand()),
            &until(late),
            data(&DataFormat::icalendar(), expand()),
            &until(earlier),
            Precondition::MaxDateTime,
        ),
    ] {
        let ask = |body: CalendarQuery, limits: &CollectionLimits| {
            let options = QueryOptions::default().with_properties(Supported::Known);
            Case { body, limits: limits.clone(), options, ..Case::new(events()) }.answer(&OBJECTS)
        };
        let allowed = ask(kept, kept_limits);
        assert_eq!(allowed.status, StatusCode::MULTI_STATUS, "7.8 {expected}: {allowed:?}");
        let refused = ask(broken, limits);
        assert!(refused.names(&expected), "7.8 {expected}: {refused:?}");
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "7.8 {expected}");
    }
}

#[test]
fn other_formats_are_written_by_the_embedder() {
    let jcal = DataFormat { content_type: "application/calendar+json".into(), version: "2.0".into() };
    let request = CalendarDataRequest {
        format: jcal.clone(),
        recurrences: Some(Recurrences::Expand(span())),
        ..CalendarDataRequest::default()
    };
    let prop = RequestedProp { names: Vec::new(), calendar_data: Some(request) };
    let body = CalendarQuery::new(prop, whole(events().with_time_range(span().into())));
    let render = |calendar: &Calendar<'_>, format: &DataFormat| {
        let components = calendar.components().count();
        (components != 3).then(|| CalendarData { format: format.clone(), text: format!("[{components}]") })
    };
    let formats = std::slice::from_ref(&jcal);
    let case = Case { body, formats, render: Some(&render), ..Case::new(events()) };
    let reply = case.answer(&OBJECTS);
    let responses = &reply.multistatus().unwrap().responses;
    // Each has one instance on that day, and no VTIMEZONE once expanded.
    for response in responses {
        let data = response.get::<named::CalendarData>().unwrap_or_else(|| panic!("{response:?}"));
        assert_eq!((&data.format, data.text.as_str()), (&jcal, "[1]"), "9.6");
    }
    assert_eq!(responses.len(), 2);
    let refused = Case { render: None, ..case }.answer(&OBJECTS);
    assert!(refused.names(&Precondition::SupportedCalendarData), "7.8: nobody writes it");
}

#[test]
fn recurrences_are_read_in_one_way() {
    let off_rule = [(
        "/bernard/work/1.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20060104T090000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=TH\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
    )];
    let expand = CalendarDataRequest {
        recurrences: Some(Recurrences::Expand(span())),
        ..CalendarDataRequest::default()
    };
    let prop = RequestedProp { names: Vec::new(), calendar_data: Some(expand) };
    for (dtstart_policy, expected) in [(DtStartPolicy::First, true), (DtStartPolicy::Match, false)] {
        let recurrence = RecurrenceOptions::default().with_dtstart_policy(dtstart_policy);
        let told = |filter: CompFilter| {
            let body = CalendarQuery::new(prop.clone(), whole(filter));
            let reply = Case { body, recurrence, ..Case::new(events()) }.answer(&off_rule);
            let response = reply.multistatus().unwrap().responses.first().cloned();
            response.map(|response| response.get::<named::CalendarData>().unwrap().text.clone())
        };
        let in_range = told(events().with_time_range(span().into()));
        assert_eq!(in_range.is_some(), expected, "9.9 {dtstart_policy:?}");
        let expanded = told(events()).unwrap();
        assert_eq!(
            expanded.contains("DTSTART:20060104T090000Z"),
            expected,
            "9.6.5 {dtstart_policy:?}: {expanded}"
        );
    }
}

#[test]
fn limits_of_matches() {
    let over = |most, exceeded| {
        let limit = MatchLimit { most: Some(most), exceeded };
        Case { limit, ..Case::new(events()) }.answer(&OBJECTS)
    };
    assert_eq!(hrefs(&over(3, WhenExceeded::Refuse)).len(), 3, "7.8: within");
    let refused = over(2, WhenExceeded::Refuse);
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "7.8");
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "7.8");
    let cut = over(2, WhenExceeded::Truncate);
    let multistatus = cut.multistatus().unwrap();
    assert_eq!(multistatus.responses.len(), 3);
    assert!(multistatus.is_truncated(&"/bernard/work/".parse().unwrap()), "RFC 6578 3.6");
}

#[test]
fn a_budget_that_is_spent() {
    let mut case = Case::new(events().with_time_range(span().into()));
    let spent = || ShapingBudget::new(Budget::new(1, 1), 1 << 20);
    let refused = case.answer_within(&OBJECTS, &mut spent());
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "7.8: {refused:?}");
    case.limit.exceeded = WhenExceeded::Truncate;
    let cut = case.answer_within(&OBJECTS, &mut spent());
    assert!(cut.multistatus().unwrap().is_truncated(&"/bernard/work/".parse().unwrap()), "{cut:?}");
    let whole = case.answer_within(&OBJECTS, &mut ShapingBudget::default());
    assert_eq!(hrefs(&whole).len(), 2);
}

#[test]
fn one_that_is_at_fault_keeps_the_others() {
    let broken = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20060104T100000Z\r\nRRULE:FREQ=SOMETIMES\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";
    let objects =
        [OBJECTS[1], ("/bernard/work/x.ics", "no calendar"), ("/bernard/work/y.ics", broken), OBJECTS[2]];
    let case = Case::new(events().with_time_range(span().into()));
    let reply = case.answer(&objects);
    let told: Vec<_> =
        reply.multistatus().unwrap().responses.iter().map(|one| (one.href.as_str(), one.status())).collect();
    let failed = Some(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(
        told,
        [
            ("/bernard/work/abcd2.ics", None),
            ("/bernard/work/x.ics", failed),
            ("/bernard/work/y.ics", failed),
            ("/bernard/work/abcd3.ics", None)
        ]
    );
    // They can be left out, and are told to the embedder.
    let hrefs: Vec<Href> = objects.iter().map(|(href, _)| Href::new(href)).collect();
    let stored: Vec<_> = hrefs
        .iter()
        .zip(objects)
        .map(|(href, (_, text))| CalendarObject::new(href, text.as_bytes()))
        .collect();
    let mut faults = Vec::new();
    let left_out = |href: &Href, fault: &ObjectFault| -> Option<Response> {
        faults.push((href.to_string(), fault.to_string()));
        None
    };
    let reply =
        case.plan(|plan| plan.answer(stored, describe, left_out, &mut ShapingBudget::default())).unwrap();
    assert_eq!(reply.multistatus().unwrap().responses.len(), 2);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|(_, fault)| fault.starts_with("expected")), "{faults:?}");
}

/// Floating times are those of the request, of the collection of the object, of the server, in this order (§7.3).
#[test]
fn the_zone_of_floating_times() {
    let floating = Calendar::parse(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20060104T003000\r\nDURATION:PT10M\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n",
    )
    .unwrap();
    let (href, east) = (Href::new("/bernard/work/f.ics"), Zone::fixed("+0100".parse().unwrap()));
    let office = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
        TZOFFSETFROM:+0130\r\nTZOFFSETTO:+0130\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n";
    let asked = Some(QueryTimeZone::Definition(office.into()));
    for (section, asked, own, matches) in [
        ("7.3: the server's", None, None, true),
        ("7.3: the collection's", None, Some(&east), false),
        ("7.3: the request's", asked.clone(), None, false),
        (
            "7.3: the request's before the collection's",
            Some(QueryTimeZone::Id("UTC".into())),
            Some(&east),
            true,
        ),
    ] {
        let mut case = Case::new(events().with_time_range(span().into()));
        case.body.time_zone = asked;
        let content = CalendarContent::Calendar(&floating);
        let object = CalendarObject { href: std::borrow::Cow::Borrowed(&href), content, time_zone: own };
        let response =
            case.plan(|plan| plan.response(&object, describe, &mut ShapingBudget::default())).unwrap();
        assert_eq!(response.map(|response| response.is_some()), Ok(matches), "{section}");
    }
}
