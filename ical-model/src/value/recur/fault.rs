//! Rules about the parts of a RECUR that its grammar cannot say.

use core::fmt;

use super::{Frequency, Recur, RecurPart};
use crate::value::DateOrDateTime;

/// A rule that a [`Recur`] breaks although it can be read.
///
/// Rules that need the DTSTART beside the RECUR (§3.3.10 about UNTIL and about BYHOUR with a DATE) are not here.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RecurFault {
    /// COUNT and UNTIL in one rule (RFC 5545 §3.3.10).
    CountAndUntil,
    /// An UNTIL in a time zone, which cannot be written: only made in code (§3.3.10).
    UntilZoned,
    /// A number outside of the range of its part (§3.3.10).
    OutOfRange {
        /// The part.
        part: RecurPart,
    },
    /// A BYDAY with a number where FREQ is neither MONTHLY nor YEARLY (§3.3.10).
    ByDayOrdinalFrequency,
    /// A BYDAY with a number beside BYWEEKNO, with FREQ=YEARLY (§3.3.10).
    ByDayOrdinalWithByWeekNo,
    /// BYMONTHDAY with FREQ=WEEKLY (§3.3.10).
    ByMonthDayWeekly,
    /// BYYEARDAY with FREQ=DAILY, WEEKLY or MONTHLY (§3.3.10).
    ByYearDayFrequency,
    /// BYWEEKNO where FREQ is not YEARLY (§3.3.10).
    ByWeekNoFrequency,
    /// BYSETPOS without another BY part (§3.3.10).
    BySetPosAlone,
    /// SKIP without RSCALE (RFC 7529 §4).
    SkipWithoutRscale,
    /// A leap month without RSCALE (RFC 7529 §4.2).
    LeapMonthWithoutRscale,
    /// A part that neither RFC 5545 nor RFC 7529 knows. The grammar has no place for one.
    UnknownPart,
}

impl RecurFault {
    /// The row of `requirements.csv` that the rule offends; `None` where only the grammar says it.
    #[must_use]
    pub const fn requirement(self) -> Option<&'static str> {
        Some(match self {
            Self::CountAndUntil => "5545-3.3.10-02",
            Self::UntilZoned => "5545-3.3.10-08",
            Self::OutOfRange { part } => return part.range_requirement(),
            Self::ByDayOrdinalFrequency => "5545-3.3.10-17",
            Self::ByDayOrdinalWithByWeekNo => "5545-3.3.10-18",
            Self::ByMonthDayWeekly => "5545-3.3.10-19",
            Self::ByYearDayFrequency => "5545-3.3.10-20",
            Self::ByWeekNoFrequency => "5545-3.3.10-21",
            Self::BySetPosAlone => "5545-3.3.10-22",
            Self::SkipWithoutRscale => "7529-4-01",
            Self::LeapMonthWithoutRscale => "7529-4.2-01",
            Self::UnknownPart => return None,
        })
    }

    /// The part that should be another or not there; `None` for a part without a name of its own.
    #[must_use]
    pub const fn part(self) -> Option<RecurPart> {
        Some(match self {
            Self::CountAndUntil | Self::UntilZoned => RecurPart::Until,
            Self::OutOfRange { part } => part,
            Self::ByDayOrdinalFrequency | Self::ByDayOrdinalWithByWeekNo => RecurPart::ByDay,
            Self::ByMonthDayWeekly => RecurPart::ByMonthDay,
            Self::ByYearDayFrequency => RecurPart::ByYearDay,
            Self::ByWeekNoFrequency => RecurPart::ByWeekNo,
            Self::BySetPosAlone => RecurPart::BySetPos,
            Self::SkipWithoutRscale => RecurPart::Skip,
            Self::LeapMonthWithoutRscale => RecurPart::ByMonth,
            Self::UnknownPart => return None,
        })
    }
}

impl fmt::Display for RecurFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CountAndUntil => "expected COUNT or UNTIL, found both",
            Self::UntilZoned => "expected an UNTIL in UTC or a floating one, found one in a time zone",
            Self::OutOfRange { part } => {
                return write!(f, "expected numbers of the range of {part}, found one outside of it");
            }
            Self::ByDayOrdinalFrequency => {
                "expected FREQ=MONTHLY or FREQ=YEARLY with a number in BYDAY, found another frequency"
            }
            Self::ByDayOrdinalWithByWeekNo => "expected a BYDAY without numbers beside BYWEEKNO, found one",
            Self::ByMonthDayWeekly => "expected no BYMONTHDAY with FREQ=WEEKLY, found one",
            Self::ByYearDayFrequency => {
                "expected no BYYEARDAY with FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY, found one"
            }
            Self::ByWeekNoFrequency => "expected FREQ=YEARLY with BYWEEKNO, found another frequency",
            Self::BySetPosAlone => "expected another BY part beside BYSETPOS, found none",
            Self::SkipWithoutRscale => "expected RSCALE beside SKIP, found none",
            Self::LeapMonthWithoutRscale => "expected RSCALE with a leap month, found none",
            Self::UnknownPart => "expected the rule parts of the specification, found another",
        })
    }
}

impl Recur {
    /// Every rule that it breaks, each once for the part concerned.
    ///
    /// With an RSCALE other than GREGORIAN the ranges are those of that calendar; then only what two digits (three
    /// for BYYEARDAY and BYSETPOS) cannot say is out of range (RFC 7529 §4).
    pub fn faults(&self) -> impl Iterator<Item = RecurFault> {
        use Frequency::{Daily, Monthly, Weekly, Yearly};
        let frequency = self.frequency();
        let ordinal = self.by_day().iter().any(|day| day.ordinal.is_some());
        let zoned = matches!(self.until(), Some(DateOrDateTime::DateTime(until)) if until.tzid().is_some());
        let alone = !BY_PARTS.iter().any(|part| self.has(*part));
        let combinations = [
            (self.has(RecurPart::Count) && self.has(RecurPart::Until), RecurFault::CountAndUntil),
            (zoned, RecurFault::UntilZoned),
            (ordinal && !matches!(frequency, Monthly | Yearly), RecurFault::ByDayOrdinalFrequency),
            (
                ordinal && frequency == Yearly && self.has(RecurPart::ByWeekNo),
                RecurFault::ByDayOrdinalWithByWeekNo,
            ),
            (frequency == Weekly && self.has(RecurPart::ByMonthDay), RecurFault::ByMonthDayWeekly),
            (
                matches!(frequency, Daily | Weekly | Monthly) && self.has(RecurPart::ByYearDay),
                RecurFault::ByYearDayFrequency,
            ),
            (frequency != Yearly && self.has(RecurPart::ByWeekNo), RecurFault::ByWeekNoFrequency),
            (alone && self.has(RecurPart::BySetPos), RecurFault::BySetPosAlone),
            (self.rscale().is_none() && self.has(RecurPart::Skip), RecurFault::SkipWithoutRscale),
            (
                self.rscale().is_none() && self.by_month().iter().any(|month| month.leap),
                RecurFault::LeapMonthWithoutRscale,
            ),
            (self.other_parts().next().is_some(), RecurFault::UnknownPart),
        ];
        let ranges = self.out_of_range().map(|(broken, part)| (broken, RecurFault::OutOfRange { part }));
        combinations.into_iter().chain(ranges).filter_map(|(broken, fault)| broken.then_some(fault))
    }

    /// For each list whether it has a number outside of its range.
    fn out_of_range(&self) -> [(bool, RecurPart); 9] {
        let gregorian = self.rscale().is_none_or(|rscale| rscale.is_gregorian());
        let outside = |number: u16, highest: u16, of_digits: u16| {
            number == 0 || number > if gregorian { highest } else { of_digits }
        };
        let above = |numbers: &[u8], highest: u8| numbers.iter().any(|number| *number > highest);
        let ordinals = |numbers: &[i8], highest| {
            numbers.iter().any(|number| outside(number.unsigned_abs().into(), highest, 99))
        };
        let long_ordinals =
            |numbers: &[i16]| numbers.iter().any(|number| outside(number.unsigned_abs(), 366, 999));
        let days = self
            .by_day()
            .iter()
            .filter_map(|day| day.ordinal)
            .any(|ordinal| outside(ordinal.get().unsigned_abs().into(), 53, 99));
        let months = self.by_month().iter().any(|month| outside(month.number.into(), 12, 99));
        [
            (above(self.by_second(), 60), RecurPart::BySecond),
            (above(self.by_minute(), 59), RecurPart::ByMinute),
            (above(self.by_hour(), 23), RecurPart::ByHour),
            (days, RecurPart::ByDay),
            (ordinals(self.by_month_day(), 31), RecurPart::ByMonthDay),
            (long_ordinals(self.by_year_day()), RecurPart::ByYearDay),
            (ordinals(self.by_week_no(), 53), RecurPart::ByWeekNo),
            (months, RecurPart::ByMonth),
            (long_ordinals(self.by_set_pos()), RecurPart::BySetPos),
        ]
    }
}

/// The parts that BYSETPOS may choose from.
const BY_PARTS: [RecurPart; 8] = [
    RecurPart::BySecond,
    RecurPart::ByMinute,
    RecurPart::ByHour,
    RecurPart::ByDay,
    RecurPart::ByMonthDay,
    RecurPart::ByYearDay,
    RecurPart::ByWeekNo,
    RecurPart::ByMonth,
];
