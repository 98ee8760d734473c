use std::borrow::Cow;

use http::StatusCode;
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource};

use super::{FreeBusyHead, FreeBusyObject, decide};
use crate::message::Reply;
use crate::property::{ReportName, ScheduleCalendarTransp};
use crate::report::{FreeBusyQuery, Report};
use crate::server::ResourceState;
use crate::server::report::fixture::{calendar, collection, file, request, target};
use crate::server::report::{CalendarContent, CalendarObject, ReportTarget};
use crate::{Depth, Href, Precondition, Privilege, PrivilegeSet, TimeRange, TimeSpan};

/// RFC 4791, appendix B.
const OBJECTS: [&str; 8] = [
    include_str!("../../../../tests/appendix_b/abcd1.ics"),
    include_str!("../../../../tests/appendix_b/abcd2.ics"),
    include_str!("../../../../tests/appendix_b/abcd3.ics"),
    include_str!("../../../../tests/appendix_b/abcd4.ics"),
    include_str!("../../../../tests/appendix_b/abcd5.ics"),
    include_str!("../../../../tests/appendix_b/abcd6.ics"),
    include_str!("../../../../tests/appendix_b/abcd7.ics"),
    include_str!("../../../../tests/appendix_b/abcd8.ics"),
];

#[derive(Clone, Copy)]
struct Case<'a> {
    resource: &'a ResourceState,
    depth: Option<Depth>,
    reports: &'a [ReportName],
    most: Option<usize>,
    privilege: &'a PrivilegeSet,
    transparency: ScheduleCalendarTransp,
    time_zone: Option<&'a Zone>,
}

fn answer(case: Case<'_>, objects: &[&str], faults: &mut Vec<String>, mut budget: Budget) -> Reply {
    // The time that the text of §7.10.1 tells; its request ends a day later, its response does not.
    let span =
        TimeSpan::new("20060104T140000Z".parse().unwrap(), "20060104T220000Z".parse().unwrap()).unwrap();
    let body = FreeBusyQuery { time_range: TimeRange::from(span) };
    let request = request("/bernard/work/", case.depth, Report::FreeBusyQuery(body));
    let zones = ZoneSource::new();
    let target = ReportTarget { reports: case.reports, ..target(case.resource) };
    let utc = Zone::utc();
    let plan = match decide(&request, case.depth, &body, target, &zones, &utc, case.most) {
        Ok(plan) => plan,
        Err(refusal) => return refusal,
    };
    let href = Href::new("/bernard/work/x.ics");
    let objects = objects.iter().map(|text| FreeBusyObject {
        object: CalendarObject {
            href: Cow::Borrowed(&href),
            content: CalendarContent::Octets(text.as_bytes().into()),
            time_zone: case.time_zone,
        },
        privileges: case.privilege,
        transparency: case.transparency,
    });
    let stamp = DtStamp::utc("20050125T090000Z".parse().unwrap()).unwrap();
    let head = FreeBusyHead {
        product_id: "-//Example Corp.//CalDAV Server//EN",
        uid: &Uid::from("1"),
        stamp: &stamp,
    };
    plan.answer(objects, |_, fault| faults.push(fault.to_string()), head, &mut budget)
}

/// The lines of FREEBUSY.
fn busy(reply: &Reply) -> Vec<String> {
    let content = reply.calendar().unwrap_or_else(|| panic!("{reply:?}"));
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        content.media_type.as_ref().map(ToString::to_string).as_deref(),
        Some("text/calendar; charset=utf-8")
    );
    let text = String::from_utf8(content.octets.clone()).unwrap();
    assert_eq!(text.matches("BEGIN:VFREEBUSY\r\n").count(), 1, "7.10: exactly one");
    text.lines().filter(|line| line.starts_with("FREEBUSY")).map(str::to_owned).collect()
}

const EXPECTED: [&str; 2] = [
    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060104T150000Z/20060104T160000Z",
    "FREEBUSY:20060104T190000Z/20060104T200000Z",
];

#[test]
fn who_is_busy() {
    let (work, home) = (calendar("/bernard/work/"), collection("/bernard/"));
    let (read, free_busy) =
        (PrivilegeSet(vec![Privilege::Read]), PrivilegeSet(vec![Privilege::ReadFreeBusy]));
    let none = PrivilegeSet(vec![Privilege::Write]);
    let case = Case {
        resource: &work,
        depth: Some(Depth::One),
        reports: ReportName::KNOWN,
        most: None,
        privilege: &read,
        transparency: ScheduleCalendarTransp::Opaque,
        time_zone: None,
    };
    for (section, case, is_busy) in [
        ("7.10.1", case, true),
        (
            "7.10: of an ordinary collection",
            Case { resource: &home, depth: Some(Depth::Infinity), ..case },
            true,
        ),
        ("7.10: CALDAV:read-free-busy", Case { privilege: &free_busy, ..case }, true),
        ("7.10: neither privilege", Case { privilege: &none, ..case }, false),
        ("7.10: no Depth is 0", Case { depth: None, ..case }, false),
        ("7.10: Depth 0", Case { depth: Some(Depth::Zero), ..case }, false),
        ("RFC 6638 9.1", Case { transparency: ScheduleCalendarTransp::Transparent, ..case }, false),
    ] {
        let mut faults = Vec::new();
        let reply = answer(case, &OBJECTS, &mut faults, Budget::default());
        let expected: &[&str] = if is_busy { &EXPECTED } else { &[] };
        assert_eq!(busy(&reply), expected, "{section}");
        assert_eq!(faults, [""; 0], "{section}");
    }
}

#[test]
fn requests_that_are_refused() {
    let mut may = calendar("/bernard/work/");
    may.privileges = PrivilegeSet(vec![Privilege::ReadFreeBusy]);
    let may_not = ResourceState { privileges: PrivilegeSet(vec![Privilege::Write]), ..may.clone() };
    let object = file("/bernard/work/");
    let hidden = ResourceState { privileges: PrivilegeSet::default(), ..object.clone() };
    let missing = ResourceState::missing(Href::new("/bernard/work/"));
    let read = PrivilegeSet(vec![Privilege::Read]);
    let case = Case {
        resource: &may,
        depth: Some(Depth::One),
        reports: ReportName::KNOWN,
        most: None,
        privilege: &read,
        transparency: ScheduleCalendarTransp::Opaque,
        time_zone: None,
    };
    let limits = Some(Precondition::NumberOfMatchesWithinLimits);
    let report = Some(Precondition::SupportedReport);
    let spent = Budget::new(1, 1);
    for (section, case, budget, status, expected) in [
        ("6.1.1: CALDAV:read-free-busy is enough", case, Budget::default(), 200, None),
        ("7.10: without the privilege", Case { resource: &may_not, ..case }, Budget::default(), 404, None),
        (
            "7.10: of a calendar object",
            Case { resource: &object, ..case },
            Budget::default(),
            403,
            report.clone(),
        ),
        ("7.10: one that is hidden", Case { resource: &hidden, ..case }, Budget::default(), 404, None),
        ("nothing there", Case { resource: &missing, ..case }, Budget::default(), 404, None),
        ("RFC 3253 3.6", Case { reports: &[], ..case }, Budget::default(), 403, report),
        ("7.10: as many as are looked at", Case { most: Some(8), ..case }, Budget::default(), 200, None),
        ("7.10: too many", Case { most: Some(7), ..case }, Budget::default(), 403, limits.clone()),
        ("7.10: too much work", case, spent, 403, limits),
    ] {
        let reply = answer(case, &OBJECTS, &mut Vec::new(), budget);
        assert_eq!(reply.status.as_u16(), status, "{section}: {reply:?}");
        let named = reply.error().map(|error| error.conditions[0].precondition.clone());
        assert_eq!(named, expected, "{section}");
    }
}

#[test]
fn one_that_is_at_fault_keeps_the_others() {
    let work = calendar("/bernard/work/");
    let read = PrivilegeSet(vec![Privilege::Read]);
    let case = Case {
        resource: &work,
        depth: Some(Depth::One),
        reports: ReportName::KNOWN,
        most: None,
        privilege: &read,
        transparency: ScheduleCalendarTransp::Opaque,
        time_zone: None,
    };
    let mut objects = OBJECTS.to_vec();
    objects.insert(0, "no calendar");
    let mut faults = Vec::new();
    assert_eq!(busy(&answer(case, &objects, &mut faults, Budget::default())), EXPECTED);
    assert_eq!(faults.len(), 1, "{faults:?}");
}

#[test]
fn the_zone_of_floating_times() {
    let work = calendar("/bernard/work/");
    let read = PrivilegeSet(vec![Privilege::Read]);
    let east = Zone::fixed("+0100".parse().unwrap());
    let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20060104T160000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    for (section, time_zone, expected) in [
        ("7.3: of the collection that is asked", None, "FREEBUSY:20060104T160000Z/20060104T170000Z"),
        ("7.3: of another collection", Some(&east), "FREEBUSY:20060104T150000Z/20060104T160000Z"),
    ] {
        let case = Case {
            resource: &work,
            depth: Some(Depth::One),
            reports: ReportName::KNOWN,
            most: None,
            privilege: &read,
            transparency: ScheduleCalendarTransp::Opaque,
            time_zone,
        };
        assert_eq!(
            busy(&answer(case, &[event], &mut Vec::new(), Budget::default())),
            [expected],
            "{section}"
        );
    }
}
