//! Names of elements, and the enums of them.

use proptest::prelude::*;
use proptest::sample::select;

use super::arbitrary;
use crate::lock::{LockScope, LockType};
use crate::property::{DavPropertyName, ReportName};
use crate::sharing::ShareAccess;
use crate::{AnyElement, ExpandedName, Precondition, Privilege, ResourceType, ResourceTypes, namespace};

/// One that is known, or any other.
macro_rules! open_enums {
    ($($type:ty),+ $(,)?) => {
        arbitrary! {
            $($type => prop_oneof![
                4 => select(Self::KNOWN),
                1 => any::<ExpandedName>().prop_map(Self::from),
            ];)+
        }
    };
}

open_enums! { DavPropertyName, LockScope, LockType, Precondition, Privilege, ReportName, ShareAccess }

arbitrary! {
    ExpandedName => (select(NAMESPACES), "[A-Za-z_é][A-Za-z0-9._é-]{0,8}")
        .prop_filter_map("a name that an element can have", |(namespace, local_name)| {
            // Without a namespace it would be a declaration of one.
            let name = ExpandedName::new(namespace, local_name).ok()?;
            (name.local_name() != "xmlns").then_some(name)
        });
    ResourceType => prop_oneof![
        4 => select(Self::KNOWN),
        1 => any::<AnyElement>().prop_filter_map("a type that is not known", |element| {
            Self::known(element.name.namespace(), element.name.local_name()).is_none().then(|| Self::from(element))
        }),
    ];
    ResourceTypes => proptest::collection::vec(any::<ResourceType>(), 0..4).prop_map(Self);
}

/// Known ones, none, others, and one that is likely to be a slip.
const NAMESPACES: &[&str] = &[
    namespace::DAV,
    namespace::CALDAV,
    namespace::CALENDAR_SERVER,
    "",
    "http://example.com/ns",
    "urn:example:é?a=b&c='d'\"<>",
    "DAV",
];
