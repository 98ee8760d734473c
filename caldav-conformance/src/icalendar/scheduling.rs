//! ORGANIZER and ATTENDEE, as far as one object decides what it is for.
//!
//! [RFC 5545 §3.8.4.1, §3.8.4.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.1),
//! [RFC 5546 §3](https://www.rfc-editor.org/rfc/rfc5546#section-3)
//!
//! METHOD tells a published object from a group-scheduled one; without METHOD an object is taken as group-scheduled when
//! it has an ATTENDEE.

use ical_model::{ParameterName, PropertyName};

use super::facts::{CalendarFacts, Facts};
use super::tally::{ComponentSlot, PropertySlot};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks one component.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, facts: &Facts<'c>) {
    let attendees = facts.has(PropertySlot::Attendee);
    if attendees && matches!(facts.kind, ComponentSlot::VFreeBusy | ComponentSlot::VAlarm) {
        check_parameters(inspection, facts);
    }
    if !matches!(
        facts.kind,
        ComponentSlot::VEvent | ComponentSlot::VTodo | ComponentSlot::VJournal | ComponentSlot::VFreeBusy
    ) {
        return;
    }
    let method = calendar.method.as_ref().map(|method| &*method.value);
    let organizer = facts.has(PropertySlot::Organizer);
    let name = facts.kind.name();
    if method.is_some_and(|method| method.eq_ignore_ascii_case("PUBLISH")) {
        if let Some(attendee) = facts.first(PropertySlot::Attendee) {
            inspection.report(&PUBLISHED_ATTENDEE, Place::Property(attendee), || {
                format!("{name} has an ATTENDEE in an object that is published")
            });
        }
        if facts.kind == ComponentSlot::VFreeBusy && !organizer {
            inspection.report(&PUBLISHED_ORGANIZER, Place::Component(facts.component), || {
                "VFREEBUSY has no ORGANIZER in an object that is published".to_owned()
            });
        }
        return;
    }
    let needs = method.map(|method| needs(method, facts.kind)).unwrap_or_default();
    if needs.attendee && !attendees {
        inspection.report(&ATTENDEE, Place::Component(facts.component), || {
            format!("{name} has no ATTENDEE in an object with METHOD {}", method.unwrap_or_default())
        });
    }
    // Without METHOD a VFREEBUSY may be an answer to a query, which names nobody.
    let scheduled = attendees && facts.kind != ComponentSlot::VFreeBusy;
    if !organizer && (needs.organizer || (method.is_none() && scheduled)) {
        let place =
            facts.first(PropertySlot::Attendee).map_or(Place::Component(facts.component), Place::Property);
        inspection.report(&ORGANIZER, place, || match method {
            Some(method) => format!("{name} has no ORGANIZER in an object with METHOD {method}"),
            None => format!("{name} has an ATTENDEE and no ORGANIZER"),
        });
    }
}

/// Checks that an object of time zones alone names nobody.
pub(crate) fn check_calendar<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    let root = &calendar.root;
    let zones_alone = root.component_count(ComponentSlot::VTimeZone) > 0
        && root.component.components().all(|component| component.is(&ComponentSlot::VTimeZone.name()));
    if !zones_alone {
        return;
    }
    let zones = root.component.components();
    let lines = zones
        .flat_map(|zone| zone.properties().chain(zone.components().flat_map(|inner| inner.properties())));
    for organizer in root.component.properties().chain(lines).filter(|line| line.is(&PropertyName::Organizer))
    {
        inspection.report(&ZONE_ORGANIZER, Place::Property(organizer), || {
            "an object of time zones alone has an ORGANIZER".to_owned()
        });
    }
}

/// Checks the ATTENDEEs that take part in nothing: who is asked about, and who gets the mail of an alarm.
fn check_parameters<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    for attendee in facts.component.properties_named(&PropertyName::Attendee) {
        let found = attendee.parameters().flatten().find(|parameter| is_for_scheduling(parameter.name()));
        if let Some(parameter) = found {
            inspection.report(&PARAMETERS, Place::Parameter(attendee, &parameter), || {
                format!("ATTENDEE has {} in a {}", parameter.name(), facts.kind.name())
            });
        }
    }
}

/// The parameters that §3.8.4.1 keeps for those who take part.
pub(crate) fn is_for_scheduling(name: &ParameterName<'_>) -> bool {
    matches!(
        name,
        ParameterName::Cn
            | ParameterName::Role
            | ParameterName::PartStat
            | ParameterName::Rsvp
            | ParameterName::CuType
            | ParameterName::Member
            | ParameterName::DelegatedTo
            | ParameterName::DelegatedFrom
            | ParameterName::SentBy
            | ParameterName::Dir
    )
}

/// Who has to be named.
#[derive(Clone, Copy, Debug, Default)]
struct Needs {
    organizer: bool,
    attendee: bool,
}

/// Who is named under a method other than PUBLISH, by the tables of RFC 5546, sections 3.2 to 3.5. What a method that is
/// not there asks for is not known.
fn needs(method: &str, kind: ComponentSlot) -> Needs {
    let journal = kind == ComponentSlot::VJournal;
    let is = |names: &[&str]| names.iter().any(|name| method.eq_ignore_ascii_case(name));
    let todo = kind == ComponentSlot::VTodo;
    Needs {
        organizer: is(&["REQUEST", "REPLY", "ADD", "CANCEL", "COUNTER", "DECLINECOUNTER"])
            || (is(&["REFRESH"]) && !todo),
        attendee: !journal
            && (is(&["REQUEST", "REPLY", "REFRESH", "DECLINECOUNTER"]) || (is(&["COUNTER"]) && todo)),
    }
}

rules! {
    ATTENDEE = "scheduled-without-attendee", Must, "RFC 5545" "3.8.4.1", ["5545-3.8.4.1-01"], -,
        "a group-scheduled object has ATTENDEEs", "add the ATTENDEEs, or publish the object with METHOD PUBLISH";
    PUBLISHED_ATTENDEE = "published-attendee", Must, "RFC 5545" "3.8.4.1", ["5545-3.8.4.1-02"], -,
        "a published object has no ATTENDEE", "remove the ATTENDEEs";
    PARAMETERS = "attendee-scheduling-parameter", Must, "RFC 5545" "3.8.4.1", ["5545-3.8.4.1-03"], ValidCalendarData,
        "ATTENDEE in VFREEBUSY and VALARM has no parameters about taking part", "remove the parameter";
    ORGANIZER = "scheduled-without-organizer", Must, "RFC 5545" "3.8.4.3", ["5545-3.8.4.3-01"], -,
        "a group-scheduled object has an ORGANIZER", "add the ORGANIZER, or remove the ATTENDEEs";
    PUBLISHED_ORGANIZER = "published-busy-time-without-organizer", Must, "RFC 5545" "3.8.4.3", ["5545-3.8.4.3-02"], -,
        "a published VFREEBUSY has an ORGANIZER", "add the ORGANIZER whose busy time it is";
    ZONE_ORGANIZER = "time-zone-organizer", Must, "RFC 5545" "3.8.4.3", ["5545-3.8.4.3-03"], -,
        "an object of time zones alone has no ORGANIZER", "remove the ORGANIZER";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn people() {
        let options = CheckOptions::default().with_profile(crate::Profile::Stream);
        room::check(
            RULES,
            &options,
            &[
                (
                    "5545-3.8.4.1-01 keeps",
                    "METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.1-01 breaks",
                    "METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nEND:VEVENT\n",
                    &["scheduled-without-attendee"],
                ),
                (
                    "RFC 5546 §3.2.5",
                    "METHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "a method of another specification",
                    "METHOD:X-EXAMPLE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.1-02 keeps",
                    "METHOD:PUBLISH\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.1-02 breaks",
                    "METHOD:publish\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &["published-attendee"],
                ),
                (
                    "5545-3.8.4.1-03 keeps",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nEND:VFREEBUSY\n",
                    &[],
                ),
                (
                    "5545-3.8.4.1-03 breaks",
                    "BEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.com\nEND:VFREEBUSY\n",
                    &["attendee-scheduling-parameter"],
                ),
                (
                    "5545-3.8.4.1-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:EMAIL\nDESCRIPTION:a\nSUMMARY:b\nATTENDEE;CN=B:mailto:b@example.com\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["attendee-scheduling-parameter"],
                ),
                (
                    "5545-3.8.4.3-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.3-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.3-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &["scheduled-without-organizer"],
                ),
                (
                    "5545-3.8.4.3-01 breaks",
                    "METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &["scheduled-without-organizer"],
                ),
                (
                    "5545-3.8.4.3-02 breaks",
                    "METHOD:PUBLISH\nBEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nEND:VFREEBUSY\n",
                    &["published-busy-time-without-organizer"],
                ),
                (
                    "5545-3.8.4.3-02 keeps",
                    "METHOD:PUBLISH\nBEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:a@example.com\nEND:VFREEBUSY\n",
                    &[],
                ),
                ("5545-3.8.4.3-03 keeps", "[NY]\n", &[]),
                (
                    "5545-3.8.4.3-03 breaks",
                    "ORGANIZER:mailto:a@example.com\n[NY]\n",
                    &["time-zone-organizer"],
                ),
                (
                    "5545-3.8.4.3-03 breaks",
                    "BEGIN:VTIMEZONE\nTZID:A\nORGANIZER:mailto:a@example.com\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\n",
                    &["time-zone-organizer"],
                ),
            ],
        );
    }
}
