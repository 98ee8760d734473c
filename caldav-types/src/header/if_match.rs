//! Conditions on the version of the resource of the request.
//!
//! [RFC 9110 §13.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1),
//! [RFC 6638 §8.3](https://www.rfc-editor.org/rfc/rfc6638#section-8.3)
//!
//! ```abnf
//! If-Match              = "*" / #entity-tag
//! If-None-Match         = "*" / #entity-tag
//! If-Schedule-Tag-Match = opaque-tag
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;
use crate::{EntityTag, ScheduleTag};

/// Makes both fields.
macro_rules! entity_tag_fields {
    ($($(#[$documentation:meta])+ $name:ident = $field:literal;)+) => {
        $(
            $(#[$documentation])+
            #[derive(Clone, Debug, Eq, PartialEq)]
            pub enum $name {
                /// `*`: any version.
                Any,
                /// These versions.
                Tags(Vec<EntityTag>),
            }

            impl Header for $name {
                const NAME: &'static str = $field;
                const IS_LIST: bool = true;
            }

            impl FromStr for $name {
                type Err = HeaderError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    let cursor = Cursor::new(Self::NAME, text);
                    if cursor.clone().take_rest() == "*" {
                        return Ok(Self::Any);
                    }
                    let tag = |cursor: &mut Cursor<'_>| EntityTag::take_from(cursor, |character| character == ',');
                    cursor.list_of_some("\"*\" or an entity tag", tag).map(Self::Tags)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    match self {
                        Self::Any => f.write_str("*"),
                        Self::Tags(tags) => write_list(tags, f),
                    }
                }
            }

            impl From<EntityTag> for $name {
                fn from(tag: EntityTag) -> Self {
                    Self::Tags(vec![tag])
                }
            }
        )+
    };
}

entity_tag_fields! {
    /// The field `If-Match`: the resource has to be of one of these versions (§13.1.1).
    ///
    /// ```
    /// use caldav_types::EntityTag;
    /// use caldav_types::header::IfMatch;
    /// let tag: EntityTag = "\"1\"".parse()?;
    /// assert!(IfMatch::from(tag.clone()).holds(true, Some(&tag)));
    /// assert!(!IfMatch::Any.holds(false, None));
    /// # Ok::<(), caldav_types::header::HeaderError>(())
    /// ```
    IfMatch = "If-Match";
    /// The field `If-None-Match`: the resource must not be of any of these versions (§13.1.2). With
    /// [`Any`](Self::Any) it must not exist, which is how a resource is created.
    ///
    /// ```
    /// use caldav_types::header::IfNoneMatch;
    /// assert!(IfNoneMatch::Any.holds(false, None));
    /// assert_eq!(IfNoneMatch::Any.to_string(), "*");
    /// ```
    IfNoneMatch = "If-None-Match";
}

impl IfMatch {
    /// Does it hold for a resource that exists or does not, of this version? Tags are compared strongly.
    #[must_use]
    pub fn holds(&self, exists: bool, current: Option<&EntityTag>) -> bool {
        match self {
            Self::Any => exists,
            Self::Tags(tags) => {
                exists && current.is_some_and(|current| tags.iter().any(|tag| tag.matches_strongly(current)))
            }
        }
    }
}

impl IfNoneMatch {
    /// Does it hold for a resource that exists or does not, of this version? Tags are compared weakly.
    #[must_use]
    pub fn holds(&self, exists: bool, current: Option<&EntityTag>) -> bool {
        match self {
            Self::Any => !exists,
            Self::Tags(tags) => {
                !exists || current.is_none_or(|current| !tags.iter().any(|tag| tag.matches_weakly(current)))
            }
        }
    }
}

/// The field `If-Schedule-Tag-Match`: the scheduling object resource has to have this schedule tag.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IfScheduleTagMatch(
    /// The tag.
    pub ScheduleTag,
);

impl Header for IfScheduleTagMatch {
    const NAME: &'static str = "If-Schedule-Tag-Match";
}

impl FromStr for IfScheduleTagMatch {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|error: HeaderError| error.of_field(Self::NAME))
    }
}

impl fmt::Display for IfScheduleTagMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

serialize_as_text!(IfMatch, IfNoneMatch, IfScheduleTagMatch);

#[cfg(test)]
mod tests {
    use super::{IfMatch, IfNoneMatch, IfScheduleTagMatch};
    use crate::EntityTag;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<IfMatch>(&[
            ("RFC 9110 13.1.1", "\"xyzzy\"", Some("\"xyzzy\"")),
            (
                "RFC 9110 13.1.1",
                "\"xyzzy\", \"r2d2xxxx\",\"c3piozzzz\"",
                Some("\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\""),
            ),
            ("RFC 9110 13.1.1", "*", Some("*")),
            ("RFC 9110 8.8.3: a comma in a tag", "\"a,b\", W/\"c\"", Some("\"a,b\", W/\"c\"")),
            ("q-15: without quotes", "abc", Some("abc")),
            ("q-15: without quotes", "abc, \"d\"", Some("abc, \"d\"")),
            ("no tag", "", None),
            ("no tag", ",", None),
        ]);
        assert_forms::<IfNoneMatch>(&[
            ("RFC 9110 13.1.2", "W/\"xyzzy\", W/\"r2d2xxxx\"", Some("W/\"xyzzy\", W/\"r2d2xxxx\"")),
            ("RFC 4791 5.3.2", "*", Some("*")),
            ("no tag", " ", None),
        ]);
        assert_forms::<IfScheduleTagMatch>(&[
            ("RFC 6638 8.3", "\"12ab34-cd56ef\"", Some("\"12ab34-cd56ef\"")),
            ("no tag", "", None),
        ]);
    }

    #[test]
    fn hold() {
        let tag = |text: &str| text.parse::<EntityTag>().unwrap();
        for (section, field, exists, current, expected) in [
            ("RFC 9110 13.1.1", "*", true, None, true),
            ("RFC 9110 13.1.1", "*", false, None, false),
            ("RFC 9110 13.1.1", "\"1\", \"2\"", true, Some("\"2\""), true),
            ("RFC 9110 13.1.1", "\"1\"", true, Some("\"2\""), false),
            ("RFC 9110 13.1.1: strong", "W/\"1\"", true, Some("W/\"1\""), false),
            ("RFC 9110 13.1.1", "\"1\"", false, None, false),
            ("a resource without tag", "\"1\"", true, None, false),
        ] {
            let got = field.parse::<IfMatch>().unwrap().holds(exists, current.map(tag).as_ref());
            assert_eq!(got, expected, "{section}: {field}");
        }
        for (section, field, exists, current, expected) in [
            ("RFC 9110 13.1.2", "*", true, Some("\"1\""), false),
            ("RFC 9110 13.1.2", "*", false, None, true),
            ("RFC 9110 13.1.2: weak", "W/\"1\"", true, Some("\"1\""), false),
            ("RFC 9110 13.1.2", "\"1\"", true, Some("\"2\""), true),
            ("RFC 9110 13.1.2", "\"1\"", false, None, true),
        ] {
            let got = field.parse::<IfNoneMatch>().unwrap().holds(exists, current.map(tag).as_ref());
            assert_eq!(got, expected, "{section}: {field}");
        }
    }
}
