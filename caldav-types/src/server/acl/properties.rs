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

#[cfg(test)]
mod tests {
    use super::{AccessFacts, PrincipalFacts, access_properties, principal_properties};
    use crate::acl::{Ace, AcePrincipal, AclRestrictions};
    use crate::property::{CurrentUserPrincipal, DavProperty, DavPropertyName};
    use crate::server::ResourceProperties;
    use crate::server::acl::{User, calendar_privileges};
    use crate::{Href, Privilege, PrivilegeSet};

    #[test]
    fn properties_of_access() {
        let bernard = Href::new("/principals/bernard/");
        let user = User::new(bernard.clone(), []);
        let mut supported = calendar_privileges();
        supported[0].is_abstract = true;
        let aces = [Ace::grant(AcePrincipal::All, vec![Privilege::Read])];
        let restrictions = AclRestrictions { grant_only: true, ..AclRestrictions::default() };
        let principals = [Href::new("/principals/")];
        let above = [Href::new("/calendars/")];
        let of = |privileges: &PrivilegeSet, is_wanted: &dyn Fn(&DavPropertyName) -> bool| {
            let facts = AccessFacts {
                user: &user,
                privileges,
                owner: Some(&bernard),
                group: None,
                supported: &supported,
                aces: &aces,
                restrictions: &restrictions,
                inherited_acl_set: &above,
                principal_collections: &principals,
            };
            let mut properties = ResourceProperties::new(Href::new("/calendars/bernard/"));
            access_properties(facts, is_wanted, &mut properties);
            properties
        };
        let all = of(&PrivilegeSet(vec![Privilege::All]), &|_| true);
        assert_eq!(all.forbidden, []);
        assert_eq!(all.properties.len(), 9);
        for (section, property) in [
            ("RFC 3744 5.1", DavProperty::Owner(Some(bernard.clone()))),
            ("5.2: none", DavProperty::Group(None)),
            ("5.3", DavProperty::SupportedPrivilegeSet(supported.clone())),
            ("5.5", DavProperty::Acl(crate::acl::Acl(aces.to_vec()))),
            ("5.6", DavProperty::AclRestrictions(restrictions.clone())),
            ("5.7", DavProperty::InheritedAclSet(above.to_vec())),
            ("5.8", DavProperty::PrincipalCollectionSet(principals.to_vec())),
            (
                "RFC 5397 3",
                DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Principal(bernard.clone())),
            ),
        ] {
            assert!(all.properties.contains(&property), "{section}");
        }
        let Some(DavProperty::CurrentUserPrivilegeSet(told)) = all.properties.get(3) else {
            panic!("{all:?}");
        };
        assert!(told.0.contains(&Privilege::ReadFreeBusy), "5.4: what is contained is listed");
        assert!(!told.0.contains(&Privilege::All), "5.4: nothing abstract is listed");

        let reader = of(&PrivilegeSet(vec![Privilege::Read]), &|_| true);
        let closed = [DavPropertyName::CurrentUserPrivilegeSet, DavPropertyName::Acl];
        assert_eq!(reader.forbidden, closed, "3.6, 3.7");
        assert_eq!(reader.properties.len(), 7);
        let one = of(&PrivilegeSet::default(), &|name| *name == DavPropertyName::Owner);
        assert_eq!((one.properties.len(), one.forbidden.len()), (1, 0));
    }

    #[test]
    fn properties_of_principals() {
        let (url, staff) = (Href::new("/principals/bernard/"), [Href::new("/groups/staff/")]);
        let of = |members| {
            let mut properties = ResourceProperties::new(url.clone());
            let facts = PrincipalFacts { principal_url: &url, alternate_uris: &[], groups: &staff, members };
            principal_properties(facts, &mut properties);
            properties.properties
        };
        let person = of(None);
        assert_eq!(
            person,
            [
                DavProperty::AlternateUriSet(Vec::new()),
                DavProperty::PrincipalUrl(url.clone()),
                DavProperty::GroupMembership(staff.to_vec())
            ],
            "RFC 3744 4.1, 4.2, 4.4: required of each"
        );
        let group = of(Some(&staff));
        assert_eq!(group.last(), Some(&DavProperty::GroupMemberSet(staff.to_vec())), "4.3");
    }
}
