//! The lines of a component that say when it is.

use super::RecurrenceError;
use super::time_value::read_time;
use crate::property::{DtStart, Due};
use crate::value::DateOrDateTime;
use crate::{Component, ComponentName, Property, PropertyName, TypedProperty};

/// The lines of a component that say when it is; of each the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeLines<'d> {
    pub(super) component: Component<'d>,
    pub(super) dt_start: Option<Property<'d>>,
    pub(super) dt_end: Option<Property<'d>>,
    pub(super) due: Option<Property<'d>>,
    pub(super) duration: Option<Property<'d>>,
    pub(super) recurrence_id: Option<Property<'d>>,
    /// RRULE, RDATE, EXDATE or EXRULE.
    pub(super) recurring: Option<Property<'d>>,
}

impl<'d> TimeLines<'d> {
    pub(super) fn of(component: Component<'d>) -> Self {
        let mut lines = Self {
            component,
            dt_start: None,
            dt_end: None,
            due: None,
            duration: None,
            recurrence_id: None,
            recurring: None,
        };
        let to_do = component.is(&ComponentName::VTodo);
        for property in component.properties() {
            let line = match property.name() {
                PropertyName::DtStart => &mut lines.dt_start,
                PropertyName::DtEnd if !to_do => &mut lines.dt_end,
                PropertyName::Due if to_do => &mut lines.due,
                PropertyName::Duration => &mut lines.duration,
                PropertyName::RecurrenceId => &mut lines.recurrence_id,
                PropertyName::RRule | PropertyName::RDate | PropertyName::ExDate | PropertyName::ExRule => {
                    &mut lines.recurring
                }
                _ => continue,
            };
            line.get_or_insert(property);
        }
        lines
    }

    /// DTSTART, or DUE for a to-do without it.
    pub(super) fn start(&self) -> Result<Option<(Property<'d>, DateOrDateTime)>, RecurrenceError> {
        Ok(match (self.dt_start, self.due) {
            (Some(line), _) => Some((line, read_time(line, |line| Ok(DtStart::read(line)?.value))?)),
            (None, Some(line)) => Some((line, read_time(line, |line| Ok(Due::read(line)?.value))?)),
            (None, None) => None,
        })
    }
}
