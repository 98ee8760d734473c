//! Filters.
//!
//! ```dtd
//! <!ELEMENT filter (comp-filter)>
//! ```
//!
//! Unexpected elements are ignored as everywhere
//! ([RFC 4918 §17](https://www.rfc-editor.org/rfc/rfc4918#section-17)), except those of filters themselves: a condition
//! that has no place where it stands would make the answer larger without a word. It breaks CALDAV:valid-filter.

use caldav_types::filter::{CompFilter, Filter, Test};
use caldav_types::{ExpandedName, Precondition};

use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, XmlErrorKind};

mod comp_filter;
mod param_filter;
mod prop_filter;
mod text_match;

pub(crate) use text_match::{read_match_type, write_match_type};

#[cfg(test)]
mod tests;

impl Content for Filter {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut calendar = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == COMP_FILTER {
                reader.once(&calendar, child)?;
                calendar = Some(CompFilter::read(reader)?);
            } else {
                refuse_condition(child, reader)?;
            }
        }
        Ok(Self { calendar: children.required(calendar, COMP_FILTER, reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.calendar.write_as(COMP_FILTER, writer);
    }
}

impl XmlError {
    /// The precondition that the request breaks, to be named in the answer; for most errors there is none but the
    /// status 400 (Bad Request).
    ///
    /// ```
    /// use caldav_types::Precondition;
    /// use caldav_types::report::CalendarQuery;
    /// use caldav_xml::{Body, XmlOptions};
    /// let body = r#"<calendar-query xmlns="urn:ietf:params:xml:ns:caldav"><filter/></calendar-query>"#;
    /// let error = CalendarQuery::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    /// assert_eq!(error.precondition(), Some(Precondition::ValidFilter));
    /// ```
    #[must_use]
    pub fn precondition(&self) -> Option<Precondition> {
        let is_filter = |name: &ExpandedName| {
            name.namespace() == caldav_types::namespace::CALDAV && name.local_name() == FILTER.local
        };
        let of_meaning = matches!(
            self.kind(),
            XmlErrorKind::MissingElement(_)
                | XmlErrorKind::MissingAttribute(_)
                | XmlErrorKind::RepeatedElement(_)
                | XmlErrorKind::UnexpectedElement(_)
                | XmlErrorKind::UnexpectedText
                | XmlErrorKind::Value { .. }
        );
        (of_meaning && self.path().iter().any(is_filter)).then_some(Precondition::ValidFilter)
    }
}

/// The conditions in the element that is open. `take` reads one, or says that it is none of its own. The answer: is
/// there to be nothing of what the element is about?
fn read_conditions<'x>(
    reader: &mut ElementReader<'x>,
    mut take: impl FnMut(Name<'x>, &mut ElementReader<'x>) -> Result<bool, XmlError>,
) -> Result<bool, XmlError> {
    let (mut defined, mut absent) = (false, false);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        match child {
            IS_NOT_DEFINED => absent = true,
            IS_DEFINED => defined = true,
            _ if take(child, reader)? => defined = true,
            _ => refuse_condition(child, reader)?,
        }
        if defined && absent {
            return Err(children.unexpected(IS_NOT_DEFINED, reader));
        }
    }
    Ok(absent)
}

/// Skips an element, unless it is a condition that has no place here.
fn refuse_condition(child: Name<'_>, reader: &ElementReader<'_>) -> Result<(), XmlError> {
    match child.parts() {
        (
            Namespace::CalDav,
            "comp-filter" | "prop-filter" | "param-filter" | "is-not-defined" | "is-defined" | "time-range"
            | "text-match",
        ) => Err(reader.unexpected(child)),
        _ => Ok(()),
    }
}

/// The name of a component, property or parameter that an element is about.
pub(crate) fn read_name(expected: &'static str, reader: &ElementReader<'_>) -> Result<String, XmlError> {
    let name = reader.required_attribute("name")?;
    // RFC 5545 §3.1: iana-token and x-name
    if !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-') {
        Ok(name.into_owned())
    } else {
        Err(reader.value_error(expected, &name))
    }
}

/// How the parts of a condition are joined.
pub(crate) fn read_test(reader: &ElementReader<'_>) -> Result<Test, XmlError> {
    Ok(reader.word_of("test", Test::new, "\"allof\" or \"anyof\"")?.unwrap_or_default())
}

pub(crate) fn write_test(test: Test, writer: &mut ElementWriter) {
    if test != Test::default() {
        writer.attribute("test", test.as_str());
    }
}

pub(crate) const FILTER: Name<'_> = Name::caldav("filter");
const COMP_FILTER: Name<'_> = Name::caldav("comp-filter");
const PROP_FILTER: Name<'_> = Name::caldav("prop-filter");
const PARAM_FILTER: Name<'_> = Name::caldav("param-filter");
const IS_NOT_DEFINED: Name<'_> = Name::caldav("is-not-defined");
/// What clients of before RFC 4791 send where nothing is needed.
const IS_DEFINED: Name<'_> = Name::caldav("is-defined");
pub(crate) const TIME_RANGE: Name<'_> = Name::caldav("time-range");
const TEXT_MATCH: Name<'_> = Name::caldav("text-match");
