//! Being told of changes: WebDAV-Push, draft-bitfire-webdav-push.

use std::fmt;

use crate::header::HttpDate;
use crate::property::DavPropertyName;
use crate::{AnyElement, Depth, Href, SyncToken};

/// How a server tells of changes: the value of P:transports.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Transports {
    /// By Web Push.
    pub web_push: Option<WebPush>,
    /// By something else.
    pub others: Vec<AnyElement>,
}

/// The parameters of Web Push on a server.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct WebPush {
    /// The key by which the server identifies itself to push services (VAPID).
    pub vapid_public_key: Option<PublicKey>,
}

/// A public key in the base64 for URLs.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PublicKey {
    /// What kind of key it is: `p256ecdsa` for VAPID, `p256dh` for subscriptions.
    pub key_type: Option<String>,
    /// The key.
    pub key: String,
}

/// Of what changes to tell: the value of P:supported-triggers, and what a subscription asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Triggers {
    /// Of members that are added, changed or removed, down to this depth.
    pub content_update: Option<Depth>,
    /// Of properties that change.
    pub property_update: Option<PropertyUpdate>,
}

/// Of what properties to tell.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PropertyUpdate {
    /// Of resources down to this depth.
    pub depth: Depth,
    /// Of these properties; of all without a list.
    pub properties: Option<Vec<DavPropertyName>>,
}

/// The body of a POST that subscribes: P:push-register.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PushRegister {
    /// How to tell.
    pub subscription: Subscription,
    /// Of what to tell.
    pub trigger: Triggers,
    /// When the subscription shall end.
    pub expires: Option<HttpDate>,
}

/// How a subscriber is told.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum Subscription {
    /// By Web Push.
    WebPush(WebPushSubscription),
    /// By something else.
    Other(AnyElement),
}

/// A subscription of Web Push.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct WebPushSubscription {
    /// Where messages are sent to. Who knows it can send some.
    pub push_resource: Href,
    /// How messages are encrypted: `aes128gcm`.
    pub content_encoding: Option<String>,
    /// The key that messages are encrypted for.
    pub subscription_public_key: Option<PublicKey>,
    /// What else messages are encrypted with.
    pub auth_secret: Option<AuthSecret>,
}

/// A secret that subscriber and server share, in the base64 for URLs.
///
/// ```
/// use caldav_types::push::AuthSecret;
/// assert_eq!(format!("{:?}", AuthSecret("BTBZMqHH6r4Tts7J_aSIgg".into())), "AuthSecret(..)");
/// ```
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AuthSecret(
    /// The secret.
    pub String,
);

impl fmt::Debug for AuthSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthSecret(..)")
    }
}

/// What a subscriber is told: P:push-message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PushMessage {
    /// The collection that changed, by its P:topic.
    pub topic: Option<String>,
    /// Members were added, changed or removed.
    pub content_update: Option<ContentUpdate>,
    /// These properties changed; none are named where the server does not say which.
    pub property_update: Option<Vec<DavPropertyName>>,
}

/// Members of a collection were added, changed or removed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ContentUpdate {
    /// The token of the collection as it is now.
    pub sync_token: Option<SyncToken>,
}
