//! How often properties occur in the components that have rooms of their own.

use super::facts::Facts;
use super::tally::PropertySlot;
use crate::inspection::{Inspection, Place};
use crate::rule::Rule;

/// How often a property occurs.
pub(crate) enum Occurs {
    /// At least once; the rule that says so.
    Required(PropertySlot, &'static Rule),
    /// At most once; the rule that says so.
    AtMostOnce(PropertySlot, &'static Rule),
}

/// Checks one component by its table.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>, table: &[Occurs]) {
    for row in table {
        match *row {
            Occurs::Required(slot, rule) if !facts.has(slot) => {
                inspection.report(rule, Place::Component(facts.component), || {
                    format!("{} has no {}", facts.kind.name(), slot.name())
                });
            }
            Occurs::AtMostOnce(slot, rule) if facts.count(slot) > 1 => {
                if let Some(second) = facts.component.properties_named(&slot.name()).nth(1) {
                    inspection.report(rule, Place::Property(second), || {
                        format!("{} has {} {} times", facts.kind.name(), slot.name(), facts.count(slot))
                    });
                }
            }
            _ => {}
        }
    }
}
