//! A rule with the parts that it leaves out filled in from DTSTART.
//!
//! RFC 5545 §3.3.10 says that they are taken from there, RFC 8984
//! [§4.3.3.1](https://www.rfc-editor.org/rfc/rfc8984#section-4.3.3.1) which and when.

use super::day_parts::{DayParts, Weekdays};
use super::positions::Positions;
use super::scale::{Scale, weekday};
use super::times::{TimeLimits, Times};
use crate::recurrence::{ImpliedMonth, RecurrenceError, RecurrenceOptions};
use crate::time_zone::Wall;
use crate::value::{DateOrDateTime, Frequency, Month, Recur, RecurPart, Skip};

/// A rule made ready to be stepped on the wall clock.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    /// At most [`Self::LONGEST_INTERVAL`], which is longer than all time in any unit.
    pub(super) interval: i64,
    pub(super) scale: Scale,
    /// DTSTART.
    pub(super) start: Wall,
    pub(super) days: DayParts,
    /// The times of each day; of each hour or minute with FREQ=HOURLY or MINUTELY.
    pub(super) times: Times,
    /// Which hours, minutes and seconds limit a rule of less than days.
    pub(super) limits: TimeLimits,
    /// BYSETPOS of weeks, months and years; in shorter periods it is in `times`.
    pub(super) positions: Option<Positions>,
}

impl Rule {
    /// More than there are seconds in the years that can be written.
    const LONGEST_INTERVAL: u64 = 1 << 40;

    pub(super) fn new(
        recur: &Recur,
        start: &DateOrDateTime,
        options: &RecurrenceOptions,
    ) -> Result<Self, RecurrenceError> {
        let scale = Scale::of(recur.rscale())?;
        let frequency = recur.frequency();
        let wall = Wall::from(start.local());
        let interval = recur.interval().get().min(Self::LONGEST_INTERVAL) as i64;
        let mut times = times(recur, wall, start.is_date());
        let positions = recur.has(RecurPart::BySetPos).then(|| Positions::new(recur.by_set_pos()));
        let positions = match positions {
            Some(positions) if frequency <= Frequency::Daily => {
                let kept: Vec<u32> = positions.of(times.len()).collect();
                times = times.keep(kept.into_iter());
                None
            }
            positions => positions,
        };
        Ok(Self {
            frequency,
            interval,
            start: wall,
            days: day_parts(recur, &scale, wall.day(), options),
            times,
            limits: limits(recur, start.is_date()),
            positions,
            scale,
        })
    }

    /// How many seconds a period of FREQ=DAILY, HOURLY, MINUTELY or SECONDLY has.
    pub(super) const fn unit(&self) -> i64 {
        match self.frequency {
            Frequency::Secondly => 1,
            Frequency::Minutely => 60,
            Frequency::Hourly => 3_600,
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => 86_400,
        }
    }

    /// How many seconds lie between each two starts, where that is always the same.
    pub(super) fn stride(&self) -> Option<i64> {
        let one_day = self.days.every_weekday().is_some_and(|weekdays| weekdays.is_power_of_two());
        let days = match self.frequency {
            Frequency::Weekly if one_day => 7,
            Frequency::Secondly | Frequency::Minutely | Frequency::Hourly | Frequency::Daily
                if self.days.is_every_day() && self.limits == TimeLimits::NONE =>
            {
                1
            }
            _ => return None,
        };
        let alone = self.positions.is_none() && self.times.len() == 1;
        alone.then(|| self.interval.checked_mul(days * self.unit())).flatten()
    }

    /// Is it of FREQ=HOURLY, MINUTELY or SECONDLY?
    pub(super) fn is_sub_daily(&self) -> bool {
        self.frequency < Frequency::Daily
    }

    /// The first day of the week in which a day lies.
    pub(super) const fn week_of(&self, day: i64) -> i64 {
        day - (weekday(day) - self.days.week_start).rem_euclid(7)
    }

    /// The first of `start`, `start + interval`… that is not before `least`, each step being so many.
    pub(super) const fn aligned(start: i64, step: i64, least: i64) -> i64 {
        let behind = (least - start).rem_euclid(step);
        if behind == 0 { least } else { least + step - behind }
    }
}

/// The last day that can be written: 9999-12-31.
pub(super) const LAST_DAY: i64 = 2_932_896;

/// More than the years of any calendar up to that day.
pub(super) const LAST_YEAR: i64 = 100_000;

/// The days' parts, the implied ones included.
fn day_parts(recur: &Recur, scale: &Scale, start: i64, options: &RecurrenceOptions) -> DayParts {
    let has = |part| recur.has(part);
    let (by_month, by_week_no) = (has(RecurPart::ByMonth), has(RecurPart::ByWeekNo));
    let (by_month_day, by_day) = (has(RecurPart::ByMonthDay), has(RecurPart::ByDay));
    let by_year_day = has(RecurPart::ByYearDay);
    let mut parts = DayParts {
        months: by_month.then(|| recur.by_month().into()),
        weeks: by_week_no.then(|| recur.by_week_no().into()),
        year_days: by_year_day.then(|| recur.by_year_day().into()),
        month_days: by_month_day.then(|| recur.by_month_day().into()),
        weekdays: by_day.then(|| weekdays(recur)),
        week_start: recur.week_start() as i64,
        skip: recur.skip(),
        skips_months: recur.frequency() == Frequency::Yearly,
    };
    let year = scale.year(scale.year_of(start));
    let month = year.month_of(start).map(|(_, month)| month);
    let month_name = || month.map(|month| -> Box<[Month]> { [month.month].into() });
    let month_day =
        || month.map(|month| -> Box<[i8]> { [(start - year.first - month.start + 1) as i8].into() });
    let weekday = || Weekdays { every: 1 << weekday(start), ..Weekdays::default() };
    match recur.frequency() {
        Frequency::Weekly if !by_day => parts.weekdays = Some(weekday()),
        // BYYEARDAY and BYWEEKNO are not allowed here; where they are, they say which days.
        Frequency::Monthly if !(by_day || by_month_day || by_year_day || by_week_no) => {
            parts.month_days = month_day();
        }
        Frequency::Yearly if !by_year_day => {
            let every_month = by_day && options.implied_month == ImpliedMonth::Every;
            let implies_month = if by_month_day { !every_month } else { !by_day };
            if !by_month && !by_week_no && implies_month {
                parts.months = month_name();
            }
            if !by_month_day && !by_week_no && !by_day {
                parts.month_days = month_day();
            }
            if by_week_no && !by_month_day && !by_day {
                parts.weekdays = Some(weekday());
            }
        }
        _ => {}
    }
    // In shorter periods no day is invalid; and without anything to move, SKIP need not cost anything.
    let shorter = recur.frequency() < Frequency::Monthly;
    if shorter || parts.month_days.is_none() && parts.year_days.is_none() && parts.months.is_none() {
        parts.skip = Skip::Omit;
    }
    parts
}

/// BYDAY. Numbers say something in months and years only; beside BYWEEKNO a day is one of a week.
fn weekdays(recur: &Recur) -> Weekdays {
    let monthly = recur.frequency() == Frequency::Monthly;
    let yearly = recur.frequency() == Frequency::Yearly && !recur.has(RecurPart::ByWeekNo);
    let mut weekdays = Weekdays { in_month: monthly || recur.has(RecurPart::ByMonth), ..Weekdays::default() };
    let mut numbered = Vec::new();
    for day in recur.by_day() {
        match day.ordinal.filter(|_| monthly || yearly) {
            Some(number) => numbered.push((i64::from(number.get()), day.weekday as i64)),
            None => weekdays.every |= 1 << day.weekday as u8,
        }
    }
    weekdays.numbered = numbered.into();
    weekdays
}

/// The times within a day, or within a shorter period.
fn times(recur: &Recur, start: Wall, is_date: bool) -> Times {
    let frequency = recur.frequency();
    let second_of_day = start.0.rem_euclid(86_400);
    if is_date {
        return Times::new(&[0], &[0], &[0]);
    }
    let implied = |number: i64| vec![number as u8];
    let part = |numbers: &[u8], limit: u8, of_start: i64, least: Frequency| {
        if frequency < least {
            vec![0]
        } else if numbers.is_empty() {
            implied(of_start)
        } else {
            numbers.iter().copied().filter(|number| *number < limit).collect()
        }
    };
    Times::new(
        &part(recur.by_hour(), 24, second_of_day / 3_600, Frequency::Daily),
        &part(recur.by_minute(), 60, second_of_day / 60 % 60, Frequency::Hourly),
        &part(&seconds(recur), 60, second_of_day % 60, Frequency::Minutely),
    )
}

/// BYSECOND, in which 60 reads as 59 (§3.3.12).
fn seconds(recur: &Recur) -> Vec<u8> {
    recur.by_second().iter().map(|second| if *second == 60 { 59 } else { *second }).collect()
}

/// The parts that limit a rule of less than days.
fn limits(recur: &Recur, is_date: bool) -> TimeLimits {
    let frequency = recur.frequency();
    // Only the start of a day is a DATE. Of the time parts nothing counts (§3.3.10).
    if is_date {
        return TimeLimits { hours: 1, minutes: 1, seconds: 1 };
    }
    let bits = |numbers: &[u8], limit: u8, greatest: Frequency, all: u64| {
        if frequency > greatest || numbers.is_empty() { all } else { TimeLimits::bits(numbers, limit) }
    };
    TimeLimits {
        hours: bits(recur.by_hour(), 24, Frequency::Hourly, TimeLimits::NONE.hours),
        minutes: bits(recur.by_minute(), 60, Frequency::Minutely, TimeLimits::NONE.minutes),
        seconds: bits(&seconds(recur), 60, Frequency::Secondly, TimeLimits::NONE.seconds),
    }
}
