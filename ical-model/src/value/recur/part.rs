//! The names of the rule parts.

use core::fmt;

/// A part of a RECUR, by its name (RFC 5545 §3.3.10, RFC 7529 §4).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum RecurPart {
    /// FREQ
    Frequency,
    /// UNTIL
    Until,
    /// COUNT
    Count,
    /// INTERVAL
    Interval,
    /// BYSECOND
    BySecond,
    /// BYMINUTE
    ByMinute,
    /// BYHOUR
    ByHour,
    /// BYDAY
    ByDay,
    /// BYMONTHDAY
    ByMonthDay,
    /// BYYEARDAY
    ByYearDay,
    /// BYWEEKNO
    ByWeekNo,
    /// BYMONTH
    ByMonth,
    /// BYSETPOS
    BySetPos,
    /// WKST
    WeekStart,
    /// RSCALE (RFC 7529)
    Rscale,
    /// SKIP (RFC 7529)
    Skip,
}

impl RecurPart {
    /// Every part, in the order in which they are written.
    pub const ALL: [Self; 16] = [
        Self::Frequency,
        Self::Rscale,
        Self::Until,
        Self::Count,
        Self::Interval,
        Self::BySecond,
        Self::ByMinute,
        Self::ByHour,
        Self::ByDay,
        Self::ByMonthDay,
        Self::ByYearDay,
        Self::ByWeekNo,
        Self::ByMonth,
        Self::BySetPos,
        Self::WeekStart,
        Self::Skip,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frequency => "FREQ",
            Self::Until => "UNTIL",
            Self::Count => "COUNT",
            Self::Interval => "INTERVAL",
            Self::BySecond => "BYSECOND",
            Self::ByMinute => "BYMINUTE",
            Self::ByHour => "BYHOUR",
            Self::ByDay => "BYDAY",
            Self::ByMonthDay => "BYMONTHDAY",
            Self::ByYearDay => "BYYEARDAY",
            Self::ByWeekNo => "BYWEEKNO",
            Self::ByMonth => "BYMONTH",
            Self::BySetPos => "BYSETPOS",
            Self::WeekStart => "WKST",
            Self::Rscale => "RSCALE",
            Self::Skip => "SKIP",
        }
    }

    /// The part of this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name().eq_ignore_ascii_case(name))
    }

    /// The requirement that says which values the part has.
    pub(crate) const fn range_requirement(self) -> Option<&'static str> {
        Some(match self {
            Self::Interval => "5545-3.3.10-12",
            Self::BySecond | Self::ByMinute | Self::ByHour => "5545-3.3.10-13",
            Self::ByDay
            | Self::ByMonthDay
            | Self::ByYearDay
            | Self::ByWeekNo
            | Self::ByMonth
            | Self::BySetPos => "5545-3.3.10-14",
            Self::Rscale => "7529-4-02",
            Self::Skip => "7529-4.1-01",
            Self::Frequency | Self::Until | Self::Count | Self::WeekStart => return None,
        })
    }
}

impl fmt::Display for RecurPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
