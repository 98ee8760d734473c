//! The methods of CalDAV.
//!
//! [RFC 9110 §9](https://www.rfc-editor.org/rfc/rfc9110#section-9) and the specifications of the others.

use std::fmt;
use std::str::FromStr;

use http::method::InvalidMethod;

use crate::text_form::serialize_as_text;

/// Makes the enum and what is known of each method from one table.
macro_rules! methods {
    ($($(#[$documentation:meta])+ $variant:ident = $name:literal, $safety:ident;)+) => {
        /// What a request does.
        ///
        /// ```
        /// use caldav_types::Method;
        /// let method = Method::from(http::Method::from_bytes(b"PROPFIND")?);
        /// assert_eq!(method, Method::Propfind);
        /// assert!(method.is_safe());
        /// assert_eq!(http::Method::from(&method).as_str(), "PROPFIND");
        /// # Ok::<(), http::method::InvalidMethod>(())
        /// ```
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum Method {
            $($(#[$documentation])+ $variant,)+
            /// A method that is none of the above. The conversion from [`http::Method`] never makes it of one that is.
            Other(http::Method),
        }

        impl Method {
            /// Every method that is known here.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The method as it is written; case matters.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(method) => method.as_str(),
                }
            }

            const fn safety(&self) -> Safety {
                match self {
                    $(Self::$variant => Safety::$safety,)+
                    Self::Other(_) => Safety::Unsafe,
                }
            }

            fn known(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

methods! {
    // HTTP, RFC 9110 section 9
    /// The content of a resource (RFC 9110, 9.3.1).
    Get = "GET", Safe;
    /// As GET, without the content (9.3.2).
    Head = "HEAD", Safe;
    /// What the resource makes of it (9.3.3).
    Post = "POST", Unsafe;
    /// The content shall be this (9.3.4).
    Put = "PUT", Idempotent;
    /// The resource shall be gone (9.3.5).
    Delete = "DELETE", Idempotent;
    /// What can be done with the resource (9.3.7).
    Options = "OPTIONS", Safe;
    // WebDAV, RFC 4918 section 9
    /// Properties of resources (RFC 4918, 9.1).
    Propfind = "PROPFIND", Safe;
    /// Properties shall be these (9.2).
    Proppatch = "PROPPATCH", Idempotent;
    /// A collection shall be (9.3).
    Mkcol = "MKCOL", Idempotent;
    /// The same somewhere else (9.8).
    Copy = "COPY", Idempotent;
    /// Somewhere else (9.9).
    Move = "MOVE", Idempotent;
    /// A lock, taken or refreshed (9.10).
    Lock = "LOCK", Unsafe;
    /// A lock given up (9.11).
    Unlock = "UNLOCK", Idempotent;
    // Its extensions
    /// A question to a resource (RFC 3253, 3.6).
    Report = "REPORT", Safe;
    /// Who may do what (RFC 3744, 8.1).
    Acl = "ACL", Idempotent;
    /// Another address of a resource (RFC 5842, 4).
    Bind = "BIND", Idempotent;
    /// An address taken away (RFC 5842, 5).
    Unbind = "UNBIND", Idempotent;
    /// An address moved (RFC 5842, 6).
    Rebind = "REBIND", Idempotent;
    // CalDAV
    /// A calendar collection shall be (RFC 4791, 5.3.1).
    Mkcalendar = "MKCALENDAR", Idempotent;
}

impl Method {
    /// Does it change nothing (RFC 9110 §9.2.1)?
    #[must_use]
    pub const fn is_safe(&self) -> bool {
        matches!(self.safety(), Safety::Safe)
    }

    /// Does it have the same effect twice as once, so that a client may repeat it (RFC 9110 §9.2.2)?
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        !matches!(self.safety(), Safety::Unsafe)
    }
}

#[derive(Clone, Copy, Debug)]
enum Safety {
    Safe,
    Idempotent,
    Unsafe,
}

impl From<http::Method> for Method {
    fn from(method: http::Method) -> Self {
        Self::known(method.as_str()).unwrap_or(Self::Other(method))
    }
}

impl From<&Method> for http::Method {
    fn from(method: &Method) -> Self {
        match method {
            Method::Other(method) => method.clone(),
            // The names above are tokens.
            known => Self::from_bytes(known.as_str().as_bytes()).unwrap_or_default(),
        }
    }
}

impl FromStr for Method {
    type Err = InvalidMethod;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        http::Method::from_bytes(name.as_bytes()).map(Self::from)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serialize_as_text!(Method);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Method;

    const XML_ELEMENTS: &str = include_str!("../spec/xml-elements.csv");

    #[test]
    fn table_of_methods_is_covered() {
        let mut of_the_table = BTreeSet::new();
        for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
            let row = row.unwrap();
            // The rows of POST with a query are the concern of `PostAction`.
            if &row[2] == "method" && !row[1].contains('?') {
                of_the_table.insert(row[1].to_owned());
            }
        }
        let known: BTreeSet<String> = Method::KNOWN.iter().map(ToString::to_string).collect();
        assert_eq!(known, of_the_table);
    }

    #[test]
    fn names_come_back() {
        for method in Method::KNOWN {
            let http = http::Method::from(method);
            assert_eq!(http.as_str(), method.as_str());
            assert_eq!(Method::from(http), *method);
            assert_eq!(method.as_str().parse::<Method>().unwrap(), *method);
        }
        let other: Method = "SEARCH".parse().unwrap();
        assert!(matches!(other, Method::Other(_)));
        assert_eq!(http::Method::from(&other).as_str(), "SEARCH");
        assert_eq!("get".parse::<Method>().unwrap().as_str(), "get", "RFC 9110 9.1: case matters");
        assert!("A B".parse::<Method>().is_err());
        assert!("".parse::<Method>().is_err());
    }

    #[test]
    fn safety_is_that_of_the_specifications() {
        for (section, method, safe, idempotent) in [
            ("RFC 9110 9.2.1", Method::Get, true, true),
            ("RFC 4918 9.1", Method::Propfind, true, true),
            ("RFC 3253 3.6", Method::Report, true, true),
            ("RFC 4918 9.2", Method::Proppatch, false, true),
            ("RFC 4918 9.10", Method::Lock, false, false),
            ("RFC 9110 9.2.2", Method::Post, false, false),
            ("RFC 9110 9.2.2", Method::Put, false, true),
        ] {
            assert_eq!((method.is_safe(), method.is_idempotent()), (safe, idempotent), "{section}: {method}");
        }
    }
}
