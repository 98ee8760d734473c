//! Words that are names of elements, and texts that are values.

use std::str::FromStr;

use caldav_types::ExpandedName;

use crate::characters::readable;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::{XmlError, XmlErrorKind};

impl ElementReader<'_> {
    /// The text of the innermost open element as a value, white space around it left out.
    pub(crate) fn parsed_text<T: FromStr>(&mut self, expected: &'static str) -> Result<T, XmlError> {
        let text = self.text()?;
        trim(&text).parse().map_err(|_| self.value_error(expected, &text))
    }

    /// The text of the innermost open element without the white space around it.
    pub(crate) fn trimmed_text(&mut self) -> Result<String, XmlError> {
        self.text().map(|text| trim(&text).into())
    }

    /// A value in another form than that of its type, of which it is plain what it says: strict reading refuses it.
    pub(crate) fn other_form(&mut self, expected: &'static str, found: &str) -> Result<(), XmlError> {
        let kind = XmlErrorKind::ValueForm { expected, found: readable(found) };
        self.recover(self.value_error(expected, found).with_kind(kind))
    }

    /// Makes a word of the name of an element: one of those that are known, or the name itself.
    pub(crate) fn name_word<T: From<ExpandedName>>(
        &self,
        name: Name<'_>,
        known: impl FnOnce(&str, &str) -> Option<T>,
    ) -> Result<T, XmlError> {
        match name.namespace.uri().and_then(|uri| known(uri, name.local)) {
            Some(known) => Ok(known),
            None => self.expanded(name).map(T::from),
        }
    }

    /// The first child of the innermost open element as a word; `usual` is one that could have been there.
    pub(crate) fn child_word<T: From<ExpandedName>>(
        &mut self,
        usual: Name<'_>,
        known: impl Fn(&str, &str) -> Option<T>,
    ) -> Result<T, XmlError> {
        let mut word = None;
        let children = self.children();
        while let Some(child) = children.next(self)? {
            if word.is_none() {
                word = Some(self.name_word(child, &known)?);
            }
        }
        children.required(word, usual, self)
    }

    /// The children of this name, each read by itself: one that is faulty is left out.
    pub(crate) fn each<T>(
        &mut self,
        name: Name<'_>,
        read: impl Fn(&mut Self) -> Result<T, XmlError>,
    ) -> Result<Vec<T>, XmlError> {
        let mut all = Vec::new();
        let children = self.children();
        while let Some(child) = children.next(self)? {
            if child == name {
                match read(self) {
                    Ok(one) => all.push(one),
                    Err(error) => self.recover(error)?,
                }
            }
        }
        Ok(all)
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}
