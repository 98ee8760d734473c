//! A date and time that is in UTC.
//!
//! [RFC 5545 §3.3.5, form 2](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5)

use std::fmt;

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{DateTime, ValueType};

/// A DATE-TIME in UTC, for the properties that have no other.
///
/// ```
/// use ical_model::property::UtcDateTime;
/// let time = UtcDateTime::new("19970901T130000Z".parse()?)?;
/// assert_eq!(time.instant().timestamp(), 873_118_800);
/// assert!(UtcDateTime::new("19970901T130000".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct UtcDateTime(DateTime);

impl UtcDateTime {
    /// The date and time.
    ///
    /// # Errors
    ///
    /// [`PropertyErrorKind::NotUtc`]: it is floating or in a time zone.
    pub fn new(time: DateTime) -> Result<Self, PropertyErrorKind> {
        if time.is_utc() { Ok(Self(time)) } else { Err(PropertyErrorKind::NotUtc) }
    }

    /// The date and time.
    #[must_use]
    pub const fn date_time(&self) -> &DateTime {
        &self.0
    }

    /// The instant; second 60 is the second before.
    #[must_use]
    pub const fn instant(&self) -> chrono::DateTime<chrono::Utc> {
        self.0.local().and_utc()
    }
}

impl PropertyValue for UtcDateTime {
    #[inline]
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        Self::new(reading.read(&text, 0)?).map_err(|kind| reading.error(0, kind))
    }

    fn value_type(&self) -> ValueType {
        ValueType::DateTime
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.value(self);
    }
}

impl TryFrom<DateTime> for UtcDateTime {
    type Error = PropertyErrorKind;

    /// As [`UtcDateTime::new`].
    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        Self::new(time)
    }
}

impl From<UtcDateTime> for DateTime {
    fn from(time: UtcDateTime) -> Self {
        time.0
    }
}

impl fmt::Display for UtcDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for UtcDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `utc` for properties whose value is a [`UtcDateTime`].
macro_rules! utc_property {
    ($($Name:ident,)+) => {$(
        impl $Name {
            /// The property with this date and time.
            ///
            /// # Errors
            ///
            /// [`PropertyErrorKind::NotUtc`](crate::PropertyErrorKind::NotUtc): it is not in UTC.
            pub fn utc(time: $crate::value::DateTime) -> Result<Self, $crate::PropertyErrorKind> {
                $crate::property::UtcDateTime::new(time).map(Self::from)
            }
        }
    )+};
}
pub(crate) use utc_property;
