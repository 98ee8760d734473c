//! RANGE: how far an override reaches.
//!
//! [RFC 5545 §3.2.13](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.13)

use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// RANGE, how far what RECURRENCE-ID overrides reaches.
    /// [RFC 5545 §3.2.13](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.13)
    ///
    /// Without it, the override is of one instance. THISANDPRIOR of RFC 2445 is not read: what it meant is withdrawn.
    pub enum Range {
        /// The instance and all that follow:
        ThisAndFuture = "THISANDFUTURE",
    }
}
