//! The alarms of a recurrence set that go off in a window.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use std::ops::Bound;

use chrono::{DateTime, Utc};

use super::alarm_times::AlarmTimes;
use super::alarm_trigger::AlarmTriggers;
use super::alarms::{AlarmReach, Alarms};
use super::overlap::Range;
use super::window::LONGEST_SHIFT;
use super::{Budget, Window};
use crate::time_zone::{Instant, Wall, Zone};

/// The alarms of a recurrence set that go off in a window: [`Alarms::within`].
#[derive(Debug)]
pub struct AlarmsWithin<'a, 'd> {
    pub(super) alarms: &'a Alarms<'a, 'd>,
    pub(super) bounds: Bounds,
    /// Where the instances lie that alarms go off for; `None` where none does.
    pub(super) instances: Option<Window>,
    pub(super) floating: Zone,
}

impl<'a, 'd> AlarmsWithin<'a, 'd> {
    pub(super) fn new(alarms: &'a Alarms<'a, 'd>, window: &Window) -> Self {
        let bounds = Bounds::of(window);
        let floating = window.floating().clone();
        let instances = alarms.reach.map(|reach| bounds.window(reach, &floating));
        Self { alarms, bounds, instances, floating }
    }

    /// The times at which they go off, worked out when they are asked for.
    ///
    /// Of the budget an alarm looked at for an instance and a repetition are a step, an instance looked at and an alarm
    /// that goes off are an instance. The repetitions before the window cost nothing.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// use ical_model::recurrence::{Alarms, Budget, RecurrenceSet, Window};
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    ///
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nBEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:20270101T000000Z\r\n\
    ///      REPEAT:2000000000\r\nDURATION:PT1S\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let source = ZoneSource::new();
    /// let set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
    /// let alarms = Alarms::of(&set);
    /// let from = "2037-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?;
    /// let within = alarms.within(&Window::utc(from.., &Zone::utc()));
    /// let next = within.triggers(&mut Budget::new(100, 10)).next().expect("it goes on for decades")?;
    /// assert_eq!((next.at, next.repetition), (from, 315_619_200));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn triggers<'b>(&'a self, budget: &'b mut Budget) -> AlarmTriggers<'a, 'd, 'b> {
        AlarmTriggers::new(self, budget)
    }
}

/// What lies in the window.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Moments: those of the window, or for one on local clocks those that can be in it.
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// Bounds on the clock of each instance.
    wall: Option<(Wall, Wall)>,
}

impl Bounds {
    fn of(window: &Window) -> Self {
        let Range { from, to } = window.range();
        if window.is_local() {
            let (least, most) = (from.saturating_sub(LONGEST_SHIFT), to.saturating_add(LONGEST_SHIFT));
            Self::between(least, most, Some((Wall(from), Wall(to))))
        } else {
            Self::between(from, to, None)
        }
    }

    /// Nothing goes off at what cannot be counted.
    fn between(from: i64, to: i64, wall: Option<(Wall, Wall)>) -> Self {
        let [first, last] = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC].map(Instant::from);
        Self { from: Instant(from).max(first), to: Instant(to).min(last), wall }
    }

    pub(super) fn contain(&self, at: Instant, times: &AlarmTimes) -> bool {
        self.wall.is_none_or(|(from, to)| {
            let wall = times.wall(at);
            from <= wall && wall < to
        })
    }

    /// The window of the instances for which alarms can go off in these bounds.
    fn window(&self, reach: AlarmReach, floating: &Zone) -> Window {
        // A second more, for instances that end where their alarms begin to count.
        let from = Instant(self.from.0.saturating_sub(reach.latest).saturating_sub(1)).utc();
        let to = Instant(self.to.0.saturating_sub(reach.earliest).saturating_add(1)).utc();
        let from = from.map_or(Bound::Unbounded, Bound::Included);
        let to = to.map_or(Bound::Unbounded, Bound::Excluded);
        Window::utc((from, to), floating)
    }
}
