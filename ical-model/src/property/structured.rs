//! Values of several parts.
//!
//! [RFC 5545 §3.1.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.1.1)

use crate::property::PropertyWriter;
use crate::value::{Separator, Text, ValueList};

/// The parts of a structured value with their places. No structured value has more than a few.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    ValueList::new(text, Separator::Semicolon).map_while(Result::ok)
}

impl PropertyWriter<'_> {
    /// Writes one more part of a structured value, a text.
    pub(crate) fn text_part(&mut self, text: &str) {
        match Text::new(text) {
            Ok(text) => self.part(&text),
            // A control character: the edit will refuse the line and name it.
            Err(_) => self.part(text),
        }
    }
}
