//! How much a request for many resources may hold.
//!
//! ```dtd
//! <!ELEMENT bulk-requests (simple?, crud?) >
//! <!ELEMENT simple (max-resources, max-bytes)>
//! <!ELEMENT crud   (max-resources, max-bytes)>
//! ```

use caldav_types::property::{BulkLimits, BulkRequests};

use crate::XmlError;
use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for BulkRequests {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut requests = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SIMPLE => requests.simple = Some(BulkLimits::read(reader)?),
                CRUD => requests.crud = Some(BulkLimits::read(reader)?),
                _ => {}
            }
        }
        Ok(requests)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for (name, limits) in [(SIMPLE, &self.simple), (CRUD, &self.crud)] {
            if let Some(limits) = limits {
                limits.write_as(name, writer);
            }
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for BulkLimits {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut limits = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                MAX_RESOURCES => limits.max_resources = read_limit(reader)?,
                MAX_BYTES => limits.max_bytes = read_limit(reader)?,
                _ => {}
            }
        }
        Ok(limits)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for (name, limit) in [(MAX_RESOURCES, self.max_resources), (MAX_BYTES, self.max_bytes)] {
            writer.element(name, |writer| {
                if let Some(limit) = limit {
                    limit.write(writer);
                }
            });
        }
    }
}

/// An empty element means that there is no limit.
fn read_limit(reader: &mut ElementReader<'_>) -> Result<Option<u64>, XmlError> {
    if reader.is_blank() {
        return reader.skip().map(|()| None);
    }
    u64::read(reader).map(Some)
}

const SIMPLE: Name<'_> = Name::new(Namespace::Me, "simple");
const CRUD: Name<'_> = Name::new(Namespace::Me, "crud");
const MAX_RESOURCES: Name<'_> = Name::new(Namespace::Me, "max-resources");
const MAX_BYTES: Name<'_> = Name::new(Namespace::Me, "max-bytes");
