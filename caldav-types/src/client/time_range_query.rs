//! The calendar object resources of a range of time.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8),
//! [§9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)
//!
//! ```text
//!  component, range, zone, and what is done with recurrence sets
//!    │ refused, and it may be on account of that; with a zone the range is asked for no more
//!    ▼
//!  component and range ─ refused ─▶ component ─ refused ─▶ any component
//!    ▼                                ▼                      ▼
//!  Found ───────── matches: filtered here, where the server was not asked to, or is not trusted ─────▶ objects
//! ```

use std::fmt;

use http::{StatusCode, Uri};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, ParseError};

use super::collection::{versions, versions_of};
use super::proppatch::check_response;
use super::{Answer, CalendarObject, FailureKind, Quirk, Quirks};
use crate::calendar_data::{CalendarDataRequest, Recurrences};
use crate::filter::{CompFilter, Filter};
use crate::message::{Operation, Reply, Request};
use crate::multistatus::Response;
use crate::property::{DavPropertyName, named};
use crate::query::{CompileError, FilterPlan, QueryError, QueryOptions};
use crate::report::{CalendarQuery, QueryTimeZone, Report, RequestedProp};
use crate::shaping::{ShapingBudget, ShapingError};
use crate::{ErrorBody, Href, Precondition, TimeRange};

/// A question for the objects of a component that have an instance in a range of time.
///
/// ```
/// use caldav_types::client::{Answer, TimeRangeQuery};
/// use caldav_types::message::{Reply, ReplyBody};
/// use caldav_types::multistatus::{Multistatus, Propstat, Response};
/// use caldav_types::property::DavProperty;
/// use caldav_types::shaping::ShapingBudget;
/// use caldav_types::{Precondition, TimeRange};
/// use http::StatusCode;
/// use ical_model::ComponentName;
/// use ical_model::time_zone::{Zone, ZoneSource};
/// let february = TimeRange::new(Some("20270201T000000Z".parse()?), Some("20270301T000000Z".parse()?))?;
/// let url = "https://example.com/cal/work/".parse()?;
/// let mut query = TimeRangeQuery::new(url, ComponentName::VEvent, february)?;
///
/// // Here a server answers that cannot filter by time: asked again, it tells all events.
/// let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nRRULE:FREQ=WEEKLY\r\n\
///              END:VEVENT\r\nEND:VCALENDAR\r\n";
/// let over = event.replace("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=2");
/// let response = |href: &str, data: &str| {
///     Response::of_propstats(href.into(), vec![Propstat::new(StatusCode::OK, vec![DavProperty::CalendarData(data.into())])])
/// };
/// let responses = vec![response("/cal/work/1.ics", event), response("/cal/work/2.ics", &over)];
/// let body = ReplyBody::Multistatus(Multistatus { responses, ..Multistatus::default() });
/// let mut replies =
///     vec![Reply::with_body(StatusCode::MULTI_STATUS, body), Reply::refusal(Precondition::SupportedFilter)];
///
/// let found = loop {
///     let request = query.request();
///     let reply = replies.pop().unwrap();
///     match query.read(&reply)? {
///         Answer::Done(found) => break found,
///         Answer::Again(other) => query = other,
///     }
/// };
/// let answer = query.matches(found, &ZoneSource::new(), &Zone::utc(), &mut ShapingBudget::default());
/// assert_eq!(answer.objects.len(), 1);
/// assert_eq!(answer.objects[0].href.as_str(), "/cal/work/1.ics");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimeRangeQuery {
    /// The whole address of the calendar.
    pub url: Uri,
    component: ComponentName<'static>,
    range: TimeRange,
    recurrences: Option<Recurrences>,
    time_zone: Option<QueryTimeZone>,
    filters_anyway: bool,
    way: Way,
    plan: FilterPlan,
}

/// What a server told about a range of time, before it is [looked through](TimeRangeQuery::matches).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// What it told, whether or not it is in the range.
    pub objects: Vec<CalendarObject>,
    /// Resources that it named without their content: a [`Multiget`](super::Multiget) may get it, and they can be put
    /// among the objects then.
    pub without_data: Vec<Href>,
    /// Resources whose content it does not give.
    pub refused: Vec<(Href, FailureKind)>,
    /// Did it leave some out?
    pub is_truncated: bool,
}

/// The objects of a range of time.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TimeRangeAnswer {
    /// Those in the range.
    pub objects: Vec<CalendarObject>,
    /// Those of which it cannot be told, each with the reason.
    pub faults: Vec<(CalendarObject, TimeRangeFault)>,
    /// Resources that the server named without their content.
    pub without_data: Vec<Href>,
    /// Resources whose content the server does not give.
    pub refused: Vec<(Href, FailureKind)>,
    /// Did the server leave some out?
    pub is_truncated: bool,
}

/// Why it cannot be told of an object whether it is in a range.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TimeRangeFault {
    /// It is no calendar.
    Unreadable(ParseError),
    /// It does not say when it is, or the budget is spent.
    Query(QueryError),
    /// Its instances cannot be told, or the budget is spent.
    Shaping(ShapingError),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    /// With what is done with recurrence sets, and with the zone.
    Whole,
    Range,
    Component,
    Calendar,
}

impl TimeRangeQuery {
    /// Objects of this component in this range.
    ///
    /// # Errors
    ///
    /// The component has no time to ask for.
    pub fn new(url: Uri, component: ComponentName<'static>, range: TimeRange) -> Result<Self, CompileError> {
        let plan = filter(component.clone(), Some(range)).compile(&QueryOptions::default())?;
        let (recurrences, time_zone, filters_anyway, way) = (None, None, false, Way::Range);
        Ok(Self { url, component, range, recurrences, time_zone, filters_anyway, way, plan })
    }

    /// Tells instances instead of what recurs, or only those overrides that matter. Where a server does not do so,
    /// [`matches`](Self::matches) does.
    #[must_use]
    pub fn with_recurrences(self, recurrences: Recurrences) -> Self {
        Self { recurrences: Some(recurrences), ..self }.whole()
    }

    /// With the zone of days and floating times; by default it is that of the calendar.
    #[must_use]
    pub fn with_time_zone(self, time_zone: QueryTimeZone) -> Self {
        Self { time_zone: Some(time_zone), ..self }.whole()
    }

    fn whole(self) -> Self {
        let way = if self.way == Way::Range { Way::Whole } else { self.way };
        Self { way, ..self }
    }

    /// Filters here even what the server says it filtered. Some servers pay no heed to the range, or take what recurs
    /// for something that goes on all the time.
    #[must_use]
    pub fn filtering_anyway(self) -> Self {
        Self { filters_anyway: true, ..self }
    }

    /// With what is known of the server: where it finds too much it is filtered here, where it finds too little it is
    /// asked for all.
    #[must_use]
    pub fn with_quirks(self, quirks: &Quirks) -> Self {
        if self.component == ComponentName::VTodo && quirks.has(Quirk::NarrowTodoRange) {
            Self { way: Way::Component, ..self }
        } else if quirks.has(Quirk::LooseTimeRange) {
            self.filtering_anyway()
        } else {
            self
        }
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        let is_whole = self.way == Way::Whole;
        let recurrences = self.recurrences.filter(|_| is_whole);
        let calendar_data = CalendarDataRequest { recurrences, ..CalendarDataRequest::default() };
        let prop = RequestedProp { calendar_data: Some(calendar_data), ..versions() };
        let asked = match self.way {
            Way::Whole | Way::Range => filter(self.component.clone(), Some(self.range)),
            Way::Component => filter(self.component.clone(), None),
            Way::Calendar => Filter::new(CompFilter::new(ComponentName::VCalendar)),
        };
        let time_zone = self.time_zone.clone().filter(|_| is_whole);
        let body = Report::CalendarQuery(CalendarQuery { time_zone, ..CalendarQuery::new(prop, asked) });
        Request::new(self.url.clone(), Operation::Report { depth: body.usual_depth(), body })
    }

    /// What the reply to the [request](Self::request) says. Where the server does not want the filter, there is another
    /// question that asks for less; at most three follow.
    ///
    /// # Errors
    ///
    /// It is refused, and not on account of the filter; or the reply does not tell what was asked.
    pub fn read(&self, reply: &Reply) -> Result<Answer<Found, Self>, FailureKind> {
        let refusal = FailureKind::of_reply(reply);
        let responses = reply.multistatus().map(|multistatus| multistatus.responses.as_slice());
        let of_collection = |response: &&Response| self.is_collection(response);
        let refusal = refusal.or_else(|| {
            let mut own = responses?.iter().filter(of_collection);
            own.find(|own| !own.is_truncation(&self.url)).and_then(|own| check_response(own).err())
        });
        match (refusal, responses) {
            (Some(kind), _) => match self.next_way().filter(|_| may_be_filter(&kind)) {
                Some(way) => Ok(Answer::Again(Self { way, ..self.clone() })),
                None => Err(kind),
            },
            (None, None) => Err(FailureKind::Unexpected),
            (None, Some(responses)) => {
                let mut found = Found::default();
                for response in responses {
                    if response.is_truncation(&self.url) {
                        found.is_truncated = true;
                    } else if !self.is_collection(response) {
                        found.take(response);
                    }
                }
                Ok(Answer::Done(found))
            }
        }
    }

    /// The objects in the range. What the server filtered is taken as it is, unless it is to be
    /// [filtered anyway](Self::filtering_anyway); the rest is looked at here, and recurrences are told as was asked.
    ///
    /// `source` has the zones that objects do not bring along, `floating` is the zone of days and floating times.
    #[must_use]
    pub fn matches(
        &self,
        found: Found,
        source: &ZoneSource,
        floating: &Zone,
        budget: &mut ShapingBudget,
    ) -> TimeRangeAnswer {
        let Found { objects, without_data, refused, is_truncated } = found;
        let mut answer =
            TimeRangeAnswer { without_data, refused, is_truncated, ..TimeRangeAnswer::default() };
        let is_filtered = matches!(self.way, Way::Whole | Way::Range) && !self.filters_anyway;
        if is_filtered && self.recurrences.is_none() {
            answer.objects = objects;
            return answer;
        }
        for mut object in objects {
            match self.look_at(&object, is_filtered, source, floating, budget) {
                Ok(Seen::Outside) => {}
                Ok(Seen::AsItIs) => answer.objects.push(object),
                Ok(Seen::Shaped(text)) => {
                    object.calendar_data = text;
                    answer.objects.push(object);
                }
                Err(fault) => answer.faults.push((object, fault)),
            }
        }
        answer
    }

    fn look_at(
        &self,
        object: &CalendarObject,
        is_filtered: bool,
        source: &ZoneSource,
        floating: &Zone,
        budget: &mut ShapingBudget,
    ) -> Result<Seen, TimeRangeFault> {
        let calendar =
            Calendar::parse(object.calendar_data.as_bytes()).map_err(TimeRangeFault::Unreadable)?;
        let zones = Zones::new(&calendar, source);
        if !is_filtered {
            let matches = self.plan.matches(&calendar, &zones, floating, &mut budget.expansion);
            if !matches.map_err(TimeRangeFault::Query)? {
                return Ok(Seen::Outside);
            }
        }
        if self.recurrences.is_none() {
            return Ok(Seen::AsItIs);
        }
        let request = CalendarDataRequest { recurrences: self.recurrences, ..CalendarDataRequest::default() };
        let shaped = request.shape(&calendar, &zones, floating, budget).map_err(TimeRangeFault::Shaping)?;
        Ok(if shaped.is_stored() { Seen::AsItIs } else { Seen::Shaped(shaped.text().into_owned()) })
    }

    fn next_way(&self) -> Option<Way> {
        match self.way {
            // What is filtered in another zone may lack some: all are asked for, and filtered here.
            Way::Whole if self.time_zone.is_some() => Some(Way::Component),
            Way::Whole => Some(Way::Range),
            Way::Range => Some(Way::Component),
            Way::Component => Some(Way::Calendar),
            Way::Calendar => None,
        }
    }

    /// Is it about the calendar itself, which was not asked for?
    fn is_collection(&self, response: &Response) -> bool {
        let own = Href::from(&self.url).key(&self.url);
        response.href.key(&self.url).path() == own.path()
    }
}

enum Seen {
    Outside,
    AsItIs,
    Shaped(String),
}

impl Found {
    fn take(&mut self, response: &Response) {
        let (href, error) = (response.href.clone(), response.error.clone().map(Box::new));
        if let Some(status) = response.status() {
            if !response.is_gone() && !status.is_success() {
                self.refused.push((href, FailureKind::Refused(status, error)));
            }
            return;
        }
        let data = response.get::<named::CalendarData>().filter(|data| !data.text.trim().is_empty());
        match (data, response.property_status(&DavPropertyName::CalendarData)) {
            (Some(data), _) => {
                let (etag, schedule_tag) = versions_of(response);
                let calendar_data = data.text.clone();
                self.objects.push(CalendarObject { href, etag, schedule_tag, calendar_data });
            }
            // Only the status of the resource itself says that there is none.
            (None, Some(status)) if !status.is_success() && status != StatusCode::NOT_FOUND => {
                self.refused.push((href, FailureKind::Refused(status, error)));
            }
            (None, _) if response.found().next().is_some() => self.without_data.push(href),
            (None, _) => {}
        }
    }
}

impl fmt::Display for TimeRangeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Query(error) => error.fmt(f),
            Self::Shaping(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TimeRangeFault {}

/// May it be the filter that is not wanted, or what is asked besides? Where a condition is named it decides; else the
/// status does, and servers that do not know a filter have been seen to answer with each of these.
fn may_be_filter(kind: &FailureKind) -> bool {
    let FailureKind::Refused(status, error) = kind else { return false };
    let conditions =
        |error: &ErrorBody| error.conditions.iter().any(|one| OF_FILTERS.contains(&one.precondition));
    match error {
        Some(error) if !error.conditions.is_empty() => conditions(error),
        _ => matches!(status.as_u16(), 400 | 403 | 409 | 415 | 422 | 500 | 501),
    }
}

/// What a query can be refused for (§7.8) that one for less is not.
const OF_FILTERS: &[Precondition] = &[
    Precondition::ValidFilter,
    Precondition::SupportedFilter,
    Precondition::SupportedCollation,
    Precondition::SupportedCalendarData,
    Precondition::ValidCalendarData,
    Precondition::ValidTimezone,
    Precondition::MinDateTime,
    Precondition::MaxDateTime,
];

fn filter(component: ComponentName<'static>, range: Option<TimeRange>) -> Filter {
    let mut inner = CompFilter::new(component);
    if let Some(range) = range {
        inner = inner.with_time_range(range);
    }
    Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(inner))
}

#[cfg(test)]
mod tests;
