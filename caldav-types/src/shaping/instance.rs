//! One instance as a component of its own.
//!
//! [RFC 4791 §9.6.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.5)

use chrono::TimeDelta;
use ical_model::recurrence::Instance;
use ical_model::time_zone::Zone;
use ical_model::value::{Date, DateOrDateTime, DateTime, Duration};
use ical_model::{Component, ComponentName, ParameterName, Property, PropertyName};

use super::ShapingError;
use super::new_line::NewLine;
use super::revision::Revision;
use super::select::Selection;
use super::utc;
use super::writer::Writer;

/// When an instance is, as its component tells it.
#[derive(Debug)]
pub(super) struct InstanceTimes {
    start: DateOrDateTime,
    end: DateOrDateTime,
    /// Without the days that clocks make longer or shorter.
    lasts: TimeDelta,
    recurrence_id: Option<DateOrDateTime>,
}

impl InstanceTimes {
    /// `master` is the start of what the instance recurs from. `None` for what is at no time that can be written.
    ///
    /// The RECURRENCE-ID is a day where the master starts on one, floating where the master is, else in UTC (op-17).
    pub(super) fn of(
        instance: &Instance<'_>,
        master: Option<&DateOrDateTime>,
        floating: &Zone,
    ) -> Option<Self> {
        let (start, end) = (instance.start(), instance.end());
        let lasts = match start.tzid().is_some() || is_utc(&start) {
            true => instance.end_utc().signed_duration_since(instance.start_utc()),
            false => end.local().signed_duration_since(start.local()),
        };
        let recurrence_id = match (instance.recurrence_id(), instance.recurrence_id_utc()) {
            (Some(stated), Some(instant)) => Some(match master {
                Some(DateOrDateTime::Date(_)) if !stated.is_date() => {
                    Date::try_from(floating.to_local(instant).date()).ok()?.into()
                }
                Some(DateOrDateTime::DateTime(time)) if is_floating(time) && !is_floating_time(&stated) => {
                    DateTime::floating(floating.to_local(instant)).ok()?.into()
                }
                Some(DateOrDateTime::DateTime(time)) if !is_floating(time) => utc::in_utc(instant)?,
                _ => utc::without_zone(stated, instant)?,
            }),
            _ => None,
        };
        Some(Self {
            start: utc::without_zone(start, instance.start_utc())?,
            end: utc::without_zone(end, instance.end_utc())?,
            lasts,
            recurrence_id,
        })
    }

    /// How long an instance lasts whose component does not say it.
    fn lasts_unsaid(&self, component: Component<'_>) -> TimeDelta {
        match component.name() {
            ComponentName::VTodo | ComponentName::VJournal => TimeDelta::zero(),
            _ if self.start.is_date() => TimeDelta::days(1),
            _ => TimeDelta::zero(),
        }
    }

    /// Does a DURATION give the end?
    fn ends_by(&self, property: Property<'_>) -> bool {
        let stored = property.value_as::<Duration>().ok().and_then(|duration| {
            TimeDelta::days(i64::from(duration.nominal_days())).checked_add(&duration.exact())
        });
        stored == Some(self.lasts)
    }

    /// DURATION.
    fn duration(&self) -> Option<Duration> {
        match self.start.is_date() {
            true if self.lasts > TimeDelta::zero() => {
                Duration::days(i32::try_from(self.lasts.num_days()).ok()?).ok()
            }
            _ => Duration::new(0, self.lasts).ok(),
        }
    }
}

impl Writer<'_> {
    /// Writes an instance of a component: its times are stated, nothing recurs, all else is that of the component.
    ///
    /// Alarms stay as they are. One with a time of its own goes off once however many instances tell of it (RFC 5545
    /// §3.8.6.3), and it is in each of them.
    pub(super) fn instance(
        &mut self,
        component: Component<'_>,
        times: &InstanceTimes,
        selection: &Selection<'_>,
        revision: &Revision<'_, '_>,
    ) -> Result<(), ShapingError> {
        self.begin(&component.name())?;
        let end_name = match component.name() {
            ComponentName::VTodo => PropertyName::Due,
            _ => PropertyName::DtEnd,
        };
        let has = |name: &PropertyName<'_>| component.properties_named(name).next();
        let (start, end) = (has(&PropertyName::DtStart), has(&end_name));
        let duration = has(&PropertyName::Duration).filter(|_| !component.is(&ComponentName::VFreeBusy));
        let recurrence_id = has(&PropertyName::RecurrenceId);
        for property in component.properties() {
            match property.name() {
                PropertyName::DtStart if start.is_some_and(|first| first.id() == property.id()) => {
                    self.time(PropertyName::DtStart, &times.start, Some(property), selection)?;
                }
                PropertyName::RecurrenceId
                    if recurrence_id.is_some_and(|first| first.id() == property.id()) =>
                {
                    if let Some(id) = &times.recurrence_id {
                        self.time(PropertyName::RecurrenceId, id, Some(property), selection)?;
                    }
                }
                name if name == end_name && end.is_some_and(|first| first.id() == property.id()) => {
                    self.time(end_name.clone(), &times.end, Some(property), selection)?;
                }
                PropertyName::DtStart | PropertyName::RecurrenceId => {}
                name if name == end_name => {}
                PropertyName::Duration if duration.is_some_and(|first| first.id() == property.id()) => {
                    match times.duration().filter(|_| !times.ends_by(property)) {
                        Some(duration) => {
                            let line = NewLine::new(PropertyName::Duration, duration.to_string());
                            self.new_line(&line.with_parameters_of(Some(property), &[]), selection)?;
                        }
                        None => self.property(component, property, selection, revision)?,
                    }
                }
                _ => self.property(component, property, selection, revision)?,
            }
        }
        // A to-do that has only a DUE starts then.
        let only_due = end.is_some() && end_name == PropertyName::Due && times.lasts.is_zero();
        if start.is_none() && !only_due {
            self.time(PropertyName::DtStart, &times.start, None, selection)?;
        }
        let says_end = end.is_some() || duration.is_some() || component.is(&ComponentName::VJournal);
        // A to-do without a start has the times of another one, whose table asks for more than its own would.
        let inherits = start.is_none() && component.is(&ComponentName::VTodo);
        if !says_end && (inherits || times.lasts != times.lasts_unsaid(component)) {
            match times.duration() {
                Some(duration) if !component.is(&ComponentName::VFreeBusy) => {
                    self.new_line(&NewLine::new(PropertyName::Duration, duration.to_string()), selection)?;
                }
                _ => self.time(end_name, &times.end, None, selection)?,
            }
        }
        if let (None, Some(id)) = (recurrence_id, &times.recurrence_id) {
            self.time(PropertyName::RecurrenceId, id, None, selection)?;
        }
        for inner in component.components() {
            if let Some(selection) = selection.component(inner) {
                self.component(inner, selection, revision)?;
            }
        }
        self.end(&component.name())
    }

    fn time(
        &mut self,
        name: PropertyName<'static>,
        value: &DateOrDateTime,
        before: Option<Property<'_>>,
        selection: &Selection<'_>,
    ) -> Result<(), ShapingError> {
        // An instance of its own is no range any more.
        let gone = [ParameterName::Value, ParameterName::TzId, ParameterName::Range];
        self.new_line(&NewLine::time(name, value).with_parameters_of(before, &gone), selection)
    }
}

fn is_utc(time: &DateOrDateTime) -> bool {
    matches!(time, DateOrDateTime::DateTime(time) if time.is_utc())
}

fn is_floating(time: &DateTime) -> bool {
    !time.is_utc() && time.tzid().is_none()
}

fn is_floating_time(time: &DateOrDateTime) -> bool {
    matches!(time, DateOrDateTime::DateTime(time) if is_floating(time))
}
