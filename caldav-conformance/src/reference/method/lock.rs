//! LOCK and UNLOCK.

use caldav_types::header::{TimeType, Timeout};
use caldav_types::message::{Content, Reply};
use caldav_types::request::LockInfo;
use caldav_types::server::{lock, unlock};
use caldav_types::{Condition, Depth, Precondition, StateToken};
use chrono::TimeDelta;
use http::StatusCode;

use super::{Surroundings, content, states_below};
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};
use crate::reference::store::{Lock, Resource};

pub(super) fn take(
    server: &mut Server,
    call: &Call<'_>,
    depth: Depth,
    timeout: Option<&Timeout>,
    info: &LockInfo,
) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let members = states_below(server, call, &call.path);
    let is_in_calendar = around.parent.as_ref().is_some_and(|parent| parent.is_calendar());
    // RFC 4791 §4.1: what is in a calendar is a calendar object resource, which an empty one is not.
    let verdict = if is_in_calendar { Err(Condition::new(Precondition::ValidCalendarData)) } else { Ok(()) };
    let facts = lock::Facts { members: &members, verdict };
    let plan = lock::decide(call.request, depth, info, around.target(), &facts)?;
    if plan.is_new {
        content::store(server, call, &call.path, &Content::default());
    }
    let token =
        server.store.identifiers.lock_token().ok_or_else(|| Reply::new(StatusCode::INTERNAL_SERVER_ERROR))?;
    let time = lock::time(timeout, LONGEST);
    let reused = if server.has(Fault::LockTokenReused) { REUSED.parse().ok() } else { None };
    let active = plan.lock(reused.unwrap_or(token), time.clone());
    let until = if server.has(Fault::LockNeverExpires) { None } else { until(call, &time) };
    let taken = Lock { active: active.clone(), until, creator: call.user.principal().cloned() };
    server.store.lock(&call.path, taken);
    Ok(plan.reply(&active, &around.resource.locks))
}

pub(super) fn refresh(
    server: &mut Server,
    call: &Call<'_>,
    timeout: Option<&Timeout>,
) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let plan = lock::decide_refresh(call.request, around.target())?;
    let until = until(call, &lock::time(timeout, LONGEST));
    if let Some(lock) = holder(server, &call.path, &plan.token).and_then(|it| lock_in(it, &plan.token)) {
        lock.until = until;
    }
    Ok(plan.reply(&Surroundings::of(server, call).resource.locks))
}

pub(super) fn give_up(server: &mut Server, call: &Call<'_>, token: &StateToken) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let plan = unlock::decide(call.request, token, around.target())?;
    if let Some(resource) = holder(server, &call.path, &plan.token) {
        resource.locks.retain(|lock| lock.active.token.as_ref() != Some(&plan.token));
    }
    Ok(plan.reply())
}

/// The resource that a lock was taken on, which is the one of a path or a collection above it.
fn holder<'s>(server: &'s mut Server, path: &Path, token: &StateToken) -> Option<&'s mut Resource> {
    let holds = |path: &Path| {
        let locks = server.store.get(path).into_iter().flat_map(|resource| &resource.locks);
        locks.into_iter().any(|lock| lock.active.token.as_ref() == Some(token))
    };
    let place = [path.clone()].into_iter().chain(path.ancestors()).find(holds)?;
    server.store.get_mut(&place)
}

fn lock_in<'r>(resource: &'r mut Resource, token: &StateToken) -> Option<&'r mut Lock> {
    resource.locks.iter_mut().find(|lock| lock.active.token.as_ref() == Some(token))
}

fn until(call: &Call<'_>, time: &TimeType) -> Option<chrono::DateTime<chrono::Utc>> {
    match time {
        TimeType::Seconds(seconds) => call.now.checked_add_signed(TimeDelta::seconds(i64::from(*seconds))),
        _ => None,
    }
}

/// The one token of a faulty server.
const REUSED: &str = "urn:uuid:00000000-0000-8000-8000-000000000000";

/// How many seconds a lock holds at most.
const LONGEST: u32 = 24 * 60 * 60;
