//! What is wrong with the value of a field.

use std::fmt;

/// Why the value of a header field could not be read or written.
///
/// ```
/// use caldav_types::Depth;
/// let error = "2".parse::<Depth>().unwrap_err();
/// assert_eq!(error.field(), "Depth");
/// assert_eq!(error.to_string(), "Depth: expected \"0\", \"1\" or \"infinity\" at octet 0, found \"2\"");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeaderError {
    field: &'static str,
    kind: HeaderErrorKind,
    position: usize,
}

impl HeaderError {
    pub(crate) const fn new(field: &'static str, kind: HeaderErrorKind, position: usize) -> Self {
        Self { field, kind, position }
    }

    /// The same fault in another field.
    pub(crate) fn of_field(self, field: &'static str) -> Self {
        Self { field, ..self }
    }

    /// The name of the field.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &HeaderErrorKind {
        &self.kind
    }

    /// Octets of the value before the fault.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, kind, position } = self;
        match kind {
            HeaderErrorKind::Octets => write!(
                f,
                "{field}: expected UTF-8 without control characters, found another octet at octet {position}"
            ),
            HeaderErrorKind::Value { expected, found } if found.is_empty() => {
                write!(f, "{field}: expected {expected} at octet {position}, found the end")
            }
            HeaderErrorKind::Value { expected, found } => {
                write!(f, "{field}: expected {expected} at octet {position}, found {found:?}")
            }
            HeaderErrorKind::Repeated => write!(f, "{field}: expected one value, found several that differ"),
        }
    }
}

impl std::error::Error for HeaderError {}

/// The kinds of [`HeaderError`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum HeaderErrorKind {
    /// Octets that are not UTF-8, or a control character.
    Octets,
    /// Something that the grammar of the field does not have there.
    Value {
        /// What it has there.
        expected: &'static str,
        /// What was found, cut to a readable length; empty at the end of the value.
        found: String,
    },
    /// The field stands several times with values that differ, and is no list.
    Repeated,
}
