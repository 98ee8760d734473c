//! What a server answers, given the facts.
//!
//! Nothing here stores, looks up or asks back. The embedder looks the facts up in its store, in whatever way it has,
//! and hands them over as plain data; a function decides and says what to change and what to reply.
//!
//! Each method has a room of its own. Where something changes there are two steps: `decide` says what is to be stored,
//! a `Plan`, or why not, which is a [`Reply`](crate::message::Reply) ready to be sent; when that is stored, the plan
//! makes the reply. What is about many resources is an iterator of [`Response`](crate::multistatus::Response), to be
//! written one by one, or collected into a reply.
//!
//! What conditions and preferences a request has is heeded by `decide` and by the plan. One thing is left to the
//! embedder, who has the content: a client that asks for the resource as it is now gets it by
//! [`prefer::with_representation`].
//!
//! ```
//! use caldav_types::header::IfMatch;
//! use caldav_types::message::{Operation, Request};
//! use caldav_types::server::{Features, ResourceState, Target, delete};
//! use caldav_types::{EntityTag, Privilege, PrivilegeSet, ResourceType, ResourceTypes};
//!
//! let calendar = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
//! let mut calendar = ResourceState::new("/cal/".into(), calendar);
//! calendar.privileges = PrivilegeSet(vec![Privilege::All]);
//! let mut event = ResourceState::new("/cal/1.ics".into(), ResourceTypes::default());
//! event.entity_tag = Some(EntityTag::strong("2")?);
//!
//! let features = Features::default();
//! let target = Target::new(&features, &event, Some(&calendar));
//! let request = Request::new("/cal/1.ics".parse()?, Operation::Delete);
//! let plan = delete::decide(&request, target, &delete::Facts::default()).unwrap();
//! assert_eq!(plan.removed[0].as_str(), "/cal/1.ics");
//! assert_eq!(plan.reply(Vec::new()).status, 204); // when it is stored
//!
//! let stale = request.with(&IfMatch::from(EntityTag::strong("1")?))?;
//! assert_eq!(delete::decide(&stale, target, &delete::Facts::default()).unwrap_err().status, 412);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The order of checks
//!
//! What is wrong first is answered, in this order in all rooms:
//!
//! 1. the user is known: 401, which is the embedder's;
//! 2. there is such a resource: 404; where one is to be made, the collection that it is to be in: 409. A resource that
//!    the user may not even know of is one that is missing, as the facts have it;
//! 3. the resource understands the method: 405 with `Allow`; what the field `Depth` and the like ask for can be done;
//! 4. the user has the privileges: 403 with DAV:need-privileges
//!    ([RFC 3744 §7.1.1](https://www.rfc-editor.org/rfc/rfc3744#section-7.1.1));
//! 5. the field `If` holds: 412, whatever is locked
//!    ([RFC 4918 §10.4.3](https://www.rfc-editor.org/rfc/rfc4918#section-10.4.3)); and the tokens of the locks in the
//!    way were submitted in it: 423 with DAV:lock-token-submitted
//!    ([§7.5](https://www.rfc-editor.org/rfc/rfc4918#section-7.5));
//! 6. the conditions in the other fields hold: 412, or 304 for GET and HEAD. They come after all that would fail
//!    without them ([RFC 9110 §13.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1)) and after authorization
//!    ([RFC 4918 §8.5](https://www.rfc-editor.org/rfc/rfc4918#section-8.5));
//! 7. what the body holds can be stored: 403, 409, 415 or 507 with the precondition.

#![allow(clippy::result_large_err, reason = "a refusal is a reply, and a request has one")]

mod features;
#[cfg(test)]
mod fixture;
mod locks_in_the_way;
mod new_collection;
#[cfg(test)]
mod preconditions_answered;
mod privileges_needed;
mod property_refusal;
mod removal;
mod reply;
mod resource;
mod submission;
mod target;

pub mod acl;
pub mod conditional;
pub mod copy_move;
pub mod delete;
pub mod get;
pub mod lock;
pub mod mkcalendar;
pub mod mkcol;
pub mod options;
pub mod post_add_member;
pub mod prefer;
pub mod propfind;
pub mod proppatch;
pub mod put;
pub mod report;
pub mod unlock;

pub use features::Features;
pub use new_collection::{NewCollection, NewCollectionPlan};
pub use privileges_needed::{PrivilegeOn, privileges_needed};
pub use property_refusal::PropertyRefusal;
pub use resource::{ResourceProperties, ResourceState};
pub use submission::{Stored, Submission};
pub use target::Target;
