//! PROPPATCH.

use caldav_types::message::Reply;
use caldav_types::property::DavProperty;
use caldav_types::request::{Proppatch, ProppatchInstruction};
use caldav_types::server::proppatch::decide;

use super::{Surroundings, verdict};
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &mut Server, call: &Call<'_>, body: &Proppatch) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let refusals = verdict::on_instructions(&body.instructions);
    let plan = decide(call.request, body, around.target(), &refusals)?;
    for change in &plan.changes {
        apply(server, call, change);
    }
    server.store.note_change(&call.path);
    Ok(plan.reply())
}

fn apply(server: &mut Server, call: &Call<'_>, change: &ProppatchInstruction) {
    let Some(resource) = server.store.get_mut(&call.path) else { return };
    match change {
        ProppatchInstruction::Set(property) => resource.set_property(DavProperty::clone(property)),
        ProppatchInstruction::Remove(name) => resource.remove_property(name),
    }
}
