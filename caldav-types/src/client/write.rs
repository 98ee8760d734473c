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

use super::attempt::Attempt;
use super::flight::{Flight, Machine};
use super::{
    Exchange, ExchangeId, Failure, FailureKind, LocalChange, LocalOutcome, Member, RedirectPolicy,
    SyncOptions, SyncTarget,
};
use crate::message::{Reply, Request};

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
