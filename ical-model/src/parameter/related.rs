//! RELATED: what the trigger of an alarm counts from.
//!
//! [RFC 5545 §3.2.14](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.14)

use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// RELATED, which end of the component a TRIGGER counts from.
    /// [RFC 5545 §3.2.14](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.14)
    pub enum Related {
        /// The start:
        Start = "START",
        /// The end:
        End = "END",
    }
    default Start;
}
