//! Values of one property that share its VALUE and TZID.
//!
//! [RFC 5545 §3.1.1, §3.2.19, §3.2.20](https://www.rfc-editor.org/rfc/rfc5545#section-3.1.1)

use std::ops::Deref;

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::property_value::read_date_or_date_time;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{DateOrDateTime, DateTime, Period, TimeForm, TzId, ValueType};

/// One or more values that can stand in one property: they are of one type and have one time zone, for VALUE and
/// TZID are said once for all. Times in UTC may stand beside local ones.
///
/// ```
/// use ical_model::property::{ExDate, OneForm};
/// use ical_model::value::DateOrDateTime;
/// let day: DateOrDateTime = "19970402".parse()?;
/// let hour: DateOrDateTime = "19970402T010000Z".parse()?;
/// assert_eq!(ExDate::from(OneForm::new([day.clone()])?).value.len(), 1);
/// assert!(OneForm::new([day, hour]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct OneForm<T>(Vec<T>);

impl<T: Formed> OneForm<T> {
    /// The values.
    ///
    /// # Errors
    ///
    /// [`PropertyErrorKind::MixedForms`]: there is none, or they differ in type or time zone.
    pub fn new(values: impl IntoIterator<Item = T>) -> Result<Self, PropertyErrorKind> {
        let values: Vec<T> = values.into_iter().collect();
        let first = values.first().ok_or(PropertyErrorKind::MixedForms)?;
        let mut local = values.iter().filter_map(Formed::local_form);
        let zone = local.next();
        if values.iter().any(|value| value.form_type() != first.form_type())
            || local.any(|other| Some(other) != zone)
        {
            return Err(PropertyErrorKind::MixedForms);
        }
        Ok(Self(values))
    }

    /// The values.
    #[must_use]
    pub fn into_inner(self) -> Vec<T> {
        self.0
    }

    fn first_zone(&self) -> Option<&TzId> {
        self.0.iter().find_map(|value| value.local_form().and_then(TimeForm::tzid))
    }
}

impl<T> Deref for OneForm<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> IntoIterator for OneForm<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'v, T> IntoIterator for &'v OneForm<T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: FormedRead> PropertyValue for OneForm<T> {
    const HAS_TZID: bool = true;

    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let values = reading.read_items(T::read_item)?;
        // Where VALUE is missing they can be of several types.
        Self::new(values).map_err(|kind| reading.error(0, kind))
    }

    fn value_type(&self) -> ValueType {
        self.0.first().map_or(ValueType::DateTime, Formed::form_type)
    }

    fn tz_id(&self) -> Option<&TzId> {
        self.first_zone()
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        for value in &self.0 {
            value.write_item(line);
        }
    }
}

/// A value whose form VALUE and TZID tell.
pub trait Formed: Clone {
    /// The type that VALUE names.
    fn form_type(&self) -> ValueType;

    /// The form of the time as far as TZID decides over it: None for a day and for a time in UTC.
    fn local_form(&self) -> Option<&TimeForm>;
}

/// A value of a list with VALUE and TZID.
pub(crate) trait FormedRead: Formed {
    fn read_item(reading: &mut Reading<'_>, item: &str, offset: usize) -> Result<Self, PropertyError>;

    fn write_item(&self, line: &mut PropertyWriter<'_>);
}

impl Formed for DateOrDateTime {
    fn form_type(&self) -> ValueType {
        PropertyValue::value_type(self)
    }

    fn local_form(&self) -> Option<&TimeForm> {
        match self {
            Self::Date(_) => None,
            Self::DateTime(time) => local(time),
        }
    }
}

impl FormedRead for DateOrDateTime {
    fn read_item(reading: &mut Reading<'_>, item: &str, offset: usize) -> Result<Self, PropertyError> {
        read_date_or_date_time(reading, item, offset)
    }

    fn write_item(&self, line: &mut PropertyWriter<'_>) {
        line.value(self);
    }
}

impl Formed for Period {
    fn form_type(&self) -> ValueType {
        ValueType::Period
    }

    fn local_form(&self) -> Option<&TimeForm> {
        let end = match self.end() {
            crate::value::PeriodEnd::DateTime(end) => local(end),
            crate::value::PeriodEnd::Duration(_) => None,
        };
        local(self.start()).or(end)
    }
}

impl FormedRead for Period {
    fn read_item(reading: &mut Reading<'_>, item: &str, offset: usize) -> Result<Self, PropertyError> {
        let period: Self = reading.read(item, offset)?;
        Ok(match reading.tz_id() {
            Some(tz_id) => period.with_tzid(tz_id.clone()),
            None => period,
        })
    }

    fn write_item(&self, line: &mut PropertyWriter<'_>) {
        line.value(self);
    }
}

fn local(time: &DateTime) -> Option<&TimeForm> {
    (!time.is_utc()).then(|| time.form())
}
