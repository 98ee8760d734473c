//! PARTSTAT: whether a calendar user takes part.
//!
//! [RFC 5545 §3.2.12](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.12)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// PARTSTAT, whether an ATTENDEE takes part.
    /// [RFC 5545 §3.2.12](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.12)
    ///
    /// Which names an event, a to-do and a journal entry have differs; all are here.
    pub enum PartStat {
        /// No answer yet:
        NeedsAction = "NEEDS-ACTION",
        /// Accepted:
        Accepted = "ACCEPTED",
        /// Declined:
        Declined = "DECLINED",
        /// Accepted tentatively; not in a journal entry:
        Tentative = "TENTATIVE",
        /// Delegated to someone else; not in a journal entry:
        Delegated = "DELEGATED",
        /// Done; of a to-do:
        Completed = "COMPLETED",
        /// Being done; of a to-do:
        InProcess = "IN-PROCESS",
    }
    default NeedsAction;
    unknown NeedsAction;
}
