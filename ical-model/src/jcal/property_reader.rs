//! The array of a jCal property as a content line.
//!
//! [RFC 7265 §3.4, §3.5, §4, §5.2](https://www.rfc-editor.org/rfc/rfc7265#section-5.2)

use std::collections::BTreeSet;

use super::error::JcalErrorKind;
use super::form::{Form, default_type};
use super::json::{Fault, Shape};
use super::name::{is_property_name, upper_case};
use super::reader::{Reader, Segment};
use super::refuse_control;
use crate::parameter::{ParameterName, encode_into};
use crate::parser::Limit;
use crate::property::{PropertyName, is_quoted};
use crate::registry;
use crate::value::ValueType;

impl Reader<'_> {
    /// Takes a property.
    pub(super) fn property(&mut self) -> Result<(), Fault> {
        self.json.take(b'[', "a property")?;
        self.path.push(Segment::Element(0));
        let at = self.json.place();
        let name = self.json.string("the name of a property")?;
        let name = upper_case(&name).filter(|name| is_property_name(name));
        let mut line = name.ok_or_else(|| Fault::new(JcalErrorKind::InvalidName, at))?;
        let definition = registry::definition(&PropertyName::new(&line));

        self.next_field(1, "\",\" and the parameters")?;
        let (encoding, mut parameters) = self.parameters(&mut line)?;

        self.next_field(2, "\",\" and the type of the value")?;
        let at = self.json.place();
        let value_type = self.value_type()?;
        let default = default_type(definition);
        let is_binary = value_type == Some(ValueType::Binary);
        let is_known = value_type.is_some() || default.is_some();
        if encoding == Some(Encoding::Base64) && is_known && !is_binary {
            return Err(Fault::new(JcalErrorKind::EncodedValue, at));
        }
        if is_binary && encoding.is_none() {
            // RFC 5545 §3.3.1 asks for it.
            line.push_str(";ENCODING=BASE64");
            parameters += 1;
        }
        if let Some(value_type) =
            value_type.as_ref().filter(|value_type| Some(*value_type) != default.as_ref())
        {
            line.push_str(";VALUE=");
            line.push_str(&value_type.name().to_ascii_uppercase());
            parameters += 1;
        }
        if let Some(others) = parameters.checked_sub(1) {
            self.check_parameters(others, at)?;
        }

        line.push(':');
        self.next_field(3, "\",\" and a value")?;
        match (&value_type, &default) {
            (None, Some(default)) => {
                self.unknown(&mut line, Form::new(definition, Some(default)), default)?;
            }
            (value_type, _) => {
                let value_type = value_type.as_ref();
                self.values(&mut line, Form::new(definition, value_type), value_type)?;
            }
        }
        self.path.pop();
        self.line(&line)
    }

    /// Takes the comma before a further field of a property.
    fn next_field(&mut self, place: usize, expected: &'static str) -> Result<(), Fault> {
        self.path.pop();
        self.json.take(b',', expected)?;
        self.path.push(Segment::Element(place));
        Ok(())
    }

    /// Takes the type; `None` for "unknown".
    fn value_type(&mut self) -> Result<Option<ValueType>, Fault> {
        let at = self.json.place();
        let name = self.json.string("the type of the value")?;
        if name == "unknown" {
            return Ok(None);
        }
        let value_type = upper_case(&name).and_then(|name| name.parse().ok());
        value_type.map(Some).ok_or_else(|| Fault::new(JcalErrorKind::InvalidName, at))
    }

    /// Takes the parameters; answers what ENCODING is, and how many they are.
    fn parameters(&mut self, line: &mut String) -> Result<(Option<Encoding>, usize), Fault> {
        self.json.take(b'{', "an object of parameters")?;
        let mut names = BTreeSet::new();
        let mut encoding = None;
        let mut is_first = true;
        while self.json.more(&mut is_first, b'}')? {
            let at = self.json.place();
            let name = self.json.string("the name of a parameter")?;
            self.path.push(Segment::Member(name.clone()));
            let name = upper_case(&name).ok_or_else(|| Fault::new(JcalErrorKind::InvalidName, at))?;
            if name == "VALUE" {
                return Err(Fault::new(JcalErrorKind::ValueParameter, at));
            }
            self.check_parameters(names.len(), at)?;
            line.push(';');
            line.push_str(&name);
            self.json.take(b':', "\":\" and a value")?;
            let is_base64 = self.parameter(line, &ParameterName::new(&name))?;
            if name == "ENCODING" {
                encoding = Some(if is_base64 { Encoding::Base64 } else { Encoding::Other });
            }
            if !names.insert(name) {
                return Err(Fault::new(JcalErrorKind::MemberTwice, at));
            }
            self.path.pop();
        }
        Ok((encoding, names.len()))
    }

    /// Takes the value of a parameter: a string, or an array of strings. Answers whether the first is "BASE64".
    fn parameter(&mut self, line: &mut String, name: &ParameterName<'_>) -> Result<bool, Fault> {
        if self.json.shape() != Shape::Array {
            line.push('=');
            return self.parameter_value(line, name);
        }
        self.json.take(b'[', "an array")?;
        let mut is_first = true;
        let mut is_base64 = false;
        let mut count = 0;
        while self.json.more(&mut is_first, b']')? {
            self.path.push(Segment::Element(count));
            self.check_parameters(count, self.json.clone().place())?;
            line.push(if count == 0 { '=' } else { ',' });
            is_base64 |= self.parameter_value(line, name)? && count == 0;
            self.path.pop();
            count += 1;
        }
        match count {
            0 => {
                let found = "an empty array";
                let kind = JcalErrorKind::Unexpected { expected: "a value of the parameter", found };
                Err(Fault::new(kind, self.json.place()))
            }
            _ => Ok(is_base64),
        }
    }

    fn parameter_value(&mut self, line: &mut String, name: &ParameterName<'_>) -> Result<bool, Fault> {
        let at = self.json.place();
        let value = self.json.string("a string or an array of strings")?;
        // Line breaks of every kind are encoded (RFC 6868 §3).
        refuse_control(&value.replace(['\n', '\r'], "")).map_err(|kind| Fault::new(kind, at))?;
        encode_into(line, &value, is_quoted(name));
        Ok(value.eq_ignore_ascii_case("BASE64"))
    }

    fn check_parameters(&self, before: usize, at: usize) -> Result<(), Fault> {
        let maximum = self.limits.parameters;
        match before < maximum as usize {
            true => Ok(()),
            false => Err(Fault::new(JcalErrorKind::LimitExceeded { limit: Limit::Parameters, maximum }, at)),
        }
    }
}

/// What ENCODING says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Encoding {
    Base64,
    Other,
}
