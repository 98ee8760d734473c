//! Entity tags: which version of a resource it is.
//!
//! [RFC 9110 §8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)
//!
//! ```abnf
//! entity-tag = [ weak ] opaque-tag
//! weak       = %s"W/"
//! opaque-tag = DQUOTE *etagc DQUOTE
//! ```

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::header::cursor::Cursor;
use crate::header::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// An entity tag, strong or weak. What is between the quotes says nothing to a client.
///
/// Some servers leave the quotes out. Such a tag is read as what they would enclose and written as it came.
///
/// ```
/// use caldav_types::EntityTag;
/// let strong: EntityTag = "\"12ab\"".parse()?;
/// let weak: EntityTag = "W/\"12ab\"".parse()?;
/// assert!(weak.is_weak());
/// assert!(weak.matches_weakly(&strong) && !weak.matches_strongly(&strong));
/// let bare: EntityTag = "12ab".parse()?;
/// assert!(bare.matches_strongly(&strong));
/// assert_eq!(bare.to_string(), "12ab");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug)]
pub struct EntityTag {
    opaque: String,
    form: Form,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Strong,
    Weak,
    /// Strong, without quotes.
    Bare,
}

impl EntityTag {
    /// A strong tag.
    ///
    /// # Errors
    ///
    /// A quote or a control character is in the text.
    pub fn strong(opaque: &str) -> Result<Self, HeaderError> {
        Self::quoted(opaque, Form::Strong)
    }

    /// A weak tag.
    ///
    /// # Errors
    ///
    /// A quote or a control character is in the text.
    pub fn weak(opaque: &str) -> Result<Self, HeaderError> {
        Self::quoted(opaque, Form::Weak)
    }

    /// What is between the quotes.
    #[must_use]
    pub fn opaque(&self) -> &str {
        &self.opaque
    }

    /// Is it weak, so that two versions may share it?
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.form == Form::Weak
    }

    /// Does it have the quotes that it has to have?
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.form != Form::Bare
    }

    /// Strong comparison (§8.8.3.2), the one of `If-Match`: both are strong and the same.
    #[must_use]
    pub fn matches_strongly(&self, other: &Self) -> bool {
        !self.is_weak() && !other.is_weak() && self.opaque == other.opaque
    }

    /// Weak comparison (§8.8.3.2), the one of `If-None-Match`: the same, strong or weak.
    #[must_use]
    pub fn matches_weakly(&self, other: &Self) -> bool {
        self.opaque == other.opaque
    }

    fn quoted(opaque: &str, form: Form) -> Result<Self, HeaderError> {
        let mut cursor = Cursor::new(FIELD, opaque);
        cursor.take_while(|character| character != '"' && !character.is_control());
        if !cursor.is_at_end() {
            return Err(cursor.error("characters of an entity tag"));
        }
        Ok(Self { opaque: opaque.into(), form })
    }

    /// One of a list: without quotes it ends where `ends` says.
    pub(crate) fn take_from(
        cursor: &mut Cursor<'_>,
        ends: impl Fn(char) -> bool,
    ) -> Result<Self, HeaderError> {
        let before = cursor.clone();
        let form = if cursor.take_str("W/\"") {
            Some(Form::Weak)
        } else if cursor.take('"') {
            Some(Form::Strong)
        } else {
            None
        };
        if let Some(form) = form {
            let opaque = cursor.take_while(|character| character != '"' && !character.is_control());
            let next = cursor.take('"').then(|| cursor.rest().trim_start_matches([' ', '\t']).chars().next());
            if next.is_some_and(|next| next.is_none_or(&ends)) {
                return Ok(Self { opaque: opaque.into(), form });
            }
            *cursor = before.clone();
        }
        let opaque = cursor.take_while(|character| !ends(character) && !character.is_control());
        match opaque.trim_end_matches([' ', '\t']) {
            "" => Err(before.error("an entity tag")),
            opaque => Ok(Self { opaque: opaque.into(), form: Form::Bare }),
        }
    }
}

/// The field `ETag`.
impl Header for EntityTag {
    const NAME: &'static str = FIELD;
}

impl FromStr for EntityTag {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(FIELD, text);
        let tag = Self::take_from(&mut cursor, |_| false)?;
        cursor.end().map(|()| tag)
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opaque, form } = self;
        match form {
            Form::Strong => write!(f, "\"{opaque}\""),
            Form::Weak => write!(f, "W/\"{opaque}\""),
            Form::Bare => f.write_str(opaque),
        }
    }
}

/// The same tag, whether or not both have their quotes.
impl PartialEq for EntityTag {
    fn eq(&self, other: &Self) -> bool {
        self.is_weak() == other.is_weak() && self.opaque == other.opaque
    }
}

impl Eq for EntityTag {}

impl Hash for EntityTag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.is_weak(), &self.opaque).hash(state);
    }
}

serialize_as_text!(EntityTag);

const FIELD: &str = "ETag";

#[cfg(test)]
mod tests {
    use super::EntityTag;

    #[test]
    fn forms() {
        for (section, text, opaque, weak, quoted) in [
            ("RFC 9110 8.8.3", "\"xyzzy\"", "xyzzy", false, true),
            ("RFC 9110 8.8.3", "W/\"xyzzy\"", "xyzzy", true, true),
            ("RFC 9110 8.8.3", "\"\"", "", false, true),
            ("RFC 4918 10.4.9", "W/\"A weak ETag\"", "A weak ETag", true, true),
            ("RFC 9110 8.8.3: no escapes", "\"a\\b\"", "a\\b", false, true),
            ("RFC 9110 8.8.3: obs-text", "\"é\"", "é", false, true),
            ("q-15: without quotes", "12ab", "12ab", false, false),
            ("q-15: W/ inside of the quotes", "\"W/12ab\"", "W/12ab", false, true),
            ("q-15: W/ without quotes", "W/12ab", "W/12ab", false, false),
            ("q-15: a small w is none", "w/\"12ab\"", "w/\"12ab\"", false, false),
            ("q-15: half of the quotes", "\"12ab", "\"12ab", false, false),
            ("q-15: quotes within", "\"a\"b\"", "\"a\"b\"", false, false),
        ] {
            let tag: EntityTag = text.parse().unwrap();
            assert_eq!(
                (tag.opaque(), tag.is_weak(), tag.is_quoted()),
                (opaque, weak, quoted),
                "{section}: {text}"
            );
            assert_eq!(tag.to_string(), text, "{section}: written as received");
        }
    }

    #[test]
    fn what_is_no_tag() {
        for (why, text) in [("empty", ""), ("white space", " "), ("a control character", "\"a\u{7}\"")] {
            assert!(text.parse::<EntityTag>().is_err(), "{why}: {text:?}");
        }
        assert!(EntityTag::strong("a\"b").is_err());
        assert!(EntityTag::weak("a\nb").is_err());
        assert_eq!(EntityTag::weak("a").unwrap().to_string(), "W/\"a\"");
    }

    #[test]
    fn compared_as_rfc_9110_8_8_3_2_says() {
        for (one, other, strong, weak) in [
            ("W/\"1\"", "W/\"1\"", false, true),
            ("W/\"1\"", "W/\"2\"", false, false),
            ("W/\"1\"", "\"1\"", false, true),
            ("\"1\"", "\"1\"", true, true),
            ("1", "\"1\"", true, true),
        ] {
            let (a, b): (EntityTag, EntityTag) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!((a.matches_strongly(&b), a.matches_weakly(&b)), (strong, weak), "{one} {other}");
            assert_eq!((b.matches_strongly(&a), b.matches_weakly(&a)), (strong, weak), "{other} {one}");
        }
    }
}
