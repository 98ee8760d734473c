//! Conditional requests.
//!
//! [RFC 9110 §13](https://www.rfc-editor.org/rfc/rfc9110#section-13),
//! [RFC 4918 §10.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4),
//! [RFC 6638 §8.3](https://www.rfc-editor.org/rfc/rfc6638#section-8.3)

use http::StatusCode;

use crate::header::{
    Header, HttpDate, If, IfMatch, IfModifiedSince, IfNoneMatch, IfScheduleTagMatch, IfState,
    IfUnmodifiedSince,
};
use crate::message::{Reply, Request};
use crate::{Href, Method};

use super::{ResourceState, reply};

/// Do the conditions in the fields of a request hold? All other functions of [`server`](super) ask this by themselves,
/// at its place among their checks.
///
/// `If` is looked at first, the others in the order of
/// [RFC 9110 §13.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2) with `If-Schedule-Tag-Match` behind
/// `If-Match`, for it too keeps updates from being lost. PROPFIND and REPORT do not select a representation, so `If`
/// alone is heeded there; OPTIONS heeds none.
///
/// `others` are the resources that [`other_resources`] names.
///
/// # Errors
///
/// What does not hold: 412 (Precondition Failed), or 304 (Not Modified) with the tags of the resource. 400 where a field
/// does not have its form.
pub fn check(request: &Request, resource: &ResourceState, others: &[ResourceState]) -> Result<(), Reply> {
    let method = request.method();
    if method == Method::Options {
        return Ok(());
    }
    check_if(request, resource, others)?;
    if matches!(method, Method::Propfind | Method::Report) {
        return Ok(());
    }
    let tag = resource.entity_tag.as_ref();
    let changed_at = resource.last_modified.filter(|_| resource.exists);
    if let Some(field) = read::<IfMatch>(request)? {
        met(field.holds(resource.exists, tag))?;
    } else if let (Some(field), Some(changed_at)) = (request.headers.get::<IfUnmodifiedSince>(), changed_at) {
        met(seconds(changed_at) <= seconds(field.0))?;
    }
    if let Some(field) = read::<IfScheduleTagMatch>(request)? {
        met(resource.exists
            && resource.schedule_tag.as_ref().is_some_and(|tag| tag.opaque() == field.0.opaque()))?;
    }
    let is_reading = matches!(method, Method::Get | Method::Head);
    if let Some(field) = read::<IfNoneMatch>(request)? {
        let holds = field.holds(resource.exists, tag);
        return if is_reading && !holds { Err(not_modified(resource)) } else { met(holds) };
    }
    match (request.headers.get::<IfModifiedSince>(), changed_at) {
        (Some(field), Some(changed_at)) if is_reading && seconds(changed_at) <= seconds(field.0) => {
            Err(not_modified(resource))
        }
        _ => Ok(()),
    }
}

/// The resources other than that of the request that its field `If` speaks of, to be looked up for [`check`].
#[must_use]
pub fn other_resources(request: &Request) -> Vec<Href> {
    let own = path(&Href::from(&request.target), request);
    let mut others: Vec<Href> = Vec::new();
    if let Some(field) = request.headers.get::<If>() {
        for href in field.lists().filter_map(|(href, _)| href) {
            if path(href, request) != own && !others.contains(href) {
                others.push(href.clone());
            }
        }
    }
    others
}

/// The field `If`: 400 if it is none.
pub(super) fn field(request: &Request) -> Result<Option<If>, Reply> {
    read(request)
}

fn read<H: Header>(request: &Request) -> Result<Option<H>, Reply> {
    request.headers.read().map_err(|_| Reply::new(StatusCode::BAD_REQUEST))
}

fn met(holds: bool) -> Result<(), Reply> {
    if holds { Ok(()) } else { Err(Reply::new(StatusCode::PRECONDITION_FAILED)) }
}

fn not_modified(resource: &ResourceState) -> Reply {
    reply::with_validators(Reply::new(StatusCode::NOT_MODIFIED), resource)
}

/// What a date says in a field.
fn seconds(date: HttpDate) -> i64 {
    date.0.timestamp()
}

/// The field `If` alone (RFC 4918 §10.4.3, §10.4.4): 412 if it does not hold.
pub(super) fn check_if(
    request: &Request,
    resource: &ResourceState,
    others: &[ResourceState],
) -> Result<(), Reply> {
    let Some(field) = field(request)? else { return Ok(()) };
    let own = path(&Href::from(&request.target), request);
    met(field.holds(|href, state| {
        let named = match href.map(|href| path(href, request)) {
            Some(path_of_href) if path_of_href != own => {
                others.iter().find(|other| path(&other.href, request) == path_of_href)
            }
            _ => Some(resource),
        };
        named.is_some_and(|named| is_in(named, state))
    }))
}

fn is_in(resource: &ResourceState, state: &IfState) -> bool {
    resource.exists
        && match state {
            IfState::Token(token) => resource.is_locked_with(token) || resource.states.contains(token),
            IfState::EntityTag(tag) => {
                resource.entity_tag.as_ref().is_some_and(|current| current.matches_weakly(tag))
            }
        }
}

/// What an address means on this server, whatever name the client has for it.
fn path(href: &Href, request: &Request) -> String {
    href.key(&request.target).path().to_owned()
}

#[cfg(test)]
mod tests;
