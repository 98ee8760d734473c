//! Of overridden components only those that matter in a range.
//!
//! [RFC 4791 §9.6.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.6)

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use ical_model::property::{DtStamp, Sequence};
use ical_model::recurrence::{
    Budget, Instance, Recurrence, RecurrenceError, RecurrenceOptions, RecurrenceSet, Window,
};
use ical_model::time_zone::{Zone, Zones};
use ical_model::value::DateOrDateTime;
use ical_model::{Component, ComponentId, ComponentName, ParameterName, Property, PropertyName};

use super::{ShapingError, utc};
use crate::TimeSpan;

/// The overridden components of a calendar that do not matter in a range of time: neither they nor what they take the
/// place of overlap it, nor does an instance that they change with RANGE=THISANDFUTURE, as it is or as it was. What
/// another component of the same RECURRENCE-ID has replaced matters nowhere.
///
/// What is overridden without a master is taken to last as long as the override.
pub(super) fn passed_over(
    calendar: Component<'_>,
    range: Range<'_>,
    zones: &Zones<'_>,
    options: RecurrenceOptions,
    budget: &mut Budget,
) -> Result<HashSet<ComponentId>, ShapingError> {
    let Range { span, floating } = range;
    let window = Window::utc(span.start().0..span.end().0, floating);
    let mut passed_over = HashSet::new();
    for group in groups(calendar) {
        let kept = HashSet::new();
        let mut impact = Impact { span, window: &window, zones, options, budget: &mut *budget, kept };
        if group.masters.is_empty() {
            impact.of_overrides_alone(&group.overrides)?;
        } else {
            impact.of_overrides(&group)?;
        }
        let kept = impact.kept;
        passed_over.extend(group.overrides.iter().map(|one| one.id()).filter(|id| !kept.contains(id)));
    }
    Ok(passed_over)
}

/// A range of time, and the zone that days and floating times have in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range<'r> {
    pub(super) span: TimeSpan,
    pub(super) floating: &'r Zone,
}

/// The components of one UID and one name.
#[derive(Debug, Default)]
struct Group<'d> {
    masters: Vec<Component<'d>>,
    overrides: Vec<Component<'d>>,
}

impl<'d> Group<'d> {
    /// The masters with some of the overrides.
    fn with(
        &self,
        overrides: &[Component<'d>],
        zones: &Zones<'_>,
        options: RecurrenceOptions,
    ) -> Result<RecurrenceSet<'d>, RecurrenceError> {
        RecurrenceSet::with_options(self.masters.iter().chain(overrides).copied(), zones, options)
    }
}

/// Those that have overrides.
fn groups(calendar: Component<'_>) -> Vec<Group<'_>> {
    let mut groups: HashMap<(ComponentName<'_>, Cow<'_, [u8]>), Group<'_>> = HashMap::new();
    for component in calendar.components().filter(|component| !component.is(&ComponentName::VTimeZone)) {
        let Some(uid) = component.properties_named(&PropertyName::Uid).next() else { continue };
        let group = groups.entry((component.name(), uid.value_octets())).or_default();
        match recurrence_id(component) {
            Some(_) => group.overrides.push(component),
            None => group.masters.push(component),
        }
    }
    groups.into_values().filter(|group| !group.overrides.is_empty()).collect()
}

/// Finds the overrides that matter.
struct Impact<'i, 'z> {
    span: TimeSpan,
    window: &'i Window,
    zones: &'i Zones<'z>,
    options: RecurrenceOptions,
    budget: &'i mut Budget,
    kept: HashSet<ComponentId>,
}

impl Impact<'_, '_> {
    fn of_overrides_alone(&mut self, overrides: &[Component<'_>]) -> Result<(), ShapingError> {
        let set = RecurrenceSet::with_options(overrides.iter().copied(), self.zones, self.options)?;
        self.current(&set)?;
        let always = Window::utc(.., self.window.floating());
        for instance in set.instances(&always, self.budget) {
            let instance = instance?;
            if has_original(self.span, &instance) {
                self.kept.insert(instance.component().id());
            }
        }
        Ok(())
    }

    fn of_overrides(&mut self, group: &Group<'_>) -> Result<(), ShapingError> {
        let (zones, options) = (self.zones, self.options);
        self.current(&group.with(&group.overrides, zones, options)?)?;
        let master = group.with(&[], zones, options)?;
        let overrides = self.newest(&group.overrides, master.recurrence());
        let (ranges, singles): (Vec<_>, Vec<_>) = overrides.into_iter().partition(|one| is_range(*one));
        let places = Places::of(&singles, master.recurrence(), self);
        let mut ranges: Vec<_> =
            ranges.into_iter().map(|one| (self.place(one, master.recurrence()), one)).collect();
        ranges.sort_by_key(|(at, _)| *at);
        self.kept.extend(ranges.iter().skip(RANGES).map(|(_, range)| range.id()));
        self.original(&master, &places, &ranges, 0)?;
        // What one range makes of the instances that follow is what the next one changes.
        for (index, (_, range)) in ranges.iter().enumerate().take(RANGES) {
            self.original(&group.with(&[*range], zones, options)?, &places, &ranges, index + 1)?;
        }
        Ok(())
    }

    /// Those that change an instance in the window of a set that they are not in: of the ranges the one that the
    /// instance falls in, if it is none of the first ones.
    fn original(
        &mut self,
        set: &RecurrenceSet<'_>,
        places: &Places,
        ranges: &[(Option<DateTime<Utc>>, Component<'_>)],
        first: usize,
    ) -> Result<(), ShapingError> {
        for instance in set.instances(self.window, self.budget) {
            let instance = instance?;
            self.kept.extend(places.at(&instance));
            let id = Some(id_of(&instance));
            let range = ranges.partition_point(|(at, _)| *at <= id).checked_sub(1);
            let range = range.filter(|range| *range >= first).and_then(|range| ranges.get(range));
            self.kept.extend(range.map(|(_, range)| range.id()));
        }
        Ok(())
    }

    /// Of several versions of an override the newest: by SEQUENCE, then by DTSTAMP, then by place.
    fn newest<'d>(&self, overrides: &[Component<'d>], master: Option<&Recurrence>) -> Vec<Component<'d>> {
        let mut newest = HashMap::new();
        for one in overrides {
            let last = newest.entry((self.place(*one, master), whole_day(*one, master))).or_insert(*one);
            if version(*one) >= version(*last) {
                *last = *one;
            }
        }
        newest.into_values().collect()
    }

    /// Those that give an instance in the window.
    fn current(&mut self, set: &RecurrenceSet<'_>) -> Result<(), ShapingError> {
        for instance in set.instances(self.window, self.budget) {
            self.kept.insert(instance?.component().id());
        }
        Ok(())
    }

    /// The moment that a RECURRENCE-ID means. Without a zone it is told as the master is.
    fn place(&self, one: Component<'_>, master: Option<&Recurrence>) -> Option<DateTime<Utc>> {
        let id = utc::time_of(recurrence_id(one)?)?;
        let floating = self.window.floating();
        let local = match master {
            Some(master) if master.start().is_date() => id.local().date().and_time(NaiveTime::MIN),
            _ => id.local(),
        };
        let own = match (id.tzid(), &id) {
            _ if master.is_some_and(|master| is_local(master.start())) => {
                return Some(floating.to_utc(local));
            }
            (Some(tzid), _) => self.zones.zone(tzid).ok(),
            (None, DateOrDateTime::DateTime(time)) if time.is_utc() => Some(Zone::utc()),
            _ => None,
        };
        let told_in = own.as_ref().or_else(|| master.map(Recurrence::zone)).unwrap_or(floating);
        Some(told_in.to_utc(local))
    }
}

/// Does what an override takes the place of overlap the range, if it lasts as long?
fn has_original(span: TimeSpan, instance: &Instance<'_>) -> bool {
    let Some(start) = instance.recurrence_id_utc() else { return false };
    let lasts = instance.end_utc().signed_duration_since(instance.start_utc());
    let end = start.checked_add_signed(lasts).unwrap_or(start);
    let (from, to) = (span.start().0, span.end().0);
    start < to && (end > from || start >= from)
}

/// Which overrides take the place of which instance.
struct Places {
    moments: HashMap<DateTime<Utc>, Vec<ComponentId>>,
    /// RECURRENCE-IDs that are days where the master has times.
    days: HashMap<NaiveDate, Vec<ComponentId>>,
}

impl Places {
    fn of(overrides: &[Component<'_>], master: Option<&Recurrence>, impact: &Impact<'_, '_>) -> Self {
        let mut places = Self { moments: HashMap::new(), days: HashMap::new() };
        for one in overrides {
            if let Some(day) = whole_day(*one, master) {
                places.days.entry(day).or_default().push(one.id());
            } else if let Some(at) = impact.place(*one, master) {
                places.moments.entry(at).or_default().push(one.id());
            }
        }
        places
    }

    /// Those that take the place of an instance.
    fn at(&self, instance: &Instance<'_>) -> impl Iterator<Item = ComponentId> {
        let day = instance.recurrence_id().unwrap_or_else(|| instance.start()).local().date();
        let moments = self.moments.get(&id_of(instance));
        moments.into_iter().chain(self.days.get(&day)).flatten().copied()
    }
}

/// The day that a RECURRENCE-ID means where the master has times: what starts on it is overridden.
fn whole_day(one: Component<'_>, master: Option<&Recurrence>) -> Option<NaiveDate> {
    let id = recurrence_id(one).and_then(utc::time_of).filter(DateOrDateTime::is_date)?;
    master.filter(|master| !master.start().is_date()).map(|_| id.local().date())
}

/// Overrides with a range that are looked at one by one; those after them are all told.
const RANGES: usize = 64;

/// Which instance it is: by its start, where nothing else recurs beside it.
fn id_of(instance: &Instance<'_>) -> DateTime<Utc> {
    instance.recurrence_id_utc().unwrap_or_else(|| instance.start_utc())
}

fn is_local(time: &DateOrDateTime) -> bool {
    match time {
        DateOrDateTime::Date(_) => true,
        DateOrDateTime::DateTime(time) => !time.is_utc() && time.tzid().is_none(),
    }
}

fn recurrence_id(component: Component<'_>) -> Option<Property<'_>> {
    component.properties_named(&PropertyName::RecurrenceId).next()
}

fn version(component: Component<'_>) -> (i32, Option<DateTime<Utc>>) {
    let sequence = component.property::<Sequence>().ok().flatten().unwrap_or_default();
    let stamp = component.property::<DtStamp>().ok().flatten();
    (sequence.value.get(), stamp.map(|stamp| stamp.value.instant()))
}

fn is_range(component: Component<'_>) -> bool {
    let range = recurrence_id(component).map(|id| id.parameter(&ParameterName::Range));
    matches!(range, Some(Ok(Some(range))) if range.value().eq_ignore_ascii_case("THISANDFUTURE"))
}
