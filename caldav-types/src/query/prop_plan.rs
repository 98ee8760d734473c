//! What is asked of a property, made ready.
//!
//! [RFC 4791 §9.7.2](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.2),
//! [§9.7.3](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.3)

use ical_model::{Component, ComponentName, ParameterName, Property, PropertyName};

use super::comp_plan::{Seconds, Verdict, joined};
use super::matcher::Matcher;
use super::text_pattern::{TextPattern, parameter};
use crate::filter::Test;

/// A condition on the properties of a name.
#[derive(Clone, Debug)]
pub(super) struct PropPlan {
    pub(super) name: PropertyName<'static>,
    pub(super) condition: PropConditionPlan,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum PropConditionPlan {
    NotDefined,
    Matches { test: Test, value: Option<ValuePlan>, parameters: Vec<ParamPlan> },
}

/// What is asked of the value.
#[derive(Clone, Debug)]
pub(super) enum ValuePlan {
    Text(TextPattern),
    Range(Seconds),
    /// A range of what the instances of the component have, whether the line stands there or follows from others.
    OfInstances(Edge, Seconds),
}

/// Which time of an instance.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Edge {
    /// DTSTART.
    Start,
    /// DTEND, DUE.
    End,
}

impl Edge {
    /// The time of the instances of a component that a property tells, where components of the name can recur.
    pub(super) fn told_by(component: &ComponentName<'_>, property: &PropertyName<'_>) -> Option<Self> {
        use ComponentName as Name;
        match (component, property) {
            (Name::VEvent | Name::VTodo | Name::VJournal | Name::Available, PropertyName::DtStart) => {
                Some(Self::Start)
            }
            (Name::VEvent | Name::Available, PropertyName::DtEnd) | (Name::VTodo, PropertyName::Due) => {
                Some(Self::End)
            }
            _ => None,
        }
    }
}

/// A condition on a parameter.
#[derive(Clone, Debug)]
pub(super) struct ParamPlan {
    pub(super) name: ParameterName<'static>,
    pub(super) condition: ParamConditionPlan,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum ParamConditionPlan {
    NotDefined,
    Defined,
    Text(TextPattern),
}

impl PropPlan {
    /// Does a component fulfil it?
    pub(super) fn verdict(&self, component: Component<'_>, matcher: &mut Matcher<'_, '_>) -> Verdict {
        match &self.condition {
            PropConditionPlan::NotDefined => {
                Verdict::from(component.properties_named(&self.name).next().is_none())
            }
            PropConditionPlan::Matches { test, value: Some(ValuePlan::OfInstances(edge, _)), parameters } => {
                let line = component.properties_named(&self.name).next();
                if line.is_none() && !(*edge == Edge::End && has_length(component)) {
                    return Verdict::No;
                }
                let parameters =
                    parameters.iter().map(|plan| Verdict::from(plan.matches(line, &mut matcher.buffer)));
                joined(*test, std::iter::once(Verdict::Later).chain(parameters))
            }
            PropConditionPlan::Matches { test, value, parameters } => {
                let mut lines = component.properties_named(&self.name);
                Verdict::from(lines.any(|line| {
                    let value = value.iter().map(|value| match value {
                        ValuePlan::Text(text) => text.matches_line(line, &mut matcher.buffer),
                        ValuePlan::Range(range) => matcher.is_in(line, *range),
                        ValuePlan::OfInstances(..) => false,
                    });
                    // One after the other, for both need the buffer.
                    let value: Option<bool> = value.last();
                    let parameters =
                        parameters.iter().map(|plan| plan.matches(Some(line), &mut matcher.buffer));
                    joined(*test, value.into_iter().chain(parameters).map(Verdict::from)) == Verdict::Yes
                }))
            }
        }
    }
}

impl ParamPlan {
    /// Does a line fulfil it? What follows from other lines has no parameters.
    fn matches(&self, line: Option<Property<'_>>, buffer: &mut Vec<u8>) -> bool {
        let parameter = line.and_then(|line| parameter(line, &self.name));
        match (&self.condition, parameter) {
            (ParamConditionPlan::NotDefined, parameter) => parameter.is_none(),
            (ParamConditionPlan::Defined, parameter) => parameter.is_some(),
            (ParamConditionPlan::Text(text), Some(parameter)) => text.matches_parameter(&parameter, buffer),
            (ParamConditionPlan::Text(_), None) => false,
        }
    }
}

/// Its end follows from how long it lasts (§9.9).
fn has_length(component: Component<'_>) -> bool {
    [PropertyName::DtStart, PropertyName::Duration]
        .iter()
        .all(|name| component.properties_named(name).next().is_some())
}
