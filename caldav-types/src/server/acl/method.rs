//! The method ACL.
//!
//! [RFC 3744 §8.1](https://www.rfc-editor.org/rfc/rfc3744#section-8.1)

use check::{check, has_all};
use http::StatusCode;

use super::Subject;
use crate::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use crate::message::{Reply, Request};
use crate::property::DavPropertyName;
use crate::server::Target;
use crate::{Href, Method, Precondition};

mod check;

/// What lists a server takes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AclRules {
    /// What clients are told in DAV:acl-restrictions.
    pub restrictions: AclRestrictions,
    /// The most entries of a request: 1,000 by default. A server has to take two at the least, one for a principal and
    /// one for a group.
    pub max_aces: usize,
    /// Is a list refused that an inherited entry contradicts? By default it is taken, and the order of entries decides.
    pub refuses_inherited_conflicts: bool,
    /// Whom entries may be about.
    pub allowed: AllowedPrincipals,
}

impl Default for AclRules {
    fn default() -> Self {
        Self {
            restrictions: AclRestrictions::default(),
            max_aces: 1_000,
            refuses_inherited_conflicts: false,
            allowed: AllowedPrincipals::default(),
        }
    }
}

/// Whom entries may be about, beside principals by address; by default, everyone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AllowedPrincipals {
    /// DAV:all?
    pub all: bool,
    /// DAV:authenticated?
    pub authenticated: bool,
    /// DAV:unauthenticated?
    pub unauthenticated: bool,
    /// DAV:self?
    pub itself: bool,
    /// The properties that may be named; `None` for any.
    pub properties: Option<Vec<DavPropertyName>>,
}

impl Default for AllowedPrincipals {
    fn default() -> Self {
        Self { all: true, authenticated: true, unauthenticated: true, itself: true, properties: None }
    }
}

impl AllowedPrincipals {
    fn allow(&self, principal: &AcePrincipal) -> bool {
        match principal {
            AcePrincipal::Href(_) => true,
            AcePrincipal::All => self.all,
            AcePrincipal::Authenticated => self.authenticated,
            AcePrincipal::Unauthenticated => self.unauthenticated,
            AcePrincipal::ItSelf => self.itself,
            AcePrincipal::Property(name) => {
                self.properties.as_ref().is_none_or(|properties| properties.contains(name))
            }
        }
    }
}

/// A principal that a request names by an address of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecognizedPrincipal {
    /// The address in the request.
    pub href: Href,
    /// Its DAV:principal-URL, as the server spells it: entries are kept with this.
    pub principal_url: Href,
    /// May there be an entry about it?
    pub is_allowed: bool,
}

/// What the method ACL rests on, beside the resource.
#[derive(Clone, Copy, Debug)]
pub struct AclFacts<'a> {
    /// What it says of itself that entries rest on.
    pub subject: &'a Subject,
    /// Its entries, inherited and protected ones included.
    pub aces: &'a [Ace],
    /// Its DAV:supported-privilege-set.
    pub supported: &'a [SupportedPrivilege],
    /// What lists it takes.
    pub rules: &'a AclRules,
    /// Those of [`principals_in`] that are principals.
    pub principals: &'a [RecognizedPrincipal],
}

/// What to store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AclPlan {
    /// The list of the resource as it shall be: protected and inherited entries stay where they are, and those of the
    /// request stand where those that they replace stood.
    pub aces: Vec<Ace>,
}

impl AclPlan {
    /// What to reply once it is stored.
    #[must_use]
    pub fn reply(&self) -> Reply {
        Reply::new(StatusCode::OK)
    }
}

/// The addresses of principals in a list, for the embedder to look up.
pub fn principals_in(acl: &Acl) -> impl Iterator<Item = &Href> {
    acl.0.iter().filter_map(|entry| match &entry.principal {
        AcePrincipal::Href(href) => Some(href),
        _ => None,
    })
}

/// Decides an ACL request: the new list, or the condition it does not keep
/// ([§8.1.1](https://www.rfc-editor.org/rfc/rfc3744#section-8.1.1)).
///
/// A request may repeat protected and inherited entries as they are; they change nothing. Two entries of a request
/// conflict when one grants what the other denies to the same principal, privilege for privilege; that one grants a part
/// of what another denies is an ordinary list. With a protected or inherited entry one conflicts when it grants
/// anything that the other denies, or the other way round.
///
/// # Errors
///
/// The reply to a request that is refused. Of several conditions that are not kept, it names one.
pub fn decide(
    request: &Request,
    acl: &Acl,
    target: Target<'_>,
    facts: AclFacts<'_>,
) -> Result<AclPlan, Reply> {
    target.exists()?;
    target.understands(&Method::Acl)?;
    target.is_granted(&Method::Acl, None)?;
    target.can_change(request, [target.resource])?;
    let submitted = check(&request.target, acl, facts).map_err(Reply::refusal)?;
    let plan = AclPlan { aces: replaced(facts.aces, submitted) };
    match &facts.rules.restrictions.required_principals {
        Some(required) if !has_all(&plan.aces, required, facts.subject) => {
            Err(Reply::refusal(Precondition::MissingRequiredPrincipal))
        }
        _ => Ok(plan),
    }
}

/// The list with other entries of its own.
fn replaced(aces: &[Ace], own: Vec<Ace>) -> Vec<Ace> {
    let is_own = |entry: &Ace| !entry.is_protected && entry.inherited.is_none();
    let place = aces
        .iter()
        .position(is_own)
        .or_else(|| aces.iter().position(|entry| entry.inherited.is_some()))
        .unwrap_or(aces.len());
    let (before, after) = aces.split_at(place);
    let mut all = before.to_vec();
    all.extend(own);
    all.extend(after.iter().filter(|entry| !is_own(entry)).cloned());
    all
}

#[cfg(test)]
mod tests;
