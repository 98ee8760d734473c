//! Things that a server can be told to do, each by its name.

/// Makes an enum from a table of names; the documentation of each is what it does, in a sentence.
macro_rules! switches {
    (
        $(#[$of_enum:meta])+
        $enum:ident, $(#[$of_unknown:meta])+ $unknown:ident($kind:literal);
        $($(#[doc = $documentation:literal])+ $variant:ident = $name:literal;)+
    ) => {
        $(#[$of_enum])+
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $enum {
            $($(#[doc = $documentation])+ $variant,)+
        }

        impl $enum {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name, as the command line has it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What it does, in a sentence, and the section that has it otherwise.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($documentation),+).trim_ascii(),)+
                }
            }
        }

        impl std::fmt::Display for $enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $enum {
            type Err = $unknown;

            fn from_str(name: &str) -> Result<Self, $unknown> {
                Self::ALL.iter().copied().find(|known| known.name() == name).ok_or($unknown)
            }
        }

        $(#[$of_unknown])+
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub struct $unknown;

        impl std::fmt::Display for $unknown {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!("expected the name of ", $kind, ", found another name"))
            }
        }

        impl std::error::Error for $unknown {}
    };
}

pub(super) use switches;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::reference::{Fault, Tolerance, UnknownFault, UnknownTolerance};

    #[test]
    fn names_come_back() {
        let faults = Fault::ALL.iter().map(|it| (it.name(), it.description()));
        let tolerances = Tolerance::ALL.iter().map(|it| (it.name(), it.description()));
        for (name, description) in faults.chain(tolerances) {
            assert!(name.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'-'), "{name}");
            assert!(description.ends_with(").") && description.contains(" ("), "{name}: {description}");
        }
        for fault in Fault::ALL {
            assert_eq!(fault.to_string().parse(), Ok(*fault));
        }
        for tolerance in Tolerance::ALL {
            assert_eq!(tolerance.to_string().parse(), Ok(*tolerance));
        }
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        assert_eq!("none".parse::<Fault>(), Err(UnknownFault));
        assert_eq!("none".parse::<Tolerance>(), Err(UnknownTolerance));
    }
}
