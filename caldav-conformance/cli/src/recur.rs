//! `recur`: when recurrence rules give occurrences.

mod series;

use std::io::{self, Write};
use std::ops::Bound;

use chrono::{NaiveDateTime, TimeDelta};
use ical_model::recurrence::{
    Budget, DtStartPolicy, GapPolicy, Occurrence, Occurrences, Recurrence, RecurrenceOptions,
};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::value::{DateOrDateTime, TzId};
use serde_json::json;

use self::series::Series;
use crate::arguments::{DtStartArgument, Format, GapArgument, Recur};
use crate::complaint::complain;
use crate::moment::{basic_utc, is_utc, tzid, unknown_zone};
use crate::outcome::Outcome;
use crate::output;

/// Prints the occurrences as they come; none where something is refused.
pub(crate) fn run(arguments: &Recur) -> io::Result<Outcome> {
    let source = ZoneSource::new();
    let question = match Question::new(arguments, &source) {
        Ok(question) => question,
        Err(Refusal::Usage(why)) => {
            complain(why);
            return Ok(Outcome::CouldNotRun);
        }
        Err(Refusal::Refused(why)) => {
            complain(why);
            return Ok(Outcome::Found);
        }
    };
    question.answer(arguments)
}

/// Why there is nothing to print.
enum Refusal {
    /// Arguments that do not go together.
    Usage(String),
    /// A rule or a date that is not taken.
    Refused(String),
}

/// How many starts of a series without end are shown unless something else is asked for.
const SHOWN_OF_ENDLESS: u64 = 100;

/// What is asked for.
struct Question {
    recurrence: Recurrence,
    /// The zone of local times, if one is named.
    zone: Option<Zone>,
    range: Range,
    limit: u64,
    /// The limit is not one that was asked for.
    limited_by_default: bool,
}

impl Question {
    fn new(arguments: &Recur, source: &ZoneSource) -> Result<Self, Refusal> {
        let zone = zone(arguments, source)?;
        let series = Series::read(arguments, zone.as_ref().map(|(tzid, _)| tzid))?;
        tell_violations(&series, arguments)?;
        let range = Range::new(arguments.from.as_ref(), arguments.to.as_ref())?;
        let options = RecurrenceOptions::default()
            .with_dtstart_policy(match arguments.dtstart_policy {
                DtStartArgument::First => DtStartPolicy::First,
                DtStartArgument::Match => DtStartPolicy::Match,
            })
            .with_gap_policy(match arguments.gap {
                GapArgument::Shift => GapPolicy::Shift,
                GapArgument::Skip => GapPolicy::Skip,
            });
        let zones = Zones::new(series.calendar(), source);
        let recurrence = series
            .component()
            .map(|event| Recurrence::of_component(event, &zones, options))
            .transpose()
            .map_err(|error| Refusal::Refused(error.kind().to_string()))?
            .flatten()
            .ok_or_else(|| Refusal::Refused("expected a start, found none".to_owned()))?;
        let limited_by_default = !series.is_bounded && arguments.limit.is_none() && arguments.to.is_none();
        let limit = if limited_by_default { SHOWN_OF_ENDLESS } else { arguments.limit.unwrap_or(u64::MAX) };
        Ok(Self { recurrence, zone: zone.map(|(_, zone)| zone), range, limit, limited_by_default })
    }

    fn answer(&self, arguments: &Recur) -> io::Result<Outcome> {
        let mut budget = arguments.budget.budget();
        let mut out = output::standard_output();
        let mut left = self.limit;
        let mut occurrences = self.range.occurrences(&self.recurrence, &mut budget);
        while left > 0 {
            let Some(occurrence) = occurrences.next() else { break };
            match occurrence {
                Ok(occurrence) => self.write(&mut out, arguments, &occurrence)?,
                Err(exceeded) => {
                    out.flush()?;
                    complain(format_args!(
                        "{exceeded} (--limit, --to, --max-steps and --max-instances set other bounds)"
                    ));
                    return Ok(Outcome::Found);
                }
            }
            left -= 1;
        }
        out.flush()?;
        if left == 0 && self.limited_by_default {
            complain(format_args!(
                "the series has no end; its first {SHOWN_OF_ENDLESS} starts are shown (--limit and --to show others)"
            ));
        }
        Ok(Outcome::Fine)
    }

    fn write(&self, out: &mut dyn Write, arguments: &Recur, occurrence: &Occurrence<'_>) -> io::Result<()> {
        let start = occurrence.start();
        let utc = match &self.zone {
            Some(zone) => Some(occurrence.utc_in(zone)),
            None => is_utc(&start).then(|| occurrence.utc()),
        };
        match (arguments.format, arguments.utc, utc) {
            (Format::Json, _, utc) => {
                let object = json!({ "start": start.to_string(), "start_tzid": tzid(&start), "start_utc": utc.map(basic_utc) });
                writeln!(out, "{object}")
            }
            (Format::Text, true, Some(utc)) => writeln!(out, "{}", basic_utc(utc)),
            (Format::Text, _, _) => writeln!(out, "{start}"),
        }
    }
}

/// The zone of local times.
fn zone(arguments: &Recur, source: &ZoneSource) -> Result<Option<(TzId, Zone)>, Refusal> {
    let Some(name) = arguments.tz.as_deref() else {
        if arguments.utc && !is_utc(&arguments.dtstart) {
            let why =
                "expected --tz beside --utc, found none: a local time is an instant only in a time zone";
            return Err(Refusal::Usage(why.to_owned()));
        }
        return Ok(None);
    };
    let tzid = TzId::from(name);
    let zone = Zones::of_source(source).zone(name).map_err(|_| Refusal::Usage(unknown_zone(name)))?;
    if is_utc(&arguments.dtstart) && zone.name() != Zone::utc().name() {
        let why = format!("--tz {name}: expected --dtstart without Z, found {}", arguments.dtstart);
        return Err(Refusal::Usage(why));
    }
    Ok(Some((tzid, zone)))
}

/// Rules that say nothing of what is asked: what cannot be expanded is told when it is, and no VTIMEZONE can be given.
const NOT_TOLD: [&str; 2] = ["recurrence-not-expanded", "vtimezone-missing"];

/// Rules that "--dtstart-policy match" answers.
const START_RULES: [&str; 2] = ["dtstart-not-in-rrule", "dtstart-not-in-rrule-with-rdate"];

/// Tells what is wrong with the series and does not keep it from being expanded; under `strict` it does.
fn tell_violations(series: &Series, arguments: &Recur) -> Result<(), Refusal> {
    let asked_for = arguments.dtstart_policy == DtStartArgument::Match;
    let violations = series.violations(arguments.strict);
    let told: Vec<_> = violations
        .iter()
        .filter(|violation| !(asked_for && START_RULES.contains(&violation.rule().id())))
        .filter(|violation| !NOT_TOLD.contains(&violation.rule().id()))
        .map(|violation| {
            let rule = violation.rule();
            format!("{} ({}, {} section {})", violation.message(), rule.id(), rule.spec(), rule.section())
        })
        .collect();
    match told.split_first() {
        Some((first, _)) if arguments.strict => Err(Refusal::Refused(first.clone())),
        _ => {
            told.iter().for_each(complain);
            Ok(())
        }
    }
}

/// Which starts are asked for, both ends included.
enum Range {
    Local(Bound<NaiveDateTime>, Bound<NaiveDateTime>),
    Instants(Bound<chrono::DateTime<chrono::Utc>>, Bound<chrono::DateTime<chrono::Utc>>),
}

impl Range {
    fn new(from: Option<&DateOrDateTime>, to: Option<&DateOrDateTime>) -> Result<Self, Refusal> {
        let bounds = [from, to];
        let instants = bounds.iter().flatten().filter(|bound| is_utc(bound)).count();
        if instants > 0 && instants < bounds.iter().flatten().count() {
            let why = "expected --from and --to both with Z or both without it, found one of each";
            return Err(Refusal::Usage(why.to_owned()));
        }
        let first = from.map_or(Bound::Unbounded, |from| Bound::Included(from.local()));
        let last =
            to.map_or(Bound::Unbounded, |to| match (to, to.local().checked_add_signed(TimeDelta::days(1))) {
                (DateOrDateTime::Date(_), Some(next_day)) => Bound::Excluded(next_day),
                _ => Bound::Included(to.local()),
            });
        Ok(match instants {
            0 => Self::Local(first, last),
            _ => Self::Instants(first.map(|time| time.and_utc()), last.map(|time| time.and_utc())),
        })
    }

    fn occurrences<'r, 'b>(&self, recurrence: &'r Recurrence, budget: &'b mut Budget) -> Occurrences<'r, 'b> {
        match *self {
            Self::Local(Bound::Unbounded, Bound::Unbounded) => recurrence.occurrences(budget),
            Self::Local(from, to) => recurrence.occurrences_between_local((from, to), budget),
            Self::Instants(from, to) => recurrence.occurrences_between((from, to), budget),
        }
    }
}
