//! PROPPATCH: properties are set and removed, all or none.
//!
//! [RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)

use std::collections::HashSet;

use http::StatusCode;

use crate::Method;
use crate::header::Preference;
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::DavPropertyName;
use crate::request::{Proppatch, ProppatchInstruction};

use super::property_refusal::{propstats, success};
use super::{PropertyRefusal, Target, prefer, reply};

mod protected;

pub use protected::is_protected;

/// What is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is done, one instruction a property: where the request has several of one, the last.
    pub changes: Vec<ProppatchInstruction>,
    names: Vec<DavPropertyName>,
    href: crate::Href,
    is_minimal: bool,
    applied: Vec<Preference>,
}

/// Which properties are set and removed.
///
/// `refusals` are what the server has against the value of a property, or against removing it; the properties that
/// [`is_protected`] names need not be among them, nor values that are not of the type of the property. A property that the server does not know is stored as it came, as
/// [`AnyElement`](crate::AnyElement) with its attributes, `xml:lang` too. Removing one that is not there is no fault.
///
/// # Errors
///
/// 404, 405, 403, 423, 412; 207 where a property cannot be set, with the reason, and 424 for the others.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::property::DavProperty;
/// use caldav_types::request::{Proppatch, ProppatchInstruction};
/// use caldav_types::server::{Features, ResourceState, Target, proppatch};
/// use caldav_types::{Privilege, PrivilegeSet, ResourceTypes};
///
/// let set = |property| ProppatchInstruction::Set(property);
/// let body = Proppatch { instructions: vec![set(DavProperty::DisplayName("Work".into()))] };
/// let request = Request::new("/cal/".parse()?, Operation::Proppatch(body.clone()));
/// let mut calendar = ResourceState::new("/cal/".into(), ResourceTypes::default());
/// calendar.privileges = PrivilegeSet(vec![Privilege::WriteProperties]);
/// let features = Features::default();
/// let target = Target::new(&features, &calendar, None);
/// let plan = proppatch::decide(&request, &body, target, &[]).unwrap();
/// assert_eq!(plan.changes, body.instructions);
/// assert_eq!(plan.reply().status, 207);
///
/// let body = Proppatch { instructions: vec![body.instructions[0].clone(), set(DavProperty::GetContentLength(7))] };
/// let refused = proppatch::decide(&request, &body, target, &[]).unwrap_err();
/// let statuses = refused.multistatus().unwrap().responses[0].propstats().iter();
/// assert_eq!(statuses.map(|propstat| propstat.status.unwrap().as_u16()).collect::<Vec<_>>(), [424, 403]);
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide(
    request: &Request,
    body: &Proppatch,
    target: Target<'_>,
    refusals: &[(DavPropertyName, PropertyRefusal)],
) -> Result<Plan, Reply> {
    target.exists()?;
    target.understands(&Method::Proppatch)?;
    target.is_granted(&Method::Proppatch, None)?;
    target.can_change(request, [target.resource])?;
    let names: Vec<_> = body.instructions.iter().map(ProppatchInstruction::name).collect();
    let plan = Plan {
        changes: last_of_each(&body.instructions),
        href: target.resource.href.clone(),
        is_minimal: prefer::is_minimal(&request.headers),
        applied: super::propfind::applied(&request.headers, false),
        names,
    };
    let mut refused: Vec<_> = body.instructions.iter().filter_map(refusal).collect();
    let asked: HashSet<_> = plan.names.iter().collect();
    refused.extend(refusals.iter().filter(|(name, _)| asked.contains(name)).cloned());
    if refused.is_empty() { Ok(plan) } else { Err(plan.refuse(&refused)) }
}

impl Plan {
    /// The reply when all of it is stored: with `return=minimal` an empty one
    /// ([RFC 8144 §2.2](https://www.rfc-editor.org/rfc/rfc8144#section-2.2)).
    #[must_use]
    pub fn reply(&self) -> Reply {
        let answer = if self.is_minimal {
            Reply::new(StatusCode::OK)
        } else {
            let response =
                Response::of_propstats(self.href.clone(), vec![success(self.names.iter().cloned())]);
            reply::multistatus(vec![response])
        };
        prefer::applied(reply::not_cached(answer), self.applied.iter().cloned())
    }

    /// The reply when some of it cannot be stored, so that nothing was.
    #[must_use]
    pub fn refuse(&self, refusals: &[(DavPropertyName, PropertyRefusal)]) -> Reply {
        let propstats = propstats(self.names.iter().cloned(), refusals);
        reply::not_cached(reply::multistatus(vec![Response::of_propstats(self.href.clone(), propstats)]))
    }
}

/// What is wrong with an instruction whatever the server is.
fn refusal(instruction: &ProppatchInstruction) -> Option<(DavPropertyName, PropertyRefusal)> {
    let name = instruction.name();
    let refusal = match instruction {
        _ if is_protected(&name) => PropertyRefusal::protected(),
        ProppatchInstruction::Set(property) if property.is_faulty() => PropertyRefusal::of_faulty(&name),
        _ => return None,
    };
    Some((name, refusal))
}

/// Instructions are carried out in document order, so of several for a property the last one decides.
fn last_of_each(instructions: &[ProppatchInstruction]) -> Vec<ProppatchInstruction> {
    let mut seen = HashSet::new();
    let mut changes: Vec<_> =
        instructions.iter().rev().filter(|instruction| seen.insert(instruction.name())).cloned().collect();
    changes.reverse();
    changes
}

#[cfg(test)]
mod tests;
