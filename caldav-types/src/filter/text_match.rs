//! A text that a value has to hold.
//!
//! [RFC 4791 §9.7.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.5)

use crate::Collation;

/// A CALDAV:text-match: a text that a value has to hold, or must not.
///
/// ```
/// use caldav_types::Collation;
/// use caldav_types::filter::TextMatch;
/// // RFC 4791 §7.8.9: whatever is not cancelled
/// let alive = TextMatch::new("CANCELLED").negated();
/// assert_eq!((alive.negate, alive.collation), (true, Collation::AsciiCasemap));
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct TextMatch {
    /// The text, white space included.
    pub text: String,
    /// How texts are compared.
    pub collation: Collation,
    /// Does a value match that does not hold the text?
    pub negate: bool,
    /// Where in the value the text stands.
    pub match_type: MatchType,
}

impl TextMatch {
    /// This text, somewhere in the value, by the usual collation.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Values that do not hold the text.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { negate: true, ..self }
    }

    /// By this collation.
    #[must_use]
    pub fn with_collation(self, collation: Collation) -> Self {
        Self { collation, ..self }
    }
}

/// Where in a value a text stands: the attribute `match-type` of
/// [draft-daboo-caldav-extensions §3.3](https://datatracker.ietf.org/doc/html/draft-daboo-caldav-extensions#section-3.3)
/// and of searches for principals in calendarserver. What RFC 4791 has is the default.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum MatchType {
    /// `contains`: anywhere.
    #[default]
    Contains,
    /// `equals`: it is the value.
    Equals,
    /// `starts-with`: at its start.
    StartsWith,
    /// `ends-with`: at its end.
    EndsWith,
}

impl MatchType {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Equals => "equals",
            Self::StartsWith => "starts-with",
            Self::EndsWith => "ends-with",
        }
    }

    /// The one that is written so.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        [Self::Contains, Self::Equals, Self::StartsWith, Self::EndsWith]
            .into_iter()
            .find(|match_type| match_type.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::MatchType;

    #[test]
    fn forms() {
        for (text, expected) in [
            ("contains", Some(MatchType::Contains)),
            ("equals", Some(MatchType::Equals)),
            ("starts-with", Some(MatchType::StartsWith)),
            ("ends-with", Some(MatchType::EndsWith)),
            ("Contains", None),
            ("", None),
        ] {
            assert_eq!(MatchType::new(text), expected, "{text}");
            if let Some(match_type) = expected {
                assert_eq!(match_type.as_str(), text);
            }
        }
    }
}
