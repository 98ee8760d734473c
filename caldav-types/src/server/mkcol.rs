//! MKCOL: a collection is made, of any kind.
//!
//! [RFC 4918 §9.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.3),
//! [RFC 5689 §3](https://www.rfc-editor.org/rfc/rfc5689#section-3)

use http::StatusCode;

use crate::message::{Reply, ReplyBody, Request};
use crate::property::named::ResourceType as ResourceTypeProperty;
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty};
use crate::request::{Mkcol, MkcolResponse};
use crate::{Method, ResourceType, ResourceTypes};

use super::property_refusal::propstats;
use super::{NewCollection, NewCollectionPlan, Target, reply};

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
) -> Result<NewCollectionPlan, Reply> {
    target.understands(&Method::Mkcol)?;
    let parent = target.collection()?;
    target.is_granted(&Method::Mkcol, None)?;
    target.can_change(request, [parent])?;
    if !body.properties.is_empty() && !target.features.extended_mkcol {
        return Err(Reply::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    facts.judge()?;
    let (types, mut refused) = match body.properties.iter().rev().find(|property| is_type(property)) {
        None => (plain(), Vec::new()),
        Some(property) => {
            let types = ResourceTypeProperty::value(property).cloned().unwrap_or_default();
            let refused = facts.judge_types(&types, parent).err();
            (types, refused.map(|refusal| (DavPropertyName::ResourceType, refusal)).into_iter().collect())
        }
    };
    refused.extend(facts.judge_properties(&body.properties, types.is_calendar()));
    let told = |propstats| ReplyBody::Mkcol(MkcolResponse { propstats });
    if let Some((_, first)) = refused.first() {
        let names = body.properties.iter().map(DavProperty::name);
        let refusal = Reply::with_body(first.status, told(propstats(names, &refused)));
        return Err(reply::not_cached(refusal));
    }
    Ok(NewCollectionPlan::new(request, types, &body.properties, told))
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
