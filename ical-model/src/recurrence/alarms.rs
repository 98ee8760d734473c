//! The alarms of a recurrence set.
//!
//! [RFC 5545 §3.6.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.6)

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::alarm_times::AlarmTimes;
use super::alarms_within::AlarmsWithin;
use super::lapse::bounds;
use super::{Alarm, Budget, BudgetExceeded, Extent, RecurrenceSet, Window};
use crate::component::Component;
use crate::error::PropertyError;
use crate::property::Trigger;
use crate::time_zone::{Instant, Zone};
use crate::tree::Index;

/// The alarms of a recurrence set: each instance has those of the component that gives it, an overridden one those of
/// the override.
///
/// ```
/// use ical_model::Calendar;
/// use ical_model::recurrence::{Alarms, Budget, RecurrenceSet, Window};
/// use ical_model::time_zone::{Zone, ZoneSource, Zones};
///
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTART:20270104T090000Z\r\nRRULE:FREQ=WEEKLY\r\n\
///      BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
/// )?;
/// let source = ZoneSource::new();
/// let set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
/// let alarms = Alarms::of(&set);
/// let january = "2027-01-10T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?.."2027-02-01T00:00:00Z".parse()?;
/// let times: Result<Vec<_>, _> = alarms
///     .within(&Window::utc(january, &Zone::utc()))
///     .triggers(&mut Budget::default())
///     .map(|trigger| trigger.map(|trigger| trigger.at.format("%m-%d %H:%M").to_string()))
///     .collect();
/// assert_eq!(times?, ["01-10 09:00", "01-17 09:00", "01-24 09:00", "01-31 09:00"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Alarms<'s, 'd> {
    pub(super) set: &'s RecurrenceSet<'d>,
    /// In document order.
    pub(super) components: Vec<(Component<'d>, Vec<Alarm<'d>>)>,
    places: HashMap<(usize, Index), usize>,
    faults: Vec<PropertyError>,
    /// `None` where no alarm goes off for instances.
    pub(super) reach: Option<AlarmReach>,
}

impl<'s, 'd> Alarms<'s, 'd> {
    /// The alarms of a set.
    ///
    /// A line that cannot be read counts as absent and is told by [`faults`](Self::faults): an alarm whose TRIGGER
    /// cannot be read never goes off, one whose REPEAT cannot goes off once.
    #[must_use]
    pub fn of(set: &'s RecurrenceSet<'d>) -> Self {
        let mut faults = Vec::new();
        let mut read = |component: Component<'d>| {
            let alarms = Alarm::components(component).enumerate();
            alarms.map(|(index, alarm)| Alarm::read_lenient(alarm, index, &mut faults)).collect()
        };
        let mut components: Vec<_> = set.master.into_iter().chain(set.overridden.components()).collect();
        components.sort_by_key(|component| component.index);
        let components: Vec<(_, Vec<_>)> =
            components.into_iter().map(|component| (component, read(component))).collect();
        let places = components
            .iter()
            .enumerate()
            .map(|(place, (component, _))| (component.identity(), place))
            .collect();
        let reach = AlarmReach::of_all(&components);
        Self { set, components, places, faults, reach }
    }

    /// Leaves out alarms, each told with the component that has it.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// use ical_model::property::Action;
    /// use ical_model::recurrence::{Alarms, Budget, RecurrenceSet, Window};
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270104T090000Z\r\n\
    ///      BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:PT0S\r\nEND:VALARM\r\n\
    ///      BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let source = ZoneSource::new();
    /// let set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
    /// let mut alarms = Alarms::of(&set);
    /// alarms.retain(|_, alarm| alarm.action == Some(Action::Display));
    /// let always = Window::utc(.., &Zone::utc());
    /// let at: Vec<_> =
    ///     alarms.within(&always).triggers(&mut Budget::default()).map(|next| next.unwrap().at.to_string()).collect();
    /// assert_eq!(at, ["2027-01-04 09:05:00 UTC"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(Component<'d>, &Alarm<'d>) -> bool) {
        for (component, alarms) in &mut self.components {
            alarms.retain(|alarm| keep(*component, alarm));
        }
        self.reach = AlarmReach::of_all(&self.components);
    }

    /// The alarms in document order.
    pub fn iter(&self) -> impl Iterator<Item = &Alarm<'d>> {
        self.components.iter().flat_map(|(_, alarms)| alarms)
    }

    /// What could not be read.
    #[must_use]
    pub fn faults(&self) -> &[PropertyError] {
        &self.faults
    }

    /// What goes off in a window, wherever the instances lie that they go off for. Its start is in the window, its
    /// end is not (RFC 4791 §9.9).
    ///
    /// Days are nominal and follow the clocks of the zone of the instance, the rest of a duration is exact (RFC 5545
    /// §3.3.6). Days and floating times are those of the floating zone of the window (§3.8.6.3). A to-do with DUE
    /// alone has that for its start too. In a window on local clocks a trigger counts as the clock of its instance
    /// tells it, one with a time of its own by UTC.
    #[must_use]
    pub fn within<'a>(&'a self, window: &Window) -> AlarmsWithin<'a, 'd> {
        AlarmsWithin::new(self, window)
    }

    /// From when to when they go off, for an index: none does before the start or after the end. `None` where none
    /// ever does. Days and floating times are read in the zone `floating`.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    pub fn extent(&self, floating: &Zone, budget: &mut Budget) -> Result<Option<Extent>, BudgetExceeded> {
        let mut extents = Vec::new();
        if let (Some(reach), Some(of_set)) = (self.reach, self.set.extent(floating, budget)?) {
            let start = reach.before(Instant::from(of_set.start));
            extents.push((start, of_set.end.map(|end| reach.after(Instant::from(end)))));
        }
        for alarm in self.iter() {
            if let Some(Trigger::Absolute(time)) = alarm.timed() {
                let times = AlarmTimes::new(Instant::from(time.instant()), alarm.repetition, &Zone::utc());
                extents.push((times.first(), Some(times.last())));
            }
        }
        let extent = extents.into_iter().reduce(|(start, end), (other_start, other_end)| {
            (start.min(other_start), end.zip(other_end).map(|(end, other_end)| end.max(other_end)))
        });
        Ok(extent.map(|(start, end)| Extent { start: moment(start), end: end.map(moment) }))
    }

    /// The alarms of the component that gives an instance.
    pub(super) fn of_component(&self, component: Component<'d>) -> &[Alarm<'d>] {
        let place = self.places.get(&component.identity()).and_then(|place| self.components.get(*place));
        place.map(|(_, alarms)| alarms.as_slice()).unwrap_or_default()
    }
}

/// How many seconds after the start or the end of an instance its alarms go off; before it where negative.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct AlarmReach {
    /// At the earliest.
    pub(super) earliest: i64,
    /// At the latest.
    pub(super) latest: i64,
}

impl AlarmReach {
    fn of_all(components: &[(Component<'_>, Vec<Alarm<'_>>)]) -> Option<Self> {
        components.iter().flat_map(|(_, alarms)| alarms).filter_map(Self::of).reduce(Self::and)
    }

    fn of(alarm: &Alarm<'_>) -> Option<Self> {
        let Trigger::Relative { duration, .. } = alarm.timed()? else { return None };
        let (earliest, latest) = bounds(duration, 1);
        let last = alarm.repetition.map_or(0, |(count, interval)| bounds(&interval, count).1);
        Some(Self { earliest, latest: latest.saturating_add(last) })
    }

    /// No alarm goes off before this for what starts then or later.
    pub(super) fn before(self, start: Instant) -> Instant {
        Instant(start.0.saturating_add(self.earliest))
    }

    /// No alarm goes off after this for what ends then or earlier.
    fn after(self, end: Instant) -> Instant {
        Instant(end.0.saturating_add(self.latest))
    }

    fn and(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.max(other.latest) }
    }
}

/// The moment, or the first or last that can be counted.
fn moment(instant: Instant) -> DateTime<Utc> {
    let end = if instant < Instant(0) { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    instant.utc().unwrap_or(end)
}
