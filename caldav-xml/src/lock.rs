//! Locks on resources.
//!
//! ```dtd
//! <!ELEMENT activelock (lockscope, locktype, depth, owner?, timeout?, locktoken?, lockroot)>
//! <!ELEMENT lockentry (lockscope, locktype) >
//! <!ELEMENT lockscope (exclusive | shared) >
//! <!ELEMENT locktype (write) >
//! ```

use caldav_types::lock::{ActiveLock, LockEntry, LockScope, LockType};
use caldav_types::property::AnyValue;

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::property::read_href;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ActiveLock {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut scope, mut lock_type, mut depth, mut owner) = (None, None, None, None);
        let (mut timeout, mut token, mut root) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "lockscope") => scope = Some(LockScope::read(reader)?),
                (Namespace::Dav, "locktype") => lock_type = Some(LockType::read(reader)?),
                (Namespace::Dav, "depth") => {
                    depth = Some(reader.parsed_text("\"0\", \"1\" or \"infinity\"")?);
                }
                (Namespace::Dav, "owner") => owner = Some(AnyValue::read(reader)?),
                (Namespace::Dav, "timeout") => {
                    timeout = Some(reader.parsed_text("\"Infinite\" or \"Second-\" and a number")?);
                }
                (Namespace::Dav, "locktoken") => token = read_href(reader)?,
                (Namespace::Dav, "lockroot") => root = read_href(reader)?,
                _ => {}
            }
        }
        let token = match token {
            Some(token) => {
                Some(token.as_str().parse().map_err(|_| reader.value_error("a URI", token.as_str()))?)
            }
            None => None,
        };
        if root.is_none() {
            children.tolerate_missing(Name::dav("lockroot"), reader)?;
        }
        Ok(Self {
            scope: children.required(scope, LOCK_SCOPE, reader)?,
            lock_type: children.required(lock_type, LOCK_TYPE, reader)?,
            depth: children.required(depth, Name::dav("depth"), reader)?,
            owner,
            timeout,
            token,
            root,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.scope.write_as(LOCK_SCOPE, writer);
        self.lock_type.write_as(LOCK_TYPE, writer);
        writer.text_element(Name::dav("depth"), self.depth.as_str());
        if let Some(owner) = &self.owner {
            owner.write_as(Name::dav("owner"), writer);
        }
        if let Some(timeout) = &self.timeout {
            writer.text_element(Name::dav("timeout"), &timeout.to_string());
        }
        if let Some(token) = &self.token {
            writer.element(Name::dav("locktoken"), |writer| writer.text_element(HREF, token.as_str()));
        }
        if let Some(root) = &self.root {
            writer.element(Name::dav("lockroot"), |writer| root.write_as(HREF, writer));
        }
    }
}

impl Content for LockEntry {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut scope, mut lock_type) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == LOCK_SCOPE {
                scope = Some(LockScope::read(reader)?);
            } else if child == LOCK_TYPE {
                lock_type = Some(LockType::read(reader)?);
            }
        }
        Ok(Self {
            scope: children.required(scope, LOCK_SCOPE, reader)?,
            lock_type: children.required(lock_type, LOCK_TYPE, reader)?,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.scope.write_as(LOCK_SCOPE, writer);
        self.lock_type.write_as(LOCK_TYPE, writer);
    }
}

/// A DAV:lockscope.
impl Content for LockScope {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.child_word(Name::dav("exclusive"), Self::known)
    }

    fn write(&self, writer: &mut ElementWriter) {
        let namespace = writer.namespace(self.namespace());
        writer.empty(Name::new(namespace, self.local_name()));
    }
}

/// A DAV:locktype.
impl Content for LockType {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.child_word(Name::dav("write"), Self::known)
    }

    fn write(&self, writer: &mut ElementWriter) {
        let namespace = writer.namespace(self.namespace());
        writer.empty(Name::new(namespace, self.local_name()));
    }
}

pub(crate) const LOCK_SCOPE: Name<'_> = Name::dav("lockscope");
pub(crate) const LOCK_TYPE: Name<'_> = Name::dav("locktype");
