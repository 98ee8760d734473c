//! GET and HEAD: the content of a resource.
//!
//! [RFC 9110 §9.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1),
//! [RFC 4918 §9.4](https://www.rfc-editor.org/rfc/rfc4918#section-9.4),
//! [RFC 4791 §5.3.4](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.4)

use http::StatusCode;

use crate::Method;
use crate::header::ContentLength;
use crate::message::{Content, Reply, ReplyBody, Request};

use super::{ResourceState, Target, reply};

/// The content of the resource is to be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'a> {
    resource: &'a ResourceState,
    is_head: bool,
}

/// Is the content of the resource to be answered? Whether the request is GET or HEAD says its method.
///
/// # Errors
///
/// 404; 405 for a collection where the server has no content for them; 403, 412, and 304 (Not Modified) where the client
/// has it already.
///
/// ```
/// use caldav_types::header::IfNoneMatch;
/// use caldav_types::message::{Content, Operation, Request};
/// use caldav_types::server::{Features, ResourceState, Target, get};
/// use caldav_types::{EntityTag, Privilege, PrivilegeSet, ResourceTypes};
///
/// let mut event = ResourceState::new("/cal/1.ics".into(), ResourceTypes::default());
/// event.privileges = PrivilegeSet(vec![Privilege::Read]);
/// event.entity_tag = Some(EntityTag::strong("1")?);
/// let features = Features::default();
/// let target = Target::new(&features, &event, None);
///
/// let request = Request::new("/cal/1.ics".parse()?, Operation::Get);
/// let reply = get::decide(&request, target).unwrap().reply(Content::calendar("BEGIN:VCALENDAR..."));
/// assert_eq!((reply.status.as_u16(), &reply.headers.as_map()["etag"]), (200, &"\"1\"".parse().unwrap()));
///
/// let again = request.with(&IfNoneMatch::from(EntityTag::strong("1")?))?;
/// assert_eq!(get::decide(&again, target).unwrap_err().status, 304);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide<'a>(request: &Request, target: Target<'a>) -> Result<Plan<'a>, Reply> {
    let method = request.method();
    target.exists()?;
    target.understands(&method)?;
    target.is_granted(&method, None)?;
    target.is_as_asked(request)?;
    Ok(Plan { resource: target.resource, is_head: method == Method::Head })
}

impl Plan<'_> {
    /// The reply: for HEAD without the content, but with what the fields say of it. One that a LOCK has made and nobody
    /// has written yet has no octets and no type.
    #[must_use]
    pub fn reply(&self, content: Content) -> Reply {
        let mut answer = Reply::new(StatusCode::OK);
        if self.is_head {
            answer = reply::with_some(answer, content.media_type.as_ref());
            answer = reply::with(answer, &ContentLength(content.octets.len() as u64));
        } else {
            answer.body =
                if content.is_calendar() { ReplyBody::Calendar(content) } else { ReplyBody::Other(content) };
        }
        reply::with_validators(answer, self.resource)
    }
}

#[cfg(test)]
mod tests;
