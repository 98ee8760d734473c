//! PROPFIND, and what every answer says of the properties of a resource.
//!
//! [RFC 4918 §9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1),
//! [RFC 8144 §2.1](https://www.rfc-editor.org/rfc/rfc8144#section-2.1)

use std::collections::HashSet;

use http::StatusCode;

use crate::header::Preference;
use crate::message::{Headers, Reply, Request};
use crate::multistatus::{Propstat, Response};
use crate::property::{DavProperty, DavPropertyName};
use crate::report::RequestedProperties;
use crate::request::Propfind;
use crate::{Condition, Depth, Method, Precondition};

use super::property_refusal::each_once;
use super::{ResourceProperties, Target, prefer, reply};

mod allprop;

/// What is to be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which properties.
    pub wanted: Wanted,
    /// Of the resource itself, of its members too, or of all that is below it.
    pub depth: Depth,
    /// Is the resource itself among those that the answer is about?
    pub includes_root: bool,
    applied: Vec<Preference>,
}

/// Which resources and properties the answer to a PROPFIND is about.
///
/// A Depth is ignored where the resource has no members ([§10.2](https://www.rfc-editor.org/rfc/rfc4918#section-10.2)).
///
/// # Errors
///
/// 404, 405; 403 with DAV:need-privileges; 403 with DAV:propfind-finite-depth where the server does not answer with all
/// that is below a collection; 412.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::property::{DavProperty, DavPropertyName};
/// use caldav_types::request::Propfind;
/// use caldav_types::server::{Features, ResourceProperties, ResourceState, Target, propfind};
/// use caldav_types::{Depth, Privilege, PrivilegeSet, ResourceTypes};
///
/// let body = Propfind::Prop(vec![DavPropertyName::DisplayName, DavPropertyName::GetEtag]);
/// let operation = Operation::Propfind { depth: Depth::Zero, body: body.clone() };
/// let request = Request::new("/cal/1.ics".parse()?, operation);
/// let mut state = ResourceState::new("/cal/1.ics".into(), ResourceTypes::default());
/// state.privileges = PrivilegeSet(vec![Privilege::Read]);
///
/// let features = Features::default();
/// let plan = propfind::decide(&request, Depth::Zero, &body, Target::new(&features, &state, None)).unwrap();
/// let mut facts = ResourceProperties::new("/cal/1.ics".into());
/// if plan.wanted.needs(&DavPropertyName::DisplayName) {
///     facts.properties.push(DavProperty::DisplayName("Lunch".into()));
/// }
/// let reply = plan.answer([facts]);
/// let statuses = reply.multistatus().unwrap().responses[0].propstats();
/// assert_eq!((statuses[0].status.unwrap().as_u16(), statuses[1].status.unwrap().as_u16()), (200, 404));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn decide(request: &Request, depth: Depth, body: &Propfind, target: Target<'_>) -> Result<Plan, Reply> {
    target.exists()?;
    target.understands(&Method::Propfind)?;
    target.is_granted(&Method::Propfind, None)?;
    let reach = if target.resource.is_collection() { depth } else { Depth::Zero };
    if reach == Depth::Infinity && !target.features.infinite_propfind {
        return Err(reply::refusal(Condition::new(Precondition::PropfindFiniteDepth)));
    }
    target.is_as_asked(request)?;
    let includes_root = depth == Depth::Zero || !prefer::is_without_root(&request.headers);
    let wanted = Wanted::of_propfind(body, &request.headers);
    let applied = applied(&request.headers, !includes_root);
    Ok(Plan { wanted, depth: reach, includes_root, applied })
}

impl Plan {
    /// One response a resource, to be written one by one.
    pub fn responses(
        &self,
        resources: impl IntoIterator<Item = ResourceProperties>,
    ) -> impl Iterator<Item = Response> {
        resources.into_iter().map(|resource| self.wanted.response(&resource))
    }

    /// All of it.
    #[must_use]
    pub fn answer(&self, resources: impl IntoIterator<Item = ResourceProperties>) -> Reply {
        self.announce(reply::multistatus(self.responses(resources).collect()))
    }

    /// The reply with the field that says which preferences were heeded.
    #[must_use]
    pub fn announce(&self, reply: Reply) -> Reply {
        prefer::applied(reply, self.applied.iter().cloned())
    }
}

/// What of the preferences the answer heeds.
pub(super) fn applied(headers: &Headers, is_without_root: bool) -> Vec<Preference> {
    let minimal = headers.get::<crate::header::Prefer>().is_some_and(|prefer| prefer.is_minimal());
    let all = [(minimal, Preference::minimal()), (is_without_root, Preference::depth_noroot())];
    all.into_iter().filter_map(|(heeded, preference)| heeded.then_some(preference)).collect()
}

/// Which properties of resources are wanted, by PROPFIND or a report.
///
/// ```
/// use caldav_types::property::{DavProperty, DavPropertyName};
/// use caldav_types::server::ResourceProperties;
/// use caldav_types::server::propfind::Wanted;
/// let wanted = Wanted::new([DavPropertyName::DisplayName, DavPropertyName::CalendarColor]);
/// let mut calendar = ResourceProperties::new("/cal/".into());
/// calendar.properties.push(DavProperty::DisplayName("Work".into()));
/// let propstats = wanted.propstats(&calendar);
/// assert_eq!(propstats[0].properties, [DavProperty::DisplayName("Work".into())]);
/// assert_eq!(propstats[1].properties, [DavProperty::Empty(DavPropertyName::CalendarColor)]); // 404
/// assert_eq!(wanted.minimal(true).propstats(&calendar).len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    kind: Kind,
    /// Those that are asked for by name, each once.
    names: Vec<DavPropertyName>,
    /// The same, to be looked up.
    is_named: HashSet<DavPropertyName>,
    is_minimal: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    These,
    AllNames,
    /// And what is asked for by name.
    All,
}

impl Wanted {
    /// These properties.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = DavPropertyName>) -> Self {
        Self::of_kind(Kind::These, names)
    }

    /// What a PROPFIND asks for, and how briefly.
    #[must_use]
    pub fn of_propfind(propfind: &Propfind, headers: &Headers) -> Self {
        let wanted = match propfind {
            Propfind::Prop(names) => Self::new(names.iter().cloned()),
            Propfind::PropName => Self::of_kind(Kind::AllNames, []),
            Propfind::AllProp { include } => Self::of_kind(Kind::All, include.iter().cloned()),
        };
        wanted.minimal(prefer::is_minimal(headers))
    }

    /// What a report asks for, and how briefly. Calendar data is looked for among the properties of a resource, as
    /// CALDAV:calendar-data.
    #[must_use]
    pub fn of_report(requested: &RequestedProperties, headers: &Headers) -> Self {
        let wanted = match requested {
            RequestedProperties::Prop(prop) => {
                let data = prop.calendar_data.as_ref().map(|_| DavPropertyName::CalendarData);
                Self::new(prop.names.iter().cloned().chain(data))
            }
            RequestedProperties::PropName => Self::of_kind(Kind::AllNames, []),
            RequestedProperties::AllProp => Self::of_kind(Kind::All, []),
        };
        wanted.minimal(prefer::is_minimal(headers))
    }

    fn of_kind(kind: Kind, names: impl IntoIterator<Item = DavPropertyName>) -> Self {
        let names: Vec<_> = each_once(names).collect();
        Self { kind, is_named: names.iter().cloned().collect(), names, is_minimal: false }
    }

    /// Shall what a resource does not have be left out ([RFC 8144 §2.1](https://www.rfc-editor.org/rfc/rfc8144#section-2.1))?
    #[must_use]
    pub fn minimal(self, is_minimal: bool) -> Self {
        Self { is_minimal, ..self }
    }

    /// Are the names of all properties wanted, without values? Then every property of a resource is to be among its
    /// facts, a [`DavProperty::Empty`] being enough.
    #[must_use]
    pub const fn is_of_names(&self) -> bool {
        matches!(self.kind, Kind::AllNames)
    }

    /// Is the value of a property wanted, so that a server has to work it out?
    #[must_use]
    pub fn needs(&self, name: &DavPropertyName) -> bool {
        self.is_named.contains(name) || self.kind == Kind::All && !allprop::leaves_out(name)
    }

    /// What is said about a resource.
    #[must_use]
    pub fn response(&self, resource: &ResourceProperties) -> Response {
        Response::of_propstats(resource.href.clone(), self.propstats(resource))
    }

    /// The properties of a resource by status: those that it has, those that the user may not read, and those that it
    /// does not have. There is one at least.
    #[must_use]
    pub fn propstats(&self, resource: &ResourceProperties) -> Vec<Propstat> {
        let mut sorted = Sorted::default();
        match self.kind {
            Kind::These => {}
            Kind::AllNames => {
                let names = resource.properties.iter().map(DavProperty::name);
                sorted.found.extend(names.map(DavProperty::Empty));
            }
            Kind::All => {
                let is_of_all = |property: &&DavProperty| {
                    let name = property.name();
                    !allprop::leaves_out(&name) && !self.is_named.contains(&name)
                };
                sorted.found.extend(resource.properties.iter().filter(is_of_all).cloned());
            }
        }
        self.names.iter().for_each(|name| sorted.look_up(name, resource));
        sorted.into_propstats(self.is_minimal)
    }
}

#[derive(Debug, Default)]
struct Sorted {
    found: Vec<DavProperty>,
    forbidden: Vec<DavProperty>,
    missing: Vec<DavProperty>,
}

impl Sorted {
    fn look_up(&mut self, name: &DavPropertyName, resource: &ResourceProperties) {
        if let Some(property) = resource.properties.iter().find(|property| is_named(property, name)) {
            self.found.push(property.clone());
        } else if resource.forbidden.contains(name) {
            self.forbidden.push(DavProperty::Empty(name.clone()));
        } else {
            self.missing.push(DavProperty::Empty(name.clone()));
        }
    }

    fn into_propstats(self, is_minimal: bool) -> Vec<Propstat> {
        let missing = if is_minimal { Vec::new() } else { self.missing };
        // RFC 8144 §2.1: where nothing is left, an empty one stands for success.
        let is_empty = self.found.is_empty() && self.forbidden.is_empty() && missing.is_empty();
        [
            (StatusCode::OK, self.found),
            (StatusCode::FORBIDDEN, self.forbidden),
            (StatusCode::NOT_FOUND, missing),
        ]
        .into_iter()
        .filter(|(status, properties)| !properties.is_empty() || is_empty && *status == StatusCode::OK)
        .map(|(status, properties)| Propstat::new(status, properties))
        .collect()
    }
}

fn is_named(property: &DavProperty, name: &DavPropertyName) -> bool {
    match property {
        DavProperty::Other(element) => {
            let of_element = (element.name.namespace(), element.name.local_name());
            of_element == (name.namespace(), name.local_name())
        }
        DavProperty::Empty(other) => other == name,
        property => property.name() == *name,
    }
}

#[cfg(test)]
mod tests;
