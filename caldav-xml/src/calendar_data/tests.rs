use caldav_types::TimeSpan;
use caldav_types::calendar_data::{CalendarData, CalendarDataRequest, Comp, Comps, Prop, Props, Recurrences};
use caldav_types::property::DataFormat;
use ical_model::{ComponentName, PropertyName};

use super::CALENDAR_DATA;
use crate::element::Content;
use crate::writer::ElementWriter;
use crate::{XmlErrorKind, XmlOptions, document};

fn element(attributes: &str, content: &str) -> String {
    format!(
        "<calendar-data xmlns=\"urn:ietf:params:xml:ns:caldav\" xmlns:D=\"DAV:\"{attributes}>{content}</calendar-data>"
    )
}

fn read<T: Content>(body: &str) -> Result<T, XmlErrorKind> {
    let read = document::read(body.as_bytes(), &XmlOptions::strict(), |reader, _| T::read(reader));
    read.map(|(value, _)| value).map_err(|error| error.kind().clone())
}

fn written<T: Content>(value: &T) -> String {
    let mut writer = ElementWriter::new();
    value.write_as(CALENDAR_DATA, &mut writer);
    writer.finish()
}

fn jcal() -> DataFormat {
    DataFormat { content_type: "application/calendar+json".into(), version: "2.0".into() }
}

#[test]
fn requests_are_written_and_read_again() {
    let span =
        TimeSpan::new("20060103T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap()).unwrap();
    let prop = |name: &'static str| Prop::new(PropertyName::new(name));
    let event =
        Comp::new(ComponentName::VEvent).with_prop(prop("UID")).with_prop(prop("X-A").without_value());
    let comps = [
        Comp::new(ComponentName::VCalendar),
        Comp::whole(ComponentName::VCalendar),
        Comp { name: ComponentName::VCalendar, props: Props::All, comps: Comps::These(vec![event.clone()]) },
        Comp {
            name: ComponentName::VCalendar,
            props: Props::These(vec![prop("VERSION")]),
            comps: Comps::All,
        },
        Comp::new(ComponentName::VCalendar)
            .with_comp(event)
            .with_comp(Comp::whole(ComponentName::new("X-B"))),
    ];
    let mut requests = vec![CalendarDataRequest::default()];
    requests.push(CalendarDataRequest { format: jcal(), ..CalendarDataRequest::default() });
    let version = DataFormat { version: "1.0".into(), ..DataFormat::icalendar() };
    requests.push(CalendarDataRequest { format: version, ..CalendarDataRequest::default() });
    for comp in comps.into_iter().map(Some).chain([None]) {
        for recurrences in
            [None, Some(Recurrences::Expand(span)), Some(Recurrences::LimitRecurrenceSet(span))]
        {
            for limit_freebusy_set in [None, Some(span)] {
                let comp = comp.clone();
                requests.push(CalendarDataRequest { comp, recurrences, limit_freebusy_set, format: jcal() });
            }
        }
    }
    for request in requests {
        let body = written(&request);
        assert_eq!(read(&body), Ok(request), "{body}");
    }
}

#[test]
fn answers_are_written_and_read_again() {
    for data in [
        CalendarData::from(""),
        CalendarData::from("BEGIN:VCALENDAR\r\nX-A:<&> ]]>\r\nEND:VCALENDAR\r\n"),
        CalendarData { format: jcal(), text: "[\"vcalendar\",[],[]]".into() },
    ] {
        let body = written(&data);
        assert_eq!(read(&body), Ok(data), "{body}");
    }
}

#[test]
fn q_05_the_text_of_an_answer_is_one() {
    let text = "BEGIN:VCALENDAR\nX-A:a & b\nEND:VCALENDAR\n";
    for body in [
        element("", "BEGIN:VCALENDAR\nX-A:a &amp; b\nEND:VCALENDAR\n"),
        element("", "<![CDATA[BEGIN:VCALENDAR\r\nX-A:a & b\r\nEND:VCALENDAR\r\n]]>"),
        element("", "BEGIN:VCALENDAR<!-- a -->\nX-A:a <![CDATA[&]]>&#32;b&#10;END:VCALENDAR\n"),
        element(
            " content-type=\"text/calendar\" version=\"2.0\"",
            "BEGIN:VCALENDAR\nX-A:a &#38; b\nEND:VCALENDAR\n",
        ),
    ] {
        assert_eq!(read(&body), Ok(CalendarData::from(text)), "{body}");
    }
}

#[test]
fn requests_as_meant() {
    for (why, body, expected) in [
        ("9.6: nothing", element("", ""), CalendarDataRequest::default()),
        (
            "9.6: the defaults, written out",
            element(" content-type=\"text/calendar\" version=\"2.0\"", " \n"),
            CalendarDataRequest::default(),
        ),
        (
            "RFC 4918 17: elements of DAV are not those of CALDAV",
            element(
                "",
                "<comp name=\"VCALENDAR\"><D:prop name=\"UID\"/><D:allprop/><prop name=\"uid\" novalue=\"no\"/></comp>",
            ),
            CalendarDataRequest {
                comp: Some(Comp::new(ComponentName::VCalendar).with_prop(Prop::new(PropertyName::Uid))),
                ..CalendarDataRequest::default()
            },
        ),
        (
            "RFC 4918 17: the order of elements says nothing",
            element(
                "",
                "<expand start=\"20060103T000000Z\" end=\"20060105T000000Z\"/><comp name=\"VCALENDAR\"><allcomp/>\
                 <allprop/></comp>",
            ),
            CalendarDataRequest {
                comp: Some(Comp::whole(ComponentName::VCalendar)),
                recurrences: Some(Recurrences::Expand(
                    TimeSpan::new("20060103T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap())
                        .unwrap(),
                )),
                ..CalendarDataRequest::default()
            },
        ),
    ] {
        assert_eq!(read(&body), Ok(expected), "{why}");
    }
}

#[test]
fn requests_that_the_grammar_forbids() {
    let unexpected = |name: &str| XmlErrorKind::UnexpectedElement(name.parse().unwrap());
    let repeated = |name: &str| XmlErrorKind::RepeatedElement(name.parse().unwrap());
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };
    let span = "start=\"20060103T000000Z\" end=\"20060105T000000Z\"";
    for (section, content, kind) in [
        ("9.6: two comps", "<comp name=\"A\"/><comp name=\"B\"/>".to_owned(), repeated("CALDAV:comp")),
        (
            "9.6: expanded and limited",
            format!("<expand {span}/><limit-recurrence-set {span}/>"),
            repeated("CALDAV:limit-recurrence-set"),
        ),
        ("9.6: expanded twice", format!("<expand {span}/><expand {span}/>"), repeated("CALDAV:expand")),
        (
            "9.6: limited twice",
            format!("<limit-freebusy-set {span}/><limit-freebusy-set {span}/>"),
            repeated("CALDAV:limit-freebusy-set"),
        ),
        ("9.6.1: no name", "<comp/>".into(), XmlErrorKind::MissingAttribute("name")),
        ("9.6.1: a name", "<comp name=\"A B\"/>".into(), value("the name of a component", "A B")),
        (
            "9.6.1: all and some",
            "<comp name=\"A\"><prop name=\"B\"/><allprop/></comp>".into(),
            unexpected("CALDAV:allprop"),
        ),
        (
            "9.6.1: all and some",
            "<comp name=\"A\"><allcomp/><comp name=\"B\"/></comp>".into(),
            unexpected("CALDAV:allcomp"),
        ),
        ("9.6.4: no name", "<comp name=\"A\"><prop/></comp>".into(), XmlErrorKind::MissingAttribute("name")),
        (
            "9.6.4: novalue",
            "<comp name=\"A\"><prop name=\"B\" novalue=\"1\"/></comp>".into(),
            value("\"yes\" or \"no\"", "1"),
        ),
        (
            "9.6.5: no end",
            "<expand start=\"20060103T000000Z\"/>".into(),
            XmlErrorKind::MissingAttribute("end"),
        ),
        (
            "9.6.6: no start",
            "<limit-recurrence-set end=\"20060103T000000Z\"/>".into(),
            XmlErrorKind::MissingAttribute("start"),
        ),
        (
            "9.6.7: not UTC",
            "<limit-freebusy-set start=\"20060103T000000\" end=\"20060105T000000Z\"/>".into(),
            value("a date with UTC time such as 20060104T000000Z", "20060103T000000"),
        ),
        (
            "9.6.5: the end before the start",
            "<expand start=\"20060105T000000Z\" end=\"20060103T000000Z\"/>".into(),
            value("an end after the start", "20060103T000000Z"),
        ),
        ("text", "BEGIN:VCALENDAR".into(), XmlErrorKind::UnexpectedText),
    ] {
        assert_eq!(read::<CalendarDataRequest>(&element("", &content)), Err(kind), "{section}: {content}");
    }
}
