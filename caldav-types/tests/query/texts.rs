//! RFC 4791 §9.7.2, §9.7.3 and §9.7.5: texts, properties, parameters.

use caldav_types::Collation;
use caldav_types::filter::{MatchType, ParamFilter, PropCondition, PropFilter, Test, TextMatch};

use crate::ask::{ask, calendar, comp, filter, prop, text};

fn asked(property: PropFilter, lines: &str) -> bool {
    let calendar = calendar(&format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT"));
    ask(&filter(comp("VEVENT").with_prop_filter(property)), &calendar)
}

fn by(collation: Collation, text: &str) -> PropFilter {
    prop("SUMMARY").with_text_match(TextMatch::new(text).with_collation(collation))
}

fn at(match_type: MatchType, name: &str, text: &str) -> PropFilter {
    prop(name).with_text_match(TextMatch { match_type, ..TextMatch::new(text) })
}

#[test]
fn values() {
    use Collation::{AsciiCasemap, Default, Octet, UnicodeCasemap};
    for (section, property, lines, expected) in [
        ("9.7.5 a part", text("SUMMARY", "MEET"), "SUMMARY:The meeting", true),
        ("9.7.5 a part", text("SUMMARY", "meets"), "SUMMARY:The meeting", false),
        ("9.7.5 nothing is in everything", text("SUMMARY", ""), "SUMMARY:", true),
        ("9.7.5 white space counts", text("SUMMARY", "the  meeting"), "SUMMARY:The meeting", false),
        ("7.5 default", by(Default, "MEET"), "SUMMARY:The meeting", true),
        ("7.5 i;octet", by(Octet, "MEET"), "SUMMARY:The meeting", false),
        ("7.5 i;octet", by(Octet, "meet"), "SUMMARY:The meeting", true),
        ("7.5 i;ascii-casemap", by(AsciiCasemap, "GRÖSSE"), "SUMMARY:Größe", false),
        ("7.5 i;ascii-casemap", by(AsciiCasemap, "GRö"), "SUMMARY:Größe", true),
        ("7.5 i;ascii-casemap", by(AsciiCasemap, "GRÖ"), "SUMMARY:Größe", false),
        ("RFC 5051", by(UnicodeCasemap, "GRÖ"), "SUMMARY:Größe", true),
        ("RFC 5051", by(UnicodeCasemap, "GRO\u{308}"), "SUMMARY:größe", true),
        ("RFC 5051: no folding", by(UnicodeCasemap, "GRÖSSE"), "SUMMARY:größe", false),
        (
            "RFC 5051: a letter without its mark is part of it",
            by(UnicodeCasemap, "gro"),
            "SUMMARY:Größe",
            true,
        ),
        (
            "RFC 5545 3.3.11 without escapes",
            text("SUMMARY", "a,b;c\\d\ne"),
            "SUMMARY:A\\,B\\;C\\\\D\\nE",
            true,
        ),
        ("RFC 5545 3.3.11 escapes are none of the text", text("SUMMARY", "\\,"), "SUMMARY:A\\,B", false),
        (
            "RFC 5545 3.1 folds are none of the text",
            text("SUMMARY", "together"),
            "SUMMARY:toge\n\u{20}ther",
            false,
        ),
        ("as it stands", text("RRULE", "freq=daily;count"), "RRULE:FREQ=DAILY;COUNT=2", true),
        ("as it stands", text("DTSTART", "202701"), "DTSTART:20270104T090000Z", true),
        ("a list as a whole", text("CATEGORIES", "work,home"), "CATEGORIES:Work,Home", true),
        ("one of several lines", text("COMMENT", "two"), "COMMENT:one\nCOMMENT:two", true),
        ("9.7.2 not there", text("SUMMARY", ""), "COMMENT:one", false),
        ("9.7.2 names without case", text("summary", "x"), "Summary:X", true),
        ("9.7.2 one's own", text("x-own", "x"), "X-OWN:X", true),
    ] {
        assert_eq!(asked(property, lines), expected, "{section}: {lines}");
    }
}

#[test]
fn folded_lines() {
    let folded =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:toge\r\n ther\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendar = ical_model::Calendar::parse(folded).unwrap();
    assert!(ask(&filter(comp("VEVENT").with_prop_filter(text("SUMMARY", "together"))), &calendar));
    let octets = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:caf\xE9 A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendar = ical_model::Calendar::parse(octets).unwrap();
    for (collation, text, expected) in [
        (Collation::AsciiCasemap, "CAF", true),
        (Collation::Octet, "caf", true),
        (Collation::Octet, "CAF", false),
        // RFC 5051 §2 (1)(b): the value is compared as it is with a text that was made ready.
        (Collation::UnicodeCasemap, "caf", false),
        (Collation::UnicodeCasemap, "a", true),
    ] {
        let filter = filter(comp("VEVENT").with_prop_filter(by(collation.clone(), text)));
        assert_eq!(ask(&filter, &calendar), expected, "{collation} {text}");
    }
}

#[test]
fn places_in_a_value() {
    use MatchType::{Contains, EndsWith, Equals, StartsWith};
    for (section, property, lines, expected) in [
        ("equals", at(Equals, "SUMMARY", "one two"), "SUMMARY:One two", true),
        ("equals", at(Equals, "SUMMARY", "one"), "SUMMARY:One two", false),
        ("starts-with", at(StartsWith, "SUMMARY", "one"), "SUMMARY:One two", true),
        ("starts-with", at(StartsWith, "SUMMARY", "two"), "SUMMARY:One two", false),
        ("ends-with", at(EndsWith, "SUMMARY", "two"), "SUMMARY:One two", true),
        ("ends-with", at(EndsWith, "SUMMARY", "one"), "SUMMARY:One two", false),
        ("contains", at(Contains, "SUMMARY", "e t"), "SUMMARY:One two", true),
        ("an item", at(Equals, "CATEGORIES", "home"), "CATEGORIES:Work,Home", true),
        ("op-14: an item with a comma", at(Equals, "CATEGORIES", "a,b"), "CATEGORIES:Work,A\\,B", true),
        ("op-14: no item", at(Equals, "CATEGORIES", "b"), "CATEGORIES:Work,A\\,B", false),
        ("the whole list", at(Equals, "CATEGORIES", "work,home"), "CATEGORIES:Work,Home", true),
        ("no list", at(Equals, "SUMMARY", "home"), "SUMMARY:Work,Home", false),
    ] {
        assert_eq!(asked(property, lines), expected, "{section}: {lines}");
    }
}

#[test]
fn negation() {
    let not = |name: &str, text: &str| prop(name).with_text_match(TextMatch::new(text).negated());
    for (section, property, lines, expected) in [
        ("9.7.5", not("STATUS", "cancelled"), "STATUS:CONFIRMED", true),
        ("9.7.5", not("STATUS", "cancelled"), "STATUS:CANCELLED", false),
        ("op-51: not there", not("STATUS", "cancelled"), "SUMMARY:x", false),
        ("op-51: one of several", not("COMMENT", "two"), "COMMENT:one\nCOMMENT:two", true),
        ("op-51: all of several", not("COMMENT", "o"), "COMMENT:one\nCOMMENT:two", false),
        ("a list is one value", not("CATEGORIES", "home"), "CATEGORIES:Work,Home", false),
        (
            "op-51: a parameter that is not there",
            prop("ATTENDEE")
                .with_param_filter(ParamFilter::text("ROLE".into(), TextMatch::new("chair").negated())),
            "ATTENDEE:mailto:a@example.com",
            false,
        ),
        (
            "op-51: a parameter",
            prop("ATTENDEE")
                .with_param_filter(ParamFilter::text("ROLE".into(), TextMatch::new("chair").negated())),
            "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:a@example.com",
            true,
        ),
    ] {
        assert_eq!(asked(property, lines), expected, "{section}: {lines}");
    }
}

#[test]
fn properties_and_parameters() {
    let attendee = || prop("ATTENDEE");
    let role = |text: &str| ParamFilter::text("ROLE".into(), TextMatch::new(text));
    let lisa =
        "ATTENDEE;ROLE=CHAIR:mailto:lisa@example.com\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bernard@example.com";
    let text = |text: &str| attendee().with_text_match(TextMatch::new(text));
    let any = |filter: PropFilter| match filter.condition {
        PropCondition::Matches(matches) => PropFilter {
            condition: PropCondition::Matches(caldav_types::filter::PropMatch {
                test: Test::AnyOf,
                ..matches
            }),
            ..filter
        },
        PropCondition::IsNotDefined => filter,
    };
    for (section, property, lines, expected) in [
        ("9.7.2 there", attendee(), lisa, true),
        ("9.7.2 not there", attendee(), "SUMMARY:x", false),
        ("9.7.2 is-not-defined", PropFilter::not_defined("ATTENDEE".into()), "SUMMARY:x", true),
        ("9.7.2 is-not-defined", PropFilter::not_defined("ATTENDEE".into()), lisa, false),
        ("9.7.3 there", attendee().with_param_filter(ParamFilter::new("ROLE".into())), lisa, true),
        ("9.7.3 not there", attendee().with_param_filter(ParamFilter::new("CN".into())), lisa, false),
        (
            "9.7.3 is-not-defined: one line without it",
            attendee().with_param_filter(ParamFilter::not_defined("ROLE".into())),
            lisa,
            true,
        ),
        (
            "9.7.3 is-not-defined",
            attendee()
                .with_param_filter(ParamFilter::not_defined("ROLE".into()))
                .with_param_filter(ParamFilter::not_defined("PARTSTAT".into())),
            lisa,
            false,
        ),
        ("9.7.2 one line has all", text("lisa").with_param_filter(role("chair")), lisa, true),
        ("9.7.2 one line has all", text("bernard").with_param_filter(role("chair")), lisa, false),
        ("op-50 parameters alone", attendee().with_param_filter(role("chair")), lisa, true),
        (
            "op-50 one line has all of them",
            attendee()
                .with_param_filter(role("chair"))
                .with_param_filter(ParamFilter::new("PARTSTAT".into())),
            lisa,
            false,
        ),
        (
            "op-50 one of the values",
            attendee().with_param_filter(ParamFilter::text("MEMBER".into(), TextMatch::new("b@"))),
            "ATTENDEE;MEMBER=\"mailto:a@example.com\",\"mailto:b@example.com\":mailto:c@example.com",
            true,
        ),
        (
            "RFC 6868",
            attendee().with_param_filter(ParamFilter::text("CN".into(), TextMatch::new("\"Babe\""))),
            "ATTENDEE;CN=George ^'Babe^' Ruth:mailto:a@example.com",
            true,
        ),
        ("names without case", attendee().with_param_filter(ParamFilter::new("role".into())), lisa, true),
        ("anyof", any(text("bernard").with_param_filter(role("opt"))), lisa, true),
        ("anyof", any(text("nobody").with_param_filter(role("opt"))), lisa, false),
        ("anyof of nothing", any(attendee()), lisa, true),
    ] {
        assert_eq!(asked(property, lines), expected, "{section}: {lines}");
    }
}
