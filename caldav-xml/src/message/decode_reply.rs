//! From a reply of HTTP to what it means.

use caldav_types::header::{ContentLength, HeaderError, MediaType};
use caldav_types::message::{Content, Headers, Operation, Reply, ReplyBody, Request};
use http::StatusCode;

use super::{Decoded, MessageDiagnostic, ReplyError, ReplyErrorKind, take_content_encoding};
use crate::element;
use crate::name::Namespace;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlLimit, XmlOptions, document};

/// Reads the reply to a request.
///
/// Servers send XML with wrong types and pages for people with any status, so the content of a body decides what it is.
/// What is not known stays as it is, [`ReplyBody::Other`].
///
/// # Errors
///
/// The body of a 207, or that of a success whose use is its XML, cannot be read; strict reading refuses every
/// departure.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_xml::XmlOptions;
/// use caldav_xml::message::decode_reply;
/// let request = Request::new("/cal/".parse()?, Operation::Delete);
/// let wire = http::Response::builder().status(403).header("Content-Type", "text/html").body(
///     r#"<error xmlns="DAV:"><need-privileges/></error>"#,
/// )?;
/// let reply = decode_reply(&request, &wire, &XmlOptions::lenient())?;
/// assert!(reply.message.names(&caldav_types::Precondition::NeedPrivileges));
/// assert_eq!(reply.diagnostics.len(), 1, "the type is wrong");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode_reply<B: AsRef<[u8]>>(
    request: &Request,
    response: &http::Response<B>,
    options: &XmlOptions,
) -> Result<Decoded<Reply>, ReplyError> {
    let status = response.status();
    let mut incoming = Incoming {
        operation: &request.operation,
        status,
        octets: response.body().as_ref(),
        headers: Headers::from(response.headers().clone()),
        options: *options,
        diagnostics: Vec::new(),
    };
    let body = incoming.body().map_err(|kind| ReplyError::new(status, kind))?;
    let Incoming { headers, diagnostics, .. } = incoming;
    Ok(Decoded { message: Reply { status, headers, body }, diagnostics })
}

/// A reply while fields and body are taken from it.
struct Incoming<'r> {
    operation: &'r Operation,
    status: StatusCode,
    octets: &'r [u8],
    headers: Headers,
    options: XmlOptions,
    diagnostics: Vec<MessageDiagnostic>,
}

impl Incoming<'_> {
    fn body(&mut self) -> Result<ReplyBody, ReplyErrorKind> {
        for fault in self.headers.check_reply() {
            self.depart(ReplyErrorKind::Header(fault.clone()), MessageDiagnostic::Header(fault))?;
        }
        let is_head = matches!(self.operation, Operation::Head);
        let has_body = !is_head
            && !matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
            && !self.octets.trim_ascii().is_empty();
        if !is_head {
            // The transport has used it.
            self.headers.remove::<ContentLength>();
        }
        if !has_body {
            let missing = self.status == StatusCode::MULTI_STATUS && !is_head;
            return if missing { Err(ReplyErrorKind::MissingBody) } else { Ok(ReplyBody::Empty) };
        }
        let limit = self.options.limits.maximum(XmlLimit::Octets);
        if self.octets.len() as u64 > limit {
            return Err(ReplyErrorKind::TooLong(limit));
        }
        if take_content_encoding(&mut self.headers)?.is_some() {
            return Err(ReplyErrorKind::ContentEncoding);
        }
        // A type that is none stays where it is.
        let media_type = self.headers.take::<MediaType>().ok().flatten();
        let content = Content::new(media_type, self.octets);
        let is_xml = content.media_type.as_ref().is_some_and(MediaType::is_xml);
        let is_representation = matches!(self.operation, Operation::Get) && self.status.is_success();
        if !is_representation && (is_xml || content.looks_like_xml()) {
            if let Some(body) = self.xml(is_xml)? {
                if !is_xml && let Some(found) = content.media_type {
                    self.depart(ReplyErrorKind::MediaType, MessageDiagnostic::MediaType(found))?;
                }
                // One that is none stayed; the body has another now.
                self.headers.remove::<MediaType>();
                return Ok(body);
            }
        } else if self.status == StatusCode::MULTI_STATUS {
            return Err(ReplyErrorKind::MediaType);
        }
        Ok(if content.is_calendar() { ReplyBody::Calendar(content) } else { ReplyBody::Other(content) })
    }

    /// What the document says; `None` where it is for people, or nobody knows it.
    fn xml(&mut self, is_xml: bool) -> Result<Option<ReplyBody>, ReplyErrorKind> {
        let is_multistatus = self.status == StatusCode::MULTI_STATUS;
        match read(self.octets, &self.options, is_multistatus) {
            Ok((body, diagnostics)) => {
                self.diagnostics.extend(diagnostics.into_iter().map(MessageDiagnostic::Xml));
                Ok(body)
            }
            Err(error) if is_multistatus || (is_xml && self.needs_xml()) => Err(ReplyErrorKind::Xml(error)),
            Err(error) => {
                if is_xml {
                    self.depart(ReplyErrorKind::Xml(error.clone()), MessageDiagnostic::Unreadable(error))?;
                }
                Ok(None)
            }
        }
    }

    /// Is a reply of success to this operation of no use without its XML?
    fn needs_xml(&self) -> bool {
        self.status.is_success()
            && matches!(
                self.operation,
                Operation::Report { .. }
                    | Operation::Propfind { .. }
                    | Operation::Lock { .. }
                    | Operation::RefreshLock { .. }
                    | Operation::Post(_)
            )
    }

    /// Something that lenient reading accepts.
    fn depart(&mut self, error: ReplyErrorKind, diagnostic: MessageDiagnostic) -> Result<(), ReplyErrorKind> {
        if self.options.strict {
            return Err(error);
        }
        self.diagnostics.push(diagnostic);
        Ok(())
    }
}

impl From<HeaderError> for ReplyErrorKind {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}

/// The bodies of replies by their root.
fn read(
    octets: &[u8],
    options: &XmlOptions,
    is_multistatus: bool,
) -> Result<(Option<ReplyBody>, Vec<XmlDiagnostic>), XmlError> {
    document::read(octets, options, |reader, root| {
        Ok(Some(match root.parts() {
            (Namespace::Dav, "multistatus") => ReplyBody::Multistatus(element::Content::read(reader)?),
            (Namespace::Dav, "error") => ReplyBody::Error(element::Content::read(reader)?),
            (Namespace::Dav, "mkcol-response") => ReplyBody::Mkcol(element::Content::read(reader)?),
            (Namespace::CalDav, "mkcalendar-response") => {
                ReplyBody::Mkcalendar(element::Content::read(reader)?)
            }
            (Namespace::CalDav, "schedule-response") => {
                ReplyBody::ScheduleResponse(element::Content::read(reader)?)
            }
            (Namespace::Dav, "prop") => ReplyBody::Prop(element::Content::read(reader)?),
            (Namespace::CalendarServer, "shared-as") => ReplyBody::SharedAs(element::Content::read(reader)?),
            (Namespace::Dav, "principal-search-property-set") => {
                ReplyBody::PrincipalSearchPropertySet(element::Content::read(reader)?)
            }
            _ if is_multistatus => {
                let found = reader.expanded(root)?;
                return Err(reader.error(XmlErrorKind::UnexpectedRoot { found }));
            }
            _ => return Ok(None),
        }))
    })
}
