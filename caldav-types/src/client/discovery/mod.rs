//! From the name of a host to the calendars of a user.
//!
//! [RFC 6764 §6](https://www.rfc-editor.org/rfc/rfc6764#section-6),
//! [RFC 5397](https://www.rfc-editor.org/rfc/rfc5397),
//! [RFC 4791 §6.2.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.2.1)
//!
//! ```text
//!             answers            a principal             homes
//!  Lookup ───────────▶ Context ─────────────▶ Principal ───────▶ Calendars ──▶ finished: an Account
//!    │ (a URL: none)     │ ▲ next place          │  none: those of the context  │ ▲ nested, or fewer properties
//!    └───────────────────┘ └──┘                  ▼                              ▼ └──┘
//!                     no place is left ──▶ Stopped: at which step, and why ◀── no home can be listed
//! ```
//!
//! A place is an address where the service may be: what the user gave, the context path of a TXT record,
//! `/.well-known/caldav`, and the root. A redirect stays in its state. So does an exchange that waits for credentials.
//!
//! # Who gets the credentials
//!
//! The host that the user named, and hosts in the domain that it is the name of: with `example.com`, also
//! `caldav.example.com`, whether a SRV record, a redirect or a property names it. Of the few providers that are known to
//! have hosts elsewhere, these too. No other host is asked, [without the user saying so](DiscoveryOptions::with_host);
//! which there are tells [`Discovery::other_hosts`].

use std::collections::{BTreeMap, VecDeque};

use http::{StatusCode, Uri};

use super::proppatch::own_response;
use super::redirect::is_redirect;
use super::{Exchange, ExchangeId, Failure, FailureKind, Unauthorized};
use crate::header::{Dav, WwwAuthenticate};
use crate::message::{Reply, Request};
use crate::service::{SERVICE_WITH_TLS, SERVICE_WITHOUT_TLS, path_of_txt_record};

mod account;
mod asking;
mod lookup;
mod options;
mod places;
mod reading;
mod start;
mod step;

pub use account::{Account, CalendarInfo};
pub use lookup::{Lookup, LookupAnswer, LookupKind, Service};
pub use options::DiscoveryOptions;
pub use start::{Start, StartError, StartErrorKind};
pub use step::{Step, Stopped};

/// The way from the name of a host, an address of mail or a URL to the calendars of a user.
///
/// ```
/// use caldav_types::client::{Discovery, DiscoveryOptions, LookupAnswer, Start};
/// let mut discovery = Discovery::new(Start::parse("bernard@example.com")?, DiscoveryOptions::default());
/// while let Some(lookup) = discovery.poll_lookup() {
///     discovery.handle_lookup(&lookup, LookupAnswer::Nothing); // what the domain name system says
/// }
/// let exchange = discovery.poll_request().unwrap();
/// assert_eq!(exchange.request.target, "https://example.com/.well-known/caldav");
/// # Ok::<(), caldav_types::client::StartError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Discovery {
    options: DiscoveryOptions,
    start: Start,
    step: Step,
    to_look_up: VecDeque<Lookup>,
    looking_up: Vec<Lookup>,
    /// Those with TLS are told so.
    services: Vec<(bool, Service)>,
    /// Does the domain say that it has no service?
    is_denied: bool,
    paths: Vec<String>,
    places: VecDeque<Uri>,
    asked: BTreeMap<ExchangeId, Asked>,
    next_id: u64,
    sent: usize,
    context_homes: Vec<reading::Home>,
    /// The address that the user gave, if it is a collection, and whether it is a calendar.
    listable: Option<(Uri, bool)>,
    other_hosts: Vec<String>,
    /// Places that were redirected to without TLS, and are asked with it.
    kept_tls: Vec<Uri>,
    account: Account,
    left_out: Vec<Stopped>,
    /// Could any home be listed?
    listed: bool,
    outcome: Option<Result<(), Stopped>>,
}

#[derive(Clone, Debug)]
struct Asked {
    request: Request,
    purpose: Purpose,
    /// The addresses asked so far, this one last.
    trail: Vec<Uri>,
    refusals: usize,
    state: State,
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    Ready,
    Sent,
    Challenged(Vec<crate::header::Challenge>),
    Waiting(Vec<crate::header::Challenge>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Purpose {
    Context,
    WellKnownByGet,
    Principal,
    Classes,
    Listing { short: bool, nested: bool },
}

impl Discovery {
    /// Begins at what the user knows.
    #[must_use]
    pub fn new(start: Start, options: DiscoveryOptions) -> Self {
        let mut discovery = Self {
            options,
            step: Step::Lookup,
            to_look_up: VecDeque::new(),
            looking_up: Vec::new(),
            services: Vec::new(),
            is_denied: false,
            paths: Vec::new(),
            places: VecDeque::new(),
            asked: BTreeMap::new(),
            next_id: 0,
            sent: 0,
            context_homes: Vec::new(),
            listable: None,
            other_hosts: Vec::new(),
            kept_tls: Vec::new(),
            account: Account::default(),
            left_out: Vec::new(),
            listed: false,
            outcome: None,
            start,
        };
        if discovery.start.has_services() {
            let domain = discovery.start.domain().unwrap_or_default();
            for service in [SERVICE_WITH_TLS, SERVICE_WITHOUT_TLS] {
                for kind in [LookupKind::Srv, LookupKind::Txt] {
                    if service == SERVICE_WITH_TLS || discovery.options.clear_text {
                        let name = format!("{service}.{domain}");
                        discovery.to_look_up.push_back(Lookup { name, kind });
                    }
                }
            }
        } else {
            discovery.look_at_places();
        }
        discovery
    }

    /// What to look up next.
    #[must_use]
    pub fn poll_lookup(&mut self) -> Option<Lookup> {
        let lookup = self.to_look_up.pop_front()?;
        self.looking_up.push(lookup.clone());
        Some(lookup)
    }

    /// Takes the answer to a lookup. One that was not asked for is ignored.
    pub fn handle_lookup(&mut self, lookup: &Lookup, answer: LookupAnswer) {
        let Some(place) = self.looking_up.iter().position(|other| other == lookup) else { return };
        self.looking_up.remove(place);
        let secure = lookup.name.starts_with(SERVICE_WITH_TLS);
        match answer {
            LookupAnswer::Srv(services) => {
                self.is_denied |= secure && matches!(services.as_slice(), [one] if one.is_none());
                let services = services.into_iter().filter(|one| !one.is_none()).collect();
                let services = Service::in_order(services, self.options.random).into_iter().take(SERVICES);
                let before = if secure { 0 } else { self.services.len() };
                self.services.splice(before..before, services.map(|service| (secure, service)));
            }
            LookupAnswer::Txt(texts) => {
                self.paths.extend(path_of_txt_record(texts).map(|path| path.as_str().to_owned()));
            }
            LookupAnswer::Nothing => {}
        }
        if self.to_look_up.is_empty() && self.looking_up.is_empty() && self.step == Step::Lookup {
            self.look_at_places();
        }
    }

    /// What to send next: `None` while replies or credentials are awaited, and at the end.
    #[must_use]
    pub fn poll_request(&mut self) -> Option<Exchange> {
        loop {
            let (&id, asked) = self.asked.iter_mut().find(|(_, asked)| asked.state == State::Ready)?;
            if self.sent >= self.options.requests {
                self.fail(id, FailureKind::TooManyRequests);
                continue;
            }
            self.sent += 1;
            asked.state = State::Sent;
            return Some(Exchange { id, request: asked.request.clone() });
        }
    }

    /// Which request needs other credentials, each told once. It waits until [`retry`](Self::retry) or
    /// [`refuse`](Self::refuse).
    #[must_use]
    pub fn poll_challenge(&mut self) -> Option<Unauthorized> {
        self.asked.iter_mut().find_map(|(&id, asked)| {
            let State::Challenged(challenges) = &mut asked.state else { return None };
            let challenges = std::mem::take(challenges);
            asked.state = State::Waiting(challenges.clone());
            let (method, target) = (asked.request.method(), asked.request.target.clone());
            Some(Unauthorized { id, method, target, challenges, attempts: asked.refusals })
        })
    }

    /// Sends a request again, as the caller has other credentials now. Where they would be sent in the clear, and the
    /// options do not allow it, the request fails.
    pub fn retry(&mut self, id: ExchangeId) {
        let clear_text = self.options.clear_text;
        let Some(asked) = self.asked.get_mut(&id) else { return };
        if !matches!(asked.state, State::Challenged(_) | State::Waiting(_)) {
            return;
        }
        if asked.request.target.scheme_str() != Some("https") && !clear_text {
            return self.fail(id, FailureKind::ClearText);
        }
        asked.state = State::Ready;
    }

    /// There are no other credentials.
    pub fn refuse(&mut self, id: ExchangeId) {
        let Some(asked) = self.asked.get(&id) else { return };
        match &asked.state {
            State::Challenged(challenges) | State::Waiting(challenges) => {
                let challenges = challenges.clone();
                self.fail(id, FailureKind::Unauthorized(challenges));
            }
            State::Ready | State::Sent => {}
        }
    }

    /// Takes what came of a request: its reply, or the news that it came to nothing. What is not on its way is ignored.
    pub fn handle(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
        match answer {
            Ok(reply) => self.read(id, &reply),
            Err(kind) if self.asked.get(&id).is_some_and(|asked| asked.state == State::Sent) => {
                self.fail(id, kind);
            }
            Err(_) => {}
        }
    }

    /// Takes the reply to a request.
    pub fn handle_reply(&mut self, id: ExchangeId, reply: Reply) {
        self.handle(id, Ok(reply));
    }

    /// Takes the news that a request came to nothing.
    pub fn handle_failure(&mut self, id: ExchangeId, kind: FailureKind) {
        self.handle(id, Err(kind));
    }

    fn read(&mut self, id: ExchangeId, reply: &Reply) {
        let Some(asked) = self.asked.get(&id).filter(|asked| asked.state == State::Sent) else { return };
        let (purpose, target) = (asked.purpose, asked.request.target.clone());
        self.account.quirks.observe(target.host().unwrap_or_default(), &reply.headers);
        if is_redirect(reply) {
            return self.redirect(id, reply);
        }
        if reply.status == StatusCode::UNAUTHORIZED {
            let challenges = reply.headers.get::<WwwAuthenticate>().unwrap_or_default();
            return self.challenge(id, challenges.0);
        }
        if purpose == Purpose::Classes {
            self.asked.remove(&id);
            self.account.classes =
                reply.headers.get::<Dav>().filter(|_| reply.is_success()).unwrap_or_default();
            return self.advance();
        }
        if let Some(kind) = FailureKind::of_reply(reply) {
            return self.fail(id, kind);
        }
        let Some(multistatus) = reply.multistatus() else { return self.fail(id, FailureKind::Unexpected) };
        if let Purpose::Listing { nested, .. } = purpose {
            self.asked.remove(&id);
            self.listed = true;
            self.read_listing(&multistatus.responses, &target, nested);
            return self.advance();
        }
        let Some(own) = own_response(multistatus, &target) else {
            return self.fail(id, FailureKind::Unexpected);
        };
        if let Some(status) = own.status().filter(|status| !status.is_success()) {
            return self.fail(id, FailureKind::Refused(status, own.error.clone().map(Box::new)));
        }
        match purpose {
            Purpose::Context => self.read_context(id, own, &target),
            _ => self.read_principal(id, own, &target),
        }
    }

    /// Is nothing more to be done?
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.outcome.is_some()
    }

    /// The step that it is at.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// What came of it; `None` before the end.
    #[must_use]
    pub fn outcome(&self) -> Option<Result<&Account, &Stopped>> {
        self.outcome.as_ref().map(|outcome| outcome.as_ref().map(|()| &self.account))
    }

    /// What failed on the way without being the end of it: places without a service, homes that cannot be listed.
    #[must_use]
    pub fn left_out(&self) -> &[Stopped] {
        &self.left_out
    }

    /// Hosts that were named and not asked, for the credentials of the user would go there. Where the user trusts one,
    /// begin again [with it](DiscoveryOptions::with_host).
    #[must_use]
    pub fn other_hosts(&self) -> &[String] {
        &self.other_hosts
    }

    fn leave_out(&mut self, target: &Uri, kind: FailureKind) {
        let failure = Failure { method: crate::Method::Propfind, target: target.clone(), kind };
        self.left_out.push(Stopped { at: self.step, failure });
    }
}

/// How many records of one lookup are looked at.
const SERVICES: usize = 8;

#[cfg(test)]
mod tests;
