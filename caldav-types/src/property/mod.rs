//! Properties of resources, by name and with value.
//!
//! They are called DAV properties here, so that "property" alone is always one of iCalendar. A value is got by the name
//! of its property as a type: see [`TypedDavProperty`].

use crate::acl::{Acl, AclRestrictions, SupportedPrivilege};
use crate::calendar_data::CalendarData;
use crate::element_name::named_by_text;
use crate::header::{HttpDate, MediaType};
use crate::lock::{ActiveLock, LockEntry};
use crate::push::{Transports, Triggers};
use crate::sharing::{AllowedSharingModes, Invite, OwnCloudInvite, ShareAccess, Sharee};
use crate::{
    AnyElement, CTag, EntityTag, ExpandedName, Href, InternetDateTime, LocalizedText, Method, PrivilegeSet,
    ResourceTypes, ScheduleTag, SyncToken, UtcDateTime, namespace,
};

mod any_value;
mod bulk_requests;
mod calendar_color;
mod calendar_user;
mod parent_set;
mod places;
mod plain_text;
mod principal;
mod prop;
mod push_transports;
mod schedule;
mod supported;
mod switch;
mod table;
mod typed;

pub use any_value::AnyValue;
pub use bulk_requests::{BulkLimits, BulkRequests};
pub use calendar_color::CalendarColor;
pub use calendar_user::{CalendarUserAddress, CalendarUserType};
pub use parent_set::Parent;
pub use plain_text::PlainText;
pub use principal::{CurrentUserPrincipal, OwnerPrincipal};
pub use prop::Prop;
pub use push_transports::PushTransport;
pub use schedule::{
    ChangedInstance, ChangedProperty, Recurrence, ScheduleAction, ScheduleCalendarTransp, ScheduleChanges,
};
pub use supported::{
    AddressBookCollationSet, AddressDataSet, CalendarDataSet, CollationSet, ComponentSet, DataFormat,
    EmailAddressSet, ReportName, RscaleSet,
};
pub use switch::{Present, TrueOrFalse};
pub use typed::TypedDavProperty;

/// Makes the enums of names and of values from the table.
macro_rules! define_properties {
    ($($(#[$documentation:meta])* $variant:ident($value:ty) = $namespace:ident $local_name:literal;)*) => {
        /// The name of a property.
        ///
        /// ```
        /// use caldav_types::property::DavPropertyName;
        /// let name = DavPropertyName::from("DAV:displayname".parse::<caldav_types::ExpandedName>()?);
        /// assert_eq!(name, DavPropertyName::DisplayName);
        /// # Ok::<(), caldav_types::ExpandedNameError>(())
        /// ```
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum DavPropertyName {
            $($(#[$documentation])* $variant,)*
            /// A name that is none of the above. The conversion from [`ExpandedName`] never makes it of a name that
            /// one of the above has.
            Other(ExpandedName),
        }

        impl DavPropertyName {
            /// Every name that is known here.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The namespace of the name.
            #[must_use]
            pub fn namespace(&self) -> &str {
                match self {
                    $(Self::$variant => namespace::$namespace,)*
                    Self::Other(name) => name.namespace(),
                }
            }

            /// The name within its namespace.
            #[must_use]
            pub fn local_name(&self) -> &str {
                match self {
                    $(Self::$variant => $local_name,)*
                    Self::Other(name) => name.local_name(),
                }
            }

            /// The known name with these parts.
            #[must_use]
            pub fn known(namespace: &str, local_name: &str) -> Option<Self> {
                Self::KNOWN.get(places::place_of((local_name, namespace), NAMES, &PLACES)?).cloned()
            }
        }

        /// The names of [`DavPropertyName::KNOWN`], the local one first.
        const NAMES: &[(&str, &str)] = &[$(($local_name, namespace::$namespace),)*];

        /// A property: its name with a value, or its name alone.
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
        #[non_exhaustive]
        pub enum DavProperty {
            $($(#[$documentation])* $variant($value),)*
            /// The name alone: what a request asks for, and what an answer cannot give.
            Empty(DavPropertyName),
            /// A property that is none of the above, whole; or one of them whose value, which a request sets, is not
            /// of its type: see [`is_faulty`](Self::is_faulty).
            Other(AnyElement),
        }

        impl DavProperty {
            /// Its name.
            #[must_use]
            pub fn name(&self) -> DavPropertyName {
                match self {
                    $(Self::$variant(_) => DavPropertyName::$variant,)*
                    Self::Empty(name) => name.clone(),
                    Self::Other(element) => element.name.clone().into(),
                }
            }

            /// Does it hold a value that is not of the type of the property?
            ///
            /// So does what a request wants to set, of which RFC 4918 §9.2 and RFC 4791 §5.3.1.1 let each property be
            /// answered by itself: 409 for this one, with CALDAV:valid-calendar-data where it is a calendar, and 424
            /// for those beside it. Else it would be the request that is refused.
            #[must_use]
            pub fn is_faulty(&self) -> bool {
                matches!(self, Self::Other(element)
                    if DavPropertyName::known(element.name.namespace(), element.name.local_name()).is_some())
            }
        }

        /// The name of each property as a type: see [`TypedDavProperty`].
        pub mod named {
            $(
                $(#[$documentation])*
                #[derive(Clone, Copy, Debug)]
                pub enum $variant {}
            )*
        }

        $(
            impl TypedDavProperty for named::$variant {
                type Value = $value;

                const NAME: DavPropertyName = DavPropertyName::$variant;

                fn value(property: &DavProperty) -> Option<&Self::Value> {
                    match property {
                        DavProperty::$variant(value) => Some(value),
                        _ => None,
                    }
                }

                fn property(value: Self::Value) -> DavProperty {
                    DavProperty::$variant(value)
                }
            }
        )*
    };
}

table::with_dav_properties! { define_properties }

named_by_text!(DavPropertyName);

impl From<ExpandedName> for DavPropertyName {
    fn from(name: ExpandedName) -> Self {
        Self::known(name.namespace(), name.local_name()).unwrap_or(Self::Other(name))
    }
}

/// The places of [`NAMES`] by their hash.
const PLACES: [u8; places::SLOTS] = places::of_names(NAMES);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{DavProperty, DavPropertyName, TypedDavProperty, named};
    use crate::{AnyElement, ExpandedName};

    const XML_ELEMENTS: &str = include_str!("../../spec/xml-elements.csv");

    #[test]
    fn table_of_properties_is_covered() {
        // Calendar data is no property, though it stands in answers as if it were one (RFC 4791 9.6).
        let mut of_the_table =
            BTreeSet::from([("urn:ietf:params:xml:ns:caldav".to_owned(), "calendar-data".to_owned())]);
        for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
            let row = row.unwrap();
            if &row[2] == "property" {
                of_the_table.insert((row[0].to_owned(), row[1].to_owned()));
            }
        }
        let known: BTreeSet<_> = DavPropertyName::KNOWN
            .iter()
            .map(|name| (name.namespace().to_owned(), name.local_name().to_owned()))
            .collect();
        assert_eq!(known, of_the_table);
        assert_eq!(known.len(), DavPropertyName::KNOWN.len());
    }

    #[test]
    fn names_are_found() {
        for known in DavPropertyName::KNOWN {
            let found = DavPropertyName::known(known.namespace(), known.local_name());
            assert_eq!(found.as_ref(), Some(known));
            assert_eq!(known.to_string().parse().as_ref(), Ok(known));
        }
        for (namespace, local_name) in [
            ("DAV:", "displayName"),
            ("DAV", "displayname"),
            ("", ""),
            ("urn:ietf:params:xml:ns:caldav", "zzz"),
        ] {
            assert_eq!(DavPropertyName::known(namespace, local_name), None);
        }
        let other: ExpandedName = "{http://example.com/ns}rating".parse().unwrap();
        assert_eq!(DavPropertyName::from(other.clone()), DavPropertyName::Other(other));
    }

    #[test]
    fn values_by_type() {
        let length = named::GetContentLength::property(7);
        assert_eq!(length.name(), named::GetContentLength::NAME);
        assert_eq!(named::GetContentLength::value(&length), Some(&7));
        assert_eq!(named::QuotaUsedBytes::value(&length), None, "another property of the same type");
        let bare = DavProperty::Empty(DavPropertyName::GetContentLength);
        assert_eq!(named::GetContentLength::value(&bare), None);
        let other = DavProperty::Other(AnyElement::new("{http://example.com/ns}rating".parse().unwrap()));
        assert!(matches!(other.name(), DavPropertyName::Other(_)));
    }

    /// An answer holds many; a rare property with a large value must not make all of them large.
    #[test]
    fn values_are_small() {
        assert!(size_of::<DavProperty>() <= 128, "{}", size_of::<DavProperty>());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serialized_and_back() {
        let acl = crate::acl::Acl(vec![crate::acl::Ace::grant(
            crate::acl::AcePrincipal::Property(DavPropertyName::Owner),
            vec![crate::Privilege::All],
        )]);
        for property in [
            named::Acl::property(acl),
            named::GetEtag::property("\"1\"".parse().unwrap()),
            named::MinDateTime::property("19000101T000000Z".parse().unwrap()),
            named::ResourceType::property(crate::ResourceTypes(vec![crate::ResourceType::Calendar])),
            DavProperty::Empty(DavPropertyName::Owner),
        ] {
            let json = serde_json::to_string(&property).unwrap();
            assert_eq!(serde_json::from_str::<DavProperty>(&json).unwrap(), property, "{json}");
        }
    }
}
