//! Of overridden components only those that matter in a range.
//!
//! [RFC 4791 §9.6.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.6)

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use ical_model::recurrence::{Budget, Instance, Recurrence, RecurrenceError, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, Zones};
use ical_model::value::DateOrDateTime;
use ical_model::{Component, ComponentId, ComponentName, ParameterName, Property, PropertyName};

use super::{ShapingError, utc};
use crate::TimeSpan;

/// The overridden components of a calendar that do not matter in a range of time: neither they nor what they take the
/// place of overlap it, nor does an instance that they change with RANGE=THISANDFUTURE, as it is or as it was.
///
/// What is overridden without a master is taken to last as long as the override.
pub(super) fn passed_over(
    calendar: Component<'_>,
    span: TimeSpan,
    floating: &Zone,
    zones: &Zones<'_>,
    budget: &mut Budget,
) -> Result<HashSet<ComponentId>, ShapingError> {
    let window = Window::utc(span.start().0..span.end().0, floating);
    let mut passed_over = HashSet::new();
    for group in groups(calendar) {
        let kept = HashSet::new();
        let mut impact = Impact { span, window: &window, zones, budget: &mut *budget, kept };
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
    ) -> Result<RecurrenceSet<'d>, RecurrenceError> {
        RecurrenceSet::new(self.masters.iter().chain(overrides).copied(), zones)
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
    budget: &'i mut Budget,
    kept: HashSet<ComponentId>,
}

impl Impact<'_, '_> {
    fn of_overrides_alone(&mut self, overrides: &[Component<'_>]) -> Result<(), ShapingError> {
        let set = RecurrenceSet::new(overrides.iter().copied(), self.zones)?;
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
        let (ranges, singles): (Vec<_>, Vec<_>) =
            group.overrides.iter().copied().partition(|one| is_range(*one));
        let zones = self.zones;
        let (all, original) = (group.with(&group.overrides, zones)?, group.with(&ranges, zones)?);
        let places = Places::of(&singles, original.recurrence(), self);
        let mut ranges: Vec<_> =
            ranges.into_iter().map(|one| (self.place(one, original.recurrence()), one)).collect();
        ranges.sort_by_key(|(at, _)| *at);
        let mut originals = Vec::new();
        for (index, (at, range)) in ranges.iter().enumerate().take(RANGES) {
            let before =
                index.checked_sub(1).and_then(|before| ranges.get(before)).map(|(_, before)| *before);
            let next = ranges.get(index + 1).and_then(|(next, _)| *next);
            originals.push((range.id(), *at, next, group.with(before.as_slice(), zones)?));
        }
        self.kept.extend(ranges.iter().skip(RANGES).map(|(_, range)| range.id()));
        self.current(&all)?;
        for instance in original.instances(self.window, self.budget) {
            self.kept.extend(places.at(&instance?));
        }
        for (id, at, next, set) in originals {
            for instance in set.instances(self.window, self.budget) {
                let changed = Some(id_of(&instance?));
                if changed >= at && next.is_none_or(|next| changed < Some(next)) {
                    self.kept.insert(id);
                    break;
                }
            }
        }
        Ok(())
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
        let has_times = master.is_some_and(|master| !master.start().is_date());
        for one in overrides {
            let id = recurrence_id(*one).and_then(utc::time_of);
            if let Some(DateOrDateTime::Date(day)) = id.filter(|_| has_times) {
                places.days.entry(day.naive()).or_default().push(one.id());
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

fn is_range(component: Component<'_>) -> bool {
    let range = recurrence_id(component).map(|id| id.parameter(&ParameterName::Range));
    matches!(range, Some(Ok(Some(range))) if range.value().eq_ignore_ascii_case("THISANDFUTURE"))
}
