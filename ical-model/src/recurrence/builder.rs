//! A recurrence put together from values.

use super::clock::{Clock, ZoneLookup, known_or};
use super::exclusion::Exclusions;
use super::stepper::Stepper;
use super::time_lines::TimeLines;
use super::time_value::{read_recurrence_dates, read_times};
use super::{DtStartPolicy, Recurrence, RecurrenceError, RecurrenceErrorKind, RecurrenceOptions};
use crate::property::{ExDate, ExRule, RDate, RRule, RecurrenceDate};
use crate::time_zone::{Wall, Zone, ZoneSource, Zones};
use crate::value::{DateOrDateTime, Recur, TzId};
use crate::{Component, Property, PropertyName, TypedProperty};

/// A [`Recurrence`] being put together.
///
/// ```
/// # #[cfg(feature = "tzdb")] {
/// use ical_model::recurrence::{Budget, Recurrence};
/// use ical_model::time_zone::Zone;
/// use ical_model::value::{DateOrDateTime, TzId};
/// let new_york = TzId::from("America/New_York");
/// let start: DateOrDateTime = "20270102T090000".parse().unwrap();
/// let recurrence = Recurrence::builder(start.with_tzid(new_york.clone()))
///     .zone(new_york, Zone::iana("America/New_York").unwrap())
///     .date("20270301T120000Z".parse::<DateOrDateTime>().unwrap())
///     .build()
///     .unwrap();
/// let mut budget = Budget::default();
/// let starts: Vec<_> = recurrence.occurrences(&mut budget).map(|next| next.unwrap().start().to_string()).collect();
/// assert_eq!(starts, ["20270102T090000", "20270301T070000"]);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RecurrenceBuilder {
    start: DateOrDateTime,
    zones: Vec<(TzId, Zone)>,
    options: RecurrenceOptions,
    rules: Vec<Recur>,
    exclusion_rules: Vec<Recur>,
    dates: Vec<RecurrenceDate>,
    excluded: Vec<DateOrDateTime>,
}

impl RecurrenceBuilder {
    pub(super) fn new(start: DateOrDateTime) -> Self {
        Self {
            start,
            zones: Vec::new(),
            options: RecurrenceOptions::default(),
            rules: Vec::new(),
            exclusion_rules: Vec::new(),
            dates: Vec::new(),
            excluded: Vec::new(),
        }
    }

    /// The zone of a TZID that DTSTART or a date has.
    #[must_use]
    pub fn zone(mut self, tzid: TzId, zone: Zone) -> Self {
        self.zones.push((tzid, zone));
        self
    }

    /// The readings to take.
    #[must_use]
    pub fn options(self, options: RecurrenceOptions) -> Self {
        Self { options, ..self }
    }

    /// An RRULE.
    #[must_use]
    pub fn rule(mut self, rule: Recur) -> Self {
        self.rules.push(rule);
        self
    }

    /// An EXRULE.
    #[must_use]
    pub fn exclude_rule(mut self, rule: Recur) -> Self {
        self.exclusion_rules.push(rule);
        self
    }

    /// An RDATE.
    #[must_use]
    pub fn date(mut self, date: impl Into<RecurrenceDate>) -> Self {
        self.dates.push(date.into());
        self
    }

    /// An EXDATE.
    #[must_use]
    pub fn exclude(mut self, date: DateOrDateTime) -> Self {
        self.excluded.push(date);
        self
    }

    /// The recurrence.
    ///
    /// # Errors
    ///
    /// A rule has no meaning, or a TZID has no zone.
    pub fn build(self) -> Result<Recurrence, RecurrenceError> {
        let zones = |tzid: &TzId| {
            let known = self.zones.iter().find(|(name, _)| name == tzid).map(|(_, zone)| Ok(zone.clone()));
            let zone = known.unwrap_or_else(|| Zones::of_source(&ZoneSource::empty()).zone(tzid));
            known_or(self.options.unknown_zone, zone)
        };
        let mut parts = Parts::new(self.start.clone(), self.options, &zones)?;
        for rule in &self.rules {
            parts.rule(rule)?;
        }
        for rule in &self.exclusion_rules {
            parts.exclude_rule(rule)?;
        }
        for date in &self.dates {
            parts.date(date)?;
        }
        for date in &self.excluded {
            parts.exclude(date)?;
        }
        Ok(parts.finish())
    }
}

impl Recurrence {
    /// What a component says: its DTSTART, or for a to-do without one its DUE, and from there its RRULEs, RDATEs,
    /// EXDATEs and EXRULEs. `None` without a start.
    ///
    /// # Errors
    ///
    /// A property cannot be read, a rule has no meaning, a TZID has no zone, or something recurs without a start.
    pub fn of_component(
        component: Component<'_>,
        zones: &Zones<'_>,
        options: RecurrenceOptions,
    ) -> Result<Option<Self>, RecurrenceError> {
        Self::read(
            &TimeLines::of(component),
            &|tzid| known_or(options.unknown_zone, zones.zone(tzid)),
            options,
        )
    }

    pub(super) fn read(
        lines: &TimeLines<'_>,
        zones: &ZoneLookup<'_>,
        options: RecurrenceOptions,
    ) -> Result<Option<Self>, RecurrenceError> {
        let Some((line, start)) = lines.start()? else {
            return match lines.recurring {
                Some(_) => {
                    Err(RecurrenceError::from(RecurrenceErrorKind::MissingStart)
                        .at(lines.component.position()))
                }
                None => Ok(None),
            };
        };
        let mut parts = Parts::new(start, options, zones).map_err(|error| error.at(line.position()))?;
        if lines.recurring.is_some() {
            for property in lines.component.properties() {
                parts.line(property).map_err(|error| error.at(property.position()))?;
            }
        }
        Ok(Some(parts.finish()))
    }
}

/// The properties of a recurrence, being gathered.
struct Parts<'z> {
    recurrence: Recurrence,
    options: RecurrenceOptions,
    zones: &'z ZoneLookup<'z>,
}

impl<'z> Parts<'z> {
    fn new(
        start: DateOrDateTime,
        options: RecurrenceOptions,
        zones: &'z ZoneLookup<'z>,
    ) -> Result<Self, RecurrenceError> {
        let clock = Clock::of(&start, zones)?;
        let first = clock.moment(Wall::from(start.local()));
        let recurrence = Recurrence {
            start,
            first,
            clock,
            rules: Vec::new(),
            dates: Vec::new(),
            periods: Vec::new(),
            exclusions: Exclusions::default(),
            walls_ascend: true,
        };
        Ok(Self { recurrence, options, zones })
    }

    /// A line of a component, if it is one that says something about recurrence.
    fn line(&mut self, line: Property<'_>) -> Result<(), RecurrenceError> {
        match line.name() {
            PropertyName::RRule => self.rule(&RRule::read(line)?.value),
            PropertyName::ExRule => self.exclude_rule(&ExRule::read(line)?.value),
            PropertyName::RDate => {
                let dates = read_recurrence_dates(line, |line| Ok(RDate::read(line)?.value.into_inner()))?;
                dates.iter().try_for_each(|date| self.date(date))
            }
            PropertyName::ExDate => {
                let dates = read_times(line, |line| Ok(ExDate::read(line)?.value.into_inner()))?;
                dates.iter().try_for_each(|date| self.exclude(date))
            }
            _ => Ok(()),
        }
    }

    fn rule(&mut self, rule: &Recur) -> Result<(), RecurrenceError> {
        let rule = self.stepper(rule, self.options)?;
        self.recurrence.rules.push(rule);
        Ok(())
    }

    /// DTSTART is taken away by a rule that gives it, not by every rule.
    fn exclude_rule(&mut self, rule: &Recur) -> Result<(), RecurrenceError> {
        let rule = self.stepper(rule, self.options.with_dtstart_policy(DtStartPolicy::Match))?;
        self.recurrence.exclusions.rules.push(rule);
        Ok(())
    }

    fn stepper(&self, rule: &Recur, options: RecurrenceOptions) -> Result<Stepper, RecurrenceError> {
        Stepper::new(rule, &self.recurrence.start, self.recurrence.clock.zone(), &options)
    }

    fn date(&mut self, date: &RecurrenceDate) -> Result<(), RecurrenceError> {
        let clock = &self.recurrence.clock;
        let moment = match date.start() {
            // What the day leaves open is that of DTSTART.
            DateOrDateTime::Date(day) => {
                let time = self.recurrence.start.local().time();
                clock.moment(Wall::from(day.naive().and_time(time)))
            }
            start @ DateOrDateTime::DateTime(_) => clock.read(&start, self.zones)?,
        };
        self.recurrence.walls_ascend &= clock.moment(moment.wall) == moment;
        self.recurrence.dates.push(moment);
        if let RecurrenceDate::Period(period) = date {
            self.recurrence.periods.push((moment.instant, period.clone()));
        }
        Ok(())
    }

    fn exclude(&mut self, date: &DateOrDateTime) -> Result<(), RecurrenceError> {
        let moment = self.recurrence.clock.read(date, self.zones)?;
        if date.is_date() {
            self.recurrence.exclusions.days.push(Wall::from(date.local()).day());
        } else {
            self.recurrence.exclusions.instants.push(moment.instant);
        }
        Ok(())
    }

    fn finish(self) -> Recurrence {
        let mut recurrence = self.recurrence;
        if recurrence.rules.is_empty() {
            recurrence.dates.push(recurrence.first);
        }
        recurrence.dates.sort_unstable_by_key(|date| (date.instant, date.wall));
        recurrence.dates.dedup_by_key(|date| date.instant);
        // The sort is stable: of several periods with one start, the first holds.
        recurrence.periods.sort_by_key(|(start, _)| *start);
        recurrence.periods.dedup_by_key(|(start, _)| *start);
        recurrence.exclusions.instants.sort_unstable();
        recurrence.exclusions.days.sort_unstable();
        recurrence
    }
}
