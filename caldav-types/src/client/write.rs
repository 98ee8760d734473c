//! One change here, made on the server, without overwriting what somebody else did.
//!
//! [RFC 4791 §5.3.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2),
//! [RFC 6638 §8.3](https://www.rfc-editor.org/rfc/rfc6638#section-8.3)
//!
//! ```text
//!  LookFirst ── where conditions are ignored: GET of the resource, and of where it is to be moved ──▶ Done: Conflict
//!    │ nothing to be overwritten
//!    ▼
//!  Send ── PUT, DELETE or MOVE with a condition ──▶ Done: Stored, Deleted or Refused
//!    │ 412, 404, 410, an unreadable reply, a page for people, a MOVE that is refused
//!    │ (no tag to put a condition on: not sent at all)
//!    ▼
//!  Look ── GET of the resource, again after one 404, and of where it was to be moved ──▶ Done: Stored after all, Deleted, Conflict,
//!    │                                        or Refused, where the version is the one that was last seen
//!    │ it is that version, and its tag is weak
//!    ▼
//!  Probe ── GET with an `If` that holds for nothing ──▶ Done: Refused, unless the server answers 412
//!    │ 412: it heeds `If`
//!    ▼
//!  Send ── the same with `If: ([W/"…"])`, once
//! ```
//!
//! `If-Match` compares strongly ([RFC 9110 §13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1)): with a weak
//! tag it never holds. But the tag may be weak because something between here and the server made it so, as what
//! compresses does. So a weak tag is sent as it was told and once more as a strong one: where the server's own tag is
//! strong that one holds, and then the content is what was last seen.
//!
//! Where the tag is weak there too, `If` may hold: a server compares there weakly or strongly, as it likes
//! ([RFC 4918 §10.4.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4.4)). But who does not know the field does
//! not heed it, and would overwrite what somebody else did in between. So it is tried first with a GET on the condition
//! of `<DAV:no-lock>`, which is never true (§10.4.8): only who refuses that with 412 is sent a change. From all others
//! the change is [refused](LocalOutcome::Refused), unless they tell a schedule tag. It is no conflict, for nobody
//! changed anything.

use http::StatusCode;

use super::change::is_same_content;
use super::collection::Collection;
use super::flight::{Flight, Machine};
use super::{
    CalendarObject, Exchange, ExchangeId, Failure, FailureKind, LocalChange, LocalOutcome, Member, Quirk,
    RedirectPolicy, SyncOptions, SyncTarget,
};
use crate::header::{If, IfList, IfMatch, IfNoneMatch, IfScheduleTagMatch, IfState};
use crate::message::{Content, Operation, Reply, ReplyBody, Request};
use crate::{EntityTag, Href, ScheduleTag, StateToken};

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
    attempt: Attempt,
    flight: Flight<()>,
}

/// A change on its way to be made.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    change: LocalChange,
    known: Option<Member>,
    step: Step,
    condition: Condition,
    /// Why the change was not made, where it is not the version that decided.
    refusal: Option<FailureKind>,
    schedule_tag: Option<ScheduleTag>,
    /// How often the server said that there is no such resource.
    misses: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    LookFirst,
    LookFirstAtDestination,
    Send,
    Look,
    LookAtDestination,
    Probe,
    Done(LocalOutcome),
}

/// Which fields say on what condition the change is to be made.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Condition {
    OfHttp,
    OfWebDav,
}

impl Write {
    /// A change of what is known of its resource.
    #[must_use]
    pub fn new(target: SyncTarget, change: LocalChange, known: Option<Member>) -> Self {
        let redirects = SyncOptions::default().redirects;
        let attempt = Attempt::new(change, known, &target);
        Self { attempt, flight: Flight::new(target, 1, redirects) }
    }

    /// With redirects that lead this far. A change is carried to another address of the same host only, and only where
    /// the method is to stay the same (307, 308).
    #[must_use]
    pub const fn with_redirects(mut self, redirects: RedirectPolicy) -> Self {
        self.flight.set_redirects(redirects);
        self
    }

    /// What to send; `None` while a reply is waited for, and when it is finished.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        self.poll()
    }

    /// Takes what came of an exchange.
    pub fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        self.land(id, answer);
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
        self.attempt.outcome()
    }

    /// Why it cannot be known: try again later.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.flight.failure()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.failure().is_some() || self.outcome().is_some()
    }
}

impl Machine for Write {
    type Purpose = ();

    fn flight(&mut self) -> &mut Flight<()> {
        &mut self.flight
    }

    fn next(&mut self) -> Option<()> {
        self.outcome().is_none().then_some(())
    }

    fn request(&mut self, (): &()) -> Option<Request> {
        self.attempt.request(&self.flight.collection)
    }

    fn answer(&mut self, (): (), answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        self.attempt.answer(answer)
    }
}

impl Attempt {
    pub(super) fn new(change: LocalChange, known: Option<Member>, target: &SyncTarget) -> Self {
        let is_new = matches!(change, LocalChange::Create { .. });
        let is_content = change.calendar_data().is_some();
        let has_tag = known.as_ref().is_some_and(|known| {
            condition_of(known).is_some() || (is_content && known.schedule_tag.is_some())
        });
        let step = if target.loses_moves && matches!(change, LocalChange::Move { .. }) {
            Step::Done(LocalOutcome::Refused(FailureKind::Withheld(Quirk::MoveLoses)))
        } else if !is_new && !has_tag {
            // Without a tag nothing could keep the request from overwriting what somebody else did.
            Step::Look
        } else if target.ignores_conditions {
            Step::LookFirst
        } else {
            Step::Send
        };
        let condition = Condition::OfHttp;
        Self { change, known, step, condition, refusal: None, schedule_tag: None, misses: 0 }
    }

    pub(super) const fn outcome(&self) -> Option<&LocalOutcome> {
        match &self.step {
            Step::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Is the change itself asked for, or on its way?
    pub(super) fn is_sending(&self) -> bool {
        self.step == Step::Send
    }

    pub(super) const fn change(&self) -> &LocalChange {
        &self.change
    }

    pub(super) const fn schedule_tag(&self) -> Option<&ScheduleTag> {
        self.schedule_tag.as_ref()
    }

    pub(super) fn request(&self, collection: &Collection) -> Option<Request> {
        match self.step {
            Step::Send => Some(self.conditional(collection)),
            Step::Look | Step::LookFirst => Some(collection.get(self.change.href())),
            Step::LookAtDestination | Step::LookFirstAtDestination => {
                Some(collection.get(self.change.destination()))
            }
            Step::Probe => {
                let mut request = collection.get(self.change.href());
                if let Ok(token) = "DAV:no-lock".parse::<StateToken>() {
                    // What was read can be written.
                    let _ = request.headers.set(&If::lock(token));
                }
                Some(request)
            }
            Step::Done(_) => None,
        }
    }

    /// Takes what came of the request.
    ///
    /// # Errors
    ///
    /// It cannot be known what the server has.
    pub(super) fn answer(&mut self, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        let step = match self.step {
            Step::LookFirst => self.looked_first(answer)?,
            Step::LookFirstAtDestination => match object(self.change.destination(), answer)? {
                None => Step::Send,
                server => Step::Done(LocalOutcome::Conflict { server }),
            },
            Step::Send => self.sent(answer),
            Step::Look => self.looked(answer)?,
            Step::LookAtDestination => self.looked_at_destination(answer)?,
            Step::Probe => self.probed(&answer),
            Step::Done(_) => return Ok(()),
        };
        self.step = step;
        Ok(())
    }

    fn conditional(&self, collection: &Collection) -> Request {
        let operation = match &self.change {
            LocalChange::Create { calendar_data, .. } | LocalChange::Update { calendar_data, .. } => {
                Operation::Put(Content::calendar(calendar_data.as_str()))
            }
            LocalChange::Delete { .. } => Operation::Delete,
            LocalChange::Move { to, .. } => {
                Operation::Move { destination: Href::from(&collection.address(to)), overwrite: false }
            }
        };
        let mut request = Request::new(collection.address(self.change.href()), operation);
        let known = self.known.as_ref();
        let etag = known.and_then(condition_of).cloned();
        // A tag that was read can be written, so that none of these fails.
        let _ = if matches!(self.change, LocalChange::Create { .. }) {
            request.headers.set(&IfNoneMatch::Any)
        } else if let Some(tag) = known.and_then(|known| known.schedule_tag.clone())
            && self.change.calendar_data().is_some()
        {
            request.headers.set(&IfScheduleTagMatch(tag))
        } else if self.condition == Condition::OfWebDav
            && let Some(tag) = etag.clone()
            && let Some(field) = If::untagged([IfList::new(IfState::EntityTag(tag).into())])
        {
            request.headers.set(&field)
        } else {
            let strong = etag
                .as_ref()
                .filter(|tag| tag.is_weak())
                .and_then(|tag| EntityTag::strong(tag.opaque()).ok());
            request.headers.set(&IfMatch::Tags(etag.into_iter().chain(strong).collect()))
        };
        request
    }

    fn sent(&mut self, answer: Result<Reply, FailureKind>) -> Step {
        let kind = match answer {
            // A page for people may come from something on the way: a form to log in by, a notice.
            Ok(reply) if reply.status == StatusCode::OK && matches!(reply.body, ReplyBody::Other(_)) => {
                return self.look(FailureKind::Unexpected);
            }
            Ok(reply) => return self.done(&reply),
            Err(kind) => kind,
        };
        let status = if let FailureKind::Refused(status, _) = &kind { Some(*status) } else { None };
        let is_gone = matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::GONE));
        match &self.change {
            // A PUT into a calendar that is not there gets this too, and there is nothing to look at.
            LocalChange::Create { .. } if is_gone => Step::Done(LocalOutcome::Refused(kind)),
            // What was refused may have been done all the same. Of content that is seen when it is fetched.
            LocalChange::Move { .. } => self.look(kind),
            _ if is_gone
                || status == Some(StatusCode::PRECONDITION_FAILED)
                || kind == FailureKind::Unreadable =>
            {
                self.look(kind)
            }
            _ => Step::Done(LocalOutcome::Refused(kind)),
        }
    }

    fn look(&mut self, refusal: FailureKind) -> Step {
        let is_gone = matches!(refusal, FailureKind::Refused(StatusCode::NOT_FOUND | StatusCode::GONE, _));
        self.refusal = Some(refusal);
        self.misses = usize::from(is_gone);
        Step::Look
    }

    fn looked_first(&mut self, answer: Result<Reply, FailureKind>) -> Result<Step, FailureKind> {
        let server = object(self.change.href(), answer)?;
        if let Some(step) = server.as_ref().and_then(|server| self.made_before(server)) {
            return Ok(step);
        }
        let is_new = matches!(self.change, LocalChange::Create { .. });
        Ok(match server {
            None if is_new => Step::Send,
            None => self.missed(),
            // It is fetched, for it is not written as it was sent.
            Some(server) if self.change.is_in(&server.calendar_data) && !self.is_as_known(Some(&server)) => {
                self.stored(None)
            }
            server if is_new || !self.is_as_known(server.as_ref()) => {
                Step::Done(LocalOutcome::Conflict { server })
            }
            _ if matches!(self.change, LocalChange::Move { .. }) => Step::LookFirstAtDestination,
            _ => Step::Send,
        })
    }

    /// One 404 alone may be a fault on the way: what is taken for gone is not asked for again.
    fn missed(&mut self) -> Step {
        self.misses = self.misses.saturating_add(1);
        Step::Look
    }

    /// Does the server have what it shall have?
    fn made_before(&mut self, server: &CalendarObject) -> Option<Step> {
        let ours = self.change.calendar_data()?;
        if !is_same_content(ours, &server.calendar_data) {
            return None;
        }
        self.schedule_tag.clone_from(&server.schedule_tag);
        Some(self.stored(server.etag.clone()))
    }

    fn done(&mut self, reply: &Reply) -> Step {
        // A 207 tells what could not be done (RFC 4918 9.6.1, 9.9.4).
        let fault = reply.multistatus().and_then(|multistatus| {
            multistatus.responses.iter().find_map(|response| {
                response.status().filter(|status| !status.is_success() && !response.is_gone())
            })
        });
        if let Some(status) = fault {
            return Step::Done(LocalOutcome::Refused(FailureKind::Refused(status, None)));
        }
        if matches!(self.change, LocalChange::Delete { .. }) {
            return Step::Done(LocalOutcome::Deleted);
        }
        self.schedule_tag = reply.headers.get::<ScheduleTag>();
        self.stored(reply.headers.get::<EntityTag>().filter(|_| self.change.calendar_data().is_some()))
    }

    fn stored(&self, etag: Option<EntityTag>) -> Step {
        Step::Done(LocalOutcome::Stored { href: self.change.destination().clone(), etag })
    }

    fn looked(&mut self, answer: Result<Reply, FailureKind>) -> Result<Step, FailureKind> {
        let server = object(self.change.href(), answer)?;
        if let Some(step) = server.as_ref().and_then(|server| self.made_before(server)) {
            return Ok(step);
        }
        Ok(match (&self.change, server) {
            (LocalChange::Create { .. }, None) => self.refused(),
            (_, None) if self.misses == 0 => self.missed(),
            (LocalChange::Delete { .. }, None) => Step::Done(LocalOutcome::Deleted),
            (LocalChange::Move { .. }, None) => Step::LookAtDestination,
            (_, server) if self.refusal.is_some() && self.is_as_known(server.as_ref()) => {
                if self.may_probe() { Step::Probe } else { self.refused() }
            }
            // It is fetched, for it is not written as it was sent.
            (change, Some(server)) if change.is_in(&server.calendar_data) => self.stored(None),
            (_, server) => Step::Done(LocalOutcome::Conflict { server }),
        })
    }

    fn refused(&mut self) -> Step {
        Step::Done(LocalOutcome::Refused(self.refusal.take().unwrap_or(FailureKind::Unexpected)))
    }

    /// Is it what was last seen, so that it is not another version that the change was refused for?
    fn is_as_known(&self, server: Option<&CalendarObject>) -> bool {
        let known = self.known.as_ref().and_then(|known| known.etag.as_ref());
        let current = server.and_then(|server| server.etag.as_ref());
        !matches!(self.change, LocalChange::Create { .. })
            && known.zip(current).is_some_and(|(known, current)| known.matches_weakly(current))
    }

    /// Was it refused for its condition, which `If-Match` cannot put on a weak tag?
    fn may_probe(&self) -> bool {
        let is_weak = |known: &Member| {
            known.etag.as_ref().is_some_and(EntityTag::is_weak)
                && (known.schedule_tag.is_none() || self.change.calendar_data().is_none())
        };
        self.condition == Condition::OfHttp
            && self.refusal_status() == Some(StatusCode::PRECONDITION_FAILED)
            && self.known.as_ref().is_some_and(is_weak)
    }

    fn refusal_status(&self) -> Option<StatusCode> {
        match &self.refusal {
            Some(FailureKind::Refused(status, _)) => Some(*status),
            _ => None,
        }
    }

    fn probed(&mut self, answer: &Result<Reply, FailureKind>) -> Step {
        if matches!(answer, Err(FailureKind::Refused(StatusCode::PRECONDITION_FAILED, _))) {
            self.condition = Condition::OfWebDav;
            self.refusal = None;
            Step::Send
        } else {
            self.refused()
        }
    }

    fn looked_at_destination(&mut self, answer: Result<Reply, FailureKind>) -> Result<Step, FailureKind> {
        Ok(match object(self.change.destination(), answer)? {
            // It is fetched, for it is not known what was moved.
            Some(_) => self.stored(None),
            None => Step::Done(LocalOutcome::Conflict { server: None }),
        })
    }
}

/// The tag, if a condition can be put on it. One without quotes may read as another in the field: `*` as any.
fn condition_of(known: &Member) -> Option<&EntityTag> {
    let is_one = |tag: &str| !tag.is_empty() && !tag.contains(['*', ',', '"', ' ', '\t']);
    known.etag.as_ref().filter(|tag| tag.is_quoted() || is_one(tag.opaque()))
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
    let reply = match answer {
        Ok(reply) => reply,
        Err(FailureKind::Refused(StatusCode::NOT_FOUND | StatusCode::GONE, _)) => return Ok(None),
        Err(kind) => return Err(kind),
    };
    let content = reply.calendar().filter(|content| content.is_calendar()).ok_or(FailureKind::Unexpected)?;
    let text = std::str::from_utf8(&content.octets).map_err(|_| FailureKind::Unreadable)?;
    if !is_whole(text) {
        return Err(FailureKind::Unreadable);
    }
    Ok(Some(CalendarObject {
        href: href.clone(),
        etag: reply.headers.get::<EntityTag>(),
        schedule_tag: reply.headers.get::<ScheduleTag>(),
        calendar_data: text.to_owned(),
    }))
}

/// Does it end as a calendar does ([RFC 5545 §3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.4))? A reply that
/// broke off in the middle must not be taken for the object.
pub(super) fn is_whole(text: &str) -> bool {
    let text = text.trim_end().as_bytes();
    let end = text.len().checked_sub(END.len()).and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(END))
}

const END: &[u8] = b"END:VCALENDAR";
