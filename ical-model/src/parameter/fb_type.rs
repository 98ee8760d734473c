//! FBTYPE: whether a time is free or busy.
//!
//! [RFC 5545 §3.2.9](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.9)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// FBTYPE, whether the times of a FREEBUSY are free or busy.
    /// [RFC 5545 §3.2.9](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.9)
    pub enum FbType {
        /// Free to be scheduled:
        Free = "FREE",
        /// Busy with something scheduled:
        Busy = "BUSY",
        /// Busy and not to be scheduled:
        BusyUnavailable = "BUSY-UNAVAILABLE",
        /// Busy with something tentative:
        BusyTentative = "BUSY-TENTATIVE",
    }
    default Busy;
    unknown Busy;
}
