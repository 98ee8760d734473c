//! A plan asked of a calendar.

use std::collections::HashMap;

use ical_model::recurrence::{Budget, RecurrenceOptions};
use ical_model::time_zone::{Zone, Zones};
use ical_model::{Component, ComponentName, PropertyName};

use super::QueryError;
use super::comp_plan::{CompMatchPlan, CompPlan, Seconds, Verdict, joined};
use super::prop_plan::PropPlan;
use super::{instances, times};

/// What an answer needs beside the plan and the calendar.
pub(super) struct Matcher<'m, 'z> {
    pub(super) zones: &'m Zones<'z>,
    pub(super) floating: &'m Zone,
    pub(super) recurrence: RecurrenceOptions,
    pub(super) budget: &'m mut Budget,
    /// For texts that are made ready.
    pub(super) buffer: Vec<u8>,
    /// The first thing that could not be read.
    pub(super) fault: Option<QueryError>,
}

impl Matcher<'_, '_> {
    /// Does one of the components in another fulfil a condition? The depth of plans is bounded.
    pub(super) fn has(&mut self, plan: &CompPlan, outer: Component<'_>) -> bool {
        let Some(matches) = &plan.matches else { return outer.components_named(&plan.name).next().is_none() };
        if matches.of_instances(plan).next().is_none() {
            return outer
                .components_named(&plan.name)
                .any(|component| self.verdict(plan, matches, component) == Verdict::Yes);
        }
        let mut components = outer.components_named(&plan.name);
        match (components.next(), components.next()) {
            (None, _) => false,
            (Some(only), None) => instances::one_matches(plan, matches, &[only], self),
            (Some(_), Some(_)) => groups(outer, &plan.name)
                .iter()
                .any(|group| instances::one_matches(plan, matches, group, self)),
        }
    }

    /// Does a component fulfil a condition, as far as can be told without its instances?
    pub(super) fn verdict(
        &mut self,
        plan: &CompPlan,
        matches: &CompMatchPlan,
        component: Component<'_>,
    ) -> Verdict {
        let range = matches.range.into_iter().map(Part::Range);
        let properties = matches.properties.iter().map(Part::Property);
        let parts = range.chain(properties).chain(matches.components.iter().map(Part::Component));
        joined(matches.test, parts.map(|part| self.part_verdict(plan, part, component)))
    }

    fn part_verdict(&mut self, plan: &CompPlan, part: Part<'_>, component: Component<'_>) -> Verdict {
        match part {
            Part::Range(_) if plan.has_instances() || plan.alarm_range().is_some() => Verdict::Later,
            Part::Range(range) => {
                let answer = times::overlaps(component, range, self);
                Verdict::from(self.keep(answer))
            }
            Part::Property(property) => property.verdict(component, self),
            Part::Component(inner) => match (&inner.matches, inner.alarm_range()) {
                (Some(of_alarm), Some(_)) => self.alarm_verdict(inner, of_alarm, component),
                _ => Verdict::from(self.has(inner, component)),
            },
        }
    }

    /// Is there an alarm that fulfils a condition with a range, or would if it went off in it?
    pub(super) fn alarm_verdict(
        &mut self,
        plan: &CompPlan,
        of_alarm: &CompMatchPlan,
        component: Component<'_>,
    ) -> Verdict {
        let mut best = Verdict::No;
        for alarm in component.components_named(&plan.name) {
            match self.verdict(plan, of_alarm, alarm) {
                Verdict::Yes => return Verdict::Yes,
                Verdict::Later => best = Verdict::Later,
                Verdict::No => {}
            }
        }
        best
    }

    /// The answer, or no and a fault to tell if nothing else matches.
    pub(super) fn keep(&mut self, answer: Result<bool, QueryError>) -> bool {
        answer.unwrap_or_else(|fault| {
            self.fault.get_or_insert(fault);
            false
        })
    }
}

/// A part of what is asked of a component.
enum Part<'p> {
    Range(Seconds),
    Property(&'p PropPlan),
    Component(&'p CompPlan),
}

/// The components of a name in another, those of one UID together, in the order of their first; those without UID are
/// each on their own.
fn groups<'d>(outer: Component<'d>, name: &ComponentName<'_>) -> Vec<Vec<Component<'d>>> {
    let mut groups: Vec<Vec<Component<'d>>> = Vec::new();
    let mut known = HashMap::new();
    for component in outer.components_named(name) {
        let uid = component.properties_named(&PropertyName::Uid).next().map(|uid| uid.value_octets());
        let group = match uid {
            Some(uid) => *known.entry(uid).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(group) {
            Some(group) => group.push(component),
            None => groups.push(vec![component]),
        }
    }
    groups
}
