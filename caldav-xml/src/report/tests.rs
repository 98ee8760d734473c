use std::fmt::Debug;

use caldav_types::filter::{CompFilter, Filter, MatchType, Test};
use caldav_types::property::{DavPropertyName, ReportName};
use caldav_types::report::{
    AclPrincipalPropSet, CalendarMultiget, CalendarQuery, CalendarServerPrincipalSearch, ExpandProperty,
    ExpandedProperty, FreeBusyQuery, MatchedPrincipal, PrincipalMatch, PrincipalPropertySearch,
    PrincipalSearchContext, PrincipalSearchProperty, PrincipalSearchPropertySet, PropertySearch,
    QueryTimeZone, Report, RequestedProp, RequestedProperties, SyncCollection, SyncLevel,
};
use caldav_types::{AnyElement, AnyNode, Href, LocalizedText, Precondition, SyncToken, TimeRange};
use ical_model::ComponentName;

use crate::{Body, XmlErrorKind, XmlOptions};

fn names() -> Vec<DavPropertyName> {
    vec![DavPropertyName::DisplayName, DavPropertyName::Other("{http://example.com/ns}a".parse().unwrap())]
}

fn filter() -> Filter {
    Filter::new(CompFilter::new(ComponentName::VCalendar))
}

fn range() -> TimeRange {
    TimeRange::new(Some("20060104T140000Z".parse().unwrap()), None).unwrap()
}

/// Every form of each report.
fn reports() -> Vec<Report> {
    let prop = RequestedProp { names: names(), calendar_data: None };
    let asked = [
        None,
        Some(RequestedProperties::AllProp),
        Some(RequestedProperties::PropName),
        Some(RequestedProperties::Prop(prop.clone())),
        Some(RequestedProperties::Prop(RequestedProp::default().with_calendar_data())),
    ];
    let zones = [
        None,
        Some(QueryTimeZone::Definition("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into())),
        Some(QueryTimeZone::Id("Europe/Berlin".into())),
    ];
    let mut reports = Vec::new();
    for properties in &asked {
        for time_zone in &zones {
            let (properties, time_zone) = (properties.clone(), time_zone.clone());
            reports.push(Report::CalendarQuery(CalendarQuery { properties, filter: filter(), time_zone }));
        }
        let hrefs = vec![Href::new("/a/1.ics"), Href::new("http://example.com/a&b")];
        reports.push(Report::CalendarMultiget(CalendarMultiget { properties: properties.clone(), hrefs }));
    }
    reports.push(Report::FreeBusyQuery(FreeBusyQuery { time_range: range() }));
    for level in [None, Some(SyncLevel::One), Some(SyncLevel::Infinite)] {
        for limit in [None, Some(0), Some(u64::MAX)] {
            for prop in [RequestedProp::default(), prop.clone(), prop.clone().with_calendar_data()] {
                let sync_token = SyncToken::new("http://example.com/<1>");
                reports.push(Report::SyncCollection(SyncCollection { sync_token, level, limit, prop }));
            }
        }
    }
    let mut deep = ExpandedProperty::from(DavPropertyName::DisplayName);
    for name in names() {
        deep = ExpandedProperty { name, properties: vec![deep, DavPropertyName::Owner.into()] };
    }
    for properties in [vec![], vec![DavPropertyName::Owner.into()], vec![deep.clone(), deep]] {
        reports.push(Report::ExpandProperty(ExpandProperty { properties }));
    }
    for prop in [vec![], names()] {
        reports.push(Report::AclPrincipalPropSet(AclPrincipalPropSet { prop: prop.clone() }));
        for matched in [MatchedPrincipal::CurrentUser, MatchedPrincipal::Property(DavPropertyName::Owner)] {
            reports.push(Report::PrincipalMatch(PrincipalMatch { matched, prop: prop.clone() }));
        }
        for test in [Test::AllOf, Test::AnyOf] {
            for match_type in [None, Some(MatchType::Contains), Some(MatchType::EndsWith)] {
                let search = PropertySearch { prop: names(), text: " a & b".into(), match_type };
                reports.push(Report::PrincipalPropertySearch(PrincipalPropertySearch {
                    test,
                    searches: vec![search.clone(), search],
                    prop: prop.clone(),
                    apply_to_principal_collection_set: test == Test::AnyOf,
                }));
            }
        }
        for context in [None, Some(PrincipalSearchContext::Attendee), Some(PrincipalSearchContext::new("x"))]
        {
            reports.push(Report::CalendarServerPrincipalSearch(CalendarServerPrincipalSearch {
                limit: context.is_some().then_some(50),
                context,
                tokens: vec!["res".into(), "03".into()],
                prop: prop.clone(),
            }));
        }
    }
    reports.push(Report::PrincipalSearchPropertySet);
    let mut history = AnyElement::new("DAV:locate-by-history".parse().unwrap());
    history.children.push(AnyNode::Element(AnyElement::new("DAV:prop".parse().unwrap())));
    reports.push(Report::Other(history));
    reports.push(Report::Other(AnyElement::new("{http://example.com/ns}report".parse().unwrap())));
    reports
}

#[test]
fn written_and_read_again() {
    for report in reports() {
        let body = report.to_xml();
        let read = Report::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(read.value, report, "{body}");
        assert_eq!(read.diagnostics, [], "{body}");
    }
}

#[test]
fn every_report_is_there() {
    let whole = [
        ReportName::VersionTree,
        ReportName::LocateByHistory,
        ReportName::AddressBookQuery,
        ReportName::AddressBookMultiget,
    ];
    let reports = reports();
    for name in ReportName::KNOWN {
        let read = reports.iter().any(|report| report.name() == *name && !matches!(report, Report::Other(_)));
        assert_eq!(read, !whole.contains(name), "{name}");
    }
    for name in whole {
        let element = AnyElement::new(name.to_string().parse().unwrap());
        let body = Report::Other(element.clone()).to_xml();
        let read = Report::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert_eq!((read.name(), read), (name, Report::Other(element)));
    }
}

#[test]
fn searchable_properties_are_written_and_read_again() {
    let property = |name, text: &str, language: Option<&str>| PrincipalSearchProperty {
        name,
        description: LocalizedText { text: text.into(), language: language.map(Into::into) },
    };
    for properties in [
        vec![],
        vec![
            property(DavPropertyName::DisplayName, "Full name", Some("en")),
            property(names().remove(1), "", None),
        ],
    ] {
        let set = PrincipalSearchPropertySet { properties };
        let read = PrincipalSearchPropertySet::from_xml(set.to_xml().as_bytes(), &XmlOptions::strict());
        assert_eq!(read.map(|read| read.value), Ok(set));
    }
}

#[test]
fn in_the_order_of_the_dtd() {
    let query = CalendarQuery {
        time_zone: Some(QueryTimeZone::Id("Europe/Berlin".into())),
        ..CalendarQuery::new(RequestedProp::new([DavPropertyName::GetEtag]).with_calendar_data(), filter())
    };
    let body = query.to_xml();
    assert!(
        body.ends_with(
            "<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter>\
             <C:timezone-id>Europe/Berlin</C:timezone-id></C:calendar-query>"
        ),
        "{body}"
    );
    let sync = SyncCollection { limit: Some(1), ..SyncCollection::default() };
    assert!(
        sync.to_xml().ends_with(
            "<D:sync-token/><D:sync-level>1</D:sync-level><D:limit><D:nresults>1</D:nresults></D:limit><D:prop/>\
             </D:sync-collection>"
        ),
        "{}",
        sync.to_xml()
    );
}

#[test]
fn read_as_meant() {
    let sync =
        |level, prop| Report::SyncCollection(SyncCollection { level, prop, ..SyncCollection::default() });
    let tag = || RequestedProp::new([DavPropertyName::GetEtag]);
    for (why, body, expected) in [
        (
            "RFC 6578 appendix A: the level is in the field Depth",
            "<sync-collection xmlns=\"DAV:\"><sync-token/><prop><getetag/></prop></sync-collection>",
            sync(None, tag()),
        ),
        (
            "addresses alone",
            "<sync-collection xmlns=\"DAV:\"><prop/><sync-level>\n 1 </sync-level><sync-token> </sync-token>\
             </sync-collection>",
            sync(Some(SyncLevel::One), RequestedProp::default()),
        ),
        (
            "RFC 4918 17: what nobody knows is not there",
            "<sync-collection xmlns=\"DAV:\" x=\"y\"><depth>1</depth><sync-token/><prop><getetag><x/></getetag></prop>\
             <sync-level>1</sync-level><x xmlns=\"\"><sync-token/></x></sync-collection>",
            sync(Some(SyncLevel::One), tag()),
        ),
        (
            "RFC 3253 3.8: the namespace that holds",
            "<expand-property xmlns=\"DAV:\"><property name=\"owner\" namespace=\"DAV:\"/><x/></expand-property>",
            Report::ExpandProperty(ExpandProperty { properties: vec![DavPropertyName::Owner.into()] }),
        ),
        (
            "RFC 3744 9.2: further elements",
            "<acl-principal-prop-set xmlns=\"DAV:\"><x/></acl-principal-prop-set>",
            Report::AclPrincipalPropSet(AclPrincipalPropSet::default()),
        ),
        (
            "RFC 3744 9.3",
            "<principal-match xmlns=\"DAV:\"><self/></principal-match>",
            Report::PrincipalMatch(PrincipalMatch::default()),
        ),
        (
            "RFC 3744 9.5: the request is empty",
            "<principal-search-property-set xmlns=\"DAV:\"> <x/></principal-search-property-set>",
            Report::PrincipalSearchPropertySet,
        ),
    ] {
        let read = Report::from_xml(body.as_bytes(), &XmlOptions::strict());
        assert_eq!(read.map(|read| read.value), Ok(expected), "{why}");
    }
}

/// A body whose prefixes are declared: `DAV:` without one, `C` and `CS`.
fn body(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<{root} xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
         xmlns:CS=\"http://calendarserver.org/ns/\">{content}</{root}>"
    )
}

#[test]
fn forms_that_the_dtds_forbid() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let unexpected = |name: &str| XmlErrorKind::UnexpectedElement(name.parse().unwrap());
    let repeated = |name: &str| XmlErrorKind::RepeatedElement(name.parse().unwrap());
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };
    let filter = "<C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter>";
    let range = "<C:time-range start=\"20060104T140000Z\"/>";
    let token = "<sync-token/><sync-level>1</sync-level>";
    let search = "<property-search><prop><displayname/></prop><match>a</match></property-search>";
    for (section, root, content, kind) in [
        ("4791-9.5-01", "C:calendar-query", "<prop><getetag/></prop>".into(), missing("CALDAV:filter")),
        ("4791-9.5-01", "C:calendar-query", filter.repeat(2), repeated("CALDAV:filter")),
        (
            "4791-9.5-01",
            "C:calendar-query",
            format!("<allprop/><propname/>{filter}"),
            unexpected("DAV:propname"),
        ),
        (
            "4791-9.5-01",
            "C:calendar-query",
            format!("<prop><getetag/></prop>{filter}<prop><owner/></prop>"),
            unexpected("DAV:prop"),
        ),
        (
            "7809-6.1-01",
            "C:calendar-query",
            format!("{filter}<C:timezone>a</C:timezone><C:timezone-id>b</C:timezone-id>"),
            unexpected("CALDAV:timezone-id"),
        ),
        (
            "4791-9.5-01",
            "C:calendar-query",
            format!("{filter}<C:timezone>a</C:timezone><C:timezone>b</C:timezone>"),
            unexpected("CALDAV:timezone"),
        ),
        ("q-18", "C:calendar-query", format!("<prop/>{filter}"), value("the name of a property", "")),
        (
            "calendar data twice",
            "C:calendar-query",
            format!("<prop><C:calendar-data/><C:calendar-data/></prop>{filter}"),
            repeated("CALDAV:calendar-data"),
        ),
        ("4791-9.10-01", "C:calendar-multiget", "<prop><getetag/></prop>".into(), missing("DAV:href")),
        (
            "q-18",
            "C:calendar-multiget",
            "<prop> </prop><href>/a</href>".into(),
            value("the name of a property", ""),
        ),
        (
            "4791-9.10-01",
            "C:calendar-multiget",
            "<allprop/><allprop/><href>/a</href>".into(),
            unexpected("DAV:allprop"),
        ),
        ("4791-9.11-01", "C:free-busy-query", String::new(), missing("CALDAV:time-range")),
        ("4791-9.11-01", "C:free-busy-query", range.repeat(2), repeated("CALDAV:time-range")),
        (
            "4791-9.9-04",
            "C:free-busy-query",
            "<C:time-range/>".into(),
            XmlErrorKind::MissingAttribute("start"),
        ),
        (
            "6578-6.1-01",
            "sync-collection",
            format!("{token}<sync-token/><prop/>"),
            repeated("DAV:sync-token"),
        ),
        (
            "6578-6.1-01",
            "sync-collection",
            format!("{token}<sync-level>1</sync-level><prop/>"),
            repeated("DAV:sync-level"),
        ),
        ("6578-6.1-01", "sync-collection", format!("{token}<prop/><prop/>"), repeated("DAV:prop")),
        (
            "6578-6.3-01",
            "sync-collection",
            "<sync-token/><sync-level>0</sync-level><prop/>".into(),
            value("\"1\" or \"infinite\"", "0"),
        ),
        ("RFC 5323 5.17", "sync-collection", format!("{token}<prop/><limit/>"), missing("DAV:nresults")),
        (
            "RFC 5323 5.17",
            "sync-collection",
            format!("{token}<prop/><limit><nresults>+1</nresults></limit>"),
            value("a whole number", "+1"),
        ),
        (
            "RFC 5323 5.17",
            "sync-collection",
            format!("{token}<prop/><limit><nresults/></limit>"),
            value("a whole number", ""),
        ),
        (
            "more than a u64",
            "sync-collection",
            format!("{token}<prop/><limit><nresults>18446744073709551616</nresults></limit>"),
            value("a whole number", "18446744073709551616"),
        ),
        ("3253-3.8-02", "expand-property", "<property/>".into(), XmlErrorKind::MissingAttribute("name")),
        (
            "3253-3.8-02",
            "expand-property",
            "<property name=\"a:b\"/>".into(),
            value("the name of a property", "a:b"),
        ),
        (
            "3253-3.8-02",
            "expand-property",
            "<property name=\"a\"><property name=\"\"/></property>".into(),
            value("the name of a property", ""),
        ),
        (
            "RFC 3744 9.2: at most one",
            "acl-principal-prop-set",
            "<prop><owner/></prop><prop/>".into(),
            repeated("DAV:prop"),
        ),
        ("3744-9.3-02", "principal-match", "<prop><owner/></prop>".into(), missing("DAV:self")),
        (
            "3744-9.3-02",
            "principal-match",
            "<self/><principal-property><owner/></principal-property>".into(),
            unexpected("DAV:principal-property"),
        ),
        (
            "3744-9.3-02",
            "principal-match",
            "<principal-property/>".into(),
            value("the name of a property", ""),
        ),
        ("3744-9.3-02", "principal-match", "<self/><prop/><prop/>".into(), repeated("DAV:prop")),
        ("3744-9.4-02", "principal-property-search", "<prop/>".into(), missing("DAV:property-search")),
        (
            "3744-9.4-02",
            "principal-property-search",
            "<property-search><match>a</match></property-search>".into(),
            missing("DAV:prop"),
        ),
        (
            "3744-9.4-02",
            "principal-property-search",
            "<property-search><prop><owner/></prop></property-search>".into(),
            missing("DAV:match"),
        ),
        (
            "q-18",
            "principal-property-search",
            "<property-search><prop/><match>a</match></property-search>".into(),
            value("the name of a property", ""),
        ),
        ("3744-9.4-02", "principal-property-search", format!("{search}<prop/><prop/>"), repeated("DAV:prop")),
        (
            "no words",
            "CS:calendarserver-principal-search",
            String::new(),
            missing("{http://calendarserver.org/ns/}search-token"),
        ),
        (
            "the limit of another namespace",
            "CS:calendarserver-principal-search",
            "<CS:search-token>a</CS:search-token><CS:limit><nresults>1</nresults></CS:limit>".into(),
            missing("{http://calendarserver.org/ns/}nresults"),
        ),
    ] {
        let body = body(root, &content);
        let error = Report::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{section}: {body}");
        assert_eq!(error.position().line, 2, "{section}: {error}");
        assert!(!error.path().is_empty(), "{section}: {error}");
        let of_filter = (kind == repeated("CALDAV:filter")).then_some(Precondition::ValidFilter);
        assert_eq!(error.precondition(), of_filter, "{section}: {error}");
    }
}

#[test]
fn lenient_reading_goes_on() {
    fn assert_tolerated<T: Body + Debug>(why: &str, body: &str, kind: &XmlErrorKind) -> T {
        let error = T::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(error.kind(), kind, "{why}");
        let read = T::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(read.diagnostics.first().map(|diagnostic| &diagnostic.kind), Some(kind), "{why}");
        assert_eq!(
            read.diagnostics.first().map(|diagnostic| diagnostic.position),
            Some(error.position()),
            "{why}"
        );
        read.value
    }
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };

    let content = "<prop><getetag/></prop><sync-level>1</sync-level>";
    let sync: SyncCollection =
        assert_tolerated("no token", &body("sync-collection", content), &missing("DAV:sync-token"));
    assert!(sync.sync_token.is_initial());
    let sync: SyncCollection =
        assert_tolerated("no prop", &body("sync-collection", "<sync-token/>"), &missing("DAV:prop"));
    assert!(sync.prop.is_empty());
    let content = "<sync-token/><sync-level>infinity</sync-level><prop/>";
    let sync: SyncCollection = assert_tolerated(
        "the word of Depth",
        &body("sync-collection", content),
        &XmlErrorKind::ValueForm { expected: "\"1\" or \"infinite\"", found: "infinity".into() },
    );
    assert_eq!(sync.level, Some(SyncLevel::Infinite));
    let query = body("C:calendar-multiget", "<prop/><href>/a</href>");
    let multiget: CalendarMultiget =
        assert_tolerated("q-18: nothing is asked for", &query, &value("the name of a property", ""));
    assert_eq!(multiget.properties, Some(RequestedProperties::Prop(RequestedProp::default())));

    let good = "<principal-search-property><prop><owner/></prop><description>O</description></principal-search-property>";
    let content =
        format!("{good}<principal-search-property><description/></principal-search-property>{good}");
    let set: PrincipalSearchPropertySet = assert_tolerated(
        "a property without name",
        &body("principal-search-property-set", &content),
        &value("the name of a property", ""),
    );
    assert_eq!(set.properties.len(), 2);
    let content = "<principal-search-property><prop><owner/></prop></principal-search-property>";
    let set: PrincipalSearchPropertySet = assert_tolerated(
        "no description",
        &body("principal-search-property-set", content),
        &missing("DAV:description"),
    );
    assert_eq!(set.properties.len(), 1);
}
