//! The answer to DAV:principal-match.
//!
//! [RFC 3744 §9.3](https://www.rfc-editor.org/rfc/rfc3744#section-9.3)

use super::ReportTarget;
use super::described::Said;
use super::target::only_depth_zero;
use crate::Depth;
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::{DavPropertyName, ReportName};
use crate::report::{MatchedPrincipal, PrincipalMatch};
use crate::server::acl::{User, hrefs_in};
use crate::server::{ResourceProperties, reply};

/// Decides a DAV:principal-match.
///
/// # Errors
///
/// The reply to a request that is refused: for another Depth than 0, 400.
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a PrincipalMatch,
    target: ReportTarget<'_>,
) -> Result<PrincipalMatchPlan<'a>, Reply> {
    target.check(request, &ReportName::PrincipalMatch)?;
    only_depth_zero(depth)?;
    Ok(PrincipalMatchPlan { matched: &body.matched, said: Said::of_names(&body.prop, &request.headers) })
}

/// A DAV:principal-match that can be answered. The embedder goes through the resource and all that is below it.
#[derive(Clone, Debug)]
pub struct PrincipalMatchPlan<'a> {
    matched: &'a MatchedPrincipal,
    said: Said,
}

impl PrincipalMatchPlan<'_> {
    /// The property that says whether a resource matches. What does not have it does not match.
    #[must_use]
    pub const fn property(&self) -> &DavPropertyName {
        match self.matched {
            MatchedPrincipal::CurrentUser => &DavPropertyName::PrincipalUrl,
            MatchedPrincipal::Property(name) => name,
        }
    }

    /// Does a resource match, given its properties: [`property`](Self::property) at least?
    #[must_use]
    pub fn matches(&self, properties: &ResourceProperties, user: &User) -> bool {
        let value = properties.properties.iter().find(|property| property.name() == *self.property());
        value.is_some_and(|value| hrefs_in(value).iter().any(|principal| user.is(principal)))
    }

    /// The responses of those that match.
    pub fn responses<'s>(
        &'s self,
        resources: impl IntoIterator<Item = ResourceProperties> + 's,
        user: &'s User,
    ) -> impl Iterator<Item = Response> + 's {
        let matching = resources.into_iter().filter(|properties| self.matches(properties, user));
        matching.map(|properties| self.said.response(&properties, None))
    }

    /// The answer.
    pub fn answer(&self, resources: impl IntoIterator<Item = ResourceProperties>, user: &User) -> Reply {
        self.said.announce(reply::multistatus(self.responses(resources, user).collect()))
    }
}
