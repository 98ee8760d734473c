//! ENCODING: how octets stand in a value.
//!
//! [RFC 5545 §3.2.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.7)

use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// ENCODING, how octets stand in a value.
    /// [RFC 5545 §3.2.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.7)
    pub enum Encoding {
        /// As they are:
        EightBit = "8BIT",
        /// As base64 text:
        Base64 = "BASE64",
    }
    default EightBit;
}
