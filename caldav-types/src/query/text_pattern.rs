//! A text to find, made ready once.
//!
//! [RFC 4791 §9.7.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.5)

use std::borrow::Cow;

use ical_model::parameter::Parameter;
use ical_model::registry::{Separator, definition};
use ical_model::value::ValueType;
use ical_model::{ParameterName, Property};
use memchr::memmem::Finder;

use super::casemap::Casemap;
use crate::Collation;
use crate::filter::{MatchType, TextMatch};

/// A text to find, made ready once.
#[derive(Clone, Debug)]
pub(crate) struct TextPattern {
    casemap: Casemap,
    /// Large, and filters have few of them.
    finder: Box<Finder<'static>>,
    text: TextMatch,
}

impl TextPattern {
    /// The pattern of a condition.
    ///
    /// # Errors
    ///
    /// The collation, where it is not known here.
    pub(crate) fn new(text: &TextMatch) -> Result<Self, Collation> {
        let casemap = match text.collation.effective() {
            Collation::AsciiCasemap => Casemap::Ascii,
            Collation::Octet => Casemap::Octet,
            Collation::UnicodeCasemap => Casemap::Unicode,
            other => return Err(other.clone()),
        };
        let mut buffer = Vec::new();
        let finder = Finder::new(casemap.prepare(text.text.as_bytes(), &mut buffer)).into_owned();
        Ok(Self { casemap, finder: Box::new(finder), text: text.clone() })
    }

    /// What it was made of.
    pub(super) fn text(&self) -> &TextMatch {
        &self.text
    }

    /// Does a line fulfil it by its value?
    pub(super) fn matches_line(&self, line: Property<'_>, buffer: &mut Vec<u8>) -> bool {
        let octets = line.value_octets();
        if !is_text(line) {
            return self.has(&octets, buffer) != self.text.negate;
        }
        let mut found = self.has(&unescaped(&octets), buffer);
        if !found && self.text.match_type != MatchType::Contains && is_list(line) {
            found = items(&octets).any(|item| self.has(&unescaped(item), buffer));
        }
        found != self.text.negate
    }

    /// Does a parameter fulfil it by one of its values?
    pub(super) fn matches_parameter(&self, parameter: &Parameter<'_>, buffer: &mut Vec<u8>) -> bool {
        parameter.values().any(|value| self.has(value.text.as_bytes(), buffer) != self.text.negate)
    }

    /// Does a text fulfil it?
    pub(crate) fn matches_text(&self, text: &str, buffer: &mut Vec<u8>) -> bool {
        self.has(text.as_bytes(), buffer) != self.text.negate
    }

    fn has(&self, value: &[u8], buffer: &mut Vec<u8>) -> bool {
        let value = self.casemap.prepare(value, buffer);
        let text = self.finder.needle();
        match self.text.match_type {
            MatchType::Contains => self.finder.find(value).is_some(),
            MatchType::Equals => value == text,
            MatchType::StartsWith => value.starts_with(text),
            MatchType::EndsWith => value.ends_with(text),
        }
    }
}

/// The value of a line as text: without the escapes of TEXT.
pub(super) fn text_of(line: Property<'_>) -> Cow<'_, [u8]> {
    match line.value_octets() {
        Cow::Borrowed(octets) if is_text(line) => unescaped(octets),
        Cow::Owned(octets) if is_text(line) => Cow::Owned(unescaped(&octets).into_owned()),
        octets => octets,
    }
}

fn is_text(line: Property<'_>) -> bool {
    let value_type = match line.has_parameters() {
        true => line.value_type().unwrap_or_else(|_| line.default_type()),
        false => line.default_type(),
    };
    value_type == ValueType::Text
}

fn is_list(line: Property<'_>) -> bool {
    definition(&line.name()).is_some_and(|definition| definition.separator == Separator::Comma)
}

/// The items of a list, between commas that no backslash stands before (op-14).
fn items(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut escaped = false;
    octets.split(move |octet| {
        let separates = *octet == b',' && !escaped;
        escaped = *octet == b'\\' && !escaped;
        separates
    })
}

/// RFC 5545 §3.3.11. What is escaped without need stands for itself.
fn unescaped(octets: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', octets) else { return Cow::Borrowed(octets) };
    let (plain, rest) = octets.split_at(first);
    let mut text = plain.to_vec();
    let mut rest = rest.iter().copied();
    while let Some(octet) = rest.next() {
        text.push(match octet {
            b'\\' => match rest.next() {
                Some(b'n' | b'N') => b'\n',
                Some(other) => other,
                None => b'\\',
            },
            other => other,
        });
    }
    Cow::Owned(text)
}

/// The first parameter of a name; one that cannot be read is none.
pub(super) fn parameter<'d>(line: Property<'d>, name: &ParameterName<'_>) -> Option<Parameter<'d>> {
    line.parameter(name).ok().flatten()
}
