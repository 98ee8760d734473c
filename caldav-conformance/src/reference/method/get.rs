//! GET and HEAD.

use std::fmt::Write;

use caldav_types::Privilege;
use caldav_types::header::MediaType;
use caldav_types::message::{Content, Reply};
use caldav_types::server::get::decide;

use super::{Surroundings, content};
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &Server, call: &Call<'_>) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let plan = decide(call.request, around.target())?;
    let content = match server.store.get(&call.path) {
        Some(resource) if !resource.is_collection() => content::content_of(resource),
        _ => listing(server, call),
    };
    Ok(plan.reply(content))
}

/// The members of a collection, one a line, for people.
fn listing(server: &Server, call: &Call<'_>) -> Content {
    let view = server.view(call);
    let mut text = String::new();
    for (path, resource) in server.store.members(&call.path) {
        if view.may(&Privilege::Read, path) {
            // Writing to a text does not fail.
            let _ = writeln!(text, "{}", path.href(resource.is_collection()));
        }
    }
    Content::new(MediaType::new("text", "plain").ok(), text)
}
