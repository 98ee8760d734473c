//! How data is read, by the requirements that bind readers. The table `spec/coverage.csv` of `caldav-conformance` names
//! these tests; the inputs are those of its `tests/cases/behaviour.txt`.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use ical_model::parameter::{CuType, Display, FbType, PartStat, RelType, Role};
use ical_model::property::{
    Attendee, Class, Comment, DtStart, FreeBusy, Geo, Image, RRule, RelatedTo, StyledDescription, Summary,
    Uid,
};
use ical_model::value::DateOrDateTime;
use ical_model::{Calendar, ComponentName, ParameterName, ParseOptions, TypedProperty};

/// A calendar with these lines in it, which are legal and so are read strictly as to their form.
fn calendar(lines: &[u8]) -> Calendar<'static> {
    let bytes = [b"BEGIN:VCALENDAR\r\n", lines, b"END:VCALENDAR\r\n"].concat();
    Calendar::from_vec(bytes).expect("one VCALENDAR")
}

fn first<P: TypedProperty>(lines: &str) -> P {
    calendar(format!("{lines}\r\n").as_bytes()).property::<P>().expect("it is read").expect("it is there")
}

/// The name and value of each line.
fn lines(lines: &[u8]) -> Vec<(String, String)> {
    let calendar = calendar(lines);
    calendar.properties().map(|p| (p.name().to_string(), p.value().expect("UTF-8").into_owned())).collect()
}

fn cn(line: &str) -> String {
    let calendar = calendar(format!("{line}\r\n").as_bytes());
    let attendee = calendar.properties().next().expect("a line");
    attendee.parameter(&ParameterName::Cn).expect("it is read").expect("it is there").value().into_owned()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn folds_are_undone_before_a_line_is_read() {
    assert_eq!(lines(b"DTSTA\r\n RT:20240101T0\r\n\t90000Z\r\n"), [pair("DTSTART", "20240101T090000Z")]);
    assert_eq!(lines(b"SUMMARY\r\n :One\r\n  two\r\n"), [pair("SUMMARY", "One two")]);
}

#[test]
fn a_fold_is_the_line_end_and_one_white_space() {
    assert_eq!(lines(b"SUMMARY:caf\xC3\r\n \xA9 tables\r\n"), [pair("SUMMARY", "café tables")]);
    assert_eq!(lines(b"SUMMARY:a\r\n   b\r\n"), [pair("SUMMARY", "a  b")]);
}

#[test]
fn names_are_compared_without_case_and_other_values_with_it() {
    let start: DtStart = first("dtstart;value=date:20240101");
    assert!(matches!(start.value, DateOrDateTime::Date(_)));
    let attendee: Attendee = first("attendee;Role=chair;partstat=Accepted:mailto:attendee@example.com");
    assert_eq!((attendee.role, attendee.part_stat), (Some(Role::Chair), Some(PartStat::Accepted)));
    assert_ne!(first::<Summary>("SUMMARY:Budget Review"), first::<Summary>("SUMMARY:budget review"));
    assert_ne!(first::<Uid>("UID:Ab-1"), first::<Uid>("UID:ab-1"));
}

#[test]
fn unknown_parameters_are_ignored_and_kept() {
    let line = "SUMMARY;X-EXAMPLE-COLOUR=\"a\",\"b\";FLAVOUR=sweet:Meeting";
    assert_eq!(first::<Summary>(line).value, "Meeting");
    let mut calendar = calendar(format!("{line}\r\n").as_bytes());
    calendar.root_mut().set(&Summary::from("Other")).unwrap();
    let written = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    assert!(written.contains("SUMMARY;X-EXAMPLE-COLOUR=a,b;FLAVOUR=sweet:Other\r\n"), "{written}");
}

/// Reads a line, asks what an unrecognized member counts as, and writes the line back with the same spelling.
fn kept<P: TypedProperty>(line: &str, ask: impl FnOnce(&P)) {
    let property: P = first(line);
    ask(&property);
    let mut calendar = Calendar::new("-//Example Corp.//Behaviour//EN");
    calendar.root_mut().add(&property).unwrap();
    let written = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    assert!(written.replace("\r\n ", "").contains(&format!("{line}\r\n")), "{written}");
}

#[test]
fn an_unrecognized_cutype_is_unknown() {
    kept("ATTENDEE;CUTYPE=X-EXAMPLE-ROBOT:mailto:attendee@example.com", |attendee: &Attendee| {
        assert_eq!(attendee.effective_cu_type(), CuType::Unknown);
    });
    let person: Attendee = first("ATTENDEE:mailto:attendee@example.com");
    assert_eq!(person.effective_cu_type(), CuType::Individual);
}

#[test]
fn an_unrecognized_fbtype_is_busy() {
    kept("FREEBUSY;FBTYPE=X-EXAMPLE-LUNCH:20240101T110000Z/PT1H", |busy: &FreeBusy| {
        assert_eq!(busy.effective_fb_type(), FbType::Busy);
    });
}

#[test]
fn an_unrecognized_partstat_needs_action() {
    kept("ATTENDEE;PARTSTAT=X-EXAMPLE-PERHAPS:mailto:attendee@example.com", |attendee: &Attendee| {
        assert_eq!(attendee.effective_part_stat(), PartStat::NeedsAction);
    });
}

#[test]
fn an_unrecognized_reltype_is_parent() {
    let line = "RELATED-TO;RELTYPE=X-EXAMPLE-COUSIN:b3a7e9d4-5c21-4e08-8f63-71d0c4a2e95f";
    kept(line, |related: &RelatedTo| assert_eq!(related.effective_rel_type(), RelType::Parent));
}

#[test]
fn an_unrecognized_role_is_required() {
    kept("ATTENDEE;ROLE=X-EXAMPLE-SCRIBE:mailto:attendee@example.com", |attendee: &Attendee| {
        assert_eq!(attendee.effective_role(), Role::ReqParticipant);
    });
}

#[test]
fn rule_parts_are_read_in_any_order() {
    let one: RRule = first("RRULE:COUNT=3;INTERVAL=2;FREQ=DAILY");
    let other: RRule = first("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3");
    assert_eq!(one, other);
}

#[test]
fn unknown_components_are_ignored_and_kept() {
    let unknown = "BEGIN:X-EXAMPLE-COMP\r\nX-EXAMPLE-NOTE:text\r\nEND:X-EXAMPLE-COMP\r\n";
    let event = "BEGIN:VEVENT\r\nUID:6f1d2c3e-0b4a-4f57-9a86-2d9c7e5b1a40\r\nEND:VEVENT\r\n";
    let mut calendar = calendar(format!("{unknown}{event}").as_bytes());
    assert_eq!(calendar.root().components_named(&ComponentName::VEvent).count(), 1);
    let id = calendar.components().last().unwrap().id();
    calendar.component_mut(id).unwrap().set(&Summary::from("new")).unwrap();
    assert!(String::from_utf8_lossy(&calendar.to_bytes()).contains(unknown));
}

#[test]
fn an_unrecognized_class_is_private() {
    kept("CLASS:X-EXAMPLE-SECRET", |class: &Class| assert_eq!(class.effective(), Class::Private));
}

#[test]
fn no_class_is_public() {
    let calendar = calendar(b"DTSTART:20240101T090000Z\r\n");
    assert_eq!(calendar.property::<Class>().unwrap().unwrap_or_default(), Class::Public);
}

#[test]
fn geo_has_six_decimals() {
    let geo: Geo = first("GEO:37.386013;-122.082932");
    let expected: Geo = first("GEO:37.386013000;-122.082932000");
    assert_eq!(geo, expected);
    kept("GEO:37.386013;-122.082932", |_: &Geo| {});
}

#[test]
fn an_alarm_with_an_unrecognized_action_is_kept() {
    let alarm = "BEGIN:VALARM\r\nACTION:X-EXAMPLE-BLINK\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n";
    let event = format!("BEGIN:VEVENT\r\nUID:1\r\n{alarm}END:VEVENT\r\n");
    let mut calendar = calendar(event.as_bytes());
    let action: ical_model::property::Action =
        calendar.stream().descendants().last().unwrap().property().unwrap().unwrap();
    assert!(!action.is_known(), "so the alarm is ignored");
    let id = calendar.components().next().unwrap().id();
    calendar.component_mut(id).unwrap().set(&Summary::from("new")).unwrap();
    assert!(String::from_utf8_lossy(&calendar.to_bytes()).contains(alarm));
}

#[test]
fn ascii_and_utf_8_are_read_alike() {
    let calendar = calendar(b"SUMMARY:Plain text\r\nCOMMENT:caf\xC3\xA9\r\n");
    assert_eq!(calendar.property::<Summary>().unwrap().unwrap().value, "Plain text");
    assert_eq!(calendar.property::<Comment>().unwrap().unwrap().value, "café");
    assert!(Calendar::parse_with(&calendar.to_bytes(), &ParseOptions::strict()).is_ok());
}

#[test]
fn carets_in_parameters_are_decoded_and_encoded() {
    let line = "ATTENDEE;CN=The ^'north^' team^nof caret ^^:mailto:attendee@example.com";
    assert_eq!(cn(line), "The \"north\" team\nof caret ^");
    assert_eq!(cn("ATTENDEE;CN=\"^'A^', ^'B^'\":mailto:attendee@example.com"), "\"A\", \"B\"");
    assert_eq!(cn("ATTENDEE;CN=^^n:mailto:attendee@example.com"), "^n");
    kept("ATTENDEE;CN=a ^'b^' ^^ c:mailto:attendee@example.com", |attendee: &Attendee| {
        assert_eq!(attendee.cn.as_deref(), Some("a \"b\" ^ c"));
    });
}

#[test]
fn a_caret_before_another_character_stays() {
    assert_eq!(cn("ATTENDEE;CN=a^b ^N ^ c^:mailto:attendee@example.com"), "a^b ^N ^ c^");
}

#[test]
fn backslashes_in_parameters_stand_for_themselves() {
    let name = cn("ATTENDEE;CN=\"C:\\new\\, north\\;\":mailto:attendee@example.com");
    assert_eq!(name, "C:\\new\\, north\\;");
}

#[test]
fn an_image_without_display_is_a_badge() {
    let image: Image = first("IMAGE;VALUE=URI;FMTTYPE=image/png:https://example.com/a.png");
    assert_eq!(image.effective_display(), [Display::Badge]);
}

#[test]
fn an_image_with_an_unrecognized_display_is_not_shown() {
    kept("IMAGE;VALUE=URI;DISPLAY=X-EXAMPLE-POSTER:https://example.com/a.png", |image: &Image| {
        assert!(image.effective_display().iter().all(|display| !display.is_known()));
    });
}

#[test]
fn lines_without_order_come_last() {
    let calendar = calendar(b"COMMENT:Last\r\nCOMMENT;ORDER=20:Second\r\nCOMMENT;ORDER=3:First\r\n");
    let mut comments: Vec<_> = calendar.properties().collect();
    comments.sort_by_key(|comment| {
        let order = comment.order().unwrap();
        (order.is_none(), order.map(|order| order.to_string().parse::<u32>().unwrap()))
    });
    let texts: Vec<_> = comments.iter().map(|comment| comment.value().unwrap().into_owned()).collect();
    assert_eq!(texts, ["First", "Second", "Last"]);
}

#[test]
fn a_styled_description_of_another_type_is_not_read_and_kept() {
    let line = "STYLED-DESCRIPTION;VALUE=X-EXAMPLE-RICH:{b}Agenda{/b}";
    let mut calendar = calendar(format!("{line}\r\n").as_bytes());
    assert!(calendar.property::<StyledDescription>().is_err(), "it is none that is understood");
    calendar.root_mut().set(&Summary::from("new")).unwrap();
    assert!(String::from_utf8_lossy(&calendar.to_bytes()).contains(line));
}

#[test]
fn related_to_without_value_is_a_uid() {
    let uid = "19960401-080045-4000F192713-0052@example.com";
    let related: RelatedTo = first(&format!("RELATED-TO:{uid}"));
    assert_eq!(related.value.uid(), Some(uid));
    assert_eq!(related.effective_rel_type(), RelType::Parent);
}

/// The jCal of one line, between the name and the end of its array.
#[cfg(feature = "serde")]
fn jcal(line: &str) -> String {
    use ical_model::jcal::{JcalOptions, from_json, to_json};
    let calendar = calendar(format!("{line}\r\n").as_bytes());
    let json = to_json(&calendar, &JcalOptions::default()).unwrap().json;
    let back = from_json(json.as_bytes()).unwrap();
    let again = to_json(&back, &JcalOptions::default()).unwrap().json;
    assert_eq!(json, again);
    json
}

#[test]
#[cfg(feature = "serde")]
fn jcal_has_parameters_decoded() {
    let line = "ATTENDEE;CN=The ^'north^' team:mailto:attendee@example.com";
    let json = jcal(line);
    assert!(json.contains(r#"{"cn":"The \"north\" team"}"#), "{json}");
    let back = ical_model::jcal::from_json(json.as_bytes()).unwrap();
    assert!(String::from_utf8_lossy(&back.to_bytes()).contains(line));
}

#[test]
#[cfg(feature = "serde")]
fn jcal_has_rscale_and_skip_as_they_are_spelled() {
    let json = jcal("RRULE:FREQ=YEARLY;RSCALE=Gregorian;SKIP=Forward");
    assert!(json.contains(r#""rscale":"Gregorian""#) && json.contains(r#""skip":"Forward""#), "{json}");
}

#[test]
#[cfg(feature = "serde")]
fn jcal_has_leap_months_as_strings() {
    for (months, expected) in
        [("5L", r#""bymonth":"5L""#), ("5", r#""bymonth":5"#), ("5,5L", r#""bymonth":[5,"5L"]"#)]
    {
        let json = jcal(&format!("RRULE:FREQ=YEARLY;RSCALE=HEBREW;BYMONTH={months}"));
        assert!(json.contains(expected), "RFC 7529 §9: {json}");
    }
}
