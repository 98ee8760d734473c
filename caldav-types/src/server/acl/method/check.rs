//! The conditions on what a request submits.
//!
//! [RFC 3744 §8.1.1](https://www.rfc-editor.org/rfc/rfc3744#section-8.1.1)

use std::collections::{HashMap, HashSet};

use http::Uri;

use super::super::Subject;
use super::super::privilege_tree::PrivilegeTable;
use super::super::subject::Meaning;
use super::{AclFacts, AclRules};
use crate::acl::{Ace, AceAccess, AcePrincipal, Acl};
use crate::{Precondition, Privilege};

/// The entries of the request that are the resource's own, with principals as the server spells them.
pub(super) fn check(target: &Uri, acl: &Acl, facts: AclFacts<'_>) -> Result<Vec<Ace>, Precondition> {
    let AclFacts { rules, .. } = facts;
    let is_fixed = |entry: &&Ace| entry.is_protected || entry.inherited.is_some();
    let repeated = acl.0.iter().filter(is_fixed).count();
    if acl.0.len() - repeated > rules.max_aces || repeated > facts.aces.len() {
        return Err(Precondition::LimitedNumberOfAces);
    }
    let fixed: Vec<Entry<'_>> =
        facts.aces.iter().filter(is_fixed).map(|entry| Entry::new(entry, facts.subject)).collect();
    let table = PrivilegeTable::new(facts.supported);
    let own = own(target, acl, facts, &fixed, &table)?;
    restrictions(&own, rules)?;
    conflicts(&own, &fixed, facts, &table)?;
    Ok(own)
}

/// Is there an entry for each of these principals?
pub(super) fn has_all(aces: &[Ace], required: &[AcePrincipal], subject: &Subject) -> bool {
    let about: HashSet<_> = aces
        .iter()
        .filter(|entry| !entry.is_inverted)
        .map(|entry| subject.meaning(&entry.principal))
        .collect();
    required.iter().all(|principal| about.contains(&subject.meaning(principal)))
}

/// An entry with whom it is about.
struct Entry<'a> {
    entry: &'a Ace,
    who: Who,
}

/// Whom an entry is about, and whether it is about everyone else.
type Who = (Meaning, bool);

impl<'a> Entry<'a> {
    fn new(entry: &'a Ace, subject: &Subject) -> Self {
        Self { entry, who: (subject.meaning(&entry.principal), entry.is_inverted) }
    }

    /// Does a request repeat it as it is?
    fn is_repeated_by(&self, other: &Entry<'_>) -> bool {
        let (this, that) = (self.entry, other.entry);
        let same_place = match (&this.inherited, &that.inherited) {
            (Some(this), Some(that)) => this.is_same(that, &Uri::from_static("/")),
            (this, that) => this.is_none() && that.is_none(),
        };
        same_place
            && self.who == other.who
            && this.is_protected == that.is_protected
            && this.access == that.access
            && this.privileges.len() == that.privileges.len()
            && this.privileges.iter().all(|privilege| that.privileges.contains(privilege))
    }
}

fn own(
    target: &Uri,
    acl: &Acl,
    facts: AclFacts<'_>,
    fixed: &[Entry<'_>],
    table: &PrivilegeTable<'_>,
) -> Result<Vec<Ace>, Precondition> {
    let known: HashMap<_, _> = facts.principals.iter().map(|known| (known.href.key(target), known)).collect();
    let mut own = Vec::new();
    for entry in &acl.0 {
        let mut entry = entry.clone();
        if let AcePrincipal::Href(href) = &entry.principal {
            let known = known.get(&href.key(target)).ok_or(Precondition::RecognizedPrincipal)?;
            if !known.is_allowed {
                return Err(Precondition::AllowedPrincipal);
            }
            entry.principal = AcePrincipal::Href(known.principal_url.clone());
        } else if !facts.rules.allowed.allow(&entry.principal) {
            return Err(Precondition::AllowedPrincipal);
        }
        if entry.is_protected || entry.inherited.is_some() {
            let submitted = Entry::new(&entry, facts.subject);
            if fixed.iter().any(|present| present.is_repeated_by(&submitted)) {
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
    Ok(own)
}

/// What a client can know of before: DAV:acl-restrictions.
fn restrictions(own: &[Ace], rules: &AclRules) -> Result<(), Precondition> {
    let restrictions = &rules.restrictions;
    if restrictions.grant_only && own.iter().any(|entry| entry.access == AceAccess::Deny) {
        return Err(Precondition::GrantOnly);
    }
    if restrictions.no_invert && own.iter().any(|entry| entry.is_inverted) {
        return Err(Precondition::NoInvert);
    }
    // Protected entries are the server's own affair: a client could not put a denial before them.
    let grants = own.iter().skip_while(|entry| entry.access == AceAccess::Deny);
    if restrictions.deny_before_grant && grants.into_iter().any(|entry| entry.access == AceAccess::Deny) {
        return Err(Precondition::DenyBeforeGrant);
    }
    Ok(())
}

/// What the entries of a request say about one principal.
#[derive(Default)]
struct Submitted<'a> {
    granted: HashSet<&'a Privilege>,
    denied: HashSet<&'a Privilege>,
}

fn conflicts(
    own: &[Ace],
    fixed: &[Entry<'_>],
    facts: AclFacts<'_>,
    table: &PrivilegeTable<'_>,
) -> Result<(), Precondition> {
    let mut submitted: HashMap<Who, Submitted<'_>> = HashMap::new();
    for entry in own {
        let submitted = submitted.entry(Entry::new(entry, facts.subject).who).or_default();
        let privileges = match entry.access {
            AceAccess::Grant => &mut submitted.granted,
            AceAccess::Deny => &mut submitted.denied,
        };
        privileges.extend(&entry.privileges);
    }
    if submitted.values().any(|of_one| !of_one.granted.is_disjoint(&of_one.denied)) {
        return Err(Precondition::NoAceConflict);
    }
    for Entry { entry, who } in fixed {
        let Some(submitted) = submitted.get(who) else { continue };
        let against = match entry.access {
            AceAccess::Grant => &submitted.denied,
            AceAccess::Deny => &submitted.granted,
        };
        let is_against = |one: &Privilege| against.iter().any(|other| table.overlap(one, other));
        if entry.privileges.iter().any(is_against) {
            if entry.is_protected {
                return Err(Precondition::NoProtectedAceConflict);
            }
            if facts.rules.refuses_inherited_conflicts {
                return Err(Precondition::NoInheritedAceConflict);
            }
        }
    }
    Ok(())
}
