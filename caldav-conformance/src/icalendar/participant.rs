//! PARTICIPANT, beyond how often its properties occur.
//!
//! [RFC 9073 §7.1.1](https://www.rfc-editor.org/rfc/rfc9073#section-7.1.1)

use ical_model::PropertyName;

use super::facts::Facts;
use super::scheduling::is_for_scheduling;
use super::tally::{ComponentSlot, PropertySlot};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks one component in another.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>, parent: Option<&Facts<'c>>) {
    let scheduled = facts.kind == ComponentSlot::Participant
        && parent.is_some_and(|parent| {
            matches!(parent.kind, ComponentSlot::VEvent | ComponentSlot::VTodo)
                && parent.has(PropertySlot::Attendee)
        });
    if !scheduled {
        return;
    }
    let (Some(address), Some(parent)) = (facts.first(PropertySlot::CalendarAddress), parent) else { return };
    let found = address.parameters().flatten().find(|parameter| is_for_scheduling(parameter.name()));
    let Some(parameter) = found else { return };
    let Ok(value) = address.value() else { return };
    let attends = |attendee: ical_model::Property<'c>| {
        attendee.value().is_ok_and(|other| other.eq_ignore_ascii_case(&value))
    };
    if parent.component.properties_named(&PropertyName::Attendee).any(attends) {
        inspection.report(&PARAMETERS, Place::Parameter(address, &parameter), || {
            format!("CALENDAR-ADDRESS has {} for {value}, who is an ATTENDEE", parameter.name())
        });
    }
}

rules! {
    PARAMETERS = "participant-scheduling-parameter", Must, "RFC 9073" "7.1.1", ["9073-7.1.1-01"], -,
        "a participant who is an ATTENDEE of an event or task has the scheduling parameters there",
        "move the parameter to the ATTENDEE";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn participants() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "9073-7.1.1-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nBEGIN:PARTICIPANT\nUID:7\nPARTICIPANT-TYPE:SPEAKER\nCALENDAR-ADDRESS:mailto:b@example.com\nEND:PARTICIPANT\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9073-7.1.1-01 keeps, no attendee",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nBEGIN:PARTICIPANT\nUID:7\nPARTICIPANT-TYPE:SPEAKER\nCALENDAR-ADDRESS;ROLE=CHAIR:mailto:c@example.com\nEND:PARTICIPANT\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9073-7.1.1-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nBEGIN:PARTICIPANT\nUID:7\nPARTICIPANT-TYPE:SPEAKER\nCALENDAR-ADDRESS;ROLE=CHAIR:MAILTO:b@example.com\nEND:PARTICIPANT\nEND:VEVENT\n",
                    &["participant-scheduling-parameter"],
                ),
            ],
        );
    }
}
