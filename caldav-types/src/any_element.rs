//! An element that nothing here knows, whole.
//!
//! [RFC 4918 §4.3](https://www.rfc-editor.org/rfc/rfc4918#section-4.3): what a property value has to keep.

use crate::ExpandedName;

/// An element with everything in it: what a dead property is kept as.
///
/// ```
/// use caldav_types::{AnyElement, AnyNode};
/// let mut rating = AnyElement::new("{http://example.com/ns}rating".parse()?);
/// rating.children.push(AnyNode::Text("★★★".into()));
/// assert_eq!(rating.text(), "★★★");
/// # Ok::<(), caldav_types::ExpandedNameError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AnyElement {
    /// Its name.
    pub name: ExpandedName,
    /// Its attributes, declarations of namespaces not among them.
    pub attributes: Vec<AnyAttribute>,
    /// Prefixes that values inside of it rest on, with their namespaces.
    ///
    /// Names of elements and attributes need none: they are expanded. A value may hold a qualified name too.
    pub prefixes: Vec<(String, String)>,
    /// What stands in it, in document order; comments and processing instructions are left out.
    pub children: Vec<AnyNode>,
}

impl AnyElement {
    /// An element without attributes and content.
    #[must_use]
    pub const fn new(name: ExpandedName) -> Self {
        Self { name, attributes: Vec::new(), prefixes: Vec::new(), children: Vec::new() }
    }

    /// Nothing but a name?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.children.is_empty()
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        AnyNode::elements(&self.children)
    }

    /// The text directly in it, joined.
    #[must_use]
    pub fn text(&self) -> String {
        AnyNode::text(&self.children)
    }
}

/// An attribute of an element that nothing here knows.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AnyAttribute {
    /// Its name; without a prefix it is in no namespace.
    pub name: ExpandedName,
    /// Its value.
    pub value: String,
}

/// What stands in an element.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum AnyNode {
    /// An element.
    Element(AnyElement),
    /// Characters, never none, never beside other text.
    Text(String),
}

impl AnyNode {
    /// The elements among them.
    pub(crate) fn elements(nodes: &[Self]) -> impl Iterator<Item = &AnyElement> {
        nodes.iter().filter_map(|node| match node {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        })
    }

    /// The text among them, joined.
    pub(crate) fn text(nodes: &[Self]) -> String {
        let texts = nodes.iter().filter_map(|node| match node {
            Self::Text(text) => Some(text.as_str()),
            Self::Element(_) => None,
        });
        texts.collect()
    }
}

impl From<AnyElement> for AnyNode {
    fn from(element: AnyElement) -> Self {
        Self::Element(element)
    }
}
