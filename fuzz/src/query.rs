//! Filters asked of calendars, and what an index admits.

use caldav_types::filter::{CompFilter, Filter, PropFilter, TextMatch};
use caldav_types::query::{IndexRecord, QueryOptions};
use caldav_types::report::Report;
use caldav_types::{Collation, TimeRange};
use caldav_xml::{Body as _, XmlOptions};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, PropertyName};

/// A CALDAV:calendar-query, a line of "---" and a calendar; or a calendar alone, which is asked what clients ask.
///
/// Any filter is asked of any calendar within the budget, what matches is admitted by the index, whatever zone days and
/// floating times are read in, and an answer is the same when it is asked for again.
pub fn query(octets: &[u8]) {
    const RULE: &[u8] = b"\n---\n";
    let rule = octets.windows(RULE.len()).position(|window| window == RULE);
    let (filters, calendar) = match rule.and_then(|at| octets.split_at_checked(at)) {
        Some((query, rest)) => {
            let report = Report::from_xml(query, &XmlOptions::lenient()).map(|report| report.value);
            let Ok(Report::CalendarQuery(query)) = report else { return };
            (vec![query.filter], rest.get(RULE.len()..).unwrap_or_default())
        }
        None => (usual(), octets),
    };
    let Ok(calendar) = Calendar::parse(calendar) else { return };
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let record = IndexRecord::of(&calendar, &zones, &mut budget());
    for filter in filters {
        let plan = match filter.compile(&QueryOptions::default()) {
            Ok(plan) => plan,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert!((400..500).contains(&error.condition().precondition.status()), "{error}");
                continue;
            }
        };
        let admitted = plan.prefilter().admits(&record);
        for floating in [Some(Zone::utc()), Zone::iana("Pacific/Kiritimati"), Zone::iana("America/Adak")] {
            let Some(floating) = floating else { continue };
            let answer = plan.matches(&calendar, &zones, &floating, &mut budget());
            assert_eq!(answer, plan.matches(&calendar, &zones, &floating, &mut budget()));
            assert!(answer != Ok(true) || admitted, "{filter:?} matches, {record:?} is not admitted");
        }
    }
}

fn budget() -> Budget {
    Budget::new(5_000, 200)
}

/// What clients ask.
fn usual() -> Vec<Filter> {
    let range = |start: &str, end: &str| {
        let time = |text: &str| text.parse().ok();
        TimeRange::new(time(start), time(end)).ok()
    };
    let comp = CompFilter::new;
    let mut asked = Vec::new();
    let names = [
        ComponentName::VEvent,
        ComponentName::VTodo,
        ComponentName::VJournal,
        ComponentName::VFreeBusy,
        ComponentName::VAvailability,
    ];
    let ranges = [
        range("20060101T000000Z", "20060201T000000Z"),
        range("20270110T000000Z", ""),
        range("", "19971001T000000Z"),
    ];
    for range in ranges.into_iter().flatten() {
        asked.extend(names.iter().map(|name| comp(name.clone()).with_time_range(range)));
        let alarm = || comp(ComponentName::VAlarm).with_time_range(range);
        let event = || comp(ComponentName::VEvent).with_comp_filter(alarm());
        asked.push(event());
        asked.push(event().with_time_range(range));
        asked.push(comp(ComponentName::VTodo).with_comp_filter(alarm()));
        let starts = PropFilter::new(PropertyName::DtStart).with_time_range(range);
        asked.push(comp(ComponentName::VEvent).with_prop_filter(starts).with_time_range(range));
    }
    let summary = TextMatch::new("e").with_collation(Collation::UnicodeCasemap);
    let summary = PropFilter::new(PropertyName::Summary).with_text_match(summary);
    asked.push(comp(ComponentName::VEvent).with_prop_filter(summary));
    asked
        .into_iter()
        .map(|inner| Filter::new(comp(ComponentName::VCalendar).with_comp_filter(inner)))
        .collect()
}
