//! Overrides: components that say what one instance is, or one and all that follow.
//!
//! [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4)

use std::sync::Arc;

use super::clock::{Clock, ZoneLookup};
use super::instance::{Face, RecurrenceIdForm};
use super::set::Version;
use super::stepper::Occurrence as Moment;
use super::time_lines::TimeLines;
use super::time_value::read_time;
use super::timing::Timing;
use super::{Budget, BudgetExceeded, Recurrence, RecurrenceError};
use crate::parameter::Range;
use crate::property::RecurrenceId;
use crate::time_zone::{Instant, Wall};
use crate::{Component, ParameterName, TypedProperty};

/// One override, read.
#[derive(Clone, Debug)]
pub(super) struct Override<'d> {
    pub(super) component: Component<'d>,
    pub(super) order: usize,
    version: Version,
    /// Its RECURRENCE-ID on the clock of the master, or without one on that of the first override.
    pub(super) id: Moment,
    /// The RECURRENCE-ID is a day and the master has times.
    pub(super) whole_day: bool,
    /// RANGE=THISANDFUTURE.
    pub(super) and_following: bool,
    pub(super) start: Moment,
    pub(super) end: Moment,
    pub(super) timing: Timing,
    pub(super) face: Arc<Face>,
}

impl<'d> Override<'d> {
    /// Reads an override of a master with this clock and timing; without a master `clock` becomes that of the
    /// override. One that does not say when it starts starts when the instance would have.
    pub(super) fn read(
        order: usize,
        lines: &TimeLines<'d>,
        clock: &mut Option<Clock>,
        master: Option<&Timing>,
        zones: &ZoneLookup<'_>,
    ) -> Result<Option<Self>, RecurrenceError> {
        let Some(line) = lines.recurrence_id else { return Ok(None) };
        let value = read_time(line, |line| Ok(RecurrenceId::read(line)?.value))?;
        // What RFC 5545 does not know, as THISANDPRIOR, reaches no further than its instance.
        let range = line.parameter_as::<Range>(&ParameterName::Range).ok().flatten();
        let at = |error| RecurrenceError::from(error).at(line.position());
        let alone = clock.is_none();
        let clock = match clock {
            Some(clock) => clock,
            None => clock.insert(Clock::of(&value, zones).map_err(at)?),
        };
        let id = clock.read(&value, zones).map_err(at)?;
        let whole_day = value.is_date() && !clock.is_date();
        let (start, timing) = match lines.start()? {
            Some((line, start)) => {
                let own = Clock::of(&start, zones)
                    .map_err(|error| RecurrenceError::from(error).at(line.position()))?;
                let start = own.moment(Wall::from(start.local()));
                (start, Timing::read(lines, own, start, zones)?)
            }
            None => match master {
                Some(master) => (id, master.clone()),
                None => (id, Timing::read(lines, clock.clone(), id, zones)?),
            },
        };
        let face = Arc::new(Face {
            clock: timing.clock.clone(),
            end_clock: timing.end_clock().clone(),
            id_clock: clock.clone(),
            recurrence_id: match alone || clock.tells(&value) {
                true => RecurrenceIdForm::Told,
                false => RecurrenceIdForm::Stated(value),
            },
            is_override: true,
        });
        Ok(Some(Self {
            component: lines.component,
            order,
            version: Version::of(lines.component),
            id,
            whole_day,
            and_following: range == Some(Range::ThisAndFuture),
            start,
            end: timing.end(start),
            timing,
            face,
        }))
    }

    fn key(&self) -> (Instant, bool) {
        (self.id.instant, self.whole_day)
    }
}

/// Of several overrides of one instance leaves the newest; what is left is ascending by RECURRENCE-ID.
pub(super) fn newest<'d>(mut overrides: Vec<Override<'d>>) -> Vec<Override<'d>> {
    overrides.sort_by_key(|one| (one.key(), one.version, one.order));
    let mut newest: Vec<Override<'d>> = Vec::with_capacity(overrides.len());
    for one in overrides {
        match newest.last_mut().filter(|last| last.key() == one.key()) {
            Some(last) => *last = one,
            None => newest.push(one),
        }
    }
    newest
}

/// Which instances are overridden.
#[derive(Clone, Debug, Default)]
pub(super) struct Overridden<'d> {
    /// Ascending by moment.
    ids: Vec<(Moment, bool, Component<'d>)>,
    /// Ascending.
    instants: Vec<Instant>,
    /// Local days, ascending.
    days: Vec<i64>,
}

impl<'d> Overridden<'d> {
    /// By overrides that are ascending by RECURRENCE-ID.
    pub(super) fn by(overrides: &[Override<'d>]) -> Self {
        let mut overridden = Self::default();
        for one in overrides {
            overridden.ids.push((one.id, one.whole_day, one.component));
            if one.whole_day {
                overridden.days.push(one.id.wall.day());
            } else {
                overridden.instants.push(one.id.instant);
            }
        }
        overridden.days.sort_unstable();
        overridden
    }

    /// The overrides, ascending by their RECURRENCE-IDs.
    pub(super) fn components(&self) -> impl Iterator<Item = Component<'d>> {
        self.ids.iter().map(|(_, _, component)| *component)
    }

    /// Does an override of its own say what this instance is?
    pub(super) fn has(&self, id: Moment) -> bool {
        self.instants.binary_search(&id.instant).is_ok()
            || (!self.days.is_empty() && self.days.binary_search(&id.wall.day()).is_ok())
    }

    /// The overrides of what the recurrence does not give.
    pub(super) fn unmatched(
        &self,
        recurrence: &Recurrence,
        budget: &mut Budget,
    ) -> Result<Vec<Component<'d>>, BudgetExceeded> {
        let mut unmatched = Vec::new();
        for (id, whole_day, component) in &self.ids {
            if recurrence.given(*id, *whole_day, budget)?.is_none() {
                unmatched.push(*component);
            }
        }
        Ok(unmatched)
    }
}
