//! How far a discovery goes.

use crate::client::RedirectPolicy;

/// How far a discovery goes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct DiscoveryOptions {
    /// Which redirects are followed, and which hosts services and homes may be at.
    pub redirects: RedirectPolicy,
    /// Looks for services without TLS too, and lets credentials be sent to them.
    pub clear_text: bool,
    /// How often one request is sent that the server answers by asking who it is; the one without credentials counts.
    pub attempts: usize,
    /// How many requests are sent at most.
    pub requests: usize,
    /// Further hosts that the user trusts with the credentials, each with the domain that it is the name of.
    pub hosts: Vec<String>,
    /// A random number, to choose by among services of the same priority
    /// ([RFC 2782](https://www.rfc-editor.org/rfc/rfc2782)): the heavier the likelier. Without one the heaviest comes
    /// first.
    pub random: Option<u64>,
}

impl Default for DiscoveryOptions {
    /// Nothing in the clear, three attempts, 64 requests.
    fn default() -> Self {
        Self {
            redirects: RedirectPolicy::default(),
            clear_text: false,
            attempts: 3,
            requests: 64,
            hosts: Vec::new(),
            random: None,
        }
    }
}

impl DiscoveryOptions {
    /// Which redirects are followed, and which hosts services and homes may be at.
    #[must_use]
    pub fn with_redirects(self, redirects: RedirectPolicy) -> Self {
        Self { redirects, ..self }
    }

    /// Looks for services without TLS too, and lets credentials be sent to them.
    #[must_use]
    pub fn with_clear_text(self) -> Self {
        Self { clear_text: true, ..self }
    }

    /// How often one request is sent that the server answers by asking who it is; the one without credentials counts.
    #[must_use]
    pub fn with_attempts(self, attempts: usize) -> Self {
        Self { attempts, ..self }
    }

    /// How many requests are sent at most.
    #[must_use]
    pub fn with_requests(self, requests: usize) -> Self {
        Self { requests, ..self }
    }

    /// With another host that the user trusts with the credentials, as one of
    /// [`Discovery::other_hosts`](super::Discovery::other_hosts).
    #[must_use]
    pub fn with_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// With a random number, to choose by among services of the same priority.
    #[must_use]
    pub fn with_random(self, random: u64) -> Self {
        Self { random: Some(random), ..self }
    }
}
