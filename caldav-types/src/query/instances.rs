//! Conditions that rest on the instances of a recurrence set.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use std::collections::HashSet;
use std::ops::Bound;

use chrono::{DateTime, Utc};
use ical_model::recurrence::{Alarms, RecurrenceSet, Window};
use ical_model::time_zone::Zone;
use ical_model::{Component, ComponentId};

use super::comp_plan::{CompMatchPlan, CompPlan, OfInstances, Seconds, Verdict};
use super::glance::lie_elsewhere;
use super::matcher::Matcher;
use super::prop_plan::Edge;
use super::{FilterPlan, QueryError, QueryErrorKind};
use crate::filter::Test;

/// Does one component of a recurrence set fulfil a condition that rests on instances?
///
/// Instances of components that fail the rest of it are left out before any is looked at: one that goes on for ever
/// must not be searched for what it cannot give.
pub(super) fn one_matches(
    plan: &CompPlan,
    matches: &CompMatchPlan,
    components: &[Component<'_>],
    matcher: &mut Matcher<'_, '_>,
) -> bool {
    let mut open = Vec::new();
    for component in components {
        match matcher.verdict(plan, matches, *component) {
            Verdict::Yes => return true,
            Verdict::Later => open.push(*component),
            Verdict::No => {}
        }
    }
    let range = matches.range.filter(|_| matches.test == Test::AllOf && plan.has_instances());
    let elsewhere = range.is_some_and(|range| lie_elsewhere(&open, range, matcher.recurrence));
    if open.is_empty() || elsewhere {
        return false;
    }
    let set = RecurrenceSet::with_options(components.iter().copied(), matcher.zones, matcher.recurrence);
    let answer = set.map_err(QueryError::from).and_then(|set| match matches.test {
        Test::AnyOf => any_of(plan, matches, &open, set, matcher),
        Test::AllOf => all_of(plan, matches, &open, components.len(), set, matcher),
    });
    matcher.keep(answer)
}

/// One condition of one component is enough.
fn any_of<'d>(
    plan: &CompPlan,
    matches: &CompMatchPlan,
    open: &[Component<'d>],
    set: RecurrenceSet<'d>,
    matcher: &mut Matcher<'_, '_>,
) -> Result<bool, QueryError> {
    for condition in matches.of_instances(plan) {
        let mut asked = Vec::new();
        for component in open {
            if rests(condition, *component, matcher) {
                asked.push(*component);
            }
        }
        if !asked.is_empty() && holds(condition, only(set.clone(), &asked), &asked, matcher)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One component has to fulfil all that rests on instances.
fn all_of<'d>(
    plan: &CompPlan,
    matches: &CompMatchPlan,
    open: &[Component<'d>],
    count: usize,
    set: RecurrenceSet<'d>,
    matcher: &mut Matcher<'_, '_>,
) -> Result<bool, QueryError> {
    let set = if open.len() == count { set } else { only(set, open) };
    let mut conditions = matches.of_instances(plan);
    if let (Some(condition), None) = (conditions.next(), conditions.next()) {
        return holds(condition, set, open, matcher);
    }
    if let Some(range) = matches.range.filter(|_| open.len() > 1 && plan.has_instances())
        && !holds(OfInstances::Overlap(range), set.clone(), open, matcher)?
    {
        return Ok(false);
    }
    if open.len() > 1 && count > FilterPlan::OVERRIDES {
        return Err(QueryErrorKind::Overrides.into());
    }
    for component in open {
        let mut all = true;
        for condition in matches.of_instances(plan) {
            let alone = [*component];
            all = !rests(condition, *component, matcher)
                || holds(condition, only(set.clone(), &alone), &alone, matcher)?;
            if !all {
                break;
            }
        }
        if all {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Does what a component answers to a condition rest on its instances?
fn rests(condition: OfInstances<'_>, component: Component<'_>, matcher: &mut Matcher<'_, '_>) -> bool {
    match condition {
        OfInstances::Overlap(_) => true,
        OfInstances::Edge(plan, ..) => plan.verdict(component, matcher) == Verdict::Later,
        OfInstances::Alarm(plan, _) => {
            let matches = plan.matches.as_ref();
            matches.is_some_and(|matches| matcher.alarm_verdict(plan, matches, component) == Verdict::Later)
        }
    }
}

/// Does an instance of one of the components, whose set this is, fulfil a condition?
fn holds(
    condition: OfInstances<'_>,
    set: RecurrenceSet<'_>,
    components: &[Component<'_>],
    matcher: &mut Matcher<'_, '_>,
) -> Result<bool, QueryError> {
    match condition {
        OfInstances::Overlap(range) => Ok(set.overlaps(&window(range, matcher.floating), matcher.budget)?),
        OfInstances::Edge(_, edge, range) => {
            // An instance that ends where the range begins does not overlap it.
            let wide = Seconds { from: range.from.saturating_sub(1), to: range.to.saturating_add(1) };
            let window = window(wide, matcher.floating);
            for instance in set.instances(&window, matcher.budget) {
                let instance = instance?;
                let time = match edge {
                    Edge::Start => instance.start_utc(),
                    Edge::End => instance.end_utc(),
                };
                if range.has(time.timestamp()) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        OfInstances::Alarm(plan, range) => {
            let mut rest = HashSet::new();
            for component in components {
                rest.extend(alarms_that_rest(plan, *component, matcher).map(Component::id));
            }
            let mut alarms = Alarms::of(&set);
            alarms.retain(|_, alarm| rest.contains(&alarm.component.id()));
            let within = alarms.within(&window(range, matcher.floating));
            Ok(within.triggers(matcher.budget).next().transpose()?.is_some())
        }
    }
}

/// The alarms of a component that fulfil a condition if they go off in its range.
fn alarms_that_rest<'d, 'm>(
    plan: &'m CompPlan,
    component: Component<'d>,
    matcher: &'m mut Matcher<'_, '_>,
) -> impl Iterator<Item = Component<'d>> {
    let alarms = component.components().filter(|alarm| alarm.is(&plan.name));
    alarms.filter(|alarm| {
        let matches = plan.matches.as_ref();
        matches.is_some_and(|matches| matcher.verdict(plan, matches, *alarm) == Verdict::Later)
    })
}

/// The set without the instances of other components.
fn only<'d>(mut set: RecurrenceSet<'d>, components: &[Component<'d>]) -> RecurrenceSet<'d> {
    match components {
        [one] => set.retain(|component| component.id() == one.id()),
        several => {
            let kept: HashSet<ComponentId> = several.iter().map(|component| component.id()).collect();
            set.retain(|component| kept.contains(&component.id()));
        }
    }
    set
}

fn window(range: Seconds, floating: &Zone) -> Window {
    let moment = |seconds| DateTime::<Utc>::from_timestamp(seconds, 0);
    let from = moment(range.from).map_or(Bound::Unbounded, Bound::Included);
    let to = moment(range.to).map_or(Bound::Unbounded, Bound::Excluded);
    Window::utc((from, to), floating)
}
