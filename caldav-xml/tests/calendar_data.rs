//! Calendars in the media types of calendar data: each there and back, and what is told of others.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_types::Precondition;
use caldav_types::calendar_data::CalendarData;
use caldav_types::property::{CalendarDataSet, DataFormat, DavProperty, Prop};
use caldav_xml::calendar_data::{CalendarDataError, formats, parse, render};
use caldav_xml::{Body, XmlOptions};
use ical_model::Calendar;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
    BEGIN:VEVENT\r\nUID:20010712T182145Z-123401@example.com\r\nDTSTAMP:20060712T182145Z\r\n\
    DTSTART;TZID=Europe/Vienna:20060714T170000\r\nRRULE:FREQ=MONTHLY;COUNT=3;BYDAY=-1FR\r\n\
    CATEGORIES:a\\,b,c\r\nSUMMARY;LANGUAGE=fr:Fête <à> l'été\\n& plus\r\nGEO:48.2;16.37\r\n\
    X-LEVEL;X-P=\"a;b\":1;2\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:]]>\r\nTRIGGER:-PT5M\r\n\
    END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn format(content_type: &'static str, version: &'static str) -> DataFormat {
    DataFormat { content_type: content_type.into(), version: version.into() }
}

#[test]
fn nothing_is_lost_in_any_form() {
    let calendar = Calendar::parse(CALENDAR).unwrap();
    let CalendarDataSet(formats) = formats();
    let features = usize::from(cfg!(feature = "jcal")) + usize::from(cfg!(feature = "xcal"));
    assert_eq!(formats.len(), 1 + features);
    for format in formats {
        let data = render(&calendar, &format).unwrap();
        assert_eq!(data.format, format);
        assert_eq!(parse(&data).unwrap().to_bytes(), calendar.to_bytes(), "{format:?}");
        // As it goes over the wire.
        let prop = Prop(vec![DavProperty::CalendarData(data)]);
        let read = Prop::from_xml(prop.to_xml().as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert_eq!(read, prop, "{format:?}");
        let DavProperty::CalendarData(data) = &read.0[0] else { panic!("{read:?}") };
        assert_eq!(parse(data).unwrap().to_bytes(), calendar.to_bytes(), "{format:?}");
    }
}

#[test]
fn names_of_media_types_have_no_case() {
    let calendar = Calendar::parse(CALENDAR).unwrap();
    for content_type in ["text/calendar", "Text/Calendar", " text/calendar; charset=utf-8"] {
        let data = render(&calendar, &format(content_type, "2.0")).unwrap();
        assert_eq!((data.format.content_type.as_ref(), data.text.as_ref()), (content_type, CALENDAR));
    }
}

#[test]
fn other_formats() {
    let calendar = Calendar::parse(CALENDAR).unwrap();
    for (why, format) in [
        ("RFC 4791 5.2.4: the version of vCalendar", format("text/calendar", "1.0")),
        ("a media type of addresses", format("text/vcard", "2.0")),
        ("no media type", format("", "")),
        ("a prefix of one", format("text/calendarx", "2.0")),
    ] {
        let error = render(&calendar, &format).unwrap_err();
        assert_eq!(error, CalendarDataError::Format(format.clone()), "{why}");
        assert_eq!(error.precondition(), Precondition::SupportedCalendarData, "{why}");
        let data = CalendarData { format, text: CALENDAR.into() };
        assert_eq!(parse(&data).unwrap_err(), error, "{why}");
    }
    let error = render(&calendar, &format("text/vcard", "4.0")).unwrap_err().to_string();
    assert!(error.starts_with("expected text/calendar"), "{error}");
    assert!(error.ends_with("of version 2.0, found \"text/vcard\" of version \"4.0\""), "{error}");
}

#[cfg(not(feature = "jcal"))]
#[test]
fn without_the_feature_there_is_no_jcal() {
    let calendar = Calendar::parse(CALENDAR).unwrap();
    assert!(matches!(render(&calendar, &DataFormat::jcal()), Err(CalendarDataError::Format(_))));
}

#[test]
fn what_is_no_calendar() {
    for (why, format, text) in [
        ("no component", DataFormat::icalendar(), "x"),
        (
            "two calendars",
            DataFormat::icalendar(),
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
        ),
        #[cfg(feature = "jcal")]
        ("no JSON", DataFormat::jcal(), CALENDAR),
        #[cfg(feature = "jcal")]
        ("two calendars", DataFormat::jcal(), "[[\"vcalendar\",[],[]],[\"vcalendar\",[],[]]]"),
        #[cfg(feature = "xcal")]
        ("no XML", DataFormat::xcal(), CALENDAR),
        #[cfg(feature = "xcal")]
        (
            "two calendars",
            DataFormat::xcal(),
            "<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"><vcalendar/><vcalendar/></icalendar>",
        ),
    ] {
        let data = CalendarData { format, text: text.into() };
        let error = parse(&data).expect_err(why);
        assert_eq!(error.precondition(), Precondition::ValidCalendarData, "{why}: {error}");
        assert!(!error.to_string().is_empty(), "{why}");
    }
}

#[test]
fn what_a_form_cannot_say_is_not_left_out() {
    let CalendarDataSet(formats) = formats();
    for format in formats {
        let bell = "BEGIN:VCALENDAR\r\nX-A:\u{7}\r\nEND:VCALENDAR\r\n";
        assert!(render(&Calendar::parse(bell).unwrap(), &format).is_err(), "{format:?}: a control character");
        let octets = b"BEGIN:VCALENDAR\r\nX-A:\xFF\r\nEND:VCALENDAR\r\n";
        let calendar = Calendar::parse(&octets[..]).unwrap();
        assert!(render(&calendar, &format).is_err(), "{format:?}: no UTF-8");
        let beside = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n";
        let calendar = Calendar::parse(beside).unwrap();
        match render(&calendar, &format) {
            Ok(data) => assert_eq!(data.text, beside),
            Err(error) => assert_eq!(error.precondition(), Precondition::ValidCalendarData),
        }
    }
    let bell = Calendar::parse("BEGIN:VCALENDAR\r\nX-A:\u{7}\r\nEND:VCALENDAR\r\n").unwrap();
    assert_eq!(render(&bell, &DataFormat::icalendar()), Err(CalendarDataError::Character(7)));
}
