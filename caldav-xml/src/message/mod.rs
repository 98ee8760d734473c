//! Messages of HTTP, read into what they mean and written from it.
//!
//! A server decodes requests and encodes replies, a client the other way round. Neither sends anything: octets come in
//! and go out.
//!
//! ```
//! use caldav_types::message::{Operation, Reply};
//! use caldav_xml::XmlOptions;
//! use caldav_xml::message::{decode_request, encode_reply};
//! let wire = http::Request::builder()
//!     .method("PROPFIND")
//!     .uri("/cal/")
//!     .header("Depth", "1")
//!     .header("Content-Type", "application/xml")
//!     .body(r#"<propfind xmlns="DAV:"><propname/></propfind>"#)?;
//! let reply = match decode_request(&wire, &XmlOptions::strict()) {
//!     Ok(decoded) => match decoded.message.operation {
//!         Operation::Propfind { .. } => Reply::new(http::StatusCode::NOT_FOUND),
//!         _ => Reply::new(http::StatusCode::METHOD_NOT_ALLOWED),
//!     },
//!     Err(error) => Reply::from(&error),
//! };
//! assert_eq!(encode_reply(&reply)?.status(), 404);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use caldav_types::header::{ContentEncoding, HeaderError, MediaType};
use caldav_types::message::Headers;

mod decode_reply;
mod decode_request;
mod diagnostic;
mod encode_reply;
mod encode_request;
mod reply_error;
mod request_error;

pub use decode_reply::decode_reply;
pub use decode_request::decode_request;
pub use diagnostic::MessageDiagnostic;
pub use encode_reply::encode_reply;
pub use encode_request::encode_request;
pub use reply_error::{ReplyError, ReplyErrorKind};
pub use request_error::{RequestError, RequestErrorKind};

/// A message that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<M> {
    /// What it says.
    pub message: M,
    /// What was read although it departs from the specifications, or was ignored because it does.
    pub diagnostics: Vec<MessageDiagnostic>,
}

/// Takes `Content-Encoding` out: the codings of the body, `None` where it is as it is.
fn take_content_encoding(headers: &mut Headers) -> Result<Option<ContentEncoding>, HeaderError> {
    Ok(headers.take::<ContentEncoding>()?.filter(|encoding| !encoding.is_identity()))
}

/// The body of a message on its way out, with the kind of data that it is.
#[derive(Debug, Default)]
struct Outgoing {
    media_type: Option<MediaType>,
    octets: Vec<u8>,
}

impl Outgoing {
    fn xml(document: String) -> Self {
        Self { media_type: Some(MediaType::xml()), octets: document.into_bytes() }
    }
}
