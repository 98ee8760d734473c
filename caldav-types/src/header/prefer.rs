//! How a client would like a request to be handled.
//!
//! [RFC 7240](https://www.rfc-editor.org/rfc/rfc7240), [RFC 8144](https://www.rfc-editor.org/rfc/rfc8144)
//!
//! ```abnf
//! Prefer             = "Prefer" ":" 1#preference
//! preference         = token [ BWS "=" BWS word ] *( OWS ";" [ OWS parameter ] )
//! Preference-Applied = "Preference-Applied" ":" 1#applied-pref
//! applied-pref       = token [ BWS "=" BWS word ]
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, is_token, write_list, write_parameters, write_word};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// Makes a type of each field.
macro_rules! preference_fields {
    ($($(#[$documentation:meta])+ $name:ident = $field:literal;)+) => {
        $(
            $(#[$documentation])+
            #[derive(Clone, Debug, Default, Eq, PartialEq)]
            pub struct $name(
                /// The preferences, in the order of the field.
                pub Vec<Preference>,
            );

            impl $name {
                /// The preference of this name. Of several the first one counts (RFC 7240 §2).
                #[must_use]
                pub fn preference(&self, name: &str) -> Option<&Preference> {
                    self.0.iter().find(|preference| preference.name.eq_ignore_ascii_case(name))
                }

                /// Is there a preference of this name?
                #[must_use]
                pub fn has(&self, name: &str) -> bool {
                    self.preference(name).is_some()
                }

                /// With a preference behind the others.
                #[must_use]
                pub fn with(mut self, preference: Preference) -> Self {
                    self.0.push(preference);
                    self
                }

                /// What shall be returned, or is. Where both are asked for neither is (RFC 7240 §4.2).
                #[must_use]
                pub fn return_preference(&self) -> Option<Return> {
                    let asks = |value: &str| {
                        self.0.iter().any(|preference| preference.is("return", value))
                    };
                    match (asks("minimal"), asks("representation")) {
                        (true, false) => Some(Return::Minimal),
                        (false, true) => Some(Return::Representation),
                        _ => None,
                    }
                }

                /// `return=minimal`: is little enough in return (RFC 8144 §2)?
                #[must_use]
                pub fn is_minimal(&self) -> bool {
                    self.return_preference() == Some(Return::Minimal)
                }

                /// `return=representation`: shall the resource as it is now be returned (RFC 8144 §3)?
                #[must_use]
                pub fn is_representation(&self) -> bool {
                    self.return_preference() == Some(Return::Representation)
                }
            }

            impl Header for $name {
                const NAME: &'static str = $field;
                const IS_LIST: bool = true;
            }

            impl FromStr for $name {
                type Err = HeaderError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    Cursor::new(Self::NAME, text).list_of_some("a preference", Preference::take_from).map(Self)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write_list(&self.0, f)
                }
            }

            serialize_as_text!($name);
        )+
    };
}

preference_fields! {
    /// The field `Prefer`: how a client would like the request to be handled. A server ignores what it does not know.
    ///
    /// ```
    /// use caldav_types::header::{Prefer, Preference};
    /// let prefer = Prefer::default().with(Preference::minimal()).with(Preference::depth_noroot());
    /// assert_eq!(prefer.to_string(), "return=minimal, depth-noroot");
    /// assert!(prefer.is_minimal());
    /// ```
    Prefer = "Prefer";
    /// The field `Preference-Applied`: what of `Prefer` a server heeded.
    PreferenceApplied = "Preference-Applied";
    /// The field `X-MobileMe-DAV-Options` (calendarserver-bulk-change §8.1), of the same form: `return-changed-data`.
    MobileMeDavOptions = "X-MobileMe-DAV-Options";
}

impl Prefer {
    /// `wait`: how many seconds the client is ready to wait (RFC 7240 §4.3).
    #[must_use]
    pub fn wait(&self) -> Option<u64> {
        self.preference("wait")?.value()?.parse().ok()
    }
}

/// What shall be returned for a request that changed something.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Return {
    /// As little as can be.
    Minimal,
    /// The resource as it is now.
    Representation,
}

/// A preference: its name, a value and parameters. An empty value is the same as none (RFC 7240 §2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Preference {
    name: String,
    value: Option<String>,
    parameters: Vec<(String, Option<String>)>,
}

impl Preference {
    /// A preference.
    ///
    /// # Errors
    ///
    /// The name is no token.
    pub fn new(name: &str, value: Option<&str>) -> Result<Self, HeaderError> {
        if !is_token(name) {
            return Err(Cursor::new(Prefer::NAME, name).error("a token"));
        }
        Ok(Self::of(name, value))
    }

    /// `return=minimal`.
    #[must_use]
    pub fn minimal() -> Self {
        Self::of("return", Some("minimal"))
    }

    /// `return=representation`.
    #[must_use]
    pub fn representation() -> Self {
        Self::of("return", Some("representation"))
    }

    /// `depth-noroot`: leave the resource of the request out (RFC 8144 §4).
    #[must_use]
    pub fn depth_noroot() -> Self {
        Self::of("depth-noroot", None)
    }

    /// Its name; case does not matter.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its value.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The parameters, their names in lower case.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_deref()))
    }

    /// This name, in whatever case, and this value?
    fn is(&self, name: &str, value: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) && self.value() == Some(value)
    }

    fn of(name: &str, value: Option<&str>) -> Self {
        let value = value.filter(|value| !value.is_empty()).map(Into::into);
        Self { name: name.into(), value, parameters: Vec::new() }
    }

    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let name = cursor.token("a preference")?;
        let value = cursor.value_of_pair()?;
        let mut preference = Self::of(name, value.as_deref());
        preference.parameters = cursor.parameters()?;
        for (_, value) in &mut preference.parameters {
            if value.as_deref() == Some("") {
                *value = None;
            }
        }
        Ok(preference)
    }
}

impl fmt::Display for Preference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(value) = &self.value {
            f.write_str("=")?;
            write_word(value, f)?;
        }
        write_parameters(&self.parameters, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{MobileMeDavOptions, Prefer, Preference, PreferenceApplied, Return};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Prefer>(&[
            ("RFC 7240 2", "foo; bar", Some("foo; bar")),
            ("RFC 7240 2", "foo; bar=\"\"", Some("foo; bar")),
            ("RFC 7240 2", "foo=\"\"; bar", Some("foo; bar")),
            (
                "RFC 7240 2",
                "handling=lenient, wait=100, respond-async",
                Some("handling=lenient, wait=100, respond-async"),
            ),
            ("RFC 7240 2.1", "Lenient", Some("Lenient")),
            (
                "RFC 7240 2.1",
                "return=minimal; foo=\"some parameter\"",
                Some("return=minimal; foo=\"some parameter\""),
            ),
            ("RFC 8144 B.1", "return=minimal, depth-noroot", Some("return=minimal, depth-noroot")),
            ("RFC 7240 2: BWS", "return = minimal;", Some("return=minimal")),
            ("1#", "", None),
            ("no token", "=minimal", None),
            ("an open quote", "a=\"b", None),
            ("two without comma", "a b", None),
        ]);
        assert_forms::<PreferenceApplied>(&[
            ("RFC 7240 3", "return=representation", Some("return=representation")),
            ("1#", " ", None),
        ]);
        assert_forms::<MobileMeDavOptions>(&[
            (
                "calendarserver-bulk-change 8.1",
                "return-changed-data, Test=True",
                Some("return-changed-data, Test=True"),
            ),
            ("1#", ",", None),
        ]);
    }

    #[test]
    fn what_is_asked_for() {
        for (section, text, expected) in [
            ("RFC 7240 4.2", "return=minimal", Some(Return::Minimal)),
            ("RFC 7240 4.2", "Return=representation", Some(Return::Representation)),
            ("RFC 7240 4.2: both are none", "return=minimal, return=representation", None),
            ("RFC 7240 2: values have a case", "return=Minimal", None),
            ("something else", "wait=10", None),
        ] {
            assert_eq!(text.parse::<Prefer>().unwrap().return_preference(), expected, "{section}: {text}");
        }
        let prefer: Prefer = "wait=10, wait=20, X; a=b".parse().unwrap();
        assert_eq!(prefer.wait(), Some(10), "RFC 7240 2: the first one counts");
        assert!(prefer.has("x"), "RFC 7240 2: names have no case");
        assert_eq!(prefer.preference("x").unwrap().parameters().collect::<Vec<_>>(), [("a", Some("b"))]);
        assert_eq!("wait=x".parse::<Prefer>().unwrap().wait(), None);
        assert!(Preference::new("a b", None).is_err());
        assert_eq!(Preference::new("a", Some("b c")).unwrap().to_string(), "a=\"b c\"");
    }
}
