//! POST that shares a calendar.
//!
//! ```dtd
//! <!ELEMENT share (set | remove)*>
//! <!ELEMENT set (DAV:href, common-name?, summary?, (read | read-write))>
//! <!ELEMENT remove (DAV:href)>
//! <!ELEMENT DAV:share-resource (DAV:sharee*)>
//! <!ELEMENT DAV:invite-reply ((DAV:invite-accepted | DAV:invite-declined), DAV:create-in?, DAV:comment?)>
//! ```

use caldav_types::Href;
use caldav_types::request::{
    OwnCloudShare, PublishCalendar, ResourceInviteReply, Share, ShareInstruction, ShareResource,
    UnpublishCalendar,
};
use caldav_types::sharing::{InviteStatus, Sharee, SharingAccess};

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::property::read_href;
use crate::reader::ElementReader;
use crate::sharing::SHAREE;
use crate::writer::ElementWriter;

impl Content for Share {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_share(Namespace::CalendarServer, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_share(self, Namespace::CalendarServer, writer);
    }
}

impl Content for OwnCloudShare {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_share(Namespace::OwnCloud, reader).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_share(&self.0, Namespace::OwnCloud, writer);
    }
}

fn read_share(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<Share, XmlError> {
    let mut instructions = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == Name::new(namespace, "set") {
            instructions.push(read_set(namespace, reader)?);
        } else if child == Name::new(namespace, "remove") {
            let inside = reader.children();
            let href = read_href(reader)?;
            instructions.push(ShareInstruction::Remove(inside.required(href, HREF, reader)?));
        }
    }
    Ok(Share { instructions })
}

fn read_set(namespace: Namespace, reader: &mut ElementReader<'_>) -> Result<ShareInstruction, XmlError> {
    let (mut href, mut common_name, mut summary, mut access) = (None, None, None, None);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == HREF {
            reader.once(&href, child)?;
            href = Some(Href::read(reader)?);
            continue;
        }
        let granted = match child.local {
            _ if child.namespace != namespace => continue,
            "common-name" => {
                reader.once(&common_name, child)?;
                common_name = Some(reader.text()?.into());
                continue;
            }
            "summary" => {
                reader.once(&summary, child)?;
                summary = Some(reader.text()?.into());
                continue;
            }
            READ => SharingAccess::Read,
            READ_WRITE => SharingAccess::ReadWrite,
            _ => continue,
        };
        if access.replace(granted).is_some() {
            return Err(children.unexpected(child, reader));
        }
    }
    if namespace == Namespace::OwnCloud && access.is_none() {
        access = Some(SharingAccess::Read);
    }
    Ok(ShareInstruction::Set {
        href: children.required(href, HREF, reader)?,
        common_name,
        summary,
        access: children.required(access, Name::new(namespace, READ), reader)?,
    })
}

fn write_share(share: &Share, namespace: Namespace, writer: &mut ElementWriter) {
    for instruction in &share.instructions {
        match instruction {
            ShareInstruction::Set { href, common_name, summary, access } => {
                writer.element(Name::new(namespace, "set"), |writer| {
                    href.write_as(HREF, writer);
                    for (local, text) in [("common-name", common_name), ("summary", summary)] {
                        if let Some(text) = text {
                            writer.text_element(Name::new(namespace, local), text);
                        }
                    }
                    write_access(access, namespace, writer);
                });
            }
            ShareInstruction::Remove(href) => {
                writer.element(Name::new(namespace, "remove"), |writer| href.write_as(HREF, writer));
            }
        }
    }
}

fn write_access(access: &SharingAccess, namespace: Namespace, writer: &mut ElementWriter) {
    match access {
        SharingAccess::Read if namespace == Namespace::OwnCloud => {}
        SharingAccess::ReadWrite => writer.empty(Name::new(namespace, READ_WRITE)),
        // What a server would not understand grants no more than reading.
        _ => writer.empty(Name::new(namespace, READ)),
    }
}

/// Bodies of which the root says it all.
macro_rules! empty_bodies {
    ($($type:ident),+) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    reader.empty()?;
                    Ok(Self)
                }

                fn write(&self, _: &mut ElementWriter) {}
            }
        )+
    };
}

empty_bodies!(PublishCalendar, UnpublishCalendar);

impl Content for ShareResource {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut sharees = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == SHAREE {
                sharees.push(Sharee::read(reader)?);
            }
        }
        Ok(Self { sharees })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.sharees.iter().for_each(|sharee| sharee.write_as(SHAREE, writer));
    }
}

impl Content for ResourceInviteReply {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut is_accepted, mut create_in, mut comment) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                ACCEPTED | DECLINED if is_accepted.is_some() => return Err(reader.unexpected(child)),
                ACCEPTED | DECLINED => is_accepted = Some(child == ACCEPTED),
                CREATE_IN => {
                    reader.once(&create_in, child)?;
                    create_in = read_href(reader)?;
                }
                COMMENT => {
                    reader.once(&comment, child)?;
                    comment = Some(reader.text()?.into());
                }
                _ => {}
            }
        }
        Ok(Self { is_accepted: children.required(is_accepted, ACCEPTED, reader)?, create_in, comment })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.empty(if self.is_accepted { ACCEPTED } else { DECLINED });
        if let Some(href) = &self.create_in {
            writer.element(CREATE_IN, |writer| href.write_as(HREF, writer));
        }
        if let Some(comment) = &self.comment {
            writer.text_element(COMMENT, comment);
        }
    }
}

const READ: &str = "read";
const READ_WRITE: &str = "read-write";
const ACCEPTED: Name<'_> = Name::dav(InviteStatus::Accepted.local_name());
const DECLINED: Name<'_> = Name::dav(InviteStatus::Declined.local_name());
const CREATE_IN: Name<'_> = Name::dav("create-in");
const COMMENT: Name<'_> = Name::dav("comment");
