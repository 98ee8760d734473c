//! Where something stands in the bytes of a stream.

use std::fmt;

/// A place in the bytes of a stream, as an editor shows it.
///
/// ```
/// use ical_model::Position;
/// assert_eq!(Position { byte: 17, line: 2, column: 1 }.to_string(), "line 2, column 1");
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Position {
    /// Octets before it, from 0.
    pub byte: usize,
    /// The physical line, from 1.
    pub line: usize,
    /// The character in the physical line, from 1. An octet that is not UTF-8 counts as one character.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}
