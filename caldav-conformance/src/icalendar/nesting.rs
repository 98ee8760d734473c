//! Which component stands in which, and where the properties of a calendar stand.
//!
//! [RFC 5545 §3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6),
//! [RFC 7953 §3.1](https://www.rfc-editor.org/rfc/rfc7953#section-3.1),
//! [RFC 9073 §4](https://www.rfc-editor.org/rfc/rfc9073#section-4)
//!
//! Where a VALARM stands is looked at with alarms as well; components that no specification knows may stand anywhere.

use ical_model::{Child, Component};

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::facts::Facts;
use super::tally::ComponentSlot;

/// Checks that a component stands where it may.
pub(crate) fn check<'c>(
    inspection: &mut Inspection<'c>,
    component: Component<'c>,
    kind: ComponentSlot,
    parent: ComponentSlot,
) {
    if may_stand(kind, parent) {
        return;
    }
    let rule = match (kind, parent) {
        (ComponentSlot::VAlarm, _) => &ALARM,
        (_, ComponentSlot::VEvent) => &EVENT,
        _ => &NESTING,
    };
    inspection
        .report(rule, Place::Component(component), || format!("{} stands in {}", kind.name(), parent.name()));
}

fn may_stand(kind: ComponentSlot, parent: ComponentSlot) -> bool {
    use ComponentSlot as Slot;
    match kind {
        Slot::VEvent
        | Slot::VTodo
        | Slot::VJournal
        | Slot::VFreeBusy
        | Slot::VTimeZone
        | Slot::VAvailability => parent == Slot::VCalendar,
        Slot::VAlarm => matches!(parent, Slot::VEvent | Slot::VTodo),
        Slot::Standard | Slot::Daylight => parent == Slot::VTimeZone,
        Slot::Available => parent == Slot::VAvailability,
        Slot::Participant => is_described_by_others(parent),
        Slot::VResource => is_described_by_others(parent) || parent == Slot::Participant,
        Slot::VLocation => {
            is_described_by_others(parent) || matches!(parent, Slot::Participant | Slot::VAlarm)
        }
        Slot::VCalendar => false,
    }
}

/// Whether it is one of the components that RFC 9073 section 4 adds components to.
fn is_described_by_others(component: ComponentSlot) -> bool {
    use ComponentSlot as Slot;
    matches!(component, Slot::VEvent | Slot::VTodo | Slot::VJournal | Slot::VFreeBusy)
}

/// Checks that a calendar has a component, and its properties before the first one.
pub(crate) fn check_calendar<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let mut children =
        facts.component.children().skip_while(|child| matches!(child, Child::Property(_))).peekable();
    if children.peek().is_none() {
        inspection.report(&COMPONENT, Place::Component(facts.component), || {
            "VCALENDAR has no component".to_owned()
        });
    }
    let mut late = children.filter_map(|child| match child {
        Child::Property(property) => Some(property),
        Child::Component(_) => None,
    });
    if let Some(property) = late.next() {
        inspection.report(&PROPERTIES_FIRST, Place::Property(property), || {
            format!("{} stands behind a component", property.name())
        });
    }
}

rules! {
    ALARM = "valarm-parent", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-06"], ValidCalendarData,
        "a VALARM stands in a VEVENT or VTODO only", "move the VALARM into the component that it belongs to";
    EVENT = "vevent-components", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-09"], ValidCalendarData,
        "a VEVENT contains VALARM, PARTICIPANT, VLOCATION and VRESOURCE only",
        "move the component out of the VEVENT, or add the END of the VEVENT before it";
    NESTING = "component-nesting", Must, "RFC 5545" "3.6", [], ValidCalendarData,
        "a component stands in the components that it is defined for",
        "move the component to where it belongs, or add the END that is missing before it";
    COMPONENT = "vcalendar-component", Must, "RFC 5545" "3.6", ["5545-3.6-03"], ValidCalendarData,
        "a VCALENDAR has a component", "add the component, or remove the empty calendar";
    PROPERTIES_FIRST = "vcalendar-properties-first", Should, "RFC 5545" "3.7", ["5545-3.7-01"], -,
        "the properties of a calendar stand before its components", "move the property behind BEGIN:VCALENDAR";
}

#[cfg(test)]
mod tests {
    use ical_model::ComponentName;

    use super::may_stand;
    use crate::icalendar::ComponentSlot;
    use crate::icalendar::tests::{in_component, in_event, keeps_and_breaks};

    #[test]
    fn tables_are_those_of_the_specifications() {
        let mut reader =
            csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/spec/ical-nesting.csv")).unwrap();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        for parent in ComponentSlot::ALL {
            for kind in ComponentSlot::ALL {
                let expected = records.iter().any(|record| {
                    ComponentSlot::of(&ComponentName::from(&record[0])) == Some(*parent)
                        && ComponentSlot::of(&ComponentName::from(&record[1])) == Some(*kind)
                });
                assert_eq!(may_stand(*kind, *parent), expected, "{} in {}", kind.name(), parent.name());
            }
        }
    }

    #[test]
    fn places() {
        let plain = in_event("SUMMARY:a");
        let within = |component: &str| in_event(&format!("BEGIN:{component}\r\nUID:1\r\nEND:{component}"));
        let journal = in_component("VJOURNAL", "BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM");
        let empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nEND:VCALENDAR\r\n";
        let unknown = empty.replace("END:", "BEGIN:X-A\r\nEND:X-A\r\nEND:");
        let late = plain.replace("END:VCALENDAR", "X-A:b\r\nEND:VCALENDAR");
        keeps_and_breaks(&[
            ("valarm-parent", &within("VALARM"), &journal),
            ("vevent-components", &within("VLOCATION"), &within("VTODO")),
            (
                "component-nesting",
                &within("PARTICIPANT"),
                &in_component("VTODO", "BEGIN:STANDARD\r\nEND:STANDARD"),
            ),
            ("vcalendar-component", &unknown, empty),
            ("vcalendar-properties-first", &plain, &late),
        ]);
    }
}
