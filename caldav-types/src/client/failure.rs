//! Why an exchange or a whole run came to nothing.

use std::fmt;

use http::{StatusCode, Uri};

use super::Quirk;
use crate::header::{Challenge, RetryAfter};
use crate::{ErrorBody, Method};

/// An exchange that came to nothing: which, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What was asked.
    pub method: Method,
    /// Of whom.
    pub target: Uri,
    /// Why it came to nothing.
    pub kind: FailureKind,
}

/// Why an exchange came to nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FailureKind {
    /// There was no reply: no connection, or it broke or took too long.
    Unreachable,
    /// There was a reply that could not be read.
    Unreadable,
    /// The server wants to know who is asking (401), in one of these ways
    /// ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)).
    Unauthorized(Vec<Challenge>),
    /// The credentials would be sent in the clear
    /// ([RFC 4791 §11](https://www.rfc-editor.org/rfc/rfc4791#section-11)).
    ClearText,
    /// Not now (429, 503): when, where the server tells.
    Later(Option<RetryAfter>),
    /// More redirects than the limit, in a circle, or to where a redirect must not lead.
    Redirect(RedirectFault),
    /// What was to be written has another address: this one. It was not carried there.
    Moved(Uri),
    /// Another status than one of success, with the conditions that the server names.
    Refused(StatusCode, Option<Box<ErrorBody>>),
    /// A success that does not say what was asked.
    Unexpected,
    /// The domain says that it has no such service ([RFC 2782](https://www.rfc-editor.org/rfc/rfc2782)).
    NoService,
    /// It was not sent: the run took as many requests as it may.
    TooManyRequests,
    /// It was not sent: the server is known to do harm where it is asked that.
    Withheld(Quirk),
}

/// Why a redirect was not followed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RedirectFault {
    /// It does not tell where to, or no address.
    NoLocation,
    /// More than the limit.
    TooMany,
    /// To where it came from.
    Loop,
    /// From https to http.
    Downgrade,
    /// To another host, which the options do not allow.
    OtherHost,
}

impl Failure {
    /// Can the same succeed later, without anything being changed?
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match &self.kind {
            FailureKind::Unreachable | FailureKind::Unreadable | FailureKind::Later(_) => true,
            FailureKind::Refused(status, _) => status.is_server_error(),
            _ => false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.method.as_str(), self.target, self.kind)
    }
}

impl std::error::Error for Failure {}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("no reply"),
            Self::Unreadable => f.write_str("a reply that cannot be read"),
            Self::Unauthorized(_) => f.write_str("the server wants to know who is asking"),
            Self::ClearText => f.write_str("credentials are not sent in the clear"),
            Self::Later(None) => f.write_str("not now"),
            Self::Later(Some(RetryAfter::Seconds(seconds))) => write!(f, "not for {seconds} s"),
            Self::Later(Some(RetryAfter::Date(date))) => write!(f, "not before {date}"),
            Self::Redirect(fault) => f.write_str(match fault {
                RedirectFault::NoLocation => "a redirect that does not tell where to",
                RedirectFault::TooMany => "too many redirects",
                RedirectFault::Loop => "a redirect in a circle",
                RedirectFault::Downgrade => "a redirect from https to http",
                RedirectFault::OtherHost => "a redirect to another host",
            }),
            Self::Moved(to) => write!(f, "not written, for it is at {to} now"),
            Self::Refused(status, _) => write!(f, "refused with {status}"),
            Self::NoService => f.write_str("the domain says that it has no such service"),
            Self::Withheld(quirk) => write!(f, "not sent, for the server has the quirk {}", quirk.as_str()),
            Self::TooManyRequests => f.write_str("not sent, after as many requests as the limit"),
            Self::Unexpected => f.write_str("a reply that does not say what was asked"),
        }
    }
}

impl std::error::Error for FailureKind {}
