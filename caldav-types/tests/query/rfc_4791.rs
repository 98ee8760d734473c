//! The examples of RFC 4791 §7.8 over the collection of Appendix B.

use caldav_types::filter::{CompFilter, ParamFilter, PropFilter, TextMatch};

use crate::ask::{ask, calendar, comp, filter, prop, range, text};

/// Which of the eight match.
fn matching(component: CompFilter) -> String {
    let filter = filter(component);
    let found = (1..=8).filter(|number| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/appendix_b");
        let bytes = std::fs::read(format!("{folder}/abcd{number}.ics")).unwrap();
        ask(&filter, &ical_model::Calendar::parse(&bytes).unwrap())
    });
    found.map(|number| number.to_string()).collect()
}

#[test]
fn examples_of_section_7_8() {
    let january_4 = || range("20060104T000000Z/20060105T000000Z");
    let alarm = |window: &str| comp("VALARM").with_time_range(range(window));
    let waiting = prop("ATTENDEE")
        .with_text_match(TextMatch::new("mailto:lisa@example.com"))
        .with_param_filter(ParamFilter::text("PARTSTAT".into(), TextMatch::new("NEEDS-ACTION")));
    for (section, component, expected) in [
        ("7.8.1", comp("VEVENT").with_time_range(january_4()), "23"),
        ("7.8.2", comp("VEVENT").with_time_range(range("20060103T000000Z/20060105T000000Z")), "23"),
        ("7.8.3", comp("VEVENT").with_time_range(range("20060103T000000Z/20060105T000000Z")), "23"),
        ("7.8.4", comp("VFREEBUSY").with_time_range(range("20060102T000000Z/20060103T000000Z")), "8"),
        // Appendix B has DUE;VALUE=DATE:20060106, the answer of the example DUE;TZID=US/Eastern:20060106T120000: see below.
        (
            "7.8.5 with the data of Appendix B",
            comp("VTODO").with_comp_filter(alarm("20060105T230000Z/20060106T000000Z")),
            "5",
        ),
        ("7.8.5", comp("VTODO").with_comp_filter(alarm("20060106T100000Z/20060107T100000Z")), ""),
        ("7.8.6", comp("VEVENT").with_prop_filter(text("UID", "DC6C50A017428C5216A2F1CD@example.com")), "3"),
        ("7.8.7", comp("VEVENT").with_prop_filter(waiting), "3"),
        ("7.8.8", comp("VEVENT"), "123"),
        (
            "7.8.9",
            comp("VTODO")
                .with_prop_filter(PropFilter::not_defined("COMPLETED".into()))
                .with_prop_filter(prop("STATUS").with_text_match(TextMatch::new("CANCELLED").negated())),
            "45",
        ),
        ("7.8.10", comp("VEVENT").with_prop_filter(text("X-ABC-GUID", "ABC")), ""),
    ] {
        assert_eq!(matching(component), expected, "{section}");
    }
}

/// Its answer has a DUE that Appendix B has not, which goes off in the range of its request.
#[test]
fn example_of_section_7_8_5() {
    let to_do = calendar(
        "BEGIN:VTODO
        DTSTAMP:20060205T235300Z
        DUE;TZID=US/Eastern:20060106T120000
        UID:E10BA47467C5C69BB74E8720@example.com
        BEGIN:VALARM
        ACTION:AUDIO
        TRIGGER;RELATED=START:-PT10M
        END:VALARM
        END:VTODO",
    );
    for (window, expected) in
        [("20060106T100000Z/20060107T100000Z", true), ("20060106T165001Z/20060107T100000Z", false)]
    {
        let alarm = comp("VALARM").with_time_range(range(window));
        assert_eq!(ask(&filter(comp("VTODO").with_comp_filter(alarm)), &to_do), expected, "{window}");
    }
}
