//! What an element has to hold, and how often.

use std::borrow::Cow;

use crate::name::Name;
use crate::reader::{Children, ElementReader};
use crate::{XmlError, XmlErrorKind};

impl Children {
    /// A child that has to be there.
    pub(crate) fn required<T>(
        self,
        found: Option<T>,
        name: Name<'_>,
        reader: &ElementReader<'_>,
    ) -> Result<T, XmlError> {
        found.ok_or_else(|| self.missing(name, reader))
    }

    /// The error of a child that is not there.
    #[cold]
    pub(crate) fn missing(self, name: Name<'_>, reader: &ElementReader<'_>) -> XmlError {
        match reader.expanded(name) {
            Ok(name) => self.error(reader, XmlErrorKind::MissingElement(name)),
            Err(error) => error,
        }
    }

    /// The error of a child that excludes another one.
    #[cold]
    pub(crate) fn unexpected(self, name: Name<'_>, reader: &ElementReader<'_>) -> XmlError {
        match reader.expanded(name) {
            Ok(name) => self.error(reader, XmlErrorKind::UnexpectedElement(name)),
            Err(error) => error,
        }
    }
}

impl Children {
    /// A child that lenient reading does without.
    pub(crate) fn tolerate_missing(
        self,
        name: Name<'_>,
        reader: &mut ElementReader<'_>,
    ) -> Result<(), XmlError> {
        let error = self.missing(name, reader);
        reader.recover(error)
    }

    /// A DAV:prop that asks for nothing, which lenient reading goes on with.
    pub(crate) fn tolerate_no_property(self, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
        let error = self.expected("the name of a property", reader);
        reader.recover(error)
    }

    /// The error of an element with nothing in it that counts.
    #[cold]
    pub(crate) fn expected(self, expected: &'static str, reader: &ElementReader<'_>) -> XmlError {
        self.error(reader, XmlErrorKind::Value { expected, found: String::new() })
    }
}

impl<'x> ElementReader<'x> {
    /// Makes sure that the element that is open is the first of its kind.
    pub(crate) fn once<T>(&self, before: &Option<T>, name: Name<'_>) -> Result<(), XmlError> {
        if before.is_none() {
            return Ok(());
        }
        Err(self.error(XmlErrorKind::RepeatedElement(self.expanded(name)?)))
    }

    /// The error of an element that is open and has no place here.
    #[cold]
    pub(crate) fn unexpected(&self, name: Name<'_>) -> XmlError {
        match self.expanded(name) {
            Ok(name) => self.error(XmlErrorKind::UnexpectedElement(name)),
            Err(error) => error,
        }
    }

    /// An attribute that has to be there.
    pub(crate) fn required_attribute(&self, name: &'static str) -> Result<Cow<'x, str>, XmlError> {
        self.attribute(name)?.ok_or_else(|| self.error(XmlErrorKind::MissingAttribute(name)))
    }

    /// An attribute with a value of some words; `None` where it is absent.
    pub(crate) fn word_of<T>(
        &self,
        attribute: &str,
        known: impl FnOnce(&str) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, XmlError> {
        let Some(word) = self.attribute(attribute)? else { return Ok(None) };
        known(&word).map(Some).ok_or_else(|| self.value_error(expected, &word))
    }

    /// `yes` or `no`; the latter where the attribute is absent.
    pub(crate) fn yes(&self, attribute: &str) -> Result<bool, XmlError> {
        let known = |word: &str| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Ok(self.word_of(attribute, known, "\"yes\" or \"no\"")?.unwrap_or(false))
    }

    /// The text of the element that is open, which is digits.
    pub(crate) fn number(&mut self) -> Result<u64, XmlError> {
        let text = self.text()?;
        let digits = text.trim();
        let number =
            if digits.bytes().all(|octet| octet.is_ascii_digit()) { digits.parse().ok() } else { None };
        number.ok_or_else(|| self.value_error("a whole number", &text))
    }
}
