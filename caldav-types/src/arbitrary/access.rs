//! Who may do what, and locks.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::arbitrary;
use crate::acl::{Ace, AceAccess, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use crate::header::TimeType;
use crate::lock::{ActiveLock, LockEntry, LockScope, LockType};
use crate::property::{AnyValue, DavPropertyName};
use crate::request::LockInfo;
use crate::{Depth, Href, LocalizedText, Privilege, PrivilegeSet, StateToken};

arbitrary! {
    Ace => (
        (any::<AcePrincipal>(), any::<bool>(), any::<AceAccess>()),
        (vec(any::<Privilege>(), 1..4), any::<bool>(), option::of(any::<Href>())),
    )
        .prop_map(|((principal, is_inverted, access), (privileges, is_protected, inherited))| Self {
            principal,
            is_inverted,
            access,
            privileges,
            is_protected,
            inherited,
        });
    AceAccess => prop_oneof![Just(Self::Grant), Just(Self::Deny)];
    AcePrincipal => prop_oneof![
        any::<Href>().prop_map(Self::Href),
        Just(Self::All),
        Just(Self::Authenticated),
        Just(Self::Unauthenticated),
        any::<DavPropertyName>().prop_map(Self::Property),
        Just(Self::ItSelf),
    ];
    Acl => vec(any::<Ace>(), 0..3).prop_map(Self);
    AclRestrictions => (any::<[bool; 3]>(), option::of(vec(any::<AcePrincipal>(), 1..3))).prop_map(
        |([grant_only, no_invert, deny_before_grant], required_principals)| Self {
            grant_only,
            no_invert,
            deny_before_grant,
            required_principals,
        },
    );
    ActiveLock => (
        (any::<LockScope>(), any::<LockType>(), any::<Depth>(), option::of(any::<AnyValue>())),
        (option::of(any::<TimeType>()), option::of(any::<StateToken>()), any::<Href>()),
    )
        .prop_map(|((scope, lock_type, depth, owner), (timeout, token, root))| Self {
            scope,
            lock_type,
            depth,
            owner,
            timeout,
            token,
            // That there is none is a departure of old servers.
            root: Some(root),
        });
    LockEntry => (any::<LockScope>(), any::<LockType>()).prop_map(|(scope, lock_type)| Self { scope, lock_type });
    LockInfo => (any::<LockScope>(), any::<LockType>(), option::of(any::<AnyValue>()))
        .prop_map(|(scope, lock_type, owner)| Self { scope, lock_type, owner });
    PrivilegeSet => vec(any::<Privilege>(), 0..4).prop_map(Self);
    SupportedPrivilege => supported(Just(Vec::new())).prop_recursive(3, 8, 3, |inner| supported(vec(inner, 0..3)));
}

fn supported(
    aggregated: impl Strategy<Value = Vec<SupportedPrivilege>> + 'static,
) -> BoxedStrategy<SupportedPrivilege> {
    // That there is no description is a departure.
    (any::<Privilege>(), any::<bool>(), any::<LocalizedText>(), aggregated)
        .prop_map(|(privilege, is_abstract, description, aggregated)| SupportedPrivilege {
            privilege,
            is_abstract,
            description: Some(description),
            aggregated,
        })
        .boxed()
}
