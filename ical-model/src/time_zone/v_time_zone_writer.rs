//! A VTIMEZONE made of a time zone, for a span of time.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)

use core::ops::RangeInclusive;

use chrono::{DateTime, Utc};

use super::civil_day::{day_of, days_of_month, month_and_day_of, weekday_of, year_and_day_of};
use super::continuation::{Continuation, OnsetDay, YearlyOnset};
use super::transitions::{Interval, LocalTimeType, Transitions};
use super::{Instant, Wall};
use crate::edit::ComponentMut;
use crate::property::{
    DtStart, OneForm, RDate, RRule, RecurrenceDate, TzId, TzName, TzOffsetFrom, TzOffsetTo, TzUntil,
    UtcDateTime,
};
use crate::value::{self, DateOrDateTime, Frequency, Month, Recur, UtcOffset, Weekday, WeekdayNumber};
use crate::{ComponentId, ComponentName, EditError};

/// Adds a VTIMEZONE that says what the clocks of a zone show from a moment on, before another one or for ever.
pub(super) fn write(
    zone: &Transitions,
    calendar: &mut ComponentMut<'_, '_>,
    tzid: &str,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
) -> Result<ComponentId, EditError> {
    let observances = observances(zone, Instant::from(from), until.map(Instant::from));
    let mut component = calendar.add_component(&ComponentName::VTimeZone)?;
    component.set(&TzId::from(tzid))?;
    if let Some(until) = until.and_then(|until| value::DateTime::try_from(until).ok())
        && let Ok(until) = UtcDateTime::new(until)
    {
        component.set(&TzUntil::from(until))?;
    }
    let id = component.id();
    for observance in observances {
        observance.write(zone, &mut component)?;
    }
    Ok(id)
}

/// Onsets that one observance tells.
#[derive(Debug)]
struct Observance {
    /// Never empty.
    onsets: Vec<Onset>,
    rule: Option<Recur>,
}

/// When clocks are set.
#[derive(Clone, Copy, Debug)]
struct Onset {
    at: Instant,
    before: i32,
    interval: Interval,
}

impl Onset {
    /// What clocks show that were not set.
    fn wall(&self) -> Wall {
        self.at.plus_offset(self.before)
    }

    fn local(&self) -> Option<value::DateTime> {
        value::DateTime::floating(self.wall().naive()?).ok()
    }

    /// What has to be the same for one observance.
    const fn key(&self) -> (i32, u16) {
        (self.before, self.interval.kind)
    }
}

impl Observance {
    fn write(&self, zone: &Transitions, component: &mut ComponentMut<'_, '_>) -> Result<(), EditError> {
        let mut starts = self.onsets.iter().filter_map(Onset::local).map(DateOrDateTime::DateTime);
        let (Some(onset), Some(start)) = (self.onsets.first(), starts.next()) else { return Ok(()) };
        let Some(LocalTimeType { offset, daylight, abbreviation }) = zone.kind(&onset.interval) else {
            return Ok(());
        };
        let name = if *daylight { ComponentName::Daylight } else { ComponentName::Standard };
        let mut component = component.add_component(&name)?;
        component.set(&DtStart::from(start))?;
        component.set(&TzOffsetFrom::from(UtcOffset::new(onset.before).unwrap_or_default()))?;
        component.set(&TzOffsetTo::from(UtcOffset::new(*offset).unwrap_or_default()))?;
        match &self.rule {
            Some(rule) => component.set(&RRule::from(rule.clone()))?,
            None => {
                let dates: Vec<_> = starts.map(RecurrenceDate::Start).collect();
                for dates in dates.chunks(DATES).filter_map(|dates| OneForm::new(dates.iter().cloned()).ok())
                {
                    component.add(&RDate::from(dates))?;
                }
            }
        }
        if !abbreviation.is_empty() {
            component.set(&TzName::from(&**abbreviation))?;
        }
        Ok(())
    }
}

/// How many dates a RDATE has.
const DATES: usize = 100;

/// The observances in the order of their first onsets.
fn observances(zone: &Transitions, from: Instant, until: Option<Instant>) -> Vec<Observance> {
    let (first, last) = (Instant(day_of(1, 1, 1) * 86_400), Instant(day_of(9999, 12, 30) * 86_400));
    let from = from.clamp(first, last);
    // A time that goes on for ever is told up to where the rule alone is left, and then by the rule.
    let endless = zone.continuation().filter(|_| until.is_none());
    let until = match endless {
        Some(rule) => rule.after.max(from.0).saturating_add(YEARS_OF_RULE * 366 * 86_400),
        None => until.map_or(last.0, |until| until.0),
    };
    let mut onsets = onsets(zone, from, Instant(until.min(last.0)));
    let mut observances = endless.and_then(|rule| endless_rules(rule, &mut onsets)).unwrap_or_default();
    observances.extend(runs(&onsets));
    observances.sort_by_key(|observance| observance.onsets.first().map(|onset| onset.at));
    observances
}

/// How many years of the rule are looked at, to see whether it is kept.
const YEARS_OF_RULE: i64 = 4;

/// The onset that is past at the first moment, and those up to the last.
fn onsets(zone: &Transitions, from: Instant, until: Instant) -> Vec<Onset> {
    let mut interval = zone.interval(from);
    let begun = Instant(interval.from);
    let first = match begun.0 > day_of(1, 1, 2) * 86_400 {
        true => {
            let before = zone.interval(Instant(begun.0.saturating_sub(1)));
            Onset { at: begun, before: before.offset, interval }
        }
        false => Onset { at: from, before: interval.offset, interval },
    };
    let mut onsets = vec![first];
    while interval.until < until.0 {
        let next = zone.interval(Instant(interval.until));
        if zone.kind(&next) != zone.kind(&interval) {
            onsets.push(Onset { at: Instant(interval.until), before: interval.offset, interval: next });
        }
        interval = next;
    }
    onsets
}

/// The onsets of a rule that goes on for ever, from the year on since when each is kept; they are taken from the
/// list. `None` where some are not kept in the last years, or cannot be told as a RRULE.
fn endless_rules(rule: &Continuation, onsets: &mut Vec<Onset>) -> Option<Vec<Observance>> {
    let mut observances = vec![];
    let mut left = onsets.clone();
    let (last_year, _) = year_and_day_of(onsets.last()?.wall().day());
    for yearly in &rule.onsets {
        // The last year may be cut.
        let kept = (1..last_year).rev().map_while(|year| {
            let place = onsets.binary_search_by_key(&yearly.instant(year), |onset| onset.at.0).ok()?;
            onsets.get(place).filter(|onset| yearly.gives(onset, year))
        });
        let mut told: Vec<Onset> = kept.copied().collect();
        told.reverse();
        let first = *told.first()?;
        left.retain(|onset| told.binary_search_by_key(&onset.at, |told| told.at).is_err());
        // Those of the last year too.
        left.retain(|onset| !yearly.gives(onset, last_year));
        observances.push(Observance { onsets: vec![first], rule: Some(recur_of(yearly)?) });
    }
    *onsets = left;
    Some(observances)
}

/// The rule of an onset that comes once in every year.
fn recur_of(onset: &YearlyOnset) -> Option<Recur> {
    let yearly = Recur::new(Frequency::Yearly);
    let late = onset.seconds.div_euclid(86_400);
    let (month, day, weekday) = match onset.day {
        OnsetDay::Month { month, day, weekday } => (month, i32::from(day), weekday),
        // Days of a year that are the same in all.
        OnsetDay::Julian(day) => {
            let (month, day) = month_and_day_of(day_of(1971, 1, 1) + i64::from(day) - 1);
            (month, i32::from(day), None)
        }
        OnsetDay::Ordinal(day) if day < 59 => {
            let (month, day) = month_and_day_of(day_of(1971, 1, 1) + i64::from(day));
            (month, i32::from(day), None)
        }
        OnsetDay::Ordinal(_) => return None,
    };
    let by_month = || yearly.clone().with_by_month([Month::from(month)]);
    // From the end of the month, days stay so if they are not in the next one; from its start, if it has them.
    let length = i32::try_from(days_of_month(1971, month)).ok()?;
    let Some(weekday) = weekday else {
        let day = day + late;
        let is_in_month = (1..=length).contains(&day) || (-length..=-1).contains(&day);
        return is_in_month.then(|| by_month().with_by_month_day(i8::try_from(day).ok()));
    };
    let weekday = Weekday::ALL.get(usize::try_from((i32::from(weekday) + 6 + late).rem_euclid(7)).ok()?)?;
    let days = day + late..=day + late + 6;
    if let Some(ordinal) = ordinal_of(&days) {
        return Some(by_month().with_by_day(WeekdayNumber::nth(ordinal, *weekday)));
    }
    let in_month = |day: &i32| (1..=length).contains(day) || (-length..=-1).contains(day);
    if days.clone().all(|day| in_month(&day)) && days.start().signum() == days.end().signum() {
        let days = days.filter_map(|day| i8::try_from(day).ok());
        return Some(by_month().with_by_month_day(days).with_by_day([WeekdayNumber::from(*weekday)]));
    }
    // A week over the end of the month: by days from the end of the year, which the leap day does not move.
    let first = match *days.start() {
        day if day < 0 => day_of(1970, month, 1) + i64::from(length + day),
        day => day_of(1970, month, i64::from(day)),
    };
    let first = i16::try_from(first - day_of(1971, 1, 1)).ok().filter(|first| (-306..=-7).contains(first))?;
    Some(yearly.with_by_year_day(first..=first + 6).with_by_day([WeekdayNumber::from(*weekday)]))
}

/// Which of its weekdays in a month a week of days holds.
fn ordinal_of(days: &RangeInclusive<i32>) -> Option<i8> {
    let ordinal = match *days.start() {
        day if day < 0 => (day % 7 == 0).then_some(day / 7)?,
        day => (day % 7 == 1).then_some(day / 7 + 1)?,
    };
    i8::try_from(ordinal).ok().filter(|ordinal| (1..=4).contains(&ordinal.abs()))
}

/// The onsets of at least three years in a row that follow a rule by that, and the others by themselves.
fn runs(onsets: &[Onset]) -> Vec<Observance> {
    let mut open: Vec<Run> = vec![];
    let mut closed = vec![];
    let mut single = vec![];
    for onset in onsets {
        let (year, _) = year_and_day_of(onset.wall().day());
        closed.extend(open.extract_if(.., |run| run.last_year + 1 < year));
        let continued = open.iter_mut().any(|run| run.take(*onset, year));
        if !continued && open.len() < OPEN {
            open.push(Run { onsets: vec![*onset], rules: rules_of(onset), last_year: year });
        } else if !continued {
            single.push(*onset);
        }
    }
    closed.extend(open);

    let mut observances: Vec<Observance> = vec![];
    for run in closed {
        match run.rule().filter(|_| run.onsets.len() >= LEAST_RUN) {
            Some(rule) => observances.push(Observance { onsets: run.onsets, rule: Some(rule) }),
            None => single.extend(run.onsets),
        }
    }
    single.sort_by_key(|onset| (onset.key(), onset.at));
    let alike = single.chunk_by(|one, two| one.key() == two.key());
    observances.extend(alike.map(|onsets| Observance { onsets: onsets.to_vec(), rule: None }));
    observances
}

/// How many onsets are told by a rule.
const LEAST_RUN: usize = 3;

/// How many rules are looked for at a time. People set clocks twice a year.
const OPEN: usize = 64;

/// Onsets of years in a row.
#[derive(Debug)]
struct Run {
    onsets: Vec<Onset>,
    /// Each gives them all; the plainest first.
    rules: Vec<YearlyOnset>,
    last_year: i64,
}

impl Run {
    /// Takes the onset of the next year, if it follows one of the rules.
    fn take(&mut self, onset: Onset, year: i64) -> bool {
        let fits = |rule: &YearlyOnset| rule.gives(&onset, year);
        if year != self.last_year + 1 || !self.rules.iter().any(fits) {
            return false;
        }
        self.rules.retain(fits);
        self.onsets.push(onset);
        self.last_year = year;
        true
    }

    fn rule(&self) -> Option<Recur> {
        let last = value::DateTime::try_from(self.onsets.last()?.at.utc()?).ok()?;
        Some(recur_of(self.rules.first()?)?.with_until(DateOrDateTime::DateTime(last)))
    }
}

/// The rules that an onset may be of.
fn rules_of(onset: &Onset) -> Vec<YearlyOnset> {
    let wall = onset.wall();
    let (month, day) = month_and_day_of(wall.day());
    // 0 to 6.
    let weekday = Some(weekday_of(wall.day()) as u8);
    let nth = (day - 1) / 7 * 7 + 1;
    let exact = OnsetDay::Month { month, day, weekday: None };
    let on_or_after = (day - 6..=day).filter(|from| *from > 0);
    let days = [nth, -7].into_iter().chain(on_or_after);
    let mut days: Vec<_> = days.map(|day| OnsetDay::Month { month, day, weekday }).collect();
    days.insert(2, exact);
    let (year, _) = year_and_day_of(wall.day());
    let yearly = days.into_iter().map(|day| YearlyOnset {
        day,
        // Less than a day.
        seconds: wall.0.rem_euclid(86_400) as i32,
        offset_before: onset.before,
        offset: onset.interval.offset,
        kind: onset.interval.kind,
    });
    yearly.filter(|rule| rule.gives(onset, year) && recur_of(rule).is_some()).collect()
}

impl YearlyOnset {
    /// Whether this is its onset in a year.
    fn gives(&self, onset: &Onset, year: i64) -> bool {
        onset.at.0 == self.instant(year)
            && onset.before == self.offset_before
            && onset.interval.kind == self.kind
    }
}
