//! ROLE: the part that a participant has in a meeting.
//!
//! [RFC 5545 §3.2.16](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.16)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// ROLE, the part that an ATTENDEE has.
    /// [RFC 5545 §3.2.16](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.16)
    pub enum Role {
        /// Chairs the meeting:
        Chair = "CHAIR",
        /// Participation is required:
        ReqParticipant = "REQ-PARTICIPANT",
        /// Participation is optional:
        OptParticipant = "OPT-PARTICIPANT",
        /// Copied for information alone:
        NonParticipant = "NON-PARTICIPANT",
    }
    default ReqParticipant;
    unknown ReqParticipant;
}
