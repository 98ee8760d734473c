//! What scheduling makes of a calendar, and what it did.
//!
//! ```dtd
//! <!ELEMENT schedule-calendar-transp (opaque | transparent)>
//! <!ELEMENT schedule-changes (dtstamp, action) >
//! <!ELEMENT action (create|update|cancel|reply)>
//! <!ELEMENT update (recurrence+)>
//! <!ELEMENT cancel (recurrence*)>
//! <!ELEMENT reply (attendee, recurrence+)>
//! <!ELEMENT recurrence ((master | recurrenceid), added?, removed?, changes?)>
//! <!ELEMENT changes changed-property*>
//! <!ELEMENT changed-property changed-parameter*>
//! ```

use caldav_types::UtcDateTime;
use caldav_types::property::{
    ChangedInstance, ChangedProperty, Recurrence, ScheduleAction, ScheduleCalendarTransp, ScheduleChanges,
};

use super::supported::name_attribute;
use crate::XmlError;
use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ScheduleCalendarTransp {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut transp = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                OPAQUE => transp = Some(Self::Opaque),
                TRANSPARENT => transp = Some(Self::Transparent),
                _ => {}
            }
        }
        children.required(transp, OPAQUE, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.empty(match self {
            Self::Opaque => OPAQUE,
            Self::Transparent => TRANSPARENT,
        });
    }
}

impl Content for ScheduleChanges {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut stamp, mut action) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                DTSTAMP => stamp = Some(UtcDateTime::read(reader)?),
                ACTION => action = Some(ScheduleAction::read(reader)?),
                _ => {}
            }
        }
        Ok(Self {
            stamp: children.required(stamp, DTSTAMP, reader)?,
            action: children.required(action, ACTION, reader)?,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.stamp.write_as(DTSTAMP, writer);
        self.action.write_as(ACTION, writer);
    }
}

impl Content for ScheduleAction {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut action = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            let one = match child {
                CREATE => Self::Create,
                UPDATE => Self::Update(reader.each(RECURRENCE, Recurrence::read)?),
                CANCEL => Self::Cancel(reader.each(RECURRENCE, Recurrence::read)?),
                REPLY => read_reply(reader)?,
                _ => continue,
            };
            if action.replace(one).is_some() {
                return Err(reader.unexpected(child));
            }
        }
        match action {
            Some(action) => Ok(action),
            None => Err(children.expected("an action of scheduling", reader)),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        let write_all = |recurrences: &[Recurrence], writer: &mut ElementWriter| {
            recurrences.iter().for_each(|recurrence| recurrence.write_as(RECURRENCE, writer));
        };
        match self {
            Self::Create => writer.empty(CREATE),
            Self::Update(recurrences) => writer.element(UPDATE, |writer| write_all(recurrences, writer)),
            Self::Cancel(recurrences) => writer.element(CANCEL, |writer| write_all(recurrences, writer)),
            Self::Reply { attendee, recurrences } => writer.element(REPLY, |writer| {
                writer.text_element(ATTENDEE, attendee);
                write_all(recurrences, writer);
            }),
        }
    }
}

fn read_reply(reader: &mut ElementReader<'_>) -> Result<ScheduleAction, XmlError> {
    let (mut attendee, mut recurrences) = (None, Vec::new());
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        match child {
            ATTENDEE => attendee = Some(reader.trimmed_text()?),
            RECURRENCE => match Recurrence::read(reader) {
                Ok(recurrence) => recurrences.push(recurrence),
                Err(error) => reader.recover(error)?,
            },
            _ => {}
        }
    }
    Ok(ScheduleAction::Reply { attendee: children.required(attendee, ATTENDEE, reader)?, recurrences })
}

impl Content for Recurrence {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut instance, mut added, mut removed, mut changes) = (None, None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                MASTER => instance = Some(ChangedInstance::Master),
                // The definition has no hyphen, the examples of caldav-schedulingchanges have one.
                RECURRENCE_ID | RECURRENCE_ID_OF_EXAMPLES => {
                    instance = Some(ChangedInstance::RecurrenceId(reader.trimmed_text()?));
                }
                ADDED => added = Some(read_properties(reader)?),
                REMOVED => removed = Some(read_properties(reader)?),
                CHANGES => changes = Some(read_properties(reader)?),
                _ => {}
            }
        }
        Ok(Self { instance: children.required(instance, MASTER, reader)?, added, removed, changes })
    }

    fn write(&self, writer: &mut ElementWriter) {
        match &self.instance {
            ChangedInstance::Master => writer.empty(MASTER),
            ChangedInstance::RecurrenceId(id) => writer.text_element(RECURRENCE_ID, id),
        }
        for (name, properties) in [(ADDED, &self.added), (REMOVED, &self.removed), (CHANGES, &self.changes)] {
            if let Some(properties) = properties {
                writer.element(name, |writer| {
                    properties.iter().for_each(|property| property.write_as(CHANGED_PROPERTY, writer));
                });
            }
        }
    }
}

fn read_properties(reader: &mut ElementReader<'_>) -> Result<Vec<ChangedProperty>, XmlError> {
    reader.each(CHANGED_PROPERTY, ChangedProperty::read)
}

impl Content for ChangedProperty {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let name = name_attribute(reader)?;
        Ok(Self { name, parameters: reader.each(CHANGED_PARAMETER, |reader| name_attribute(reader))? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("name", &self.name);
        for parameter in &self.parameters {
            writer.element(CHANGED_PARAMETER, |writer| writer.attribute("name", parameter));
        }
    }
}

const fn calendar_server(local: &str) -> Name<'_> {
    Name::new(Namespace::CalendarServer, local)
}

const OPAQUE: Name<'_> = Name::caldav("opaque");
const TRANSPARENT: Name<'_> = Name::caldav("transparent");
const DTSTAMP: Name<'_> = calendar_server("dtstamp");
const ACTION: Name<'_> = calendar_server("action");
const CREATE: Name<'_> = calendar_server("create");
const UPDATE: Name<'_> = calendar_server("update");
const CANCEL: Name<'_> = calendar_server("cancel");
const REPLY: Name<'_> = calendar_server("reply");
const ATTENDEE: Name<'_> = calendar_server("attendee");
const RECURRENCE: Name<'_> = calendar_server("recurrence");
const MASTER: Name<'_> = calendar_server("master");
const RECURRENCE_ID: Name<'_> = calendar_server("recurrenceid");
const RECURRENCE_ID_OF_EXAMPLES: Name<'_> = calendar_server("recurrence-id");
const ADDED: Name<'_> = calendar_server("added");
const REMOVED: Name<'_> = calendar_server("removed");
const CHANGES: Name<'_> = calendar_server("changes");
const CHANGED_PROPERTY: Name<'_> = calendar_server("changed-property");
const CHANGED_PARAMETER: Name<'_> = calendar_server("changed-parameter");
