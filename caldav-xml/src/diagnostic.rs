//! Departures that were read all the same.

use core::fmt;

use crate::{XmlErrorKind, XmlPosition};

/// A departure that was read all the same, or an element that was left out because of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct XmlDiagnostic {
    /// What strict reading says about it.
    pub kind: XmlErrorKind,
    /// Where it stands.
    pub position: XmlPosition,
}

impl fmt::Display for XmlDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.position)
    }
}
