//! RFC 4791 §7.8: what a query breaks.

use caldav_types::filter::{CompFilter, Filter, ParamFilter, TextMatch};
use caldav_types::query::{CompileErrorKind, FilterPlan, QueryOptions, Supported, Unsupported};
use caldav_types::{Collation, CollectionLimits, ConditionDetail, Precondition};

use crate::ask::{comp, filter, prop, range, text};

fn broken(filter: &Filter, options: &QueryOptions) -> Option<Precondition> {
    filter.compile(options).err().map(|error| {
        assert!(!error.to_string().is_empty() && !error.to_string().ends_with('.'));
        error.condition().precondition
    })
}

#[test]
fn conditions() {
    let options = QueryOptions::default;
    let known = || {
        options()
            .with_components(Supported::Known)
            .with_properties(Supported::Known)
            .with_parameters(Supported::Known)
    };
    let events = || options().with_components(Supported::Only(vec!["VEVENT".into(), "VALARM".into()]));
    let limits = CollectionLimits::default()
        .with_min_date_time("2000-01-01T00:00:00Z".parse().unwrap())
        .with_max_date_time("2038-01-01T00:00:00Z".parse().unwrap());
    let limited = || options().with_limits(&limits);
    let by = |collation: &str| {
        let text = TextMatch::new("x").with_collation(Collation::new(collation));
        filter(comp("VEVENT").with_prop_filter(prop("SUMMARY").with_text_match(text)))
    };
    let ranged = |window: &str| filter(comp("VEVENT").with_time_range(range(window)));
    let property_ranged = |window: &str| {
        filter(comp("VEVENT").with_prop_filter(prop("CREATED").with_time_range(range(window))))
    };
    let parameter = |name: &str| {
        filter(
            comp("VEVENT").with_prop_filter(
                prop("ATTENDEE")
                    .with_param_filter(ParamFilter::new(ical_model::ParameterName::new(name.to_owned()))),
            ),
        )
    };
    for (section, filter, options, expected) in [
        (
            "7.8 valid-filter",
            filter(comp("VTODO").with_comp_filter(comp("VEVENT"))),
            options(),
            Some(Precondition::ValidFilter),
        ),
        ("7.8 valid-filter", filter(comp("VTODO").with_comp_filter(comp("VALARM"))), options(), None),
        ("7.8 valid-filter", Filter::new(comp("VEVENT")), options(), Some(Precondition::ValidFilter)),
        (
            "7.8 valid-filter",
            filter(
                comp("VEVENT").with_prop_filter(prop("SUMMARY").with_time_range(range("20270101T000000Z/"))),
            ),
            options(),
            Some(Precondition::ValidFilter),
        ),
        (
            "7.8.10",
            filter(comp("VEVENT").with_prop_filter(text("X-ABC-GUID", "ABC"))),
            known(),
            Some(Precondition::SupportedFilter),
        ),
        ("7.7", filter(comp("VEVENT").with_prop_filter(text("X-ABC-GUID", "ABC"))), options(), None),
        ("7.7", filter(comp("X-THING")), known(), Some(Precondition::SupportedFilter)),
        ("7.7", filter(comp("X-THING")), options(), None),
        ("7.7", parameter("X-P"), known(), Some(Precondition::SupportedFilter)),
        ("7.7", parameter("ROLE"), known(), None),
        ("7.8 supported-filter", filter(comp("VTODO")), events(), Some(Precondition::SupportedFilter)),
        ("7.8 supported-filter", filter(comp("vevent").with_comp_filter(comp("VALARM"))), events(), None),
        (
            "7.8 supported-filter: is-not-defined asks too",
            filter(CompFilter::not_defined("VTODO".into())),
            events(),
            Some(Precondition::SupportedFilter),
        ),
        ("7.5", by("i;octet"), options(), None),
        ("7.5", by("default"), options(), None),
        ("7.5", by("i;unicode-casemap"), options(), None),
        ("7.5", by("i;ascii-numeric"), options(), Some(Precondition::SupportedCollation)),
        ("7.5 wildcards", by("i;*"), options(), Some(Precondition::SupportedCollation)),
        (
            "7.5 not one of the server's",
            by("i;unicode-casemap"),
            options().with_collations([Collation::AsciiCasemap, Collation::Octet]),
            Some(Precondition::SupportedCollation),
        ),
        (
            "7.5 the server says it has what nobody here knows",
            by("i;ascii-numeric"),
            options().with_collations([Collation::new("i;ascii-numeric")]),
            Some(Precondition::SupportedCollation),
        ),
        (
            "7.8 min-date-time",
            ranged("19991231T235959Z/20270101T000000Z"),
            limited(),
            Some(Precondition::MinDateTime),
        ),
        ("7.8 min-date-time", ranged("20000101T000000Z/"), limited(), None),
        (
            "7.8 min-date-time",
            property_ranged("19991231T235959Z/"),
            limited(),
            Some(Precondition::MinDateTime),
        ),
        (
            "7.8 max-date-time",
            ranged("20270101T000000Z/20380101T000001Z"),
            limited(),
            Some(Precondition::MaxDateTime),
        ),
        ("7.8 max-date-time, op-02", ranged("20270101T000000Z/20380101T000000Z"), limited(), None),
    ] {
        assert_eq!(broken(&filter, &options), expected, "{section}: {filter:?}");
    }
}

#[test]
fn what_is_not_supported_is_told() {
    let options = QueryOptions::default()
        .with_components(Supported::Known)
        .with_properties(Supported::Known)
        .with_parameters(Supported::Known);
    let event = comp("VEVENT")
        .with_prop_filter(prop("X-B").with_param_filter(ParamFilter::new("X-C".into())))
        .with_prop_filter(prop("x-b"))
        .with_comp_filter(comp("X-A"));
    let error = filter(event).compile(&options).unwrap_err();
    let CompileErrorKind::Unsupported(names) = error.kind() else { panic!("{error}") };
    assert_eq!(
        names,
        &[
            Unsupported::Property("X-B".into()),
            Unsupported::Parameter("X-C".into()),
            Unsupported::Component("X-A".into())
        ]
    );
    assert_eq!(error.to_string(), "expected what can be asked for here, found X-B, X-C, X-A");
    let ConditionDetail::Element(element) = error.condition().detail else { panic!("{error}") };
    assert_eq!(element.name, Precondition::SupportedFilter.name().parse().unwrap());
    let told: Vec<_> = element
        .elements()
        .map(|filter| {
            (
                filter.name.to_string(),
                filter.attributes[0].name.to_string(),
                filter.attributes[0].value.clone(),
            )
        })
        .collect();
    let told: Vec<_> = told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    // 7.8: (comp-filter*, prop-filter*, param-filter*)
    assert_eq!(
        told,
        [
            ("CALDAV:comp-filter", "{}name", "X-A"),
            ("CALDAV:prop-filter", "{}name", "X-B"),
            ("CALDAV:param-filter", "{}name", "X-C")
        ]
    );
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| {
        let inner = (2..depth).fold(comp("X-A"), |inner, _| comp("X-A").with_comp_filter(inner));
        filter(inner)
    };
    assert!(nested(FilterPlan::DEPTH).compile(&QueryOptions::default()).is_ok());
    let deep = nested(FilterPlan::DEPTH + 1).compile(&QueryOptions::default()).unwrap_err();
    assert_eq!(deep.kind(), &CompileErrorKind::TooDeep);
    assert_eq!(deep.condition().precondition, Precondition::SupportedFilter);
    assert!(deep.to_string().contains("16"));
}

#[test]
fn size_is_bounded() {
    let with = |properties: usize| {
        let event = (0..properties).fold(comp("VEVENT"), |event, _| event.with_prop_filter(prop("UID")));
        filter(event).compile(&QueryOptions::default())
    };
    // The calendar and the event are conditions too.
    assert!(with(FilterPlan::CONDITIONS - 2).is_ok());
    let large = with(FilterPlan::CONDITIONS - 1).unwrap_err();
    assert_eq!(large.kind(), &CompileErrorKind::TooMany);
    assert_eq!(large.condition().precondition, Precondition::SupportedFilter);
    assert!(large.to_string().contains("256"));
}
