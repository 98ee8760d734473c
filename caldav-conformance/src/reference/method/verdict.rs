//! What the server has against the values of properties.

use caldav_types::Precondition;
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::request::ProppatchInstruction;
use caldav_types::server::PropertyRefusal;
use ical_model::{Calendar, ComponentName};

use crate::reference::view::View;
use crate::{CheckOptions, Profile, calendar_object};

/// Properties with what speaks against them.
pub(super) type Refusals = Vec<(DavPropertyName, PropertyRefusal)>;

/// What speaks against the instructions of a PROPPATCH.
pub(super) fn on_instructions(instructions: &[ProppatchInstruction]) -> Refusals {
    let refusals = instructions.iter().filter_map(|instruction| {
        let refusal = match instruction {
            ProppatchInstruction::Set(property) => on_value(property),
            ProppatchInstruction::Remove(_) => None,
        };
        let refusal = refusal.or_else(|| on_name(&instruction.name()))?;
        Some((instruction.name(), refusal))
    });
    refusals.collect()
}

/// What speaks against the properties of a collection that is to be made. Some are set then and never after.
pub(super) fn on_new(properties: &[DavProperty]) -> Refusals {
    let refusals = properties.iter().filter_map(|property| {
        let name = property.name();
        let is_open =
            matches!(name, DavPropertyName::ResourceType | DavPropertyName::SupportedCalendarComponentSet);
        let refusal = on_value(property).or_else(|| if is_open { None } else { on_name(&name) })?;
        Some((name, refusal))
    });
    refusals.collect()
}

fn on_name(name: &DavPropertyName) -> Option<PropertyRefusal> {
    View::is_protected(name).then(PropertyRefusal::protected)
}

fn on_value(property: &DavProperty) -> Option<PropertyRefusal> {
    match property {
        DavProperty::CalendarTimezone(zone) if !is_time_zone(zone) => {
            Some(PropertyRefusal::of_value(Some(Precondition::ValidCalendarData)))
        }
        property if property.is_faulty() => {
            let is_zone = property.name() == DavPropertyName::CalendarTimezone;
            Some(PropertyRefusal::of_value(is_zone.then_some(Precondition::ValidCalendarData)))
        }
        _ => None,
    }
}

/// RFC 4791 §5.2.2: an iCalendar object with exactly one VTIMEZONE.
fn is_time_zone(text: &str) -> bool {
    let Ok(calendar) = Calendar::parse(text) else { return false };
    let mut zones = 0;
    let only_zones = calendar.components().all(|component| {
        zones += 1;
        component.is(&ComponentName::VTimeZone)
    });
    let options = CheckOptions::default().with_profile(Profile::ICalendar);
    only_zones && zones == 1 && calendar_object::check(&calendar, &options).must().next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_time_zone;

    #[test]
    fn time_zones() {
        let zone = "BEGIN:VTIMEZONE\r\nTZID:A\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n\
            TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        let event =
            "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270101T000000Z\r\nEND:VEVENT\r\n";
        for (case, inner, expected) in [
            ("one", zone.to_owned(), true),
            ("two", format!("{zone}{}", zone.replace(":A", ":B")), false),
            ("none", String::new(), false),
            ("with an event", format!("{zone}{event}"), false),
            ("an event", event.to_owned(), false),
            ("a zone without TZID", zone.replace("TZID:A\r\n", ""), false),
        ] {
            let text =
                format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//A//B//EN\r\n{inner}END:VCALENDAR\r\n");
            assert_eq!(is_time_zone(&text), expected, "RFC 4791 5.2.2: {case}");
        }
        assert!(!is_time_zone("Europe/Berlin"), "RFC 4791 5.2.2: a name");
    }
}
