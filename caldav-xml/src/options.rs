//! How a document is read.

use crate::XmlLimits;

/// How a document is read.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct XmlOptions {
    /// Every leniency is an error: the way to read requests.
    pub strict: bool,
    /// How much a document may hold.
    pub limits: XmlLimits,
}

impl XmlOptions {
    /// Departures that have a plain meaning are read and told as diagnostics: the way to read responses.
    #[must_use]
    pub fn lenient() -> Self {
        Self::default()
    }

    /// Every departure is an error: the way to read requests.
    #[must_use]
    pub fn strict() -> Self {
        Self { strict: true, ..Self::default() }
    }

    /// With these bounds.
    #[must_use]
    pub const fn with_limits(self, limits: XmlLimits) -> Self {
        Self { limits, ..self }
    }
}
