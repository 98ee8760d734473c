//! The answer to DAV:acl-principal-prop-set.
//!
//! [RFC 3744 §9.2](https://www.rfc-editor.org/rfc/rfc3744#section-9.2)

use std::collections::HashSet;

use http::{StatusCode, Uri};

use super::described::Said;
use super::limit::{limited, reply};
use super::target::only_depth_zero;
use super::{MatchLimit, ReportTarget};
use crate::acl::{Ace, AcePrincipal};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::ReportName;
use crate::report::AclPrincipalPropSet;
use crate::server::ResourceProperties;
use crate::server::acl::{Subject, need_privileges};
use crate::{Depth, Href, Privilege};

/// Decides a DAV:acl-principal-prop-set, given the entries of the resource that the user may see. It says whom they
/// are about, so it needs DAV:read-acl too.
///
/// # Errors
///
/// The reply to a request that is refused: for another Depth than 0, 400.
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &AclPrincipalPropSet,
    target: ReportTarget<'a>,
    aces: &[Ace],
    subject: &Subject,
    limit: MatchLimit,
) -> Result<AclPrincipalPropSetPlan<'a>, Reply> {
    target.check(request, &ReportName::AclPrincipalPropSet)?;
    need_privileges([(target.target.resource, &Privilege::ReadAcl)])?;
    only_depth_zero(depth)?;
    let mut seen = HashSet::new();
    let named = aces.iter().filter_map(|entry| match &entry.principal {
        AcePrincipal::Href(href) => Some(href.clone()),
        AcePrincipal::Property(name) => subject.principal_in(name),
        _ => None,
    });
    let principals = named.filter(|href| seen.insert(href.key(&Uri::from_static("/")))).collect();
    let said = Said::of_names(&body.prop, &request.headers);
    Ok(AclPrincipalPropSetPlan { said, target: target.href(), principals, limit })
}

/// A DAV:acl-principal-prop-set that can be answered.
#[derive(Clone, Debug)]
pub struct AclPrincipalPropSetPlan<'a> {
    said: Said,
    target: &'a Href,
    principals: Vec<Href>,
    limit: MatchLimit,
}

impl AclPrincipalPropSetPlan<'_> {
    /// The principals that entries name by address, or by a property of the resource, each once.
    #[must_use]
    pub fn principals(&self) -> &[Href] {
        &self.principals
    }

    /// The responses, for an answer that is written one by one. `describe` gives the properties of a principal; `None`
    /// for one that is no more.
    pub fn responses<'s>(
        &'s self,
        describe: impl FnMut(&Href) -> Option<ResourceProperties> + 's,
    ) -> impl Iterator<Item = Response> + 's {
        limited(self.all(describe), self.limit.most, self.target)
    }

    /// The answer.
    pub fn answer(&self, describe: impl FnMut(&Href) -> Option<ResourceProperties>) -> Reply {
        let responses = limited(self.all(describe), self.limit.most, self.target);
        self.said.announce(reply(responses, self.limit.exceeded, self.target))
    }

    fn all(
        &self,
        mut describe: impl FnMut(&Href) -> Option<ResourceProperties>,
    ) -> impl Iterator<Item = Response> {
        self.principals.iter().map(move |principal| match describe(principal) {
            Some(properties) => self.said.response(&properties, None),
            None => Response::of_status(principal.clone(), StatusCode::NOT_FOUND),
        })
    }
}
