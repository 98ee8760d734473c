//! Why a reply could not be read.

use core::fmt;
use std::error::Error;

use caldav_types::client::FailureKind;
use caldav_types::header::HeaderError;
use http::StatusCode;

use crate::XmlError;

/// Why a reply could not be read. Its status is known all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyError {
    status: StatusCode,
    kind: ReplyErrorKind,
}

/// What is wrong with a reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReplyErrorKind {
    /// The value of a field does not have its form; lenient reading leaves the field as it is.
    Header(HeaderError),
    /// A 207 has no body.
    MissingBody,
    /// The body is XML although its type is another one, or the other way round.
    MediaType,
    /// The body is compressed in a way that is not read here.
    ContentEncoding,
    /// The body is longer than so many octets.
    TooLong(u64),
    /// The body is no document of XML, or not the one that the reply needs.
    Xml(XmlError),
}

impl ReplyError {
    pub(super) const fn new(status: StatusCode, kind: ReplyErrorKind) -> Self {
        Self { status, kind }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ReplyErrorKind {
        &self.kind
    }

    /// The status of the reply.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReplyErrorKind::Header(error) => error.fmt(f),
            ReplyErrorKind::MissingBody => write!(f, "expected a body of {}, found none", self.status),
            ReplyErrorKind::MediaType => {
                f.write_str("expected a body of the type that it says, found another one")
            }
            ReplyErrorKind::ContentEncoding => {
                f.write_str("expected a body that is not compressed, found one that is")
            }
            ReplyErrorKind::TooLong(limit) => {
                write!(f, "expected a body of at most {limit} octets, found a longer one")
            }
            ReplyErrorKind::Xml(error) => error.fmt(f),
        }
    }
}

impl Error for ReplyError {}

/// What the machines of a client are told of it.
impl From<ReplyError> for FailureKind {
    fn from(_: ReplyError) -> Self {
        Self::Unreadable
    }
}

#[cfg(test)]
mod tests {
    use caldav_types::client::FailureKind;
    use caldav_types::message::{Operation, Request};

    use crate::XmlOptions;
    use crate::message::decode_reply;

    #[test]
    fn what_a_machine_is_told() {
        let request = Request::new("/cal/".parse().unwrap(), Operation::Delete);
        let wire = http::Response::builder().status(207).body("<multistatus").unwrap();
        let told = decode_reply(&request, &wire, &XmlOptions::lenient()).map_err(FailureKind::from);
        assert_eq!(told.unwrap_err(), FailureKind::Unreadable);
    }
}
