//! The network: HTTP over TLS.

use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;

use super::wire::{NoResponse, Transport, is_loopback};

/// Connections to servers, kept open while they are used.
#[derive(Debug)]
pub(super) struct Network {
    agent: Agent,
    /// What is on this machine is not asked for through a proxy.
    local: Agent,
}

impl Network {
    pub(super) fn new(jobs: usize) -> Self {
        let config = || {
            Config::builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .allow_non_standard_methods(true)
                .user_agent(concat!("caldav-conformance/", env!("CARGO_PKG_VERSION")))
                .max_idle_connections_per_host(jobs)
                .timeout_connect(Some(Duration::from_secs(15)))
                .timeout_recv_response(Some(Duration::from_secs(120)))
                .timeout_global(Some(Duration::from_secs(300)))
        };
        Self {
            agent: Agent::new_with_config(config().build()),
            local: Agent::new_with_config(config().proxy(None).build()),
        }
    }
}

impl Transport for Network {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, NoResponse> {
        let is_local = request.uri().host().is_some_and(is_loopback);
        let agent = if is_local { &self.local } else { &self.agent };
        let silence = |fault| {
            NoResponse(match fault {
                ureq::Error::Io(fault) => fault.to_string(),
                fault => fault.to_string(),
            })
        };
        let (head, mut body) = agent.run(request).map_err(silence)?.into_parts();
        let octets = body.with_config().limit(LARGEST_BODY).read_to_vec().map_err(silence)?;
        Ok(http::Response::from_parts(head, octets))
    }
}

/// How many octets a response may have: what a batch of the largest objects takes.
const LARGEST_BODY: u64 = 256 << 20;
