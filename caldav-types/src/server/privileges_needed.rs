//! Which privileges a method needs.
//!
//! [RFC 3744 appendix B](https://www.rfc-editor.org/rfc/rfc3744#appendix-B), which is normative

use crate::{Method, Privilege};

/// The resource that a privilege is needed on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PrivilegeOn {
    /// That of the request.
    Resource,
    /// The collection that it is a member of, or is to be.
    Parent,
    /// That of the field `Destination`.
    Destination,
    /// The collection that the destination is a member of, or is to be.
    DestinationParent,
}

/// The privileges that a method needs, and on what. `exists` is about the resource of the request, for COPY and MOVE
/// about the destination.
///
/// To the table are added MKCALENDAR ([RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1)) and POST
/// that adds a member ([RFC 5995 §5](https://www.rfc-editor.org/rfc/rfc5995#section-5)). A PROPFIND of DAV:acl and of
/// DAV:current-user-privilege-set needs privileges of these properties besides, one of other resources in a report
/// DAV:read on each; an UNLOCK needs none by who holds the lock
/// ([RFC 3744 §3.5](https://www.rfc-editor.org/rfc/rfc3744#section-3.5)). A method that is not known here needs none.
///
/// ```
/// use caldav_types::server::{PrivilegeOn, privileges_needed};
/// use caldav_types::{Method, Privilege};
/// assert_eq!(privileges_needed(&Method::Put, true), [(PrivilegeOn::Resource, Privilege::WriteContent)]);
/// assert_eq!(privileges_needed(&Method::Put, false), [(PrivilegeOn::Parent, Privilege::Bind)]);
/// ```
#[must_use]
pub fn privileges_needed(method: &Method, exists: bool) -> &'static [(PrivilegeOn, Privilege)] {
    match (method, exists) {
        (Method::Get | Method::Head | Method::Options | Method::Propfind | Method::Report, _) => {
            &[(PrivilegeOn::Resource, Privilege::Read)]
        }
        (Method::Put | Method::Lock, true) => &[(PrivilegeOn::Resource, Privilege::WriteContent)],
        (Method::Put | Method::Lock, false) | (Method::Mkcol | Method::Mkcalendar, _) => {
            &[(PrivilegeOn::Parent, Privilege::Bind)]
        }
        (Method::Proppatch, _) => &[(PrivilegeOn::Resource, Privilege::WriteProperties)],
        (Method::Acl, _) => &[(PrivilegeOn::Resource, Privilege::WriteAcl)],
        (Method::Copy, true) => &[
            (PrivilegeOn::Resource, Privilege::Read),
            (PrivilegeOn::Destination, Privilege::WriteContent),
            (PrivilegeOn::Destination, Privilege::WriteProperties),
        ],
        (Method::Copy, false) => {
            &[(PrivilegeOn::Resource, Privilege::Read), (PrivilegeOn::DestinationParent, Privilege::Bind)]
        }
        (Method::Move, true) => &[
            (PrivilegeOn::Parent, Privilege::Unbind),
            (PrivilegeOn::DestinationParent, Privilege::Bind),
            (PrivilegeOn::DestinationParent, Privilege::Unbind),
        ],
        (Method::Move, false) => {
            &[(PrivilegeOn::Parent, Privilege::Unbind), (PrivilegeOn::DestinationParent, Privilege::Bind)]
        }
        (Method::Delete, _) => &[(PrivilegeOn::Parent, Privilege::Unbind)],
        (Method::Unlock, _) => &[(PrivilegeOn::Resource, Privilege::Unlock)],
        (Method::Post, _) => &[(PrivilegeOn::Resource, Privilege::Bind)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::privileges_needed;
    use crate::Method;

    #[test]
    fn rows_of_the_table() {
        for (method, exists, expected) in [
            ("GET", true, "Resource DAV:read"),
            ("HEAD", true, "Resource DAV:read"),
            ("OPTIONS", true, "Resource DAV:read"),
            ("PUT", true, "Resource DAV:write-content"),
            ("PUT", false, "Parent DAV:bind"),
            ("PROPPATCH", true, "Resource DAV:write-properties"),
            ("ACL", true, "Resource DAV:write-acl"),
            ("PROPFIND", true, "Resource DAV:read"),
            (
                "COPY",
                true,
                "Resource DAV:read, Destination DAV:write-content, Destination DAV:write-properties",
            ),
            ("COPY", false, "Resource DAV:read, DestinationParent DAV:bind"),
            ("MOVE", false, "Parent DAV:unbind, DestinationParent DAV:bind"),
            ("MOVE", true, "Parent DAV:unbind, DestinationParent DAV:bind, DestinationParent DAV:unbind"),
            ("DELETE", true, "Parent DAV:unbind"),
            ("LOCK", true, "Resource DAV:write-content"),
            ("LOCK", false, "Parent DAV:bind"),
            ("MKCOL", false, "Parent DAV:bind"),
            ("MKCALENDAR", false, "Parent DAV:bind"),
            ("UNLOCK", true, "Resource DAV:unlock"),
            ("REPORT", true, "Resource DAV:read"),
            ("POST", true, "Resource DAV:bind"),
            ("SEARCH", true, ""),
        ] {
            let needed = privileges_needed(&method.parse::<Method>().unwrap(), exists);
            let needed: Vec<_> = needed.iter().map(|(on, privilege)| format!("{on:?} {privilege}")).collect();
            assert_eq!(needed.join(", "), expected, "RFC 3744 B: {method}, {exists}");
        }
    }
}
