//! Which locks are in the way of a request.
//!
//! [RFC 4918 §6.4](https://www.rfc-editor.org/rfc/rfc4918#section-6.4),
//! [§7](https://www.rfc-editor.org/rfc/rfc4918#section-7)

use crate::header::If;
use crate::lock::ActiveLock;
use crate::message::{Reply, Request};
use crate::{Condition, Href, Precondition};

use super::{ResourceState, conditional, reply};

/// What a request submits of the tokens of locks: those anywhere in its field `If`.
#[derive(Debug)]
pub(super) struct Submitted(Option<If>);

impl Submitted {
    /// What the request submits: 400 if its field `If` is none.
    pub(super) fn of(request: &Request) -> Result<Self, Reply> {
        conditional::field(request).map(Self)
    }

    /// No lock is in the way of changing these: 423 with the roots of those that are else.
    pub(super) fn open<'r>(&self, changed: impl IntoIterator<Item = &'r ResourceState>) -> Result<(), Reply> {
        let mut roots = Vec::new();
        for root in changed.into_iter().flat_map(|resource| self.in_the_way(resource)) {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        if roots.is_empty() { Ok(()) } else { Err(reply::refusal(condition(roots))) }
    }

    /// The locks that keep the user from changing a resource, by their roots. Of several locks, which are shared then,
    /// one is enough that the user holds and has submitted.
    pub(super) fn in_the_way(&self, resource: &ResourceState) -> Vec<Href> {
        if resource.locks.iter().any(|lock| self.opens(lock, resource)) {
            return Vec::new();
        }
        resource.locks.iter().map(|lock| root(lock, resource)).collect()
    }

    fn opens(&self, lock: &ActiveLock, resource: &ResourceState) -> bool {
        lock.token.as_ref().is_some_and(|token| {
            !resource.tokens_of_others.contains(token)
                && self.0.as_ref().is_some_and(|field| field.submitted_tokens().any(|other| other == token))
        })
    }
}

/// Where a lock was taken; the resource itself where that is not known.
pub(super) fn root(lock: &ActiveLock, resource: &ResourceState) -> Href {
    lock.root.clone().unwrap_or_else(|| resource.href.clone())
}

pub(super) fn condition(roots: Vec<Href>) -> Condition {
    Condition::of_hrefs(Precondition::LockTokenSubmitted, roots)
}
