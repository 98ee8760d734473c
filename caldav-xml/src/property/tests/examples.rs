//! The values that the specifications print.

use caldav_types::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use caldav_types::lock::{LockEntry, LockScope, LockType};
use caldav_types::property::{
    BulkLimits, BulkRequests, CalendarDataSet, CalendarUserAddress, CalendarUserType, ChangedInstance,
    ChangedProperty, CollationSet, ComponentSet, CurrentUserPrincipal, DataFormat, DavProperty,
    DavPropertyName, Parent, PushTransport, Recurrence, ScheduleAction, ScheduleCalendarTransp,
    ScheduleChanges,
};
use caldav_types::sharing::{Invite, InviteStatus, ShareAccess, Sharee, SharingAccess, SharingUser};
use caldav_types::{CTag, Collation, LocalizedText, Privilege, PrivilegeSet, ResourceType, ResourceTypes};

use super::{active_lock, assert_read, element, href};

#[test]
fn webdav() {
    assert_read(vec![
        (
            "RFC 4918 9.1.5",
            "<D:creationdate>1997-12-01T17:42:21-08:00</D:creationdate>",
            DavProperty::CreationDate("1997-12-02T01:42:21Z".parse().unwrap()),
        ),
        (
            "RFC 4918 9.1.5",
            "<D:getlastmodified>Mon, 12 Jan 1998 09:25:56 GMT</D:getlastmodified>",
            DavProperty::GetLastModified("Mon, 12 Jan 1998 09:25:56 GMT".parse().unwrap()),
        ),
        (
            "RFC 4918 15.8.1",
            "<D:lockdiscovery>
              <D:activelock>
               <D:locktype><D:write/></D:locktype>
               <D:lockscope><D:exclusive/></D:lockscope>
               <D:depth>0</D:depth>
               <D:owner>Jane Smith</D:owner>
               <D:timeout>Infinite</D:timeout>
               <D:locktoken>
                 <D:href
             >urn:uuid:f81de2ad-7f3d-a1b2-4f3c-00a0c91a9d76</D:href>
               </D:locktoken>
               <D:lockroot>
                 <D:href>http://www.example.com/container/</D:href>
               </D:lockroot>
              </D:activelock>
             </D:lockdiscovery>",
            DavProperty::LockDiscovery(vec![active_lock()]),
        ),
        (
            "RFC 4918 15.9",
            "<x:resourcetype xmlns:x=\"DAV:\">
              <x:collection/>
              <f:search-results xmlns:f=\"http://www.example.com/ns\"/>
            </x:resourcetype>",
            DavProperty::ResourceType(ResourceTypes(vec![
                ResourceType::Collection,
                ResourceType::Other(element("{http://www.example.com/ns}search-results")),
            ])),
        ),
        (
            "RFC 4918 15.10.1",
            "<D:supportedlock>
               <D:lockentry>
                 <D:lockscope><D:exclusive/></D:lockscope>
                 <D:locktype><D:write/></D:locktype>
               </D:lockentry>
               <D:lockentry>
                 <D:lockscope><D:shared/></D:lockscope>
                 <D:locktype><D:write/></D:locktype>
               </D:lockentry>
             </D:supportedlock>",
            DavProperty::SupportedLock(vec![
                LockEntry { scope: LockScope::Exclusive, lock_type: LockType::Write },
                LockEntry { scope: LockScope::Shared, lock_type: LockType::Write },
            ]),
        ),
        (
            "RFC 4331 5",
            "<D:quota-available-bytes>596650</D:quota-available-bytes>",
            DavProperty::QuotaAvailableBytes(596_650),
        ),
        (
            "RFC 5397 3",
            "<D:current-user-principal>
               <D:href>/principals/users/cdaboo</D:href>
             </D:current-user-principal>",
            DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Principal(href(
                "/principals/users/cdaboo",
            ))),
        ),
        (
            "RFC 5842 3.2.1",
            "<parent-set xmlns=\"DAV:\">
               <parent>
                 <href>/CollX</href>
                 <segment>x.gif</segment>
               </parent>
               <parent>
                 <href>/CollX</href>
                 <segment>y.gif</segment>
               </parent>
             </parent-set>",
            DavProperty::ParentSet(vec![
                Parent { href: href("/CollX"), segment: "x.gif".into() },
                Parent { href: href("/CollX"), segment: "y.gif".into() },
            ]),
        ),
        (
            "RFC 5995 3.2.1",
            "<add-member xmlns=\"DAV:\">
            <href>/collection;add-member/</href>
          </add-member>",
            DavProperty::AddMember(href("/collection;add-member/")),
        ),
    ]);
}

#[test]
fn access_control() {
    let in_english = |text: &str| Some(LocalizedText { text: text.into(), language: Some("en".into()) });
    let leaf = |privilege, is_abstract, description: &str, aggregated| SupportedPrivilege {
        privilege,
        is_abstract,
        description: in_english(description),
        aggregated,
    };
    assert_read(vec![
        (
            "RFC 3744 5.4.1",
            "<D:current-user-privilege-set>
               <D:privilege><D:read/></D:privilege>
             </D:current-user-privilege-set>",
            DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(vec![Privilege::Read])),
        ),
        (
            "RFC 3744 5.5.5",
            "<D:acl>
           <D:ace>
             <D:principal>
               <D:href
               >http://www.example.com/acl/groups/maintainers</D:href>
             </D:principal>
             <D:grant>
               <D:privilege><D:write/></D:privilege>
             </D:grant>
           </D:ace>
           <D:ace>
             <D:principal>
               <D:all/>
             </D:principal>
             <D:grant>
               <D:privilege><D:read/></D:privilege>
             </D:grant>
           </D:ace>
         </D:acl>",
            DavProperty::Acl(Acl(vec![
                Ace::grant(
                    AcePrincipal::Href(href("http://www.example.com/acl/groups/maintainers")),
                    vec![Privilege::Write],
                ),
                Ace::grant(AcePrincipal::All, vec![Privilege::Read]),
            ])),
        ),
        (
            "RFC 3744 5.6.5",
            "<D:acl-restrictions>
             <D:grant-only/>
             <D:required-principal>
               <D:all/>
             </D:required-principal>
           </D:acl-restrictions>",
            DavProperty::AclRestrictions(AclRestrictions {
                grant_only: true,
                required_principals: Some(vec![AcePrincipal::All]),
                ..AclRestrictions::default()
            }),
        ),
        (
            "RFC 3744 5.6.4",
            "<D:acl-restrictions><D:required-principal xmlns:D=\"DAV:\">
     <D:property><D:owner/></D:property>
   </D:required-principal></D:acl-restrictions>",
            DavProperty::AclRestrictions(AclRestrictions {
                required_principals: Some(vec![AcePrincipal::Property(DavPropertyName::Owner)]),
                ..AclRestrictions::default()
            }),
        ),
        (
            "RFC 3744 5.8.1",
            "<D:principal-collection-set>
             <D:href>http://www.example.com/acl/users/</D:href>
             <D:href>http://www.example.com/acl/groups/</D:href>
           </D:principal-collection-set>",
            DavProperty::PrincipalCollectionSet(vec![
                href("http://www.example.com/acl/users/"),
                href("http://www.example.com/acl/groups/"),
            ]),
        ),
        (
            "RFC 3744 5.9: privileges of others, abstract ones, in one another",
            "<D:supported-privilege-set xmlns:A=\"http://www.example.com/acl/\">
             <D:supported-privilege>
               <D:privilege><D:all/></D:privilege>
               <D:abstract/>
               <D:description xml:lang=\"en\">Any operation</D:description>
               <D:supported-privilege>
                 <D:privilege><D:write/></D:privilege>
                 <D:description xml:lang=\"en\">Write any object</D:description>
                 <D:abstract/>
                 <D:supported-privilege>
                   <D:privilege><A:create/></D:privilege>
                   <D:description xml:lang=\"en\">Create an object</D:description>
                 </D:supported-privilege>
               </D:supported-privilege>
             </D:supported-privilege>
           </D:supported-privilege-set>",
            DavProperty::SupportedPrivilegeSet(vec![leaf(
                Privilege::All,
                true,
                "Any operation",
                vec![leaf(
                    Privilege::Write,
                    true,
                    "Write any object",
                    vec![leaf(
                        "{http://www.example.com/acl/}create".parse().unwrap(),
                        false,
                        "Create an object",
                        vec![],
                    )],
                )],
            )]),
        ),
    ]);
}

#[test]
fn calendars() {
    assert_read(vec![
        (
            "RFC 4791 5.2.1",
            "<C:calendar-description xml:lang=\"fr-CA\"
            xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
         >Calendrier de Mathilde Desruisseaux</C:calendar-description>",
            DavProperty::CalendarDescription(LocalizedText {
                text: "Calendrier de Mathilde Desruisseaux".into(),
                language: Some("fr-CA".into()),
            }),
        ),
        (
            "RFC 4791 5.2.2, the first and the last lines and one with a reference",
            "<C:calendar-timezone>BEGIN:VCALENDAR
TZNAME:Eastern Standard Time (US &amp; Canada)
END:VCALENDAR
</C:calendar-timezone>",
            DavProperty::CalendarTimezone(
                "BEGIN:VCALENDAR\nTZNAME:Eastern Standard Time (US & Canada)\nEND:VCALENDAR\n".into(),
            ),
        ),
        (
            "RFC 4791 5.2.3",
            "<C:supported-calendar-component-set
             xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
           <C:comp name=\"VEVENT\"/>
           <C:comp name=\"VTODO\"/>
         </C:supported-calendar-component-set>",
            DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VEVENT".into(), "VTODO".into()])),
        ),
        (
            "RFC 4791 5.2.4",
            "<C:supported-calendar-data
            xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
           <C:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>
         </C:supported-calendar-data>",
            DavProperty::SupportedCalendarData(CalendarDataSet(vec![DataFormat::icalendar()])),
        ),
        (
            "RFC 4791 5.2.5",
            "<C:max-resource-size xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
         >102400</C:max-resource-size>",
            DavProperty::MaxResourceSize(102_400),
        ),
        (
            "RFC 4791 5.2.6",
            "<C:min-date-time xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
         >19000101T000000Z</C:min-date-time>",
            DavProperty::MinDateTime("19000101T000000Z".parse().unwrap()),
        ),
        (
            "RFC 4791 5.2.7",
            "<C:max-date-time xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
         >20491231T235959Z</C:max-date-time>",
            DavProperty::MaxDateTime("20491231T235959Z".parse().unwrap()),
        ),
        ("RFC 4791 5.2.8", "<C:max-instances>100</C:max-instances>", DavProperty::MaxInstances(100)),
        (
            "RFC 4791 5.2.9",
            "<C:max-attendees-per-instance
              xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
         >25</C:max-attendees-per-instance>",
            DavProperty::MaxAttendeesPerInstance(25),
        ),
        (
            "RFC 4791 6.2.1",
            "<C:calendar-home-set xmlns:D=\"DAV:\"
                            xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
         <D:href>http://cal.example.com/home/bernard/calendars/</D:href>
       </C:calendar-home-set>",
            DavProperty::CalendarHomeSet(vec![href("http://cal.example.com/home/bernard/calendars/")]),
        ),
        (
            "RFC 4791 7.5.1",
            "<C:supported-collation-set
           xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
         <C:supported-collation>i;ascii-casemap</C:supported-collation>
         <C:supported-collation>i;octet</C:supported-collation>
       </C:supported-collation-set>",
            DavProperty::SupportedCollationSet(CollationSet(vec![Collation::AsciiCasemap, Collation::Octet])),
        ),
        (
            "RFC 6638 2.4.1",
            "<C:calendar-user-address-set xmlns:D=\"DAV:\"
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
       <D:href>mailto:bernard@example.com</D:href>
       <D:href>mailto:bernard.desruisseaux@example.com</D:href>
     </C:calendar-user-address-set>",
            DavProperty::CalendarUserAddressSet(vec![
                CalendarUserAddress::from("mailto:bernard@example.com"),
                CalendarUserAddress::from("mailto:bernard.desruisseaux@example.com"),
            ]),
        ),
        (
            "calendarserver.org: the preferred one",
            "<C:calendar-user-address-set><D:href preferred=\"1\">mailto:a@example.com</D:href>\
             <D:href preferred=\"0\">/a/</D:href></C:calendar-user-address-set>",
            DavProperty::CalendarUserAddressSet(vec![
                CalendarUserAddress { href: href("mailto:a@example.com"), is_preferred: true },
                CalendarUserAddress::from("/a/"),
            ]),
        ),
        (
            "RFC 6638 2.4.2",
            "<C:calendar-user-type
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\">INDIVIDUAL</C:calendar-user-type>",
            DavProperty::CalendarUserType(CalendarUserType::Individual),
        ),
        (
            "RFC 6638 9.1",
            "<C:schedule-calendar-transp
          xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
       <C:opaque/>
     </C:schedule-calendar-transp>",
            DavProperty::ScheduleCalendarTransp(ScheduleCalendarTransp::Opaque),
        ),
        (
            "RFC 6638 9.2",
            "<C:schedule-default-calendar-URL xmlns:D=\"DAV:\"
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
       <D:href>/home/cyrus/calendars/work/</D:href>
     </C:schedule-default-calendar-URL>",
            DavProperty::ScheduleDefaultCalendarUrl(Some(href("/home/cyrus/calendars/work/"))),
        ),
        (
            "RFC 6638 9.3",
            "<C:schedule-tag xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
     >\"12345-67890\"</C:schedule-tag>",
            DavProperty::ScheduleTag("\"12345-67890\"".parse().unwrap()),
        ),
        (
            "RFC 7809 5.1",
            "<C:timezone-service-set
       xmlns:D=\"DAV:\"
       xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
     <D:href>https://timezones.example.com</D:href>
   </C:timezone-service-set>",
            DavProperty::TimezoneServiceSet(vec![href("https://timezones.example.com")]),
        ),
        (
            "RFC 8607 6.1",
            "<C:managed-attachments-server-URL xmlns:D=\"DAV:\"
       xmlns:C=\"urn:ietf:params:xml:ns:caldav\">
     <D:href>https://attachstore.example.com</D:href>
   </C:managed-attachments-server-URL>",
            DavProperty::ManagedAttachmentsServerUrl(Some(href("https://attachstore.example.com"))),
        ),
        (
            "RFC 8607 6.1: none",
            "<C:managed-attachments-server-URL/>",
            DavProperty::ManagedAttachmentsServerUrl(None),
        ),
        (
            "RFC 8607 6.2",
            "<C:max-attachment-size xmlns:C=\"urn:ietf:params:xml:ns:caldav\"
        >102400000</C:max-attachment-size>",
            DavProperty::MaxAttachmentSize(102_400_000),
        ),
    ]);
}

#[test]
fn extensions() {
    assert_read(vec![
        (
            "caldav-ctag 4.1",
            "<T:getctag xmlns:T=\"http://calendarserver.org/ns/\"
       >ABCD-GUID-IN-THIS-COLLECTION-20070228T122324010340</T:getctag>",
            DavProperty::GetCTag(CTag::new("ABCD-GUID-IN-THIS-COLLECTION-20070228T122324010340")),
        ),
        (
            "caldav-pubsubdiscovery 3.1",
            "<push-transports xmlns='http://calendarserver.org/ns/'>
  <transport type='APSD'>
    <subscription-url>
      <href xmlns='DAV:'>https://server.example.com:8443/apns</href>
    </subscription-url>
    <apsbundleid>com.apple.calendar.XServer.934668ca-125e-4246-afee-8cf2df37aab8</apsbundleid>
    <env>PRODUCTION</env>
    <refresh-interval>172800</refresh-interval>
  </transport>
</push-transports>",
            DavProperty::PushTransports(vec![PushTransport {
                transport_type: "APSD".into(),
                subscription_url: Some(href("https://server.example.com:8443/apns")),
                bundle_id: Some("com.apple.calendar.XServer.934668ca-125e-4246-afee-8cf2df37aab8".into()),
                environment: Some("PRODUCTION".into()),
                refresh_interval: Some(172_800),
            }]),
        ),
        (
            "calendarserver-bulk-change 5.1",
            "<MM:bulk-requests
        xmlns:MM=\"http://me.com/_namespace/\">
     <MM:simple>
       <MM:max-resources/>
       <MM:max-bytes>10485760</MM:max-bytes>
     </MM:simple>
     <MM:crud>
       <MM:max-resources>50</MM:max-resources>
       <MM:max-bytes>10485760</MM:max-bytes>
     </MM:crud>
   </MM:bulk-requests>",
            DavProperty::BulkRequests(BulkRequests {
                simple: Some(BulkLimits { max_resources: None, max_bytes: Some(10_485_760) }),
                crud: Some(BulkLimits { max_resources: Some(50), max_bytes: Some(10_485_760) }),
            }),
        ),
        (
            "caldav-schedulingchanges 4.1.1",
            "<CS:schedule-changes
        xmlns:CS=\"http://calendarserver.org/ns/\">
     <CS:dtstamp>20080818T223423Z</CS:dtstamp>
     <CS:action>
       <CS:update>
         <CS:recurrence>
           <CS:master/>
           <CS:changes>
             <CS:changed-property name=\"SUMMARY\"/>
           </CS:changes>
         </CS:recurrence>
       </CS:update>
     </CS:action>
   </CS:schedule-changes>",
            DavProperty::ScheduleChanges(ScheduleChanges {
                stamp: "20080818T223423Z".parse().unwrap(),
                action: ScheduleAction::Update(vec![Recurrence::changed(
                    ChangedInstance::Master,
                    vec![ChangedProperty::from("SUMMARY")],
                )]),
            }),
        ),
        (
            "caldav-sharing 5.2.2 and 6.5",
            "<CS:invite><CS:user><D:href>mailto:eric@example.com</D:href><CS:common-name>Eric York</CS:common-name>\
             <CS:invite-noresponse/><CS:access><CS:read-write/></CS:access></CS:user></CS:invite>",
            DavProperty::CalendarServerInvite(Invite {
                organizer: None,
                users: vec![SharingUser {
                    href: href("mailto:eric@example.com"),
                    common_name: Some("Eric York".into()),
                    status: InviteStatus::NoResponse,
                    access: SharingAccess::ReadWrite,
                    summary: None,
                }],
            }),
        ),
        (
            "draft-pot-webdav-resource-sharing",
            "<D:invite><D:sharee><D:href>mailto:eric@example.com</D:href><D:prop><D:displayname>Eric York\
             </D:displayname></D:prop><D:share-access><D:read-write /></D:share-access><D:invite-noresponse />\
             </D:sharee></D:invite>",
            DavProperty::Invite(vec![Sharee {
                href: href("mailto:eric@example.com"),
                properties: vec![DavProperty::DisplayName("Eric York".into())],
                comment: None,
                access: ShareAccess::ReadWrite,
                status: Some(InviteStatus::NoResponse),
            }]),
        ),
        (
            "caldav-notifications 5.1.1",
            "<CS:notificationtype xmlns:D=\"DAV:\"
                        xmlns:CS=\"http://calendarserver.org/ns/\">
     <CS:systemstatus type=\"high\" />
   </CS:notificationtype>",
            DavProperty::CalendarServerNotificationType(vec![{
                let mut status = element("{http://calendarserver.org/ns/}systemstatus");
                let name = "{}type".parse().unwrap();
                status.attributes.push(caldav_types::AnyAttribute { name, value: "high".into() });
                status
            }]),
        ),
    ]);
}
