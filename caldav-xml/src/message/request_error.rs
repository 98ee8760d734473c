//! Why a request is refused before anything is looked up, and what to answer.

use core::fmt;
use std::error::Error;

use caldav_types::header::{HeaderError, MediaType};
use caldav_types::message::{Content, Reply, ReplyBody};
use caldav_types::{Depth, Method, Precondition, namespace};
use http::StatusCode;

use crate::{XmlError, XmlErrorKind, XmlLimit};

/// Why a request could not be read. It knows the status and the condition to answer with, and [`Reply`] can be made
/// of it.
///
/// ```
/// use caldav_types::message::Reply;
/// use caldav_xml::XmlOptions;
/// use caldav_xml::message::decode_request;
/// let request = http::Request::builder().method("MOVE").uri("/a.ics").body("")?;
/// let error = decode_request(&request, &XmlOptions::strict()).unwrap_err();
/// assert_eq!(error.status(), 400);
/// assert_eq!(error.to_string(), "expected the field Destination, found none");
/// assert_eq!(Reply::from(&error).status, 400);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RequestError {
    method: Method,
    kind: RequestErrorKind,
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// The value of a field does not have its form.
    Header(HeaderError),
    /// A field that the method needs is not there.
    MissingHeader(&'static str),
    /// A reach that the method does not have.
    Depth(Depth),
    /// A body that the method needs is not there.
    MissingBody,
    /// There is a body, which the method would ignore ([RFC 4918 §8.4](https://www.rfc-editor.org/rfc/rfc4918#section-8.4)).
    UnexpectedBody,
    /// The body is of another kind than the method takes.
    MediaType(Option<MediaType>),
    /// The body is compressed in a way that is not read here.
    ContentEncoding,
    /// The body is longer than so many octets.
    TooLong(u64),
    /// The body is no document of XML, or not the one that the method takes.
    Xml(XmlError),
    /// The query of the address does not keep a condition.
    Query(Precondition),
}

impl RequestError {
    pub(super) const fn new(method: Method, kind: RequestErrorKind) -> Self {
        Self { method, kind }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &RequestErrorKind {
        &self.kind
    }

    /// The method of the request.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The status to answer with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if let Some(status) = self.precondition().and_then(|it| StatusCode::from_u16(it.status()).ok()) {
            return status;
        }
        match &self.kind {
            RequestErrorKind::UnexpectedBody
            | RequestErrorKind::MediaType(_)
            | RequestErrorKind::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            RequestErrorKind::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            RequestErrorKind::Xml(error) => match error.kind() {
                XmlErrorKind::UnsupportedEncoding(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                // RFC 4918 §9.3: the kind of body is not supported.
                XmlErrorKind::UnexpectedRoot { .. }
                    if matches!(self.method, Method::Mkcol | Method::Mkcalendar) =>
                {
                    StatusCode::UNSUPPORTED_MEDIA_TYPE
                }
                XmlErrorKind::LimitExceeded { limit: XmlLimit::Octets | XmlLimit::Text, .. } => {
                    StatusCode::PAYLOAD_TOO_LARGE
                }
                _ => StatusCode::BAD_REQUEST,
            },
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The condition that was not kept, where the specifications have one for it.
    #[must_use]
    pub fn precondition(&self) -> Option<Precondition> {
        match &self.kind {
            RequestErrorKind::Query(precondition) => Some(precondition.clone()),
            RequestErrorKind::Xml(error) => match error.kind() {
                XmlErrorKind::DocType => Some(Precondition::NoExternalEntities),
                kind if kind.is_local() && is_in_filter(error) => Some(Precondition::ValidFilter),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Is it within a CALDAV:filter, of which [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8) says that
/// it has to be valid?
fn is_in_filter(error: &XmlError) -> bool {
    error.path().iter().any(|name| name.namespace() == namespace::CALDAV && name.local_name() == "filter")
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            RequestErrorKind::Header(error) => error.fmt(f),
            RequestErrorKind::MissingHeader(name) => write!(f, "expected the field {name}, found none"),
            RequestErrorKind::Depth(depth) => {
                write!(f, "expected a depth that {} has, found {depth}", self.method)
            }
            RequestErrorKind::MissingBody => write!(f, "expected a body of {}, found none", self.method),
            RequestErrorKind::UnexpectedBody => write!(f, "expected no body of {}, found one", self.method),
            RequestErrorKind::MediaType(None) => f.write_str("expected XML, found something else"),
            RequestErrorKind::MediaType(Some(found)) => write!(f, "expected XML, found {found}"),
            RequestErrorKind::ContentEncoding => {
                f.write_str("expected a body that is not compressed, found one that is")
            }
            RequestErrorKind::TooLong(limit) => {
                write!(f, "expected a body of at most {limit} octets, found a longer one")
            }
            RequestErrorKind::Xml(error) => error.fmt(f),
            RequestErrorKind::Query(precondition) => {
                write!(f, "expected a query that keeps {precondition}, found another")
            }
        }
    }
}

impl Error for RequestError {}

/// What to answer: the condition where there is one, else the words for people.
impl From<&RequestError> for Reply {
    fn from(error: &RequestError) -> Self {
        let body = match error.precondition() {
            Some(precondition) => ReplyBody::Error(precondition.into()),
            None => {
                let plain = MediaType::new("text", "plain").ok();
                let plain = plain.map(|plain| plain.with_parameter("charset", "utf-8"));
                ReplyBody::Other(Content::new(plain, format!("{error}\n")))
            }
        };
        Self::with_body(error.status(), body)
    }
}
