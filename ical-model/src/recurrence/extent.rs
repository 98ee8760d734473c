//! From when to when something takes place.

use chrono::{DateTime, Utc};

use super::stepper::Last;
use super::window::LONGEST_SHIFT;
use super::{Budget, BudgetExceeded, RecurrenceSet, Window};
use crate::time_zone::{Instant, Zone};

/// From when to when a [`RecurrenceSet`] takes place: what an index needs to pass over what cannot be in a window.
///
/// Nothing of the set is outside of it. What EXDATE and EXRULE take away at the end is still counted, so that `end`
/// may be later than the end of the last instance.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extent {
    /// The start of the first instance.
    pub start: DateTime<Utc>,
    /// No instance ends after this; `None` where they go on for ever.
    pub end: Option<DateTime<Utc>>,
}

impl RecurrenceSet<'_> {
    /// From when to when it takes place, days and floating times read in a zone. `None` for what has no instance.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// use ical_model::recurrence::{Budget, RecurrenceSet};
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n\
    ///      RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let source = ZoneSource::default();
    /// let set = RecurrenceSet::new(calendar.components(), &Zones::new(&calendar, &source))?;
    /// let extent = set.extent(&Zone::utc(), &mut Budget::default())?.expect("it has instances");
    /// assert_eq!(extent.start.to_rfc3339(), "2027-01-04T09:00:00+00:00");
    /// assert_eq!(extent.end.map(|end| end.to_rfc3339()).as_deref(), Some("2027-01-06T10:00:00+00:00"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extent(&self, floating: &Zone, budget: &mut Budget) -> Result<Option<Extent>, BudgetExceeded> {
        let always = Window::utc(.., floating);
        let Some(first) = self.instances(&always, budget).next().transpose()? else { return Ok(None) };
        let mut view = always.view();
        let mut end = i64::MIN;
        for span in self.spans.iter() {
            end = end.max(view.utc(&span.face.end_clock, span.end));
        }
        let last = match &self.recurrence {
            Some(recurrence) => recurrence.last(budget)?,
            None => Last::Never,
        };
        for (segment, recurrence) in self.segments.iter().zip(self.recurrence.iter().cycle()) {
            let id = match last {
                Last::Never => continue,
                Last::At(last) if last.instant < segment.from => continue,
                Last::At(last) if last.instant < segment.until => last,
                Last::Unbounded if segment.until == Instant(i64::MAX) => {
                    return Ok(Some(Extent { start: first.start_utc(), end: None }));
                }
                Last::At(_) | Last::Unbounded => recurrence.clock.moment_at(segment.until),
            };
            let span = segment.span(id, &mut segment.hands(&recurrence.clock));
            let mut last_end = view.utc(&span.face.end_clock, span.end);
            if !segment.is_even() {
                let zones = [recurrence.clock.zone(), segment.timing.clock.zone(), floating];
                let start = view.utc(&span.face.clock, span.start);
                let more = unevenness(zones, start).saturating_add(unevenness(zones, last_end));
                last_end = last_end.saturating_add(more);
            }
            end = end.max(last_end);
        }
        let end = Instant(end).utc().unwrap_or(DateTime::<Utc>::MAX_UTC);
        Ok(Some(Extent { start: first.start_utc(), end: Some(end) }))
    }
}

/// What is worked out on a wall clock may come later than what follows it on that clock by as much as clocks were set
/// about then.
fn unevenness(zones: [&Zone; 3], at: i64) -> i64 {
    let about = |seconds: i64| Instant(at.saturating_add(seconds)).utc();
    let (Some(from), Some(to)) = (about(-2 * LONGEST_SHIFT), about(2 * LONGEST_SHIFT)) else { return 0 };
    let set = zones.into_iter().flat_map(|zone| zone.transitions(from..to));
    set.map(|it| i64::from(it.after.seconds() - it.before.seconds()).abs()).sum()
}
