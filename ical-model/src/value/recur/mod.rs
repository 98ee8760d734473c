//! The RECUR value type: a rule by which something recurs.
//!
//! [RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10),
//! [RFC 7529 §4](https://www.rfc-editor.org/rfc/rfc7529#section-4)
//!
//! `read` has the grammar, `builder` makes rules in code, `fault` has the rules about parts that do not go together.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::num::NonZeroU64;

pub use self::fault::RecurFault;
pub use self::frequency::Frequency;
pub use self::month::Month;
pub use self::part::RecurPart;
pub use self::rscale::{Rscale, Skip};
pub use self::weekday::{Weekday, WeekdayNumber};
use super::{DateOrDateTime, from_str};

mod builder;
mod fault;
mod frequency;
mod month;
mod part;
mod read;
mod rscale;
mod weekday;

/// A RECUR: a frequency and the parts that narrow it or add to it.
///
/// A rule that can be read may still break rules about its parts; [`faults`](Self::faults) lists them, and a strict
/// reading refuses them. Lists keep the order they came in, a value that comes twice is kept once.
///
/// Two rules are equal when they say the same: the order in a list does not count, nor does a part that is written
/// out with its default.
///
/// ```
/// use ical_model::value::{Frequency, Recur, RecurFault, Weekday};
/// let rule: Recur = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1".parse()?;
/// assert_eq!(rule.frequency(), Frequency::Monthly);
/// assert_eq!(rule.by_set_pos(), [-1]);
///
/// let rule = Recur::new(Frequency::Weekly).with_by_day([Weekday::Monday.into()]).with_count(5);
/// assert_eq!(rule.to_string(), "FREQ=WEEKLY;COUNT=5;BYDAY=MO");
///
/// let rule: Recur = "FREQ=WEEKLY;BYMONTHDAY=1".parse()?;
/// assert_eq!(rule.faults().collect::<Vec<_>>(), [RecurFault::ByMonthDayWeekly]);
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Recur {
    frequency: Frequency,
    until: Option<DateOrDateTime>,
    count: Option<u64>,
    interval: Option<NonZeroU64>,
    by_second: Vec<u8>,
    by_minute: Vec<u8>,
    by_hour: Vec<u8>,
    by_day: Vec<WeekdayNumber>,
    by_month_day: Vec<i8>,
    by_year_day: Vec<i16>,
    by_week_no: Vec<i8>,
    by_month: Vec<Month>,
    by_set_pos: Vec<i16>,
    week_start: Option<Weekday>,
    rscale: Option<Rscale>,
    skip: Option<Skip>,
    other_parts: Vec<(Box<str>, Box<str>)>,
}

impl Recur {
    /// How many values a list of a rule part is read with; more are an error. Every list of a rule without fault is
    /// shorter: at most 1998 values differ.
    pub const LIST_LIMIT: usize = 2048;

    /// How many parts a rule is read with; more are an error.
    pub const PART_LIMIT: usize = 64;

    /// A rule of this frequency and nothing else.
    #[must_use]
    pub const fn new(frequency: Frequency) -> Self {
        Self {
            frequency,
            until: None,
            count: None,
            interval: None,
            by_second: Vec::new(),
            by_minute: Vec::new(),
            by_hour: Vec::new(),
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_year_day: Vec::new(),
            by_week_no: Vec::new(),
            by_month: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: None,
            rscale: None,
            skip: None,
            other_parts: Vec::new(),
        }
    }

    /// FREQ: the unit in which the rule moves on.
    #[must_use]
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// UNTIL: the last moment of the rule, inclusive. A local one is floating here; in whose zone it is, the DTSTART
    /// beside the rule says.
    #[must_use]
    pub const fn until(&self) -> Option<&DateOrDateTime> {
        self.until.as_ref()
    }

    /// COUNT: how many instances there are, DTSTART included.
    #[must_use]
    pub const fn count(&self) -> Option<u64> {
        self.count
    }

    /// INTERVAL: the rule moves on by so many units, 1 when it is not given.
    #[must_use]
    pub fn interval(&self) -> NonZeroU64 {
        self.interval.unwrap_or(NonZeroU64::MIN)
    }

    /// BYSECOND: seconds, 0 to 60. Empty when it is not given, as all lists.
    #[must_use]
    pub fn by_second(&self) -> &[u8] {
        &self.by_second
    }

    /// BYMINUTE: minutes, 0 to 59.
    #[must_use]
    pub fn by_minute(&self) -> &[u8] {
        &self.by_minute
    }

    /// BYHOUR: hours, 0 to 23.
    #[must_use]
    pub fn by_hour(&self) -> &[u8] {
        &self.by_hour
    }

    /// BYDAY: days of the week, with an ordinal of -53 to 53 in months and years.
    #[must_use]
    pub fn by_day(&self) -> &[WeekdayNumber] {
        &self.by_day
    }

    /// BYMONTHDAY: days of the month, -31 to 31.
    #[must_use]
    pub fn by_month_day(&self) -> &[i8] {
        &self.by_month_day
    }

    /// BYYEARDAY: days of the year, -366 to 366.
    #[must_use]
    pub fn by_year_day(&self) -> &[i16] {
        &self.by_year_day
    }

    /// BYWEEKNO: weeks of the year, -53 to 53.
    #[must_use]
    pub fn by_week_no(&self) -> &[i8] {
        &self.by_week_no
    }

    /// BYMONTH: months, 1 to 12 and leap months; more in other calendars.
    #[must_use]
    pub fn by_month(&self) -> &[Month] {
        &self.by_month
    }

    /// BYSETPOS: which of the instances of one period, -366 to 366.
    #[must_use]
    pub fn by_set_pos(&self) -> &[i16] {
        &self.by_set_pos
    }

    /// WKST: the day on which weeks start, Monday when it is not given.
    #[must_use]
    pub fn week_start(&self) -> Weekday {
        self.week_start.unwrap_or(Weekday::Monday)
    }

    /// RSCALE: the calendar in which the rule steps, where it is not the one of iCalendar (RFC 7529).
    #[must_use]
    pub const fn rscale(&self) -> Option<&Rscale> {
        self.rscale.as_ref()
    }

    /// SKIP: what becomes of invalid dates, [`Skip::Omit`] when it is not given (RFC 7529).
    #[must_use]
    pub fn skip(&self) -> Skip {
        self.skip.unwrap_or_default()
    }

    /// Parts that neither RFC 5545 nor RFC 7529 knows, name and value as they came.
    pub fn other_parts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.other_parts.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Is this part given? (All [`other_parts`](Self::other_parts) have names of their own.)
    #[must_use]
    pub fn has(&self, part: RecurPart) -> bool {
        match part {
            RecurPart::Frequency => true,
            RecurPart::Until => self.until.is_some(),
            RecurPart::Count => self.count.is_some(),
            RecurPart::Interval => self.interval.is_some(),
            RecurPart::BySecond => !self.by_second.is_empty(),
            RecurPart::ByMinute => !self.by_minute.is_empty(),
            RecurPart::ByHour => !self.by_hour.is_empty(),
            RecurPart::ByDay => !self.by_day.is_empty(),
            RecurPart::ByMonthDay => !self.by_month_day.is_empty(),
            RecurPart::ByYearDay => !self.by_year_day.is_empty(),
            RecurPart::ByWeekNo => !self.by_week_no.is_empty(),
            RecurPart::ByMonth => !self.by_month.is_empty(),
            RecurPart::BySetPos => !self.by_set_pos.is_empty(),
            RecurPart::WeekStart => self.week_start.is_some(),
            RecurPart::Rscale => self.rscale.is_some(),
            RecurPart::Skip => self.skip.is_some(),
        }
    }
}

from_str!(Recur);

impl fmt::Display for Recur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RecurPart::ALL.into_iter().try_for_each(|part| self.fmt_part(part, f))?;
        self.other_parts.iter().try_for_each(|(name, value)| write!(f, ";{name}={value}"))
    }
}

impl fmt::Debug for Recur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recur({self})")
    }
}

impl PartialEq for Recur {
    fn eq(&self, other: &Self) -> bool {
        self.frequency == other.frequency
            && self.until == other.until
            && self.count == other.count
            && self.interval() == other.interval()
            && same_set(&self.by_second, &other.by_second)
            && same_set(&self.by_minute, &other.by_minute)
            && same_set(&self.by_hour, &other.by_hour)
            && same_set(&self.by_day, &other.by_day)
            && same_set(&self.by_month_day, &other.by_month_day)
            && same_set(&self.by_year_day, &other.by_year_day)
            && same_set(&self.by_week_no, &other.by_week_no)
            && same_set(&self.by_month, &other.by_month)
            && same_set(&self.by_set_pos, &other.by_set_pos)
            && self.week_start() == other.week_start()
            && self.rscale == other.rscale
            && self.skip() == other.skip()
            && same_set(&self.other_parts, &other.other_parts)
    }
}

impl Eq for Recur {}

impl Hash for Recur {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Of the lists only the lengths, because their order does not count.
        self.frequency.hash(state);
        self.until.hash(state);
        self.count.hash(state);
        self.interval().hash(state);
        let lengths = [self.by_day.len(), self.by_month_day.len(), self.by_month.len(), self.by_hour.len()];
        lengths.hash(state);
    }
}

impl Recur {
    /// Writes one part where it is given, with its ";" except for FREQ, which is always there and first.
    fn fmt_part(&self, part: RecurPart, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has(part) {
            return Ok(());
        }
        if part == RecurPart::Frequency {
            return write!(f, "FREQ={}", self.frequency);
        }
        write!(f, ";{part}=")?;
        match part {
            RecurPart::Frequency => Ok(()),
            RecurPart::Until => fmt_some(self.until.as_ref(), f),
            RecurPart::Count => fmt_some(self.count, f),
            RecurPart::Interval => fmt_some(self.interval, f),
            RecurPart::BySecond => fmt_list(&self.by_second, f),
            RecurPart::ByMinute => fmt_list(&self.by_minute, f),
            RecurPart::ByHour => fmt_list(&self.by_hour, f),
            RecurPart::ByDay => fmt_list(&self.by_day, f),
            RecurPart::ByMonthDay => fmt_list(&self.by_month_day, f),
            RecurPart::ByYearDay => fmt_list(&self.by_year_day, f),
            RecurPart::ByWeekNo => fmt_list(&self.by_week_no, f),
            RecurPart::ByMonth => fmt_list(&self.by_month, f),
            RecurPart::BySetPos => fmt_list(&self.by_set_pos, f),
            RecurPart::WeekStart => fmt_some(self.week_start, f),
            RecurPart::Rscale => fmt_some(self.rscale.as_ref(), f),
            RecurPart::Skip => fmt_some(self.skip, f),
        }
    }
}

fn fmt_some(value: Option<impl fmt::Display>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    value.map_or(Ok(()), |value| value.fmt(f))
}

fn fmt_list(values: &[impl fmt::Display], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    values.iter().enumerate().try_for_each(|(place, value)| {
        if place > 0 {
            f.write_str(",")?;
        }
        value.fmt(f)
    })
}

/// Do both lists, neither of which has a value twice, have the same values?
fn same_set<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.len() == other.len() && one.iter().all(|value| other.contains(value))
}

#[cfg(test)]
mod tests;
