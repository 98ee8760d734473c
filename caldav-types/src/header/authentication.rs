//! What a server wants to know of a user.
//!
//! [RFC 9110 §11](https://www.rfc-editor.org/rfc/rfc9110#section-11),
//! [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)
//!
//! ```abnf
//! WWW-Authenticate = #challenge
//! challenge        = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
//! auth-param       = token BWS "=" BWS ( token / quoted-string )
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, is_token, write_list, write_quoted};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `WWW-Authenticate`: by which schemes a user can tell who it is.
///
/// ```
/// use caldav_types::header::{AuthScheme, WwwAuthenticate};
/// let field: WwwAuthenticate = "Digest realm=\"cal\", qop=\"auth\", nonce=\"7ypf\", Basic realm=\"cal\"".parse()?;
/// let basic = field.challenge(&AuthScheme::Basic).unwrap();
/// assert_eq!(basic.realm(), Some("cal"));
/// assert_eq!(field.0[0].parameter("qop"), Some("auth"));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WwwAuthenticate(
    /// The challenges, in the order of the field.
    pub Vec<Challenge>,
);

impl WwwAuthenticate {
    /// The first challenge of a scheme.
    #[must_use]
    pub fn challenge(&self, scheme: &AuthScheme) -> Option<&Challenge> {
        self.0.iter().find(|challenge| challenge.scheme == *scheme)
    }
}

impl Header for WwwAuthenticate {
    const NAME: &'static str = "WWW-Authenticate";
    const IS_LIST: bool = true;
}

impl FromStr for WwwAuthenticate {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Cursor::new(Self::NAME, text).list(Challenge::take_from).map(Self)
    }
}

impl fmt::Display for WwwAuthenticate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

/// A scheme with what it needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    /// The scheme.
    pub scheme: AuthScheme,
    /// A token without name, where there is one instead of parameters.
    pub token: Option<String>,
    /// The parameters: names in lower case, and values.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// `Basic` for a realm, with UTF-8 (RFC 7617 §2.1).
    #[must_use]
    pub fn basic(realm: &str) -> Self {
        let parameters = vec![("realm".into(), realm.into()), ("charset".into(), "UTF-8".into())];
        Self { scheme: AuthScheme::Basic, token: None, parameters }
    }

    /// The value of a parameter, whatever the case of its name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The realm: what the user is asked for (RFC 9110 §11.5).
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.parameter("realm")
    }

    pub(super) fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let scheme = AuthScheme::from(cursor.token("a scheme such as \"Basic\"")?);
        let mut challenge = Self { scheme, token: None, parameters: Vec::new() };
        if !cursor.rest().starts_with([' ', '\t']) {
            return Ok(challenge);
        }
        cursor.white_space();
        challenge.token = token_without_name(cursor);
        if challenge.token.is_none() {
            challenge.parameters = parameters(cursor)?;
        }
        Ok(challenge)
    }
}

/// `token68`, if what is here is one.
pub(super) fn token_without_name(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut ahead = cursor.clone();
    let text = ahead.rest();
    let token = ahead.take_while(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c));
    let padding = ahead.take_while(|character| character == '=');
    ahead.white_space();
    if token.is_empty() || !(ahead.is_at_end() || ahead.rest().starts_with(',')) {
        return None;
    }
    *cursor = ahead;
    text.get(..token.len() + padding.len()).map(Into::into)
}

/// `#auth-param`, up to what begins another challenge.
fn parameters(cursor: &mut Cursor<'_>) -> Result<Vec<(String, String)>, HeaderError> {
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut ahead = cursor.clone();
    loop {
        ahead.take_while(|character| matches!(character, ',' | ' ' | '\t'));
        let Ok(name) = ahead.token("the name of a parameter") else { return Ok(parameters) };
        ahead.white_space();
        if !ahead.take('=') {
            return Ok(parameters);
        }
        ahead.white_space();
        let value = ahead.word("a token or a quoted string")?;
        parameters.push((name.to_ascii_lowercase(), value));
        ahead.white_space();
        *cursor = ahead.clone();
        if !ahead.take(',') {
            return Ok(parameters);
        }
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, token, parameters } = self;
        f.write_str(scheme.as_str())?;
        if let Some(token) = token {
            return write!(f, " {token}");
        }
        for (place, (name, value)) in parameters.iter().enumerate() {
            write!(f, "{} {name}=", if place == 0 { "" } else { "," })?;
            // RFC 7616 §3.3 and §3.4 forbid the quotes for these.
            if matches!(name.as_str(), "algorithm" | "nc" | "stale" | "userhash") && is_token(value) {
                f.write_str(value)?;
            } else {
                write_quoted(value, f)?;
            }
        }
        Ok(())
    }
}

/// A way in which a user tells who it is.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum AuthScheme {
    /// A name and a password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    Basic,
    /// A proof that the password is known ([RFC 7616](https://www.rfc-editor.org/rfc/rfc7616)).
    Digest,
    /// A token from elsewhere ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
    Bearer,
    /// A scheme that is none of the above.
    Other(String),
}

impl From<&str> for AuthScheme {
    fn from(name: &str) -> Self {
        [Self::Basic, Self::Digest, Self::Bearer]
            .into_iter()
            .find(|scheme| scheme.as_str().eq_ignore_ascii_case(name))
            .unwrap_or_else(|| Self::Other(name.into()))
    }
}

impl AuthScheme {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Basic => "Basic",
            Self::Digest => "Digest",
            Self::Bearer => "Bearer",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for AuthScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serialize_as_text!(WwwAuthenticate);

#[cfg(test)]
mod tests {
    use super::{AuthScheme, Challenge, WwwAuthenticate};
    use crate::header::tests::assert_forms;

    #[test]
    fn challenges() {
        assert_forms::<WwwAuthenticate>(&[
            ("RFC 7617 2", "Basic realm=\"WallyWorld\"", Some("Basic realm=\"WallyWorld\"")),
            (
                "RFC 7617 2.1",
                "basic Realm=foo , charset = \"UTF-8\"",
                Some("Basic realm=\"foo\", charset=\"UTF-8\""),
            ),
            (
                "RFC 9110 11.6.1",
                "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
                Some(
                    "Basic realm=\"simple\", Newauth realm=\"apps\", type=\"1\", title=\"Login to \\\"apps\\\"\"",
                ),
            ),
            ("a comma in a value", "Basic realm=\"a, b\"", Some("Basic realm=\"a, b\"")),
            ("schemes alone", "Negotiate, NTLM", Some("Negotiate, NTLM")),
            (
                "RFC 9110 11.2: token68",
                "Negotiate oYG2MIGzoAMKAQ==, Basic realm=\"x\"",
                Some("Negotiate oYG2MIGzoAMKAQ==, Basic realm=\"x\""),
            ),
            (
                "RFC 7616 3.9.1",
                "Digest realm=\"r\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj\", stale=true",
                Some(
                    "Digest realm=\"r\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj\", stale=true",
                ),
            ),
            (
                "RFC 6750 3",
                "Bearer realm=\"example\", error=\"invalid_token\"",
                Some("Bearer realm=\"example\", error=\"invalid_token\""),
            ),
            ("RFC 9110 5.6.1.2: empty elements", ", Basic ,, realm=\"x\",", Some("Basic realm=\"x\"")),
            ("an open quote", "Basic realm=\"x", None),
            ("a value that is missing", "Basic realm=\"a\", b=", None),
            ("no commas", "Basic realm=\"a\" charset=\"UTF-8\"", None),
            ("no scheme", "=x", None),
        ]);
        let field: WwwAuthenticate = "Negotiate, BASIC realm=\"x\"".parse().unwrap();
        assert_eq!(field.challenge(&AuthScheme::Basic).and_then(Challenge::realm), Some("x"));
        assert_eq!(field.challenge(&AuthScheme::Bearer), None);
        assert_eq!(Challenge::basic("x").to_string(), "Basic realm=\"x\", charset=\"UTF-8\"");
    }
}
