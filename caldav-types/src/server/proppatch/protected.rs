//! Which properties only the server sets.

use crate::property::DavPropertyName;

/// Do the specifications have it that only the server sets this property, so that PROPPATCH fails with
/// DAV:cannot-modify-protected-property? A server may protect further ones: those of which they leave it open, such as
/// DAV:owner, DAV:creationdate and CALDAV:calendar-home-set, are not among these.
///
/// ```
/// use caldav_types::property::DavPropertyName;
/// use caldav_types::server::proppatch::is_protected;
/// assert!(is_protected(&DavPropertyName::GetEtag));
/// assert!(!is_protected(&DavPropertyName::DisplayName));
/// ```
#[must_use]
pub const fn is_protected(name: &DavPropertyName) -> bool {
    use DavPropertyName as P;
    matches!(
        name,
        // RFC 4918 §15
        P::GetContentLength
            | P::GetEtag
            | P::GetLastModified
            | P::LockDiscovery
            | P::ResourceType
            | P::SupportedLock
            // RFC 3253 §3.1
            | P::SupportedMethodSet
            | P::SupportedLivePropertySet
            | P::SupportedReportSet
            // RFC 3744 §4, §5: DAV:acl is changed by ACL alone
            | P::AlternateUriSet
            | P::PrincipalUrl
            | P::GroupMembership
            | P::SupportedPrivilegeSet
            | P::CurrentUserPrivilegeSet
            | P::Acl
            | P::AclRestrictions
            | P::InheritedAclSet
            | P::PrincipalCollectionSet
            // RFC 4331 §3, §4
            | P::QuotaAvailableBytes
            | P::QuotaUsedBytes
            // RFC 4791 §5.2.3 to §5.2.9, §7.5.1; §9.6 is no property
            | P::SupportedCalendarComponentSet
            | P::SupportedCalendarData
            | P::MaxResourceSize
            | P::MinDateTime
            | P::MaxDateTime
            | P::MaxInstances
            | P::MaxAttendeesPerInstance
            | P::SupportedCollationSet
            | P::CalendarData
            // RFC 5397 §3
            | P::CurrentUserPrincipal
            // RFC 5842 §3
            | P::ResourceId
            | P::ParentSet
            // RFC 5995 §3.2.1
            | P::AddMember
            // RFC 6578 §4
            | P::SyncToken
            // RFC 6638 §9.3
            | P::ScheduleTag
            // RFC 7529 §10.1
            | P::SupportedRscaleSet
            // RFC 8607 §6
            | P::ManagedAttachmentsServerUrl
            | P::MaxAttachmentSize
            | P::MaxAttachmentsPerResource
            // caldav-ctag §4.1
            | P::GetCTag
    )
}
