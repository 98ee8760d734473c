//! What one may be allowed to do with a resource.
//!
//! ```dtd
//! <!ELEMENT privilege ANY>
//! <!ELEMENT current-user-privilege-set (privilege*)>
//! ```

use caldav_types::{Privilege, PrivilegeSet};

use crate::XmlError;
use crate::element::Content;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PrivilegeSet {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_all(reader).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.0.iter().for_each(|privilege| privilege.write_as(PRIVILEGE, writer));
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// A DAV:privilege.
impl Content for Privilege {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.child_word(PRIVILEGE, Self::known)
    }

    fn write(&self, writer: &mut ElementWriter) {
        let namespace = writer.namespace(self.namespace());
        writer.empty(Name::new(namespace, self.local_name()));
    }
}

/// The privileges in the innermost open element. Some servers put several into one DAV:privilege.
pub(crate) fn read_all(reader: &mut ElementReader<'_>) -> Result<Vec<Privilege>, XmlError> {
    let mut privileges = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child != PRIVILEGE {
            continue;
        }
        let names = reader.children();
        while let Some(name) = names.next(reader)? {
            privileges.push(reader.name_word(name, Privilege::known)?);
        }
    }
    Ok(privileges)
}

pub(crate) const PRIVILEGE: Name<'_> = Name::dav("privilege");
