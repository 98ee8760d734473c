//! Which parts of calendar data are asked for.
//!
//! ```dtd
//! <!ELEMENT calendar-data (comp?, (expand | limit-recurrence-set)?, limit-freebusy-set?)>
//! <!ELEMENT comp ((allprop | prop*), (allcomp | comp*))>
//! <!ATTLIST comp name CDATA #REQUIRED>
//! <!ELEMENT prop EMPTY>
//! <!ATTLIST prop name CDATA #REQUIRED
//!                novalue (yes | no) "no">
//! ```

use caldav_types::TimeSpan;
use caldav_types::calendar_data::{CalendarDataRequest, Comp, Comps, Prop, Props, Recurrences};
use ical_model::{ComponentName, PropertyName};

use super::{read_format, write_format};
use crate::XmlError;
use crate::element::Content;
use crate::filter::read_name;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CalendarDataRequest {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut request = Self { format: read_format(reader)?, ..Self::default() };
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                COMP => {
                    reader.once(&request.comp, child)?;
                    request.comp = Some(Comp::read(reader)?);
                }
                EXPAND => {
                    reader.once(&request.recurrences, child)?;
                    request.recurrences = Some(Recurrences::Expand(TimeSpan::read(reader)?));
                }
                LIMIT_RECURRENCE_SET => {
                    reader.once(&request.recurrences, child)?;
                    request.recurrences = Some(Recurrences::LimitRecurrenceSet(TimeSpan::read(reader)?));
                }
                LIMIT_FREEBUSY_SET => {
                    reader.once(&request.limit_freebusy_set, child)?;
                    request.limit_freebusy_set = Some(TimeSpan::read(reader)?);
                }
                _ => {}
            }
        }
        Ok(request)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_format(&self.format, writer);
        if let Some(comp) = &self.comp {
            comp.write_as(COMP, writer);
        }
        match &self.recurrences {
            Some(Recurrences::Expand(span)) => span.write_as(EXPAND, writer),
            Some(Recurrences::LimitRecurrenceSet(span)) => span.write_as(LIMIT_RECURRENCE_SET, writer),
            None => {}
        }
        if let Some(span) = &self.limit_freebusy_set {
            span.write_as(LIMIT_FREEBUSY_SET, writer);
        }
    }
}

impl Content for Comp {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = ComponentName::new(read_name("the name of a component", reader)?);
        let (mut props, mut comps) = (Vec::new(), Vec::new());
        let (mut all_props, mut all_comps) = (false, false);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                ALLPROP => all_props = true,
                ALLCOMP => all_comps = true,
                PROP => props.push(Prop::read(reader)?),
                // The depth of elements is bounded by the limits of the reader.
                COMP => comps.push(Self::read(reader)?),
                _ => {}
            }
            if all_props && !props.is_empty() {
                return Err(children.unexpected(ALLPROP, reader));
            }
            if all_comps && !comps.is_empty() {
                return Err(children.unexpected(ALLCOMP, reader));
            }
        }
        let props = if all_props { Props::All } else { Props::These(props) };
        let comps = if all_comps { Comps::All } else { Comps::These(comps) };
        Ok(Self { name, props, comps })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.as_str());
        match &self.props {
            Props::All => writer.empty(ALLPROP),
            Props::These(props) => props.iter().for_each(|prop| prop.write_as(PROP, writer)),
        }
        match &self.comps {
            Comps::All => writer.empty(ALLCOMP),
            Comps::These(comps) => comps.iter().for_each(|comp| comp.write_as(COMP, writer)),
        }
    }
}

impl Content for Prop {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = PropertyName::new(read_name("the name of a property", reader)?);
        let novalue = reader.yes("novalue")?;
        reader.empty()?;
        Ok(Self { name, novalue })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", self.name.as_str());
        if self.novalue {
            writer.attribute("novalue", "yes");
        }
    }
}

const COMP: Name<'_> = Name::caldav("comp");
const ALLCOMP: Name<'_> = Name::caldav("allcomp");
const ALLPROP: Name<'_> = Name::caldav("allprop");
const PROP: Name<'_> = Name::caldav("prop");
const EXPAND: Name<'_> = Name::caldav("expand");
const LIMIT_RECURRENCE_SET: Name<'_> = Name::caldav("limit-recurrence-set");
const LIMIT_FREEBUSY_SET: Name<'_> = Name::caldav("limit-freebusy-set");
