//! EXDATE against the instances that it is to take away.
//!
//! [RFC 5545 §3.8.5.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1)

use chrono::{NaiveDateTime, TimeDelta};
use ical_model::property::{DtStart, ExDate, RDate, RRule};
use ical_model::recurrence::{Budget, BudgetExceeded, Recurrence, RecurrenceBuilder};
use ical_model::time_zone::{Zone, Zones};
use ical_model::value::{DateOrDateTime, TzId};
use ical_model::{Component, PropertyName, TypedProperty};

use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks one component that has an EXDATE; the first date of each that names no instance is told.
pub(crate) fn check<'c>(
    inspection: &mut Inspection<'c>,
    component: Component<'c>,
    zones: &Zones<'c>,
) -> Result<(), BudgetExceeded> {
    let mut lists = component.properties_named(&PropertyName::ExDate).peekable();
    if lists.peek().is_none() {
        return Ok(());
    }
    let Some(recurrence) = without_exclusions(component, zones) else { return Ok(()) };
    for property in lists {
        let Ok(list) = ExDate::read(property) else { continue };
        for date in list.value {
            if names_no_instance(&recurrence, &date, zones, &mut inspection.budget)? {
                inspection.report(&NO_INSTANCE, Place::Property(property), || {
                    format!("EXDATE {} is the start of no instance of the {}", shown(&date), component.name())
                });
                break;
            }
        }
    }
    Ok(())
}

/// What DTSTART, RRULE and RDATE give; `None` where one of them cannot be read or has no meaning, which others tell.
fn without_exclusions(component: Component<'_>, zones: &Zones<'_>) -> Option<Recurrence> {
    let start = component.property::<DtStart>().ok()??.value;
    let mut builder = with_zone(Recurrence::builder(start.clone()), start.tzid(), zones)?;
    for rule in component.properties_of::<RRule>() {
        builder = builder.rule(rule.ok()?.value);
    }
    for dates in component.properties_of::<RDate>() {
        for date in dates.ok()?.value {
            builder = with_zone(builder, date.start().tzid(), zones)?.date(date);
        }
    }
    builder.build().ok()
}

fn with_zone(
    builder: RecurrenceBuilder,
    tzid: Option<&TzId>,
    zones: &Zones<'_>,
) -> Option<RecurrenceBuilder> {
    match tzid {
        Some(tzid) => Some(builder.zone(tzid.clone(), zones.zone(tzid).ok()?)),
        None => Some(builder),
    }
}

/// Whether a date takes nothing away. A DATE takes what starts on that local day; one of another form than DTSTART is
/// told by another rule.
fn names_no_instance(
    recurrence: &Recurrence,
    date: &DateOrDateTime,
    zones: &Zones<'_>,
    budget: &mut Budget,
) -> Result<bool, BudgetExceeded> {
    let local = date.local();
    if date.is_date() {
        let next_day = local.checked_add_signed(TimeDelta::days(1)).unwrap_or(NaiveDateTime::MAX);
        return Ok(recurrence
            .occurrences_between_local(local..next_day, budget)
            .next()
            .transpose()?
            .is_none());
    }
    if recurrence.start().is_date() || is_floating(recurrence.start()) != is_floating(date) {
        return Ok(false);
    }
    let zone = match date.tzid() {
        Some(tzid) => zones.zone(tzid).ok(),
        None => Some(Zone::utc()),
    };
    let Some(zone) = zone else { return Ok(false) };
    let moment = zone.to_utc(local);
    Ok(recurrence.occurrences_between(moment..=moment, budget).next().transpose()?.is_none())
}

fn is_floating(value: &DateOrDateTime) -> bool {
    matches!(value, DateOrDateTime::DateTime(time) if !time.is_utc() && time.tzid().is_none())
}

rules! {
    NO_INSTANCE = "exdate-no-instance", Note, "RFC 5545" "3.8.5.1", [], -,
        "EXDATE is the start of an instance",
        "write the start that the instance has by RRULE or RDATE; others exclude nothing";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn dates() {
        for (lines, excludes) in [
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20570301T090000Z", true),
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20570301T100000Z", false),
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20270102T090000Z,20261231T090000Z", false),
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20270103T090000Z", false),
            ("DTSTART:20270101T090000Z\nEXDATE:20270101T090000Z", true),
            (
                "DTSTART:20270101T090000Z\nRDATE;VALUE=PERIOD:20270105T090000Z/PT1H\nEXDATE:20270105T090000Z",
                true,
            ),
            ("DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20270108", true),
            ("DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20270109", false),
            ("DTSTART:20270101T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20270108T090000", true),
            ("DTSTART:20270101T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20270108T090001", false),
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20270108", true),
            ("DTSTART:20270101T090000Z\nRRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20270109", false),
            (
                "DTSTART;TZID=America/New_York:20270701T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20270708T130000Z",
                true,
            ),
            (
                "DTSTART;TZID=America/New_York:20270701T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20270708T140000Z",
                false,
            ),
        ] {
            let text = format!("[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\n{lines}\nEND:VEVENT\n");
            let expected: &[&str] = if excludes { &[] } else { &["exdate-no-instance"] };
            room::check_some(RULES, &CheckOptions::default(), &[("§3.8.5.1", &text, expected)]);
        }
    }
}
