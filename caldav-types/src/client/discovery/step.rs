//! The steps of a discovery, and where it stopped.

use crate::client::Failure;

/// A step of a discovery.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Step {
    /// Where is the service?
    Lookup,
    /// Who is the user?
    Context,
    /// Where are the homes?
    Principal,
    /// Which calendars are in them?
    Calendars,
}

/// Where something came to nothing, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopped {
    /// The step.
    pub at: Step,
    /// Why. That of the first place that failed, where several did; one that asks for credentials comes first.
    pub failure: Failure,
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = match self.at {
            Step::Lookup => "looking for the service",
            Step::Context => "looking for the user",
            Step::Principal => "looking for the homes of the user",
            Step::Calendars => "listing the calendars",
        };
        write!(f, "{at}: {}", self.failure)
    }
}

impl std::error::Error for Stopped {}
