//! COPY and MOVE: a resource somewhere else, with all that is below it.
//!
//! [RFC 4918 §9.8](https://www.rfc-editor.org/rfc/rfc4918#section-9.8),
//! [§9.9](https://www.rfc-editor.org/rfc/rfc4918#section-9.9),
//! [RFC 4791 §5.3.2.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2.1)

use std::collections::HashSet;

use http::header::HOST;
use http::uri::Authority;
use http::{StatusCode, Uri};

use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::{Condition, Depth, Href, Method, Precondition, Privilege, ScheduleTag};

use super::locks_in_the_way::Submitted;
use super::removal::{Removal, by_path, parent_of, path, removal};
use super::target::lack_of;
use super::{ResourceState, Submission, Target, reply};

/// What is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is removed at the destination before, each with the locks taken on it: members before the collection that
    /// they are in.
    pub replaced: Vec<Href>,
    /// What is put where: a collection before what is in it. Dead properties go along, locks do not
    /// ([§7.6](https://www.rfc-editor.org/rfc/rfc4918#section-7.6)).
    pub transfers: Vec<Transfer>,
    /// What cannot be copied, and why.
    pub failures: Vec<Response>,
    is_new: bool,
}

/// A resource that is put somewhere else.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Transfer {
    /// Where it is.
    pub from: Href,
    /// Where it is put.
    pub to: Href,
}

/// What a server knows of a COPY or a MOVE.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts<'a> {
    /// The destination; `None` where it is not on this server: see [`is_on_this_server`].
    pub destination: Option<Target<'a>>,
    /// All that is below the resource, in any order.
    pub members: &'a [ResourceState],
    /// All that is below the destination, in any order.
    pub destination_members: &'a [ResourceState],
    /// What the server knows of the content, where it comes into a calendar; and whether there is room.
    pub submission: Submission<'a>,
    /// Does the server let calendars be at the destination?
    pub calendars: bool,
    /// Is the destination in a calendar collection, at any depth? There can be no other then
    /// ([RFC 4791 §4.2](https://www.rfc-editor.org/rfc/rfc4791#section-4.2)).
    pub is_below_calendar: bool,
    /// Do live properties behave at the destination as they did?
    pub preserves_live_properties: bool,
}

impl<'a> Facts<'a> {
    /// Nothing is against it.
    #[must_use]
    pub fn new(destination: Option<Target<'a>>) -> Self {
        Self {
            destination,
            members: &[],
            destination_members: &[],
            submission: Submission::default(),
            calendars: true,
            is_below_calendar: false,
            preserves_live_properties: true,
        }
    }
}

/// What is copied, and what is removed before. What cannot be read is told, with what is below it left out, and the rest
/// is copied ([§9.8.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.8.3)).
///
/// # Errors
///
/// 404, 405; 400 for a Depth of one on a collection; 502 where the destination is on another server; 403 where it is the resource
/// itself, is in it, or holds it; 409 where there is no collection for it; 403 with DAV:need-privileges; 423; 412, also
/// where something is there that is not to be overwritten; 207 where that cannot be removed, and then nothing is done;
/// 403 with CALDAV:calendar-collection-location-ok; 409 with DAV:preserved-live-properties, and what [`Submission`]
/// says.
pub fn decide_copy(
    request: &Request,
    depth: Depth,
    overwrite: bool,
    source: Target<'_>,
    facts: &Facts<'_>,
) -> Result<Plan, Reply> {
    let depth = match depth {
        // RFC 4918 §10.2: where there are no members it does not matter.
        Depth::One if source.resource.is_collection() => return Err(Reply::new(StatusCode::BAD_REQUEST)),
        Depth::One => Depth::Zero,
        depth => depth,
    };
    Kind::Copy(depth).decide(request, overwrite, source, facts)
}

/// What is moved, and what is removed before.
///
/// # Errors
///
/// As [`decide_copy`]; besides 400 for a Depth other than infinity on a collection, 403 for the root, and 207 where what
/// is below the resource cannot be removed, and then nothing is done.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::server::{Features, ResourceState, Target, copy_move};
/// use caldav_types::{Privilege, PrivilegeSet, ResourceType, ResourceTypes};
///
/// let operation = Operation::Move { destination: "/b/1.ics".into(), overwrite: false };
/// let request = Request::new("/a/1.ics".parse()?, operation);
/// let all = PrivilegeSet(vec![Privilege::All]);
/// let calendar = |href: &str| ResourceState {
///     privileges: all.clone(),
///     ..ResourceState::new(href.into(), ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]))
/// };
/// let (from, to) = (calendar("/a/"), calendar("/b/"));
/// let event = ResourceState::new("/a/1.ics".into(), ResourceTypes::default());
/// let place = ResourceState::missing("/b/1.ics".into());
///
/// let features = Features::default();
/// let facts = copy_move::Facts::new(Some(Target::new(&features, &place, Some(&to))));
/// let source = Target::new(&features, &event, Some(&from));
/// let plan = copy_move::decide_move(&request, false, source, &facts).unwrap();
/// assert_eq!(plan.transfers[0].to.as_str(), "/b/1.ics");
/// assert_eq!(plan.reply([], None).status, 201); // when it is stored
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide_move(
    request: &Request,
    overwrite: bool,
    source: Target<'_>,
    facts: &Facts<'_>,
) -> Result<Plan, Reply> {
    Kind::Move.decide(request, overwrite, source, facts)
}

/// Is the destination on the server that the request was sent to: a path, or an address with the host of the field `Host`
/// or of the request? The scheme does not matter, for servers behind others do not always know theirs. What is neither,
/// as a relative path, is on no server.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::server::copy_move::is_on_this_server;
/// let request = Request::new("https://example.com/a".parse()?, Operation::Options);
/// assert!(is_on_this_server(&request, &"/b".into()));
/// assert!(is_on_this_server(&request, &"http://EXAMPLE.com:80/b".into()));
/// assert!(!is_on_this_server(&request, &"https://example.org/b".into()));
/// assert!(!is_on_this_server(&request, &"b".into()));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[must_use]
pub fn is_on_this_server(request: &Request, destination: &Href) -> bool {
    // RFC 4918 §8.3: a Simple-ref is an address as a whole, or its path from the root.
    if !destination.as_str().starts_with('/') && !destination.as_str().contains("://") {
        return false;
    }
    let host = request.headers.as_map().get(HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host.or_else(|| request.target.authority().map(Authority::as_str)) else { return true };
    let scheme = destination.as_str().split_once("://").map_or("http", |(scheme, _)| scheme);
    let Ok(server) = format!("{scheme}://{host}/").parse::<Uri>() else { return false };
    destination.resolve(&server).is_ok()
        && destination.key(&server).origin() == Href::from(&server).key(&server).origin()
}

impl Plan {
    /// The reply when it is done: 201, or 204 where something was overwritten; 207 with what failed, be it that the plan
    /// said so or that the store failed. `schedule_tag` is that of the destination, if it takes part in scheduling
    /// ([RFC 6638 §3.2.10](https://www.rfc-editor.org/rfc/rfc6638#section-3.2.10)).
    #[must_use]
    pub fn reply(
        &self,
        failures: impl IntoIterator<Item = Response>,
        schedule_tag: Option<&ScheduleTag>,
    ) -> Reply {
        let failures: Vec<_> = self.failures.iter().cloned().chain(failures).collect();
        if !failures.is_empty() {
            return reply::not_cached(reply::multistatus(failures));
        }
        let status = if self.is_new { StatusCode::CREATED } else { StatusCode::NO_CONTENT };
        reply::not_cached(reply::with_some(Reply::new(status), schedule_tag))
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Copy(Depth),
    Move,
}

impl Kind {
    fn decide(
        self,
        request: &Request,
        overwrite: bool,
        source: Target<'_>,
        facts: &Facts<'_>,
    ) -> Result<Plan, Reply> {
        let method = if self == Self::Move { Method::Move } else { Method::Copy };
        source.exists()?;
        source.understands(&method)?;
        self.check_depth(request, &source)?;
        let Some(destination) = facts.destination else { return Err(Reply::new(StatusCode::BAD_GATEWAY)) };
        self.check_places(&path(&source.resource.href, request), &path(&destination.resource.href, request))?;
        let collection = destination.collection()?;
        source.is_granted(&method, Some(&destination))?;
        source.can_change(request, self.changed(&source, &destination))?;
        if destination.resource.exists && !overwrite {
            return Err(Reply::new(StatusCode::PRECONDITION_FAILED));
        }
        let members = if self == Self::Copy(Depth::Zero) { &[] } else { facts.members };
        judge(&source, collection, members, facts)?;
        let submitted = Submitted::of(request)?;
        let replaced = if destination.resource.exists {
            all_of(removal(destination.resource, facts.destination_members, &submitted, request))?
        } else {
            Vec::new()
        };
        if self == Self::Move {
            all_of(removal(source.resource, members, &submitted, request))?;
        }
        let (transfers, failures) = self.transfers(request, source.resource, members, destination.resource);
        Ok(Plan { replaced, transfers, failures, is_new: !destination.resource.exists })
    }

    /// What is put where, a collection before what is in it; and what cannot be copied, for it cannot be read.
    fn transfers(
        self,
        request: &Request,
        source: &ResourceState,
        members: &[ResourceState],
        destination: &ResourceState,
    ) -> (Vec<Transfer>, Vec<Response>) {
        let from = path(&source.href, request);
        let base = destination.href.as_str().trim_end_matches('/');
        let transfer = |resource: &ResourceState, rest: &str| {
            let slash = if resource.is_collection() { "/" } else { "" };
            Transfer { from: resource.href.clone(), to: Href::new(&format!("{base}{rest}{slash}")) }
        };
        let (mut transfers, mut failures) = (vec![transfer(source, "")], Vec::new());
        let members = by_path(members, request);
        let mut left_out = HashSet::new();
        for (path, member) in &members {
            let rest = path.strip_prefix(from.trim_end_matches('/')).filter(|rest| rest.starts_with('/'));
            let Some(rest) = rest else { continue };
            let lack = if self == Self::Move { None } else { lack_of(&Privilege::Read, member) };
            if left_out.contains(parent_of(path)) {
                left_out.insert(path.as_str());
            } else if let Some(lack) = lack {
                left_out.insert(path.as_str());
                failures.push(reply::refused(member, lack));
            } else {
                transfers.push(transfer(member, rest));
            }
        }
        (transfers, failures)
    }

    /// RFC 4918 §9.9.2
    fn check_depth(self, request: &Request, source: &Target<'_>) -> Result<(), Reply> {
        let bad = |_| Reply::new(StatusCode::BAD_REQUEST);
        let depth = request.headers.read::<Depth>().map_err(bad)?;
        if self == Self::Move {
            if source.resource.is_collection() && depth.is_some_and(|depth| depth != Depth::Infinity) {
                return Err(Reply::new(StatusCode::BAD_REQUEST));
            }
            if source.parent.is_none() {
                return Err(Reply::new(StatusCode::FORBIDDEN));
            }
        }
        Ok(())
    }

    /// Neither the same, nor one in the other.
    fn check_places(self, from: &str, to: &str) -> Result<(), Reply> {
        let is_below = |inner: &str, outer: &str| {
            inner.strip_prefix(outer.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
        };
        let without_members = self == Self::Copy(Depth::Zero);
        if from == to || is_below(to, from) && !without_members || is_below(from, to) {
            return Err(Reply::new(StatusCode::FORBIDDEN));
        }
        Ok(())
    }

    /// What changes itself, without what is below.
    fn changed<'a>(self, source: &Target<'a>, destination: &Target<'a>) -> Vec<&'a ResourceState> {
        let mut changed = Vec::new();
        if self == Self::Move {
            changed.push(source.resource);
            changed.extend(source.parent);
        }
        if destination.resource.exists {
            changed.push(destination.resource);
        }
        if !destination.resource.exists || self == Self::Move {
            changed.extend(destination.parent);
        }
        changed
    }
}

/// The rules of calendars, of live properties and of room.
fn judge(
    source: &Target<'_>,
    collection: &ResourceState,
    members: &[ResourceState],
    facts: &Facts<'_>,
) -> Result<(), Reply> {
    let refuse = |precondition| Err(reply::refusal(Condition::new(precondition)));
    let has_calendar = source.resource.is_calendar() || members.iter().any(|member| member.is_calendar());
    let takes_calendar = facts.calendars && !facts.is_below_calendar && !collection.is_calendar();
    if has_calendar && !takes_calendar {
        return refuse(Precondition::CalendarCollectionLocationOk);
    }
    if !facts.preserves_live_properties {
        return refuse(Precondition::PreservedLiveProperties);
    }
    facts.submission.judge()
}

fn all_of(removal: Removal) -> Result<Vec<Href>, Reply> {
    if removal.failures.is_empty() { Ok(removal.removed) } else { Err(reply::multistatus(removal.failures)) }
}

#[cfg(test)]
mod tests;
