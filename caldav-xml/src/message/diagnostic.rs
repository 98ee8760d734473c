//! Departures of messages that were read all the same.

use core::fmt;

use caldav_types::header::{HeaderError, MediaType};

use crate::{XmlDiagnostic, XmlError};

/// A departure of a message that was read all the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MessageDiagnostic {
    /// A field that does not have its form was left as it is.
    Header(HeaderError),
    /// The body is XML although its type is another one.
    MediaType(MediaType),
    /// The body is XML by its type, or looks like it, but cannot be read; it is kept as it is.
    Unreadable(XmlError),
    /// The field `Depth` of a DAV:sync-collection is not `0`
    /// ([RFC 6578 §3.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.2)).
    SyncDepth,
    /// A departure of the XML.
    Xml(XmlDiagnostic),
}

impl fmt::Display for MessageDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::MediaType(found) => write!(f, "expected a type of XML for XML, found {found}"),
            Self::Unreadable(error) => error.fmt(f),
            Self::SyncDepth => f.write_str("expected the depth 0 for a report of changes, found another"),
            Self::Xml(diagnostic) => diagnostic.fmt(f),
        }
    }
}
