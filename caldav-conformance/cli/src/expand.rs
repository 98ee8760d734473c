//! `expand`: when the components of a file take place.

mod json;
mod row;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};

use ical_model::recurrence::{
    Alarms, Budget, BudgetExceeded, RecurrenceError, RecurrenceErrorKind, RecurrenceOptions, RecurrenceSet,
    UnknownZone, Window,
};
use ical_model::time_zone::{Zone, ZoneOrigin, ZoneSource, Zones};
use ical_model::{CalendarStream, Component, ComponentName};

use self::row::Row;
use crate::arguments::{Expand, Format};
use crate::complaint::{complain, complain_of};
use crate::moment::{is_utc, unknown_zone};
use crate::outcome::Outcome;
use crate::{input, output};

/// Prints the instances in a window, sorted by their starts over all series of the file.
pub(crate) fn run(arguments: &Expand) -> io::Result<Outcome> {
    let source = ZoneSource::new();
    let question = match Question::new(arguments, &source) {
        Ok(question) => question,
        Err(why) => {
            complain(why);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let bytes = match input::read(&arguments.file) {
        Ok(bytes) => bytes,
        Err(fault) => {
            complain_of(&arguments.file, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let stream = match CalendarStream::parse_with(&bytes, &input::parse_options()) {
        Ok(stream) => stream,
        Err(error) => {
            complain_of(&arguments.file, error);
            return Ok(Outcome::Found);
        }
    };
    let Some(answer) = question.answer(&stream, &source) else { return Ok(Outcome::Found) };
    let mut out = output::standard_output();
    match arguments.format {
        Format::Json => answer.rows.iter().try_for_each(|row| json::write(&mut out, row))?,
        Format::Text => {
            text::write(&mut out, &answer.rows)?;
            text::write_summary(&mut out, &answer)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// What is asked of a file.
struct Question<'a> {
    arguments: &'a Expand,
    window: Window,
    /// The window is one of local times, which instances are sorted by then.
    local: bool,
}

/// A component of a series, and the series.
type Series<'d> = (Component<'d>, Result<RecurrenceSet<'d>, RecurrenceError>);

/// What there is to tell of a file.
#[derive(Default)]
struct Answer<'d> {
    rows: Vec<Row<'d>>,
    /// How many series have instances in the window.
    series: usize,
    /// Which definition of each time zone was used.
    zones: BTreeMap<String, ZoneOrigin>,
}

impl<'a> Question<'a> {
    /// An error for arguments that do not go together.
    fn new(arguments: &'a Expand, source: &ZoneSource) -> Result<Self, String> {
        let (from, to) = (&arguments.from, &arguments.to);
        if is_utc(from) != is_utc(to) {
            return Err(
                "expected --from and --to both with Z or both without it, found one of each".to_owned()
            );
        }
        if from.local() > to.local() {
            return Err(format!("expected --from at or before --to, found {from} after {to}"));
        }
        let floating = match &arguments.tz {
            None => Zone::utc(),
            Some(name) => Zones::of_source(source).zone(name).map_err(|_| unknown_zone(name))?,
        };
        let local = !is_utc(from);
        let window = match local {
            true => Window::local(from.local()..to.local()).with_floating(&floating),
            false => Window::utc(from.local().and_utc()..to.local().and_utc(), &floating),
        };
        Ok(Self { arguments, window, local })
    }

    /// `None` when something was told that keeps everything from being told.
    fn answer<'d>(&self, stream: &'d CalendarStream<'_>, source: &'d ZoneSource) -> Option<Answer<'d>> {
        let mut answer = Answer::default();
        let mut budget = self.arguments.budget.budget();
        for calendar in stream.components().filter(|component| component.is(&ComponentName::VCalendar)) {
            let zones = Zones::of_component(calendar, source);
            let first = answer.rows.len();
            for (component, set) in self.series(calendar, &zones) {
                let series = set
                    .map_err(|error| error.to_string())
                    .and_then(|set| self.expand(component, &set, &mut budget, &mut answer));
                if let Err(why) = series {
                    let position = component.position();
                    complain_of(
                        &self.arguments.file,
                        format_args!("{position}: {}: {why}", component.name()),
                    );
                    if !self.arguments.skip_bad {
                        complain("nothing is told; --skip-bad leaves out what cannot be expanded");
                        return None;
                    }
                }
            }
            self.find_zones(&zones, answer.rows.get(first..).unwrap_or_default(), &mut answer.zones);
        }
        match self.local {
            true => answer.rows.sort_by_key(|row| row.start.value.local()),
            false => answer.rows.sort_by_key(|row| row.start_utc),
        }
        Some(answer)
    }

    /// The series of a calendar that are asked for. Where a time zone is not known, which is told, its times float.
    fn series<'d>(&self, calendar: Component<'d>, zones: &Zones<'_>) -> Vec<Series<'d>> {
        let all = |unknown_zone| {
            let components = calendar
                .components()
                .filter(|component| self.asks_for(*component) || self.asks_for_alarms_of(*component));
            RecurrenceSet::all(
                components,
                zones,
                RecurrenceOptions::default().with_unknown_zone(unknown_zone),
            )
            .collect::<Vec<Series<'d>>>()
        };
        let series = all(UnknownZone::Refuse);
        let mut unknown = BTreeMap::new();
        for error in series.iter().filter_map(|(_, set)| set.as_ref().err()) {
            if let RecurrenceErrorKind::Zone(error) = error.kind() {
                unknown.entry(error.tzid()).or_insert(error);
            }
        }
        if unknown.is_empty() {
            return series;
        }
        for error in unknown.values() {
            complain_of(&self.arguments.file, format_args!("{error}; its times are told as floating ones"));
        }
        all(UnknownZone::Float)
    }

    fn asks_for(&self, component: Component<'_>) -> bool {
        const SHOWN: [&str; 4] = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"];
        let name = component.name();
        match self.arguments.components.is_empty() {
            true => SHOWN.iter().any(|shown| name.as_str().eq_ignore_ascii_case(shown)),
            false => self.asks_for_name(name.as_str()),
        }
    }

    fn asks_for_alarms_of(&self, component: Component<'_>) -> bool {
        self.asks_for_name("VALARM")
            && matches!(component.name(), ComponentName::VEvent | ComponentName::VTodo)
    }

    fn asks_for_name(&self, name: &str) -> bool {
        self.arguments.components.iter().any(|asked| name.eq_ignore_ascii_case(asked))
    }

    /// Adds what a series has in the window; nothing of it in case of an error.
    fn expand<'d>(
        &self,
        component: Component<'d>,
        set: &RecurrenceSet<'d>,
        budget: &mut Budget,
        answer: &mut Answer<'d>,
    ) -> Result<(), String> {
        let first = answer.rows.len();
        let mut added = Ok(());
        if self.asks_for(component) {
            added = self.add_instances(set, budget, &mut answer.rows);
        }
        if added.is_ok() && self.asks_for_alarms_of(component) {
            added = self.add_alarms(set, budget, &mut answer.rows);
        }
        added.map_err(|exceeded| {
            answer.rows.truncate(first);
            format!("{exceeded} (--max-steps and --max-instances allow more)")
        })?;
        answer.series += usize::from(answer.rows.len() > first);
        Ok(())
    }

    fn add_instances<'d>(
        &self,
        set: &RecurrenceSet<'d>,
        budget: &mut Budget,
        rows: &mut Vec<Row<'d>>,
    ) -> Result<(), BudgetExceeded> {
        for instance in set.instances(&self.window, budget) {
            rows.push(Row::new(&instance?, self.arguments.tz.is_some()));
        }
        Ok(())
    }

    /// A row for each time at which an alarm goes off: the instance that it goes off for, and for an alarm with a time of
    /// its own the first instance of its component.
    fn add_alarms<'d>(
        &self,
        set: &RecurrenceSet<'d>,
        budget: &mut Budget,
        rows: &mut Vec<Row<'d>>,
    ) -> Result<(), BudgetExceeded> {
        let always = Window::local(..).with_floating(self.window.floating());
        let mut without_instance = Vec::new();
        for trigger in Alarms::of(set).within(&self.window).triggers(budget) {
            let trigger = trigger?;
            match &trigger.instance {
                Some(instance) => {
                    rows.push(Row::new(instance, self.arguments.tz.is_some()).with_alarm(trigger.at));
                }
                None => without_instance.push((trigger.component, trigger.at)),
            }
        }
        for (component, at) in without_instance {
            let mut instances = set.instances(&always, budget);
            let of_component = instances
                .find(|next| next.as_ref().map_or(true, |next| next.component().id() == component.id()));
            if let Some(instance) = of_component.transpose()? {
                rows.push(Row::new(&instance, self.arguments.tz.is_some()).with_alarm(at));
            }
        }
        Ok(())
    }

    /// Keeps which definitions of zones the rows are told by; tells which definitions are none.
    fn find_zones(&self, zones: &Zones<'_>, rows: &[Row<'_>], origins: &mut BTreeMap<String, ZoneOrigin>) {
        for tzid in rows.iter().flat_map(Row::tzids) {
            if origins.contains_key(tzid) {
                continue;
            }
            let Ok(found) = zones.find(tzid) else { continue };
            if let Some(fault) = found.fault {
                complain_of(
                    &self.arguments.file,
                    format_args!("the VTIMEZONE of {tzid} is not used: {fault}"),
                );
            }
            origins.insert(tzid.to_owned(), found.origin);
        }
    }
}
