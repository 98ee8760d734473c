//! What is asked of a component, made ready.
//!
//! [RFC 4791 §9.7.1](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.1)

use ical_model::ComponentName;

use super::prop_plan::{Edge, PropConditionPlan, PropPlan, ValuePlan};
use crate::TimeRange;
use crate::filter::Test;

/// A condition on the components of a name.
#[derive(Clone, Debug)]
pub(super) struct CompPlan {
    pub(super) name: ComponentName<'static>,
    /// `None`: there is none.
    pub(super) matches: Option<CompMatchPlan>,
}

/// What a component has to fulfil.
#[derive(Clone, Debug)]
pub(super) struct CompMatchPlan {
    pub(super) test: Test,
    pub(super) range: Option<Seconds>,
    pub(super) properties: Vec<PropPlan>,
    pub(super) components: Vec<CompPlan>,
}

/// A condition whose answer rests on instances.
#[derive(Clone, Copy, Debug)]
pub(super) enum OfInstances<'p> {
    /// One overlaps.
    Overlap(Seconds),
    /// A time of one is in a range.
    Edge(&'p PropPlan, Edge, Seconds),
    /// An alarm goes off for one.
    Alarm(&'p CompPlan, Seconds),
}

impl CompPlan {
    /// The range in which an alarm has to go off, of a condition on alarms.
    pub(super) fn alarm_range(&self) -> Option<Seconds> {
        let matches = self.matches.as_ref().filter(|_| self.name == ComponentName::VAlarm);
        matches.and_then(|matches| matches.range)
    }

    /// Is its range asked of instances? Alarms are asked by the component around them; VFREEBUSY and VAVAILABILITY
    /// have no instances.
    pub(super) fn has_instances(&self) -> bool {
        !matches!(self.name, ComponentName::VAlarm | ComponentName::VFreeBusy | ComponentName::VAvailability)
    }
}

impl CompMatchPlan {
    /// The conditions whose answers rest on instances of a component of this name.
    pub(super) fn of_instances<'p>(&'p self, plan: &'p CompPlan) -> impl Iterator<Item = OfInstances<'p>> {
        let own = self.range.filter(|_| plan.has_instances()).map(OfInstances::Overlap);
        let edges = self.properties.iter().filter_map(|property| match property.condition {
            PropConditionPlan::Matches { value: Some(ValuePlan::OfInstances(edge, range)), .. } => {
                Some(OfInstances::Edge(property, edge, range))
            }
            _ => None,
        });
        let alarms = self
            .components
            .iter()
            .filter_map(|inner| inner.alarm_range().map(|range| OfInstances::Alarm(inner, range)));
        own.into_iter().chain(edges).chain(alarms)
    }
}

/// What is known of a condition before instances are looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    No,
    /// It rests on instances.
    Later,
    Yes,
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// The verdict on several conditions together; where there are none, nothing more is asked. It asks no further than
/// it has to.
pub(super) fn joined(test: Test, verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let decides = if test == Test::AllOf { Verdict::No } else { Verdict::Yes };
    let mut joined = None;
    for verdict in verdicts {
        if verdict == decides {
            return decides;
        }
        joined = match joined {
            Some(Verdict::Later) => joined,
            _ => Some(verdict),
        };
    }
    joined.unwrap_or(Verdict::Yes)
}

/// A range in seconds since 1970; the ends of `i64` are infinity.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Seconds {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Seconds {
    /// Is a moment in it?
    pub(super) const fn has(self, moment: i64) -> bool {
        self.from <= moment && moment < self.to
    }
}

impl From<TimeRange> for Seconds {
    fn from(range: TimeRange) -> Self {
        Self {
            from: range.start().map_or(i64::MIN, |start| start.0.timestamp()),
            to: range.end().map_or(i64::MAX, |end| end.0.timestamp()),
        }
    }
}
