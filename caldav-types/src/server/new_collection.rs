//! What MKCOL and MKCALENDAR have in common: a collection is made with properties, or not at all.
//!
//! [RFC 5689 §3](https://www.rfc-editor.org/rfc/rfc5689#section-3),
//! [RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1)

use std::collections::HashSet;

use http::StatusCode;

use crate::header::Preference;
use crate::message::{Reply, ReplyBody, Request};
use crate::multistatus::Propstat;
use crate::property::{DavProperty, DavPropertyName};
use crate::{Condition, Precondition, ResourceTypes};

use super::property_refusal::success;
use super::proppatch::is_protected;
use super::{PropertyRefusal, ResourceState, prefer, propfind, reply};

/// What a server knows of a place where a collection is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCollection<'a> {
    /// Does the server let calendars be made there? Where [`is_below_calendar`](Self::is_below_calendar) is true they
    /// cannot be, whatever this says.
    pub calendars: bool,
    /// Is the place in a calendar collection, at any depth? There can be no other then
    /// ([RFC 4791 §4.2](https://www.rfc-editor.org/rfc/rfc4791#section-4.2)).
    pub is_below_calendar: bool,
    /// What else than plain collections and calendars can be made there by MKCOL, such as address books.
    pub further_types: &'a [ResourceTypes],
    /// What the server has against values of properties; those that only the server sets need not be here.
    pub refusals: &'a [(DavPropertyName, PropertyRefusal)],
    /// Is there something against the collection as a whole: the quota
    /// ([RFC 4331 §6](https://www.rfc-editor.org/rfc/rfc4331#section-6)), a limit of the server?
    pub verdict: Result<(), Condition>,
}

impl Default for NewCollection<'_> {
    /// All can be made there.
    fn default() -> Self {
        Self { calendars: true, is_below_calendar: false, further_types: &[], refusals: &[], verdict: Ok(()) }
    }
}

/// What is to be stored for MKCOL or MKCALENDAR.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCollectionPlan {
    /// What the collection is.
    pub types: ResourceTypes,
    /// Its properties besides.
    pub properties: Vec<DavProperty>,
    told: ReplyBody,
    applied: Vec<Preference>,
}

impl NewCollectionPlan {
    /// A collection with the properties that are asked for, and the body that tells of them.
    pub(super) fn new(
        request: &Request,
        types: ResourceTypes,
        asked: &[DavProperty],
        told: impl FnOnce(Vec<Propstat>) -> ReplyBody,
    ) -> Self {
        let is_told = !asked.is_empty() && !prefer::is_minimal(&request.headers);
        let names = asked.iter().map(DavProperty::name);
        Self {
            types,
            properties: to_store(asked),
            told: if is_told { told(vec![success(names)]) } else { ReplyBody::Empty },
            applied: propfind::applied(&request.headers, false),
        }
    }

    /// The reply when it is stored: with `return=minimal` an empty one
    /// ([RFC 8144 §2.3](https://www.rfc-editor.org/rfc/rfc8144#section-2.3)).
    #[must_use]
    pub fn reply(&self) -> Reply {
        let answer = Reply::with_body(StatusCode::CREATED, self.told.clone());
        prefer::applied(reply::not_cached(answer), self.applied.iter().cloned())
    }
}

impl NewCollection<'_> {
    /// Can a calendar be made there?
    pub(super) fn takes_calendar(&self, parent: &ResourceState) -> bool {
        self.calendars && !self.is_below_calendar && !parent.is_calendar()
    }

    /// Is there something against the collection as a whole?
    pub(super) fn judge(&self) -> Result<(), Reply> {
        self.verdict.clone().map_err(reply::refusal)
    }

    /// What is against the types that are asked for?
    pub(super) fn judge_types(
        &self,
        types: &ResourceTypes,
        parent: &ResourceState,
    ) -> Result<(), PropertyRefusal> {
        let is_further = self.further_types.iter().any(|other| is_same(other, types));
        if is_same(types, &super::mkcol::plain()) || types.is_collection() && is_further {
            Ok(())
        } else if !is_same(types, &super::mkcalendar::calendar()) {
            Err(PropertyRefusal::forbidden(Some(Precondition::ValidResourcetype)))
        } else if self.takes_calendar(parent) {
            Ok(())
        } else {
            Err(PropertyRefusal::forbidden(Some(Precondition::CalendarCollectionLocationOk)))
        }
    }

    /// What is against the properties besides DAV:resourcetype that are asked for? The components of a calendar can be
    /// told when it is made, never later (RFC 4791 §5.2.3).
    pub(super) fn judge_properties(
        &self,
        properties: &[DavProperty],
        is_calendar: bool,
    ) -> Vec<(DavPropertyName, PropertyRefusal)> {
        let initial =
            |name: &DavPropertyName| is_calendar && *name == DavPropertyName::SupportedCalendarComponentSet;
        let (mut names, mut refused) = (HashSet::new(), Vec::new());
        for property in properties {
            let name = property.name();
            if name == DavPropertyName::ResourceType {
                continue;
            }
            if is_protected(&name) && !initial(&name) {
                refused.push((name.clone(), PropertyRefusal::protected()));
            } else if property.is_faulty() {
                refused.push((name.clone(), PropertyRefusal::of_faulty(&name)));
            }
            names.insert(name);
        }
        refused.extend(self.refusals.iter().filter(|(name, _)| names.contains(name)).cloned());
        refused
    }
}

/// The same types, in whatever order.
pub(super) fn is_same(one: &ResourceTypes, other: &ResourceTypes) -> bool {
    one.0.iter().all(|kind| other.has(kind)) && other.0.iter().all(|kind| one.has(kind))
}

/// What is stored: of several values of a property the last, and no DAV:resourcetype.
fn to_store(properties: &[DavProperty]) -> Vec<DavProperty> {
    let mut seen = HashSet::from([DavPropertyName::ResourceType]);
    let mut stored: Vec<_> =
        properties.iter().rev().filter(|property| seen.insert(property.name())).cloned().collect();
    stored.reverse();
    stored
}
