//! Rules on the clocks of a time zone: what they mean word by word, then read as local times.

use chrono::{DateTime, Months, NaiveDateTime, Utc};
use ical_model::recurrence::{Budget, DtStartPolicy, ImpliedMonth, Recurrence, RecurrenceOptions};
use ical_model::time_zone::{LocalTime, Zone};
use ical_model::value::{DateOrDateTime, Frequency, Recur};

use crate::Definition;

/// A rule in a time zone beside its definition: local starts that clocks skip are read by the offset before (RFC 5545
/// §3.3.5), those of rules that go by hours or less are left out; two on one moment are one. Says how many occurrences
/// were the same; `None` where DTSTART is skipped itself, or the rule breaks a rule.
///
/// # Panics
///
/// The two differ.
#[must_use]
pub fn compare_in_zone(recur: &Recur, start: NaiveDateTime, name: &str) -> Option<usize> {
    let zone = Zone::iana(name)?;
    if recur.faults().next().is_some() || matches!(zone.resolve(start), LocalTime::Gap(_)) {
        return None;
    }
    let end = start.checked_add_months(Months::new(12 * 60))?;
    let found = Definition::new(&without_end(recur)?, start, false).first(OCCURRENCES, end, 5_000);
    let sub_daily = recur.frequency() < Frequency::Daily;
    let moment = |local: &NaiveDateTime| match zone.resolve(*local) {
        LocalTime::Gap(_) if sub_daily => None,
        resolved => Some(resolved.utc()),
    };
    let mut expected: Vec<DateTime<Utc>> = found.occurrences.iter().filter_map(moment).collect();
    expected.sort();
    expected.dedup();
    // What is put forward over a gap may come after what was not looked for.
    let looked_to = found.looked_to.map(|to| zone.to_utc(to) - chrono::TimeDelta::days(2));
    expected.retain(|time| looked_to.is_none_or(|to| *time < to));
    if let Some(DateOrDateTime::DateTime(until)) = recur.until() {
        expected.retain(|time| *time <= until.local().and_utc());
    }
    expected.truncate(recur.count().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX));

    let dtstart = ical_model::value::DateTime::zoned(start, name.into()).ok()?;
    let options = RecurrenceOptions::default()
        .with_dtstart_policy(DtStartPolicy::Match)
        .with_implied_month(ImpliedMonth::OfDtStart);
    let builder =
        Recurrence::builder(dtstart.into()).zone(name.into(), zone).rule(recur.clone()).options(options);
    let recurrence = builder.build().ok()?;
    let mut budget = Budget::default();
    let before = looked_to.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let ours: Vec<_> = recurrence
        .occurrences_between(..before, &mut budget)
        .take(expected.len() + 1)
        .map_while(|next| next.ok().map(|occurrence| occurrence.utc()))
        .collect();
    let place = (0..ours.len().max(expected.len())).find(|place| ours.get(*place) != expected.get(*place));
    if let Some(place) = place {
        let (ours, expected) = (ours.get(place), expected.get(place));
        let start = start.format("%Y%m%dT%H%M%S");
        panic!("DTSTART;TZID={name}:{start} RRULE:{recur}: occurrence {place} is {ours:?}, not {expected:?}");
    }
    Some(ours.len())
}

/// How many local times are looked at.
const OCCURRENCES: usize = 60;

/// The rule without COUNT and UNTIL, which count moments.
fn without_end(recur: &Recur) -> Option<Recur> {
    let text = recur.to_string();
    let parts = text.split(';').filter(|part| !part.starts_with("COUNT=") && !part.starts_with("UNTIL="));
    parts.collect::<Vec<_>>().join(";").parse().ok()
}
