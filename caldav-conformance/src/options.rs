//! By which rules data is checked.

use std::fmt;
use std::str::FromStr;

use caldav_types::CollectionLimits;

/// By which rules data is checked.
///
/// ```
/// use caldav_conformance::{CheckOptions, Profile};
/// let options = CheckOptions::default().with_profile(Profile::Stream).with_strict(true);
/// assert_eq!(options.profile, Profile::Stream);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// Which specifications apply.
    pub profile: Profile,
    /// What was read leniently breaks a rule too.
    pub strict: bool,
    /// What the collection allows that the object is stored in (RFC 4791 §5.2).
    pub limits: CollectionLimits,
    /// The server has time zones by reference (RFC 7809): a VTIMEZONE is not demanded for names of the IANA data.
    pub time_zones_by_reference: bool,
}

impl CheckOptions {
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

    /// The same, with time zones by reference or without.
    #[must_use]
    pub fn with_time_zones_by_reference(self, time_zones_by_reference: bool) -> Self {
        Self { time_zones_by_reference, ..self }
    }
}

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
