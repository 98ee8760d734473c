//! By which rules data is checked.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use caldav_types::CollectionLimits;
use ical_model::recurrence::Budget;
use ical_model::time_zone::ZoneSource;

/// By which rules data is checked.
///
/// ```
/// use caldav_conformance::{CheckOptions, Profile};
/// let options = CheckOptions::default().with_profile(Profile::Stream).with_strict(true);
/// assert_eq!(options.profile, Profile::Stream);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckOptions {
    /// Which specifications apply.
    pub profile: Profile,
    /// What was read leniently breaks a rule too.
    pub strict: bool,
    /// What the collection allows that the object is stored in (RFC 4791 §5.2).
    pub limits: CollectionLimits,
    /// Where time zones come from that an object does not bring along; by default the IANA data. What is compiled of
    /// VTIMEZONEs is kept there, so checks of many objects go quicker with one source.
    pub zones: Arc<ZoneSource>,
    /// What the expansions of one check may cost together; each check has it anew. Where it does not suffice a note says
    /// so, and the rules that need the rest are not asked.
    pub budget: Budget,
    /// The server has time zones by reference (RFC 7809): a VTIMEZONE is not demanded for names of the IANA data.
    pub time_zones_by_reference: bool,
}

impl CheckOptions {
    /// Whether zones come from where they do by default.
    pub(crate) fn has_default_zones(&self) -> bool {
        Arc::ptr_eq(&self.zones, &DEFAULT_ZONES)
    }

    /// The same with another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// The same, strict or not.
    #[must_use]
    pub fn with_strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// The same with the limits of a collection.
    #[must_use]
    pub fn with_limits(self, limits: CollectionLimits) -> Self {
        Self { limits, ..self }
    }

    /// The same with other time zones.
    #[must_use]
    pub fn with_zones(self, zones: impl Into<Arc<ZoneSource>>) -> Self {
        Self { zones: zones.into(), ..self }
    }

    /// The same with another budget.
    #[must_use]
    pub fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// The same, with time zones by reference or without.
    #[must_use]
    pub fn with_time_zones_by_reference(self, time_zones_by_reference: bool) -> Self {
        Self { time_zones_by_reference, ..self }
    }
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            strict: false,
            limits: CollectionLimits::default(),
            zones: Arc::clone(&DEFAULT_ZONES),
            budget: Budget::default(),
            time_zones_by_reference: false,
        }
    }
}

/// One for all, so that what is compiled once is there for every check.
static DEFAULT_ZONES: LazyLock<Arc<ZoneSource>> = LazyLock::new(|| Arc::new(ZoneSource::new()));

/// Which specifications apply to data.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Profile {
    /// A calendar object resource: RFC 4791 §4.1, and RFC 5545 with its extensions.
    #[default]
    Object,
    /// A stream of calendars, as programs export them: RFC 5545 with its extensions, any number of UIDs and METHODs.
    Stream,
    /// RFC 5545 with its extensions alone.
    ICalendar,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::Object, Self::Stream, Self::ICalendar];

    /// The name, as the command line has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Stream => "stream",
            Self::ICalendar => "icalendar",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name is of no profile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownProfile;

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected \"object\", \"stream\" or \"icalendar\", found another name")
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, UnknownProfile> {
        Self::ALL.into_iter().find(|profile| profile.name() == name).ok_or(UnknownProfile)
    }
}
