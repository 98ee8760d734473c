//! LOCK: what lock is wanted.
//!
//! [RFC 4918 §9.10](https://www.rfc-editor.org/rfc/rfc4918#section-9.10),
//! [§14.11](https://www.rfc-editor.org/rfc/rfc4918#section-14.11)

use crate::lock::{LockScope, LockType};
use crate::property::AnyValue;

/// The body of a LOCK, a DAV:lockinfo. A request without a body refreshes a lock.
///
/// ```
/// use caldav_types::lock::{LockScope, LockType};
/// use caldav_types::request::LockInfo;
/// let info = LockInfo { scope: LockScope::Exclusive, lock_type: LockType::Write, owner: Some("Jane".into()) };
/// assert_eq!(info.owner.map(|owner| owner.text()).as_deref(), Some("Jane"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct LockInfo {
    /// Whether others can lock too.
    pub scope: LockScope,
    /// What it keeps others from.
    pub lock_type: LockType,
    /// What the client says of itself (§14.17): kept as a dead property is.
    pub owner: Option<AnyValue>,
}
