//! Times that need a time zone, told in UTC.
//!
//! [RFC 4791 §9.6.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.5): what is expanded has no VTIMEZONE and needs
//! none.

use chrono::{DateTime, NaiveDateTime, Utc};
use ical_model::time_zone::{Zone, Zones};
use ical_model::value::{self, DateOrDateTime, Period, PeriodEnd, TzId};
use ical_model::{ParameterName, Property};

use super::new_line::NewLine;
use super::revision::Revised;

/// A line of any property. Where it has a TZID, its local times are told in UTC; those that no zone is known for are
/// left as floating, and what is no time has no use for a zone.
pub(super) fn revised(property: Property<'_>, zones: &Zones<'_>) -> Revised {
    let Some(tzid) = tzid(property) else { return Revised::Stored };
    let Ok(value) = property.value() else { return Revised::Stored };
    let zone = zones.zone(&tzid).ok();
    let items: Option<Vec<String>> = value.split(',').map(|item| item_in_utc(item, zone.as_ref())).collect();
    let value = items.map_or_else(|| value.into_owned(), |items| items.join(","));
    let line = NewLine::new(property.name().into_owned(), value);
    Revised::New(line.with_parameters_of(Some(property), &[ParameterName::TzId]))
}

/// A value that says when something is, as it looks: VALUE is often missing.
pub(super) fn time_of(property: Property<'_>) -> Option<DateOrDateTime> {
    let time: DateOrDateTime = property.value().ok()?.trim().parse().ok()?;
    Some(match tzid(property) {
        Some(tzid) => time.with_tzid(tzid),
        None => time,
    })
}

/// A time whose zone does not matter to the reader: days and floating times as they are, all others in UTC. `None` for
/// what cannot be written.
pub(super) fn without_zone(time: DateOrDateTime, instant: DateTime<Utc>) -> Option<DateOrDateTime> {
    match time.tzid() {
        Some(_) => in_utc(instant),
        None => Some(time),
    }
}

pub(super) fn in_utc(instant: DateTime<Utc>) -> Option<DateOrDateTime> {
    value::DateTime::try_from(instant).ok().map(DateOrDateTime::from)
}

fn tzid(property: Property<'_>) -> Option<TzId> {
    let parameter = property.parameter(&ParameterName::TzId).ok().flatten()?;
    Some(TzId::from(&*parameter.value()))
}

fn item_in_utc(item: &str, zone: Option<&Zone>) -> Option<String> {
    let instant = |local: NaiveDateTime| zone.and_then(|zone| in_utc(zone.to_utc(local)));
    let moved = |time: &value::DateTime| match time.is_utc() {
        true => time.to_string(),
        false => instant(time.local()).map_or_else(|| time.to_string(), |time| time.to_string()),
    };
    if let Ok(time) = item.parse::<DateOrDateTime>() {
        return Some(match &time {
            DateOrDateTime::Date(date) => date.to_string(),
            DateOrDateTime::DateTime(time) => moved(time),
        });
    }
    let period = item.parse::<Period>().ok()?;
    let end = match period.end() {
        PeriodEnd::DateTime(end) => moved(end),
        PeriodEnd::Duration(duration) => duration.to_string(),
    };
    Some(format!("{}/{end}", moved(period.start())))
}
