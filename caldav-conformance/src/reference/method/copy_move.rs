//! COPY and MOVE.

use caldav_types::message::Reply;
use caldav_types::server::copy_move::{Facts, Plan, decide_copy, decide_move, is_on_this_server};
use caldav_types::server::{ResourceState, Submission};
use caldav_types::{Condition, Depth, Href, Precondition};

use super::content::{self, Arrival};
use super::{Surroundings, is_below_calendar, states_below, takes_calendars};
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};

pub(super) fn copy(
    server: &mut Server,
    call: &Call<'_>,
    destination: &Href,
    depth: Depth,
    overwrite: bool,
) -> Result<Reply, Reply> {
    let scene = Scene::of(server, call, destination, false);
    let plan = decide_copy(call.request, depth, overwrite, scene.source.target(), &scene.facts(server))?;
    clear(server, call, &plan);
    let owner = scene.to.parent().and_then(|parent| server.store.get(&parent)?.owner.clone());
    for transfer in &plan.transfers {
        let path = |href| Path::of(href, &call.request.target);
        let Some(original) = server.store.get(&path(&transfer.from)).cloned() else { continue };
        let to = path(&transfer.to);
        server.store.put(&to, original.kind, owner.clone(), call.now);
        if let (false, Some(copy)) = (server.has(Fault::CopyLosesProperties), server.store.get_mut(&to)) {
            copy.properties = original.properties;
        }
    }
    Ok(plan.reply([], None))
}

pub(super) fn relocate(
    server: &mut Server,
    call: &Call<'_>,
    destination: &Href,
    overwrite: bool,
) -> Result<Reply, Reply> {
    let scene = Scene::of(server, call, destination, true);
    let plan = decide_move(call.request, overwrite, scene.source.target(), &scene.facts(server))?;
    clear(server, call, &plan);
    server.store.rename(&call.path, &scene.to);
    let owner = scene.to.parent().and_then(|parent| server.store.get(&parent)?.owner.clone());
    server.store.give(&scene.to, owner.as_ref());
    Ok(plan.reply([], None))
}

/// Makes room at the destination.
fn clear(server: &mut Server, call: &Call<'_>, plan: &Plan) {
    for replaced in &plan.replaced {
        server.store.remove(&Path::of(replaced, &call.request.target));
    }
}

/// The two places, with what is there.
struct Scene {
    source: Surroundings,
    destination: Surroundings,
    is_here: bool,
    to: Path,
    members: Vec<ResourceState>,
    destination_members: Vec<ResourceState>,
    submission: Submission<'static>,
}

impl Scene {
    fn of(server: &Server, call: &Call<'_>, destination: &Href, is_moved: bool) -> Self {
        let to = Path::of(destination, &call.request.target);
        Self {
            source: Surroundings::of(server, call),
            destination: Surroundings::at(server, call, &to),
            is_here: is_on_this_server(call.request, destination),
            members: states_below(server, call, &call.path),
            destination_members: states_below(server, call, &to),
            submission: submission(server, call, &to, is_moved),
            to,
        }
    }

    fn facts(&self, server: &Server) -> Facts<'_> {
        Facts {
            members: &self.members,
            destination_members: &self.destination_members,
            submission: self.submission.clone(),
            calendars: takes_calendars(&self.to),
            is_below_calendar: is_below_calendar(server, &self.to),
            ..Facts::new(self.is_here.then(|| self.destination.target()))
        }
    }
}

/// What speaks against the content at its new place; and whether there is room for a copy.
fn submission(server: &Server, call: &Call<'_>, to: &Path, is_moved: bool) -> Submission<'static> {
    let (Some(collection), Some(resource)) = (to.parent(), server.store.get(&call.path)) else {
        return Submission::default();
    };
    if resource.is_collection() {
        let octets = server.store.below(&call.path).filter_map(|(_, below)| below.content());
        let octets: usize = octets.map(|content| content.octets.len()).sum();
        let octets = if is_moved { 0 } else { octets as u64 };
        return Submission {
            room: content::room_for(&server.view(call), &collection, octets),
            ..Submission::default()
        };
    }
    let stored = content::content_of(resource);
    let from = is_moved.then_some(&call.path);
    let arrival = Arrival { collection: &collection, place: Some(to), from, content: &stored };
    let submission = content::submission(server, call, arrival);
    let into_calendar = server.store.get(&collection).is_some_and(|it| it.is_calendar());
    if into_calendar && !stored.is_calendar() {
        let verdict = Err(Condition::new(Precondition::SupportedCalendarData));
        return Submission { verdict, ..submission };
    }
    submission
}
