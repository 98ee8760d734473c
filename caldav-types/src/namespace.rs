//! XML namespaces of WebDAV and CalDAV.

/// The namespace of WebDAV, a URI of a scheme of its own
/// ([RFC 4918 section 14](https://www.rfc-editor.org/rfc/rfc4918#section-14)).
pub const DAV: &str = "DAV:";

/// The namespace of CalDAV
/// ([RFC 4791 section 1.2](https://www.rfc-editor.org/rfc/rfc4791#section-1.2)).
pub const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";

/// The namespace of the extensions of calendarserver.org: ctag, sharing, notifications, proxies.
pub const CALENDAR_SERVER: &str = "http://calendarserver.org/ns/";

/// The namespace of the properties of Apple's calendar clients: color and order.
pub const APPLE_ICAL: &str = "http://apple.com/ns/ical/";

/// The namespace of iCloud's bulk requests.
pub const ME: &str = "http://me.com/_namespace/";

/// The namespace of ownCloud, which Nextcloud uses too.
pub const OWNCLOUD: &str = "http://owncloud.org/ns";

/// The namespace of Nextcloud.
pub const NEXTCLOUD: &str = "http://nextcloud.com/ns";

/// The namespace of sabre/dav.
pub const SABRE_DAV: &str = "http://sabredav.org/ns";

/// The namespace of WebDAV-Push.
pub const WEBDAV_PUSH: &str = "https://bitfire.at/webdav-push";

/// The namespace of CardDAV ([RFC 6352 section 4](https://www.rfc-editor.org/rfc/rfc6352#section-4)).
pub const CARDDAV: &str = "urn:ietf:params:xml:ns:carddav";

/// The namespace of iCalendar as XML ([RFC 6321 section 3.2](https://www.rfc-editor.org/rfc/rfc6321#section-3.2)).
pub const ICALENDAR: &str = "urn:ietf:params:xml:ns:icalendar-2.0";

/// The namespace of the prefix `xml`, which needs no declaration.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
