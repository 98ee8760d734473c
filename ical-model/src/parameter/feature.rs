//! FEATURE: what a conference can do.
//!
//! [RFC 7986 §6.3](https://www.rfc-editor.org/rfc/rfc7986#section-6.3)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// FEATURE, what a CONFERENCE can do.
    /// [RFC 7986 §6.3](https://www.rfc-editor.org/rfc/rfc7986#section-6.3)
    pub enum Feature {
        /// Sound:
        Audio = "AUDIO",
        /// Text:
        Chat = "CHAT",
        /// A feed to read:
        Feed = "FEED",
        /// The way in is that of the moderator:
        Moderator = "MODERATOR",
        /// By telephone:
        Phone = "PHONE",
        /// Sharing of screens:
        Screen = "SCREEN",
        /// Moving images:
        Video = "VIDEO",
    }
}
