//! When the alarms of a recurrence set go off.
//!
//! [RFC 5545 §3.8.6.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.6.3),
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::alarm_times::AlarmTimes;
use super::alarms::Alarms;
use super::alarms_within::{AlarmsWithin, Bounds};
use super::lapse::later;
use super::{Alarm, Budget, BudgetExceeded, Instance, Instances};
use crate::component::Component;
use crate::parameter::Related;
use crate::property::Trigger;
use crate::time_zone::{Instant, Zone};

/// One time at which an alarm goes off.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AlarmTrigger<'a, 'd> {
    /// When.
    pub at: DateTime<Utc>,
    /// The alarm.
    pub alarm: &'a Alarm<'d>,
    /// The event or to-do that has the alarm: the override where the instance is overridden.
    pub component: Component<'d>,
    /// The instance that it goes off for; `None` for an alarm with a time of its own, which goes off once however
    /// often its component recurs (RFC 5545 §3.8.6.3).
    pub instance: Option<Instance<'d>>,
    /// 0 for the first time, 1 for the first repetition.
    pub repetition: u32,
}

impl AlarmTrigger<'_, '_> {
    /// Whether it was put aside (RFC 9074 §6.1).
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        self.alarm.is_acknowledged(self.at)
    }
}

/// The times at which alarms go off, ascending; those at one time in the order of the instances and of the document.
/// After an error there are no more.
#[derive(Debug)]
pub struct AlarmTriggers<'a, 'd, 'b> {
    alarms: &'a Alarms<'a, 'd>,
    source: Source<'a, 'd, 'b>,
    /// The instance that comes next, and the moment before which no alarm goes off for it or a later one.
    next: Option<(Instance<'d>, Instant)>,
    bounds: &'a Bounds,
    floating: &'a Zone,
    /// Of each alarm that goes off in the window the time that comes next.
    pending: BinaryHeap<Reverse<Pending<'a, 'd>>>,
    order: u64,
    state: State,
}

impl<'a, 'd, 'b> AlarmTriggers<'a, 'd, 'b> {
    pub(super) fn new(within: &'a AlarmsWithin<'a, 'd>, budget: &'b mut Budget) -> Self {
        let AlarmsWithin { alarms, bounds, instances, floating } = within;
        let source = match instances {
            Some(window) => Source::Instances(Box::new(alarms.set.instances(window, budget))),
            None => Source::None(budget),
        };
        let pending = BinaryHeap::new();
        Self { alarms, source, next: None, bounds, floating, pending, order: 0, state: State::New }
    }

    fn advance(&mut self) -> Result<Option<AlarmTrigger<'a, 'd>>, BudgetExceeded> {
        if self.state == State::New {
            self.find_absolute()?;
            self.state = State::Begun;
        }
        loop {
            if self.next.is_none() {
                self.next_instance()?;
            }
            match (self.next.take(), self.pending.peek()) {
                // What is pending comes before all that is not found yet.
                (Some((instance, earliest)), Some(Reverse(pending))) if pending.at < earliest => {
                    self.next = Some((instance, earliest));
                }
                (Some((instance, _)), _) => {
                    self.find_relative(&instance)?;
                    continue;
                }
                (None, _) => {}
            }
            let Some(Reverse(pending)) = self.pending.pop() else { return Ok(None) };
            self.repeat(&pending)?;
            if let Some(at) = pending.at.utc().filter(|_| self.bounds.contain(pending.at, &pending.times)) {
                let Pending { alarm, component, instance, repetition, .. } = pending;
                return Ok(Some(AlarmTrigger { at, alarm, component, instance, repetition }));
            }
        }
    }

    fn next_instance(&mut self) -> Result<(), BudgetExceeded> {
        let (Source::Instances(instances), Some(reach)) = (&mut self.source, self.alarms.reach) else {
            return Ok(());
        };
        self.next = instances.next().transpose()?.map(|instance| {
            let earliest = reach.before(Instant::from(instance.start_utc()));
            (instance, earliest)
        });
        Ok(())
    }

    /// Finds when the alarms go off that have times of their own.
    fn find_absolute(&mut self) -> Result<(), BudgetExceeded> {
        for (component, alarms) in &self.alarms.components {
            for alarm in alarms {
                if let Some(Trigger::Absolute(time)) = alarm.timed() {
                    let first = Instant::from(time.instant());
                    self.find(first, &Zone::utc(), alarm, *component, None)?;
                }
            }
        }
        Ok(())
    }

    /// Finds when the alarms go off for an instance.
    fn find_relative(&mut self, instance: &Instance<'d>) -> Result<(), BudgetExceeded> {
        let component = instance.component();
        for alarm in self.alarms.of_component(component) {
            let Some(Trigger::Relative { duration, related }) = alarm.timed() else { continue };
            let (edge, clock) = match related {
                Related::Start => (instance.start_utc(), &instance.face.clock),
                Related::End => (instance.end_utc(), &instance.face.end_clock),
            };
            let zone = if clock.is_local() { self.floating } else { clock.zone() };
            let first = later(Instant::from(edge), duration, 1, zone);
            self.find(first, zone, alarm, component, Some(instance))?;
        }
        Ok(())
    }

    /// Finds the first time in the window at which an alarm goes off.
    fn find(
        &mut self,
        first: Instant,
        zone: &Zone,
        alarm: &'a Alarm<'d>,
        component: Component<'d>,
        instance: Option<&Instance<'d>>,
    ) -> Result<(), BudgetExceeded> {
        self.source.budget().step(|| naive(first))?;
        let times = AlarmTimes::new(first, alarm.repetition, zone);
        let Some(repetition) = times.first_from(self.bounds.from) else { return Ok(()) };
        let Some(at) = times.at(repetition).filter(|at| *at < self.bounds.to) else { return Ok(()) };
        // Those that wait for their turn are what takes memory.
        self.source.budget().instance(|| naive(at))?;
        let (order, instance) = (self.order, instance.cloned());
        self.order = order.saturating_add(1);
        self.pending.push(Reverse(Pending { at, order, repetition, times, alarm, component, instance }));
        Ok(())
    }

    /// Puts the next repetition in the place of one that has come.
    fn repeat(&mut self, pending: &Pending<'a, 'd>) -> Result<(), BudgetExceeded> {
        let Some(repetition) = pending.repetition.checked_add(1) else { return Ok(()) };
        if let Some(at) = pending.times.at(repetition).filter(|at| *at < self.bounds.to) {
            self.source.budget().step(|| naive(at))?;
            self.pending.push(Reverse(Pending { at, repetition, ..pending.clone() }));
        }
        Ok(())
    }
}

impl<'a, 'd> Iterator for AlarmTriggers<'a, 'd, '_> {
    type Item = Result<AlarmTrigger<'a, 'd>, BudgetExceeded>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Ended {
            return None;
        }
        let next = self.advance();
        if !matches!(next, Ok(Some(_))) {
            self.state = State::Ended;
        }
        next.transpose()
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// Nothing was asked yet.
    New,
    Begun,
    Ended,
}

/// Where instances come from, and the budget that they share.
#[derive(Debug)]
enum Source<'a, 'd, 'b> {
    Instances(Box<Instances<'a, 'd, 'a, 'b>>),
    /// No alarm goes off for instances.
    None(&'b mut Budget),
}

impl Source<'_, '_, '_> {
    fn budget(&mut self) -> &mut Budget {
        match self {
            Self::Instances(instances) => instances.budget(),
            Self::None(budget) => budget,
        }
    }
}

/// An alarm that goes off in the window, for one instance or by itself.
#[derive(Clone, Debug)]
struct Pending<'a, 'd> {
    at: Instant,
    /// Which was found first.
    order: u64,
    repetition: u32,
    times: AlarmTimes,
    alarm: &'a Alarm<'d>,
    component: Component<'d>,
    instance: Option<Instance<'d>>,
}

impl Ord for Pending<'_, '_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.order, self.repetition).cmp(&(other.at, other.order, other.repetition))
    }
}

impl PartialOrd for Pending<'_, '_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pending<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pending<'_, '_> {}

fn naive(at: Instant) -> Option<NaiveDateTime> {
    at.utc().map(|at| at.naive_utc())
}
