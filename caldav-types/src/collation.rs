//! How texts are compared.
//!
//! [RFC 4791 §7.5](https://www.rfc-editor.org/rfc/rfc4791#section-7.5),
//! [RFC 4790 §3](https://www.rfc-editor.org/rfc/rfc4790#section-3)

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::text_form::serialize_as_text;

/// The identifier of a collation: a rule by which texts are compared.
///
/// Every server has the first two. Which others it has, its CALDAV:supported-collation-set tells; a query by one that
/// it does not have breaks CALDAV:supported-collation.
///
/// ```
/// use caldav_types::Collation;
/// assert_eq!(Collation::new("i;octet"), Collation::Octet);
/// assert_eq!(Collation::new("default").effective(), &Collation::AsciiCasemap);
/// assert!(Collation::new("i;*").has_wildcard());
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Collation {
    /// `i;ascii-casemap`: letters of US-ASCII regardless of case
    /// ([RFC 4790 §9.2](https://www.rfc-editor.org/rfc/rfc4790#section-9.2)). What holds when none is named.
    #[default]
    AsciiCasemap,
    /// `i;octet`: octet by octet ([RFC 4790 §9.3](https://www.rfc-editor.org/rfc/rfc4790#section-9.3)).
    Octet,
    /// `i;unicode-casemap`: letters of Unicode regardless of case
    /// ([RFC 5051](https://www.rfc-editor.org/rfc/rfc5051)).
    UnicodeCasemap,
    /// `default`: the one that holds when none is named, by name.
    Default,
    /// Another one, by its identifier. [`Collation::new`] never makes it of an identifier that one of the above has.
    Other(String),
}

impl Collation {
    /// Every collation that is known here.
    pub const KNOWN: &'static [Self] =
        &[Self::AsciiCasemap, Self::Octet, Self::UnicodeCasemap, Self::Default];

    /// The collation with this identifier.
    #[must_use]
    pub fn new(identifier: &str) -> Self {
        let known = Self::KNOWN.iter().find(|known| known.as_str() == identifier);
        known.cloned().unwrap_or_else(|| Self::Other(identifier.into()))
    }

    /// Its identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AsciiCasemap => "i;ascii-casemap",
            Self::Octet => "i;octet",
            Self::UnicodeCasemap => "i;unicode-casemap",
            Self::Default => "default",
            Self::Other(identifier) => identifier,
        }
    }

    /// The collation that is compared by: `default` is `i;ascii-casemap` in CalDAV.
    #[must_use]
    pub const fn effective(&self) -> &Self {
        match self {
            Self::Default => &Self::AsciiCasemap,
            named => named,
        }
    }

    /// Is it no identifier but a pattern of some (RFC 4790 §3.2)? A request must not have one.
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        matches!(self, Self::Other(identifier) if identifier.contains('*'))
    }
}

impl fmt::Display for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Collation {
    fn from(identifier: &str) -> Self {
        Self::new(identifier)
    }
}

impl FromStr for Collation {
    type Err = Infallible;

    fn from_str(identifier: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(identifier))
    }
}

serialize_as_text!(Collation);

#[cfg(test)]
mod tests {
    use super::Collation;

    #[test]
    fn identifiers() {
        let other = |identifier: &str| Collation::Other(identifier.into());
        for (section, identifier, expected, effective, wildcard) in [
            ("RFC 4790 9.2", "i;ascii-casemap", Collation::AsciiCasemap, "i;ascii-casemap", false),
            ("RFC 4790 9.3", "i;octet", Collation::Octet, "i;octet", false),
            ("RFC 5051", "i;unicode-casemap", Collation::UnicodeCasemap, "i;unicode-casemap", false),
            ("RFC 4791 7.5", "default", Collation::Default, "i;ascii-casemap", false),
            ("RFC 4790 3.1", "i;ascii-numeric", other("i;ascii-numeric"), "i;ascii-numeric", false),
            ("RFC 4790 3.2", "i;*", other("i;*"), "i;*", true),
            ("no identifier", "", other(""), "", false),
        ] {
            let collation = Collation::new(identifier);
            assert_eq!(collation, expected, "{section}");
            assert_eq!(collation.effective().as_str(), effective, "{section}");
            assert_eq!(collation.has_wildcard(), wildcard, "{section}");
            assert_eq!(collation.to_string().parse(), Ok(collation), "{section}");
        }
        assert_eq!(Collation::default(), Collation::AsciiCasemap);
    }
}
