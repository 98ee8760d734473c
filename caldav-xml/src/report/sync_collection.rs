//! What changed in a collection.
//!
//! ```dtd
//! <!ELEMENT sync-collection (sync-token, sync-level, limit?, prop)>
//! ```

use caldav_types::SyncToken;
use caldav_types::report::{RequestedProp, SyncCollection, SyncLevel};

use super::limit;
use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for SyncCollection {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut sync_token, mut level, mut most, mut prop) = (None, None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SYNC_TOKEN => {
                    reader.once(&sync_token, child)?;
                    sync_token = Some(SyncToken::read(reader)?);
                }
                SYNC_LEVEL => {
                    reader.once(&level, child)?;
                    level = Some(read_level(reader)?);
                }
                LIMIT => {
                    reader.once(&most, child)?;
                    most = Some(limit::read(Namespace::Dav, reader)?);
                }
                PROP => {
                    reader.once(&prop, child)?;
                    prop = Some(RequestedProp::read(reader)?);
                }
                _ => {}
            }
        }
        for (name, missing) in [(SYNC_TOKEN, sync_token.is_none()), (PROP, prop.is_none())] {
            if missing {
                children.tolerate_missing(name, reader)?;
            }
        }
        // Without a level the field Depth of the request stands in (appendix A).
        Ok(Self {
            sync_token: sync_token.unwrap_or_default(),
            level,
            limit: most,
            prop: prop.unwrap_or_default(),
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.sync_token.write_as(SYNC_TOKEN, writer);
        if let Some(level) = self.level {
            writer.text_element(SYNC_LEVEL, level.as_str());
        }
        limit::write(self.limit, Namespace::Dav, writer);
        self.prop.write_as(PROP, writer);
    }
}

fn read_level(reader: &mut ElementReader<'_>) -> Result<SyncLevel, XmlError> {
    let text = reader.text()?;
    match text.trim() {
        // The word of the field Depth.
        "infinity" => {
            reader.other_form(LEVEL, "infinity")?;
            Ok(SyncLevel::Infinite)
        }
        level => SyncLevel::new(level).ok_or_else(|| reader.value_error(LEVEL, &text)),
    }
}

const SYNC_TOKEN: Name<'_> = Name::dav("sync-token");
const SYNC_LEVEL: Name<'_> = Name::dav("sync-level");
const LIMIT: Name<'_> = Name::dav("limit");
const LEVEL: &str = "\"1\" or \"infinite\"";
