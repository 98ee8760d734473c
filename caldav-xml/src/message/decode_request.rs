//! From a request of HTTP to what it means.

use caldav_types::acl::Acl;
use caldav_types::header::{
    ContentLength, Destination, Header, HeaderError, If, LockToken, MediaType, Overwrite,
};
use caldav_types::message::{Content, Headers, Operation, Post, Request};
use caldav_types::report::Report;
use caldav_types::request::{LockInfo, Mkcalendar, Mkcol, Propfind, Proppatch};
use caldav_types::{Depth, Method, PostAction};

use super::{Decoded, MessageDiagnostic, RequestError, RequestErrorKind, take_content_encoding};
use crate::element;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::{Body, XmlDiagnostic, XmlError, XmlLimit, XmlOptions, document};

/// Reads a request. Whether the resource has the method, and all that its state decides, is for the server to see.
///
/// # Errors
///
/// A field that decides what is done does not have its form or is missing, or the body is not what the method takes:
/// see [`RequestError`], which is the answer too.
pub fn decode_request<B: AsRef<[u8]>>(
    request: &http::Request<B>,
    options: &XmlOptions,
) -> Result<Decoded<Request>, RequestError> {
    let method = Method::from(request.method().clone());
    let mut incoming = Incoming {
        octets: request.body().as_ref(),
        query: request.uri().query().unwrap_or(""),
        headers: Headers::from(request.headers().clone()),
        options: *options,
        diagnostics: Vec::new(),
    };
    let operation = incoming.operation(&method).map_err(|kind| RequestError::new(method, kind))?;
    let Incoming { headers, diagnostics, .. } = incoming;
    Ok(Decoded { message: Request { target: request.uri().clone(), headers, operation }, diagnostics })
}

/// A request while fields and body are taken from it.
struct Incoming<'r> {
    octets: &'r [u8],
    query: &'r str,
    headers: Headers,
    options: XmlOptions,
    diagnostics: Vec<MessageDiagnostic>,
}

impl Incoming<'_> {
    fn operation(&mut self, method: &Method) -> Result<Operation, RequestErrorKind> {
        let ignored = self.headers.check_request()?;
        self.diagnostics.extend(ignored.into_iter().map(MessageDiagnostic::Header));
        // The transport has used it.
        self.headers.remove::<ContentLength>();
        let limit = self.options.limits.maximum(XmlLimit::Octets);
        if self.octets.len() as u64 > limit {
            return Err(RequestErrorKind::TooLong(limit));
        }
        if take_content_encoding(&mut self.headers)?.is_some() && !self.octets.is_empty() {
            return Err(RequestErrorKind::ContentEncoding);
        }
        Ok(match method {
            Method::Options => self.without_body(Operation::Options)?,
            Method::Get => self.without_body(Operation::Get)?,
            Method::Head => self.without_body(Operation::Head)?,
            Method::Delete => self.without_body(Operation::Delete)?,
            Method::Put => Operation::Put(self.content()?),
            Method::Post => Operation::Post(self.post()?),
            Method::Propfind => {
                let body = self.xml::<Propfind>()?;
                Operation::Propfind {
                    depth: self.headers.take()?.unwrap_or(Depth::Infinity),
                    body: body.unwrap_or(Propfind::AllProp { include: Vec::new() }),
                }
            }
            Method::Proppatch => {
                Operation::Proppatch(self.whole_xml::<Proppatch>()?.ok_or(RequestErrorKind::MissingBody)?)
            }
            Method::Mkcol => Operation::Mkcol(self.whole_xml::<Mkcol>()?.unwrap_or_default()),
            Method::Mkcalendar => Operation::Mkcalendar(self.whole_xml::<Mkcalendar>()?.unwrap_or_default()),
            Method::Copy => {
                let depth = self.zero_or_infinity()?;
                let Destination(destination) = self.required()?;
                let overwrite = self.overwrite()?;
                self.without_body(Operation::Copy { destination, depth, overwrite })?
            }
            Method::Move => {
                let Destination(destination) = self.required()?;
                let overwrite = self.overwrite()?;
                self.without_body(Operation::Move { destination, overwrite })?
            }
            Method::Lock => self.lock()?,
            Method::Unlock => {
                let LockToken(token) = self.required()?;
                self.without_body(Operation::Unlock { token })?
            }
            Method::Acl => Operation::Acl(self.whole_xml::<Acl>()?.ok_or(RequestErrorKind::MissingBody)?),
            Method::Report => {
                let body = self.xml::<Report>()?.ok_or(RequestErrorKind::MissingBody)?;
                Operation::Report { depth: self.report_depth(&body)?, body }
            }
            method => Operation::Other { method: method.clone(), content: self.content_if_any()? },
        })
    }

    /// RFC 4918 §9.10.2: without a body it is a refresh, of the lock that `If` names.
    fn lock(&mut self) -> Result<Operation, RequestErrorKind> {
        let body = self.whole_xml::<LockInfo>()?;
        // One that cannot be read is one that the server does not heed.
        let timeout = self.headers.take().ok().flatten();
        match body {
            Some(body) => Ok(Operation::Lock { depth: self.zero_or_infinity()?, timeout, body }),
            None if self.headers.get::<If>().is_some() => {
                self.headers.remove::<Depth>();
                Ok(Operation::RefreshLock { timeout })
            }
            None => Err(RequestErrorKind::MissingBody),
        }
    }

    /// The reach of COPY (RFC 4918 §9.8.3) and LOCK (§9.10.3).
    fn zero_or_infinity(&mut self) -> Result<Depth, RequestErrorKind> {
        match self.headers.take()? {
            None => Ok(Depth::Infinity),
            Some(Depth::One) => Err(RequestErrorKind::Depth(Depth::One)),
            Some(depth) => Ok(depth),
        }
    }

    fn required<H: Header>(&mut self) -> Result<H, RequestErrorKind> {
        self.headers.take()?.ok_or(RequestErrorKind::MissingHeader(H::NAME))
    }

    fn overwrite(&mut self) -> Result<bool, RequestErrorKind> {
        Ok(self.headers.take::<Overwrite>()?.is_none_or(|overwrite| overwrite.0))
    }

    /// RFC 6578 §3.2 defines a report of changes for a depth of 0 alone. Its drafts had the level there.
    fn report_depth(&mut self, body: &Report) -> Result<Option<Depth>, RequestErrorKind> {
        let depth = self.headers.take()?;
        let (Report::SyncCollection(_), Some(found @ (Depth::One | Depth::Infinity))) = (body, depth) else {
            return Ok(depth);
        };
        if self.options.strict {
            return Err(RequestErrorKind::Depth(found));
        }
        self.diagnostics.push(MessageDiagnostic::SyncDepth);
        Ok(depth)
    }

    /// RFC 4918 §8.4: a body that would be ignored is refused.
    fn without_body(&self, operation: Operation) -> Result<Operation, RequestErrorKind> {
        if self.has_body() { Err(RequestErrorKind::UnexpectedBody) } else { Ok(operation) }
    }

    fn has_body(&self) -> bool {
        !self.octets.trim_ascii().is_empty()
    }

    fn content(&mut self) -> Result<Content, RequestErrorKind> {
        Ok(Content::new(self.headers.take()?, self.octets))
    }

    /// The content with its type; without content the type stays where it is.
    fn content_if_any(&mut self) -> Result<Content, RequestErrorKind> {
        if self.octets.is_empty() { Ok(Content::default()) } else { self.content() }
    }

    /// The body of a request that changes something: what lenient reading would leave out is an error, lest a part of
    /// what is asked for be done.
    fn whole_xml<T: Body>(&mut self) -> Result<Option<T>, RequestErrorKind> {
        let before = self.diagnostics.len();
        let body = self.xml()?;
        let is_part =
            |it: &MessageDiagnostic| matches!(it, MessageDiagnostic::Xml(it) if it.kind.leaves_out());
        if self.diagnostics.iter().skip(before).any(is_part) {
            let strict = XmlOptions { strict: true, ..self.options };
            return Ok(Some(T::from_xml(self.octets, &strict)?.value));
        }
        Ok(body)
    }

    /// The body, if there is one. Many clients send XML with a wrong type, so the content decides.
    fn xml<T: Body>(&mut self) -> Result<Option<T>, RequestErrorKind> {
        let Content { media_type, .. } = self.content()?;
        if !self.has_body() {
            return Ok(None);
        }
        if media_type.as_ref().is_some_and(|media_type| !media_type.is_xml()) {
            let looks_like_xml = Content::new(None, self.octets).looks_like_xml();
            match media_type {
                Some(found) if looks_like_xml && !self.options.strict => {
                    self.diagnostics.push(MessageDiagnostic::MediaType(found));
                }
                found => return Err(RequestErrorKind::MediaType(found)),
            }
        }
        let read = T::from_xml(self.octets, &self.options)?;
        self.note(read.diagnostics);
        Ok(Some(read.value))
    }

    fn note(&mut self, diagnostics: Vec<XmlDiagnostic>) {
        self.diagnostics.extend(diagnostics.into_iter().map(MessageDiagnostic::Xml));
    }

    fn post(&mut self) -> Result<Post, RequestErrorKind> {
        if let Some(action) = PostAction::from_query(self.query).map_err(RequestErrorKind::Query)? {
            let content = match action {
                PostAction::AttachmentRemove { .. } | PostAction::Split { .. } if self.has_body() => {
                    return Err(RequestErrorKind::UnexpectedBody);
                }
                _ => self.content_if_any()?,
            };
            return Ok(Post::Action { action, content });
        }
        let content = self.content()?;
        let is_xml = content.media_type.as_ref().is_none_or(MediaType::is_xml);
        if !content.looks_like_xml() {
            return Ok(Post::Content(content));
        }
        match document::read(self.octets, &self.options, read_post) {
            Ok((Some(_), diagnostics)) if diagnostics.iter().any(|it| it.kind.leaves_out()) => {
                // What is read strictly has no part left out.
                let options = XmlOptions { strict: true, ..self.options };
                let error = document::read(self.octets, &options, read_post).err();
                Err(error.map_or(RequestErrorKind::MediaType(content.media_type), RequestErrorKind::Xml))
            }
            Ok((Some(post), diagnostics)) => {
                if let Some(found) = content.media_type.filter(|_| !is_xml) {
                    if self.options.strict {
                        return Err(RequestErrorKind::MediaType(Some(found)));
                    }
                    self.diagnostics.push(MessageDiagnostic::MediaType(found));
                }
                self.note(diagnostics);
                Ok(post)
            }
            // RFC 4918 §8.2: what is not well formed is refused; what is no XML by its type may be anything.
            Err(error) if is_xml && content.media_type.is_some() => Err(RequestErrorKind::Xml(error)),
            Ok((None, diagnostics)) => {
                if is_xml {
                    self.note(diagnostics);
                }
                Ok(Post::Content(content))
            }
            Err(_) => Ok(Post::Content(content)),
        }
    }
}

/// What the root of a body says that it is for; `None` where nobody knows it.
fn read_post<'x>(reader: &mut ElementReader<'x>, root: Name<'x>) -> Result<Option<Post>, XmlError> {
    Ok(Some(match root.parts() {
        (Namespace::Me, "multiput") => Post::Multiput(element::Content::read(reader)?),
        (Namespace::CalendarServer, "share") => Post::Share(element::Content::read(reader)?),
        (Namespace::OwnCloud, "share") => Post::OwnCloudShare(element::Content::read(reader)?),
        (Namespace::Dav, "share-resource") => Post::ShareResource(element::Content::read(reader)?),
        (Namespace::CalendarServer, "invite-reply") => Post::InviteReply(element::Content::read(reader)?),
        (Namespace::Dav, "invite-reply") => Post::ResourceInviteReply(element::Content::read(reader)?),
        (Namespace::CalendarServer, "publish-calendar") => {
            Post::PublishCalendar(element::Content::read(reader)?)
        }
        (Namespace::CalendarServer, "unpublish-calendar") => {
            Post::UnpublishCalendar(element::Content::read(reader)?)
        }
        (Namespace::WebDavPush, "push-register") => Post::PushRegister(element::Content::read(reader)?),
        _ => return Ok(None),
    }))
}

impl From<HeaderError> for RequestErrorKind {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}

impl From<XmlError> for RequestErrorKind {
    fn from(error: XmlError) -> Self {
        Self::Xml(error)
    }
}
