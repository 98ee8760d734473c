//! What a token says.

use std::fmt;
use std::str::FromStr;

/// How far a client knows the history of a collection.
///
/// ```
/// use caldav_types::server::report::SyncPosition;
/// let position = SyncPosition { changes: 10, removals: 25 };
/// assert_eq!(position.to_string(), "10-25");
/// assert_eq!("10-25".parse(), Ok(position));
/// assert_eq!("25".parse(), Ok(SyncPosition::at(25)));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SyncPosition {
    /// It knows all members whose last change has this revision or one before it.
    pub changes: u64,
    /// It knows all removals of this revision and before. It is ahead of `changes` while a first synchronization comes
    /// in parts: what was removed before that began the client never had.
    pub removals: u64,
}

impl SyncPosition {
    /// It knows everything up to a revision.
    #[must_use]
    pub const fn at(revision: u64) -> Self {
        Self { changes: revision, removals: revision }
    }
}

/// A number, or two with a hyphen between: something that a URI can hold.
impl fmt::Display for SyncPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.changes)?;
        if self.removals == self.changes { Ok(()) } else { write!(f, "-{}", self.removals) }
    }
}

/// A text is no position: `None` of the token that held it is what [`SyncFacts::position`](super::SyncFacts::position) wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SyncPositionError;

impl fmt::Display for SyncPositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a number, or two with a hyphen between, found another text")
    }
}

impl std::error::Error for SyncPositionError {}

impl FromStr for SyncPosition {
    type Err = SyncPositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number).ok_or(SyncPositionError)
        };
        match text.split_once('-') {
            Some((changes, removals)) => Ok(Self { changes: number(changes)?, removals: number(removals)? }),
            None => number(text).map(Self::at),
        }
    }
}
