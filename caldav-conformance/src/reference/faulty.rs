//! Where faults happen that the outside of a message shows: what goes wrong with a request before it is looked at, and
//! with a reply before it is sent.

use caldav_types::header::{IfMatch, IfNoneMatch};
use caldav_types::message::{Reply, Request};

use super::Fault;
use super::server::Server;

/// What a faulty server does not see, or sees otherwise.
pub(super) fn mistake(server: &Server, request: &mut Request) {
    if server.has(Fault::IfMatchIgnored) {
        request.headers.remove::<IfMatch>();
    }
    if server.has(Fault::IfNoneMatchIgnored) {
        request.headers.remove::<IfNoneMatch>();
    }
}

/// What a faulty server says otherwise than it should.
pub(super) fn garble(server: &Server, request: &Request, reply: Reply) -> Reply {
    let _ = (server, request);
    reply
}

/// What goes wrong when a reply is written.
pub(super) fn distort(
    server: &Server,
    method: &http::Method,
    response: http::Response<Vec<u8>>,
) -> http::Response<Vec<u8>> {
    let _ = (server, method);
    response
}
