//! What a server tells a user: CalDAV User Notifications, caldav-notifications §4 and §5.

use crate::property::{DavPropertyName, Recurrence};
use crate::sharing::{InviteNotification, InviteReply, PersonName};
use crate::{AnyElement, Href, InternetDateTime, LocalizedText};

/// A notification resource: CS:notification (4.3.2).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Notification {
    /// When it was made (4.3.3); `None` where that could not be read.
    pub stamp: Option<InternetDateTime>,
    /// What it tells.
    pub content: NotificationContent,
}

/// What a notification tells, one element by type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum NotificationContent {
    /// How the system does (5.1).
    SystemStatus(SystemStatus),
    /// How much of what is allowed is used (5.2).
    QuotaStatus(Vec<Quota>),
    /// What others changed (5.3), one change at least.
    ResourceChange(Vec<ResourceChange>),
    /// Somebody shares a calendar (caldav-sharing, 6.15).
    Invite(Box<InviteNotification>),
    /// Somebody answers an invitation (caldav-sharing, 6.22).
    InviteReply(Box<InviteReply>),
    /// A type that is none of the above.
    Other(AnyElement),
}

/// How the system does: CS:systemstatus (5.1.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SystemStatus {
    /// How much it matters.
    pub importance: Importance,
    /// A page that tells more.
    pub href: Option<Href>,
    /// A summary.
    pub description: Option<LocalizedText>,
}

/// How much a notification matters.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Importance {
    /// A little.
    #[default]
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
}

impl Importance {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// How much of what is allowed is used: CS:quota (5.2.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Quota {
    /// Whether it is used up.
    pub severity: QuotaSeverity,
    /// Of what, in elements of the server's own.
    pub kinds: Vec<AnyElement>,
    /// How many percent.
    pub percent_used: Option<u64>,
    /// How many.
    pub count: Option<u64>,
    /// A page that tells more.
    pub href: Option<Href>,
}

/// Whether what is allowed is used up.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum QuotaSeverity {
    /// It will be soon.
    Warning,
    /// It is.
    #[default]
    Exceeded,
}

impl QuotaSeverity {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Exceeded => "exceeded",
        }
    }
}

/// A change that somebody else made: what stands in CS:resource-change (5.3.1).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum ResourceChange {
    /// A resource is new.
    Created(CreatedResource),
    /// A resource is another.
    Updated(UpdatedResource),
    /// A resource is gone.
    Deleted(DeletedResource),
    /// Members of a collection changed.
    Collection(CollectionChanges),
}

/// A resource that is new: CS:created.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CreatedResource {
    /// The resource.
    pub href: Href,
    /// Who made it.
    pub changed_by: Option<ChangedBy>,
    /// What else is told.
    pub others: Vec<AnyElement>,
}

/// A resource that is another: CS:updated.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct UpdatedResource {
    /// The resource.
    pub href: Href,
    /// Who changed it.
    pub changed_by: Option<ChangedBy>,
    /// Did its body change?
    pub content: bool,
    /// Which of its properties changed; `None` if none did.
    pub properties: Option<Vec<DavPropertyName>>,
    /// What changed in it, instance by instance (5.3.2).
    pub calendar_changes: Vec<Vec<Recurrence>>,
}

/// A resource that is gone: CS:deleted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct DeletedResource {
    /// The resource.
    pub href: Href,
    /// Who removed it.
    pub changed_by: Option<ChangedBy>,
    /// What it was. The definition demands it, its examples leave it out.
    pub details: Option<DeletedDetails>,
}

/// What was deleted: CS:deleted-details (5.3.3).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum DeletedDetails {
    /// A calendar object resource.
    Resource {
        /// Its kind of component.
        component: String,
        /// Its SUMMARY.
        summary: String,
        /// When it would have been next.
        next_instance: Option<NextInstance>,
        /// Would it have been more than once?
        had_more_instances: bool,
    },
    /// A collection, by its DAV:displayname.
    Collection(String),
}

/// When a deleted component would have been: CS:deleted-next-instance.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct NextInstance {
    /// Its TZID.
    pub tzid: Option<String>,
    /// The value as iCalendar has it.
    pub value: String,
}

/// Who made a change: CS:changed-by.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ChangedBy {
    /// Their name.
    pub name: PersonName,
    /// When.
    pub stamp: Option<InternetDateTime>,
    /// Their principal or address.
    pub href: Option<Href>,
}

/// What changed in a collection: CS:collection-changes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CollectionChanges {
    /// The collection.
    pub href: Href,
    /// Who made the changes.
    pub changed_by: Vec<ChangedBy>,
    /// Which of its properties changed; `None` if none did.
    pub properties: Option<Vec<DavPropertyName>>,
    /// How many members are new.
    pub created: Option<u64>,
    /// How many members are others.
    pub updated: Option<u64>,
    /// How many members are gone.
    pub deleted: Option<u64>,
}
