//! VFREEBUSY, beyond how often its properties occur.
//!
//! [RFC 5545 §3.6.4, §3.8.2.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.4)

use ical_model::value::DateOrDateTime;
use ical_model::{ParameterName, PropertyName};

use super::facts::{Facts, Line};
use super::tally::{ComponentSlot, PropertySlot};
use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

/// Checks one component.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    if facts.kind != ComponentSlot::VFreeBusy {
        return;
    }
    check_utc(inspection, &DTSTART_UTC, facts.dt_start.as_ref());
    check_utc(inspection, &DTEND_UTC, facts.dt_end.as_ref());
    for slot in [PropertySlot::RRule, PropertySlot::RDate, PropertySlot::ExDate] {
        if let Some(property) = facts.first(slot) {
            inspection
                .report(&RECURRENCE, Place::Property(property), || format!("VFREEBUSY has {}", slot.name()));
        }
    }
    if !facts.has(PropertySlot::FreeBusy) {
        return;
    }
    if let Some((property, offset)) = facts.unsorted_period {
        inspection.report(&SORTED, Place::Value(property, offset), || {
            "a FREEBUSY starts before the one in front of it, or with it and ends before it".to_owned()
        });
    }
    let mut behind = false;
    for property in facts.component.properties() {
        match property.name() {
            PropertyName::FreeBusy => {
                behind = true;
                let types = property
                    .parameters()
                    .flatten()
                    .filter(|parameter| *parameter.name() == ParameterName::FbType);
                let types: usize = types.map(|parameter| parameter.values().take(2).count()).sum();
                if types > 1 {
                    inspection.report(&ONE_TYPE, Place::Property(property), || {
                        "one FREEBUSY has more than one FBTYPE".to_owned()
                    });
                }
            }
            name @ (PropertyName::DtStart | PropertyName::DtEnd) if behind => {
                inspection
                    .report(&ORDER, Place::Property(property), || format!("{name} stands behind a FREEBUSY"));
            }
            _ => {}
        }
    }
}

fn check_utc<'c>(
    inspection: &mut Inspection<'c>,
    rule: &'static Rule,
    line: Option<&Line<'c, DateOrDateTime>>,
) {
    if let Some(line) = line
        && !matches!(&line.value, DateOrDateTime::DateTime(time) if time.is_utc())
    {
        inspection.report(rule, Place::Property(line.property), || {
            format!("{} {} of a VFREEBUSY is not in UTC", line.property.name(), shown(&line.value))
        });
    }
}

rules! {
    DTSTART_UTC = "vfreebusy-dtstart-utc", Must, "RFC 5545" "3.8.2.4", ["5545-3.8.2.4-03"], ValidCalendarData,
        "DTSTART of a VFREEBUSY is in UTC", "write DTSTART in UTC, with Z at the end";
    DTEND_UTC = "vfreebusy-dtend-utc", Must, "RFC 5545" "3.8.2.2", ["5545-3.8.2.2-04"], ValidCalendarData,
        "DTEND of a VFREEBUSY is in UTC", "write DTEND in UTC, with Z at the end";
    RECURRENCE = "vfreebusy-recurrence", Must, "RFC 5545" "3.6.4", ["5545-3.6.4-04"], ValidCalendarData,
        "a VFREEBUSY does not recur", "remove the property, and list each period in FREEBUSY";
    ORDER = "vfreebusy-order", Should, "RFC 5545" "3.6.4", ["5545-3.6.4-03"], -,
        "in a VFREEBUSY DTSTART and DTEND come before any FREEBUSY", "move DTSTART and DTEND to the front";
    SORTED = "vfreebusy-sorted", Should, "RFC 5545" "3.8.2.6", ["5545-3.8.2.6-02"], -,
        "FREEBUSY properties are sorted by start, and then by end", "sort the FREEBUSY properties, earliest first";
    ONE_TYPE = "freebusy-one-type", Must, "RFC 5545" "3.8.2.6", ["5545-3.8.2.6-03"], ValidCalendarData,
        "all periods of one FREEBUSY have the same FBTYPE", "write a FREEBUSY for each FBTYPE";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn busy_times() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "5545-3.8.2.6-02 keeps",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY:20270101T090000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20270101T090000Z/PT2H\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.8.2.6-02 keeps, lists",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY:20270101T090000Z/PT1H,20270103T090000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20270102T090000Z/PT2H\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.8.2.6-02 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY:20270101T090000Z/PT2H\nFREEBUSY;FBTYPE=FREE:20270101T090000Z/PT1H\nEND:VFREEBUSY\n",
                    &["vfreebusy-sorted"],
                ),
                (
                    "5545-3.8.2.6-02 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY:20270102T090000Z/PT1H\nFREEBUSY:20270101T090000Z/PT1H\nEND:VFREEBUSY\n",
                    &["vfreebusy-sorted"],
                ),
                (
                    "5545-3.8.2.4-03 keeps",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270101T000000Z\nDTEND:20270102T000000Z\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.8.2.4-03 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART;VALUE=DATE:20270101\nEND:VFREEBUSY\n",
                    &["vfreebusy-dtstart-utc"],
                ),
                (
                    "5545-3.8.2.2-04 breaks",
                    "[NY]\nBEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270101T000000Z\nDTEND;TZID=America/New_York:20270102T000000\nEND:VFREEBUSY\n",
                    &["vfreebusy-dtend-utc"],
                ),
                (
                    "5545-3.6.4-04 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270101T000000Z\nRRULE:FREQ=DAILY\nEND:VFREEBUSY\n",
                    &["vfreebusy-recurrence"],
                ),
                (
                    "5545-3.6.4-04 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nEXDATE:20270101T000000Z\nEND:VFREEBUSY\n",
                    &["vfreebusy-recurrence"],
                ),
                (
                    "5545-3.6.4-03 keeps",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nDTSTART:20270101T000000Z\nFREEBUSY:20270101T090000Z/PT1H\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.6.4-03 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY:20270101T090000Z/PT1H\nDTSTART:20270101T000000Z\nEND:VFREEBUSY\n",
                    &["vfreebusy-order"],
                ),
                (
                    "5545-3.8.2.6-03 keeps",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY;FBTYPE=FREE:20270101T090000Z/PT1H,20270102T090000Z/PT1H\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.8.2.6-03 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nFREEBUSY;FBTYPE=FREE,BUSY:20270101T090000Z/PT1H,20270102T090000Z/PT1H\nEND:VFREEBUSY\n",
                    &["freebusy-one-type"],
                ),
            ],
        );
    }
}
