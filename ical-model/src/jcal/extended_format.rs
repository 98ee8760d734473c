//! Dates, times and offsets in the extended format of ISO 8601.
//!
//! [RFC 7265 §3.6.4, §3.6.5, §3.6.12, §3.6.14](https://www.rfc-editor.org/rfc/rfc7265#section-3.6.4)
//!
//! ```abnf
//! date          = year "-" month "-" day        ; YYYY-MM-DD
//! time-complete = hour ":" minute ":" second [zone]
//! datetime      = date "T" time-complete
//! ```

use super::error::JcalErrorKind;
use crate::value::{
    Date, DateOrDateTime, DateTime, Leniencies, Time, UtcOffset, ValueError, ValueErrorKind, ValueRead,
};

/// A value that iCalendar writes in the basic format and jCal in the extended one.
pub(super) trait ExtendedFormat: for<'t> ValueRead<'t> + std::fmt::Display {
    /// Where separators stand: before which octet of the basic form, and which.
    const SEPARATORS: &'static [(usize, char)];
    /// What jCal has for it.
    const EXPECTED: &'static str;

    /// The extended form.
    fn to_extended(&self) -> String {
        separated(&self.to_string(), Self::SEPARATORS)
    }

    /// Reads the extended form: complete, and in no other spelling.
    fn from_extended(extended: &str) -> Result<Self, JcalErrorKind> {
        let unexpected = JcalErrorKind::Unexpected { expected: Self::EXPECTED, found: "other text" };
        let lower_case = extended.bytes().any(|octet| octet.is_ascii_lowercase());
        let basic = match joined(extended, Self::SEPARATORS) {
            Some(basic) if !lower_case => basic,
            _ => return Err(unexpected),
        };
        let mut leniencies = Leniencies::empty();
        let value = Self::read(&basic, &mut leniencies).map_err(|error| match error.kind() {
            ValueErrorKind::Empty
            | ValueErrorKind::NotADate
            | ValueErrorKind::NotADateTime
            | ValueErrorKind::NotATime
            | ValueErrorKind::NotAUtcOffset
            | ValueErrorKind::MissingSign => unexpected,
            // Octets are counted in the basic form, which nobody sees.
            kind => JcalErrorKind::Value(ValueError::new(kind, 0)),
        })?;
        super::refuse(leniencies)?;
        Ok(value)
    }
}

impl ExtendedFormat for Date {
    const SEPARATORS: &'static [(usize, char)] = &[(4, '-'), (6, '-')];
    const EXPECTED: &'static str = "a date like 2027-01-31";
}

impl ExtendedFormat for DateTime {
    const SEPARATORS: &'static [(usize, char)] = &[(4, '-'), (6, '-'), (11, ':'), (13, ':')];
    const EXPECTED: &'static str = "a date and time like 2027-01-31T09:00:00";
}

impl ExtendedFormat for Time {
    const SEPARATORS: &'static [(usize, char)] = &[(2, ':'), (4, ':')];
    const EXPECTED: &'static str = "a time like 09:00:00";
}

impl ExtendedFormat for UtcOffset {
    const SEPARATORS: &'static [(usize, char)] = &[(3, ':'), (5, ':')];
    const EXPECTED: &'static str = "an offset like +01:00";
}

/// The extended form of an UNTIL.
pub(super) fn until_to_extended(until: &DateOrDateTime) -> String {
    match until {
        DateOrDateTime::Date(date) => date.to_extended(),
        DateOrDateTime::DateTime(date_time) => date_time.to_extended(),
    }
}

/// Reads an UNTIL; the "T" tells which it is.
pub(super) fn until_from_extended(extended: &str) -> Result<DateOrDateTime, JcalErrorKind> {
    match extended.contains('T') {
        true => DateTime::from_extended(extended).map(DateOrDateTime::DateTime),
        false => Date::from_extended(extended).map(DateOrDateTime::Date),
    }
}

fn separated(basic: &str, separators: &[(usize, char)]) -> String {
    let mut extended = String::with_capacity(basic.len() + separators.len());
    for (place, character) in basic.char_indices() {
        if let Some((_, separator)) = separators.iter().find(|(before, _)| *before == place) {
            extended.push(*separator);
        }
        extended.push(character);
    }
    extended
}

/// The basic form; None where another character stands in the place of a separator.
fn joined(extended: &str, separators: &[(usize, char)]) -> Option<String> {
    let place = |(number, (before, separator)): (usize, &(usize, char))| (before + number, *separator);
    let mut separators = separators.iter().enumerate().map(place).peekable();
    let mut basic = String::with_capacity(extended.len());
    for (at, character) in extended.char_indices() {
        match separators.next_if(|(place, _)| *place == at) {
            Some((_, separator)) if separator == character => {}
            Some(_) => return None,
            None => basic.push(character),
        }
    }
    Some(basic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Leniency;

    fn both_ways<T: ExtendedFormat + Eq + std::fmt::Debug>(basic: &str, extended: &str) {
        let value = T::read_strict(basic).unwrap();
        assert_eq!(value.to_extended(), extended);
        assert_eq!(T::from_extended(extended), Ok(value));
    }

    #[test]
    fn values_in_both_formats() {
        both_ways::<Date>("20110517", "2011-05-17"); // §3.6.4
        both_ways::<DateTime>("20121017T120000", "2012-10-17T12:00:00"); // §3.6.5
        both_ways::<DateTime>("20121017T120000Z", "2012-10-17T12:00:00Z");
        both_ways::<DateTime>("20161231T235960Z", "2016-12-31T23:59:60Z");
        both_ways::<Time>("123000", "12:30:00"); // §3.6.12
        both_ways::<Time>("123000Z", "12:30:00Z");
        both_ways::<UtcOffset>("-0500", "-05:00"); // §3.6.14
        both_ways::<UtcOffset>("+1245", "+12:45");
        both_ways::<UtcOffset>("+055001", "+05:50:01");
    }

    #[test]
    fn other_variations_are_refused() {
        for text in [
            "",
            "2011-05",
            "20110517",
            "2011-0517",
            "2011-05-17-",
            "2011-05-1",
            " 2011-05-17",
            "２０１１-05-17",
        ] {
            assert!(Date::from_extended(text).is_err(), "§3.6.4: {text}");
        }
        for text in [
            "2012-10-17",
            "2012-10-17T12:00",
            "2012-10-17 12:00:00",
            "2012-10-17t12:00:00",
            "2012-10-17T12:00:00z",
            "2012-10-17T12:00:00.5",
            "2012-10-17T12:00:00+02:00",
            "20121017T120000",
        ] {
            assert!(DateTime::from_extended(text).is_err(), "§3.6.5: {text}");
        }
        for text in ["12:30", "123000", "12:30:00+01:00", "24:00:00"] {
            assert!(Time::from_extended(text).is_err(), "§3.6.12: {text}");
        }
        for text in ["0500", "-0500", "-05", "+24:00", "Z"] {
            assert!(UtcOffset::from_extended(text).is_err(), "§3.6.14: {text}");
        }
        let negative_zero = ValueError::new(ValueErrorKind::Lenient(Leniency::UtcOffsetNegativeZero), 0);
        assert_eq!(UtcOffset::from_extended("-00:00"), Err(JcalErrorKind::Value(negative_zero)));
    }

    #[test]
    fn a_day_that_does_not_exist_is_named() {
        let error = Date::from_extended("2027-02-29").unwrap_err();
        assert_eq!(error, JcalErrorKind::Value(ValueError::new(ValueErrorKind::NoSuchDate, 0)));
    }
}
