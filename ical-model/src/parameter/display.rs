//! DISPLAY: where an image is shown.
//!
//! [RFC 7986 §6.1](https://www.rfc-editor.org/rfc/rfc7986#section-6.1)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// DISPLAY, where an IMAGE is shown. An image with a name that is not known is not shown at all.
    /// [RFC 7986 §6.1](https://www.rfc-editor.org/rfc/rfc7986#section-6.1)
    pub enum Display {
        /// Beside the title:
        Badge = "BADGE",
        /// In the place of the event:
        Graphic = "GRAPHIC",
        /// To enhance the event:
        Fullsize = "FULLSIZE",
        /// A smaller `FULLSIZE`:
        Thumbnail = "THUMBNAIL",
    }
    default Badge;
}
