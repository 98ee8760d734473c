//! LOCK.
//!
//! ```dtd
//! <!ELEMENT lockinfo (lockscope, locktype, owner?) >
//! <!ELEMENT owner ANY >
//! ```

use caldav_types::lock::{LockScope, LockType};
use caldav_types::property::AnyValue;
use caldav_types::request::LockInfo;

use crate::XmlError;
use crate::element::Content;
use crate::lock::{LOCK_SCOPE, LOCK_TYPE};
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for LockInfo {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut scope, mut lock_type, mut owner) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                LOCK_SCOPE => {
                    reader.once(&scope, child)?;
                    scope = Some(LockScope::read(reader)?);
                }
                LOCK_TYPE => {
                    reader.once(&lock_type, child)?;
                    lock_type = Some(LockType::read(reader)?);
                }
                OWNER => {
                    reader.once(&owner, child)?;
                    owner = Some(AnyValue::read(reader)?);
                }
                _ => {}
            }
        }
        Ok(Self {
            scope: children.required(scope, LOCK_SCOPE, reader)?,
            lock_type: children.required(lock_type, LOCK_TYPE, reader)?,
            owner,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.scope.write_as(LOCK_SCOPE, writer);
        self.lock_type.write_as(LOCK_TYPE, writer);
        if let Some(owner) = &self.owner {
            owner.write_as(OWNER, writer);
        }
    }
}

const OWNER: Name<'_> = Name::dav("owner");
