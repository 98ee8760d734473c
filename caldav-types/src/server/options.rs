//! OPTIONS: what can be done with a resource.
//!
//! [RFC 9110 §9.3.7](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7),
//! [RFC 4918 §10.1](https://www.rfc-editor.org/rfc/rfc4918#section-10.1),
//! [RFC 4791 §5.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.1)

use http::StatusCode;

use crate::Method;
use crate::message::Reply;

use super::{Target, reply};

/// What can be done with a resource: `Allow` and `DAV`. Where there is none, it is what can be made there, since clients
/// ask this before they make something.
///
/// # Errors
///
/// 403 with DAV:need-privileges, where there is a resource that the user may not read.
///
/// ```
/// use caldav_types::server::{Features, ResourceState, Target, options};
/// let (features, state) = (Features::default(), ResourceState::missing("/cal/".into()));
/// let reply = options::answer(Target::new(&features, &state, None)).unwrap();
/// assert_eq!(reply.headers.as_map()["allow"], "OPTIONS, PUT, MKCOL, MKCALENDAR, LOCK");
/// ```
pub fn answer(target: Target<'_>) -> Result<Reply, Reply> {
    if target.resource.exists {
        target.is_granted(&Method::Options, None)?;
    }
    let allow = target.features.allow(target.resource);
    Ok(reply::with(reply::with(Reply::new(StatusCode::OK), &target.features.dav()), &allow))
}

#[cfg(test)]
mod tests;
