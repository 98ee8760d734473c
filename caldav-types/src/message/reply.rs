//! What a server answers.

use http::StatusCode;

use super::{Content, Headers};
use crate::header::{Header, HeaderError};
use crate::multistatus::Multistatus;
use crate::property::Prop;
use crate::report::PrincipalSearchPropertySet;
use crate::request::{MkcalendarResponse, MkcolResponse};
use crate::schedule_response::ScheduleResponse;
use crate::sharing::SharedAs;
use crate::{ErrorBody, Precondition};

/// A reply to a request.
///
/// ```
/// use caldav_types::message::Reply;
/// use caldav_types::{EntityTag, Precondition};
/// use http::StatusCode;
/// let created = Reply::new(StatusCode::CREATED).with(&EntityTag::strong("1")?)?;
/// assert!(created.is_success());
/// let refused = Reply::refusal(Precondition::ValidCalendarData);
/// assert_eq!(refused.status, StatusCode::FORBIDDEN);
/// assert!(refused.names(&Precondition::ValidCalendarData));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// How it went.
    pub status: StatusCode,
    /// The fields: tags, places, what the resource complies with, and what is not known.
    pub headers: Headers,
    /// What is told.
    pub body: ReplyBody,
}

impl Reply {
    /// A status without a body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self::with_body(status, ReplyBody::Empty)
    }

    /// A status with a body.
    #[must_use]
    pub fn with_body(status: StatusCode, body: ReplyBody) -> Self {
        Self { status, headers: Headers::new(), body }
    }

    /// A condition was not kept: its status, and a body that names it.
    #[must_use]
    pub fn refusal(precondition: Precondition) -> Self {
        let status = StatusCode::from_u16(precondition.status()).unwrap_or(StatusCode::FORBIDDEN);
        Self::with_body(status, ReplyBody::Error(precondition.into()))
    }

    /// The reply with a field, instead of any of its name.
    ///
    /// # Errors
    ///
    /// The value holds a control character.
    pub fn with<H: Header>(mut self, field: &H) -> Result<Self, HeaderError> {
        self.headers.set(field)?;
        Ok(self)
    }

    /// Is the status one of success? In a 207 single resources and properties have failed or not.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Does the body name a condition that was not kept?
    #[must_use]
    pub fn names(&self, precondition: &Precondition) -> bool {
        self.error().is_some_and(|error| error.has(precondition))
    }

    /// The conditions that were not kept.
    #[must_use]
    pub const fn error(&self) -> Option<&ErrorBody> {
        match &self.body {
            ReplyBody::Error(error) => Some(error),
            _ => None,
        }
    }

    /// What is said about several resources.
    #[must_use]
    pub const fn multistatus(&self) -> Option<&Multistatus> {
        match &self.body {
            ReplyBody::Multistatus(multistatus) => Some(multistatus),
            _ => None,
        }
    }

    /// A calendar: a calendar object, or when somebody is busy.
    #[must_use]
    pub const fn calendar(&self) -> Option<&Content> {
        match &self.body {
            ReplyBody::Calendar(calendar) => Some(calendar),
            _ => None,
        }
    }
}

/// What a reply tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReplyBody {
    /// Nothing.
    Empty,
    /// Something about each of several resources ([RFC 4918 §13](https://www.rfc-editor.org/rfc/rfc4918#section-13)).
    Multistatus(Multistatus),
    /// The conditions that were not kept ([RFC 4918 §16](https://www.rfc-editor.org/rfc/rfc4918#section-16)).
    Error(ErrorBody),
    /// A calendar: a calendar object, or the answer to a CALDAV:free-busy-query
    /// ([RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)).
    Calendar(Content),
    /// What came of a POST to a scheduling Outbox, by recipient
    /// ([RFC 6638 §10](https://www.rfc-editor.org/rfc/rfc6638#section-10)).
    ScheduleResponse(ScheduleResponse),
    /// The properties of a collection made by MKCOL
    /// ([RFC 5689 §5.2](https://www.rfc-editor.org/rfc/rfc5689#section-5.2)).
    Mkcol(MkcolResponse),
    /// The properties of a collection made by MKCALENDAR
    /// ([RFC 4791 §9.3](https://www.rfc-editor.org/rfc/rfc4791#section-9.3)).
    Mkcalendar(MkcalendarResponse),
    /// What principals can be searched by ([RFC 3744 §9.5](https://www.rfc-editor.org/rfc/rfc3744#section-9.5)).
    PrincipalSearchPropertySet(PrincipalSearchPropertySet),
    /// Properties alone: DAV:lockdiscovery after a LOCK
    /// ([RFC 4918 §9.10.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.10.1)).
    Prop(Prop),
    /// Where a calendar appears after its invitation was accepted (caldav-sharing §5.4).
    SharedAs(SharedAs),
    /// Anything else: the content of a resource, a page for people.
    Other(Content),
}
