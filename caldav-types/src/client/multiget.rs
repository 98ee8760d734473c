//! Calendar object resources by address, in batches.
//!
//! [RFC 4791 §7.9](https://www.rfc-editor.org/rfc/rfc4791#section-7.9)
//!
//! ```text
//!  batch ── calendar-multiget ──▶ told: Object, Gone
//!    │ refused, unreadable: two halves, each a batch; several are on their way at once
//!    │ one alone, or not told, or the report is not known
//!    ▼
//!  GET, again after one 404 ──▶ Object, Gone or Refused
//! ```

use std::collections::{BTreeMap, VecDeque};

use http::StatusCode;

use super::collection::{Collection, versions, versions_of};
use super::flight::{Flight, Machine};
use super::object::{is_whole, object};
use super::{
    CalendarObject, Exchange, ExchangeId, Failure, FailureKind, RedirectPolicy, SyncOptions, SyncTarget,
};
use crate::message::{Operation, Reply, ReplyBody, Request};
use crate::multistatus::{Response, ResponseContent};
use crate::property::DavProperty;
use crate::report::{CalendarMultiget, Report};
use crate::{Depth, Href, Precondition};

/// A machine that fetches calendar object resources.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::client::{Multiget, SyncTarget};
/// let calendar = SyncTarget::new("https://example.com/cal/".parse()?);
/// let mut some = Multiget::new(calendar, ["/cal/1.ics", "/cal/2.ics", "/cal/3.ics"].map(Href::new), 2);
/// let (first, second) = (some.poll_request().unwrap(), some.poll_request().unwrap());
/// assert_eq!((first.request.method().as_str(), second.request.method().as_str()), ("REPORT", "REPORT"));
/// assert!(some.poll_request().is_none(), "their replies are waited for, in any order");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug)]
pub struct Multiget {
    batches: Batches,
    fetched: Vec<(Href, Fetched)>,
    flight: Flight<Batch>,
}

/// What came of asking for a resource.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetched {
    /// It is this.
    Object(CalendarObject),
    /// There is none.
    Gone,
    /// The server does not give it.
    Refused(FailureKind),
}

/// What is to be fetched, in the portions that it is asked for in.
#[derive(Clone, Debug)]
pub(super) struct Batches {
    several: VecDeque<Vec<Href>>,
    single: VecDeque<Href>,
    again: VecDeque<Href>,
    /// Does the server know the report, as far as it was told?
    is_known: bool,
    has_succeeded: bool,
    refusals: usize,
}

/// What one request asks for.
#[derive(Clone, Debug)]
pub(super) enum Batch {
    Several(Vec<Href>),
    Single(Href),
    /// One that was not found once: that alone may be a fault on the way.
    Again(Href),
}

/// So many batches refused and none answered mean that no other would fare better.
const MAX_REFUSALS: usize = 16;

impl Multiget {
    /// These resources, at most `batch` by one request.
    #[must_use]
    pub fn new(target: SyncTarget, hrefs: impl IntoIterator<Item = Href>, batch: usize) -> Self {
        let options = SyncOptions::default();
        let batches = Batches::new(&target, hrefs.into_iter().collect(), batch);
        Self {
            batches,
            fetched: Vec::new(),
            flight: Flight::new(target, options.in_flight, options.redirects),
        }
    }

    /// With at most so many requests on their way at once; 4 by default.
    #[must_use]
    pub const fn with_in_flight(mut self, in_flight: usize) -> Self {
        self.flight.set_in_flight(in_flight);
        self
    }

    /// With redirects that lead this far.
    #[must_use]
    pub const fn with_redirects(mut self, redirects: RedirectPolicy) -> Self {
        self.flight.set_redirects(redirects);
        self
    }

    /// What to send; `None` while replies have to be waited for, and when it is finished.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        self.poll()
    }

    /// Takes what came of an exchange. Replies may come in any order.
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

    /// What came of the resources since it was asked last, each by the address that it was asked for.
    pub fn drain(&mut self) -> Vec<(Href, Fetched)> {
        std::mem::take(&mut self.fetched)
    }

    /// Why it ended before all was asked. What has no result was not fetched.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.flight.failure()
    }

    /// Where the calendar is from now on, if the server said so.
    #[must_use]
    pub fn moved_to(&self) -> Option<&http::Uri> {
        self.flight.collection.moved_to()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.flight.is_idle() && (self.failure().is_some() || self.batches.is_empty())
    }
}

impl Machine for Multiget {
    type Purpose = Batch;

    fn flight(&mut self) -> &mut Flight<Batch> {
        &mut self.flight
    }

    fn next(&mut self) -> Option<Batch> {
        self.batches.next()
    }

    fn request(&mut self, batch: &Batch) -> Option<Request> {
        Some(batch.request(&self.flight.collection))
    }

    fn answer(&mut self, batch: Batch, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        self.fetched.extend(self.batches.answer(batch, answer, &self.flight.collection));
        Ok(())
    }
}

impl Batch {
    pub(super) fn request(&self, collection: &Collection) -> Request {
        match self {
            Self::Several(hrefs) => {
                let hrefs = hrefs.iter().map(|href| collection.in_body(href));
                let body =
                    Report::CalendarMultiget(CalendarMultiget::new(versions().with_calendar_data(), hrefs));
                Request::new(collection.url().clone(), Operation::Report { depth: Some(Depth::Zero), body })
            }
            Self::Single(href) | Self::Again(href) => collection.get(href),
        }
    }
}

impl Batches {
    pub(super) fn new(target: &SyncTarget, hrefs: Vec<Href>, size: usize) -> Self {
        let is_known = target.has_multiget;
        let (several, single) = if is_known {
            (hrefs.chunks(size.max(1)).map(<[Href]>::to_vec).collect(), VecDeque::new())
        } else {
            (VecDeque::new(), hrefs.into())
        };
        Self { several, single, again: VecDeque::new(), is_known, has_succeeded: false, refusals: 0 }
    }

    /// Is there nothing more to ask? What is on its way may bring more.
    pub(super) fn is_empty(&self) -> bool {
        self.several.is_empty() && self.single.is_empty() && self.again.is_empty()
    }

    pub(super) fn next(&mut self) -> Option<Batch> {
        let several = self.several.pop_front().map(Batch::Several);
        let single = || self.single.pop_front().map(Batch::Single);
        several.or_else(single).or_else(|| self.again.pop_front().map(Batch::Again))
    }

    /// What came of a batch: of some resources it may be known only by asking again.
    pub(super) fn answer(
        &mut self,
        batch: Batch,
        answer: Result<Reply, FailureKind>,
        collection: &Collection,
    ) -> Vec<(Href, Fetched)> {
        match (batch, answer) {
            (Batch::Several(hrefs), Ok(reply)) => self.read(hrefs, reply, collection),
            (Batch::Several(hrefs), Err(kind)) => {
                self.split(hrefs, &kind);
                Vec::new()
            }
            (Batch::Single(href), answer) => match object(&href, answer) {
                Ok(None) => {
                    self.again.push_back(href);
                    Vec::new()
                }
                answer => vec![(href, Fetched::of(answer))],
            },
            (Batch::Again(href), answer) => {
                let answer = object(&href, answer);
                vec![(href, Fetched::of(answer))]
            }
        }
    }

    fn read(&mut self, hrefs: Vec<Href>, reply: Reply, collection: &Collection) -> Vec<(Href, Fetched)> {
        let ReplyBody::Multistatus(multistatus) = reply.body else {
            self.split(hrefs, &FailureKind::Unexpected);
            return Vec::new();
        };
        self.has_succeeded = true;
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for (place, response) in multistatus.responses.iter().enumerate() {
            for href in response.hrefs() {
                let (key, once) = collection.keys(href);
                told.insert(key, place);
                // That something of another spelling is not there says nothing of this one.
                if let Some(once) = once.filter(|_| !response.is_gone()) {
                    told.entry(once).or_insert(place);
                }
            }
        }
        let mut responses = multistatus.responses;
        let mut all = Vec::with_capacity(hrefs.len());
        for href in hrefs {
            let place = told.get(&collection.key(&href)).copied();
            match place
                .and_then(|place| responses.get_mut(place))
                .and_then(|response| fetched(&href, response))
            {
                Some(fetched) => all.push((href, fetched)),
                None => self.single.push_back(href),
            }
        }
        all
    }

    fn split(&mut self, mut hrefs: Vec<Href>, kind: &FailureKind) {
        self.refusals = self.refusals.saturating_add(1);
        let is_unknown = match kind {
            FailureKind::Refused(StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED, _) => true,
            FailureKind::Refused(_, Some(error)) => error.has(&Precondition::SupportedReport),
            _ => false,
        };
        if is_unknown || (!self.has_succeeded && self.refusals >= MAX_REFUSALS) {
            self.is_known = false;
            self.single.extend(self.several.drain(..).flatten());
        }
        let second = hrefs.split_off(hrefs.len() / 2);
        if self.is_known && !hrefs.is_empty() {
            self.several.push_front(second);
            self.several.push_front(hrefs);
        } else {
            self.single.extend(hrefs.into_iter().chain(second));
        }
    }
}

impl Fetched {
    fn of(answer: Result<Option<CalendarObject>, FailureKind>) -> Self {
        match answer {
            Ok(Some(object)) => Self::Object(object),
            Ok(None) => Self::Gone,
            Err(kind) => Self::Refused(kind),
        }
    }
}

/// What a response tells of a resource, taken out of it. Properties that are not there do not mean that the resource is
/// not.
fn fetched(href: &Href, response: &mut Response) -> Option<Fetched> {
    if response.is_gone() {
        return Some(Fetched::Gone);
    }
    let (etag, schedule_tag) = versions_of(response);
    let ResponseContent::Propstats(propstats) = &mut response.content else { return None };
    let found = propstats.iter_mut().filter(|propstat| propstat.is_success());
    let data = found.flat_map(|propstat| &mut propstat.properties).find_map(|property| match property {
        DavProperty::CalendarData(data) => Some(&mut data.text),
        _ => None,
    })?;
    let calendar_data = std::mem::take(data);
    is_whole(&calendar_data)
        .then(|| Fetched::Object(CalendarObject { href: href.clone(), etag, schedule_tag, calendar_data }))
}
