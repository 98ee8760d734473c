//! The values that properties have and how each stands in a line.
//!
//! [RFC 5545 §3.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.3)

use std::borrow::Cow;

use crate::error::PropertyError;
use crate::property::PropertyWriter;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{
    CalAddress, DateOrDateTime, DateTime, Duration, Leniency, Recur, Text, TzId, Uri, UtcOffset, ValueType,
};

/// A text without its escapes.
impl PropertyValue for String {
    #[inline]
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        read_text(reading, text, 0)
    }

    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.text(self);
    }
}

/// Texts of a list. An empty value is an empty list.
impl PropertyValue for Vec<String> {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        if reading.text()?.is_empty() {
            return Ok(Self::new());
        }
        reading.read_items(|reading, text, offset| read_text(reading, Cow::Borrowed(text), offset))
    }

    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        for text in self {
            line.text(text);
        }
    }
}

/// Reads a text without its escapes.
#[inline]
fn read_text(reading: &mut Reading<'_>, text: Cow<'_, str>, offset: usize) -> Result<String, PropertyError> {
    let meant = match reading.read::<Text<'_>>(&text, offset)?.into_inner() {
        Cow::Owned(meant) => Some(meant),
        // Then nothing was escaped, and a line that had to be unfolded is not copied once more.
        Cow::Borrowed(_) => None,
    };
    Ok(meant.unwrap_or_else(|| text.into_owned()))
}

/// VALUE tells the two apart, and TZID belongs to a local time alone.
impl PropertyValue for DateOrDateTime {
    const HAS_TZID: bool = true;

    #[inline]
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        read_date_or_date_time(reading, &text, 0)
    }

    fn value_type(&self) -> ValueType {
        if self.is_date() { ValueType::Date } else { ValueType::DateTime }
    }

    fn tz_id(&self) -> Option<&TzId> {
        self.tzid()
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.value(self);
    }
}

/// A day when VALUE says so, else a date and time, in the zone of TZID if it is local. A day is also read where
/// VALUE is forgotten.
#[inline]
pub(crate) fn read_date_or_date_time(
    reading: &mut Reading<'_>,
    text: &str,
    offset: usize,
) -> Result<DateOrDateTime, PropertyError> {
    if reading.value_type() == Some(&ValueType::Date) {
        return reading.read(text, offset).map(DateOrDateTime::Date);
    }
    if reading.value_type().is_none() && is_eight_digits(text) && reading.has(&ValueType::Date) {
        reading.let_pass(Leniency::DateWithoutValueType);
        return reading.read(text, offset).map(DateOrDateTime::Date);
    }
    let time: DateTime = reading.read(text, offset)?;
    Ok(DateOrDateTime::DateTime(match reading.tz_id() {
        Some(tz_id) => time.with_tzid(tz_id.clone()),
        None => time,
    }))
}

/// Whether it is a date, existing or not, and no date and time.
fn is_eight_digits(text: &str) -> bool {
    let digits = text.trim_matches([' ', '\t']);
    digits.len() == 8 && digits.bytes().all(|octet| octet.is_ascii_digit())
}

macro_rules! property_value {
    ($($Value:ty: $Type:ident;)*) => {$(
        impl PropertyValue for $Value {
            #[inline]
            fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
                let text = reading.text()?;
                reading.read(&text, 0)
            }

            fn value_type(&self) -> ValueType {
                ValueType::$Type
            }

            fn write(&self, line: &mut PropertyWriter<'_>) {
                line.value(self);
            }
        }
    )*};
}

property_value! {
    Duration: Duration;
    Recur: Recur;
    UtcOffset: UtcOffset;
}

macro_rules! owned_property_value {
    ($($Value:ident: $Type:ident;)*) => {$(
        impl PropertyValue for $Value<'static> {
            #[inline]
            fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
                let text = reading.text()?;
                Ok(reading.read::<$Value<'_>>(&text, 0)?.into_owned())
            }

            fn value_type(&self) -> ValueType {
                ValueType::$Type
            }

            fn write(&self, line: &mut PropertyWriter<'_>) {
                line.value(self);
            }
        }
    )*};
}

owned_property_value! {
    CalAddress: CalAddress;
    Uri: Uri;
}
