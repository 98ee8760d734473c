//! Sets of names that specifications define, read in any case.
//!
//! [RFC 5545 §3.2, §3.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.2): most sets are open for names that are
//! registered later and for names of one's own, some are closed.

/// Declares an enum of names that is open for others. `default` is what holds when there is no name, `unknown`
/// what a name counts as that is not in the set.
macro_rules! vocabulary {
    (
        $(#[$attribute:meta])*
        pub enum $Name:ident { $($(#[$doc:meta])* $Variant:ident = $text:literal,)+ }
        $(default $Default:ident;)?
        $(unknown $Unknown:ident;)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$doc])* #[doc = concat!("`", $text, "`")] $Variant,)+
            /// Any other name, spelled as it came.
            Other(String),
        }

        impl $Name {
            /// Every name that the specifications list.
            pub const KNOWN: &'static [Self] = &[$(Self::$Variant,)+];

            /// The name that is spelled so, in any case, or else [`Other`](Self::Other).
            #[must_use]
            pub fn new(name: &str) -> Self {
                match name {
                    $(_ if name.eq_ignore_ascii_case($text) => Self::$Variant,)+
                    _ => Self::Other(name.to_owned()),
                }
            }

            /// The name in upper case if it is known, else as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $text,)+
                    Self::Other(name) => name,
                }
            }

            /// The specifications list it.
            #[must_use]
            pub fn is_known(&self) -> bool {
                Self::KNOWN.contains(self)
            }

            $(
                /// What it is treated as: a name that the specifications do not list counts as
                #[doc = concat!("[`", stringify!($Unknown), "`](Self::", stringify!($Unknown), ").")]
                #[must_use]
                pub fn effective(&self) -> Self {
                    match Self::new(self.as_str()) {
                        Self::Other(_) => Self::$Unknown,
                        known => known,
                    }
                }
            )?
        }

        $(
            impl Default for $Name {
                /// What holds when nothing is said.
                fn default() -> Self {
                    Self::$Default
                }
            }
        )?

        impl PartialEq for $Name {
            /// Names are compared without regard to case (RFC 5545 §2).
            fn eq(&self, other: &Self) -> bool {
                self.as_str().eq_ignore_ascii_case(other.as_str())
            }
        }

        impl Eq for $Name {}

        impl std::hash::Hash for $Name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                for octet in self.as_str().bytes() {
                    state.write_u8(octet.to_ascii_uppercase());
                }
                state.write_u8(0xFF);
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl From<&str> for $Name {
            fn from(name: &str) -> Self {
                Self::new(name)
            }
        }

        impl $crate::parameter::ParameterRead for $Name {
            fn read(text: &str, _: &mut $crate::value::Leniencies) -> Option<Self> {
                (!text.is_empty()).then(|| Self::new(text))
            }
        }
    };
}
pub(crate) use vocabulary;

/// Declares an enum of names that is closed: another name is an error.
macro_rules! closed_vocabulary {
    (
        $(#[$attribute:meta])*
        pub enum $Name:ident { $($(#[$doc:meta])* $Variant:ident = $text:literal,)+ }
        $(default $Default:ident;)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum $Name {
            $($(#[$doc])* #[doc = concat!("`", $text, "`")] $Variant,)+
        }

        impl $Name {
            /// Every name of the set.
            pub const ALL: &'static [Self] = &[$(Self::$Variant,)+];

            /// The name that is spelled so, in any case.
            #[must_use]
            pub fn new(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str().eq_ignore_ascii_case(name))
            }

            /// The name in upper case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $text,)+
                }
            }
        }

        $(
            impl Default for $Name {
                /// What holds when nothing is said.
                fn default() -> Self {
                    Self::$Default
                }
            }
        )?

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::parameter::ParameterRead for $Name {
            const CLOSED: bool = true;

            fn read(text: &str, _: &mut $crate::value::Leniencies) -> Option<Self> {
                Self::new(text)
            }
        }
    };
}
pub(crate) use closed_vocabulary;
