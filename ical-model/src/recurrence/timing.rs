//! How long the instances of a component last, and on which clocks they start and end.
//!
//! [RFC 5545 §3.6.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1),
//! [§3.8.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2),
//! [§3.8.5.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3)

use super::RecurrenceError;
use super::clock::{Clock, DAY, Hand, ZoneLookup};
use super::overlap::Overlap;
use super::stepper::Occurrence as Moment;
use super::time_lines::TimeLines;
use super::time_value::read_time;
use crate::property::{DtEnd, Due, Duration};
use crate::time_zone::{Instant, Wall};
use crate::value::{self, DateOrDateTime};
use crate::{ComponentName, TypedProperty};

/// How long the instances of a component last, and on which clocks they start and end.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    pub(super) clock: Clock,
    /// That of DTEND or DUE where it is another one.
    end_clock: Option<Clock>,
    pub(super) length: Length,
    pub(super) overlap: Overlap,
}

/// How long an instance lasts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Length {
    /// So many seconds.
    Exact(i64),
    /// So many days by the clock, then so many seconds.
    Nominal { days: i64, seconds: i64 },
}

impl Timing {
    /// What a component says.
    ///
    /// An end that is not after the start makes an instance without length, a day if it starts on a day (op-03,
    /// op-04). DTEND and DUE make all instances last the same number of seconds, DURATION and days follow the clock
    /// (§3.8.5.3).
    pub(super) fn read(
        lines: &TimeLines<'_>,
        clock: Clock,
        start: Moment,
        zones: &ZoneLookup<'_>,
    ) -> Result<Self, RecurrenceError> {
        let name = lines.component.name();
        let mut end_clock = None;
        let end = match (lines.dt_end, lines.due) {
            (Some(line), _) => Some((line, read_time(line, |line| Ok(DtEnd::read(line)?.value))?)),
            (None, Some(line)) if lines.dt_start.is_some() => {
                Some((line, read_time(line, |line| Ok(Due::read(line)?.value))?))
            }
            _ => None,
        };
        let length = match (end, lines.duration) {
            (Some((line, end)), _) => {
                let at = |error| RecurrenceError::from(error).at(line.position());
                let length = clock.length_to(start, &end, zones).map_err(at)?;
                if !clock.is_local() && !end.is_date() && end.tzid() != clock.tzid() {
                    end_clock = Some(Clock::of(&end, zones).map_err(at)?).filter(|clock| !clock.is_local());
                }
                length
            }
            (None, Some(line)) if name != ComponentName::VFreeBusy => {
                clock.length_of(&Duration::read(line)?.value)
            }
            _ if clock.is_date() && !matches!(name, ComponentName::VTodo | ComponentName::VJournal) => {
                Length::DAY
            }
            _ => Length::Exact(0),
        };
        Ok(Self { overlap: Overlap::of(lines, clock.is_date()), clock, end_clock, length })
    }

    /// The clock on which the end is told.
    pub(super) fn end_clock(&self) -> &Clock {
        self.end_clock.as_ref().unwrap_or(&self.clock)
    }

    /// When an instance ends.
    pub(super) fn end(&self, start: Moment) -> Moment {
        self.length.end(&mut self.clock.hand(), &mut self.end_clock().hand(), start)
    }

    /// No instance reaches further than so many seconds after its start.
    pub(super) fn reach(&self) -> i64 {
        let reach = match self.length {
            Length::Exact(seconds) => seconds,
            // Days are longer where clocks are put back.
            Length::Nominal { days: 0, seconds } => seconds,
            Length::Nominal { days, seconds } => {
                days.saturating_add(1).saturating_mul(DAY).saturating_add(seconds)
            }
        };
        if self.overlap == Overlap::Day { reach.max(DAY) } else { reach }
    }
}

impl Length {
    const DAY: Self = Self::Nominal { days: 1, seconds: 0 };

    /// Has it no days, which follow the clock?
    pub(super) const fn is_exact(self) -> bool {
        matches!(self, Self::Exact(_) | Self::Nominal { days: 0, .. })
    }

    /// When an instance ends that starts then.
    pub(super) fn end(self, hand: &mut Hand<'_>, end_hand: &mut Hand<'_>, start: Moment) -> Moment {
        let (from, seconds) = match self {
            Self::Exact(0) | Self::Nominal { days: 0, seconds: 0 } => (start, 0),
            Self::Exact(seconds) | Self::Nominal { days: 0, seconds } => (start, seconds),
            Self::Nominal { days, seconds } => {
                let wall = start.wall.0.saturating_add(days.saturating_mul(DAY));
                (hand.moment(Wall(wall)), seconds)
            }
        };
        end_hand.moment_at(Instant(from.instant.0.saturating_add(seconds)))
    }
}

impl Clock {
    /// How long it is from a start on this clock to an end.
    fn length_to(
        &self,
        start: Moment,
        end: &DateOrDateTime,
        zones: &ZoneLookup<'_>,
    ) -> Result<Length, crate::time_zone::ZoneError> {
        if self.is_date() {
            // A time of day is of the day that it is in.
            let wall = Wall::from(end.local()).0;
            let days = wall.saturating_add(DAY - 1).div_euclid(DAY).saturating_sub(start.wall.day());
            return Ok(Length::Nominal { days: days.max(1), seconds: 0 });
        }
        let end = self.read(end, zones)?;
        Ok(Length::Exact(end.instant.0.saturating_sub(start.instant.0).max(0)))
    }

    /// How long a DURATION is; what is less than nothing is nothing.
    pub(super) fn length_of(&self, duration: &value::Duration) -> Length {
        if duration.is_negative() {
            return Length::Exact(0);
        }
        let (days, seconds) = (i64::from(duration.nominal_days()), duration.exact().num_seconds());
        if self.is_date() {
            // Parts of a day make it a day more: days have nothing shorter.
            let rest = seconds / DAY + i64::from(seconds % DAY > 0);
            return Length::Nominal { days: days.saturating_add(rest), seconds: 0 };
        }
        Length::Nominal { days, seconds }
    }
}
