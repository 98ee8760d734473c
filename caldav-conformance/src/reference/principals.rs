//! Who there is: users and groups, and who of them a request comes from.
//!
//! [RFC 3744 §2](https://www.rfc-editor.org/rfc/rfc3744#section-2),
//! [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)

use caldav_types::Href;
use caldav_types::header::{Authorization, Challenge, WwwAuthenticate};
use caldav_types::message::{Headers, Reply};
use caldav_types::server::acl::User;
use http::StatusCode;

use super::Settings;
use super::path::Path;

/// All principals.
#[derive(Clone, Debug)]
pub(super) struct Principals {
    all: Vec<Principal>,
    anonymous: bool,
}

/// A user, or a group of users.
#[derive(Clone)]
pub(super) struct Principal {
    /// Where it is.
    pub(super) path: Path,
    /// Its name: the last segment of its addresses.
    pub(super) name: String,
    /// The name for people.
    pub(super) display_name: String,
    /// The addresses it has as a user of calendars.
    pub(super) addresses: Vec<String>,
    /// The members of a group.
    pub(super) members: Vec<Path>,
    /// What a user proves with who it is; a group cannot.
    password: Option<String>,
}

impl Principals {
    pub(super) fn new(settings: &Settings) -> Self {
        let place = |name: &str| Path::of_segments([PRINCIPALS, name]);
        let users = settings.accounts.iter().map(|account| Principal {
            path: place(&account.name),
            name: account.name.clone(),
            display_name: account.display_name.clone(),
            addresses: account.addresses.clone(),
            members: Vec::new(),
            password: Some(account.password.clone()),
        });
        let groups = settings.groups.iter().map(|group| Principal {
            path: place(&group.name),
            name: group.name.clone(),
            display_name: group.name.clone(),
            addresses: Vec::new(),
            members: group.members.iter().map(|member| place(member)).collect(),
            password: None,
        });
        Self { all: users.chain(groups).collect(), anonymous: settings.anonymous }
    }

    /// Every principal.
    pub(super) fn all(&self) -> &[Principal] {
        &self.all
    }

    /// The principal at a path.
    pub(super) fn at(&self, path: &Path) -> Option<&Principal> {
        self.all.iter().find(|principal| principal.path == *path)
    }

    /// The groups that a principal is a member of.
    pub(super) fn groups_of(&self, path: &Path) -> impl Iterator<Item = &Principal> {
        self.all.iter().filter(move |group| group.members.contains(path))
    }

    /// Who a request comes from.
    ///
    /// # Errors
    ///
    /// It is to tell that first, or what it tells is not true: a 401 that says how.
    pub(super) fn authenticate(&self, headers: &Headers) -> Result<User, Reply> {
        let challenge = || {
            let field = WwwAuthenticate(vec![Challenge::basic(REALM)]);
            Reply::new(StatusCode::UNAUTHORIZED)
                .with(&field)
                .unwrap_or_else(|_| Reply::new(StatusCode::UNAUTHORIZED))
        };
        if self.anonymous && headers.as_map().get(http::header::AUTHORIZATION).is_none() {
            return Ok(User::anonymous());
        }
        let told = headers.get::<Authorization>().ok_or_else(challenge)?;
        let (name, password) = told.name_and_password().ok_or_else(challenge)?;
        self.all
            .iter()
            .find(|user| user.name == name && user.password.as_deref() == Some(password))
            .map(|user| User::new(user.href(), self.groups_of(&user.path).map(Principal::href)))
            .ok_or_else(challenge)
    }
}

impl Principal {
    /// Is it a group?
    pub(super) const fn is_group(&self) -> bool {
        self.password.is_none()
    }

    /// Its address.
    pub(super) fn href(&self) -> Href {
        self.path.href(true)
    }

    /// Where its calendars are.
    pub(super) fn home(&self) -> Path {
        Path::of_segments([CALENDARS, &self.name])
    }
}

/// Without the password.
impl std::fmt::Debug for Principal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Principal").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The segments that a path begins with.
pub(super) const PRINCIPALS: &str = "principals";
pub(super) const CALENDARS: &str = "calendars";
pub(super) const FILES: &str = "files";

/// What users are asked for.
const REALM: &str = "calendars";

#[cfg(test)]
mod tests {
    use caldav_types::header::Authorization;
    use caldav_types::message::Headers;

    use super::Principals;
    use crate::reference::path::Path;
    use crate::reference::{Account, Group, Settings};

    #[test]
    fn who_it_is() {
        let settings = Settings::default()
            .with_account(Account::new("bernard", "a:b"))
            .with_group(Group::new("staff").with_member("bernard"));
        for (case, anonymous, told, expected) in [
            ("right", false, Some(("bernard", "a:b")), Some("/principals/bernard/")),
            ("wrong", false, Some(("bernard", "a")), None),
            ("unknown", false, Some(("cyrus", "a:b")), None),
            ("a group has no password", false, Some(("staff", "")), None),
            ("nobody", false, None, None),
            ("nobody, and that is allowed", true, None, Some("")),
            ("wrong stays wrong", true, Some(("bernard", "")), None),
        ] {
            let principals = Principals::new(&settings.clone().with_anonymous(anonymous));
            let mut headers = Headers::new();
            if let Some((name, password)) = told {
                headers.set(&Authorization::basic(name, password).unwrap()).unwrap();
            }
            let got = principals.authenticate(&headers);
            let got = got.map(|user| user.principal().map(ToString::to_string).unwrap_or_default());
            match expected {
                Some(expected) => assert_eq!(got.as_deref(), Ok(expected), "{case}"),
                None => {
                    let reply = got.unwrap_err();
                    assert_eq!(reply.status, 401, "{case}");
                    assert!(reply.headers.as_map().contains_key("www-authenticate"), "{case}");
                }
            }
        }
        let principals = Principals::new(&settings);
        let bernard = Path::of_segments(["principals", "bernard"]);
        assert_eq!(principals.groups_of(&bernard).count(), 1);
        assert!(!principals.at(&bernard).unwrap().is_group());
    }
}
