//! What is asked of a parameter of a property.
//!
//! [RFC 4791 §9.7.3](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.3)

use ical_model::ParameterName;

use super::TextMatch;

/// A CALDAV:param-filter: a condition on a parameter of the property around it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ParamFilter {
    /// Of which parameter.
    #[cfg_attr(feature = "serde", serde(with = "crate::calendar_names::parameter"))]
    pub name: ParameterName<'static>,
    /// What is asked.
    pub condition: ParamCondition,
}

/// What a CALDAV:param-filter asks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ParamCondition {
    /// It is not there.
    IsNotDefined,
    /// It is there.
    IsDefined,
    /// It is there and a value of it holds this text.
    Text(TextMatch),
}

impl ParamFilter {
    /// The parameter is there.
    #[must_use]
    pub const fn new(name: ParameterName<'static>) -> Self {
        Self { name, condition: ParamCondition::IsDefined }
    }

    /// The parameter is not there.
    #[must_use]
    pub const fn not_defined(name: ParameterName<'static>) -> Self {
        Self { name, condition: ParamCondition::IsNotDefined }
    }

    /// The parameter is there and holds a text.
    #[must_use]
    pub const fn text(name: ParameterName<'static>, text: TextMatch) -> Self {
        Self { name, condition: ParamCondition::Text(text) }
    }
}
