use caldav_types::notification::{
    ChangedBy, CollectionChanges, CreatedResource, DeletedDetails, DeletedResource, Importance, NextInstance,
    Notification, NotificationContent, Quota, QuotaSeverity, ResourceChange, SystemStatus, UpdatedResource,
};
use caldav_types::property::{ChangedInstance, ChangedProperty, ComponentSet, DavPropertyName, Recurrence};
use caldav_types::sharing::{
    InviteNotification, InviteReply, InviteStatus, Organizer, PersonName, SharingAccess,
};
use caldav_types::{AnyElement, LocalizedText};

use crate::{Body, XmlErrorKind, XmlOptions};

fn of_content(content: NotificationContent) -> Notification {
    Notification { stamp: Some("2011-12-09T16:51:14Z".parse().unwrap()), content }
}

fn document(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CS:notification xmlns:D=\"DAV:\" \
         xmlns:CS=\"http://calendarserver.org/ns/\"><CS:dtstamp>2011-12-09T11:51:14-05:00</CS:dtstamp>\
         {content}</CS:notification>"
    )
}

fn cyrus() -> ChangedBy {
    let name =
        PersonName { first: Some("Cyrus".into()), last: Some("Daboo".into()), ..PersonName::default() };
    ChangedBy { name, href: Some("/principals/cyrusdaboo".into()), stamp: None }
}

fn invite() -> InviteNotification {
    InviteNotification {
        shared_type: Some("calendar".into()),
        uid: "0E4A".into(),
        href: "urn:uuid:user02".into(),
        status: InviteStatus::NoResponse,
        access: SharingAccess::ReadWrite,
        host_url: "https://example.com/calendars/user01/shared".into(),
        organizer: Organizer {
            href: "/principals/user01/".into(),
            name: PersonName { common: Some("User 01".into()), ..PersonName::default() },
        },
        summary: Some("My Shared Calendar".into()),
        components: Some(ComponentSet(vec!["VEVENT".into()])),
    }
}

#[test]
fn examples_of_caldav_notifications() {
    let event = "http://example.com/cyrus/calendar/new.ics";
    let changed_by = "<CS:changed-by><CS:first-name>Cyrus</CS:first-name><CS:last-name>Daboo</CS:last-name>\
                      <D:href>/principals/cyrusdaboo</D:href></CS:changed-by>";
    let properties = |names: &[&str]| names.iter().map(|name| ChangedProperty::from(*name)).collect();
    for (section, content, expected) in [
        (
            "5.1.1",
            "<CS:systemstatus type=\"high\"><D:href>http://example.com/emergency_shutdown.html</D:href>\
             <CS:description xml:lang='en_US'\n>Emergency shutdown now</CS:description></CS:systemstatus>"
                .to_owned(),
            NotificationContent::SystemStatus(SystemStatus {
                importance: Importance::High,
                href: Some("http://example.com/emergency_shutdown.html".into()),
                description: Some(LocalizedText {
                    text: "Emergency shutdown now".into(),
                    language: Some("en_US".into()),
                }),
            }),
        ),
        (
            "5.2.1",
            "<CS:quota-status><CS:quota type=\"warning\"><CS:quota-type><CS:events /></CS:quota-type>\
             <CS:quota-percent-used>82</CS:quota-percent-used><CS:quota-count>4980</CS:quota-count>\
             <D:href>https://example.com/buy-more-space.html</D:href></CS:quota></CS:quota-status>"
                .to_owned(),
            NotificationContent::QuotaStatus(vec![Quota {
                severity: QuotaSeverity::Warning,
                kinds: vec![AnyElement::new("{http://calendarserver.org/ns/}events".parse().unwrap())],
                percent_used: Some(82),
                count: Some(4980),
                href: Some("https://example.com/buy-more-space.html".into()),
            }]),
        ),
        (
            "A.1",
            format!(
                "<CS:resource-change><CS:created><D:href>{event}</D:href>{changed_by}</CS:created>\
                 </CS:resource-change>"
            ),
            NotificationContent::ResourceChange(vec![ResourceChange::Created(CreatedResource {
                href: event.into(),
                changed_by: Some(cyrus()),
                others: Vec::new(),
            })]),
        ),
        (
            "A.2 and A.3",
            format!(
                "<CS:resource-change><CS:updated><D:href>{event}</D:href>{changed_by}<CS:calendar-changes>\
                 <CS:recurrence><CS:master/><CS:added><CS:changed-property name=\"TRANSP\"/></CS:added>\
                 <CS:changes><CS:changed-property name=\"ATTENDEE\"><CS:changed-parameter name=\"PARTSTAT\"/>\
                 </CS:changed-property></CS:changes></CS:recurrence><CS:recurrence>\
                 <CS:recurrenceid>20120210T170000Z</CS:recurrenceid><CS:changes>\
                 <CS:changed-property name=\"DTSTART\"/><CS:changed-property name=\"SUMMARY\"/></CS:changes>\
                 </CS:recurrence></CS:calendar-changes></CS:updated></CS:resource-change>"
            ),
            NotificationContent::ResourceChange(vec![ResourceChange::Updated(UpdatedResource {
                href: event.into(),
                changed_by: Some(cyrus()),
                content: false,
                properties: None,
                calendar_changes: vec![vec![
                    Recurrence {
                        added: Some(properties(&["TRANSP"])),
                        ..Recurrence::changed(
                            ChangedInstance::Master,
                            vec![ChangedProperty {
                                name: "ATTENDEE".into(),
                                parameters: vec!["PARTSTAT".into()],
                            }],
                        )
                    },
                    Recurrence::changed(
                        ChangedInstance::RecurrenceId("20120210T170000Z".into()),
                        properties(&["DTSTART", "SUMMARY"]),
                    ),
                ]],
            })]),
        ),
        (
            "5.3.3",
            format!(
                "<CS:resource-change><CS:deleted><D:href>{event}</D:href><CS:deleted-details>\
                 <CS:deleted-component>VEVENT</CS:deleted-component>\
                 <CS:deleted-summary>Birthday Party</CS:deleted-summary>\
                 <CS:deleted-next-instance tzid=\"America/New_York\n\">20120505T120000</CS:deleted-next-instance>\
                 </CS:deleted-details></CS:deleted></CS:resource-change>"
            ),
            NotificationContent::ResourceChange(vec![ResourceChange::Deleted(DeletedResource {
                href: event.into(),
                changed_by: None,
                details: Some(DeletedDetails::Resource {
                    component: "VEVENT".into(),
                    summary: "Birthday Party".into(),
                    next_instance: Some(NextInstance {
                        tzid: Some("America/New_York".into()),
                        value: "20120505T120000".into(),
                    }),
                    had_more_instances: false,
                }),
            })]),
        ),
        (
            "5.3.1",
            "<CS:resource-change><CS:collection-changes><D:href>http://example.com/cyrus/calendar/</D:href>\
             <CS:child-created>1</CS:child-created><CS:child-updated>2</CS:child-updated>\
             <CS:child-deleted>1</CS:child-deleted></CS:collection-changes></CS:resource-change>"
                .to_owned(),
            NotificationContent::ResourceChange(vec![ResourceChange::Collection(CollectionChanges {
                href: "http://example.com/cyrus/calendar/".into(),
                changed_by: Vec::new(),
                properties: None,
                created: Some(1),
                updated: Some(2),
                deleted: Some(1),
            })]),
        ),
    ] {
        let body = document(&content);
        let read = Notification::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(read.value, of_content(expected), "{section}");
    }
}

#[test]
fn written_and_read_again() {
    let mut other = AnyElement::new("{http://example.com/ns}greeting".parse().unwrap());
    other.children.push(AnyElement::new("{http://example.com/ns}hello".parse().unwrap()).into());
    let reply = InviteReply {
        shared_type: None,
        href: "urn:uuid:user02".into(),
        is_accepted: false,
        host_url: "/calendars/user01/shared".into(),
        in_reply_to: "0E4A".into(),
        summary: None,
        common_name: Some("User 02".into()),
    };
    let bare = InviteNotification {
        shared_type: None,
        status: InviteStatus::Deleted,
        access: SharingAccess::Other("{http://example.com/ns}sing".parse().unwrap()),
        summary: None,
        components: None,
        ..invite()
    };
    let names = Some(vec![DavPropertyName::DisplayName]);
    for content in [
        NotificationContent::Other(other),
        NotificationContent::Invite(Box::new(invite())),
        NotificationContent::Invite(Box::new(bare)),
        NotificationContent::InviteReply(Box::new(reply)),
        NotificationContent::SystemStatus(SystemStatus::default()),
        NotificationContent::QuotaStatus(vec![Quota::default()]),
        NotificationContent::ResourceChange(vec![
            ResourceChange::Updated(UpdatedResource {
                href: "/a".into(),
                changed_by: Some(ChangedBy {
                    stamp: Some("2011-12-09T16:51:14Z".parse().unwrap()),
                    ..cyrus()
                }),
                content: true,
                properties: names.clone(),
                calendar_changes: vec![vec![Recurrence {
                    instance: ChangedInstance::Master,
                    added: None,
                    removed: Some(Vec::new()),
                    changes: None,
                }]],
            }),
            ResourceChange::Deleted(DeletedResource {
                href: "/a".into(),
                changed_by: Some(ChangedBy::default()),
                details: Some(DeletedDetails::Collection("Holidays".into())),
            }),
            ResourceChange::Collection(CollectionChanges {
                href: "/".into(),
                changed_by: vec![cyrus(), ChangedBy::default()],
                properties: names,
                created: None,
                updated: None,
                deleted: Some(u64::MAX),
            }),
        ]),
    ] {
        let notification = of_content(content);
        let body = notification.to_xml();
        let read = Notification::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(read.value, notification, "{body}");
    }
}

#[test]
fn stamps_have_two_forms() {
    let read = |stamp: &str, options| {
        let body = format!(
            "<notification xmlns=\"http://calendarserver.org/ns/\"><dtstamp>{stamp}</dtstamp>\
             <systemstatus/></notification>"
        );
        Notification::from_xml(body.as_bytes(), &options)
    };
    for text in ["2011-12-09T16:12:53Z", "2011-12-09T11:12:53-05:00", "20111209T161253Z"] {
        let stamp = read(text, XmlOptions::strict()).unwrap().value.stamp;
        assert_eq!(stamp, Some("2011-12-09T16:12:53Z".parse().unwrap()), "4.3.3: {text}");
    }
    for text in ["", "yesterday"] {
        assert!(matches!(read(text, XmlOptions::strict()).unwrap_err().kind(), XmlErrorKind::Value { .. }));
        let lenient = read(text, XmlOptions::lenient()).unwrap();
        assert_eq!(lenient.value.stamp, None);
        assert_eq!(lenient.diagnostics.len(), 1, "{text}");
    }
}

#[test]
fn broken_bodies() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let value = |expected, found: &str| XmlErrorKind::Value { expected, found: found.into() };
    for (section, content, expected) in [
        ("4.3.2", "", value("an element of a type of notification", "")),
        ("5.1.1", "<CS:systemstatus type=\"urgent\"/>", value("\"low\", \"medium\" or \"high\"", "urgent")),
        ("6.15", "<CS:invite-notification><CS:uid>1</CS:uid></CS:invite-notification>", missing("DAV:href")),
        (
            "5.2.1",
            "<CS:quota-status><CS:quota type=\"x\"/></CS:quota-status>",
            value("\"warning\" or \"exceeded\"", "x"),
        ),
        ("5.3.1", "<CS:resource-change><CS:deleted/></CS:resource-change>", missing("DAV:href")),
        (
            "5.3.1",
            "<CS:resource-change><CS:collection-changes><D:href>/</D:href><CS:child-created>-1\
             </CS:child-created></CS:collection-changes></CS:resource-change>",
            value("a whole number", "-1"),
        ),
    ] {
        let error = Notification::from_xml(document(content).as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), expected, "{section}: {content}");
    }
    let content =
        "<CS:resource-change><CS:deleted/><CS:deleted><D:href>/a</D:href></CS:deleted></CS:resource-change>";
    let read = Notification::from_xml(document(content).as_bytes(), &XmlOptions::lenient()).unwrap();
    let NotificationContent::ResourceChange(changes) = read.value.content else { panic!("{content}") };
    assert_eq!((changes.len(), read.diagnostics.len()), (1, 1), "the other change survives");
}
