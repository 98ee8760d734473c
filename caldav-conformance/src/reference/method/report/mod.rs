//! REPORT, by what it asks.

use caldav_types::Depth;
use caldav_types::message::Reply;
use caldav_types::property::{DavPropertyName, ReportName};
use caldav_types::report::Report;
use caldav_types::server::ResourceProperties;
use caldav_types::server::report::ReportTarget;

use super::Surroundings;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};

mod calendars;
mod expand_property;
mod principals;
mod sync_collection;

/// A report with the resource that it is asked of.
struct Asked<'s> {
    server: &'s Server,
    call: &'s Call<'s>,
    depth: Option<Depth>,
    around: Surroundings,
    reports: Vec<ReportName>,
}

pub(super) fn answer(
    server: &Server,
    call: &Call<'_>,
    depth: Option<Depth>,
    body: &Report,
) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let reports =
        server.store.get(&call.path).map(|resource| server.view(call).reports(&call.path, resource));
    let asked = Asked { server, call, depth, around, reports: reports.unwrap_or_default() };
    match body {
        Report::ExpandProperty(body) => expand_property::answer(&asked, body),
        Report::SyncCollection(body) => sync_collection::answer(&asked, body),
        Report::AclPrincipalPropSet(body) => principals::of_acl(&asked, body),
        Report::PrincipalMatch(body) => principals::matching(&asked, body),
        Report::PrincipalPropertySearch(body) => principals::found(&asked, body),
        Report::PrincipalSearchPropertySet => principals::searchable(&asked),
        Report::CalendarServerPrincipalSearch(body) => principals::found_by_words(&asked, body),
        Report::CalendarQuery(body) => calendars::query(&asked, body),
        Report::CalendarMultiget(body) => calendars::multiget(&asked, body),
        Report::FreeBusyQuery(body) => calendars::free_busy(&asked, body),
        _ => Err(Reply::refusal(caldav_types::Precondition::SupportedReport)),
    }
}

impl Asked<'_> {
    fn target(&self) -> ReportTarget<'_> {
        ReportTarget { target: self.around.target(), reports: &self.reports }
    }

    /// The place that an address means.
    fn path(&self, href: &caldav_types::Href) -> Path {
        Path::of(href, &self.call.request.target)
    }

    /// The properties of these names of a resource that the user may read.
    fn properties(
        &self,
        path: &Path,
        is_wanted: &dyn Fn(&DavPropertyName) -> bool,
    ) -> Option<ResourceProperties> {
        let view = self.server.view(self.call);
        self.server.store.get(path)?;
        view.may(&caldav_types::Privilege::Read, path).then(|| view.properties(path, is_wanted))
    }
}
