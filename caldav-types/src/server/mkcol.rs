//! MKCOL: a collection is made, of any kind.
//!
//! [RFC 4918 §9.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.3),
//! [RFC 5689 §3](https://www.rfc-editor.org/rfc/rfc5689#section-3)

use http::StatusCode;

use crate::header::Preference;
use crate::message::{Reply, ReplyBody, Request};
use crate::property::named::ResourceType as ResourceTypeProperty;
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty};
use crate::request::{Mkcol, MkcolResponse};
use crate::{Method, ResourceType, ResourceTypes};

use super::new_collection::to_store;
use super::property_refusal::{propstats, success};
use super::{NewCollection, Target, prefer, reply};

/// What is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the collection is.
    pub types: ResourceTypes,
    /// Its properties besides.
    pub properties: Vec<DavProperty>,
    names: Vec<DavPropertyName>,
    is_minimal: bool,
    applied: Vec<Preference>,
}

/// Which collection is made: a plain one, or that which DAV:resourcetype in the body asks for.
///
/// # Errors
///
/// 405 where there is something already, 409 where there is no collection for it, 403, 423, 412; 415 for a body where
/// the server does not take one. Where a property cannot be set, 403 or 409 with a DAV:mkcol-response: each with its
/// reason, DAV:valid-resourcetype or CALDAV:calendar-collection-location-ok for the kind of collection, and 424 for the
/// others. 507 where there is no room.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::property::DavProperty;
/// use caldav_types::request::Mkcol;
/// use caldav_types::server::{Features, NewCollection, ResourceState, Target, mkcol};
/// use caldav_types::{Privilege, PrivilegeSet, ResourceType, ResourceTypes};
///
/// let calendar = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
/// let body = Mkcol { properties: vec![DavProperty::ResourceType(calendar.clone())] };
/// let request = Request::new("/home/work/".parse()?, Operation::Mkcol(body.clone()));
/// let mut home = ResourceState::new("/home/".into(), ResourceTypes(vec![ResourceType::Collection]));
/// home.privileges = PrivilegeSet(vec![Privilege::Bind]);
/// let (features, missing) = (Features::default(), ResourceState::missing("/home/work/".into()));
/// let target = Target::new(&features, &missing, Some(&home));
/// let plan = mkcol::decide(&request, &body, target, &NewCollection::default()).unwrap();
/// assert_eq!(plan.types, calendar);
/// assert_eq!(plan.reply().status, 201);
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide(
    request: &Request,
    body: &Mkcol,
    target: Target<'_>,
    facts: &NewCollection<'_>,
) -> Result<Plan, Reply> {
    target.understands(&Method::Mkcol)?;
    let parent = target.collection()?;
    target.is_granted(&Method::Mkcol, None)?;
    target.can_change(request, [parent])?;
    if !body.properties.is_empty() && !target.features.extended_mkcol {
        return Err(Reply::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    facts.judge()?;
    let names = body.properties.iter().map(DavProperty::name);
    let (types, mut refused) = match body.properties.iter().rev().find(|property| is_type(property)) {
        None => (plain(), Vec::new()),
        Some(property) => {
            let types = ResourceTypeProperty::value(property).cloned().unwrap_or_default();
            let refused = facts.judge_types(&types, parent).err();
            (types, refused.map(|refusal| (DavPropertyName::ResourceType, refusal)).into_iter().collect())
        }
    };
    refused.extend(facts.judge_properties(&body.properties, types.is_calendar()));
    if let Some((_, first)) = refused.first() {
        let body = ReplyBody::Mkcol(MkcolResponse { propstats: propstats(names, &refused) });
        return Err(reply::not_cached(Reply::with_body(first.status, body)));
    }
    Ok(Plan {
        types,
        properties: to_store(&body.properties),
        names: names.collect(),
        is_minimal: prefer::is_minimal(&request.headers),
        applied: super::propfind::applied(&request.headers, false),
    })
}

impl Plan {
    /// The reply when it is stored: with `return=minimal` an empty one
    /// ([RFC 8144 §2.3](https://www.rfc-editor.org/rfc/rfc8144#section-2.3)).
    #[must_use]
    pub fn reply(&self) -> Reply {
        let mut answer = reply::not_cached(Reply::new(StatusCode::CREATED));
        if !self.names.is_empty() && !self.is_minimal {
            let propstats = vec![success(self.names.iter().cloned())];
            answer.body = ReplyBody::Mkcol(MkcolResponse { propstats });
        }
        prefer::applied(answer, self.applied.iter().cloned())
    }
}

fn is_type(property: &DavProperty) -> bool {
    property.name() == DavPropertyName::ResourceType
}

/// What a plain collection is.
pub(super) fn plain() -> ResourceTypes {
    ResourceTypes(vec![ResourceType::Collection])
}

#[cfg(test)]
mod tests;
