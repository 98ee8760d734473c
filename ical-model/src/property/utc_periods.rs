//! Periods that have to be in UTC.
//!
//! [RFC 5545 §3.8.2.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.6)
//!
//! ```abnf
//! fbvalue = period *("," period)    ; in UTC
//! ```

use std::ops::Deref;

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{Period, PeriodEnd, ValueType};

/// One or more periods in UTC, as FREEBUSY has them: without TZID nothing else has a meaning there.
///
/// ```
/// use ical_model::property::{FreeBusy, UtcPeriods};
/// let busy = FreeBusy::from(UtcPeriods::new(["19970308T160000Z/PT3H".parse()?])?);
/// assert_eq!(busy.value.len(), 1);
/// assert!(UtcPeriods::new(["19970308T160000/PT3H".parse()?]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct UtcPeriods(Vec<Period>);

impl UtcPeriods {
    /// The periods.
    ///
    /// # Errors
    ///
    /// [`PropertyErrorKind::NotUtc`]: a start or an end is not in UTC;
    /// [`PropertyErrorKind::MixedForms`]: there is no period.
    pub fn new(periods: impl IntoIterator<Item = Period>) -> Result<Self, PropertyErrorKind> {
        let periods: Vec<Period> = periods.into_iter().collect();
        if periods.is_empty() {
            return Err(PropertyErrorKind::MixedForms);
        }
        if !periods.iter().all(is_utc) {
            return Err(PropertyErrorKind::NotUtc);
        }
        Ok(Self(periods))
    }

    /// The periods.
    #[must_use]
    pub fn into_inner(self) -> Vec<Period> {
        self.0
    }
}

impl Deref for UtcPeriods {
    type Target = [Period];

    fn deref(&self) -> &[Period] {
        &self.0
    }
}

impl IntoIterator for UtcPeriods {
    type Item = Period;
    type IntoIter = std::vec::IntoIter<Period>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'v> IntoIterator for &'v UtcPeriods {
    type Item = &'v Period;
    type IntoIter = std::slice::Iter<'v, Period>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl PropertyValue for UtcPeriods {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let periods = reading.read_items(|reading, text, offset| {
            let period: Period = reading.read(text, offset)?;
            if is_utc(&period) { Ok(period) } else { Err(reading.error(offset, PropertyErrorKind::NotUtc)) }
        })?;
        Ok(Self(periods))
    }

    fn value_type(&self) -> ValueType {
        ValueType::Period
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        for period in &self.0 {
            line.value(period);
        }
    }
}

fn is_utc(period: &Period) -> bool {
    period.start().is_utc()
        && match period.end() {
            PeriodEnd::DateTime(end) => end.is_utc(),
            PeriodEnd::Duration(_) => true,
        }
}
