//! DTSTART against DTEND, DUE and DURATION.
//!
//! [RFC 5545 §3.6.1, §3.6.2, §3.8.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2),
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)
//!
//! An end equal to the start is forbidden, common and understood by everybody, so it is reported as a SHOULD unless the
//! check is strict. Times of two zones are compared by the VTIMEZONEs of the calendar, where these decide it.

use std::cmp::Ordering;

use ical_model::value::DateOrDateTime;

use super::facts::{CalendarFacts, Facts, Line};
use super::tally::{ComponentSlot, PropertySlot};
use super::zones::{compare, shown};
use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

/// Checks the start and the end of one component.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, facts: &Facts<'c>) {
    let ends = match facts.kind {
        ComponentSlot::VEvent => &VEVENT,
        ComponentSlot::VTodo => &VTODO,
        ComponentSlot::VFreeBusy => &VFREEBUSY,
        ComponentSlot::VAvailability | ComponentSlot::Available => &AVAILABILITY,
        _ => return,
    };
    let end = if facts.kind == ComponentSlot::VTodo { &facts.due } else { &facts.dt_end };
    if let (Some(start), Some(end)) = (&facts.dt_start, end) {
        check_pair(inspection, calendar, ends, start, end);
    }
    // RFC 4791 section 9.9 still knows DURATION in VFREEBUSY, where RFC 5545 has none.
    if facts.has(PropertySlot::Duration) && facts.kind != ComponentSlot::VFreeBusy {
        check_duration(inspection, facts);
    }
}

/// The rules on a start and an end, by the kind of component.
struct Ends {
    /// An end with a time beside a start that is a DATE.
    time_beside_date: &'static Rule,
    /// An end of another type than the start.
    value_type: &'static Rule,
    floating: &'static Rule,
    order: &'static Rule,
    equal: &'static Rule,
}

const VEVENT: Ends = Ends {
    time_beside_date: &VEVENT_DTEND_DATE,
    value_type: &DTEND_TYPE,
    floating: &DTEND_FLOATING,
    order: &VEVENT_DTEND_ORDER,
    equal: &VEVENT_DTEND_EQUAL,
};

const VTODO: Ends = Ends {
    time_beside_date: &DUE_TYPE,
    value_type: &DUE_TYPE,
    floating: &DUE_FLOATING,
    order: &DUE_ORDER,
    equal: &DUE_EQUAL,
};

const VFREEBUSY: Ends = Ends {
    time_beside_date: &DTEND_TYPE,
    value_type: &DTEND_TYPE,
    floating: &DTEND_FLOATING,
    order: &DTEND_ORDER,
    equal: &DTEND_EQUAL,
};

/// What forms the two have is a matter of RFC 7953 there.
const AVAILABILITY: Ends = Ends { order: &AVAILABILITY_ORDER, equal: &DTEND_EQUAL, ..VFREEBUSY };

fn check_pair<'c>(
    inspection: &mut Inspection<'c>,
    calendar: &CalendarFacts<'c>,
    ends: &'static Ends,
    start: &Line<'c, DateOrDateTime>,
    end: &Line<'c, DateOrDateTime>,
) {
    let place = Place::Property(end.property);
    let name = end.property.name();
    if start.value.is_date() != end.value.is_date() {
        let rule = if start.value.is_date() { ends.time_beside_date } else { ends.value_type };
        inspection.report(rule, place, || {
            let (with_date, with_time) = match start.value.is_date() {
                true => ("DTSTART", name.as_str()),
                false => (name.as_str(), "DTSTART"),
            };
            format!("{with_date} is a DATE, and {with_time} a DATE-TIME")
        });
        return;
    }
    if is_floating(&start.value) != is_floating(&end.value) {
        inspection.report(ends.floating, place, || {
            let (floating, fixed) = match is_floating(&start.value) {
                true => ("DTSTART", name.as_str()),
                false => (name.as_str(), "DTSTART"),
            };
            format!("{floating} is in no time zone, and {fixed} is in one or in UTC")
        });
        return;
    }
    match compare(&start.value, &end.value, || calendar.zones()) {
        Some(Ordering::Greater) => inspection.report(ends.order, place, || {
            format!("{name} {} is before DTSTART {}", shown(&end.value), shown(&start.value))
        }),
        Some(Ordering::Equal) => inspection.tolerate(ends.order, ends.equal, place, || {
            format!("{name} {} is equal to DTSTART {}", shown(&end.value), shown(&start.value))
        }),
        Some(Ordering::Less) | None => {}
    }
}

fn check_duration<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let Some(line) = facts.first(PropertySlot::Duration) else { return };
    let place = Place::Property(line);
    let (both, end) = match facts.kind {
        ComponentSlot::VEvent => (&VEVENT_BOTH, PropertySlot::DtEnd),
        ComponentSlot::VTodo => (&VTODO_BOTH, PropertySlot::Due),
        ComponentSlot::VAvailability => (&VAVAILABILITY_BOTH, PropertySlot::DtEnd),
        _ => (&AVAILABLE_BOTH, PropertySlot::DtEnd),
    };
    let component = facts.kind.name();
    if facts.has(end) {
        inspection.report(both, place, || format!("{component} has a {} and a DURATION", end.name()));
    }
    let without_start = match facts.kind {
        ComponentSlot::VTodo => Some(&VTODO_WITHOUT_START),
        ComponentSlot::VAvailability => Some(&VAVAILABILITY_WITHOUT_START),
        _ => None,
    };
    if let Some(rule) = without_start
        && !facts.has(PropertySlot::DtStart)
    {
        inspection.report(rule, place, || format!("{component} has a DURATION and no DTSTART"));
    }
    let Some(duration) = &facts.duration else { return };
    if duration.value.is_negative() {
        inspection.report(&DURATION_NEGATIVE, place, || format!("DURATION {} is negative", duration.value));
    }
    if facts.dt_start.as_ref().is_some_and(|start| start.value.is_date())
        && let Ok(text) = line.value()
        && text.trim_end_matches(['T', 't']).contains(['T', 't'])
    {
        let rule = if facts.kind == ComponentSlot::VEvent { &VEVENT_DURATION_DATE } else { &DURATION_DATE };
        inspection.report(rule, place, || {
            format!("DTSTART is a DATE, and DURATION {text} has hours, minutes or seconds")
        });
    }
}

/// A time that is in no zone and not in UTC. A DATE is none.
fn is_floating(value: &DateOrDateTime) -> bool {
    matches!(value, DateOrDateTime::DateTime(time) if !time.is_utc() && time.tzid().is_none())
}

rules! {
    VEVENT_BOTH = "vevent-dtend-with-duration", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-05"], ValidCalendarData,
        "a VEVENT has DTEND or DURATION, not both", "remove DTEND or DURATION";
    VTODO_BOTH = "vtodo-due-with-duration", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-04"], ValidCalendarData,
        "a VTODO has DUE or DURATION, not both", "remove DUE or DURATION";
    VTODO_WITHOUT_START = "vtodo-duration-without-dtstart", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-05"],
        ValidCalendarData,
        "a VTODO with DURATION has DTSTART", "add DTSTART, or replace DURATION by DUE";
    VEVENT_DTEND_DATE = "vevent-dtend-with-date-dtstart", Must, "RFC 5545" "3.6.1",
        ["5545-3.6.1-06", "5545-3.8.2.2-01"], ValidCalendarData,
        "with a DATE as DTSTART the DTEND of a VEVENT is a DATE",
        "write DTEND with VALUE=DATE, as the day after the last one, or DTSTART with a time";
    DTEND_TYPE = "dtend-value-type", Must, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-01"], ValidCalendarData,
        "DTEND has the value type of DTSTART", "write both as a DATE, or both as a DATE-TIME";
    DTEND_FLOATING = "dtend-floating", Must, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-03"], ValidCalendarData,
        "DTEND is in no time zone exactly when DTSTART is in none",
        "give both a time zone or none";
    VEVENT_DTEND_ORDER = "vevent-dtend-not-later", Must, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-02", "4791-9.9-08"],
        ValidCalendarData,
        "DTEND of a VEVENT is later than its DTSTART", "give a DTEND that is later";
    VEVENT_DTEND_EQUAL = "vevent-dtend-equal", Should, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-02", "4791-9.9-08"], -,
        "DTEND of a VEVENT is later than its DTSTART, not equal to it",
        "leave DTEND out: without it an event ends where it starts, and one that starts with a DATE lasts that day";
    DTEND_ORDER = "dtend-not-later", Must, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-02"], ValidCalendarData,
        "DTEND is later than DTSTART", "give a DTEND that is later";
    DTEND_EQUAL = "dtend-equal", Should, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-02"], -,
        "DTEND is later than DTSTART, not equal to it", "give a DTEND that is later";
    DUE_TYPE = "due-value-type", Must, "RFC 5545" "3.8.2.3", ["5545-3.8.2.3-01"], ValidCalendarData,
        "DUE has the value type of DTSTART", "write both as a DATE, or both as a DATE-TIME";
    DUE_FLOATING = "due-floating", Must, "RFC 5545" "3.8.2.3", ["5545-3.8.2.3-03"], ValidCalendarData,
        "DUE is in no time zone exactly when DTSTART is in none", "give both a time zone or none";
    DUE_ORDER = "due-not-later", Must, "RFC 5545" "3.8.2.3", ["5545-3.8.2.3-02", "4791-9.9-14"], ValidCalendarData,
        "DUE is later than DTSTART", "give a DUE that is later";
    DUE_EQUAL = "due-equal", Should, "RFC 5545" "3.8.2.3", ["5545-3.8.2.3-02"], -,
        "DUE is later than DTSTART, not equal to it",
        "give a DUE that is later; RFC 4791 section 9.9 takes an equal one, other readers may not";
    VEVENT_DURATION_DATE = "vevent-duration-with-date-dtstart", Must, "RFC 5545" "3.6.1",
        ["5545-3.6.1-07", "5545-3.8.2.5-01"], ValidCalendarData,
        "with a DATE as DTSTART the DURATION of a VEVENT is in days or weeks", "write P1D for PT24H, and so on";
    DURATION_DATE = "duration-with-date-dtstart", Must, "RFC 5545" "3.8.2.5", ["5545-3.8.2.5-01"], ValidCalendarData,
        "DURATION that goes with a DATE is in days or weeks", "write P1D for PT24H, and so on";
    DURATION_NEGATIVE = "duration-negative", Must, "RFC 5545" "3.8.2.5", [], ValidCalendarData,
        "DURATION is positive", "write the time from the start to the end without a sign";
    VAVAILABILITY_BOTH = "vavailability-dtend-with-duration", Must, "RFC 7953" "3.1", ["7953-3.1-03"],
        ValidCalendarData,
        "a VAVAILABILITY has DTEND or DURATION, not both", "remove DTEND or DURATION";
    VAVAILABILITY_WITHOUT_START = "vavailability-duration-without-dtstart", Must, "RFC 7953" "3.1", ["7953-3.1-04"],
        ValidCalendarData,
        "a VAVAILABILITY with DURATION has DTSTART", "add DTSTART, or remove DURATION";
    AVAILABLE_BOTH = "available-dtend-with-duration", Must, "RFC 7953" "3.1", ["7953-3.1-06"], ValidCalendarData,
        "an AVAILABLE has DTEND or DURATION, not both", "remove DTEND or DURATION";
    AVAILABILITY_ORDER = "vavailability-dtend-not-later", Must, "RFC 7953" "7.2.2", ["7953-7.2.2-01"],
        ValidCalendarData,
        "DTEND of VAVAILABILITY and AVAILABLE is not before DTSTART", "give a DTEND that is later";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn starts_and_ends() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "5545-3.6.1-05 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDURATION:PT1H\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.1-05 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nDURATION:PT1H\nEND:VEVENT\n",
                    &["vevent-dtend-with-duration"],
                ),
                (
                    "5545-3.6.1-06 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270102\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.1-06 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDTEND:20270102T000000Z\nEND:VEVENT\n",
                    &["vevent-dtend-with-date-dtstart"],
                ),
                (
                    "5545-3.6.1-07 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDURATION:P1W\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.1-07 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDURATION:PT24H\nEND:VEVENT\n",
                    &["vevent-duration-with-date-dtstart"],
                ),
                (
                    "5545-3.6.1-07 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDURATION:P1DT0S\nEND:VEVENT\n",
                    &["vevent-duration-with-date-dtstart"],
                ),
                (
                    "5545-3.6.2-04 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDUE:20270101T100000Z\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.6.2-04 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDUE:20270101T100000Z\nDURATION:PT1H\nEND:VTODO\n",
                    &["vtodo-due-with-duration"],
                ),
                (
                    "5545-3.6.2-05 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDURATION:PT1H\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.6.2-05 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDURATION:PT1H\nEND:VTODO\n",
                    &["vtodo-duration-without-dtstart"],
                ),
                (
                    "5545-3.8.2.2-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND;VALUE=DATE:20270102\nEND:VEVENT\n",
                    &["dtend-value-type"],
                ),
                (
                    "5545-3.8.2.2-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T090001Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.2.2-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T085959Z\nEND:VEVENT\n",
                    &["vevent-dtend-not-later"],
                ),
                (
                    "4791-9.9-08, equal",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T090000Z\nEND:VEVENT\n",
                    &["vevent-dtend-equal"],
                ),
                (
                    "4791-9.9-08, equal moments",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nDTEND:20270101T140000Z\nEND:VEVENT\n",
                    &["vevent-dtend-equal"],
                ),
                (
                    "4791-9.9-08 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nDTEND:20270101T140001Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-9.9-08 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nDTEND:20270101T135959Z\nEND:VEVENT\n[NY]\n",
                    &["vevent-dtend-not-later"],
                ),
                (
                    "a zone nobody knows",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=A:20270101T090000\nDTEND:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.2.2-02 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270102T000000Z\nDTEND:20270101T000000Z\nEND:VFREEBUSY\n",
                    &["dtend-not-later"],
                ),
                (
                    "5545-3.8.2.2-02, equal",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270102T000000Z\nDTEND:20270102T000000Z\nEND:VFREEBUSY\n",
                    &["dtend-equal"],
                ),
                (
                    "5545-3.8.2.2-03 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nDTEND:20270101T150000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.2.2-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000\nDTEND:20270105T090000Z\nEND:VEVENT\n",
                    &["dtend-floating"],
                ),
                (
                    "5545-3.8.2.3-01 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDUE:20270105T090000Z\nEND:VTODO\n",
                    &["due-value-type"],
                ),
                (
                    "5545-3.8.2.3-01 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T090000Z\nDUE;VALUE=DATE:20270106\nEND:VTODO\n",
                    &["due-value-type"],
                ),
                (
                    "5545-3.8.2.3-02 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDUE:20270101T090001Z\nEND:VTODO\n",
                    &[],
                ),
                (
                    "4791-9.9-14 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDUE:20270101T085959Z\nEND:VTODO\n",
                    &["due-not-later"],
                ),
                (
                    "5545-3.8.2.3-02, equal",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDUE;VALUE=DATE:20270101\nEND:VTODO\n",
                    &["due-equal"],
                ),
                (
                    "5545-3.8.2.3-03 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000\nDUE:20270105T090000Z\nEND:VTODO\n",
                    &["due-floating"],
                ),
                (
                    "5545-3.8.2.5-01 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDURATION:P3D\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.8.2.5-01 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nDURATION:PT1H\nEND:VTODO\n",
                    &["duration-with-date-dtstart"],
                ),
                (
                    "§3.8.2.5 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDURATION:-PT1H\nEND:VEVENT\n",
                    &["duration-negative"],
                ),
                (
                    "7953-3.1-03 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270102T090000Z\nDURATION:P1D\nEND:VAVAILABILITY\n",
                    &["vavailability-dtend-with-duration"],
                ),
                (
                    "7953-3.1-04 keeps",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDURATION:P1D\nEND:VAVAILABILITY\n",
                    &[],
                ),
                (
                    "7953-3.1-04 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nDURATION:P1D\nEND:VAVAILABILITY\n",
                    &["vavailability-duration-without-dtstart"],
                ),
                (
                    "7953-3.1-06 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270102T090000Z\nDURATION:P1D\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &["available-dtend-with-duration"],
                ),
                (
                    "7953-7.2.2-01 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T090000Z\nDTEND:20270101T090000Z\nEND:VAVAILABILITY\n",
                    &["vavailability-dtend-not-later"],
                ),
                (
                    "op-07",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDURATION:PT1H\nEND:VFREEBUSY\n",
                    &[],
                ),
            ],
        );
    }

    #[test]
    fn a_strict_check_takes_no_equal_end() {
        let options = CheckOptions::default().with_strict(true);
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "4791-9.9-08 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T090000Z\nEND:VEVENT\n",
                    &["vevent-dtend-not-later"],
                ),
                (
                    "5545-3.8.2.3-02 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDUE:20270101T090000Z\nEND:VTODO\n",
                    &["due-not-later"],
                ),
                (
                    "5545-3.8.2.2-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T090001Z\nEND:VEVENT\n",
                    &[],
                ),
            ],
        );
    }
}
