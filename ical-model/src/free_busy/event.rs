//! The time that events take up.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)

use super::FreeBusyError;
use super::busy_time::BusyTime;
use crate::Calendar;
use crate::component::Component;
use crate::component_name::ComponentName;
use crate::error::PropertyError;
use crate::parameter::FbType;
use crate::property::{Status, Transp};
use crate::recurrence::{Budget, RecurrenceSet, Window};
use crate::time_zone::{Instant, Zones};

impl BusyTime {
    /// Adds what a calendar takes up: its events, each instance by the component that gives it, its VFREEBUSY and
    /// its VAVAILABILITY. To-dos and journal entries take up no time.
    ///
    /// # Errors
    ///
    /// Something of them cannot be read, or the budget is used up. What stood before is added.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// use ical_model::free_busy::BusyTime;
    /// use ical_model::recurrence::Budget;
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    ///
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n\
    ///      RRULE:FREQ=DAILY\r\nSTATUS:TENTATIVE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let range = "2027-02-01T00:00:00Z".parse()?.."2027-02-03T00:00:00Z".parse()?;
    /// let mut busy = BusyTime::new(range, &Zone::utc());
    /// let source = ZoneSource::new();
    /// busy.add_calendar(&calendar, &Zones::new(&calendar, &source), &mut Budget::default())?;
    /// let starts: Vec<_> = busy.periods().map(|period| format!("{} {}", period.start, period.kind)).collect();
    /// assert_eq!(starts, ["2027-02-01 09:00:00 UTC BUSY-TENTATIVE", "2027-02-02 09:00:00 UTC BUSY-TENTATIVE"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_calendar(
        &mut self,
        calendar: &Calendar<'_>,
        zones: &Zones<'_>,
        budget: &mut Budget,
    ) -> Result<(), FreeBusyError> {
        self.add_components(calendar.components(), zones, budget)
    }

    /// The same for components that stand somewhere else: those of one UID have to come together.
    ///
    /// # Errors
    ///
    /// As [`add_calendar`](Self::add_calendar).
    pub fn add_components<'d>(
        &mut self,
        components: impl IntoIterator<Item = Component<'d>>,
        zones: &Zones<'_>,
        budget: &mut Budget,
    ) -> Result<(), FreeBusyError> {
        let (events, others): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|component| component.is(&ComponentName::VEvent));
        for (_, set) in RecurrenceSet::all(events, zones, self.options) {
            self.add_events(&set?, budget)?;
        }
        for component in others {
            match component.name() {
                ComponentName::VFreeBusy => self.add_free_busy(component, budget)?,
                ComponentName::VAvailability => self.add_availability(component, zones, budget)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds the instances of an event as its TRANSP and STATUS say (RFC 4791 §7.10): what is transparent or
    /// cancelled takes up nothing, nor does what lasts no time; what is tentative is BUSY-TENTATIVE, all else BUSY.
    ///
    /// # Errors
    ///
    /// TRANSP or STATUS cannot be read, or the budget is used up. What stood before is added.
    pub fn add_events(&mut self, set: &RecurrenceSet<'_>, budget: &mut Budget) -> Result<(), FreeBusyError> {
        let window = Window::utc(self.range(), &self.floating);
        let mut last: Option<(Component<'_>, FbType)> = None;
        for instance in set.instances(&window, budget) {
            let instance = instance?;
            let component = instance.component();
            let kind = match last.take() {
                Some((same, kind)) if same.identity() == component.identity() => kind,
                _ => kind(component)?,
            };
            self.take(Instant::from(instance.start_utc())..Instant::from(instance.end_utc()), &kind);
            last = Some((component, kind));
        }
        Ok(())
    }
}

/// The table of RFC 4791 §7.10.
fn kind(component: Component<'_>) -> Result<FbType, PropertyError> {
    if !component.is(&ComponentName::VEvent) {
        return Ok(FbType::Free);
    }
    Ok(match (component.property::<Transp>()?.unwrap_or_default(), component.property::<Status>()?) {
        (Transp::Opaque, Some(Status::Cancelled)) => FbType::Free,
        (Transp::Opaque, Some(Status::Tentative)) => FbType::BusyTentative,
        (Transp::Opaque, _) => FbType::Busy,
        // "Only VEVENT components without a TRANSP property or with the TRANSP property set to OPAQUE".
        _ => FbType::Free,
    })
}
