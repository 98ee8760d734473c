//! The name of a time zone.
//!
//! [RFC 5545 §3.2.19](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19)

use core::fmt;
use std::sync::Arc;

/// The name of a time zone, as a TZID gives it: of a VTIMEZONE beside it, or of a registry
/// ([§3.2.19](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19)).
///
/// Any text, compared octet by octet. Copies share one allocation.
///
/// ```
/// use ical_model::value::TzId;
/// assert_eq!(TzId::from("Europe/Vienna").as_str(), "Europe/Vienna");
/// assert!(TzId::from("/example.org/Europe/Vienna").is_global());
/// ```
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TzId(Arc<str>);

impl TzId {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Does it start with a solidus and so name a zone of a global registry?
    #[must_use]
    pub fn is_global(&self) -> bool {
        self.0.starts_with('/')
    }
}

impl From<&str> for TzId {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl From<String> for TzId {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

impl AsRef<str> for TzId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for TzId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TzId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TzId({:?})", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solidus_names_a_registry() {
        for (name, global) in [("/example.org/Europe/Vienna", true), ("Europe/Vienna", false), ("", false)] {
            assert_eq!(TzId::from(name).is_global(), global, "{name}");
            assert_eq!(TzId::from(name.to_owned()).as_str(), name);
        }
        assert_ne!(TzId::from("Europe/Vienna"), TzId::from("europe/vienna"));
    }
}
