//! Replies that several methods give.

use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};

use crate::header::{Header, LastModified};
use crate::message::{Headers, Reply, ReplyBody};
use crate::multistatus::{Multistatus, Response};
use crate::{Condition, ErrorBody};

use super::ResourceState;

/// A reply with a field.
pub(super) fn with<H: Header>(mut reply: Reply, field: &H) -> Reply {
    // A value with a control character, which no field can hold, is not told.
    let _ = reply.headers.set(field);
    reply
}

/// A reply with a field, if there is a value for it.
pub(super) fn with_some<H: Header>(reply: Reply, field: Option<&H>) -> Reply {
    match field {
        Some(field) => with(reply, field),
        None => reply,
    }
}

/// A reply with the tags and the date of a resource.
pub(super) fn with_validators(reply: Reply, resource: &ResourceState) -> Reply {
    let reply = with_some(reply, resource.entity_tag.as_ref());
    let reply = with_some(reply, resource.schedule_tag.as_ref());
    with_some(reply, resource.last_modified.map(LastModified).as_ref())
}

/// A reply that is not kept by caches, for methods that say so.
pub(super) fn not_cached(mut reply: Reply) -> Reply {
    let mut map = std::mem::take(&mut reply.headers).into_map();
    map.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    reply.headers = Headers::from(map);
    reply
}

/// A condition was not kept, with what its element holds.
pub(super) fn refusal(condition: Condition) -> Reply {
    Reply { body: ReplyBody::Error(condition.clone().into()), ..Reply::refusal(condition.precondition) }
}

/// The same about one resource of several.
pub(super) fn refused(resource: &ResourceState, condition: Condition) -> Response {
    let error = ErrorBody::from(condition);
    let status = error.status().unwrap_or(StatusCode::FORBIDDEN);
    Response { error: Some(error), ..Response::of_status(resource.href.clone(), status) }
}

/// Something about each of several resources.
pub(super) fn multistatus(responses: Vec<Response>) -> Reply {
    let body = Multistatus { responses, ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(body))
}
