//! A value of any type, and the names of the types.
//!
//! [RFC 5545 §3.2.20](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.20)

use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;
use std::borrow::Cow;

use super::grammar::token;
use super::{
    Binary, Boolean, CalAddress, Date, DateTime, Duration, Float, Integer, Leniencies, Period, Recur, Text,
    Time, Uid, Uri, UtcOffset, ValueError, ValueErrorKind, ValueRead, XmlReference,
};

/// A value of any type.
///
/// ```
/// use ical_model::value::{Leniencies, Value, ValueType};
/// let mut leniencies = Leniencies::empty();
/// let value = Value::read("19970714", &ValueType::Date, &mut leniencies)?;
/// assert!(matches!(value, Value::Date(_)));
/// assert_eq!(value.to_string(), "19970714");
///
/// // What nobody knows is kept as it is.
/// let value = Value::read("a;b", &"X-FORM".parse()?, &mut leniencies)?;
/// assert!(matches!(value, Value::Unknown(_)));
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// BINARY
    Binary(Binary),
    /// BOOLEAN
    Boolean(Boolean),
    /// CAL-ADDRESS
    CalAddress(CalAddress<'a>),
    /// DATE
    Date(Date),
    /// DATE-TIME
    DateTime(DateTime),
    /// DURATION
    Duration(Duration),
    /// FLOAT
    Float(Float),
    /// INTEGER
    Integer(Integer),
    /// PERIOD
    Period(Period),
    /// RECUR, which is much larger than the others
    Recur(Box<Recur>),
    /// TEXT
    Text(Text<'a>),
    /// TIME
    Time(Time),
    /// UID (RFC 9253)
    Uid(Uid<'a>),
    /// URI
    Uri(Uri<'a>),
    /// UTC-OFFSET
    UtcOffset(UtcOffset),
    /// XML-REFERENCE (RFC 9253)
    XmlReference(XmlReference<'a>),
    /// A value of a type that nobody knows, as it is on the wire.
    Unknown(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// Reads a value of this type, see [`ValueRead::read`].
    ///
    /// # Errors
    ///
    /// The text is no value of this type. Text of an unknown type always is.
    pub fn read(
        text: &'a str,
        value_type: &ValueType,
        leniencies: &mut Leniencies,
    ) -> Result<Self, ValueError> {
        Ok(match value_type {
            ValueType::Binary => Self::Binary(ValueRead::read(text, leniencies)?),
            ValueType::Boolean => Self::Boolean(ValueRead::read(text, leniencies)?),
            ValueType::CalAddress => Self::CalAddress(ValueRead::read(text, leniencies)?),
            ValueType::Date => Self::Date(ValueRead::read(text, leniencies)?),
            ValueType::DateTime => Self::DateTime(ValueRead::read(text, leniencies)?),
            ValueType::Duration => Self::Duration(ValueRead::read(text, leniencies)?),
            ValueType::Float => Self::Float(ValueRead::read(text, leniencies)?),
            ValueType::Integer => Self::Integer(ValueRead::read(text, leniencies)?),
            ValueType::Period => Self::Period(ValueRead::read(text, leniencies)?),
            ValueType::Recur => Self::Recur(Box::new(ValueRead::read(text, leniencies)?)),
            ValueType::Text => Self::Text(ValueRead::read(text, leniencies)?),
            ValueType::Time => Self::Time(ValueRead::read(text, leniencies)?),
            ValueType::Uid => Self::Uid(ValueRead::read(text, leniencies)?),
            ValueType::Uri => Self::Uri(ValueRead::read(text, leniencies)?),
            ValueType::UtcOffset => Self::UtcOffset(ValueRead::read(text, leniencies)?),
            ValueType::XmlReference => Self::XmlReference(ValueRead::read(text, leniencies)?),
            ValueType::Other(_) => Self::Unknown(Cow::Borrowed(text)),
        })
    }

    /// Reads a value of this type by the grammar alone, see [`ValueRead::read_strict`].
    ///
    /// # Errors
    ///
    /// The text is no value of this type, or only with a [`Leniency`](super::Leniency), or the value breaks a rule.
    pub fn read_strict(text: &'a str, value_type: &ValueType) -> Result<Self, ValueError> {
        let mut leniencies = Leniencies::empty();
        let value = Self::read(text, value_type, &mut leniencies)?;
        match leniencies.iter().next() {
            Some(leniency) => Err(ValueError::new(ValueErrorKind::Lenient(leniency), 0)),
            None => value.verify(text).map(|()| value),
        }
    }

    /// Checks rules about the value beyond its grammar, see [`ValueRead::verify`].
    ///
    /// # Errors
    ///
    /// The first rule that the value breaks.
    pub fn verify(&self, text: &str) -> Result<(), ValueError> {
        match self {
            Self::Period(period) => period.verify(text),
            Self::Recur(recur) => recur.verify(text),
            _ => Ok(()),
        }
    }

    /// The type; `None` for a value of an unknown one.
    #[must_use]
    pub const fn value_type(&self) -> Option<ValueType> {
        Some(match self {
            Self::Binary(_) => ValueType::Binary,
            Self::Boolean(_) => ValueType::Boolean,
            Self::CalAddress(_) => ValueType::CalAddress,
            Self::Date(_) => ValueType::Date,
            Self::DateTime(_) => ValueType::DateTime,
            Self::Duration(_) => ValueType::Duration,
            Self::Float(_) => ValueType::Float,
            Self::Integer(_) => ValueType::Integer,
            Self::Period(_) => ValueType::Period,
            Self::Recur(_) => ValueType::Recur,
            Self::Text(_) => ValueType::Text,
            Self::Time(_) => ValueType::Time,
            Self::Uid(_) => ValueType::Uid,
            Self::Uri(_) => ValueType::Uri,
            Self::UtcOffset(_) => ValueType::UtcOffset,
            Self::XmlReference(_) => ValueType::XmlReference,
            Self::Unknown(_) => return None,
        })
    }

    /// The same value, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Binary(value) => Value::Binary(value),
            Self::Boolean(value) => Value::Boolean(value),
            Self::CalAddress(value) => Value::CalAddress(value.into_owned()),
            Self::Date(value) => Value::Date(value),
            Self::DateTime(value) => Value::DateTime(value),
            Self::Duration(value) => Value::Duration(value),
            Self::Float(value) => Value::Float(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Period(value) => Value::Period(value),
            Self::Recur(value) => Value::Recur(value),
            Self::Text(value) => Value::Text(value.into_owned()),
            Self::Time(value) => Value::Time(value),
            Self::Uid(value) => Value::Uid(value.into_owned()),
            Self::Uri(value) => Value::Uri(value.into_owned()),
            Self::UtcOffset(value) => Value::UtcOffset(value),
            Self::XmlReference(value) => Value::XmlReference(value.into_owned()),
            Self::Unknown(value) => Value::Unknown(Cow::Owned(value.into_owned())),
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary(value) => value.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::CalAddress(value) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::DateTime(value) => value.fmt(f),
            Self::Duration(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Period(value) => value.fmt(f),
            Self::Recur(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
            Self::Time(value) => value.fmt(f),
            Self::Uid(value) => value.fmt(f),
            Self::Uri(value) => value.fmt(f),
            Self::UtcOffset(value) => value.fmt(f),
            Self::XmlReference(value) => value.fmt(f),
            Self::Unknown(value) => f.write_str(value),
        }
    }
}

/// The name of a value type, as the VALUE parameter gives it. The case of letters does not count.
///
/// ```
/// use ical_model::value::ValueType;
/// assert_eq!("date-time".parse(), Ok(ValueType::DateTime));
/// assert_eq!(ValueType::DateTime.to_string(), "DATE-TIME");
/// assert_eq!("x-form".parse::<ValueType>()?, "X-FORM".parse()?);
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ValueType {
    /// BINARY
    Binary,
    /// BOOLEAN
    Boolean,
    /// CAL-ADDRESS
    CalAddress,
    /// DATE
    Date,
    /// DATE-TIME
    DateTime,
    /// DURATION
    Duration,
    /// FLOAT
    Float,
    /// INTEGER
    Integer,
    /// PERIOD
    Period,
    /// RECUR
    Recur,
    /// TEXT
    Text,
    /// TIME
    Time,
    /// UID (RFC 9253)
    Uid,
    /// URI
    Uri,
    /// UTC-OFFSET
    UtcOffset,
    /// XML-REFERENCE (RFC 9253)
    XmlReference,
    /// Any other, as it is spelled.
    Other(Box<str>),
}

impl ValueType {
    /// Every type that has a name here, in the order of the names.
    pub const ALL: [Self; 16] = [
        Self::Binary,
        Self::Boolean,
        Self::CalAddress,
        Self::Date,
        Self::DateTime,
        Self::Duration,
        Self::Float,
        Self::Integer,
        Self::Period,
        Self::Recur,
        Self::Text,
        Self::Time,
        Self::Uid,
        Self::Uri,
        Self::UtcOffset,
        Self::XmlReference,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &str {
        match self {
            Self::Binary => "BINARY",
            Self::Boolean => "BOOLEAN",
            Self::CalAddress => "CAL-ADDRESS",
            Self::Date => "DATE",
            Self::DateTime => "DATE-TIME",
            Self::Duration => "DURATION",
            Self::Float => "FLOAT",
            Self::Integer => "INTEGER",
            Self::Period => "PERIOD",
            Self::Recur => "RECUR",
            Self::Text => "TEXT",
            Self::Time => "TIME",
            Self::Uid => "UID",
            Self::Uri => "URI",
            Self::UtcOffset => "UTC-OFFSET",
            Self::XmlReference => "XML-REFERENCE",
            Self::Other(name) => name,
        }
    }
}

impl FromStr for ValueType {
    type Err = ValueError;

    /// Reads any name of letters, digits and hyphens.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if let Some(known) = Self::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(name)) {
            return Ok(known);
        }
        token(name).map(|name| Self::Other(name.into()))
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for ValueType {
    fn eq(&self, other: &Self) -> bool {
        self.name().eq_ignore_ascii_case(other.name())
    }
}

impl Eq for ValueType {}

impl Hash for ValueType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.name().bytes() {
            state.write_u8(octet.to_ascii_uppercase());
        }
        state.write_u8(0xFF);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::{Leniency, PeriodFault, RecurFault};

    #[test]
    fn each_type_reads_its_values() {
        for (value_type, text, not) in [
            (ValueType::Binary, "AAAA", Some("<")),
            (ValueType::Boolean, "TRUE", Some("YES")),
            (ValueType::CalAddress, "mailto:jane_doe@example.com", Some("Jane Doe")),
            (ValueType::Date, "19970714", Some("19970229")),
            (ValueType::DateTime, "19970714T133000", Some("19970714")),
            (ValueType::Duration, "P7W", Some("7W")),
            (ValueType::Float, "-3.14", Some("1e3")),
            (ValueType::Integer, "432109876", Some("1.0")),
            (ValueType::Period, "19970101T180000Z/PT5H30M", Some("19970101T180000Z")),
            (ValueType::Recur, "FREQ=DAILY;COUNT=10;INTERVAL=2", Some("COUNT=10")),
            (ValueType::Text, r"a\nb", None),
            (ValueType::Time, "083000", Some("0830")),
            (ValueType::Uid, "01-2345-6789", Some("")),
            (ValueType::Uri, "http://example.com/my-report.txt", Some("my-report.txt")),
            (ValueType::UtcOffset, "-0500", Some("0500")),
            (ValueType::XmlReference, "https://example.com/a.xml#b", Some("#b")),
            (ValueType::Other("X-FORM".into()), "a;b", None),
        ] {
            let value = Value::read_strict(text, &value_type).unwrap();
            let known = !matches!(value_type, ValueType::Other(_));
            assert_eq!(value.value_type(), known.then_some(value_type.clone()), "{value_type}: {text}");
            if value_type != ValueType::Recur {
                assert_eq!(value.to_string(), text, "{value_type}");
            }
            if let Some(not) = not {
                assert!(
                    Value::read(not, &value_type, &mut Leniencies::empty()).is_err(),
                    "{value_type}: {not}"
                );
            }
        }
    }

    #[test]
    fn strict_reading_refuses_leniencies_and_faults() {
        for (value_type, text, kind) in [
            (ValueType::Text, "a,b", ValueErrorKind::Lenient(Leniency::TextComma)),
            (
                ValueType::Period,
                "19970101T180000Z/PT0S",
                ValueErrorKind::Period(PeriodFault::DurationNotPositive),
            ),
            (
                ValueType::Recur,
                "FREQ=WEEKLY;BYMONTHDAY=1",
                ValueErrorKind::Recur(RecurFault::ByMonthDayWeekly),
            ),
        ] {
            assert_eq!(Value::read_strict(text, &value_type).unwrap_err().kind(), kind, "{text}");
            assert!(Value::read(text, &value_type, &mut Leniencies::empty()).is_ok(), "{text}");
        }
    }

    #[test]
    fn names_are_compared_in_any_case() {
        for value_type in ValueType::ALL {
            assert_eq!(value_type.name().to_lowercase().parse(), Ok(value_type));
        }
        assert_eq!(ValueType::Other("date".into()), ValueType::Date);
        assert_ne!("X-A".parse::<ValueType>(), "X-B".parse());
        assert_eq!("A B".parse::<ValueType>().unwrap_err().kind(), ValueErrorKind::NotAToken);
        assert_eq!("".parse::<ValueType>().unwrap_err().kind(), ValueErrorKind::Empty);
    }

    proptest! {
        #[test]
        fn written_values_read(value in any::<Value<'static>>()) {
            let value_type = value.value_type().unwrap_or_else(|| ValueType::Other("X-FORM".into()));
            let text = value.to_string();
            if let Ok(read) = Value::read(&text, &value_type, &mut Leniencies::empty()) {
                prop_assert_eq!(read.to_string(), text.as_str());
                prop_assert_eq!(read.value_type(), value.value_type());
            } else {
                // Only a rule can hold a number that its grammar cannot say.
                prop_assert!(value.verify(&text).is_err());
            }
            prop_assert_eq!(value.clone().into_owned(), value);
        }

        #[test]
        fn no_text_panics(text in ".{0,30}", value_type in any::<ValueType>()) {
            let _ = Value::read_strict(&text, &value_type);
        }
    }
}
