//! Text that programs read.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::text_form::serialize_as_text;

/// Text that programs read, such as a media type or a key. White space around it says nothing and is left out.
///
/// ```
/// use caldav_types::property::PlainText;
/// assert_eq!(PlainText::new(" Europe/Berlin\n").as_str(), "Europe/Berlin");
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct PlainText(String);

impl PlainText {
    /// A text, without the white space around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim_matches([' ', '\t', '\r', '\n']).into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for PlainText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl FromStr for PlainText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

serialize_as_text!(PlainText);
