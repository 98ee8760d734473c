//! Which version of a collection it is.
//!
//! Calendar Collection Entity Tag (CTag) in CalDAV, caldav-ctag-02 §4.1

use std::fmt;
use std::str::FromStr;

use crate::header::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The content of a CS:getctag, and the field `CTag` (calendarserver-bulk-change §8.2): another one means that something in the collection has changed. It says nothing else.
///
/// ```
/// use caldav_types::CTag;
/// let (before, now) = (CTag::new("1"), CTag::new("2"));
/// assert_ne!(before, now);
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CTag(String);

impl CTag {
    /// A tag, without the white space around it.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self(tag.trim_matches([' ', '\t', '\r', '\n']).into())
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Header for CTag {
    const NAME: &'static str = "CTag";
}

impl fmt::Display for CTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for CTag {
    fn from(tag: &str) -> Self {
        Self::new(tag)
    }
}

impl FromStr for CTag {
    /// Never: every text is one.
    type Err = HeaderError;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(tag))
    }
}

serialize_as_text!(CTag);

#[cfg(test)]
mod tests {
    use super::CTag;

    #[test]
    fn tags_are_opaque() {
        for (text, expected) in
            [("1", "1"), (" \"ab cd\"\n", "\"ab cd\""), ("http://x/1;2", "http://x/1;2"), ("", "")]
        {
            let tag = CTag::new(text);
            assert_eq!(tag.as_str(), expected);
            assert_eq!(tag.to_string().parse(), Ok(tag));
        }
    }
}
