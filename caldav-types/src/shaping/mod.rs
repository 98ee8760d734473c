//! What of a calendar object is told: a calendar in, a calendar out.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6),
//! [§7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)
