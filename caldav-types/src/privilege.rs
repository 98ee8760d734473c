//! What one may be allowed to do with a resource.
//!
//! [RFC 3744 §3](https://www.rfc-editor.org/rfc/rfc3744#section-3),
//! [RFC 4791 §6.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.1.1),
//! [RFC 6638 §6](https://www.rfc-editor.org/rfc/rfc6638#section-6)

use crate::ExpandedName;
use crate::element_name::{element_names, named_by_text};

element_names! {
    /// A privilege, the name of an element in DAV:privilege.
    ///
    /// ```
    /// use caldav_types::Privilege;
    /// assert_eq!("CALDAV:read-free-busy".parse(), Ok(Privilege::ReadFreeBusy));
    /// assert!(Privilege::Write.contains(&Privilege::WriteContent));
    /// assert!(!Privilege::Read.contains(&Privilege::WriteContent));
    /// ```
    #[derive(Clone, Debug, Eq, Hash, PartialEq)]
    Privilege, Other(ExpandedName) {
        // RFC 3744 section 3
        /// To read the content and the properties (RFC 3744, 3.1).
        Read = DAV "read";
        /// To change the content, the properties and the members (3.2).
        Write = DAV "write";
        /// To change dead properties, and live ones that can be (3.3).
        WriteProperties = DAV "write-properties";
        /// To change the content of a resource that is there (3.4).
        WriteContent = DAV "write-content";
        /// To remove a lock of somebody else (3.5).
        Unlock = DAV "unlock";
        /// To read DAV:acl (3.6).
        ReadAcl = DAV "read-acl";
        /// To read DAV:current-user-privilege-set (3.7).
        ReadCurrentUserPrivilegeSet = DAV "read-current-user-privilege-set";
        /// To change DAV:acl (3.8).
        WriteAcl = DAV "write-acl";
        /// To add a member to a collection (3.9).
        Bind = DAV "bind";
        /// To remove a member of a collection (3.10).
        Unbind = DAV "unbind";
        /// Everything (3.11).
        All = DAV "all";
        // RFC 4791
        /// To ask when one is busy (RFC 4791, 6.1.1).
        ReadFreeBusy = CALDAV "read-free-busy";
        // RFC 6638 section 6
        /// The three on an inbox (RFC 6638, 6.1.1).
        ScheduleDeliver = CALDAV "schedule-deliver";
        /// To have an organizer's messages delivered (6.1.2).
        ScheduleDeliverInvite = CALDAV "schedule-deliver-invite";
        /// To have an attendee's messages delivered (6.1.3).
        ScheduleDeliverReply = CALDAV "schedule-deliver-reply";
        /// To ask for the busy time of the inbox's owner (6.1.4).
        ScheduleQueryFreeBusy = CALDAV "schedule-query-freebusy";
        /// The three on an outbox (6.2.1).
        ScheduleSend = CALDAV "schedule-send";
        /// To send messages as an organizer (6.2.2).
        ScheduleSendInvite = CALDAV "schedule-send-invite";
        /// To send messages as an attendee (6.2.3).
        ScheduleSendReply = CALDAV "schedule-send-reply";
        /// To ask for the busy time of others (6.2.4).
        ScheduleSendFreeBusy = CALDAV "schedule-send-freebusy";
        /// The one that drafts of RFC 6638 had.
        Schedule = CALDAV "schedule";
    }
}

named_by_text!(Privilege);

impl Privilege {
    /// Does having this one always mean having the other: is it the same, or an aggregate that has to contain it
    /// ([RFC 3744 §3.12](https://www.rfc-editor.org/rfc/rfc3744#section-3.12),
    /// [RFC 4791 §6.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.1.1),
    /// [RFC 6638 §6.3](https://www.rfc-editor.org/rfc/rfc6638#section-6.3))? A server may aggregate more: what it does
    /// says DAV:supported-privilege-set.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self == other
            || match self {
                Self::All => true,
                Self::Read => *other == Self::ReadFreeBusy,
                Self::Write => {
                    matches!(other, Self::Bind | Self::Unbind | Self::WriteProperties | Self::WriteContent)
                }
                Self::ScheduleDeliver => matches!(
                    other,
                    Self::ScheduleDeliverInvite | Self::ScheduleDeliverReply | Self::ScheduleQueryFreeBusy
                ),
                Self::ScheduleSend => matches!(
                    other,
                    Self::ScheduleSendInvite | Self::ScheduleSendReply | Self::ScheduleSendFreeBusy
                ),
                _ => false,
            }
    }
}

/// The privileges that someone has: the value of DAV:current-user-privilege-set
/// ([RFC 3744 §5.4](https://www.rfc-editor.org/rfc/rfc3744#section-5.4)).
///
/// ```
/// use caldav_types::{Privilege, PrivilegeSet};
/// let mine = PrivilegeSet(vec![Privilege::Write]);
/// assert!(mine.grants(&Privilege::Bind));
/// assert!(!mine.grants(&Privilege::Read));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PrivilegeSet(
    /// The privileges, as they are listed.
    pub Vec<Privilege>,
);

impl PrivilegeSet {
    /// Is the privilege listed, or one that has to contain it?
    #[must_use]
    pub fn grants(&self, privilege: &Privilege) -> bool {
        self.0.iter().any(|granted| granted.contains(privilege))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Privilege, PrivilegeSet};

    const XML_ELEMENTS: &str = include_str!("../spec/xml-elements.csv");

    #[test]
    fn table_of_privileges_is_covered() {
        let mut of_the_table = BTreeSet::new();
        for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
            let row = row.unwrap();
            if &row[2] == "privilege" {
                of_the_table.insert((row[0].to_owned(), row[1].to_owned()));
            }
        }
        let known: BTreeSet<_> = Privilege::KNOWN
            .iter()
            .map(|privilege| (privilege.namespace().to_owned(), privilege.local_name().to_owned()))
            .collect();
        assert_eq!(known, of_the_table);
        assert_eq!(known.len(), Privilege::KNOWN.len());
    }

    #[test]
    fn names_come_back() {
        for privilege in Privilege::KNOWN {
            assert_eq!(privilege.to_string().parse(), Ok(privilege.clone()));
        }
        let other: Privilege = "{http://example.com/ns}sing".parse().unwrap();
        assert!(matches!(other, Privilege::Other(_)));
        assert_eq!(other.to_string(), "{http://example.com/ns}sing");
        assert!("read".parse::<Privilege>().is_err());
    }

    #[test]
    fn aggregates() {
        for (section, granted, asked, expected) in [
            ("RFC 3744 3.12", Privilege::Write, Privilege::Bind, true),
            ("RFC 3744 3.12", Privilege::Write, Privilege::Unbind, true),
            ("RFC 3744 3.12", Privilege::Write, Privilege::WriteProperties, true),
            ("RFC 3744 3.12", Privilege::Write, Privilege::Read, false),
            ("RFC 3744 3.12: not said", Privilege::Write, Privilege::WriteAcl, false),
            ("RFC 3744 3.11", Privilege::All, Privilege::Unlock, true),
            ("RFC 4791 6.1.1", Privilege::Read, Privilege::ReadFreeBusy, true),
            ("RFC 4791 6.1.1", Privilege::ReadFreeBusy, Privilege::Read, false),
            ("RFC 6638 6.1.1", Privilege::ScheduleDeliver, Privilege::ScheduleQueryFreeBusy, true),
            ("RFC 6638 6.2.1", Privilege::ScheduleSend, Privilege::ScheduleSendReply, true),
            ("RFC 6638 6.2.1", Privilege::ScheduleSend, Privilege::ScheduleDeliverReply, false),
        ] {
            assert_eq!(granted.contains(&asked), expected, "{section}: {granted} {asked}");
            assert_eq!(PrivilegeSet(vec![granted]).grants(&asked), expected, "{section}");
        }
        assert!(!PrivilegeSet::default().grants(&Privilege::Read));
    }
}
