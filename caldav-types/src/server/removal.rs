//! What of a collection can be removed.
//!
//! [RFC 4918 §9.6.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.6.1)

use std::collections::{HashMap, HashSet};

use crate::message::Request;
use crate::multistatus::Response;
use crate::{Condition, Href, Privilege};

use super::locks_in_the_way::{Submitted, condition};
use super::target::lack_of;
use super::{ResourceState, reply};

/// What of a tree can be removed, and what cannot.
#[derive(Debug)]
pub(super) struct Removal {
    /// What can: members before the collection that they are in.
    pub(super) removed: Vec<Href>,
    /// What cannot, and why.
    pub(super) failures: Vec<Response>,
}

/// What can be removed of a resource that itself can, with what is below it in any order.
///
/// What holds a member cannot be removed either. A lock or a privilege that lacks is told once, at the highest resource
/// that it keeps.
pub(super) fn removal(
    root: &ResourceState,
    members: &[ResourceState],
    submitted: &Submitted,
    request: &Request,
) -> Removal {
    let members = by_path(members, request);
    let places: HashMap<&str, &ResourceState> =
        members.iter().map(|(path, member)| (path.as_str(), *member)).collect();
    let (mut failures, mut kept, mut told) = (Vec::new(), HashSet::new(), HashSet::new());
    for (path, member) in &members {
        let parent = places.get(parent_of(path)).copied().unwrap_or(root);
        let Some((reason, causes)) = obstacle(member, parent, submitted) else { continue };
        let mut kept_path = path.as_str();
        while kept.insert(kept_path) && places.contains_key(kept_path) {
            kept_path = parent_of(kept_path);
        }
        let is_told = causes.iter().all(|cause| told.contains(cause));
        told.extend(causes);
        if !is_told {
            failures.push(reply::refused(member, reason));
        }
    }
    let gone = members.iter().rev().filter(|(path, _)| !kept.contains(path.as_str()));
    let mut removed: Vec<Href> = gone.map(|(_, member)| member.href.clone()).collect();
    if failures.is_empty() {
        removed.push(root.href.clone());
    }
    Removal { removed, failures }
}

/// Why a member cannot be removed from its collection, and what is told of it.
fn obstacle(
    member: &ResourceState,
    parent: &ResourceState,
    submitted: &Submitted,
) -> Option<(Condition, Vec<Href>)> {
    if let Some(lack) = lack_of(&Privilege::Unbind, parent) {
        return Some((lack, vec![parent.href.clone()]));
    }
    let mut roots = submitted.in_the_way(member);
    roots.extend(submitted.in_the_way(parent));
    roots.dedup();
    if roots.is_empty() { None } else { Some((condition(roots.clone()), roots)) }
}

/// Resources with what their addresses mean, a collection before what is in it.
pub(super) fn by_path<'r>(
    resources: &'r [ResourceState],
    request: &Request,
) -> Vec<(String, &'r ResourceState)> {
    let mut sorted: Vec<_> =
        resources.iter().map(|resource| (path(&resource.href, request), resource)).collect();
    sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
    sorted
}

/// What an address means on this server.
pub(super) fn path(href: &Href, request: &Request) -> String {
    href.key(&request.target).path().to_owned()
}

pub(super) fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
