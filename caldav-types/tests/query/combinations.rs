//! RFC 4791 §9.7.1: conditions that one component has to meet together.

use caldav_types::filter::{CompCondition, CompFilter, Filter, Test, TextMatch};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, BudgetKind};
use ical_model::time_zone::{Zone, ZoneSource, Zones};

use crate::ask::{ask, ask_in, calendar, comp, filter, prop, range, text};

/// Every day at noon for ever; the 12th is at 18 and about bread, from the 20th on it is at 14 and about cake.
fn series() -> Calendar<'static> {
    calendar(
        "BEGIN:VEVENT
        UID:1
        DTSTART:20270110T120000Z
        DURATION:PT1H
        RRULE:FREQ=DAILY
        SUMMARY:Noon
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-PT15M
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:1
        RECURRENCE-ID:20270112T120000Z
        DTSTART:20270112T180000Z
        DURATION:PT1H
        SUMMARY:Bread
        BEGIN:VALARM
        ACTION:EMAIL
        TRIGGER:-PT1H
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:1
        RECURRENCE-ID;RANGE=THISANDFUTURE:20270120T120000Z
        DTSTART:20270120T140000Z
        DURATION:PT1H
        SUMMARY:Cake
        END:VEVENT",
    )
}

fn any(filter: CompFilter) -> CompFilter {
    match filter.condition {
        CompCondition::Matches(matches) => CompFilter {
            condition: CompCondition::Matches(caldav_types::filter::CompMatch {
                test: Test::AnyOf,
                ..matches
            }),
            ..filter
        },
        CompCondition::IsNotDefined => filter,
    }
}

#[test]
fn a_range_and_a_text_meet_in_one_component() {
    let about = |summary: &str, window: &str| {
        comp("VEVENT").with_prop_filter(text("SUMMARY", summary)).with_time_range(range(window))
    };
    for (what, component, expected) in [
        ("the master", about("noon", "20270111T000000Z/20270112T000000Z"), true),
        ("the override", about("bread", "20270112T000000Z/20270113T000000Z"), true),
        ("the text of the override, another day", about("bread", "20270111T000000Z/20270112T000000Z"), false),
        (
            "the override takes the place of the instance",
            about("noon", "20270112T000000Z/20270113T000000Z"),
            false,
        ),
        ("where the override was moved from", about("bread", "20270112T120000Z/20270112T130000Z"), false),
        ("a range without end, after the override", about("bread", "20270113T000000Z/"), false),
        ("a range without start, before the override", about("bread", "/20270112T180000Z"), false),
        ("and all that follow", about("cake", "20280101T000000Z/20280102T000000Z"), true),
        ("and all that follow, for ever", about("cake", "22000101T000000Z/"), true),
        ("the master ends where another follows", about("noon", "20270120T000000Z/"), false),
        ("nobody says it", about("tea", "20270101T000000Z/"), false),
    ] {
        assert_eq!(ask(&filter(component), &series()), expected, "{what}");
    }
}

#[test]
fn one_component_has_all() {
    let two = calendar(
        "BEGIN:VTODO\nUID:1\nSUMMARY:one\nLOCATION:here\nEND:VTODO
        BEGIN:VTODO\nUID:2\nSUMMARY:two\nLOCATION:there\nEND:VTODO",
    );
    let both = |summary: &str, location: &str| {
        comp("VTODO").with_prop_filter(text("SUMMARY", summary)).with_prop_filter(text("LOCATION", location))
    };
    for (what, component, expected) in [
        ("9.7.1 one has both", both("two", "there"), true),
        ("9.7.1 each has one", both("one", "there"), false),
        ("anyof", any(both("one", "nowhere")), true),
        ("anyof", any(both("three", "nowhere")), false),
        ("9.7.1 there", comp("VTODO"), true),
        ("9.7.1 not there", comp("VEVENT"), false),
        ("9.7.1 is-not-defined", CompFilter::not_defined("VEVENT".into()), true),
        ("9.7.1 is-not-defined", CompFilter::not_defined("VTODO".into()), false),
        ("names without case", comp("vtodo"), true),
    ] {
        assert_eq!(ask(&filter(component), &two), expected, "{what}");
    }
    let calendar_with =
        |one: CompFilter, other: CompFilter| comp("VCALENDAR").with_comp_filter(one).with_comp_filter(other);
    let events_too = calendar_with(comp("VTODO"), comp("VEVENT"));
    assert!(!ask(&Filter::new(events_too.clone()), &two));
    assert!(ask(&Filter::new(any(events_too)), &two));
    assert!(ask(&Filter::new(comp("VCALENDAR")), &two), "9.7.1: the calendar object exists");
    assert!(!ask(&Filter::new(CompFilter::not_defined("VCALENDAR".into())), &two));
    let version = comp("VCALENDAR").with_prop_filter(text("VERSION", "2"));
    assert!(!ask(&Filter::new(version.clone()), &two));
    assert!(ask(&Filter::new(version), &calendar("VERSION:2.0")));
}

#[test]
fn alarms_of_instances() {
    let alarm = |window: &str| comp("VALARM").with_time_range(range(window));
    let mail = |window: &str| alarm(window).with_prop_filter(text("ACTION", "EMAIL"));
    let event = |alarm: CompFilter| comp("VEVENT").with_comp_filter(alarm);
    for (what, component, expected) in [
        ("an instance of the master", event(alarm("20270111T114500Z/20270111T114501Z")), true),
        ("the override has its own", event(alarm("20270112T114500Z/20270112T114501Z")), false),
        ("the override", event(alarm("20270112T170000Z/20270112T170001Z")), true),
        ("those that follow have none", event(alarm("20270121T000000Z/20270201T000000Z")), false),
        ("those that follow have none, for ever", event(alarm("20270121T000000Z/")), false),
        ("an alarm with a property", event(mail("20270112T170000Z/20270112T170001Z")), true),
        ("an alarm with a property", event(mail("20270111T114500Z/20270111T114501Z")), false),
        ("an alarm with a property, for ever", event(mail("20270113T000000Z/")), false),
        (
            "the alarm of the component that has the text",
            event(alarm("20270112T170000Z/20270112T170001Z")).with_prop_filter(text("SUMMARY", "bread")),
            true,
        ),
        (
            "the alarm of another component",
            event(alarm("20270111T114500Z/20270111T114501Z")).with_prop_filter(text("SUMMARY", "bread")),
            false,
        ),
        (
            "two ranges of one component",
            event(alarm("20270112T170000Z/20270112T170001Z"))
                .with_time_range(range("20270112T180000Z/20270112T180001Z")),
            true,
        ),
        (
            "two ranges of two components",
            event(alarm("20270112T170000Z/20270112T170001Z"))
                .with_time_range(range("20270111T120000Z/20270111T120001Z")),
            false,
        ),
        (
            "9.7.1: not of one instance",
            event(alarm("20270111T114500Z/20270111T114501Z"))
                .with_time_range(range("20270114T120000Z/20270114T120001Z")),
            true,
        ),
        (
            "anyof: the alarm",
            any(event(alarm("20270112T170000Z/20270112T170001Z"))
                .with_time_range(range("20200101T000000Z/20200102T000000Z"))),
            true,
        ),
        (
            "anyof: the instance",
            any(event(alarm("20200101T000000Z/20200102T000000Z"))
                .with_time_range(range("20270112T180000Z/20270112T180001Z"))),
            true,
        ),
        (
            "anyof: neither",
            any(event(alarm("20200101T000000Z/20200102T000000Z"))
                .with_time_range(range("20200101T000000Z/20200102T000000Z"))),
            false,
        ),
        ("without a range", event(comp("VALARM").with_prop_filter(text("ACTION", "EMAIL"))), true),
        ("without a range", event(comp("VALARM").with_prop_filter(text("ACTION", "AUDIO"))), false),
        ("anyof in an alarm: what it is", event(any(mail("20200101T000000Z/20200102T000000Z"))), true),
        (
            "a component without alarms",
            event(CompFilter::not_defined("VALARM".into())).with_prop_filter(text("SUMMARY", "cake")),
            true,
        ),
        (
            "a component without alarms",
            event(CompFilter::not_defined("VALARM".into())).with_prop_filter(text("SUMMARY", "noon")),
            false,
        ),
    ] {
        assert_eq!(ask(&filter(component), &series()), expected, "{what}");
    }
}

#[test]
fn ranges_of_dates_of_instances() {
    let start = |window: &str| prop("DTSTART").with_time_range(range(window));
    for (what, component, expected) in [
        ("an instance", comp("VEVENT").with_prop_filter(start("20280101T140000Z/20280101T140001Z")), true),
        (
            "9.9: no later second of it",
            comp("VEVENT").with_prop_filter(start("20280101T143000Z/20280101T144500Z")),
            false,
        ),
        (
            "of the component with the text",
            comp("VEVENT")
                .with_prop_filter(start("20270112T180000Z/20270112T180001Z"))
                .with_prop_filter(text("SUMMARY", "bread")),
            true,
        ),
        (
            "of another component",
            comp("VEVENT")
                .with_prop_filter(start("20270112T180000Z/"))
                .with_prop_filter(text("SUMMARY", "noon")),
            true,
        ),
        (
            "of another component",
            comp("VEVENT")
                .with_prop_filter(start("20270120T000000Z/"))
                .with_prop_filter(text("SUMMARY", "noon")),
            false,
        ),
    ] {
        assert_eq!(ask(&filter(component), &series()), expected, "{what}");
    }
}

#[test]
fn several_series_and_versions() {
    let one = "BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nSUMMARY:one\nEND:VEVENT\n";
    let two = "BEGIN:VEVENT\nUID:2\nDTSTART:20270210T120000Z\nSUMMARY:two\nEND:VEVENT\n";
    let broken = "BEGIN:VEVENT\nUID:3\nDTSTART:tomorrow\nSUMMARY:three\nEND:VEVENT\n";
    let newer = "BEGIN:VEVENT\nUID:1\nSEQUENCE:1\nDTSTART:20270111T120000Z\nSUMMARY:one\nEND:VEVENT";
    let in_february = comp("VEVENT").with_time_range(range("20270201T000000Z/20270301T000000Z"));
    let on_the_10th = comp("VEVENT").with_time_range(range("20270110T000000Z/20270111T000000Z"));
    for (what, lines, component, expected) in [
        ("each by itself", format!("{one}{two}"), in_february.clone(), Ok(true)),
        ("each by itself", one.to_owned(), in_february.clone(), Ok(false)),
        ("the newest version counts", format!("{one}{newer}"), on_the_10th.clone(), Ok(false)),
        ("one that can be read matches", format!("{broken}{two}"), in_february.clone(), Ok(true)),
        ("none that can be read matches", format!("{broken}{one}"), in_february.clone(), Err(())),
        (
            "what is not asked of may be broken",
            format!("{broken}{one}"),
            in_february.clone().with_prop_filter(text("SUMMARY", "one")),
            Ok(false),
        ),
        (
            "an unknown zone",
            "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20270110T120000\nEND:VEVENT".to_owned(),
            on_the_10th.clone(),
            Err(()),
        ),
        ("without a range nothing is read", broken.to_owned(), comp("VEVENT"), Ok(true)),
    ] {
        let calendar = calendar(&lines);
        let got = ask_in(&filter(component), &calendar, &Zone::utc());
        if let Err(error) = &got {
            assert!(!error.is_budget() && !error.to_string().is_empty(), "{what}");
        }
        assert_eq!(got.map_err(|_| ()), expected, "{what}");
    }
}

#[test]
fn components_in_one_another() {
    let calendar = calendar(
        "BEGIN:VAVAILABILITY\nUID:1\nBEGIN:AVAILABLE\nUID:2\nSUMMARY:Office\nDTSTART:20270104T090000Z\n\
         DTEND:20270104T170000Z\nRRULE:FREQ=DAILY\nEND:AVAILABLE\nEND:VAVAILABILITY
        BEGIN:X-OUTER\nBEGIN:X-INNER\nX-A:1\nEND:X-INNER\nBEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20270104T090000Z\n\
         END:VALARM\nEND:X-OUTER",
    );
    let available = |inner: CompFilter| comp("VAVAILABILITY").with_comp_filter(inner);
    let start = |window: &str| {
        available(comp("AVAILABLE").with_prop_filter(prop("DTSTART").with_time_range(range(window))))
    };
    let alarm =
        |window: &str| comp("X-OUTER").with_comp_filter(comp("VALARM").with_time_range(range(window)));
    for (what, component, expected) in [
        ("RFC 7953", available(comp("AVAILABLE").with_prop_filter(text("SUMMARY", "office"))), true),
        ("RFC 7953", available(comp("AVAILABLE").with_prop_filter(text("SUMMARY", "home"))), false),
        ("9.9: every instance", start("20280101T090000Z/20280101T090001Z"), true),
        ("9.9: every instance", start("20280101T100000Z/20280101T170001Z"), false),
        ("one's own", comp("x-outer").with_comp_filter(comp("X-INNER").with_prop_filter(prop("X-A"))), true),
        ("one's own", comp("X-OUTER").with_comp_filter(comp("X-INNER").with_prop_filter(prop("X-B"))), false),
        ("not in the other", comp("X-INNER"), false),
        ("an alarm of one's own", alarm("20270104T090000Z/20270104T090001Z"), true),
        ("an alarm of one's own", alarm("20270104T090001Z/20270104T090002Z"), false),
    ] {
        assert_eq!(ask(&filter(component), &calendar), expected, "{what}");
    }
}

#[test]
fn work_is_bounded() {
    let secondly = calendar(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT",
    );
    let component = comp("VEVENT").with_time_range(range("20280101T000000Z/20280201T000000Z"));
    let plan = filter(component).compile(&caldav_types::query::QueryOptions::default()).unwrap();
    let source = ZoneSource::new();
    let zones = Zones::new(&secondly, &source);
    let mut budget = Budget::new(1_000, 1_000);
    match plan.matches(&secondly, &zones, &Zone::utc(), &mut budget) {
        Ok(found) => assert!(!found, "there is no 30 February"),
        Err(error) => assert!(error.is_budget(), "{error}"),
    }
    // The first that is in the range ends the search.
    let daily = series();
    let component = comp("VEVENT").with_time_range(range("20270110T000000Z/"));
    let plan = filter(component).compile(&caldav_types::query::QueryOptions::default()).unwrap();
    let mut budget = Budget::new(100, 2);
    assert!(plan.matches(&daily, &Zones::new(&daily, &source), &Zone::utc(), &mut budget).unwrap());
    let mut spent = Budget::new(0, 0);
    let error = plan.matches(&daily, &Zones::new(&daily, &source), &Zone::utc(), &mut spent).unwrap_err();
    assert!(error.is_budget());
    assert!(matches!(
        error.kind(),
        caldav_types::query::QueryErrorKind::Budget(spent)
            if matches!(spent.kind(), BudgetKind::Steps | BudgetKind::Instances)
    ));
    // An alarm that repeats for ever.
    let noisy = calendar(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:PT0S\nREPEAT:2000000000\n\
         DURATION:PT1S\nEND:VALARM\nBEGIN:VALARM\nACTION:EMAIL\nTRIGGER:PT0S\nEND:VALARM\nEND:VEVENT",
    );
    let mail = comp("VALARM")
        .with_time_range(range("20270111T000000Z/"))
        .with_prop_filter(prop("ACTION").with_text_match(TextMatch::new("EMAIL")));
    assert!(!ask(&filter(comp("VEVENT").with_comp_filter(mail)), &noisy));
}

#[test]
fn overrides_that_are_asked_one_by_one_are_bounded() {
    let of = |number: usize| {
        let overrides: String = (0..number)
            .map(|number| {
                let day =
                    chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + chrono::Days::new(number as u64);
                let day = day.format("%Y%m%d");
                format!(
                    "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:{day}T120000Z\nDTSTART:{day}T120000Z\nBEGIN:VALARM\n\
                     TRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT\n"
                )
            })
            .collect();
        calendar(&overrides)
    };
    let both = comp("VEVENT")
        .with_time_range(range("20270110T000000Z/20270111T000000Z"))
        .with_comp_filter(comp("VALARM").with_time_range(range("20270111T000000Z/20270112T000000Z")));
    let most = caldav_types::query::FilterPlan::OVERRIDES;
    assert_eq!(ask_in(&filter(both.clone()), &of(most), &Zone::utc()), Ok(false));
    let error = ask_in(&filter(both), &of(most + 1), &Zone::utc()).unwrap_err();
    assert_eq!(error.kind(), &caldav_types::query::QueryErrorKind::Overrides);
    assert!(error.to_string().contains("1000"));
    // One range alone has no such bound.
    let one = comp("VEVENT").with_time_range(range("20270110T000000Z/20270111T000000Z"));
    assert_eq!(ask_in(&filter(one), &of(most + 1), &Zone::utc()), Ok(true));
}
