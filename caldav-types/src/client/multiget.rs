//! Calendar object resources by address, in batches.
//!
//! [RFC 4791 §7.9](https://www.rfc-editor.org/rfc/rfc4791#section-7.9)
//!
//! ```text
//!  batch ── calendar-multiget ──▶ told: Object, Gone
//!    │ refused, unreadable: two halves, each a batch
//!    │ one alone, or not told
//!    ▼
//!  GET ──▶ Object, Gone or Refused
//! ```

use std::collections::{BTreeMap, VecDeque};

use http::StatusCode;

use super::calendar_sync::flight::{Flight, failure};
use super::calendar_sync::target::{versions, versions_of};
use super::write::object;
use super::{CalendarObject, Exchange, ExchangeId, Failure, FailureKind, SyncTarget};
use crate::message::{Operation, Reply, Request};
use crate::multistatus::Response;
use crate::property::named;
use crate::report::{CalendarMultiget, Report};
use crate::{Depth, Href, Precondition};

/// A machine that fetches calendar object resources.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::client::{Multiget, SyncTarget};
/// let calendar = SyncTarget::new("https://example.com/cal/".parse()?);
/// let mut some = Multiget::new(calendar, ["/cal/1.ics", "/cal/2.ics", "/cal/3.ics"].map(Href::new), 2);
/// let first = some.poll_request().unwrap();
/// assert_eq!(first.request.method().as_str(), "REPORT");
/// assert!(some.poll_request().is_none(), "its reply is waited for");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug)]
pub struct Multiget {
    target: SyncTarget,
    batches: VecDeque<Vec<Href>>,
    /// To be asked for one by one.
    single: VecDeque<Href>,
    fetched: Vec<(Href, Fetched)>,
    flight: Flight,
    failure: Option<Failure>,
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

impl Multiget {
    /// These resources, at most `batch` by one request.
    #[must_use]
    pub fn new(target: SyncTarget, hrefs: impl IntoIterator<Item = Href>, batch: usize) -> Self {
        let hrefs: Vec<Href> = hrefs.into_iter().collect();
        let (batches, single) = if target.has_multiget {
            (hrefs.chunks(batch.max(1)).map(<[Href]>::to_vec).collect(), VecDeque::new())
        } else {
            (VecDeque::new(), hrefs.into())
        };
        Self { target, batches, single, fetched: Vec::new(), flight: Flight::default(), failure: None }
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

    /// What came of the resources since it was asked last, each by the address that it was asked for.
    pub fn drain(&mut self) -> Vec<(Href, Fetched)> {
        std::mem::take(&mut self.fetched)
    }

    /// Why it ended before all was asked.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Is there nothing left to send and to wait for?
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.failure.is_some() || (self.batches.is_empty() && self.single.is_empty())
    }

    pub(super) fn request(&self) -> Option<Request> {
        let Some(batch) = self.batches.front() else {
            return self.single.front().map(|href| self.target.get(href));
        };
        let hrefs = batch.iter().map(|href| self.target.in_body(href));
        let body = Report::CalendarMultiget(CalendarMultiget::new(versions().with_calendar_data(), hrefs));
        let operation = Operation::Report { depth: Some(Depth::Zero), body };
        Some(Request::new(self.target.url.clone(), operation))
    }

    /// Takes what came of the request.
    ///
    /// # Errors
    ///
    /// Every other request would come to nothing too.
    pub(super) fn answer(&mut self, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        let answer = answer.and_then(|reply| FailureKind::of_reply(&reply).map_or(Ok(reply), Err));
        if let Err(kind) = &answer
            && kind.stops_all()
        {
            return Err(kind.clone());
        }
        if let Some(batch) = self.batches.pop_front() {
            match answer {
                Ok(reply) => self.read(batch, &reply),
                Err(kind) => self.split(batch, &kind),
            }
        } else if let Some(href) = self.single.pop_front() {
            let fetched = match object(&href, answer) {
                Ok(Some(object)) => Fetched::Object(object),
                Ok(None) => Fetched::Gone,
                Err(kind) => Fetched::Refused(kind),
            };
            self.fetched.push((href, fetched));
        }
        Ok(())
    }

    fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        if let Some(asked) = self.flight.land(id)
            && let Err(kind) = self.answer(answer)
        {
            self.failure = Some(failure(asked, kind));
        }
    }

    fn read(&mut self, batch: Vec<Href>, reply: &Reply) {
        let Some(multistatus) = reply.multistatus() else {
            return self.split(batch, &FailureKind::Unexpected);
        };
        let mut told: BTreeMap<String, &Response> = BTreeMap::new();
        for response in &multistatus.responses {
            for href in response.hrefs() {
                told.insert(self.target.key(href), response);
                if let Some(once) = href.key(&self.target.url).encoded_once() {
                    told.entry(once.path().to_owned()).or_insert(response);
                }
            }
        }
        for href in batch {
            match told.get(&self.target.key(&href)).and_then(|response| fetched(&href, response)) {
                Some(fetched) => self.fetched.push((href, fetched)),
                None => self.single.push_back(href),
            }
        }
    }

    fn split(&mut self, batch: Vec<Href>, kind: &FailureKind) {
        let is_unknown = match kind {
            FailureKind::Refused(StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED, _) => true,
            FailureKind::Refused(_, Some(error)) => error.has(&Precondition::SupportedReport),
            _ => false,
        };
        if is_unknown {
            // No other batch would fare better.
            self.single.extend(batch);
            self.single.extend(self.batches.drain(..).flatten());
        } else if let (first, second) = batch.split_at(batch.len() / 2)
            && !first.is_empty()
        {
            self.batches.push_front(second.to_vec());
            self.batches.push_front(first.to_vec());
        } else {
            self.single.extend(batch);
        }
    }
}

/// What a response tells of a resource. Properties that are not there do not mean that the resource is not.
fn fetched(href: &Href, response: &Response) -> Option<Fetched> {
    if response.is_gone() {
        return Some(Fetched::Gone);
    }
    let data = response.get::<named::CalendarData>().filter(|data| !data.text.trim().is_empty())?;
    let (etag, schedule_tag) = versions_of(response);
    let calendar_data = data.text.clone();
    Some(Fetched::Object(CalendarObject { href: href.clone(), etag, schedule_tag, calendar_data }))
}
