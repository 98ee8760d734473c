//! An observance, STANDARD or DAYLIGHT, and when it begins.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)

use std::collections::HashMap;

use super::civil_day::{day_of, days_of_month, month_and_day_of, year_and_day_of};
use super::continuation::{OnsetDay, YearlyOnset};
use super::error::ZoneErrorKind;
use super::transitions::LocalTimeType;
use super::{Wall, Zone};
use crate::component::Component;
use crate::property::{DtStart, ExDate, RDate, RRule, TzName, TzOffsetFrom, TzOffsetTo};
use crate::recurrence::{Budget, RecurrenceOptions, Stepper};
use crate::value::{DateOrDateTime, DateTime, Frequency, Recur, Weekday};
use crate::{ComponentName, Position, PropertyError, TypedProperty};

/// An observance, read.
#[derive(Debug)]
pub(super) struct Observance {
    /// Its place in the document.
    order: u32,
    /// The local time of the first onset, by the offset before; so are all local times here.
    start: Wall,
    offset_before: i32,
    kind: u16,
    pub(super) rules: Vec<Onsets>,
    /// RDATE.
    dates: Vec<Wall>,
    /// EXDATE, in order (op-06: the text of §3.8.5.1 allows it, the grammar does not list it).
    exceptions: Vec<Wall>,
}

impl Observance {
    /// Reads an observance.
    pub(super) fn read(
        component: Component<'_>,
        order: u32,
        kinds: &mut LocalTimeTypes,
    ) -> Result<Self, (ZoneErrorKind, Position)> {
        let start = required::<DtStart>(component)?.value;
        let offset_before = required::<TzOffsetFrom>(component)?.value.seconds();
        let offset = required::<TzOffsetTo>(component)?.value.seconds();
        // A name that cannot be read is no reason to know no offset.
        let name = component.property::<TzName>().ok().flatten().map(|name| name.value);
        let daylight = component.is(&ComponentName::Daylight);
        let kind = LocalTimeType { offset, daylight, abbreviation: name.unwrap_or_default().into() };
        let kind = kinds.number(kind).map_err(|kind| (kind, component.position()))?;

        let wall = |time: &DateOrDateTime| on_the_clock(time, offset_before);
        let start = wall(&start);
        let mut rules = vec![];
        for property in component.properties_named(&RRule::NAME) {
            let rule = RRule::read(property).map_err(property_error)?.value;
            let onset = YearlyOnset { day: OnsetDay::Ordinal(0), seconds: 0, offset_before, offset, kind };
            let rule = Onsets::new(&rule, start, onset).map_err(|kind| (kind, property.position()))?;
            rules.push(rule);
        }
        let mut dates = vec![];
        for property in component.properties_of::<RDate>() {
            dates.extend(property.map_err(property_error)?.value.iter().map(|date| wall(&date.start())));
        }
        let mut exceptions = vec![];
        for property in component.properties_of::<ExDate>() {
            exceptions.extend(property.map_err(property_error)?.value.iter().map(wall));
        }
        exceptions.sort_unstable();
        Ok(Self { order, start, offset_before, kind, rules, dates, exceptions })
    }

    /// The onsets that stand there by themselves.
    pub(super) fn add_dates(&self, onsets: &mut OnsetList) -> Result<(), ZoneErrorKind> {
        onsets.add(self, self.start)?;
        self.dates.iter().try_for_each(|date| onsets.add(self, *date))
    }

    /// The moment behind which no onset is taken out.
    pub(super) fn last_exception(&self) -> i64 {
        self.exceptions.last().map_or(i64::MIN, |last| last.minus_offset(self.offset_before).0)
    }
}

/// The onsets of one RRULE.
#[derive(Debug)]
pub(super) enum Onsets {
    /// One in every year from the first onset of the observance on, to this local time.
    Yearly(YearlyOnset, Option<Wall>),
    /// Others.
    Stepped(Box<Stepper>),
}

impl Onsets {
    /// The rule; `onset` has everything but day and time.
    fn new(rule: &Recur, start: Wall, onset: YearlyOnset) -> Result<Self, ZoneErrorKind> {
        // UNTIL is in UTC; other forms are read as local times, and a day as its end.
        let until = rule.until().map(|until| match until {
            DateOrDateTime::Date(_) => Wall(on_the_clock(until, 0).0.saturating_add(86_399)),
            DateOrDateTime::DateTime(_) => on_the_clock(until, onset.offset_before),
        });
        if let Some(day) = yearly_day(rule, start) {
            let seconds = i32::try_from(start.0.rem_euclid(86_400)).unwrap_or_default();
            return Ok(Self::Yearly(YearlyOnset { day, seconds, ..onset }, until));
        }
        let rule = match until.and_then(floating) {
            Some(until) => rule.clone().with_until(until),
            None => rule.clone(),
        };
        let start = floating(start).ok_or(ZoneErrorKind::MissingProperty { name: DtStart::NAME })?;
        Stepper::new(&rule, &start, &Zone::utc(), &RecurrenceOptions::default())
            .map(|stepper| Self::Stepped(Box::new(stepper)))
            .map_err(ZoneErrorKind::Rule)
    }

    /// The rule without end, if it is one that comes once in every year.
    pub(super) const fn endless(&self) -> Option<YearlyOnset> {
        match self {
            Self::Yearly(onset, None) => Some(*onset),
            _ => None,
        }
    }

    /// Adds the onsets up to a moment.
    pub(super) fn add(
        &self,
        observance: &Observance,
        latest: i64,
        onsets: &mut OnsetList,
        budget: &mut Budget,
    ) -> Result<(), ZoneErrorKind> {
        let latest = latest.saturating_add(i64::from(observance.offset_before));
        match self {
            Self::Yearly(onset, until) => {
                let latest = until.map_or(latest, |until| until.0.min(latest));
                let (first, _) = year_and_day_of(observance.start.day());
                for year in first..END_YEAR {
                    let wall = Wall(onset.day.of(year) * 86_400 + i64::from(onset.seconds));
                    if wall.0 > latest {
                        break;
                    }
                    budget.step(|| wall.naive())?;
                    if wall > observance.start {
                        onsets.add(observance, wall)?;
                    }
                }
            }
            Self::Stepped(stepper) => {
                let latest = latest.min(day_of(END_YEAR, 1, 1) * 86_400);
                let mut walk = stepper.walk();
                while let Some(occurrence) = walk.next(budget)? {
                    if occurrence.wall.0 > latest {
                        break;
                    }
                    onsets.add(observance, occurrence.wall)?;
                }
            }
        }
        Ok(())
    }
}

/// The onsets of a VTIMEZONE, at most [`Zone::ONSET_LIMIT`].
#[derive(Debug, Default)]
pub(super) struct OnsetList(Vec<Onset>);

impl OnsetList {
    fn add(&mut self, observance: &Observance, wall: Wall) -> Result<(), ZoneErrorKind> {
        if observance.exceptions.binary_search(&wall).is_ok() {
            return Ok(());
        }
        if self.0.len() >= Zone::ONSET_LIMIT {
            return Err(ZoneErrorKind::TooManyOnsets { maximum: Zone::ONSET_LIMIT });
        }
        let Observance { order, kind, offset_before, .. } = *observance;
        self.0.push(Onset { at: wall.minus_offset(offset_before).0, order, kind, offset_before });
        Ok(())
    }

    /// The moment of the last.
    pub(super) fn last(&self) -> Option<i64> {
        self.0.iter().map(|onset| onset.at).max()
    }

    /// In order; of those at one moment the last in the document is the last.
    pub(super) fn into_sorted(mut self) -> Vec<Onset> {
        self.0.sort_unstable_by_key(|onset| (onset.at, onset.order));
        self.0
    }
}

/// When an observance begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Onset {
    pub(super) at: i64,
    order: u32,
    pub(super) kind: u16,
    pub(super) offset_before: i32,
}

/// Local time types, each once.
#[derive(Debug, Default)]
pub(super) struct LocalTimeTypes {
    list: Vec<LocalTimeType>,
    numbers: HashMap<LocalTimeType, u16>,
}

impl LocalTimeTypes {
    /// The number of a local time type.
    pub(super) fn number(&mut self, kind: LocalTimeType) -> Result<u16, ZoneErrorKind> {
        if let Some(number) = self.numbers.get(&kind) {
            return Ok(*number);
        }
        let number = u16::try_from(self.list.len())
            .map_err(|_| ZoneErrorKind::TooManyOnsets { maximum: Zone::ONSET_LIMIT })?;
        self.list.push(kind.clone());
        self.numbers.insert(kind, number);
        Ok(number)
    }

    pub(super) fn into_list(self) -> Vec<LocalTimeType> {
        self.list
    }
}

/// One without a leap day.
const COMMON_YEAR: i64 = 1970;

/// DATE-TIME values have no later years (§3.3.4).
const END_YEAR: i64 = 10_000;

fn required<P: TypedProperty>(component: Component<'_>) -> Result<P, (ZoneErrorKind, Position)> {
    let missing = || (ZoneErrorKind::MissingProperty { name: P::NAME }, component.position());
    component.property::<P>().map_err(property_error)?.ok_or_else(missing)
}

fn property_error(error: PropertyError) -> (ZoneErrorKind, Position) {
    let position = error.position();
    (ZoneErrorKind::Property(error), position)
}

/// A time of an observance on the clock by which its onsets are told. "Z" is not for these, where it stands it
/// holds.
fn on_the_clock(time: &DateOrDateTime, offset: i32) -> Wall {
    let wall = Wall::from(time.local());
    match time {
        DateOrDateTime::DateTime(time) if time.is_utc() => Wall(wall.0.saturating_add(i64::from(offset))),
        _ => wall,
    }
}

/// A local time, the last or first there is for one beyond those; `None` never.
fn floating(wall: Wall) -> Option<DateOrDateTime> {
    let (first, last) = (day_of(0, 1, 1) * 86_400, day_of(END_YEAR, 1, 1) * 86_400 - 1);
    let naive = Wall(wall.0.clamp(first, last)).naive()?;
    DateTime::floating(naive).ok().map(DateOrDateTime::DateTime)
}

/// The day of a rule that gives one onset in every year; `None` for others.
fn yearly_day(rule: &Recur, start: Wall) -> Option<OnsetDay> {
    let once = rule.frequency() == Frequency::Yearly
        && rule.interval().get() == 1
        && rule.count().is_none()
        && rule.by_second().is_empty()
        && rule.by_minute().is_empty()
        && rule.by_hour().is_empty()
        && rule.by_week_no().is_empty()
        && rule.by_set_pos().is_empty()
        && rule.rscale().is_none();
    if !once {
        return None;
    }
    let (start_month, start_day) = month_and_day_of(start.day());
    let month = match rule.by_month() {
        [] => start_month,
        [month] if !month.leap && (1..=12).contains(&month.number) => month.number,
        _ => return None,
    };
    if !rule.by_year_day().is_empty() {
        return week_of_year(rule);
    }
    // Only days that every such month has: the others do not come in every year.
    let every_year = |day: i8| (1..=days_of_month(COMMON_YEAR, month)).contains(&i64::from(day).abs());
    match (rule.by_day(), rule.by_month_day()) {
        ([], []) => Some(OnsetDay::Month { month, day: start_day, weekday: None }),
        ([], [day]) => Some(OnsetDay::Month { month, day: *day, weekday: None }),
        // Without BYMONTH they are weeks of the year or of every month.
        _ if rule.by_month().is_empty() => None,
        ([weekday], days) => {
            let day = match (weekday.ordinal.map(core::num::NonZeroI8::get), days) {
                (Some(ordinal @ 1..=4), []) => ordinal * 7 - 6,
                (Some(ordinal @ -4..=-1), []) => ordinal * 7,
                // A week of days, as in BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14.
                (None, days) => {
                    let days = days.iter().map(|day| i16::from(*day));
                    i8::try_from(first_of_week(days)?).ok().filter(|first| {
                        let last = first.saturating_add(6);
                        every_year(last) && last.signum() == first.signum()
                    })?
                }
                _ => return None,
            };
            Some(OnsetDay::Month { month, day, weekday: Some(number_of(weekday.weekday)) })
        }
        _ => None,
    }
    .filter(|day| matches!(day, OnsetDay::Month { day, .. } if every_year(*day)))
}

/// The day of a rule such as BYYEARDAY=-281,-280,-279,-278,-277,-276,-275;BYDAY=FR, for a week that ends in another
/// month than it begins in: the first Friday from March 25 on.
fn week_of_year(rule: &Recur) -> Option<OnsetDay> {
    let ([weekday], [], []) = (rule.by_day(), rule.by_month(), rule.by_month_day()) else { return None };
    let first = first_of_week(rule.by_year_day().iter().copied())?;
    // Counted from the end, the days from March on are the same in every year.
    if weekday.ordinal.is_some() || !(-306..=-7).contains(&first) {
        return None;
    }
    let (month, day) = month_and_day_of(day_of(COMMON_YEAR + 1, 1, 1) + i64::from(first));
    Some(OnsetDay::Month { month, day, weekday: Some(number_of(weekday.weekday)) })
}

/// The first of seven days that follow each other.
fn first_of_week(days: impl Iterator<Item = i16> + Clone) -> Option<i16> {
    let (first, last) = (days.clone().min()?, days.clone().max()?);
    (days.count() == 7 && last.checked_sub(first) == Some(6)).then_some(first)
}

/// 0 for Sunday.
fn number_of(weekday: Weekday) -> u8 {
    // Less than 7.
    chrono::Weekday::from(weekday).num_days_from_sunday() as u8
}
