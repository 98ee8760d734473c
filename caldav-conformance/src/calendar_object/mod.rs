//! A calendar object resource by itself: RFC 4791 §4.1 and §5.3.2.1, over RFC 5545.

mod limits;
mod restrictions;

use ical_model::{Calendar, CalendarStream, Component, ComponentName};

use crate::icalendar;
use crate::inspection::{Findings, Inspection};
use crate::options::{CheckOptions, Profile};
use crate::rule::Rule;
use crate::violation::Violations;

/// The rules of the rooms below.
pub(crate) static RULES: &[&[&Rule]] = &[restrictions::RULES, limits::RULES];

/// What a calendar breaks of the rules that the options name.
///
/// ```
/// use caldav_conformance::{CheckOptions, calendar_object};
/// use ical_model::Calendar;
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
///     METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20270101T000000Z\r\n\
///     DTSTART:20270102T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")?;
/// let violations = calendar_object::check(&calendar, &CheckOptions::default());
/// let violation = violations.must().next().unwrap();
/// assert_eq!(violation.rule().requirements(), ["4791-4.1-03"]);
/// assert_eq!(violation.rule().precondition().unwrap().to_string(), "CALDAV:valid-calendar-object-resource");
/// assert_eq!(violation.position().line, 4);
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[must_use]
pub fn check(calendar: &Calendar<'_>, options: &CheckOptions) -> Violations {
    inspect(calendar, options).violations
}

/// The same as [`check`], with what was read leniently.
#[must_use]
pub fn inspect(calendar: &Calendar<'_>, options: &CheckOptions) -> Findings {
    inspect_stream(calendar.stream(), options)
}

/// What a stream breaks of the rules that the options name; each of its calendars is checked by itself.
#[must_use]
pub fn inspect_stream(stream: &CalendarStream<'_>, options: &CheckOptions) -> Findings {
    let mut inspection = Inspection::new(stream, options);
    icalendar::line::check(&mut inspection, stream);
    let object = options.profile == Profile::Object;
    let mut calendars = stream.components().filter(|component| component.is(&ComponentName::VCalendar));
    if object && let (Some(first), second) = (calendars.next(), calendars.next()) {
        restrictions::check_stream(&mut inspection, second);
        limits::check_stream(&mut inspection, stream, first);
    }
    for calendar in stream.components().filter(|component| component.is(&ComponentName::VCalendar)) {
        let facts = icalendar::check(&mut inspection, calendar);
        if object {
            restrictions::check(&mut inspection, &facts);
            limits::check(&mut inspection, &facts);
        }
    }
    inspection.finish()
}

/// Whether a component is of a type that calendar object resources are made of: VTIMEZONE only goes with them (RFC 4791
/// §4.1), and what nobody knows is ignored (RFC 5545 §3.6).
pub(crate) fn is_calendar_component(component: Component<'_>) -> bool {
    matches!(
        component.name(),
        ComponentName::VEvent
            | ComponentName::VTodo
            | ComponentName::VJournal
            | ComponentName::VFreeBusy
            | ComponentName::VAvailability
    )
}

#[cfg(test)]
mod tests;
