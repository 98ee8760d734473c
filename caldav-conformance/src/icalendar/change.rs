//! Moments that are in UTC, and numbers with a range of their own.
//!
//! [RFC 5545 §3.8.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7), with COMPLETED (§3.8.2.1),
//! PERCENT-COMPLETE (§3.8.1.8), PRIORITY (§3.8.1.9), REPEAT (§3.8.6.2), ACKNOWLEDGED (RFC 9074 §6.1) and
//! TZUNTIL (RFC 7808 §7.1)

use ical_model::value::DateOrDateTime;

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

use super::reader::Reading;
use super::tally::PropertySlot;

/// The rule that a property is in UTC, if there is one.
pub(crate) fn utc_rule(slot: PropertySlot) -> Option<&'static Rule> {
    Some(match slot {
        PropertySlot::Completed => &COMPLETED,
        PropertySlot::Created => &CREATED,
        PropertySlot::DtStamp => &DTSTAMP,
        PropertySlot::LastModified => &LAST_MODIFIED,
        PropertySlot::Acknowledged => &ACKNOWLEDGED,
        PropertySlot::TzUntil => &TZUNTIL,
        _ => return None,
    })
}

/// Checks a moment that is to be in UTC.
pub(crate) fn check_moment<'c>(
    inspection: &mut Inspection<'c>,
    reading: Reading<'_, 'c>,
    value: &DateOrDateTime,
) {
    let property = reading.property;
    if matches!(value, DateOrDateTime::DateTime(value) if value.is_utc()) {
        return;
    }
    let Some(rule) = utc_rule(reading.slot) else { return };
    inspection.report(rule, Place::Value(property, 0), || {
        format!("{} is {}, which is not in UTC", property.name(), reading.text)
    });
}

/// Checks the range of a number.
pub(crate) fn check_integer<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>, value: i32) {
    let (rule, range) = match reading.slot {
        PropertySlot::PercentComplete => (&PERCENT_COMPLETE, 0..=100),
        PropertySlot::Priority => (&PRIORITY, 0..=9),
        PropertySlot::Sequence => (&SEQUENCE, 0..=i32::MAX),
        PropertySlot::Repeat => (&REPEAT, 0..=i32::MAX),
        _ => return,
    };
    if !range.contains(&value) {
        let property = reading.property;
        inspection.report(rule, Place::Value(property, 0), || format!("{} is {value}", property.name()));
    }
}

rules! {
    COMPLETED = "completed-utc", Must, "RFC 5545" "3.8.2.1", ["5545-3.8.2.1-01"], ValidCalendarData,
        "COMPLETED is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    CREATED = "created-utc", Must, "RFC 5545" "3.8.7.1", ["5545-3.8.7.1-01"], ValidCalendarData,
        "CREATED is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    DTSTAMP = "dtstamp-utc", Must, "RFC 5545" "3.8.7.2", ["5545-3.8.7.2-02"], ValidCalendarData,
        "DTSTAMP is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    LAST_MODIFIED = "last-modified-utc", Must, "RFC 5545" "3.8.7.3", ["5545-3.8.7.3-01"], ValidCalendarData,
        "LAST-MODIFIED is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    ACKNOWLEDGED = "acknowledged-utc", Must, "RFC 9074" "6.1", ["9074-6.1-01"], ValidCalendarData,
        "ACKNOWLEDGED is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    TZUNTIL = "tzuntil-utc", Must, "RFC 7808" "7.1", [], ValidCalendarData,
        "TZUNTIL is a date and time in UTC", "write the time in UTC, with \"Z\" at its end";
    PERCENT_COMPLETE = "percent-complete", Must, "RFC 5545" "3.8.1.8", ["5545-3.8.1.8-01"], ValidCalendarData,
        "PERCENT-COMPLETE lies within 0 to 100", "write a number of that range";
    PRIORITY = "priority", Must, "RFC 5545" "3.8.1.9", ["5545-3.8.1.9-01"], ValidCalendarData,
        "PRIORITY lies within 0 to 9", "write 1 for the highest, 9 for the lowest, 0 for none";
    SEQUENCE = "sequence", Must, "RFC 5545" "3.8.7.4", ["5545-3.8.7.4-01"], ValidCalendarData,
        "SEQUENCE is not negative", "write 0, and one more with each significant change";
    SEQUENCE_INTEGER = "sequence-integer", Must, "RFC 5545" "3.8.7.4", ["5545-3.8.7.4-01", "5545-3.3.8-01"],
        ValidCalendarData, "SEQUENCE is an integer", "write 0, and one more with each significant change";
    REPEAT = "repeat", Must, "RFC 5545" "3.8.6.2", [], ValidCalendarData,
        "REPEAT is not negative", "write how often the alarm goes off again";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_component, in_event, keeps_and_breaks};

    #[test]
    fn moments_and_numbers() {
        let alarm = |line: &str| in_event(&format!("BEGIN:VALARM\r\n{line}\r\nEND:VALARM"));
        let zone = |line: &str| in_component("VTIMEZONE", line);
        let to_do = |line: &str| in_component("VTODO", line);
        keeps_and_breaks(&[
            ("completed-utc", &to_do("COMPLETED:20270101T000000Z"), &to_do("COMPLETED:20270101T000000")),
            (
                "created-utc",
                &in_event("CREATED:20270101T000000Z"),
                &in_event("CREATED;TZID=A:20270101T000000"),
            ),
            ("dtstamp-utc", &in_event("DTSTAMP:20270101T000000Z"), &in_event("DTSTAMP;VALUE=DATE:20270101")),
            (
                "last-modified-utc",
                &in_event("LAST-MODIFIED:20270101T000000Z"),
                &in_event("LAST-MODIFIED:20270101T000000"),
            ),
            (
                "acknowledged-utc",
                &alarm("ACKNOWLEDGED:20270101T000000Z"),
                &alarm("ACKNOWLEDGED:20270101T000000"),
            ),
            ("tzuntil-utc", &zone("TZUNTIL:20270101T000000Z"), &zone("TZUNTIL:20270101T000000")),
            ("percent-complete", &to_do("PERCENT-COMPLETE:100"), &to_do("PERCENT-COMPLETE:101")),
            ("priority", &in_event("PRIORITY:9"), &in_event("PRIORITY:-1")),
            ("sequence", &in_event("SEQUENCE:0"), &in_event("SEQUENCE:-1")),
            ("sequence-integer", &in_event("SEQUENCE:0"), &in_event("SEQUENCE:first")),
            ("repeat", &alarm("REPEAT:0"), &alarm("REPEAT:-1")),
        ]);
    }
}
