//! How often properties occur in a component.
//!
//! [RFC 5545 §3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6),
//! [RFC 7986 §4](https://www.rfc-editor.org/rfc/rfc7986#section-4),
//! [RFC 9073 §7](https://www.rfc-editor.org/rfc/rfc9073#section-7)
//!
//! A table for each component names the properties that have to be there or do not repeat; all others may occur any
//! number of times. Alarms, time zones and availability have rooms of their own.

use std::collections::BTreeSet;

use ical_model::{ParameterName, Property};

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

use super::facts::{CalendarFacts, Facts};
use super::occurrence::{Row, once, one};
use super::reader::Reading;
use super::tally::{ComponentSlot, PropertySlot};

/// Checks how often each property occurs.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, facts: &Facts<'c>) {
    // A reply, for one, tells no more of an event than who answers.
    let is_reply = facts.kind == ComponentSlot::VEvent && calendar.root.has(PropertySlot::Method);
    for row in rows(facts.kind) {
        if !(is_reply && row.property == PropertySlot::DtStart && !facts.has(row.property)) {
            row.check(inspection, facts);
        }
    }
    if facts.has(PropertySlot::StyledDescription) {
        check_derived(inspection, facts);
    }
    if facts.kind == ComponentSlot::VCalendar {
        check_languages(inspection, facts, PropertySlot::Name, &NAME_LANGUAGE);
        check_languages(inspection, facts, PropertySlot::Description, &DESCRIPTION_LANGUAGE);
    }
}

/// Checks that ORDER stands on a property that can repeat.
pub(crate) fn check_order<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, slot, component, parameters, .. } = reading;
    let single = rows(component).iter().any(|row| row.property == slot && row.is_single());
    let place = parameters.get(&ParameterName::Order).map(|order| Place::Parameter(property, order));
    if single && let Some(place) = place {
        inspection.report(&ORDER, place, || {
            format!("{} has ORDER, and stands in a {} once", property.name(), component.name())
        });
    }
}

/// Checks which of the descriptions are derived from another.
fn check_derived<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let name = PropertySlot::StyledDescription.name();
    let mut styled = facts.component.properties_named(&name);
    if facts.count(PropertySlot::StyledDescription) > 1 {
        let original = styled.by_ref().find(|property| !is_derived(*property));
        let second = styled.find(|property| !is_derived(*property));
        if original.is_none() || second.is_some() {
            let place = second.map_or(Place::Component(facts.component), Place::Property);
            inspection.report(&STYLED_DERIVED, place, || match original {
                Some(_) => "more than one STYLED-DESCRIPTION has no DERIVED=TRUE".to_owned(),
                None => "every STYLED-DESCRIPTION has DERIVED=TRUE".to_owned(),
            });
        }
    }
    if facts.has(PropertySlot::Description) {
        let name = PropertySlot::Description.name();
        let mut plain = facts.component.properties_named(&name);
        if let Some(property) = plain.find(|property| !is_derived(*property)) {
            inspection.report(&DESCRIPTION_DERIVED, Place::Property(property), || {
                "DESCRIPTION stands beside STYLED-DESCRIPTION without DERIVED=TRUE".to_owned()
            });
        }
    }
}

fn is_derived(property: Property<'_>) -> bool {
    let parameter = property.parameter(&ParameterName::Derived).ok().flatten();
    parameter.is_some_and(|derived| derived.value().eq_ignore_ascii_case("TRUE"))
}

/// Checks that several properties of one name are each in another language.
fn check_languages<'c>(
    inspection: &mut Inspection<'c>,
    facts: &Facts<'c>,
    slot: PropertySlot,
    rule: &'static Rule,
) {
    if facts.count(slot) < 2 {
        return;
    }
    let mut seen = BTreeSet::new();
    for property in facts.component.properties_named(&slot.name()) {
        let language = property.parameter(&ParameterName::Language).ok().flatten();
        let language = language.map(|language| language.value().to_ascii_lowercase());
        if seen.contains(&language) {
            inspection.report(rule, Place::Property(property), || match language {
                Some(language) => format!("{} is given twice in the language {language}", slot.name()),
                None => format!("{} is given twice without LANGUAGE", slot.name()),
            });
        } else {
            seen.insert(language);
        }
    }
}

/// The properties of a component that have to be there, or do not repeat.
fn rows(component: ComponentSlot) -> &'static [Row] {
    match component {
        ComponentSlot::VCalendar => IN_CALENDAR,
        ComponentSlot::VEvent => IN_EVENT,
        ComponentSlot::VTodo => IN_TO_DO,
        ComponentSlot::VJournal => IN_JOURNAL,
        ComponentSlot::VFreeBusy => IN_FREE_BUSY,
        ComponentSlot::Standard | ComponentSlot::Daylight => IN_OBSERVANCE,
        ComponentSlot::Participant => IN_PARTICIPANT,
        ComponentSlot::VLocation => IN_LOCATION,
        ComponentSlot::VResource => IN_RESOURCE,
        _ => &[],
    }
}

use PropertySlot as Slot;

static IN_CALENDAR: &[Row] = &[
    one(Slot::ProdId, &PRODID, &PRODID),
    one(Slot::Version, &VERSION, &VERSION),
    once(Slot::CalScale, &CALENDAR_ONCE),
    once(Slot::Method, &CALENDAR_ONCE),
    once(Slot::Uid, &CALENDAR_ONCE_7986),
    once(Slot::LastModified, &CALENDAR_ONCE_7986),
    once(Slot::Url, &CALENDAR_ONCE_7986),
    once(Slot::RefreshInterval, &CALENDAR_ONCE_7986),
    once(Slot::Source, &CALENDAR_ONCE_7986),
    once(Slot::Color, &CALENDAR_ONCE_7986),
];

static IN_EVENT: &[Row] = &[
    one(Slot::Uid, &EVENT_UID, &EVENT_IDENTITY_ONCE),
    one(Slot::DtStamp, &EVENT_DTSTAMP, &EVENT_IDENTITY_ONCE),
    one(Slot::DtStart, &EVENT_DTSTART, &EVENT_DTSTART_ONCE),
    once(Slot::Class, &EVENT_ONCE),
    once(Slot::Created, &EVENT_ONCE),
    once(Slot::Description, &EVENT_ONCE),
    once(Slot::Geo, &EVENT_ONCE),
    once(Slot::LastModified, &EVENT_ONCE),
    once(Slot::Location, &EVENT_ONCE),
    once(Slot::Organizer, &EVENT_ONCE),
    once(Slot::Priority, &EVENT_ONCE),
    once(Slot::Sequence, &EVENT_ONCE),
    once(Slot::Status, &EVENT_ONCE),
    once(Slot::Summary, &EVENT_ONCE),
    once(Slot::Transp, &EVENT_ONCE),
    once(Slot::Url, &EVENT_ONCE),
    once(Slot::RecurrenceId, &EVENT_ONCE),
    once(Slot::DtEnd, &EVENT_END_ONCE),
    once(Slot::Duration, &EVENT_END_ONCE),
    once(Slot::RRule, &EVENT_RRULE_ONCE),
    once(Slot::Color, &COLOR_ONCE),
];

static IN_TO_DO: &[Row] = &[
    one(Slot::Uid, &TO_DO_UID, &TO_DO_IDENTITY_ONCE),
    one(Slot::DtStamp, &TO_DO_DTSTAMP, &TO_DO_IDENTITY_ONCE),
    once(Slot::Class, &TO_DO_ONCE),
    once(Slot::Completed, &TO_DO_ONCE),
    once(Slot::Created, &TO_DO_ONCE),
    once(Slot::Description, &TO_DO_ONCE),
    once(Slot::DtStart, &TO_DO_ONCE),
    once(Slot::Geo, &TO_DO_ONCE),
    once(Slot::LastModified, &TO_DO_ONCE),
    once(Slot::Location, &TO_DO_ONCE),
    once(Slot::Organizer, &TO_DO_ONCE),
    once(Slot::PercentComplete, &TO_DO_ONCE),
    once(Slot::Priority, &TO_DO_ONCE),
    once(Slot::RecurrenceId, &TO_DO_ONCE),
    once(Slot::Sequence, &TO_DO_ONCE),
    once(Slot::Status, &TO_DO_ONCE),
    once(Slot::Summary, &TO_DO_ONCE),
    once(Slot::Url, &TO_DO_ONCE),
    once(Slot::Due, &TO_DO_END_ONCE),
    once(Slot::Duration, &TO_DO_END_ONCE),
    once(Slot::RRule, &TO_DO_RRULE_ONCE),
    once(Slot::Color, &COLOR_ONCE),
];

static IN_JOURNAL: &[Row] = &[
    one(Slot::Uid, &JOURNAL_UID, &JOURNAL_IDENTITY_ONCE),
    one(Slot::DtStamp, &JOURNAL_DTSTAMP, &JOURNAL_IDENTITY_ONCE),
    once(Slot::Class, &JOURNAL_ONCE),
    once(Slot::Created, &JOURNAL_ONCE),
    once(Slot::DtStart, &JOURNAL_ONCE),
    once(Slot::LastModified, &JOURNAL_ONCE),
    once(Slot::Organizer, &JOURNAL_ONCE),
    once(Slot::RecurrenceId, &JOURNAL_ONCE),
    once(Slot::Sequence, &JOURNAL_ONCE),
    once(Slot::Status, &JOURNAL_ONCE),
    once(Slot::Summary, &JOURNAL_ONCE),
    once(Slot::Url, &JOURNAL_ONCE),
    once(Slot::RRule, &JOURNAL_RRULE_ONCE),
    once(Slot::Color, &COLOR_ONCE),
];

static IN_FREE_BUSY: &[Row] = &[
    one(Slot::Uid, &FREE_BUSY_UID, &FREE_BUSY_IDENTITY_ONCE),
    one(Slot::DtStamp, &FREE_BUSY_DTSTAMP, &FREE_BUSY_IDENTITY_ONCE),
    once(Slot::Contact, &FREE_BUSY_ONCE),
    once(Slot::DtStart, &FREE_BUSY_ONCE),
    once(Slot::DtEnd, &FREE_BUSY_ONCE),
    once(Slot::Organizer, &FREE_BUSY_ONCE),
    once(Slot::Url, &FREE_BUSY_ONCE),
];

static IN_OBSERVANCE: &[Row] = &[once(Slot::RRule, &OBSERVANCE_RRULE_ONCE)];

static IN_PARTICIPANT: &[Row] = &[
    one(Slot::Uid, &PARTICIPANT_UID, &PARTICIPANT_UID),
    one(Slot::ParticipantType, &PARTICIPANT_TYPE, &PARTICIPANT_TYPE),
    once(Slot::CalendarAddress, &PARTICIPANT_ADDRESS_ONCE),
    once(Slot::Created, &PARTICIPANT_ONCE),
    once(Slot::Description, &PARTICIPANT_ONCE),
    once(Slot::DtStamp, &PARTICIPANT_ONCE),
    once(Slot::Geo, &PARTICIPANT_ONCE),
    once(Slot::LastModified, &PARTICIPANT_ONCE),
    once(Slot::Priority, &PARTICIPANT_ONCE),
    once(Slot::Sequence, &PARTICIPANT_ONCE),
    once(Slot::Status, &PARTICIPANT_ONCE),
    once(Slot::Summary, &PARTICIPANT_ONCE),
    once(Slot::Url, &PARTICIPANT_ONCE),
];

static IN_LOCATION: &[Row] = &[
    one(Slot::Uid, &LOCATION_UID, &LOCATION_UID),
    once(Slot::Description, &LOCATION_ONCE),
    once(Slot::Geo, &LOCATION_ONCE),
    once(Slot::LocationType, &LOCATION_ONCE),
    once(Slot::Name, &LOCATION_ONCE),
    once(Slot::Url, &LOCATION_URL_ONCE),
];

static IN_RESOURCE: &[Row] = &[
    one(Slot::Uid, &RESOURCE_UID, &RESOURCE_UID),
    once(Slot::Description, &RESOURCE_ONCE),
    once(Slot::Geo, &RESOURCE_ONCE),
    once(Slot::Name, &RESOURCE_ONCE),
    once(Slot::ResourceType, &RESOURCE_ONCE),
];

rules! {
    PRODID = "vcalendar-prodid", Must, "RFC 5545" "3.6", ["5545-3.6-01", "5545-3.7.3-01"], ValidCalendarData,
        "a VCALENDAR has one PRODID", "add a PRODID that names the program that wrote the object, once";
    VERSION = "vcalendar-version", Must, "RFC 5545" "3.6", ["5545-3.6-01", "5545-3.7.4-01"], ValidCalendarData,
        "a VCALENDAR has one VERSION", "add VERSION:2.0, once";
    CALENDAR_ONCE = "vcalendar-once", Must, "RFC 5545" "3.6", ["5545-3.6-02"], ValidCalendarData,
        "CALSCALE and METHOD do not repeat in a VCALENDAR", "keep one of them";
    CALENDAR_ONCE_7986 = "vcalendar-description-once", Must, "RFC 7986" "4", ["7986-4-01"], ValidCalendarData,
        "UID, LAST-MODIFIED, URL, REFRESH-INTERVAL, SOURCE and COLOR do not repeat in a VCALENDAR",
        "keep one of them";
    NAME_LANGUAGE = "vcalendar-name-language", Must, "RFC 7986" "5.1", ["7986-5.1-01"], ValidCalendarData,
        "several NAMEs of a VCALENDAR are each in another language", "keep one NAME for each LANGUAGE";
    DESCRIPTION_LANGUAGE = "vcalendar-description-language", Must, "RFC 7986" "5.2", ["7986-5.2-01"],
        ValidCalendarData, "several DESCRIPTIONs of a VCALENDAR are each in another language",
        "keep one DESCRIPTION for each LANGUAGE";
    EVENT_UID = "vevent-uid", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-01", "5545-3.8.4.7-01"], ValidCalendarData,
        "a VEVENT has a UID", "add a UID, best a random UUID";
    EVENT_DTSTAMP = "vevent-dtstamp", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-01", "5545-3.8.7.2-01"],
        ValidCalendarData, "a VEVENT has a DTSTAMP", "add a DTSTAMP with the time in UTC at which the object was written";
    EVENT_IDENTITY_ONCE = "vevent-uid-dtstamp-once", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-01"], ValidCalendarData,
        "UID and DTSTAMP do not repeat in a VEVENT", "keep one of them";
    EVENT_DTSTART = "vevent-dtstart", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-02", "5545-3.8.2.4-02"],
        ValidCalendarData, "a VEVENT of an object without METHOD has a DTSTART", "add a DTSTART";
    EVENT_DTSTART_ONCE = "vevent-dtstart-once", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-02"], ValidCalendarData,
        "DTSTART does not repeat in a VEVENT", "keep one of them";
    EVENT_ONCE = "vevent-once", Must, "RFC 5545" "3.6.1", ["5545-3.6.1-03"], ValidCalendarData,
        "a property that describes a VEVENT as a whole does not repeat", "keep one of them";
    EVENT_END_ONCE = "vevent-end-once", Must, "RFC 5545" "3.6.1", [], ValidCalendarData,
        "DTEND and DURATION do not repeat in a VEVENT", "keep one of them";
    EVENT_RRULE_ONCE = "vevent-rrule-once", Should, "RFC 5545" "3.6.1", ["5545-3.6.1-04", "5545-3.8.5.3-01"], -,
        "a VEVENT has no second RRULE", "write one rule, and the instances that it does not give as RDATE";
    COLOR_ONCE = "component-color-once", Must, "RFC 7986" "4", ["7986-4-03"], ValidCalendarData,
        "COLOR does not repeat in a component", "keep one of them";
    TO_DO_UID = "vtodo-uid", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-01", "5545-3.8.4.7-01"], ValidCalendarData,
        "a VTODO has a UID", "add a UID, best a random UUID";
    TO_DO_DTSTAMP = "vtodo-dtstamp", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-01", "5545-3.8.7.2-01"],
        ValidCalendarData, "a VTODO has a DTSTAMP", "add a DTSTAMP with the time in UTC at which the object was written";
    TO_DO_IDENTITY_ONCE = "vtodo-uid-dtstamp-once", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-01"], ValidCalendarData,
        "UID and DTSTAMP do not repeat in a VTODO", "keep one of them";
    TO_DO_ONCE = "vtodo-once", Must, "RFC 5545" "3.6.2", ["5545-3.6.2-02"], ValidCalendarData,
        "a property that describes a VTODO as a whole does not repeat", "keep one of them";
    TO_DO_END_ONCE = "vtodo-end-once", Must, "RFC 5545" "3.6.2", [], ValidCalendarData,
        "DUE and DURATION do not repeat in a VTODO", "keep one of them";
    TO_DO_RRULE_ONCE = "vtodo-rrule-once", Should, "RFC 5545" "3.6.2", ["5545-3.6.2-03", "5545-3.8.5.3-01"], -,
        "a VTODO has no second RRULE", "write one rule, and the instances that it does not give as RDATE";
    JOURNAL_UID = "vjournal-uid", Must, "RFC 5545" "3.6.3", ["5545-3.6.3-01", "5545-3.8.4.7-01"], ValidCalendarData,
        "a VJOURNAL has a UID", "add a UID, best a random UUID";
    JOURNAL_DTSTAMP = "vjournal-dtstamp", Must, "RFC 5545" "3.6.3", ["5545-3.6.3-01", "5545-3.8.7.2-01"],
        ValidCalendarData, "a VJOURNAL has a DTSTAMP", "add a DTSTAMP with the time in UTC at which the object was written";
    JOURNAL_IDENTITY_ONCE = "vjournal-uid-dtstamp-once", Must, "RFC 5545" "3.6.3", ["5545-3.6.3-01"],
        ValidCalendarData, "UID and DTSTAMP do not repeat in a VJOURNAL", "keep one of them";
    JOURNAL_ONCE = "vjournal-once", Must, "RFC 5545" "3.6.3", ["5545-3.6.3-02"], ValidCalendarData,
        "a property that describes a VJOURNAL as a whole does not repeat", "keep one of them";
    JOURNAL_RRULE_ONCE = "vjournal-rrule-once", Should, "RFC 5545" "3.6.3", ["5545-3.6.3-03", "5545-3.8.5.3-01"], -,
        "a VJOURNAL has no second RRULE", "write one rule, and the instances that it does not give as RDATE";
    FREE_BUSY_UID = "vfreebusy-uid", Must, "RFC 5545" "3.6.4", ["5545-3.6.4-01", "5545-3.8.4.7-01"],
        ValidCalendarData, "a VFREEBUSY has a UID", "add a UID, best a random UUID";
    FREE_BUSY_DTSTAMP = "vfreebusy-dtstamp", Must, "RFC 5545" "3.6.4", ["5545-3.6.4-01", "5545-3.8.7.2-01"],
        ValidCalendarData, "a VFREEBUSY has a DTSTAMP", "add a DTSTAMP with the time in UTC at which the object was written";
    FREE_BUSY_IDENTITY_ONCE = "vfreebusy-uid-dtstamp-once", Must, "RFC 5545" "3.6.4", ["5545-3.6.4-01"],
        ValidCalendarData, "UID and DTSTAMP do not repeat in a VFREEBUSY", "keep one of them";
    FREE_BUSY_ONCE = "vfreebusy-once", Must, "RFC 5545" "3.6.4", ["5545-3.6.4-02"], ValidCalendarData,
        "CONTACT, DTSTART, DTEND, ORGANIZER and URL do not repeat in a VFREEBUSY", "keep one of them";
    OBSERVANCE_RRULE_ONCE = "observance-rrule-once", Should, "RFC 5545" "3.6.5",
        ["5545-3.6.5-05", "5545-3.8.5.3-01"], -,
        "STANDARD and DAYLIGHT have no second RRULE", "write an observance of its own for each rule";
    ORDER = "order-on-single-property", Must, "RFC 9073" "5.1", ["9073-5.1-03"], ValidCalendarData,
        "ORDER stands on properties that can repeat", "remove ORDER";
    STYLED_DERIVED = "styled-description-derived", Must, "RFC 9073" "6.5", ["9073-6.5-03"], ValidCalendarData,
        "of several STYLED-DESCRIPTIONs one is not derived from another",
        "write DERIVED=TRUE on all but the one that the others are made from";
    DESCRIPTION_DERIVED = "description-derived", Should, "RFC 9073" "6.5", ["9073-6.5-04"], -,
        "DESCRIPTION beside STYLED-DESCRIPTION is derived from it", "add DERIVED=TRUE to DESCRIPTION, or remove it";
    PARTICIPANT_UID = "participant-uid", Must, "RFC 9073" "7.1", ["9073-7.1-01"], ValidCalendarData,
        "a PARTICIPANT has one UID", "add a UID, best a random UUID, once";
    PARTICIPANT_TYPE = "participant-type", Must, "RFC 9073" "7.1", ["9073-7.1-01", "9073-6.2-01"], ValidCalendarData,
        "a PARTICIPANT has one PARTICIPANT-TYPE", "add a PARTICIPANT-TYPE as in ACTIVE or SPEAKER, once";
    PARTICIPANT_ADDRESS_ONCE = "participant-calendar-address-once", Must, "RFC 9073" "7.1",
        ["9073-7.1-02", "9073-6.4-01"], ValidCalendarData,
        "CALENDAR-ADDRESS does not repeat in a PARTICIPANT", "keep one of them";
    PARTICIPANT_ONCE = "participant-once", Must, "RFC 9073" "7.1", ["9073-7.1-02"], ValidCalendarData,
        "a property that describes a PARTICIPANT as a whole does not repeat", "keep one of them";
    LOCATION_UID = "vlocation-uid", Must, "RFC 9073" "7.2", ["9073-7.2-01"], ValidCalendarData,
        "a VLOCATION has one UID", "add a UID, best a random UUID, once";
    LOCATION_ONCE = "vlocation-once", Must, "RFC 9073" "7.2", ["9073-7.2-02"], ValidCalendarData,
        "DESCRIPTION, GEO, LOCATION-TYPE and NAME do not repeat in a VLOCATION", "keep one of them";
    LOCATION_URL_ONCE = "vlocation-url-once", Must, "RFC 9074" "8", [], ValidCalendarData,
        "URL does not repeat in a VLOCATION", "keep one of them";
    RESOURCE_UID = "vresource-uid", Must, "RFC 9073" "7.3", ["9073-7.3-01"], ValidCalendarData,
        "a VRESOURCE has one UID", "add a UID, best a random UUID, once";
    RESOURCE_ONCE = "vresource-once", Must, "RFC 9073" "7.3", ["9073-7.3-02"], ValidCalendarData,
        "DESCRIPTION, GEO, NAME and RESOURCE-TYPE do not repeat in a VRESOURCE", "keep one of them";
}

#[cfg(test)]
mod tests {
    use ical_model::{ComponentName, PropertyName};

    use super::rows;
    use crate::icalendar::ComponentSlot;
    use crate::icalendar::tally::PropertySlot;
    use crate::icalendar::tests::{in_component, in_event, keeps_and_breaks};

    /// The components whose properties the tables here count.
    const COUNTED: [ComponentSlot; 8] = [
        ComponentSlot::VCalendar,
        ComponentSlot::VEvent,
        ComponentSlot::VTodo,
        ComponentSlot::VJournal,
        ComponentSlot::VFreeBusy,
        ComponentSlot::Participant,
        ComponentSlot::VLocation,
        ComponentSlot::VResource,
    ];

    #[test]
    fn tables_are_those_of_the_specifications() {
        let mut reader =
            csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/spec/ical-cardinality.csv"))
                .unwrap();
        let mut expected = Vec::new();
        for record in reader.records() {
            let record = record.unwrap();
            // What a METHOD or an object of a collection asks for is not for these tables to say.
            if &record[5] == "RFC 4791" || record[4].starts_with("object has METHOD") {
                continue;
            }
            let Some(component) = ComponentSlot::of(&ComponentName::from(&record[0])) else { continue };
            let Some(property) = PropertySlot::of(&PropertyName::from(&record[1])) else { continue };
            if !COUNTED.contains(&component) || &record[3] == "0" {
                continue;
            }
            if &record[2] == "1" || &record[3] == "1" || property == PropertySlot::RRule {
                expected.push((component as u8, property as u8, &record[2] == "1"));
            }
        }
        let mut found: Vec<_> = COUNTED
            .iter()
            .flat_map(|component| rows(*component).iter().map(move |row| (*component, row)))
            .map(|(component, row)| (component as u8, row.property as u8, row.missing.is_some()))
            .collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_row_is_counted() {
        let plain = in_event("SUMMARY:a");
        let without = |line: &str| plain.replace(line, "");
        let in_root = |line: &str| plain.replace("BEGIN:VEVENT", &format!("{line}\r\nBEGIN:VEVENT"));
        keeps_and_breaks(&[
            ("vcalendar-prodid", &plain, &without("PRODID:-//Example Corp.//Cases//EN\r\n")),
            ("vcalendar-version", &plain, &without("VERSION:2.0\r\n")),
            ("vcalendar-once", &in_root("METHOD:PUBLISH"), &in_root("METHOD:PUBLISH\r\nMETHOD:PUBLISH")),
            ("vcalendar-description-once", &in_root("UID:1"), &in_root("UID:1\r\nUID:1")),
            (
                "vcalendar-name-language",
                &in_root("NAME;LANGUAGE=de:a\r\nNAME:a"),
                &in_root("NAME;LANGUAGE=de:a\r\nNAME;LANGUAGE=DE:b"),
            ),
            (
                "vcalendar-description-language",
                &in_root("DESCRIPTION:a"),
                &in_root("DESCRIPTION:a\r\nDESCRIPTION:b"),
            ),
            ("vevent-uid", &plain, &without("UID:1\r\n")),
            ("vevent-dtstamp", &plain, &without("DTSTAMP:20270101T000000Z\r\n")),
            ("vevent-uid-dtstamp-once", &plain, &in_event("UID:1")),
            (
                "vevent-dtstart",
                &in_root("METHOD:REPLY").replace("DTSTART:20270101T090000Z\r\n", ""),
                &without("DTSTART:20270101T090000Z\r\n"),
            ),
            ("vevent-dtstart-once", &plain, &in_event("DTSTART:20270101T090000Z")),
            ("vevent-once", &plain, &in_event("SUMMARY:a\r\nSUMMARY:b")),
            ("vevent-end-once", &in_event("DURATION:P1D"), &in_event("DURATION:P1D\r\nDURATION:P1D")),
            (
                "vevent-rrule-once",
                &in_event("RRULE:FREQ=DAILY"),
                &in_event("RRULE:FREQ=DAILY\r\nRRULE:FREQ=DAILY"),
            ),
            ("component-color-once", &in_event("COLOR:red"), &in_event("COLOR:red\r\nCOLOR:red")),
            ("order-on-single-property", &in_event("COMMENT;ORDER=1:a"), &in_event("SUMMARY;ORDER=1:a")),
            (
                "order-on-single-property",
                &in_component("VJOURNAL", "DESCRIPTION;ORDER=1:a"),
                &in_event("DESCRIPTION;ORDER=1:a"),
            ),
            (
                "styled-description-derived",
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT:a\r\nSTYLED-DESCRIPTION;VALUE=TEXT;DERIVED=TRUE:a"),
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT:a\r\nSTYLED-DESCRIPTION;VALUE=TEXT:a"),
            ),
            (
                "styled-description-derived",
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT;DERIVED=TRUE:a"),
                &in_event(
                    "STYLED-DESCRIPTION;VALUE=TEXT;DERIVED=TRUE:a\r\nSTYLED-DESCRIPTION;VALUE=TEXT;DERIVED=TRUE:a",
                ),
            ),
            (
                "description-derived",
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT:a\r\nDESCRIPTION;DERIVED=TRUE:a"),
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT:a\r\nDESCRIPTION:a"),
            ),
        ]);
        for (component, name) in [("VTODO", "vtodo"), ("VJOURNAL", "vjournal"), ("VFREEBUSY", "vfreebusy")] {
            let plain = in_component(component, "COMMENT:a");
            keeps_and_breaks(&[
                (&format!("{name}-uid"), &plain, &plain.replace("UID:1\r\n", "")),
                (&format!("{name}-dtstamp"), &plain, &plain.replace("DTSTAMP:20270101T000000Z\r\n", "")),
                (&format!("{name}-uid-dtstamp-once"), &plain, &in_component(component, "UID:1")),
                (&format!("{name}-once"), &plain, &in_component(component, "URL:a:b\r\nURL:a:b")),
            ]);
            if component != "VFREEBUSY" {
                let rule = "RRULE:FREQ=DAILY";
                let twice = in_component(component, &format!("{rule}\r\n{rule}"));
                keeps_and_breaks(&[(&format!("{name}-rrule-once"), &in_component(component, rule), &twice)]);
            }
        }
        keeps_and_breaks(&[(
            "vtodo-end-once",
            &in_component("VTODO", "DUE:20270101T000000Z"),
            &in_component("VTODO", "DUE:20270101T000000Z\r\nDUE:20270101T000000Z"),
        )]);
    }

    #[test]
    fn components_of_an_event() {
        let within = |component: &str, lines: &str| {
            in_event(&format!("BEGIN:{component}\r\n{lines}\r\nEND:{component}"))
        };
        let participant =
            |lines: &str| within("PARTICIPANT", &format!("UID:1\r\nPARTICIPANT-TYPE:ACTIVE\r\n{lines}"));
        keeps_and_breaks(&[
            ("participant-uid", &participant("URL:a:b"), &within("PARTICIPANT", "PARTICIPANT-TYPE:ACTIVE")),
            ("participant-type", &participant("URL:a:b"), &participant("PARTICIPANT-TYPE:ACTIVE")),
            (
                "participant-calendar-address-once",
                &participant("CALENDAR-ADDRESS:a:b"),
                &participant("CALENDAR-ADDRESS:a:b\r\nCALENDAR-ADDRESS:a:b"),
            ),
            ("participant-once", &participant("URL:a:b"), &participant("URL:a:b\r\nURL:a:b")),
            ("vlocation-uid", &within("VLOCATION", "UID:1"), &within("VLOCATION", "NAME:a")),
            (
                "vlocation-once",
                &within("VLOCATION", "UID:1\r\nNAME:a"),
                &within("VLOCATION", "UID:1\r\nNAME:a\r\nNAME:a"),
            ),
            (
                "vlocation-url-once",
                &within("VLOCATION", "UID:1\r\nURL:a:b"),
                &within("VLOCATION", "UID:1\r\nURL:a:b\r\nURL:a:b"),
            ),
            ("vresource-uid", &within("VRESOURCE", "UID:1"), &within("VRESOURCE", "NAME:a")),
            (
                "vresource-once",
                &within("VRESOURCE", "UID:1\r\nNAME:a"),
                &within("VRESOURCE", "UID:1\r\nNAME:a\r\nNAME:a"),
            ),
            (
                "observance-rrule-once",
                &in_component("VTIMEZONE", "BEGIN:STANDARD\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD"),
                &in_component(
                    "VTIMEZONE",
                    "BEGIN:STANDARD\r\nRRULE:FREQ=YEARLY\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD",
                ),
            ),
        ]);
    }
}
