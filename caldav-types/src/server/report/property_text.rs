//! The text in values of properties, to be searched.
//!
//! [RFC 3744 §9.4.1](https://www.rfc-editor.org/rfc/rfc3744#section-9.4.1)

use std::borrow::Cow;

use crate::filter::{MatchType, TextMatch};
use crate::property::DavProperty;
use crate::query::TextPattern;
use crate::server::acl::hrefs_in;
use crate::{AnyElement, AnyNode, Collation};

/// A text that is looked for regardless of case, in any script.
#[derive(Clone, Debug)]
pub(super) struct Needle(Option<TextPattern>);

impl Needle {
    pub(super) fn new(text: &str, match_type: Option<MatchType>) -> Self {
        let match_type = match_type.unwrap_or_default();
        let text = TextMatch { match_type, ..TextMatch::new(text).with_collation(Collation::UnicodeCasemap) };
        Self(TextPattern::new(&text).ok())
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|pattern| pattern.matches_text(text, &mut Vec::new()))
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

#[cfg(test)]
mod tests {
    use super::{Needle, texts_in};
    use crate::filter::MatchType;
    use crate::property::DavProperty;
    use crate::{AnyElement, AnyNode, Href};

    #[test]
    fn each_run_of_text_by_itself() {
        // RFC 3744 9.4.1
        let mut element = AnyElement::new("{http://www.example.com/props/}aprop".parse().unwrap());
        for (name, text) in [("elem1", "one"), ("elem2", "two")] {
            let mut child =
                AnyElement::new(format!("{{http://www.example.com/props/}}{name}").parse().unwrap());
            child.children.push(AnyNode::Text(text.into()));
            element.children.extend([AnyNode::Text(format!("before {name}")), child.into()]);
        }
        let element = DavProperty::Other(element);
        assert_eq!(texts_in(&element), ["before elem1", "one", "before elem2", "two"]);
        let href = DavProperty::GroupMembership(vec![Href::new("/a"), Href::new("/b")]);
        assert_eq!(texts_in(&href), ["/a", "/b"]);
        assert_eq!(texts_in(&DavProperty::GetContentLength(1)), [""; 0]);
    }

    #[test]
    fn regardless_of_case() {
        for (section, needle, match_type, text, expected) in [
            ("RFC 3744 9.4.2", "doE", None, "John Doe", true),
            ("9.4: a part", "oh", None, "John Doe", true),
            ("9.4: not in it", "Smith", None, "John Doe", false),
            ("9.4: of Unicode", "ÉLODIE", None, "Élodie", true),
            ("equals", "john doe", Some(MatchType::Equals), "John Doe", true),
            ("equals", "john", Some(MatchType::Equals), "John Doe", false),
            ("starts-with", "JOHN", Some(MatchType::StartsWith), "John Doe", true),
            ("starts-with", "doe", Some(MatchType::StartsWith), "John Doe", false),
            ("ends-with", "DOE", Some(MatchType::EndsWith), "John Doe", true),
            ("ends-with", "john", Some(MatchType::EndsWith), "John Doe", false),
        ] {
            assert_eq!(
                Needle::new(needle, match_type).is_in(text),
                expected,
                "{section}: {needle} in {text}"
            );
        }
    }
}
