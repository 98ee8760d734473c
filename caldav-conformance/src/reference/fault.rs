//! What a server can do wrong, one rule each.

use std::fmt;
use std::str::FromStr;

/// Makes the enum from the table of faults.
macro_rules! faults {
    ($($(#[doc = $documentation:literal])+ $variant:ident = $name:literal;)+) => {
        /// Something that a server does wrong when told to.
        ///
        /// ```
        /// use caldav_conformance::reference::Fault;
        /// assert_eq!("if-match-ignored".parse(), Ok(Fault::IfMatchIgnored));
        /// assert_eq!(Fault::IfMatchIgnored.to_string(), "if-match-ignored");
        /// ```
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Fault {
            $($(#[doc = $documentation])+ $variant,)+
        }

        impl Fault {
            /// Every fault.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name, as the command line has it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What goes wrong, in a sentence.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($documentation),+),)+
                }
            }
        }
    };
}

faults! {
    /// The ETag that PUT answers with is not the one of the resource (RFC 4791, 5.3.4).
    WrongEtagAfterPut = "wrong-etag-after-put";
    /// If-Match does not matter (RFC 9110, 13.1.1).
    IfMatchIgnored = "if-match-ignored";
    /// If-None-Match does not matter (RFC 9110, 13.1.2).
    IfNoneMatchIgnored = "if-none-match-ignored";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name).ok_or(UnknownFault)
    }
}

/// The name is of no fault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownFault;

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the name of a fault, found another name")
    }
}

impl std::error::Error for UnknownFault {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Fault, UnknownFault};

    #[test]
    fn names_come_back() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(*fault));
            assert!(fault.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{fault}");
        }
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        assert_eq!("none".parse::<Fault>(), Err(UnknownFault));
    }
}
