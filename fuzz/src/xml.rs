//! The gate of XML, and whole elements read, written and read again.

use caldav_types::AnyElement;
use caldav_types::AnyNode;
use caldav_types::report::Report;
use caldav_xml::{Body, XmlOptions};

/// Any octets are read or refused with a place in them. What strict reading takes lenient reading takes alike, without
/// a word; and an element that nothing knows is the same after it was written.
pub fn xml(octets: &[u8]) {
    let lenient = Report::from_xml(octets, &XmlOptions::lenient());
    match Report::from_xml(octets, &XmlOptions::strict()) {
        Err(error) => assert!(error.position().byte <= octets.len() as u64, "{error}"),
        Ok(strict) => {
            let written = strict.value.to_xml();
            let again = Report::from_xml(written.as_bytes(), &XmlOptions::strict());
            let again = again.unwrap_or_else(|error| panic!("{error}: {written}"));
            if let (Report::Other(element), Report::Other(again)) = (&strict.value, &again.value) {
                assert_eq!(plain(element), plain(again), "{written}");
            }
            assert_eq!(lenient.map(|lenient| lenient.value), Ok(strict.value));
        }
    }
}

/// The element without the prefixes it notes: a prefix that meant nothing may be one that the writer declares.
fn plain(element: &AnyElement) -> AnyElement {
    let mut plain = AnyElement::new(element.name.clone());
    plain.attributes.clone_from(&element.attributes);
    plain.children = element
        .children
        .iter()
        .map(|child| match child {
            AnyNode::Element(element) => AnyNode::Element(self::plain(element)),
            AnyNode::Text(text) => AnyNode::Text(text.clone()),
        })
        .collect();
    plain
}
