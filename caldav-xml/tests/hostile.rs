//! Bodies made to take memory or time: each ends in an error that names the bound, before much is allocated.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use allocation_counter::measure;
use caldav_types::calendar_data::CalendarData;
use caldav_types::multistatus::{Multistatus, Propstat, Response};
use caldav_types::property::DavProperty;
use caldav_xml::{
    Body, MultistatusDocument, MultistatusWriter, XmlErrorKind, XmlLimit, XmlLimits, XmlOptions,
};
use http::StatusCode;

const MEGABYTE: u64 = 1 << 20;

/// Reads in both ways; the error and the most that was allocated at once.
fn refused(body: &[u8], limits: XmlLimits) -> (XmlErrorKind, u64) {
    let mut kinds = Vec::new();
    let mut most = 0;
    for options in [XmlOptions::strict(), XmlOptions::lenient()] {
        let options = options.with_limits(limits);
        let used = measure(|| {
            let error = Multistatus::from_xml(body, &options).expect_err("it is hostile");
            kinds.push(error.kind().clone());
        });
        most = most.max(used.bytes_max);
        let document = MultistatusDocument::new(body, &options);
        let streamed =
            document.and_then(|document| document.responses()?.find_map(Result::err).map_or(Ok(()), Err));
        kinds.push(streamed.expect_err("it is hostile").kind().clone());
    }
    kinds.dedup();
    assert_eq!(kinds.len(), 1, "{kinds:?}");
    (kinds.remove(0), most)
}

fn within(content: &str) -> Vec<u8> {
    format!(
        "<multistatus xmlns='DAV:'><response><href>/</href><propstat><prop>{content}</prop>\
         <status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    .into_bytes()
}

#[test]
fn bounds_are_named_before_memory_grows() {
    let usual = XmlLimits::default();
    let attributes: String = (0..20_000).map(|number| format!(" a{number}='1'")).collect();
    let declarations: String = (0..99).map(|number| format!(" xmlns:n{number}='urn:{number}'")).collect();
    let spaces: String = (0..1_100)
        .map(|outer| {
            let declared: String =
                (0..99).map(|inner| format!(" xmlns:n{inner}='urn:{outer}:{inner}'")).collect();
            format!("<x{declared}/>")
        })
        .collect();
    let pieces = "<![CDATA[0123456789]]>".repeat(2_000_000);
    for (what, body, limit, limits) in [
        ("a million elements in one another", within(&"<a>".repeat(1_000_000)), XmlLimit::Depth, usual),
        ("the same, of a namespace each", within(&"<a xmlns='u'>".repeat(1_000_000)), XmlLimit::Depth, usual),
        (
            "filters in one another",
            within(&"<C:comp-filter>".repeat(300).replace("C:", "")),
            XmlLimit::Depth,
            usual.with(XmlLimit::Depth, 1_000_000),
        ),
        ("20,000 attributes", within(&format!("<a{attributes}/>")), XmlLimit::Attributes, usual),
        ("100,000 namespaces, one after the other", within(&spaces), XmlLimit::Namespaces, usual),
        (
            "namespaces in one another",
            within(&format!("<a{declarations}>").repeat(50)),
            XmlLimit::Namespaces,
            usual,
        ),
        (
            "a long namespace",
            within(&format!("<a xmlns='{}'/>", "u".repeat(2_000_000))),
            XmlLimit::NamespaceOctets,
            usual,
        ),
        (
            "a namespace said once for many names",
            within(&format!("<a xmlns='{}'>{}</a>", "u".repeat(4_000), "<b/>".repeat(200_000))),
            XmlLimit::Names,
            usual.with(XmlLimit::Names, MEGABYTE),
        ),
        (
            "text without end",
            within(&format!("<displayname>{}</displayname>", "a".repeat(17_000_000))),
            XmlLimit::Text,
            usual,
        ),
        (
            "text in pieces",
            within(&format!("<displayname>{pieces}</displayname>")),
            XmlLimit::Text,
            usual.with(XmlLimit::Text, MEGABYTE),
        ),
        (
            "references",
            within(&format!("<displayname>{}</displayname>", "&lt;".repeat(5_000_000))),
            XmlLimit::Text,
            usual,
        ),
        (
            "elements",
            within(&"<a/>".repeat(1_000_000)),
            XmlLimit::Elements,
            usual.with(XmlLimit::Elements, 10_000),
        ),
        ("octets", within(&"a".repeat(1_000_000)), XmlLimit::Octets, usual.with(XmlLimit::Octets, 999_999)),
    ] {
        let maximum = limits.maximum(limit);
        let (kind, most) = refused(&body, limits);
        assert_eq!(kind, XmlErrorKind::LimitExceeded { limit, maximum }, "{what}");
        assert!(most < 4 * MEGABYTE, "{what}: {most}");
    }
}

#[test]
fn entities_are_refused_unread() {
    let laughs: String = (1..30)
        .map(|number| format!("<!ENTITY l{number} '{}'>", format!("&l{};", number - 1).repeat(10)))
        .collect();
    for body in [
        format!("<!DOCTYPE m [<!ENTITY l0 'ha'>{laughs}]><multistatus xmlns='DAV:'>&l29;</multistatus>"),
        "<!DOCTYPE m SYSTEM 'http://example.com/m.dtd'><multistatus xmlns='DAV:'/>".into(),
        "<!DOCTYPE m [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><multistatus xmlns='DAV:'>&f;</multistatus>"
            .into(),
        "<!DOCTYPE m [<!ENTITY % p SYSTEM 'http://example.com/p'> %p;]><multistatus xmlns='DAV:'/>".into(),
    ] {
        let (kind, most) = refused(body.as_bytes(), XmlLimits::default());
        assert_eq!(kind, XmlErrorKind::DocType);
        assert!(most < 10_000, "{most}");
    }
    // Without a declaration there is nothing to be expanded.
    let (kind, _) = refused(&within("<displayname>&l29;</displayname>"), XmlLimits::default());
    assert_eq!(kind, XmlErrorKind::UnknownEntity("l29".into()));
}

#[test]
fn faults_that_are_told_are_bounded() {
    let body = within(&"<q:a/>".repeat(500_000));
    let used = measure(|| {
        let read = Multistatus::from_xml(&body, &XmlOptions::lenient()).unwrap();
        assert_eq!(read.diagnostics.len(), 1_000);
    });
    assert!(used.bytes_max < MEGABYTE, "{}", used.bytes_max);
}

/// A response with calendar data and a property of a namespace of its own.
fn response(number: usize) -> Response {
    let text = format!("BEGIN:VCALENDAR\r\nX-NUMBER:{number}\r\nEND:VCALENDAR\r\n");
    let mut dead = caldav_types::AnyElement::new(format!("{{urn:{}}}dead", number % 100).parse().unwrap());
    dead.children.push(caldav_types::AnyNode::Text("text".into()));
    let properties =
        vec![DavProperty::CalendarData(CalendarData::from(text.as_str())), DavProperty::Other(dead)];
    Response::of_propstats(
        format!("/{number}.ics").as_str().into(),
        vec![Propstat::new(StatusCode::OK, properties)],
    )
}

#[test]
fn responses_are_written_and_read_one_at_a_time() {
    const COUNT: usize = 100_000;
    let mut sent = Vec::with_capacity(64 << 20);
    let used = measure(|| {
        let mut writer = MultistatusWriter::new();
        for number in 0..COUNT {
            writer.write(&response(number));
            sent.extend_from_slice(writer.take().as_bytes());
        }
        sent.extend_from_slice(writer.finish(None, None).as_bytes());
    });
    assert!(used.bytes_max < 64 * 1024, "writing: {}", used.bytes_max);

    let mut number = 0;
    let document = MultistatusDocument::new(&sent, &XmlOptions::strict()).unwrap();
    for read in document.responses().unwrap() {
        assert_eq!(read.unwrap(), response(number));
        number += 1;
    }
    assert_eq!(number, COUNT);
}

#[test]
fn reading_one_at_a_time_holds_one() {
    const COUNT: usize = 100_000;
    let mut writer = MultistatusWriter::with_namespaces(["urn:ietf:params:xml:ns:caldav", "urn:7"]);
    for _ in 0..COUNT {
        writer.write(&response(7));
    }
    let sent = writer.finish(None, None);
    let used = measure(|| {
        let document = MultistatusDocument::new(sent.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(document.responses().unwrap().map(Result::unwrap).count(), COUNT);
    });
    assert!(used.bytes_max < 64 * 1024, "reading: {}", used.bytes_max);
}
