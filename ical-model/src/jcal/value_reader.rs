//! The values of a jCal property as the value of a line.
//!
//! [RFC 7265 §3.4.1, §3.6](https://www.rfc-editor.org/rfc/rfc7265#section-3.6)

use super::error::JcalErrorKind;
use super::extended_format::ExtendedFormat;
use super::form::Form;
use super::json::{Fault, Shape};
use super::reader::{Reader, Segment};
use super::value_writer::{STATUS, ValueWriter};
use super::{refuse, refuse_control};
use crate::parser::Limit;
use crate::value::{
    Date, DateTime, Duration, Integer, Leniencies, Period, PeriodEnd, Text, Time, Uid, UtcOffset, Value,
    ValueError, ValueType,
};

impl Reader<'_> {
    /// Takes the values, the comma before the first of which was taken, and the end of the property.
    pub(super) fn values(
        &mut self,
        line: &mut String,
        form: Form,
        value_type: Option<&ValueType>,
    ) -> Result<(), Fault> {
        self.value(line, form, value_type)?;
        let maximum = self.limits.list_values;
        let mut count = 1;
        while self.json.more(&mut false, b']')? {
            if let Some(Segment::Element(place)) = self.path.last_mut() {
                *place += 1;
            }
            let at = self.json.place();
            if form != Form::List {
                return Err(Fault::new(JcalErrorKind::SeveralValues, at));
            }
            if count >= maximum {
                let kind = JcalErrorKind::LimitExceeded { limit: Limit::ListValues, maximum };
                return Err(Fault::new(kind, at));
            }
            count += 1;
            line.push(',');
            self.value(line, form, value_type)?;
        }
        Ok(())
    }

    /// Takes a value of the type "unknown" of a property with a default type, as it stands (§5.2). VALUE must not say
    /// another type, so that it has to be of this one.
    pub(super) fn unknown(
        &mut self,
        line: &mut String,
        form: Form,
        default: &ValueType,
    ) -> Result<(), Fault> {
        let at = self.json.place();
        let before = line.len();
        self.values(line, Form::Unprocessed, None)?;
        let mut leniencies = Leniencies::empty();
        let (out, list_values) = (&mut Vec::new(), self.limits.list_values);
        let mut writer = ValueWriter { out, leniencies: &mut leniencies, list_values };
        let value = line.get(before..).unwrap_or_default();
        let written = writer.values(value, form, Some(default)).map_err(|(kind, _)| kind);
        written.and_then(|()| refuse(leniencies)).map_err(|kind| Fault::new(kind, at))
    }

    fn value(&mut self, line: &mut String, form: Form, value_type: Option<&ValueType>) -> Result<(), Fault> {
        match (form, value_type) {
            (Form::Unprocessed, _) | (_, None) => self.unprocessed(line),
            (Form::Single | Form::List, Some(value_type)) => {
                let value = self.element(value_type)?;
                line.push_str(&value);
                Ok(())
            }
            (Form::Coordinates, _) => self.coordinates(line),
            (Form::Status, _) => self.status(line),
            (Form::VersionRange, _) => self.version_range(line),
        }
    }

    /// The value as it stands (§5.2).
    fn unprocessed(&mut self, line: &mut String) -> Result<(), Fault> {
        let at = self.json.place();
        let value = self.json.string("a string")?;
        refuse_control(&value).map_err(|kind| Fault::new(kind, at))?;
        line.push_str(&value);
        Ok(())
    }

    /// The array of a structured value, of as many parts as are allowed.
    fn parts(
        &mut self,
        allowed: std::ops::RangeInclusive<usize>,
        expected: &'static str,
        mut each: impl FnMut(&mut Self) -> Result<String, Fault>,
    ) -> Result<String, Fault> {
        let start = self.json.place();
        self.json.take(b'[', "an array")?;
        let mut parts = Vec::new();
        let mut is_first = true;
        while self.json.more(&mut is_first, b']')? {
            if parts.len() == *allowed.end() {
                return Err(Fault::new(JcalErrorKind::Structure { expected }, start));
            }
            self.path.push(Segment::Element(parts.len()));
            parts.push(each(self)?);
            self.path.pop();
        }
        match allowed.contains(&parts.len()) {
            true => Ok(parts.join(";")),
            false => Err(Fault::new(JcalErrorKind::Structure { expected }, start)),
        }
    }

    fn coordinates(&mut self, line: &mut String) -> Result<(), Fault> {
        let coordinates = self.parts(2..=2, "latitude and longitude", Self::float)?;
        line.push_str(&coordinates);
        Ok(())
    }

    fn status(&mut self, line: &mut String) -> Result<(), Fault> {
        let status = self.parts(2..=3, STATUS, Self::text)?;
        line.push_str(&status);
        Ok(())
    }

    fn version_range(&mut self, line: &mut String) -> Result<(), Fault> {
        let at = self.json.place();
        let versions = self.json.string("a string")?;
        let versions: Result<Vec<_>, _> =
            versions.split(';').map(|version| Text::new(version).map(|text| text.to_string())).collect();
        line.push_str(&versions.map_err(|error| Fault::new(error, at))?.join(";"));
        Ok(())
    }

    /// One value, as the line has it.
    fn element(&mut self, value_type: &ValueType) -> Result<String, Fault> {
        match value_type {
            ValueType::Boolean => Ok(if self.json.boolean()? { "TRUE" } else { "FALSE" }.to_owned()),
            ValueType::Float => self.float(),
            ValueType::Integer => {
                let at = self.json.place();
                let digits = self.integer()?;
                let integer: Result<Integer, _> = digits.parse();
                integer.map(|integer| integer.to_string()).map_err(|error| Fault::new(error, at))
            }
            ValueType::Date => self.extended::<Date>(),
            ValueType::DateTime => self.extended::<DateTime>(),
            ValueType::Time => self.extended::<Time>(),
            ValueType::UtcOffset => self.extended::<UtcOffset>(),
            ValueType::Period => self.period(),
            ValueType::Recur => self.recur(),
            ValueType::Text => self.text(),
            ValueType::Uid => {
                let at = self.json.place();
                let uid = Uid::new(self.json.string("a string")?).map_err(|error| Fault::new(error, at))?;
                Ok(uid.to_string())
            }
            ValueType::Binary
            | ValueType::CalAddress
            | ValueType::Duration
            | ValueType::Uri
            | ValueType::XmlReference
            | ValueType::Other(_) => self.same_text(value_type),
        }
    }

    /// A value that both formats write alike.
    fn same_text(&mut self, value_type: &ValueType) -> Result<String, Fault> {
        let at = self.json.place();
        let text = self.json.string("a string")?;
        same_text(&text, value_type).map_err(|kind| Fault::new(kind, at))
    }

    fn text(&mut self) -> Result<String, Fault> {
        let at = self.json.place();
        let text = Text::new(self.json.string("a string")?).map_err(|error| Fault::new(error, at))?;
        Ok(text.to_string())
    }

    fn float(&mut self) -> Result<String, Fault> {
        let at = self.json.place();
        let number = self.json.number("a number")?;
        number.to_float().map_err(|kind| Fault::new(ValueError::new(kind, 0), at))
    }

    /// An integer of any size that has a use.
    pub(super) fn integer(&mut self) -> Result<String, Fault> {
        let at = self.json.place();
        let number = self.json.number("a number")?;
        number.to_integer().map_err(|kind| Fault::new(ValueError::new(kind, 0), at))
    }

    fn extended<T: ExtendedFormat>(&mut self) -> Result<String, Fault> {
        let at = self.json.place();
        let value = T::from_extended(&self.json.string(T::EXPECTED)?).map_err(|kind| Fault::new(kind, at))?;
        Ok(value.to_string())
    }

    /// The two strings of a period. One string with a solidus is taken too: §3.6.9 asks for an array, and the
    /// example of Appendix B.2 has the string.
    fn period(&mut self) -> Result<String, Fault> {
        let start = self.json.place();
        let period = match self.json.shape() {
            Shape::Array => {
                self.parts(2..=2, PERIOD, |reader| Ok(reader.json.string("a string")?.into_owned()))?
            }
            _ => self.json.string("an array of two strings")?.replacen('/', ";", 1),
        };
        period_of(&period).map_err(|kind| Fault::new(kind, start))
    }
}

/// `period` has a semicolon between start and end, which neither of them can have.
fn period_of(period: &str) -> Result<String, JcalErrorKind> {
    let (start, end) = period.split_once(';').ok_or(JcalErrorKind::Structure { expected: PERIOD })?;
    let start = DateTime::from_extended(start)?;
    let end = match end.starts_with(|first: char| first.is_ascii_digit()) {
        true => PeriodEnd::DateTime(DateTime::from_extended(end)?),
        false => {
            let duration = same_text(end, &ValueType::Duration)?;
            PeriodEnd::Duration(duration.parse::<Duration>()?)
        }
    };
    Ok(Period::new(start, end)?.to_string())
}

fn same_text(text: &str, value_type: &ValueType) -> Result<String, JcalErrorKind> {
    refuse_control(text)?;
    let mut leniencies = Leniencies::empty();
    let value = Value::read(text, value_type, &mut leniencies)?;
    refuse(leniencies)?;
    // A BINARY is the same text again; to encode it once more would cost as much as to decode it.
    match value {
        Value::Binary(_) => Ok(text.to_owned()),
        value => Ok(value.to_string()),
    }
}

const PERIOD: &str = "a start, and an end or a duration";
