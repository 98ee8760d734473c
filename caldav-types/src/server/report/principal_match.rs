//! The answer to DAV:principal-match.
//!
//! [RFC 3744 §9.3](https://www.rfc-editor.org/rfc/rfc3744#section-9.3)

use super::ReportTarget;
use super::described::described;
use super::limit::multistatus;
use super::target::only_depth_zero;
use crate::Depth;
use crate::message::Reply;
use crate::multistatus::Response;
use crate::property::{DavPropertyName, ReportName};
use crate::report::{MatchedPrincipal, PrincipalMatch};
use crate::server::ResourceProperties;
use crate::server::acl::{User, hrefs_in};

/// Decides a DAV:principal-match.
///
/// # Errors
///
/// The reply to a request that is refused: for another Depth than 0, 400.
pub fn decide<'a>(
    request: &'a PrincipalMatch,
    depth: Option<Depth>,
    target: ReportTarget<'_>,
) -> Result<PrincipalMatchPlan<'a>, Reply> {
    target.check(&ReportName::PrincipalMatch)?;
    only_depth_zero(depth)?;
    Ok(PrincipalMatchPlan { request })
}

/// A DAV:principal-match that can be answered. The embedder goes through the resource and all that is below it.
#[derive(Clone, Copy, Debug)]
pub struct PrincipalMatchPlan<'a> {
    request: &'a PrincipalMatch,
}

impl PrincipalMatchPlan<'_> {
    /// The property that says whether a resource matches. What does not have it does not match.
    #[must_use]
    pub const fn property(&self) -> &DavPropertyName {
        match &self.request.matched {
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
        matching.map(|properties| described(properties, &self.request.prop))
    }

    /// The answer.
    pub fn answer(&self, resources: impl IntoIterator<Item = ResourceProperties>, user: &User) -> Reply {
        let matching = resources.into_iter().filter(|properties| self.matches(properties, user));
        multistatus(matching.map(|properties| described(properties, &self.request.prop)).collect())
    }
}
