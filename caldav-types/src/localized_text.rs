//! Text for people.

/// Text for people, in a language if one is told
/// ([RFC 4918 §19](https://www.rfc-editor.org/rfc/rfc4918#section-19)).
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct LocalizedText {
    /// The text.
    pub text: String,
    /// Its language: the nearest `xml:lang`.
    pub language: Option<String>,
}

impl From<&str> for LocalizedText {
    fn from(text: &str) -> Self {
        Self { text: text.into(), language: None }
    }
}
