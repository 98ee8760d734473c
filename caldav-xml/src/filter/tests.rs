use caldav_types::filter::{
    CompCondition, CompFilter, CompMatch, Filter, MatchType, ParamCondition, ParamFilter, PropFilter,
    PropMatch, Test, TextMatch, ValueMatch,
};
use caldav_types::report::{CalendarQuery, RequestedProp};
use caldav_types::{Collation, Precondition, TimeRange};
use ical_model::{ComponentName, ParameterName, PropertyName};

use crate::{Body, XmlErrorKind, XmlLimit, XmlLimits, XmlOptions};

/// A query with this in its filter.
fn query(filter: &str) -> String {
    format!(
        "<C:calendar-query xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><prop><getetag/></prop>\
         <C:filter>{filter}</C:filter></C:calendar-query>"
    )
}

fn read(filter: &str) -> Result<Filter, XmlErrorKind> {
    let read = CalendarQuery::from_xml(query(filter).as_bytes(), &XmlOptions::strict());
    read.map(|read| read.value.filter).map_err(|error| error.kind().clone())
}

fn range(start: Option<&str>, end: Option<&str>) -> TimeRange {
    let time = |text: &str| text.parse().unwrap();
    TimeRange::new(start.map(time), end.map(time)).unwrap()
}

fn comp(name: &'static str) -> CompFilter {
    CompFilter::new(ComponentName::new(name))
}

fn prop(name: &'static str) -> PropFilter {
    PropFilter::new(PropertyName::new(name))
}

#[test]
fn written_and_read_again() {
    let (start, end) = (Some("20060104T000000Z"), Some("20060105T000000Z"));
    let text = TextMatch::new(" a < b & \"c\"\n");
    let texts = [
        TextMatch::new(""),
        text.clone(),
        text.clone().negated(),
        text.clone().with_collation(Collation::Octet),
        text.clone().with_collation(Collation::Default),
        text.clone().with_collation(Collation::new("i;x\"<")),
        TextMatch { match_type: MatchType::StartsWith, ..text.clone() },
        TextMatch {
            negate: true,
            match_type: MatchType::Equals,
            collation: Collation::UnicodeCasemap,
            ..text
        },
    ];
    let params = [
        ParamFilter::new(ParameterName::PartStat),
        ParamFilter::not_defined(ParameterName::new("X-A")),
        ParamFilter::text(ParameterName::Cn, TextMatch::new("Lisa")),
    ];
    let mut props = vec![
        prop("UID"),
        PropFilter::not_defined(PropertyName::Completed),
        prop("DTSTART").with_time_range(range(start, end)),
        prop("due").with_time_range(range(start, None)),
        prop("X-B").with_time_range(range(None, end)),
    ];
    props.extend(texts.into_iter().map(|text| prop("SUMMARY").with_text_match(text)));
    props.extend(params.iter().cloned().map(|param| prop("ATTENDEE").with_param_filter(param)));
    let all = params.into_iter().fold(prop("ATTENDEE"), PropFilter::with_param_filter);
    props.push(all.with_text_match(TextMatch::new("mailto:")));
    let mut comps = vec![comp("VEVENT"), CompFilter::not_defined(ComponentName::VTodo), comp("X-THING")];
    comps.push(comp("VALARM").with_time_range(range(start, end)));
    comps.extend(props.iter().cloned().map(|prop| comp("VEVENT").with_prop_filter(prop)));
    let all = props
        .into_iter()
        .fold(comp("VEVENT").with_time_range(range(start, None)), CompFilter::with_prop_filter);
    comps.push(all.with_comp_filter(comp("VALARM")));
    let any = CompMatch {
        test: Test::AnyOf,
        comp_filters: vec![comp("VEVENT"), comp("VTODO")],
        ..CompMatch::default()
    };
    comps.push(CompFilter { name: ComponentName::VCalendar, condition: CompCondition::Matches(any) });
    let every = comps.iter().cloned().fold(comp("VCALENDAR"), CompFilter::with_comp_filter);
    comps.push(every);
    for filter in comps {
        let query = CalendarQuery::new(RequestedProp::default().with_calendar_data(), Filter::new(filter));
        let body = query.to_xml();
        let read = CalendarQuery::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(read.value, query, "{body}");
    }
}

#[test]
fn read_as_meant() {
    let text = |filter: PropFilter| Filter::new(comp("VCALENDAR").with_prop_filter(filter));
    for (why, body, expected) in [
        ("9.7.1", "<C:comp-filter name=\"VCALENDAR\"/>", Filter::new(comp("VCALENDAR"))),
        ("names have no case", "<C:comp-filter name=\"vcalendar\"/>", Filter::new(comp("VCALENDAR"))),
        (
            "RFC 4918 17: the order of elements says nothing",
            "<C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\"/>\
             <C:prop-filter name=\"METHOD\"><C:is-not-defined/></C:prop-filter></C:comp-filter>",
            Filter::new(
                comp("VCALENDAR")
                    .with_prop_filter(PropFilter::not_defined(PropertyName::Method))
                    .with_comp_filter(comp("VEVENT")),
            ),
        ),
        (
            "RFC 4918 17: what nobody knows is not there",
            "<x/><C:comp-filter name=\"VCALENDAR\" y=\"z\"><x><C:is-not-defined/></x><is-not-defined/></C:comp-filter>",
            Filter::new(comp("VCALENDAR")),
        ),
        (
            "before RFC 4791: is-defined",
            "<C:comp-filter name=\"VCALENDAR\"><C:is-defined/></C:comp-filter>",
            Filter::new(comp("VCALENDAR")),
        ),
        (
            "before RFC 4791: is-defined",
            "<C:comp-filter name=\"VCALENDAR\"><C:prop-filter name=\"METHOD\"><C:is-defined/></C:prop-filter>\
             </C:comp-filter>",
            text(prop("METHOD")),
        ),
        (
            "9.7.5: the defaults, written out",
            "<C:comp-filter name=\"VCALENDAR\" test=\"allof\"><C:prop-filter name=\"METHOD\"><C:text-match \
             collation=\"i;ascii-casemap\" negate-condition=\"no\" match-type=\"contains\">x</C:text-match>\
             </C:prop-filter></C:comp-filter>",
            text(prop("METHOD").with_text_match(TextMatch::new("x"))),
        ),
        (
            "white space of a text counts",
            "<C:comp-filter name=\"VCALENDAR\"><C:prop-filter name=\"METHOD\"><C:text-match> x\n</C:text-match>\
             </C:prop-filter></C:comp-filter>",
            text(prop("METHOD").with_text_match(TextMatch::new(" x\n"))),
        ),
        (
            "7.5: a pattern is a collation that no server has",
            "<C:comp-filter name=\"VCALENDAR\"><C:prop-filter name=\"METHOD\"><C:text-match collation=\"i;*\">x\
             </C:text-match></C:prop-filter></C:comp-filter>",
            text(prop("METHOD").with_text_match(TextMatch::new("x").with_collation(Collation::new("i;*")))),
        ),
    ] {
        assert_eq!(read(body), Ok(expected), "{why}");
    }
}

#[test]
fn forms_that_the_grammar_forbids() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let unexpected = |name: &str| XmlErrorKind::UnexpectedElement(name.parse().unwrap());
    let repeated = |name: &str| XmlErrorKind::RepeatedElement(name.parse().unwrap());
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };
    let calendar = |content: &str| format!("<C:comp-filter name=\"VCALENDAR\">{content}</C:comp-filter>");
    let property =
        |content: &str| calendar(&format!("<C:prop-filter name=\"X-A\">{content}</C:prop-filter>"));
    let parameter =
        |content: &str| property(&format!("<C:param-filter name=\"X-A\">{content}</C:param-filter>"));
    let text = "<C:text-match>a</C:text-match>";
    let not = "<C:is-not-defined/>";
    let range = "<C:time-range start=\"20060104T000000Z\"/>";
    let time = "a date with UTC time such as 20060104T000000Z";
    for (section, filter, kind) in [
        ("9.7: nothing", String::new(), missing("CALDAV:comp-filter")),
        ("9.7: two", calendar("").repeat(2), repeated("CALDAV:comp-filter")),
        ("9.7: no component", "<C:prop-filter name=\"UID\"/>".into(), unexpected("CALDAV:prop-filter")),
        ("9.7.1: no name", "<C:comp-filter/>".into(), XmlErrorKind::MissingAttribute("name")),
        ("9.7.1: no name", "<C:comp-filter name=\"\"/>".into(), value("the name of a component", "")),
        ("9.7.1: a name", "<C:comp-filter name=\"A B\"/>".into(), value("the name of a component", "A B")),
        ("9.7.1: none, and in time", calendar(&format!("{not}{range}")), unexpected("CALDAV:is-not-defined")),
        ("9.7.1: in any order", calendar(&format!("{range}{not}")), unexpected("CALDAV:is-not-defined")),
        ("9.7.1: two ranges", calendar(&range.repeat(2)), repeated("CALDAV:time-range")),
        ("9.7.1: a text", calendar(text), unexpected("CALDAV:text-match")),
        ("9.7.1: a parameter", calendar("<C:param-filter name=\"A\"/>"), unexpected("CALDAV:param-filter")),
        ("9.7.1: text of its own", calendar("a"), XmlErrorKind::UnexpectedText),
        (
            "ext. 3.1",
            "<C:comp-filter name=\"A\" test=\"all\"/>".into(),
            value("\"allof\" or \"anyof\"", "all"),
        ),
        ("9.7.2: no name", calendar("<C:prop-filter/>"), XmlErrorKind::MissingAttribute("name")),
        ("9.7.2: a name", calendar("<C:prop-filter name=\"A:\"/>"), value("the name of a property", "A:")),
        ("9.7.2: text and range", property(&format!("{text}{range}")), repeated("CALDAV:time-range")),
        ("9.7.2: two texts", property(&text.repeat(2)), repeated("CALDAV:text-match")),
        ("9.7.2: none, and a text", property(&format!("{text}{not}")), unexpected("CALDAV:is-not-defined")),
        ("9.7.2: a property", property("<C:prop-filter name=\"A\"/>"), unexpected("CALDAV:prop-filter")),
        ("9.7.2: a component", property("<C:comp-filter name=\"A\"/>"), unexpected("CALDAV:comp-filter")),
        ("9.7.3: no name", property("<C:param-filter/>"), XmlErrorKind::MissingAttribute("name")),
        ("9.7.3: a name", property("<C:param-filter name=\"A=\"/>"), value("the name of a parameter", "A=")),
        ("9.7.3: none, and a text", parameter(&format!("{not}{text}")), unexpected("CALDAV:text-match")),
        ("9.7.3: a range", parameter(range), unexpected("CALDAV:time-range")),
        (
            "9.7.5: negation",
            property("<C:text-match negate-condition=\"true\">a</C:text-match>"),
            value("\"yes\" or \"no\"", "true"),
        ),
        (
            "ext. 3.3: where",
            property("<C:text-match match-type=\"exact\">a</C:text-match>"),
            value("\"contains\", \"equals\", \"starts-with\" or \"ends-with\"", "exact"),
        ),
        (
            "9.7.5: RFC 4918 17, elements in text",
            property("<C:text-match>a<x/></C:text-match>"),
            unexpected("DAV:x"),
        ),
        ("9.9: neither end", calendar("<C:time-range/>"), XmlErrorKind::MissingAttribute("start")),
        ("9.9: a date", calendar("<C:time-range start=\"20060104\"/>"), value(time, "20060104")),
        (
            "9.9: local time",
            calendar("<C:time-range end=\"20060104T000000\"/>"),
            value(time, "20060104T000000"),
        ),
        (
            "9.9: no such day",
            calendar("<C:time-range end=\"20060230T000000Z\"/>"),
            value(time, "20060230T000000Z"),
        ),
        (
            "9.9: the end is the start",
            calendar("<C:time-range start=\"20060104T000000Z\" end=\"20060104T000000Z\"/>"),
            value("an end after the start", "20060104T000000Z"),
        ),
    ] {
        let body = query(&filter);
        for options in [XmlOptions::strict(), XmlOptions::lenient()] {
            let is_left_out =
                matches!(kind, XmlErrorKind::UnexpectedText) || section.contains("elements in text");
            if is_left_out && !options.strict {
                continue;
            }
            let error = CalendarQuery::from_xml(body.as_bytes(), &options).unwrap_err();
            assert_eq!(*error.kind(), kind, "{section}: {filter}");
            assert_eq!(error.precondition(), Some(Precondition::ValidFilter), "{section}: {error}");
            let path: Vec<_> = error.path().iter().map(ToString::to_string).collect();
            assert!(path.iter().any(|name| name == "CALDAV:filter"), "{section}: {error}");
            let filter = body.find("<C:filter").unwrap() as u64;
            assert!(error.position().byte >= filter, "{section}: {error}");
        }
    }
}

#[test]
fn not_everything_is_the_filter() {
    let no_filter = "<calendar-query xmlns=\"urn:ietf:params:xml:ns:caldav\"/>";
    let error = CalendarQuery::from_xml(no_filter.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(*error.kind(), XmlErrorKind::MissingElement("CALDAV:filter".parse().unwrap()));
    assert_eq!(error.precondition(), None, "q-18: the body is wrong, not its filter");
    let unclosed = query("<C:comp-filter name=\"VCALENDAR\">");
    let error = CalendarQuery::from_xml(unclosed.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(error.precondition(), None, "it is no XML: {error}");
}

#[test]
fn nesting_is_bounded() {
    let deep = |depth: usize| {
        query(&("<C:comp-filter name=\"X-A\">".repeat(depth) + &"</C:comp-filter>".repeat(depth)))
    };
    let options = XmlOptions::strict();
    assert!(CalendarQuery::from_xml(deep(98).as_bytes(), &options).is_ok());
    let error = CalendarQuery::from_xml(deep(99).as_bytes(), &options).unwrap_err();
    assert_eq!(*error.kind(), XmlErrorKind::LimitExceeded { limit: XmlLimit::Depth, maximum: 100 });
    let few = options.with_limits(XmlLimits::default().with(XmlLimit::Depth, 4));
    assert!(CalendarQuery::from_xml(deep(2).as_bytes(), &few).is_ok());
    assert!(CalendarQuery::from_xml(deep(3).as_bytes(), &few).is_err());
}

#[test]
fn what_is_asked_last_holds() {
    let none = PropFilter::not_defined(PropertyName::Uid);
    let text = none.with_text_match(TextMatch::new("a"));
    assert_eq!(
        text.matches(),
        Some(&PropMatch { value: Some(ValueMatch::Text(TextMatch::new("a"))), ..PropMatch::default() })
    );
    let none = CompFilter::not_defined(ComponentName::VEvent).with_comp_filter(comp("VALARM"));
    assert_eq!(none, comp("VEVENT").with_comp_filter(comp("VALARM")));
    assert_eq!(ParamFilter::new(ParameterName::Cn).condition, ParamCondition::IsDefined);
}
