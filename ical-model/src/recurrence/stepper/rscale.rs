//! Calendars other than the Gregorian.
//!
//! [RFC 7529](https://www.rfc-editor.org/rfc/rfc7529)

use core::fmt;
use std::sync::Arc;

use icu_calendar::types::RataDie;
use icu_calendar::{AnyCalendar, AnyCalendarKind, Date, Ref};

use super::scale::MonthSpan;
use crate::value::Month;

/// A calendar of the Unicode registry.
#[derive(Clone)]
pub(super) struct OtherCalendar(Arc<Calendar>);

struct Calendar {
    calendar: AnyCalendar,
    months: Months,
    /// How long years are on the average, in millionths of a day.
    mean_year: i64,
    longest_month: i64,
    longest_year: i64,
    /// A year, and its first day.
    known: (i64, i64),
}

/// How many months years have.
#[derive(Clone, Copy)]
enum Months {
    /// So many each.
    Each(i64),
    /// Those of the moon: twelve or thirteen.
    OfMoon,
}

impl OtherCalendar {
    /// The calendar of a name in any case (CLDR, `calendar`).
    ///
    /// Names whose months depend on what is seen in the sky mean the official calendar of Saudi Arabia.
    pub(super) fn of(name: &str) -> Option<Self> {
        use AnyCalendarKind as Kind;
        // How many months years have, how long they are, and how many days months and years have at the most.
        const MOON_AND_SUN: (Months, i64, i64, i64) = (Months::OfMoon, 365_242_200, 30, 385);
        const COPTIC: (Months, i64, i64, i64) = (Months::Each(13), 365_250_000, 30, 366);
        const SUN: (Months, i64, i64, i64) = (Months::Each(12), 365_242_200, 31, 366);
        const MOON: (Months, i64, i64, i64) = (Months::Each(12), 354_367_000, 30, 355);
        let (kind, (months, mean_year, longest_month, longest_year)) = match &*name.to_ascii_lowercase() {
            "chinese" => (Kind::Chinese, MOON_AND_SUN),
            "dangi" => (Kind::Dangi, MOON_AND_SUN),
            "hebrew" => (Kind::Hebrew, MOON_AND_SUN),
            "coptic" => (Kind::Coptic, COPTIC),
            "ethiopic" => (Kind::Ethiopian, COPTIC),
            "ethioaa" | "ethiopic-amete-alem" => (Kind::EthiopianAmeteAlem, COPTIC),
            "indian" => (Kind::Indian, SUN),
            "persian" => (Kind::Persian, SUN),
            "islamic-civil" | "islamicc" => (Kind::HijriTabularTypeIIFriday, MOON),
            "islamic-tbla" => (Kind::HijriTabularTypeIIThursday, MOON),
            "islamic" | "islamic-rgsa" | "islamic-umalqura" => (Kind::HijriUmmAlQura, MOON),
            _ => return None,
        };
        let mut calendar = Calendar {
            calendar: AnyCalendar::new(kind),
            months,
            mean_year,
            longest_month,
            longest_year,
            known: (0, 0),
        };
        let date = calendar.date(0);
        calendar.known = (date.year().extended_year().into(), 1 - i64::from(date.day_of_year().0));
        Some(Self(Arc::new(calendar)))
    }

    /// Whether a name means a calendar whose years have the months of the Gregorian.
    pub(super) fn is_like_gregorian(name: &str) -> bool {
        ["gregory", "iso8601", "japanese", "buddhist", "roc"].iter().any(|one| one.eq_ignore_ascii_case(name))
    }

    pub(super) fn year_of(&self, day: i64) -> i64 {
        self.0.date(day).year().extended_year().into()
    }

    pub(super) fn first_day(&self, year: i64) -> i64 {
        let (known, first) = self.0.known;
        let years = |years: i64| years.saturating_mul(self.0.mean_year) / 1_000_000;
        // Some day in the middle of the year, as far as the average tells.
        let mut day = first.saturating_add(years(year - known)).saturating_add(years(1) / 2);
        for _ in 0..4 {
            let found = self.year_of(day);
            if found == year {
                return day + 1 - i64::from(self.0.date(day).day_of_year().0);
            }
            day = day.saturating_add(years(year - found));
        }
        // Beyond all days that can be counted.
        day
    }

    pub(super) fn days_of_year(&self, first: i64) -> i64 {
        self.0.date(first).days_in_year().into()
    }

    /// The months of the year that begins on a day, in order.
    pub(super) fn months(&self, first: i64) -> impl Iterator<Item = MonthSpan> + '_ {
        let length = self.days_of_year(first);
        let mut start = 0;
        core::iter::from_fn(move || {
            let date = self.0.date(first + start);
            let month = date.month().to_input();
            let month = Month { number: month.number(), leap: month.is_leap() };
            let span = MonthSpan { start, length: date.days_in_month().into(), month };
            start = span.end();
            (span.start < length).then_some(span)
        })
    }

    pub(super) fn months_before(&self, year: i64) -> i64 {
        match self.0.months {
            Months::Each(months) => year.saturating_mul(months),
            // Every month begins within a few days of what the average says.
            Months::OfMoon => {
                let days = self.first_day(year).saturating_sub(self.0.known.1);
                (days.saturating_mul(1_000_000).saturating_add(MEAN_MONTH / 2)).div_euclid(MEAN_MONTH)
            }
        }
    }

    pub(super) fn year_of_month(&self, months: i64) -> i64 {
        match self.0.months {
            Months::Each(each) => months.div_euclid(each),
            Months::OfMoon => {
                let middle = months.saturating_mul(MEAN_MONTH).saturating_add(MEAN_MONTH / 2) / 1_000_000;
                self.year_of(self.0.known.1.saturating_add(middle))
            }
        }
    }

    pub(super) fn longest_month(&self) -> i64 {
        self.0.longest_month
    }

    pub(super) fn longest_year(&self) -> i64 {
        self.0.longest_year
    }
}

impl Calendar {
    /// The date of a day; one past the ends of what can be counted is at the end.
    fn date(&self, day: i64) -> Date<Ref<'_, AnyCalendar>> {
        let day = day.clamp(-FARTHEST_DAY, FARTHEST_DAY);
        Date::from_rata_die(RataDie::new(day + DAYS_BEFORE_1970), Ref(&self.calendar))
    }
}

impl fmt::Debug for OtherCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.calendar.fmt(f)
    }
}

/// How long months of the moon are on the average, in millionths of a day.
const MEAN_MONTH: i64 = 29_530_589;

/// Days from 0001-01-01 to 1970-01-01, of which the first is day 1.
const DAYS_BEFORE_1970: i64 = 719_163;

/// Well after the last day that can be written.
const FARTHEST_DAY: i64 = 6_000_000;
