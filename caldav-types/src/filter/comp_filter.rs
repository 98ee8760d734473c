//! What is asked of a component.
//!
//! [RFC 4791 §9.7.1](https://www.rfc-editor.org/rfc/rfc4791#section-9.7.1)

use ical_model::ComponentName;

use super::{PropFilter, Test};
use crate::TimeRange;

/// A CALDAV:comp-filter: a condition on the components of a name in what is around it.
///
/// ```
/// use caldav_types::TimeRange;
/// use caldav_types::filter::CompFilter;
/// use ical_model::ComponentName;
/// let january = TimeRange::new(Some("20270101T000000Z".parse()?), Some("20270201T000000Z".parse()?))?;
/// let events = CompFilter::new(ComponentName::VEvent).with_time_range(january);
/// assert_eq!(events.matches().and_then(|matches| matches.time_range), Some(january));
/// assert!(CompFilter::not_defined(ComponentName::VTodo).matches().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CompFilter {
    /// Of which components.
    #[cfg_attr(feature = "serde", serde(with = "crate::calendar_names::component"))]
    pub name: ComponentName<'static>,
    /// What is asked.
    pub condition: CompCondition,
}

/// What a CALDAV:comp-filter asks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum CompCondition {
    /// There is none of that name.
    IsNotDefined,
    /// There is one that matches.
    Matches(CompMatch),
}

/// What a component has to fulfil; by default, to be there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CompMatch {
    /// All of what follows, or one of it?
    pub test: Test,
    /// An instance of it overlaps this.
    pub time_range: Option<TimeRange>,
    /// Conditions on its properties.
    pub prop_filters: Vec<PropFilter>,
    /// Conditions on the components in it.
    pub comp_filters: Vec<CompFilter>,
}

impl CompFilter {
    /// There is a component of this name.
    #[must_use]
    pub fn new(name: ComponentName<'static>) -> Self {
        Self { name, condition: CompCondition::Matches(CompMatch::default()) }
    }

    /// There is no component of this name.
    #[must_use]
    pub const fn not_defined(name: ComponentName<'static>) -> Self {
        Self { name, condition: CompCondition::IsNotDefined }
    }

    /// What a component has to fulfil, unless there has to be none.
    #[must_use]
    pub const fn matches(&self) -> Option<&CompMatch> {
        match &self.condition {
            CompCondition::Matches(matches) => Some(matches),
            CompCondition::IsNotDefined => None,
        }
    }

    /// With a range that an instance of it overlaps.
    #[must_use]
    pub fn with_time_range(self, range: TimeRange) -> Self {
        self.matching(|matches| matches.time_range = Some(range))
    }

    /// With a condition on a property of it.
    #[must_use]
    pub fn with_prop_filter(self, filter: PropFilter) -> Self {
        self.matching(|matches| matches.prop_filters.push(filter))
    }

    /// With a condition on a component in it.
    #[must_use]
    pub fn with_comp_filter(self, filter: Self) -> Self {
        self.matching(|matches| matches.comp_filters.push(filter))
    }

    /// With another thing asked of one that is there: then it is no longer asked that there is none.
    fn matching(mut self, change: impl FnOnce(&mut CompMatch)) -> Self {
        let mut matches = match self.condition {
            CompCondition::Matches(matches) => matches,
            CompCondition::IsNotDefined => CompMatch::default(),
        };
        change(&mut matches);
        self.condition = CompCondition::Matches(matches);
        self
    }
}
