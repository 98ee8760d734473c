//! Fields that are lists of names.
//!
//! ```abnf
//! Allow            = #method
//! Vary             = #( "*" / field-name )
//! Content-Encoding = #content-coding
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::{Header, HeaderError};
use crate::Method;
use crate::text_form::serialize_as_text;

/// The field `Allow`: what can be done with a resource
/// ([RFC 9110 §10.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.1)).
///
/// ```
/// use caldav_types::Method;
/// use caldav_types::header::Allow;
/// let allow: Allow = "OPTIONS, GET, PROPFIND, REPORT".parse()?;
/// assert!(allow.0.contains(&Method::Report));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Allow(
    /// The methods, in the order of the field.
    pub Vec<Method>,
);

impl Header for Allow {
    const NAME: &'static str = "Allow";
    const IS_LIST: bool = true;
}

impl FromStr for Allow {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let method = |cursor: &mut Cursor<'_>| {
            let before = cursor.clone();
            cursor.token("a method")?.parse().map_err(|_| before.error("a method"))
        };
        Cursor::new(Self::NAME, text).list(method).map(Self)
    }
}

impl fmt::Display for Allow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

/// The field `Vary`: what of a request the answer depends on
/// ([RFC 9110 §12.5.5](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Vary {
    /// `*`: on more than its fields.
    Any,
    /// On these fields.
    Fields(Vec<String>),
}

impl Vary {
    /// May the answer depend on this field?
    #[must_use]
    pub fn depends_on(&self, field: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Fields(fields) => fields.iter().any(|other| other.eq_ignore_ascii_case(field)),
        }
    }
}

impl Header for Vary {
    const NAME: &'static str = "Vary";
    const IS_LIST: bool = true;
}

impl FromStr for Vary {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fields = tokens(Self::NAME, text, "the name of a field")?;
        Ok(if fields.iter().any(|field| field == "*") { Self::Any } else { Self::Fields(fields) })
    }
}

impl fmt::Display for Vary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Fields(fields) => write_list(fields, f),
        }
    }
}

/// The field `Content-Encoding`: how the body is compressed, in the order in which that was done
/// ([RFC 9110 §8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ContentEncoding(
    /// The codings, such as `gzip`.
    pub Vec<String>,
);

impl ContentEncoding {
    /// Is the body as it is, without any coding?
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.0.iter().all(|coding| coding.eq_ignore_ascii_case("identity"))
    }
}

impl Header for ContentEncoding {
    const NAME: &'static str = "Content-Encoding";
    const IS_LIST: bool = true;
}

impl FromStr for ContentEncoding {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        tokens(Self::NAME, text, "a coding such as \"gzip\"").map(Self)
    }
}

impl fmt::Display for ContentEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

fn tokens(field: &'static str, text: &str, expected: &'static str) -> Result<Vec<String>, HeaderError> {
    Cursor::new(field, text).list(|cursor| cursor.token(expected).map(Into::into))
}

serialize_as_text!(Allow, ContentEncoding, Vary);

#[cfg(test)]
mod tests {
    use super::{Allow, ContentEncoding, Vary};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Allow>(&[
            ("RFC 9110 10.2.1", "GET, HEAD, PUT", Some("GET, HEAD, PUT")),
            (
                "RFC 4791 5.1.1",
                "ACL,PROPFIND,PROPPATCH,LOCK,REPORT",
                Some("ACL, PROPFIND, PROPPATCH, LOCK, REPORT"),
            ),
            ("a method that nobody knows", "MKTICKET", Some("MKTICKET")),
            ("RFC 9110 10.2.1: none", "", Some("")),
            ("no token", "GET, <PUT>", None),
            ("no commas", "GET HEAD", None),
        ]);
        assert_forms::<Vary>(&[
            ("RFC 9110 12.5.5", "accept-encoding, accept-language", Some("accept-encoding, accept-language")),
            ("RFC 9110 12.5.5", "*", Some("*")),
            ("RFC 9110 12.5.5: among others", "Prefer, *", Some("*")),
            ("no token", "Prefer; x", None),
        ]);
        assert_forms::<ContentEncoding>(&[
            ("RFC 9110 8.4", "gzip", Some("gzip")),
            ("RFC 9110 8.4", "deflate, gzip", Some("deflate, gzip")),
            ("no token", "g zip", None),
        ]);
    }

    #[test]
    fn what_they_tell() {
        let vary: Vary = "Accept, CalDAV-Timezones".parse().unwrap();
        assert!(
            vary.depends_on("caldav-timezones")
                && !vary.depends_on("Prefer")
                && Vary::Any.depends_on("Prefer")
        );
        assert!(ContentEncoding::default().is_identity());
        assert!("Identity".parse::<ContentEncoding>().unwrap().is_identity());
        assert!(!"identity, br".parse::<ContentEncoding>().unwrap().is_identity());
    }
}
