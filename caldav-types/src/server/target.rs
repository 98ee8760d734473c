//! The resource of a request, and what surrounds it.

use http::StatusCode;

use crate::header::Allow;
use crate::message::{Reply, Request};
use crate::{Condition, Method, NeededPrivilege, Privilege};

use super::locks_in_the_way::Submitted;
use super::{Features, PrivilegeOn, ResourceState, acl, conditional, privileges_needed, reply};

/// The resource of a request with what surrounds it, as the server knows them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target<'a> {
    /// What the server can do.
    pub features: &'a Features,
    /// The resource, or that there is none.
    pub resource: &'a ResourceState,
    /// The resource that it is a member of, or is to be; `None` where there is none, and for the root.
    pub parent: Option<&'a ResourceState>,
    /// The other resources that the field `If` speaks of: see [`conditional::other_resources`]. One that is not here is
    /// taken as one that is missing.
    pub others: &'a [ResourceState],
}

impl<'a> Target<'a> {
    /// A resource.
    #[must_use]
    pub const fn new(
        features: &'a Features,
        resource: &'a ResourceState,
        parent: Option<&'a ResourceState>,
    ) -> Self {
        Self { features, resource, parent, others: &[] }
    }

    /// With the other resources that the field `If` speaks of.
    #[must_use]
    pub const fn with_others(self, others: &'a [ResourceState]) -> Self {
        Self { others, ..self }
    }

    /// There is a resource: 404 else.
    pub(super) fn exists(&self) -> Result<(), Reply> {
        if self.resource.exists { Ok(()) } else { Err(Reply::new(StatusCode::NOT_FOUND)) }
    }

    /// The resource, or nothing, understands the method: 405 with `Allow` else.
    pub(super) fn understands(&self, method: &Method) -> Result<(), Reply> {
        let allow = self.features.allow(self.resource);
        if allow.0.contains(method) { Ok(()) } else { Err(not_understood(&allow)) }
    }

    /// There is a collection that the resource is in, or can be made in: 409 else (RFC 4918 §9.3.1, §9.7.1).
    pub(super) fn collection(&self) -> Result<&'a ResourceState, Reply> {
        self.parent.filter(|parent| parent.is_collection()).ok_or_else(|| Reply::new(StatusCode::CONFLICT))
    }

    /// The user has what the method needs: 403 with DAV:need-privileges else.
    pub(super) fn is_granted(&self, method: &Method, destination: Option<&Self>) -> Result<(), Reply> {
        let exists = destination.map_or(self.resource.exists, |destination| destination.resource.exists);
        let needed = privileges_needed(method, exists).iter().map(|(on, privilege)| {
            let resource = match on {
                PrivilegeOn::Resource => Some(self.resource),
                PrivilegeOn::Parent => self.parent,
                PrivilegeOn::Destination => destination.map(|destination| destination.resource),
                PrivilegeOn::DestinationParent => destination.and_then(|destination| destination.parent),
            };
            (resource.unwrap_or(self.resource), privilege)
        });
        acl::need_privileges(needed)
    }

    /// The conditions in the fields hold: 412 or 304 else.
    pub(super) fn is_as_asked(&self, request: &Request) -> Result<(), Reply> {
        conditional::check(request, self.resource, self.others)
    }

    /// The field `If` holds, 412 else, and no lock is in the way of changing these, 423 else. Then the other conditions.
    pub(super) fn can_change(
        &self,
        request: &Request,
        changed: impl IntoIterator<Item = &'a ResourceState>,
    ) -> Result<(), Reply> {
        conditional::check_if(request, self.resource, self.others)?;
        Submitted::of(request)?.open(changed)?;
        self.is_as_asked(request)
    }
}

/// What of this the user does not have.
pub(super) fn lacking<'a>(
    needed: impl IntoIterator<Item = (&'a ResourceState, &'a Privilege)>,
) -> Vec<NeededPrivilege> {
    let lacking = needed.into_iter().filter(|(resource, privilege)| !resource.privileges.grants(privilege));
    lacking
        .map(|(resource, privilege)| NeededPrivilege {
            href: resource.href.clone(),
            privilege: privilege.clone(),
        })
        .collect()
}

/// That the user does not have a privilege on a resource.
pub(super) fn lack_of(privilege: &Privilege, resource: &ResourceState) -> Option<Condition> {
    let lacking = lacking([(resource, privilege)]);
    if lacking.is_empty() { None } else { Some(Condition::of_privileges(lacking)) }
}

pub(super) fn not_understood(allow: &Allow) -> Reply {
    reply::with(Reply::new(StatusCode::METHOD_NOT_ALLOWED), allow)
}
