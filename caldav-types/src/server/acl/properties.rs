//! Properties about access and principals, made from facts.
//!
//! [RFC 3744 §4](https://www.rfc-editor.org/rfc/rfc3744#section-4),
//! [§5](https://www.rfc-editor.org/rfc/rfc3744#section-5)

use super::User;
use super::privilege_tree::PrivilegeTable;
use crate::acl::{Ace, Acl, AclRestrictions, SupportedPrivilege};
use crate::property::{DavProperty, DavPropertyName};
use crate::server::ResourceProperties;
use crate::{Href, Privilege, PrivilegeSet};

/// What the properties of RFC 3744, section 5, and DAV:current-user-principal say of a resource.
#[derive(Clone, Copy, Debug)]
pub struct AccessFacts<'a> {
    /// Who asks.
    pub user: &'a User,
    /// What they may do.
    pub privileges: &'a PrivilegeSet,
    /// Who owns the resource.
    pub owner: Option<&'a Href>,
    /// The group of the resource.
    pub group: Option<&'a Href>,
    /// The privileges there are.
    pub supported: &'a [SupportedPrivilege],
    /// The entries that the user may see.
    pub aces: &'a [Ace],
    /// What lists the server takes.
    pub restrictions: &'a AclRestrictions,
    /// Other resources whose lists have a say too.
    pub inherited_acl_set: &'a [Href],
    /// Where principals are.
    pub principal_collections: &'a [Href],
}

/// Adds the properties of access to those of a resource, as far as they are wanted: DAV:acl only for who has
/// DAV:read-acl, and DAV:current-user-privilege-set for who has the privilege to read it; others are forbidden them
/// ([§3.6](https://www.rfc-editor.org/rfc/rfc3744#section-3.6), [§3.7](https://www.rfc-editor.org/rfc/rfc3744#section-3.7)).
pub fn access_properties(
    facts: AccessFacts<'_>,
    is_wanted: impl Fn(&DavPropertyName) -> bool,
    to: &mut ResourceProperties,
) {
    use DavPropertyName as N;
    let AccessFacts { privileges, .. } = facts;
    for (name, needed) in [
        (N::Owner, None),
        (N::Group, None),
        (N::SupportedPrivilegeSet, None),
        (N::CurrentUserPrivilegeSet, Some(Privilege::ReadCurrentUserPrivilegeSet)),
        (N::Acl, Some(Privilege::ReadAcl)),
        (N::AclRestrictions, None),
        (N::InheritedAclSet, None),
        (N::PrincipalCollectionSet, None),
        (N::CurrentUserPrincipal, None),
    ] {
        if !is_wanted(&name) {
            continue;
        }
        if needed.is_some_and(|needed| !privileges.grants(&needed)) {
            to.forbidden.push(name);
            continue;
        }
        to.properties.push(match name {
            N::Owner => DavProperty::Owner(facts.owner.cloned()),
            N::Group => DavProperty::Group(facts.group.cloned()),
            N::SupportedPrivilegeSet => DavProperty::SupportedPrivilegeSet(facts.supported.to_vec()),
            N::CurrentUserPrivilegeSet => {
                DavProperty::CurrentUserPrivilegeSet(concrete(privileges, facts.supported))
            }
            N::Acl => DavProperty::Acl(Acl(facts.aces.to_vec())),
            N::AclRestrictions => DavProperty::AclRestrictions(facts.restrictions.clone()),
            N::InheritedAclSet => DavProperty::InheritedAclSet(facts.inherited_acl_set.to_vec()),
            N::PrincipalCollectionSet => {
                DavProperty::PrincipalCollectionSet(facts.principal_collections.to_vec())
            }
            _ => DavProperty::CurrentUserPrincipal(facts.user.current_user_principal()),
        });
    }
}

/// The privileges that can be granted by themselves: others are not told
/// ([§5.4](https://www.rfc-editor.org/rfc/rfc3744#section-5.4)).
fn concrete(privileges: &PrivilegeSet, supported: &[SupportedPrivilege]) -> PrivilegeSet {
    let table = PrivilegeTable::new(supported);
    let is_concrete = |privilege: &Privilege| table.find(privilege).is_some_and(|found| !found.is_abstract);
    let mut told: Vec<Privilege> = Vec::new();
    // What is had by having another is told too.
    for SupportedPrivilege { privilege, .. } in table.all() {
        if privileges.grants(privilege) && is_concrete(privilege) && !told.contains(privilege) {
            told.push(privilege.clone());
        }
    }
    PrivilegeSet(told)
}

/// What the properties of RFC 3744, section 4, say of a principal.
#[derive(Clone, Copy, Debug)]
pub struct PrincipalFacts<'a> {
    /// Its address.
    pub principal_url: &'a Href,
    /// Further addresses that tell about it.
    pub alternate_uris: &'a [Href],
    /// The groups that it is a member of, directly.
    pub groups: &'a [Href],
    /// Of a group, its members, directly; `None` for what is no group.
    pub members: Option<&'a [Href]>,
}

/// Adds the properties of a principal to those of its resource.
pub fn principal_properties(facts: PrincipalFacts<'_>, to: &mut ResourceProperties) {
    to.properties.extend([
        DavProperty::AlternateUriSet(facts.alternate_uris.to_vec()),
        DavProperty::PrincipalUrl(facts.principal_url.clone()),
        DavProperty::GroupMembership(facts.groups.to_vec()),
    ]);
    to.properties.extend(facts.members.map(|members| DavProperty::GroupMemberSet(members.to_vec())));
}
