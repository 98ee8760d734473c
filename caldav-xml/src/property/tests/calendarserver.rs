//! Properties of calendarserver.org and Apple.

use caldav_types::CTag;
use caldav_types::property::{
    AnyValue, BulkLimits, BulkRequests, CalendarColor, ChangedInstance, ChangedProperty, DavProperty,
    EmailAddressSet, Present, PushTransport, Recurrence, ScheduleAction, ScheduleChanges, TrueOrFalse,
};
use caldav_types::sharing::{
    AllowedSharingModes, Invite, InviteStatus, Organizer, PersonName, SharingAccess, SharingUser,
};

use super::{NUMBER, assert_read, assert_wrong, element, href, missing, value};
use crate::XmlErrorKind;

/// Values of each, of some several.
pub(super) fn values() -> Vec<DavProperty> {
    let mut invitation = element("{http://calendarserver.org/ns/}invite-notification");
    invitation.attributes.push(caldav_types::AnyAttribute {
        name: "{}shared-type".parse().unwrap(),
        value: "calendar".into(),
    });
    let changes = vec![ChangedProperty { name: "ATTENDEE".into(), parameters: vec!["PARTSTAT".into()] }];
    let mut values = vec![
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
    values
}

#[test]
fn other_forms_of_a_value() {
    assert_read(vec![
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
    ]);
}

#[test]
fn wrong_values() {
    assert_wrong(vec![
        (
            "caldav-notifications 5.3.4",
            "<CS:notify-changes><CS:maybe/></CS:notify-changes>",
            missing("{http://calendarserver.org/ns/}true"),
        ),
        ("Apple", "<A:calendar-order>first</A:calendar-order>", value(NUMBER, "first")),
        (
            "caldav-schedulingchanges 4.1.1: two actions",
            "<CS:schedule-changes><CS:dtstamp>20080818T223423Z</CS:dtstamp><CS:action><CS:create/><CS:cancel/>\
             </CS:action></CS:schedule-changes>",
            XmlErrorKind::UnexpectedElement("{http://calendarserver.org/ns/}cancel".parse().unwrap()),
        ),
    ]);
}

pub(super) fn sharing_user() -> SharingUser {
    SharingUser {
        href: href("mailto:eric@example.com"),
        common_name: Some("Eric York".into()),
        status: InviteStatus::Accepted,
        access: SharingAccess::Read,
        summary: Some("Shared".into()),
    }
}

pub(super) fn invite() -> Invite {
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
