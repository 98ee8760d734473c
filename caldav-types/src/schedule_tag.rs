//! Which version of a scheduling object resource it is, as far as a person changed it.
//!
//! [RFC 6638 §3.2.10](https://www.rfc-editor.org/rfc/rfc6638#section-3.2.10),
//! [§8.2](https://www.rfc-editor.org/rfc/rfc6638#section-8.2)

use std::fmt;
use std::str::FromStr;

use crate::EntityTag;
use crate::header::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// A schedule tag: like a strong entity tag, but it stays the same when the server alone changed the resource.
///
/// ```
/// use caldav_types::ScheduleTag;
/// let tag: ScheduleTag = "\"12ab34-cd56ef\"".parse()?;
/// assert_eq!(tag.opaque(), "12ab34-cd56ef");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ScheduleTag(EntityTag);

impl ScheduleTag {
    /// A tag.
    ///
    /// # Errors
    ///
    /// A quote or a control character is in the text.
    pub fn new(opaque: &str) -> Result<Self, HeaderError> {
        EntityTag::strong(opaque).map(Self)
    }

    /// What is between the quotes.
    #[must_use]
    pub fn opaque(&self) -> &str {
        self.0.opaque()
    }
}

/// The field `Schedule-Tag`.
impl Header for ScheduleTag {
    const NAME: &'static str = "Schedule-Tag";
}

impl FromStr for ScheduleTag {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|error: HeaderError| error.of_field(Self::NAME))
    }
}

impl fmt::Display for ScheduleTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

serialize_as_text!(ScheduleTag);

#[cfg(test)]
mod tests {
    use super::ScheduleTag;

    #[test]
    fn forms() {
        for (section, text, opaque) in [
            ("RFC 6638 8.2", "\"12ab34-cd56ef\"", "12ab34-cd56ef"),
            ("q-15: without quotes", "12ab34", "12ab34"),
        ] {
            let tag: ScheduleTag = text.parse().unwrap();
            assert_eq!(tag.opaque(), opaque, "{section}");
            assert_eq!(tag.to_string(), text, "{section}");
        }
        assert_eq!("".parse::<ScheduleTag>().unwrap_err().field(), "Schedule-Tag");
        assert_eq!(ScheduleTag::new("1").unwrap(), "\"1\"".parse().unwrap());
    }
}
