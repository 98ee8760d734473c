//! Preferences of clients that are heeded.
//!
//! [RFC 7240](https://www.rfc-editor.org/rfc/rfc7240), [RFC 8144](https://www.rfc-editor.org/rfc/rfc8144)

use http::StatusCode;

use crate::header::{Brief, ContentLocation, Location, Prefer, Preference, PreferenceApplied};
use crate::message::{Content, Headers, Reply, ReplyBody, Request};
use crate::{Href, Method, Privilege};

use super::{ResourceState, reply};

/// Is little enough in return: `return=minimal` ([RFC 8144 §2](https://www.rfc-editor.org/rfc/rfc8144#section-2)), or
/// the field `Brief` that came before it?
#[must_use]
pub fn is_minimal(headers: &Headers) -> bool {
    headers.get::<Prefer>().is_some_and(|prefer| prefer.is_minimal())
        || headers.get::<Brief>().is_some_and(|brief| brief.0)
}

/// Shall the resource of the request be left out: `depth-noroot`
/// ([RFC 8144 §4](https://www.rfc-editor.org/rfc/rfc8144#section-4))?
#[must_use]
pub fn is_without_root(headers: &Headers) -> bool {
    headers.get::<Prefer>().is_some_and(|prefer| prefer.has("depth-noroot"))
}

/// Is the resource as it is now to be in this reply: `return=representation`, and something was changed
/// ([RFC 8144 §3.1](https://www.rfc-editor.org/rfc/rfc8144#section-3.1)) or was not because a condition did not hold
/// ([§3.2](https://www.rfc-editor.org/rfc/rfc8144#section-3.2))? Then [`with_representation`] puts it there. `resource`
/// is as it is now: that of the request, for COPY and MOVE that of the destination, for POST the new one. It is not told
/// to a user who may not read it.
#[must_use]
pub fn wants_representation(request: &Request, reply: &Reply, resource: &ResourceState) -> bool {
    let changes = matches!(request.method(), Method::Put | Method::Post | Method::Copy | Method::Move);
    let fits = matches!(
        reply.status,
        StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT | StatusCode::PRECONDITION_FAILED
    );
    let is_readable = resource.exists && resource.privileges.grants(&Privilege::Read);
    changes
        && fits
        && is_readable
        && request.headers.get::<Prefer>().is_some_and(|prefer| prefer.is_representation())
}

/// A reply with a resource as it is now.
#[must_use]
pub fn with_representation(mut answer: Reply, resource: &ResourceState, content: Content) -> Reply {
    if answer.status == StatusCode::NO_CONTENT {
        answer.status = StatusCode::OK;
    }
    answer.body =
        if content.is_calendar() { ReplyBody::Calendar(content) } else { ReplyBody::Other(content) };
    let answer = reply::with_validators(answer, resource);
    let answer = reply::with(answer, &ContentLocation(resource.href.clone()));
    applied(answer, [Preference::representation()])
}

/// A reply that says which preferences were heeded.
pub(super) fn applied(answer: Reply, preferences: impl IntoIterator<Item = Preference>) -> Reply {
    let applied: Vec<_> = preferences.into_iter().collect();
    if applied.is_empty() { answer } else { reply::with(answer, &PreferenceApplied(applied)) }
}

/// The address of a resource that was made.
pub(super) fn located(answer: Reply, href: &Href) -> Reply {
    reply::with(answer, &Location(href.clone()))
}

#[cfg(test)]
mod tests;
