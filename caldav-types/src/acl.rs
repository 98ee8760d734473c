//! Who may do what.
//!
//! [RFC 3744 §5.5](https://www.rfc-editor.org/rfc/rfc3744#section-5.5)

use crate::property::DavPropertyName;
use crate::{Href, LocalizedText, Privilege};

/// An access control list: the value of DAV:acl and the body of an ACL request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Acl(
    /// The entries, in order.
    pub Vec<Ace>,
);

/// An access control entry.
///
/// ```
/// use caldav_types::Privilege;
/// use caldav_types::acl::{Ace, AcePrincipal};
/// let entry = Ace::grant(AcePrincipal::Authenticated, vec![Privilege::Read]);
/// assert!(!entry.is_protected);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Ace {
    /// To whom it applies.
    pub principal: AcePrincipal,
    /// Does it apply to everyone else instead (DAV:invert)?
    pub is_inverted: bool,
    /// Does it grant or deny?
    pub access: AceAccess,
    /// What it grants or denies.
    pub privileges: Vec<Privilege>,
    /// Can it not be removed (§5.5.3)?
    pub is_protected: bool,
    /// The resource that it is inherited from (§5.5.4).
    pub inherited: Option<Href>,
}

impl Ace {
    /// An entry that grants.
    #[must_use]
    pub const fn grant(principal: AcePrincipal, privileges: Vec<Privilege>) -> Self {
        Self::new(principal, AceAccess::Grant, privileges)
    }

    /// An entry that denies.
    #[must_use]
    pub const fn deny(principal: AcePrincipal, privileges: Vec<Privilege>) -> Self {
        Self::new(principal, AceAccess::Deny, privileges)
    }

    const fn new(principal: AcePrincipal, access: AceAccess, privileges: Vec<Privilege>) -> Self {
        Self { principal, is_inverted: false, access, privileges, is_protected: false, inherited: None }
    }
}

/// What an entry does with its privileges (§5.5.2).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum AceAccess {
    /// It grants them.
    Grant,
    /// It denies them.
    Deny,
}

/// To whom an entry applies (§5.5.1).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum AcePrincipal {
    /// A principal, or the members of a group.
    Href(Href),
    /// Everyone.
    All,
    /// Who is authenticated.
    Authenticated,
    /// Who is not authenticated.
    Unauthenticated,
    /// The principal that a property of the resource names, such as DAV:owner.
    Property(DavPropertyName),
    /// The resource itself, which is a principal.
    ItSelf,
}

/// What access control lists a server takes: the value of DAV:acl-restrictions
/// ([RFC 3744 §5.6](https://www.rfc-editor.org/rfc/rfc3744#section-5.6)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AclRestrictions {
    /// No entry may deny.
    pub grant_only: bool,
    /// No entry may be inverted.
    pub no_invert: bool,
    /// Entries that deny stand before those that grant.
    pub deny_before_grant: bool,
    /// Principals that there has to be an entry for; `None` without such a rule.
    pub required_principals: Option<Vec<AcePrincipal>>,
}

/// A privilege of a resource: DAV:supported-privilege
/// ([RFC 3744 §5.3](https://www.rfc-editor.org/rfc/rfc3744#section-5.3)).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SupportedPrivilege {
    /// The privilege.
    pub privilege: Privilege,
    /// Can it not be granted by itself?
    pub is_abstract: bool,
    /// What it is for. The specification demands it, not all servers send it.
    pub description: Option<LocalizedText>,
    /// The privileges that it aggregates.
    pub aggregated: Vec<Self>,
}

impl SupportedPrivilege {
    /// The privilege, if it is this one or one that this one aggregates, however deep.
    #[must_use]
    pub fn find(&self, privilege: &Privilege) -> Option<&Self> {
        let mut open = vec![self];
        while let Some(one) = open.pop() {
            if one.privilege == *privilege {
                return Some(one);
            }
            open.extend(&one.aggregated);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::SupportedPrivilege;
    use crate::Privilege;

    #[test]
    fn found_at_any_depth() {
        let leaf = |privilege, aggregated| SupportedPrivilege {
            privilege,
            is_abstract: false,
            description: None,
            aggregated,
        };
        let tree =
            leaf(Privilege::All, vec![leaf(Privilege::Write, vec![leaf(Privilege::Bind, Vec::new())])]);
        assert!(tree.find(&Privilege::Bind).is_some_and(|found| found.aggregated.is_empty()));
        assert!(tree.find(&Privilege::Read).is_none());
    }
}
