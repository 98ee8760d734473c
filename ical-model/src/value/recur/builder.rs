//! Rules made in code.

use core::num::NonZeroU64;

use super::{Month, Recur, RecurPart, Rscale, Skip, Weekday, WeekdayNumber};
use crate::value::grammar::token;
use crate::value::{DateOrDateTime, ValueError, ValueErrorKind};

/// Nothing is refused here but what cannot be written; [`faults`](Recur::faults) tells the rest.
/// A list given anew replaces the one before it.
impl Recur {
    /// With this UNTIL.
    #[must_use]
    pub fn with_until(self, until: impl Into<DateOrDateTime>) -> Self {
        Self { until: Some(until.into()), ..self }
    }

    /// With this COUNT.
    #[must_use]
    pub fn with_count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }

    /// With this INTERVAL.
    #[must_use]
    pub fn with_interval(self, interval: impl Into<NonZeroU64>) -> Self {
        Self { interval: Some(interval.into()), ..self }
    }

    /// With this BYSECOND.
    #[must_use]
    pub fn with_by_second(self, seconds: impl IntoIterator<Item = u8>) -> Self {
        Self { by_second: unique(seconds), ..self }
    }

    /// With this BYMINUTE.
    #[must_use]
    pub fn with_by_minute(self, minutes: impl IntoIterator<Item = u8>) -> Self {
        Self { by_minute: unique(minutes), ..self }
    }

    /// With this BYHOUR.
    #[must_use]
    pub fn with_by_hour(self, hours: impl IntoIterator<Item = u8>) -> Self {
        Self { by_hour: unique(hours), ..self }
    }

    /// With this BYDAY.
    #[must_use]
    pub fn with_by_day(self, days: impl IntoIterator<Item = WeekdayNumber>) -> Self {
        Self { by_day: unique(days), ..self }
    }

    /// With this BYMONTHDAY.
    #[must_use]
    pub fn with_by_month_day(self, days: impl IntoIterator<Item = i8>) -> Self {
        Self { by_month_day: unique(days), ..self }
    }

    /// With this BYYEARDAY.
    #[must_use]
    pub fn with_by_year_day(self, days: impl IntoIterator<Item = i16>) -> Self {
        Self { by_year_day: unique(days), ..self }
    }

    /// With this BYWEEKNO.
    #[must_use]
    pub fn with_by_week_no(self, weeks: impl IntoIterator<Item = i8>) -> Self {
        Self { by_week_no: unique(weeks), ..self }
    }

    /// With this BYMONTH.
    #[must_use]
    pub fn with_by_month(self, months: impl IntoIterator<Item = Month>) -> Self {
        Self { by_month: unique(months), ..self }
    }

    /// With this BYSETPOS.
    #[must_use]
    pub fn with_by_set_pos(self, positions: impl IntoIterator<Item = i16>) -> Self {
        Self { by_set_pos: unique(positions), ..self }
    }

    /// With this WKST.
    #[must_use]
    pub fn with_week_start(self, weekday: Weekday) -> Self {
        Self { week_start: Some(weekday), ..self }
    }

    /// With this RSCALE.
    #[must_use]
    pub fn with_rscale(self, rscale: Rscale) -> Self {
        Self { rscale: Some(rscale), ..self }
    }

    /// With this SKIP.
    #[must_use]
    pub fn with_skip(self, skip: Skip) -> Self {
        Self { skip: Some(skip), ..self }
    }

    /// With a further part that no specification knows, in place of one of the same name.
    ///
    /// # Errors
    ///
    /// The name is no token or that of a known part, or the value has a semicolon or a control character.
    pub fn with_other_part(mut self, name: &str, value: &str) -> Result<Self, ValueError> {
        self.other_parts.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.and_other_part(name, value)
    }

    /// With a further part beside those of the same name, unless it is there already.
    pub(super) fn and_other_part(mut self, name: &str, value: &str) -> Result<Self, ValueError> {
        if let Some(place) = value.bytes().position(|octet| octet == b';' || octet.is_ascii_control()) {
            return Err(ValueError::new(ValueErrorKind::ControlCharacter, place));
        }
        if let Some(part) = RecurPart::from_name(name) {
            return Err(ValueError::new(ValueErrorKind::RecurPartTwice { part }, 0));
        }
        let part = (token(name)?.into(), value.into());
        if !self.other_parts.contains(&part) {
            self.other_parts.push(part);
        }
        Ok(self)
    }
}

/// The values without those that came before.
fn unique<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
