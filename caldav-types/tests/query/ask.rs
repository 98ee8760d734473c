//! Filters and calendars in few words.

use caldav_types::TimeRange;
use caldav_types::filter::{CompFilter, Filter, PropFilter, TextMatch};
use caldav_types::query::{QueryError, QueryOptions};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, PropertyName};

/// A condition on components of a name.
pub(crate) fn comp(name: &str) -> CompFilter {
    CompFilter::new(ComponentName::new(name.to_owned()))
}

/// A condition on properties of a name.
pub(crate) fn prop(name: &str) -> PropFilter {
    PropFilter::new(PropertyName::new(name.to_owned()))
}

/// A condition on the text of a property.
pub(crate) fn text(name: &str, text: &str) -> PropFilter {
    prop(name).with_text_match(TextMatch::new(text))
}

/// A filter of calendars with a component.
pub(crate) fn filter(component: CompFilter) -> Filter {
    Filter::new(comp("VCALENDAR").with_comp_filter(component))
}

/// `20060104T000000Z/20060105T000000Z`; either end may be absent.
pub(crate) fn range(text: &str) -> TimeRange {
    let (start, end) = text.split_once('/').unwrap();
    let time = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    TimeRange::new(time(start), time(end)).unwrap()
}

/// A calendar of these lines.
pub(crate) fn calendar(lines: &str) -> Calendar<'static> {
    let lines: String = lines.lines().map(|line| format!("{}\r\n", line.trim_start())).collect();
    let text = format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n");
    Calendar::parse(&text).unwrap().into_owned()
}

/// Whether a calendar matches, days and floating times read in a zone.
pub(crate) fn ask_in(filter: &Filter, calendar: &Calendar<'_>, floating: &Zone) -> Result<bool, QueryError> {
    let plan = filter.compile(&QueryOptions::default()).expect("a filter that can be asked");
    let source = ZoneSource::new();
    let zones = Zones::new(calendar, &source);
    let mut budget = Budget::new(100_000, 10_000);
    plan.matches(calendar, &zones, floating, &mut budget)
}

/// Whether a calendar matches.
pub(crate) fn ask(filter: &Filter, calendar: &Calendar<'_>) -> bool {
    ask_in(filter, calendar, &Zone::utc()).unwrap()
}
