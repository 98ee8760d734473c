//! Who may do what: from lists of entries to privileges, and the method ACL.
//!
//! [RFC 3744](https://www.rfc-editor.org/rfc/rfc3744),
//! [RFC 4791 §6](https://www.rfc-editor.org/rfc/rfc4791#section-6)
//!
//! An embedder keeps a list of entries for each resource, with those that the resource inherits marked as such and put
//! where they take effect. [`privileges_of`] says what a user may do by such a list; everything else here rests on that.
//!
//! # The order of entries
//!
//! The list is gone through in its order, and the first entry about the user that names a privilege settles it
//! ([§6](https://www.rfc-editor.org/rfc/rfc3744#section-6)); what nothing settles is denied. So a list in any order has a
//! meaning, and restrictions to the order are for the embedder to choose: what its [`AclRules`] say is both what a
//! client is told (DAV:acl-restrictions) and what [`decide`] enforces.
//!
//! # Aggregates
//!
//! To grant or deny a privilege that aggregates others is to grant or deny each of them, so an aggregate is had when all
//! of them are. DAV:read alone is more than what it aggregates: CALDAV:read-free-busy, which has to be below it, does not
//! let anybody read ([RFC 4791 §6.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.1.1)).

mod evaluation;
mod method;
mod privilege_tree;
mod properties;
mod subject;
mod user;

pub use evaluation::{need_privileges, privileges_by_all, privileges_of};
pub use method::{
    AclFacts, AclPlan, AclRules, AllowedPrincipals, RecognizedPrincipal, decide, principals_in,
};
pub use privilege_tree::calendar_privileges;
pub use properties::{AccessFacts, PrincipalFacts, access_properties, principal_properties};
pub use subject::Subject;
pub(super) use subject::hrefs_in;
pub use user::User;
