//! What the reply to a single question says.

/// What the reply to a single question says: the answer, or that the server wants to be asked in another way.
///
/// Each other way is a step further, so that asking comes to an end.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<T, Q> {
    /// The answer.
    Done(T),
    /// The question to ask instead.
    Again(Q),
}

impl<T, Q> Answer<T, Q> {
    /// The answer, if it is one.
    #[must_use]
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(answer) => Some(answer),
            Self::Again(_) => None,
        }
    }
}
