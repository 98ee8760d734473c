//! What a server is made of: who its users are, what it takes, and what it does wrong.

use std::collections::BTreeSet;
use std::fmt;

use caldav_types::CollectionLimits;

use super::{Fault, Tolerance};

/// What a [`Server`](super::Server) is made of. Without accounts nobody can do anything.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) accounts: Vec<Account>,
    pub(super) groups: Vec<Group>,
    pub(super) anonymous: bool,
    pub(super) limits: CollectionLimits,
    pub(super) quota: Option<u64>,
    pub(super) history: usize,
    pub(super) seed: u128,
    pub(super) faults: BTreeSet<Fault>,
    pub(super) tolerances: BTreeSet<Tolerance>,
}

impl Settings {
    /// The same with an account more; one of the same name is replaced.
    #[must_use]
    pub fn with_account(mut self, account: Account) -> Self {
        self.accounts.retain(|other| other.name != account.name);
        self.accounts.push(account);
        self
    }

    /// The same with a group more; one of the same name is replaced.
    #[must_use]
    pub fn with_group(mut self, group: Group) -> Self {
        self.groups.retain(|other| other.name != group.name);
        self.groups.push(group);
        self
    }

    /// Are requests without credentials heard? They see what an ACL lets everyone see. Otherwise they are asked who
    /// they are; by default they are asked.
    #[must_use]
    pub fn with_anonymous(self, anonymous: bool) -> Self {
        Self { anonymous, ..self }
    }

    /// What calendars take (RFC 4791 §5.2), all of them the same.
    #[must_use]
    pub fn with_limits(self, limits: CollectionLimits) -> Self {
        Self { limits, ..self }
    }

    /// How many octets each user can store (RFC 4331). By default there is no such bound.
    #[must_use]
    pub fn with_quota(self, octets: u64) -> Self {
        Self { quota: Some(octets), ..self }
    }

    /// How many changes of a collection are remembered: a sync token that is older is refused (RFC 6578 §3.2). By
    /// default 10,000.
    #[must_use]
    pub fn with_history(self, changes: usize) -> Self {
        Self { history: changes, ..self }
    }

    /// What identifiers grow from. Two servers with one seed that get the same requests answer the same.
    #[must_use]
    pub fn with_seed(self, seed: u128) -> Self {
        Self { seed, ..self }
    }

    /// The same with something that goes wrong.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.faults.insert(fault);
        self
    }

    /// The same with a departure of clients that is overlooked. By default none is.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerances.insert(tolerance);
        self
    }

    /// Is this to go wrong?
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            accounts: Vec::new(),
            groups: Vec::new(),
            anonymous: false,
            limits: CollectionLimits::default(),
            quota: None,
            history: 10_000,
            seed: 0x5EED,
            faults: BTreeSet::new(),
            tolerances: BTreeSet::new(),
        }
    }
}

/// A user. The password is not shown by `Debug`.
///
/// ```
/// use caldav_conformance::reference::Account;
/// let account = Account::new("bernard", "secret")
///     .with_display_name("Bernard Desruisseaux")
///     .with_address("mailto:bernard@example.com");
/// assert!(!format!("{account:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Account {
    pub(super) name: String,
    pub(super) password: String,
    pub(super) display_name: String,
    pub(super) addresses: Vec<String>,
}

impl Account {
    /// A user with a name and a password; the name is the last segment of its addresses too.
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        let name = name.into();
        Self { display_name: name.clone(), name, password: password.into(), addresses: Vec::new() }
    }

    /// The same with another name for people.
    #[must_use]
    pub fn with_display_name(self, name: impl Into<String>) -> Self {
        Self { display_name: name.into(), ..self }
    }

    /// The same with a calendar user address more, such as `mailto:bernard@example.com`.
    #[must_use]
    pub fn with_address(mut self, address: impl Into<String>) -> Self {
        self.addresses.push(address.into());
        self
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("name", &self.name)
            .field("display_name", &self.display_name)
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

/// A group of users, which access can be granted to as a whole.
///
/// ```
/// use caldav_conformance::reference::Group;
/// let group = Group::new("staff").with_member("bernard").with_member("cyrus");
/// assert_eq!(group.members(), ["bernard", "cyrus"]);
/// ```
#[derive(Clone, Debug)]
pub struct Group {
    pub(super) name: String,
    pub(super) members: Vec<String>,
}

impl Group {
    /// A group without members. It is a principal beside the users, so its name is not one of theirs.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), members: Vec::new() }
    }

    /// The same with a member more, by the name of its account.
    #[must_use]
    pub fn with_member(mut self, name: impl Into<String>) -> Self {
        self.members.push(name.into());
        self
    }

    /// The names of its members.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
    }
}
