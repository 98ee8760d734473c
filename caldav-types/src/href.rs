//! The address of a resource as a document or a field states it.
//!
//! [RFC 4918 §8.3](https://www.rfc-editor.org/rfc/rfc4918#section-8.3),
//! [§14.7](https://www.rfc-editor.org/rfc/rfc4918#section-14.7)
//!
//! ```abnf
//! Simple-ref = absolute-URI | ( path-absolute [ "?" query ] )
//! ```

use std::borrow::Cow;
use std::fmt;

use http::Uri;
use http::uri::Parts;
use percent_encoding::{percent_decode, percent_decode_str, percent_encode, utf8_percent_encode};

use reference::{
    NOT_IN_SEGMENT, NOT_IN_URI, Reference, canonical_query, from, is_http, origin, without_dots,
};

mod reference;

/// The content of a DAV:href: an absolute path or an absolute URI, in the spelling it came in.
///
/// Servers spell one address in many ways, so two are compared by what they mean at the place of a request:
///
/// ```
/// use caldav_types::Href;
/// let request: http::Uri = "https://cal.example.com/home/".parse().unwrap();
/// let asked = Href::new("/home/bernard%40example.com/work");
/// let answered = Href::new("https://CAL.example.com:443/home/bernard@example.com/work/");
/// assert_ne!(asked, answered); // not the same spelling
/// assert!(asked.is_same(&answered, &request));
/// assert_eq!(answered.last_segment().as_deref(), Some("work"));
/// assert_eq!(answered.join("a b.ics").as_str(), "https://CAL.example.com:443/home/bernard@example.com/work/a%20b.ics");
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Href(String);

impl Href {
    /// An address as it is spelled, without the white space around it.
    #[must_use]
    pub fn new(spelling: &str) -> Self {
        Self(spelling.trim_matches([' ', '\t', '\r', '\n']).into())
    }

    /// The address as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as it is spelled, without query and fragment. Of a URI that is not one of HTTP, such as `mailto:`, it
    /// is what follows the scheme.
    #[must_use]
    pub fn path(&self) -> &str {
        Reference::of(&self.0).path
    }

    /// Does it end in a slash, as the address of a collection should?
    #[must_use]
    pub fn is_collection(&self) -> bool {
        self.path().ends_with('/')
    }

    /// The address with a slash at the end of its path.
    #[must_use]
    pub fn into_collection(self) -> Self {
        if self.is_collection() {
            return self;
        }
        let (before, after) = self.split_at_path_end();
        Self(format!("{before}/{after}"))
    }

    /// The last segment of the path, decoded: the name of the resource in its collection. `None` for the root, and
    /// where the octets are not UTF-8.
    #[must_use]
    pub fn last_segment(&self) -> Option<String> {
        let segment = self.path().trim_end_matches('/').rsplit('/').next()?;
        let decoded = percent_decode_str(segment).decode_utf8().ok()?;
        if decoded.is_empty() { None } else { Some(decoded.into_owned()) }
    }

    /// The collection that the resource is a member of; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (path, _) = self.split_at_path_end();
        let authority = path.len() - self.path().len();
        let path = path.trim_end_matches('/');
        let end = path.rfind('/').filter(|slash| *slash >= authority)?;
        path.get(..=end).map(|parent| Self(parent.into()))
    }

    /// A member of the collection with this name, which is encoded as a segment needs it.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let (path, _) = self.split_at_path_end();
        let slash = if path.ends_with('/') { "" } else { "/" };
        // These two would be steps in the path.
        let name = match name {
            "." => "%2E".into(),
            ".." => "%2E%2E".into(),
            name => utf8_percent_encode(name, NOT_IN_SEGMENT).to_string(),
        };
        Self(format!("{path}{slash}{name}"))
    }

    /// Where to send a request to: the address seen from the one it was found at
    /// ([RFC 3986 §5](https://www.rfc-editor.org/rfc/rfc3986#section-5)), in its own spelling, save that characters no
    /// URI has are encoded.
    ///
    /// What RFC 4918 forbids and servers send is read by what they mean: `//a/b` is a path, and so is `a:b.ics`.
    ///
    /// # Errors
    ///
    /// The address is a URI of another scheme than `http` and `https`, such as `mailto:` or `urn:`; or the request has
    /// no authority and neither has the address.
    ///
    /// ```
    /// use caldav_types::Href;
    /// let request: http::Uri = "https://example.com/cal/work/".parse().unwrap();
    /// assert_eq!(Href::new("a:b.ics").resolve(&request).unwrap(), "https://example.com/cal/work/a:b.ics");
    /// assert_eq!(Href::new("/cal/x y.ics").resolve(&request).unwrap(), "https://example.com/cal/x%20y.ics");
    /// assert!(Href::new("mailto:bernard@example.com").resolve(&request).is_err());
    /// ```
    pub fn resolve(&self, request: &Uri) -> Result<Uri, HrefError> {
        let reference = Reference::of(&self.0);
        let encoded = |text: &str| utf8_percent_encode(text, NOT_IN_URI).to_string();
        let mut parts = Parts::default();
        match reference.scheme {
            Some(scheme) if is_http(scheme) => {
                parts.scheme = scheme.to_ascii_lowercase().parse().ok();
                parts.authority = reference.authority.and_then(|authority| authority.parse().ok());
            }
            Some(_) => return Err(HrefError::new(HrefErrorKind::Scheme)),
            None => {
                parts.scheme = request.scheme().cloned();
                parts.authority = request.authority().cloned();
            }
        }
        if parts.scheme.is_none() || parts.authority.is_none() {
            return Err(HrefError::new(HrefErrorKind::Authority));
        }
        let mut target = if reference.scheme.is_none() {
            encoded(&from(request, &reference))
        } else {
            encoded(&without_dots(reference.path))
        };
        if let Some(query) = reference.query {
            target.push('?');
            target.push_str(&encoded(query));
        }
        parts.path_and_query = target.parse().ok();
        if parts.path_and_query.is_none() {
            return Err(HrefError::new(HrefErrorKind::Path));
        }
        Uri::from_parts(parts).map_err(|_| HrefError::new(HrefErrorKind::Path))
    }

    /// What the address means, to be compared and looked up by; see [`HrefKey`].
    #[must_use]
    pub fn key(&self, request: &Uri) -> HrefKey {
        let reference = Reference::of(&self.0);
        let path = match reference.scheme {
            Some(scheme) if !is_http(scheme) => {
                return HrefKey { origin: String::new(), path: self.0.clone() };
            }
            Some(_) => without_dots(reference.path),
            None => from(request, &reference),
        };
        let origin = match (reference.scheme, reference.authority) {
            (Some(scheme), Some(authority)) => origin(scheme, authority),
            _ => match (request.scheme_str(), request.authority()) {
                (Some(scheme), Some(authority)) => origin(scheme, authority.as_str()),
                _ => String::new(),
            },
        };
        let mut key = String::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let octets: Cow<'_, [u8]> = percent_decode_str(segment).into();
            key.push('/');
            key.extend(percent_encode(&octets, NOT_IN_SEGMENT));
        }
        if key.is_empty() {
            key.push('/');
        }
        if let Some(query) = reference.query {
            key.push('?');
            key.push_str(&canonical_query(query));
        }
        HrefKey { origin, path: key }
    }

    /// Do both mean the same resource, seen from the address of a request?
    #[must_use]
    pub fn is_same(&self, other: &Self, request: &Uri) -> bool {
        self.key(request) == other.key(request)
    }

    /// The spelling with characters that no URI has encoded, for fields of messages.
    pub(crate) fn in_field(&self) -> impl fmt::Display {
        utf8_percent_encode(&self.0, NOT_IN_URI)
    }

    /// What ends with the path, and what follows it.
    fn split_at_path_end(&self) -> (&str, &str) {
        let end = self.0.find(['?', '#']).unwrap_or(self.0.len());
        self.0.split_at(end)
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Href {
    fn from(spelling: &str) -> Self {
        Self::new(spelling)
    }
}

impl From<&Uri> for Href {
    fn from(uri: &Uri) -> Self {
        Self(uri.to_string())
    }
}

/// What an [`Href`] means: two that mean the same resource have the same key.
///
/// Octets that are encoded equal those that are not, in either case of their digits; so do a path with a slash at the
/// end and one without, slashes in a row and a single one, a port and its absence where it is that of the scheme.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HrefKey {
    origin: String,
    path: String,
}

impl HrefKey {
    /// The path and query alone, for servers that name themselves in ways that differ, as those behind a proxy do.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The scheme, host and port, as in `https://example.com:8443`; empty where neither the address nor the request
    /// told them.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The key of the address that was encoded twice to get this one, as in `%2540`; `None` where nothing was.
    ///
    /// It may be another resource, so this is for an answer that nothing asked for fits otherwise.
    #[must_use]
    pub fn encoded_once(&self) -> Option<Self> {
        let (path, query) =
            self.path.split_once('?').map_or((self.path.as_str(), None), |(p, q)| (p, Some(q)));
        if !path.contains('%') {
            return None;
        }
        let mut once = String::new();
        for segment in path.split('/').skip(1) {
            let octets: Vec<u8> = percent_decode_str(segment).collect();
            let octets: Vec<u8> = percent_decode(&octets).collect();
            once.push('/');
            once.extend(percent_encode(&octets, NOT_IN_SEGMENT));
        }
        if once == path {
            return None;
        }
        if let Some(query) = query {
            once.push('?');
            once.push_str(query);
        }
        Some(Self { origin: self.origin.clone(), path: once })
    }
}

/// Why an [`Href`] is no address to send a request to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HrefError {
    kind: HrefErrorKind,
}

impl HrefError {
    const fn new(kind: HrefErrorKind) -> Self {
        Self { kind }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> HrefErrorKind {
        self.kind
    }
}

impl fmt::Display for HrefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            HrefErrorKind::Scheme => "expected an address of the scheme http or https, found another scheme",
            HrefErrorKind::Authority => {
                "expected a host in the address or in that of the request, found none"
            }
            HrefErrorKind::Path => "expected a path that fits into a request, found another",
        })
    }
}

impl std::error::Error for HrefError {}

/// The kinds of [`HrefError`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum HrefErrorKind {
    /// A URI of another scheme than those of HTTP.
    Scheme,
    /// Neither the address nor the request says a host, or what stands there is none.
    Authority,
    /// The path is longer than a request can hold.
    Path,
}

#[cfg(test)]
mod tests;
