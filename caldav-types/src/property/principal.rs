//! Who the user is, and who owns a resource.

use crate::Href;

/// The value of DAV:current-user-principal
/// ([RFC 5397 §3](https://www.rfc-editor.org/rfc/rfc5397#section-3)).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum CurrentUserPrincipal {
    /// Nobody has been authenticated.
    Unauthenticated,
    /// The principal of the user.
    Principal(Href),
}

impl CurrentUserPrincipal {
    /// The principal of the user, if there is one.
    #[must_use]
    pub const fn href(&self) -> Option<&Href> {
        match self {
            Self::Unauthenticated => None,
            Self::Principal(href) => Some(href),
        }
    }
}

/// The owner of a calendar as servers built on sabre/dav name it. It is written as text; a DAV:href is read too.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct OwnerPrincipal(
    /// Their principal.
    pub Href,
);
