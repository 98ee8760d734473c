//! Properties of SabreDAV, ownCloud, Nextcloud and WebDAV-Push.

use caldav_types::property::{DavProperty, OwnerPrincipal};
use caldav_types::push::{PropertyUpdate, PublicKey, Transports, Triggers, WebPush};
use caldav_types::sharing::OwnCloudInvite;
use caldav_types::{Depth, InternetDateTime};

use super::calendarserver::invite;
use super::{assert_departures, assert_read, assert_wrong, element, href, missing, value};

/// Values of each, of some several.
pub(super) fn values() -> Vec<DavProperty> {
    let instant: InternetDateTime = "1997-12-01T17:42:21-08:00".parse().unwrap();
    vec![
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
    ]
}

#[test]
fn departures_with_a_plain_meaning() {
    assert_departures(vec![(
        "a word for a digit",
        "<OC:calendar-enabled>true</OC:calendar-enabled>",
        DavProperty::CalendarEnabled(true),
    )]);
}

#[test]
fn other_forms_of_a_value() {
    assert_read(vec![(
        "an owner in an element",
        "<S:owner-principal><D:href>principals/owner</D:href></S:owner-principal>",
        DavProperty::SabreOwnerPrincipal(OwnerPrincipal(href("principals/owner"))),
    )]);
}

#[test]
fn wrong_values() {
    assert_wrong(vec![
        ("ownCloud", "<OC:read-only>yes</OC:read-only>", value("\"0\" or \"1\"", "yes")),
        (
            "WebDAV-Push",
            "<P:supported-triggers><P:content-update/></P:supported-triggers>",
            missing("DAV:depth"),
        ),
    ]);
}
