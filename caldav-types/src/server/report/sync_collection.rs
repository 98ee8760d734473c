//! The answer to DAV:sync-collection.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)
//!
//! An embedder counts the changes of a collection: each change of a member, at whatever depth, gets a *revision*, a
//! number above all before it, from 1 on. With each member it keeps the revision of its last change, and with each
//! address that was a member and is none any more the revision of its removal, as long as it likes. Where a collection
//! goes with all that is in it, each address in it counts as removed, in any order.
//!
//! A token is the address of the collection's history with a [`SyncPosition`] in it, as the embedder spells it. It can
//! be good for a long time: members that are there are always known, so only forgotten removals make one stale. An
//! answer in parts loses nothing, whatever changes between the parts.
//!
//! ```
//! use caldav_types::message::{Operation, Request};
//! use caldav_types::property::ReportName;
//! use caldav_types::report::{Report, SyncCollection};
//! use caldav_types::server::report::{Member, MemberState, ReportTarget, SyncFacts, sync_collection};
//! use caldav_types::server::{Features, ResourceProperties, ResourceState, Target};
//! use caldav_types::{Href, Privilege, PrivilegeSet, ResourceType, ResourceTypes, SyncToken};
//!
//! const BASE: &str = "http://example.com/sync/cal-1/";
//! let body = SyncCollection { sync_token: SyncToken::new("http://example.com/sync/cal-1/10"), ..SyncCollection::default() };
//! let report = Operation::Report { depth: None, body: Report::SyncCollection(body.clone()) };
//! let request = Request::new("/cal/".parse()?, report);
//!
//! let mut calendar = ResourceState::new(Href::new("/cal/"), ResourceTypes(vec![ResourceType::Collection]));
//! calendar.privileges = PrivilegeSet(vec![Privilege::Read]);
//! let (features, reports) = (Features::default(), [ReportName::SyncCollection]);
//! let facts = SyncFacts {
//!     target: ReportTarget { target: Target::new(&features, &calendar, None), reports: &reports },
//!     position: body.sync_token.as_str().strip_prefix(BASE).and_then(|position| position.parse().ok()),
//!     latest: 12,
//!     forgotten: 0,
//!     most: None,
//!     barriers: &[],
//! };
//! let plan = sync_collection::decide(&request, None, &body, facts).unwrap();
//! assert_eq!(plan.since().to_string(), "10");
//! let changes = [
//!     Member { href: Href::new("/cal/a.ics"), revision: 11, state: MemberState::Removed },
//!     Member { href: Href::new("/cal/b.ics"), revision: 12, state: MemberState::Present },
//! ];
//! let page = plan.page(changes).unwrap();
//! let token = SyncToken::new(&format!("{BASE}{}", page.position));
//! let reply = page.answer(token, |href| Some(ResourceProperties::new(href.clone())));
//! let multistatus = reply.multistatus().unwrap();
//! assert_eq!(multistatus.sync_token, Some(SyncToken::new("http://example.com/sync/cal-1/12")));
//! assert!(multistatus.responses[0].is_gone() && !multistatus.responses[1].is_gone());
//! # Ok::<(), http::uri::InvalidUri>(())
//! ```

use http::StatusCode;

use history::{Change, History, key};

use super::ReportTarget;
use super::described::Said;
use super::limit::truncation;
use super::target::only_depth_zero;
use crate::message::{Reply, ReplyBody, Request};
use crate::multistatus::{Multistatus, Response};
use crate::property::ReportName;
use crate::report::{SyncCollection, SyncLevel};
use crate::server::ResourceProperties;
use crate::server::propfind::Wanted;
use crate::{Depth, Href, HrefKey, Precondition, SyncToken};

mod history;
mod position;

pub use history::{Member, MemberState};
pub use position::{SyncPosition, SyncPositionError};

/// What DAV:sync-collection rests on.
#[derive(Clone, Copy, Debug)]
pub struct SyncFacts<'a> {
    /// The collection.
    pub target: ReportTarget<'a>,
    /// What the token of the request says; `None` where it is none that this collection gave out. It does not matter
    /// where the request has none.
    pub position: Option<SyncPosition>,
    /// The revision of the last change; 0 before the first.
    pub latest: u64,
    /// All removals after this revision are remembered.
    pub forgotten: u64,
    /// The most members that the server tells at once.
    pub most: Option<usize>,
    /// Collections below this one that a synchronization of all levels does not enter.
    pub barriers: &'a [(Href, SyncBarrier)],
}

/// Why a synchronization of all levels does not enter a collection (§3.3).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SyncBarrier {
    /// It has no DAV:sync-collection: DAV:supported-report.
    NotSupported,
    /// It has to be asked by itself: DAV:sync-traversal-supported.
    NotTraversed,
}

impl SyncBarrier {
    const fn precondition(self) -> Precondition {
        match self {
            Self::NotSupported => Precondition::SupportedReport,
            Self::NotTraversed => Precondition::SyncTraversalSupported,
        }
    }
}

/// Decides a DAV:sync-collection.
///
/// # Errors
///
/// The reply to a request that is refused: 400 for a Depth other than 0 and for a body without DAV:sync-level
/// (clients of before RFC 6578 say the level by the field Depth: its appendix A), DAV:supported-report for what is no
/// collection, DAV:valid-sync-token.
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &SyncCollection,
    facts: SyncFacts<'a>,
) -> Result<SyncPlan<'a>, Reply> {
    facts.target.check(request, &ReportName::SyncCollection)?;
    if !facts.target.target.resource.types.is_collection() {
        return Err(Reply::refusal(Precondition::SupportedReport));
    }
    if body.level.is_some() {
        only_depth_zero(depth)?;
    }
    let level = body.effective_level(depth).ok_or_else(|| Reply::new(StatusCode::BAD_REQUEST))?;
    let since = if body.sync_token.is_initial() {
        // Whatever was removed before the client has never had.
        SyncPosition { changes: 0, removals: facts.latest }
    } else {
        facts
            .position
            .filter(|position| is_valid(*position, &facts))
            .ok_or_else(|| Reply::refusal(Precondition::ValidSyncToken))?
    };
    let said = Said::of_prop(&body.prop, &request.headers);
    Ok(SyncPlan { limit: body.limit, said, facts, level, since })
}

fn is_valid(position: SyncPosition, facts: &SyncFacts<'_>) -> bool {
    let SyncPosition { changes, removals } = position;
    changes <= removals && removals <= facts.latest && removals >= facts.forgotten
}

/// A synchronization that can be answered.
#[derive(Clone, Debug)]
pub struct SyncPlan<'a> {
    limit: Option<u64>,
    said: Said,
    facts: SyncFacts<'a>,
    level: SyncLevel,
    since: SyncPosition,
}

impl<'a> SyncPlan<'a> {
    /// Which properties of each member that is there are told.
    #[must_use]
    pub const fn wanted(&self) -> Option<&Wanted> {
        self.said.wanted()
    }

    /// What the client knows. The embedder looks up what changed since.
    #[must_use]
    pub const fn since(&self) -> SyncPosition {
        self.since
    }

    /// How deep it reaches.
    #[must_use]
    pub const fn level(&self) -> SyncLevel {
        self.level
    }

    /// What is told at once, of what changed: members whose last change is after [`since`](Self::since), and removals
    /// after it. More does no harm, so it may be the whole log of the history: of several changes of one member the
    /// last one counts, and what is too old or too deep is left out.
    ///
    /// # Errors
    ///
    /// DAV:number-of-matches-within-limits with 507, where the client wants fewer at once than there are with one
    /// revision (§3.7).
    pub fn page(&self, changes: impl IntoIterator<Item = Member>) -> Result<SyncPage<'a>, Reply> {
        let mut told = History { collection: self.facts.target.href(), level: self.level, since: self.since }
            .told(changes, self.facts.barriers);
        let wanted = self.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let most = [wanted, self.facts.most].into_iter().flatten().min().unwrap_or(usize::MAX);
        let place = |place: usize| told.get(place).map(|change| change.place);
        let mut end = told.len().min(most);
        // Members with one place are told together: a token cannot stand between them.
        while end > 0 && place(end - 1) == place(end) {
            end -= 1;
        }
        if end == 0 && most > 0 {
            end = told.iter().take_while(|change| Some(change.place) == place(0)).count();
            if wanted.is_some_and(|wanted| wanted < end) {
                return Err(over_limit());
            }
        }
        // All before the next change is told.
        let position = match place(end) {
            None => SyncPosition::at(self.facts.latest),
            Some(next) => {
                let changes = next.saturating_sub(1);
                SyncPosition { changes, removals: self.since.removals.max(changes) }
            }
        };
        let is_truncated = end < told.len();
        told.truncate(end);
        let members = told.into_iter().map(|Change { key, member, .. }| (self.barrier(&key), member));
        Ok(SyncPage {
            said: self.said.clone(),
            target: self.facts.target.href(),
            members: members.collect(),
            position,
            is_truncated,
        })
    }

    fn barrier(&self, member: &HrefKey) -> Option<SyncBarrier> {
        if self.level == SyncLevel::One {
            return None;
        }
        self.facts.barriers.iter().find(|(href, _)| key(href) == *member).map(|(_, barrier)| *barrier)
    }
}

/// What is told at once.
#[derive(Clone, Debug)]
pub struct SyncPage<'a> {
    said: Said,
    target: &'a Href,
    members: Vec<(Option<SyncBarrier>, Member)>,
    /// What the client knows after it: what its next token has to say.
    pub position: SyncPosition,
    /// Is there more?
    pub is_truncated: bool,
}

impl SyncPage<'_> {
    /// The members that it tells of, the earliest change first.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().map(|(_, member)| member)
    }

    /// The responses, for an answer that is written one by one; the token goes behind them. `describe` gives the
    /// properties of a member that is there; what it has nothing of has gone meanwhile.
    pub fn responses<'s>(
        &'s self,
        mut describe: impl FnMut(&Href) -> Option<ResourceProperties> + 's,
    ) -> impl Iterator<Item = Response> + 's {
        let members = self.members.iter().map(move |(barrier, member)| {
            let status = |status| Response::of_status(member.href.clone(), status);
            match (member.state, barrier) {
                (MemberState::Removed, _) => status(StatusCode::NOT_FOUND),
                (MemberState::Present, Some(barrier)) => {
                    let mut response = status(StatusCode::FORBIDDEN);
                    response.error = Some(barrier.precondition().into());
                    response
                }
                (MemberState::Present, None) => match describe(&member.href) {
                    Some(properties) => self.said.response(&properties, None),
                    None => status(StatusCode::NOT_FOUND),
                },
            }
        });
        members.chain(self.is_truncated.then(|| truncation(self.target)))
    }

    /// The answer, with the token that says [`position`](Self::position).
    pub fn answer(
        &self,
        token: SyncToken,
        describe: impl FnMut(&Href) -> Option<ResourceProperties>,
    ) -> Reply {
        let responses = self.responses(describe).collect();
        let body = Multistatus { responses, description: None, sync_token: Some(token) };
        self.said.announce(Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(body)))
    }
}

fn over_limit() -> Reply {
    Reply {
        status: StatusCode::INSUFFICIENT_STORAGE,
        ..Reply::refusal(Precondition::NumberOfMatchesWithinLimits)
    }
}

#[cfg(test)]
mod tests;
