//! Where a redirect may lead.
//!
//! [RFC 9110 §15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4),
//! [RFC 6764 §5](https://www.rfc-editor.org/rfc/rfc6764#section-5),
//! [§8](https://www.rfc-editor.org/rfc/rfc6764#section-8)

use http::Uri;
use http::uri::Scheme;

use super::RedirectFault;
use crate::Href;
use crate::header::Location;
use crate::message::Reply;

/// Which redirects are followed, and which hosts a server may name.
///
/// ```
/// use caldav_types::client::{OtherHosts, RedirectPolicy};
/// let policy = RedirectPolicy::default();
/// let from = "https://example.com/".parse()?;
/// assert!(policy.allows(&from, &"https://caldav.example.com/".parse()?).is_ok());
/// assert!(policy.allows(&from, &"https://caldav.example.net/".parse()?).is_err());
/// assert!(policy.allows(&from, &"http://example.com/".parse()?).is_err());
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
    /// Those in the domain that the one host is the name of, as `caldav.example.com` is in `example.com`
    /// ([RFC 6764 §8](https://www.rfc-editor.org/rfc/rfc6764#section-8)), and those of one provider that are known.
    ///
    /// Hosts beside one another are not: `a.example.com` and `b.example.com` look as `a.co.uk` and `b.co.uk` do, which
    /// have nothing to do with each other. Nor is the domain around a host.
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
        self.allows_of(std::slice::from_ref(from), &[], to)
    }

    /// Where a redirect leads, if it is followed. `trail` are the addresses asked so far; the last one redirected.
    ///
    /// # Errors
    ///
    /// It is not followed: the fault says why.
    pub fn follow(&self, trail: &[Uri], reply: &Reply) -> Result<Uri, RedirectFault> {
        self.follow_of(trail, &[], reply)
    }

    /// The same where there are `trusted` hosts besides those asked.
    pub(super) fn follow_of(
        &self,
        trail: &[Uri],
        trusted: &[String],
        reply: &Reply,
    ) -> Result<Uri, RedirectFault> {
        let target = trail.last().and_then(|last| location(last, reply)).ok_or(RedirectFault::NoLocation)?;
        if trail.iter().any(|asked| is_same_place(asked, &target)) {
            return Err(RedirectFault::Loop);
        }
        if trail.len() > self.limit {
            return Err(RedirectFault::TooMany);
        }
        self.allows_of(trail, trusted, &target)?;
        Ok(target)
    }

    /// May those asked so far, or one of the `trusted` hosts, send their client there?
    pub(super) fn allows_of(&self, asked: &[Uri], trusted: &[String], to: &Uri) -> Result<(), RedirectFault> {
        let is_secure = |uri: &Uri| uri.scheme_str() == Some("https");
        if !self.downgrade && asked.iter().any(is_secure) && !is_secure(to) {
            return Err(RedirectFault::Downgrade);
        }
        let to = to.host().unwrap_or_default().to_ascii_lowercase();
        let of_asked = asked.iter().map(|uri| uri.host().unwrap_or_default());
        let mut hosts = of_asked.chain(trusted.iter().map(String::as_str)).map(str::to_ascii_lowercase);
        if hosts.any(|host| self.trusts(&host, &to)) { Ok(()) } else { Err(RedirectFault::OtherHost) }
    }

    fn trusts(&self, host: &str, other: &str) -> bool {
        host == other
            || match self.other_hosts {
                OtherHosts::Never => false,
                OtherHosts::SameDomain => {
                    !is_address(host)
                        && ((host.contains('.') && is_within(other, host))
                            || are_of_one_provider(host, other))
                }
                OtherHosts::Any => true,
            }
    }
}

/// Where a redirect wants to lead, followed or not.
pub(super) fn location(from: &Uri, reply: &Reply) -> Option<Uri> {
    reply.headers.get::<Location>()?.0.resolve(from).ok()
}

/// The port of an address, told or by its scheme ([RFC 9110 §4.2](https://www.rfc-editor.org/rfc/rfc9110#section-4.2)).
pub(super) fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Some(443),
        Some(scheme) if *scheme == Scheme::HTTP => Some(80),
        _ => None,
    })
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

/// Is the host of this domain, or the domain itself? Both are in lower case.
pub(super) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Are both hosts of one provider whose service is known to be at several?
fn are_of_one_provider(one: &str, other: &str) -> bool {
    PROVIDERS.iter().any(|provider| {
        let is_of = |host: &str| {
            provider.domains.iter().any(|domain| is_within(host, domain)) || provider.hosts.contains(&host)
        };
        is_of(one) && is_of(other)
    })
}

/// Hosts of one provider.
struct Provider {
    /// Domains in which it alone has hosts.
    domains: &'static [&'static str],
    /// Hosts in domains that others have hosts in too.
    hosts: &'static [&'static str],
}

const PROVIDERS: &[Provider] = &[
    Provider { domains: &["icloud.com", "me.com", "mac.com"], hosts: &[] },
    Provider { domains: &["google.com", "gmail.com", "googlemail.com"], hosts: &[GOOGLE_API] },
    Provider { domains: &["naver.com"], hosts: &[] },
];

/// Where Google has its service. Other hosts of that domain belong to whoever rents them.
pub(super) const GOOGLE_API: &str = "apidata.googleusercontent.com";

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
            ("around", "https://dav.example.com/", "https://example.com/", Err(RedirectFault::OtherHost)),
            ("beside", "https://a.example.com/", "https://b.example.com/", Err(RedirectFault::OtherHost)),
            ("beside in co.uk", "https://a.co.uk/", "https://b.co.uk/", Err(RedirectFault::OtherHost)),
            ("another", "https://example.com/", "https://example.net/", Err(RedirectFault::OtherHost)),
            ("a top domain", "https://com/", "https://b.com/", Err(RedirectFault::OtherHost)),
            ("no label", "https://example.com/", "https://badexample.com/", Err(RedirectFault::OtherHost)),
            ("numbers", "https://10.0.0.1/", "https://10.10.0.0.1/", Err(RedirectFault::OtherHost)),
            ("numbers beside", "https://10.0.0.1/", "https://11.0.0.1/", Err(RedirectFault::OtherHost)),
            ("q-11: iCloud", "https://caldav.icloud.com/", "https://p42-caldav.icloud.com/", Ok(())),
            ("q-11: Google", "https://www.google.com/", "https://apidata.googleusercontent.com/", Ok(())),
            (
                "what others rent of Google",
                "https://www.google.com/",
                "https://1.2.3.4.bc.googleusercontent.com/",
                Err(RedirectFault::OtherHost),
            ),
            (
                "one provider and another",
                "https://caldav.icloud.com/",
                "https://www.google.com/",
                Err(RedirectFault::OtherHost),
            ),
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
