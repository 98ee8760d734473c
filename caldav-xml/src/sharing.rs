//! Calendars that several users have.
//!
//! ```dtd
//! <!ELEMENT invite (organizer?, user*)>
//! <!ELEMENT user (DAV:href, common-name?, (invite-noresponse | invite-accepted | invite-declined | invite-invalid),
//!                 access, summary?)>
//! <!ELEMENT access (read | read-write)>
//! <!ELEMENT organizer (DAV:href, common-name?, (first-name, last-name)?)>
//! <!ELEMENT allowed-sharing-modes (can-be-shared?, can-be-published?)>
//! <!ELEMENT invite-notification (uid, DAV:href,
//!                                (invite-noresponse | invite-deleted | invite-accepted | invite-declined),
//!                                access, hosturl, organizer, summary?, CALDAV:supported-calendar-component-set?)>
//! <!ELEMENT invite-reply (DAV:href, (invite-accepted | invite-declined), hosturl, in-reply-to, summary?)>
//! <!ELEMENT shared-as (DAV:href)>
//! ```

use caldav_types::Href;
use caldav_types::property::ComponentSet;
use caldav_types::sharing::{
    AllowedSharingModes, Invite, InviteNotification, InviteReply, InviteStatus, Organizer, OwnCloudInvite,
    PersonName, SharedAs, SharingAccess, SharingUser,
};

use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::property::{read_href, read_one_href};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element};

mod sharee;

pub(crate) use sharee::SHAREE;

impl Content for Invite {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_invite(Namespace::CalendarServer, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_invite(self, Namespace::CalendarServer, writer);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for OwnCloudInvite {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_invite(Namespace::OwnCloud, reader).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_invite(&self.0, Namespace::OwnCloud, writer);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

fn read_invite(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<Invite, XmlError> {
    let mut invite = Invite::default();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == Name::new(namespace, "organizer") {
            match read_organizer(namespace, reader) {
                Ok(organizer) => invite.organizer = Some(organizer),
                Err(error) => reader.recover(error)?,
            }
        } else if child == Name::new(namespace, "user") {
            match read_user(namespace, reader) {
                Ok(user) => invite.users.push(user),
                Err(error) => reader.recover(error)?,
            }
        }
    }
    Ok(invite)
}

fn write_invite(invite: &Invite, namespace: Namespace, writer: &mut ElementWriter) {
    if let Some(organizer) = &invite.organizer {
        writer.element(Name::new(namespace, "organizer"), |writer| {
            write_organizer(organizer, namespace, writer);
        });
    }
    for user in &invite.users {
        writer.element(Name::new(namespace, "user"), |writer| write_user(user, namespace, writer));
    }
}

fn read_organizer(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<Organizer, XmlError> {
    let (mut href, mut name) = (None, PersonName::default());
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == HREF {
            href = Some(Href::read(reader)?);
        } else if child.namespace == namespace {
            read_person_name(child, &mut name, reader)?;
        }
    }
    Ok(Organizer { href: children.required(href, HREF, reader)?, name })
}

fn write_organizer(organizer: &Organizer, namespace: Namespace, writer: &mut ElementWriter) {
    organizer.href.write_as(HREF, writer);
    write_person_name(&organizer.name, namespace, writer);
}

/// Takes up a part of a name, if the open element is one.
pub(crate) fn read_person_name(
    child: Name<'_>,
    name: &mut PersonName,
    reader: &mut ElementReader<'_>,
) -> Result<(), XmlError> {
    match child.local {
        "common-name" => name.common = Some(reader.text()?.into()),
        "first-name" => name.first = Some(reader.text()?.into()),
        "last-name" => name.last = Some(reader.text()?.into()),
        _ => {}
    }
    Ok(())
}

pub(crate) fn write_person_name(name: &PersonName, namespace: Namespace, writer: &mut ElementWriter) {
    for (local_name, part) in
        [("common-name", &name.common), ("first-name", &name.first), ("last-name", &name.last)]
    {
        if let Some(part) = part {
            writer.text_element(Name::new(namespace, local_name), part);
        }
    }
}

fn read_user(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<SharingUser, XmlError> {
    let (mut href, mut common_name, mut status, mut access, mut summary) = (None, None, None, None, None);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == HREF {
            href = Some(Href::read(reader)?);
        } else if child.namespace == namespace {
            match child.local {
                "common-name" => common_name = Some(reader.text()?.into()),
                "access" => access = read_access(namespace, reader)?,
                "summary" => summary = Some(reader.text()?.into()),
                local => status = status.or_else(|| InviteStatus::known(local)),
            }
        }
    }
    Ok(SharingUser {
        href: children.required(href, HREF, reader)?,
        common_name,
        status: children.required(
            status,
            Name::new(namespace, InviteStatus::NoResponse.local_name()),
            reader,
        )?,
        access: children.required(access, Name::new(namespace, "access"), reader)?,
        summary,
    })
}

fn write_user(user: &SharingUser, namespace: Namespace, writer: &mut ElementWriter) {
    user.href.write_as(HREF, writer);
    write_text(user.common_name.as_deref(), Name::new(namespace, "common-name"), writer);
    writer.empty(Name::new(namespace, user.status.local_name()));
    write_access(&user.access, namespace, writer);
    write_text(user.summary.as_deref(), Name::new(namespace, "summary"), writer);
}

/// What stands in an element of access; the first child says it.
fn read_access(
    namespace: Namespace,
    reader: &mut ElementReader<'_>,
) -> Result<Option<SharingAccess>, XmlError> {
    let mut access = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if access.is_none() {
            access = Some(match child.local {
                "read" if child.namespace == namespace => SharingAccess::Read,
                "read-write" if child.namespace == namespace => SharingAccess::ReadWrite,
                _ => SharingAccess::Other(reader.expanded(child)?),
            });
        }
    }
    Ok(access)
}

fn write_access(access: &SharingAccess, namespace: Namespace, writer: &mut ElementWriter) {
    writer.element(Name::new(namespace, "access"), |writer| match access {
        SharingAccess::Read => writer.empty(Name::new(namespace, "read")),
        SharingAccess::ReadWrite => writer.empty(Name::new(namespace, "read-write")),
        SharingAccess::Other(name) => any_element::write_name(name, writer),
        // The enum may grow; without a word nothing is allowed.
        _ => {}
    });
}

/// Writes a text that may be absent.
fn write_text(text: Option<&str>, name: Name<'_>, writer: &mut ElementWriter) {
    if let Some(text) = text {
        writer.text_element(name, text);
    }
}

impl Content for AllowedSharingModes {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut modes = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::CalendarServer, "can-be-shared") => modes.can_be_shared = true,
                (Namespace::CalendarServer, "can-be-published") => modes.can_be_published = true,
                _ => {}
            }
        }
        Ok(modes)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if self.can_be_shared {
            writer.empty(calendar_server("can-be-shared"));
        }
        if self.can_be_published {
            writer.empty(calendar_server("can-be-published"));
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for InviteNotification {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let shared_type = reader.attribute("shared-type")?.map(Into::into);
        let (mut uid, mut href, mut status, mut access) = (None, None, None, None);
        let (mut host_url, mut organizer, mut summary, mut components) = (None, None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "href") => href = Some(Href::read(reader)?),
                (Namespace::CalendarServer, "uid") => uid = Some(reader.trimmed_text()?),
                (Namespace::CalendarServer, "access") => access = read_access(child.namespace, reader)?,
                (Namespace::CalendarServer, "hosturl") => host_url = read_href(reader)?,
                (Namespace::CalendarServer, "organizer") => {
                    organizer = Some(read_organizer(child.namespace, reader)?);
                }
                (Namespace::CalendarServer, "summary") => summary = Some(reader.text()?.into()),
                (Namespace::CalDav, "supported-calendar-component-set") => {
                    components = Some(ComponentSet::read(reader)?);
                }
                (Namespace::CalendarServer, local) => status = status.or_else(|| InviteStatus::known(local)),
                _ => {}
            }
        }
        Ok(Self {
            shared_type,
            uid: children.required(uid, calendar_server("uid"), reader)?,
            href: children.required(href, HREF, reader)?,
            status: children.required(
                status,
                calendar_server(InviteStatus::NoResponse.local_name()),
                reader,
            )?,
            access: children.required(access, calendar_server("access"), reader)?,
            host_url: children.required(host_url, calendar_server("hosturl"), reader)?,
            organizer: children.required(organizer, calendar_server("organizer"), reader)?,
            summary,
            components,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_shared_type(self.shared_type.as_deref(), writer);
        writer.text_element(calendar_server("uid"), &self.uid);
        self.href.write_as(HREF, writer);
        writer.empty(calendar_server(self.status.local_name()));
        write_access(&self.access, Namespace::CalendarServer, writer);
        write_host_url(&self.host_url, writer);
        writer.element(calendar_server("organizer"), |writer| {
            write_organizer(&self.organizer, Namespace::CalendarServer, writer);
        });
        write_text(self.summary.as_deref(), calendar_server("summary"), writer);
        if let Some(components) = &self.components {
            components.write_as(Name::caldav("supported-calendar-component-set"), writer);
        }
    }
}

impl Content for InviteReply {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let shared_type = reader.attribute("shared-type")?.map(Into::into);
        let (mut href, mut is_accepted, mut host_url) = (None, None, None);
        let (mut in_reply_to, mut summary, mut common_name) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "href") => href = Some(Href::read(reader)?),
                (Namespace::CalendarServer, "invite-accepted" | "invite-declined") => {
                    reader.once(&is_accepted, child)?;
                    is_accepted = Some(child.local == "invite-accepted");
                }
                (Namespace::CalendarServer, "hosturl") => host_url = read_href(reader)?,
                (Namespace::CalendarServer, "in-reply-to") => in_reply_to = Some(reader.trimmed_text()?),
                (Namespace::CalendarServer, "summary") => summary = Some(reader.text()?.into()),
                (Namespace::CalendarServer, "common-name") => common_name = Some(reader.text()?.into()),
                _ => {}
            }
        }
        Ok(Self {
            shared_type,
            href: children.required(href, HREF, reader)?,
            is_accepted: children.required(is_accepted, calendar_server("invite-accepted"), reader)?,
            host_url: children.required(host_url, calendar_server("hosturl"), reader)?,
            in_reply_to: children.required(in_reply_to, calendar_server("in-reply-to"), reader)?,
            summary,
            common_name,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_shared_type(self.shared_type.as_deref(), writer);
        self.href.write_as(HREF, writer);
        let status = if self.is_accepted { InviteStatus::Accepted } else { InviteStatus::Declined };
        writer.empty(calendar_server(status.local_name()));
        write_host_url(&self.host_url, writer);
        writer.text_element(calendar_server("in-reply-to"), &self.in_reply_to);
        write_text(self.summary.as_deref(), calendar_server("summary"), writer);
        write_text(self.common_name.as_deref(), calendar_server("common-name"), writer);
    }
}

fn write_shared_type(shared_type: Option<&str>, writer: &mut ElementWriter) {
    if let Some(shared_type) = shared_type {
        writer.attribute("shared-type", shared_type);
    }
}

fn write_host_url(href: &Href, writer: &mut ElementWriter) {
    writer.element(calendar_server("hosturl"), |writer| href.write_as(HREF, writer));
}

impl Content for SharedAs {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_one_href(reader).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.0.write_as(HREF, writer);
    }
}

const fn calendar_server(local: &str) -> Name<'_> {
    Name::new(Namespace::CalendarServer, local)
}

#[cfg(test)]
mod tests;
