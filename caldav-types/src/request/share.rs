//! POST that shares a calendar.
//!
//! Calendar and Addressbook Sharing, caldav-sharing §5.3 and §6.26; WebDAV Resource Sharing,
//! draft-pot-webdav-resource-sharing.

use crate::Href;
use crate::sharing::{Sharee, SharingAccess};

/// With whom a calendar is shared from now on, and with whom no longer: CS:share.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::request::{Share, ShareInstruction};
/// let share = Share { instructions: vec![ShareInstruction::Remove(Href::new("mailto:wilfredo@example.com"))] };
/// assert_eq!(share.instructions.len(), 1);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Share {
    /// What is done, one user after the other.
    pub instructions: Vec<ShareInstruction>,
}

/// What is done about a user.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ShareInstruction {
    /// The user is invited, or may do something else from now on (6.27).
    Set {
        /// Their address or principal.
        href: Href,
        /// Their name.
        common_name: Option<String>,
        /// A title of the calendar.
        summary: Option<String>,
        /// What they may do.
        access: SharingAccess,
    },
    /// The calendar is no longer shared with the user (6.28).
    Remove(Href),
}

/// The same in the namespace of ownCloud, as Nextcloud has it: the users are principals, and who may not write says
/// nothing of it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct OwnCloudShare(
    /// What is done.
    pub Share,
);

/// A calendar gets an address that everyone can read it at: CS:publish-calendar.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PublishCalendar;

/// A calendar loses that address: CS:unpublish-calendar.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct UnpublishCalendar;

/// With whom a resource is shared, and no longer: DAV:share-resource (draft-pot-webdav-resource-sharing).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ShareResource {
    /// The users; [`ShareAccess::NoAccess`](crate::sharing::ShareAccess::NoAccess) ends it.
    pub sharees: Vec<Sharee>,
}

/// The answer to an invitation: DAV:invite-reply (draft-pot-webdav-resource-sharing).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ResourceInviteReply {
    /// Was it accepted? It was declined else.
    pub is_accepted: bool,
    /// The collection that the resource is to appear in.
    pub create_in: Option<Href>,
    /// What is told to who shares it.
    pub comment: Option<String>,
}
