//! What the replies say: who the user is, where their homes are, which calendars are in them.

use std::collections::BTreeSet;

use http::Uri;

use super::account::CalendarInfo;
use super::{Discovery, Purpose, Step};
use crate::client::{ExchangeId, FailureKind, Quirk};
use crate::multistatus::Response;
use crate::property::{CurrentUserPrincipal, named};
use crate::{Href, ResourceType, ResourceTypes};

impl Discovery {
    pub(super) fn read_context(&mut self, id: ExchangeId, own: &Response, target: &Uri) {
        let homes = own.get::<named::CalendarHomeSet>().cloned().unwrap_or_default();
        let types = own.get::<named::ResourceType>().cloned().unwrap_or_default();
        if self.listable.is_none() && self.start.url().is_some() && is_listable(&types) {
            self.listable = Some((target.clone(), types.has(&ResourceType::Calendar)));
        }
        match own.get::<named::CurrentUserPrincipal>() {
            Some(CurrentUserPrincipal::Unauthenticated) => {
                self.account.quirks.insert(Quirk::AnonymousAnswers);
                return self.challenge(id, Vec::new());
            }
            Some(CurrentUserPrincipal::Principal(href)) => {
                match self.allowed(href, target, Some(&own.href)) {
                    Ok(principal) => {
                        self.asked.remove(&id);
                        self.context_homes = self.homes(&homes, target, own);
                        self.account.principal = Some(Href::from(&principal));
                        self.step = Step::Principal;
                        self.ask(principal, Purpose::Principal, Vec::new());
                        return;
                    }
                    Err(kind) => return self.fail(id, kind),
                }
            }
            None => {}
        }
        if types.is_principal() || !homes.is_empty() {
            self.account.principal = Some(Href::from(target));
            self.step = Step::Principal;
            self.asked.remove(&id);
            self.ask(target.clone(), Purpose::Principal, Vec::new());
            return;
        }
        self.fail(id, FailureKind::Unexpected);
    }

    pub(super) fn read_principal(&mut self, id: ExchangeId, own: &Response, target: &Uri) {
        self.asked.remove(&id);
        self.account.display_name = own.get::<named::DisplayName>().cloned();
        self.account.addresses = own.get::<named::CalendarUserAddressSet>().cloned().unwrap_or_default();
        self.account.inbox = self.place(own.get::<named::ScheduleInboxUrl>(), target, own);
        self.account.outbox = self.place(own.get::<named::ScheduleOutboxUrl>(), target, own);
        let homes = own.get::<named::CalendarHomeSet>().cloned().unwrap_or_default();
        let homes = self.homes(&homes, target, own);
        self.ask_homes(homes);
        self.advance();
    }

    /// A place that may be asked.
    fn place(&mut self, href: Option<&Href>, target: &Uri, own: &Response) -> Option<Href> {
        let place = self.allowed(href?, target, Some(&own.href)).ok()?;
        Some(Href::from(&place))
    }

    fn homes(&mut self, homes: &[Href], target: &Uri, own: &Response) -> Vec<Home> {
        let mut of = |home: &Href| (target.clone(), self.allowed(home, target, Some(&own.href)));
        homes.iter().map(&mut of).collect()
    }

    pub(super) fn ask_homes(&mut self, mut homes: Vec<Home>) {
        if homes.is_empty() && !self.context_homes.is_empty() {
            self.account.quirks.insert(Quirk::HomeSetAtContext);
            homes = std::mem::take(&mut self.context_homes);
        }
        for (seen_from, home) in homes {
            match home {
                Ok(home) => {
                    if home.host() != seen_from.host() {
                        self.account.quirks.insert(Quirk::HomeAtOtherHost);
                    }
                    self.add_home(home);
                }
                Err(kind) => self.leave_out(&seen_from, kind),
            }
        }
    }

    pub(super) fn add_home(&mut self, home: Uri) {
        let href = Href::from(&home);
        if self.account.homes.iter().any(|other| other.is_same(&href, &home)) {
            return;
        }
        if self.account.homes.len() >= HOMES {
            return self.leave_out(&home, FailureKind::TooManyRequests);
        }
        if self.account.homes.is_empty() {
            self.ask(home.clone(), Purpose::Classes, Vec::new());
        }
        self.account.homes.push(href);
        self.step = Step::Calendars;
        self.ask(home, Purpose::Listing { short: false, nested: false }, Vec::new());
    }

    pub(super) fn read_listing(&mut self, responses: &[Response], target: &Uri, nested: bool) {
        let home = Href::from(target).key(target);
        let mut collections = Vec::new();
        let before = self.account.calendars.len();
        let known = self.account.calendars.iter().map(|calendar| calendar.href.key(target));
        let mut known: BTreeSet<_> = known.collect();
        // Where the server does not tell the home itself, a member of it shows by which name it goes.
        let is_home = |response: &&Response| response.href.key(target).path() == home.path();
        let is_member = |response: &&Response| response.href.key(target).path().starts_with(home.path());
        let own = responses.iter().find(is_home).or_else(|| responses.iter().find(is_member));
        let own = own.map(|own| own.href.clone());
        for response in responses.iter().filter(|response| response.status().is_none()) {
            let Some(types) = response.get::<named::ResourceType>() else { continue };
            let address = match self.allowed(&response.href, target, own.as_ref()) {
                Ok(address) => address,
                Err(kind) => {
                    if types.has(&ResourceType::Calendar) {
                        self.leave_out(target, kind);
                    }
                    continue;
                }
            };
            if types.has(&ResourceType::Calendar) {
                if !types.is_collection() {
                    self.account.quirks.insert(Quirk::CalendarWithoutCollection);
                }
                let calendar = CalendarInfo::read(response, &address, target);
                if known.insert(calendar.href.key(target)) {
                    self.account.calendars.push(calendar);
                }
            } else if types.has(&ResourceType::ScheduleInbox) {
                self.account.inbox.get_or_insert_with(|| Href::from(&address));
            } else if types.has(&ResourceType::ScheduleOutbox) {
                self.account.outbox.get_or_insert_with(|| Href::from(&address));
            } else if types.0 == [ResourceType::Collection] && response.href.key(target) != home {
                collections.push(address);
            }
        }
        if nested && self.account.calendars.len() > before {
            self.account.quirks.insert(Quirk::NestedCalendars);
        }
        if !nested && self.account.calendars.len() == before {
            for address in collections.into_iter().take(NESTED) {
                self.ask(address, Purpose::Listing { short: false, nested: true }, Vec::new());
            }
        }
    }
}

/// A home, seen from where, if it may be asked.
pub(super) type Home = (Uri, Result<Uri, FailureKind>);

/// Is it a collection that calendars may be in, or a calendar?
fn is_listable(types: &ResourceTypes) -> bool {
    types.is_collection() || types.has(&ResourceType::Calendar)
}

/// How many homes are listed.
const HOMES: usize = 16;

/// How many collections within a home are looked into.
const NESTED: usize = 16;
