//! Where a redirect may lead.
//!
//! [RFC 9110 §15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4),
//! [RFC 6764 §5](https://www.rfc-editor.org/rfc/rfc6764#section-5),
//! [§8](https://www.rfc-editor.org/rfc/rfc6764#section-8)

use http::Uri;

use super::RedirectFault;
use crate::Href;
use crate::header::Location;
use crate::message::Reply;

/// Which redirects are followed, and which hosts a server may name.
///
/// ```
/// use caldav_types::client::{OtherHosts, RedirectPolicy};
/// let policy = RedirectPolicy::default();
/// let from = "https://caldav.example.com/".parse()?;
/// assert!(policy.allows(&from, &"https://p42-caldav.example.com/".parse()?).is_ok());
/// assert!(policy.allows(&from, &"https://caldav.example.net/".parse()?).is_err());
/// assert!(policy.allows(&from, &"http://caldav.example.com/".parse()?).is_err());
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RedirectPolicy {
    limit: usize,
    other_hosts: OtherHosts,
    downgrade: bool,
}

/// Which other hosts may be talked to. They get the credentials of the user.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OtherHosts {
    /// None.
    Never,
    /// Those of the same domain: a host within the other, or beside it within a domain of two labels or more.
    #[default]
    SameDomain,
    /// All.
    Any,
}

impl Default for RedirectPolicy {
    /// Five redirects, within the same domain, never from https to http.
    fn default() -> Self {
        Self { limit: 5, other_hosts: OtherHosts::SameDomain, downgrade: false }
    }
}

impl RedirectPolicy {
    /// How many redirects one exchange may take.
    #[must_use]
    pub const fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Which other hosts may be talked to.
    #[must_use]
    pub const fn with_other_hosts(self, other_hosts: OtherHosts) -> Self {
        Self { other_hosts, ..self }
    }

    /// Follows redirects from https to http too.
    #[must_use]
    pub const fn with_downgrade(self) -> Self {
        Self { downgrade: true, ..self }
    }

    /// May a server at one address send its client to the other?
    ///
    /// # Errors
    ///
    /// It may not: the fault says why.
    pub fn allows(&self, from: &Uri, to: &Uri) -> Result<(), RedirectFault> {
        if !self.downgrade && from.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
            return Err(RedirectFault::Downgrade);
        }
        let (from, to) = (from.host().unwrap_or_default(), to.host().unwrap_or_default());
        let allowed = from.eq_ignore_ascii_case(to)
            || match self.other_hosts {
                OtherHosts::Never => false,
                OtherHosts::SameDomain => is_same_domain(from, to),
                OtherHosts::Any => true,
            };
        if allowed { Ok(()) } else { Err(RedirectFault::OtherHost) }
    }

    /// Where a redirect leads, if it is followed. `trail` are the addresses asked so far; the last one redirected.
    ///
    /// # Errors
    ///
    /// It is not followed: the fault says why.
    pub fn follow(&self, trail: &[Uri], reply: &Reply) -> Result<Uri, RedirectFault> {
        let (Some(first), Some(last)) = (trail.first(), trail.last()) else {
            return Err(RedirectFault::NoLocation);
        };
        let location = reply.headers.get::<Location>().ok_or(RedirectFault::NoLocation)?;
        let target = location.0.resolve(last).map_err(|_| RedirectFault::NoLocation)?;
        if trail.iter().any(|asked| is_same_place(asked, &target)) {
            return Err(RedirectFault::Loop);
        }
        if trail.len() > self.limit {
            return Err(RedirectFault::TooMany);
        }
        self.allows(last, &target)?;
        self.allows(first, &target)?;
        Ok(target)
    }
}

/// Is the reply a redirect? 304 is none, and 300 leaves the choice to people.
pub(super) fn is_redirect(reply: &Reply) -> bool {
    matches!(reply.status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// A slash at the end tells two places apart here: servers redirect from one to the other.
fn is_same_place(one: &Uri, other: &Uri) -> bool {
    one.path().ends_with('/') == other.path().ends_with('/')
        && Href::from(one).is_same(&Href::from(other), one)
}

fn is_same_domain(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    if is_address(&one) || is_address(&other) {
        return false;
    }
    let around = |host: &str| host.split_once('.').map(|(_, domain)| domain.to_owned());
    let is_within = |host: &str, domain: &str| {
        domain.contains('.') && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
    };
    is_within(&one, &other)
        || is_within(&other, &one)
        || around(&one).is_some_and(|domain| domain.contains('.') && around(&other) == Some(domain))
}

/// Numbers have no domain.
pub(super) fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use http::{StatusCode, Uri};

    use super::{OtherHosts, RedirectPolicy};
    use crate::Href;
    use crate::client::RedirectFault;
    use crate::header::Location;
    use crate::message::Reply;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn hosts() {
        let policy = RedirectPolicy::default();
        for (case, from, to, expected) in [
            ("the same", "https://a.example.com/", "https://A.example.com:8443/x", Ok(())),
            ("within", "https://example.com/", "https://dav.example.com/", Ok(())),
            ("around", "https://dav.example.com/", "https://example.com/", Ok(())),
            ("q-11: beside", "https://caldav.icloud.com/", "https://p42-caldav.icloud.com/", Ok(())),
            ("another", "https://example.com/", "https://example.net/", Err(RedirectFault::OtherHost)),
            ("a top domain", "https://a.com/", "https://b.com/", Err(RedirectFault::OtherHost)),
            ("no label", "https://example.com/", "https://badexample.com/", Err(RedirectFault::OtherHost)),
            ("numbers", "https://10.0.0.1/", "https://10.9.0.0.1/", Err(RedirectFault::OtherHost)),
            ("numbers beside", "https://10.0.0.1/", "https://11.0.0.1/", Err(RedirectFault::OtherHost)),
            ("down", "https://example.com/", "http://example.com/", Err(RedirectFault::Downgrade)),
            ("up", "http://example.com/", "https://example.com/", Ok(())),
        ] {
            assert_eq!(policy.allows(&uri(from), &uri(to)), expected, "{case}");
        }
        let any = policy.with_other_hosts(OtherHosts::Any).with_downgrade();
        assert_eq!(any.allows(&uri("https://a.com/"), &uri("http://b.com/")), Ok(()));
        let never = policy.with_other_hosts(OtherHosts::Never);
        assert!(never.allows(&uri("https://example.com/"), &uri("https://a.example.com/")).is_err());
    }

    #[test]
    fn limits() {
        let policy = RedirectPolicy::default().with_limit(2);
        let to =
            |text: &str| Reply::new(StatusCode::MOVED_PERMANENTLY).with(&Location(Href::new(text))).unwrap();
        let start = uri("https://example.com/a");
        let trail = |more: &[&str]| {
            std::iter::once(start.clone()).chain(more.iter().map(|path| uri(path))).collect::<Vec<_>>()
        };
        for (case, trail, location, expected) in [
            ("a path", trail(&[]), "/b/", Ok(uri("https://example.com/b/"))),
            ("a slash", trail(&[]), "/a/", Ok(uri("https://example.com/a/"))),
            ("itself", trail(&[]), "https://EXAMPLE.com:443/a", Err(RedirectFault::Loop)),
            ("back", trail(&["https://example.com/b"]), "/a", Err(RedirectFault::Loop)),
            ("last", trail(&["https://example.com/b"]), "/c", Ok(uri("https://example.com/c"))),
            (
                "too many",
                trail(&["https://example.com/b", "https://example.com/c"]),
                "/d",
                Err(RedirectFault::TooMany),
            ),
            ("no address", trail(&[]), "mailto:a@example.com", Err(RedirectFault::NoLocation)),
            (
                "step by step away",
                trail(&["https://x.dav.example.com/"]),
                "https://y.dav.example.com/",
                Ok(uri("https://y.dav.example.com/")),
            ),
        ] {
            assert_eq!(policy.follow(&trail, &to(location)), expected, "{case}");
        }
        let without = Reply::new(StatusCode::FOUND);
        assert_eq!(policy.follow(&trail(&[]), &without), Err(RedirectFault::NoLocation));
        assert_eq!(policy.follow(&[], &to("/a")), Err(RedirectFault::NoLocation));
    }
}
