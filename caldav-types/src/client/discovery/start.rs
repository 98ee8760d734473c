//! What a user knows of an account: a host, an address of mail or of the web.
//!
//! [RFC 6764 §6](https://www.rfc-editor.org/rfc/rfc6764#section-6)

use std::fmt;

use http::Uri;

use crate::client::redirect::is_address;

/// Where a discovery begins.
///
/// ```
/// use caldav_types::client::Start;
/// assert_eq!(Start::parse("mailto:bernard@example.com")?.domain(), Some("example.com"));
/// assert_eq!(Start::parse("caldavs://cal.example.com/dav")?.url().unwrap(), "https://cal.example.com/dav");
/// assert!(Start::parse("ftp://example.com/").is_err());
/// # Ok::<(), caldav_types::client::StartError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Start {
    place: Place,
    user: Option<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Place {
    Domain(String),
    Url(Uri),
}

impl Start {
    /// Reads a host name, an address of mail with or without `mailto:`, or a URL; of one, `https` is what is meant
    /// where no scheme is told. A password in it is left out.
    ///
    /// # Errors
    ///
    /// It is none of these.
    pub fn parse(text: &str) -> Result<Self, StartError> {
        let text = text.trim();
        if let Some((scheme, rest)) = text.split_once("://") {
            let scheme = match scheme.to_ascii_lowercase().as_str() {
                "https" | "caldavs" => "https",
                "http" | "caldav" => "http",
                _ => return Err(StartError { kind: StartErrorKind::Scheme }),
            };
            return Self::at_url(scheme, rest);
        }
        let (text, is_uri) = match text.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
                (text.get(7..).unwrap_or_default(), true)
            }
            _ => (text, false),
        };
        if let Some((user, domain)) = text.rsplit_once('@').filter(|(user, _)| !user.contains(['/', ':'])) {
            let domain = domain.split('?').next().unwrap_or_default();
            if user.is_empty() || domain.contains([':', '/']) {
                return Err(StartError { kind: StartErrorKind::Host });
            }
            let user = if is_uri { decoded(user) } else { user.to_owned() };
            let user = Some(format!("{user}@{domain}"));
            return Ok(Self { place: Place::Domain(host(domain)?), user });
        }
        if text.contains(['/', ':', '?', '[']) {
            return Self::at_url("https", text);
        }
        Ok(Self { place: Place::Domain(host(text)?), user: None })
    }

    fn at_url(scheme: &str, rest: &str) -> Result<Self, StartError> {
        let error = StartError { kind: StartErrorKind::Host };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, authority) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let user = user.and_then(|user| user.split(':').next()).filter(|user| !user.is_empty());
        let path = path.split('#').next().unwrap_or_default();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let url: Uri = format!("{scheme}://{authority}").parse().map_err(|_| error)?;
        let url = crate::Href::new(&path).resolve(&url).map_err(|_| error)?;
        if url.host().is_none_or(str::is_empty) {
            return Err(error);
        }
        let user = user.map(decoded);
        Ok(Self { place: Place::Url(url), user })
    }

    /// The domain to look for services in; `None` where the user gave a URL.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        match &self.place {
            Place::Domain(domain) => Some(domain),
            Place::Url(_) => None,
        }
    }

    /// The URL that the user gave.
    #[must_use]
    pub const fn url(&self) -> Option<&Uri> {
        match &self.place {
            Place::Url(url) => Some(url),
            Place::Domain(_) => None,
        }
    }

    /// Who the user is, where that is told: the whole address of mail, or the name in a URL.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The names to log in with, the likeliest first: the whole address of mail and, where that fails, what stands before
    /// the `@` ([RFC 6764 §6](https://www.rfc-editor.org/rfc/rfc6764#section-6), step 4); or the name in a URL.
    ///
    /// ```
    /// use caldav_types::client::Start;
    /// let start = Start::parse("bernard@example.com")?;
    /// assert_eq!(start.user_names().collect::<Vec<_>>(), ["bernard@example.com", "bernard"]);
    /// # Ok::<(), caldav_types::client::StartError>(())
    /// ```
    pub fn user_names(&self) -> impl Iterator<Item = &str> {
        let whole = self.user();
        let local = whole.filter(|_| self.domain().is_some()).and_then(|user| user.rsplit_once('@'));
        whole.into_iter().chain(local.map(|(local, _)| local))
    }

    /// Is it a name that services can be looked up for?
    pub(super) fn has_services(&self) -> bool {
        self.domain().is_some_and(|domain| domain.contains('.') && !is_address(domain))
    }
}

/// Without percent-encoding ([RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn host(text: &str) -> Result<String, StartError> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_name = !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet))
        });
    if is_name { Ok(text.to_ascii_lowercase()) } else { Err(StartError { kind: StartErrorKind::Host }) }
}

/// Why a text is nothing to begin with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StartError {
    kind: StartErrorKind,
}

impl StartError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> StartErrorKind {
        self.kind
    }
}

/// The kinds of [`StartError`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StartErrorKind {
    /// A URL of another scheme.
    Scheme,
    /// What should be a host is none.
    Host,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            StartErrorKind::Scheme => {
                "expected one of the schemes https, http, caldavs and caldav, found another"
            }
            StartErrorKind::Host => {
                "expected the name of a host, in the form \"xn--\" where it is not ASCII, found none"
            }
        })
    }
}

impl std::error::Error for StartError {}
