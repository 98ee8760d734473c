//! roxmltree: a tree that borrows where it can.

use roxmltree::{Document, Node};

use super::{Answer, Body, Contender, answer};

pub(super) const READ: Contender = Contender {
    library: "roxmltree",
    run: |body| answer(document(body).descendants().filter_map(|node| resource(&node))),
    whole: Some(|body| {
        let document = document(body);
        let resources = document.descendants().filter_map(|node| resource(&node));
        resources.map(|(href, data)| (href.into(), data.into())).collect()
    }),
};

pub(super) const SCAN: Contender = Contender {
    library: "roxmltree",
    run: |body| {
        let elements = document(body).descendants().filter(|node| node.is_element()).count();
        Answer { items: elements, octets: body.xml.len() }
    },
    whole: None,
};

fn document(body: &Body) -> Document<'_> {
    Document::parse(&body.xml).expect("a document")
}

fn resource<'d>(node: &Node<'d, '_>) -> Option<(&'d str, &'d str)> {
    let text = |name| node.descendants().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
    node.has_tag_name(("DAV:", "response")).then_some(())?;
    Some((text(("DAV:", "href"))?, text(("urn:ietf:params:xml:ns:caldav", "calendar-data"))?))
}
