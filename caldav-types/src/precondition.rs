//! The conditions that an error names.
//!
//! [RFC 4918 section 16](https://www.rfc-editor.org/rfc/rfc4918#section-16) and
//! [RFC 4791 section 1.3](https://www.rfc-editor.org/rfc/rfc4791#section-1.3): a response to a request that breaks a
//! precondition or postcondition carries a DAV:error with the element of that condition.

use std::fmt;
use std::str::FromStr;

use crate::expanded_name::write_name;
use crate::text_form::serialize_as_text;
use crate::{ExpandedName, ExpandedNameError, namespace};

/// Makes the enum and what is known of each of its members from one table.
macro_rules! preconditions {
    ($($(#[$documentation:meta])+ $variant:ident: $namespace:ident $local_name:literal, [$($status:literal),+],
        $spec:literal $section:literal;)+) => {
        /// A precondition or postcondition that a server can name in DAV:error.
        ///
        /// The members are those of WebDAV, CalDAV and their extensions; the documentation of each says what holds when the condition is
        /// kept. It is written and read with the prefixes of the specifications.
        ///
        /// ```
        /// use caldav_types::Precondition;
        /// let precondition: Precondition = "CALDAV:valid-calendar-data".parse()?;
        /// assert_eq!(precondition, Precondition::ValidCalendarData);
        /// assert_eq!(precondition.status(), 403);
        /// assert_eq!((precondition.spec(), precondition.section()), (Some("RFC 4791"), Some("5.3.2.1")));
        /// assert_eq!(precondition.to_string(), "CALDAV:valid-calendar-data");
        /// # Ok::<(), caldav_types::ExpandedNameError>(())
        /// ```
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Precondition {
            $($(#[$documentation])+ $variant,)+
            /// A condition that is none of the above, by its name. [`Precondition::from`] never makes it of a name that
            /// one of the above has.
            Other(ExpandedName),
        }

        impl Precondition {
            /// Every condition that is known here, in the order of the specifications.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The namespace of the element.
            #[must_use]
            pub fn namespace(&self) -> &str {
                match self {
                    $(Self::$variant => namespace::$namespace,)+
                    Self::Other(name) => name.namespace(),
                }
            }

            /// The name of the element within its namespace.
            #[must_use]
            pub fn local_name(&self) -> &str {
                match self {
                    $(Self::$variant => $local_name,)+
                    Self::Other(name) => name.local_name(),
                }
            }

            /// The HTTP statuses that the specifications give to the condition, the most fitting first. Where they
            /// leave it open, the two of [RFC 4918 section 16](https://www.rfc-editor.org/rfc/rfc4918#section-16): 403
            /// when the request can never succeed, 409 when the user may resolve the conflict.
            #[must_use]
            pub fn statuses(&self) -> &'static [u16] {
                match self {
                    $(Self::$variant => &[$($status),+],)+
                    Self::Other(_) => &[403, 409],
                }
            }

            /// The specification that defines the condition, as in `RFC 4791`; a draft or a program where there is no
            /// other.
            #[must_use]
            pub fn spec(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($spec),)+
                    Self::Other(_) => None,
                }
            }

            /// The section of [`spec`](Self::spec) that defines the condition, `-` where it has none.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($section),)+
                    Self::Other(_) => None,
                }
            }

            fn known(namespace: &str, local_name: &str) -> Option<Self> {
                match (namespace, local_name) {
                    $((namespace::$namespace, $local_name) => Some(Self::$variant),)+
                    // RFC 4791 section 5.3.1 uses this name for what RFC 3744 defines.
                    (namespace::DAV, "needs-privilege") => Some(Self::NeedPrivileges),
                    // The prose of RFC 5995 section 4.1 writes the name so.
                    (namespace::DAV, "allow-client-defined-URI") => Some(Self::AllowClientDefinedUri),
                    _ => None,
                }
            }
        }
    };
}

preconditions! {
    // WebDAV, RFC 4918 section 16
    /// The Request-URI lies within the scope of the lock of the `Lock-Token` header (UNLOCK, 409) or of the
    /// `If` header of a refreshing LOCK (412, section 9.10.6).
    LockTokenMatchesRequestUri: DAV "lock-token-matches-request-uri", [409, 412], "RFC 4918" "16";
    /// The token of every lock in the way was submitted; names at least one locked resource.
    LockTokenSubmitted: DAV "lock-token-submitted", [423], "RFC 4918" "16";
    /// No lock that exists already conflicts with the one asked for; names the roots of those that do.
    NoConflictingLock: DAV "no-conflicting-lock", [423], "RFC 4918" "16";
    /// The request body holds no external entity.
    NoExternalEntities: DAV "no-external-entities", [403], "RFC 4918" "16";
    /// Live properties behave at the destination of COPY or MOVE as they did before (a postcondition).
    PreservedLiveProperties: DAV "preserved-live-properties", [409], "RFC 4918" "16";
    /// A PROPFIND on a collection has a finite depth.
    PropfindFiniteDepth: DAV "propfind-finite-depth", [403], "RFC 4918" "16";
    /// A PROPPATCH sets no protected property.
    CannotModifyProtectedProperty: DAV "cannot-modify-protected-property", [403], "RFC 4918" "16";
    // WebDAV versioning, RFC 3253: the conditions of REPORT and of live properties
    /// The resource supports the report asked for.
    SupportedReport: DAV "supported-report", [403, 409], "RFC 3253" "3.6";
    /// A REPORT has changed no resource (a postcondition).
    NoModification: DAV "no-modification", [403, 409], "RFC 3253" "3.6";
    /// The server supports the live property that is accessed or set.
    SupportedLiveProperty: DAV "supported-live-property", [403, 409], "RFC 3253" "3.11";
    // WebDAV access control, RFC 3744
    /// The user has the privileges that the method needs; names the resources and what lacks there. RFC 4791
    /// section 5.3.1 writes it `needs-privilege`, which is read as this one.
    NeedPrivileges: DAV "need-privileges", [403], "RFC 3744" "7.1.1";
    /// The entries of an ACL request do not conflict with each other.
    NoAceConflict: DAV "no-ace-conflict", [403, 409], "RFC 3744" "8.1.1";
    /// The entries of an ACL request do not conflict with protected ones.
    NoProtectedAceConflict: DAV "no-protected-ace-conflict", [403, 409], "RFC 3744" "8.1.1";
    /// The entries of an ACL request do not conflict with inherited ones.
    NoInheritedAceConflict: DAV "no-inherited-ace-conflict", [403, 409], "RFC 3744" "8.1.1";
    /// The resource may have as many entries as the ACL request submits.
    LimitedNumberOfAces: DAV "limited-number-of-aces", [403, 409], "RFC 3744" "8.1.1";
    /// Entries that deny stand before those that grant.
    DenyBeforeGrant: DAV "deny-before-grant", [403, 409], "RFC 3744" "8.1.1";
    /// No entry denies, where the resource allows grants only.
    GrantOnly: DAV "grant-only", [403, 409], "RFC 3744" "8.1.1";
    /// No entry inverts its principal, where the resource forbids it.
    NoInvert: DAV "no-invert", [403, 409], "RFC 3744" "8.1.1";
    /// No entry grants or denies an abstract privilege.
    NoAbstract: DAV "no-abstract", [403, 409], "RFC 3744" "8.1.1";
    /// The resource supports the privileges of the entries.
    NotSupportedPrivilege: DAV "not-supported-privilege", [403, 409], "RFC 3744" "8.1.1";
    /// Every required principal has an entry afterwards.
    MissingRequiredPrincipal: DAV "missing-required-principal", [403, 409], "RFC 3744" "8.1.1";
    /// Every principal URL identifies a principal resource.
    RecognizedPrincipal: DAV "recognized-principal", [403, 409], "RFC 3744" "8.1.1";
    /// The principals of the entries are allowed on the resource.
    AllowedPrincipal: DAV "allowed-principal", [403, 409], "RFC 3744" "8.1.1";
    /// As many resources match as the server, or the limit of the client, allows (a postcondition; also RFC
    /// 4791 sections 7.8 and 7.10, RFC 6578 section 3.2). RFC 6578 sections 3.6 and 3.12 answer it with 507.
    NumberOfMatchesWithinLimits: DAV "number-of-matches-within-limits", [403, 409, 507], "RFC 3744" "9.2";
    // Quota, RFC 4331
    /// The request stays within the quota.
    QuotaNotExceeded: DAV "quota-not-exceeded", [507], "RFC 4331" "6";
    /// There is room to carry out the request.
    SufficientDiskSpace: DAV "sufficient-disk-space", [507], "RFC 4331" "6";
    // Extended MKCOL, RFC 5689
    /// The server can make a collection of the resource type asked for.
    ValidResourcetype: DAV "valid-resourcetype", [403, 409], "RFC 5689" "3.3";
    // POST to add members, RFC 5995
    /// Clients may choose the last path segment of a new resource; names the URI to POST to instead. The
    /// prose ends the name in `URI`, the element declaration and the example (405) in `uri`.
    AllowClientDefinedUri: DAV "allow-client-defined-uri", [405, 403, 409], "RFC 5995" "4.1";
    // Collection synchronization, RFC 6578
    /// The sync token was issued for this collection and is still good. A client begins anew without one.
    ValidSyncToken: DAV "valid-sync-token", [403, 409], "RFC 6578" "3.2";
    /// A sync of all levels enters the child collection that carries this error.
    SyncTraversalSupported: DAV "sync-traversal-supported", [403], "RFC 6578" "3.3";
    // CalDAV, RFC 4791
    /// Nothing exists at the Request-URI of MKCALENDAR.
    ResourceMustBeNull: DAV "resource-must-be-null", [403, 409], "RFC 4791" "5.3.1";
    /// A calendar collection can be made, copied or moved there (also section 5.3.2.1).
    CalendarCollectionLocationOk: CALDAV "calendar-collection-location-ok", [403, 409], "RFC 4791" "5.3.1";
    /// MKCALENDAR made a calendar collection (a postcondition).
    InitializeCalendarCollection: CALDAV "initialize-calendar-collection", [403, 409], "RFC 4791" "5.3.1";
    /// The media type and its version are supported (also sections 7.8 and 7.9).
    SupportedCalendarData: CALDAV "supported-calendar-data", [403, 409], "RFC 4791" "5.3.2.1";
    /// The data is valid iCalendar; a time zone property or element holds one VTIMEZONE (also sections
    /// 5.2.10, 5.3.1 and 7.8).
    ValidCalendarData: CALDAV "valid-calendar-data", [403, 409], "RFC 4791" "5.3.2.1";
    /// The data keeps the restrictions of section 4.1.
    ValidCalendarObjectResource: CALDAV "valid-calendar-object-resource", [403, 409], "RFC 4791" "5.3.2.1";
    /// The calendar collection supports this type of component.
    SupportedCalendarComponent: CALDAV "supported-calendar-component", [403, 409], "RFC 4791" "5.3.2.1";
    /// No other resource of the collection has that UID, and the resource replaced has the same one; names
    /// the resource in the way. Its user can mend it, hence 409 first (section 1.3).
    NoUidConflict: CALDAV "no-uid-conflict", [409, 403], "RFC 4791" "5.3.2.1";
    /// The resource is no larger than [`max_resource_size`](crate::CollectionLimits::max_resource_size).
    MaxResourceSize: CALDAV "max-resource-size", [403, 409], "RFC 4791" "5.3.2.1";
    /// No date is before [`min_date_time`](crate::CollectionLimits::min_date_time) (also sections 7.8 and
    /// 7.9).
    MinDateTime: CALDAV "min-date-time", [403, 409], "RFC 4791" "5.3.2.1";
    /// No date is after [`max_date_time`](crate::CollectionLimits::max_date_time) (also sections 7.8 and
    /// 7.9).
    MaxDateTime: CALDAV "max-date-time", [403, 409], "RFC 4791" "5.3.2.1";
    /// No more instances recur than [`max_instances`](crate::CollectionLimits::max_instances).
    MaxInstances: CALDAV "max-instances", [403, 409], "RFC 4791" "5.3.2.1";
    /// No instance has more attendees than
    /// [`max_attendees_per_instance`](crate::CollectionLimits::max_attendees_per_instance).
    MaxAttendeesPerInstance: CALDAV "max-attendees-per-instance", [403, 409], "RFC 4791" "5.3.2.1";
    /// The filter makes sense.
    ValidFilter: CALDAV "valid-filter", [403, 409], "RFC 4791" "7.8";
    /// The server can query the components, properties and parameters of the filter; names those it cannot.
    SupportedFilter: CALDAV "supported-filter", [403, 409], "RFC 4791" "7.8";
    /// The server supports the collation.
    SupportedCollation: CALDAV "supported-collation", [403, 409], "RFC 4791" "7.8";
    // CalDAV scheduling, RFC 6638
    /// No other scheduling object resource of the user has that UID; names the one in the way.
    UniqueSchedulingObjectResource: CALDAV "unique-scheduling-object-resource", [403], "RFC 6638" "3.2.4.1";
    /// All components have the same ORGANIZER.
    SameOrganizerInAllComponents: CALDAV "same-organizer-in-all-components", [403], "RFC 6638" "3.2.4.2";
    /// The organizer may make this change.
    AllowedOrganizerSchedulingObjectChange: CALDAV "allowed-organizer-scheduling-object-change", [403], "RFC 6638" "3.2.4.3";
    /// The attendee may make this change.
    AllowedAttendeeSchedulingObjectChange: CALDAV "allowed-attendee-scheduling-object-change", [403], "RFC 6638" "3.2.4.4";
    /// The default calendar for scheduling stays.
    DefaultCalendarNeeded: CALDAV "default-calendar-needed", [403], "RFC 6638" "4.3.1.1";
    /// The default calendar for scheduling is a calendar collection.
    ValidScheduleDefaultCalendarUrl: CALDAV "valid-schedule-default-calendar-URL", [403], "RFC 6638" "4.3.1.2";
    /// What is posted to the Outbox keeps the restrictions of RFC 5546 section 3.3.2.
    ValidSchedulingMessage: CALDAV "valid-scheduling-message", [400], "RFC 6638" "5.2.1";
    /// The ORGANIZER posted to the Outbox is its owner.
    ValidOrganizer: CALDAV "valid-organizer", [403], "RFC 6638" "5.2.2";
    // Other calendars in recurrence rules, RFC 7529
    /// The server supports the RSCALE of the recurrence rules.
    SupportedRscale: CALDAV "supported-rscale", [403], "RFC 7529" "10";
    // Time zones by reference, RFC 7809
    /// The server knows the time zone (also sections 3.1.5 and 3.1.6).
    ValidTimezone: CALDAV "valid-timezone", [403, 409], "RFC 7809" "3.1.4";
    // Managed attachments, RFC 8607
    /// The attachment is small enough.
    MaxAttachmentSize: CALDAV "max-attachment-size", [403, 409], "RFC 8607" "3.11";
    /// The resource has room for another attachment.
    MaxAttachmentsPerResource: CALDAV "max-attachments-per-resource", [403, 409], "RFC 8607" "3.11";
    /// The `action` of the POST is one of the three known.
    ValidAction: CALDAV "valid-action", [403, 409], "RFC 8607" "3.11";
    /// The `rid` of the POST names instances that exist, and none when it updates.
    ValidRid: CALDAV "valid-rid", [403, 409], "RFC 8607" "3.11";
    /// The `managed-id` of the POST is that of an attachment, and absent when it adds.
    ValidManagedId: CALDAV "valid-managed-id", [403, 409], "RFC 8607" "3.11";
    /// Every MANAGED-ID of a PUT is that of an attachment.
    ValidManagedIdParameter: CALDAV "valid-managed-id-parameter", [403, 409], "RFC 8607" "3.11";
    // Extensions of calendarserver.org that are written down
    /// X-CALENDARSERVER-ATTENDEE-COMMENT, which the server alone writes, stays as it is.
    ValidAttendeeCommentChange: CALENDAR_SERVER "valid-attendee-comment-change", [403, 409], "caldav-privatecomments" "4.2.3";
    /// No one but the owner stores an X-CALENDARSERVER-ACCESS other than PUBLIC.
    ValidAccessRestrictionChange: CALENDAR_SERVER "valid-access-restriction-change", [403, 409], "caldav-privateevents" "4.2.6";
    /// The server knows the value of X-CALENDARSERVER-ACCESS.
    ValidAccessRestriction: CALENDAR_SERVER "valid-access-restriction", [403, 409], "caldav-privateevents" "4.2.6";
    /// What is posted to the Outbox has no X-CALENDARSERVER-ACCESS.
    NoAccessRestrictions: CALENDAR_SERVER "no-access-restrictions", [403, 409], "caldav-privateevents" "4.2.7";
    /// The resource recurs and can be split at the `rid` and with the `uid` of the POST.
    InvalidSplit: CALENDAR_SERVER "invalid-split", [403, 409], "caldav-recursplit" "3";
    /// The `rid` of the POST is there and has its form.
    ValidRidParameter: CALDAV "valid-rid-parameter", [403, 409], "caldav-recursplit" "3";
    // What the source of calendarserver.org has besides
    /// The share can be made.
    InvalidShare: CALENDAR_SERVER "invalid-share", [403, 409], "ccs-calendarserver source" "-";
    /// The principal is not one that shall be used there.
    InvalidPrincipal: CALENDAR_SERVER "invalid-principal", [403, 409], "ccs-calendarserver source" "-";
    /// The principal exists.
    ValidPrincipal: CALENDAR_SERVER "valid-principal", [403, 409], "ccs-calendarserver source" "-";
    /// Availability is set on the Inbox.
    InboxAvailability: CALENDAR_SERVER "inbox-availability", [403, 409], "ccs-calendarserver source" "-";
    /// The attendee may make this change.
    ValidAttendeeChange: CALDAV "valid-attendee-change", [403, 409], "ccs-calendarserver source" "-";
    /// The organizer may make this change.
    ValidOrganizerChange: CALDAV "valid-organizer-change", [403, 409], "ccs-calendarserver source" "-";
    /// All components have the same ORGANIZER.
    SingleOrganizer: CALDAV "single-organizer", [403, 409], "ccs-calendarserver source" "-";
    /// The recipient is known.
    RecipientExists: CALDAV "recipient-exists", [403, 409], "ccs-calendarserver source" "-";
    /// The message reached the recipient.
    RecipientFailed: CALDAV "recipient-failed", [403, 409], "ccs-calendarserver source" "-";
    /// There are no more recipients than allowed.
    RecipientLimit: CALDAV "recipient-limit", [403, 409], "ccs-calendarserver source" "-";
    /// The resource has room for another attachment; the name before RFC 8607.
    MaxAttachments: CALDAV "max-attachments", [403, 409], "ccs-calendarserver source" "-";
    // Drafts of CalDAV scheduling, with `Originator` and `Recipient`
    /// The originator may write to the recipient.
    RecipientPermissions: CALDAV "recipient-permissions", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    /// The originator is the organizer where the message asks for one.
    OrganizerAllowed: CALDAV "organizer-allowed", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    /// The originator is the attendee where the message asks for one.
    AttendeeAllowed: CALDAV "attendee-allowed", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    /// The request has an `Originator`.
    OriginatorSpecified: CALDAV "originator-specified", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    /// The originator is an address of the user.
    OriginatorAllowed: CALDAV "originator-allowed", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    /// The request has a `Recipient`.
    RecipientSpecified: CALDAV "recipient-specified", [403, 409], "draft-desruisseaux-caldav-sched" "-";
    // WebDAV-Push
    /// The subscription is valid.
    InvalidSubscription: WEBDAV_PUSH "invalid-subscription", [403], "draft-bitfire-webdav-push" "Response";
    /// The collection can be subscribed to.
    PushNotAvailable: WEBDAV_PUSH "push-not-available", [403], "draft-bitfire-webdav-push" "Response";
    /// A trigger asked for is supported.
    NoSupportedTrigger: WEBDAV_PUSH "no-supported-trigger", [403], "draft-bitfire-webdav-push" "Response";
}

impl Precondition {
    /// The name as the specifications write it, `CALDAV:valid-calendar-data`; see [`ExpandedName`] for names of other
    /// namespaces.
    #[must_use]
    pub fn name(&self) -> String {
        self.to_string()
    }

    /// The HTTP status to answer with, the first of [`statuses`](Self::statuses).
    #[must_use]
    pub fn status(&self) -> u16 {
        self.statuses().first().copied().unwrap_or(403)
    }
}

impl From<ExpandedName> for Precondition {
    /// The known condition of that name, [`Precondition::Other`] else.
    fn from(name: ExpandedName) -> Self {
        Self::known(name.namespace(), name.local_name()).unwrap_or(Self::Other(name))
    }
}

impl FromStr for Precondition {
    type Err = ExpandedNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<ExpandedName>().map(Self::from)
    }
}

impl fmt::Display for Precondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_name(self.namespace(), self.local_name(), f)
    }
}

serialize_as_text!(Precondition);

#[cfg(test)]
mod tests;
