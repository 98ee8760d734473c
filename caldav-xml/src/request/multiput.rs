//! POST of many changes at once.
//!
//! ```dtd
//! <!ELEMENT multiput (resource)+>
//! <!ELEMENT resource ((DAV:set) | (DAV:href, if-match?, DAV:set?, DAV:remove?) | (DAV:href, if-match?, delete))>
//! <!ELEMENT if-match (DAV:getetag)>
//! <!ELEMENT delete EMPTY>
//! ```

use caldav_types::request::{BulkChange, Multiput};
use caldav_types::{EntityTag, Href};

use super::set::{self, REMOVE, SET};
use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::prop;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Multiput {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut changes = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == RESOURCE {
                changes.push(BulkChange::read(reader)?);
            }
        }
        if changes.is_empty() {
            return Err(children.missing(RESOURCE, reader));
        }
        Ok(Self { changes })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.changes.iter().for_each(|change| change.write_as(RESOURCE, writer));
    }
}

impl Content for BulkChange {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut if_match, mut set, mut remove) = (None, None, None, None);
        let mut delete = false;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => {
                    reader.once(&href, child)?;
                    href = Some(Href::read(reader)?);
                }
                IF_MATCH => {
                    reader.once(&if_match, child)?;
                    if_match = Some(read_if_match(reader)?);
                }
                SET => {
                    reader.once(&set, child)?;
                    set = Some(set::read_bulk(reader)?);
                }
                REMOVE => {
                    reader.once(&remove, child)?;
                    remove = Some(set::read_removed(reader)?);
                }
                DELETE => delete = true,
                _ => {}
            }
        }
        if delete && (set.is_some() || remove.is_some()) {
            return Err(children.unexpected(DELETE, reader));
        }
        let is_change = delete || if_match.is_some() || remove.is_some();
        match (href, set) {
            (Some(href), _) if delete => Ok(Self::Delete { href, if_match }),
            (Some(href), set) => Ok(Self::Update {
                href,
                if_match,
                set: set.unwrap_or_default(),
                remove: remove.unwrap_or_default(),
            }),
            (None, _) if is_change => Err(children.missing(HREF, reader)),
            (None, set) => Ok(Self::Create { set: children.required(set, SET, reader)? }),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::Create { set } => set::write(set, writer),
            Self::Update { href, if_match, set, remove } => {
                write_target(href, if_match.as_ref(), writer);
                if !set.is_empty() {
                    set::write(set, writer);
                }
                if !remove.is_empty() {
                    writer.element(REMOVE, |writer| prop::write_names(remove, writer));
                }
            }
            Self::Delete { href, if_match } => {
                write_target(href, if_match.as_ref(), writer);
                writer.empty(DELETE);
            }
        }
    }
}

fn read_if_match(reader: &mut ElementReader<'_>) -> Result<EntityTag, XmlError> {
    let mut tag = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == GETETAG {
            reader.once(&tag, child)?;
            tag = Some(EntityTag::read(reader)?);
        }
    }
    children.required(tag, GETETAG, reader)
}

fn write_target(href: &Href, if_match: Option<&EntityTag>, writer: &mut ElementWriter) {
    href.write_as(HREF, writer);
    if let Some(tag) = if_match {
        writer.element(IF_MATCH, |writer| tag.write_as(GETETAG, writer));
    }
}

const RESOURCE: Name<'_> = Name::new(Namespace::Me, "resource");
const IF_MATCH: Name<'_> = Name::new(Namespace::Me, "if-match");
const DELETE: Name<'_> = Name::new(Namespace::Me, "delete");
const GETETAG: Name<'_> = Name::dav("getetag");
