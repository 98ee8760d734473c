//! MKCALENDAR: a calendar collection is made.
//!
//! [RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1)

use crate::message::{Reply, ReplyBody, Request};
use crate::multistatus::Response;
use crate::property::named::ResourceType as ResourceTypeProperty;
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty};
use crate::request::{Mkcalendar, MkcalendarResponse};
use crate::{Condition, Method, Precondition, ResourceType, ResourceTypes};

use super::new_collection::is_same;
use super::property_refusal::propstats;
use super::{NewCollection, NewCollectionPlan, PropertyRefusal, Target, reply, target::not_understood};

/// Which calendar is made.
///
/// What is wrong with a property is among [`NewCollection::refusals`]: a CALDAV:calendar-timezone that is no zone is
/// refused with CALDAV:valid-calendar-data.
///
/// # Errors
///
/// 405 where the server does not have the method, 409 where there is no collection for it, 403 with
/// DAV:need-privileges; 403 with DAV:resource-must-be-null where there is something already, which comes behind
/// privileges so that nobody learns of it who may not; 423, 412; 403 with CALDAV:calendar-collection-location-ok; 507.
/// Where a property cannot be set, 207: each with its reason, and 424 for the others.
///
/// ```
/// use caldav_types::Precondition;
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::request::Mkcalendar;
/// use caldav_types::server::{Features, NewCollection, ResourceState, Target, mkcalendar};
/// use caldav_types::{Privilege, PrivilegeSet, ResourceType, ResourceTypes};
///
/// let request = Request::new("/home/work/".parse()?, Operation::Mkcalendar(Mkcalendar::default()));
/// let mut home = ResourceState::new("/home/".into(), ResourceTypes(vec![ResourceType::Collection]));
/// home.privileges = PrivilegeSet(vec![Privilege::Bind]);
/// let (features, missing) = (Features::default(), ResourceState::missing("/home/work/".into()));
/// let target = Target::new(&features, &missing, Some(&home));
/// let plan = mkcalendar::decide(&request, &Mkcalendar::default(), target, &NewCollection::default()).unwrap();
/// assert!(plan.types.is_calendar());
/// assert_eq!(plan.reply().headers.as_map()["cache-control"], "no-cache");
///
/// let inside = NewCollection { is_below_calendar: true, ..NewCollection::default() };
/// let refused = mkcalendar::decide(&request, &Mkcalendar::default(), target, &inside).unwrap_err();
/// assert!(refused.names(&Precondition::CalendarCollectionLocationOk));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide(
    request: &Request,
    body: &Mkcalendar,
    target: Target<'_>,
    facts: &NewCollection<'_>,
) -> Result<NewCollectionPlan, Reply> {
    // RFC 4791 §5.3.1: whatever the response is.
    plan(request, body, target, facts).map_err(reply::not_cached)
}

/// The reply when no calendar came of the plan, for whatever reason of the store: the postcondition
/// CALDAV:initialize-calendar-collection.
#[must_use]
pub fn refuse() -> Reply {
    reply::not_cached(refusal(Precondition::InitializeCalendarCollection))
}

fn plan(
    request: &Request,
    body: &Mkcalendar,
    target: Target<'_>,
    facts: &NewCollection<'_>,
) -> Result<NewCollectionPlan, Reply> {
    if !(target.features.calendars && target.features.mkcalendar) {
        return Err(not_understood(&target.features.allow(target.resource)));
    }
    let parent = target.collection()?;
    target.is_granted(&Method::Mkcalendar, None)?;
    if target.resource.exists {
        return Err(refusal(Precondition::ResourceMustBeNull));
    }
    target.can_change(request, [parent])?;
    if !facts.takes_calendar(parent) {
        return Err(refusal(Precondition::CalendarCollectionLocationOk));
    }
    facts.judge()?;
    let mut refused = facts.judge_properties(&body.properties, true);
    if body.properties.iter().any(is_another_type) {
        refused.push((DavPropertyName::ResourceType, PropertyRefusal::protected()));
    }
    if !refused.is_empty() {
        let propstats = propstats(body.properties.iter().map(DavProperty::name), &refused);
        let response = Response::of_propstats(target.resource.href.clone(), propstats);
        return Err(reply::multistatus(vec![response]));
    }
    let told = |propstats| ReplyBody::Mkcalendar(MkcalendarResponse { propstats });
    Ok(NewCollectionPlan::new(request, calendar(), &body.properties, told))
}

fn refusal(precondition: Precondition) -> Reply {
    reply::refusal(Condition::new(precondition))
}

/// Some clients say what it is though the method does.
fn is_another_type(property: &DavProperty) -> bool {
    property.name() == DavPropertyName::ResourceType
        && !ResourceTypeProperty::value(property).is_some_and(|types| is_same(types, &calendar()))
}

/// What a calendar is.
pub(super) fn calendar() -> ResourceTypes {
    ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar])
}

#[cfg(test)]
mod tests;
