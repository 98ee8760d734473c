//! The answer to DAV:sync-collection.
//!
//! [RFC 6578 §3](https://www.rfc-editor.org/rfc/rfc6578#section-3)
//!
//! An embedder counts the changes of a collection: each change of a member, at whatever depth, gets a *revision*, a
//! number above all before it. With each member it keeps the revision of its last change, and with each address that
//! was a member and is none any more the revision of its removal, as long as it likes. Where a collection goes with all
//! that is in it, each address in it counts as removed.
//!
//! A token is the address of the collection's history with a [`SyncPosition`] in it, as the embedder spells it. It can
//! be good for a long time: members that are there are always known, so only forgotten removals make one stale.
//!
//! ```text
//! decide  ->  SyncPlan: what changed after since()?  ->  page of it  ->  a token for page.position  ->  answer
//! ```

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use http::{StatusCode, Uri};

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

/// How far a client knows the history of a collection.
///
/// ```
/// use caldav_types::server::report::SyncPosition;
/// let position = SyncPosition { changes: 10, removals: 25 };
/// assert_eq!(position.to_string(), "10-25");
/// assert_eq!("10-25".parse(), Ok(position));
/// assert_eq!("25".parse(), Ok(SyncPosition::at(25)));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SyncPosition {
    /// It knows all members whose last change has this revision or one before it.
    pub changes: u64,
    /// It knows all removals of this revision and before. It is ahead of `changes` while a first synchronization comes
    /// in parts: what was removed before that began the client never had.
    pub removals: u64,
}

impl SyncPosition {
    /// It knows everything up to a revision.
    #[must_use]
    pub const fn at(revision: u64) -> Self {
        Self { changes: revision, removals: revision }
    }
}

/// A number, or two with a hyphen between: something that a URI can hold.
impl fmt::Display for SyncPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.changes)?;
        if self.removals == self.changes { Ok(()) } else { write!(f, "-{}", self.removals) }
    }
}

/// A text is no position: `None` of the token that held it is what [`SyncFacts::position`] wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SyncPositionError;

impl fmt::Display for SyncPositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a number, or two with a hyphen between, found another text")
    }
}

impl std::error::Error for SyncPositionError {}

impl FromStr for SyncPosition {
    type Err = SyncPositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number).ok_or(SyncPositionError)
        };
        match text.split_once('-') {
            Some((changes, removals)) => Ok(Self { changes: number(changes)?, removals: number(removals)? }),
            None => number(text).map(Self::at),
        }
    }
}

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

/// A change of the history of a collection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// The member.
    pub href: Href,
    /// Its number.
    pub revision: u64,
    /// Is the member there since, or gone?
    pub state: MemberState,
}

/// What a change made of a member.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum MemberState {
    /// It is there, new or with another content.
    Present,
    /// It is gone.
    Removed,
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
        let mut told = self.told(changes);
        told.sort_by_key(|(_, member)| member.revision);
        let wanted = self.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let most = [wanted, self.facts.most].into_iter().flatten().min().unwrap_or(usize::MAX);
        let revision = |place: usize| told.get(place).map(|(_, member)| member.revision);
        let mut position = SyncPosition::at(self.facts.latest);
        let mut end = told.len();
        if end > most {
            // Members with one revision are told together: a token cannot stand between them.
            end = most;
            while end > 0 && revision(end - 1) == revision(end) {
                end -= 1;
            }
            if end == 0 && most > 0 {
                end = told.iter().take_while(|(_, member)| Some(member.revision) == revision(0)).count();
                if wanted.is_some_and(|wanted| wanted < end) {
                    return Err(over_limit());
                }
            }
        }
        let is_truncated = end < told.len();
        if is_truncated {
            let changes = end.checked_sub(1).and_then(revision).unwrap_or(self.since.changes);
            position = SyncPosition { changes, removals: self.since.removals.max(changes) };
        }
        told.truncate(end);
        let members = told.into_iter().map(|(key, member)| (self.barrier(&key), member)).collect();
        Ok(SyncPage {
            said: self.said.clone(),
            target: self.facts.target.href(),
            members,
            position,
            is_truncated,
        })
    }

    /// The last change of each member, as far as the client shall be told of it.
    fn told(&self, changes: impl IntoIterator<Item = Member>) -> Vec<(HrefKey, Member)> {
        let collection = key(self.facts.target.href());
        let mut last: HashMap<HrefKey, Member> = HashMap::new();
        for member in changes {
            let key = key(&member.href);
            let is_here = match self.level {
                SyncLevel::One => parent_of(&key).as_deref() == Some(collection.path()),
                SyncLevel::Infinite => ancestors_of(&key).any(|above| above == collection.path()),
            };
            if is_here && last.get(&key).is_none_or(|before| before.revision <= member.revision) {
                last.insert(key, member);
            }
        }
        let SyncPosition { changes, removals } = self.since;
        last.retain(|_, member| match member.state {
            MemberState::Present => member.revision > changes,
            MemberState::Removed => member.revision > removals,
        });
        if self.level == SyncLevel::Infinite {
            let mut closed: HashSet<String> =
                self.facts.barriers.iter().map(|(href, _)| key(href).path().to_owned()).collect();
            // What was in a collection that is gone is gone with it (§3.5.2).
            let gone = last.iter().filter(|(_, member)| member.state == MemberState::Removed);
            closed.extend(gone.map(|(key, _)| key.path().to_owned()));
            last.retain(|key, _| !ancestors_of(key).any(|above| closed.contains(above)));
        }
        last.into_iter().collect()
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

/// What an address means on this server.
fn key(href: &Href) -> HrefKey {
    href.key(&Uri::from_static("/"))
}

fn parent_of(key: &HrefKey) -> Option<String> {
    ancestors_of(key).next().map(str::to_owned)
}

/// The paths of the collections that a member is in, the nearest first.
fn ancestors_of(key: &HrefKey) -> impl Iterator<Item = &str> {
    let above = |path: &'_ str| -> Option<usize> {
        match path.rfind('/') {
            _ if path == "/" => None,
            Some(0) => Some(1),
            slash => slash,
        }
    };
    let mut path = Some(key.path());
    std::iter::from_fn(move || {
        let current = path?;
        path = above(current).and_then(|end| current.get(..end));
        path
    })
}
