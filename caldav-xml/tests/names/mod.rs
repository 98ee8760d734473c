//! Names of elements: those of the tables, those in a document, those that a value holds as one of nobody.

use std::collections::BTreeSet;
use std::fmt::{self, Debug};

use roxmltree::{Document, Node};

/// The names of elements, properties, conditions and privileges, with their specifications.
pub(crate) const XML_ELEMENTS: &str = include_str!("../../spec/xml-elements.csv");

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Name {
    pub(crate) namespace: String,
    pub(crate) local: String,
}

impl Name {
    pub(crate) fn new(namespace: &str, local: &str) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}{}", self.namespace, self.local)
    }
}

/// The names of elements in a document, by a reader that is not the one under test.
pub(crate) fn names_of(xml: &[u8]) -> BTreeSet<Name> {
    let text = std::str::from_utf8(xml).expect("UTF-8");
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let elements = document.descendants().filter(Node::is_element);
    elements
        .map(|node| Name::new(node.tag_name().namespace().unwrap_or(""), node.tag_name().name()))
        .collect()
}

/// The names that a value keeps as names, because it has no word of its own for them.
pub(crate) fn untyped_names(value: &impl Debug) -> BTreeSet<Name> {
    let text = format!("{value:?}");
    let mut names = BTreeSet::new();
    for part in text.split("ExpandedName { namespace: ").skip(1) {
        let Some((namespace, rest)) = part.split_once(", local_name: ") else { continue };
        let Some((local, _)) = rest.split_once(" }") else { continue };
        names.insert(Name::new(namespace.trim_matches('"'), local.trim_matches('"')));
    }
    names
}
