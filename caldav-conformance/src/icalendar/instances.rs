//! The instances that the components of one UID have: rules that need an expansion.
//!
//! [RFC 5545 §3.8.4.4, §3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5)
//!
//! Only what recurs or overrides is expanded, and all expansions of one check share one budget. Where it does not
//! suffice, a note says so.

use std::collections::HashSet;
use std::fmt;

use ical_model::recurrence::{
    Budget, BudgetExceeded, Extent, RecurrenceError, RecurrenceErrorKind, RecurrenceOptions, RecurrenceSet,
    Window,
};
use ical_model::time_zone::{Zone, Zones};
use ical_model::{Component, PropertyName};

use super::excluded_dates;
use super::facts::{CalendarFacts, Member};
use super::recurrence_set::{Key, key_of};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// The components of one UID and type, at least one of which recurs or is an override.
#[derive(Debug)]
pub(crate) struct Series<'c> {
    /// The first of them; one without RECURRENCE-ID where there is one.
    pub(crate) component: Component<'c>,
    set: Result<RecurrenceSet<'c>, RecurrenceError>,
}

impl<'c> Series<'c> {
    /// Those of a calendar with a component that is asked for.
    pub(crate) fn of(calendar: &CalendarFacts<'c>, is_asked_for: impl Fn(&Member<'_>) -> bool) -> Vec<Self> {
        let asked_for = || calendar.members.iter().filter(|member| is_asked_for(member));
        if asked_for().next().is_none() {
            return Vec::new();
        }
        let keys: HashSet<Key<'_>> = asked_for().filter_map(key_of).collect();
        let (overrides, masters): (Vec<_>, Vec<_>) = calendar
            .members
            .iter()
            .filter(|member| match key_of(member) {
                Some(key) => keys.contains(&key),
                None => is_asked_for(member),
            })
            .partition(|member| member.has_recurrence_id);
        let components = masters.into_iter().chain(overrides);
        let zones = calendar.zones().of_calendar();
        RecurrenceSet::all(components.map(|member| member.component), zones, RecurrenceOptions::default())
            .map(|(component, set)| Self { component, set })
            .collect()
    }

    /// From when to when it takes place; `None` where that is not known, or there is no instance.
    pub(crate) fn extent(&self, budget: &mut Budget) -> Result<Option<Extent>, BudgetExceeded> {
        self.set.as_ref().map_or(Ok(None), |set| set.extent(&Zone::utc(), budget))
    }

    /// Whether it has more instances than these. One that goes on for ever has not: what a collection makes of it is its
    /// own affair.
    pub(crate) fn has_more_than(&self, limit: u64, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        let Ok(set) = &self.set else { return Ok(false) };
        if self.extent(budget)?.is_none_or(|extent| extent.end.is_none()) {
            return Ok(false);
        }
        let always = Window::local(..);
        let mut instances = set.instances(&always, budget);
        for _ in 0..limit {
            if instances.next().transpose()?.is_none() {
                return Ok(false);
            }
        }
        Ok(instances.next().transpose()?.is_some())
    }
}

/// Checks what the components of a calendar give together.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    // Rules alone, each of which gives an instance, leave nothing to ask.
    let series =
        Series::of(calendar, |member| member.has_recurrence_id || member.excludes || member.has_rscale);
    for series in &series {
        match &series.set {
            Ok(set) => {
                let checked = check_set(inspection, series.component, set, calendar.zones().of_calendar());
                told_if_exhausted(inspection, series.component, checked);
            }
            // What else keeps a set from being made breaks a rule of its own.
            Err(error) => {
                if let RecurrenceErrorKind::Rscale(_) = error.kind() {
                    not_expanded(inspection, series.component, error.kind());
                }
            }
        }
    }
}

/// What was looked at within the budget; a note where that did not suffice.
pub(crate) fn told_if_exhausted<'c, T>(
    inspection: &mut Inspection<'c>,
    component: Component<'c>,
    result: Result<T, BudgetExceeded>,
) -> Option<T> {
    result.map_err(|exceeded| not_expanded(inspection, component, &exceeded)).ok()
}

fn not_expanded<'c>(inspection: &mut Inspection<'c>, component: Component<'c>, why: &dyn fmt::Display) {
    inspection.report(&NOT_EXPANDED, Place::Component(component), || {
        format!("not all rules about the instances of this {} were asked: {why}", component.name())
    });
}

fn check_set<'c>(
    inspection: &mut Inspection<'c>,
    first: Component<'c>,
    set: &RecurrenceSet<'c>,
    zones: &Zones<'c>,
) -> Result<(), BudgetExceeded> {
    for component in set.unmatched_overrides(&mut inspection.budget)? {
        let Some(id) = component.properties_named(&PropertyName::RecurrenceId).next() else { continue };
        inspection.report(&NO_INSTANCE_OF_ID, Place::Property(id), || {
            let value = id.value().unwrap_or_default();
            format!("RECURRENCE-ID {value} is the start of no instance of the {}", component.name())
        });
    }
    excluded_dates::check(inspection, first, zones)?;
    let always = Window::local(..);
    if set.instances(&always, &mut inspection.budget).next().transpose()?.is_none()
        && let Some(dates) = first.properties().find(|property| takes_away(&property.name()))
    {
        inspection.report(&EMPTY, Place::Property(dates), || {
            format!("{} leaves the {} no instance", dates.name(), first.name())
        });
    }
    Ok(())
}

fn takes_away(name: &PropertyName<'_>) -> bool {
    matches!(name, PropertyName::ExDate | PropertyName::ExRule)
}

rules! {
    NO_INSTANCE_OF_ID = "recurrence-id-no-instance", Should, "RFC 5545" "3.8.4.4", ["5545-3.8.4.4-03"], -,
        "RECURRENCE-ID is the start that the recurring component gives the instance",
        "write the original start of the instance, or add it as an RDATE; readers take it as one more instance";
    EMPTY = "recurrence-set-empty", Note, "RFC 5545" "3.8.5.1", [], -,
        "EXDATE and EXRULE leave an instance",
        "remove the component, which never takes place, or some of the dates";
    NOT_EXPANDED = "recurrence-not-expanded", Note, "RFC 5545" "3.8.5", [], -,
        "a component recurs in a way that can be followed within the budget of the check",
        "give the check a greater budget";
}

#[cfg(test)]
mod tests {
    use ical_model::recurrence::Budget;

    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn instances() {
        let options = CheckOptions::default();
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "5545-3.8.4.4-03 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270302T100000Z\nRECURRENCE-ID:20270302T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.4-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270302T100000Z\nRECURRENCE-ID:20270302T100000Z\nEND:VEVENT\n",
                    &["recurrence-id-no-instance"],
                ),
                (
                    "5545-3.8.4.4-03 keeps, another zone",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270702T100000Z\nRECURRENCE-ID:20270702T130000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.4-03 breaks, behind the end of the rule",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270104T100000Z\nRECURRENCE-ID:20270104T090000Z\nEND:VEVENT\n",
                    &["recurrence-id-no-instance"],
                ),
                (
                    "5545-3.8.4.4-03 breaks, nothing recurs",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270104T100000Z\nRECURRENCE-ID:20270104T090000Z\nEND:VEVENT\n",
                    &["recurrence-id-no-instance"],
                ),
                (
                    "4791-4.1-07, overrides alone",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270104T100000Z\nRECURRENCE-ID:20270104T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.1 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.1 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20270101T090000Z,20270102T090000Z\nEND:VEVENT\n",
                    &["recurrence-set-empty"],
                ),
                (
                    "§3.8.5.1, an override stays",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=1\nEXDATE:20270101T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270104T100000Z\nRECURRENCE-ID:20270104T090000Z\nEND:VEVENT\n",
                    &["recurrence-id-no-instance"],
                ),
            ],
        );
    }

    #[test]
    fn a_budget_that_does_not_suffice_is_told() {
        let far = "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20270101T090000Z,20270102T090000Z\nEND:VEVENT\n";
        let options = |steps| CheckOptions::default().with_budget(Budget::new(steps, 1000));
        room::check_some(RULES, &options(0), &[("§3.8.5", far, &["recurrence-not-expanded"])]);
        room::check_some(RULES, &options(1000), &[("§3.8.5.1 breaks", far, &["recurrence-set-empty"])]);
    }
}
