//! The calendar in which a rule counts its years and months.
//!
//! [RFC 7529 §4](https://www.rfc-editor.org/rfc/rfc7529#section-4)

#[cfg(feature = "rscale")]
use super::rscale::OtherCalendar;
use crate::recurrence::{RecurrenceError, RecurrenceErrorKind};
use crate::time_zone::civil_day::{day_of, days_of_month, is_leap, weekday_of, year_and_day_of};
use crate::value::{Month, Rscale};

/// A calendar: years of months of days.
#[derive(Clone, Debug)]
pub(super) enum Scale {
    /// The one of rules without RSCALE.
    Gregorian,
    /// Another one.
    #[cfg(feature = "rscale")]
    Other(OtherCalendar),
}

impl Scale {
    /// The calendar that a rule names.
    pub(super) fn of(rscale: Option<&Rscale>) -> Result<Self, RecurrenceError> {
        let Some(name) = rscale.filter(|name| !name.is_gregorian()) else { return Ok(Self::Gregorian) };
        #[cfg(feature = "rscale")]
        if OtherCalendar::is_like_gregorian(name.as_str()) {
            return Ok(Self::Gregorian);
        } else if let Some(calendar) = OtherCalendar::of(name.as_str()) {
            return Ok(Self::Other(calendar));
        }
        Err(RecurrenceErrorKind::Rscale(name.as_str().into()).into())
    }

    /// The year in which a day lies; days count from 1970-01-01.
    pub(super) fn year_of(&self, day: i64) -> i64 {
        match self {
            Self::Gregorian => year_and_day_of(day).0,
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.year_of(day),
        }
    }

    /// The first day of a year.
    pub(super) fn first_day(&self, year: i64) -> i64 {
        match self {
            Self::Gregorian => day_of(year, 1, 1),
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.first_day(year),
        }
    }

    /// What a year looks like.
    pub(super) fn year(&self, number: i64) -> Year {
        let first = self.first_day(number);
        let mut year = Year { first, length: 0, before: 0, after: 0, months: [MonthSpan::NONE; MOST_MONTHS] };
        match self {
            Self::Gregorian => {
                let length = |year| if is_leap(year) { 366 } else { 365 };
                (year.length, year.before, year.after) =
                    (length(number), length(number - 1), length(number + 1));
                let mut start = 0;
                for (month, span) in (1..=12).zip(&mut year.months) {
                    let length = days_of_month(number, month);
                    *span = MonthSpan { start, length, month: Month::from(month) };
                    start += length;
                }
            }
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => {
                year.length = calendar.days_of_year(first);
                year.before = calendar.days_of_year(first - 1);
                year.after = calendar.days_of_year(first + year.length);
                year.months.iter_mut().zip(calendar.months(first)).for_each(|(span, month)| *span = month);
            }
        }
        year
    }

    /// The month of a place, from 0, in a year; one without days where there are not so many.
    pub(super) fn month(&self, number: i64, place: i64) -> MonthSpan {
        match self {
            Self::Gregorian => {
                let month = u8::try_from(place + 1).ok().filter(|month| (1..=12).contains(month));
                month.map_or(MonthSpan::NONE, |month| MonthSpan {
                    start: day_of(number, month, 1) - self.first_day(number),
                    length: days_of_month(number, month),
                    month: Month::from(month),
                })
            }
            #[cfg(feature = "rscale")]
            Self::Other(_) => {
                let place = usize::try_from(place).ok();
                place.and_then(|place| self.year(number).months().nth(place)).unwrap_or(MonthSpan::NONE)
            }
        }
    }

    /// How many months come before a year, from some beginning.
    pub(super) fn months_before(&self, number: i64) -> i64 {
        match self {
            Self::Gregorian => number * 12,
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.months_before(number),
        }
    }

    /// How many months come before the one in which a day lies.
    pub(super) fn month_of(&self, day: i64) -> i64 {
        let number = self.year_of(day);
        let place = self.year(number).month_of(day).map_or(0, |(place, _)| place);
        self.months_before(number) + place
    }

    /// The year in which the month lies before which there are so many months.
    pub(super) fn year_of_month(&self, months: i64) -> i64 {
        match self {
            Self::Gregorian => months.div_euclid(12),
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.year_of_month(months),
        }
    }

    /// How many days the longest month has.
    pub(super) fn longest_month(&self) -> i64 {
        match self {
            Self::Gregorian => 31,
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.longest_month(),
        }
    }

    /// How many days the longest year has.
    pub(super) fn longest_year(&self) -> i64 {
        match self {
            Self::Gregorian => 366,
            #[cfg(feature = "rscale")]
            Self::Other(calendar) => calendar.longest_year(),
        }
    }

    /// A small number that is the same for years that look the same and begin on the same day of the week, and
    /// whose neighbors are of the same length: below [`KINDS_OF_YEAR`].
    pub(super) fn kind_of_year(&self, number: i64) -> Option<usize> {
        match self {
            Self::Gregorian => {
                let leap = match (is_leap(number), is_leap(number - 1), is_leap(number + 1)) {
                    (true, _, _) => 0,
                    (_, true, _) => 1,
                    (_, _, true) => 2,
                    _ => 3,
                };
                usize::try_from(leap * 7 + weekday_of(self.first_day(number))).ok()
            }
            #[cfg(feature = "rscale")]
            Self::Other(_) => None,
        }
    }

    /// After how many years everything comes again, days of the week too.
    pub(super) const fn cycle(&self) -> Option<i64> {
        match self {
            Self::Gregorian => Some(400),
            #[cfg(feature = "rscale")]
            Self::Other(_) => None,
        }
    }
}

/// One year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    /// Its first day: days since 1970-01-01.
    pub(super) first: i64,
    /// How many days it has.
    pub(super) length: i64,
    /// How many days the year before it has.
    pub(super) before: i64,
    /// How many days the year after it has.
    pub(super) after: i64,
    months: [MonthSpan; MOST_MONTHS],
}

impl Year {
    /// Its months in order.
    pub(super) fn months(&self) -> impl DoubleEndedIterator<Item = MonthSpan> + ExactSizeIterator {
        let count = self.months.iter().take_while(|month| month.length > 0).count();
        self.months.into_iter().take(count)
    }

    /// The place of the month in which a day lies, and its month.
    pub(super) fn month_of(&self, day: i64) -> Option<(i64, MonthSpan)> {
        let offset = day - self.first;
        (0..).zip(self.months()).find(|(_, month)| (month.start..month.end()).contains(&offset))
    }

    /// The day of the week of the day of an offset, 0 is Monday.
    pub(super) const fn weekday(&self, offset: i64) -> i64 {
        weekday(self.first + offset)
    }
}

/// One month of a year.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct MonthSpan {
    /// How many days of the year come before it.
    pub(super) start: i64,
    /// How many days it has.
    pub(super) length: i64,
    /// How BYMONTH names it.
    pub(super) month: Month,
}

impl MonthSpan {
    const NONE: Self = Self { start: 0, length: 0, month: Month { number: 0, leap: false } };

    /// The offset after its last day.
    pub(super) const fn end(&self) -> i64 {
        self.start + self.length
    }
}

/// The day of the week of a day, 0 is Monday.
pub(super) const fn weekday(day: i64) -> i64 {
    (weekday_of(day) + 6) % 7
}

/// How many kinds of years [`Scale::kind_of_year`] tells apart.
pub(super) const KINDS_OF_YEAR: usize = 28;

/// How many months the longest year has.
const MOST_MONTHS: usize = 13;
