//! Days of the proleptic Gregorian calendar, for any year.

/// The day of a date: days since 1970-01-01. A day past the end of the month counts on into the next.
pub(crate) const fn day_of(year: i64, month: u8, day: i64) -> i64 {
    // Years that begin in March have their leap day last.
    let (year, month) = if month > 2 { (year, month as i64 - 3) } else { (year - 1, month as i64 + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - MARCH_1970
}

/// The year of a day, and how many days of the year are before it.
pub(crate) const fn year_and_day_of(day: i64) -> (i64, i64) {
    // A guess that is at most one too late or too early.
    let mut year = 1970 + (day * 400).div_euclid(DAYS_OF_400_YEARS);
    if day < day_of(year, 1, 1) {
        year -= 1;
    } else if day >= day_of(year + 1, 1, 1) {
        year += 1;
    }
    (year, day - day_of(year, 1, 1))
}

/// The month of a day and which day of the month it is.
pub(super) const fn month_and_day_of(day: i64) -> (u8, i8) {
    let (year, day_of_year) = year_and_day_of(day);
    let mut month = 1;
    let mut day = day_of_year + 1;
    while day > days_of_month(year, month) {
        day -= days_of_month(year, month);
        month += 1;
    }
    // At most 31.
    (month, day as i8)
}

/// The day of the week: 0 is Sunday.
pub(crate) const fn weekday_of(day: i64) -> i64 {
    (day + THURSDAY).rem_euclid(7)
}

/// Whether a year has 366 days.
pub(crate) const fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// How many days a month has.
pub(crate) const fn days_of_month(year: i64, month: u8) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0000-03-01 to 1970-01-01.
const MARCH_1970: i64 = 719_468;
const DAYS_OF_400_YEARS: i64 = 146_097;
/// 1970-01-01 was one.
const THURSDAY: i64 = 4;

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn days_are_those_of_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for day in (-800_000..3_000_000).step_by(13).chain(-800..800) {
            let date = epoch + chrono::TimeDelta::days(day);
            assert_eq!(
                day_of(i64::from(date.year()), date.month() as u8, i64::from(date.day())),
                day,
                "{date}"
            );
            let expected = (i64::from(date.year()), i64::from(date.ordinal0()));
            assert_eq!(year_and_day_of(day), expected, "{date}");
            assert_eq!(month_and_day_of(day), (date.month() as u8, date.day() as i8), "{date}");
            assert_eq!(weekday_of(day), i64::from(date.weekday().num_days_from_sunday()), "{date}");
            assert_eq!(is_leap(i64::from(date.year())), date.leap_year(), "{date}");
            let last = days_of_month(i64::from(date.year()), date.month() as u8) as u32;
            assert!(date.with_day(last).is_some() && date.with_day(last + 1).is_none(), "{date}");
        }
    }
}
