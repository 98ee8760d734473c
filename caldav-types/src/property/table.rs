//! Every property that is known here: its name and the type of its value.

/// Hands the table to a macro; the crate that reads and writes XML uses it too.
#[doc(hidden)]
#[macro_export]
macro_rules! __with_dav_properties {
    ($callback:ident) => {
        $callback! {
            // WebDAV, RFC 4918 section 15
            /// When the resource was made (RFC 4918, 15.1).
            CreationDate(InternetDateTime) = DAV "creationdate";
            /// A name for people (15.2).
            DisplayName(LocalizedText) = DAV "displayname";
            /// The field Content-Language that GET answers with (15.3).
            GetContentLanguage(PlainText) = DAV "getcontentlanguage";
            /// The field Content-Length that GET answers with (15.4).
            GetContentLength(u64) = DAV "getcontentlength";
            /// The field Content-Type that GET answers with (15.5).
            GetContentType(MediaType) = DAV "getcontenttype";
            /// The field ETag that GET answers with (15.6).
            GetEtag(EntityTag) = DAV "getetag";
            /// The field Last-Modified that GET answers with (15.7).
            GetLastModified(HttpDate) = DAV "getlastmodified";
            /// The locks on the resource (15.8).
            LockDiscovery(Vec<ActiveLock>) = DAV "lockdiscovery";
            /// What kind of resource it is (15.9).
            ResourceType(ResourceTypes) = DAV "resourcetype";
            /// The locks that can be had (15.10).
            SupportedLock(Vec<LockEntry>) = DAV "supportedlock";
            // Access control, RFC 3744
            /// Further addresses of a principal (RFC 3744, 4.1).
            AlternateUriSet(Vec<Href>) = DAV "alternate-URI-set";
            /// The address of a principal (4.2).
            PrincipalUrl(Href) = DAV "principal-URL";
            /// The members of a group (4.3).
            GroupMemberSet(Vec<Href>) = DAV "group-member-set";
            /// The groups that a principal is in (4.4).
            GroupMembership(Vec<Href>) = DAV "group-membership";
            /// Who owns the resource (5.1).
            Owner(Option<Href>) = DAV "owner";
            /// The group of the resource (5.2).
            Group(Option<Href>) = DAV "group";
            /// The privileges that can be granted (5.3).
            SupportedPrivilegeSet(Vec<SupportedPrivilege>) = DAV "supported-privilege-set";
            /// The privileges that the user has (5.4).
            CurrentUserPrivilegeSet(PrivilegeSet) = DAV "current-user-privilege-set";
            /// Who may do what (5.5).
            Acl(Acl) = DAV "acl";
            /// What lists the server takes (5.6).
            AclRestrictions(AclRestrictions) = DAV "acl-restrictions";
            /// Resources whose lists have a say too (5.7).
            InheritedAclSet(Vec<Href>) = DAV "inherited-acl-set";
            /// Where principals are (5.8).
            PrincipalCollectionSet(Vec<Href>) = DAV "principal-collection-set";
            // Versioning, RFC 3253
            /// A comment (RFC 3253, 3.1.1).
            Comment(LocalizedText) = DAV "comment";
            /// Who made the resource (3.1.2).
            CreatorDisplayName(LocalizedText) = DAV "creator-displayname";
            /// The methods that the resource understands (3.1.3).
            SupportedMethodSet(Vec<Method>) = DAV "supported-method-set";
            /// The live properties of the resource (3.1.4).
            SupportedLivePropertySet(Vec<DavPropertyName>) = DAV "supported-live-property-set";
            /// The reports that the resource understands (3.1.5).
            SupportedReportSet(Vec<ReportName>) = DAV "supported-report-set";
            // Further extensions of WebDAV
            /// Who the user is (RFC 5397, 3).
            CurrentUserPrincipal(CurrentUserPrincipal) = DAV "current-user-principal";
            /// Where to POST new members to (RFC 5995, 3.2.1).
            AddMember(Href) = DAV "add-member";
            /// How far the collection can be synchronized (RFC 6578, 4).
            SyncToken(SyncToken) = DAV "sync-token";
            /// How many octets can still be stored (RFC 4331, 3).
            QuotaAvailableBytes(u64) = DAV "quota-available-bytes";
            /// How many octets are stored (RFC 4331, 4).
            QuotaUsedBytes(u64) = DAV "quota-used-bytes";
            /// A name of the resource that no other has (RFC 5842, 3.1).
            ResourceId(Href) = DAV "resource-id";
            /// Which collections the resource is in (RFC 5842, 3.2).
            ParentSet(Vec<Parent>) = DAV "parent-set";
            // Resource sharing and notifications, draft-pot-webdav-resource-sharing and draft-pot-webdav-notifications
            /// What the user may do with a resource that is shared.
            ShareAccess(ShareAccess) = DAV "share-access";
            /// Who a resource is shared with.
            Invite(Vec<Sharee>) = DAV "invite";
            /// One name of a resource for all who share it, as sabre/dav spells it.
            ShareResourceUri(Href) = DAV "share-resource-uri";
            /// The same as Cyrus spells it.
            SharerResourceUri(Href) = DAV "sharer-resource-uri";
            /// How a resource is shared, in older drafts.
            ShareMode(AnyValue) = DAV "share-mode";
            /// Where notifications of a principal are.
            NotificationUrl(Href) = DAV "notification-URL";
            /// What a notification is about: its element without content.
            NotificationType(Vec<AnyElement>) = DAV "notificationtype";
            /// Where DAV:server-info is (draft-douglass-server-info).
            ServerInfoHref(Href) = DAV "server-info-href";
            // CalDAV, RFC 4791
            /// What a calendar is about (RFC 4791, 5.2.1).
            CalendarDescription(LocalizedText) = CALDAV "calendar-description";
            /// The time zone of a calendar: an iCalendar object (5.2.2).
            CalendarTimezone(String) = CALDAV "calendar-timezone";
            /// The kinds of components that can be stored (5.2.3).
            SupportedCalendarComponentSet(ComponentSet) = CALDAV "supported-calendar-component-set";
            /// The formats that can be stored (5.2.4).
            SupportedCalendarData(CalendarDataSet) = CALDAV "supported-calendar-data";
            /// The most octets of a resource (5.2.5).
            MaxResourceSize(u64) = CALDAV "max-resource-size";
            /// The earliest date (5.2.6).
            MinDateTime(UtcDateTime) = CALDAV "min-date-time";
            /// The latest date (5.2.7).
            MaxDateTime(UtcDateTime) = CALDAV "max-date-time";
            /// The most instances of a resource (5.2.8).
            MaxInstances(u64) = CALDAV "max-instances";
            /// The most attendees of an instance (5.2.9).
            MaxAttendeesPerInstance(u64) = CALDAV "max-attendees-per-instance";
            /// Where the calendars of a principal are (6.2.1).
            CalendarHomeSet(Vec<Href>) = CALDAV "calendar-home-set";
            /// A calendar object resource in the answer to a report, as if it were a property (9.6).
            CalendarData(CalendarData) = CALDAV "calendar-data";
            /// The ways to compare text (7.5.1).
            SupportedCollationSet(CollationSet) = CALDAV "supported-collation-set";
            // Scheduling, RFC 6638
            /// Where a user sends scheduling messages from (RFC 6638, 2.1.1).
            ScheduleOutboxUrl(Href) = CALDAV "schedule-outbox-URL";
            /// Where scheduling messages to a user come in (2.2.1).
            ScheduleInboxUrl(Href) = CALDAV "schedule-inbox-URL";
            /// The addresses of a user (2.4.1).
            CalendarUserAddressSet(Vec<CalendarUserAddress>) = CALDAV "calendar-user-address-set";
            /// What a user is (2.4.2).
            CalendarUserType(CalendarUserType) = CALDAV "calendar-user-type";
            /// Does the calendar make its owner busy (9.1)?
            ScheduleCalendarTransp(ScheduleCalendarTransp) = CALDAV "schedule-calendar-transp";
            /// Where invitations are put (9.2).
            ScheduleDefaultCalendarUrl(Option<Href>) = CALDAV "schedule-default-calendar-URL";
            /// The field Schedule-Tag that GET answers with (9.3).
            ScheduleTag(ScheduleTag) = CALDAV "schedule-tag";
            // Time zones, availability, attachments, calendar systems
            /// Services that have time zones (RFC 7809, 5.1).
            TimezoneServiceSet(Vec<Href>) = CALDAV "timezone-service-set";
            /// The TZID of a calendar (RFC 7809, 5.2).
            CalendarTimezoneId(PlainText) = CALDAV "calendar-timezone-id";
            /// When the user is available: an iCalendar object (RFC 7953, 7.2.4).
            CalendarAvailability(String) = CALDAV "calendar-availability";
            /// Where attachments are got from (RFC 8607, 6.1).
            ManagedAttachmentsServerUrl(Option<Href>) = CALDAV "managed-attachments-server-URL";
            /// The most octets of an attachment (RFC 8607, 6.2).
            MaxAttachmentSize(u64) = CALDAV "max-attachment-size";
            /// The most attachments of a resource (RFC 8607, 6.3).
            MaxAttachmentsPerResource(u64) = CALDAV "max-attachments-per-resource";
            /// The calendar systems of rules (RFC 7529, 10.1).
            SupportedRscaleSet(RscaleSet) = CALDAV "supported-rscale-set";
            // Extensions of CalDAV that did not become an RFC
            /// What sets of components a calendar can be made for (draft-daboo-caldav-extensions, 4.1).
            SupportedCalendarComponentSets(Vec<ComponentSet>) = CALDAV "supported-calendar-component-sets";
            /// The calendars that make a user busy (draft-desruisseaux-caldav-sched).
            CalendarFreeBusySet(Vec<Href>) = CALDAV "calendar-free-busy-set";
            /// Alarms for new events with a time (draft-daboo-valarm-extensions).
            DefaultAlarmVeventDatetime(String) = CALDAV "default-alarm-vevent-datetime";
            /// Alarms for new events of whole days.
            DefaultAlarmVeventDate(String) = CALDAV "default-alarm-vevent-date";
            /// Alarms for new to-dos with a time.
            DefaultAlarmVtodoDatetime(String) = CALDAV "default-alarm-vtodo-datetime";
            /// Alarms for new to-dos of whole days.
            DefaultAlarmVtodoDate(String) = CALDAV "default-alarm-vtodo-date";
            /// What Apple's clients ask for by this name.
            CalendarAlarm(AnyValue) = CALDAV "calendar-alarm";
            // CardDAV, RFC 6352
            /// Where the address books of a principal are (RFC 6352, 7.1.1).
            AddressBookHomeSet(Vec<Href>) = CARDDAV "addressbook-home-set";
            /// The vCard of a principal (7.1.2).
            PrincipalAddress(Href) = CARDDAV "principal-address";
            /// What an address book is about (6.2.1).
            AddressBookDescription(LocalizedText) = CARDDAV "addressbook-description";
            /// The formats that can be stored (6.2.2).
            SupportedAddressData(AddressDataSet) = CARDDAV "supported-address-data";
            /// The most octets of a resource of an address book (6.2.3).
            AddressBookMaxResourceSize(u64) = CARDDAV "max-resource-size";
            /// The ways to compare text of an address book (8.3.1).
            AddressBookSupportedCollationSet(AddressBookCollationSet) = CARDDAV "supported-collation-set";
            /// Where addresses of others are (draft-daboo-carddav-directory-gateway, 4).
            DirectoryGateway(Vec<Href>) = CARDDAV "directory-gateway";
            /// The most octets of a picture.
            MaxImageSize(u64) = CARDDAV "max-image-size";
            /// The address book for new addresses.
            DefaultAddressBookUrl(Option<Href>) = CARDDAV "default-addressbook-URL";
            // calendarserver.org
            /// Another one means that something in the collection changed (caldav-ctag, 4.1).
            GetCTag(CTag) = CALENDAR_SERVER "getctag";
            /// Whose calendars one may read (caldav-proxy, 5.3.1).
            CalendarProxyReadFor(Vec<Href>) = CALENDAR_SERVER "calendar-proxy-read-for";
            /// Whose calendars one may write (caldav-proxy, 5.3.2).
            CalendarProxyWriteFor(Vec<Href>) = CALENDAR_SERVER "calendar-proxy-write-for";
            /// How the server tells of changes (caldav-pubsubdiscovery, 3.1).
            PushTransports(Vec<PushTransport>) = CALENDAR_SERVER "push-transports";
            /// What to subscribe to (caldav-pubsubdiscovery, 3.2).
            PushKey(PlainText) = CALENDAR_SERVER "pushkey";
            /// Where notifications of a principal are (caldav-notifications, 4.1.1).
            CalendarServerNotificationUrl(Href) = CALENDAR_SERVER "notification-URL";
            /// What a notification is about: its element without content (caldav-notifications, 4.2.1).
            CalendarServerNotificationType(Vec<AnyElement>) = CALENDAR_SERVER "notificationtype";
            /// Shall changes of others be told (caldav-notifications, 5.3.4)?
            NotifyChanges(TrueOrFalse) = CALENDAR_SERVER "notify-changes";
            /// What the server did by itself (caldav-schedulingchanges, 4.1.1).
            ScheduleChanges(ScheduleChanges) = CALENDAR_SERVER "schedule-changes";
            /// Who a calendar is shared with (caldav-sharing, 5.2.2).
            CalendarServerInvite(Invite) = CALENDAR_SERVER "invite";
            /// How a calendar can be shared (caldav-sharing, 5.2.3).
            AllowedSharingModes(AllowedSharingModes) = CALENDAR_SERVER "allowed-sharing-modes";
            /// The calendar of who shares it (caldav-sharing, 5.2.4).
            SharedUrl(Href) = CALENDAR_SERVER "shared-url";
            /// Where a calendar is published.
            PublishUrl(Href) = CALENDAR_SERVER "publish-url";
            /// Where a calendar would be published.
            PrePublishUrl(Href) = CALENDAR_SERVER "pre-publish-url";
            /// The feed that a calendar comes from.
            Source(Href) = CALENDAR_SERVER "source";
            /// To-dos of the feed are left out.
            SubscribedStripTodos(Present) = CALENDAR_SERVER "subscribed-strip-todos";
            /// Alarms of the feed are left out.
            SubscribedStripAlarms(Present) = CALENDAR_SERVER "subscribed-strip-alarms";
            /// Attachments of the feed are left out.
            SubscribedStripAttachments(Present) = CALENDAR_SERVER "subscribed-strip-attachments";
            /// The addresses of a principal.
            EmailAddressSet(EmailAddressSet) = CALENDAR_SERVER "email-address-set";
            /// The members of a group and of the groups in it.
            ExpandedGroupMemberSet(Vec<Href>) = CALENDAR_SERVER "expanded-group-member-set";
            /// The groups of a principal and those that they are in.
            ExpandedGroupMembership(Vec<Href>) = CALENDAR_SERVER "expanded-group-membership";
            /// What kind of entry of a directory a principal is.
            RecordType(PlainText) = CALENDAR_SERVER "record-type";
            /// How invitations are answered by the server.
            AutoScheduleMode(PlainText) = CALENDAR_SERVER "auto-schedule-mode";
            /// Are invitations answered by the server?
            AutoSchedule(PlainText) = CALENDAR_SERVER "auto-schedule";
            /// When the user is available, before RFC 7953.
            CalendarServerCalendarAvailability(String) = CALENDAR_SERVER "calendar-availability";
            /// The most collections of a home.
            MaxCollections(u64) = CALENDAR_SERVER "max-collections";
            /// The most resources of a collection.
            MaxResources(u64) = CALENDAR_SERVER "max-resources";
            /// Where attachments of a user are.
            DropboxHomeUrl(Href) = CALENDAR_SERVER "dropbox-home-URL";
            /// Is mail sent when somebody accepts an invitation?
            SharedAcceptEmailNotification(AnyValue) = CALENDAR_SERVER "shared-accept-email-notification";
            /// The vCard of the user.
            MeCard(Href) = CALENDAR_SERVER "me-card";
            /// Where the server tells of changes by XMPP.
            XmppUri(PlainText) = CALENDAR_SERVER "xmpp-uri";
            /// The XMPP server that tells of changes.
            XmppServer(PlainText) = CALENDAR_SERVER "xmpp-server";
            /// What macOS asks for by this name.
            ChecksumVersions(AnyValue) = CALENDAR_SERVER "checksum-versions";
            /// Where assigned to-dos are put.
            ScheduleDefaultTasksUrl(Option<Href>) = CALENDAR_SERVER "schedule-default-tasks-URL";
            /// What iOS asks for by this name.
            AllowedCalendarComponentSet(AnyValue) = CALENDAR_SERVER "allowed-calendar-component-set";
            // iCloud and Apple's clients
            /// How much a request for many resources may hold (calendarserver-bulk-change, 5.1).
            BulkRequests(BulkRequests) = ME "bulk-requests";
            /// The color of a calendar.
            CalendarColor(CalendarColor) = APPLE_ICAL "calendar-color";
            /// The place of a calendar in a list, the smallest first.
            CalendarOrder(i64) = APPLE_ICAL "calendar-order";
            /// How often to fetch a feed: a duration as iCalendar writes it.
            RefreshRate(PlainText) = APPLE_ICAL "refreshrate";
            /// Was the calendar made by the server?
            AutoProvisioned(AnyValue) = APPLE_ICAL "autoprovisioned";
            /// The language of a calendar of holidays.
            LanguageCode(PlainText) = APPLE_ICAL "language-code";
            /// The country of a calendar of holidays.
            LocationCode(PlainText) = APPLE_ICAL "location-code";
            // sabre/dav, ownCloud and Nextcloud
            /// The address of a principal.
            EmailAddress(PlainText) = SABRE_DAV "email-address";
            /// Can the calendar only be read?
            SabreReadOnly(bool) = SABRE_DAV "read-only";
            /// Who owns the calendar.
            SabreOwnerPrincipal(OwnerPrincipal) = SABRE_DAV "owner-principal";
            /// How far the collection can be synchronized, without the form of a URI.
            SabreSyncToken(PlainText) = SABRE_DAV "sync-token";
            /// Is the calendar shown?
            CalendarEnabled(bool) = OWNCLOUD "calendar-enabled";
            /// Who a calendar is shared with.
            OwnCloudInvite(OwnCloudInvite) = OWNCLOUD "invite";
            /// Can the calendar only be read?
            OwnCloudReadOnly(bool) = OWNCLOUD "read-only";
            /// Who owns the calendar.
            OwnCloudOwnerPrincipal(OwnerPrincipal) = OWNCLOUD "owner-principal";
            /// The name of the calendar's owner.
            OwnerDisplayName(LocalizedText) = NEXTCLOUD "owner-displayname";
            /// When the resource was put into the trash bin.
            DeletedAt(InternetDateTime) = NEXTCLOUD "deleted-at";
            /// After how many seconds the trash bin is emptied.
            TrashBinRetentionDuration(u64) = NEXTCLOUD "trash-bin-retention-duration";
            /// The alarm of new events with a time.
            DefaultAlarmPartDay(PlainText) = NEXTCLOUD "default-alarm-part-day";
            /// The alarm of new events of whole days.
            DefaultAlarmFullDay(PlainText) = NEXTCLOUD "default-alarm-full-day";
            // WebDAV-Push, draft-bitfire-webdav-push
            /// How the server tells of changes.
            Transports(Transports) = WEBDAV_PUSH "transports";
            /// A name of the collection in what is told.
            Topic(PlainText) = WEBDAV_PUSH "topic";
            /// Of what changes the server tells.
            SupportedTriggers(Triggers) = WEBDAV_PUSH "supported-triggers";
        }
    };
}

pub(crate) use __with_dav_properties as with_dav_properties;
