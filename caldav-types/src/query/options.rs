//! What a server answers queries about.
//!
//! [RFC 4791 §7.5](https://www.rfc-editor.org/rfc/rfc4791#section-7.5),
//! [§7.7](https://www.rfc-editor.org/rfc/rfc4791#section-7.7)

use chrono::{DateTime, Utc};
use ical_model::recurrence::RecurrenceOptions;
use ical_model::{ComponentName, ParameterName, PropertyName};

use crate::{Collation, CollectionLimits};

/// What a server answers queries about, and how it reads what is open to readings. By default everything.
///
/// ```
/// use caldav_types::filter::{CompFilter, Filter, TextMatch, PropFilter};
/// use caldav_types::query::{QueryOptions, Supported};
/// use caldav_types::{Collation, Precondition};
/// use ical_model::ComponentName;
/// let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(
///     CompFilter::new(ComponentName::VEvent)
///         .with_prop_filter(PropFilter::new("X-ABC-GUID".into()).with_text_match(TextMatch::new("ABC"))),
/// ));
/// assert!(filter.compile(&QueryOptions::default()).is_ok());
/// // RFC 4791 §7.8.10
/// let error = filter.compile(&QueryOptions::default().with_properties(Supported::Known)).unwrap_err();
/// assert_eq!(error.condition().precondition, Precondition::SupportedFilter);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct QueryOptions {
    /// Which components can be asked for.
    pub components: Supported<ComponentName<'static>>,
    /// Which properties can be asked for.
    pub properties: Supported<PropertyName<'static>>,
    /// Which parameters can be asked for.
    pub parameters: Supported<ParameterName<'static>>,
    /// By which collations texts can be compared: what CALDAV:supported-collation-set has. Those that are not known
    /// here are refused even so.
    pub collations: Vec<Collation>,
    /// CALDAV:min-date-time of the collections that are asked: no range starts or ends before it.
    pub min_date_time: Option<DateTime<Utc>>,
    /// CALDAV:max-date-time of the collections that are asked: no range starts or ends after it (op-02).
    pub max_date_time: Option<DateTime<Utc>>,
    /// How recurrence rules are read.
    pub recurrence: RecurrenceOptions,
}

impl QueryOptions {
    /// With these components.
    #[must_use]
    pub fn with_components(self, components: Supported<ComponentName<'static>>) -> Self {
        Self { components, ..self }
    }

    /// With these properties.
    #[must_use]
    pub fn with_properties(self, properties: Supported<PropertyName<'static>>) -> Self {
        Self { properties, ..self }
    }

    /// With these parameters.
    #[must_use]
    pub fn with_parameters(self, parameters: Supported<ParameterName<'static>>) -> Self {
        Self { parameters, ..self }
    }

    /// With these collations.
    #[must_use]
    pub fn with_collations(self, collations: impl IntoIterator<Item = Collation>) -> Self {
        Self { collations: collations.into_iter().collect(), ..self }
    }

    /// With the earliest and the latest date-time of a collection.
    #[must_use]
    pub fn with_limits(self, limits: &CollectionLimits) -> Self {
        Self { min_date_time: limits.min_date_time(), max_date_time: limits.max_date_time(), ..self }
    }

    /// With these readings of recurrence rules.
    #[must_use]
    pub fn with_recurrence(self, recurrence: RecurrenceOptions) -> Self {
        Self { recurrence, ..self }
    }
}

impl Default for QueryOptions {
    fn default() -> Self {
        Self {
            components: Supported::All,
            properties: Supported::All,
            parameters: Supported::All,
            collations: vec![Collation::AsciiCasemap, Collation::Octet, Collation::UnicodeCasemap],
            min_date_time: None,
            max_date_time: None,
            recurrence: RecurrenceOptions::default(),
        }
    }
}

/// Which names a server answers queries about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Supported<N> {
    /// Every name, those of one's own too.
    #[default]
    All,
    /// Those that specifications define.
    Known,
    /// These.
    Only(Vec<N>),
}

impl<N: PartialEq> Supported<N> {
    /// Is it among them? `known` says whether a specification defines it.
    pub(super) fn has(&self, name: &N, known: bool) -> bool {
        match self {
            Self::All => true,
            Self::Known => known,
            Self::Only(names) => names.contains(name),
        }
    }
}
