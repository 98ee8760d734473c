//! From what a reply means to a reply of HTTP.

use caldav_types::header::{ContentEncoding, HeaderError};
use caldav_types::message::{Content, Reply, ReplyBody};

use super::Outgoing;
use crate::Body;

/// Writes a reply.
///
/// `Content-Length` and `Date` are left to what sends it.
///
/// # Errors
///
/// The value of a field holds a control character.
///
/// ```
/// use caldav_types::Precondition;
/// use caldav_types::message::Reply;
/// let wire = caldav_xml::message::encode_reply(&Reply::refusal(Precondition::NoUidConflict))?;
/// assert_eq!(wire.status(), 409);
/// assert!(wire.body().ends_with(b"<C:no-uid-conflict/></D:error>"));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
pub fn encode_reply(reply: &Reply) -> Result<http::Response<Vec<u8>>, HeaderError> {
    let mut headers = reply.headers.clone();
    let outgoing = match &reply.body {
        ReplyBody::Multistatus(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::Error(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::ScheduleResponse(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::Mkcol(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::Mkcalendar(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::Prop(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::SharedAs(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::PrincipalSearchPropertySet(body) => Outgoing::xml(body.to_xml()),
        ReplyBody::Calendar(Content { media_type, octets })
        | ReplyBody::Other(Content { media_type, octets }) => {
            Outgoing { media_type: media_type.clone(), octets: octets.clone() }
        }
        _ => Outgoing::default(),
    };
    if !outgoing.octets.is_empty() {
        headers.remove::<ContentEncoding>();
    }
    if let Some(media_type) = &outgoing.media_type {
        headers.set(media_type)?;
    }
    let mut wire = http::Response::new(outgoing.octets);
    *wire.status_mut() = reply.status;
    *wire.headers_mut() = headers.into_map();
    Ok(wire)
}
