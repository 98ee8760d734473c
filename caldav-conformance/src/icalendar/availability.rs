//! VAVAILABILITY and AVAILABLE.
//!
//! [RFC 7953 §3.1](https://www.rfc-editor.org/rfc/rfc7953#section-3.1)

use ical_model::value::DateOrDateTime;

use super::facts::Facts;
use super::occurrence::{self, Row, once, one};
use super::tally::{ComponentSlot, PropertySlot};
use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks one component.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    match facts.kind {
        ComponentSlot::VAvailability => occurrence::check(inspection, facts, VAVAILABILITY),
        ComponentSlot::Available => occurrence::check(inspection, facts, AVAILABLE),
        _ => return,
    }
    if let Some(line) = facts.first(PropertySlot::BusyType)
        && let Ok(text) = line.value()
        && (text.is_empty() || !text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-'))
    {
        inspection
            .report(&BUSY_TYPE, Place::Property(line), || format!("BUSYTYPE is {text}, which is no name"));
    }
    for line in facts.dt_start.iter().chain(&facts.dt_end) {
        let zoned = match &line.value {
            DateOrDateTime::Date(_) => false,
            DateOrDateTime::DateTime(time) => time.is_utc() || time.tzid().is_some(),
        };
        if !zoned {
            inspection.report(&FORM, Place::Property(line.property), || {
                let name = line.property.name();
                format!(
                    "{name} {} in {} is neither in UTC nor in a time zone",
                    shown(&line.value),
                    facts.kind.name()
                )
            });
        }
    }
}

const VAVAILABILITY: &[Row] = &[
    one(PropertySlot::DtStamp, &REQUIRED, &REQUIRED),
    one(PropertySlot::Uid, &REQUIRED, &REQUIRED),
    once(PropertySlot::BusyType, &TWICE),
    once(PropertySlot::Class, &TWICE),
    once(PropertySlot::Created, &TWICE),
    once(PropertySlot::Description, &TWICE),
    once(PropertySlot::DtStart, &TWICE),
    once(PropertySlot::LastModified, &TWICE),
    once(PropertySlot::Location, &TWICE),
    once(PropertySlot::Organizer, &TWICE),
    once(PropertySlot::Priority, &TWICE),
    once(PropertySlot::Sequence, &TWICE),
    once(PropertySlot::Summary, &TWICE),
    once(PropertySlot::Url, &TWICE),
    once(PropertySlot::DtEnd, &TWICE),
    once(PropertySlot::Duration, &TWICE),
];

const AVAILABLE: &[Row] = &[
    one(PropertySlot::DtStamp, &AVAILABLE_REQUIRED, &AVAILABLE_REQUIRED),
    one(PropertySlot::DtStart, &AVAILABLE_REQUIRED, &AVAILABLE_REQUIRED),
    one(PropertySlot::Uid, &AVAILABLE_REQUIRED, &AVAILABLE_REQUIRED),
    once(PropertySlot::Created, &AVAILABLE_TWICE),
    once(PropertySlot::Description, &AVAILABLE_TWICE),
    once(PropertySlot::LastModified, &AVAILABLE_TWICE),
    once(PropertySlot::Location, &AVAILABLE_TWICE),
    once(PropertySlot::RecurrenceId, &AVAILABLE_TWICE),
    once(PropertySlot::RRule, &AVAILABLE_TWICE),
    once(PropertySlot::Summary, &AVAILABLE_TWICE),
    once(PropertySlot::DtEnd, &AVAILABLE_TWICE),
    once(PropertySlot::Duration, &AVAILABLE_TWICE),
];

rules! {
    REQUIRED = "vavailability-required-once", Must, "RFC 7953" "3.1", ["7953-3.1-01"], ValidCalendarData,
        "a VAVAILABILITY has exactly one DTSTAMP and one UID", "add the property, or remove all but one";
    TWICE = "vavailability-property-twice", Must, "RFC 7953" "3.1", ["7953-3.1-02"], ValidCalendarData,
        "the property does not repeat in a VAVAILABILITY", "remove all but one";
    AVAILABLE_REQUIRED = "available-required-once", Must, "RFC 7953" "3.1", ["7953-3.1-05"], ValidCalendarData,
        "an AVAILABLE has exactly one DTSTAMP, one DTSTART and one UID", "add the property, or remove all but one";
    AVAILABLE_TWICE = "available-property-twice", Must, "RFC 7953" "3.1", ["7953-3.1-07"], ValidCalendarData,
        "the property does not repeat in an AVAILABLE", "remove all but one";
    BUSY_TYPE = "busytype-value", Must, "RFC 7953" "3.2", ["7953-3.2-01"], ValidCalendarData,
        "BUSYTYPE is BUSY, BUSY-UNAVAILABLE, BUSY-TENTATIVE or another name", "write one of the three names";
    FORM = "vavailability-local-time", Must, "RFC 7953" "3.1", ["7953-3.1-09"], ValidCalendarData,
        "DTSTART and DTEND of VAVAILABILITY and AVAILABLE are times in UTC or in a time zone",
        "write a DATE-TIME with Z or with TZID";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn availabilities() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "7953-3.1-01 keeps",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBUSYTYPE:BUSY\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &[],
                ),
                (
                    "7953-3.1-01 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nEND:VAVAILABILITY\n",
                    &["vavailability-required-once"],
                ),
                (
                    "7953-3.1-02 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nPRIORITY:1\nPRIORITY:2\nEND:VAVAILABILITY\n",
                    &["vavailability-property-twice"],
                ),
                (
                    "7953-3.1-05 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &["available-required-once"],
                ),
                (
                    "7953-3.1-07 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nSUMMARY:a\nSUMMARY:b\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &["available-property-twice"],
                ),
                (
                    "7953-3.1-09 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000\nEND:VAVAILABILITY\n",
                    &["vavailability-local-time"],
                ),
                (
                    "7953-3.1-09 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &["vavailability-local-time"],
                ),
                (
                    "7953-3.1-09 keeps",
                    "[NY]\nBEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:AVAILABLE\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nEND:AVAILABLE\nEND:VAVAILABILITY\n",
                    &[],
                ),
                (
                    "7953-3.2-01 breaks",
                    "BEGIN:VAVAILABILITY\nUID:1\nDTSTAMP:20270101T000000Z\nBUSYTYPE:BUSY,FREE\nEND:VAVAILABILITY\n",
                    &["busytype-value"],
                ),
            ],
        );
    }
}
