//! PUT, and POST that adds a member.

use caldav_types::message::{Content, Post, Reply};
use caldav_types::server::{post_add_member, put};
use http::StatusCode;

use super::content::{Arrival, store, submission};
use super::{Surroundings, not_understood};
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &mut Server, call: &Call<'_>, content: &Content) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let collection = call.path.parent().unwrap_or_else(Path::root);
    let arrival = Arrival { collection: &collection, place: Some(&call.path), from: None, content };
    let facts = put::Facts { submission: submission(server, call, arrival), ..put::Facts::default() };
    let plan = put::decide(call.request, content, around.target(), &facts)?;
    Ok(plan.reply(&store(server, call, &call.path, content)))
}

/// A POST to a collection; the other things that one may be for, this server does not do.
pub(super) fn add_member(server: &mut Server, call: &Call<'_>, body: &Post) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let Post::Content(content) = body else { return Err(Reply::new(StatusCode::FORBIDDEN)) };
    if around.resource.exists && !around.features.add_member {
        return Err(not_understood(&around, &call.request.method()));
    }
    let arrival = Arrival { collection: &call.path, place: None, from: None, content };
    let submission = submission(server, call, arrival);
    let plan = post_add_member::decide(call.request, content, around.target(), &submission)?;
    let ending = if around.resource.is_calendar() { ".ics" } else { "" };
    let place = call.path.child(&format!("{}{ending}", server.store.identifiers.uuid()));
    let stored = store(server, call, &place, content);
    Ok(plan.reply(&place.href(false), &stored))
}
