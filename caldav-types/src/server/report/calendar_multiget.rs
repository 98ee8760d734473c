//! The answer to CALDAV:calendar-multiget.
//!
//! [RFC 4791 §7.9](https://www.rfc-editor.org/rfc/rfc4791#section-7.9)

use std::collections::HashSet;

use http::StatusCode;
use ical_model::time_zone::Zones;

use super::calendar_data::DataPlan;
use super::described::Said;
use super::{CalendarFacts, CalendarObject, ObjectFault};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::ReportName;
use crate::report::CalendarMultiget;
use crate::server::propfind::Wanted;
use crate::server::{ResourceProperties, reply};
use crate::shaping::ShapingBudget;
use crate::{Condition, Href, NeededPrivilege, Precondition, Privilege};

/// Decides a CALDAV:calendar-multiget. The field Depth does not matter.
///
/// # Errors
///
/// The reply to a request that is refused: for a body that names nothing, 400; CALDAV:supported-calendar-data,
/// CALDAV:min-date-time, CALDAV:max-date-time.
pub fn decide<'a>(
    request: &Request,
    body: &'a CalendarMultiget,
    facts: CalendarFacts<'a>,
) -> Result<CalendarMultigetPlan<'a>, Reply> {
    facts.target.check(request, &ReportName::CalendarMultiget)?;
    if body.hrefs.is_empty() {
        return Err(Reply::new(StatusCode::BAD_REQUEST));
    }
    let data = DataPlan::new(body.properties.as_ref(), &facts).map_err(Reply::refusal)?;
    let collection = facts.target.href().key(&request.target);
    let is_collection = facts.target.target.resource.is_collection();
    let mut seen = HashSet::new();
    let mut asked = Vec::new();
    for href in &body.hrefs {
        // Servers behind others do not always know their name: the path decides.
        let key = href.key(&request.target);
        let is_within = if is_collection {
            is_below(key.path(), collection.path())
        } else {
            key.path() == collection.path()
        };
        if seen.insert(key.path().to_owned()) {
            asked.push(Asked { href, is_within });
        }
    }
    let said = Said::of_report(body.properties.as_ref(), &request.headers);
    Ok(CalendarMultigetPlan { asked, data, said, facts })
}

/// A CALDAV:calendar-multiget that can be answered.
#[derive(Clone, Debug)]
pub struct CalendarMultigetPlan<'a> {
    asked: Vec<Asked<'a>>,
    data: Option<DataPlan<'a>>,
    said: Said,
    facts: CalendarFacts<'a>,
}

#[derive(Clone, Copy, Debug)]
struct Asked<'a> {
    href: &'a Href,
    is_within: bool,
}

/// What there is at an address that is asked for.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// A calendar object resource that the user may read.
    Object(CalendarObject<'a>),
    /// One that the user may not read.
    Unreadable,
    /// Something else, such as a collection.
    Other,
    /// Nothing that the user may know of.
    Missing,
}

impl CalendarMultigetPlan<'_> {
    /// The addresses to look up, each resource once, as the request spells them. One outside of the collection, or
    /// other than that of the calendar object resource that is asked, is answered with 403 without a look.
    pub fn hrefs(&self) -> impl Iterator<Item = &Href> {
        self.asked.iter().filter(|asked| asked.is_within).map(|asked| asked.href)
    }

    /// What is asked for besides calendar data; `None` where nothing is.
    #[must_use]
    pub const fn wanted(&self) -> Option<&Wanted> {
        self.said.wanted()
    }

    /// The response about one of [`hrefs`](Self::hrefs), for embedders that look theirs up in their own way.
    pub fn response(
        &self,
        asked: &Href,
        found: Found<'_>,
        describe: impl FnOnce(&Href) -> ResourceProperties,
        budget: &mut ShapingBudget,
    ) -> Response {
        match found {
            Found::Missing => Response::of_status(asked.clone(), StatusCode::NOT_FOUND),
            Found::Unreadable => {
                let needed = NeededPrivilege { href: asked.clone(), privilege: Privilege::Read };
                forbidden(asked, Condition::of_privileges(vec![needed]))
            }
            Found::Other => forbidden(asked, Condition::new(Precondition::SupportedReport)),
            Found::Object(object) => {
                self.object(&object, describe, budget).unwrap_or_else(|fault| fault.response(&object.href))
            }
        }
    }

    fn object(
        &self,
        object: &CalendarObject<'_>,
        describe: impl FnOnce(&Href) -> ResourceProperties,
        budget: &mut ShapingBudget,
    ) -> Result<Response, ObjectFault> {
        let data = match self.data {
            None => None,
            Some(data) => Some(object.read(|calendar| {
                let zones = Zones::new(calendar, self.facts.zones);
                let floating = object.time_zone.unwrap_or(self.facts.time_zone);
                data.answer(calendar, &zones, floating, budget)
            })?),
        };
        Ok(self.said.response(&describe(&object.href), data))
    }

    /// The responses, one for each address that was asked for, for an answer that is written one by one. What is at
    /// fault has a response that says so.
    pub fn responses<'s, 'o: 's>(
        &'s self,
        mut look_up: impl FnMut(&Href) -> Found<'o> + 's,
        mut describe: impl FnMut(&Href) -> ResourceProperties + 's,
        budget: &'s mut ShapingBudget,
    ) -> impl Iterator<Item = Response> + 's {
        self.asked.iter().map(move |&Asked { href, is_within }| {
            if is_within {
                self.response(href, look_up(href), &mut describe, budget)
            } else {
                Response::of_status(href.clone(), StatusCode::FORBIDDEN)
            }
        })
    }

    /// The answer.
    pub fn answer<'o>(
        &self,
        look_up: impl FnMut(&Href) -> Found<'o>,
        describe: impl FnMut(&Href) -> ResourceProperties,
        budget: &mut ShapingBudget,
    ) -> Reply {
        self.said.announce(reply::multistatus(self.responses(look_up, describe, budget).collect()))
    }
}

fn forbidden(href: &Href, condition: Condition) -> Response {
    let mut response = Response::of_status(href.clone(), StatusCode::FORBIDDEN);
    response.error = Some(condition.into());
    response
}

/// Is a path one of a member of the collection, at whatever depth?
fn is_below(path: &str, collection: &str) -> bool {
    let collection = collection.trim_end_matches('/');
    path.strip_prefix(collection).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
