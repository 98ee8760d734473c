//! What the tests of the methods have in common.

use http::HeaderMap;

use super::{Features, NewCollectionPlan, ResourceState, Target};
use crate::header::TimeType;
use crate::lock::{ActiveLock, LockScope, LockType};
use crate::message::{Headers, Operation, Reply, ReplyBody, Request};
use crate::{Depth, Href, Privilege, PrivilegeSet, ResourceType, ResourceTypes};

/// A plain resource with which the user may do everything.
pub(crate) fn plain(href: &str) -> ResourceState {
    ResourceState {
        privileges: PrivilegeSet(vec![Privilege::All]),
        entity_tag: Some("\"1\"".parse().unwrap()),
        last_modified: Some("Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap()),
        ..ResourceState::new(Href::new(href), ResourceTypes::default())
    }
}

/// A collection.
pub(crate) fn collection(href: &str) -> ResourceState {
    ResourceState { types: ResourceTypes(vec![ResourceType::Collection]), entity_tag: None, ..plain(href) }
}

/// A calendar collection.
pub(crate) fn calendar(href: &str) -> ResourceState {
    let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
    ResourceState { types, ..collection(href) }
}

/// Nothing.
pub(crate) fn missing(href: &str) -> ResourceState {
    ResourceState::missing(Href::new(href))
}

/// A resource with these privileges alone.
pub(crate) fn granted(resource: ResourceState, privileges: &[Privilege]) -> ResourceState {
    ResourceState { privileges: PrivilegeSet(privileges.to_vec()), ..resource }
}

/// A lock whose token is `urn:` and the name.
pub(crate) fn lock(name: &str, scope: LockScope, depth: Depth, root: &str) -> ActiveLock {
    ActiveLock {
        scope,
        lock_type: LockType::Write,
        depth,
        owner: None,
        timeout: Some(TimeType::Seconds(600)),
        token: Some(format!("urn:{name}").parse().unwrap()),
        root: Some(Href::new(root)),
    }
}

/// A resource that is locked exclusively, it alone.
pub(crate) fn locked(mut resource: ResourceState, name: &str) -> ResourceState {
    let root = resource.href.as_str().to_owned();
    resource.locks.push(lock(name, LockScope::Exclusive, Depth::Zero, &root));
    resource
}

/// The same lock, held by somebody else.
pub(crate) fn locked_by_other(resource: ResourceState, name: &str) -> ResourceState {
    let mut resource = locked(resource, name);
    resource.tokens_of_others.push(format!("urn:{name}").parse().unwrap());
    resource
}

/// A request with fields.
pub(crate) fn request(target: &str, operation: Operation, fields: &[(&'static str, &str)]) -> Request {
    let mut map = HeaderMap::new();
    for (name, value) in fields {
        map.append(*name, value.parse().unwrap());
    }
    Request { headers: Headers::from(map), ..Request::new(target.parse().unwrap(), operation) }
}

/// What a method replies that makes a collection at `/c/new/`.
pub(crate) fn made(
    operation: Operation,
    fields: &[(&'static str, &str)],
    resource: &ResourceState,
    parent: Option<&ResourceState>,
    decide: impl FnOnce(&Request, Target<'_>) -> Result<NewCollectionPlan, Reply>,
) -> Reply {
    let (request, features) = (request("/c/new/", operation, fields), Features::default());
    let decided = decide(&request, Target::new(&features, resource, parent));
    decided.map_or_else(|refusal| refusal, |plan| plan.reply())
}

/// The status and, where there are any, the conditions with the addresses that they name; of a multistatus the address,
/// the status and the conditions of each response, or of each property.
pub(crate) fn told(reply: &Reply) -> String {
    let mut told = reply.status.as_u16().to_string();
    let conditions = |error: Option<&crate::ErrorBody>| {
        let conditions = error.iter().flat_map(|error| &error.conditions).map(|condition| {
            let hrefs: Vec<_> = condition.hrefs().iter().map(ToString::to_string).collect();
            format!(" {} {}", condition.precondition, hrefs.join(" ")).trim_end().to_owned()
        });
        conditions.collect::<String>()
    };
    told += &conditions(reply.error());
    for response in reply.multistatus().iter().flat_map(|multistatus| &multistatus.responses) {
        let status = response.status().map_or(String::new(), |status| format!(" {}", status.as_u16()));
        told += &format!("; {}{status}{}", response.href, conditions(response.error.as_ref()));
        for propstat in response.propstats() {
            told += &propstat_told(propstat);
        }
    }
    let propstats = match &reply.body {
        ReplyBody::Mkcol(response) => response.propstats.as_slice(),
        ReplyBody::Mkcalendar(response) => &response.propstats,
        _ => &[],
    };
    told.extend(propstats.iter().map(propstat_told));
    told
}

/// The status of properties, their names without namespace, and their conditions.
pub(crate) fn propstat_told(propstat: &crate::multistatus::Propstat) -> String {
    let names: Vec<_> =
        propstat.properties.iter().map(|property| property.name().local_name().to_owned()).collect();
    let conditions = propstat.error.iter().flat_map(|error| &error.conditions);
    let conditions: String = conditions.map(|condition| format!(" {}", condition.precondition)).collect();
    format!(", {} {}{conditions}", propstat.status.unwrap().as_u16(), names.join(" "))
}
