//! What a rule means, word by word and slowly.
//!
//! [RFC 8984 §4.3.3.1](https://www.rfc-editor.org/rfc/rfc8984#section-4.3.3.1) says it as an algorithm: of every
//! second of a period those stay that each part lets through, then BYSETPOS chooses. This is that algorithm, with
//! nothing clever but that a day is looked at once for all of its seconds. An ordinal of BYDAY counts within the month
//! wherever BYMONTH is given (RFC 5545 §3.3.10, erratum 1913). The DTSTART counts only where it matches.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use ical_model::value::{DateOrDateTime, Frequency, Recur, WeekdayNumber};

/// A rule with the parts that it takes from its DTSTART.
#[derive(Debug)]
pub struct Definition {
    frequency: Frequency,
    interval: i64,
    count: u64,
    until: NaiveDateTime,
    start: NaiveDateTime,
    by_second: Vec<i64>,
    by_minute: Vec<i64>,
    by_hour: Vec<i64>,
    by_day: Vec<WeekdayNumber>,
    by_month_day: Vec<i8>,
    by_year_day: Vec<i16>,
    by_week_no: Vec<i8>,
    by_month: Vec<u8>,
    by_set_pos: Vec<i16>,
    week_start: i64,
    ordinals_in_month: bool,
}

/// The occurrences of a rule as far as they were looked for.
#[derive(Debug)]
pub struct Found {
    /// In order.
    pub occurrences: Vec<NaiveDateTime>,
    /// Nothing at this time or later was looked for; `None` when there is nothing more.
    pub looked_to: Option<NaiveDateTime>,
}

impl Definition {
    /// A rule of the Gregorian calendar. With `every_month` a YEARLY rule with BYMONTHDAY and BYDAY but without
    /// BYMONTH means all months.
    #[must_use]
    pub fn new(recur: &Recur, start: NaiveDateTime, every_month: bool) -> Self {
        let frequency = recur.frequency();
        let mut rule = Self {
            frequency,
            interval: i64::try_from(recur.interval().get()).unwrap_or(i64::MAX),
            count: recur.count().unwrap_or(u64::MAX),
            until: recur.until().map_or(NaiveDateTime::MAX, |until| match until {
                DateOrDateTime::Date(date) => {
                    date.naive().and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX)
                }
                DateOrDateTime::DateTime(time) => time.local(),
            }),
            start,
            by_second: recur.by_second().iter().map(|second| i64::from(*second).min(59)).collect(),
            by_minute: recur.by_minute().iter().copied().map(i64::from).collect(),
            by_hour: recur.by_hour().iter().copied().map(i64::from).collect(),
            by_day: recur.by_day().to_vec(),
            by_month_day: recur.by_month_day().to_vec(),
            by_year_day: recur.by_year_day().to_vec(),
            by_week_no: recur.by_week_no().to_vec(),
            by_month: recur.by_month().iter().map(|month| month.number).collect(),
            by_set_pos: recur.by_set_pos().to_vec(),
            week_start: weekday(recur.week_start()),
            ordinals_in_month: frequency == Frequency::Monthly || !recur.by_month().is_empty(),
        };
        rule.add_implied(every_month);
        rule
    }

    /// The parts that are taken from DTSTART.
    fn add_implied(&mut self, every_month: bool) {
        let (date, time) = (self.start.date(), self.start.time());
        for (list, number, unit) in [
            (&mut self.by_second, time.second(), Frequency::Secondly),
            (&mut self.by_minute, time.minute(), Frequency::Minutely),
            (&mut self.by_hour, time.hour(), Frequency::Hourly),
        ] {
            if list.is_empty() && self.frequency > unit {
                list.push(number.into());
            }
        }
        let weekday = WeekdayNumber::from(ical_model::value::Weekday::from(date.weekday()));
        let (month, day) = (number(date.month()), number(date.day()));
        let (no_days, no_month_days) = (self.by_day.is_empty(), self.by_month_day.is_empty());
        match self.frequency {
            Frequency::Weekly if no_days => self.by_day.push(weekday),
            Frequency::Monthly if no_days && no_month_days => self.by_month_day.push(day),
            Frequency::Yearly if self.by_year_day.is_empty() => {
                let no_weeks = self.by_week_no.is_empty();
                let friday_the_13th = every_month && !no_days && !no_month_days;
                if self.by_month.is_empty() && no_weeks && (!no_month_days || no_days) && !friday_the_13th {
                    self.by_month.push(month.unsigned_abs());
                }
                if no_month_days && no_weeks && no_days {
                    self.by_month_day.push(day);
                }
                if !no_weeks && no_month_days && no_days {
                    self.by_day.push(weekday);
                }
            }
            _ => {}
        }
    }

    /// Its first occurrences: not more than `number`, not beyond `end`, and not more than so many periods.
    #[must_use]
    pub fn first(&self, number: usize, end: NaiveDateTime, periods: u32) -> Found {
        let mut occurrences = Vec::new();
        if self.count == 0 {
            return Found { occurrences, looked_to: None };
        }
        let mut period = 0_i64;
        for _ in 0..periods {
            let Some(begin) = self.begin(period).filter(|begin| *begin < end.min(LAST)) else {
                return Found { occurrences, looked_to: Some(end.min(LAST)) };
            };
            for occurrence in self.of_period(begin) {
                if occurrence < self.start {
                    continue;
                }
                if occurrence > self.until {
                    return Found { occurrences, looked_to: None };
                }
                if occurrences.len() >= number || occurrence >= end {
                    return Found { occurrences, looked_to: Some(occurrence) };
                }
                occurrences.push(occurrence);
                if occurrences.len() as u64 >= self.count {
                    return Found { occurrences, looked_to: None };
                }
            }
            if begin > self.until {
                return Found { occurrences, looked_to: None };
            }
            period = self.next_period(period, begin);
        }
        let looked_to = self.begin(period).map(|begin| begin.min(end));
        Found { occurrences, looked_to: Some(looked_to.unwrap_or(LAST)) }
    }

    /// The first moment of a period, counted from that of DTSTART.
    fn begin(&self, period: i64) -> Option<NaiveDateTime> {
        let units = period.checked_mul(self.interval)?;
        let date = self.start.date();
        let of_day = |date: NaiveDate| date.and_hms_opt(0, 0, 0);
        match self.frequency {
            Frequency::Yearly => of_day(NaiveDate::from_ymd_opt(
                i32::try_from(i64::from(date.year()).checked_add(units)?).ok()?,
                1,
                1,
            )?),
            Frequency::Monthly => {
                let months = (i64::from(date.year()) * 12 + i64::from(date.month0())).checked_add(units)?;
                let month0 = u32::try_from(months.rem_euclid(12)).ok()?;
                of_day(NaiveDate::from_ymd_opt(i32::try_from(months.div_euclid(12)).ok()?, month0 + 1, 1)?)
            }
            Frequency::Weekly => {
                let into_week =
                    (i64::from(date.weekday().num_days_from_monday()) - self.week_start).rem_euclid(7);
                plus_seconds(
                    of_day(date)?,
                    units.checked_mul(7)?.checked_sub(into_week)?.checked_mul(86_400)?,
                )
            }
            Frequency::Daily => plus_seconds(of_day(date)?, units.checked_mul(86_400)?),
            Frequency::Hourly => {
                plus_seconds(of_day(date)?.with_hour(self.start.hour())?, units.checked_mul(3_600)?)
            }
            Frequency::Minutely => plus_seconds(self.start.with_second(0)?, units.checked_mul(60)?),
            Frequency::Secondly => plus_seconds(self.start, units),
        }
    }

    /// The period after one; within a day that no part lets through, the first one after it.
    fn next_period(&self, period: i64, begin: NaiveDateTime) -> i64 {
        let unit = match self.frequency {
            Frequency::Secondly => 1,
            Frequency::Minutely => 60,
            Frequency::Hourly => 3_600,
            _ => return period + 1,
        };
        if self.day_matches(begin.date()) {
            return period + 1;
        }
        let rest = 86_400 - i64::from(begin.num_seconds_from_midnight());
        period + (rest / unit).div_euclid(self.interval).max(1)
    }

    /// The occurrences of a period, BYSETPOS applied.
    fn of_period(&self, begin: NaiveDateTime) -> Vec<NaiveDateTime> {
        let date = begin.date();
        let days: i64 = match self.frequency {
            Frequency::Yearly => {
                if date.leap_year() {
                    366
                } else {
                    365
                }
            }
            Frequency::Monthly => days_in_month(date).into(),
            Frequency::Weekly => 7,
            _ => 1,
        };
        let mut candidates = Vec::new();
        let times = self.times(begin);
        if times.is_empty() {
            return candidates;
        }
        for day in 0..days {
            let Some(day) = date.checked_add_signed(TimeDelta::days(day)) else { break };
            if self.day_matches(day) {
                let midnight = day.and_time(chrono::NaiveTime::MIN);
                candidates.extend(times.iter().filter_map(|time| plus_seconds(midnight, *time)));
            }
        }
        if self.by_set_pos.is_empty() {
            return candidates;
        }
        let length = i64::try_from(candidates.len()).unwrap_or(i64::MAX);
        let chosen = |place: usize| {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            self.by_set_pos.iter().any(|position| match i64::from(*position) {
                position if position > 0 => position - 1 == place,
                position => length + position == place,
            })
        };
        candidates.into_iter().enumerate().filter(|(place, _)| chosen(*place)).map(|(_, time)| time).collect()
    }

    /// The seconds of a day that the period has and BYHOUR, BYMINUTE and BYSECOND let through.
    fn times(&self, begin: NaiveDateTime) -> Vec<i64> {
        let of_period = |list: &[i64], unit: Frequency, number: u32, range: i64| -> Vec<i64> {
            let all = if self.frequency > unit { 0..range } else { number.into()..i64::from(number) + 1 };
            all.filter(|number| list.is_empty() || list.contains(number)).collect()
        };
        let hours = of_period(&self.by_hour, Frequency::Hourly, begin.hour(), 24);
        let minutes = of_period(&self.by_minute, Frequency::Minutely, begin.minute(), 60);
        let seconds = of_period(&self.by_second, Frequency::Secondly, begin.second(), 60);
        let minutes_of_day =
            hours.iter().flat_map(|hour| minutes.iter().map(move |minute| hour * 60 + minute));
        minutes_of_day.flat_map(|minute| seconds.iter().map(move |second| minute * 60 + second)).collect()
    }

    fn day_matches(&self, date: NaiveDate) -> bool {
        let number_of_days = if date.leap_year() { 366 } else { 365 };
        let month_day = number(date.day());
        let month_day_from_end = month_day - number(days_in_month(date)) - 1;
        let year_day = i16::try_from(date.ordinal()).unwrap_or_default();
        (self.by_month.is_empty() || self.by_month.iter().any(|month| u32::from(*month) == date.month()))
            && (self.by_week_no.is_empty() || self.week_matches(date))
            && (self.by_year_day.is_empty()
                || self
                    .by_year_day
                    .iter()
                    .any(|day| *day == year_day || *day == year_day - number_of_days - 1))
            && (self.by_month_day.is_empty()
                || self.by_month_day.iter().any(|day| *day == month_day || *day == month_day_from_end))
            && (self.by_day.is_empty() || self.by_day.iter().any(|day| self.weekday_matches(*day, date)))
    }

    fn weekday_matches(&self, day: WeekdayNumber, date: NaiveDate) -> bool {
        if chrono::Weekday::from(day.weekday) != date.weekday() {
            return false;
        }
        let Some(ordinal) = day.ordinal else { return true };
        let (place, length) = if self.ordinals_in_month {
            (date.day0(), days_in_month(date))
        } else {
            (date.ordinal0(), if date.leap_year() { 366 } else { 365 })
        };
        let from_start = i64::from(place / 7) + 1;
        let from_end = -(i64::from((length - 1 - place) / 7) + 1);
        i64::from(ordinal.get()) == from_start || i64::from(ordinal.get()) == from_end
    }

    /// Is the day in one of the weeks of the year that the week belongs to?
    fn week_matches(&self, date: NaiveDate) -> bool {
        let day = i64::from(date.num_days_from_ce());
        let years = [date.year() - 1, date.year(), date.year() + 1];
        years.into_iter().any(|year| {
            let (Some(first), Some(next)) = (self.first_week(year), self.first_week(year + 1)) else {
                return false;
            };
            let (week, weeks) = ((day - first).div_euclid(7) + 1, (next - first) / 7);
            (first..next).contains(&day)
                && self.by_week_no.iter().any(|no| {
                    let no = i64::from(*no);
                    no == week || no == week - weeks - 1
                })
        })
    }

    /// The first day of week one: the first week with at least four days in the year.
    fn first_week(&self, year: i32) -> Option<i64> {
        let january = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let into_week = (i64::from(january.weekday().num_days_from_monday()) - self.week_start).rem_euclid(7);
        let start = i64::from(january.num_days_from_ce()) - into_week;
        Some(if into_week <= 3 { start } else { start + 7 })
    }
}

fn weekday(weekday: ical_model::value::Weekday) -> i64 {
    chrono::Weekday::from(weekday).num_days_from_monday().into()
}

/// A day of a month, or a month.
fn number(number: u32) -> i8 {
    i8::try_from(number).unwrap_or_default()
}

fn days_in_month(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}

fn plus_seconds(time: NaiveDateTime, seconds: i64) -> Option<NaiveDateTime> {
    time.checked_add_signed(TimeDelta::try_seconds(seconds)?)
}

/// Values end with the year 9999.
const LAST: NaiveDateTime = match DateTime::from_timestamp(253_402_300_800, 0) {
    Some(time) => time.naive_utc(),
    None => NaiveDateTime::MAX,
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of RFC 5545 §3.8.5.3 with the text of their dates, the time of day left out where it is always 9:00.
    #[test]
    fn examples_of_rfc5545() {
        for (start, rule, expected) in [
            ("19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5", "0902 0912 0922 1002 1012"),
            ("19970902T090000", "FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", "0902 0904 0909 0911"),
            ("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "0805 0810 0819 0824"),
            ("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "0805 0817 0819 0831"),
            ("19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "0907 0928 1102 1130"),
            ("19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "0904 1007 1106"),
            (
                "19970929T090000",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4",
                "0929 1030 1127 1230",
            ),
            ("19970101T090000", "FREQ=YEARLY;COUNT=3;BYYEARDAY=1,100,200", "0101 0410 0719"),
            ("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "0512 0511 0517"),
            ("19970519T090000", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "0519 0518 0517"),
            ("19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "0313 0320 0327 0305"),
            ("19980213T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "0213 0313 1113"),
        ] {
            let recur: Recur = rule.parse().expect("a rule");
            let start = start.parse::<ical_model::value::DateTime>().expect("a start").local();
            let found = Definition::new(&recur, start, false).first(10, NaiveDateTime::MAX, 10_000);
            let days: Vec<_> = found.occurrences.iter().map(|time| time.format("%m%d").to_string()).collect();
            assert_eq!(days.join(" "), expected, "{rule}");
            assert_eq!(found.looked_to, None, "{rule}");
        }
    }

    #[test]
    fn looking_ends() {
        let recur: Recur = "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30".parse().expect("a rule");
        let start =
            NaiveDate::from_ymd_opt(2027, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a start");
        let found = Definition::new(&recur, start, false).first(10, NaiveDateTime::MAX, 1_000);
        assert_eq!(found.occurrences, []);
        assert_eq!(found.looked_to.map(|to| to.year()), Some(2029));
    }
}
