//! One instance as it is told.

use chrono::{DateTime, Utc};
use ical_model::property::{Status, Summary, Uid};
use ical_model::recurrence::Instance;
use ical_model::value::DateOrDateTime;
use ical_model::{Component, TypedProperty};

use crate::moment::{basic_utc, tzid};

/// One instance as it is told.
#[derive(Clone, Debug)]
pub(crate) struct Row<'d> {
    component: Component<'d>,
    /// Which instance of its series it is; `None` for what does not recur.
    pub(crate) recurrence_id: Option<Moment>,
    pub(crate) start: Moment,
    pub(crate) end: Moment,
    /// The start, floating times and dates read as if they were in UTC where no zone is named.
    pub(crate) start_utc: DateTime<Utc>,
    /// When an alarm goes off for it, where alarms are asked for.
    pub(crate) alarm: Option<DateTime<Utc>>,
    /// A component with a RECURRENCE-ID says when and what it is.
    pub(crate) is_override: bool,
}

impl<'d> Row<'d> {
    /// `floating_is_known` says that a time zone was named for floating times and dates.
    pub(crate) fn new(instance: &Instance<'d>, floating_is_known: bool) -> Self {
        let id = instance.recurrence_id().zip(instance.recurrence_id_utc());
        Self {
            component: instance.component(),
            recurrence_id: id.map(|(id, utc)| Moment::new(id, utc, floating_is_known)),
            start: Moment::new(instance.start(), instance.start_utc(), floating_is_known),
            end: Moment::new(instance.end(), instance.end_utc(), floating_is_known),
            start_utc: instance.start_utc(),
            alarm: None,
            is_override: instance.is_override(),
        }
    }

    /// The same, for which an alarm goes off then.
    pub(crate) fn with_alarm(self, at: DateTime<Utc>) -> Self {
        Self { alarm: Some(at), ..self }
    }

    pub(crate) fn uid(&self) -> Option<String> {
        self.property::<Uid>().map(|uid| uid.value.to_string())
    }

    /// The name of its component, as in VEVENT.
    pub(crate) fn component(&self) -> String {
        self.component.name().as_str().to_ascii_uppercase()
    }

    pub(crate) fn summary(&self) -> Option<String> {
        self.property::<Summary>().map(|summary| summary.value.to_string())
    }

    pub(crate) fn status(&self) -> Option<String> {
        self.property::<Status>().map(|status| status.as_str().to_owned())
    }

    /// The zones that its times are told in, UTC left out.
    pub(crate) fn tzids(&self) -> impl Iterator<Item = &str> {
        [&self.start, &self.end]
            .into_iter()
            .filter_map(|moment| moment.value.tzid())
            .map(|tzid| tzid.as_str())
    }

    /// What cannot be read is told by `check`, and is nothing here.
    fn property<P: TypedProperty>(&self) -> Option<P> {
        self.component.property::<P>().ok().flatten()
    }
}

/// A date or time as it is written, and the instant where there is a time zone to tell it.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) value: DateOrDateTime,
    pub(crate) utc: Option<DateTime<Utc>>,
}

impl Moment {
    /// A value, and its instant unless that depends on a time zone that nobody has named.
    fn new(value: DateOrDateTime, utc: DateTime<Utc>, floating_is_known: bool) -> Self {
        let known = floating_is_known || tzid(&value).is_some();
        Self { value, utc: known.then_some(utc) }
    }

    /// The time zone, "UTC" for UTC; `None` for dates and floating times.
    pub(crate) fn tzid(&self) -> Option<&str> {
        tzid(&self.value)
    }

    /// The instant as iCalendar writes it.
    pub(crate) fn basic_utc(&self) -> Option<String> {
        self.utc.map(basic_utc)
    }
}

#[cfg(test)]
mod tests {
    use ical_model::value::{DateOrDateTime, TzId};

    use super::Moment;

    #[test]
    fn zones_and_instants() {
        let utc = "2027-01-01T08:00:00Z".parse().unwrap();
        for (text, zone, known, tzid, basic) in [
            ("20270101", None, false, None, None),
            ("20270101", None, true, None, Some("20270101T080000Z")),
            ("20270101T090000", None, false, None, None),
            ("20270101T090000", None, true, None, Some("20270101T080000Z")),
            ("20270101T080000Z", None, false, Some("UTC"), Some("20270101T080000Z")),
            ("20270101T090000", Some("A"), false, Some("A"), Some("20270101T080000Z")),
        ] {
            let mut value: DateOrDateTime = text.parse().unwrap();
            if let Some(zone) = zone {
                value = value.with_tzid(TzId::from(zone));
            }
            let moment = Moment::new(value, utc, known);
            assert_eq!((moment.tzid(), moment.basic_utc().as_deref()), (tzid, basic), "{text} {zone:?}");
        }
    }
}
