//! DELETE.

use caldav_types::message::Reply;
use caldav_types::server::delete::{Facts, decide};

use super::{Surroundings, states_below};
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &mut Server, call: &Call<'_>) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let members = states_below(server, call, &call.path);
    let plan = decide(call.request, around.target(), &Facts { members: &members, ..Facts::default() })?;
    for removed in &plan.removed {
        server.store.remove(&Path::of(removed, &call.request.target));
    }
    Ok(plan.reply([]))
}
