//! How an answer is written.

use std::io::{self, Write};

use caldav_types::message::{Reply, ReplyBody};
use caldav_types::multistatus::{Response, ResponseContent};
use caldav_types::property::TypedDavProperty;
use caldav_types::property::named;
use caldav_types::{ErrorBody, Href};
use caldav_xml::Body;
use serde_json::json;

/// The body as a server sends it; XML ends in a line end here.
pub(super) fn body(out: &mut dyn Write, reply: &Reply) -> io::Result<()> {
    match &reply.body {
        ReplyBody::Multistatus(multistatus) => writeln!(out, "{}", multistatus.to_xml()),
        ReplyBody::Error(error) => writeln!(out, "{}", error.to_xml()),
        ReplyBody::Calendar(calendar) => out.write_all(&calendar.octets),
        _ => Ok(()),
    }
}

/// An object a line and resource.
pub(super) fn objects(out: &mut dyn Write, reply: &Reply, collection: &Href) -> io::Result<()> {
    if let Some(multistatus) = reply.multistatus() {
        for response in &multistatus.responses {
            for href in response.hrefs() {
                writeln!(out, "{}", response_object(href, response))?;
            }
        }
        return Ok(());
    }
    let object = json!({
        "href": collection.as_str(),
        "status": reply.status.as_u16(),
        "etag": null,
        "calendar_data": reply.calendar().map(|calendar| String::from_utf8_lossy(&calendar.octets)),
        "error": reply.error().map(conditions),
    });
    writeln!(out, "{object}")
}

/// Why a report is refused, in a line for people.
pub(super) fn refusal(reply: &Reply) -> String {
    let conditions = reply.error().map(conditions).unwrap_or_default();
    match conditions.is_empty() {
        true => format!("a server refuses the report: {}", reply.status),
        false => format!("a server refuses the report: {}, {}", reply.status, conditions.join(", ")),
    }
}

fn response_object(href: &Href, response: &Response) -> serde_json::Value {
    let status = match &response.content {
        ResponseContent::Status { status, .. } => status.map(|status| status.as_u16()),
        // The properties that are there, or that there are none.
        ResponseContent::Propstats(_) => Some(200),
    };
    let etag = response.found().find_map(named::GetEtag::value);
    let data = response.found().find_map(named::CalendarData::value);
    json!({
        "href": href.as_str(),
        "status": status,
        "etag": etag.map(ToString::to_string),
        "calendar_data": data.map(|data| &data.text),
        "error": response.error.as_ref().map(conditions),
    })
}

fn conditions(error: &ErrorBody) -> Vec<String> {
    error.conditions.iter().map(|condition| condition.precondition.name()).collect()
}
