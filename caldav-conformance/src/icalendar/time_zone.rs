//! VTIMEZONE, STANDARD and DAYLIGHT, and the use of TZID.
//!
//! [RFC 5545 §3.6.5, §3.2.19](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)

use std::collections::HashSet;

use ical_model::value::{DateOrDateTime, RecurPart};

use super::facts::{CalendarFacts, Facts};
use super::occurrence::{self, Row, once, one};
use super::tally::{ComponentSlot, PropertySlot};
use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks one component of a time zone.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    match facts.kind {
        ComponentSlot::VTimeZone => check_zone(inspection, facts),
        ComponentSlot::Standard | ComponentSlot::Daylight => check_observance(inspection, facts),
        _ => {}
    }
}

/// Checks the time zones of a calendar among each other, and against the components that use them. One that nothing
/// uses is no fault.
pub(crate) fn check_calendar<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    if calendar.time_zones.len() > 1 {
        let mut seen = HashSet::new();
        for zone in &calendar.time_zones {
            if !seen.insert(&*zone.value) {
                inspection.report(&SAME_TZID, Place::Property(zone.property), || {
                    format!("a second VTIMEZONE has the TZID {}", zone.value)
                });
            }
        }
    }
    for (tzid, user) in calendar.missing_time_zones(inspection.options) {
        inspection.report(&MISSING, Place::Property(user), || {
            format!("{} is in the time zone {tzid}, which no VTIMEZONE defines", user.name())
        });
    }
    for member in calendar.members.iter().filter(|member| member.recurs) {
        let Some(start) = &member.dt_start else { continue };
        let Some(tzid) = start.value.tzid() else { continue };
        if let Some(onset) = calendar.zones().first_onset(tzid.as_str())
            && start.value.local() < onset
        {
            inspection.report(&COVERAGE, Place::Property(start.property), || {
                let onset = onset.format("%Y%m%dT%H%M%S");
                format!("DTSTART {} is before {onset}, when the VTIMEZONE sets in", shown(&start.value))
            });
        }
    }
}

fn check_zone<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    occurrence::check(inspection, facts, ZONE);
    let observances = [ComponentSlot::Standard, ComponentSlot::Daylight]
        .map(|observance| facts.component_count(observance));
    if observances == [0, 0] {
        inspection.report(&EMPTY, Place::Component(facts.component), || {
            let tzid = facts.tzid.as_ref().map_or("", |tzid| &*tzid.value);
            format!("the VTIMEZONE {tzid} has neither STANDARD nor DAYLIGHT")
        });
    }
    if let Some(url) = facts.first(PropertySlot::TzUrl)
        && let Ok(text) = url.value()
        && text.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
    {
        inspection.report(&FILE_URL, Place::Property(url), || {
            format!("TZURL is {text}, which nobody else can read")
        });
    }
}

fn check_observance<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    occurrence::check(inspection, facts, OBSERVANCE);
    let name = facts.kind.name();
    if let Some(start) = &facts.dt_start {
        let local =
            matches!(&start.value, DateOrDateTime::DateTime(time) if !time.is_utc() && time.tzid().is_none());
        if !local {
            inspection.report(&LOCAL_START, Place::Property(start.property), || {
                format!("DTSTART {} of {name} is not a local time without TZID", shown(&start.value))
            });
        }
    }
    for rule in &facts.rules {
        let place = Place::Property(rule.property);
        if let Some(until) = rule.value.until()
            && !matches!(until, DateOrDateTime::DateTime(until) if until.is_utc())
        {
            inspection.report(&UNTIL_UTC, place, || format!("UNTIL {until} of {name} is not in UTC"));
        }
        if rule.value.has(RecurPart::Count) {
            inspection.report(&UNTIL_END, place, || format!("the RRULE of {name} ends by COUNT"));
        }
    }
    for list in &facts.date_lists {
        if list.slot == PropertySlot::RDate && (list.dates || list.utc || list.zoned || list.periods) {
            inspection.report(&LOCAL_DATES, Place::Property(list.property), || {
                format!("an RDATE of {name} is not a local time without TZID")
            });
        }
    }
}

const ZONE: &[Row] = &[
    one(PropertySlot::TzId, &WITHOUT_TZID, &TWO_TZIDS),
    once(PropertySlot::LastModified, &TWICE),
    once(PropertySlot::TzUrl, &TWICE),
];

const OBSERVANCE: &[Row] = &[
    one(PropertySlot::DtStart, &WITHOUT_START, &OBSERVANCE_TWICE),
    one(PropertySlot::TzOffsetFrom, &WITHOUT_FROM, &OBSERVANCE_TWICE),
    one(PropertySlot::TzOffsetTo, &WITHOUT_TO, &OBSERVANCE_TWICE),
];

rules! {
    WITHOUT_TZID = "vtimezone-without-tzid", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-01", "5545-3.8.3.1-01"],
        ValidCalendarData,
        "a VTIMEZONE has a TZID", "add the TZID by which the components name the zone";
    TWO_TZIDS = "vtimezone-two-tzids", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-01"], ValidCalendarData,
        "a VTIMEZONE has one TZID", "remove all but one";
    TWICE = "vtimezone-property-twice", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-02"], ValidCalendarData,
        "LAST-MODIFIED and TZURL do not repeat in a VTIMEZONE", "remove all but one";
    EMPTY = "vtimezone-without-observance", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-03"], ValidCalendarData,
        "a VTIMEZONE has at least one STANDARD or DAYLIGHT", "add a STANDARD with the offset of the zone";
    WITHOUT_START = "observance-without-dtstart", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-04", "5545-3.8.2.4-04"],
        ValidCalendarData,
        "STANDARD and DAYLIGHT have a DTSTART", "add the first onset as DTSTART";
    WITHOUT_FROM = "observance-without-tzoffsetfrom", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-04", "5545-3.8.3.3-01"],
        ValidCalendarData,
        "STANDARD and DAYLIGHT have a TZOFFSETFROM", "add the offset in use before the onset";
    WITHOUT_TO = "observance-without-tzoffsetto", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-04", "5545-3.8.3.4-01"],
        ValidCalendarData,
        "STANDARD and DAYLIGHT have a TZOFFSETTO", "add the offset in use from the onset on";
    OBSERVANCE_TWICE = "observance-property-twice", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-04"], ValidCalendarData,
        "DTSTART, TZOFFSETFROM and TZOFFSETTO do not repeat in STANDARD and DAYLIGHT", "remove all but one";
    SAME_TZID = "vtimezone-tzid-twice", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-06"], -,
        "several VTIMEZONEs in one object have different TZIDs", "remove one of the two, or name it otherwise";
    MISSING = "vtimezone-missing", Must, "RFC 5545" "3.2.19", ["5545-3.2.19-02", "5545-3.6.5-07"], ValidCalendarData,
        "an object has a VTIMEZONE for each TZID in it",
        "add a VTIMEZONE with that TZID, or write the times in UTC";
    COVERAGE = "vtimezone-coverage", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-08"], -,
        "a VTIMEZONE covers all instances of the recurring components that use it",
        "add the STANDARD or DAYLIGHT that was in use before";
    FILE_URL = "tzurl-file", Should, "RFC 5545" "3.6.5", ["5545-3.6.5-10"], -,
        "TZURL is no file URL", "publish the VTIMEZONE, or leave TZURL out";
    LOCAL_START = "observance-dtstart-local", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-11", "5545-3.8.2.4-04"],
        ValidCalendarData,
        "DTSTART of STANDARD and DAYLIGHT is a local time without TZID",
        "write the onset on the clock before it, without Z and TZID";
    UNTIL_END = "observance-end-by-count", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-12"], -,
        "the end of an observance is stated by UNTIL", "replace COUNT by an UNTIL with the last onset in UTC";
    UNTIL_UTC = "observance-until-utc", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-13", "5545-3.3.10-09"],
        ValidCalendarData,
        "UNTIL of STANDARD and DAYLIGHT is in UTC", "write UNTIL as the last onset in UTC, with Z at the end";
    LOCAL_DATES = "observance-rdate-local", Must, "RFC 5545" "3.6.5", ["5545-3.6.5-15"], ValidCalendarData,
        "RDATE of STANDARD and DAYLIGHT has local times without TZID",
        "write the onsets on the clock before them, without Z and TZID";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn zones() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "5545-3.6.5-01 keeps",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-01 breaks",
                    "BEGIN:VTIMEZONE\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["vtimezone-without-tzid"],
                ),
                (
                    "5545-3.6.5-01 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nTZID:B\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["vtimezone-two-tzids"],
                ),
                (
                    "5545-3.6.5-02 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nTZURL:http://a.example/\nTZURL:http://b.example/\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["vtimezone-property-twice"],
                ),
                (
                    "5545-3.6.5-03 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["vtimezone-without-observance"],
                ),
                (
                    "5545-3.6.5-04 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-without-dtstart"],
                ),
                (
                    "5545-3.6.5-04 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-without-tzoffsetfrom"],
                ),
                (
                    "5545-3.6.5-04 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-without-tzoffsetto"],
                ),
                (
                    "5545-3.6.5-04 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nDTSTART:20070311T020000\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-property-twice"],
                ),
                (
                    "5545-3.6.5-06 keeps",
                    "[NY]\nBEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-06 breaks",
                    "[NY]\n[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["vtimezone-tzid-twice"],
                ),
                (
                    "5545-3.2.19-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nEND:VEVENT\n[NY]\n",
                    &[],
                ),
                (
                    "5545-3.2.19-02 breaks",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_Yorc:20270101T090000\nEND:VEVENT\n",
                    &["vtimezone-missing"],
                ),
                (
                    "5545-3.2.19-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=Europe/Vienna:20270101T090000\nDTEND;TZID=Europe/Vienna:20270101T100000\nEND:VEVENT\n",
                    &["vtimezone-missing"],
                ),
                (
                    "5545-3.6.5-08 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20070311T030000\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-08, no series",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20070101T030000\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-08 breaks",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20070101T030000\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &["vtimezone-coverage"],
                ),
                (
                    "5545-3.6.5-10 keeps",
                    "BEGIN:VTIMEZONE\nTZID:A\nTZURL:https://example.com/file:\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-10 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nTZURL:FILE:///zoneinfo/A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["tzurl-file"],
                ),
                (
                    "5545-3.6.5-11 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T070000Z\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-dtstart-local"],
                ),
                (
                    "5545-3.6.5-11 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART;TZID=A:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-dtstart-local"],
                ),
                (
                    "5545-3.6.5-11 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART;VALUE=DATE:20070311\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-dtstart-local"],
                ),
                (
                    "5545-3.6.5-12 keeps",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=20080309T070000Z\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-12 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=2\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-end-by-count"],
                ),
                (
                    "5545-3.6.5-13 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=20080309T020000\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-until-utc"],
                ),
                (
                    "5545-3.6.5-15 keeps",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRDATE:20080309T020000\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.5-15 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRDATE:20080309T070000Z\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-rdate-local"],
                ),
                (
                    "op-06",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRDATE:20080309T020000\nEXDATE:20080309T020000\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
            ],
        );
    }

    #[test]
    fn zones_by_reference() {
        let options = CheckOptions::default().with_time_zones_by_reference(true);
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "op-16",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=Europe/Vienna:20270101T090000\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "op-16",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=Custom/East:20270101T090000\nEND:VEVENT\n",
                    &["vtimezone-missing"],
                ),
            ],
        );
    }
}
