//! Which of several readings of the text an expansion takes.

/// The readings of RFC 5545 that implementations differ in, each with the default that its text supports best.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct RecurrenceOptions {
    /// Whether DTSTART is an instance where it does not match the rule.
    pub dtstart_policy: DtStartPolicy,
    /// What becomes of local times that clocks skip.
    pub gap_policy: GapPolicy,
    /// Which months a YEARLY rule with BYMONTHDAY and BYDAY but without BYMONTH means.
    pub implied_month: ImpliedMonth,
    /// What becomes of times in a zone that nobody defines.
    pub unknown_zone: UnknownZone,
}

impl RecurrenceOptions {
    /// With this reading of a DTSTART outside of the rule.
    #[must_use]
    pub const fn with_dtstart_policy(self, dtstart_policy: DtStartPolicy) -> Self {
        Self { dtstart_policy, ..self }
    }

    /// With this reading of local times that clocks skip.
    #[must_use]
    pub const fn with_gap_policy(self, gap_policy: GapPolicy) -> Self {
        Self { gap_policy, ..self }
    }

    /// With this reading of a YEARLY rule with BYMONTHDAY and BYDAY but without BYMONTH.
    #[must_use]
    pub const fn with_implied_month(self, implied_month: ImpliedMonth) -> Self {
        Self { implied_month, ..self }
    }

    /// With this reading of times in a zone that nobody defines.
    #[must_use]
    pub const fn with_unknown_zone(self, unknown_zone: UnknownZone) -> Self {
        Self { unknown_zone, ..self }
    }
}

/// Whether DTSTART is an instance where it does not match the rule (RFC 5545 §3.8.5.3 leaves that undefined).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum DtStartPolicy {
    /// It is the first instance and COUNT counts it, as §3.8.5.3 and RFC 8984 §4.3.3.1 say.
    #[default]
    First,
    /// It is left out and not counted.
    Match,
}

/// What becomes of a local start that clocks skip.
///
/// In rules of FREQ=HOURLY, MINUTELY and SECONDLY such starts are skipped and not counted under either policy.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum GapPolicy {
    /// It is read by the offset before the gap (RFC 5545 §3.3.5, and the last words of §3.3.10).
    #[default]
    Shift,
    /// It is ignored and not counted (§3.3.10).
    Skip,
}

/// Which months a YEARLY rule with BYMONTHDAY and BYDAY but without BYMONTH means: "every Friday the 13th".
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum ImpliedMonth {
    /// The month of DTSTART (RFC 8984 §4.3.3.1).
    #[default]
    OfDtStart,
    /// Every month.
    Every,
}

/// What becomes of a local time whose TZID names a zone that nobody defines, or whose definition cannot be read.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum UnknownZone {
    /// It is an error: RFC 5545 §3.2.19 wants a VTIMEZONE for each TZID.
    #[default]
    Refuse,
    /// It is a floating time.
    Float,
}
