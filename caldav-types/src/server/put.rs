//! PUT: content is stored.
//!
//! [RFC 4918 §9.7](https://www.rfc-editor.org/rfc/rfc4918#section-9.7),
//! [RFC 4791 §5.3.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2)

use http::StatusCode;
use http::header::CONTENT_RANGE;

use crate::header::Allow;
use crate::message::{Content, Reply, ReplyBody, Request};
use crate::{Condition, ConditionDetail, Href, Method, Precondition};

use super::{Stored, Submission, Target, target::not_understood};

/// What is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Is a resource made? One is overwritten else.
    pub is_new: bool,
}

/// What a server knows of a PUT.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts<'a> {
    /// What it knows of the content.
    pub submission: Submission<'a>,
    /// Who names new members.
    pub names: Names,
}

/// Who names new members of a collection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Names {
    /// The client does, by the address of a PUT.
    #[default]
    OfClients,
    /// The server does, so that a PUT makes none
    /// ([RFC 5995 §4.1](https://www.rfc-editor.org/rfc/rfc5995#section-4.1)).
    OfServer {
        /// Where to POST them to.
        add_member: Option<Href>,
    },
}

/// Is the content to be stored?
///
/// # Errors
///
/// 409 where there is no collection for it; 405 for a collection, and with DAV:allow-client-defined-uri where the server
/// names new members; 403 with DAV:need-privileges, 423, 412; 415 for content that is compressed; 400 for a part of
/// content; 403 with CALDAV:supported-calendar-data and what [`Submission`] says.
///
/// ```
/// use caldav_types::message::{Content, Operation, Request};
/// use caldav_types::server::{Features, ResourceState, Stored, Target, put};
/// use caldav_types::{EntityTag, Precondition, Privilege, PrivilegeSet, ResourceType, ResourceTypes};
///
/// let content = Content::calendar("BEGIN:VCALENDAR...");
/// let request = Request::new("/cal/1.ics".parse()?, Operation::Put(content.clone()));
/// let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// let mut calendar = ResourceState::new("/cal/".into(), types);
/// calendar.privileges = PrivilegeSet(vec![Privilege::Bind]);
/// let (features, missing) = (Features::default(), ResourceState::missing("/cal/1.ics".into()));
/// let target = Target::new(&features, &missing, Some(&calendar));
///
/// let plan = put::decide(&request, &content, target, &put::Facts::default()).unwrap();
/// assert!(plan.is_new);
/// let stored = Stored { entity_tag: Some(EntityTag::strong("1")?), is_as_sent: true, ..Stored::default() };
/// assert_eq!(plan.reply(&stored).headers.as_map()["etag"], "\"1\"");
///
/// let mut facts = put::Facts::default();
/// facts.submission.uid_conflict = Some("/cal/2.ics".into());
/// let refused = put::decide(&request, &content, target, &facts).unwrap_err();
/// assert!(refused.names(&Precondition::NoUidConflict));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(
    request: &Request,
    content: &Content,
    target: Target<'_>,
    facts: &Facts<'_>,
) -> Result<Plan, Reply> {
    target.understands(&Method::Put)?;
    let is_new = !target.resource.exists;
    let collection = if is_new { Some(target.collection()?) } else { target.parent };
    if let (true, Names::OfServer { add_member }) = (is_new, &facts.names) {
        return Err(not_by_clients(&target, add_member.clone()));
    }
    target.is_granted(&Method::Put, None)?;
    target.can_change(request, if is_new { collection } else { Some(target.resource) })?;
    // RFC 9110 §14.5: a part would be taken for the whole.
    if request.headers.as_map().contains_key(CONTENT_RANGE) {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    facts.submission.judge_body(request, content, collection)?;
    Ok(Plan { is_new })
}

impl Plan {
    /// The reply when it is stored.
    #[must_use]
    pub fn reply(&self, stored: &Stored) -> Reply {
        stored.tell(if self.is_new { StatusCode::CREATED } else { StatusCode::NO_CONTENT })
    }
}

fn not_by_clients(target: &Target<'_>, add_member: Option<Href>) -> Reply {
    let Allow(mut methods) = target.features.allow(target.resource);
    methods.retain(|method| *method != Method::Put);
    let precondition = Precondition::AllowClientDefinedUri;
    let detail = add_member.map_or(ConditionDetail::Empty, ConditionDetail::AddMember);
    let body = ReplyBody::Error(Condition { precondition, detail }.into());
    Reply { body, ..not_understood(&Allow(methods)) }
}

#[cfg(test)]
mod tests;
