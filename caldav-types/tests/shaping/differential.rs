//! What is expanded, read again, has the instances of what it was expanded from.

use caldav_types::TimeSpan;
use caldav_types::calendar_data::{CalendarDataRequest, Recurrences};
use caldav_types::shaping::{ShapingBudget, ShapingError};
use chrono::{DateTime, Utc};
use ical_model::property::{Summary, Uid};
use ical_model::recurrence::{Budget, Instance, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::DateOrDateTime;
use ical_model::{Calendar, CalendarStream, ComponentName, ParameterName, PropertyName};

/// What is compared of an instance.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Row {
    start: String,
    end: String,
    uid: Option<String>,
    kind: String,
    recurrence_id: Option<DateTime<Utc>>,
    summary: Option<String>,
}

impl Row {
    pub(crate) fn without_recurrence_id(self) -> Self {
        Self { recurrence_id: None, ..self }
    }
}

/// How a time is told once it needs no zone.
fn told(value: &DateOrDateTime, utc: DateTime<Utc>) -> String {
    match value.tzid() {
        Some(_) => utc.format("%Y%m%dT%H%M%SZ").to_string(),
        None => value.to_string(),
    }
}

fn row(instance: &Instance<'_>) -> Row {
    let component = instance.component();
    Row {
        start: told(&instance.start(), instance.start_utc()),
        end: told(&instance.end(), instance.end_utc()),
        uid: component.property::<Uid>().ok().flatten().map(|uid| uid.value),
        kind: component.name().as_str().to_owned(),
        recurrence_id: instance.recurrence_id_utc(),
        summary: component.property::<Summary>().ok().flatten().map(|summary| summary.value),
    }
}

fn budget() -> Budget {
    Budget::new(10_000_000, 20_000)
}

/// The instances of a calendar.
pub(crate) fn instances(
    calendar: &Calendar<'_>,
    zones: &Zones<'_>,
    span: TimeSpan,
    floating: &Zone,
) -> Result<Vec<Row>, ShapingError> {
    let window = Window::utc(span.start().0..span.end().0, floating);
    let mut budget = budget();
    let mut rows = Vec::new();
    let components = calendar.components().filter(|component| {
        matches!(
            component.name(),
            ComponentName::VEvent | ComponentName::VTodo | ComponentName::VJournal | ComponentName::VFreeBusy
        )
    });
    for (_, set) in RecurrenceSet::all(components, zones, RecurrenceOptions::default()) {
        for instance in set?.instances(&window, &mut budget) {
            rows.push(row(&instance?));
        }
    }
    rows.sort();
    Ok(rows)
}

/// Expands a calendar and compares; answers whether it could be expanded, and how many instances there were.
pub(crate) fn compare(
    calendar: &Calendar<'_>,
    source: &ZoneSource,
    span: TimeSpan,
    floating: &Zone,
    name: &str,
) -> Option<usize> {
    let request = CalendarDataRequest {
        recurrences: Some(Recurrences::Expand(span)),
        ..CalendarDataRequest::default()
    };
    let zones = Zones::new(calendar, source);
    let expected = instances(calendar, &zones, span, floating);
    let shaped = request.shape(calendar, &zones, floating, &mut ShapingBudget::new(budget(), u64::MAX));
    let shaped = match (&expected, shaped) {
        (Ok(_), Ok(shaped)) => shaped,
        (Err(expected), Err(error)) => {
            assert_eq!(&error, expected, "{name}");
            return None;
        }
        // Recurring components of other kinds are expanded too.
        (Ok(_), Err(_)) => return None,
        (expected, shaped) => panic!("{name}: {expected:?} and {shaped:?}"),
    };
    let expected = expected.expect("instances");
    let octets = shaped.as_bytes();
    let again = CalendarStream::parse(octets).unwrap_or_else(|error| panic!("{name}: {error}"));
    let again = Calendar::try_from(again).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(again.components().all(|component| !component.is(&ComponentName::VTimeZone)), "{name}");
    for component in again.root().descendants() {
        for property in component.properties() {
            let gone = [PropertyName::RRule, PropertyName::RDate, PropertyName::ExDate, PropertyName::ExRule];
            assert!(!gone.contains(&property.name()), "{name}: {property:?}");
            let has_zone = property.parameter(&ParameterName::TzId).is_ok_and(|tzid| tzid.is_some());
            assert!(!has_zone || property.value().is_err(), "{name}: {property:?}");
        }
    }
    // Each says by itself when it is.
    let none = ZoneSource::empty();
    let mut found = Vec::new();
    let window = Window::utc(span.start().0..span.end().0, floating);
    for component in again.components() {
        let zones = Zones::of_source(&none);
        let set = RecurrenceSet::new([component], &zones).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut budget = Budget::default();
        let known = matches!(
            component.name(),
            ComponentName::VEvent | ComponentName::VTodo | ComponentName::VJournal | ComponentName::VFreeBusy
        );
        let all: Vec<_> = set.instances(&window, &mut budget).map(Result::unwrap).collect();
        if known {
            assert!(all.len() <= 1, "{name}: {component:?}");
            found.extend(all.iter().map(row));
        }
    }
    found.sort();
    let text = String::from_utf8_lossy(octets);
    assert_eq!(found, expected, "{name} {span:?}\n{text}");
    Some(expected.len())
}
