//! An alarm: what a VALARM says of when it goes off.
//!
//! [RFC 5545 §3.6.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.6),
//! [RFC 9074](https://www.rfc-editor.org/rfc/rfc9074)

use chrono::{DateTime, Utc};

use crate::component::Component;
use crate::component_name::ComponentName;
use crate::error::PropertyError;
use crate::parameter::RelType;
use crate::property::{self, Acknowledged, Action, Proximity, RelatedTo, Repeat, Trigger, Uid};
use crate::value::Duration;

/// What a VALARM says of when it goes off.
///
/// ```
/// use ical_model::property::{Action, Trigger};
/// use ical_model::recurrence::Alarm;
/// use ical_model::{Calendar, ComponentName};
///
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nBEGIN:VALARM\r\nTRIGGER:-PT30M\r\nREPEAT:2\r\nDURATION:PT15M\r\n\
///      ACTION:DISPLAY\r\nDESCRIPTION:Breakfast\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
/// )?;
/// let event = calendar.components().next().unwrap();
/// let alarm = Alarm::read(event.components_named(&ComponentName::VAlarm).next().unwrap())?;
/// assert_eq!(alarm.action, Some(Action::Display));
/// assert_eq!(alarm.trigger, Some(Trigger::before_start("-PT30M".parse()?)));
/// assert_eq!(alarm.repetition, Some((2, "PT15M".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Alarm<'d> {
    /// The VALARM.
    pub component: Component<'d>,
    /// Its place among the VALARMs of its component, from 0.
    pub index: usize,
    /// ACTION. An alarm with one that is not known is to be ignored by whoever would carry it out (RFC 5545
    /// §3.8.6.1).
    pub action: Option<Action>,
    /// TRIGGER. With PROXIMITY it is there for old readers alone, and to be ignored (RFC 9074 §8).
    pub trigger: Option<Trigger>,
    /// How often it goes off again, and after how long each time: REPEAT and DURATION, where both are given and
    /// above zero (RFC 5545 §3.6.6).
    pub repetition: Option<(u32, Duration)>,
    /// UID (RFC 9074 §4).
    pub uid: Option<String>,
    /// The UID of the alarm that this one puts off: RELATED-TO with RELTYPE=SNOOZE (RFC 9074 §7).
    pub snoozes: Option<String>,
    /// ACKNOWLEDGED, when it was last put aside: what goes off then or before was seen (RFC 9074 §6.1).
    pub acknowledged: Option<DateTime<Utc>>,
    /// PROXIMITY: a place sets it off, not a time (RFC 9074 §8).
    pub proximity: Option<Proximity>,
}

impl<'d> Alarm<'d> {
    /// Reads a VALARM; its `index` is 0.
    ///
    /// # Errors
    ///
    /// One of the properties cannot be read.
    pub fn read(component: Component<'d>) -> Result<Self, PropertyError> {
        Self::read_at(component, 0)
    }

    /// The alarms of a component in their order, each read by itself.
    ///
    /// ```
    /// use ical_model::{Calendar, recurrence::Alarm};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nBEGIN:VALARM\r\nTRIGGER:soon\r\nEND:VALARM\r\n\
    ///      BEGIN:VALARM\r\nTRIGGER:PT0S\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let alarms: Vec<_> = Alarm::of(calendar.components().next().unwrap()).collect();
    /// assert!(alarms[0].is_err());
    /// assert_eq!(alarms[1].as_ref().unwrap().index, 1);
    /// # Ok::<(), ical_model::ParseError>(())
    /// ```
    pub fn of(component: Component<'d>) -> impl Iterator<Item = Result<Self, PropertyError>> {
        Self::components(component).enumerate().map(|(index, alarm)| Self::read_at(alarm, index))
    }

    /// The time that sets it off; there is none where a place does.
    pub(super) fn timed(&self) -> Option<&Trigger> {
        self.trigger.as_ref().filter(|_| self.proximity.is_none())
    }

    /// The VALARMs of a component.
    pub(super) fn components(component: Component<'d>) -> impl Iterator<Item = Component<'d>> {
        component.components().filter(|component| component.is(&ComponentName::VAlarm))
    }

    fn read_at(component: Component<'d>, index: usize) -> Result<Self, PropertyError> {
        let mut faults = Vec::new();
        let alarm = Self::read_lenient(component, index, &mut faults);
        match faults.into_iter().next() {
            None => Ok(alarm),
            Some(fault) => Err(fault),
        }
    }

    /// The same with what cannot be read left out, so that an alarm goes off whose other lines are broken.
    pub(super) fn read_lenient(
        component: Component<'d>,
        index: usize,
        faults: &mut Vec<PropertyError>,
    ) -> Self {
        fn known<T>(read: Result<Option<T>, PropertyError>, faults: &mut Vec<PropertyError>) -> Option<T> {
            read.unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        }
        let repeat = known(component.property::<Repeat>(), faults).map_or(0, |repeat| repeat.value.get());
        let repeat = u32::try_from(repeat).unwrap_or_default();
        let interval = known(component.property::<property::Duration>(), faults);
        let interval = interval.map(|interval| interval.value).filter(Duration::is_positive);
        let mut related = component.properties_of::<RelatedTo>().map(|related| related.map(Some));
        let snoozes = related.find_map(|related| {
            let related = known(related, faults)?;
            let uid = related.value.uid().filter(|_| related.effective_rel_type() == RelType::Snooze)?;
            Some(uid.to_owned())
        });
        Self {
            component,
            index,
            action: known(component.property(), faults),
            trigger: known(component.property(), faults),
            repetition: interval.filter(|_| repeat > 0).map(|interval| (repeat, interval)),
            uid: known(component.property::<Uid>(), faults).map(|uid| uid.value),
            snoozes,
            acknowledged: known(component.property::<Acknowledged>(), faults)
                .map(|time| time.value.instant()),
            proximity: known(component.property(), faults),
        }
    }

    /// Whether what goes off at this time was put aside (RFC 9074 §6.1).
    ///
    /// ```
    /// use ical_model::{Calendar, recurrence::Alarm};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACKNOWLEDGED:20210302T151514Z\r\n\
    ///      END:VALARM\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let alarm = Alarm::read(calendar.components().next().unwrap())?;
    /// assert!(alarm.is_acknowledged("2021-03-02T15:15:00Z".parse()?));
    /// assert!(!alarm.is_acknowledged("2021-03-03T15:15:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_acknowledged(&self, at: DateTime<Utc>) -> bool {
        self.acknowledged.is_some_and(|acknowledged| acknowledged >= at)
    }
}
