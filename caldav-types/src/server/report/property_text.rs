//! The text in values of properties, to be searched.
//!
//! [RFC 3744 §9.4.1](https://www.rfc-editor.org/rfc/rfc3744#section-9.4.1)

use std::borrow::Cow;

use crate::filter::MatchType;
use crate::property::DavProperty;
use crate::server::acl::hrefs_in;
use crate::{AnyElement, AnyNode};

/// A text that is looked for regardless of case.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    folded: String,
    match_type: MatchType,
}

impl Needle {
    pub(super) fn new(text: &str, match_type: Option<MatchType>) -> Self {
        Self { folded: text.to_lowercase(), match_type: match_type.unwrap_or_default() }
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let needle = self.folded.as_str();
        match self.match_type {
            MatchType::Contains => text.contains(needle),
            MatchType::Equals => text == needle,
            MatchType::StartsWith => text.starts_with(needle),
            MatchType::EndsWith => text.ends_with(needle),
        }
    }
}

/// Each run of text in a value.
pub(super) fn texts_in(property: &DavProperty) -> Vec<Cow<'_, str>> {
    use DavProperty as P;
    match property {
        P::DisplayName(text)
        | P::Comment(text)
        | P::CreatorDisplayName(text)
        | P::CalendarDescription(text)
        | P::AddressBookDescription(text)
        | P::OwnerDisplayName(text) => vec![text.text.as_str().into()],
        P::EmailAddress(text) | P::RecordType(text) => vec![text.as_str().into()],
        P::EmailAddressSet(addresses) => addresses.0.iter().map(|address| address.as_str().into()).collect(),
        P::CalendarUserType(kind) => vec![kind.as_str().into()],
        P::Other(element) => runs_in(element),
        property => hrefs_in(property).into_iter().map(|href| href.to_string().into()).collect(),
    }
}

/// The runs of text in an element, in document order.
fn runs_in(element: &AnyElement) -> Vec<Cow<'_, str>> {
    let mut runs = Vec::new();
    // A list in place of recursion: nothing bounds the depth of a value.
    let mut open: Vec<&AnyNode> = element.children.iter().rev().collect();
    while let Some(node) = open.pop() {
        match node {
            AnyNode::Text(text) => runs.push(text.as_str().into()),
            AnyNode::Element(element) => open.extend(element.children.iter().rev()),
        }
    }
    runs
}
