//! One file a method: facts looked up, a decision asked for, and what it says stored.

use caldav_types::header::Location;
use caldav_types::message::{Operation, Reply};
use caldav_types::server::{Features, ResourceState, Target, conditional, options};
use caldav_types::Method;
use http::StatusCode;

use super::live;
use super::path::Path;
use super::server::{Call, Server};

mod acl;
mod proppatch;
mod propfind;
mod report;
mod verdict;

/// What comes of a request; a refusal is an error, but a reply all the same.
pub(super) fn answer(server: &mut Server, call: &Call<'_>) -> Result<Reply, Reply> {
    match &call.request.operation {
        Operation::Options => {
            let around = Surroundings::of(server, call);
            options::answer(around.target())
        }
        Operation::Propfind { depth, body } => propfind::answer(server, call, *depth, body),
        Operation::Proppatch(body) => proppatch::answer(server, call, body),
        Operation::Acl(body) => acl::answer(server, call, body),
        Operation::Report { depth, body } => report::answer(server, call, *depth, body),
        operation => {
            let around = Surroundings::of(server, call);
            Err(not_understood(&around, &operation.method()))
        }
    }
}

/// RFC 6764 §5: the server begins at the root.
pub(super) fn well_known() -> Reply {
    let reply = Reply::new(StatusCode::MOVED_PERMANENTLY);
    reply.with(&Location(Path::root().href(true))).unwrap_or_else(|_| Reply::new(StatusCode::NOT_FOUND))
}

/// The resource of a request with what surrounds it.
#[derive(Debug)]
struct Surroundings {
    features: Features,
    resource: ResourceState,
    parent: Option<ResourceState>,
    others: Vec<ResourceState>,
}

impl Surroundings {
    /// Those of the place that the request is sent to.
    fn of(server: &Server, call: &Call<'_>) -> Self {
        Self::at(server, call, &call.path)
    }

    /// Those of another place.
    fn at(server: &Server, call: &Call<'_>, path: &Path) -> Self {
        let view = server.view(call);
        let others = conditional::other_resources(call.request);
        Self {
            features: features(server, path),
            resource: view.state(path),
            parent: path.parent().map(|parent| view.state(&parent)),
            others: others.iter().map(|other| view.state(&Path::of(other, &call.request.target))).collect(),
        }
    }

    fn target(&self) -> Target<'_> {
        Target::new(&self.features, &self.resource, self.parent.as_ref()).with_others(&self.others)
    }
}

/// What the server can do at a place.
fn features(server: &Server, path: &Path) -> Features {
    let add_member = server.store.get(path).is_some_and(|resource| live::is_synchronized(path, resource));
    Features { add_member, ..Features::default() }
}

/// 404 where there is nothing, else 405 with `Allow`; 501 for what no resource understands (RFC 9110 §9.1).
fn not_understood(around: &Surroundings, method: &Method) -> Reply {
    if matches!(method, Method::Other(_)) {
        return Reply::new(StatusCode::NOT_IMPLEMENTED);
    }
    if !around.resource.exists {
        return Reply::new(StatusCode::NOT_FOUND);
    }
    let allow = around.features.allow(&around.resource);
    let reply = Reply::new(StatusCode::METHOD_NOT_ALLOWED);
    reply.with(&allow).unwrap_or_else(|_| Reply::new(StatusCode::METHOD_NOT_ALLOWED))
}
