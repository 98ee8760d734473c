//! What a calendar object resource may hold.
//!
//! [RFC 4791 §4.1](https://www.rfc-editor.org/rfc/rfc4791#section-4.1)

use ical_model::{Component, ComponentName};

use super::is_calendar_component;
use crate::icalendar::{CalendarFacts, ComponentSlot, Member};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks that the resource is one calendar.
pub(crate) fn check_stream<'c>(inspection: &mut Inspection<'c>, second: Option<Component<'c>>) {
    if let Some(second) = second {
        inspection.report(&ONE_CALENDAR, Place::Component(second), || {
            "a second VCALENDAR stands in the calendar object resource".to_owned()
        });
    }
}

/// Checks one calendar.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    if let Some(method) = &calendar.method {
        inspection.report(&METHOD, Place::Property(method.property), || {
            format!("METHOD is {} in a calendar object resource", method.value)
        });
    }
    check_components(inspection, calendar);
    for (tzid, user) in calendar.missing_time_zones(inspection.options) {
        inspection.report(&TIME_ZONE, Place::Property(user), || {
            format!("{} is in the time zone {tzid}, which no VTIMEZONE defines", user.name())
        });
    }
}

fn check_components<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    let mut members = calendar.members.iter().filter(|member| is_calendar_component(member.component));
    let Some(first) = members.next() else { return check_empty(inspection, calendar) };
    let name = first.kind.name();
    check_uid(inspection, first);
    let mut uid = first.uid.as_ref().map(|uid| &uid.value);
    for member in members {
        if member.kind != first.kind {
            inspection.report(&ONE_TYPE, Place::Component(member.component), || {
                format!("{} stands beside {name} in one calendar object resource", member.kind.name())
            });
        }
        check_uid(inspection, member);
        match (&member.uid, uid) {
            (Some(line), Some(first)) if line.value != *first => {
                inspection.report(&ONE_UID, Place::Property(line.property), || {
                    format!(
                        "the UID {} stands beside the UID {first} in one calendar object resource",
                        line.value
                    )
                });
            }
            (Some(line), None) => uid = Some(&line.value),
            _ => {}
        }
    }
}

fn check_uid<'c>(inspection: &mut Inspection<'c>, member: &Member<'c>) {
    if member.uid.as_ref().is_none_or(|uid| uid.value.is_empty()) {
        inspection.report(&UID, Place::Component(member.component), || {
            format!("{} has no UID", member.kind.name())
        });
    }
}

/// Checks a calendar without any component that a resource is made of.
fn check_empty<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    let root = calendar.root.component;
    let (rule, found) = match root.components().next() {
        None => (&COMPONENT, "no component"),
        Some(_) if root.components_named(&ComponentName::VTimeZone).any(defines_a_zone) => {
            (&TIME_ZONE_ALONE, "a time zone alone")
        }
        Some(_) if calendar.root.component_count(ComponentSlot::VTimeZone) > 0 => {
            (&COMPONENT, "a VTIMEZONE alone, and that defines nothing")
        }
        Some(_) => (&UNKNOWN_ALONE, "no component of a type that calendars have"),
    };
    inspection.report(rule, Place::Component(root), || format!("the calendar object resource holds {found}"));
}

fn defines_a_zone(zone: Component<'_>) -> bool {
    zone.components().any(|inner| matches!(inner.name(), ComponentName::Standard | ComponentName::Daylight))
}

rules! {
    ONE_CALENDAR = "object-several-calendars", Must, "RFC 4791" "4.1", [], ValidCalendarObjectResource,
        "a calendar object resource is one iCalendar object",
        "store each VCALENDAR as a resource of its own";
    METHOD = "object-method", Must, "RFC 4791" "4.1", ["4791-4.1-03"], ValidCalendarObjectResource,
        "a calendar object resource has no METHOD",
        "remove METHOD; it belongs to messages, not to what is stored";
    ONE_TYPE = "object-several-types", Must, "RFC 4791" "4.1", ["4791-4.1-01"], ValidCalendarObjectResource,
        "a calendar object resource holds one type of component, VTIMEZONE not counted",
        "store each type of component as a resource of its own";
    ONE_UID = "object-several-uids", Must, "RFC 4791" "4.1", ["4791-4.1-05"], ValidCalendarObjectResource,
        "all components of a calendar object resource have one UID",
        "store the components of each UID as a resource of its own";
    UID = "object-without-uid", Must, "RFC 4791" "4.1", [], ValidCalendarObjectResource,
        "the components of a calendar object resource have a UID, which is unique in the collection",
        "give all components of the resource the same UID";
    TIME_ZONE = "object-time-zone-missing", Must, "RFC 4791" "4.1", ["4791-4.1-02"], ValidCalendarObjectResource,
        "a calendar object resource has a VTIMEZONE for each TZID in it",
        "add a VTIMEZONE with that TZID, or write the times in UTC";
    COMPONENT = "object-without-component", Must, "RFC 4791" "4.1", [], ValidCalendarObjectResource,
        "a calendar object resource holds a component",
        "add the VEVENT, VTODO or VJOURNAL that is to be stored";
    TIME_ZONE_ALONE = "object-time-zone-alone", Note, "RFC 4791" "4.1", [], -,
        "a calendar object resource holds more than time zones",
        "most servers refuse such a resource; keep time zones with the components that use them";
    UNKNOWN_ALONE = "object-unknown-components-alone", Note, "RFC 4791" "4.1", [], -,
        "a calendar object resource holds a component of a type that calendars have",
        "most servers refuse such a resource; add a VEVENT, VTODO or VJOURNAL";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn objects() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "4791-4.1-01 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-4.1-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nEND:VTODO\n",
                    &["object-several-types"],
                ),
                (
                    "unknown components do not count",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:X-THING\nUID:9\nEND:X-THING\n",
                    &[],
                ),
                (
                    "4791-4.1-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=A:20270101T090000\nEND:VEVENT\n",
                    &["object-time-zone-missing"],
                ),
                (
                    "4791-4.1-03 breaks",
                    "METHOD:PUBLISH\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["object-method"],
                ),
                (
                    "4791-4.1-05 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["object-several-uids"],
                ),
                (
                    "4791-4.1-04 breaks",
                    "BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["object-without-uid"],
                ),
                (
                    "4791-4.1-07 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                ("§4.1 breaks", "", &["object-without-component"]),
                ("§4.1 breaks", "BEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\n", &["object-without-component"]),
                ("op-53", "[NY]\n", &["object-time-zone-alone"]),
                ("§4.1", "BEGIN:X-THING\nUID:9\nEND:X-THING\n", &["object-unknown-components-alone"]),
                (
                    "§4.1 breaks",
                    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:a\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nVERSION:2.0\nPRODID:a\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nEND:VCALENDAR\n",
                    &["object-several-calendars"],
                ),
            ],
        );
    }

    #[test]
    fn other_profiles_ask_none_of_it() {
        let options = CheckOptions::default().with_profile(crate::Profile::Stream);
        room::check_some(
            RULES,
            &options,
            &[(
                "4791-4.1-05",
                "METHOD:PUBLISH\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:VTODO\nUID:2\nDTSTAMP:20270101T000000Z\nEND:VTODO\n",
                &[],
            )],
        );
    }
}
