//! The requests of the specifications, read as they are printed. The files are named by specification and section.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use caldav_types::acl::{Ace, AcePrincipal, Acl};
use caldav_types::calendar_data::{CalendarData, CalendarDataRequest, Comp, Prop, Recurrences};
use caldav_types::filter::{CompFilter, Filter, ParamFilter, PropFilter, TextMatch};
use caldav_types::lock::{LockScope, LockType};
use caldav_types::multistatus::Propstat;
use caldav_types::property::{AnyValue, DavProperty, DavPropertyName, ReportName};
use caldav_types::report::{
    AclPrincipalPropSet, CalendarMultiget, CalendarQuery, ExpandProperty, ExpandedProperty, FreeBusyQuery,
    MatchedPrincipal, PrincipalMatch, PrincipalPropertySearch, PrincipalSearchProperty,
    PrincipalSearchPropertySet, PropertySearch, Report, RequestedProp, RequestedProperties, SyncCollection,
    SyncLevel,
};
use caldav_types::request::{
    BulkChange, LockInfo, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput, Propfind,
    Proppatch, ProppatchInstruction, Share, ShareInstruction,
};
use caldav_types::sharing::SharingAccess;
use caldav_types::{
    AnyElement, AnyNode, Collation, EntityTag, Href, LocalizedText, Precondition, Privilege, ResourceType,
    ResourceTypes, SyncToken, TimeRange, TimeSpan,
};
use caldav_xml::{Body, XmlOptions};
use http::StatusCode;
use ical_model::{ComponentName, ParameterName, PropertyName};

/// A file, what it says, and that this is what is said again when it is written.
macro_rules! assert_reads {
    ($file:literal, $expected:expr) => {
        assert_says($file, include_str!(concat!("rfc/", $file)), &$expected);
    };
}

fn assert_says<T: Body + Debug + PartialEq>(file: &str, body: &str, expected: &T) {
    let read = T::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert_eq!(read.value, *expected, "{file}");
    assert_eq!(read.diagnostics, [], "{file}");
    let written = expected.to_xml();
    let again = T::from_xml(written.as_bytes(), &XmlOptions::strict());
    assert_eq!(again.map(|read| read.value).as_ref(), Ok(expected), "{file}: {written}");
}

fn name(name: &str) -> DavPropertyName {
    DavPropertyName::from(name.parse::<caldav_types::ExpandedName>().unwrap())
}

fn any(name: &str) -> AnyElement {
    AnyElement::new(name.parse().unwrap())
}

fn range(start: &str, end: &str) -> TimeRange {
    span(start, end).into()
}

fn span(start: &str, end: &str) -> TimeSpan {
    TimeSpan::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
}

fn in_calendar(filter: CompFilter) -> Filter {
    Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(filter))
}

fn etag_and_data() -> RequestedProp {
    RequestedProp::new([DavPropertyName::GetEtag]).with_calendar_data()
}

#[test]
fn calendar_queries() {
    let prop = |name: &'static str| Prop::new(PropertyName::new(name));
    let parts = [
        "SUMMARY",
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXRULE",
        "EXDATE",
        "RECURRENCE-ID",
    ];
    let event =
        parts.into_iter().fold(Comp::new(ComponentName::VEvent), |comp, name| comp.with_prop(prop(name)));
    let comp = Comp::new(ComponentName::VCalendar)
        .with_prop(prop("VERSION"))
        .with_comp(event)
        .with_comp(Comp::new(ComponentName::VTimeZone));
    let events =
        |start, end| in_calendar(CompFilter::new(ComponentName::VEvent).with_time_range(range(start, end)));
    let shaped = |calendar_data| RequestedProp { names: vec![], calendar_data: Some(calendar_data) };
    assert_reads!(
        "rfc4791-7.8.1-calendar-query.xml",
        CalendarQuery::new(
            RequestedProp {
                names: vec![DavPropertyName::GetEtag],
                calendar_data: Some(CalendarDataRequest {
                    comp: Some(comp),
                    ..CalendarDataRequest::default()
                }),
            },
            events("20060104T000000Z", "20060105T000000Z"),
        )
    );
    let days = span("20060103T000000Z", "20060105T000000Z");
    assert_reads!(
        "rfc4791-7.8.2-calendar-query.xml",
        CalendarQuery::new(
            shaped(CalendarDataRequest {
                recurrences: Some(Recurrences::LimitRecurrenceSet(days)),
                ..CalendarDataRequest::default()
            }),
            events("20060103T000000Z", "20060105T000000Z"),
        )
    );
    assert_reads!(
        "rfc4791-7.8.3-calendar-query.xml",
        CalendarQuery::new(
            shaped(CalendarDataRequest {
                recurrences: Some(Recurrences::Expand(days)),
                ..CalendarDataRequest::default()
            }),
            events("20060103T000000Z", "20060105T000000Z"),
        )
    );
    let day = span("20060102T000000Z", "20060103T000000Z");
    assert_reads!(
        "rfc4791-7.8.4-calendar-query.xml",
        CalendarQuery::new(
            shaped(CalendarDataRequest { limit_freebusy_set: Some(day), ..CalendarDataRequest::default() }),
            in_calendar(CompFilter::new(ComponentName::VFreeBusy).with_time_range(day.into())),
        )
    );
    let alarm =
        CompFilter::new(ComponentName::VAlarm).with_time_range(range("20060106T100000Z", "20060107T100000Z"));
    let with = |filter| CalendarQuery::new(etag_and_data(), in_calendar(filter));
    let event = || CompFilter::new(ComponentName::VEvent);
    assert_reads!(
        "rfc4791-7.8.5-calendar-query.xml",
        with(CompFilter::new(ComponentName::VTodo).with_comp_filter(alarm))
    );
    assert_reads!(
        "rfc4791-7.8.6-calendar-query.xml",
        with(event().with_prop_filter(PropFilter::new(PropertyName::Uid).with_text_match(
            TextMatch::new("DC6C50A017428C5216A2F1CD@example.com").with_collation(Collation::Octet)
        )))
    );
    let waits = ParamFilter::text(ParameterName::PartStat, TextMatch::new("NEEDS-ACTION"));
    assert_reads!(
        "rfc4791-7.8.7-calendar-query.xml",
        with(
            event().with_prop_filter(
                PropFilter::new(PropertyName::Attendee)
                    .with_text_match(TextMatch::new("mailto:lisa@example.com"))
                    .with_param_filter(waits)
            )
        )
    );
    assert_reads!("rfc4791-7.8.8-calendar-query.xml", with(event()));
    assert_reads!(
        "rfc4791-7.8.9-calendar-query.xml",
        with(
            CompFilter::new(ComponentName::VTodo)
                .with_prop_filter(PropFilter::not_defined(PropertyName::Completed))
                .with_prop_filter(
                    PropFilter::new(PropertyName::Status)
                        .with_text_match(TextMatch::new("CANCELLED").negated())
                )
        )
    );
    assert_reads!(
        "rfc4791-7.8.10-calendar-query.xml",
        with(event().with_prop_filter(
            PropFilter::new(PropertyName::new("X-ABC-GUID")).with_text_match(TextMatch::new("ABC"))
        ))
    );
}

#[test]
fn other_reports_of_caldav() {
    assert_reads!(
        "rfc4791-7.9.1-calendar-multiget.xml",
        CalendarMultiget {
            properties: Some(RequestedProperties::Prop(etag_and_data())),
            hrefs: vec![Href::new("/bernard/work/abcd1.ics"), Href::new("/bernard/work/mtg1.ics")],
        }
    );
    assert_reads!(
        "rfc4791-7.10.1-free-busy-query.xml",
        FreeBusyQuery { time_range: range("20060104T140000Z", "20060105T220000Z") }
    );
}

#[test]
fn synchronization() {
    let bigbox =
        || RequestedProp::new([DavPropertyName::GetEtag, name("{urn:ns.example.com:boxschema}bigbox")]);
    let tag = || RequestedProp::new([DavPropertyName::GetEtag]);
    let sync = |token, limit, prop| SyncCollection {
        sync_token: SyncToken::new(token),
        level: Some(SyncLevel::One),
        limit,
        prop,
    };
    assert_reads!("rfc6578-3.8-sync-collection.xml", sync("", None, bigbox()));
    assert_reads!("rfc6578-3.9-sync-collection.xml", sync("http://example.com/ns/sync/1234", None, bigbox()));
    assert_reads!("rfc6578-3.10-sync-collection.xml", sync("", None, tag()));
    assert_reads!("rfc6578-3.11-sync-collection.xml", sync("", Some(1), tag()));
    assert_reads!(
        "rfc6578-3.12-sync-collection.xml",
        sync("http://example.com/ns/sync/1232", Some(100), tag())
    );
    assert_reads!(
        "rfc6578-3.13-sync-collection.xml",
        SyncCollection { level: Some(SyncLevel::Infinite), ..sync("", None, bigbox()) }
    );
}

#[test]
fn reports_of_access_control_and_versioning() {
    assert_reads!(
        "rfc3744-9.2.1-acl-principal-prop-set.xml",
        AclPrincipalPropSet { prop: vec![DavPropertyName::DisplayName] }
    );
    assert_reads!(
        "rfc3744-9.3.1-principal-match.xml",
        PrincipalMatch { matched: MatchedPrincipal::Property(DavPropertyName::Owner), prop: vec![] }
    );
    let title = || name("{http://www.example.com/ns/}title");
    let mut prop = vec![DavPropertyName::DisplayName];
    prop.extend(
        ["department", "phone", "office", "salary"]
            .map(|one| name(&format!("{{http://www.example.com/ns/}}{one}"))),
    );
    assert_reads!(
        "rfc3744-9.4.2-principal-property-search.xml",
        PrincipalPropertySearch {
            searches: vec![
                PropertySearch::new(DavPropertyName::DisplayName, "doE"),
                PropertySearch::new(title(), "Sales"),
            ],
            prop,
            ..PrincipalPropertySearch::default()
        }
    );
    assert_reads!("rfc3744-9.5.1-principal-search-property-set.xml", Report::PrincipalSearchPropertySet);
    let english = |text: &str| LocalizedText { text: text.into(), language: Some("en".into()) };
    assert_reads!(
        "rfc3744-9.5.1-principal-search-property-set-2.xml",
        PrincipalSearchPropertySet {
            properties: vec![
                PrincipalSearchProperty {
                    name: DavPropertyName::DisplayName,
                    description: english("Full name")
                },
                PrincipalSearchProperty {
                    name: name("{http://BigCorp.com/ns/}title"),
                    description: english("Job title"),
                },
            ],
        }
    );
    let version = ExpandedProperty {
        name: name("DAV:version-set"),
        properties: vec![
            ExpandedProperty::from(DavPropertyName::CreatorDisplayName),
            ExpandedProperty::from(name("DAV:activity-set")),
        ],
    };
    assert_reads!(
        "rfc3253-3.8.1-expand-property.xml",
        ExpandProperty {
            properties: vec![ExpandedProperty {
                name: name("DAV:version-history"),
                properties: vec![version]
            }],
        }
    );
}

#[test]
fn reports_by_their_root() {
    for (file, body, expected) in [
        ("7.8.8", include_str!("rfc/rfc4791-7.8.8-calendar-query.xml"), ReportName::CalendarQuery),
        ("7.9.1", include_str!("rfc/rfc4791-7.9.1-calendar-multiget.xml"), ReportName::CalendarMultiget),
        ("7.10.1", include_str!("rfc/rfc4791-7.10.1-free-busy-query.xml"), ReportName::FreeBusyQuery),
        ("3.8", include_str!("rfc/rfc6578-3.8-sync-collection.xml"), ReportName::SyncCollection),
        (
            "9.2.1",
            include_str!("rfc/rfc3744-9.2.1-acl-principal-prop-set.xml"),
            ReportName::AclPrincipalPropSet,
        ),
        ("9.3.1", include_str!("rfc/rfc3744-9.3.1-principal-match.xml"), ReportName::PrincipalMatch),
        (
            "9.4.2",
            include_str!("rfc/rfc3744-9.4.2-principal-property-search.xml"),
            ReportName::PrincipalPropertySearch,
        ),
        ("3.8.1", include_str!("rfc/rfc3253-3.8.1-expand-property.xml"), ReportName::ExpandProperty),
        ("3.7.1: kept whole", include_str!("rfc/rfc3253-3.7.1-version-tree.xml"), ReportName::VersionTree),
    ] {
        let report = Report::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert_eq!(report.name(), expected, "{file}");
        assert_eq!(matches!(report, Report::Other(_)), expected == ReportName::VersionTree, "{file}");
        assert_says(file, body, &report);
    }
}

#[test]
fn propfind_and_proppatch() {
    let boxes = ["bigbox", "author", "DingALing", "Random"];
    assert_reads!(
        "rfc4918-9.1.3-propfind.xml",
        Propfind::Prop(boxes.map(|one| name(&format!("{{http://ns.example.com/boxschema/}}{one}"))).into())
    );
    assert_reads!("rfc4918-9.1.4-propfind.xml", Propfind::PropName);
    assert_reads!("rfc4918-9.1.5-propfind.xml", Propfind::AllProp { include: vec![] });
    assert_reads!(
        "rfc4918-9.1.6-propfind.xml",
        Propfind::AllProp {
            include: vec![DavPropertyName::SupportedLivePropertySet, DavPropertyName::SupportedReportSet],
        }
    );
    let z39_50 = |local: &str| format!("{{http://ns.example.com/standards/z39.50/}}{local}");
    let mut authors = any(&z39_50("Authors"));
    authors.children.push(AnyNode::Text("\n        ".into()));
    for author in ["Jim Whitehead", "Roy Fielding"] {
        let mut element = any(&z39_50("Author"));
        element.children.push(AnyNode::Text(author.into()));
        authors.children.push(element.into());
        authors.children.push(AnyNode::Text("\n        ".into()));
    }
    *authors.children.last_mut().unwrap() = AnyNode::Text("\n      ".into());
    assert_reads!(
        "rfc4918-9.2.2-propertyupdate.xml",
        Proppatch {
            instructions: vec![
                ProppatchInstruction::Set(DavProperty::Other(authors)),
                ProppatchInstruction::Remove(name(&z39_50("Copyright-Owner"))),
            ],
        }
    );
}

#[test]
fn collections_that_are_made() {
    let body = include_str!("rfc/rfc4791-5.3.1.2-mkcalendar.xml");
    let calendar = Mkcalendar::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    let names: Vec<_> = calendar.properties.iter().map(DavProperty::name).collect();
    assert_eq!(
        names,
        [
            DavPropertyName::DisplayName,
            DavPropertyName::CalendarDescription,
            DavPropertyName::SupportedCalendarComponentSet,
            DavPropertyName::CalendarTimezone,
        ]
    );
    assert_eq!(calendar.properties[0], DavProperty::DisplayName("Lisa's Events".into()));
    let DavProperty::CalendarTimezone(zone) = &calendar.properties[3] else { panic!("{calendar:?}") };
    assert!(zone.starts_with("BEGIN:VCALENDAR\n") && zone.contains("(US & Canada)"), "{zone}");
    assert_says("rfc4791-5.3.1.2", body, &calendar);

    let kind = |second| DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection, second]));
    let special = ResourceType::from(any("{http://example.com/ns/}special-resource"));
    for body in [include_str!("rfc/rfc5689-3.4-mkcol.xml"), include_str!("rfc/rfc5689-3.5-mkcol.xml")] {
        let properties = vec![kind(special.clone()), DavProperty::DisplayName("Special Resource".into())];
        assert_says("rfc5689-3", body, &Mkcol { properties });
    }
    let failed = |status, property, error| Propstat {
        error,
        ..Propstat::new(status, vec![DavProperty::Empty(property)])
    };
    let forbidden = failed(
        StatusCode::FORBIDDEN,
        DavPropertyName::ResourceType,
        Some(Precondition::ValidResourcetype.into()),
    );
    assert_reads!(
        "rfc5689-3.5-mkcol-response.xml",
        MkcolResponse {
            propstats: vec![
                Propstat {
                    description: Some("Resource type is not\n    supported by this server".into()),
                    ..forbidden
                },
                failed(StatusCode::FAILED_DEPENDENCY, DavPropertyName::DisplayName, None),
            ],
        }
    );
    let title = || DavProperty::DisplayName("Lisa's Events".into());
    assert_reads!("rfc5689-4.1.1-mkcalendar.xml", Mkcalendar { properties: vec![title()] });
    assert_reads!(
        "rfc5689-4.1.1-mkcol.xml",
        Mkcol { properties: vec![kind(ResourceType::Calendar), title()] }
    );
    let set = |propstats: &[Propstat]| {
        assert!(propstats.iter().all(|propstat| propstat.status == Some(StatusCode::OK)));
        propstats.iter().flat_map(|propstat| &propstat.properties).map(DavProperty::name).collect::<Vec<_>>()
    };
    let body = include_str!("rfc/rfc5689-4.1.1-mkcalendar-response.xml");
    let response = MkcalendarResponse::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    assert_eq!(set(&response.propstats), [DavPropertyName::DisplayName]);
    assert_says("rfc5689-4.1.1-mkcalendar-response.xml", body, &response);
    let body = include_str!("rfc/rfc5689-4.1.1-mkcol-response.xml");
    let response = MkcolResponse::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    assert_eq!(set(&response.propstats), [DavPropertyName::ResourceType, DavPropertyName::DisplayName]);
    assert_says("rfc5689-4.1.1-mkcol-response.xml", body, &response);
}

#[test]
fn locks_and_access() {
    let mut href = any("DAV:href");
    href.children.push(AnyNode::Text("http://example.org/~ejw/contact.html".into()));
    let blank = |depth: usize| AnyNode::Text(format!("\n{}", " ".repeat(depth)));
    let owner = AnyValue { children: vec![blank(4), href.into(), blank(2)], ..AnyValue::default() };
    let info = LockInfo { scope: LockScope::Exclusive, lock_type: LockType::Write, owner: Some(owner) };
    assert_reads!("rfc4918-9.10.7-lockinfo.xml", info);
    assert_reads!("rfc4918-9.10.9-lockinfo.xml", info);
    assert_reads!(
        "rfc3744-8.1.2-acl.xml",
        Acl(vec![
            Ace::grant(
                AcePrincipal::Href(Href::new("http://www.example.com/users/esedlar")),
                vec![Privilege::Read, Privilege::Write],
            ),
            Ace::grant(
                AcePrincipal::Property(DavPropertyName::Owner),
                vec![Privilege::ReadAcl, Privilege::WriteAcl],
            ),
            Ace::grant(AcePrincipal::All, vec![Privilege::Read]),
        ])
    );
}

#[test]
fn extensions_of_calendarserver() {
    assert_reads!(
        "caldav-sharing-5.3.2.1-share.xml",
        Share {
            instructions: vec![ShareInstruction::Set {
                href: Href::new("mailto:eric@example.com"),
                common_name: Some("Eric York".into()),
                summary: Some("Shared workspace".into()),
                access: SharingAccess::ReadWrite,
            }],
        }
    );
    let event = |title: &str| {
        vec![
            DavProperty::CalendarData(CalendarData::from("...some event...")),
            DavProperty::DisplayName(title.into()),
        ]
    };
    let update = |number: u32| BulkChange::Update {
        href: Href::new(&format!("/home/cyrus/calendar/{number}.ics")),
        if_match: Some(EntityTag::strong("12345").unwrap()),
        set: event("event 2"),
        remove: vec![],
    };
    assert_reads!(
        "calendarserver-bulk-change-4.4-multiput.xml",
        Multiput {
            changes: vec![
                BulkChange::Create { set: event("event 1") },
                update(2),
                BulkChange::Delete {
                    href: Href::new("/home/cyrus/calendar/3.ics"),
                    if_match: Some(EntityTag::strong("67890").unwrap()),
                },
                update(4),
            ],
        }
    );
}
