//! XML namespaces of WebDAV and CalDAV.

/// The namespace of WebDAV, a URI of a scheme of its own
/// ([RFC 4918 section 14](https://www.rfc-editor.org/rfc/rfc4918#section-14)).
pub const DAV: &str = "DAV:";

/// The namespace of CalDAV
/// ([RFC 4791 section 1.2](https://www.rfc-editor.org/rfc/rfc4791#section-1.2)).
pub const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
