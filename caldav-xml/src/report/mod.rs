//! What a client asks by REPORT, one file a report.

use caldav_types::property::ReportName;
use caldav_types::report::Report;

use crate::XmlError;
use crate::any_element;
use crate::element::Content;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

mod acl_principal_prop_set;
mod calendar_multiget;
mod calendar_query;
mod calendarserver_principal_search;
mod expand_property;
mod free_busy_query;
mod limit;
mod principal_match;
mod principal_property_search;
mod principal_search_property_set;
mod requested_properties;
mod sync_collection;

#[cfg(test)]
mod tests;

/// The report whose root is open.
pub(crate) fn read(root: Name<'_>, reader: &mut ElementReader<'_>) -> Result<Report, XmlError> {
    let name = root.namespace.uri().and_then(|uri| ReportName::known(uri, root.local));
    Ok(match name {
        Some(ReportName::ExpandProperty) => Report::ExpandProperty(Content::read(reader)?),
        Some(ReportName::AclPrincipalPropSet) => Report::AclPrincipalPropSet(Content::read(reader)?),
        Some(ReportName::PrincipalMatch) => Report::PrincipalMatch(Content::read(reader)?),
        Some(ReportName::PrincipalPropertySearch) => Report::PrincipalPropertySearch(Content::read(reader)?),
        Some(ReportName::PrincipalSearchPropertySet) => {
            reader.empty()?;
            Report::PrincipalSearchPropertySet
        }
        Some(ReportName::SyncCollection) => Report::SyncCollection(Content::read(reader)?),
        Some(ReportName::CalendarQuery) => Report::CalendarQuery(Content::read(reader)?),
        Some(ReportName::CalendarMultiget) => Report::CalendarMultiget(Content::read(reader)?),
        Some(ReportName::FreeBusyQuery) => Report::FreeBusyQuery(Content::read(reader)?),
        Some(ReportName::CalendarServerPrincipalSearch) => {
            Report::CalendarServerPrincipalSearch(Content::read(reader)?)
        }
        _ => Report::Other(any_element::capture(reader, root)?),
    })
}

/// Writes a report with its root.
pub(crate) fn write(report: &Report, writer: &mut ElementWriter) {
    let name = report.name();
    let name = Name::new(writer.namespace(name.namespace()), name.local_name());
    match report {
        Report::ExpandProperty(report) => report.write_as(name, writer),
        Report::AclPrincipalPropSet(report) => report.write_as(name, writer),
        Report::PrincipalMatch(report) => report.write_as(name, writer),
        Report::PrincipalPropertySearch(report) => report.write_as(name, writer),
        Report::PrincipalSearchPropertySet => writer.empty(name),
        Report::SyncCollection(report) => report.write_as(name, writer),
        Report::CalendarQuery(report) => report.write_as(name, writer),
        Report::CalendarMultiget(report) => report.write_as(name, writer),
        Report::FreeBusyQuery(report) => report.write_as(name, writer),
        Report::CalendarServerPrincipalSearch(report) => report.write_as(name, writer),
        Report::Other(element) => any_element::write(element, writer),
        // A report that was added without a way to write it.
        _ => writer.empty(name),
    }
}
