//! The method ACL.
//!
//! [RFC 3744 §8.1](https://www.rfc-editor.org/rfc/rfc3744#section-8.1)

use http::{StatusCode, Uri};

use super::Subject;
use super::privilege_tree::PrivilegeTable;
use crate::acl::{Ace, AceAccess, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use crate::message::{Reply, Request};
use crate::property::DavPropertyName;
use crate::server::Target;
use crate::{Href, Method, Precondition, Privilege};

/// What lists a server takes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AclRules {
    /// What clients are told in DAV:acl-restrictions.
    pub restrictions: AclRestrictions,
    /// The most entries of a request. A server has to take two at the least: one for a principal and one for a group.
    pub max_aces: Option<usize>,
    /// Is a list refused that an inherited entry contradicts? By default it is taken, and the order of entries decides.
    pub refuses_inherited_conflicts: bool,
    /// Whom entries may be about.
    pub allowed: AllowedPrincipals,
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
    let is_missing = |principal: &AcePrincipal| {
        let meaning = facts.subject.meaning(principal);
        !plan
            .aces
            .iter()
            .any(|entry| !entry.is_inverted && facts.subject.meaning(&entry.principal) == meaning)
    };
    if facts.rules.restrictions.required_principals.iter().flatten().any(is_missing) {
        return Err(Reply::refusal(Precondition::MissingRequiredPrincipal));
    }
    Ok(plan)
}

/// The entries of the request that are the resource's own, with principals as the server spells them.
fn check(target: &Uri, acl: &Acl, facts: AclFacts<'_>) -> Result<Vec<Ace>, Precondition> {
    let AclFacts { subject, aces, rules, .. } = facts;
    let table = PrivilegeTable::new(facts.supported);
    let mut own: Vec<Ace> = Vec::new();
    for entry in &acl.0 {
        let mut entry = entry.clone();
        if let AcePrincipal::Href(href) = &entry.principal {
            let known = facts.principals.iter().find(|known| known.href.is_same(href, target));
            let known = known.ok_or(Precondition::RecognizedPrincipal)?;
            if !known.is_allowed {
                return Err(Precondition::AllowedPrincipal);
            }
            entry.principal = AcePrincipal::Href(known.principal_url.clone());
        } else if !rules.allowed.allow(&entry.principal) {
            return Err(Precondition::AllowedPrincipal);
        }
        if entry.is_protected || entry.inherited.is_some() {
            if aces.iter().any(|present| is_repeated(present, &entry, subject)) {
                continue;
            }
            return Err(if entry.is_protected {
                Precondition::NoProtectedAceConflict
            } else {
                Precondition::NoInheritedAceConflict
            });
        }
        for privilege in &entry.privileges {
            match table.find(privilege) {
                None => return Err(Precondition::NotSupportedPrivilege),
                Some(supported) if supported.is_abstract => return Err(Precondition::NoAbstract),
                Some(_) => {}
            }
        }
        own.push(entry);
    }
    restrictions(&own, rules)?;
    for (place, entry) in own.iter().enumerate() {
        let contradicts = |other: &&Ace| contradicts(entry, other, subject);
        let mut before = own.iter().take(place);
        if before
            .any(|other| contradicts(&other) && shares(&entry.privileges, &other.privileges, |a, b| a == b))
        {
            return Err(Precondition::NoAceConflict);
        }
        let overlaps =
            |other: &&Ace| shares(&entry.privileges, &other.privileges, |a, b| table.overlap(a, b));
        for other in aces.iter().filter(contradicts).filter(overlaps) {
            if other.is_protected {
                return Err(Precondition::NoProtectedAceConflict);
            }
            if other.inherited.is_some() && rules.refuses_inherited_conflicts {
                return Err(Precondition::NoInheritedAceConflict);
            }
        }
    }
    Ok(own)
}

/// What a client can know of before: DAV:acl-restrictions, and the number of entries.
fn restrictions(own: &[Ace], rules: &AclRules) -> Result<(), Precondition> {
    let restrictions = &rules.restrictions;
    if rules.max_aces.is_some_and(|most| own.len() > most) {
        return Err(Precondition::LimitedNumberOfAces);
    }
    if restrictions.grant_only && own.iter().any(|entry| entry.access == AceAccess::Deny) {
        return Err(Precondition::GrantOnly);
    }
    if restrictions.no_invert && own.iter().any(|entry| entry.is_inverted) {
        return Err(Precondition::NoInvert);
    }
    // Protected entries are the server's own affair: a client could not put a denial before them.
    let is_late = |pair: &[Ace]| matches!(pair, [before, after] if before.access == AceAccess::Grant && after.access == AceAccess::Deny);
    if restrictions.deny_before_grant && own.windows(2).any(is_late) {
        return Err(Precondition::DenyBeforeGrant);
    }
    Ok(())
}

/// Is the entry of a request one that the resource has and nobody can change?
fn is_repeated(present: &Ace, entry: &Ace, subject: &Subject) -> bool {
    let same_place = match (&present.inherited, &entry.inherited) {
        (Some(present), Some(entry)) => present.is_same(entry, &Uri::from_static("/")),
        (present, entry) => present.is_none() && entry.is_none(),
    };
    same_place
        && present.is_protected == entry.is_protected
        && present.is_inverted == entry.is_inverted
        && present.access == entry.access
        && subject.meaning(&present.principal) == subject.meaning(&entry.principal)
        && present.privileges.len() == entry.privileges.len()
        && present.privileges.iter().all(|privilege| entry.privileges.contains(privilege))
}

/// Does one entry grant and the other deny, for the same principal?
fn contradicts(one: &Ace, other: &Ace, subject: &Subject) -> bool {
    one.access != other.access
        && one.is_inverted == other.is_inverted
        && subject.meaning(&one.principal) == subject.meaning(&other.principal)
}

fn shares(
    some: &[Privilege],
    others: &[Privilege],
    is_shared: impl Fn(&Privilege, &Privilege) -> bool,
) -> bool {
    some.iter().any(|one| others.iter().any(|other| is_shared(one, other)))
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
