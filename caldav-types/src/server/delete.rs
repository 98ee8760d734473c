//! DELETE: a resource is removed with all that is below it.
//!
//! [RFC 4918 §9.6](https://www.rfc-editor.org/rfc/rfc4918#section-9.6)

use http::StatusCode;

use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::{Condition, Depth, Href, Method};

use super::locks_in_the_way::Submitted;
use super::removal::removal;
use super::{ResourceState, Target, reply};

/// What is to be removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is removed, each with the locks taken on it: members before the collection that they are in.
    pub removed: Vec<Href>,
    /// What cannot be removed, and why; then the resource itself is not among what is. A server that removes all or
    /// nothing may take the plan for a refusal, and reply all the same.
    pub failures: Vec<Response>,
}

/// What a server knows of a DELETE.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts<'a> {
    /// All that is below the resource, in any order.
    pub members: &'a [ResourceState],
    /// Is there something against it, as that the default calendar stays
    /// ([RFC 6638 §4.3.1.1](https://www.rfc-editor.org/rfc/rfc6638#section-4.3.1.1))?
    pub verdict: Result<(), Condition>,
}

impl Default for Facts<'_> {
    /// No members, and nothing against it.
    fn default() -> Self {
        Self { members: &[], verdict: Ok(()) }
    }
}

/// What is removed. What of a collection cannot be is told, and the rest is removed
/// ([§9.6.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.6.1)).
///
/// # Errors
///
/// 404, 405; 400 for a Depth other than infinity on a collection; 403 also for the root; 423, 412.
pub fn decide(request: &Request, target: Target<'_>, facts: &Facts<'_>) -> Result<Plan, Reply> {
    target.exists()?;
    target.understands(&Method::Delete)?;
    let depth = request.headers.read::<Depth>().map_err(|_| Reply::new(StatusCode::BAD_REQUEST))?;
    if target.resource.is_collection() && depth.is_some_and(|depth| depth != Depth::Infinity) {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    let Some(parent) = target.parent else { return Err(Reply::new(StatusCode::FORBIDDEN)) };
    target.is_granted(&Method::Delete, None)?;
    target.can_change(request, [target.resource, parent])?;
    facts.verdict.clone().map_err(reply::refusal)?;
    let removal = removal(target.resource, facts.members, &Submitted::of(request)?, request);
    Ok(Plan { removed: removal.removed, failures: removal.failures })
}

impl Plan {
    /// The reply when it is done: 204, or 207 with what could not be removed, be it that the plan said so or that the
    /// store failed.
    #[must_use]
    pub fn reply(&self, failures: impl IntoIterator<Item = Response>) -> Reply {
        let failures: Vec<_> = self.failures.iter().cloned().chain(failures).collect();
        if failures.is_empty() { Reply::new(StatusCode::NO_CONTENT) } else { reply::multistatus(failures) }
    }
}

#[cfg(test)]
mod tests;
