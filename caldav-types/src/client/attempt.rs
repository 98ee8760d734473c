//! A change on its way to be made on the server: the steps of [`Write`](super::Write).

use http::StatusCode;

use super::change::is_same_content;
use super::collection::Collection;
use super::object::object;
use super::{CalendarObject, FailureKind, LocalChange, LocalOutcome, Member, Quirk, SyncTarget};
use crate::header::{If, IfList, IfMatch, IfNoneMatch, IfScheduleTagMatch, IfState};
use crate::message::{Content, Operation, Reply, ReplyBody, Request};
use crate::{EntityTag, Href, ScheduleTag, StateToken};

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

/// The tag, if a condition can be put on it. One without quotes may read as others in the field: `*` as any.
fn condition_of(known: &Member) -> Option<&EntityTag> {
    known.etag.as_ref().filter(|tag| {
        let field = tag.to_string().parse::<IfMatch>();
        matches!(field, Ok(IfMatch::Tags(tags)) if matches!(&tags[..], [one] if one == *tag))
    })
}
