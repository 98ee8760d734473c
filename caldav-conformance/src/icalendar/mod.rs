//! RFC 5545 and its extensions: one walk over the lines of a calendar, and a room for each kind of rule.
//!
//! The lines of a component are read before the components in it, so a room that looks at a component knows all
//! lines of the component around it. Each value is read once; what other rooms need of it is in [`Facts`].

mod alarm;
mod attachment;
mod availability;
mod calendar_property;
mod cardinality;
mod change;
mod color;
mod descriptive;
mod excluded_dates;
mod facts;
mod free_busy;
pub(crate) mod instances;
pub(crate) mod line;
mod moment;
mod nesting;
mod occurrence;
mod parameter;
mod participant;
mod pattern;
mod reader;
mod recur;
mod recurrence;
mod recurrence_set;
mod relation;
mod request_status;
mod scheduling;
mod start_and_end;
mod tally;
mod text;
mod time_zone;
mod value;
mod value_type;
mod zone_data;
mod zones;

use ical_model::{Component, Components};

use facts::Facts;
pub(crate) use facts::{CalendarFacts, Member};
pub(crate) use tally::ComponentSlot;
pub(crate) use zones::shown;

use self::reader::Reader;
use crate::inspection::Inspection;
use crate::rule::Rule;

/// The rules of the rooms below.
pub(crate) static RULES: &[&[&Rule]] = &[
    line::RULES,
    parameter::RULES,
    value::RULES,
    cardinality::RULES,
    nesting::RULES,
    start_and_end::RULES,
    recurrence::RULES,
    recurrence_set::RULES,
    instances::RULES,
    excluded_dates::RULES,
    alarm::RULES,
    time_zone::RULES,
    zone_data::RULES,
    free_busy::RULES,
    scheduling::RULES,
    participant::RULES,
    availability::RULES,
    value_type::RULES,
    text::RULES,
    moment::RULES,
    recur::RULES,
    calendar_property::RULES,
    descriptive::RULES,
    color::RULES,
    attachment::RULES,
    relation::RULES,
    change::RULES,
    request_status::RULES,
];

/// Checks one VCALENDAR, and answers what rules beyond RFC 5545 need to know of it.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: Component<'c>) -> CalendarFacts<'c> {
    let mut reader = Reader::default();
    let mut root = Facts::new(calendar, ComponentSlot::VCalendar);
    reader.read_lines(inspection, &mut root);
    let mut calendar_facts = CalendarFacts::new(root.clone(), inspection.options);
    calendar_facts.method = reader.take_method();
    nesting::check_calendar(inspection, &root);
    check_component(inspection, &calendar_facts, &root, None);
    let mut open: Vec<Open<'c>> = vec![Open { facts: root, components: calendar.components() }];
    while let Some(innermost) = open.last_mut() {
        let Some(component) = innermost.components.next() else {
            open.pop();
            continue;
        };
        // What an unknown component holds is its own affair (RFC 5545 section 3.6).
        let Some(kind) = ComponentSlot::of(&component.name()) else { continue };
        nesting::check(inspection, component, kind, innermost.facts.kind);
        if open.len() > DEPTH {
            continue;
        }
        let mut facts = Facts::new(component, kind);
        let parent = open.last().map(|open| &open.facts);
        reader.read_lines(inspection, &mut facts);
        check_component(inspection, &calendar_facts, &facts, parent);
        if open.len() == 1 {
            calendar_facts.add(&facts);
        }
        open.push(Open { components: component.components(), facts });
    }
    calendar_facts.time_zones_used = reader.take_time_zones();
    check_calendar(inspection, &calendar_facts);
    calendar_facts
}

/// The rules on one component, all lines of it and of the components around it read.
fn check_component<'c>(
    inspection: &mut Inspection<'c>,
    calendar: &CalendarFacts<'c>,
    facts: &Facts<'c>,
    parent: Option<&Facts<'c>>,
) {
    cardinality::check(inspection, calendar, facts);
    start_and_end::check(inspection, calendar, facts);
    recurrence::check(inspection, facts);
    alarm::check(inspection, facts, parent);
    time_zone::check(inspection, facts);
    free_busy::check(inspection, facts);
    scheduling::check(inspection, calendar, facts);
    participant::check(inspection, facts, parent);
    availability::check(inspection, facts);
}

/// The rules on the components of a calendar among each other, all of them read.
fn check_calendar<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    recurrence_set::check(inspection, calendar);
    instances::check(inspection, calendar);
    time_zone::check_calendar(inspection, calendar);
    zone_data::check(inspection, calendar);
    scheduling::check_calendar(inspection, calendar);
}

/// A component whose subcomponents are being walked through.
struct Open<'c> {
    facts: Facts<'c>,
    components: Components<'c>,
}

/// How deep components are looked into. No specification nests them deeper than four; what stands deeper than this
/// stands in one that is out of place and was reported.
const DEPTH: usize = 16;

#[cfg(test)]
mod tests {
    use ical_model::CalendarStream;

    use crate::inspection::Findings;
    use crate::options::{CheckOptions, Profile};

    /// A calendar of one VEVENT with a line of its own, the eighth.
    pub(crate) fn in_event(line: &str) -> String {
        in_component("VEVENT", &format!("DTSTART:20270101T090000Z\r\n{line}"))
    }

    /// A calendar of one component with a line of its own.
    pub(crate) fn in_component(component: &str, line: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Cases//EN\r\nBEGIN:{component}\r\n\
             UID:1\r\nDTSTAMP:20270101T000000Z\r\n{line}\r\nEND:{component}\r\nEND:VCALENDAR\r\n"
        )
    }

    fn found_by(octets: &[u8], strict: bool) -> Findings {
        let options = CheckOptions::default().with_profile(Profile::ICalendar).with_strict(strict);
        crate::calendar_object::inspect_stream(&CalendarStream::parse(octets).unwrap(), &options)
    }

    pub(crate) fn found(octets: &[u8]) -> Findings {
        found_by(octets, false)
    }

    pub(crate) fn found_strictly(octets: &[u8]) -> Findings {
        found_by(octets, true)
    }

    /// The names of what was read leniently.
    pub(crate) fn diagnostics(text: &str) -> Vec<String> {
        found(text.as_bytes()).diagnostics.iter().map(|found| found.kind().name().to_owned()).collect()
    }

    /// Asserts that each rule is kept by the first text, and broken by the second.
    pub(crate) fn keeps_and_breaks(cases: &[(&str, &str, &str)]) {
        for (rule, keeps, breaks) in cases {
            let names = |text: &str| -> Vec<&'static str> {
                found(text.as_bytes()).violations.iter().map(|violation| violation.rule().id()).collect()
            };
            assert!(crate::rules::all().any(|known| known.id() == *rule), "no rule {rule}");
            assert!(!names(keeps).contains(rule), "{rule} is broken by {keeps}");
            assert!(
                names(breaks).contains(rule),
                "{rule} is not broken by {breaks}, but {:?}",
                names(breaks)
            );
        }
    }
}
