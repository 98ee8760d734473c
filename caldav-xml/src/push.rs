//! Being told of changes by WebDAV-Push.
//!
//! ```dtd
//! <!ELEMENT transports (web-push)>
//! <!ELEMENT web-push (vapid-public-key?)>
//! <!ELEMENT supported-triggers (content-update?, property-update?)>
//! <!ELEMENT content-update (DAV:depth)>
//! <!ELEMENT property-update (DAV:depth, DAV:prop?)>
//! <!ELEMENT push-register (subscription, trigger, expires?)>
//! <!ELEMENT web-push-subscription (push-resource, content-encoding?, subscription-public-key?, auth-secret?)>
//! <!ELEMENT push-message (topic?, content-update?, property-update?)>
//! ```

use caldav_types::property::DavPropertyName;
use caldav_types::push::{
    AuthSecret, ContentUpdate, PropertyUpdate, PublicKey, PushMessage, PushRegister, Subscription,
    Transports, Triggers, WebPush, WebPushSubscription,
};
use caldav_types::{Depth, Href, SyncToken};

use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::prop::write_names;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element, property};

impl Content for Transports {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut transports = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == push("web-push") {
                transports.web_push = Some(WebPush::read(reader)?);
            } else {
                transports.others.push(any_element::capture(reader, child)?);
            }
        }
        Ok(transports)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(web_push) = &self.web_push {
            web_push.write_as(push("web-push"), writer);
        }
        self.others.iter().for_each(|other| any_element::write(other, writer));
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for WebPush {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut web_push = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == push("vapid-public-key") {
                web_push.vapid_public_key = Some(PublicKey::read(reader)?);
            }
        }
        Ok(web_push)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(key) = &self.vapid_public_key {
            key.write_as(push("vapid-public-key"), writer);
        }
    }
}

impl Content for PublicKey {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let key_type = reader.attribute("type")?.map(Into::into);
        Ok(Self { key_type, key: reader.trimmed_text()? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(key_type) = &self.key_type {
            writer.attribute("type", key_type);
        }
        writer.text(&self.key);
    }
}

impl Content for Triggers {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut triggers = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::WebDavPush, "content-update") => {
                    let (depth, _) = read_trigger(reader)?;
                    triggers.content_update = Some(depth);
                }
                (Namespace::WebDavPush, "property-update") => {
                    let (depth, properties) = read_trigger(reader)?;
                    triggers.property_update = Some(PropertyUpdate { depth, properties });
                }
                _ => {}
            }
        }
        Ok(triggers)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(depth) = self.content_update {
            writer.element(CONTENT_UPDATE, |writer| writer.text_element(DEPTH, depth.as_str()));
        }
        if let Some(PropertyUpdate { depth, properties }) = &self.property_update {
            writer.element(PROPERTY_UPDATE, |writer| {
                writer.text_element(DEPTH, depth.as_str());
                if let Some(names) = properties {
                    write_names(names, writer);
                }
            });
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

fn read_trigger(reader: &mut ElementReader<'_>) -> Result<(Depth, Option<Vec<DavPropertyName>>), XmlError> {
    let (mut depth, mut properties) = (None, None);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == DEPTH {
            depth = Some(reader.parsed_text("\"0\", \"1\" or \"infinity\"")?);
        } else if child == PROP {
            properties = Some(property::read_names(reader)?);
        }
    }
    Ok((children.required(depth, DEPTH, reader)?, properties))
}

impl Content for PushRegister {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut subscription, mut trigger, mut expires) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::WebDavPush, "subscription") => subscription = Some(Subscription::read(reader)?),
                (Namespace::WebDavPush, "trigger") => trigger = Some(Triggers::read(reader)?),
                (Namespace::WebDavPush, "expires") => {
                    expires = Some(Content::read(reader)?);
                }
                _ => {}
            }
        }
        Ok(Self {
            subscription: children.required(subscription, push("subscription"), reader)?,
            trigger: children.required(trigger, push("trigger"), reader)?,
            expires,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.subscription.write_as(push("subscription"), writer);
        self.trigger.write_as(push("trigger"), writer);
        if let Some(expires) = &self.expires {
            expires.write_as(push("expires"), writer);
        }
    }
}

impl Content for Subscription {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut subscription = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == WEB_PUSH_SUBSCRIPTION {
                subscription = Some(Self::WebPush(WebPushSubscription::read(reader)?));
            } else if subscription.is_none() {
                subscription = Some(Self::Other(any_element::capture(reader, child)?));
            }
        }
        children.required(subscription, WEB_PUSH_SUBSCRIPTION, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::WebPush(subscription) => subscription.write_as(WEB_PUSH_SUBSCRIPTION, writer),
            Self::Other(element) => any_element::write(element, writer),
            // The enum may grow; an empty subscription is refused by whoever reads it.
            _ => {}
        }
    }
}

impl Content for WebPushSubscription {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut push_resource, mut content_encoding, mut key, mut secret) = (None, None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::WebDavPush, "push-resource") => push_resource = Some(Href::read(reader)?),
                (Namespace::WebDavPush, "content-encoding") => {
                    content_encoding = Some(reader.trimmed_text()?);
                }
                (Namespace::WebDavPush, "subscription-public-key") => key = Some(PublicKey::read(reader)?),
                (Namespace::WebDavPush, "auth-secret") => secret = Some(AuthSecret(reader.trimmed_text()?)),
                _ => {}
            }
        }
        Ok(Self {
            push_resource: children.required(push_resource, push("push-resource"), reader)?,
            content_encoding,
            subscription_public_key: key,
            auth_secret: secret,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.push_resource.write_as(push("push-resource"), writer);
        if let Some(encoding) = &self.content_encoding {
            writer.text_element(push("content-encoding"), encoding);
        }
        if let Some(key) = &self.subscription_public_key {
            key.write_as(push("subscription-public-key"), writer);
        }
        if let Some(AuthSecret(secret)) = &self.auth_secret {
            writer.text_element(push("auth-secret"), secret);
        }
    }
}

impl Content for PushMessage {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut message = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::WebDavPush, "topic") => message.topic = Some(reader.trimmed_text()?),
                (Namespace::WebDavPush, "content-update") => {
                    message.content_update = Some(ContentUpdate::read(reader)?);
                }
                (Namespace::WebDavPush, "property-update") => {
                    message.property_update = Some(read_changed_names(reader)?);
                }
                _ => {}
            }
        }
        Ok(message)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(topic) = &self.topic {
            writer.text_element(push("topic"), topic);
        }
        if let Some(update) = &self.content_update {
            update.write_as(CONTENT_UPDATE, writer);
        }
        if let Some(names) = &self.property_update {
            writer.element(PROPERTY_UPDATE, |writer| {
                if !names.is_empty() {
                    write_names(names, writer);
                }
            });
        }
    }
}

impl Content for ContentUpdate {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut update = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == Name::dav("sync-token") {
                update.sync_token = Some(SyncToken::read(reader)?);
            }
        }
        Ok(update)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(token) = &self.sync_token {
            token.write_as(Name::dav("sync-token"), writer);
        }
    }
}

fn read_changed_names(reader: &mut ElementReader<'_>) -> Result<Vec<DavPropertyName>, XmlError> {
    let mut names = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PROP {
            names.append(&mut property::read_names(reader)?);
        }
    }
    Ok(names)
}

const fn push(local: &str) -> Name<'_> {
    Name::new(Namespace::WebDavPush, local)
}

const CONTENT_UPDATE: Name<'_> = push("content-update");
const PROPERTY_UPDATE: Name<'_> = push("property-update");
const WEB_PUSH_SUBSCRIPTION: Name<'_> = push("web-push-subscription");
const DEPTH: Name<'_> = Name::dav("depth");

#[cfg(test)]
mod tests;
