//! Replies that are others than they should be.

use caldav_types::EntityTag;
use caldav_types::header::{Allow, ComplianceClass, Dav, MediaType, WwwAuthenticate};
use caldav_types::message::{Reply, ReplyBody};
use caldav_types::{ConditionDetail, Precondition};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};

use super::multistatus;
use crate::reference::Fault;
use crate::reference::server::Server;

/// What a faulty server says otherwise than it should.
pub(in crate::reference) fn garble(server: &Server, method: &Method, mut reply: Reply) -> Reply {
    status(server, method, &mut reply);
    headers(server, method, &mut reply);
    match &mut reply.body {
        ReplyBody::Error(error) if server.has(Fault::UidConflictWithoutHref) => {
            for condition in &mut error.conditions {
                if condition.precondition == Precondition::NoUidConflict {
                    condition.detail = ConditionDetail::Empty;
                }
            }
        }
        ReplyBody::Calendar(calendar) if server.has(Fault::ContentTypeWrong) => {
            calendar.media_type = MediaType::new("text", "plain").ok();
        }
        _ => {}
    }
    if server.has(Fault::ErrorBodyLost) && matches!(reply.body, ReplyBody::Error(_)) {
        reply.body = ReplyBody::Empty;
    }
    reply
}

fn status(server: &Server, method: &Method, reply: &mut Reply) {
    if *method == Method::PUT && reply.status == StatusCode::CREATED && server.has(Fault::CreatedAsOk) {
        reply.status = StatusCode::OK;
    }
    if reply.status == StatusCode::MULTI_STATUS && server.has(Fault::MultistatusAsOk) {
        reply.status = StatusCode::OK;
    }
}

fn headers(server: &Server, method: &Method, reply: &mut Reply) {
    if server.has(Fault::ChallengeMissing) {
        reply.headers.remove::<WwwAuthenticate>();
    }
    if server.has(Fault::AllowMissing) && reply.status == StatusCode::METHOD_NOT_ALLOWED {
        reply.headers.remove::<Allow>();
    }
    if server.has(Fault::CalendarAccessUntold)
        && let Some(Dav(mut classes)) = reply.headers.get::<Dav>()
    {
        classes.retain(|class| *class != ComplianceClass::CalendarAccess);
        replace(reply, &Dav(classes));
    }
    if let Some(tag) = reply.headers.get::<EntityTag>() {
        let wrong = if *method == Method::PUT && server.has(Fault::WrongEtagAfterPut) {
            EntityTag::strong(&format!("{}-of-another", tag.opaque())).ok()
        } else {
            multistatus::other_tag(server, &tag)
        };
        match wrong {
            _ if server.has(Fault::NoEtag) => reply.headers.remove::<EntityTag>(),
            Some(wrong) => replace(reply, &wrong),
            None => {}
        }
    }
}

fn replace<H: caldav_types::header::Header>(reply: &mut Reply, field: &H) {
    // What was a field of the reply is one when a part of it is left out.
    let _ = reply.headers.set(field);
}

/// What goes wrong when a reply is written.
pub(in crate::reference) fn distort(
    server: &Server,
    mut response: http::Response<Vec<u8>>,
) -> http::Response<Vec<u8>> {
    let xml = HeaderValue::from_static("application/xml; charset=utf-8");
    let is_xml = response.headers().get(CONTENT_TYPE) == Some(&xml);
    if is_xml && server.has(Fault::XmlTruncated) {
        let length = response.body().len();
        response.body_mut().truncate(length.saturating_sub(LOST));
    }
    response
}

/// How many octets are lost where XML is cut off.
const LOST: usize = 16;
