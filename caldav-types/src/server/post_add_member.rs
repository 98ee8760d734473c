//! POST that adds a member to a collection, with a name that the server chooses.
//!
//! [RFC 5995 §3](https://www.rfc-editor.org/rfc/rfc5995#section-3)

use http::StatusCode;

use crate::message::{Content, Reply, Request};
use crate::{Href, Method};

use super::{Stored, Submission, Target, prefer};

/// A member is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan;

/// Is a member to be made? The resource of `collection` is the collection, whatever the address of the request is.
///
/// # Errors
///
/// As for PUT: 404, 403 with DAV:need-privileges, 423, 412, and what [`Submission`] says.
///
/// ```
/// use caldav_types::message::{Content, Operation, Post, Request};
/// use caldav_types::server::{Features, ResourceState, Stored, Submission, Target, post_add_member};
/// use caldav_types::{Privilege, PrivilegeSet, ResourceType, ResourceTypes};
///
/// let content = Content::calendar("BEGIN:VCALENDAR...");
/// let request = Request::new("/cal/;add".parse()?, Operation::Post(Post::Content(content.clone())));
/// let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// let mut calendar = ResourceState::new("/cal/".into(), types);
/// calendar.privileges = PrivilegeSet(vec![Privilege::Bind]);
/// let features = Features::default();
/// let target = Target::new(&features, &calendar, None);
/// let plan = post_add_member::decide(&request, &content, target, &Submission::default()).unwrap();
/// let reply = plan.reply(&"/cal/7.ics".into(), &Stored::default());
/// assert_eq!((reply.status.as_u16(), &reply.headers.as_map()["location"]), (201, &"/cal/7.ics".parse().unwrap()));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide(
    request: &Request,
    content: &Content,
    collection: Target<'_>,
    submission: &Submission<'_>,
) -> Result<Plan, Reply> {
    collection.exists()?;
    if !collection.resource.is_collection() {
        return Err(super::target::not_understood(&collection.features.allow(collection.resource)));
    }
    collection.is_granted(&Method::Post, None)?;
    collection.can_change(request, [collection.resource])?;
    submission.judge_body(request, content, Some(collection.resource))?;
    Ok(Plan)
}

impl Plan {
    /// The reply when it is stored at this address.
    #[must_use]
    pub fn reply(&self, href: &Href, stored: &Stored) -> Reply {
        prefer::located(stored.tell(StatusCode::CREATED), href)
    }
}

#[cfg(test)]
mod tests;
