//! What a client asks by REPORT, one file a report.
//!
//! [RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)

use crate::property::ReportName;
use crate::{AnyElement, Depth};

mod acl_principal_prop_set;
mod calendar_multiget;
mod calendar_query;
mod calendarserver_principal_search;
mod expand_property;
mod free_busy_query;
mod principal_match;
mod principal_property_search;
mod principal_search_property_set;
mod requested_properties;
mod sync_collection;

pub use acl_principal_prop_set::AclPrincipalPropSet;
pub use calendar_multiget::CalendarMultiget;
pub use calendar_query::{CalendarQuery, QueryTimeZone};
pub use calendarserver_principal_search::{CalendarServerPrincipalSearch, PrincipalSearchContext};
pub use expand_property::{ExpandProperty, ExpandedProperty};
pub use free_busy_query::FreeBusyQuery;
pub use principal_match::{MatchedPrincipal, PrincipalMatch};
pub use principal_property_search::{PrincipalPropertySearch, PropertySearch};
pub use principal_search_property_set::{PrincipalSearchProperty, PrincipalSearchPropertySet};
pub use requested_properties::{RequestedProp, RequestedProperties};
pub use sync_collection::{SyncCollection, SyncLevel};

/// The body of a REPORT.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum Report {
    /// Properties of resources that properties name.
    ExpandProperty(ExpandProperty),
    /// Properties of those whom an ACL names.
    AclPrincipalPropSet(AclPrincipalPropSet),
    /// What is or belongs to the current user.
    PrincipalMatch(PrincipalMatch),
    /// A search for principals.
    PrincipalPropertySearch(PrincipalPropertySearch),
    /// What principals can be searched by. The body of the request says nothing more.
    PrincipalSearchPropertySet,
    /// What changed in a collection.
    SyncCollection(SyncCollection),
    /// A search for calendar object resources.
    CalendarQuery(CalendarQuery),
    /// Calendar object resources by address.
    CalendarMultiget(CalendarMultiget),
    /// When somebody is busy.
    FreeBusyQuery(FreeBusyQuery),
    /// A search for principals of calendarserver.
    CalendarServerPrincipalSearch(CalendarServerPrincipalSearch),
    /// A report that is none of the above, whole.
    Other(AnyElement),
}

impl Report {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> ReportName {
        match self {
            Self::ExpandProperty(_) => ReportName::ExpandProperty,
            Self::AclPrincipalPropSet(_) => ReportName::AclPrincipalPropSet,
            Self::PrincipalMatch(_) => ReportName::PrincipalMatch,
            Self::PrincipalPropertySearch(_) => ReportName::PrincipalPropertySearch,
            Self::PrincipalSearchPropertySet => ReportName::PrincipalSearchPropertySet,
            Self::SyncCollection(_) => ReportName::SyncCollection,
            Self::CalendarQuery(_) => ReportName::CalendarQuery,
            Self::CalendarMultiget(_) => ReportName::CalendarMultiget,
            Self::FreeBusyQuery(_) => ReportName::FreeBusyQuery,
            Self::CalendarServerPrincipalSearch(_) => ReportName::CalendarServerPrincipalSearch,
            Self::Other(element) => ReportName::from(element.name.clone()),
        }
    }

    /// The Depth to send it with: what makes it reach the members of a collection where it is about them, and the only
    /// one where there is one. `None` where the field is not sent: a calendar-multiget names what it is about
    /// ([RFC 4791 §7.9](https://www.rfc-editor.org/rfc/rfc4791#section-7.9)).
    ///
    /// A calendar-query with a Depth of 0 on a collection finds nothing, for the collection is no calendar object
    /// resource ([RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)).
    #[must_use]
    pub const fn usual_depth(&self) -> Option<Depth> {
        match self {
            Self::CalendarQuery(_) | Self::FreeBusyQuery(_) => Some(Depth::One),
            Self::CalendarMultiget(_) | Self::Other(_) => None,
            _ => Some(Depth::Zero),
        }
    }

    /// Is it defined with this Depth? The answer to another is 400 (Bad Request): RFC 3744 §9.2 to §9.5, RFC 6578 §3.2.
    #[must_use]
    pub const fn takes(&self, depth: Depth) -> bool {
        match self {
            Self::AclPrincipalPropSet(_)
            | Self::PrincipalMatch(_)
            | Self::PrincipalPropertySearch(_)
            | Self::PrincipalSearchPropertySet => matches!(depth, Depth::Zero),
            // Clients of before RFC 6578 send another one in place of the level (its appendix A).
            Self::SyncCollection(sync) => sync.level.is_none() || matches!(depth, Depth::Zero),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use ical_model::ComponentName;
    #[cfg(feature = "serde")]
    use ical_model::{ParameterName, PropertyName};

    use super::{
        CalendarMultiget, CalendarQuery, FreeBusyQuery, PrincipalMatch, Report, RequestedProp, SyncCollection,
    };
    #[cfg(feature = "serde")]
    use crate::calendar_data::{CalendarDataRequest, Comp, Recurrences};
    use crate::filter::{CompFilter, Filter};
    #[cfg(feature = "serde")]
    use crate::filter::{ParamFilter, PropFilter, TextMatch};
    #[cfg(feature = "serde")]
    use crate::property::DavPropertyName;
    use crate::property::ReportName;
    use crate::{AnyElement, Depth, Href, TimeSpan};

    #[test]
    fn depths() {
        let span = TimeSpan::new("20060104T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap());
        let filter = Filter::new(CompFilter::new(ComponentName::VCalendar));
        let old = SyncCollection { level: None, ..SyncCollection::default() };
        for (section, report, usual, takes) in [
            (
                "RFC 4791 7.8",
                Report::CalendarQuery(CalendarQuery::new(RequestedProp::default(), filter)),
                Some(Depth::One),
                [true, true, true],
            ),
            (
                "RFC 4791 7.10",
                Report::FreeBusyQuery(FreeBusyQuery { time_range: span.unwrap().into() }),
                Some(Depth::One),
                [true, true, true],
            ),
            (
                "RFC 4791 7.9",
                Report::CalendarMultiget(CalendarMultiget::new(RequestedProp::default(), [Href::new("/a")])),
                None,
                [true, true, true],
            ),
            (
                "RFC 6578 3.2",
                Report::SyncCollection(SyncCollection::default()),
                Some(Depth::Zero),
                [true, false, false],
            ),
            ("RFC 6578 A", Report::SyncCollection(old), Some(Depth::Zero), [true, true, true]),
            (
                "RFC 3744 9.3",
                Report::PrincipalMatch(PrincipalMatch::default()),
                Some(Depth::Zero),
                [true, false, false],
            ),
            ("RFC 3744 9.5", Report::PrincipalSearchPropertySet, Some(Depth::Zero), [true, false, false]),
        ] {
            assert_eq!(report.usual_depth(), usual, "{section}");
            assert!(usual.is_none_or(|depth| report.takes(depth)), "{section}");
            let depths = [Depth::Zero, Depth::One, Depth::Infinity];
            assert_eq!(depths.map(|depth| report.takes(depth)), takes, "{section}");
        }
    }

    #[test]
    fn a_report_has_the_name_of_its_root() {
        let other = |name: &str| Report::Other(AnyElement::new(name.parse().unwrap()));
        for (report, expected) in [
            (Report::SyncCollection(SyncCollection::default()), ReportName::SyncCollection),
            (Report::PrincipalMatch(PrincipalMatch::default()), ReportName::PrincipalMatch),
            (Report::PrincipalSearchPropertySet, ReportName::PrincipalSearchPropertySet),
            (other("DAV:version-tree"), ReportName::VersionTree),
            (
                other("{http://example.com/}what"),
                ReportName::Other("{http://example.com/}what".parse().unwrap()),
            ),
        ] {
            assert_eq!(report.name(), expected);
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serialized_and_back() {
        let span = TimeSpan::new("20060104T000000Z".parse().unwrap(), "20060105T000000Z".parse().unwrap());
        let lisa = ParamFilter::text(ParameterName::Cn, TextMatch::new("Lisa").negated());
        let guest = PropFilter::new(PropertyName::Attendee).with_param_filter(lisa);
        let event = CompFilter::new(ComponentName::new("X-Thing"))
            .with_time_range(span.clone().unwrap().into())
            .with_prop_filter(guest)
            .with_prop_filter(PropFilter::not_defined(PropertyName::new("X-a")));
        let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(event));
        let parts = CalendarDataRequest {
            comp: Some(Comp::whole(ComponentName::VCalendar)),
            recurrences: Some(Recurrences::Expand(span.unwrap())),
            ..CalendarDataRequest::default()
        };
        let prop = RequestedProp { names: vec![DavPropertyName::GetEtag], calendar_data: Some(parts) };
        let report = Report::CalendarQuery(CalendarQuery::new(prop, filter));
        let json = serde_json::to_string(&report).unwrap();
        assert!(json.contains("\"X-Thing\"") && json.contains("\"20060104T000000Z\""), "{json}");
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report, "{json}");
        let json = json.replace("\"20060105T000000Z\"", "\"20060103T000000Z\"");
        assert!(serde_json::from_str::<Report>(&json).is_err(), "{json}");
    }
}
