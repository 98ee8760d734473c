//! Calendar data in reports: which parts are asked for, and what comes back.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6)

use ical_model::{ComponentName, PropertyName};

use crate::TimeSpan;
use crate::property::DataFormat;

/// A CALDAV:calendar-data in a request: which parts of calendar object resources are asked for. By default, the whole.
///
/// ```
/// use caldav_types::calendar_data::{CalendarDataRequest, Comp, Prop};
/// use ical_model::{ComponentName, PropertyName};
/// let event = Comp::new(ComponentName::VEvent)
///     .with_prop(Prop::new(PropertyName::Uid))
///     .with_prop(Prop::new(PropertyName::Summary).without_value());
/// let request = CalendarDataRequest {
///     comp: Some(Comp::new(ComponentName::VCalendar).with_comp(event)),
///     ..CalendarDataRequest::default()
/// };
/// assert!(!request.is_whole());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarDataRequest {
    /// In which form.
    pub format: DataFormat,
    /// Which components and properties; all, when there is none.
    pub comp: Option<Comp>,
    /// What is done with recurrence sets.
    pub recurrences: Option<Recurrences>,
    /// Only FREEBUSY values that meet this (§9.6.7).
    pub limit_freebusy_set: Option<TimeSpan>,
}

impl CalendarDataRequest {
    /// Is it calendar object resources as they are stored that is asked for?
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.comp.is_none() && self.recurrences.is_none() && self.limit_freebusy_set.is_none()
    }
}

impl Default for CalendarDataRequest {
    /// The whole, as iCalendar.
    fn default() -> Self {
        Self { format: DataFormat::icalendar(), comp: None, recurrences: None, limit_freebusy_set: None }
    }
}

/// What is done with recurrence sets.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Recurrences {
    /// Each instance that meets this becomes a component (§9.6.5).
    Expand(TimeSpan),
    /// Of the overridden components those that matter here (§9.6.6).
    LimitRecurrenceSet(TimeSpan),
}

/// A CALDAV:comp: which parts of the components of a name (§9.6.1).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Comp {
    /// Of which components.
    #[cfg_attr(feature = "serde", serde(with = "crate::calendar_names::component"))]
    pub name: ComponentName<'static>,
    /// Which of their properties.
    pub props: Props,
    /// Which components in them.
    pub comps: Comps,
}

impl Comp {
    /// Components of this name, with nothing in them.
    #[must_use]
    pub const fn new(name: ComponentName<'static>) -> Self {
        Self { name, props: Props::These(Vec::new()), comps: Comps::These(Vec::new()) }
    }

    /// Components of this name, with everything in them.
    #[must_use]
    pub const fn whole(name: ComponentName<'static>) -> Self {
        Self { name, props: Props::All, comps: Comps::All }
    }

    /// With a property; all that were asked for hold it.
    #[must_use]
    pub fn with_prop(mut self, prop: Prop) -> Self {
        if let Props::These(props) = &mut self.props {
            props.push(prop);
        }
        self
    }

    /// With a component in it; all that were asked for hold it.
    #[must_use]
    pub fn with_comp(mut self, comp: Self) -> Self {
        if let Comps::These(comps) = &mut self.comps {
            comps.push(comp);
        }
        self
    }
}

/// Which properties of a component.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Props {
    /// CALDAV:allprop (§9.6.3).
    All,
    /// These, in any number.
    These(Vec<Prop>),
}

/// Which components in a component.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Comps {
    /// CALDAV:allcomp (§9.6.2).
    All,
    /// These, in any number.
    These(Vec<Comp>),
}

/// A CALDAV:prop: a property of a component (§9.6.4).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Prop {
    /// Which.
    #[cfg_attr(feature = "serde", serde(with = "crate::calendar_names::property"))]
    pub name: PropertyName<'static>,
    /// Without its value: its name and parameters alone.
    pub novalue: bool,
}

impl Prop {
    /// The property with its value.
    #[must_use]
    pub const fn new(name: PropertyName<'static>) -> Self {
        Self { name, novalue: false }
    }

    /// The property without its value.
    #[must_use]
    pub fn without_value(self) -> Self {
        Self { novalue: true, ..self }
    }
}

/// A CALDAV:calendar-data in an answer: a calendar object resource, or the parts of it that were asked for.
///
/// ```
/// use caldav_types::calendar_data::CalendarData;
/// let data = CalendarData::from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
/// assert_eq!(data.format.content_type, "text/calendar");
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarData {
    /// In which form.
    pub format: DataFormat,
    /// The data. XML may have made LF of CRLF.
    pub text: String,
}

impl From<&str> for CalendarData {
    /// iCalendar.
    fn from(text: &str) -> Self {
        Self { format: DataFormat::icalendar(), text: text.into() }
    }
}

impl DataFormat {
    /// jCal, iCalendar as JSON ([RFC 7265 §7](https://www.rfc-editor.org/rfc/rfc7265#section-7)).
    #[must_use]
    pub fn jcal() -> Self {
        Self { content_type: "application/calendar+json".into(), ..Self::icalendar() }
    }

    /// xCal, iCalendar as XML ([RFC 6321 §7.2](https://www.rfc-editor.org/rfc/rfc6321#section-7.2)).
    #[must_use]
    pub fn xcal() -> Self {
        Self { content_type: "application/calendar+xml".into(), ..Self::icalendar() }
    }
}

#[cfg(test)]
mod tests {
    use ical_model::{ComponentName, PropertyName};

    use super::{CalendarDataRequest, Comp, Comps, Prop, Props};

    #[test]
    fn parts_are_added_to_parts_alone() {
        let parts = Comp::new(ComponentName::VEvent)
            .with_prop(Prop::new(PropertyName::Uid))
            .with_comp(Comp::whole(ComponentName::VAlarm));
        assert_eq!(parts.props, Props::These(vec![Prop { name: PropertyName::Uid, novalue: false }]));
        assert_eq!(parts.comps, Comps::These(vec![Comp::whole(ComponentName::VAlarm)]));
        let whole = Comp::whole(ComponentName::VEvent)
            .with_prop(Prop::new(PropertyName::Uid))
            .with_comp(Comp::new(ComponentName::VAlarm));
        assert_eq!((whole.props, whole.comps), (Props::All, Comps::All));
        assert!(CalendarDataRequest::default().is_whole());
    }
}
