//! What a collection takes and what a resource understands.
//!
//! [RFC 4791 §5.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.2),
//! [RFC 3253 §3.1](https://www.rfc-editor.org/rfc/rfc3253#section-3.1)

use std::borrow::Cow;

use crate::element_name::{element_names, named_by_text};
use crate::{Collation, ExpandedName};

/// Kinds of components: the value of CALDAV:supported-calendar-component-set
/// ([RFC 4791 §5.2.3](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.3)).
///
/// ```
/// use caldav_types::property::ComponentSet;
/// let set = ComponentSet(vec!["VEVENT".into(), "VTODO".into()]);
/// assert!(set.has("vtodo") && !set.has("VJOURNAL"));
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ComponentSet(
    /// Their names.
    pub Vec<String>,
);

impl ComponentSet {
    /// Is the kind among them? Names of components have no case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|one| one.eq_ignore_ascii_case(name))
    }
}

/// A format of calendars or address books, as CALDAV:supported-calendar-data lists them
/// ([RFC 4791 §5.2.4](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.4)).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct DataFormat {
    /// The media type.
    pub content_type: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
}

impl DataFormat {
    /// iCalendar, which stands for an element without attributes.
    #[must_use]
    pub fn icalendar() -> Self {
        Self { content_type: "text/calendar".into(), version: "2.0".into() }
    }

    /// vCard 3.0, which stands for an element without attributes
    /// ([RFC 6352 §6.2.2](https://www.rfc-editor.org/rfc/rfc6352#section-6.2.2)).
    #[must_use]
    pub fn vcard() -> Self {
        Self { content_type: "text/vcard".into(), version: "3.0".into() }
    }
}

/// Formats of calendars.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarDataSet(
    /// The formats.
    pub Vec<DataFormat>,
);

/// Formats of address books.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AddressDataSet(
    /// The formats.
    pub Vec<DataFormat>,
);

/// Ways to compare text: the value of CALDAV:supported-collation-set
/// ([RFC 4791 §7.5.1](https://www.rfc-editor.org/rfc/rfc4791#section-7.5.1)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CollationSet(
    /// The collations.
    pub Vec<Collation>,
);

/// Ways to compare text of address books: the value of CARDDAV:supported-collation-set
/// ([RFC 6352 §8.3.1](https://www.rfc-editor.org/rfc/rfc6352#section-8.3.1)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AddressBookCollationSet(
    /// The collations.
    pub Vec<Collation>,
);

/// Calendar systems that rules can be in: the value of CALDAV:supported-rscale-set
/// ([RFC 7529 §10.1](https://www.rfc-editor.org/rfc/rfc7529#section-10.1)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct RscaleSet(
    /// Their names in CLDR.
    pub Vec<String>,
);

/// Addresses of a principal: the value of CS:email-address-set.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct EmailAddressSet(
    /// The addresses.
    pub Vec<String>,
);

element_names! {
    /// A report, the name of an element in DAV:report
    /// ([RFC 3253 §3.1.5](https://www.rfc-editor.org/rfc/rfc3253#section-3.1.5)).
    #[derive(Clone, Debug, Eq, Hash, PartialEq)]
    ReportName, Other(ExpandedName) {
        /// The versions of a resource (RFC 3253, 3.7).
        VersionTree = DAV "version-tree";
        /// Properties of resources that properties name (RFC 3253, 3.8).
        ExpandProperty = DAV "expand-property";
        /// Versions by their history (RFC 3253, 5.4).
        LocateByHistory = DAV "locate-by-history";
        /// Properties of the principals in a DAV:acl (RFC 3744, 9.2).
        AclPrincipalPropSet = DAV "acl-principal-prop-set";
        /// Resources that the user is or has (RFC 3744, 9.3).
        PrincipalMatch = DAV "principal-match";
        /// Principals by their properties (RFC 3744, 9.4).
        PrincipalPropertySearch = DAV "principal-property-search";
        /// What principals can be searched by (RFC 3744, 9.5).
        PrincipalSearchPropertySet = DAV "principal-search-property-set";
        /// What has changed (RFC 6578, 6.1).
        SyncCollection = DAV "sync-collection";
        /// Calendar object resources by a filter (RFC 4791, 9.5).
        CalendarQuery = CALDAV "calendar-query";
        /// Calendar object resources by their addresses (RFC 4791, 9.10).
        CalendarMultiget = CALDAV "calendar-multiget";
        /// When somebody is busy (RFC 4791, 9.11).
        FreeBusyQuery = CALDAV "free-busy-query";
        /// Address object resources by a filter (RFC 6352, 10.3).
        AddressBookQuery = CARDDAV "addressbook-query";
        /// Address object resources by their addresses (RFC 6352, 10.7).
        AddressBookMultiget = CARDDAV "addressbook-multiget";
        /// Principals by words.
        CalendarServerPrincipalSearch = CALENDAR_SERVER "calendarserver-principal-search";
    }
}

named_by_text!(ReportName);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ReportName;

    const XML_ELEMENTS: &str = include_str!("../../spec/xml-elements.csv");

    #[test]
    fn table_of_reports_is_covered() {
        let mut of_the_table = BTreeSet::new();
        for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
            let row = row.unwrap();
            if &row[2] == "report" {
                of_the_table.insert((row[0].to_owned(), row[1].to_owned()));
            }
        }
        let known: BTreeSet<_> = ReportName::KNOWN
            .iter()
            .map(|report| (report.namespace().to_owned(), report.local_name().to_owned()))
            .collect();
        assert_eq!(known, of_the_table);
        assert_eq!(known.len(), ReportName::KNOWN.len());
    }
}
