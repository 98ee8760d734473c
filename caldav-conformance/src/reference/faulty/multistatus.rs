//! What is said about several resources, otherwise than it should be.

use caldav_types::calendar_data::Recurrences;
use caldav_types::message::{Operation, Reply, ReplyBody, Request};
use caldav_types::multistatus::{Propstat, Response, ResponseContent};
use caldav_types::property::{DavProperty, DavPropertyName, ReportName};
use caldav_types::report::{Report, RequestedProperties};
use caldav_types::{CTag, EntityTag, Href, ResourceType};
use http::StatusCode;

use super::calendar_data;
use crate::reference::Fault;
use crate::reference::path::unencoded;
use crate::reference::server::Server;

/// What a faulty server says of resources and their properties.
pub(in crate::reference) fn misreport(server: &Server, request: &Request, reply: &mut Reply) {
    let ReplyBody::Multistatus(body) = &mut reply.body else { return };
    let report = match &request.operation {
        Operation::Report { body, .. } => Some(body),
        _ => None,
    };
    if server.has(Fault::MultigetSkipsMissing) && matches!(report, Some(Report::CalendarMultiget(_))) {
        body.responses.retain(|response| !response.is_gone());
    }
    let is_sync = matches!(report, Some(Report::SyncCollection(_)));
    let is_expanded = report.is_some_and(expands);
    for response in &mut body.responses {
        if is_sync && response.is_gone() && server.has(Fault::SyncRemovalsAsPropstat) {
            let properties = vec![DavProperty::Empty(DavPropertyName::GetEtag)];
            response.content =
                ResponseContent::Propstats(vec![Propstat::new(StatusCode::NOT_FOUND, properties)]);
        }
        resource(server, response);
        if is_expanded {
            instances(server, response);
        }
    }
}

/// The tag that a faulty server has in the place of one.
pub(super) fn other_tag(server: &Server, tag: &EntityTag) -> Option<EntityTag> {
    if server.has(Fault::WeakEtag) {
        EntityTag::weak(tag.opaque()).ok()
    } else if server.has(Fault::EtagWithoutQuotes) {
        tag.opaque().parse().ok()
    } else {
        None
    }
}

fn resource(server: &Server, response: &mut Response) {
    response.href = address(server, &response.href);
    let ResponseContent::Propstats(propstats) = &mut response.content else { return };
    if server.has(Fault::MissingPropertiesUntold) {
        propstats.retain(|propstat| propstat.status != Some(StatusCode::NOT_FOUND));
    }
    let is_lost = |property: &DavProperty| match property.name() {
        DavPropertyName::GetEtag => server.has(Fault::NoEtag),
        DavPropertyName::CalendarHomeSet => server.has(Fault::CalendarHomeSetMissing),
        _ => false,
    };
    let mut lost = Vec::new();
    for propstat in propstats.iter_mut().filter(|propstat| propstat.is_success()) {
        lost.extend(propstat.properties.iter().filter(|it| is_lost(it)).map(DavProperty::name));
        propstat.properties.retain(|property| !is_lost(property));
        propstat.properties.iter_mut().for_each(|it| property(server, it));
    }
    if !lost.is_empty() {
        let properties = lost.into_iter().map(DavProperty::Empty).collect();
        propstats.push(Propstat::new(StatusCode::NOT_FOUND, properties));
    }
}

fn instances(server: &Server, response: &mut Response) {
    let ResponseContent::Propstats(propstats) = &mut response.content else { return };
    for property in propstats.iter_mut().flat_map(|propstat| &mut propstat.properties) {
        if let DavProperty::CalendarData(data) = property {
            calendar_data::garble(server, &mut data.text);
        }
    }
}

/// Does it ask for instances?
fn expands(report: &Report) -> bool {
    let properties = match report {
        Report::CalendarQuery(query) => query.properties.as_ref(),
        Report::CalendarMultiget(multiget) => multiget.properties.as_ref(),
        _ => None,
    };
    let Some(RequestedProperties::Prop(prop)) = properties else { return false };
    let data = prop.calendar_data.as_ref();
    matches!(data.and_then(|data| data.recurrences), Some(Recurrences::Expand(_)))
}

fn address(server: &Server, href: &Href) -> Href {
    let href = if server.has(Fault::HrefNotEncoded) { unencoded(href) } else { href.clone() };
    let href = match href.as_str().strip_suffix('/') {
        Some(path) if !path.is_empty() && server.has(Fault::CollectionHrefWithoutSlash) => Href::new(path),
        _ => href,
    };
    if server.has(Fault::HrefOfAnotherHost) { Href::new(&format!("{ANOTHER_HOST}{href}")) } else { href }
}

fn property(server: &Server, property: &mut DavProperty) {
    match property {
        DavProperty::GetEtag(tag) => {
            if let Some(other) = other_tag(server, tag) {
                *tag = other;
            }
            if server.has(Fault::EtagPropertyDiffers)
                && let Ok(other) = EntityTag::strong(&format!("{}-property", tag.opaque()))
            {
                *tag = other;
            }
        }
        DavProperty::GetCTag(tag) if server.has(Fault::CtagConstant) => *tag = CTag::new("1"),
        DavProperty::ResourceType(types) if server.has(Fault::ResourcetypeWithoutCalendar) => {
            types.0.retain(|kind| *kind != ResourceType::Calendar);
        }
        DavProperty::SupportedReportSet(reports) if server.has(Fault::SupportedReportSetLies) => {
            let of_caldav =
                [ReportName::CalendarQuery, ReportName::CalendarMultiget, ReportName::FreeBusyQuery];
            reports.retain(|report| !of_caldav.contains(report));
        }
        DavProperty::DisplayName(text) | DavProperty::CalendarDescription(text)
            if server.has(Fault::LanguageLost) =>
        {
            text.language = None;
        }
        _ => {}
    }
}

/// A host that nobody knows, as servers behind others tell.
const ANOTHER_HOST: &str = "http://backend.invalid:8080";
