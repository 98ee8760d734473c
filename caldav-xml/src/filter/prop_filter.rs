//! Conditions on properties.
//!
//! ```dtd
//! <!ELEMENT prop-filter (is-not-defined | ((time-range | text-match)?, param-filter*))>
//! <!ATTLIST prop-filter name CDATA #REQUIRED
//!                       test (anyof | allof) "allof">
//! ```

use caldav_types::TimeRange;
use caldav_types::filter::{ParamFilter, PropCondition, PropFilter, PropMatch, TextMatch, ValueMatch};
use ical_model::PropertyName;

use super::{
    IS_NOT_DEFINED, PARAM_FILTER, TEXT_MATCH, TIME_RANGE, read_conditions, read_name, read_test, write_test,
};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PropFilter {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = PropertyName::new(read_name("the name of a property", reader)?);
        let mut matches = PropMatch { test: read_test(reader)?, ..PropMatch::default() };
        let absent = read_conditions(reader, |child, reader| {
            match child {
                TIME_RANGE => {
                    reader.once(&matches.value, child)?;
                    matches.value = Some(ValueMatch::TimeRange(TimeRange::read(reader)?));
                }
                TEXT_MATCH => {
                    reader.once(&matches.value, child)?;
                    matches.value = Some(ValueMatch::Text(TextMatch::read(reader)?));
                }
                PARAM_FILTER => matches.param_filters.push(ParamFilter::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let condition = if absent { PropCondition::IsNotDefined } else { PropCondition::Matches(matches) };
        Ok(Self { name, condition })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.as_str());
        match &self.condition {
            PropCondition::IsNotDefined => writer.empty(IS_NOT_DEFINED),
            PropCondition::Matches(matches) => {
                write_test(matches.test, writer);
                match &matches.value {
                    Some(ValueMatch::TimeRange(range)) => range.write_as(TIME_RANGE, writer),
                    Some(ValueMatch::Text(text)) => text.write_as(TEXT_MATCH, writer),
                    None => {}
                }
                matches.param_filters.iter().for_each(|filter| filter.write_as(PARAM_FILTER, writer));
            }
        }
    }
}
