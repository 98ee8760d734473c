//! Properties of resources, by the table of them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::Union;

use super::{arbitrary, numbers, text, trimmed, word};
use crate::acl::{Acl, AclRestrictions, SupportedPrivilege};
use crate::calendar_data::CalendarData;
use crate::header::{HttpDate, MediaType};
use crate::lock::{ActiveLock, LockEntry};
use crate::property::{
    AddressBookCollationSet, AddressDataSet, AnyValue, BulkLimits, BulkRequests, CalendarColor,
    CalendarDataSet, CalendarUserAddress, CalendarUserType, CollationSet, ComponentSet, CurrentUserPrincipal,
    DavProperty, DavPropertyName, EmailAddressSet, OwnerPrincipal, Parent, PlainText, Present, Prop,
    PushTransport, ReportName, RscaleSet, ScheduleCalendarTransp, ScheduleChanges, TrueOrFalse,
};
use crate::push::{Transports, Triggers};
use crate::sharing::{AllowedSharingModes, Invite, OwnCloudInvite, ShareAccess, Sharee};
use crate::{
    AnyElement, AnyNode, CTag, EntityTag, Href, InternetDateTime, LocalizedText, Method, PrivilegeSet,
    ResourceTypes, ScheduleTag, SyncToken, UtcDateTime,
};

arbitrary! {
    AddressBookCollationSet => any::<CollationSet>().prop_map(|CollationSet(set)| Self(set));
    AddressDataSet => any::<CalendarDataSet>().prop_map(|CalendarDataSet(set)| Self(set));
    BulkLimits => numbers().prop_map(|[max_resources, max_bytes, _]| Self { max_resources, max_bytes });
    BulkRequests => (option::of(any::<BulkLimits>()), option::of(any::<BulkLimits>()))
        .prop_map(|(simple, crud)| Self { simple, crud });
    CalendarColor => ("(#[0-9A-F]{6}([0-9A-F]{2})?|[a-z]{0,8})", option::of(word()))
        .prop_map(|(color, symbolic)| Self { symbolic, ..Self::from(color.as_str()) });
    CalendarDataSet => vec(any::<crate::property::DataFormat>(), 0..3).prop_map(Self);
    CalendarUserAddress => (any::<Href>(), any::<bool>())
        .prop_map(|(href, is_preferred)| Self { href, is_preferred });
    CalendarUserType => prop_oneof!["INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN", "X-[A-Z]{1,6}"]
        .prop_filter_map("a word", |word| word.parse().ok());
    CollationSet => vec(any::<crate::Collation>(), 0..4).prop_map(Self);
    CurrentUserPrincipal => prop_oneof![
        Just(Self::Unauthenticated),
        any::<Href>().prop_map(Self::Principal),
    ];
    DavProperty => prop_oneof![8 => known(), 1 => unknown()];
    EmailAddressSet => vec("[a-z]{1,8}@example\\.com", 0..3).prop_map(Self);
    OwnerPrincipal => any::<Href>().prop_map(Self);
    Parent => (any::<Href>(), trimmed()).prop_map(|(href, segment)| Self { href, segment });
    PlainText => text().prop_map(|text| Self::new(&text));
    Present => Just(Self);
    Prop => vec(any::<DavProperty>(), 0..4).prop_map(Self);
    PushTransport => (
        (word(), option::of(any::<Href>())),
        (option::of(word()), option::of(word()), option::of(any::<u64>())),
    )
        .prop_map(|((transport_type, subscription_url), (bundle_id, environment, refresh_interval))| Self {
            transport_type,
            subscription_url,
            bundle_id,
            environment,
            refresh_interval,
        });
    RscaleSet => vec(word(), 0..3).prop_map(Self);
    ScheduleCalendarTransp => prop_oneof![Just(Self::Opaque), Just(Self::Transparent)];
    TrueOrFalse => any::<bool>().prop_map(Self);
}

/// What a property can be set to: a value that is not of its type too.
pub(super) fn to_set() -> impl Strategy<Value = DavProperty> {
    prop_oneof![
        8 => any::<DavProperty>(),
        1 => ("[a-z]{1,8}", proptest::sample::select(&["DAV:getcontentlength", "CALDAV:min-date-time"][..]))
            .prop_filter_map("a value that is none", |(text, name)| {
                let mut element = AnyElement::new(name.parse().ok()?);
                element.children.push(AnyNode::Text(text));
                Some(DavProperty::Other(element))
            }),
    ]
}

/// A property that nothing here knows, with a value or without.
fn unknown() -> impl Strategy<Value = DavProperty> {
    any::<AnyElement>().prop_filter_map("a name that is not known", |element| {
        match DavPropertyName::from(element.name.clone()) {
            name @ DavPropertyName::Other(_) if element.is_empty() => Some(DavProperty::Empty(name)),
            DavPropertyName::Other(_) => Some(DavProperty::Other(element)),
            _ => None,
        }
    })
}

/// Makes the strategy from the table of properties.
macro_rules! define_strategy {
    ($($(#[$documentation:meta])* $variant:ident($value:ty) = $namespace:ident $local_name:literal;)*) => {
        fn known() -> impl Strategy<Value = DavProperty> {
            Union::new([$(<$value as Value>::made().prop_map(DavProperty::$variant).boxed(),)*])
        }
    };
}

crate::__with_dav_properties! { define_strategy }

/// How a value of a property is made.
trait Value: Sized {
    fn made() -> BoxedStrategy<Self>;
}

/// Values that are made as anything of their type is.
macro_rules! made_as_any {
    ($($type:ty),+ $(,)?) => {
        $(
            impl Value for $type {
                fn made() -> BoxedStrategy<Self> {
                    any::<Self>().boxed()
                }
            }
        )+
    };
}

made_as_any! {
    Acl, AclRestrictions, AddressBookCollationSet, AddressDataSet, AllowedSharingModes, AnyValue, BulkRequests, CTag,
    CalendarColor, CalendarData, CalendarDataSet, CalendarUserType, CollationSet, ComponentSet, CurrentUserPrincipal,
    EmailAddressSet, EntityTag, Href, HttpDate, InternetDateTime, Invite, LocalizedText, MediaType, OwnCloudInvite,
    OwnerPrincipal, PlainText, Present, PrivilegeSet, ResourceTypes, RscaleSet, ScheduleCalendarTransp,
    ScheduleChanges, ScheduleTag, ShareAccess, SyncToken, Transports, Triggers, TrueOrFalse, UtcDateTime, bool, i64,
    u64,
}

/// Lists of what is made as anything of its type is.
macro_rules! lists {
    ($($type:ty),+ $(,)?) => {
        $(
            impl Value for Vec<$type> {
                fn made() -> BoxedStrategy<Self> {
                    vec(any::<$type>(), 0..3).boxed()
                }
            }
        )+
    };
}

lists! {
    ActiveLock, AnyElement, CalendarUserAddress, ComponentSet, DavPropertyName, Href, LockEntry, Method, Parent,
    PushTransport, ReportName, Sharee, SupportedPrivilege,
}

impl Value for String {
    fn made() -> BoxedStrategy<Self> {
        text().boxed()
    }
}

impl Value for Option<Href> {
    fn made() -> BoxedStrategy<Self> {
        option::of(any::<Href>()).boxed()
    }
}
