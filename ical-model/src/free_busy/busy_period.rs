//! A span of time that is taken up.
//!
//! [RFC 5545 §3.8.2.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.6),
//! [§3.2.9](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.9)

use chrono::{DateTime, Utc};

use crate::parameter::FbType;

/// A span of time that is taken up, and how.
///
/// ```
/// use ical_model::free_busy::BusyPeriod;
/// use ical_model::parameter::FbType;
/// let lunch = BusyPeriod {
///     start: "2027-01-02T12:00:00Z".parse()?,
///     end: "2027-01-02T13:00:00Z".parse()?,
///     kind: FbType::Busy,
/// };
/// assert_eq!((lunch.end - lunch.start).num_minutes(), 60);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct BusyPeriod {
    /// Its first second.
    pub start: DateTime<Utc>,
    /// The first second after it.
    pub end: DateTime<Utc>,
    /// How it is taken up. [`FbType::Free`] is not; a type that nobody knows counts as [`FbType::Busy`] (RFC 5545
    /// §3.2.9).
    pub kind: FbType,
}
