//! Enums whose members are names of elements.

/// Makes an enum of element names that stays open: what it does not list is in `Other`.
macro_rules! element_names {
    (
        $(#[$documentation:meta])*
        $name:ident, Other($other:ty $(, $field:ident)?) {
            $($(#[$of_variant:meta])+ $variant:ident = $namespace:ident $local_name:literal;)+
        }
    ) => {
        $(#[$documentation])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of_variant])+ $variant,)+
            /// One that is none of the above. What is read is never here when it has a variant of its own.
            Other($other),
        }

        impl $name {
            /// Every one that is known here.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The namespace of its element.
            #[must_use]
            pub fn namespace(&self) -> &str {
                match self {
                    $(Self::$variant => $crate::namespace::$namespace,)+
                    Self::Other(other) => other$(.$field)?.namespace(),
                }
            }

            /// The name of its element within the namespace.
            #[must_use]
            pub fn local_name(&self) -> &str {
                match self {
                    $(Self::$variant => $local_name,)+
                    Self::Other(other) => other$(.$field)?.local_name(),
                }
            }

            /// The one whose element has this name, if it is known here.
            #[must_use]
            pub fn known(namespace: &str, local_name: &str) -> Option<Self> {
                match (local_name, namespace) {
                    $(($local_name, $crate::namespace::$namespace) => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl From<$other> for $name {
            fn from(other: $other) -> Self {
                let name = &other$(.$field)?;
                Self::known(name.namespace(), name.local_name()).unwrap_or(Self::Other(other))
            }
        }
    };
}

/// The text of such an enum is the expanded name.
macro_rules! named_by_text {
    ($($name:ident),+) => {
        $(
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    $crate::expanded_name::write_name(self.namespace(), self.local_name(), f)
                }
            }

            impl std::str::FromStr for $name {
                type Err = $crate::ExpandedNameError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    text.parse::<$crate::ExpandedName>().map(Self::from)
                }
            }

            $crate::text_form::serialize_as_text!($name);
        )+
    };
}

pub(crate) use {element_names, named_by_text};
