//! From what a request means to a request of HTTP.

use caldav_types::header::{ContentEncoding, ContentLength, Destination, HeaderError, LockToken, Overwrite};
use caldav_types::message::{Content, Headers, Operation, Post, Request};
use caldav_types::{Depth, Href, PostAction};
use http::Uri;
use http::uri::PathAndQuery;

use super::Outgoing;
use crate::Body;

/// Writes a request.
///
/// `Content-Length` and `Host` are left to what sends it.
///
/// # Errors
///
/// The value of a field holds a control character.
///
/// ```
/// use caldav_types::Depth;
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::request::Propfind;
/// let operation = Operation::Propfind { depth: Depth::Zero, body: Propfind::PropName };
/// let request = Request::new("https://example.com/cal/".parse()?, operation);
/// let wire = caldav_xml::message::encode_request(&request)?;
/// assert_eq!(wire.method(), "PROPFIND");
/// assert_eq!(wire.headers()["depth"], "0");
/// assert_eq!(wire.headers()["content-type"], "application/xml; charset=utf-8");
/// assert!(wire.body().ends_with(b"<D:propname/></D:propfind>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn encode_request(request: &Request) -> Result<http::Request<Vec<u8>>, HeaderError> {
    let mut headers = request.headers.clone();
    let mut target = None;
    let outgoing = match &request.operation {
        Operation::Put(content) => of_content(content),
        Operation::Post(post) => match post {
            Post::Action { action, content } => {
                target = with_query(&request.target, action);
                of_content(content)
            }
            Post::Multiput(multiput) => Outgoing::xml(multiput.to_xml()),
            Post::Share(body) => Outgoing::xml(body.to_xml()),
            Post::OwnCloudShare(body) => Outgoing::xml(body.to_xml()),
            Post::ShareResource(body) => Outgoing::xml(body.to_xml()),
            Post::InviteReply(body) => Outgoing::xml(body.to_xml()),
            Post::ResourceInviteReply(body) => Outgoing::xml(body.to_xml()),
            Post::PublishCalendar(body) => Outgoing::xml(body.to_xml()),
            Post::UnpublishCalendar(body) => Outgoing::xml(body.to_xml()),
            Post::PushRegister(body) => Outgoing::xml(body.to_xml()),
            Post::Content(content) => of_content(content),
            _ => Outgoing::default(),
        },
        Operation::Propfind { depth, body } => {
            headers.set(depth)?;
            Outgoing::xml(body.to_xml())
        }
        Operation::Proppatch(body) => Outgoing::xml(body.to_xml()),
        Operation::Mkcol(body) if !body.properties.is_empty() => Outgoing::xml(body.to_xml()),
        Operation::Mkcalendar(body) if !body.properties.is_empty() => Outgoing::xml(body.to_xml()),
        Operation::Copy { destination, depth, overwrite } => {
            headers.set(depth)?;
            set_destination(destination, *overwrite, &mut headers)?;
            Outgoing::default()
        }
        Operation::Move { destination, overwrite } => {
            set_destination(destination, *overwrite, &mut headers)?;
            Outgoing::default()
        }
        Operation::Lock { depth, timeout, body } => {
            headers.set(depth)?;
            timeout.as_ref().map_or(Ok(()), |timeout| headers.set(timeout))?;
            Outgoing::xml(body.to_xml())
        }
        Operation::RefreshLock { timeout } => {
            timeout.as_ref().map_or(Ok(()), |timeout| headers.set(timeout))?;
            Outgoing::default()
        }
        Operation::Acl(body) => Outgoing::xml(body.to_xml()),
        Operation::Unlock { token } => {
            headers.set(&LockToken(token.clone()))?;
            Outgoing::default()
        }
        Operation::Report { depth, body } => {
            match depth {
                Some(depth) => headers.set(depth)?,
                None => headers.remove::<Depth>(),
            }
            Outgoing::xml(body.to_xml())
        }
        Operation::Other { content, .. } => of_content(content),
        _ => Outgoing::default(),
    };
    headers.remove::<ContentLength>();
    headers.remove::<ContentEncoding>();
    if let Some(media_type) = &outgoing.media_type {
        headers.set(media_type)?;
    }
    let mut wire = http::Request::new(outgoing.octets);
    *wire.method_mut() = (&request.method()).into();
    *wire.uri_mut() = target.unwrap_or_else(|| request.target.clone());
    *wire.headers_mut() = headers.into_map();
    Ok(wire)
}

fn of_content(content: &Content) -> Outgoing {
    Outgoing { media_type: content.media_type.clone(), octets: content.octets.clone() }
}

fn set_destination(destination: &Href, overwrite: bool, headers: &mut Headers) -> Result<(), HeaderError> {
    headers.set(&Destination(destination.clone()))?;
    headers.set(&Overwrite(overwrite))
}

/// The address with the action as its query, unless it says so already.
fn with_query(target: &Uri, action: &PostAction) -> Option<Uri> {
    if PostAction::from_query(target.query().unwrap_or("")).ok().flatten().as_ref() == Some(action) {
        return None;
    }
    let mut parts = target.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{}?{action}", target.path())).ok()?);
    Uri::from_parts(parts).ok()
}
