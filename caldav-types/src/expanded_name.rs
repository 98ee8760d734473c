//! The expanded name of an XML element: its namespace and its local name.
//!
//! [RFC 4791 section 1.2](https://www.rfc-editor.org/rfc/rfc4791#section-1.2) writes names with the prefixes `DAV:` and
//! `CALDAV:`; elements are told apart by namespace and local name alone, whatever prefix a document uses.

use std::fmt;
use std::str::FromStr;

use crate::namespace;
use crate::text_form::serialize_as_text;

/// A namespace and a local name.
///
/// Written as the specifications do, `DAV:` or `CALDAV:` before the local name; a name of any other namespace has the
/// namespace in braces before it.
///
/// ```
/// use caldav_types::ExpandedName;
/// let name: ExpandedName = "CALDAV:calendar-data".parse()?;
/// assert_eq!(name.namespace(), "urn:ietf:params:xml:ns:caldav");
/// assert_eq!(name.local_name(), "calendar-data");
///
/// let other = ExpandedName::new("http://calendarserver.org/ns/", "getctag")?;
/// assert_eq!(other.to_string(), "{http://calendarserver.org/ns/}getctag");
/// assert_eq!(other.to_string().parse(), Ok(other));
/// # Ok::<(), caldav_types::ExpandedNameError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ExpandedName {
    namespace: String,
    local_name: String,
}

impl ExpandedName {
    /// A name of `namespace`, which is empty for an element of no namespace.
    ///
    /// # Errors
    /// When `local_name` is no XML name without a colon.
    pub fn new(
        namespace: impl Into<String>,
        local_name: impl Into<String>,
    ) -> Result<Self, ExpandedNameError> {
        let local_name = local_name.into();
        check_local_name(&local_name)?;
        Ok(Self { namespace: namespace.into(), local_name })
    }

    /// The namespace, empty when there is none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The name within the namespace.
    #[must_use]
    pub fn local_name(&self) -> &str {
        &self.local_name
    }
}

impl fmt::Display for ExpandedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_name(&self.namespace, &self.local_name, f)
    }
}

impl FromStr for ExpandedName {
    type Err = ExpandedNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (namespace, local_name) = if let Some(rest) = text.strip_prefix('{') {
            // A namespace may hold a brace, a local name cannot: the last one is the end.
            rest.rsplit_once('}')
                .ok_or_else(|| ExpandedNameError::new(ExpandedNameErrorKind::UnclosedNamespace))?
        } else if let Some(local_name) = text.strip_prefix("DAV:") {
            (namespace::DAV, local_name)
        } else if let Some(local_name) = text.strip_prefix("CALDAV:") {
            (namespace::CALDAV, local_name)
        } else {
            return Err(ExpandedNameError::new(ExpandedNameErrorKind::UnknownPrefix));
        };
        Self::new(namespace, local_name)
    }
}

serialize_as_text!(ExpandedName);

/// Why a text is no [`ExpandedName`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExpandedNameError {
    kind: ExpandedNameErrorKind,
}

impl ExpandedNameError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ExpandedNameErrorKind {
        self.kind
    }

    fn new(kind: ExpandedNameErrorKind) -> Self {
        Self { kind }
    }
}

impl fmt::Display for ExpandedNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ExpandedNameErrorKind::UnknownPrefix => {
                f.write_str("expected a name that begins with \"DAV:\", \"CALDAV:\" or \"{namespace}\"")
            }
            ExpandedNameErrorKind::UnclosedNamespace => {
                f.write_str("expected \"}\" after the namespace, found the end")
            }
            ExpandedNameErrorKind::EmptyLocalName => f.write_str("expected a local name, found nothing"),
            ExpandedNameErrorKind::Character(character) => {
                write!(f, "expected a character of an XML name without a colon, found {character:?}")
            }
        }
    }
}

impl std::error::Error for ExpandedNameError {}

/// The kinds of [`ExpandedNameError`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ExpandedNameErrorKind {
    /// Neither `DAV:` nor `CALDAV:` nor a namespace in braces stands in front.
    UnknownPrefix,
    /// The brace before the namespace has no partner.
    UnclosedNamespace,
    /// Nothing stands where the local name should.
    EmptyLocalName,
    /// A character that the local name of an XML element cannot have there.
    Character(char),
}

/// A name as the specifications write it.
pub(crate) fn write_name(namespace: &str, local_name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match namespace {
        namespace::DAV => write!(f, "DAV:{local_name}"),
        namespace::CALDAV => write!(f, "CALDAV:{local_name}"),
        namespace => write!(f, "{{{namespace}}}{local_name}"),
    }
}

/// `NCName` of [Namespaces in XML](https://www.w3.org/TR/xml-names/#NT-NCName).
fn check_local_name(name: &str) -> Result<(), ExpandedNameError> {
    let mut characters = name.chars();
    let first =
        characters.next().ok_or_else(|| ExpandedNameError::new(ExpandedNameErrorKind::EmptyLocalName))?;
    let fault = if is_name_start(first) { characters.find(|&c| !is_name(c)) } else { Some(first) };
    fault.map_or(Ok(()), |c| Err(ExpandedNameError::new(ExpandedNameErrorKind::Character(c))))
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::{ExpandedName, ExpandedNameErrorKind};

    #[test]
    fn forms() {
        for (text, expected) in [
            ("DAV:href", Ok(("DAV:", "href"))),
            ("CALDAV:comp", Ok(("urn:ietf:params:xml:ns:caldav", "comp"))),
            ("{}bare", Ok(("", "bare"))),
            ("{a}b}c", Ok(("a}b", "c"))),
            ("{http://example.com/}é-1.x", Ok(("http://example.com/", "é-1.x"))),
            ("href", Err(ExpandedNameErrorKind::UnknownPrefix)),
            ("dav:href", Err(ExpandedNameErrorKind::UnknownPrefix)),
            ("", Err(ExpandedNameErrorKind::UnknownPrefix)),
            ("{a", Err(ExpandedNameErrorKind::UnclosedNamespace)),
            ("DAV:", Err(ExpandedNameErrorKind::EmptyLocalName)),
            ("DAV:a b", Err(ExpandedNameErrorKind::Character(' '))),
            ("DAV:a:b", Err(ExpandedNameErrorKind::Character(':'))),
            ("DAV:1a", Err(ExpandedNameErrorKind::Character('1'))),
            ("DAV:a\0", Err(ExpandedNameErrorKind::Character('\0'))),
        ] {
            let name = text.parse::<ExpandedName>();
            let parts = name.as_ref().map(|n| (n.namespace(), n.local_name())).map_err(|e| e.kind());
            assert_eq!(parts, expected, "{text}");
            if let Ok(name) = name {
                assert_eq!(name.to_string(), text);
            }
        }
    }

    #[test]
    fn sentences_help() {
        for (text, expected) in [
            ("x", "expected a name that begins with \"DAV:\", \"CALDAV:\" or \"{namespace}\""),
            ("{x", "expected \"}\" after the namespace, found the end"),
            ("DAV:", "expected a local name, found nothing"),
            ("DAV:\n", "expected a character of an XML name without a colon, found '\\n'"),
        ] {
            assert_eq!(text.parse::<ExpandedName>().unwrap_err().to_string(), expected);
        }
    }
}
