//! How often a property occurs in a component: rows for tables, and the check by them.

use super::facts::Facts;
use super::tally::PropertySlot;
use crate::inspection::{Inspection, Place};
use crate::rule::{Level, Rule};

/// A property that has to be there, or does not repeat, with the rules that say so.
pub(crate) struct Row {
    pub(crate) property: PropertySlot,
    pub(crate) missing: Option<&'static Rule>,
    repeated: Option<&'static Rule>,
}

/// Exactly once.
pub(crate) const fn one(property: PropertySlot, missing: &'static Rule, repeated: &'static Rule) -> Row {
    Row { property, missing: Some(missing), repeated: Some(repeated) }
}

/// At most once.
pub(crate) const fn once(property: PropertySlot, repeated: &'static Rule) -> Row {
    Row { property, missing: None, repeated: Some(repeated) }
}

/// At least once.
pub(crate) const fn some(property: PropertySlot, missing: &'static Rule) -> Row {
    Row { property, missing: Some(missing), repeated: None }
}

/// Checks one component by its table.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>, table: &[Row]) {
    table.iter().for_each(|row| row.check(inspection, facts));
}

impl Row {
    /// Does a rule that has to be kept say that the property is there once?
    pub(crate) fn is_single(&self) -> bool {
        self.repeated.is_some_and(|rule| rule.level() == Level::Must)
    }

    pub(crate) fn check<'c>(&self, inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
        let rule = match facts.count(self.property) {
            0 => self.missing,
            1 => None,
            _ => self.repeated,
        };
        if let Some(rule) = rule {
            self.report(inspection, facts, rule);
        }
    }

    #[cold]
    fn report<'c>(&self, inspection: &mut Inspection<'c>, facts: &Facts<'c>, rule: &'static Rule) {
        let (component, name) = (facts.kind.name(), self.property.name());
        let second = facts.component.properties_named(&name).nth(1);
        let place = second.map_or(Place::Component(facts.component), Place::Property);
        inspection.report(rule, place, || match facts.count(self.property) {
            0 => format!("{component} has no {name}"),
            count => format!("{component} has {count} {name} properties"),
        });
    }
}
