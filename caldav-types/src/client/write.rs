//! One change here, made on the server, without overwriting what somebody else did.
//!
//! [RFC 4791 §5.3.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2),
//! [RFC 6638 §8.3](https://www.rfc-editor.org/rfc/rfc6638#section-8.3)
//!
//! ```text
//!  Send ── PUT, DELETE or MOVE with a condition ──▶ done: Stored, Deleted or Refused
//!    │ 412, 404, an unreadable reply, no tag to put a condition on
//!    ▼
//!  Look ── GET of the resource, and of where it was to be moved ──▶ done: Stored after all, Deleted, Conflict,
//!                                             or Refused, where the version is the one that was last seen
//! ```
//!
//! `If-Match` compares strongly ([RFC 9110 §13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1)): with a weak
//! tag it never holds. But the tag may be weak because something between here and the server made it so, as what
//! compresses does. So a weak tag is sent as it was told and once more as a strong one: where the server's own tag is
//! strong that one holds, and then the content is what was last seen. Where the tag is weak there too the change is
//! [refused](LocalOutcome::Refused), unless the server tells a schedule tag: to look first and then to write without a
//! condition would overwrite what somebody else does in between. It is no conflict, for nobody changed anything.

use http::StatusCode;

use super::calendar_sync::flight::{Flight, failure};
use super::change::is_same_content;
use super::{
    CalendarObject, Exchange, ExchangeId, Failure, FailureKind, LocalChange, LocalOutcome, Member, SyncTarget,
};
use crate::header::{IfMatch, IfNoneMatch, IfScheduleTagMatch};
use crate::message::{Content, Operation, Reply, Request};
use crate::{EntityTag, Href, ScheduleTag};

/// A machine that makes one change on the server.
///
/// A change that was made by a run which did not learn of it is recognized: the second time it is `Stored` too.
///
/// ```
/// use caldav_types::client::{LocalChange, LocalOutcome, SyncTarget, Write};
/// use caldav_types::message::Reply;
/// use caldav_types::{EntityTag, Href};
/// let calendar = SyncTarget::new("https://example.com/cal/".parse()?);
/// let change = LocalChange::Create { href: Href::new("/cal/1.ics"), calendar_data: "BEGIN:VCALENDAR\r\n...".into() };
/// let mut write = Write::new(calendar, change, None);
/// let exchange = write.poll_request().unwrap();
/// assert_eq!(exchange.request.headers.as_map()["if-none-match"], "*");
/// write.handle_reply(exchange.id, Reply::new(http::StatusCode::CREATED).with(&EntityTag::strong("1")?)?);
/// assert!(matches!(write.outcome(), Some(LocalOutcome::Stored { etag: Some(_), .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Write {
    target: SyncTarget,
    change: LocalChange,
    known: Option<Member>,
    step: Step,
    /// Why the change was not made, where it is not the version that decided.
    refusal: Option<FailureKind>,
    schedule_tag: Option<ScheduleTag>,
    flight: Flight,
    failure: Option<Failure>,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Send,
    Look,
    LookAtDestination,
    Done(LocalOutcome),
}

impl Write {
    /// A change of what is known of its resource.
    #[must_use]
    pub fn new(target: SyncTarget, change: LocalChange, known: Option<Member>) -> Self {
        let is_new = matches!(change, LocalChange::Create { .. });
        let is_content = change.calendar_data().is_some();
        let has_tag = known
            .as_ref()
            .is_some_and(|known| known.etag.is_some() || (is_content && known.schedule_tag.is_some()));
        // Without a tag nothing could keep the request from overwriting what somebody else did.
        let step = if is_new || has_tag { Step::Send } else { Step::Look };
        let flight = Flight::default();
        Self { target, change, known, step, refusal: None, schedule_tag: None, flight, failure: None }
    }

    /// What to send; `None` while a reply is waited for, and when it is finished.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        if self.is_finished() || self.flight.is_open() {
            return None;
        }
        let request = self.request()?;
        Some(self.flight.send(request))
    }

    /// Takes the reply to an exchange.
    pub fn handle_reply(&mut self, id: ExchangeId, reply: Reply) {
        self.handle(id, Ok(reply));
    }

    /// Takes that an exchange came to nothing.
    pub fn handle_failure(&mut self, id: ExchangeId, kind: FailureKind) {
        self.handle(id, Err(kind));
    }

    /// What came of the change; `None` as long as that is not known.
    #[must_use]
    pub const fn outcome(&self) -> Option<&LocalOutcome> {
        match &self.step {
            Step::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Why it cannot be known: try again later.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.failure.is_some() || self.outcome().is_some()
    }

    pub(super) const fn change(&self) -> &LocalChange {
        &self.change
    }

    pub(super) const fn schedule_tag(&self) -> Option<&ScheduleTag> {
        self.schedule_tag.as_ref()
    }

    pub(super) fn request(&self) -> Option<Request> {
        match &self.step {
            Step::Send => Some(self.conditional()),
            Step::Look => Some(self.target.get(self.change.href())),
            Step::LookAtDestination => Some(self.target.get(self.change.destination())),
            Step::Done(_) => None,
        }
    }

    /// Takes what came of the request.
    ///
    /// # Errors
    ///
    /// Nothing can be known now, of this change nor of another.
    pub(super) fn answer(&mut self, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        let answer = answer.and_then(|reply| FailureKind::of_reply(&reply).map_or(Ok(reply), Err));
        if let Err(kind) = &answer
            && kind.stops_all()
        {
            return Err(kind.clone());
        }
        let step = match self.step {
            Step::Send => self.sent(answer),
            Step::Look => self.looked(answer)?,
            _ => self.looked_at_destination(answer)?,
        };
        self.step = step;
        Ok(())
    }

    fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        if let Some(asked) = self.flight.land(id)
            && let Err(kind) = self.answer(answer)
        {
            self.failure = Some(failure(asked, kind));
        }
    }

    fn conditional(&self) -> Request {
        let operation = match &self.change {
            LocalChange::Create { calendar_data, .. } | LocalChange::Update { calendar_data, .. } => {
                Operation::Put(Content::calendar(calendar_data.as_str()))
            }
            LocalChange::Delete { .. } => Operation::Delete,
            LocalChange::Move { to, .. } => {
                Operation::Move { destination: Href::from(&self.target.address(to)), overwrite: false }
            }
        };
        let mut request = Request::new(self.target.address(self.change.href()), operation);
        let known = self.known.as_ref();
        // A tag that was read can be written, so that none of these fails.
        let _ = if matches!(self.change, LocalChange::Create { .. }) {
            request.headers.set(&IfNoneMatch::Any)
        } else if let Some(tag) = known.and_then(|known| known.schedule_tag.clone())
            && self.change.calendar_data().is_some()
        {
            request.headers.set(&IfScheduleTagMatch(tag))
        } else {
            let tag = known.and_then(|known| known.etag.clone());
            let strong =
                tag.as_ref().filter(|tag| tag.is_weak()).and_then(|tag| EntityTag::strong(tag.opaque()).ok());
            request.headers.set(&IfMatch::Tags(tag.into_iter().chain(strong).collect()))
        };
        request
    }

    fn sent(&mut self, answer: Result<Reply, FailureKind>) -> Step {
        let kind = match answer {
            Ok(reply) => return self.done(&reply),
            Err(kind) => kind,
        };
        let status = if let FailureKind::Refused(status, _) = &kind { Some(*status) } else { None };
        let is_gone = matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::GONE));
        match &self.change {
            // A PUT into a calendar that is not there gets this too, and there is nothing to look at.
            LocalChange::Create { .. } if is_gone => Step::Done(LocalOutcome::Refused(kind)),
            _ if is_gone => Step::Look,
            _ if status == Some(StatusCode::PRECONDITION_FAILED) || kind == FailureKind::Unreadable => {
                self.refusal = Some(kind);
                Step::Look
            }
            _ => Step::Done(LocalOutcome::Refused(kind)),
        }
    }

    fn done(&mut self, reply: &Reply) -> Step {
        if matches!(self.change, LocalChange::Delete { .. }) {
            // A 207 tells what could not be deleted.
            let fault = reply.multistatus().and_then(|multistatus| {
                multistatus.responses.iter().find_map(|response| {
                    response.status().filter(|status| !status.is_success() && !response.is_gone())
                })
            });
            return Step::Done(match fault {
                Some(status) => LocalOutcome::Refused(FailureKind::Refused(status, None)),
                None => LocalOutcome::Deleted,
            });
        }
        self.schedule_tag = reply.headers.get::<ScheduleTag>();
        self.stored(reply.headers.get::<EntityTag>().filter(|_| self.change.calendar_data().is_some()))
    }

    fn stored(&self, etag: Option<EntityTag>) -> Step {
        Step::Done(LocalOutcome::Stored { href: self.change.destination().clone(), etag })
    }

    fn looked(&mut self, answer: Result<Reply, FailureKind>) -> Result<Step, FailureKind> {
        let server = object(self.change.href(), answer)?;
        Ok(match (&self.change, server) {
            (LocalChange::Delete { .. }, None) => Step::Done(LocalOutcome::Deleted),
            (LocalChange::Move { .. }, None) => Step::LookAtDestination,
            (LocalChange::Create { .. }, None) => {
                let kind = self.refusal.take();
                Step::Done(LocalOutcome::Refused(kind.unwrap_or(FailureKind::Unexpected)))
            }
            (change, Some(server))
                if change
                    .calendar_data()
                    .is_some_and(|ours| is_same_content(ours, &server.calendar_data)) =>
            {
                self.schedule_tag = server.schedule_tag;
                self.stored(server.etag)
            }
            (_, server) => {
                Step::Done(match self.refusal.take().filter(|_| self.is_as_known(server.as_ref())) {
                    Some(kind) => LocalOutcome::Refused(kind),
                    None => LocalOutcome::Conflict { server },
                })
            }
        })
    }

    /// Is it what was last seen, so that it is not another version that the change was refused for?
    fn is_as_known(&self, server: Option<&CalendarObject>) -> bool {
        let known = self.known.as_ref().and_then(|known| known.etag.as_ref());
        let current = server.and_then(|server| server.etag.as_ref());
        !matches!(self.change, LocalChange::Create { .. })
            && known.zip(current).is_some_and(|(known, current)| known.matches_weakly(current))
    }

    fn looked_at_destination(&self, answer: Result<Reply, FailureKind>) -> Result<Step, FailureKind> {
        Ok(match object(self.change.destination(), answer)? {
            // It is fetched, for it is not known what was moved.
            Some(_) => self.stored(None),
            None => Step::Done(LocalOutcome::Conflict { server: None }),
        })
    }
}

/// The resource that a GET told; `None` where there is none.
///
/// # Errors
///
/// It cannot be known.
pub(super) fn object(
    href: &Href,
    answer: Result<Reply, FailureKind>,
) -> Result<Option<CalendarObject>, FailureKind> {
    let answer = answer.and_then(|reply| FailureKind::of_reply(&reply).map_or(Ok(reply), Err));
    let reply = match answer {
        Ok(reply) => reply,
        Err(FailureKind::Refused(StatusCode::NOT_FOUND | StatusCode::GONE, _)) => return Ok(None),
        Err(kind) => return Err(kind),
    };
    let content = reply.calendar().filter(|content| content.is_calendar()).ok_or(FailureKind::Unexpected)?;
    let text = std::str::from_utf8(&content.octets).map_err(|_| FailureKind::Unreadable)?;
    Ok(Some(CalendarObject {
        href: href.clone(),
        etag: reply.headers.get::<EntityTag>(),
        schedule_tag: reply.headers.get::<ScheduleTag>(),
        calendar_data: text.to_owned(),
    }))
}
