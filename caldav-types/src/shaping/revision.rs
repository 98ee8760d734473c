//! What becomes of the lines of components that are told.

use ical_model::time_zone::Zones;
use ical_model::{Component, ComponentName, Property, PropertyName};

use super::limit_freebusy_set;
use super::new_line::NewLine;
use super::utc;
use crate::TimeSpan;

/// What becomes of the lines of components that are told, but for those that make an instance of a component.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Revision<'r, 'z> {
    /// Nothing may recur, and no time may need a time zone: those that do are told in UTC (§9.6.5).
    pub(super) expanded: Option<&'r Zones<'z>>,
    /// Only these FREEBUSY values (§9.6.7).
    pub(super) free_busy: Option<TimeSpan>,
}

/// What became of a line.
#[derive(Debug)]
pub(super) enum Revised {
    /// It is as it was.
    Stored,
    /// Another one takes its place.
    New(NewLine),
    /// It is not told.
    Gone,
}

impl Revision<'_, '_> {
    /// What becomes of a line of a component.
    pub(super) fn of(&self, component: Component<'_>, property: Property<'_>) -> Revised {
        match (self.expanded, self.free_busy, property.name()) {
            (
                Some(_),
                _,
                PropertyName::RRule | PropertyName::RDate | PropertyName::ExDate | PropertyName::ExRule,
            ) => Revised::Gone,
            (_, Some(span), PropertyName::FreeBusy) if component.is(&ComponentName::VFreeBusy) => {
                limit_freebusy_set::revised(property, &span)
            }
            (Some(zones), ..) => utc::revised(property, zones),
            (None, ..) => Revised::Stored,
        }
    }
}
