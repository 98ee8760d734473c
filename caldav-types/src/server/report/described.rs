//! What is said about a resource.

use http::StatusCode;

use crate::calendar_data::CalendarData;
use crate::header::Preference;
use crate::message::{Headers, Reply};
use crate::multistatus::{Propstat, Response, ResponseContent};
use crate::property::{DavProperty, DavPropertyName};
use crate::report::{RequestedProp, RequestedProperties};
use crate::server::propfind::{self, Wanted};
use crate::server::{ResourceProperties, prefer};

/// What a report says about each resource: its properties, or nothing but its address.
#[derive(Clone, Debug)]
pub(super) struct Said {
    wanted: Option<Wanted>,
    applied: Vec<Preference>,
}

impl Said {
    /// What a calendaring report asks for. Calendar data is not looked for among the properties: it is added.
    pub(super) fn of_report(asked: Option<&RequestedProperties>, headers: &Headers) -> Self {
        let wanted = asked.map(|asked| match asked {
            RequestedProperties::Prop(prop) => {
                let names = RequestedProp::new(prop.names.iter().cloned());
                Wanted::of_report(&RequestedProperties::Prop(names), headers)
            }
            asked => Wanted::of_report(asked, headers),
        });
        Self::new(wanted, headers)
    }

    /// Properties, with calendar data among them where it is asked for.
    pub(super) fn of_prop(prop: &RequestedProp, headers: &Headers) -> Self {
        Self::new(Some(Wanted::of_report(&RequestedProperties::Prop(prop.clone()), headers)), headers)
    }

    /// Properties of RFC 3744's reports: without any, the address alone is told.
    pub(super) fn of_names(names: &[DavPropertyName], headers: &Headers) -> Self {
        let wanted = (!names.is_empty()).then(|| RequestedProp::new(names.iter().cloned()));
        let wanted = wanted.map(|prop| Wanted::of_report(&RequestedProperties::Prop(prop), headers));
        Self::new(wanted, headers)
    }

    fn new(wanted: Option<Wanted>, headers: &Headers) -> Self {
        let applied = if wanted.is_some() { propfind::applied(headers, false) } else { Vec::new() };
        Self { wanted, applied }
    }

    pub(super) const fn wanted(&self) -> Option<&Wanted> {
        self.wanted.as_ref()
    }

    pub(super) fn response(&self, resource: &ResourceProperties, data: Option<CalendarData>) -> Response {
        let Some(wanted) = &self.wanted else {
            return Response::of_status(resource.href.clone(), StatusCode::OK);
        };
        let mut response = wanted.response(resource);
        if let (Some(data), ResponseContent::Propstats(propstats)) = (data, &mut response.content) {
            let data = DavProperty::CalendarData(data);
            match propstats.first_mut().filter(|first| first.is_success()) {
                Some(found) => found.properties.push(data),
                None => propstats.insert(0, Propstat::new(StatusCode::OK, vec![data])),
            }
        }
        response
    }

    /// The reply with the field that says which preferences were heeded.
    pub(super) fn announce(&self, reply: Reply) -> Reply {
        prefer::applied(reply, self.applied.iter().cloned())
    }
}
