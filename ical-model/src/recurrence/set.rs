//! The recurrence set of one UID: a master and its overrides, or overrides alone.
//!
//! [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4),
//! [§3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5)

use std::collections::HashMap;
use std::sync::Arc;

use super::clock::{ZoneLookup, known_or};
use super::instance::{Face, RecurrenceIdForm};
use super::instances::Instances;
use super::override_::{Overridden, Override, newest};
use super::segment::Segment;
use super::spans::{Span, SpanSource, Spans};
use super::time_lines::TimeLines;
use super::timing::Timing;
use super::undated::Undated;
use super::{Budget, BudgetExceeded, Recurrence, RecurrenceError, RecurrenceOptions, Window};
use crate::property::{DtStamp, Sequence};
use crate::time_zone::{Instant, Zones};
use crate::value::PeriodEnd;
use crate::{Component, ComponentName, PropertyName};

/// The recurrence set of one UID: all instances of a master and its overrides, or of overrides alone.
///
/// Making it reads the components once; after that windows are asked for at the cost of what lies in them, wherever
/// they are.
///
/// - An override is found by its RECURRENCE-ID in any form and zone: moments are compared. One that is a day beside a
///   master that has times takes the place of what starts on that local day; a local time without a zone is one of
///   the zone of the master.
/// - RANGE=THISANDFUTURE moves all following instances by the time between RECURRENCE-ID and DTSTART of the override,
///   on the clock of the master, and gives them the length and the content of the override, up to the next such
///   override. Overrides of single instances win over it.
/// - An override whose RECURRENCE-ID is no instance still says that something takes place; it is an instance, and
///   [`unmatched_overrides`](Self::unmatched_overrides) names it. An EXDATE removes its instance, overridden or not.
/// - Of several overrides of one instance, and of several masters, the one with the highest SEQUENCE counts, then the
///   one with the latest DTSTAMP, then the last.
///
/// ```
/// use ical_model::Calendar;
/// use ical_model::recurrence::{Budget, RecurrenceSet, Window};
/// use ical_model::time_zone::{Zone, ZoneSource, Zones};
///
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\n\
///      BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n\
///      BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20270111T090000Z\r\nDTSTART:20270112T100000Z\r\nEND:VEVENT\r\n\
///      END:VCALENDAR\r\n",
/// )?;
/// let source = ZoneSource::default();
/// let set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
/// let mut budget = Budget::default();
/// let always = Window::utc(.., &Zone::utc());
/// let instances = set.instances(&always, &mut budget);
/// let starts: Result<Vec<_>, _> = instances.take(3).map(|next| next.map(|next| next.start().to_string())).collect();
/// assert_eq!(starts?, ["20270104T090000Z", "20270112T100000Z", "20270118T090000Z"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct RecurrenceSet<'d> {
    /// The master, whether it has instances or not.
    pub(super) master: Option<Component<'d>>,
    pub(super) recurrence: Option<Recurrence>,
    /// What each stretch of the recurrence is like: the master, then the overrides with a range.
    pub(super) segments: Vec<Segment<'d>>,
    pub(super) overridden: Overridden<'d>,
    /// Instances that are not worked out but stated: overrides, and RDATEs with an end of their own.
    pub(super) spans: Spans<'d>,
    undated: Option<Undated>,
}

impl<'d> RecurrenceSet<'d> {
    /// The set of components that have one UID.
    ///
    /// # Errors
    ///
    /// A property that says when they are cannot be read, a rule has no meaning, a TZID has no zone, or something
    /// recurs without a start.
    pub fn new(
        components: impl IntoIterator<Item = Component<'d>>,
        zones: &Zones<'_>,
    ) -> Result<Self, RecurrenceError> {
        Self::with_options(components, zones, RecurrenceOptions::default())
    }

    /// The same with other readings of the rules.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(
        components: impl IntoIterator<Item = Component<'d>>,
        zones: &Zones<'_>,
        options: RecurrenceOptions,
    ) -> Result<Self, RecurrenceError> {
        Self::build(components.into_iter(), &|tzid| known_or(options.unknown_zone, zones.zone(tzid)), options)
    }

    /// The sets of all components of a calendar, one for each UID and kind of component, in the order of their first
    /// components, which stand beside them. Components without UID are each on their own, and time zones have none.
    pub fn all(
        components: impl IntoIterator<Item = Component<'d>>,
        zones: &Zones<'_>,
        options: RecurrenceOptions,
    ) -> impl Iterator<Item = (Component<'d>, Result<Self, RecurrenceError>)> {
        groups(components.into_iter()).into_iter().filter_map(move |group| {
            let first = *group.first()?;
            Some((first, Self::with_options(group, zones, options)))
        })
    }

    /// The instances in a window, ascending by their start in UTC; of those that start together, the one whose
    /// component comes first. After an error there are no more.
    pub fn instances<'s, 'w, 'b>(
        &'s self,
        window: &'w Window,
        budget: &'b mut Budget,
    ) -> Instances<'s, 'd, 'w, 'b> {
        Instances::new(self, window, budget)
    }

    /// Does anything of it overlap a window? By the tables of RFC 4791 §9.9 that can also hold for what has no
    /// instances: to-dos without a start, and VFREEBUSY by its FREEBUSY where DTSTART and DTEND are not both there.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    pub fn overlaps(&self, window: &Window, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        if self.undated.as_ref().is_some_and(|undated| undated.overlaps(window)) {
            return Ok(true);
        }
        Ok(self.instances(window, budget).next().transpose()?.is_some())
    }

    /// The overrides whose RECURRENCE-ID is no start that the recurrence gives, in the order of their RECURRENCE-IDs.
    /// Overrides without a master are matched by nothing and are not told.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    pub fn unmatched_overrides(&self, budget: &mut Budget) -> Result<Vec<Component<'d>>, BudgetExceeded> {
        self.recurrence
            .as_ref()
            .map_or_else(|| Ok(Vec::new()), |recurrence| self.overridden.unmatched(recurrence, budget))
    }

    /// Leaves out the instances that other components than these say what they are. Overrides that are left out still
    /// take the places of their instances, so that what is left is what was there before.
    ///
    /// What is asked of some components alone is had so at the cost of their instances, where others go on for ever.
    ///
    /// ```
    /// use ical_model::recurrence::{Budget, RecurrenceSet, Window};
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    /// use ical_model::{Calendar, PropertyName};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\n\
    ///      BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n\
    ///      BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20270105T090000Z\r\nDTSTART:20270105T100000Z\r\nEND:VEVENT\r\n\
    ///      END:VCALENDAR\r\n",
    /// )?;
    /// let source = ZoneSource::default();
    /// let mut set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
    /// set.retain(|component| component.properties_named(&PropertyName::RecurrenceId).next().is_some());
    /// let mut budget = Budget::default();
    /// let always = Window::utc(.., &Zone::utc());
    /// let starts: Vec<_> = set.instances(&always, &mut budget).map(|next| next.unwrap().start().to_string()).collect();
    /// assert_eq!(starts, ["20270105T100000Z"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(Component<'d>) -> bool) {
        self.master = self.master.filter(|master| keep(*master));
        if self.master.is_none() {
            self.undated = None;
        }
        self.segments.retain(|segment| keep(segment.component));
        self.spans.retain(|span| keep(span.component));
    }

    /// What the master says of recurrence; `None` for overrides alone.
    #[must_use]
    pub const fn recurrence(&self) -> Option<&Recurrence> {
        self.recurrence.as_ref()
    }

    fn build(
        components: impl Iterator<Item = Component<'d>>,
        zones: &ZoneLookup<'_>,
        options: RecurrenceOptions,
    ) -> Result<Self, RecurrenceError> {
        let lines = components.map(TimeLines::of).enumerate();
        let (overrides, masters): (Vec<_>, Vec<_>) =
            lines.partition(|(_, lines)| lines.recurrence_id.is_some());
        let mut set = Self {
            master: None,
            recurrence: None,
            segments: Vec::new(),
            overridden: Overridden::default(),
            spans: Spans::default(),
            undated: None,
        };
        let master = match masters.as_slice() {
            [only] => Some(only),
            several => several.iter().max_by_key(|(order, lines)| (Version::of(lines.component), *order)),
        };
        if let Some((order, lines)) = master {
            set.master = Some(lines.component);
            let recurs = lines.recurring.is_some() || !overrides.is_empty();
            set.add_master(*order, lines, recurs, zones, options)?;
        }
        let mut spans = set.add_overrides(&overrides, zones)?;
        spans.extend(set.periods(zones)?);
        set.spans = Spans::new(spans);
        Ok(set)
    }

    fn add_master(
        &mut self,
        order: usize,
        lines: &TimeLines<'d>,
        recurs: bool,
        zones: &ZoneLookup<'_>,
        options: RecurrenceOptions,
    ) -> Result<(), RecurrenceError> {
        let recurrence = Recurrence::read(lines, zones, options)?;
        let Some(recurrence) = recurrence.filter(|_| !Undated::is_in_spite_of_start(lines)) else {
            self.undated = Some(Undated::read(lines.component)?);
            return Ok(());
        };
        let clock = recurrence.clock.clone();
        let recurrence_id = if recurs { RecurrenceIdForm::Told } else { RecurrenceIdForm::None };
        let timing = Timing::read(lines, clock, recurrence.first, zones)?;
        let face = Arc::new(Face {
            clock: timing.clock.clone(),
            end_clock: timing.end_clock().clone(),
            id_clock: timing.clock.clone(),
            recurrence_id,
            is_override: false,
        });
        let (from, until) = (Instant(i64::MIN), Instant(i64::MAX));
        let component = lines.component;
        self.segments.push(Segment { component, order, from, until, shift: None, timing, face });
        self.recurrence = Some(recurrence);
        Ok(())
    }

    fn add_overrides(
        &mut self,
        lines: &[(usize, TimeLines<'d>)],
        zones: &ZoneLookup<'_>,
    ) -> Result<Vec<Span<'d>>, RecurrenceError> {
        let master = self.segments.first();
        let mut clock = master.map(|master| master.timing.clock.clone());
        let mut overrides = Vec::with_capacity(lines.len());
        for (order, lines) in lines {
            let master = master.map(|master| &master.timing);
            overrides.extend(Override::read(*order, lines, &mut clock, master, zones)?);
        }
        let overrides = newest(overrides);
        self.overridden = Overridden::by(&overrides);
        for one in overrides.iter().filter(|one| one.and_following) {
            self.add_segment(one);
        }
        let exclusions = self.recurrence.as_ref().map(|recurrence| &recurrence.exclusions);
        let excluded = |one: &Override<'d>| exclusions.is_some_and(|exclusions| exclusions.has_date(one.id));
        Ok(overrides.into_iter().filter(|one| !excluded(one)).map(Span::from).collect())
    }

    /// What follows an override with a range is like it.
    fn add_segment(&mut self, one: &Override<'d>) {
        let (Some(recurrence), Some(last)) = (&self.recurrence, self.segments.last_mut()) else { return };
        last.until = one.id.instant;
        let is_local = recurrence.clock.is_local() || one.timing.clock.is_local();
        let start = if is_local { one.start } else { recurrence.clock.moment_at(one.start.instant) };
        let face = Arc::new(Face {
            clock: one.face.clock.clone(),
            end_clock: one.face.end_clock.clone(),
            id_clock: recurrence.clock.clone(),
            recurrence_id: RecurrenceIdForm::Told,
            is_override: true,
        });
        self.segments.push(Segment {
            component: one.component,
            order: one.order,
            from: one.id.instant,
            until: Instant(i64::MAX),
            shift: Some(start.wall.0.saturating_sub(one.id.wall.0)),
            timing: one.timing.clone(),
            face,
        });
    }

    /// The RDATEs that say when they end, where neither EXDATE nor an override takes them.
    fn periods(&self, zones: &ZoneLookup<'_>) -> Result<Vec<Span<'d>>, RecurrenceError> {
        let (Some(recurrence), Some(master)) = (&self.recurrence, self.segments.first()) else {
            return Ok(Vec::new());
        };
        let clock = &recurrence.clock;
        let face = Arc::new(Face {
            clock: clock.clone(),
            end_clock: clock.clone(),
            id_clock: clock.clone(),
            recurrence_id: master.face.recurrence_id.clone(),
            is_override: false,
        });
        let mut spans = Vec::new();
        for (start, period) in &recurrence.periods {
            let start = clock.moment_at(*start);
            if start.instant >= master.until
                || recurrence.exclusions.has_date(start)
                || self.overridden.has(start)
            {
                continue;
            }
            let end = match period.end() {
                PeriodEnd::DateTime(end) => {
                    let end = clock.read(&end.clone().into(), zones)?;
                    if end.instant < start.instant { start } else { end }
                }
                PeriodEnd::Duration(duration) => {
                    clock.length_of(duration).end(&mut clock.hand(), &mut clock.hand(), start)
                }
            };
            spans.push(Span {
                component: master.component,
                order: master.order,
                overlap: master.timing.overlap,
                face: Arc::clone(&face),
                id: start,
                start,
                end,
                source: SpanSource::Period,
            });
        }
        Ok(spans)
    }
}

impl<'d> From<Override<'d>> for Span<'d> {
    fn from(one: Override<'d>) -> Self {
        Self {
            component: one.component,
            order: one.order,
            overlap: one.timing.overlap,
            face: one.face,
            id: one.id,
            start: one.start,
            end: one.end,
            source: SpanSource::Override { whole_day: one.whole_day },
        }
    }
}

/// Which of several versions of a component is newer: SEQUENCE (§3.8.7.4), then DTSTAMP.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Version {
    sequence: i32,
    stamp: Option<Instant>,
}

impl Version {
    /// What cannot be read counts as not there.
    pub(super) fn of(component: Component<'_>) -> Self {
        let sequence = component.property::<Sequence>().ok().flatten().unwrap_or_default();
        let stamp = component.property::<DtStamp>().ok().flatten();
        Self {
            sequence: sequence.value.get(),
            stamp: stamp.map(|stamp| Instant::from(stamp.value.instant())),
        }
    }
}

/// The components that have one UID and one name, in order of their first.
pub(crate) fn groups<'d>(components: impl Iterator<Item = Component<'d>>) -> Vec<Vec<Component<'d>>> {
    let mut groups: Vec<Vec<Component<'d>>> = Vec::new();
    let mut known = HashMap::new();
    for component in components.filter(|component| !component.is(&ComponentName::VTimeZone)) {
        let uid = component.properties_named(&PropertyName::Uid).next().map(|uid| uid.value_octets());
        let group = match uid {
            Some(uid) => *known.entry((component.name(), uid)).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(group) {
            Some(group) => group.push(component),
            None => groups.push(vec![component]),
        }
    }
    groups
}
