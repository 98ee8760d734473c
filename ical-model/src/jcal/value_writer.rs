//! The values of a line as JSON.
//!
//! [RFC 7265 §3.4.1, §3.6](https://www.rfc-editor.org/rfc/rfc7265#section-3.6)

use std::borrow::Cow;

use super::error::JcalErrorKind;
use super::extended_format::ExtendedFormat;
use super::form::Form;
use super::json::write_string;
use super::{number, recur, refuse_control};
use crate::parser::Limit;
use crate::value::{
    Binary, Float, Leniencies, Period, PeriodEnd, Separator, Text, Value, ValueError, ValueList, ValueRead,
    ValueType,
};

/// What was wrong, and how many octets into the value.
pub(super) type ValueFault = (JcalErrorKind, usize);

/// Writes the values of a line behind the type.
pub(super) struct ValueWriter<'w> {
    pub(super) out: &'w mut Vec<u8>,
    /// What was met while reading the values.
    pub(super) leniencies: &'w mut Leniencies,
    /// How many values a list may have.
    pub(super) list_values: u32,
}

impl ValueWriter<'_> {
    /// Writes the values that the text has by this form and type; `None` as type is "unknown".
    pub(super) fn values(
        &mut self,
        text: &str,
        form: Form,
        value_type: Option<&ValueType>,
    ) -> Result<(), ValueFault> {
        let Some(value_type) = value_type.filter(|_| form != Form::Unprocessed) else {
            return self.unprocessed(text);
        };
        match form {
            Form::Unprocessed => self.unprocessed(text),
            Form::Single => self.element(text, 0, value_type),
            Form::List => {
                self.parts(text, Separator::Comma, |writer, at, item| writer.element(item, at, value_type))
            }
            Form::Coordinates => self.coordinates(text),
            Form::Status => self.status(text),
            Form::VersionRange => self.version_range(text),
        }
    }

    /// Decodes a value in base64 that is no BINARY, and writes it (§3.1). What is decoded to TEXT is the text:
    /// base64 leaves nothing in it to escape.
    pub(super) fn decoded(
        &mut self,
        base64: &str,
        form: Form,
        value_type: Option<&ValueType>,
    ) -> Result<(), ValueFault> {
        let octets = Binary::read(base64, self.leniencies).map_err(|error| (error.into(), error.offset()))?;
        let octets = octets.into_bytes();
        let text = str::from_utf8(&octets).map_err(|_| (JcalErrorKind::NotUtf8, 0))?;
        // Octets are counted in a text that does not stand in the line.
        let in_line = |(kind, _)| (kind, 0);
        match (form, value_type) {
            (Form::Single | Form::List, Some(ValueType::Text)) => {
                let text = Text::new(text).map_err(|error| (error.into(), 0))?;
                self.string(text.as_str());
                Ok(())
            }
            _ => self.values(text, form, value_type).map_err(in_line),
        }
    }

    /// The value as it stands (§5.1).
    fn unprocessed(&mut self, text: &str) -> Result<(), ValueFault> {
        refuse_control(text).map_err(|kind| (kind, 0))?;
        self.string(text);
        Ok(())
    }

    fn string(&mut self, text: &str) {
        self.out.push(b',');
        write_string(self.out, text);
    }

    /// Does the same with each part of the text.
    fn parts<'t>(
        &mut self,
        text: &'t str,
        separator: Separator,
        mut each: impl FnMut(&mut Self, usize, &'t str) -> Result<(), ValueFault>,
    ) -> Result<(), ValueFault> {
        for part in ValueList::new(text, separator).with_limit(self.list_values as usize) {
            let maximum = self.list_values;
            let exceeded = JcalErrorKind::LimitExceeded { limit: Limit::ListValues, maximum };
            let (at, part) = part.map_err(|_| (exceeded, text.len()))?;
            each(self, at, part)?;
        }
        Ok(())
    }

    /// "latitude;longitude" (§3.4.1.1)
    fn coordinates(&mut self, text: &str) -> Result<(), ValueFault> {
        let mut numbers = Vec::new();
        self.parts(text, Separator::Semicolon, |writer, at, part| {
            Float::read(part, writer.leniencies).map_err(|error| (error.into(), at + error.offset()))?;
            numbers.push(number::from_float(trimmed(part)));
            Ok(())
        })?;
        let [latitude, longitude] = numbers.as_slice() else {
            return Err((JcalErrorKind::Structure { expected: "latitude and longitude" }, 0));
        };
        self.out.extend_from_slice(format!(",[{latitude},{longitude}]").as_bytes());
        Ok(())
    }

    /// "code;description" and sometimes ";data" (§3.4.1.2)
    fn status(&mut self, text: &str) -> Result<(), ValueFault> {
        let texts = self.texts(text)?;
        let texts = match texts.as_slice() {
            // Without data the array has no element for it.
            [rest @ .., data] if rest.len() == 2 && data.is_empty() => rest,
            texts => texts,
        };
        if !matches!(texts.len(), 2 | 3) {
            return Err((JcalErrorKind::Structure { expected: STATUS }, 0));
        }
        let mut separator: &[u8] = b",[";
        for text in texts {
            self.out.extend_from_slice(std::mem::replace(&mut separator, b","));
            write_string(self.out, text);
        }
        self.out.push(b']');
        Ok(())
    }

    fn version_range(&mut self, text: &str) -> Result<(), ValueFault> {
        let versions = self.texts(text)?.join(";");
        self.string(&versions);
        Ok(())
    }

    /// The texts between semicolons, as they are meant.
    fn texts<'t>(&mut self, text: &'t str) -> Result<Vec<Cow<'t, str>>, ValueFault> {
        let mut texts = Vec::new();
        self.parts(text, Separator::Semicolon, |writer, at, part| {
            let text = Text::read(part, writer.leniencies).map_err(|error| (error.into(), at))?;
            texts.push(text.into_inner());
            Ok(())
        })?;
        Ok(texts)
    }

    /// One value, which starts so many octets into the line's value.
    fn element(&mut self, text: &str, at: usize, value_type: &ValueType) -> Result<(), ValueFault> {
        let value = Value::read(text, value_type, self.leniencies);
        let value = value.map_err(|error: ValueError| (error.into(), at + error.offset()))?;
        self.out.push(b',');
        match value {
            Value::Boolean(boolean) => self.raw(if boolean.get() { "true" } else { "false" }),
            Value::Integer(integer) => self.raw(&integer.to_string()),
            Value::Float(_) => self.raw(&number::from_float(trimmed(text))),
            Value::Date(date) => write_string(self.out, &date.to_extended()),
            Value::DateTime(date_time) => write_string(self.out, &date_time.to_extended()),
            Value::Time(time) => write_string(self.out, &time.to_extended()),
            Value::UtcOffset(offset) => write_string(self.out, &offset.to_extended()),
            Value::Period(period) => self.period(&period),
            Value::Recur(rule) if recur::has_part_twice(&rule) => {
                return Err((JcalErrorKind::MemberTwice, at));
            }
            Value::Recur(rule) => recur::write(self.out, &rule, text),
            Value::Text(text) => write_string(self.out, text.as_str()),
            Value::Uid(uid) => write_string(self.out, uid.as_str()),
            Value::CalAddress(address) => write_string(self.out, address.as_str()),
            Value::Uri(uri) => write_string(self.out, uri.as_str()),
            Value::XmlReference(reference) => write_string(self.out, reference.as_str()),
            value @ (Value::Binary(_) | Value::Duration(_) | Value::Unknown(_)) => {
                write_string(self.out, &value.to_string());
            }
        }
        Ok(())
    }

    fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Start and end in an array (§3.6.9).
    fn period(&mut self, period: &Period) {
        self.out.push(b'[');
        write_string(self.out, &period.start().to_extended());
        self.out.push(b',');
        match period.end() {
            PeriodEnd::DateTime(end) => write_string(self.out, &end.to_extended()),
            PeriodEnd::Duration(duration) => write_string(self.out, &duration.to_string()),
        }
        self.out.push(b']');
    }
}

/// What REQUEST-STATUS consists of.
pub(super) const STATUS: &str = "a code, a description and at most one text of data";

/// Values other than TEXT are read without the white space around them.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
