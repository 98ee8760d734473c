//! A check under way: what it was asked for, and what it has found.

use ical_model::recurrence::Budget;
use ical_model::{
    CalendarStream, Component, Diagnostic, DiagnosticKind, Locator, Parameter, Position, Property,
};

use crate::options::CheckOptions;
use crate::rule::Rule;
use crate::violation::{Violation, Violations};

/// What a check found: broken rules, and what was read leniently.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Findings {
    /// Broken rules, in order of position.
    pub violations: Violations,
    /// Departures that were read all the same and break no rule by themselves, in order of position. A strict
    /// check has none: they are violations there.
    pub diagnostics: Vec<Diagnostic>,
}

/// A check under way.
pub(crate) struct Inspection<'c> {
    pub(crate) options: &'c CheckOptions,
    /// What is left for expansions.
    pub(crate) budget: Budget,
    locator: Locator<'c>,
    findings: Findings,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'c, 'p> {
    /// At the BEGIN of a component.
    Component(Component<'c>),
    /// At the start of a line.
    Property(Property<'c>),
    /// So many octets into the unfolded value of a property.
    Value(Property<'c>, usize),
    /// At a parameter of a property.
    Parameter(Property<'c>, &'p Parameter<'p>),
    /// Where the reader already found it to be.
    At(Position),
}

impl<'c> Inspection<'c> {
    pub(crate) fn new(stream: &'c CalendarStream<'_>, options: &'c CheckOptions) -> Self {
        Self {
            options,
            budget: options.budget.clone(),
            locator: stream.locator(),
            findings: Findings::default(),
        }
    }

    /// Reports a broken rule. The message is made only when it is kept.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        place: Place<'c, '_>,
        message: impl FnOnce() -> String,
    ) {
        if self.findings.violations.takes(rule) {
            let position = self.position(place);
            self.findings.violations.push(Violation::new(rule, position, message()));
        } else {
            self.findings.violations.omit();
        }
    }

    /// Reports a departure that was read all the same; a strict check reports the rule instead.
    pub(crate) fn lenient(&mut self, rule: &'static Rule, kind: DiagnosticKind, place: Place<'c, '_>) {
        if self.options.strict {
            self.report(rule, place, || kind.to_string());
        } else if self.findings.diagnostics.len() < Violations::DEFAULT_LIMIT {
            let position = self.position(place);
            self.findings.diagnostics.push(Diagnostic::new(kind, position));
        }
    }

    /// Reports what a rule forbids and readers take all the same: as the milder rule, in a strict check as the rule.
    pub(crate) fn tolerate(
        &mut self,
        rule: &'static Rule,
        milder: &'static Rule,
        place: Place<'c, '_>,
        message: impl FnOnce() -> String,
    ) {
        self.report(if self.options.strict { rule } else { milder }, place, message);
    }

    /// Keeps a diagnostic of the reader as it is.
    pub(crate) fn keep(&mut self, diagnostic: Diagnostic) {
        self.findings.diagnostics.push(diagnostic);
    }

    pub(crate) fn finish(mut self) -> Findings {
        self.findings.violations.sort();
        self.findings.diagnostics.sort_by_key(Diagnostic::position);
        self.findings
    }

    fn position(&mut self, place: Place<'c, '_>) -> Position {
        match place {
            Place::Component(component) => self.locator.component(component),
            Place::Property(property) => self.locator.property(property),
            Place::Value(property, offset) => self.locator.value(property, offset),
            Place::Parameter(property, parameter) => self.locator.parameter(property, parameter),
            Place::At(position) => position,
        }
    }
}
