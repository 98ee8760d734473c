//! Conditions on components.
//!
//! ```dtd
//! <!ELEMENT comp-filter (is-not-defined | (time-range?, prop-filter*, comp-filter*))>
//! <!ATTLIST comp-filter name CDATA #REQUIRED
//!                       test (anyof | allof) "allof">
//! ```

use caldav_types::TimeRange;
use caldav_types::filter::{CompCondition, CompFilter, CompMatch, PropFilter};
use ical_model::ComponentName;

use super::{
    COMP_FILTER, IS_NOT_DEFINED, PROP_FILTER, TIME_RANGE, read_conditions, read_name, read_test, write_test,
};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CompFilter {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = ComponentName::new(read_name("the name of a component", reader)?);
        let mut matches = CompMatch { test: read_test(reader)?, ..CompMatch::default() };
        let absent = read_conditions(reader, |child, reader| {
            match child {
                TIME_RANGE => {
                    reader.once(&matches.time_range, child)?;
                    matches.time_range = Some(TimeRange::read(reader)?);
                }
                PROP_FILTER => matches.prop_filters.push(PropFilter::read(reader)?),
                // The depth of elements is bounded by the limits of the reader.
                COMP_FILTER => matches.comp_filters.push(Self::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let condition = if absent { CompCondition::IsNotDefined } else { CompCondition::Matches(matches) };
        Ok(Self { name, condition })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.as_str());
        match &self.condition {
            CompCondition::IsNotDefined => writer.empty(IS_NOT_DEFINED),
            CompCondition::Matches(matches) => {
                write_test(matches.test, writer);
                if let Some(range) = &matches.time_range {
                    range.write_as(TIME_RANGE, writer);
                }
                matches.prop_filters.iter().for_each(|filter| filter.write_as(PROP_FILTER, writer));
                matches.comp_filters.iter().for_each(|filter| filter.write_as(COMP_FILTER, writer));
            }
        }
    }
}
