//! Which properties DAV:allprop leaves out.
//!
//! [RFC 4918 §14.2](https://www.rfc-editor.org/rfc/rfc4918#section-14.2): it asks for the properties of RFC 4918 and the
//! dead ones; other specifications say of theirs whether they are returned.

use crate::property::DavPropertyName;

/// Does a specification say that DAV:allprop does not return it? The live properties that RFC 4918 defines are returned,
/// CS:getctag (caldav-ctag §4.1), and what clients put there for themselves.
pub(super) const fn leaves_out(name: &DavPropertyName) -> bool {
    use DavPropertyName as P;
    matches!(
        name,
        // RFC 3253 §3.11
        P::Comment
            | P::CreatorDisplayName
            | P::SupportedMethodSet
            | P::SupportedLivePropertySet
            | P::SupportedReportSet
            // RFC 3744 §4, §5
            | P::AlternateUriSet
            | P::PrincipalUrl
            | P::GroupMemberSet
            | P::GroupMembership
            | P::Owner
            | P::Group
            | P::SupportedPrivilegeSet
            | P::CurrentUserPrivilegeSet
            | P::Acl
            | P::AclRestrictions
            | P::InheritedAclSet
            | P::PrincipalCollectionSet
            // RFC 4331 §2
            | P::QuotaAvailableBytes
            | P::QuotaUsedBytes
            // RFC 4791 §5.2, §6.2.1, §7.5.1; §9.6 is no property
            | P::CalendarDescription
            | P::CalendarTimezone
            | P::SupportedCalendarComponentSet
            | P::SupportedCalendarData
            | P::MaxResourceSize
            | P::MinDateTime
            | P::MaxDateTime
            | P::MaxInstances
            | P::MaxAttendeesPerInstance
            | P::CalendarHomeSet
            | P::SupportedCollationSet
            | P::CalendarData
            // RFC 5397 §3 is silent, as RFC 6638 §9.2 and §9.3 are: live properties that RFC 4918 does not define
            | P::CurrentUserPrincipal
            | P::ScheduleDefaultCalendarUrl
            | P::ScheduleTag
            // RFC 5842 §3
            | P::ResourceId
            | P::ParentSet
            // RFC 5995 §3.2.1
            | P::AddMember
            // RFC 6352 §6.2, §7.1, §8.3.1
            | P::AddressBookHomeSet
            | P::PrincipalAddress
            | P::AddressBookDescription
            | P::SupportedAddressData
            | P::AddressBookMaxResourceSize
            | P::AddressBookSupportedCollationSet
            // RFC 6578 §4
            | P::SyncToken
            // RFC 6638 §2.1.1, §2.2.1, §2.4, §9.1
            | P::ScheduleOutboxUrl
            | P::ScheduleInboxUrl
            | P::CalendarUserAddressSet
            | P::CalendarUserType
            | P::ScheduleCalendarTransp
            // RFC 7529 §10.1
            | P::SupportedRscaleSet
            // RFC 7809 §5
            | P::TimezoneServiceSet
            | P::CalendarTimezoneId
            // RFC 7953 §7.2.4
            | P::CalendarAvailability
            // RFC 8607 §6
            | P::ManagedAttachmentsServerUrl
            | P::MaxAttachmentSize
            | P::MaxAttachmentsPerResource
            // caldav-proxy, caldav-pubsubdiscovery, caldav-notifications, caldav-schedulingchanges, caldav-sharing,
            // calendarserver-bulk-change
            | P::CalendarProxyReadFor
            | P::CalendarProxyWriteFor
            | P::PushTransports
            | P::PushKey
            | P::CalendarServerNotificationUrl
            | P::CalendarServerNotificationType
            | P::NotifyChanges
            | P::ScheduleChanges
            | P::CalendarServerInvite
            | P::AllowedSharingModes
            | P::SharedUrl
            | P::BulkRequests
            // Sharing and notifications of resources, WebDAV-Push: live properties of drafts
            | P::ShareAccess
            | P::Invite
            | P::ShareResourceUri
            | P::SharerResourceUri
            | P::NotificationUrl
            | P::NotificationType
            | P::ServerInfoHref
            | P::Transports
            | P::Topic
            | P::SupportedTriggers
    )
}
