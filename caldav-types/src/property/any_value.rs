//! The content of an element, whatever it is.

use crate::{AnyAttribute, AnyElement, AnyNode, ExpandedName};

/// All that an element holds, for values that the specifications leave open: an [`AnyElement`] without its name.
///
/// ```
/// use caldav_types::property::AnyValue;
/// let owner = AnyValue::from("Jane Smith");
/// assert_eq!(owner.text(), "Jane Smith");
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AnyValue {
    /// Its attributes, declarations of namespaces not among them.
    pub attributes: Vec<AnyAttribute>,
    /// Prefixes that values inside of it rest on, with their namespaces.
    pub prefixes: Vec<(String, String)>,
    /// What stands in it, in document order.
    pub children: Vec<AnyNode>,
}

impl AnyValue {
    /// The element of this name that holds it.
    #[must_use]
    pub fn into_element(self, name: ExpandedName) -> AnyElement {
        let Self { attributes, prefixes, children } = self;
        AnyElement { name, attributes, prefixes, children }
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &AnyElement> {
        AnyNode::elements(&self.children)
    }

    /// The text directly in it, joined.
    #[must_use]
    pub fn text(&self) -> String {
        AnyNode::text(&self.children)
    }
}

impl From<AnyElement> for AnyValue {
    /// What the element holds.
    fn from(element: AnyElement) -> Self {
        let AnyElement { attributes, prefixes, children, .. } = element;
        Self { attributes, prefixes, children }
    }
}

impl From<&str> for AnyValue {
    /// Text alone.
    fn from(text: &str) -> Self {
        let children = if text.is_empty() { Vec::new() } else { vec![AnyNode::Text(text.into())] };
        Self { children, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::AnyValue;
    use crate::AnyElement;

    #[test]
    fn an_element_comes_back() {
        let mut element = AnyElement::new("DAV:owner".parse().unwrap());
        element.children.push(AnyElement::new("DAV:href".parse().unwrap()).into());
        let value = AnyValue::from(element.clone());
        assert_eq!(value.elements().count(), 1);
        assert_eq!(value.text(), "");
        assert_eq!(value.into_element("DAV:owner".parse().unwrap()), element);
        assert!(AnyValue::from("").children.is_empty());
    }
}
