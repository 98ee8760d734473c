//! From entries to privileges.
//!
//! [RFC 3744 §6](https://www.rfc-editor.org/rfc/rfc3744#section-6)

use super::privilege_tree::PrivilegeTable;
use super::{Subject, User};
use crate::acl::{Ace, AceAccess, SupportedPrivilege};
use crate::message::Reply;
use crate::server::{ResourceState, reply};
use crate::{Condition, NeededPrivilege, Privilege, PrivilegeSet};

/// What a user may do by a list of entries, inherited and protected ones included, in the order of the list.
///
/// `supported` is the DAV:supported-privilege-set of the resource: what is not in it nobody has. Privileges that are
/// abstract are in the answer; DAV:current-user-privilege-set leaves them out (see
/// [`access_properties`](super::access_properties)).
///
/// ```
/// use caldav_types::acl::{Ace, AcePrincipal};
/// use caldav_types::property::DavPropertyName;
/// use caldav_types::server::acl::{Subject, User, calendar_privileges, privileges_of};
/// use caldav_types::{Href, Privilege};
/// let bernard = Href::new("/principals/bernard/");
/// let subject = Subject::of_owner(bernard.clone());
/// let list = [
///     Ace::grant(AcePrincipal::Property(DavPropertyName::Owner), vec![Privilege::All]),
///     Ace::grant(AcePrincipal::Authenticated, vec![Privilege::ReadFreeBusy]),
/// ];
/// let may = |user: &User| privileges_of(&list, user, &subject, &calendar_privileges());
/// assert!(may(&User::new(bernard, [])).grants(&Privilege::WriteContent));
/// let other = may(&User::new(Href::new("/principals/cyrus/"), []));
/// assert!(other.grants(&Privilege::ReadFreeBusy) && !other.grants(&Privilege::Read));
/// assert!(may(&User::anonymous()).0.is_empty());
/// ```
#[must_use]
pub fn privileges_of<'a>(
    aces: impl IntoIterator<Item = &'a Ace>,
    user: &User,
    subject: &Subject,
    supported: &[SupportedPrivilege],
) -> PrivilegeSet {
    let table = PrivilegeTable::new(supported);
    let single: Vec<usize> = table.single().collect();
    let mut settled: Vec<Option<AceAccess>> = vec![None; table.len()];
    for entry in aces.into_iter().filter(|entry| subject.is_about(entry, user)) {
        for &place in &single {
            let named = || entry.privileges.iter().any(|privilege| table.contains(privilege, place));
            if let Some(settled @ None) = settled.get_mut(place)
                && named()
            {
                *settled = Some(entry.access);
            }
        }
    }
    let is_granted = |place: usize| settled.get(place) == Some(&Some(AceAccess::Grant));
    let mut granted: Vec<Privilege> = Vec::new();
    for SupportedPrivilege { privilege, .. } in table.all() {
        let has =
            single.iter().filter(|&&place| table.contains(privilege, place)).all(|&place| is_granted(place));
        if has && !granted.contains(privilege) {
            granted.push(privilege.clone());
        }
    }
    PrivilegeSet(granted)
}

/// What is left where other resources have a say too (DAV:inherited-acl-set): the privileges that each of the sets has
/// ([RFC 3744 §5.7](https://www.rfc-editor.org/rfc/rfc3744#section-5.7)).
#[must_use]
pub fn privileges_by_all(own: PrivilegeSet, others: impl IntoIterator<Item = PrivilegeSet>) -> PrivilegeSet {
    let PrivilegeSet(mut privileges) = own;
    for other in others {
        privileges.retain(|privilege| other.grants(privilege));
    }
    PrivilegeSet(privileges)
}

/// Has the user what is needed on these resources?
///
/// # Errors
///
/// 403 with DAV:need-privileges, which says what lacks where
/// ([RFC 3744 §7.1.1](https://www.rfc-editor.org/rfc/rfc3744#section-7.1.1)).
pub fn need_privileges<'a>(
    needed: impl IntoIterator<Item = (&'a ResourceState, &'a Privilege)>,
) -> Result<(), Reply> {
    let lacking: Vec<_> = needed
        .into_iter()
        .filter(|(resource, privilege)| !resource.privileges.grants(privilege))
        .map(|(resource, privilege)| NeededPrivilege {
            href: resource.href.clone(),
            privilege: privilege.clone(),
        })
        .collect();
    if lacking.is_empty() { Ok(()) } else { Err(reply::refusal(Condition::of_privileges(lacking))) }
}

#[cfg(test)]
mod tests;
