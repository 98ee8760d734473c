//! VTIMEZONEs beside the zones of the IANA data that they are named after.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)
//!
//! The VTIMEZONE decides, so that a difference breaks no rule; but programs that go by the name tell other times. Only
//! times are compared at which something of the calendar takes place: definitions that leave the past out are common and
//! harmless. Of what recurs the first ten years are looked at.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use ical_model::property::DtStart;
use ical_model::time_zone::{self, Zone, ZoneOrigin};
use ical_model::value::DateOrDateTime;
use ical_model::{Component, ComponentName, PropertyName};

use super::facts::CalendarFacts;
use super::instances;
use crate::inspection::{Inspection, Place};
use crate::rules::rules;
use crate::text::text_of;

/// Checks the VTIMEZONEs of a calendar.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    if calendar.time_zones.is_empty() {
        return;
    }
    let spans = wide_spans_of(calendar);
    let mut exact: Option<Spans> = None;
    let definitions = calendar.root.component.components_named(&ComponentName::VTimeZone);
    for definition in definitions {
        let Some(property) = definition.properties_named(&PropertyName::TzId).next() else { continue };
        let Some(tzid) = text_of(property) else { continue };
        let Some(span) = spans.get(&*tzid) else { continue };
        // Zones of the caller's own are compared each time.
        if inspection.options.has_default_zones()
            && AGREEMENTS.agrees(definition, span, || compare(inspection, calendar, &tzid))
        {
            continue;
        }
        let Some((own, by_name)) = both(inspection, calendar, &tzid) else { continue };
        if own.differs_from(&by_name, span.clone()).is_none() {
            continue;
        }
        let exact = exact.get_or_insert_with(|| spans_of(inspection, calendar));
        let Some(at) = exact.get(&*tzid).and_then(|span| own.differs_from(&by_name, span.clone())) else {
            continue;
        };
        inspection.report(&OTHER_OFFSET, Place::Property(property), || {
            format!(
                "at {} the VTIMEZONE {tzid} is at {}, and {} of the IANA data at {}",
                at.format("%Y%m%dT%H%M%SZ"),
                own.offset_at(at),
                by_name.name(),
                by_name.offset_at(at)
            )
        });
    }
}

/// The zone that a VTIMEZONE of the calendar defines, and that of the IANA data of the same name.
fn both<'c>(inspection: &Inspection<'c>, calendar: &CalendarFacts<'c>, tzid: &str) -> Option<(Zone, Zone)> {
    let by_name = time_zone::Zones::of_source(&inspection.options.zones).find(tzid).ok()?;
    let own = calendar.zones().of_calendar().find(tzid).ok()?;
    let named = matches!(by_name.origin, ZoneOrigin::Iana(_) | ZoneOrigin::Alias { .. });
    (named && matches!(own.origin, ZoneOrigin::VTimeZone(_))).then_some((own.zone, by_name.zone))
}

/// From when on the two zones agree.
fn compare<'c>(inspection: &Inspection<'c>, calendar: &CalendarFacts<'c>, tzid: &str) -> DateTime<Utc> {
    let Some((own, by_name)) = both(inspection, calendar, tzid) else { return DateTime::<Utc>::MIN_UTC };
    let mut from = DateTime::UNIX_EPOCH;
    // Each round passes an onset of one of the two.
    for _ in 0..1000 {
        let Some(at) = own.differs_from(&by_name, from..COMPARED_UNTIL) else { return from };
        let onsets = [own.next_transition(at), by_name.next_transition(at)];
        match onsets.into_iter().flatten().map(|onset| onset.at).min() {
            Some(next) => from = next,
            None => break,
        }
    }
    COMPARED_UNTIL
}

/// What [`Agreements`] compares up to: 2100-01-01.
const COMPARED_UNTIL: DateTime<Utc> =
    DateTime::from_timestamp(4_102_444_800, 0).expect("a moment that chrono can count");

/// For all checks, as the IANA data are.
static AGREEMENTS: LazyLock<Agreements> = LazyLock::new(Agreements::default);

/// From when on VTIMEZONEs agree with the zones that they are named after, by their octets: most objects bring along
/// definitions that others have too.
#[derive(Debug, Default)]
struct Agreements(Mutex<HashMap<Vec<u8>, DateTime<Utc>>>);

impl Agreements {
    /// How many are kept; then all are let go of.
    const LIMIT: usize = 1024;

    /// Whether a definition agrees all through a span; `compare` says from when on it does.
    fn agrees(
        &self,
        definition: Component<'_>,
        span: &Range<DateTime<Utc>>,
        compare: impl FnOnce() -> DateTime<Utc>,
    ) -> bool {
        let octets = definition.to_bytes();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&octets).copied();
        let from = known.unwrap_or_else(|| {
            let from = compare();
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= Self::LIMIT {
                known.clear();
            }
            // What is as large as this is seldom met again.
            if octets.len() <= 16 << 10 {
                known.insert(octets, from);
            }
            from
        });
        from <= span.start && span.end <= COMPARED_UNTIL
    }
}

/// From when to when times are told in each zone.
type Spans = HashMap<String, Range<DateTime<Utc>>>;

/// A span around the starts in each zone, a day wider than they are so that no zone has to be known yet; what recurs goes
/// on for ten years here.
fn wide_spans_of(calendar: &CalendarFacts<'_>) -> Spans {
    let mut spans = Spans::new();
    for (value, recurs) in starts_of(calendar) {
        let first = earlier(value.local().and_utc(), TimeDelta::days(1));
        let length = if recurs { TEN_YEARS } else { TimeDelta::zero() };
        add(&mut spans, value, first, later(later(first, TimeDelta::days(2)), length));
    }
    spans
}

/// From the first to the last start in each zone, of what recurs as long as it does within ten years.
fn spans_of<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) -> Spans {
    let mut spans = Spans::new();
    for (value, _) in starts_of(calendar) {
        let (start, _) = calendar.zones().utc(value);
        add(&mut spans, value, start.and_utc(), start.and_utc());
    }
    for series in calendar.series() {
        let Ok(Some(start)) = series.component.property::<DtStart>() else { continue };
        let extent = series.extent(&mut inspection.budget);
        if let Some(extent) = instances::told_if_exhausted(inspection, series.component, extent).flatten() {
            let ten_years = later(extent.start, TEN_YEARS);
            add(
                &mut spans,
                &start.value,
                extent.start,
                extent.end.map_or(ten_years, |end| end.min(ten_years)),
            );
        }
    }
    spans
}

/// The start and the RECURRENCE-ID of each component, and whether it recurs.
fn starts_of<'f>(calendar: &'f CalendarFacts<'_>) -> impl Iterator<Item = (&'f DateOrDateTime, bool)> {
    calendar.members.iter().flat_map(|member| {
        let times = [member.dt_start.as_ref(), member.recurrence_id.as_ref()];
        times.into_iter().flatten().map(|line| (&line.value, member.recurs))
    })
}

const TEN_YEARS: TimeDelta = TimeDelta::days(3653);

/// Takes a time in, with the moments that it may be; both are in the span.
fn add(spans: &mut Spans, value: &DateOrDateTime, first: DateTime<Utc>, last: DateTime<Utc>) {
    let Some(tzid) = value.tzid() else { return };
    let end = later(last, TimeDelta::seconds(1));
    match spans.get_mut(tzid.as_str()) {
        Some(span) => *span = span.start.min(first)..span.end.max(end),
        None => drop(spans.insert(tzid.as_str().to_owned(), first..end)),
    }
}

fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(time)
}

fn earlier(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(by).unwrap_or(time)
}

rules! {
    OTHER_OFFSET = "vtimezone-differs-from-iana", Note, "RFC 5545" "3.6.5", [], -,
        "a VTIMEZONE has the offsets of the IANA time zone that it is named after",
        "renew the definition, or give it a name of its own; programs that go by the name tell other times";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    /// New York as it was before 2007, and an event.
    const OLD: &str = "BEGIN:VTIMEZONE\nTZID:[NAME]\n\
        BEGIN:DAYLIGHT\nDTSTART:19870405T020000\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\nTZOFFSETFROM:-0500\n\
        TZOFFSETTO:-0400\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:19671029T020000\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=\"[NAME]\":[START]\nEND:VEVENT\n";

    #[test]
    fn only_times_in_use_are_compared() {
        for (name, start, differs) in [
            ("America/New_York", "20240701T090000", false),
            ("America/New_York", "20240320T090000", true),
            ("america/new_york", "20240320T090000", true),
            ("/mozilla.org/20050126_1/America/New_York", "20240320T090000", true),
            ("Europe/Berlin", "20240701T090000", true),
            ("America/New_York", "20240701T090000\nRRULE:FREQ=WEEKLY;COUNT=10", false),
            ("America/New_York", "20240701T090000\nRRULE:FREQ=WEEKLY;COUNT=40", true),
            ("America/New_York", "20240701T090000\nRRULE:FREQ=WEEKLY", true),
            ("Custom", "20240320T090000", false),
            ("Eastern Standard Time", "20240320T090000", false),
        ] {
            let text = OLD.replace("[NAME]", name).replace("[START]", start);
            let expected: &[&str] = if differs { &["vtimezone-differs-from-iana"] } else { &[] };
            room::check_some(RULES, &CheckOptions::default(), &[("§3.6.5", &text, expected)]);
        }
    }
}
