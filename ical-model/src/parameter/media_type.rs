//! FMTTYPE: the media type of an object.
//!
//! [RFC 5545 §3.2.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.8)
//!
//! ```abnf
//! fmttypeparam = "FMTTYPE" "=" type-name "/" subtype-name    ; RFC 4288 §4.2
//! ```

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::parameter::ParameterRead;
use crate::value::Leniencies;

/// FMTTYPE, the media type of an object, without parameters. The case of letters does not count.
/// [RFC 5545 §3.2.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.8)
///
/// ```
/// use ical_model::parameter::MediaType;
/// let media_type = MediaType::new("application/msword").unwrap();
/// assert_eq!((media_type.type_name(), media_type.subtype_name()), ("application", "msword"));
/// assert_eq!(MediaType::new("Text/HTML"), MediaType::new("text/html"));
/// assert_eq!(MediaType::new("text"), None);
/// ```
#[derive(Clone, Debug)]
pub struct MediaType(Box<str>);

impl MediaType {
    /// The media type; None when the text is none.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let (type_name, subtype_name) = text.split_once('/')?;
        (is_name(type_name) && is_name(subtype_name)).then(|| Self(text.into()))
    }

    /// The media type as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the solidus.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.0.split_once('/').map_or("", |(type_name, _)| type_name)
    }

    /// What stands behind the solidus.
    #[must_use]
    pub fn subtype_name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, subtype_name)| subtype_name)
    }
}

impl ParameterRead for MediaType {
    fn read(text: &str, _: &mut Leniencies) -> Option<Self> {
        Self::new(text)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for MediaType {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for MediaType {}

impl Hash for MediaType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

/// `reg-name = 1*127reg-name-chars`
fn is_name(name: &str) -> bool {
    let is_character = |octet: u8| octet.is_ascii_alphanumeric() || b"!#$&.+-^_".contains(&octet);
    (1..=127).contains(&name.len()) && name.bytes().all(is_character)
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn media_types() {
        for (section, text, expected) in [
            ("§3.2.8 example", "application/msword", true),
            ("§3.8.1.1 example", "application/postscript", true),
            ("RFC 9073 §6.6 example", "application/ld+json", true),
            ("no subtype", "text/", false),
            ("no type", "/plain", false),
            ("no solidus", "text", false),
            ("two of them", "a/b/c", false),
            ("parameters", "text/plain;charset=utf-8", false),
            ("white space", "text/ plain", false),
        ] {
            assert_eq!(MediaType::new(text).is_some(), expected, "{section}: {text}");
        }
        assert!(MediaType::new(&format!("a/{}", "b".repeat(127))).is_some());
        assert!(MediaType::new(&format!("a/{}", "b".repeat(128))).is_none());
    }
}
