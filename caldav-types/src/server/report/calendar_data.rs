//! CALDAV:calendar-data in an answer.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6)

use std::fmt;

use ical_model::Calendar;
use ical_model::recurrence::RecurrenceOptions;
use ical_model::time_zone::{Zone, ZoneSource, Zones};

use super::{ObjectFault, ReportTarget};
use crate::calendar_data::{CalendarData, CalendarDataRequest, Recurrences};
use crate::property::DataFormat;
use crate::report::RequestedProperties;
use crate::shaping::ShapingBudget;
use crate::{CollectionLimits, Precondition, TimeSpan};

/// Writes a calendar in a format other than iCalendar: `caldav_xml::calendar_data::render`. `None` where it cannot.
pub type Render<'a> = dyn Fn(&Calendar<'_>, &DataFormat) -> Option<CalendarData> + 'a;

/// What the reports about calendar object resources rest on.
#[derive(Clone, Copy)]
pub struct CalendarFacts<'a> {
    /// The resource of the request.
    pub target: ReportTarget<'a>,
    /// The CALDAV:supported-calendar-data of the collections; iCalendar is always among them.
    pub formats: &'a [DataFormat],
    /// How a calendar is written in the other formats; without it there are none.
    pub render: Option<&'a Render<'a>>,
    /// The limits of the collections that are asked: of several, the narrowest.
    pub limits: &'a CollectionLimits,
    /// Time zones that calendars do not bring along.
    pub zones: &'a ZoneSource,
    /// The zone of days and floating times: the CALDAV:calendar-timezone of the collection, or else one that the server
    /// chooses.
    pub time_zone: &'a Zone,
    /// How recurrence rules are read, for what matches and for what is told of it.
    pub recurrence: RecurrenceOptions,
}

impl fmt::Debug for CalendarFacts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CalendarFacts");
        debug.field("target", &self.target).field("formats", &self.formats);
        debug.field("render", &self.render.is_some()).field("limits", &self.limits);
        debug
            .field("time_zone", &self.time_zone)
            .field("recurrence", &self.recurrence)
            .finish_non_exhaustive()
    }
}

/// Calendar data that can be told.
#[derive(Clone, Copy)]
pub(super) struct DataPlan<'a> {
    request: &'a CalendarDataRequest,
    render: Option<&'a Render<'a>>,
    recurrence: RecurrenceOptions,
}

impl fmt::Debug for DataPlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataPlan").field("request", &self.request).finish_non_exhaustive()
    }
}

impl<'a> DataPlan<'a> {
    /// What is asked for, if something is and can be told.
    pub(super) fn new(
        asked: Option<&'a RequestedProperties>,
        facts: &CalendarFacts<'a>,
    ) -> Result<Option<Self>, Precondition> {
        let Some(RequestedProperties::Prop(prop)) = asked else { return Ok(None) };
        let Some(request) = &prop.calendar_data else { return Ok(None) };
        let is_rendered =
            facts.render.is_some() && facts.formats.iter().any(|format| is_same(format, &request.format));
        if !is_icalendar(&request.format) && !is_rendered {
            return Err(Precondition::SupportedCalendarData);
        }
        let spans = request.recurrences.map(|recurrences| match recurrences {
            Recurrences::Expand(span) | Recurrences::LimitRecurrenceSet(span) => span,
        });
        for span in spans.into_iter().chain(request.limit_freebusy_set) {
            within(span, facts.limits)?;
        }
        Ok(Some(Self { request, render: facts.render, recurrence: facts.recurrence }))
    }

    pub(super) fn answer(
        &self,
        calendar: &Calendar<'_>,
        zones: &Zones<'_>,
        floating: &Zone,
        budget: &mut ShapingBudget,
    ) -> Result<CalendarData, ObjectFault> {
        let Self { request, render, recurrence } = self;
        let shaped = request.shape_with_options(calendar, zones, floating, *recurrence, budget)?;
        if is_icalendar(&request.format) {
            return Ok(CalendarData { format: request.format.clone(), text: shaped.text().into_owned() });
        }
        let rendered = |calendar: &Calendar<'_>| render.and_then(|render| render(calendar, &request.format));
        let rendered = if shaped.is_stored() {
            rendered(calendar)
        } else {
            Calendar::parse(shaped.as_bytes()).ok().as_ref().and_then(rendered)
        };
        rendered.ok_or_else(|| ObjectFault::Format(request.format.clone()))
    }
}

/// Does a span begin and end within the limits (§7.8)?
fn within(span: TimeSpan, limits: &CollectionLimits) -> Result<(), Precondition> {
    let ends = [span.start().0, span.end().0];
    if limits.min_date_time().is_some_and(|earliest| ends.iter().any(|end| *end < earliest)) {
        return Err(Precondition::MinDateTime);
    }
    if limits.max_date_time().is_some_and(|latest| ends.iter().any(|end| *end > latest)) {
        return Err(Precondition::MaxDateTime);
    }
    Ok(())
}

fn is_icalendar(format: &DataFormat) -> bool {
    is_same(format, &DataFormat::icalendar())
}

/// Names of media types have no case ([RFC 9110 §8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
fn is_same(one: &DataFormat, other: &DataFormat) -> bool {
    one.content_type.eq_ignore_ascii_case(&other.content_type) && one.version == other.version
}
