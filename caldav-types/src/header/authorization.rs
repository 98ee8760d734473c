//! What a user tells of itself.
//!
//! [RFC 9110 §11.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2),
//! [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617#section-2)
//!
//! ```abnf
//! Authorization = credentials
//! credentials   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
//! ```

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::authentication::token_without_name;
use super::cursor::Cursor;
use super::{AuthScheme, Challenge, Header, HeaderError};

/// The field `Authorization`: what a user tells. It is not shown by `Debug`.
///
/// ```
/// use caldav_types::header::Authorization;
/// let authorization = Authorization::basic("Aladdin", "open sesame")?;
/// assert_eq!(authorization.to_string(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
/// assert_eq!(authorization.name_and_password(), Some(("Aladdin", "open sesame")));
/// assert_eq!(format!("{authorization:?}"), "Authorization(Basic)");
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Authorization(Credentials);

#[derive(Clone, Eq, PartialEq)]
enum Credentials {
    Basic { name: String, password: String },
    Bearer(String),
    Other(Challenge),
}

impl Authorization {
    /// `Basic`: a name and a password, in UTF-8.
    ///
    /// # Errors
    ///
    /// A control character is in one of both, or a colon in the name.
    pub fn basic(name: &str, password: &str) -> Result<Self, HeaderError> {
        for (text, expected, colon) in [
            (name, "a name without colon and control characters", true),
            (password, "a password without control characters", false),
        ] {
            if text.chars().any(|character| character.is_control() || (colon && character == ':')) {
                // What was found must not be told.
                return Err(Cursor::new(Self::NAME, "").error(expected));
            }
        }
        Ok(Self(Credentials::Basic { name: name.into(), password: password.into() }))
    }

    /// `Bearer`: a token.
    ///
    /// # Errors
    ///
    /// A character is not one of a token: a letter, a digit, one of `-._~+/`, or `=` at the end.
    pub fn bearer(token: &str) -> Result<Self, HeaderError> {
        let mut cursor = Cursor::new(Self::NAME, token);
        match token_without_name(&mut cursor).filter(|_| cursor.is_at_end()) {
            Some(token) => Ok(Self(Credentials::Bearer(token))),
            None => Err(Cursor::new(Self::NAME, "").error("a token of letters, digits and \"-._~+/\"")),
        }
    }

    /// Another scheme, such as `Digest`, with its parameters.
    #[must_use]
    pub const fn other(credentials: Challenge) -> Self {
        Self(Credentials::Other(credentials))
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> AuthScheme {
        match &self.0 {
            Credentials::Basic { .. } => AuthScheme::Basic,
            Credentials::Bearer(_) => AuthScheme::Bearer,
            Credentials::Other(credentials) => credentials.scheme.clone(),
        }
    }

    /// What `Basic` tells.
    #[must_use]
    pub fn name_and_password(&self) -> Option<(&str, &str)> {
        match &self.0 {
            Credentials::Basic { name, password } => Some((name, password)),
            _ => None,
        }
    }

    /// What `Bearer` tells.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        match &self.0 {
            Credentials::Bearer(token) => Some(token),
            _ => None,
        }
    }

    /// What another scheme tells.
    #[must_use]
    pub const fn credentials(&self) -> Option<&Challenge> {
        match &self.0 {
            Credentials::Other(credentials) => Some(credentials),
            _ => None,
        }
    }
}

impl Header for Authorization {
    const NAME: &'static str = "Authorization";
}

impl FromStr for Authorization {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let secret = |expected| Cursor::new(Self::NAME, "").error(expected);
        let mut cursor = Cursor::new(Self::NAME, text);
        let credentials = Challenge::take_from(&mut cursor)
            .and_then(|credentials| cursor.end().map(|()| credentials))
            .map_err(|_| secret("a scheme with a token or parameters"))?;
        Ok(Self(match (&credentials.scheme, &credentials.token) {
            (AuthScheme::Basic, Some(token)) => {
                basic(token).ok_or_else(|| secret("the base64 of a name, a colon and a password"))?
            }
            (AuthScheme::Basic, None) => return Err(secret("the base64 of a name, a colon and a password")),
            (AuthScheme::Bearer, Some(token)) => Credentials::Bearer(token.clone()),
            _ => Credentials::Other(credentials),
        }))
    }
}

/// What the base64 of a name and a password says. Octets that are not UTF-8 are of ISO 8859-1, which was the habit.
fn basic(token: &str) -> Option<Credentials> {
    let octets = BASE64.decode(token).ok()?;
    let text = String::from_utf8(octets)
        .unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect());
    let (name, password) = text.split_once(':')?;
    Some(Credentials::Basic { name: name.into(), password: password.into() })
}

impl fmt::Display for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Credentials::Basic { name, password } => {
                write!(f, "Basic {}", BASE64.encode(format!("{name}:{password}")))
            }
            Credentials::Bearer(token) => write!(f, "Bearer {token}"),
            Credentials::Other(credentials) => credentials.fmt(f),
        }
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorization({})", self.scheme())
    }
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::Authorization;
    use crate::header::Header;
    use crate::header::tests::assert_forms;

    #[test]
    fn credentials() {
        assert_forms::<Authorization>(&[
            ("RFC 7617 2", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")),
            ("RFC 7617 2.1", "basic dGVzdDoxMjPCow==", Some("Basic dGVzdDoxMjPCow==")),
            ("no padding", "Basic dGVzdDoxMjPCow", Some("Basic dGVzdDoxMjPCow==")),
            ("RFC 6750 2.1", "Bearer mF_9.B5f-4.1JqM", Some("Bearer mF_9.B5f-4.1JqM")),
            (
                "RFC 7616 3.9.1",
                "Digest username=\"Mufasa\", nc=00000001, uri=\"/x\"",
                Some("Digest username=\"Mufasa\", nc=00000001, uri=\"/x\""),
            ),
            ("no base64", "Basic ****", None),
            ("no colon", "Basic dGVzdA==", None),
            ("nothing", "Basic", None),
            ("two", "Basic dGVzdDoxMjPCow==, Bearer x", None),
            ("empty", "", None),
        ]);
        for (section, text, expected) in [
            ("RFC 7617 2.1: UTF-8", "Basic dGVzdDoxMjPCow==", ("test", "123£")),
            ("RFC 7617 2.1: ISO 8859-1", "Basic dGVzdDoxMjOj", ("test", "123£")),
            ("RFC 7617 2: the first colon", "Basic YTpiOmM=", ("a", "b:c")),
        ] {
            let authorization: Authorization = text.parse().unwrap();
            assert_eq!(authorization.name_and_password(), Some(expected), "{section}");
        }
        assert!(Authorization::basic("a:b", "c").is_err());
        assert!(Authorization::basic("a", "b\nc").is_err());
        assert!(Authorization::bearer("a b").is_err());
        assert!(Authorization::bearer("").is_err());
        assert_eq!(Authorization::bearer("abc=").unwrap().token(), Some("abc="));
    }

    #[test]
    fn secrets_are_not_told() {
        let mut headers = HeaderMap::new();
        for text in ["Basic c2VjcmV0", "Bearer secret secret", "secret=\"secret"] {
            headers.insert("authorization", text.parse().unwrap());
            let error = Authorization::read(&headers).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
            assert!(!format!("{error} {error:?}").contains("c2Vj"), "{error:?}");
        }
        let authorization = Authorization::basic("a", "secret").unwrap();
        authorization.write(&mut headers).unwrap();
        assert_eq!(
            format!("{authorization:?} {:?}", headers.get("authorization").unwrap()),
            "Authorization(Basic) Sensitive"
        );
    }
}
