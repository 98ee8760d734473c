//! LOCK: a lock is taken or refreshed.
//!
//! [RFC 4918 §9.10](https://www.rfc-editor.org/rfc/rfc4918#section-9.10),
//! [§7](https://www.rfc-editor.org/rfc/rfc4918#section-7)

use std::collections::HashSet;

use http::StatusCode;

use crate::header::{If, LockToken, TimeType, Timeout};
use crate::lock::{ActiveLock, LockScope, LockType};
use crate::message::{Reply, ReplyBody, Request};
use crate::multistatus::Response;
use crate::property::{DavProperty, Prop};
use crate::request::LockInfo;
use crate::{Condition, Depth, Href, Method, Precondition, Privilege, StateToken};

use super::locks_in_the_way::root;
use super::target::lacking;
use super::{ResourceState, Target, conditional, reply};

/// The lock to be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Is an empty resource to be made first, that is no collection
    /// ([§7.3](https://www.rfc-editor.org/rfc/rfc4918#section-7.3))?
    pub is_new: bool,
    href: Href,
    depth: Depth,
    info: LockInfo,
}

/// The lock to be refreshed.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshPlan {
    /// Its name.
    pub token: StateToken,
}

/// What a server knows of a LOCK.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts<'a> {
    /// All that is below the resource, in any order; those that are not locked and that the user may write may be left
    /// out.
    pub members: &'a [ResourceState],
    /// Where nothing is there: is there something against an empty resource, which no calendar object resource is?
    pub verdict: Result<(), Condition>,
}

impl Default for Facts<'_> {
    /// No members, and nothing against it.
    fn default() -> Self {
        Self { members: &[], verdict: Ok(()) }
    }
}

/// Is the lock to be taken? Its name and its time are the server's to choose: [`Plan::lock`] makes it with them,
/// [`time`] chooses a time.
///
/// # Errors
///
/// 405; 409 where there is no collection for a new resource; 400 for a Depth of one; 403; 423 with
/// DAV:lock-token-submitted where the collection of a new resource is locked; 412; 422 (Unprocessable Entity) for a kind
/// of lock other than the two of RFC 4918; 423 with DAV:no-conflicting-lock and the roots of the locks in the way. Where
/// those are below the resource it is 207: with 423 and the condition for each, and 424 for the resource itself
/// ([§9.10.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.3); §7.4 has a plain 423).
///
/// ```
/// use caldav_types::header::TimeType;
/// use caldav_types::lock::{LockScope, LockType};
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::request::LockInfo;
/// use caldav_types::server::{Features, ResourceState, Target, lock};
/// use caldav_types::{Depth, Precondition, Privilege, PrivilegeSet, ResourceTypes};
///
/// let info = LockInfo { scope: LockScope::Exclusive, lock_type: LockType::Write, owner: Some("Jane".into()) };
/// let operation = Operation::Lock { depth: Depth::Zero, timeout: None, body: info.clone() };
/// let request = Request::new("/a".parse()?, operation);
/// let mut resource = ResourceState::new("/a".into(), ResourceTypes::default());
/// resource.privileges = PrivilegeSet(vec![Privilege::WriteContent]);
/// let (features, facts) = (Features::default(), lock::Facts::default());
///
/// let target = Target::new(&features, &resource, None);
/// let plan = lock::decide(&request, Depth::Zero, &info, target, &facts).unwrap();
/// let taken = plan.lock("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6".parse()?, TimeType::Seconds(3600));
/// let reply = plan.reply(&taken, &[]);
/// assert_eq!(reply.headers.as_map()["lock-token"], "<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>");
///
/// resource.locks.push(taken);
/// let again = lock::decide(&request, Depth::Zero, &info, Target::new(&features, &resource, None), &facts);
/// assert!(again.unwrap_err().names(&Precondition::NoConflictingLock));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(
    request: &Request,
    depth: Depth,
    info: &LockInfo,
    target: Target<'_>,
    facts: &Facts<'_>,
) -> Result<Plan, Reply> {
    target.understands(&Method::Lock)?;
    let is_new = !target.resource.exists;
    let collection = if is_new { Some(target.collection()?) } else { None };
    if depth == Depth::One {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    target.is_granted(&Method::Lock, None)?;
    target.can_change(request, collection)?;
    if !matches!((&info.scope, &info.lock_type), (LockScope::Exclusive | LockScope::Shared, LockType::Write))
    {
        return Err(Reply::new(StatusCode::UNPROCESSABLE_ENTITY));
    }
    if is_new {
        facts.verdict.clone().map_err(reply::refusal)?;
    }
    let conflicts = conflicts(target.resource, &info.scope);
    if !conflicts.is_empty() {
        return Err(reply::not_cached(reply::refusal(condition(conflicts))));
    }
    if depth == Depth::Infinity {
        check_members(target.resource, facts.members, &info.scope)?;
    }
    Ok(Plan { is_new, href: target.resource.href.clone(), depth, info: info.clone() })
}

impl Plan {
    /// The lock, with the name and the time that the server chooses. The name is one that no lock ever had or will have
    /// ([§6.5](https://www.rfc-editor.org/rfc/rfc4918#section-6.5)).
    #[must_use]
    pub fn lock(&self, token: StateToken, timeout: TimeType) -> ActiveLock {
        ActiveLock {
            scope: self.info.scope.clone(),
            lock_type: self.info.lock_type.clone(),
            depth: self.depth,
            owner: self.info.owner.clone(),
            timeout: Some(timeout),
            token: Some(token),
            root: Some(self.href.clone()),
        }
    }

    /// The reply when the lock is stored. `others` are the shared locks that cover the resource too.
    #[must_use]
    pub fn reply(&self, lock: &ActiveLock, others: &[ActiveLock]) -> Reply {
        let status = if self.is_new { StatusCode::CREATED } else { StatusCode::OK };
        let answer = discovery(status, std::iter::once(lock).chain(others));
        reply::with_some(answer, lock.token.clone().map(LockToken).as_ref())
    }
}

/// Is a lock to be refreshed: the one that the field `If` names? The Depth of the request is ignored
/// ([§9.10.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.2)).
///
/// # Errors
///
/// 404, 405; 400 where the request does not name one lock; 403; 412 with DAV:lock-token-matches-request-uri where no
/// such lock covers the resource; 412 where the field does not hold; 403 for a lock of somebody else.
pub fn decide_refresh(request: &Request, target: Target<'_>) -> Result<RefreshPlan, Reply> {
    target.exists()?;
    target.understands(&Method::Lock)?;
    let field = conditional::field(request)?;
    let mut tokens: Vec<_> = field.iter().flat_map(If::submitted_tokens).collect();
    tokens.dedup();
    let [token] = tokens.as_slice() else { return Err(Reply::new(StatusCode::BAD_REQUEST)) };
    target.is_granted(&Method::Lock, None)?;
    if !target.resource.is_locked_with(token) {
        let refusal = reply::refusal(Condition::new(Precondition::LockTokenMatchesRequestUri));
        return Err(reply::not_cached(Reply { status: StatusCode::PRECONDITION_FAILED, ..refusal }));
    }
    target.is_as_asked(request)?;
    if target.resource.tokens_of_others.contains(token) {
        return Err(Reply::new(StatusCode::FORBIDDEN));
    }
    Ok(RefreshPlan { token: (*token).clone() })
}

impl RefreshPlan {
    /// The reply when it is refreshed: the locks that cover the resource now. It has no field `Lock-Token`.
    #[must_use]
    pub fn reply(&self, locks: &[ActiveLock]) -> Reply {
        discovery(StatusCode::OK, locks)
    }
}

/// The time of a lock: of those that a request names the first that is not longer than the server allows, or the longest
/// that it does ([§10.7](https://www.rfc-editor.org/rfc/rfc4918#section-10.7)).
///
/// ```
/// use caldav_types::header::TimeType;
/// use caldav_types::server::lock::time;
/// let wanted = "Infinite, Second-600".parse()?;
/// assert_eq!(time(Some(&wanted), 3600), TimeType::Seconds(600));
/// assert_eq!(time(None, 3600), TimeType::Seconds(3600));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[must_use]
pub fn time(wanted: Option<&Timeout>, longest: u32) -> TimeType {
    let mut times = wanted.into_iter().flat_map(|timeout| &timeout.0);
    let fits = |time: &&TimeType| matches!(time, TimeType::Seconds(seconds) if *seconds <= longest);
    times.find(fits).cloned().unwrap_or(TimeType::Seconds(longest))
}

/// Nothing below is locked in a way that conflicts, and the user may write all of it: 403 for what it may not, as §9.10.9
/// has it.
fn check_members(
    resource: &ResourceState,
    members: &[ResourceState],
    scope: &LockScope,
) -> Result<(), Reply> {
    let mut responses: Vec<Response> = Vec::new();
    let mut told: HashSet<Href> = HashSet::new();
    for member in members {
        let lacking = lacking([(member, &Privilege::WriteContent)]);
        if !lacking.is_empty() {
            responses.push(reply::refused(member, Condition::of_privileges(lacking)));
            continue;
        }
        let conflicts = conflicts(member, scope);
        if conflicts.iter().any(|root| !told.contains(root)) {
            told.extend(conflicts.iter().cloned());
            responses.push(reply::refused(member, condition(conflicts)));
        }
    }
    if responses.is_empty() {
        return Ok(());
    }
    responses.push(Response::of_status(resource.href.clone(), StatusCode::FAILED_DEPENDENCY));
    Err(reply::not_cached(reply::multistatus(responses)))
}

/// The roots of the locks that one of this scope conflicts with (§9.10.5).
fn conflicts(resource: &ResourceState, scope: &LockScope) -> Vec<Href> {
    let is_shared = |scope: &LockScope| *scope == LockScope::Shared;
    let conflicting = resource.locks.iter().filter(|lock| !(is_shared(scope) && is_shared(&lock.scope)));
    conflicting.map(|lock| root(lock, resource)).collect()
}

fn condition(roots: Vec<Href>) -> Condition {
    Condition::of_hrefs(Precondition::NoConflictingLock, roots)
}

fn discovery<'l>(status: StatusCode, locks: impl IntoIterator<Item = &'l ActiveLock>) -> Reply {
    let locks = locks.into_iter().cloned().collect();
    let body = ReplyBody::Prop(Prop(vec![DavProperty::LockDiscovery(locks)]));
    reply::not_cached(Reply::with_body(status, body))
}

#[cfg(test)]
mod tests;
