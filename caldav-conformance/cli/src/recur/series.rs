//! The series that the arguments describe, as a VEVENT in memory.

use std::fmt::Display;

use caldav_conformance::{CheckOptions, Profile, Violations, calendar_object};
use ical_model::property::{DtStart, ExDate, OneForm, RDate, RecurrenceDate};
use ical_model::value::{
    DateOrDateTime, Leniencies, Period, Recur as Rule, RecurFault, TzId, ValueError, ValueRead,
};
use ical_model::{Calendar, Component, ComponentMut, ComponentName};

use super::Refusal;
use crate::arguments::Recur;

/// The series that the arguments describe, as a VEVENT in memory: the rules check it as they check any other.
pub(crate) struct Series {
    calendar: Calendar<'static>,
    /// COUNT, UNTIL or the lack of any rule ends it.
    pub(crate) is_bounded: bool,
}

impl Series {
    /// Reads rules and dates. `tzid` is the time zone of what is written as a local time.
    pub(crate) fn read(arguments: &Recur, tzid: Option<&TzId>) -> Result<Self, Refusal> {
        let mut calendar = Calendar::new("-//caldav-conformance//recur//EN");
        let mut event =
            calendar.add_component(&ComponentName::VEvent).map_err(|error| refused("VEVENT", &"", error))?;
        for line in ["UID:recur", "DTSTAMP:19700101T000000Z"] {
            event.add_line(line).map_err(|error| refused("VEVENT", &line, error))?;
        }
        let start = in_zone(arguments.dtstart.clone(), tzid);
        event.set(&DtStart::from(start)).map_err(|error| refused("--dtstart", &arguments.dtstart, error))?;
        let mut is_bounded = true;
        for text in &arguments.rrules {
            let rule = add_rule(&mut event, "RRULE", text, arguments.lenient)?;
            is_bounded &= rule.count().is_some() || rule.until().is_some();
        }
        for text in &arguments.exrules {
            add_rule(&mut event, "EXRULE", text, arguments.lenient)?;
        }
        for text in arguments.rdates.iter().flat_map(|list| list.split(',')) {
            let date = recurrence_date(text, tzid).map_err(|error| refused("--rdate", &text, error))?;
            let dates = OneForm::new([date]).map_err(|error| refused("--rdate", &text, error))?;
            event.add(&RDate::from(dates)).map_err(|error| refused("--rdate", &text, error))?;
        }
        for text in arguments.exdates.iter().flat_map(|list| list.split(',')) {
            let date: DateOrDateTime =
                text.parse().map_err(|error: ValueError| refused("--exdate", &text, error))?;
            let dates =
                OneForm::new([in_zone(date, tzid)]).map_err(|error| refused("--exdate", &text, error))?;
            event.add(&ExDate::from(dates)).map_err(|error| refused("--exdate", &text, error))?;
        }
        Ok(Self { calendar, is_bounded })
    }

    /// The calendar that it stands in.
    pub(crate) fn calendar(&self) -> &Calendar<'static> {
        &self.calendar
    }

    /// The VEVENT.
    pub(crate) fn component(&self) -> Option<Component<'_>> {
        self.calendar.components().next()
    }

    /// What it breaks of the rules of RFC 5545.
    pub(crate) fn violations(&self, strict: bool) -> Violations {
        let options = CheckOptions::default()
            .with_profile(Profile::ICalendar)
            .with_time_zones_by_reference(true)
            .with_strict(strict);
        calendar_object::check(&self.calendar, &options)
    }
}

/// Reads a rule and writes its line.
fn add_rule(
    event: &mut ComponentMut<'_, 'static>,
    name: &str,
    text: &str,
    lenient: bool,
) -> Result<Rule, Refusal> {
    let option = format!("--{}", name.to_ascii_lowercase());
    let rule = Rule::read(text, &mut Leniencies::empty()).map_err(|error| refused(&option, &text, error))?;
    // A part that nobody knows is ignored; what is forbidden has a meaning only for who asks for one.
    let forbidden = rule.faults().find(|fault| *fault != RecurFault::UnknownPart);
    if let Some(fault) = forbidden.filter(|_| !lenient) {
        return Err(refused(&option, &text, format_args!("{fault} (--lenient expands it all the same)")));
    }
    event.add_line(&format!("{name}:{text}")).map_err(|error| refused(&option, &text, error))?;
    Ok(rule)
}

/// An argument that is not taken.
fn refused(option: &str, text: &dyn Display, why: impl Display) -> Refusal {
    Refusal::Refused(format!("{option} {text}: {why}"))
}

/// A start, or a period of its own length.
fn recurrence_date(text: &str, tzid: Option<&TzId>) -> Result<RecurrenceDate, ValueError> {
    if !text.contains('/') {
        return text.parse().map(|date| RecurrenceDate::Start(in_zone(date, tzid)));
    }
    let period: Period = text.parse()?;
    Ok(RecurrenceDate::Period(match tzid {
        Some(tzid) => period.with_tzid(tzid.clone()),
        None => period,
    }))
}

fn in_zone(value: DateOrDateTime, tzid: Option<&TzId>) -> DateOrDateTime {
    match tzid {
        Some(tzid) => value.with_tzid(tzid.clone()),
        None => value,
    }
}
