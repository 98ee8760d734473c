//! Elements that nothing knows.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, language, text};
use crate::property::AnyValue;
use crate::{AnyAttribute, AnyElement, AnyNode, ExpandedName, namespace};

arbitrary! {
    AnyElement => leaf().prop_recursive(3, 12, 3, |inner| {
        (leaf(), vec((inner, unprefixed()), 0..3)).prop_map(|(mut element, children)| {
            for (child, after) in children {
                element.children.push(child.into());
                push_text(after, &mut element.children);
            }
            element
        })
    });
    AnyValue => any::<AnyElement>().prop_map(Self::from);
}

/// An element with attributes and text.
fn leaf() -> impl Strategy<Value = AnyElement> {
    let attributes = vec((any::<ExpandedName>(), unprefixed()), 0..3);
    let language = proptest::option::weighted(0.2, language());
    let prefix = proptest::option::weighted(0.2, select(PREFIXES));
    (any::<ExpandedName>(), attributes, language, prefix, unprefixed()).prop_map(
        |(name, attributes, language, prefix, text)| {
            let mut element = AnyElement::new(name);
            for (name, value) in attributes {
                // An attribute stands once.
                if element.attributes.iter().all(|attribute| attribute.name != name) {
                    element.attributes.push(AnyAttribute { name, value });
                }
            }
            if let (Some(value), Ok(name)) = (language, ExpandedName::new(namespace::XML, "lang")) {
                element.attributes.push(AnyAttribute { name, value });
            }
            push_text(text, &mut element.children);
            if let Some((prefix, uri)) = prefix {
                element.prefixes.push((prefix.into(), uri.into()));
                element.children = vec![AnyNode::Text(format!("{prefix}:string"))];
            }
            element
        },
    )
}

/// Text is never empty and never beside other text.
fn push_text(text: String, children: &mut Vec<AnyNode>) {
    if !text.is_empty() {
        children.push(AnyNode::Text(text));
    }
}

/// A text in which nothing looks like a name with a prefix.
pub(super) fn unprefixed() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(':', ": "))
}

const PREFIXES: &[(&str, &str)] = &[("xs", "http://www.w3.org/2001/XMLSchema"), ("q", namespace::CALDAV)];
