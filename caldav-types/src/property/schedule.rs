//! What scheduling makes of a calendar, and what it did.
//!
//! [RFC 6638 §9.1](https://www.rfc-editor.org/rfc/rfc6638#section-9.1); CalDAV Scheduling Change Indicators,
//! caldav-schedulingchanges §4.1.1; CalDAV User Notifications, caldav-notifications §5.3.2

use crate::UtcDateTime;

/// Does what is in a calendar make its owner busy: the value of CALDAV:schedule-calendar-transp.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ScheduleCalendarTransp {
    /// It does.
    #[default]
    Opaque,
    /// It does not.
    Transparent,
}

/// What the server did when it processed a scheduling message: the value of CS:schedule-changes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ScheduleChanges {
    /// When.
    pub stamp: UtcDateTime,
    /// What.
    pub action: ScheduleAction,
}

/// What a scheduling message led to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ScheduleAction {
    /// A calendar object is new.
    Create,
    /// A calendar object changed, in these instances.
    Update(Vec<Recurrence>),
    /// A calendar object, or some of its instances, do not take place.
    Cancel(Vec<Recurrence>),
    /// An attendee answered.
    Reply {
        /// Who: the value of the ATTENDEE.
        attendee: String,
        /// For which instances.
        recurrences: Vec<Recurrence>,
    },
}

/// A component that changed: CS:recurrence.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Recurrence {
    /// Which one.
    pub instance: ChangedInstance,
    /// The component was added, or these properties were (caldav-notifications, A.3).
    pub added: Option<Vec<ChangedProperty>>,
    /// The component was removed, or these properties were.
    pub removed: Option<Vec<ChangedProperty>>,
    /// These properties changed.
    pub changes: Option<Vec<ChangedProperty>>,
}

impl Recurrence {
    /// A component in which these properties changed.
    #[must_use]
    pub const fn changed(instance: ChangedInstance, changes: Vec<ChangedProperty>) -> Self {
        Self { instance, added: None, removed: None, changes: Some(changes) }
    }
}

/// Which component of a calendar object changed.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ChangedInstance {
    /// The one that recurs, or the only one.
    Master,
    /// The instance with this RECURRENCE-ID, in UTC unless it is a date or floating.
    RecurrenceId(String),
}

/// A property of iCalendar that changed: CS:changed-property.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ChangedProperty {
    /// Its name.
    pub name: String,
    /// The names of its parameters that changed.
    pub parameters: Vec<String>,
}

impl From<&str> for ChangedProperty {
    fn from(name: &str) -> Self {
        Self { name: name.into(), parameters: Vec::new() }
    }
}
