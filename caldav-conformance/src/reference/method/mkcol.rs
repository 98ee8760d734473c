//! MKCOL and MKCALENDAR.

use caldav_types::message::Reply;
use caldav_types::property::DavProperty;
use caldav_types::request::{Mkcalendar, Mkcol};
use caldav_types::server::{NewCollection, mkcalendar, mkcol};
use caldav_types::{ResourceType, ResourceTypes};

use super::{Surroundings, takes_calendars, verdict};
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};
use crate::reference::store::Kind;

pub(super) fn collection(server: &mut Server, call: &Call<'_>, body: &Mkcol) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let refusals = verdict::on_new(&body.properties);
    let facts = NewCollection { refusals: &refusals, ..place(server, &call.path) };
    let plan = mkcol::decide(call.request, body, around.target(), &facts)?;
    store(server, call, &plan.types, &plan.properties);
    Ok(plan.reply())
}

pub(super) fn calendar(server: &mut Server, call: &Call<'_>, body: &Mkcalendar) -> Result<Reply, Reply> {
    let mut around = Surroundings::of(server, call);
    if server.has(Fault::MkcalendarOnExistingAccepted) {
        around.resource.exists = false;
    }
    if server.has(Fault::CalendarInCalendarAccepted)
        && let Some(parent) = &mut around.parent
    {
        parent.types.0.retain(|kind| *kind != ResourceType::Calendar);
    }
    let refusals = verdict::on_new(&body.properties);
    let facts = NewCollection { refusals: &refusals, ..place(server, &call.path) };
    let plan = mkcalendar::decide(call.request, body, around.target(), &facts)?;
    let is_lost = server.has(Fault::MkcalendarPropertiesLost);
    store(server, call, &plan.types, if is_lost { &[] } else { &plan.properties });
    Ok(plan.reply())
}

/// What the server knows of a place where a collection is to be made.
fn place(server: &Server, path: &Path) -> NewCollection<'static> {
    NewCollection {
        calendars: takes_calendars(path),
        is_below_calendar: super::is_below_calendar(server, path)
            && !server.has(Fault::CalendarInCalendarAccepted),
        ..NewCollection::default()
    }
}

fn store(server: &mut Server, call: &Call<'_>, types: &ResourceTypes, properties: &[DavProperty]) {
    let parent = call.path.parent();
    let parent = parent.as_ref().and_then(|parent| server.store.get(parent));
    let owner = parent.and_then(|parent| parent.owner.clone());
    let further = types.0.iter().filter(|kind| **kind != ResourceType::Collection).cloned().collect();
    server.store.put(&call.path, Kind::Collection(further), owner, call.now);
    if let Some(resource) = server.store.get_mut(&call.path) {
        properties.iter().for_each(|property| resource.set_property(property.clone()));
    }
}
