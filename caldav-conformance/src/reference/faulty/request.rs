//! Requests that are taken for others.

use caldav_types::Depth;
use caldav_types::header::{IfMatch, IfNoneMatch};
use caldav_types::message::{Operation, Request};
use caldav_types::report::{Report, RequestedProperties};

use super::filter;
use crate::reference::Fault;
use crate::reference::server::Server;

/// What a faulty server does not see, or sees otherwise.
pub(in crate::reference) fn mistake(server: &Server, request: &mut Request) {
    if server.has(Fault::IfMatchIgnored) {
        request.headers.remove::<IfMatch>();
    }
    if server.has(Fault::IfNoneMatchIgnored) {
        request.headers.remove::<IfNoneMatch>();
    }
    match &mut request.operation {
        Operation::Propfind { depth, .. } if server.has(Fault::PropfindDepthIgnored) => *depth = Depth::One,
        Operation::Copy { overwrite, .. } | Operation::Move { overwrite, .. }
            if server.has(Fault::OverwriteIgnored) =>
        {
            *overwrite = true;
        }
        Operation::Report { body, .. } => report(server, body),
        _ => {}
    }
    if server.has(Fault::MoveLeavesSource)
        && let Operation::Move { destination, overwrite } = &request.operation
    {
        let (destination, overwrite) = (destination.clone(), *overwrite);
        request.operation = Operation::Copy { destination, depth: Depth::Infinity, overwrite };
    }
}

fn report(server: &Server, report: &mut Report) {
    match report {
        Report::SyncCollection(sync) if server.has(Fault::SyncLimitIgnored) => sync.limit = None,
        Report::CalendarQuery(query) => {
            filter::mistake(server, &mut query.filter);
            calendar_data(server, query.properties.as_mut());
        }
        Report::CalendarMultiget(multiget) => calendar_data(server, multiget.properties.as_mut()),
        _ => {}
    }
}

fn calendar_data(server: &Server, properties: Option<&mut RequestedProperties>) {
    if server.has(Fault::ExpandIgnored)
        && let Some(RequestedProperties::Prop(prop)) = properties
        && let Some(data) = &mut prop.calendar_data
    {
        data.recurrences = None;
    }
}
