//! Content that is to be stored in a collection: what the rules of calendars say of it, and whether there is room.

use caldav_types::header::MediaType;
use caldav_types::message::Content;
use caldav_types::server::{Stored, Submission};
use caldav_types::{Condition, Precondition};
use http::Uri;
use ical_model::Calendar;

use crate::reference::path::Path;
use crate::reference::server::{Call, Server};
use crate::reference::store::{self, Kind, Resource};
use crate::reference::view::View;
use crate::reference::{Fault, Settings, TOLERATED_RULES, Tolerance};
use crate::{CheckOptions, Violation, calendar_collection, calendar_object};

/// Content on its way into a collection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival<'a> {
    /// The collection.
    pub(super) collection: &'a Path,
    /// The place in it; `None` for one that is yet to be named.
    pub(super) place: Option<&'a Path>,
    /// Where it comes from, if it is moved: it is not in its own way.
    pub(super) from: Option<&'a Path>,
    /// The content.
    pub(super) content: &'a Content,
}

/// What the server knows of it.
pub(super) fn submission(server: &Server, call: &Call<'_>, arrival: Arrival<'_>) -> Submission<'static> {
    let view = server.view(call);
    let mut submission = Submission { room: room(&view, arrival), ..Submission::default() };
    let Some(calendar) = server.store.get(arrival.collection).filter(|it| it.is_calendar()) else {
        return submission;
    };
    if !server.has(Fault::SizeLimitIgnored) {
        submission.max_resource_size = server.settings.limits.max_resource_size();
    }
    match Calendar::parse(&arrival.content.octets) {
        Ok(object) => {
            submission.verdict = verdict(call, &view, calendar, &object);
            submission.uid_conflict = uid_conflict(&view, arrival, &object);
        }
        Err(_) if server.has(Fault::InvalidDataAccepted) => {}
        Err(_) => submission.verdict = Err(Condition::new(Precondition::ValidCalendarData)),
    }
    submission
}

/// Stores content at a place, and says what came of it.
pub(super) fn store(server: &mut Server, call: &Call<'_>, place: &Path, content: &Content) -> Stored {
    let parent = place.parent();
    let parent = parent.as_ref().and_then(|parent| server.store.get(parent));
    let is_in_calendar = parent.is_some_and(Resource::is_calendar);
    let owner = parent.and_then(|parent| parent.owner.clone());
    let media_type = if is_in_calendar { Some(MediaType::calendar()) } else { content.media_type.clone() };
    let uid = if is_in_calendar { uid(&content.octets) } else { None };
    let mut octets = content.octets.clone();
    if server.has(Fault::PutDataAltered) {
        octets.extend_from_slice(b"\r\n");
    }
    let stored = store::Content { media_type, octets, uid };
    let before = server.store.get(place).map(|resource| resource.version);
    server.store.put(place, Kind::Content(stored), owner, call.now);
    if server.has(Fault::EtagUnchanged)
        && let (Some(before), Some(resource)) = (before, server.store.get_mut(place))
    {
        resource.version = before;
    }
    let entity_tag = server.store.get(place).and_then(Resource::entity_tag);
    Stored { entity_tag, schedule_tag: None, is_as_sent: true }
}

/// The content of a resource as it is sent.
pub(super) fn content_of(resource: &Resource) -> Content {
    let stored = resource.content().cloned().unwrap_or_default();
    Content { media_type: stored.media_type, octets: stored.octets }
}

/// Is there room for so many octets more?
pub(super) fn room_for(view: &View<'_>, collection: &Path, octets: u64) -> Result<(), Precondition> {
    let owner = view.store.get(collection).and_then(|it| it.owner.as_ref());
    match (view.settings.quota, owner) {
        (Some(quota), Some(owner)) if view.used(Some(owner)).saturating_add(octets) > quota => {
            Err(Precondition::QuotaNotExceeded)
        }
        _ => Ok(()),
    }
}

fn room(view: &View<'_>, arrival: Arrival<'_>) -> Result<(), Precondition> {
    let replaced = arrival.place.or(arrival.from).and_then(|place| view.store.get(place));
    let replaced = replaced.and_then(Resource::content).map_or(0, |content| content.octets.len());
    room_for(view, arrival.collection, arrival.content.octets.len().saturating_sub(replaced) as u64)
}

/// The first MUST that a calendar breaks.
fn verdict(
    call: &Call<'_>,
    view: &View<'_>,
    collection: &Resource,
    object: &Calendar<'_>,
) -> Result<(), Condition> {
    let options = CheckOptions::default().with_limits(view.limits(collection));
    let violations = calendar_object::check(object, &options);
    let is_overlooked = |violation: &&Violation| {
        is_overlooked(view.settings, violation)
            || is_tolerated(violation, object, &options)
                && call.tolerates(view.settings, Tolerance::CalendarData)
    };
    let mut violations = violations.must().filter(|violation| !is_overlooked(violation));
    match violations.next() {
        None => Ok(()),
        Some(violation) => {
            let precondition = violation.rule().precondition();
            Err(Condition::new(precondition.cloned().unwrap_or(Precondition::ValidCalendarData)))
        }
    }
}

/// What a tolerant server does not mind.
fn is_tolerated(violation: &Violation, object: &Calendar<'_>, options: &CheckOptions) -> bool {
    let id = violation.rule().id();
    let is_one = || TOLERATED_RULES.iter().any(|(rule, _)| *rule == id);
    // The zone is one that everyone knows: by reference it would be enough.
    let by_reference = || {
        let options = options.clone().with_time_zones_by_reference(true);
        let violations = calendar_object::check(object, &options);
        violations.must().all(|other| other.rule().id() != id)
    };
    is_one() && (!ZONE_MISSING.contains(&id) || by_reference())
}

/// What a faulty server does not mind.
fn is_overlooked(settings: &Settings, violation: &Violation) -> bool {
    let precondition = violation.rule().precondition();
    settings.has(Fault::InvalidDataAccepted)
        || settings.has(Fault::MethodAccepted) && violation.rule().id() == "object-method"
        || settings.has(Fault::ComponentAccepted)
            && precondition == Some(&Precondition::SupportedCalendarComponent)
        || settings.has(Fault::SizeLimitIgnored) && precondition == Some(&Precondition::MaxResourceSize)
}

fn uid_conflict(view: &View<'_>, arrival: Arrival<'_>, object: &Calendar<'_>) -> Option<caldav_types::Href> {
    if view.settings.has(Fault::UidConflictAccepted) {
        return None;
    }
    let uid = calendar_collection::uid_of(object).ok()?;
    let replaced = arrival.place.filter(|place| {
        let before =
            view.store.get(place).and_then(Resource::content).and_then(|content| content.uid.as_ref());
        before.is_some_and(|before| **before != *uid)
    });
    if let Some(replaced) = replaced {
        return Some(replaced.href(false));
    }
    let others = view.store.with_uid(arrival.collection, &uid).filter(|path| arrival.from != Some(*path));
    let others = others.map(|path| calendar_collection::Member { name: path.name(), uid: &uid });
    let name = arrival.place.map_or("", Path::name);
    let other = calendar_collection::uid_conflict(&uid, name, others)?;
    let place = format!("{}{other}", arrival.collection.href(true));
    Some(Path::of(&place.as_str().into(), &Uri::from_static("/")).href(false))
}

fn uid(octets: &[u8]) -> Option<String> {
    let calendar = Calendar::parse(octets).ok()?;
    calendar_collection::uid_of(&calendar).ok().map(|uid| uid.to_string())
}

/// The rules that a calendar brings its time zones along.
const ZONE_MISSING: [&str; 2] = ["vtimezone-missing", "object-time-zone-missing"];
