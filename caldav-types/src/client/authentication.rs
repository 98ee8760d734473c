//! What a server wants to know of the user, and the answer.
//!
//! [RFC 9110 §11](https://www.rfc-editor.org/rfc/rfc9110#section-11),
//! [RFC 4791 §11](https://www.rfc-editor.org/rfc/rfc4791#section-11)
//!
//! A machine holds no secret. The caller puts credentials into a request before it is sent. Where the server asks for
//! others, a [`Discovery`](super::Discovery) tells so as an [`Unauthorized`] and waits; the other machines end with
//! [`FailureKind::Unauthorized`]. It names the method and the address, which `Digest`
//! needs ([RFC 7616 §3.4](https://www.rfc-editor.org/rfc/rfc7616#section-3.4)); that proof is for the caller to make.

use std::fmt;

use http::Uri;

use super::{Exchange, ExchangeId, FailureKind};
use crate::Method;
use crate::header::{AuthScheme, Authorization, Challenge, HeaderError};

/// A request that the server will not answer before it knows who is asking.
#[derive(Clone, Debug, PartialEq)]
pub struct Unauthorized {
    /// Which exchange waits.
    pub id: ExchangeId,
    /// Its method.
    pub method: Method,
    /// Its address, which may be of another host than the first one.
    pub target: Uri,
    /// By which schemes the user can tell who it is; none where the server answered, but as to somebody unknown.
    pub challenges: Vec<Challenge>,
    /// How often the request was sent with this result.
    pub attempts: usize,
}

impl Unauthorized {
    /// The first challenge of a scheme. Which scheme to answer is for the caller to choose; a server lists them in the
    /// order that it likes ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)).
    #[must_use]
    pub fn challenge(&self, scheme: &AuthScheme) -> Option<&Challenge> {
        self.challenges.iter().find(|challenge| challenge.scheme == *scheme)
    }
}

/// A secret that is sent as it is, over connections that nobody can listen to.
///
/// ```
/// use caldav_types::client::{Credentials, FailureKind};
/// let credentials = Credentials::basic("bernard", "secret")?;
/// let safe = "https://cal.example.com/".parse().unwrap();
/// assert_eq!(credentials.answer(&safe, &[]).unwrap().name_and_password(), Some(("bernard", "secret")));
/// let open = "http://cal.example.com/".parse().unwrap();
/// assert_eq!(credentials.answer(&open, &[]), Err(FailureKind::ClearText));
/// assert!(!format!("{credentials:?}").contains("secret"));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Credentials {
    authorization: Authorization,
    clear_text: bool,
}

impl Credentials {
    /// A name and a password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    ///
    /// # Errors
    ///
    /// The name holds a colon, or one of them a control character.
    pub fn basic(name: &str, password: &str) -> Result<Self, HeaderError> {
        Authorization::basic(name, password).map(Self::from)
    }

    /// A token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
    ///
    /// # Errors
    ///
    /// It is no token.
    pub fn bearer(token: &str) -> Result<Self, HeaderError> {
        Authorization::bearer(token).map(Self::from)
    }

    /// Sends them over http too, where others can read them.
    #[must_use]
    pub fn with_clear_text(self) -> Self {
        Self { clear_text: true, ..self }
    }

    /// The field that answers one of the challenges; without any, what can be told before being asked.
    ///
    /// # Errors
    ///
    /// [`FailureKind::ClearText`] where others could read them, [`FailureKind::Unauthorized`] where the server takes
    /// another scheme.
    pub fn answer(&self, target: &Uri, challenges: &[Challenge]) -> Result<Authorization, FailureKind> {
        if target.scheme_str() != Some("https") && !self.clear_text {
            return Err(FailureKind::ClearText);
        }
        let scheme = self.authorization.scheme();
        if challenges.is_empty() || challenges.iter().any(|challenge| challenge.scheme == scheme) {
            Ok(self.authorization.clone())
        } else {
            Err(FailureKind::Unauthorized(challenges.to_vec()))
        }
    }

    /// Puts the field into a request.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub fn sign(&self, exchange: &mut Exchange, challenges: &[Challenge]) -> Result<(), FailureKind> {
        let answer = self.answer(&exchange.request.target, challenges)?;
        // What could not stand in a field was refused when the credentials were made.
        exchange.request.headers.set(&answer).map_err(|_| FailureKind::Unauthorized(challenges.to_vec()))
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> AuthScheme {
        self.authorization.scheme()
    }
}

impl From<Authorization> for Credentials {
    fn from(authorization: Authorization) -> Self {
        Self { authorization, clear_text: false }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.scheme())
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, Unauthorized};
    use crate::Method;
    use crate::client::{ExchangeId, FailureKind};
    use crate::header::{AuthScheme, WwwAuthenticate};

    /// B-15: Basic on secure transport alone.
    #[test]
    fn b15_basic_on_secure_transport_alone() {
        let basic = Credentials::basic("me", "s3cret").unwrap();
        let asked = |text: &str| text.parse::<WwwAuthenticate>().unwrap().0;
        for (case, target, challenges, expected) in [
            ("before being asked", "https://a.example/", "", Ok(())),
            ("asked", "https://a.example/", "Digest nonce=\"1\", basic realm=\"cal\"", Ok(())),
            (
                "another scheme",
                "https://a.example/",
                "Digest nonce=\"1\"",
                Err(FailureKind::Unauthorized(asked("Digest nonce=\"1\""))),
            ),
            ("in the clear", "http://a.example/", "Basic realm=\"cal\"", Err(FailureKind::ClearText)),
        ] {
            let got = basic.answer(&target.parse().unwrap(), &asked(challenges)).map(|_| ());
            assert_eq!(got, expected, "{case}");
        }
        let allowed = basic.with_clear_text();
        assert!(allowed.answer(&"http://127.0.0.1:5232/".parse().unwrap(), &[]).is_ok());
        assert_eq!(Credentials::bearer("abc").unwrap().scheme().as_str(), "Bearer");
    }

    #[test]
    fn challenges_are_chosen_by_scheme() {
        let target: http::Uri = "https://a.example/".parse().unwrap();
        let asked = |text: &str| text.parse::<WwwAuthenticate>().unwrap().0;
        let (basic, bearer) =
            (Credentials::basic("me", "s3cret").unwrap(), Credentials::bearer("t0ken").unwrap());
        for (case, challenges, by_basic, by_bearer) in [
            ("one", "Basic realm=\"a\"", true, false),
            ("both", "Bearer realm=\"a\", Basic realm=\"a\"", true, true),
            ("names have no case", "BEARER error=\"invalid_token\"", false, true),
            ("digest first", "Digest realm=\"a\", nonce=\"n\", Basic realm=\"a\"", true, false),
            ("nobody's", "Negotiate, Digest realm=\"a\", nonce=\"n\"", false, false),
        ] {
            let challenges = asked(challenges);
            assert_eq!(basic.answer(&target, &challenges).is_ok(), by_basic, "{case}");
            assert_eq!(bearer.answer(&target, &challenges).is_ok(), by_bearer, "{case}");
        }
        let answer = bearer.answer(&target, &asked("Bearer")).unwrap();
        assert_eq!(answer.to_string(), "Bearer t0ken");
        // A token is as good as a password to whoever reads it (RFC 6750 §5.3).
        let open = "http://a.example/".parse().unwrap();
        assert_eq!(bearer.answer(&open, &asked("Bearer")), Err(FailureKind::ClearText));
    }

    /// RFC 7616 3.4: the proof is made of the method, the address and the parameters.
    #[test]
    fn what_digest_needs() {
        let challenges =
            "Digest realm=\"cal\", qop=\"auth\", nonce=\"7ypf\", stale=true, Basic realm=\"cal\"";
        let asked = Unauthorized {
            id: ExchangeId(0),
            method: Method::Propfind,
            target: "https://a.example/dav/".parse().unwrap(),
            challenges: challenges.parse::<WwwAuthenticate>().unwrap().0,
            attempts: 1,
        };
        let digest = asked.challenge(&AuthScheme::Digest).unwrap();
        let told = ["realm", "qop", "nonce", "STALE"].map(|name| digest.parameter(name).unwrap());
        assert_eq!(told, ["cal", "auth", "7ypf", "true"]);
        assert_eq!((asked.method.as_str(), asked.target.path()), ("PROPFIND", "/dav/"));
        assert_eq!(asked.challenge(&AuthScheme::Bearer), None);
    }
}
