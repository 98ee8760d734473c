//! What a server tells a user.
//!
//! ```dtd
//! <!ELEMENT notification (dtstamp, XXX) >
//! <!ELEMENT systemstatus (DAV:href?, description?)>
//! <!ELEMENT quota-status (quota+)>
//! <!ELEMENT quota (quota-type, quota-percent-used?, quota-count?, DAV:href?)>
//! ```

use caldav_types::notification::{
    Importance, Notification, NotificationContent, Quota, QuotaSeverity, SystemStatus,
};
use caldav_types::sharing::{InviteNotification, InviteReply};
use caldav_types::{AnyElement, Href, InternetDateTime, LocalizedText};

use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element};

mod resource_change;

impl Content for Notification {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut stamp, mut content) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == DTSTAMP {
                stamp = Some(read_stamp(reader)?);
            } else if content.is_none() {
                content = Some(read_content(child, reader)?);
            }
        }
        if stamp.is_none() {
            children.tolerate_missing(DTSTAMP, reader)?;
        }
        match content {
            Some(content) => Ok(Self { stamp: stamp.flatten(), content }),
            None => Err(children.expected("an element of a type of notification", reader)),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(stamp) = &self.stamp {
            stamp.write_as(DTSTAMP, writer);
        }
        match &self.content {
            NotificationContent::SystemStatus(status) => status.write_as(SYSTEM_STATUS, writer),
            NotificationContent::QuotaStatus(quotas) => writer.element(QUOTA_STATUS, |writer| {
                quotas.iter().for_each(|quota| quota.write_as(QUOTA, writer));
            }),
            NotificationContent::ResourceChange(changes) => writer.element(RESOURCE_CHANGE, |writer| {
                changes.iter().for_each(|change| resource_change::write(change, writer));
            }),
            NotificationContent::Invite(invite) => invite.write_as(INVITE_NOTIFICATION, writer),
            NotificationContent::InviteReply(reply) => reply.write_as(INVITE_REPLY, writer),
            NotificationContent::Other(element) => any_element::write(element, writer),
            // The enum may grow; a notification of nothing is ignored by who reads it.
            _ => {}
        }
    }
}

fn read_content(child: Name<'_>, reader: &mut ElementReader<'_>) -> Result<NotificationContent, XmlError> {
    Ok(match child {
        SYSTEM_STATUS => NotificationContent::SystemStatus(SystemStatus::read(reader)?),
        QUOTA_STATUS => NotificationContent::QuotaStatus(reader.each(QUOTA, Quota::read)?),
        RESOURCE_CHANGE => NotificationContent::ResourceChange(resource_change::read_all(reader)?),
        INVITE_NOTIFICATION => NotificationContent::Invite(Box::new(InviteNotification::read(reader)?)),
        INVITE_REPLY => NotificationContent::InviteReply(Box::new(InviteReply::read(reader)?)),
        other => NotificationContent::Other(any_element::capture(reader, other)?),
    })
}

/// A CS:dtstamp in one of its two forms; `None` with a diagnostic where it has neither.
fn read_stamp(reader: &mut ElementReader<'_>) -> Result<Option<InternetDateTime>, XmlError> {
    let text = reader.trimmed_text()?;
    let stamp = InternetDateTime::of_any_form(&text);
    if stamp.is_none() {
        let error = reader.value_error("a date and time", &text);
        reader.tolerate(error.kind().clone())?;
    }
    Ok(stamp)
}

impl Content for SystemStatus {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let importance = match reader.attribute("type")?.as_deref() {
            None => Importance::default(),
            Some(word) => [Importance::Low, Importance::Medium, Importance::High]
                .into_iter()
                .find(|importance| importance.as_str() == word)
                .ok_or_else(|| reader.value_error("\"low\", \"medium\" or \"high\"", word))?,
        };
        let mut status = Self { importance, ..Self::default() };
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == HREF {
                status.href = Some(Href::read(reader)?);
            } else if child == DESCRIPTION {
                status.description = Some(LocalizedText::read(reader)?);
            }
        }
        Ok(status)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("type", self.importance.as_str());
        if let Some(href) = &self.href {
            href.write_as(HREF, writer);
        }
        if let Some(description) = &self.description {
            description.write_as(DESCRIPTION, writer);
        }
    }
}

impl Content for Quota {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let severity = match reader.attribute("type")?.as_deref() {
            None | Some("exceeded") => QuotaSeverity::Exceeded,
            Some("warning") => QuotaSeverity::Warning,
            Some(word) => return Err(reader.value_error("\"warning\" or \"exceeded\"", word)),
        };
        let mut quota = Self { severity, ..Self::default() };
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::CalendarServer, "quota-type") => {
                    quota.kinds = Vec::<AnyElement>::read(reader)?;
                }
                (Namespace::CalendarServer, "quota-percent-used") => {
                    quota.percent_used = Some(u64::read(reader)?);
                }
                (Namespace::CalendarServer, "quota-count") => quota.count = Some(u64::read(reader)?),
                (Namespace::Dav, "href") => quota.href = Some(Href::read(reader)?),
                _ => {}
            }
        }
        Ok(quota)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("type", self.severity.as_str());
        self.kinds.write_as(calendar_server("quota-type"), writer);
        write_number(self.percent_used, "quota-percent-used", writer);
        write_number(self.count, "quota-count", writer);
        if let Some(href) = &self.href {
            href.write_as(HREF, writer);
        }
    }
}

fn write_number(number: Option<u64>, local_name: &str, writer: &mut ElementWriter) {
    if let Some(number) = number {
        number.write_as(calendar_server(local_name), writer);
    }
}

const fn calendar_server(local: &str) -> Name<'_> {
    Name::new(Namespace::CalendarServer, local)
}

const DTSTAMP: Name<'_> = calendar_server("dtstamp");
const SYSTEM_STATUS: Name<'_> = calendar_server("systemstatus");
const DESCRIPTION: Name<'_> = calendar_server("description");
const QUOTA_STATUS: Name<'_> = calendar_server("quota-status");
const QUOTA: Name<'_> = calendar_server("quota");
const RESOURCE_CHANGE: Name<'_> = calendar_server("resource-change");
const INVITE_NOTIFICATION: Name<'_> = calendar_server("invite-notification");
const INVITE_REPLY: Name<'_> = calendar_server("invite-reply");

#[cfg(test)]
mod tests;
