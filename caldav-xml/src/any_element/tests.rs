use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::{AnyElement, AnyNode};

use super::{capture, capture_value, write};
use crate::writer::ElementWriter;
use crate::{XmlErrorKind, XmlLimit, XmlLimits, XmlOptions, document};

fn read(body: &str) -> AnyElement {
    document::read(body.as_bytes(), &XmlOptions::strict(), capture).unwrap().0
}

fn prefixes(element: &AnyElement) -> Vec<(&str, &str)> {
    element.prefixes.iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str())).collect()
}

fn round_trip(element: &AnyElement) -> AnyElement {
    let mut writer = ElementWriter::new();
    write(element, &mut writer);
    read(&writer.finish())
}

#[test]
fn read_written_and_read_again() {
    for body in [
        "<a/>",
        "<x:a xmlns:x='urn:x' x:b='1' b='2' xml:lang='en'>t<x:c/>u<c xmlns='urn:y'/></x:a>",
        "<a xmlns='DAV:'><D:b xmlns:D='urn:d' t='D:c'><b/></D:b></a>",
        "<D:a xmlns:D='urn:d'><b>D:c</b><D:d/><ns0:e xmlns:ns0='urn:e'>ns0:f</ns0:e></D:a>",
        "<a xmlns:C='urn:c' xmlns:D='urn:d'><C:b xmlns:x='urn:d'>x:y C:z</C:b></a>",
        "<a> white <![CDATA[<space>]]> &#13;&#10;\tkept </a>",
        "<a b='&#9;&#10;&#13;&lt;&amp;&quot;&apos;'/>",
        "<\u{e9}l\u{e9}ment \u{e0}='1'/>",
    ] {
        let element = read(body);
        assert_eq!(round_trip(&element), element, "{body}");
    }
}

#[test]
fn prefixes_that_values_rest_on() {
    for (content, expected) in [
        ("<v t='xs:string'/>", vec![("xs", "urn:xs")]),
        ("<v>xs:string</v>", vec![("xs", "urn:xs")]),
        ("<v>one xs:a,two y:b\n(xs:c)</v>", vec![("xs", "urn:xs"), ("y", "urn:y")]),
        ("<v>child::xs:a/y:b[@xs:c]</v>", vec![("xs", "urn:xs"), ("y", "urn:y")]),
        ("<v xmlns:y='urn:inner'>y:b</v>", vec![("y", "urn:inner")]),
        ("<v>x<!-- -->s <![CDATA[xs:a]]></v>", vec![("xs", "urn:xs")]),
        // Not names, or of prefixes that mean nothing here.
        ("<v>DTSTART:2027 xs: :y xs:1 z:a http://example.com xml:lang</v>", vec![]),
        ("<v>axs:b</v>", vec![]),
    ] {
        let body = format!("<r xmlns:xs='urn:xs' xmlns:y='urn:y'>{content}</r>");
        let root = read(&body);
        let value = root.elements().next().unwrap();
        assert_eq!(prefixes(value), expected, "{content}");
        assert_eq!(prefixes(&root), [], "{content}");
        assert_eq!(&round_trip(value), value, "{content}");
    }
}

#[test]
fn rfc_4918_4_3_language_in_scope() {
    for (body, expected) in [
        ("<r xml:lang='en'><v>x</v></r>", Some("en")),
        ("<r xml:lang='en'><v xml:lang='de'>x</v></r>", Some("de")),
        ("<r xml:lang='en'><m xml:lang=''><v>x</v></m></r>", None),
        ("<r><v>x</v></r>", None),
        // A name is in no language.
        ("<r xml:lang='en'><v/></r>", None),
    ] {
        let (language, _) = document::read(body.as_bytes(), &XmlOptions::strict(), |reader, _| {
            let children = reader.children();
            let mut name = children.next(reader)?.unwrap();
            if name.local == "m" {
                name = reader.children().next(reader)?.unwrap();
            }
            let value = capture_value(reader, name)?;
            Ok(value.attributes.first().map(|attribute| attribute.value.clone()))
        })
        .unwrap();
        assert_eq!(language.as_deref(), expected, "{body}");
    }
}

#[test]
fn q_03_names_of_unknown_properties_come_back() {
    use caldav_types::multistatus::{Multistatus, Propstat, Response};
    use caldav_types::request::Propfind;
    use http::StatusCode;

    use crate::Body;

    let body = "<propfind xmlns='DAV:' xmlns:q='http://example.com/\u{e9}?a&amp;b'><prop><q:a/><x xmlns=''/>\
                <displayname/></prop></propfind>";
    let Propfind::Prop(names) = Propfind::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value
    else {
        panic!("a DAV:prop was asked for")
    };
    let asked: Vec<_> = names.iter().map(|name| (name.namespace(), name.local_name())).collect();
    assert_eq!(asked, [("http://example.com/\u{e9}?a&b", "a"), ("", "x"), ("DAV:", "displayname")]);
    let missing = names.iter().cloned().map(DavProperty::Empty).collect();
    let propstats = vec![Propstat::new(StatusCode::NOT_FOUND, missing)];
    let answer =
        Multistatus { responses: vec![Response::of_propstats("/".into(), propstats)], ..Default::default() };
    let read = Multistatus::from_xml(answer.to_xml().as_bytes(), &XmlOptions::strict()).unwrap().value;
    let found: Vec<DavPropertyName> = read.responses.iter().flat_map(Response::missing).collect();
    assert_eq!(found, names);
}

#[test]
fn names_kept_are_bounded() {
    let uri = "u".repeat(1000);
    let body = format!("<r xmlns='{uri}'>{}</r>", "<a/>".repeat(100));
    let read = |limits: XmlLimits| {
        let options = XmlOptions::strict().with_limits(limits);
        document::read(body.as_bytes(), &options, capture).map(|(element, _)| element.children.len())
    };
    assert_eq!(read(XmlLimits::default()), Ok(100));
    let error = read(XmlLimits::default().with(XmlLimit::Names, 50_000)).unwrap_err();
    assert_eq!(error.kind(), &XmlErrorKind::LimitExceeded { limit: XmlLimit::Names, maximum: 50_000 });
    let error = read(XmlLimits::default().with(XmlLimit::NamespaceOctets, 999)).unwrap_err();
    assert_eq!(error.kind(), &XmlErrorKind::LimitExceeded { limit: XmlLimit::NamespaceOctets, maximum: 999 });
}

#[test]
fn text_beside_text_is_one() {
    let element = read("<a>b<!-- c -->d<?e?>f<![CDATA[g]]>&lt;</a>");
    assert_eq!(element.children, [AnyNode::Text("bdfg<".into())]);
}
