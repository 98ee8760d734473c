//! The properties of alarms.
//!
//! [RFC 5545 §3.8.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6),
//! [RFC 9074 §6, §8](https://www.rfc-editor.org/rfc/rfc9074#section-6)

use crate::error::PropertyError;
use crate::parameter::{ParameterName, Related};
use crate::property::bounded_integer::{BoundedInteger, bounded_property};
use crate::property::declare::{plain_properties, vocabulary_property};
use crate::property::reading::{PropertyValue, Reading, write_value_parameters};
use crate::property::utc_date_time::{UtcDateTime, utc_property};
use crate::property::{Property, PropertyName, PropertyWriter, TypedProperty};
use crate::value::{Duration, ValueType};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// ACTION, what an alarm does. One with a name that is not known is to be ignored.
    /// [RFC 5545 §3.8.6.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6.1)
    pub enum Action {
        /// Plays a sound:
        Audio = "AUDIO",
        /// Shows a text:
        Display = "DISPLAY",
        /// Sends an email message:
        Email = "EMAIL",
    }
}
vocabulary_property!(Action);

vocabulary! {
    /// PROXIMITY, what sets off an alarm that is tied to a place or a device.
    /// [RFC 9074 §8.1](https://www.rfc-editor.org/rfc/rfc9074#section-8.1)
    pub enum Proximity {
        /// Arriving at the place:
        Arrive = "ARRIVE",
        /// Leaving the place:
        Depart = "DEPART",
        /// Connecting to the vehicle:
        Connect = "CONNECT",
        /// Disconnecting from the vehicle:
        Disconnect = "DISCONNECT",
    }
}
vocabulary_property!(Proximity);

plain_properties! {
    /// REPEAT, how often an alarm repeats after the first time.
    /// [RFC 5545 §3.8.6.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6.2)
    Repeat: BoundedInteger<0, { i32::MAX }>;
    /// ACKNOWLEDGED, when an alarm was last put aside.
    /// [RFC 9074 §6.1](https://www.rfc-editor.org/rfc/rfc9074#section-6.1)
    Acknowledged: UtcDateTime;
}
bounded_property! { Repeat, }
utc_property! { Acknowledged, }

impl Default for Repeat {
    /// 0, what holds without the property.
    fn default() -> Self {
        Self::from(BoundedInteger::default())
    }
}

/// TRIGGER, when an alarm goes off.
/// [RFC 5545 §3.8.6.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6.3)
///
/// ```
/// use ical_model::parameter::Related;
/// use ical_model::property::Trigger;
/// assert_eq!(Trigger::before_start("-PT15M".parse()?), Trigger::Relative {
///     duration: "-PT15M".parse()?,
///     related: Related::Start,
/// });
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Trigger {
    /// So long from the start or the end of the component; before it when negative.
    Relative {
        /// How long.
        duration: Duration,
        /// RELATED, from which end.
        related: Related,
    },
    /// At this time. RELATED says nothing there and is not read.
    Absolute(UtcDateTime),
}

impl Trigger {
    /// So long from the start of the component; before it when negative.
    #[must_use]
    pub fn before_start(duration: Duration) -> Self {
        Self::Relative { duration, related: Related::Start }
    }
}

impl TypedProperty for Trigger {
    const NAME: PropertyName<'static> = PropertyName::Trigger;
    const PARAMETERS: &'static [ParameterName<'static>] = &[ParameterName::Related];

    fn read(line: Property<'_>) -> Result<Self, PropertyError> {
        let mut reading = Reading::new(line, &Self::NAME);
        let mut related: Option<Option<Related>> = None;
        for parameter in reading.parameters() {
            let parameter = parameter?;
            match parameter.name() {
                ParameterName::Related => reading.field(&parameter, &ParameterName::Related, &mut related)?,
                _ => reading.value_parameter::<Self>(&parameter)?,
            }
        }
        Ok(match (reading.finish()?, related.flatten()) {
            (Self::Relative { duration, .. }, Some(related)) => Self::Relative { duration, related },
            (trigger, _) => trigger,
        })
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        write_value_parameters(self, &Self::NAME, line);
        if matches!(self, Self::Relative { related: Related::End, .. }) {
            line.parameter(&ParameterName::Related, Related::End.as_str());
        }
        PropertyValue::write(self, line);
    }
}

impl PropertyValue for Trigger {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        if reading.value_type() == Some(&ValueType::DateTime) {
            return PropertyValue::read(reading).map(Self::Absolute);
        }
        let text = reading.text()?;
        reading.read(&text, 0).map(Self::before_start)
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Relative { .. } => ValueType::Duration,
            Self::Absolute(_) => ValueType::DateTime,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Relative { duration, .. } => line.value(duration),
            Self::Absolute(time) => line.value(time),
        }
    }
}
