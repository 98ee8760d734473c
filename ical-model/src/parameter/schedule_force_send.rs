//! SCHEDULE-FORCE-SEND: a scheduling message that is to be sent in any case.
//!
//! [RFC 6638 §7.2](https://www.rfc-editor.org/rfc/rfc6638#section-7.2)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// SCHEDULE-FORCE-SEND, which message is to be sent though nothing asks for it.
    /// [RFC 6638 §7.2](https://www.rfc-editor.org/rfc/rfc6638#section-7.2)
    ///
    /// A server answers a name that it does not know with the SCHEDULE-STATUS 2.3.
    pub enum ScheduleForceSend {
        /// A request, to an ATTENDEE:
        Request = "REQUEST",
        /// A reply, to the ORGANIZER:
        Reply = "REPLY",
    }
}
