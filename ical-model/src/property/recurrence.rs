//! The properties of recurrence.
//!
//! [RFC 5545 §3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5)

use crate::error::PropertyError;
use crate::property::PropertyWriter;
use crate::property::declare::plain_properties;
use crate::property::one_form::{Formed, FormedRead, OneForm};
use crate::property::property_value::read_date_or_date_time;
use crate::property::reading::Reading;
use crate::value::{DateOrDateTime, Period, Recur, TimeForm, ValueType};

plain_properties! {
    /// EXDATE, starts that are no instances.
    /// [RFC 5545 §3.8.5.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1)
    ExDate: OneForm<DateOrDateTime>;
    /// RDATE, further instances.
    /// [RFC 5545 §3.8.5.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.2)
    RDate: OneForm<RecurrenceDate>;
    /// RRULE, the rule that instances follow.
    /// [RFC 5545 §3.8.5.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3)
    RRule: Recur;
    /// EXRULE, the rule of what is no instance; RFC 5545 withdrew it.
    /// [RFC 2445 §4.8.5.2](https://www.rfc-editor.org/rfc/rfc2445#section-4.8.5.2)
    ExRule: Recur;
}

/// One more instance: its start, or its start and its end.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum RecurrenceDate {
    /// It lasts as long as the others.
    Start(DateOrDateTime),
    /// It has a duration of its own.
    Period(Period),
}

impl RecurrenceDate {
    /// When it starts.
    #[must_use]
    pub fn start(&self) -> DateOrDateTime {
        match self {
            Self::Start(start) => start.clone(),
            Self::Period(period) => DateOrDateTime::DateTime(period.start().clone()),
        }
    }
}

impl Formed for RecurrenceDate {
    fn form_type(&self) -> ValueType {
        match self {
            Self::Start(start) => start.form_type(),
            Self::Period(period) => period.form_type(),
        }
    }

    fn local_form(&self) -> Option<&TimeForm> {
        match self {
            Self::Start(start) => start.local_form(),
            Self::Period(period) => period.local_form(),
        }
    }
}

impl FormedRead for RecurrenceDate {
    fn read_item(reading: &mut Reading<'_>, item: &str, offset: usize) -> Result<Self, PropertyError> {
        if reading.value_type() == Some(&ValueType::Period) {
            return Period::read_item(reading, item, offset).map(Self::Period);
        }
        read_date_or_date_time(reading, item, offset).map(Self::Start)
    }

    fn write_item(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Start(start) => line.value(start),
            Self::Period(period) => line.value(period),
        }
    }
}

impl From<DateOrDateTime> for RecurrenceDate {
    fn from(start: DateOrDateTime) -> Self {
        Self::Start(start)
    }
}

impl From<Period> for RecurrenceDate {
    fn from(period: Period) -> Self {
        Self::Period(period)
    }
}
