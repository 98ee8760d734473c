use caldav_types::AnyElement;
use caldav_types::property::DavPropertyName;
use caldav_types::push::{
    AuthSecret, ContentUpdate, PropertyUpdate, PublicKey, PushMessage, PushRegister, Subscription, Triggers,
    WebPushSubscription,
};
use caldav_types::{Depth, SyncToken};

use crate::{Body, XmlErrorKind, XmlOptions};

fn subscription() -> WebPushSubscription {
    WebPushSubscription {
        push_resource: "https://push.example.net/yohd4yai5Phiz1wi".into(),
        content_encoding: Some("aes128gcm".into()),
        subscription_public_key: Some(PublicKey {
            key_type: Some("p256dh".into()),
            key: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6".into(),
        }),
        auth_secret: Some(AuthSecret("BTBZMqHH6r4Tts7J_aSIgg".into())),
    }
}

#[test]
fn a_registration() {
    let body = r#"<push-register xmlns="https://bitfire.at/webdav-push" xmlns:D="DAV:">
      <subscription>
        <web-push-subscription>
          <push-resource>https://push.example.net/yohd4yai5Phiz1wi</push-resource>
          <content-encoding>aes128gcm</content-encoding>
          <subscription-public-key type="p256dh">BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6
          </subscription-public-key>
          <auth-secret>BTBZMqHH6r4Tts7J_aSIgg</auth-secret>
        </web-push-subscription>
      </subscription>
      <trigger>
        <content-update><D:depth>infinity</D:depth></content-update>
        <property-update>
          <D:depth>0</D:depth>
          <D:prop><D:displayname/><D:owner/></D:prop>
        </property-update>
      </trigger>
      <expires>Wed, 20 Dec 2023 10:03:31 GMT</expires>
    </push-register>"#;
    let read = PushRegister::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    let expected = PushRegister {
        subscription: Subscription::WebPush(subscription()),
        trigger: Triggers {
            content_update: Some(Depth::Infinity),
            property_update: Some(PropertyUpdate {
                depth: Depth::Zero,
                properties: Some(vec![DavPropertyName::DisplayName, DavPropertyName::Owner]),
            }),
        },
        expires: Some("Wed, 20 Dec 2023 10:03:31 GMT".parse().unwrap()),
    };
    assert_eq!(read, expected);
    assert!(!format!("{read:?}").contains("BTBZ"), "secrets are not shown");
}

#[test]
fn written_and_read_again() {
    let bare = WebPushSubscription {
        content_encoding: None,
        subscription_public_key: None,
        auth_secret: None,
        ..subscription()
    };
    let other = AnyElement::new("{http://example.com/ns}other-push".parse().unwrap());
    for subscription in
        [Subscription::WebPush(subscription()), Subscription::WebPush(bare), Subscription::Other(other)]
    {
        for trigger in [
            Triggers::default(),
            Triggers { content_update: Some(Depth::One), property_update: None },
            Triggers {
                content_update: None,
                property_update: Some(PropertyUpdate { depth: Depth::Infinity, properties: None }),
            },
        ] {
            let register = PushRegister { subscription: subscription.clone(), trigger, expires: None };
            let body = register.to_xml();
            let read = PushRegister::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
            assert_eq!(read, register, "{body}");
        }
    }
    for message in [
        PushMessage::default(),
        PushMessage { topic: Some("O7M1nQ7cKkKTKsoS_j6Z3w".into()), ..PushMessage::default() },
        PushMessage {
            topic: Some("t".into()),
            content_update: Some(ContentUpdate {
                sync_token: Some(SyncToken::new("http://example.com/sync/10")),
            }),
            property_update: Some(Vec::new()),
        },
        PushMessage {
            topic: Some("t".into()),
            content_update: Some(ContentUpdate::default()),
            property_update: Some(vec![DavPropertyName::DisplayName]),
        },
    ] {
        let body = message.to_xml();
        let read = PushMessage::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert_eq!(read, message, "{body}");
    }
}

#[test]
fn broken_bodies() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let subscription = "<subscription><web-push-subscription><push-resource>https://p.example/</push-resource>\
                        </web-push-subscription></subscription>";
    for (content, expected) in [
        ("<trigger/>".to_owned(), missing("{https://bitfire.at/webdav-push}subscription")),
        (subscription.to_owned(), missing("{https://bitfire.at/webdav-push}trigger")),
        (
            "<subscription/><trigger/>".to_owned(),
            missing("{https://bitfire.at/webdav-push}web-push-subscription"),
        ),
        (
            "<subscription><web-push-subscription/></subscription><trigger/>".to_owned(),
            missing("{https://bitfire.at/webdav-push}push-resource"),
        ),
        (format!("{subscription}<trigger><content-update/></trigger>"), missing("DAV:depth")),
        (
            format!("{subscription}<trigger><content-update><D:depth>2</D:depth></content-update></trigger>"),
            XmlErrorKind::Value { expected: "\"0\", \"1\" or \"infinity\"", found: "2".into() },
        ),
        (
            format!("{subscription}<trigger/><expires>tomorrow</expires>"),
            XmlErrorKind::Value {
                expected: "a date such as \"Sun, 06 Nov 1994 08:49:37 GMT\"",
                found: "tomorrow".into(),
            },
        ),
    ] {
        let body = format!(
            "<push-register xmlns=\"https://bitfire.at/webdav-push\" xmlns:D=\"DAV:\">{content}</push-register>"
        );
        let error = PushRegister::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), expected, "{body}");
    }
}
