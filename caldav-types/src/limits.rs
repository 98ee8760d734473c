//! What a calendar collection is willing to store.
//!
//! [RFC 4791 section 5.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.2)

use chrono::{DateTime, Utc};

/// The restrictions of one calendar collection on what is stored in it, each a property of that collection. What is
/// `None` is not restricted, as when the collection lacks the property; the default has no restriction at all.
///
/// ```
/// use caldav_types::CollectionLimits;
/// let limits = CollectionLimits::default().with_supported_components(["VEVENT", "VTODO"]).with_max_instances(1000);
/// assert!(limits.supports_component("vevent"));
/// assert!(!limits.supports_component("VJOURNAL"));
/// assert_eq!(limits.max_instances(), Some(1000));
/// assert_eq!(limits.max_resource_size(), None);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct CollectionLimits {
    supported_components: Option<Vec<String>>,
    max_resource_size: Option<u64>,
    min_date_time: Option<DateTime<Utc>>,
    max_date_time: Option<DateTime<Utc>>,
    max_instances: Option<u64>,
    max_attendees_per_instance: Option<u64>,
}

impl CollectionLimits {
    /// Restricts the components to those named, CALDAV:supported-calendar-component-set
    /// ([section 5.2.3](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.3)).
    #[must_use]
    pub fn with_supported_components<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.supported_components = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Restricts a resource to so many octets, CALDAV:max-resource-size
    /// ([section 5.2.5](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.5)).
    #[must_use]
    pub fn with_max_resource_size(mut self, octets: u64) -> Self {
        self.max_resource_size = Some(octets);
        self
    }

    /// Restricts dates to this one and later ones, CALDAV:min-date-time
    /// ([section 5.2.6](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.6)).
    #[must_use]
    pub fn with_min_date_time(mut self, earliest: DateTime<Utc>) -> Self {
        self.min_date_time = Some(earliest);
        self
    }

    /// Restricts dates to this one and earlier ones, CALDAV:max-date-time
    /// ([section 5.2.7](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.7)).
    #[must_use]
    pub fn with_max_date_time(mut self, latest: DateTime<Utc>) -> Self {
        self.max_date_time = Some(latest);
        self
    }

    /// Restricts how many instances a resource recurs, CALDAV:max-instances
    /// ([section 5.2.8](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.8)).
    #[must_use]
    pub fn with_max_instances(mut self, instances: u64) -> Self {
        self.max_instances = Some(instances);
        self
    }

    /// Restricts how many ATTENDEE properties an instance has, CALDAV:max-attendees-per-instance
    /// ([section 5.2.9](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.9)).
    #[must_use]
    pub fn with_max_attendees_per_instance(mut self, attendees: u64) -> Self {
        self.max_attendees_per_instance = Some(attendees);
        self
    }

    /// The names of the components that may be stored
    /// ([section 5.2.3](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.3)). VTIMEZONE stands here only when a
    /// resource of nothing else may be stored.
    #[must_use]
    pub fn supported_components(&self) -> Option<&[String]> {
        self.supported_components.as_deref()
    }

    /// Whether a resource of that type of component may be stored. Names compare without regard to ASCII case, as
    /// names of iCalendar do.
    #[must_use]
    pub fn supports_component(&self, name: &str) -> bool {
        self.supported_components
            .as_ref()
            .is_none_or(|names| names.iter().any(|supported| supported.eq_ignore_ascii_case(name)))
    }

    /// The most octets of a resource ([section 5.2.5](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.5)).
    #[must_use]
    pub fn max_resource_size(&self) -> Option<u64> {
        self.max_resource_size
    }

    /// The earliest date that may be stored, itself included
    /// ([section 5.2.6](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.6)). It holds for the dates that are written
    /// down, not for instances that a rule generates.
    #[must_use]
    pub fn min_date_time(&self) -> Option<DateTime<Utc>> {
        self.min_date_time
    }

    /// The latest date that may be stored, itself included
    /// ([section 5.2.7](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.7); section 5.3.2.1 says "less than", and is
    /// read as the definition of the property). It holds for the dates that are written down, not for instances that a
    /// rule generates.
    #[must_use]
    pub fn max_date_time(&self) -> Option<DateTime<Utc>> {
        self.max_date_time
    }

    /// The most instances of a resource ([section 5.2.8](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.8)).
    #[must_use]
    pub fn max_instances(&self) -> Option<u64> {
        self.max_instances
    }

    /// The most ATTENDEE properties of an instance
    /// ([section 5.2.9](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.9)).
    #[must_use]
    pub fn max_attendees_per_instance(&self) -> Option<u64> {
        self.max_attendees_per_instance
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::CollectionLimits;

    #[test]
    fn default_has_no_limit() {
        let limits = CollectionLimits::default();
        assert_eq!(limits.supported_components(), None);
        assert!(limits.supports_component("X-ANYTHING"));
        assert_eq!(limits.max_resource_size(), None);
        assert_eq!((limits.min_date_time(), limits.max_date_time()), (None, None));
        assert_eq!((limits.max_instances(), limits.max_attendees_per_instance()), (None, None));
    }

    #[test]
    fn empty_set_supports_nothing() {
        let limits = CollectionLimits::default().with_supported_components([""; 0]);
        assert!(!limits.supports_component("VEVENT"));
    }

    /// The examples of RFC 4791 sections 5.2.3 to 5.2.9.
    fn examples() -> CollectionLimits {
        CollectionLimits::default()
            .with_supported_components(["VEVENT", "VTODO"])
            .with_max_resource_size(102_400)
            .with_min_date_time(DateTime::from_timestamp(-2_208_988_800, 0).unwrap())
            .with_max_date_time(DateTime::from_timestamp(2_524_607_999, 0).unwrap())
            .with_max_instances(100)
            .with_max_attendees_per_instance(25)
    }

    #[test]
    fn every_limit_is_kept() {
        let limits = examples();
        assert_eq!(limits.supported_components(), Some(["VEVENT".to_owned(), "VTODO".to_owned()].as_slice()));
        assert_eq!(limits.max_resource_size(), Some(102_400));
        assert_eq!(limits.min_date_time().unwrap().format("%Y%m%dT%H%M%SZ").to_string(), "19000101T000000Z");
        assert_eq!(limits.max_date_time().unwrap().format("%Y%m%dT%H%M%SZ").to_string(), "20491231T235959Z");
        assert_eq!(limits.max_instances(), Some(100));
        assert_eq!(limits.max_attendees_per_instance(), Some(25));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serialized_and_back() {
        let json = serde_json::to_string(&examples()).unwrap();
        assert_eq!(serde_json::from_str::<CollectionLimits>(&json).unwrap(), examples());
        assert_eq!(serde_json::from_str::<CollectionLimits>("{}").unwrap(), CollectionLimits::default());
        assert!(serde_json::from_str::<CollectionLimits>("{\"max_instances\":-1}").is_err());
    }
}
