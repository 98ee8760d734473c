//! The answer to DAV:principal-property-search.
//!
//! [RFC 3744 §9.4](https://www.rfc-editor.org/rfc/rfc3744#section-9.4)

use http::StatusCode;

use super::described::Said;
use super::limit::{limited, reply};
use super::property_text::{Needle, texts_in};
use super::target::only_depth_zero;
use super::{MatchLimit, ReportTarget};
use crate::filter::Test;
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::{DavPropertyName, ReportName};
use crate::report::{PrincipalPropertySearch, PropertySearch};
use crate::server::ResourceProperties;
use crate::{Depth, Href, Precondition};

/// Decides a DAV:principal-property-search. `searchable` are the properties that principals can be searched by: a
/// search by another one finds nobody.
///
/// # Errors
///
/// The reply to a request that is refused: for another Depth than 0, and for a body that searches for nothing, 400;
/// DAV:number-of-matches-within-limits for one with more than [`PrincipalPropertySearchPlan::SEARCHES`].
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a PrincipalPropertySearch,
    target: ReportTarget<'a>,
    searchable: &'a [DavPropertyName],
    limit: MatchLimit,
) -> Result<PrincipalPropertySearchPlan<'a>, Reply> {
    target.check(request, &ReportName::PrincipalPropertySearch)?;
    only_depth_zero(depth)?;
    if body.searches.is_empty() {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    let searches = body.searches.iter().map(|search| search.prop.len().max(1));
    if searches.sum::<usize>() > PrincipalPropertySearchPlan::SEARCHES {
        return Err(Reply::refusal(Precondition::NumberOfMatchesWithinLimits));
    }
    let needles = body.searches.iter().map(|search| Needle::new(&search.text, search.match_type)).collect();
    let said = Said::of_names(&body.prop, &request.headers);
    Ok(PrincipalPropertySearchPlan { body, said, target: target.href(), searchable, needles, limit })
}

/// A DAV:principal-property-search that can be answered.
#[derive(Clone, Debug)]
pub struct PrincipalPropertySearchPlan<'a> {
    body: &'a PrincipalPropertySearch,
    said: Said,
    target: &'a Href,
    searchable: &'a [DavPropertyName],
    needles: Vec<Needle>,
    limit: MatchLimit,
}

impl PrincipalPropertySearchPlan<'_> {
    /// How many properties one request searches at the most: each is looked at in each principal.
    pub const SEARCHES: usize = 100;

    /// The collections whose members, at any depth, are searched, given the DAV:principal-collection-set of the
    /// resource.
    #[must_use]
    pub fn collections(&self, principal_collections: &[Href]) -> Vec<Href> {
        if self.body.apply_to_principal_collection_set {
            principal_collections.to_vec()
        } else {
            vec![self.target.clone()]
        }
    }

    /// The properties that say whether a principal matches, which is asked with these at least.
    pub fn searched(&self) -> impl Iterator<Item = &DavPropertyName> {
        self.body.searches.iter().flat_map(|search| &search.prop)
    }

    /// Does a principal match, given its properties?
    ///
    /// A text is looked for regardless of case in each run of text of a value (§9.4.1); where the request says nothing
    /// else it may stand anywhere.
    #[must_use]
    pub fn matches(&self, properties: &ResourceProperties) -> bool {
        let mut searches = self.body.searches.iter().zip(&self.needles);
        let holds = |(search, needle): (&PropertySearch, &Needle)| {
            search.prop.iter().all(|name| {
                let value = properties.properties.iter().find(|property| property.name() == *name);
                self.searchable.contains(name)
                    && value.is_some_and(|value| texts_in(value).iter().any(|text| needle.is_in(text)))
            })
        };
        match self.body.test {
            Test::AllOf => searches.all(holds),
            Test::AnyOf => searches.any(holds),
        }
    }

    /// The responses of those that match, for an answer that is written one by one: with
    /// [`most`](MatchLimit::most) of them the last one says that there are more.
    pub fn responses<'s>(
        &'s self,
        principals: impl IntoIterator<Item = ResourceProperties> + 's,
    ) -> impl Iterator<Item = Response> + 's {
        limited(self.matching(principals), self.limit.most, self.target)
    }

    /// The answer.
    pub fn answer(&self, principals: impl IntoIterator<Item = ResourceProperties>) -> Reply {
        let responses = limited(self.matching(principals), self.limit.most, self.target);
        self.said.announce(reply(responses, self.limit.exceeded, self.target))
    }

    fn matching(
        &self,
        principals: impl IntoIterator<Item = ResourceProperties>,
    ) -> impl Iterator<Item = Response> {
        let matching = principals.into_iter().filter(|properties| self.matches(properties));
        matching.map(|properties| self.said.response(&properties, None))
    }
}
