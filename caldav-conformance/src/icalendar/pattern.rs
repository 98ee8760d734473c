//! Which days and times fit the parts of a recurrence rule, without stepping through its instances.
//!
//! [RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10). Parts that the rule lacks are taken from
//! DTSTART as [RFC 8984 §4.3.3.1](https://www.rfc-editor.org/rfc/rfc8984#section-4.3.3.1) spells out.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use ical_model::value::{Frequency, Recur, RecurPart, Skip, Weekday};

/// A rule and the start that completes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'r> {
    rule: &'r Recur,
    start: NaiveDateTime,
    date_only: bool,
}

impl<'r> Pattern<'r> {
    /// None for a rule in another calendar than iCalendar's, or one that moves invalid dates (RFC 7529): which days
    /// fit those, their parts alone do not tell.
    pub(crate) fn new(rule: &'r Recur, start: NaiveDateTime, date_only: bool) -> Option<Self> {
        let plain = rule.rscale().is_none_or(|rscale| rscale.is_gregorian())
            && rule.skip() == Skip::Omit
            && !rule.by_month().iter().any(|month| month.leap);
        plain.then_some(Self { rule, start, date_only })
    }

    /// Whether the start is one of the instances that the rule generates.
    pub(crate) fn includes_start(&self) -> bool {
        self.day_fits(self.start.date()) && self.time_fits() && self.position_fits()
    }

    /// Whether a day fits every part about months, weeks and days, BYSETPOS and INTERVAL left out.
    pub(crate) fn day_fits(&self, date: NaiveDate) -> bool {
        let rule = self.rule;
        let start = self.start.date();
        let yearly = rule.frequency() == Frequency::Yearly;
        let monthly = rule.frequency() == Frequency::Monthly;
        let has = |part| rule.has(part);
        let month = if has(RecurPart::ByMonth) {
            rule.by_month().iter().any(|month| u32::from(month.number) == date.month())
        } else {
            let implied = yearly
                && !has(RecurPart::ByYearDay)
                && !has(RecurPart::ByWeekNo)
                && (has(RecurPart::ByMonthDay) || !has(RecurPart::ByDay));
            !implied || date.month() == start.month()
        };
        let month_day = if has(RecurPart::ByMonthDay) {
            let length = i64::from(month_length(date));
            contains(rule.by_month_day().iter().map(|day| i64::from(*day)), i64::from(date.day()), length)
        } else {
            let implied = !has(RecurPart::ByDay)
                && (monthly || (yearly && !has(RecurPart::ByYearDay) && !has(RecurPart::ByWeekNo)));
            !implied || date.day() == start.day()
        };
        month && month_day && self.year_day_fits(date) && self.week_fits(date) && self.weekday_fits(date)
    }

    fn year_day_fits(&self, date: NaiveDate) -> bool {
        let days = self.rule.by_year_day();
        let length = year_length(date);
        days.is_empty() || contains(days.iter().map(|day| i64::from(*day)), i64::from(date.ordinal()), length)
    }

    fn week_fits(&self, date: NaiveDate) -> bool {
        let weeks = self.rule.by_week_no();
        if weeks.is_empty() {
            return true;
        }
        let (number, count) = week(date, self.rule.week_start());
        contains(weeks.iter().map(|week| i64::from(*week)), number, count)
    }

    fn weekday_fits(&self, date: NaiveDate) -> bool {
        let rule = self.rule;
        let weekday = Weekday::from(date.weekday());
        if rule.by_day().is_empty() {
            let implied = rule.frequency() == Frequency::Weekly
                || (rule.frequency() == Frequency::Yearly
                    && rule.has(RecurPart::ByWeekNo)
                    && !rule.has(RecurPart::ByYearDay)
                    && !rule.has(RecurPart::ByMonthDay));
            return !implied || weekday == Weekday::from(self.start.weekday());
        }
        // A number counts within the year only where no BYMONTH is beside it (erratum 1913).
        let in_year = rule.frequency() == Frequency::Yearly && !rule.has(RecurPart::ByMonth);
        let (day, length) = match in_year {
            true => (i64::from(date.ordinal()), year_length(date)),
            false => (i64::from(date.day()), i64::from(month_length(date))),
        };
        rule.by_day().iter().filter(|by_day| by_day.weekday == weekday).any(|by_day| match by_day.ordinal {
            None => true,
            Some(ordinal) if ordinal.get() > 0 => i64::from(ordinal.get()) == (day - 1) / 7 + 1,
            Some(ordinal) => -i64::from(ordinal.get()) == (length - day) / 7 + 1,
        })
    }

    fn time_fits(&self) -> bool {
        let fits =
            |list: &[u8], value: u32| list.is_empty() || list.iter().any(|item| u32::from(*item) == value);
        self.date_only
            || (fits(self.rule.by_hour(), self.start.hour())
                && fits(self.rule.by_minute(), self.start.minute())
                && fits(self.rule.by_second(), self.start.second()))
    }

    /// Whether BYSETPOS chooses the start among the instances of its period.
    fn position_fits(&self) -> bool {
        let positions = self.rule.by_set_pos();
        if positions.is_empty() {
            return true;
        }
        let (index, count) = self.place_in_period();
        contains(positions.iter().map(|position| i64::from(*position)), index + 1, count)
    }

    /// How many instances of its period are before the start, and how many there are.
    fn place_in_period(&self) -> (i64, i64) {
        let (before, times) = self.place_in_day();
        let date = self.start.date();
        let (first, days) = match self.rule.frequency() {
            Frequency::Yearly => (NaiveDate::from_yo_opt(date.year(), 1), year_length(date)),
            Frequency::Monthly => (date.with_day(1), i64::from(month_length(date))),
            Frequency::Weekly => {
                let back = days_from(self.rule.week_start(), date);
                (date.checked_sub_days(Days::new(back)), 7)
            }
            _ => return (before, times),
        };
        let (mut days_before, mut days_fitting) = (0, 0);
        for day in
            first.into_iter().flat_map(|day| day.iter_days()).take(usize::try_from(days).unwrap_or_default())
        {
            if self.day_fits(day) {
                days_fitting += 1;
                days_before += i64::from(day < date);
            }
        }
        (days_before * times + before, days_fitting * times)
    }

    /// The same within the part of the day that the period has.
    fn place_in_day(&self) -> (i64, i64) {
        if self.date_only {
            return (0, 1);
        }
        let place = |list: &[u8], value: u32| {
            let before = list.iter().filter(|item| u32::from(**item) < value).count();
            (i64::try_from(before).unwrap_or(i64::MAX), i64::try_from(list.len()).unwrap_or(i64::MAX).max(1))
        };
        let parts = match self.rule.frequency() {
            Frequency::Secondly => 0,
            Frequency::Minutely => 1,
            Frequency::Hourly => 2,
            _ => 3,
        };
        let lists = [
            (self.rule.by_second(), self.start.second()),
            (self.rule.by_minute(), self.start.minute()),
            (self.rule.by_hour(), self.start.hour()),
        ];
        lists.into_iter().take(parts).fold((0, 1), |(before, count), (list, value)| {
            let (part_before, part_count) = place(list, value);
            (part_before * count + before, part_count * count)
        })
    }
}

/// Whether one of these numbers is `place`, negative ones counted from the end.
fn contains(mut numbers: impl Iterator<Item = i64>, place: i64, count: i64) -> bool {
    numbers.any(|number| number == place || number == place - count - 1)
}

fn month_length(date: NaiveDate) -> u32 {
    match date.month() {
        2 if date.leap_year() => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn year_length(date: NaiveDate) -> i64 {
    if date.leap_year() { 366 } else { 365 }
}

/// How many days a day is after the first of its week.
fn days_from(week_start: Weekday, date: NaiveDate) -> u64 {
    u64::from(date.weekday().days_since(week_start.into()))
}

/// The number of the week that a day is in, and how many weeks the year of that week has. The first week of a year is
/// the first one with four days in it.
fn week(date: NaiveDate, week_start: Weekday) -> (i64, i64) {
    // The fourth day of a week lies in the year that the week belongs to.
    let into_week = i64::try_from(days_from(week_start, date)).unwrap_or_default();
    let middle = i64::from(date.ordinal()) + 3 - into_week;
    let length = year_length(date);
    let (middle, length, first) = if middle < 1 {
        let before = NaiveDate::from_yo_opt(date.year() - 1, 1);
        let length = before.map_or(365, year_length);
        (middle + length, length, before)
    } else if middle > length {
        let after = NaiveDate::from_yo_opt(date.year() + 1, 1);
        (middle - length, after.map_or(365, year_length), after)
    } else {
        (middle, length, NaiveDate::from_yo_opt(date.year(), 1))
    };
    let number = (middle - 1) / 7 + 1;
    // Where the fourth day of the first week stands in the year.
    let into_week = first.map_or(0, |first| i64::try_from(days_from(week_start, first)).unwrap_or_default());
    let first_middle = (3 - into_week).rem_euclid(7) + 1;
    (number, (length - first_middle) / 7 + 1)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use ical_model::value::{DateOrDateTime, Recur, Weekday};

    use super::{Pattern, week};

    #[test]
    fn starts() {
        for (section, start, rule, expected) in [
            ("§3.8.5.3 daily", "19970902T090000", "FREQ=DAILY;COUNT=10", true),
            ("§3.8.5.3 January", "19980101T090000", "FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", true),
            ("§3.8.5.3 TU,TH", "19970902T090000", "FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH", true),
            ("§3.8.5.3 first Friday", "19970905T090000", "FREQ=MONTHLY;BYDAY=1FR", true),
            ("§3.8.5.3 first and last Sunday", "19970907T090000", "FREQ=MONTHLY;BYDAY=1SU,-1SU", true),
            ("§3.8.5.3 second last Monday", "19970922T090000", "FREQ=MONTHLY;BYDAY=-2MO", true),
            ("§3.8.5.3 third last day", "19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3", true),
            ("§3.8.5.3 days of the year", "19970101T090000", "FREQ=YEARLY;BYYEARDAY=1,100,200", true),
            ("§3.8.5.3 20th Monday", "19970519T090000", "FREQ=YEARLY;BYDAY=20MO", true),
            ("§3.8.5.3 week 20", "19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", true),
            ("§3.8.5.3 Fridays the 13th", "19980213T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", true),
            (
                "§3.8.5.3 Saturdays after",
                "19970913T090000",
                "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
                true,
            ),
            (
                "§3.8.5.3 election day",
                "19961105T090000",
                "FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                true,
            ),
            (
                "§3.8.5.3 third of TU, WE, TH",
                "19970904T090000",
                "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3",
                true,
            ),
            (
                "§3.8.5.3 second last weekday",
                "19970929T090000",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
                true,
            ),
            ("§3.8.5.3 every 20 minutes", "19970902T090000", "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", true),
            (
                "second of three times a day",
                "19970902T092000",
                "FREQ=DAILY;BYMINUTE=0,20,40;BYSETPOS=2",
                true,
            ),
            (
                "first of three times a day",
                "19970902T092000",
                "FREQ=DAILY;BYMINUTE=0,20,40;BYSETPOS=1",
                false,
            ),
            (
                "last of two hours by three minutes",
                "19970902T104000",
                "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40;BYSETPOS=-1",
                true,
            ),
            ("in an hour", "19970902T104000", "FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=3", true),
            ("in a week", "19970903T090000", "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=2", true),
            ("in a week from Sunday", "19970907T090000", "FREQ=WEEKLY;WKST=SU;BYDAY=SU,WE;BYSETPOS=1", true),
            ("in a week from Monday", "19970907T090000", "FREQ=WEEKLY;BYDAY=SU,WE;BYSETPOS=1", false),
            (
                "last weekday of the year",
                "19971231T090000",
                "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                true,
            ),
            ("another weekday", "19970902T090000", "FREQ=WEEKLY;BYDAY=MO", false),
            ("another day of the month", "19970902T090000", "FREQ=MONTHLY;BYMONTHDAY=1", false),
            ("another month", "19970902T090000", "FREQ=YEARLY;BYMONTH=1", false),
            ("second, not first", "19970912T090000", "FREQ=MONTHLY;BYDAY=1FR", false),
            ("another hour", "19970902T090000", "FREQ=DAILY;BYHOUR=10", false),
            ("hours of a date", "19970902", "FREQ=DAILY;BYHOUR=10", true),
            ("another week", "19970512T090000", "FREQ=YEARLY;BYWEEKNO=21;BYDAY=MO", false),
            ("last week of the year before", "20210103T090000", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", true),
            ("week 53 of the year before", "20210103T090000", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", true),
            ("first week in December", "20241230T090000", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", true),
            ("second Sunday in March", "20070311T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", true),
        ] {
            let rule: Recur = rule.parse().unwrap();
            let start: DateOrDateTime = start.parse().unwrap();
            let pattern = Pattern::new(&rule, start.local(), start.is_date()).unwrap();
            assert_eq!(pattern.includes_start(), expected, "{section}: {rule}");
        }
    }

    #[test]
    fn other_calendars_are_left_alone() {
        let start: DateOrDateTime = "20270101".parse().unwrap();
        for (rule, plain) in [
            ("RSCALE=GREGORIAN;FREQ=MONTHLY", true),
            ("RSCALE=CHINESE;FREQ=YEARLY", false),
            ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", false),
        ] {
            let rule: Recur = rule.parse().unwrap();
            assert_eq!(Pattern::new(&rule, start.local(), true).is_some(), plain, "{rule}");
        }
    }

    #[test]
    fn weeks_from_monday_are_those_of_iso_8601() {
        for date in NaiveDate::from_ymd_opt(1995, 1, 1).unwrap().iter_days().take(366 * 12) {
            let iso = date.iso_week();
            let last = NaiveDate::from_ymd_opt(iso.year(), 12, 28).unwrap().iso_week().week();
            assert_eq!(week(date, Weekday::Monday), (i64::from(iso.week()), i64::from(last)), "{date}");
        }
    }
}
