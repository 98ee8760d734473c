//! PROPFIND.

use caldav_types::message::Reply;
use caldav_types::request::Propfind;
use caldav_types::server::propfind::{Wanted, decide};
use caldav_types::{Depth, Privilege};

use super::Surroundings;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};
use crate::reference::view::View;

pub(super) fn answer(
    server: &Server,
    call: &Call<'_>,
    depth: Depth,
    body: &Propfind,
) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let plan = decide(call.request, depth, body, around.target())?;
    let view = server.view(call);
    let root = plan.includes_root.then_some(&call.path);
    let below: Vec<_> = match plan.depth {
        Depth::Zero => Vec::new(),
        Depth::One => server.store.members(&call.path).map(|(path, _)| path).collect(),
        Depth::Infinity => server.store.below(&call.path).map(|(path, _)| path).collect(),
    };
    // Of what the user may not read, the name is not told either (RFC 4918 §9.1.1).
    let readable = below.into_iter().filter(|path| view.may(&Privilege::Read, path));
    Ok(plan.answer(root.into_iter().chain(readable).map(|path| properties(&view, path, &plan.wanted))))
}

/// The properties of a resource that are wanted.
pub(super) fn properties(
    view: &View<'_>,
    path: &Path,
    wanted: &Wanted,
) -> caldav_types::server::ResourceProperties {
    view.properties(path, &|name| wanted.is_of_names() || wanted.needs(name))
}
