//! Reports.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, text, word};
use crate::calendar_data::CalendarDataRequest;
use crate::filter::{Filter, MatchType, Test};
use crate::property::{DavPropertyName, ReportName};
use crate::report::{
    AclPrincipalPropSet, CalendarMultiget, CalendarQuery, CalendarServerPrincipalSearch, ExpandProperty,
    ExpandedProperty, FreeBusyQuery, MatchedPrincipal, PrincipalMatch, PrincipalPropertySearch,
    PrincipalSearchContext, PrincipalSearchProperty, PrincipalSearchPropertySet, PropertySearch,
    QueryTimeZone, Report, RequestedProp, RequestedProperties, SyncCollection, SyncLevel,
};
use crate::{AnyElement, Href, LocalizedText, SyncToken, TimeRange};

arbitrary! {
    AclPrincipalPropSet => names().prop_map(|prop| Self { prop });
    CalendarMultiget => (option::of(any::<RequestedProperties>()), vec(any::<Href>(), 1..4))
        .prop_map(|(properties, hrefs)| Self { properties, hrefs });
    CalendarQuery => (option::of(any::<RequestedProperties>()), any::<Filter>(), option::of(any::<QueryTimeZone>()))
        .prop_map(|(properties, filter, time_zone)| Self { properties, filter, time_zone });
    CalendarServerPrincipalSearch => (
        option::of(any::<PrincipalSearchContext>()),
        vec(text(), 1..3),
        option::of(1..u64::MAX),
        names(),
    )
        .prop_map(|(context, tokens, limit, prop)| Self { context, tokens, limit, prop });
    ExpandProperty => vec(any::<ExpandedProperty>(), 1..4).prop_map(|properties| Self { properties });
    ExpandedProperty => expanded(Just(Vec::new())).prop_recursive(3, 8, 3, |inner| expanded(vec(inner, 0..3)));
    FreeBusyQuery => any::<TimeRange>().prop_map(|time_range| Self { time_range });
    MatchedPrincipal => prop_oneof![
        Just(Self::CurrentUser),
        any::<DavPropertyName>().prop_map(Self::Property),
    ];
    PrincipalMatch => (any::<MatchedPrincipal>(), vec(any::<DavPropertyName>(), 0..4))
        .prop_map(|(matched, prop)| Self { matched, prop });
    PrincipalPropertySearch => (
        any::<Test>(),
        vec(any::<PropertySearch>(), 1..3),
        vec(any::<DavPropertyName>(), 0..4),
        any::<bool>(),
    )
        .prop_map(|(test, searches, prop, apply_to_principal_collection_set)| Self {
            test,
            searches,
            prop,
            apply_to_principal_collection_set,
        });
    PrincipalSearchContext => prop_oneof![
        select(Self::KNOWN),
        word().prop_map(|name| Self::new(&name)),
    ];
    PrincipalSearchProperty => (any::<DavPropertyName>(), any::<LocalizedText>())
        .prop_map(|(name, description)| Self { name, description });
    PrincipalSearchPropertySet => vec(any::<PrincipalSearchProperty>(), 0..3).prop_map(|properties| Self { properties });
    PropertySearch => (names(), text(), option::of(any::<MatchType>()))
        .prop_map(|(prop, text, match_type)| Self { prop, text, match_type });
    QueryTimeZone => prop_oneof![text().prop_map(Self::Definition), word().prop_map(Self::Id)];
    Report => prop_oneof![
        any::<ExpandProperty>().prop_map(Self::ExpandProperty),
        any::<AclPrincipalPropSet>().prop_map(Self::AclPrincipalPropSet),
        any::<PrincipalMatch>().prop_map(Self::PrincipalMatch),
        any::<PrincipalPropertySearch>().prop_map(Self::PrincipalPropertySearch),
        Just(Self::PrincipalSearchPropertySet),
        any::<SyncCollection>().prop_map(Self::SyncCollection),
        any::<CalendarQuery>().prop_map(Self::CalendarQuery),
        any::<CalendarMultiget>().prop_map(Self::CalendarMultiget),
        any::<FreeBusyQuery>().prop_map(Self::FreeBusyQuery),
        any::<CalendarServerPrincipalSearch>().prop_map(Self::CalendarServerPrincipalSearch),
        any::<AnyElement>().prop_filter_map("a report that is not known", |element| {
            let name = ReportName::from(element.name.clone());
            matches!(name, ReportName::Other(_)).then_some(Self::Other(element))
        }),
    ];
    RequestedProp => (vec(any::<DavPropertyName>(), 0..4), option::of(any::<CalendarDataRequest>()))
        .prop_filter_map("a property at least", |(mut names, calendar_data)| {
            // Calendar data is asked for beside the names.
            names.retain(|name| *name != DavPropertyName::CalendarData);
            let prop = Self { names, calendar_data };
            (!prop.is_empty()).then_some(prop)
        });
    RequestedProperties => prop_oneof![
        1 => Just(Self::AllProp),
        1 => Just(Self::PropName),
        4 => any::<RequestedProp>().prop_map(Self::Prop),
    ];
    SyncCollection => (any::<SyncToken>(), any::<SyncLevel>(), option::of(1..u64::MAX), any::<RequestedProp>())
        // That there is no level is a departure of clients of before RFC 6578.
        .prop_map(|(sync_token, level, limit, prop)| Self { sync_token, level: Some(level), limit, prop });
    SyncLevel => prop_oneof![Just(Self::One), Just(Self::Infinite)];
}

/// Names, one at least.
pub(super) fn names() -> impl Strategy<Value = Vec<DavPropertyName>> {
    vec(any::<DavPropertyName>(), 1..4)
}

fn expanded(
    inner: impl Strategy<Value = Vec<ExpandedProperty>> + 'static,
) -> BoxedStrategy<ExpandedProperty> {
    (any::<DavPropertyName>(), inner)
        .prop_map(|(name, properties)| ExpandedProperty { name, properties })
        .boxed()
}
