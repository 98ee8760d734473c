use std::collections::HashSet;

use caldav_types::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use caldav_types::calendar_data::CalendarData;
use caldav_types::header::TimeType;
use caldav_types::lock::{ActiveLock, LockEntry, LockScope, LockType};
use caldav_types::multistatus::{Multistatus, Propstat};
use caldav_types::property::{
    AddressBookCollationSet, AddressDataSet, AnyValue, BulkLimits, BulkRequests, CalendarColor,
    CalendarDataSet, CalendarUserAddress, CalendarUserType, ChangedInstance, ChangedProperty, CollationSet,
    ComponentSet, CurrentUserPrincipal, DataFormat, DavProperty, DavPropertyName, EmailAddressSet,
    OwnerPrincipal, Parent, PlainText, Present, Prop, PushTransport, Recurrence, ReportName, RscaleSet,
    ScheduleAction, ScheduleCalendarTransp, ScheduleChanges, TrueOrFalse, named,
};
use caldav_types::push::{PropertyUpdate, PublicKey, Transports, Triggers, WebPush};
use caldav_types::sharing::{
    AllowedSharingModes, Invite, InviteStatus, Organizer, OwnCloudInvite, PersonName, ShareAccess, Sharee,
    SharingAccess, SharingUser,
};
use caldav_types::{
    AnyElement, CTag, Depth, Href, InternetDateTime, LocalizedText, Method, Privilege, PrivilegeSet,
    ResourceType, ResourceTypes, SyncToken,
};

use crate::{Body, XmlErrorKind, XmlOptions};

mod examples;

const ROOT: &str = "<D:prop xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
                    xmlns:CR=\"urn:ietf:params:xml:ns:carddav\" xmlns:CS=\"http://calendarserver.org/ns/\" \
                    xmlns:A=\"http://apple.com/ns/ical/\" xmlns:ME=\"http://me.com/_namespace/\" \
                    xmlns:OC=\"http://owncloud.org/ns\" xmlns:S=\"http://sabredav.org/ns\" \
                    xmlns:P=\"https://bitfire.at/webdav-push\" xmlns:NC=\"http://nextcloud.com/ns\">";

fn document(properties: &str) -> String {
    format!("{ROOT}{properties}</D:prop>")
}

fn strictly(properties: &str) -> Vec<DavProperty> {
    let read = Prop::from_xml(document(properties).as_bytes(), &XmlOptions::strict());
    read.map_err(|error| format!("{error}: {properties}")).unwrap().value.0
}

fn href(href: &str) -> Href {
    Href::new(href)
}

fn element(name: &str) -> AnyElement {
    AnyElement::new(name.parse().unwrap())
}

fn english(text: &str) -> LocalizedText {
    LocalizedText { text: text.into(), language: Some("en".into()) }
}

fn active_lock() -> ActiveLock {
    ActiveLock {
        scope: LockScope::Exclusive,
        lock_type: LockType::Write,
        depth: Depth::Zero,
        owner: Some(AnyValue::from("Jane Smith")),
        timeout: Some(TimeType::Infinite),
        token: Some("urn:uuid:f81de2ad-7f3d-a1b2-4f3c-00a0c91a9d76".parse().unwrap()),
        root: Some(href("http://www.example.com/container/")),
    }
}

fn supported(privilege: Privilege, aggregated: Vec<SupportedPrivilege>) -> SupportedPrivilege {
    SupportedPrivilege { privilege, is_abstract: false, description: Some(english("x & y")), aggregated }
}

fn sharing_user() -> SharingUser {
    SharingUser {
        href: href("mailto:eric@example.com"),
        common_name: Some("Eric York".into()),
        status: InviteStatus::Accepted,
        access: SharingAccess::Read,
        summary: Some("Shared".into()),
    }
}

fn invite() -> Invite {
    let name = PersonName {
        common: Some("Cyrus Daboo".into()),
        first: Some("Cyrus".into()),
        last: Some("Daboo".into()),
    };
    Invite {
        organizer: Some(Organizer { href: href("/principals/cyrus/"), name }),
        users: vec![
            sharing_user(),
            SharingUser {
                common_name: None,
                status: InviteStatus::Invalid,
                access: SharingAccess::ReadWrite,
                summary: None,
                ..sharing_user()
            },
        ],
    }
}

/// Values of every property, some of them several times.
fn values() -> Vec<DavProperty> {
    let mut owner = AnyValue::from("Jane");
    owner.children.push(element("DAV:href").into());
    let mut unknown_type = element("{http://www.example.com/ns}search-results");
    unknown_type.children.push(element("{http://www.example.com/ns}deep").into());
    let mut invitation = element("{http://calendarserver.org/ns/}invite-notification");
    invitation.attributes.push(caldav_types::AnyAttribute {
        name: "{}shared-type".parse().unwrap(),
        value: "calendar".into(),
    });
    let instant: InternetDateTime = "1997-12-01T17:42:21-08:00".parse().unwrap();
    let changes = vec![ChangedProperty { name: "ATTENDEE".into(), parameters: vec!["PARTSTAT".into()] }];
    let mut values = vec![
        DavProperty::CreationDate(instant),
        DavProperty::DisplayName(english(" Jane's <calendar> & more\n")),
        DavProperty::DisplayName(LocalizedText::default()),
        DavProperty::GetContentLanguage("de-CH".into()),
        DavProperty::GetContentLength(u64::MAX),
        DavProperty::GetContentType("text/calendar; charset=utf-8; component=vevent".parse().unwrap()),
        DavProperty::GetEtag("\"zzyzx\"".parse().unwrap()),
        DavProperty::GetEtag("W/\"a&b\"".parse().unwrap()),
        DavProperty::GetLastModified("Mon, 12 Jan 1998 09:25:56 GMT".parse().unwrap()),
        DavProperty::LockDiscovery(vec![]),
        DavProperty::LockDiscovery(vec![
            active_lock(),
            ActiveLock {
                scope: LockScope::Shared,
                lock_type: LockType::Other("{http://example.com/ns}read".parse().unwrap()),
                depth: Depth::Infinity,
                owner: Some(owner),
                timeout: Some(TimeType::Seconds(604_800)),
                token: None,
                ..active_lock()
            },
            ActiveLock { owner: None, timeout: None, ..active_lock() },
        ]),
        DavProperty::ResourceType(ResourceTypes::default()),
        DavProperty::ResourceType(ResourceTypes(ResourceType::KNOWN.to_vec())),
        DavProperty::ResourceType(ResourceTypes(vec![
            ResourceType::Collection,
            ResourceType::Other(unknown_type),
        ])),
        DavProperty::SupportedLock(vec![
            LockEntry { scope: LockScope::Exclusive, lock_type: LockType::Write },
            LockEntry { scope: LockScope::Shared, lock_type: LockType::Write },
        ]),
        DavProperty::Owner(None),
        DavProperty::Owner(Some(href("/principals/gclemm/"))),
        DavProperty::SupportedPrivilegeSet(vec![supported(
            Privilege::All,
            vec![
                SupportedPrivilege { is_abstract: true, ..supported(Privilege::Read, vec![]) },
                supported(Privilege::Write, vec![supported(Privilege::Bind, vec![])]),
            ],
        )]),
        DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(Privilege::KNOWN.to_vec())),
        DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(vec![Privilege::Other(
            "{http://www.example.com/acl/}create".parse().unwrap(),
        )])),
        DavProperty::Acl(Acl(vec![])),
        DavProperty::Acl(Acl(vec![
            Ace {
                is_protected: true,
                inherited: Some(href("/top/")),
                ..Ace::grant(AcePrincipal::Property(DavPropertyName::Owner), vec![Privilege::All])
            },
            Ace {
                is_inverted: true,
                ..Ace::deny(AcePrincipal::Href(href("/groups/a/")), vec![Privilege::Read])
            },
            Ace::grant(AcePrincipal::All, vec![Privilege::Read, Privilege::ReadFreeBusy]),
            Ace::grant(AcePrincipal::Authenticated, vec![Privilege::Read]),
            Ace::grant(AcePrincipal::Unauthenticated, vec![Privilege::Read]),
            Ace::grant(AcePrincipal::ItSelf, vec![Privilege::WriteAcl]),
        ])),
        DavProperty::AclRestrictions(AclRestrictions::default()),
        DavProperty::AclRestrictions(AclRestrictions {
            grant_only: true,
            no_invert: true,
            deny_before_grant: true,
            required_principals: Some(vec![
                AcePrincipal::All,
                AcePrincipal::Href(href("/a")),
                AcePrincipal::Property(DavPropertyName::Owner),
            ]),
        }),
        DavProperty::SupportedMethodSet(vec![Method::Propfind, Method::Report, "SEARCH".parse().unwrap()]),
        DavProperty::SupportedLivePropertySet(vec![
            DavPropertyName::GetEtag,
            DavPropertyName::Other("{http://example.com/ns}x".parse().unwrap()),
        ]),
        DavProperty::SupportedReportSet(ReportName::KNOWN.to_vec()),
        DavProperty::SupportedReportSet(vec![ReportName::Other("{http://example.com/ns}x".parse().unwrap())]),
        DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Unauthenticated),
        DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Principal(href("/principals/a/"))),
        DavProperty::SyncToken(SyncToken::new("http://example.com/ns/sync/1234")),
        DavProperty::QuotaAvailableBytes(0),
        DavProperty::QuotaUsedBytes(403_350),
        DavProperty::ParentSet(vec![Parent { href: href("/CollX"), segment: "x%20y.gif".into() }]),
        DavProperty::ShareMode(AnyValue::from("x")),
        DavProperty::Invite(vec![
            Sharee {
                href: href("mailto:eric@example.com"),
                properties: vec![DavProperty::DisplayName("Eric York".into())],
                comment: Some("Hello".into()),
                access: ShareAccess::ReadWrite,
                status: Some(InviteStatus::NoResponse),
            },
            Sharee {
                href: href("/principals/a/"),
                properties: vec![],
                comment: None,
                access: ShareAccess::Other("{http://example.com/ns}sing".parse().unwrap()),
                status: None,
            },
        ]),
        DavProperty::NotificationType(vec![element("{http://example.com/ns}greeting")]),
        DavProperty::CalendarDescription(english("All about it")),
        DavProperty::CalendarTimezone("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into()),
        DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VEVENT".into(), "VTODO".into()])),
        DavProperty::SupportedCalendarData(CalendarDataSet(vec![DataFormat::icalendar()])),
        DavProperty::CalendarData(CalendarData::from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")),
        DavProperty::MinDateTime("19000101T000000Z".parse().unwrap()),
        DavProperty::MaxDateTime("20491231T235959Z".parse().unwrap()),
        DavProperty::SupportedCollationSet(CollationSet(vec!["i;octet".parse().unwrap()])),
        DavProperty::CalendarUserAddressSet(vec![
            CalendarUserAddress { href: href("mailto:a@example.com"), is_preferred: true },
            CalendarUserAddress::from("/principals/a/"),
        ]),
        DavProperty::CalendarUserType(CalendarUserType::Room),
        DavProperty::CalendarUserType(CalendarUserType::Other("X-ROBOT".into())),
        DavProperty::ScheduleCalendarTransp(ScheduleCalendarTransp::Opaque),
        DavProperty::ScheduleCalendarTransp(ScheduleCalendarTransp::Transparent),
        DavProperty::ScheduleTag("\"12345-67890\"".parse().unwrap()),
        DavProperty::CalendarTimezoneId("US-Eastern".into()),
        DavProperty::CalendarAvailability("BEGIN:VCALENDAR\nEND:VCALENDAR\n".into()),
        DavProperty::SupportedRscaleSet(RscaleSet(vec!["GREGORIAN".into(), "CHINESE".into()])),
        DavProperty::SupportedCalendarComponentSets(vec![
            ComponentSet(vec!["VEVENT".into()]),
            ComponentSet(vec![]),
        ]),
        DavProperty::CalendarAlarm(AnyValue::from("BEGIN:VALARM")),
        DavProperty::AddressBookDescription(english("Friends")),
        DavProperty::SupportedAddressData(AddressDataSet(vec![DataFormat::vcard()])),
        DavProperty::AddressBookSupportedCollationSet(AddressBookCollationSet(vec![
            "i;unicode-casemap".parse().unwrap(),
        ])),
        DavProperty::GetCTag(CTag::new("ABCD-20070228T122324010340")),
        DavProperty::PushTransports(vec![
            PushTransport {
                transport_type: "APSD".into(),
                subscription_url: Some(href("https://server.example.com:8443/apns")),
                bundle_id: Some("com.apple.calendar".into()),
                environment: Some("PRODUCTION".into()),
                refresh_interval: Some(172_800),
            },
            PushTransport { transport_type: "XMPP".into(), ..PushTransport::default() },
        ]),
        DavProperty::CalendarServerNotificationType(vec![invitation]),
        DavProperty::NotifyChanges(TrueOrFalse(true)),
        DavProperty::NotifyChanges(TrueOrFalse(false)),
        DavProperty::CalendarServerInvite(invite()),
        DavProperty::CalendarServerInvite(Invite::default()),
        DavProperty::AllowedSharingModes(AllowedSharingModes { can_be_shared: true, can_be_published: true }),
        DavProperty::AllowedSharingModes(AllowedSharingModes::default()),
        DavProperty::SubscribedStripTodos(Present),
        DavProperty::SubscribedStripAlarms(Present),
        DavProperty::SubscribedStripAttachments(Present),
        DavProperty::EmailAddressSet(EmailAddressSet(vec!["a@example.com".into()])),
        DavProperty::SharedAcceptEmailNotification(AnyValue::from("1")),
        DavProperty::ChecksumVersions(AnyValue::default()),
        DavProperty::AllowedCalendarComponentSet(AnyValue::from("VEVENT")),
        DavProperty::BulkRequests(BulkRequests {
            simple: Some(BulkLimits { max_resources: None, max_bytes: Some(10_485_760) }),
            crud: Some(BulkLimits { max_resources: Some(50), max_bytes: Some(10_485_760) }),
        }),
        DavProperty::CalendarColor(CalendarColor {
            symbolic: Some("red".into()),
            ..CalendarColor::from("#FF2968")
        }),
        DavProperty::CalendarColor(CalendarColor::from("#0E61B9FF")),
        DavProperty::CalendarOrder(-3),
        DavProperty::AutoProvisioned(AnyValue::from("1")),
        DavProperty::SabreReadOnly(true),
        DavProperty::SabreOwnerPrincipal(OwnerPrincipal(href("principals/users/admin"))),
        DavProperty::CalendarEnabled(false),
        DavProperty::OwnCloudInvite(OwnCloudInvite(invite())),
        DavProperty::OwnCloudReadOnly(false),
        DavProperty::OwnCloudOwnerPrincipal(OwnerPrincipal(href("principals/users/admin"))),
        DavProperty::OwnerDisplayName("John Doe".into()),
        DavProperty::DeletedAt(instant),
        DavProperty::Transports(Transports {
            web_push: Some(WebPush {
                vapid_public_key: Some(PublicKey {
                    key_type: Some("p256ecdsa".into()),
                    key: "BA1Hxzyi1RUM".into(),
                }),
            }),
            others: vec![element("{http://example.com/ns}pigeon")],
        }),
        DavProperty::SupportedTriggers(Triggers {
            content_update: Some(Depth::One),
            property_update: Some(PropertyUpdate { depth: Depth::Zero, properties: None }),
        }),
        DavProperty::Empty(DavPropertyName::Other("{http://example.com/ns}asked".parse().unwrap())),
        DavProperty::Other({
            let mut dead = element("{http://example.com/ns}dead");
            dead.children.push(caldav_types::AnyNode::Text(" kept ".into()));
            dead
        }),
    ];
    for action in [
        ScheduleAction::Create,
        ScheduleAction::Update(vec![Recurrence::changed(ChangedInstance::Master, changes.clone())]),
        ScheduleAction::Cancel(vec![]),
        ScheduleAction::Reply {
            attendee: "mailto:cyrus@example.com".into(),
            recurrences: vec![Recurrence::changed(
                ChangedInstance::RecurrenceId("20090101T010000Z".into()),
                changes,
            )],
        },
    ] {
        let stamp = "20080818T223423Z".parse().unwrap();
        values.push(DavProperty::ScheduleChanges(ScheduleChanges { stamp, action }));
    }
    for access in ShareAccess::KNOWN {
        values.push(DavProperty::ShareAccess(access.clone()));
    }
    values.extend(values_of_one_form());
    values
}

/// Makes a property of each name with the same value.
macro_rules! same {
    ($value:expr; $($name:ident),+ $(,)?) => { vec![$(DavProperty::$name($value)),+] };
}

fn values_of_one_form() -> Vec<DavProperty> {
    let one = || href("http://cal.example.com/home/bernard/?a&b");
    let mut values = same![one(); PrincipalUrl, AddMember, ResourceId, ShareResourceUri, SharerResourceUri,
        NotificationUrl, ServerInfoHref, ScheduleOutboxUrl, ScheduleInboxUrl, PrincipalAddress,
        CalendarServerNotificationUrl, SharedUrl, PublishUrl, PrePublishUrl, Source, DropboxHomeUrl, MeCard];
    values.extend(same![Some(one()); Group, ScheduleDefaultCalendarUrl, ManagedAttachmentsServerUrl,
        ScheduleDefaultTasksUrl, DefaultAddressBookUrl]);
    values.extend(same![vec![one(), href("/b/")]; AlternateUriSet, GroupMemberSet, GroupMembership,
        InheritedAclSet, PrincipalCollectionSet, CalendarHomeSet, TimezoneServiceSet, CalendarFreeBusySet,
        AddressBookHomeSet, DirectoryGateway, CalendarProxyReadFor, CalendarProxyWriteFor,
        ExpandedGroupMemberSet, ExpandedGroupMembership]);
    values.extend(same![102_400; MaxResourceSize, MaxInstances, MaxAttendeesPerInstance, MaxAttachmentSize,
        MaxAttachmentsPerResource, AddressBookMaxResourceSize, MaxImageSize, MaxCollections, MaxResources,
        TrashBinRetentionDuration]);
    values.extend(same![PlainText::new("a & b"); PushKey, RecordType, AutoScheduleMode, AutoSchedule, XmppUri,
        XmppServer, RefreshRate, LanguageCode, LocationCode, EmailAddress, SabreSyncToken, DefaultAlarmPartDay,
        DefaultAlarmFullDay, Topic]);
    values.extend(same!["BEGIN:VALARM\r\nEND:VALARM\r\n".to_owned(); DefaultAlarmVeventDatetime,
        DefaultAlarmVeventDate, DefaultAlarmVtodoDatetime, DefaultAlarmVtodoDate,
        CalendarServerCalendarAvailability]);
    values.extend(same![english("Checked in"); Comment, CreatorDisplayName]);
    values
}

#[test]
fn every_property_written_and_read_again() {
    let values = values();
    let tested: HashSet<_> = values.iter().map(DavProperty::name).collect();
    for name in DavPropertyName::KNOWN {
        assert!(tested.contains(name), "no value of {name}");
    }
    for value in values {
        let prop = Prop(vec![value]);
        let body = prop.to_xml();
        let read = Prop::from_xml(body.as_bytes(), &XmlOptions::strict());
        assert_eq!(read.map(|read| read.value), Ok(prop), "{body}");
    }
}

#[test]
fn q_13_a_name_that_was_not_found_is_a_name() {
    for name in DavPropertyName::KNOWN {
        let (namespace, local) = (name.namespace(), name.local_name());
        // A language that holds for the whole makes no value of a name.
        for form in [
            format!("<x:{local} xmlns:x=\"{namespace}\"/>"),
            format!("<x:{local} xmlns:x=\"{namespace}\"></x:{local}>"),
            format!("<{local} xmlns=\"{namespace}\" />"),
            format!("<{local} xmlns=\"{namespace}\"><!-- none --></{local}>"),
        ] {
            let body = format!(
                "<D:multistatus xmlns:D=\"DAV:\" xml:lang=\"en\"><D:response><D:href>/</D:href><D:propstat><D:prop>{form}</D:prop>\
                 <D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response></D:multistatus>"
            );
            let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
            let [response] = read.value.responses.as_slice() else { panic!("{form}") };
            let bare = Propstat::new(http::StatusCode::NOT_FOUND, vec![DavProperty::Empty(name.clone())]);
            assert_eq!(response.propstats(), [bare], "{form}");
        }
    }
}

/// Which types have a value without content; the others have none, whatever the status.
#[test]
fn names_without_content_as_values() {
    for (text, expected) in [
        ("<D:displayname/>", DavProperty::DisplayName(LocalizedText::default())),
        ("<D:resourcetype></D:resourcetype>", DavProperty::ResourceType(ResourceTypes::default())),
        ("<D:acl>\n</D:acl>", DavProperty::Acl(Acl::default())),
        ("<D:owner/>", DavProperty::Owner(None)),
        ("<CS:subscribed-strip-todos/>", DavProperty::SubscribedStripTodos(Present)),
        ("<D:getetag/>", DavProperty::Empty(DavPropertyName::GetEtag)),
        ("<D:getcontentlength> </D:getcontentlength>", DavProperty::Empty(DavPropertyName::GetContentLength)),
        ("<D:principal-URL>\n</D:principal-URL>", DavProperty::Empty(DavPropertyName::PrincipalUrl)),
        ("<CS:getctag></CS:getctag>", DavProperty::Empty(DavPropertyName::GetCTag)),
        ("<C:calendar-data></C:calendar-data>", DavProperty::Empty(DavPropertyName::CalendarData)),
    ] {
        assert_eq!(strictly(text), [expected], "{text}");
    }
}

#[test]
fn q_03_unknown_names_come_back_under_their_names() {
    let name: DavPropertyName = "{http://example.com/ns}rating".parse().unwrap();
    let prop = Prop(vec![DavProperty::Empty(name.clone())]);
    let body = prop.to_xml();
    assert!(body.contains("<ns0:rating/>") && body.contains("xmlns:ns0=\"http://example.com/ns\""), "{body}");
    assert_eq!(strictly("<x:rating xmlns:x=\"http://example.com/ns\"/>"), [DavProperty::Empty(name)]);
}

#[test]
fn values_by_type() {
    let prop =
        Prop(strictly("<D:displayname>Work</D:displayname><D:getcontentlength>7</D:getcontentlength>"));
    assert_eq!(prop.get::<named::DisplayName>(), Some(&"Work".into()));
    assert_eq!(prop.get::<named::GetContentLength>(), Some(&7));
    assert_eq!(prop.get::<named::QuotaUsedBytes>(), None);
}

/// What is read although it departs from the specifications, with a diagnostic.
#[test]
fn departures_with_a_plain_meaning() {
    let modified = || "Fri, 20 Nov 2026 19:40:30 GMT".parse().unwrap();
    for (why, text, expected) in [
        (
            "SOGo: a date of mail",
            "<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 +0000</D:getlastmodified>",
            DavProperty::GetLastModified(modified()),
        ),
        (
            "a date of HTTP",
            "<D:creationdate>Fri, 20 Nov 2026 19:40:30 GMT</D:creationdate>",
            DavProperty::CreationDate("2026-11-20T19:40:30Z".parse().unwrap()),
        ),
        (
            "a date of iCalendar",
            "<D:creationdate>20260101T000000Z</D:creationdate>",
            DavProperty::CreationDate("2026-01-01T00:00:00Z".parse().unwrap()),
        ),
        (
            "a date of RFC 3339",
            "<C:min-date-time>1900-01-01T00:00:00Z</C:min-date-time>",
            DavProperty::MinDateTime("19000101T000000Z".parse().unwrap()),
        ),
        (
            "an address without its element",
            "<D:principal-URL>/principals/a/</D:principal-URL>",
            DavProperty::PrincipalUrl(href("/principals/a/")),
        ),
        (
            "a word for a digit",
            "<OC:calendar-enabled>true</OC:calendar-enabled>",
            DavProperty::CalendarEnabled(true),
        ),
        (
            "RFC 2518 had no lockroot",
            "<D:lockdiscovery><D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/>\
             </D:lockscope><D:depth>0</D:depth></D:activelock></D:lockdiscovery>",
            DavProperty::LockDiscovery(vec![ActiveLock {
                owner: None,
                timeout: None,
                token: None,
                root: None,
                ..active_lock()
            }]),
        ),
        (
            "a privilege without description",
            "<D:supported-privilege-set><D:supported-privilege><D:privilege><D:read/></D:privilege>\
             </D:supported-privilege></D:supported-privilege-set>",
            DavProperty::SupportedPrivilegeSet(vec![SupportedPrivilege {
                description: None,
                ..supported(Privilege::Read, vec![])
            }]),
        ),
    ] {
        let body = document(text);
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(
            (lenient.value.0.as_slice(), lenient.diagnostics.len()),
            ([expected].as_slice(), 1),
            "{why}"
        );
        let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), lenient.diagnostics[0].kind, "{why}");
        assert_eq!(error.position(), lenient.diagnostics[0].position, "{why}");
        let again = Prop::from_xml(lenient.value.to_xml().as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(again.value, lenient.value, "{why}");
    }
}

/// SOGo writes the date of DAV:getlastmodified as mail does.
#[test]
fn a_date_with_an_offset_is_told_and_written_right() {
    let text = "<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 +0000</D:getlastmodified>";
    let lenient = Prop::from_xml(document(text).as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(lenient.diagnostics[0].kind.name(), "value-form");
    assert!(
        lenient
            .value
            .to_xml()
            .contains("<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 GMT</D:getlastmodified>")
    );
    let told = lenient.value.to_xml();
    assert_eq!(Prop::from_xml(told.as_bytes(), &XmlOptions::strict()).unwrap().diagnostics, []);
}

/// Forms that are as good as others.
#[test]
fn other_forms_of_a_value() {
    for (why, text, expected) in [
        (
            "white space around",
            "<D:getcontentlength> 42\n</D:getcontentlength>",
            DavProperty::GetContentLength(42),
        ),
        ("q-15: no quotes", "<D:getetag>12ab</D:getetag>", DavProperty::GetEtag("12ab".parse().unwrap())),
        (
            "q-15: references",
            "<D:getetag>&quot;12ab&quot;</D:getetag>",
            DavProperty::GetEtag("\"12ab\"".parse().unwrap()),
        ),
        (
            "the name of the day is not looked at",
            "<D:getlastmodified>Wed, 01 Jan 2024 12:00:00 GMT</D:getlastmodified>",
            DavProperty::GetLastModified("Mon, 01 Jan 2024 12:00:00 GMT".parse().unwrap()),
        ),
        (
            "several names in one privilege",
            "<D:current-user-privilege-set><D:privilege><D:read/><D:write/></D:privilege>\
             </D:current-user-privilege-set>",
            DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(vec![Privilege::Read, Privilege::Write])),
        ),
        (
            "RFC 4918 17: unknown elements are ignored",
            "<D:owner><x xmlns=\"http://example.com/ns\">y</x><D:href>/a</D:href></D:owner>",
            DavProperty::Owner(Some(href("/a"))),
        ),
        (
            "RFC 4918 14.3: what stands in a collection is ignored",
            "<D:resourcetype><D:collection><x/></D:collection></D:resourcetype>",
            DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection])),
        ),
        (
            "defaults of attributes",
            "<C:supported-calendar-data><C:calendar-data/></C:supported-calendar-data>",
            DavProperty::SupportedCalendarData(CalendarDataSet(vec![DataFormat::icalendar()])),
        ),
        (
            "defaults of attributes",
            "<CR:supported-address-data><CR:address-data-type version=\"4.0\"/></CR:supported-address-data>",
            DavProperty::SupportedAddressData(AddressDataSet(vec![DataFormat {
                version: "4.0".into(),
                ..DataFormat::vcard()
            }])),
        ),
        (
            "an owner in an element",
            "<S:owner-principal><D:href>principals/owner</D:href></S:owner-principal>",
            DavProperty::SabreOwnerPrincipal(OwnerPrincipal(href("principals/owner"))),
        ),
        (
            "caldav-schedulingchanges 4.1.1: the name of the examples",
            "<CS:schedule-changes><CS:dtstamp>20080818T223423Z</CS:dtstamp><CS:action><CS:cancel><CS:recurrence>\
             <CS:recurrence-id>20090101T010000Z</CS:recurrence-id></CS:recurrence></CS:cancel></CS:action>\
             </CS:schedule-changes>",
            DavProperty::ScheduleChanges(ScheduleChanges {
                stamp: "20080818T223423Z".parse().unwrap(),
                action: ScheduleAction::Cancel(vec![Recurrence {
                    instance: ChangedInstance::RecurrenceId("20090101T010000Z".into()),
                    added: None,
                    removed: None,
                    changes: None,
                }]),
            }),
        ),
        (
            "a color",
            "<A:calendar-color>\n#FF0000 </A:calendar-color>",
            DavProperty::CalendarColor("#FF0000".into()),
        ),
    ] {
        assert_eq!(strictly(text), [expected], "{why}: {text}");
    }
}

/// A wrong value is left out, what stands beside it is not; strict reading refuses the whole.
#[test]
fn wrong_values() {
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let number = "a whole number";
    for (section, text, expected) in [
        ("RFC 4331 3", "<D:quota-available-bytes>-3</D:quota-available-bytes>", value(number, "-3")),
        ("RFC 4918 15.4", "<D:getcontentlength>+7</D:getcontentlength>", value(number, "+7")),
        (
            "RFC 4918 15.4: too large",
            "<D:getcontentlength>18446744073709551616</D:getcontentlength>",
            value(number, "18446744073709551616"),
        ),
        (
            "RFC 4918 15.1",
            "<D:creationdate>yesterday</D:creationdate>",
            value("a date and time such as \"1997-12-01T17:42:21-08:00\"", "yesterday"),
        ),
        (
            "RFC 4918 15.7",
            "<D:getlastmodified>1700000000</D:getlastmodified>",
            value("a date such as \"Sun, 06 Nov 1994 08:49:37 GMT\"", "1700000000"),
        ),
        (
            "RFC 4791 5.2.6: local time",
            "<C:min-date-time>19000101T000000</C:min-date-time>",
            value("a date and time in UTC such as \"19000101T000000Z\"", "19000101T000000"),
        ),
        ("RFC 4918 15.5", "<D:getcontenttype>text</D:getcontenttype>", value("a media type", "text")),
        (
            "RFC 5397 3",
            "<D:current-user-principal><D:authenticated/></D:current-user-principal>",
            missing("DAV:href"),
        ),
        ("RFC 3744 4.2", "<D:principal-URL><D:url>/a</D:url></D:principal-URL>", missing("DAV:href")),
        (
            "RFC 6638 9.1",
            "<C:schedule-calendar-transp><C:grey/></C:schedule-calendar-transp>",
            missing("CALDAV:opaque"),
        ),
        (
            "caldav-notifications 5.3.4",
            "<CS:notify-changes><CS:maybe/></CS:notify-changes>",
            missing("{http://calendarserver.org/ns/}true"),
        ),
        ("ownCloud", "<OC:read-only>yes</OC:read-only>", value("\"0\" or \"1\"", "yes")),
        ("Apple", "<A:calendar-order>first</A:calendar-order>", value(number, "first")),
        (
            "WebDAV-Push",
            "<P:supported-triggers><P:content-update/></P:supported-triggers>",
            missing("DAV:depth"),
        ),
        (
            "caldav-schedulingchanges 4.1.1: two actions",
            "<CS:schedule-changes><CS:dtstamp>20080818T223423Z</CS:dtstamp><CS:action><CS:create/><CS:cancel/>\
             </CS:action></CS:schedule-changes>",
            XmlErrorKind::UnexpectedElement("{http://calendarserver.org/ns/}cancel".parse().unwrap()),
        ),
    ] {
        let body =
            document(&format!("<D:displayname>a</D:displayname>{text}<D:owner><D:href>/</D:href></D:owner>"));
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        let expected_properties = [DavProperty::DisplayName("a".into()), DavProperty::Owner(Some(href("/")))];
        assert_eq!(lenient.value.0, expected_properties, "{section}");
        let kinds: Vec<_> = lenient.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect();
        assert_eq!(kinds, std::slice::from_ref(&expected), "{section}");
        let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), expected, "{section}");
    }
}

/// One of several that is faulty is left out, the others are not.
#[test]
fn wrong_members() {
    let comp = XmlErrorKind::MissingAttribute("name");
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let ace = "<D:ace><D:principal><D:all/></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant>\
               </D:ace>";
    let read_for_all = || DavProperty::Acl(Acl(vec![Ace::grant(AcePrincipal::All, vec![Privilege::Read])]));
    for (section, text, expected, kind) in [
        (
            "RFC 4791 5.2.3",
            "<C:supported-calendar-component-set><C:comp/><C:comp name=\"VTODO\"/>\
             </C:supported-calendar-component-set>"
                .to_owned(),
            DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VTODO".into()])),
            comp.clone(),
        ),
        (
            "RFC 3253 3.1.3",
            "<D:supported-method-set><D:supported-method/><D:supported-method name=\"GET\"/>\
             </D:supported-method-set>"
                .to_owned(),
            DavProperty::SupportedMethodSet(vec![Method::Get]),
            comp,
        ),
        (
            "RFC 3253 3.1.5",
            "<D:supported-report-set><D:supported-report/><D:supported-report><D:report><C:calendar-query/>\
             </D:report></D:supported-report></D:supported-report-set>"
                .to_owned(),
            DavProperty::SupportedReportSet(vec![ReportName::CalendarQuery]),
            missing("DAV:report"),
        ),
        (
            "RFC 3744 5.5: no principal",
            format!(
                "<D:acl><D:ace><D:grant><D:privilege><D:all/></D:privilege></D:grant></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            missing("DAV:principal"),
        ),
        (
            "RFC 3744 5.5.2: neither granted nor denied",
            format!("<D:acl><D:ace><D:principal><D:all/></D:principal></D:ace>{ace}</D:acl>"),
            read_for_all(),
            missing("DAV:grant"),
        ),
        (
            "RFC 3744 5.5.2: granted and denied",
            format!(
                "<D:acl><D:ace><D:principal><D:all/></D:principal><D:grant><D:privilege><D:all/></D:privilege>\
                 </D:grant><D:deny><D:privilege><D:all/></D:privilege></D:deny></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            XmlErrorKind::UnexpectedElement("DAV:deny".parse().unwrap()),
        ),
        (
            "RFC 3744 5.5.2: no privilege",
            format!("<D:acl><D:ace><D:principal><D:all/></D:principal><D:grant/></D:ace>{ace}</D:acl>"),
            read_for_all(),
            missing("DAV:privilege"),
        ),
        (
            "RFC 3744 5.5.1: no principal that is known",
            format!(
                "<D:acl><D:ace><D:principal><D:everyone/></D:principal><D:grant><D:privilege><D:all/>\
                 </D:privilege></D:grant></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            XmlErrorKind::Value { expected: "a principal", found: String::new() },
        ),
        (
            "RFC 5842 3.2",
            "<D:parent-set><D:parent><D:href>/a</D:href></D:parent></D:parent-set>".to_owned(),
            DavProperty::ParentSet(vec![]),
            missing("DAV:segment"),
        ),
    ] {
        let body = document(&text);
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(lenient.value.0, [expected], "{section}");
        let kinds: Vec<_> = lenient.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect();
        assert_eq!(kinds, std::slice::from_ref(&kind), "{section}");
        assert_eq!(
            *Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err().kind(),
            kind,
            "{section}"
        );
    }
}

#[test]
fn q_18_reports_as_text() {
    let body = document(
        "<D:supported-report-set><D:supported-report>calendar-query</D:supported-report><D:supported-report><D:report>\
         sync-collection</D:report></D:supported-report><D:supported-report><D:report><D:sync-collection/></D:report>\
         </D:supported-report></D:supported-report-set>",
    );
    let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(lenient.value.0, [DavProperty::SupportedReportSet(vec![ReportName::SyncCollection])]);
    assert!(lenient.diagnostics.iter().any(|diagnostic| diagnostic.kind == XmlErrorKind::UnexpectedText));
    let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(*error.kind(), XmlErrorKind::UnexpectedText);
}

#[test]
fn deep_values_are_bounded() {
    let (open, close) =
        ("<D:supported-privilege><D:privilege><D:read/></D:privilege>", "</D:supported-privilege>");
    let sharing = (
        "<D:invite><D:sharee><D:href>/</D:href><D:share-access><D:read/></D:share-access><D:prop>",
        "</D:prop></D:sharee></D:invite>",
    );
    for (before, (open, close), after) in
        [("<D:supported-privilege-set>", (open, close), "</D:supported-privilege-set>"), ("", sharing, "")]
    {
        for depth in [20, 100_000] {
            let body = document(&format!("{before}{}{}{after}", open.repeat(depth), close.repeat(depth)));
            let read = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient());
            assert_eq!(read.is_ok(), depth == 20, "{open}");
            if let Err(error) = read {
                assert!(matches!(error.kind(), XmlErrorKind::LimitExceeded { .. }), "{error}");
            }
        }
    }
}
