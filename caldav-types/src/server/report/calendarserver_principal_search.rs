//! The answer to CS:calendarserver-principal-search.

use http::StatusCode;

use super::described::Said;
use super::limit::{limited, reply};
use super::property_text::{Needle, texts_in};
use super::{MatchLimit, ReportTarget};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::TypedDavProperty;
use crate::property::{CalendarUserType, DavPropertyName, ReportName, named};
use crate::report::{CalendarServerPrincipalSearch, PrincipalSearchContext};
use crate::server::ResourceProperties;
use crate::{Href, Precondition};

/// Decides a CS:calendarserver-principal-search. `searchable` are the properties that hold names and addresses of
/// principals.
///
/// # Errors
///
/// The reply to a request that is refused: for a body without words, 400;
/// DAV:number-of-matches-within-limits for one with more than [`CalendarServerPrincipalSearchPlan::TOKENS`].
pub fn decide<'a>(
    request: &Request,
    body: &'a CalendarServerPrincipalSearch,
    target: ReportTarget<'a>,
    searchable: &'a [DavPropertyName],
    limit: MatchLimit,
) -> Result<CalendarServerPrincipalSearchPlan<'a>, Reply> {
    target.check(request, &ReportName::CalendarServerPrincipalSearch)?;
    if body.tokens.len() > CalendarServerPrincipalSearchPlan::TOKENS {
        return Err(Reply::refusal(Precondition::NumberOfMatchesWithinLimits));
    }
    let tokens = body.tokens.iter().map(|token| token.trim()).filter(|token| !token.is_empty());
    let needles: Vec<_> = tokens.map(|token| Needle::new(token, None)).collect();
    if needles.is_empty() {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    let said = Said::of_names(&body.prop, &request.headers);
    Ok(CalendarServerPrincipalSearchPlan { body, said, target: target.href(), searchable, needles, limit })
}

/// A CS:calendarserver-principal-search that can be answered. The embedder goes through the principals.
#[derive(Clone, Debug)]
pub struct CalendarServerPrincipalSearchPlan<'a> {
    body: &'a CalendarServerPrincipalSearch,
    said: Said,
    target: &'a Href,
    searchable: &'a [DavPropertyName],
    needles: Vec<Needle>,
    limit: MatchLimit,
}

impl CalendarServerPrincipalSearchPlan<'_> {
    /// How many words one request looks for at the most: each is looked for in each principal.
    pub const TOKENS: usize = 100;

    /// Does a principal match, given its properties: the searchable ones, and CALDAV:calendar-user-type where the
    /// request has a context? Each word has to stand in a name or an address, regardless of case.
    #[must_use]
    pub fn matches(&self, properties: &ResourceProperties) -> bool {
        let ResourceProperties { properties, .. } = properties;
        let kind = properties.iter().find_map(named::CalendarUserType::value);
        let is_wanted = self.body.context.as_ref().is_none_or(|context| is_in(kind, context));
        let is_found = |needle: &Needle| {
            let searched = properties.iter().filter(|property| self.searchable.contains(&property.name()));
            searched.flat_map(texts_in).any(|text| needle.is_in(&text))
        };
        is_wanted && self.needles.iter().all(is_found)
    }

    /// The responses of those that match, for an answer that is written one by one: with as many as the request or the
    /// server allows, the last one says that there are more.
    pub fn responses<'s>(
        &'s self,
        principals: impl IntoIterator<Item = ResourceProperties> + 's,
    ) -> impl Iterator<Item = Response> + 's {
        limited(self.matching(principals), self.most(), self.target)
    }

    /// The answer.
    pub fn answer(&self, principals: impl IntoIterator<Item = ResourceProperties>) -> Reply {
        let most = self.most();
        // A client that limits the answer wants the first ones.
        let exceeded =
            if most == self.limit.most { self.limit.exceeded } else { super::WhenExceeded::Truncate };
        self.said.announce(reply(
            limited(self.matching(principals), most, self.target),
            exceeded,
            self.target,
        ))
    }

    fn most(&self) -> Option<usize> {
        let wanted = self.body.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        [wanted, self.limit.most].into_iter().flatten().min()
    }

    fn matching(
        &self,
        principals: impl IntoIterator<Item = ResourceProperties>,
    ) -> impl Iterator<Item = Response> {
        let matching = principals.into_iter().filter(|properties| self.matches(properties));
        matching.map(|properties| self.said.response(&properties, None))
    }
}

/// Is a principal of this kind one of those that a search is about?
fn is_in(kind: Option<&CalendarUserType>, context: &PrincipalSearchContext) -> bool {
    match context {
        PrincipalSearchContext::User => kind == Some(&CalendarUserType::Individual),
        PrincipalSearchContext::Group => kind == Some(&CalendarUserType::Group),
        PrincipalSearchContext::Location => kind == Some(&CalendarUserType::Room),
        PrincipalSearchContext::Resource => kind == Some(&CalendarUserType::Resource),
        PrincipalSearchContext::Attendee | PrincipalSearchContext::Other(_) => true,
    }
}
