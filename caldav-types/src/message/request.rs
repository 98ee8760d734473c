//! What a client asks for.

use http::Uri;

use super::{Content, Headers};
use crate::acl::Acl;
use crate::header::{Header, HeaderError, Timeout};
use crate::push::PushRegister;
use crate::report::Report;
use crate::request::{
    LockInfo, Mkcalendar, Mkcol, Multiput, OwnCloudShare, Propfind, Proppatch, PublishCalendar,
    ResourceInviteReply, Share, ShareResource, UnpublishCalendar,
};
use crate::sharing::InviteReply;
use crate::{Depth, Href, Method, PostAction, StateToken};

/// A request.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::request::Propfind;
/// use caldav_types::{Depth, Method};
/// let body = Propfind::AllProp { include: Vec::new() };
/// let request = Request::new("/cal/".parse()?, Operation::Propfind { depth: Depth::One, body });
/// assert_eq!(request.method(), Method::Propfind);
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Where it is sent to: a path, or for a client the whole address.
    pub target: Uri,
    /// The fields that `operation` does not hold: conditions, preferences, credentials and what is not known.
    pub headers: Headers,
    /// What is to be done, with all that the method takes.
    pub operation: Operation,
}

impl Request {
    /// A request without fields of its own.
    #[must_use]
    pub fn new(target: Uri, operation: Operation) -> Self {
        Self { target, headers: Headers::new(), operation }
    }

    /// The request with a field, instead of any of its name.
    ///
    /// # Errors
    ///
    /// The value holds a control character.
    pub fn with<H: Header>(mut self, field: &H) -> Result<Self, HeaderError> {
        self.headers.set(field)?;
        Ok(self)
    }

    /// Its method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.operation.method()
    }
}

/// What is to be done, one variant a method.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// What can be done with the resource ([RFC 9110 §9.3.7](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7)).
    Options,
    /// The content ([RFC 9110 §9.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1)).
    Get,
    /// What GET would say, without the content
    /// ([RFC 9110 §9.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2)).
    Head,
    /// The content shall be this ([RFC 4791 §5.3.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2)).
    Put(Content),
    /// The resource shall be gone ([RFC 4918 §9.6](https://www.rfc-editor.org/rfc/rfc4918#section-9.6)).
    Delete,
    /// Something that a body or the address tells.
    Post(Post),
    /// Properties ([RFC 4918 §9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1)).
    Propfind {
        /// How far below the resource; a request without it means infinity.
        depth: Depth,
        /// Which; a request without body means all.
        body: Propfind,
    },
    /// Properties shall be these ([RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)).
    Proppatch(Proppatch),
    /// A collection shall be, with these properties
    /// ([RFC 4918 §9.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.3),
    /// [RFC 5689 §3](https://www.rfc-editor.org/rfc/rfc5689#section-3)). Without any the request has no body.
    Mkcol(Mkcol),
    /// A calendar collection shall be, with these properties
    /// ([RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1)). Without any the request has no body.
    Mkcalendar(Mkcalendar),
    /// The same somewhere else ([RFC 4918 §9.8](https://www.rfc-editor.org/rfc/rfc4918#section-9.8)).
    Copy {
        /// Where.
        destination: Href,
        /// Zero or infinity: with what is below it? A request without it means infinity.
        depth: Depth,
        /// May what is there be overwritten? A request that does not tell allows it.
        overwrite: bool,
    },
    /// Somewhere else ([RFC 4918 §9.9](https://www.rfc-editor.org/rfc/rfc4918#section-9.9)).
    Move {
        /// Where.
        destination: Href,
        /// May what is there be overwritten? A request that does not tell allows it.
        overwrite: bool,
    },
    /// A lock is taken ([RFC 4918 §9.10.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.1)).
    Lock {
        /// Zero or infinity: with what is below the resource? A request without it means infinity.
        depth: Depth,
        /// For how long; the server decides.
        timeout: Option<Timeout>,
        /// What lock.
        body: LockInfo,
    },
    /// A lock is refreshed, the one that the field `If` names
    /// ([RFC 4918 §9.10.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.2)).
    RefreshLock {
        /// For how long; the server decides.
        timeout: Option<Timeout>,
    },
    /// A lock given up ([RFC 4918 §9.11](https://www.rfc-editor.org/rfc/rfc4918#section-9.11)).
    Unlock {
        /// The lock.
        token: StateToken,
    },
    /// Who may do what ([RFC 3744 §8.1](https://www.rfc-editor.org/rfc/rfc3744#section-8.1)).
    Acl(Acl),
    /// A question ([RFC 3253 §3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)).
    Report {
        /// How far below the resource; a request without it means zero.
        depth: Option<Depth>,
        /// What is asked.
        body: Report,
    },
    /// A method that is none of the above, with what its body holds.
    Other {
        /// The method.
        method: Method,
        /// Its body; empty where it has none.
        content: Content,
    },
}

impl Operation {
    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        match self {
            Self::Options => Method::Options,
            Self::Get => Method::Get,
            Self::Head => Method::Head,
            Self::Put(_) => Method::Put,
            Self::Delete => Method::Delete,
            Self::Post(_) => Method::Post,
            Self::Propfind { .. } => Method::Propfind,
            Self::Proppatch(_) => Method::Proppatch,
            Self::Mkcol(_) => Method::Mkcol,
            Self::Mkcalendar(_) => Method::Mkcalendar,
            Self::Copy { .. } => Method::Copy,
            Self::Move { .. } => Method::Move,
            Self::Lock { .. } | Self::RefreshLock { .. } => Method::Lock,
            Self::Unlock { .. } => Method::Unlock,
            Self::Acl(_) => Method::Acl,
            Self::Report { .. } => Method::Report,
            Self::Other { method, .. } => method.clone(),
        }
    }
}

/// What a POST is for, as far as its address and its body tell.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Post {
    /// The query of the address asks for something: an attachment is added, updated or removed
    /// ([RFC 8607 §3.3](https://www.rfc-editor.org/rfc/rfc8607#section-3.3)), or a series is cut in two.
    Action {
        /// What it asks for. When written it becomes the query of the address.
        action: PostAction,
        /// The attachment; empty where the action takes none.
        content: Content,
    },
    /// Many changes at once (calendarserver-bulk-change §4).
    Multiput(Multiput),
    /// A calendar is shared (caldav-sharing §5.3).
    Share(Share),
    /// A calendar is shared, as Nextcloud has it.
    OwnCloudShare(OwnCloudShare),
    /// A resource is shared (draft-pot-webdav-resource-sharing).
    ShareResource(ShareResource),
    /// An invitation to a calendar is answered (caldav-sharing §5.4).
    InviteReply(InviteReply),
    /// An invitation to a resource is answered (draft-pot-webdav-resource-sharing).
    ResourceInviteReply(ResourceInviteReply),
    /// A calendar gets an address that everyone can read it at.
    PublishCalendar(PublishCalendar),
    /// A calendar loses that address.
    UnpublishCalendar(UnpublishCalendar),
    /// A client wants to be told of changes (WebDAV-Push).
    PushRegister(PushRegister),
    /// Content whose use the resource decides: a scheduling Outbox takes a scheduling message
    /// ([RFC 6638 §5](https://www.rfc-editor.org/rfc/rfc6638#section-5)), the address in DAV:add-member a new member
    /// ([RFC 5995 §3](https://www.rfc-editor.org/rfc/rfc5995#section-3)).
    Content(Content),
}
