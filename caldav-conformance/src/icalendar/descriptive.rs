//! Properties with a set of values: CLASS, STATUS, TRANSP, ACTION, PROXIMITY and BUSYTYPE; and GEO.
//!
//! [RFC 5545 §3.8.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1)

use ical_model::value::{Float, ValueRead};

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::parameter::is_token;
use super::reader::Reading;
use super::tally::{ComponentSlot, PropertySlot};
use super::value::excerpt;

/// Checks a property that is one word.
pub(crate) fn check_token<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, slot, component, text, .. } = reading;
    let word = text.trim_matches([' ', '\t']);
    let is_one_of = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let (rule, kept) = match slot {
        PropertySlot::Status => (&STATUS, statuses(component).is_none_or(is_one_of)),
        PropertySlot::Transp => (&TRANSP, is_one_of(&["OPAQUE", "TRANSPARENT"])),
        PropertySlot::Class => (&CLASS, is_token(word)),
        PropertySlot::Action => (&ACTION, is_token(word)),
        PropertySlot::Proximity => (&PROXIMITY, is_token(word)),
        _ => (&BUSYTYPE, is_token(word)),
    };
    if !kept {
        inspection.report(rule, Place::Value(property, 0), || {
            format!("{} in {} is {}", property.name(), component.name(), excerpt(text))
        });
    }
}

/// What STATUS may be; None where no specification says.
fn statuses(component: ComponentSlot) -> Option<&'static [&'static str]> {
    Some(match component {
        ComponentSlot::VEvent => &["TENTATIVE", "CONFIRMED", "CANCELLED"],
        ComponentSlot::VTodo => &["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"],
        ComponentSlot::VJournal => &["DRAFT", "FINAL", "CANCELLED"],
        _ => return None,
    })
}

/// Checks GEO: `latitude ";" longitude`.
pub(crate) fn check_geo<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, text, .. } = reading;
    let is_float = |text: &str| Float::read_strict(text).is_ok();
    let is_within =
        |text: &str, limit: f64| text.parse::<Float>().is_ok_and(|number| number.get().abs() <= limit);
    let rule = match text.split_once(';') {
        Some((latitude, longitude)) if is_within(latitude, 90.0) && is_within(longitude, 180.0) => return,
        Some((latitude, longitude))
            if !(longitude.contains(';') || is_float(latitude) && is_float(longitude)) =>
        {
            &GEO_FLOAT
        }
        None if text.split_once(',').is_some_and(|(one, other)| is_float(one) && is_float(other)) => {
            &GEO_SEPARATOR
        }
        _ => &GEO,
    };
    inspection.report(rule, Place::Value(property, 0), || format!("GEO is {}", excerpt(text)));
}

rules! {
    CLASS = "class", Must, "RFC 5545" "3.8.1.3", [], ValidCalendarData,
        "CLASS is PUBLIC, PRIVATE, CONFIDENTIAL or another name", "write one of them";
    STATUS = "status", Must, "RFC 5545" "3.8.1.11", ["5545-3.8.1.11-01"], ValidCalendarData,
        "STATUS is one of the values for the type of component",
        "write TENTATIVE, CONFIRMED or CANCELLED in a VEVENT, NEEDS-ACTION, COMPLETED, IN-PROCESS or CANCELLED in a VTODO, DRAFT, FINAL or CANCELLED in a VJOURNAL";
    TRANSP = "transp", Must, "RFC 5545" "3.8.2.7", ["5545-3.8.2.7-02"], -,
        "TRANSP is OPAQUE or TRANSPARENT", "write one of them, or leave TRANSP out, which means OPAQUE";
    ACTION = "action", Must, "RFC 5545" "3.8.6.1", [], ValidCalendarData,
        "ACTION is AUDIO, DISPLAY, EMAIL or another name", "write one of them";
    PROXIMITY = "proximity", Must, "RFC 9074" "8.1", ["9074-8.1-02"], ValidCalendarData,
        "PROXIMITY is ARRIVE, DEPART, CONNECT, DISCONNECT or another name", "write one of them";
    BUSYTYPE = "busytype", Must, "RFC 7953" "3.2", [], ValidCalendarData,
        "BUSYTYPE is BUSY, BUSY-UNAVAILABLE, BUSY-TENTATIVE or another name", "write one of them";
    GEO = "geo", Must, "RFC 5545" "3.8.1.6", ["5545-3.8.1.6-01"], ValidCalendarData,
        "GEO is a latitude of -90 to 90, \";\" and a longitude of -180 to 180", "write the place as in 37.386013;-122.082932";
    GEO_FLOAT = "geo-float", Must, "RFC 5545" "3.8.1.6", ["5545-3.8.1.6-01", "5545-3.3.7-01"], ValidCalendarData,
        "the latitude and the longitude of GEO are each a FLOAT", "write the place as in 37.386013;-122.082932";
    GEO_SEPARATOR = "geo-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-02", "5545-3.8.1.6-01"],
        ValidCalendarData, "a semicolon separates latitude and longitude", "write the place as in 37.386013;-122.082932";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_component, in_event, keeps_and_breaks};

    #[test]
    fn words_and_places() {
        let alarm = |line: &str| in_event(&format!("BEGIN:VALARM\r\n{line}\r\nEND:VALARM"));
        keeps_and_breaks(&[
            ("class", &in_event("CLASS:X-SECRET"), &in_event("CLASS:top secret")),
            ("status", &in_event("STATUS:Confirmed"), &in_event("STATUS:COMPLETED")),
            (
                "status",
                &in_component("VTODO", "STATUS:COMPLETED"),
                &in_component("VTODO", "STATUS:CONFIRMED"),
            ),
            (
                "status",
                &in_component("VJOURNAL", "STATUS:FINAL"),
                &in_component("VJOURNAL", "STATUS:TENTATIVE"),
            ),
            ("transp", &in_event("TRANSP:OPAQUE"), &in_event("TRANSP:BUSY")),
            ("action", &alarm("ACTION:X-LIGHT"), &alarm("ACTION:")),
            ("proximity", &alarm("PROXIMITY:arrive"), &alarm("PROXIMITY:ARRIVE,DEPART")),
            (
                "busytype",
                &in_component("VAVAILABILITY", "BUSYTYPE:BUSY"),
                &in_component("VAVAILABILITY", "BUSYTYPE:a b"),
            ),
            ("geo", &in_event("GEO:-90;180.0"), &in_event("GEO:91;0")),
            ("geo", &in_event("GEO:1;2"), &in_event("GEO:1;2;3")),
            ("geo-float", &in_event("GEO:1;2"), &in_event("GEO:1;east")),
            ("geo-separator", &in_event("GEO:1;2"), &in_event("GEO:1,2")),
        ]);
    }
}
