//! One instance of a recurrence set.
//!
//! [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4)

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::clock::Clock;
use super::stepper::Occurrence as Moment;
use crate::Component;
use crate::time_zone::Instant;
use crate::value::DateOrDateTime;

/// One instance of a [`RecurrenceSet`](super::RecurrenceSet): which component it is of, and when it is.
///
/// Times are told in the form and the zone of the component: for an override in its own. A start that clocks skip is
/// told by what they show at the moment that RFC 5545 §3.3.5 reads it as, so that a rule for 02:30 gives 03:30 on that
/// day. The year 9999 is the last that can be told; an end after it is told as its last second.
#[derive(Clone, Debug)]
pub struct Instance<'d> {
    pub(super) component: Component<'d>,
    pub(super) face: Arc<Face>,
    /// On the clock of recurrence ids.
    pub(super) recurrence_id: Moment,
    pub(super) start: Moment,
    pub(super) end: Moment,
    pub(super) start_utc: i64,
    pub(super) end_utc: i64,
    pub(super) recurrence_id_utc: i64,
}

impl<'d> Instance<'d> {
    /// The component that says what the instance is: the master, or an override.
    #[must_use]
    pub const fn component(&self) -> Component<'d> {
        self.component
    }

    /// Does an override say what the instance is: one of its own, or an earlier one with RANGE=THISANDFUTURE?
    #[must_use]
    pub fn is_override(&self) -> bool {
        self.face.is_override
    }

    /// Which instance it is: the start that the recurrence gives it, in the form and zone of the master; for an
    /// override of this instance alone its RECURRENCE-ID as it stands. `None` only for what does not recur.
    ///
    /// A RECURRENCE-ID should have the form of the master; where it has another,
    /// [`recurrence_id_utc`](Self::recurrence_id_utc) is what to compare.
    #[must_use]
    pub fn recurrence_id(&self) -> Option<DateOrDateTime> {
        match &self.face.recurrence_id {
            RecurrenceIdForm::None => None,
            RecurrenceIdForm::Stated(value) => Some(value.clone()),
            RecurrenceIdForm::Told => Some(self.face.id_clock.value(self.recurrence_id.wall)),
        }
    }

    /// The moment of its [`recurrence_id`](Self::recurrence_id); days and floating times are read in the zone that
    /// the window has for them.
    #[must_use]
    pub fn recurrence_id_utc(&self) -> Option<DateTime<Utc>> {
        match self.face.recurrence_id {
            RecurrenceIdForm::None => None,
            _ => Some(utc(self.recurrence_id_utc)),
        }
    }

    /// When it starts. A to-do that has only a DUE starts then; one without both has no instances.
    #[must_use]
    pub fn start(&self) -> DateOrDateTime {
        self.face.clock.value(self.start.wall)
    }

    /// When it ends: the first moment or day after it. The same as the start for what has no length.
    #[must_use]
    pub fn end(&self) -> DateOrDateTime {
        self.face.end_clock.value(self.end.wall)
    }

    /// The moment at which it starts; days and floating times are read in the zone that the window has for them.
    #[must_use]
    pub fn start_utc(&self) -> DateTime<Utc> {
        utc(self.start_utc)
    }

    /// The moment at which it ends; days and floating times are read in the zone that the window has for them.
    #[must_use]
    pub fn end_utc(&self) -> DateTime<Utc> {
        utc(self.end_utc)
    }

    /// Does it start on a day rather than at a time?
    #[must_use]
    pub fn is_all_day(&self) -> bool {
        self.face.clock.is_date()
    }
}

/// What the instances of one component share.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) clock: Clock,
    pub(super) end_clock: Clock,
    /// The clock of recurrence ids.
    pub(super) id_clock: Clock,
    pub(super) recurrence_id: RecurrenceIdForm,
    pub(super) is_override: bool,
}

/// How the recurrence ids of instances are told.
#[derive(Clone, Debug)]
pub(super) enum RecurrenceIdForm {
    None,
    /// On the clock of recurrence ids.
    Told,
    /// In a form that is not that of the master.
    Stated(DateOrDateTime),
}

fn utc(seconds: i64) -> DateTime<Utc> {
    let end = if seconds < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    Instant(seconds).utc().unwrap_or(end)
}
