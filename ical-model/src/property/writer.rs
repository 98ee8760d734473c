//! A line in the making.

use std::fmt::{self, Write as _};

use crate::parameter::{ParameterName, encode_into};
use crate::property::{Property, TypedProperty};
use crate::value::Text;

/// Takes the parameters and the value of one property; the rest of the line is made around them.
///
/// Parameters come before the value. Values of parameters are quoted and encoded (RFC 6868) as they need it.
#[derive(Debug)]
pub struct PropertyWriter<'l> {
    line: &'l mut String,
    /// Where the parameters end and the value begins, once it was written.
    value: Option<usize>,
}

impl<'l> PropertyWriter<'l> {
    /// Adds a parameter with one value.
    pub fn parameter(&mut self, name: &ParameterName<'_>, value: &str) {
        self.parameter_list(name, [value]);
    }

    /// Adds a parameter if there is a value for it.
    pub fn optional_parameter(
        &mut self,
        name: &ParameterName<'_>,
        value: Option<&(impl fmt::Display + ?Sized)>,
    ) {
        if let Some(value) = value {
            self.parameter(name, &value.to_string());
        }
    }

    /// Adds a parameter with a list of values, or nothing for an empty list.
    pub fn parameter_list<'v>(
        &mut self,
        name: &ParameterName<'_>,
        values: impl IntoIterator<Item = &'v str>,
    ) {
        debug_assert!(self.value.is_none(), "parameters come before the value");
        let mut separator = None;
        for value in values {
            match separator {
                None => {
                    self.line.push(';');
                    self.line.push_str(name.as_str());
                    self.line.push('=');
                }
                Some(()) => self.line.push(','),
            }
            separator = Some(());
            encode_into(self.line, value, is_quoted(name));
        }
    }

    /// Writes the value, or one more value of a list.
    pub fn value(&mut self, value: &(impl fmt::Display + ?Sized)) {
        self.next_value(',');
        // Writing to a String does not fail.
        let _ = write!(self.line, "{value}");
    }

    /// Writes a text, escaped, or one more text of a list.
    pub fn text(&mut self, text: &str) {
        match Text::new(text) {
            Ok(text) => self.value(&text),
            // A control character: the edit will refuse the line and name it.
            Err(_) => self.value(text),
        }
    }

    /// Writes one more part of a structured value (RFC 5545 §3.1.1).
    pub fn part(&mut self, part: &(impl fmt::Display + ?Sized)) {
        self.next_value(';');
        let _ = write!(self.line, "{part}");
    }

    fn next_value(&mut self, separator: char) {
        match self.value {
            Some(_) => self.line.push(separator),
            None => {
                self.line.push(':');
                self.value = Some(self.line.len());
            }
        }
    }
}

/// The unfolded line of a property; `before` is the line it takes the place of.
pub(crate) fn line_of<P: TypedProperty>(property: &P, before: Option<Property<'_>>) -> String {
    let name = before.map_or(P::NAME, |line| line.name().into_owned());
    let mut line = String::with_capacity(80);
    line.push_str(name.as_str());
    let name_length = line.len();
    let mut writer = PropertyWriter { line: &mut line, value: None };
    property.write(&mut writer);
    writer.next_value_if_none();
    let value = writer.value.unwrap_or(name_length + 1);
    if let Some(before) = before {
        let mut kept = String::new();
        let mut writer = PropertyWriter { line: &mut kept, value: None };
        for parameter in before.parameters().flatten() {
            let known = P::PARAMETERS.contains(parameter.name()) || belongs_to_value(parameter.name());
            if !known && parameter.fault().is_none() {
                let values: Vec<_> = parameter.values().collect();
                writer.parameter_list(parameter.name(), values.iter().map(|value| &*value.text));
            }
        }
        line.insert_str(value - 1, &kept);
    }
    line
}

impl PropertyWriter<'_> {
    fn next_value_if_none(&mut self) {
        if self.value.is_none() {
            self.next_value(',');
        }
    }
}

/// These say how the value of the very line is to be read.
fn belongs_to_value(name: &ParameterName<'_>) -> bool {
    matches!(name, ParameterName::Value | ParameterName::Encoding | ParameterName::TzId)
}

/// Parameters whose values stand in quotes whatever they are (RFC 5545 §3.2.1 and others).
pub(crate) fn is_quoted(name: &ParameterName<'_>) -> bool {
    matches!(
        name,
        ParameterName::AltRep
            | ParameterName::DelegatedFrom
            | ParameterName::DelegatedTo
            | ParameterName::Dir
            | ParameterName::Member
            | ParameterName::Schema
            | ParameterName::SentBy
    )
}
