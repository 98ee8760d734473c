//! When somebody is busy.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10),
//! [§9.11](https://www.rfc-editor.org/rfc/rfc4791#section-9.11)

use crate::TimeRange;

/// A CALDAV:free-busy-query. The answer is a VFREEBUSY, as `text/calendar`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct FreeBusyQuery {
    /// When.
    pub time_range: TimeRange,
}
