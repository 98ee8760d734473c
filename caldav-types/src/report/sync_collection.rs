//! What changed in a collection.
//!
//! [RFC 6578 §3.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.2),
//! [§6.1](https://www.rfc-editor.org/rfc/rfc6578#section-6.1)

use super::RequestedProp;
use crate::{Depth, SyncToken};

/// A DAV:sync-collection. By default, a first one that asks for addresses alone.
///
/// ```
/// use caldav_types::SyncToken;
/// use caldav_types::report::{SyncCollection, SyncLevel};
/// let next = SyncCollection { sync_token: SyncToken::new("http://example.com/sync/7"), ..SyncCollection::default() };
/// assert_eq!(next.level, Some(SyncLevel::One));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SyncCollection {
    /// Since when; the empty token at first.
    pub sync_token: SyncToken,
    /// How deep. Clients of before RFC 6578 say it by the field Depth alone (its appendix A).
    pub level: Option<SyncLevel>,
    /// The most responses that are wanted (§3.7).
    pub limit: Option<u64>,
    /// What is said about each that changed; it may be nothing.
    pub prop: RequestedProp,
}

impl SyncCollection {
    /// How deep, given the field Depth of the request: its appendix A.
    #[must_use]
    pub const fn effective_level(&self, depth: Option<Depth>) -> Option<SyncLevel> {
        match (self.level, depth) {
            (Some(level), _) => Some(level),
            (None, Some(Depth::One)) => Some(SyncLevel::One),
            (None, Some(Depth::Infinity)) => Some(SyncLevel::Infinite),
            (None, Some(Depth::Zero) | None) => None,
        }
    }
}

impl Default for SyncCollection {
    fn default() -> Self {
        Self {
            sync_token: SyncToken::initial(),
            level: Some(SyncLevel::One),
            limit: None,
            prop: RequestedProp::default(),
        }
    }
}

/// How deep a synchronization reaches (§6.3).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum SyncLevel {
    /// `1`: the members of the collection.
    One,
    /// `infinite`: all that is below it.
    Infinite,
}

impl SyncLevel {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Infinite => "infinite",
        }
    }

    /// The one that is written so.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        [Self::One, Self::Infinite].into_iter().find(|level| level.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::{SyncCollection, SyncLevel};
    use crate::Depth;

    #[test]
    fn levels() {
        for (text, expected) in [
            ("1", Some(SyncLevel::One)),
            ("infinite", Some(SyncLevel::Infinite)),
            ("infinity", None),
            ("0", None),
            ("", None),
        ] {
            assert_eq!(SyncLevel::new(text), expected, "{text}");
        }
    }

    #[test]
    fn depth_stands_in_for_the_level() {
        for (level, depth, expected) in [
            (Some(SyncLevel::One), Some(Depth::Zero), Some(SyncLevel::One)),
            (Some(SyncLevel::Infinite), Some(Depth::One), Some(SyncLevel::Infinite)),
            (None, Some(Depth::One), Some(SyncLevel::One)),
            (None, Some(Depth::Infinity), Some(SyncLevel::Infinite)),
            (None, Some(Depth::Zero), None),
            (None, None, None),
        ] {
            let sync = SyncCollection { level, ..SyncCollection::default() };
            assert_eq!(sync.effective_level(depth), expected, "{level:?} {depth:?}");
        }
    }
}
