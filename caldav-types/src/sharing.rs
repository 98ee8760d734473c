//! Calendars that several users have.
//!
//! Calendar and Addressbook Sharing, caldav-sharing §5 and §6; WebDAV Resource Sharing,
//! draft-pot-webdav-resource-sharing.

use crate::element_name::{element_names, named_by_text};
use crate::property::{ComponentSet, DavProperty};
use crate::{ExpandedName, Href};

/// Who a calendar is shared with: the value of CS:invite (caldav-sharing, 5.2.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Invite {
    /// Who shares it.
    pub organizer: Option<Organizer>,
    /// Whom it is shared with.
    pub users: Vec<SharingUser>,
}

/// The same in the namespace of ownCloud, as Nextcloud has it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct OwnCloudInvite(
    /// Who it is shared with.
    pub Invite,
);

/// Who shares a calendar (6.18).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Organizer {
    /// Their address or principal.
    pub href: Href,
    /// Their name.
    pub name: PersonName,
}

/// The name of a person (6.19, 6.20, 6.21).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PersonName {
    /// The name as a whole.
    pub common: Option<String>,
    /// The first name.
    pub first: Option<String>,
    /// The last name.
    pub last: Option<String>,
}

/// Someone a calendar is shared with (6.5).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SharingUser {
    /// Their address or principal.
    pub href: Href,
    /// Their name.
    pub common_name: Option<String>,
    /// What became of the invitation.
    pub status: InviteStatus,
    /// What they may do.
    pub access: SharingAccess,
    /// A title of the calendar.
    pub summary: Option<String>,
}

/// What became of an invitation (6.6 to 6.10).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum InviteStatus {
    /// There was no answer.
    NoResponse,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// It went to nobody.
    Invalid,
    /// It was taken back.
    Deleted,
}

impl InviteStatus {
    /// Every status.
    pub const KNOWN: &'static [Self] =
        &[Self::NoResponse, Self::Accepted, Self::Declined, Self::Invalid, Self::Deleted];

    /// The local name of its element; the namespace is that of what it stands in.
    #[must_use]
    pub const fn local_name(self) -> &'static str {
        match self {
            Self::NoResponse => "invite-noresponse",
            Self::Accepted => "invite-accepted",
            Self::Declined => "invite-declined",
            Self::Invalid => "invite-invalid",
            Self::Deleted => "invite-deleted",
        }
    }

    /// The status whose element has this local name.
    #[must_use]
    pub fn known(local_name: &str) -> Option<Self> {
        Self::KNOWN.iter().copied().find(|status| status.local_name() == local_name)
    }
}

/// What a user may do with a calendar that is shared (6.11).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum SharingAccess {
    /// Read it (6.12).
    Read,
    /// Read and write it (6.13).
    ReadWrite,
    /// Something else.
    Other(ExpandedName),
}

/// How a calendar can be shared: the value of CS:allowed-sharing-modes (5.2.3).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AllowedSharingModes {
    /// With other users (6.3).
    pub can_be_shared: bool,
    /// With anyone (6.4).
    pub can_be_published: bool,
}

/// An invitation as it reaches a user: CS:invite-notification (6.15).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct InviteNotification {
    /// What is shared: `calendar` or another word.
    pub shared_type: Option<String>,
    /// The name of the invitation.
    pub uid: String,
    /// Who is invited.
    pub href: Href,
    /// What became of it.
    pub status: InviteStatus,
    /// What they may do.
    pub access: SharingAccess,
    /// The calendar of who shares it (6.17).
    pub host_url: Href,
    /// Who shares it.
    pub organizer: Organizer,
    /// A title of the calendar.
    pub summary: Option<String>,
    /// What the calendar takes.
    pub components: Option<ComponentSet>,
}

/// The answer to an invitation, as a request of the invited and as a notification to the inviting: CS:invite-reply
/// (6.22).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct InviteReply {
    /// What is shared: `calendar` or another word.
    pub shared_type: Option<String>,
    /// Who answers.
    pub href: Href,
    /// Was it accepted? It was declined else.
    pub is_accepted: bool,
    /// The calendar of who shares it (6.17).
    pub host_url: Href,
    /// The name of the invitation (6.23).
    pub in_reply_to: String,
    /// How they call the calendar.
    pub summary: Option<String>,
    /// The name of who answers, which some servers add.
    pub common_name: Option<String>,
}

/// Where the calendar is that an accepted invitation made: CS:shared-as, the answer to a CS:invite-reply (6.29).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SharedAs(
    /// The calendar.
    pub Href,
);

/// Someone a resource is shared with, in DAV:invite and DAV:share-resource (draft-pot-webdav-resource-sharing).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Sharee {
    /// Their address or principal.
    pub href: Href,
    /// Properties of theirs, such as DAV:displayname.
    pub properties: Vec<DavProperty>,
    /// What is told to them.
    pub comment: Option<String>,
    /// What they may do.
    pub access: ShareAccess,
    /// What became of the invitation; a request has none.
    pub status: Option<InviteStatus>,
}

element_names! {
    /// What one may do with a resource that is shared: what stands in DAV:share-access
    /// (draft-pot-webdav-resource-sharing).
    #[derive(Clone, Debug, Eq, Hash, PartialEq)]
    ShareAccess, Other(ExpandedName) {
        /// It is not shared.
        NotShared = DAV "not-shared";
        /// Everything: it is one's own.
        SharedOwner = DAV "shared-owner";
        /// Read it.
        Read = DAV "read";
        /// Read and write it.
        ReadWrite = DAV "read-write";
        /// Nothing: the sharing ends.
        NoAccess = DAV "no-access";
    }
}

named_by_text!(ShareAccess);
