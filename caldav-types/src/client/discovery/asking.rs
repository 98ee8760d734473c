//! What is asked, and what follows where the answer is no answer.

use http::Uri;

use super::{Asked, Discovery, Purpose, State, Step, Stopped, account};
use crate::client::{ExchangeId, Failure, FailureKind, Quirk, RedirectFault};
use crate::header::Challenge;
use crate::message::{Operation, Reply, Request};
use crate::property::DavPropertyName;
use crate::request::Propfind;
use crate::service::WELL_KNOWN_PATH;
use crate::{Depth, Method};

impl Discovery {
    pub(super) fn ask(&mut self, target: Uri, purpose: Purpose, trail: Vec<Uri>) {
        let propfind = |depth, names: &[DavPropertyName]| Operation::Propfind {
            depth,
            body: Propfind::Prop(names.to_vec()),
        };
        let operation = match purpose {
            Purpose::Context => propfind(Depth::Zero, account::OF_CONTEXT),
            Purpose::WellKnownByGet => Operation::Get,
            Purpose::Principal => propfind(Depth::Zero, account::OF_PRINCIPAL),
            Purpose::Classes => Operation::Options,
            Purpose::Listing { short: true, .. } => propfind(Depth::One, account::OF_CALENDARS_SHORT),
            Purpose::Listing { .. } => propfind(Depth::One, account::OF_CALENDARS),
        };
        let trail = trail.into_iter().chain([target.clone()]).collect();
        let request = Request::new(target, operation);
        let asked = Asked { request, purpose, trail, refusals: 0, state: State::Ready };
        self.asked.insert(ExchangeId(self.next_id), asked);
        self.next_id += 1;
    }

    pub(super) fn redirect(&mut self, id: ExchangeId, reply: &Reply) {
        let Some(trail) = self.asked.get(&id).map(|asked| asked.trail.clone()) else { return };
        match self.follow(&trail, reply) {
            Ok(target) => {
                let Some(asked) = self.asked.remove(&id) else { return };
                let purpose = match asked.purpose {
                    // What it leads to is the context path.
                    Purpose::WellKnownByGet => {
                        self.account.quirks.insert(Quirk::WellKnownByGet);
                        Purpose::Context
                    }
                    purpose => purpose,
                };
                self.ask(target, purpose, asked.trail);
            }
            Err(fault) => {
                if fault == RedirectFault::Downgrade {
                    self.keep_tls(&trail, reply);
                }
                self.fail(id, FailureKind::Redirect(fault));
            }
        }
    }

    pub(super) fn challenge(&mut self, id: ExchangeId, challenges: Vec<Challenge>) {
        let Some(asked) = self.asked.get_mut(&id) else { return };
        asked.refusals += 1;
        if asked.refusals >= self.options.attempts {
            self.fail(id, FailureKind::Unauthorized(challenges));
        } else {
            asked.state = State::Challenged(challenges);
        }
    }

    pub(super) fn fail(&mut self, id: ExchangeId, kind: FailureKind) {
        let Some(asked) = self.asked.remove(&id) else { return };
        let target = asked.request.target.clone();
        let refused = match &kind {
            FailureKind::Refused(status, _) => status.as_u16(),
            _ => 0,
        };
        let failure = Failure { method: asked.request.method(), target: target.clone(), kind };
        match asked.purpose {
            // What a server complies with is good to know, no more.
            Purpose::Classes => return self.advance(),
            Purpose::Context if target.path() == WELL_KNOWN_PATH && matches!(refused, 400 | 405 | 501) => {
                let trail = asked.trail.split_last().map(|(_, before)| before.to_vec()).unwrap_or_default();
                self.ask(target, Purpose::WellKnownByGet, trail);
            }
            Purpose::Context
                if refused != 0
                    && target.path() == "/"
                    && self.account.quirks.has(Quirk::ContextAtPrincipals) =>
            {
                self.add_places_at(&target, &["/principals/"]);
            }
            Purpose::Listing { short: false, nested } if matches!(refused, 400 | 422 | 500 | 507) => {
                self.account.quirks.insert(Quirk::ShortListing);
                self.ask(target, Purpose::Listing { short: true, nested }, Vec::new());
            }
            _ => {}
        }
        self.left_out.push(Stopped { at: self.step, failure });
        self.advance();
    }

    /// Goes on where nothing is on its way.
    pub(super) fn advance(&mut self) {
        while self.asked.is_empty() && self.outcome.is_none() {
            match self.step {
                Step::Lookup => return,
                Step::Context => {
                    if let Some(place) = self.places.pop_front() {
                        self.ask(place, Purpose::Context, Vec::new());
                    } else if let Some((home, _)) = self.listable.take() {
                        self.account.quirks.insert(Quirk::NoPrincipal);
                        self.add_home(home);
                    } else {
                        self.stop();
                    }
                }
                Step::Principal => {
                    if !self.context_homes.is_empty() {
                        self.ask_homes(Vec::new());
                    } else if let Some((calendar, true)) = self.listable.take() {
                        self.account.quirks.insert(Quirk::NoHomeSet);
                        self.add_home(calendar);
                    } else {
                        self.stop();
                    }
                }
                Step::Calendars => {
                    if self.listed {
                        self.outcome = Some(Ok(()));
                    } else {
                        self.stop();
                    }
                }
            }
        }
    }

    fn stop(&mut self) {
        let of_step = |stopped: &&Stopped| stopped.at == self.step;
        let asks = |stopped: &&Stopped| {
            matches!(stopped.failure.kind, FailureKind::Unauthorized(_) | FailureKind::ClearText)
        };
        let found = self.left_out.iter().filter(of_step).find(asks);
        let stopped = found.or_else(|| self.left_out.iter().find(of_step)).cloned();
        self.outcome = Some(Err(stopped.unwrap_or_else(|| {
            let target =
                self.account.principal.as_ref().and_then(|principal| principal.as_str().parse().ok());
            let target = target.or_else(|| self.start.url().cloned()).unwrap_or_default();
            let failure = Failure { method: Method::Propfind, target, kind: FailureKind::Unexpected };
            Stopped { at: self.step, failure }
        })));
    }
}
