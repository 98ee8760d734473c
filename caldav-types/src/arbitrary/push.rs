//! How a server tells of changes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::notification::unknown;
use super::report::names;
use super::{arbitrary, word};
use crate::header::HttpDate;
use crate::push::{
    AuthSecret, ContentUpdate, PropertyUpdate, PublicKey, PushMessage, PushRegister, Subscription,
    Transports, Triggers, WebPush, WebPushSubscription,
};
use crate::{Depth, Href, SyncToken};

arbitrary! {
    AuthSecret => word().prop_map(Self);
    ContentUpdate => option::of(any::<SyncToken>()).prop_map(|sync_token| Self { sync_token });
    PropertyUpdate => (any::<Depth>(), option::of(names()))
        .prop_map(|(depth, properties)| Self { depth, properties });
    PublicKey => (option::of(word()), word()).prop_map(|(key_type, key)| Self { key_type, key });
    PushMessage => (option::of(word()), option::of(any::<ContentUpdate>()), option::of(names()))
        .prop_map(|(topic, content_update, property_update)| Self { topic, content_update, property_update });
    PushRegister => (any::<Subscription>(), any::<Triggers>(), option::of(any::<HttpDate>()))
        .prop_map(|(subscription, trigger, expires)| Self { subscription, trigger, expires });
    Subscription => prop_oneof![
        3 => any::<WebPushSubscription>().prop_map(Self::WebPush),
        1 => unknown().prop_map(Self::Other),
    ];
    Transports => (option::of(any::<WebPush>()), vec(unknown(), 0..3))
        .prop_map(|(web_push, others)| Self { web_push, others });
    Triggers => (option::of(any::<Depth>()), option::of(any::<PropertyUpdate>()))
        .prop_map(|(content_update, property_update)| Self { content_update, property_update });
    WebPush => option::of(any::<PublicKey>()).prop_map(|vapid_public_key| Self { vapid_public_key });
    WebPushSubscription => (
        any::<Href>(),
        option::of(word()),
        option::of(any::<PublicKey>()),
        option::of(any::<AuthSecret>()),
    )
        .prop_map(|(push_resource, content_encoding, subscription_public_key, auth_secret)| Self {
            push_resource,
            content_encoding,
            subscription_public_key,
            auth_secret,
        });
}
