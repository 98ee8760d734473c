//! What a calendar has, told by DAV:sync-collection or by the tags of all its members.
//!
//! [RFC 6578 §3.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.2),
//! [RFC 4791 §8.2.1.3](https://www.rfc-editor.org/rfc/rfc4791#section-8.2.1.3)

use http::StatusCode;

use super::{CalendarSync, Phase};
use crate::client::FailureKind;
use crate::client::collection::{versions, versions_of};
use crate::message::{Operation, Reply, Request};
use crate::multistatus::{Multistatus, Response};
use crate::property::{DavPropertyName, named};
use crate::report::{Report, SyncCollection};
use crate::request::Propfind;
use crate::{Depth, Href, Precondition, ResourceType, SyncToken};

/// More pages than that are a server that does not come to an end.
const MAX_PAGES: usize = 100_000;

impl CalendarSync {
    /// To the phase of asking what changed, if that is not known.
    pub(super) fn ask(&mut self) {
        let (target, known) = (&self.flight.collection.target, &self.ahead);
        // The token is the finer of the two: a ctag may be a time of whole seconds, or not know of a MOVE.
        let is_same = match (&target.sync_token, &known.sync_token) {
            (Some(current), Some(known)) => current == known,
            _ => target.ctag.is_some() && target.ctag == known.ctag,
        };
        if is_same && !self.has_pushed && known.unconfirmed.is_empty() {
            self.fetch();
        } else if target.has_sync_collection {
            self.phase = Phase::Sync { limit: self.options.limit };
        } else {
            self.list();
        }
    }

    pub(super) fn sync_request(&mut self, limit: Option<u64>) -> Request {
        if self.ahead.sync_token.is_none() {
            self.start_over();
        }
        let sync_token = self.ahead.sync_token.clone().unwrap_or_else(SyncToken::initial);
        let body = SyncCollection { sync_token, limit, prop: versions(), ..SyncCollection::default() };
        // RFC 6578 §3.2: the depth of the request itself is 0.
        let operation = Operation::Report { depth: Some(Depth::Zero), body: Report::SyncCollection(body) };
        Request::new(self.flight.collection.url().clone(), operation)
    }

    pub(super) fn list_request(&self) -> Request {
        let names = vec![
            DavPropertyName::ResourceType,
            DavPropertyName::GetEtag,
            DavPropertyName::ScheduleTag,
            DavPropertyName::GetCTag,
        ];
        let operation = Operation::Propfind { depth: Depth::One, body: Propfind::Prop(names) };
        Request::new(self.flight.collection.url().clone(), operation)
    }

    pub(super) fn synced(
        &mut self,
        limit: Option<u64>,
        answer: Result<Reply, FailureKind>,
    ) -> Result<(), FailureKind> {
        let reply = match answer {
            Ok(reply) => reply,
            Err(kind) => return self.sync_refused(limit, kind),
        };
        let Some(multistatus) = reply.multistatus() else { return Err(FailureKind::Unexpected) };
        let Some(token) = multistatus.sync_token.clone() else {
            self.list();
            return Ok(());
        };
        if let Some(kind) = self.refusal_of_itself(multistatus) {
            return Err(kind);
        }
        // Nothing follows from what is told of another place, such as the path behind another server.
        let collection = &self.flight.collection;
        let mut hrefs = multistatus.responses.iter().flat_map(Response::hrefs).peekable();
        if hrefs.peek().is_some() && !hrefs.any(|href| collection.holds(href)) {
            return Err(FailureKind::Unexpected);
        }
        let truncated = multistatus.is_truncated(collection.url());
        self.read(multistatus);
        let token = Some(token).filter(|token| !token.is_initial());
        let stands_still = token.is_none() || token == self.ahead.sync_token;
        self.pages = self.pages.saturating_add(1);
        if truncated && (stands_still || self.pages >= MAX_PAGES) {
            // What is left would never be told.
            self.list();
            return Ok(());
        }
        self.ahead.sync_token = token;
        if truncated {
            self.phase = Phase::Sync { limit };
        } else {
            self.remove_unconfirmed();
            self.ahead.ctag.clone_from(&self.flight.collection.target.ctag);
            self.fetch();
        }
        Ok(())
    }

    fn sync_refused(&mut self, limit: Option<u64>, kind: FailureKind) -> Result<(), FailureKind> {
        let FailureKind::Refused(status, error) = &kind else { return Err(kind) };
        let names = |precondition| error.as_ref().is_some_and(|error| error.has(precondition));
        let is_silent = error.as_ref().is_none_or(|error| error.conditions.is_empty());
        let may_be_token = matches!(status.as_u16(), 403 | 409 | 410 | 412) && is_silent;
        let is_token = names(&Precondition::ValidSyncToken) || may_be_token;
        if self.ahead.sync_token.is_some() && is_token && !self.has_restarted {
            self.has_restarted = true;
            self.start_over();
            self.phase = Phase::Sync { limit };
            return Ok(());
        }
        if limit.is_some()
            && (*status == StatusCode::INSUFFICIENT_STORAGE
                || names(&Precondition::NumberOfMatchesWithinLimits))
        {
            self.phase = Phase::Sync { limit: None };
            return Ok(());
        }
        match status.as_u16() {
            // The calendar is not there, or the server is not well: to list it would be no better.
            300..=399 | 404 | 410 | 500 | 502 | 504 => Err(kind),
            _ => {
                self.list();
                Ok(())
            }
        }
    }

    pub(super) fn listed(&mut self, answer: Result<Reply, FailureKind>) -> Result<(), FailureKind> {
        let reply = answer?;
        let multistatus = reply.multistatus().ok_or(FailureKind::Unexpected)?;
        let collection = &self.flight.collection;
        let itself = multistatus.responses.iter().find(|response| collection.is_itself(&response.href));
        let has_members =
            || multistatus.responses.iter().any(|response| collection.member_key(&response.href).is_some());
        if let Some(kind) = self.refusal_of_itself(multistatus) {
            return Err(kind);
        }
        // A listing tells the collection too (RFC 4918 §9.1): an empty body does not mean that all is gone, and neither
        // does what is told of something that is no calendar.
        let is_calendar = match itself {
            // One that does not say that it is a collection is a calendar too.
            Some(itself) => {
                itself.get::<named::ResourceType>().is_none_or(|types| types.has(&ResourceType::Calendar))
            }
            None => has_members(),
        };
        if !is_calendar {
            return Err(FailureKind::Unexpected);
        }
        let ctag = itself.and_then(|response| response.get::<named::GetCTag>().cloned());
        self.read(multistatus);
        if !multistatus.is_truncated(self.flight.collection.url()) {
            self.remove_unconfirmed();
            self.ahead.ctag = ctag.or_else(|| self.flight.collection.target.ctag.clone());
        }
        self.fetch();
        Ok(())
    }

    /// Why the server does not tell what it was asked, where it says so of the collection within an answer
    /// ([RFC 4918 §13](https://www.rfc-editor.org/rfc/rfc4918#section-13)). Then nothing follows from what is not told.
    fn refusal_of_itself(&self, multistatus: &Multistatus) -> Option<FailureKind> {
        let collection = &self.flight.collection;
        let refused = |response: &Response| {
            let is_fault = |status: &StatusCode| !status.is_success() && *status != StatusCode::NOT_FOUND;
            let of_all = response.status().filter(|status| !status.is_success());
            let is_truncation = response.is_truncation(collection.url());
            let statuses = || response.propstats().iter().map(|propstat| propstat.status);
            let all_fail = statuses().all(|status| status.as_ref().is_some_and(is_fault));
            let of_properties = || statuses().next().flatten().filter(|_| all_fail);
            if is_truncation { None } else { of_all.or_else(of_properties) }
        };
        let itself = multistatus.responses.iter().filter(|response| collection.is_itself(&response.href));
        itself.filter_map(refused).next().map(|status| FailureKind::Refused(status, None))
    }

    /// To the phase of comparing all tags.
    fn list(&mut self) {
        self.start_over();
        self.phase = Phase::List;
    }

    fn start_over(&mut self) {
        self.ahead.start_over();
        self.touched.extend(self.ahead.unconfirmed.iter().cloned());
    }

    fn read(&mut self, multistatus: &Multistatus) {
        for response in &multistatus.responses {
            for href in response.hrefs() {
                if let Some(key) = self.flight.collection.member_key(href) {
                    self.read_member(key, href, response);
                }
            }
        }
    }

    fn read_member(&mut self, key: String, href: &Href, response: &Response) {
        if response.is_gone() {
            return self.remove(&key);
        }
        if response.get::<named::ResourceType>().is_some_and(|types| types.is_collection()) {
            return;
        }
        self.ahead.unconfirmed.remove(&key);
        let (etag, _) = versions_of(response);
        let known = self.ahead.members.get(&key).and_then(|member| member.etag.as_ref());
        let is_same = known.zip(etag.as_ref()).is_some_and(|(known, etag)| known.matches_weakly(etag));
        if !is_same {
            self.ahead.pending.insert(key.clone(), self.flight.collection.known_href(href));
        }
        self.touched.insert(key);
    }

    fn remove_unconfirmed(&mut self) {
        for key in std::mem::take(&mut self.ahead.unconfirmed) {
            self.remove(&key);
        }
    }
}
