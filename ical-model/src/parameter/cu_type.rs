//! CUTYPE: what kind of calendar user somebody is.
//!
//! [RFC 5545 §3.2.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.3)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// CUTYPE, what kind of calendar user an ATTENDEE is.
    /// [RFC 5545 §3.2.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.3)
    ///
    /// ```
    /// use ical_model::parameter::CuType;
    /// assert_eq!(CuType::default(), CuType::Individual);
    /// assert_eq!(CuType::new("x-robot").effective(), CuType::Unknown);
    /// assert_eq!(CuType::new("room"), CuType::Room);
    /// ```
    pub enum CuType {
        /// A person:
        Individual = "INDIVIDUAL",
        /// A group of people:
        Group = "GROUP",
        /// A thing:
        Resource = "RESOURCE",
        /// A room:
        Room = "ROOM",
        /// It is not known:
        Unknown = "UNKNOWN",
    }
    default Individual;
    unknown Unknown;
}
