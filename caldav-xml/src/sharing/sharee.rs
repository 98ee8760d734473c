//! Someone a resource is shared with.
//!
//! ```dtd
//! <!ELEMENT sharee (href, prop?, comment?, share-access, (invite-noresponse | invite-accepted | invite-declined |
//!                   invite-invalid)?)>
//! <!ELEMENT share-access (not-shared | shared-owner | read | read-write | no-access)>
//! ```

use caldav_types::Href;
use caldav_types::sharing::{InviteStatus, ShareAccess, Sharee};

use super::write_text;
use crate::XmlError;
use crate::element::{Content, HREF, PROP};
use crate::name::{Name, Namespace};
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Sharee {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut properties, mut comment) = (None, Vec::new(), None);
        let (mut access, mut status) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "href") => href = Some(Href::read(reader)?),
                (Namespace::Dav, "prop") => properties = property::read_found(reader)?,
                (Namespace::Dav, "comment") => comment = Some(reader.text()?.into()),
                (Namespace::Dav, "share-access") => access = Some(ShareAccess::read(reader)?),
                (Namespace::Dav, local) => status = status.or_else(|| InviteStatus::known(local)),
                _ => {}
            }
        }
        let href = children.required(href, HREF, reader)?;
        let access = children.required(access, Name::dav("share-access"), reader)?;
        Ok(Self { href, properties, comment, access, status })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        if !self.properties.is_empty() {
            writer.element(PROP, |writer| {
                self.properties.iter().for_each(|one| property::write(one, writer));
            });
        }
        write_text(self.comment.as_deref(), Name::dav("comment"), writer);
        self.access.write_as(Name::dav("share-access"), writer);
        if let Some(status) = self.status {
            writer.empty(Name::dav(status.local_name()));
        }
    }
}

/// A DAV:share-access.
impl Content for ShareAccess {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.child_word(Name::dav("not-shared"), Self::known)
    }

    fn write(&self, writer: &mut ElementWriter) {
        let namespace = writer.namespace(self.namespace());
        writer.empty(Name::new(namespace, self.local_name()));
    }
}

pub(crate) const SHAREE: Name<'_> = Name::dav("sharee");
