//! XML compared by meaning.

use crate::calendar;
use crate::pattern::{Kept, all_fit, fits};

/// An element with expanded names.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) namespace: String,
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) nodes: Vec<Node>,
}

/// What an element contains.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// The prefixes that scenarios need not declare.
const PREFIXES: [(&str, &str); 4] = [
    ("D", "DAV:"),
    ("C", "urn:ietf:params:xml:ns:caldav"),
    ("CS", "http://calendarserver.org/ns/"),
    ("X", "http://example.com/ns/"),
];

/// The document with declarations for those of the usual prefixes that it uses and does not declare.
pub(crate) fn declared(document: &str) -> String {
    let root = document.match_indices('<').find(|(index, _)| !document[index + 1..].starts_with(['?', '!']));
    let Some((start, _)) = root else { return document.to_owned() };
    let end = document[start..].find([' ', '\n', '/', '>']).map_or(document.len(), |length| {
        if document[start..].starts_with("</") { document.len() } else { start + length }
    });
    let declarations: String = PREFIXES
        .iter()
        .filter(|(prefix, _)| {
            let used = document.contains(&format!("<{prefix}:")) || document.contains(&format!(" {prefix}:"));
            used && !document.contains(&format!("xmlns:{prefix}="))
        })
        .map(|(prefix, namespace)| format!(" xmlns:{prefix}=\"{namespace}\""))
        .collect();
    format!("{}{declarations}{}", &document[..end], &document[end..])
}

impl Element {
    /// Reads a document.
    pub(crate) fn parse(document: &str) -> Result<Self, String> {
        let tree = roxmltree::Document::parse(document).map_err(|error| error.to_string())?;
        Ok(Self::of(tree.root_element(), ""))
    }

    fn of(node: roxmltree::Node<'_, '_>, language: &str) -> Self {
        const XML: &str = "http://www.w3.org/XML/1998/namespace";
        let language = node.attribute((XML, "lang")).unwrap_or(language);
        let mut attributes: Vec<_> = node
            .attributes()
            .filter(|attribute| (attribute.namespace(), attribute.name()) != (Some(XML), "lang"))
            .map(|attribute| {
                let namespace = attribute.namespace().map_or(String::new(), |name| format!("{{{name}}}"));
                (format!("{namespace}{}", attribute.name()), attribute.value().to_owned())
            })
            .collect();
        // The language in scope is part of a value, wherever it stands.
        if !language.is_empty() {
            attributes.push(("xml:lang".to_owned(), language.to_owned()));
        }
        let mut nodes = Vec::new();
        for child in node.children() {
            if child.is_element() {
                nodes.push(Node::Element(Self::of(child, language)));
            } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                match nodes.last_mut() {
                    Some(Node::Text(before)) => before.push_str(text),
                    _ => nodes.push(Node::Text(text.to_owned())),
                }
            }
        }
        let name = node.tag_name();
        Self {
            namespace: name.namespace().unwrap_or_default().to_owned(),
            name: name.name().to_owned(),
            attributes,
            nodes,
        }
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.is_in("DAV:", name)
    }

    pub(crate) fn is_in(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Children in the DAV: namespace of a name.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children().filter(move |child| child.is(name))
    }

    /// The value of an attribute; `xml:lang` is the language in scope.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.0 == name).map(|attribute| attribute.1.as_str())
    }

    /// Its own text, without white space around.
    pub(crate) fn text(&self) -> String {
        let texts = self.nodes.iter().map(|node| match node {
            Node::Text(text) => text.as_str(),
            Node::Element(_) => "",
        });
        texts.collect::<String>().trim().to_owned()
    }

    /// It and everything in it.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        let mut next = 0;
        while next < all.len() {
            let element = all[next];
            all.extend(element.children());
            next += 1;
        }
        all
    }

    fn is_mixed(&self) -> bool {
        self.children().next().is_some() && !self.text().is_empty()
    }
}

/// How much of the actual element an expected one has to tell.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// What it names; more may be there.
    Part,
}

/// Does the element fit the expected one?
pub(crate) fn element_fits(
    expected: &Element,
    actual: &Element,
    extent: Extent,
    kept: &Kept,
) -> Option<Kept> {
    if (&expected.namespace, &expected.name) != (&actual.namespace, &actual.name) {
        return None;
    }
    let more = extent == Extent::Part;
    let attribute = |e: &(String, String), a: &(String, String), kept: &Kept| {
        if e.0 == a.0 { fits(&e.1, &a.1, kept) } else { None }
    };
    let kept = all_fit(&expected.attributes, &actual.attributes, more, kept, &attribute)?;
    if expected.text() == "*" {
        return Some(kept);
    }
    if expected.is_mixed() {
        return in_order(expected, actual, extent, &kept);
    }
    let children: Vec<_> = expected.children().collect();
    let kept = if more && children.is_empty() && expected.text().is_empty() {
        kept
    } else {
        text_fits(expected, actual, &kept)?
    };
    let actual_children: Vec<_> = actual.children().collect();
    all_fit(&children, &actual_children, more, &kept, &|e, a, kept| element_fits(e, a, extent, kept))
}

/// Mixed content is compared as it stands, white space included.
fn in_order(expected: &Element, actual: &Element, extent: Extent, kept: &Kept) -> Option<Kept> {
    if expected.nodes.len() != actual.nodes.len() {
        return None;
    }
    expected.nodes.iter().zip(&actual.nodes).try_fold(kept.clone(), |kept, pair| match pair {
        (Node::Element(expected), Node::Element(actual)) => element_fits(expected, actual, extent, &kept),
        (Node::Text(expected), Node::Text(actual)) => fits(expected, actual, &kept),
        _ => None,
    })
}

fn text_fits(expected: &Element, actual: &Element, kept: &Kept) -> Option<Kept> {
    let (text, found) = (expected.text(), actual.text());
    if expected.is("href") {
        fits(&path_of(&text), &path_of(&found), kept)
    } else if text.starts_with("BEGIN:") {
        calendar::same(&text, &found, kept)
    } else if found.starts_with("BEGIN:") {
        fits(&text, &calendar::unfolded(&found), kept)
    } else {
        fits(&text, &found, kept)
    }
}

/// A reference without scheme and authority, and with octets in place of what is percent-encoded.
pub(crate) fn path_of(reference: &str) -> String {
    let path = match reference.split_once("://") {
        Some((scheme, rest)) if scheme.starts_with("http") => {
            rest.find('/').map_or("/", |slash| &rest[slash..])
        }
        _ => reference,
    };
    let mut octets = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                octets.push(hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0));
                rest = after;
            }
            _ => octets.push(first),
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

#[test]
fn elements_are_compared_by_meaning() {
    use Extent::{Part, Whole};
    for (expected, actual, extent, fits) in [
        ("<D:a><D:b/><D:c/></D:a>", "<a xmlns='DAV:'> <c/> <b/></a>", Whole, true),
        ("<D:a><D:b/></D:a>", "<a xmlns='DAV:'><c/><b/></a>", Whole, false),
        ("<D:a><D:b/></D:a>", "<a xmlns='DAV:'><c/><b/></a>", Part, true),
        ("<D:a><D:b/></D:a>", "<a xmlns='DAV:'><c/></a>", Part, false),
        ("<D:a>*</D:a>", "<a xmlns='DAV:'><c/></a>", Whole, true),
        ("<D:a/>", "<a xmlns='DAV:'>x</a>", Whole, false),
        ("<D:a/>", "<a xmlns='DAV:'>x</a>", Part, true),
        ("<D:a/>", "<a xmlns='urn:x'/>", Part, false),
        ("<D:a x='1'/>", "<a xmlns='DAV:' x='2'/>", Part, false),
        ("<D:a><D:b xml:lang='fr'/></D:a>", "<a xmlns='DAV:' xml:lang='fr'><b/></a>", Part, true),
        ("<D:a><D:b xml:lang='fr'/></D:a>", "<a xmlns='DAV:'><b/></a>", Part, false),
        ("<D:href>/a b</D:href>", "<href xmlns='DAV:'>http://h/a%20b</href>", Whole, true),
        ("<D:a>one <D:b/> two</D:a>", "<a xmlns='DAV:'>one <b/> two</a>", Whole, true),
        ("<D:a>one <D:b/> two</D:a>", "<a xmlns='DAV:'>one two <b/></a>", Whole, false),
        ("<D:a>one <D:b/> two</D:a>", "<a xmlns='DAV:'>one <b/>two</a>", Whole, false),
    ] {
        let element = Element::parse(&declared(expected)).expect(expected);
        let found = element_fits(&element, &Element::parse(actual).expect(actual), extent, &Kept::new());
        assert_eq!(found.is_some(), fits, "{expected} {actual}");
    }
}
