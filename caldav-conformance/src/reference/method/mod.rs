//! One file a method: facts looked up, a decision asked for, and what it says stored.

use caldav_types::Method;
use caldav_types::header::Location;
use caldav_types::message::{Operation, Reply};
use caldav_types::server::{Features, ResourceState, Target, conditional, options, prefer};
use http::StatusCode;

use super::Fault;
use super::live;
use super::path::Path;
use super::principals::CALENDARS;
use super::server::{Call, Server};
use super::store::Resource;

mod acl;
mod content;
mod copy_move;
mod delete;
mod get;
mod lock;
mod mkcol;
mod propfind;
mod proppatch;
mod put;
mod report;
mod verdict;

/// What comes of a request; a refusal is an error, but a reply all the same.
pub(super) fn answer(server: &mut Server, call: &Call<'_>) -> Result<Reply, Reply> {
    let reply = answer_by_method(server, call);
    let reply = reply.map_err(|reply| represented(server, call, reply));
    reply.map(|reply| represented(server, call, reply))
}

fn answer_by_method(server: &mut Server, call: &Call<'_>) -> Result<Reply, Reply> {
    match &call.request.operation {
        Operation::Options => options::answer(Surroundings::of(server, call).target()),
        Operation::Get | Operation::Head => get::answer(server, call),
        Operation::Put(content) => put::answer(server, call, content),
        Operation::Post(body) => put::add_member(server, call, body),
        Operation::Delete => delete::answer(server, call),
        Operation::Propfind { depth, body } => propfind::answer(server, call, *depth, body),
        Operation::Proppatch(body) => proppatch::answer(server, call, body),
        Operation::Mkcol(body) => mkcol::collection(server, call, body),
        Operation::Mkcalendar(body) => mkcol::calendar(server, call, body),
        Operation::Copy { destination, depth, overwrite } => {
            copy_move::copy(server, call, destination, *depth, *overwrite)
        }
        Operation::Move { destination, overwrite } => {
            copy_move::relocate(server, call, destination, *overwrite)
        }
        Operation::Lock { depth, timeout, body } => lock::take(server, call, *depth, timeout.as_ref(), body),
        Operation::RefreshLock { timeout } => lock::refresh(server, call, timeout.as_ref()),
        Operation::Unlock { token } => lock::give_up(server, call, token),
        Operation::Acl(body) => acl::answer(server, call, body),
        Operation::Report { depth, body } => report::answer(server, call, *depth, body),
        operation => Err(not_understood(&Surroundings::of(server, call), &operation.method())),
    }
}

/// RFC 8144 §3: the resource as it is now, for a client that prefers to see it.
fn represented(server: &Server, call: &Call<'_>, reply: Reply) -> Reply {
    let path = match &call.request.operation {
        Operation::Copy { destination, .. } | Operation::Move { destination, .. } => {
            Path::of(destination, &call.request.target)
        }
        Operation::Post(_) => match reply.headers.get::<Location>() {
            Some(Location(href)) => Path::of(&href, &call.request.target),
            None => return reply,
        },
        _ => call.path.clone(),
    };
    let Some(resource) = server.store.get(&path) else { return reply };
    let state = server.view(call).state(&path);
    if !resource.is_collection() && prefer::wants_representation(call.request, &reply, &state) {
        prefer::with_representation(reply, &state, content::content_of(resource))
    } else {
        reply
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
        let is_locking = matches!(call.request.method(), Method::Lock | Method::Unlock);
        let state = |path: &Path| {
            let mut state = view.state(path);
            if server.has(Fault::LockIgnored) && !is_locking {
                state.locks.clear();
            }
            state
        };
        Self {
            features: features(server, path),
            resource: state(path),
            parent: path.parent().map(|parent| state(&parent)),
            others: others.iter().map(|other| view.state(&Path::of(other, &call.request.target))).collect(),
        }
    }

    fn target(&self) -> Target<'_> {
        Target::new(&self.features, &self.resource, self.parent.as_ref()).with_others(&self.others)
    }
}

/// What the server can do at a place.
fn features(server: &Server, path: &Path) -> Features {
    server.store.get(path).map_or_else(Features::default, |resource| live::features(path, resource))
}

/// All that is below a place.
fn states_below(server: &Server, call: &Call<'_>, path: &Path) -> Vec<ResourceState> {
    let view = server.view(call);
    server.store.below(path).map(|(path, _)| view.state(path)).collect()
}

/// Can calendars be made there: anywhere in a home?
fn takes_calendars(path: &Path) -> bool {
    path.ancestors().any(|above| above.is_member_of(&Path::of_segments([CALENDARS])))
}

/// Is it in a calendar, at whatever depth?
fn is_below_calendar(server: &Server, path: &Path) -> bool {
    path.ancestors().filter_map(|above| server.store.get(&above)).any(Resource::is_calendar)
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
