//! xCal against RFC 6321: its examples, each type both ways, what it forbids, and the corpus there and back.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![cfg(feature = "xcal")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::Path;

use caldav_xml::xcal::{self, JcalOptions, Malformed, XcalDiagnosticKind, XcalErrorKind};
use caldav_xml::{XmlErrorKind, XmlOptions};
use ical_model::jcal::{self, JcalErrorKind};
use ical_model::value::Text;
use ical_model::{CalendarStream, ParseOptions};

/// Files listed by `ics/manifest.csv`.
const FILES: usize = 1_614;

fn to_xml(ical: &str) -> String {
    let stream = CalendarStream::parse(ical.as_bytes()).expect("a stream");
    xcal::to_xml(&stream, &JcalOptions::default()).unwrap_or_else(|error| panic!("{error}: {ical}")).xml
}

fn from_xml(xml: &str) -> String {
    let stream = xcal::from_xml(xml.as_bytes(), &XmlOptions::strict());
    let bytes = stream.unwrap_or_else(|error| panic!("{error}: {xml}")).value.to_bytes().into_owned();
    CalendarStream::parse_with(&bytes, &ParseOptions::strict()).expect("what comes out parses strictly");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A calendar with this line.
fn calendar(line: &str) -> String {
    format!("BEGIN:VCALENDAR\r\n{line}\r\nEND:VCALENDAR\r\n")
}

/// A document with this property.
fn document(property: &str) -> String {
    format!(
        "<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"><vcalendar><properties>{property}</properties>\
         </vcalendar></icalendar>"
    )
}

/// What stands in the properties of a document that was written.
fn written(line: &str) -> String {
    let xml = to_xml(&calendar(line)).replace("IC:", "");
    let (_, properties) = xml.split_once("<properties>").expect("properties");
    properties.split_once("</properties>").expect("properties").0.to_owned()
}

fn fault(property: &str) -> xcal::XcalError {
    xcal::from_xml(document(property).as_bytes(), &XmlOptions::strict()).expect_err(property)
}

/// Lines and properties that are each other's form: the section, the line, the property.
const BOTH_WAYS: &[(&str, &str, &str)] = &[
    ("3.4.1.1", "CATEGORIES:a\\,b,c", "<categories><text>a,b</text><text>c</text></categories>"),
    (
        "3.4.1.2 example",
        "GEO:37.386013;-122.082932",
        "<geo><latitude>37.386013</latitude><longitude>-122.082932</longitude></geo>",
    ),
    (
        "3.4.1.3 example",
        "REQUEST-STATUS:2.0;Success",
        "<request-status><code>2.0</code><description>Success</description></request-status>",
    ),
    (
        "3.4.1.3 data",
        "REQUEST-STATUS:3.7;Invalid user;ATTENDEE:mailto:a@example.org",
        "<request-status><code>3.7</code><description>Invalid user</description>\
         <data>ATTENDEE:mailto:a@example.org</data></request-status>",
    ),
    (
        "3.5 example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@example.org",
        "<attendee><parameters><partstat><text>NEEDS-ACTION</text></partstat></parameters>\
         <cal-address>mailto:a@example.org</cal-address></attendee>",
    ),
    (
        "3.5 lists and types",
        "ATTENDEE;RSVP=TRUE;MEMBER=\"mailto:a@example.org\",\"mailto:b@example.org\":mailto:c@example.org",
        "<attendee><parameters><rsvp><boolean>true</boolean></rsvp><member><cal-address>mailto:a@example.org\
         </cal-address><cal-address>mailto:b@example.org</cal-address></member></parameters>\
         <cal-address>mailto:c@example.org</cal-address></attendee>",
    ),
    (
        "3.6.1",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8gV29ybGQh",
        "<attach><parameters><encoding><text>BASE64</text></encoding></parameters>\
         <binary>SGVsbG8gV29ybGQh</binary></attach>",
    ),
    ("3.6.2", "X-B;VALUE=BOOLEAN:TRUE", "<x-b><boolean>true</boolean></x-b>"),
    ("3.6.4", "DTSTART;VALUE=DATE:20110517", "<dtstart><date>2011-05-17</date></dtstart>"),
    ("3.6.5", "DTSTART:20110517T120000", "<dtstart><date-time>2011-05-17T12:00:00</date-time></dtstart>"),
    ("3.6.6", "DURATION:P1D", "<duration><duration>P1D</duration></duration>"),
    ("3.6.7", "X-F;VALUE=FLOAT:0.5", "<x-f><float>0.5</float></x-f>"),
    ("3.6.8", "SEQUENCE:-100", "<sequence><integer>-100</integer></sequence>"),
    (
        "3.6.9",
        "FREEBUSY:20110517T120000Z/PT1H,20110518T120000Z/20110518T130000Z",
        "<freebusy><period><start>2011-05-17T12:00:00Z</start><duration>PT1H</duration></period>\
         <period><start>2011-05-18T12:00:00Z</start><end>2011-05-18T13:00:00Z</end></period></freebusy>",
    ),
    (
        "3.6.10 example",
        "RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU;BYMONTH=10",
        "<rrule><recur><freq>YEARLY</freq><count>5</count><byday>-1SU</byday><bymonth>10</bymonth></recur></rrule>",
    ),
    (
        "3.6.10 lists, UNTIL",
        "RRULE:FREQ=MONTHLY;UNTIL=20271231T000000Z;BYDAY=MO,TU;BYMONTHDAY=1,-1;WKST=SU",
        "<rrule><recur><freq>MONTHLY</freq><until>2027-12-31T00:00:00Z</until><byday>MO</byday><byday>TU</byday>\
         <bymonthday>1</bymonthday><bymonthday>-1</bymonthday><wkst>SU</wkst></recur></rrule>",
    ),
    ("3.6.11", "SUMMARY:a & b <c>\\n d", "<summary><text>a &amp; b &lt;c&gt;\n d</text></summary>"),
    ("3.6.12", "X-T;VALUE=TIME:120000", "<x-t><time>12:00:00</time></x-t>"),
    ("3.6.13", "URL:http://calendar.example.com", "<url><uri>http://calendar.example.com</uri></url>"),
    ("3.6.14", "TZOFFSETFROM:-0500", "<tzoffsetfrom><utc-offset>-05:00</utc-offset></tzoffsetfrom>"),
    (
        "5 example",
        "X-PROPERTY:20110512T120000Z",
        "<x-property><unknown>20110512T120000Z</unknown></x-property>",
    ),
    (
        "5 example",
        "DTSTART;X-PARAM=PT30M:20110512T130000Z",
        "<dtstart><parameters><x-param><unknown>PT30M</unknown></x-param></parameters>\
         <date-time>2011-05-12T13:00:00Z</date-time></dtstart>",
    ),
    (
        "RFC 7529 4.2",
        "RRULE:FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD",
        "<rrule><recur><rscale>HEBREW</rscale><freq>YEARLY</freq><bymonthday>8</bymonthday>\
         <bymonth>5L</bymonth><skip>FORWARD</skip></recur></rrule>",
    ),
    ("RFC 7986 5.9", "COLOR:turquoise", "<color><text>turquoise</text></color>"),
    (
        "RFC 9073 5.3",
        "X-A;ORDER=2;DERIVED=FALSE:b",
        "<x-a><parameters><order><integer>2</integer></order><derived><boolean>false</boolean></derived>\
         </parameters><unknown>b</unknown></x-a>",
    ),
];

/// What a calendar says: the parts of its rules in one order, its parameters as jCal has them.
fn by_meaning(ical: &str) -> String {
    let stream = CalendarStream::parse(ical.as_bytes()).expect("a stream");
    jcal::to_json(&stream, &JcalOptions::default()).expect("jCal").json
}

#[test]
fn both_ways() {
    for (section, line, property) in BOTH_WAYS {
        assert_eq!(written(line), *property, "{section}");
        assert_eq!(by_meaning(&from_xml(&document(property))), by_meaning(&calendar(line)), "{section}");
    }
}

/// An element of another namespace is kept in a property XML (4.1, 4.2).
#[test]
fn elements_of_others() {
    let kml = "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><name>a, b; c\n\\d</name></kml>";
    let ical = from_xml(&document(&format!("<x-a><text>1</text></x-a>{kml}")));
    let line = ical.lines().find(|line| line.starts_with("XML")).expect("a property");
    assert!(line.starts_with("XML:<"), "{line}");
    assert!(ical.replace("\r\n ", "").contains(r"a\, b\; c\n\\d"), "{ical}");
    let xml = to_xml(&ical);
    assert!(xml.contains("=\"http://www.opengis.net/kml/2.2\""), "{xml}");
    assert!(xml.contains("kml><ns0:name>a, b; c\n\\d</ns0:name></ns0:kml>"), "{xml}");
    assert_eq!(from_xml(&xml), ical);
    // Only immediate children of the properties; others are ignored.
    let inside = document("<x-a><text>1</text><a xmlns=\"http://example.com/ns\"/></x-a>");
    assert_eq!(from_xml(&inside), calendar("X-A;VALUE=TEXT:1"));
    // What is no element, or one of iCalendar, stays a property.
    for value in ["a", "<a>b</a>", "<a xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"/>"] {
        let ical = calendar(&format!("XML:{value}"));
        assert!(to_xml(&ical).contains("<IC:xml><IC:unknown>"), "{value}");
        assert_eq!(from_xml(&to_xml(&ical)), ical);
    }
}

/// jCal has the properties first; XML has what it has, and a fault is where it stands.
#[test]
fn lists_in_either_order() {
    let properties = "<properties><x-a><text>1</text></x-a></properties>";
    let components = "<components><vevent><properties><x-b><text>2</text></x-b></properties></vevent>\
                      <vtodo><components><valarm/></components>\n<properties><x-c><integer>3</integer></x-c></properties>\
                      </vtodo></components>";
    let expected = "BEGIN:VCALENDAR\r\nX-A;VALUE=TEXT:1\r\nBEGIN:VEVENT\r\nX-B;VALUE=TEXT:2\r\nEND:VEVENT\r\n\
                    BEGIN:VTODO\r\nX-C;VALUE=INTEGER:3\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
    let document = |lists: [&str; 2]| {
        format!(
            "<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"><vcalendar>{}{}</vcalendar></icalendar>",
            lists[0], lists[1]
        )
    };
    for lists in [[properties, components], [components, properties]] {
        assert_eq!(from_xml(&document(lists)), expected);
        let faulty = document(lists).replace("<integer>3", "<integer>three");
        let error = xcal::from_xml(faulty.as_bytes(), &XmlOptions::strict()).expect_err("no number");
        assert_eq!(error.position().byte as usize, faulty.find("<x-c>").expect("a property"), "{error}");
    }
    for (lists, name) in [([properties, properties], "properties"), ([components, components], "components")]
    {
        let error = xcal::from_xml(document(lists).as_bytes(), &XmlOptions::strict()).expect_err("two lists");
        let kind = XcalErrorKind::Xml(XmlErrorKind::RepeatedElement(
            format!("{{urn:ietf:params:xml:ns:icalendar-2.0}}{name}").parse().expect("a name"),
        ));
        assert_eq!(*error.kind(), kind);
    }
}

#[test]
fn what_lenient_reading_takes_is_told() {
    let xml = document("<x-a><text>1</text></x-a>").replace("<properties>", "<properties>stray");
    let read = xcal::from_xml(xml.as_bytes(), &XmlOptions::lenient()).expect("xCal");
    assert_eq!(read.diagnostics.len(), 1);
    assert_eq!(read.diagnostics[0].kind, XmlErrorKind::UnexpectedText);
    assert!(xcal::from_xml(xml.as_bytes(), &XmlOptions::strict()).is_err());
}

#[test]
fn examples_of_appendix_b() {
    for (xml, ical) in [
        (include_str!("xcal/rfc6321-b.1.xml"), include_str!("xcal/rfc6321-b.1.ics")),
        (include_str!("xcal/rfc6321-b.2.xml"), include_str!("xcal/rfc6321-b.2.ics")),
    ] {
        // B.2.2 has a TZID whose value is in no element.
        let read = xcal::from_xml(xml.as_bytes(), &XmlOptions::lenient())
            .expect("xCal")
            .value
            .to_bytes()
            .into_owned();
        let read = String::from_utf8(read).expect("UTF-8");
        assert_eq!(by_meaning(&read), by_meaning(ical));
        assert_eq!(by_meaning(&from_xml(&to_xml(ical))), by_meaning(ical));
    }
}

#[test]
fn what_is_no_xcal() {
    for (property, expected) in [
        ("<dtstart><date>2027-02-29</date></dtstart>", "value"),
        ("<sequence><integer>one</integer></sequence>", "unexpected"),
        ("<summary><text>a</text><text>b</text></summary>", "several-values"),
        ("<summary/>", "value"),
        ("<summary>bare</summary>", "unexpected-text"),
        ("<summary><text>a</text><uri>b</uri></summary>", "unexpected-element"),
        ("<rdate><period><start>2027-01-01T00:00:00</start></period></rdate>", "missing-element"),
        ("<geo><latitude>1</latitude></geo>", "missing-element"),
        ("<rrule><recur><count>2</count></recur></rrule>", "value"),
        ("<dtstart><parameters><tzid/></parameters><date>2027-01-01</date></dtstart>", "value"),
        (
            "<dtstart><parameters><value><text>DATE</text></value></parameters><date>2027-01-01</date></dtstart>",
            "value-parameter",
        ),
        ("<begin><text>VEVENT</text></begin>", "invalid-name"),
        ("<SUMMARY><text>a</text></SUMMARY>", "invalid-name"),
    ] {
        let error = fault(property);
        assert_eq!(error.kind().name(), expected, "{property}: {error}");
        assert_eq!(error.position().line, 1, "{property}: {error}");
    }
    for (xml, expected) in [
        ("<icalendar/>", "unexpected-root"),
        ("<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"/>", "missing-element"),
        ("<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"><vevent/></icalendar>", "not-a-calendar"),
        ("<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\">", "unexpected-end"),
    ] {
        let error = xcal::from_xml(xml.as_bytes(), &XmlOptions::strict()).expect_err(xml);
        assert_eq!(error.kind().name(), expected, "{xml}: {error}");
    }
}

/// An error names the place of the property, among many.
#[test]
fn where_a_fault_is() {
    let xml =
        document("<x-a><text>a</text></x-a>\n<x-b><text>b</text></x-b>\n<dtstart><date>x</date></dtstart>\n");
    let error = xcal::from_xml(xml.as_bytes(), &XmlOptions::strict()).expect_err("no date");
    assert_eq!(error.position().line, 3);
    assert_eq!(xml[error.position().byte as usize..].find("<dtstart>"), Some(0));
    assert!(matches!(error.kind(), XcalErrorKind::Calendar(JcalErrorKind::Unexpected { .. })), "{error}");
}

#[test]
fn what_xml_cannot_say() {
    for (line, kind) in
        [("1ST:a", "element-name"), ("X-A;-B=c:d", "element-name"), ("SUMMARY:a\u{FFFE}", "character")]
    {
        let ical = calendar(&format!("{line}\r\nX-C:d"));
        let stream = CalendarStream::parse(ical.as_bytes()).expect("a stream");
        let error = xcal::to_xml(&stream, &JcalOptions::default()).expect_err(line);
        assert_eq!(error.kind().name(), kind, "{line}");
        let xcal =
            xcal::to_xml(&stream, &JcalOptions::default().with_malformed(Malformed::LeaveOut)).expect(line);
        assert!(
            matches!(&xcal.diagnostics[0].kind, XcalDiagnosticKind::LeftOut(left) if left == error.kind())
        );
        assert_eq!(from_xml(&xcal.xml), calendar("X-C:d"), "{line}");
    }
}

/// Several calendars, and components in components.
#[test]
fn structure() {
    let ical = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\n\
                BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n\
                BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    assert_eq!(from_xml(&to_xml(ical)), ical);
    let xml = "<i:icalendar xmlns:i=\"urn:ietf:params:xml:ns:icalendar-2.0\"><i:vcalendar><i:components><i:vevent/>\
               <x xmlns=\"http://example.com/ns\"/></i:components><i:properties><i:version><i:text>2.0</i:text>\
               </i:version></i:properties></i:vcalendar></i:icalendar>";
    let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(from_xml(xml), expected);
}

#[test]
fn the_corpus_goes_there_and_back() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {FILES} cases were not run");
        return;
    };
    let root = Path::new(&corpus).join("ics");
    let mut manifest = csv::Reader::from_path(root.join("manifest.csv")).expect("the manifest can be read");
    let options = JcalOptions::default().with_malformed(Malformed::LeaveOut);
    let (mut files, mut same) = (0, 0);
    for row in manifest.records() {
        files += 1;
        let path = row.expect("a row")[0].to_owned();
        let octets = std::fs::read(root.join(&path)).expect("a file of the manifest");
        let Ok(stream) = CalendarStream::parse(&octets) else { continue };
        let Ok(before) = jcal::to_json(&stream, &options) else { continue };
        let xcal = xcal::to_xml(&stream, &options).unwrap_or_else(|error| panic!("{path}: {error}"));
        let again = match xcal::from_xml(xcal.xml.as_bytes(), &XmlOptions::strict()) {
            Ok(again) => again.value,
            Err(error) => {
                // A file larger than bodies may be.
                let is_limit = matches!(error.kind(), XcalErrorKind::Xml(XmlErrorKind::LimitExceeded { .. }));
                assert!(is_limit, "{path}: {error}");
                continue;
            }
        };
        if xcal.diagnostics.iter().any(|told| matches!(told.kind, XcalDiagnosticKind::LeftOut(_))) {
            continue;
        }
        let after =
            jcal::to_json(&again, &JcalOptions::default()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(after.json, before.json, "{path}");
        same += 1;
    }
    assert_eq!(files, FILES);
    assert!(same > 1_400, "{same} files came back");
}

proptest::proptest! {
    /// Whatever texts, parameters and rules a calendar has, it says the same after going there and back.
    #[test]
    fn there_and_back(
        summary in "[ -~äß\u{1F600}\u{85}\u{2028}\n\t]{0,40}",
        categories in proptest::collection::vec("[a-z,;\\\\&<>\"' ]{0,8}", 1..4),
        parameter in "[a-z^':;,&<>\u{e9} ]{0,12}",
        count in 1..u32::MAX,
        interval in 1..1000u32,
        days in proptest::collection::btree_set(-31..=31i32, 0..5),
        latitude in -90.0..90.0f64,
        minutes in 0..100_000u32,
    ) {
        let text = |text: &str| Text::new(text.to_owned()).expect("a text").to_string();
        let categories: Vec<_> = categories.iter().map(|category| text(category)).collect();
        let days: Vec<_> = days.iter().filter(|day| **day != 0).map(ToString::to_string).collect();
        let days = if days.is_empty() { String::new() } else { format!(";BYMONTHDAY={}", days.join(",")) };
        let parameter = parameter.replace('^', "^^").replace('"', "^'");
        let ical = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY;X-P=\"{parameter}\":{}\r\nCATEGORIES:{}\r\n\
             RRULE:FREQ=MONTHLY;COUNT={count};INTERVAL={interval}{days}\r\nGEO:{latitude};0.50\r\n\
             DURATION:PT{minutes}M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            text(&summary), categories.join(","),
        );
        proptest::prop_assert_eq!(by_meaning(&from_xml(&to_xml(&ical))), by_meaning(&ical));
    }
}
