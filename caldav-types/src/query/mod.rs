//! Which calendar objects a filter is about: compiled once, asked of many.
//!
//! [RFC 4791 §9.7](https://www.rfc-editor.org/rfc/rfc4791#section-9.7),
//! [§9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)
