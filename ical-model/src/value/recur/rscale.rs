//! RSCALE and SKIP: rules that step in another calendar than the Gregorian.
//!
//! [RFC 7529 §4](https://www.rfc-editor.org/rfc/rfc7529#section-4)
//!
//! ```abnf
//! rscale = (iana-token / x-name)
//! skip   = ("OMIT" / "BACKWARD" / "FORWARD")
//! ```

use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::value::ValueError;
use crate::value::grammar::token;

/// The name of a calendar system, in the spelling it came in. The case of letters does not count.
///
/// ```
/// use ical_model::value::Rscale;
/// let rscale: Rscale = "Chinese".parse()?;
/// assert_eq!(rscale, "CHINESE".parse()?);
/// assert_eq!(rscale.as_str(), "Chinese");
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Rscale(Box<str>);

impl Rscale {
    /// The name as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it the Gregorian calendar, in which rules without RSCALE step?
    #[must_use]
    pub fn is_gregorian(&self) -> bool {
        self.0.eq_ignore_ascii_case("GREGORIAN")
    }
}

impl FromStr for Rscale {
    type Err = ValueError;

    /// Reads letters, digits and hyphens.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        token(name).map(|name| Self(name.into()))
    }
}

impl fmt::Display for Rscale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Rscale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rscale({self})")
    }
}

impl PartialEq for Rscale {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Rscale {}

impl Hash for Rscale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.0.bytes() {
            state.write_u8(octet.to_ascii_uppercase());
        }
        state.write_u8(0xFF);
    }
}

/// What becomes of a date that the calendar does not have in some month or year
/// ([RFC 7529 §4.1](https://www.rfc-editor.org/rfc/rfc7529#section-4.1)).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Skip {
    /// It is left out, as without SKIP.
    #[default]
    Omit,
    /// The valid day or month before it is taken.
    Backward,
    /// The valid day or month after it is taken.
    Forward,
}

impl Skip {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Omit, Self::Backward, Self::Forward];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Omit => "OMIT",
            Self::Backward => "BACKWARD",
            Self::Forward => "FORWARD",
        }
    }

    /// The value of this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skip| skip.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
