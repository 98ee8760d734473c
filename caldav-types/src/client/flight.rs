//! What the machines have in common: requests on their way, and what holds of every reply.
//!
//! ```text
//!  next ──▶ request ──▶ on its way ──▶ answer
//!              ▲            │ a redirect that is followed
//!              └────────────┘
//! ```
//!
//! Replies come in any order. A failure that every other request would meet too ends a machine: it sends nothing more,
//! and what is on its way is used when it comes.

use std::collections::{BTreeMap, VecDeque};

use http::{StatusCode, Uri};

use super::collection::Collection;
use super::redirect::{is_redirect, location, port};
use super::{Exchange, ExchangeId, Failure, FailureKind, RedirectFault, RedirectPolicy, SyncTarget};
use crate::Method;
use crate::header::{RetryAfter, WwwAuthenticate};
use crate::message::{Reply, Request};

/// The requests of a machine that are on their way, each with what it is for.
#[derive(Clone, Debug)]
pub(super) struct Flight<P> {
    pub(super) collection: Collection,
    redirects: RedirectPolicy,
    in_flight: usize,
    count: u64,
    open: BTreeMap<ExchangeId, Open<P>>,
    /// Redirected, to be sent to the last address of the trail, or where that is empty to where the collection is.
    again: VecDeque<(P, Vec<Uri>)>,
    failure: Option<Failure>,
}

#[derive(Clone, Debug)]
struct Open<P> {
    purpose: P,
    method: Method,
    /// The addresses asked so far, the last one now.
    trail: Vec<Uri>,
}

impl<P> Flight<P> {
    pub(super) fn new(target: SyncTarget, in_flight: usize, redirects: RedirectPolicy) -> Self {
        Self {
            collection: Collection::new(target),
            redirects,
            in_flight,
            count: 0,
            open: BTreeMap::new(),
            again: VecDeque::new(),
            failure: None,
        }
    }

    pub(super) const fn set_in_flight(&mut self, in_flight: usize) {
        self.in_flight = in_flight;
    }

    pub(super) const fn set_redirects(&mut self, redirects: RedirectPolicy) {
        self.redirects = redirects;
    }

    /// Is nothing on its way?
    pub(super) fn is_idle(&self) -> bool {
        self.open.is_empty() && (self.again.is_empty() || self.failure.is_some())
    }

    /// How many were sent.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    pub(super) const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    fn send(&mut self, purpose: P, mut trail: Vec<Uri>, request: Request) -> Exchange {
        let id = ExchangeId(self.count);
        self.count = self.count.saturating_add(1);
        if trail.is_empty() {
            trail.push(request.target.clone());
        }
        self.open.insert(id, Open { purpose, method: request.method(), trail });
        Exchange { id, request }
    }

    /// Where a redirect leads, as the trail to go on from.
    fn follow(&mut self, open: &Open<P>, reply: &Reply) -> Result<Vec<Uri>, FailureKind> {
        if is_about_collection(&open.method) {
            self.collection.follow(open.trail.last(), self.redirects, reply)?;
            return Ok(Vec::new());
        }
        let to = self.redirects.follow(&open.trail, reply);
        let is_followed = open.method.is_safe()
            || (matches!(reply.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT)
                && to.as_ref().is_ok_and(|to| open.trail.last().is_some_and(|from| is_same_host(from, to))));
        match to {
            Ok(to) if is_followed => Ok(open.trail.iter().cloned().chain([to]).collect()),
            Err(fault @ (RedirectFault::NoLocation | RedirectFault::TooMany | RedirectFault::Loop)) => {
                Err(FailureKind::Redirect(fault))
            }
            Err(fault) if open.method.is_safe() => Err(FailureKind::Redirect(fault)),
            // What is written is not carried to where nobody has looked.
            _ => {
                let to = open.trail.last().and_then(|from| location(from, reply));
                Err(to.map_or(FailureKind::Redirect(RedirectFault::NoLocation), FailureKind::Moved))
            }
        }
    }
}

/// A machine, as far as it is like the others.
pub(super) trait Machine {
    /// What a request is for.
    type Purpose;

    fn flight(&mut self) -> &mut Flight<Self::Purpose>;

    /// What is to be asked now; `None` where that depends on replies, and at the end.
    fn next(&mut self) -> Option<Self::Purpose>;

    fn request(&mut self, purpose: &Self::Purpose) -> Option<Request>;

    /// Takes what came of a request.
    ///
    /// # Errors
    ///
    /// Without it nothing can go on.
    fn answer(
        &mut self,
        purpose: Self::Purpose,
        answer: Result<Reply, FailureKind>,
    ) -> Result<(), FailureKind>;

    fn poll(&mut self) -> Option<Exchange> {
        let flight = self.flight();
        if flight.failure.is_some() || flight.open.len() >= flight.in_flight.max(1) {
            return None;
        }
        let again = flight.again.pop_front();
        let (purpose, trail) = match again {
            Some(again) => again,
            None => (self.next()?, Vec::new()),
        };
        let mut request = self.request(&purpose)?;
        if let Some(last) = trail.last() {
            request.target = last.clone();
        }
        Some(self.flight().send(purpose, trail, request))
    }

    fn land(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        let Some(open) = self.flight().open.remove(&id) else { return };
        let answer = match answer {
            Ok(reply) if is_followed(&reply) => match self.flight().follow(&open, &reply) {
                Ok(trail) => return self.flight().again.push_back((open.purpose, trail)),
                Err(kind) => Err(kind),
            },
            Ok(reply) => FailureKind::of_reply(&reply).map_or(Ok(reply), Err),
            Err(kind) => Err(kind),
        };
        let Open { purpose, method, mut trail } = open;
        let is_of_all = |kind: &FailureKind| {
            kind.stops_all() || (matches!(kind, FailureKind::Redirect(_)) && is_about_collection(&method))
        };
        let ended = match answer {
            Err(kind) if is_of_all(&kind) => Err(kind),
            answer => self.answer(purpose, answer),
        };
        if let Err(kind) = ended {
            let target = trail.pop().unwrap_or_default();
            self.flight().failure.get_or_insert(Failure { method, target, kind });
        }
    }
}

/// Reports and listings are asked of the collection, all else of its members.
const fn is_about_collection(method: &Method) -> bool {
    matches!(method, Method::Report | Method::Propfind)
}

/// 303 says that the answer is to be got by GET, which is none to what is asked here.
fn is_followed(reply: &Reply) -> bool {
    is_redirect(reply) && reply.status != StatusCode::SEE_OTHER
}

fn is_same_host(one: &Uri, other: &Uri) -> bool {
    one.host().unwrap_or_default().eq_ignore_ascii_case(other.host().unwrap_or_default())
        && (one.scheme() != other.scheme() || port(one) == port(other))
}

impl FailureKind {
    /// Why a reply is not one of success; `None` where it is. 401 comes with its challenges, 429 and 503 with when to
    /// come again, all others with their status and the conditions that they name
    /// ([RFC 9110 §15](https://www.rfc-editor.org/rfc/rfc9110#section-15)): for who asks without a machine.
    ///
    /// ```
    /// use caldav_types::client::FailureKind;
    /// use caldav_types::message::Reply;
    /// use http::StatusCode;
    /// assert_eq!(FailureKind::of_reply(&Reply::new(StatusCode::NO_CONTENT)), None);
    /// let busy = Reply::new(StatusCode::SERVICE_UNAVAILABLE);
    /// assert_eq!(FailureKind::of_reply(&busy), Some(FailureKind::Later(None)));
    /// ```
    #[must_use]
    pub fn of_reply(reply: &Reply) -> Option<Self> {
        match reply.status {
            status if status.is_success() => None,
            StatusCode::UNAUTHORIZED => {
                let challenges = reply.headers.get::<WwwAuthenticate>();
                Some(Self::Unauthorized(challenges.map(|field| field.0).unwrap_or_default()))
            }
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Some(Self::Later(reply.headers.get::<RetryAfter>()))
            }
            status => Some(Self::Refused(status, reply.error().cloned().map(Box::new))),
        }
    }

    /// Would every other request come to nothing too?
    pub(super) const fn stops_all(&self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::Unauthorized(_)
                | Self::ClearText
                | Self::Later(_)
                | Self::TooManyRequests
        )
    }
}
