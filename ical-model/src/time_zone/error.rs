//! Why a TZID gives no time zone.

use core::fmt;
use std::error::Error;

use super::transitions::TransitionsFault;
use crate::recurrence::{BudgetExceeded, RecurrenceError};
use crate::{Position, PropertyError, PropertyName};

/// Why a TZID gives no time zone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ZoneError {
    kind: ZoneErrorKind,
    tzid: Box<str>,
    position: Option<Position>,
}

impl ZoneError {
    pub(super) fn new(kind: ZoneErrorKind, tzid: &str, position: Option<Position>) -> Self {
        Self { kind, tzid: tzid.into(), position }
    }

    /// What was wrong.
    #[must_use]
    pub const fn kind(&self) -> &ZoneErrorKind {
        &self.kind
    }

    /// The TZID that was asked for.
    #[must_use]
    pub fn tzid(&self) -> &str {
        &self.tzid
    }

    /// Where the VTIMEZONE is wrong; `None` when there is none.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        self.position
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "time zone \"{}\": {}", self.tzid, self.kind)?;
        match self.position {
            Some(position) => write!(f, " at {position}"),
            None => Ok(()),
        }
    }
}

impl Error for ZoneError {}

/// What was wrong with a TZID or with its VTIMEZONE.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ZoneErrorKind {
    /// Neither a VTIMEZONE nor the source has a time zone of this name, nor is it another name of one.
    UnknownTimeZone,
    /// A VTIMEZONE has neither STANDARD nor DAYLIGHT (RFC 5545 §3.6.5).
    MissingObservance,
    /// An observance has no DTSTART, TZOFFSETFROM or TZOFFSETTO (§3.6.5).
    MissingProperty {
        /// Which.
        name: PropertyName<'static>,
    },
    /// A property of a VTIMEZONE cannot be read.
    Property(PropertyError),
    /// The onsets that an RRULE gives cannot be told.
    Rule(RecurrenceError),
    /// A VTIMEZONE has more onsets than [`Zone::ONSET_LIMIT`](super::Zone::ONSET_LIMIT).
    TooManyOnsets {
        /// The limit.
        maximum: usize,
    },
    /// More onsets lie within a day or so than clocks that people live by are set.
    OnsetsTooClose,
    /// The VTIMEZONEs of one calendar need more work than a budget allows.
    Budget(BudgetExceeded),
}

impl ZoneErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UnknownTimeZone => "unknown-time-zone",
            Self::MissingObservance => "missing-observance",
            Self::MissingProperty { .. } => "missing-property",
            Self::Property(_) => "property",
            Self::Rule(_) => "rule",
            Self::TooManyOnsets { .. } => "too-many-onsets",
            Self::OnsetsTooClose => "onsets-too-close",
            Self::Budget(_) => "budget",
        }
    }
}

impl fmt::Display for ZoneErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTimeZone => f.write_str(
                "expected a VTIMEZONE of this TZID or a name of the time zone data, found neither",
            ),
            Self::MissingObservance => {
                f.write_str("expected STANDARD or DAYLIGHT in a VTIMEZONE, found none")
            }
            Self::MissingProperty { name } => write!(f, "expected {name} in an observance, found none"),
            Self::Property(error) => error.kind().fmt(f),
            Self::Rule(error) => error.fmt(f),
            Self::TooManyOnsets { maximum } => write!(f, "more than the limit of {maximum} onsets allows"),
            Self::OnsetsTooClose => {
                f.write_str("expected onsets that lie apart, found too many within a day")
            }
            Self::Budget(error) => error.fmt(f),
        }
    }
}

impl From<TransitionsFault> for ZoneErrorKind {
    fn from(fault: TransitionsFault) -> Self {
        match fault {
            TransitionsFault::Density => Self::OnsetsTooClose,
            // The table that is made of onsets is in order, and all its kinds are there.
            TransitionsFault::Kinds | TransitionsFault::Order => Self::MissingObservance,
        }
    }
}

impl From<BudgetExceeded> for ZoneErrorKind {
    fn from(error: BudgetExceeded) -> Self {
        Self::Budget(error)
    }
}
