//! What a server or resource complies with.
//!
//! [RFC 4918 §10.1](https://www.rfc-editor.org/rfc/rfc4918#section-10.1),
//! [§18](https://www.rfc-editor.org/rfc/rfc4918#section-18)
//!
//! ```abnf
//! DAV              = "DAV" ":" #( compliance-class )
//! compliance-class = ( "1" | "2" | "3" | extend )
//! extend           = Coded-URL | token
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `DAV`: what a resource complies with.
///
/// ```
/// use caldav_types::header::{ComplianceClass, Dav};
/// let dav: Dav = "1, 3, access-control, calendar-access, <http://apache.org/dav/propset/fs/1>".parse()?;
/// assert!(dav.supports(&ComplianceClass::CalendarAccess));
/// assert!(!dav.supports(&ComplianceClass::Class2));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Dav(
    /// The classes, in the order of the field.
    pub Vec<ComplianceClass>,
);

impl Dav {
    /// Is the class among them?
    #[must_use]
    pub fn supports(&self, class: &ComplianceClass) -> bool {
        self.0.contains(class)
    }
}

impl Header for Dav {
    const NAME: &'static str = "DAV";
    const IS_LIST: bool = true;
}

impl FromStr for Dav {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Cursor::new(Self::NAME, text).list(ComplianceClass::take_from).map(Self)
    }
}

impl fmt::Display for Dav {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

/// Makes the enum from the table of classes.
macro_rules! classes {
    ($($(#[$documentation:meta])+ $variant:ident = $name:literal;)+) => {
        /// Something that a resource may comply with.
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum ComplianceClass {
            $($(#[$documentation])+ $variant,)+
            /// A token that is none of the above.
            Other(String),
            /// A class that a URI names, which is written in brackets.
            CodedUrl(String),
        }

        impl ComplianceClass {
            fn known(token: &str) -> Option<Self> {
                $(if token.eq_ignore_ascii_case($name) {
                    return Some(Self::$variant);
                })+
                None
            }
        }

        impl fmt::Display for ComplianceClass {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant => f.write_str($name),)+
                    Self::Other(token) => f.write_str(token),
                    Self::CodedUrl(url) => write!(f, "<{url}>"),
                }
            }
        }
    };
}

classes! {
    /// WebDAV (RFC 4918, 18.1).
    Class1 = "1";
    /// Locks (RFC 4918, 18.2).
    Class2 = "2";
    /// WebDAV as RFC 4918 has it (18.3).
    Class3 = "3";
    /// Access control (RFC 3744, 7.2).
    AccessControl = "access-control";
    /// MKCOL with a body (RFC 5689, 3.1).
    ExtendedMkcol = "extended-mkcol";
    /// BIND and its likes (RFC 5842, 8.1).
    Bind = "bind";
    /// CalDAV (RFC 4791, 5.1).
    CalendarAccess = "calendar-access";
    /// CalDAV scheduling (RFC 6638, 2).
    CalendarAutoSchedule = "calendar-auto-schedule";
    /// Time zones by reference (RFC 7809, 3.1.1).
    CalendarNoTimezone = "calendar-no-timezone";
    /// Availability (RFC 7953, 7.2.1).
    CalendarAvailability = "calendar-availability";
    /// Managed attachments (RFC 8607, 3.2).
    CalendarManagedAttachments = "calendar-managed-attachments";
    /// Managed attachments of a series as a whole alone (RFC 8607, 3.2).
    CalendarManagedAttachmentsNoRecurrence = "calendar-managed-attachments-no-recurrence";
    /// CardDAV (RFC 6352, 6.1).
    Addressbook = "addressbook";
    /// Users who act for others (caldav-proxy, 5.1).
    CalendarProxy = "calendar-proxy";
    /// Sharing of calendars (caldav-sharing, 5.1).
    CalendarServerSharing = "calendarserver-sharing";
    /// Subscribed calendars.
    CalendarServerSubscribed = "calendarserver-subscribed";
    /// Comments of attendees to the organizer alone (caldav-privatecomments, 4.2.1).
    CalendarServerPrivateComments = "calendarserver-private-comments";
    /// Access restrictions of single events (caldav-privateevents, 4.2.1).
    CalendarServerPrivateEvents = "calendarserver-private-events";
    /// Series cut in two by the server (caldav-recursplit, 3).
    CalendarServerRecurrenceSplit = "calendarserver-recurrence-split";
    /// DAV:principal-property-search with extensions.
    CalendarServerPrincipalPropertySearch = "calendarserver-principal-property-search";
    /// CS:calendarserver-principal-search.
    CalendarServerPrincipalSearch = "calendarserver-principal-search";
    /// Groups as sharees.
    CalendarServerGroupSharee = "calendarserver-group-sharee";
    /// DAV:sync-collection on calendar homes.
    CalendarServerHomeSync = "calendarserver-home-sync";
    /// Groups as attendees.
    CalendarServerGroupAttendee = "calendarserver-group-attendee";
    /// Changes of participation status told apart.
    CalendarServerPartstatChanges = "calendarserver-partstat-changes";
    /// Extensions of CALDAV:calendar-query (draft-daboo-caldav-extensions, 3).
    CalendarQueryExtended = "calendar-query-extended";
    /// Alarms that events get by default.
    CalendarDefaultAlarms = "calendar-default-alarms";
    /// Scheduling as the drafts before RFC 6638 had it.
    CalendarSchedule = "calendar-schedule";
    /// Sharing of resources (draft-pot-webdav-resource-sharing).
    ResourceSharing = "resource-sharing";
    /// Notifications of changes (WebDAV-Push).
    WebDavPush = "webdav-push";
}

impl ComplianceClass {
    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        if cursor.rest().starts_with('<') {
            return cursor.angle_brackets("a URI in \"<\" and \">\"").map(|url| Self::CodedUrl(url.into()));
        }
        // One class that is no token must not hide the others.
        let token = cursor.take_while(|character| character != ',').trim_end_matches([' ', '\t']);
        Ok(Self::known(token).unwrap_or_else(|| Self::Other(token.into())))
    }
}

impl FromStr for ComplianceClass {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Dav::NAME, text);
        if cursor.is_at_end() {
            return Err(cursor.error("a compliance class"));
        }
        let class = Self::take_from(&mut cursor)?;
        cursor.end().map(|()| class)
    }
}

serialize_as_text!(ComplianceClass, Dav);

#[cfg(test)]
mod tests {
    use super::{ComplianceClass, Dav};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Dav>(&[
            ("RFC 4918 10.1", "1,2", Some("1, 2")),
            (
                "RFC 4791 5.1.1",
                "1, 2, access-control, calendar-access",
                Some("1, 2, access-control, calendar-access"),
            ),
            (
                "a URI",
                "1, <http://apache.org/dav/propset/fs/1>",
                Some("1, <http://apache.org/dav/propset/fs/1>"),
            ),
            ("a token that nobody knows", "1, sync-collection", Some("1, sync-collection")),
            ("RFC 9110 5.6.1.2: empty elements", ",1,,2 ,", Some("1, 2")),
            ("RFC 4918 10.1: none", "", Some("")),
            ("case", "Calendar-Access", Some("calendar-access")),
            ("no token", "1, calendar access, 2", Some("1, calendar access, 2")),
            ("an open bracket", "1, <http://example.com", None),
            ("white space in brackets", "<http://example.com /a>", None),
            ("brackets without URI", "<>", None),
        ]);
    }

    #[test]
    fn classes() {
        let dav: Dav = "1, <x:y>, other".parse().unwrap();
        assert!(dav.supports(&ComplianceClass::Class1));
        assert!(dav.supports(&ComplianceClass::CodedUrl("x:y".into())));
        assert!(dav.supports(&ComplianceClass::Other("other".into())));
        assert!(!dav.supports(&ComplianceClass::Other("x:y".into())));
        assert!("".parse::<ComplianceClass>().is_err());
        assert!("1, 2".parse::<ComplianceClass>().is_err());
    }
}
