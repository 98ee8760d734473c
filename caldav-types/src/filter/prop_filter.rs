//! What is asked of a property of a component.
//!
//! [RFC 4791 §9.7.2](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.2)

use ical_model::PropertyName;

use super::{ParamFilter, Test, TextMatch};
use crate::TimeRange;

/// A CALDAV:prop-filter: a condition on the properties of a name of the component around it.
///
/// ```
/// use caldav_types::filter::{ParamFilter, PropFilter, TextMatch, ValueMatch};
/// use ical_model::{ParameterName, PropertyName};
/// // RFC 4791 §7.8.7: an invitation that waits for an answer
/// let waiting = PropFilter::new(PropertyName::Attendee)
///     .with_text_match(TextMatch::new("mailto:lisa@example.com"))
///     .with_param_filter(ParamFilter::text(ParameterName::PartStat, TextMatch::new("NEEDS-ACTION")));
/// assert!(matches!(waiting.matches().and_then(|m| m.value.as_ref()), Some(ValueMatch::Text(_))));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PropFilter {
    /// Of which properties.
    #[cfg_attr(feature = "serde", serde(with = "crate::calendar_names::property"))]
    pub name: PropertyName<'static>,
    /// What is asked.
    pub condition: PropCondition,
}

/// What a CALDAV:prop-filter asks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum PropCondition {
    /// There is none of that name.
    IsNotDefined,
    /// There is one that matches.
    Matches(PropMatch),
}

/// What a property has to fulfil; by default, to be there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PropMatch {
    /// All of what follows, or one of it?
    pub test: Test,
    /// A condition on its value.
    pub value: Option<ValueMatch>,
    /// Conditions on its parameters.
    pub param_filters: Vec<ParamFilter>,
}

/// What the value of a property has to fulfil.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ValueMatch {
    /// To overlap this range; for dates and date-times.
    TimeRange(TimeRange),
    /// To hold this text.
    Text(TextMatch),
}

impl PropFilter {
    /// There is a property of this name.
    #[must_use]
    pub fn new(name: PropertyName<'static>) -> Self {
        Self { name, condition: PropCondition::Matches(PropMatch::default()) }
    }

    /// There is no property of this name.
    #[must_use]
    pub const fn not_defined(name: PropertyName<'static>) -> Self {
        Self { name, condition: PropCondition::IsNotDefined }
    }

    /// What a property has to fulfil, unless there has to be none.
    #[must_use]
    pub const fn matches(&self) -> Option<&PropMatch> {
        match &self.condition {
            PropCondition::Matches(matches) => Some(matches),
            PropCondition::IsNotDefined => None,
        }
    }

    /// With a range that its value overlaps; in place of a text.
    #[must_use]
    pub fn with_time_range(self, range: TimeRange) -> Self {
        self.matching(|matches| matches.value = Some(ValueMatch::TimeRange(range)))
    }

    /// With a text that its value holds; in place of a range.
    #[must_use]
    pub fn with_text_match(self, text: TextMatch) -> Self {
        self.matching(|matches| matches.value = Some(ValueMatch::Text(text)))
    }

    /// With a condition on a parameter of it.
    #[must_use]
    pub fn with_param_filter(self, filter: ParamFilter) -> Self {
        self.matching(|matches| matches.param_filters.push(filter))
    }

    /// With another thing asked of one that is there: then it is no longer asked that there is none.
    fn matching(mut self, change: impl FnOnce(&mut PropMatch)) -> Self {
        let mut matches = match self.condition {
            PropCondition::Matches(matches) => matches,
            PropCondition::IsNotDefined => PropMatch::default(),
        };
        change(&mut matches);
        self.condition = PropCondition::Matches(matches);
        self
    }
}
