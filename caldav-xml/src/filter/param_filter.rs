//! Conditions on parameters.
//!
//! ```dtd
//! <!ELEMENT param-filter (is-not-defined | text-match?)>
//! <!ATTLIST param-filter name CDATA #REQUIRED>
//! ```

use caldav_types::filter::{ParamCondition, ParamFilter, TextMatch};
use ical_model::ParameterName;

use super::{IS_DEFINED, IS_NOT_DEFINED, TEXT_MATCH, read_name, refuse_condition};
use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ParamFilter {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = ParameterName::new(read_name("the name of a parameter", reader)?);
        let mut condition = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            let one = match child {
                IS_NOT_DEFINED => ParamCondition::IsNotDefined,
                IS_DEFINED => ParamCondition::IsDefined,
                TEXT_MATCH => ParamCondition::Text(TextMatch::read(reader)?),
                _ => {
                    refuse_condition(child, reader)?;
                    continue;
                }
            };
            if condition.replace(one).is_some() {
                return Err(children.unexpected(child, reader));
            }
        }
        Ok(Self { name, condition: condition.unwrap_or(ParamCondition::IsDefined) })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.as_str());
        match &self.condition {
            ParamCondition::IsNotDefined => writer.empty(IS_NOT_DEFINED),
            ParamCondition::IsDefined => {}
            ParamCondition::Text(text) => text.write_as(TEXT_MATCH, writer),
        }
    }
}
