//! PROPPATCH.

use caldav_types::message::Reply;
use caldav_types::property::DavProperty;
use caldav_types::request::{Proppatch, ProppatchInstruction};
use caldav_types::server::proppatch::{decide, is_protected};

use super::{Surroundings, verdict};
use crate::reference::Fault;
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &mut Server, call: &Call<'_>, body: &Proppatch) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let refusals = verdict::on_instructions(&body.instructions);
    let decision = decide(call.request, body, around.target(), &refusals);
    if decision.is_err() && server.has(Fault::ProppatchPartial) && around.resource.exists {
        let is_refused = |change: &ProppatchInstruction| {
            is_protected(&change.name()) || refusals.iter().any(|(name, _)| *name == change.name())
        };
        body.instructions.iter().filter(|change| !is_refused(change)).for_each(|it| apply(server, call, it));
    }
    let plan = decision?;
    if !server.has(Fault::ProppatchLost) {
        plan.changes.iter().for_each(|change| apply(server, call, change));
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
