//! The answer to CALDAV:calendar-query.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)

use ical_model::time_zone::{Zone, Zones};

use super::calendar_data::DataPlan;
use super::described::Said;
use super::limit::{self, truncation};
use super::{CalendarFacts, CalendarObject, MatchLimit, ObjectFault, request_zone};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::ReportName;
use crate::query::{FilterPlan, QueryOptions};
use crate::report::CalendarQuery;
use crate::server::propfind::Wanted;
use crate::server::{ResourceProperties, reply};
use crate::shaping::ShapingBudget;
use crate::{Depth, Href};

/// Decides a CALDAV:calendar-query. `options` says what can be asked; the dates and the readings of recurrence in it
/// are those of the facts, [`CalendarFacts::limits`] and [`CalendarFacts::recurrence`].
///
/// # Errors
///
/// The reply to a request that is refused: CALDAV:supported-calendar-data, CALDAV:min-date-time, CALDAV:max-date-time,
/// CALDAV:valid-filter, CALDAV:supported-filter with what is not supported, CALDAV:supported-collation,
/// CALDAV:valid-calendar-data for a zone that is none, CALDAV:valid-timezone for a name that the server does not know.
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a CalendarQuery,
    facts: CalendarFacts<'a>,
    options: &QueryOptions,
    limit: MatchLimit,
) -> Result<CalendarQueryPlan<'a>, Reply> {
    facts.target.check(request, &ReportName::CalendarQuery)?;
    let data = DataPlan::new(body.properties.as_ref(), &facts).map_err(Reply::refusal)?;
    let options = options.clone().with_limits(facts.limits).with_recurrence(facts.recurrence);
    let filter = body.filter.compile(&options).map_err(|error| reply::refusal(error.condition()))?;
    let zone = body.time_zone.as_ref().map(|asked| request_zone::zone(asked, facts.zones)).transpose();
    let zone = zone.map_err(Reply::refusal)?;
    let depth = depth.unwrap_or(Depth::Zero);
    let said = Said::of_report(body.properties.as_ref(), &request.headers);
    Ok(CalendarQueryPlan { filter, depth, zone, data, said, facts, limit })
}

/// A CALDAV:calendar-query that can be answered.
#[derive(Clone, Debug)]
pub struct CalendarQueryPlan<'a> {
    filter: FilterPlan,
    depth: Depth,
    zone: Option<Zone>,
    data: Option<DataPlan<'a>>,
    said: Said,
    facts: CalendarFacts<'a>,
    limit: MatchLimit,
}

impl CalendarQueryPlan<'_> {
    /// How deep it reaches: the resource itself, members, or all that is below it. Of collections that are no calendars
    /// nothing but calendars in reach and their objects in reach counts
    /// ([§7.2](https://www.rfc-editor.org/rfc/rfc4791#section-7.2)); without the field Depth a collection has nothing to
    /// tell.
    #[must_use]
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// What matches, to ask an index first: see [`FilterPlan::prefilter`].
    #[must_use]
    pub const fn filter(&self) -> &FilterPlan {
        &self.filter
    }

    /// What is asked for besides calendar data; `None` where nothing is.
    #[must_use]
    pub const fn wanted(&self) -> Option<&Wanted> {
        self.said.wanted()
    }

    /// The response of one object, if it matches: for embedders that go through theirs in their own way. Its properties
    /// are asked for only then.
    ///
    /// # Errors
    ///
    /// The object is at fault, or the budget is spent.
    pub fn response(
        &self,
        object: &CalendarObject<'_>,
        describe: impl FnOnce(&Href) -> ResourceProperties,
        budget: &mut ShapingBudget,
    ) -> Result<Option<Response>, ObjectFault> {
        object.read(|calendar| {
            let zones = Zones::new(calendar, self.facts.zones);
            let floating = self.zone.as_ref().or(object.time_zone).unwrap_or(self.facts.time_zone);
            if !self.filter.matches(calendar, &zones, floating, &mut budget.expansion)? {
                return Ok(None);
            }
            let data = self.data.map(|data| data.answer(calendar, &zones, floating, budget)).transpose()?;
            Ok(Some(self.said.response(&describe(&object.href), data)))
        })
    }

    /// The responses of the objects that match, for an answer that is written one by one. With
    /// [`most`](MatchLimit::most) of them, or when the budget is spent, the last one says that there are more.
    ///
    /// `at_fault` is told of each object that is at fault, and gives what is told of it:
    /// [`ObjectFault::response`], or nothing, for some clients give up where a response has failed.
    pub fn responses<'s, 'o: 's>(
        &'s self,
        objects: impl IntoIterator<Item = CalendarObject<'o>> + 's,
        mut describe: impl FnMut(&Href) -> ResourceProperties + 's,
        mut at_fault: impl FnMut(&Href, &ObjectFault) -> Option<Response> + 's,
        budget: &'s mut ShapingBudget,
    ) -> impl Iterator<Item = Response> + 's {
        let target = self.facts.target.target.resource;
        let has_none = self.depth == Depth::Zero && target.is_collection();
        let mut objects = objects.into_iter().take_while(move |_| !has_none).fuse();
        let mut left = self.limit.most;
        let mut is_over = false;
        std::iter::from_fn(move || {
            while !is_over {
                let object = objects.next()?;
                let response = match self.response(&object, &mut describe, budget) {
                    Ok(None) => continue,
                    Ok(Some(_)) if left == Some(0) => None,
                    Ok(Some(response)) => {
                        left = left.map(|left| left - 1);
                        Some(response)
                    }
                    Err(fault) if fault.is_budget() => None,
                    Err(fault) => match at_fault(&object.href, &fault) {
                        Some(response) => Some(response),
                        None => continue,
                    },
                };
                is_over = response.is_none();
                return Some(response.unwrap_or_else(|| truncation(&target.href)));
            }
            None
        })
    }

    /// The answer; see [`responses`](Self::responses).
    pub fn answer<'o>(
        &self,
        objects: impl IntoIterator<Item = CalendarObject<'o>>,
        describe: impl FnMut(&Href) -> ResourceProperties,
        at_fault: impl FnMut(&Href, &ObjectFault) -> Option<Response>,
        budget: &mut ShapingBudget,
    ) -> Reply {
        let responses = self.responses(objects, describe, at_fault, budget);
        self.said.announce(limit::reply(responses, self.limit.exceeded, self.facts.target.href()))
    }
}

#[cfg(test)]
mod tests;
