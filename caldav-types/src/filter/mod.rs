//! Which calendar object resources a query is about.
//!
//! [RFC 4791 §9.7](https://www.rfc-editor.org/rfc/rfc4791#section-9.7)
//!
//! ```
//! use caldav_types::filter::{CompFilter, Filter, PropFilter, TextMatch};
//! use ical_model::{ComponentName, PropertyName};
//! let event = CompFilter::new(ComponentName::VEvent)
//!     .with_prop_filter(PropFilter::new(PropertyName::Uid).with_text_match(TextMatch::new("DC6C50A017428C5216A2F1CD")));
//! let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(event));
//! assert!(filter.check().is_ok());
//! ```

mod comp_filter;
mod legality;
mod param_filter;
mod prop_filter;
mod test;
mod text_match;

pub use comp_filter::{CompCondition, CompFilter, CompMatch};
pub use legality::{FilterError, FilterErrorKind};
pub use param_filter::{ParamCondition, ParamFilter};
pub use prop_filter::{PropCondition, PropFilter, PropMatch, ValueMatch};
pub use test::Test;
pub use text_match::{MatchType, TextMatch};

/// A CALDAV:filter: what a calendar object resource has to fulfil to be in the answer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Filter {
    /// What is asked of the calendar object as a whole: it is named VCALENDAR.
    pub calendar: CompFilter,
}

impl Filter {
    /// A filter of calendar objects.
    #[must_use]
    pub const fn new(calendar: CompFilter) -> Self {
        Self { calendar }
    }

    /// Does it ask what can be asked? It can be well formed and name components where they cannot stand, or a range of
    /// time for a text.
    ///
    /// # Errors
    ///
    /// What breaks CALDAV:valid-filter ([§7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)).
    pub fn check(&self) -> Result<(), FilterError> {
        legality::check(self)
    }
}
