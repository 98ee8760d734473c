//! Properties of those whom an ACL names.
//!
//! [RFC 3744 §9.2](https://www.rfc-editor.org/rfc/rfc3744#section-9.2)

use crate::property::DavPropertyName;

/// A DAV:acl-principal-prop-set.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AclPrincipalPropSet {
    /// Properties of each principal.
    pub prop: Vec<DavPropertyName>,
}
