//! Who asks.
//!
//! [RFC 3744 §5.5.1](https://www.rfc-editor.org/rfc/rfc3744#section-5.5.1),
//! [RFC 5397](https://www.rfc-editor.org/rfc/rfc5397)

use std::collections::HashSet;

use http::Uri;

use crate::property::CurrentUserPrincipal;
use crate::{Href, HrefKey};

/// Who asks, with all principals that they are or belong to.
///
/// Addresses of principals are compared by what they mean on this server, so they have to be stated alike everywhere:
/// as paths, or as URIs of one host.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::server::acl::User;
/// let user = User::new(Href::new("/principals/bernard/"), [Href::new("/principals/staff/")]);
/// assert!(user.is(&Href::new("/principals/staff")));
/// assert!(!user.is(&Href::new("/principals/cyrus/")));
/// assert!(!User::anonymous().is(&Href::new("/principals/bernard/")));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct User {
    principal: Option<Href>,
    all: HashSet<HrefKey>,
}

impl User {
    /// Nobody has been authenticated.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The principal that the user has been authenticated as, and the groups that it is in, directly or by way of
    /// others.
    #[must_use]
    pub fn new(principal: Href, groups: impl IntoIterator<Item = Href>) -> Self {
        let mut all: HashSet<_> = groups.into_iter().map(|group| key(&group)).collect();
        all.insert(key(&principal));
        Self { principal: Some(principal), all }
    }

    /// Their principal; `None` where nobody has been authenticated.
    #[must_use]
    pub const fn principal(&self) -> Option<&Href> {
        self.principal.as_ref()
    }

    /// Has somebody been authenticated?
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.principal.is_some()
    }

    /// Is the user this principal, or a member of it?
    #[must_use]
    pub fn is(&self, principal: &Href) -> bool {
        self.is_authenticated() && self.all.contains(&key(principal))
    }

    /// The value of DAV:current-user-principal.
    #[must_use]
    pub fn current_user_principal(&self) -> CurrentUserPrincipal {
        match &self.principal {
            Some(principal) => CurrentUserPrincipal::Principal(principal.clone()),
            None => CurrentUserPrincipal::Unauthenticated,
        }
    }
}

/// What the address of a principal means on this server.
pub(super) fn key(principal: &Href) -> HrefKey {
    principal.key(&Uri::from_static("/"))
}

#[cfg(test)]
mod tests {
    use super::User;
    use crate::Href;
    use crate::property::CurrentUserPrincipal;

    #[test]
    fn who_one_is() {
        let bernard = Href::new("/principals/bernard%40example.com/");
        let user = User::new(bernard.clone(), [Href::new("/groups/staff/")]);
        for (case, principal, expected) in [
            ("RFC 3744 5.5.1: as authenticated", "/principals/bernard@example.com", true),
            ("RFC 3744 5.5.1: a member", "/groups/staff/", true),
            ("somebody else", "/principals/cyrus/", false),
            ("the same path of another server", "http://other.example.com/groups/staff/", false),
        ] {
            assert_eq!(user.is(&Href::new(principal)), expected, "{case}");
            assert!(!User::anonymous().is(&Href::new(principal)), "{case}");
        }
        assert_eq!(
            user.current_user_principal(),
            CurrentUserPrincipal::Principal(bernard),
            "RFC 5397 3: who is authenticated"
        );
        assert_eq!(
            User::anonymous().current_user_principal(),
            CurrentUserPrincipal::Unauthenticated,
            "RFC 5397 3: nobody is"
        );
    }
}
