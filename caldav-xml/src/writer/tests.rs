use caldav_types::{AnyAttribute, AnyElement, AnyNode};

use super::ElementWriter;
use crate::any_element;
use crate::name::{Name, Namespace};

fn element(name: &str) -> AnyElement {
    AnyElement::new(name.parse().unwrap())
}

fn attribute(name: &str, value: &str) -> AnyAttribute {
    AnyAttribute { name: name.parse().unwrap(), value: value.into() }
}

fn written(element: &AnyElement) -> String {
    let mut writer = ElementWriter::new();
    any_element::write(element, &mut writer);
    let document = writer.finish();
    document.strip_prefix(super::DECLARATION).unwrap().to_owned()
}

#[test]
fn what_stands_for_itself_and_what_does_not() {
    for (text, in_text, in_attribute) in [
        ("a", "a", "a"),
        ("<&>", "&lt;&amp;&gt;", "&lt;&amp;>"),
        ("]]>", "]]&gt;", "]]>"),
        ("\"'", "\"'", "&quot;'"),
        ("a\r\nb\tc", "a&#13;\nb\tc", "a&#13;&#10;b&#9;c"),
        // XML 1.0 section 2.2 has no way to write these.
        ("a\0\u{1}\u{1F}\u{FFFE}\u{FFFF}b", "ab", "ab"),
        (
            "\u{7F}\u{85}\u{F000}\u{FFFD}\u{FF0C}\u{10FFFF}",
            "\u{7F}\u{85}\u{F000}\u{FFFD}\u{FF0C}\u{10FFFF}",
            "\u{7F}\u{85}\u{F000}\u{FFFD}\u{FF0C}\u{10FFFF}",
        ),
    ] {
        let mut with_text = element("{}a");
        with_text.children.push(AnyNode::Text(text.into()));
        assert_eq!(written(&with_text), format!("<a>{in_text}</a>"), "{text:?}");
        let mut with_attribute = element("{}a");
        with_attribute.attributes.push(attribute("{}b", text));
        assert_eq!(written(&with_attribute), format!("<a b=\"{in_attribute}\"/>"), "{text:?}");
    }
}

#[test]
fn namespaces_are_declared_once() {
    let mut outer = element("{http://example.com/a}outer");
    outer.attributes.push(attribute("{http://example.com/b}c", "1"));
    outer.attributes.push(attribute("{http://www.w3.org/XML/1998/namespace}lang", "en"));
    for name in ["DAV:x", "CALDAV:x", "{http://example.com/a}x", "{}x", "DAV:x"] {
        outer.children.push(element(name).into());
    }
    assert_eq!(
        written(&outer),
        "<ns0:outer xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:ns0=\"http://example.com/a\" \
         xmlns:ns1=\"http://example.com/b\" ns1:c=\"1\" xml:lang=\"en\"><D:x/><C:x/><ns0:x/><x/><D:x/></ns0:outer>"
    );
}

#[test]
fn prefixes_of_values_do_not_change_names() {
    let with = |name: &str, prefixes: &[(&str, &str)], children: Vec<AnyNode>| {
        let mut element = element(name);
        element.prefixes = prefixes.iter().map(|(prefix, uri)| ((*prefix).into(), (*uri).into())).collect();
        element.children = children;
        element
    };
    let leaf = |name: &str| AnyNode::Element(element(name));
    for (element, expected) in [
        (
            with(
                "{}a",
                &[("xs", "http://example.com/xs")],
                vec!["xs:int"].into_iter().map(|t| AnyNode::Text(t.into())).collect(),
            ),
            "<a xmlns:xs=\"http://example.com/xs\">xs:int</a>",
        ),
        // The usual prefix means another namespace here, on the element itself too.
        (
            with("DAV:a", &[("D", "urn:d")], vec![leaf("DAV:b"), leaf("{urn:d}c")]),
            "<_x:a xmlns:ns0=\"urn:d\" xmlns:D=\"urn:d\" xmlns:_x=\"DAV:\"><_x:b/><ns0:c/></_x:a>",
        ),
        (
            with("{}a", &[("D", "urn:d"), ("e", "DAV:")], vec![leaf("DAV:b")]),
            "<a xmlns:D=\"urn:d\" xmlns:e=\"DAV:\"><e:b/></a>",
        ),
        (
            with(
                "DAV:a",
                &[("D", "DAV:"), ("ns0", "urn:n")],
                vec![leaf("DAV:b"), leaf("{urn:o}c"), leaf("{urn:n}d")],
            ),
            "<D:a xmlns:ns1=\"urn:n\" xmlns:D=\"DAV:\" xmlns:ns0=\"urn:n\"><D:b/><_x:c xmlns:_x=\"urn:o\"/><ns1:d/></D:a>",
        ),
        // It ends with the element.
        (
            with("{}a", &[], vec![with("{}b", &[("D", "urn:d")], vec![leaf("DAV:c")]).into(), leaf("DAV:d")]),
            "<a xmlns:D=\"DAV:\"><b xmlns:D=\"urn:d\"><_x:c xmlns:_x=\"DAV:\"/></b><D:d/></a>",
        ),
        // What a document cannot declare.
        (
            with(
                "{}a",
                &[("", "urn:x"), ("xml", "urn:x"), ("xmlns", "urn:x"), ("b c", "urn:x"), ("d", "")],
                vec![],
            ),
            "<a/>",
        ),
        (with("{}a", &[("d", "urn:x"), ("d", "urn:y")], vec![]), "<a xmlns:d=\"urn:x\"/>"),
    ] {
        assert_eq!(written(&element), expected);
    }
}

#[test]
fn attributes_that_cannot_stand_twice() {
    let mut twice = element("{}a");
    twice.attributes = vec![attribute("{}b", "1"), attribute("{}b", "2"), attribute("{}xmlns", "urn:x")];
    assert_eq!(written(&twice), "<a b=\"1\"/>");
    assert_eq!(written(&element("{http://www.w3.org/2000/xmlns/}a")), "<a/>");
}

#[test]
fn parts_declare_what_is_not_around_them() {
    let mut writer = ElementWriter::new();
    writer.start(Name::dav("multistatus"));
    writer.begin_parts(["urn:ietf:params:xml:ns:caldav", "urn:known"]);
    for uri in ["urn:known", "urn:other", "urn:third"] {
        writer.part(|writer| {
            writer.element(Name::dav("response"), |writer| {
                writer.empty(Name::caldav("x"));
                let namespace = writer.namespace(uri);
                writer.empty(Name::new(namespace, "y"));
                writer.empty(Name::new(Namespace::AppleICal, "z"));
            });
        });
    }
    writer.end(Name::dav("multistatus"));
    assert_eq!(
        writer.take().strip_prefix(super::DECLARATION).unwrap(),
        "<D:multistatus xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:ns0=\"urn:known\">\
         <D:response xmlns:A=\"http://apple.com/ns/ical/\"><C:x/><ns0:y/><A:z/></D:response>\
         <D:response xmlns:A=\"http://apple.com/ns/ical/\" xmlns:ns1=\"urn:other\"><C:x/><ns1:y/><A:z/></D:response>\
         <D:response xmlns:A=\"http://apple.com/ns/ical/\" xmlns:ns1=\"urn:third\"><C:x/><ns1:y/><A:z/></D:response>\
         </D:multistatus>"
    );
}
