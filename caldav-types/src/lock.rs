//! Locks on resources.
//!
//! [RFC 4918 §6](https://www.rfc-editor.org/rfc/rfc4918#section-6),
//! [§14.1](https://www.rfc-editor.org/rfc/rfc4918#section-14.1)

use crate::element_name::{element_names, named_by_text};
use crate::header::TimeType;
use crate::property::AnyValue;
use crate::{Depth, ExpandedName, Href, StateToken};

/// A lock that holds: DAV:activelock.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ActiveLock {
    /// Whether others can lock too.
    pub scope: LockScope,
    /// What it keeps others from.
    pub lock_type: LockType,
    /// How far below the locked resource it reaches.
    pub depth: Depth,
    /// What its creator said of themselves (§14.17): kept as a dead property is.
    pub owner: Option<AnyValue>,
    /// How long it will hold.
    pub timeout: Option<TimeType>,
    /// Its name.
    pub token: Option<StateToken>,
    /// The resource that it was taken on (§14.12). RFC 4918 demands it, RFC 2518 did not have it.
    pub root: Option<Href>,
}

/// A kind of lock that a resource can have: DAV:lockentry (§14.10).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct LockEntry {
    /// Whether others can lock too.
    pub scope: LockScope,
    /// What it keeps others from.
    pub lock_type: LockType,
}

element_names! {
    /// Whether others can lock too: what stands in DAV:lockscope (§14.13).
    #[derive(Clone, Debug, Eq, Hash, PartialEq)]
    LockScope, Other(ExpandedName) {
        /// Nobody else can.
        Exclusive = DAV "exclusive";
        /// Others can, with a lock of the same scope.
        Shared = DAV "shared";
    }
}

element_names! {
    /// What a lock keeps others from: what stands in DAV:locktype (§14.15).
    #[derive(Clone, Debug, Eq, Hash, PartialEq)]
    LockType, Other(ExpandedName) {
        /// From writing.
        Write = DAV "write";
    }
}

named_by_text!(LockScope, LockType);
